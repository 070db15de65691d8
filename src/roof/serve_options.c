#include "roof/serve_options.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pack/pack.h"
#include "store/store.h"

static bool wrong(struct cli *cli, const char *name, struct text value, const char *how)
{
    struct text what = text_format(cli->arena, "%s = %.*s", name, TEXT_ARG(value));
    return fault_raise(&cli->fault, FAULT_SETTING_WRONG, TEXT_NONE, FAULT_ARGS(what, text_of(how)));
}

static bool is_address(struct text address)
{
    unsigned char bytes[16];
    char host[128];
    if (address.len >= sizeof host) {
        return false;
    }
    memcpy(host, address.at, address.len);
    host[address.len] = '\0';
    return inet_pton(AF_INET, host, bytes) == 1 || inet_pton(AF_INET6, host, bytes) == 1;
}

static bool is_origin(struct text origin)
{
    size_t scheme = text_starts_with(origin, TEXT("https://"))  ? 8
                    : text_starts_with(origin, TEXT("http://")) ? 7
                                                                : 0;
    struct text host = text_slice(origin, scheme, origin.len - scheme);
    return scheme > 0 && host.len > 0 && text_find(host, TEXT("/")) == SIZE_MAX &&
           text_find(host, TEXT(" ")) == SIZE_MAX && text_find(host, TEXT("@")) == SIZE_MAX;
}

static bool take_number(struct cli *cli, const char *name, struct text value, int64_t most,
                        int64_t *out)
{
    return value.len == 0 || (text_to_int(value, out) && *out >= 0 && *out <= most) ||
           wrong(cli, name, value, most == 65535 ? "0 - 65535" : "0 - 3600000");
}

/* The enterprise's people are never made to: they may. */
static bool take_roles(struct cli *cli, struct text value, role_set *out)
{
    role_set staff = (ROLES_SIGNED_IN & ~ROLE_BIT(ROLE_ENTERPRISE));
    *out = text_is(value, "staff")    ? staff
           : text_is(value, "admins") ? ROLES_ADMINS | ROLE_BIT(ROLE_BUSINESS_ADMIN)
                                      : 0;
    return *out != 0 || text_is(value, "nobody") ||
           wrong(cli, "second-factor", value, "nobody / admins / staff");
}

static bool look_at(struct cli *cli, const struct cli_serving *serving, struct serve_options *out)
{
    int64_t port = 8080;
    bool is_socket = text_starts_with(serving->address, TEXT("unix:/"));
    if (!is_socket && !is_address(serving->address)) {
        return wrong(cli, "address", serving->address, "127.0.0.1, ::1 / unix:/path");
    }
    if (serving->origin.len > 0 && !is_origin(serving->origin)) {
        return wrong(cli, "origin", serving->origin, "https://linkage.example.gov.cn");
    }
    if (serving->trusted_proxy.len > 0 && !text_is(serving->trusted_proxy, "unix") &&
        !is_address(serving->trusted_proxy)) {
        return wrong(cli, "trusted-proxy", serving->trusted_proxy, "127.0.0.1 / unix");
    }
    if (serving->log.len > 0 && !text_is(serving->log, "requests") &&
        !text_is(serving->log, "trouble")) {
        return wrong(cli, "log", serving->log, "requests / trouble");
    }
    if (!take_roles(cli, serving->second_factor, &out->second_factor_roles)) {
        return false;
    }
    if (!take_number(cli, "port", serving->port, 65535, &port) ||
        !take_number(cli, "slow-ms", serving->slow_ms, 3600000, &out->slow_ms)) {
        return false;
    }
    out->port = (int)port;
    return true;
}

static const char *c_string_or_null(struct cli *cli, struct text text)
{
    return text.len > 0 ? text_c_string(cli->arena, text) : NULL;
}

static struct cli_serving in_force(const struct cli_serving *said, const struct cli_serving *file)
{
    return (struct cli_serving){
        .pack = cli_first_of(said->pack, text_of(getenv("LIANDONG_PACK")), file->pack),
        .address = cli_first_of(said->address, file->address, TEXT("127.0.0.1")),
        .port = cli_first_of(said->port, file->port, TEXT("8080")),
        .origin = cli_first_of(said->origin, file->origin, TEXT_NONE),
        .trusted_proxy = cli_first_of(said->trusted_proxy, file->trusted_proxy, TEXT_NONE),
        .metrics = cli_first_of(said->metrics, file->metrics, TEXT_NONE),
        .log = cli_first_of(said->log, file->log, TEXT("trouble")),
        .slow_ms = cli_first_of(said->slow_ms, file->slow_ms, TEXT("1000")),
        .second_factor = cli_first_of(said->second_factor, file->second_factor, TEXT("nobody")),
        .user = cli_first_of(said->user, file->user, TEXT_NONE),
    };
}

bool serve_options_of(struct cli *cli, const struct cli_serving *said,
                      struct cli_settings *settings, struct serve_options *out)
{
    settings->serving = in_force(said, &settings->serving);
    const struct cli_serving *serving = &settings->serving;
    *out = (struct serve_options){
        .database = settings->database,
        .home = settings->home,
        .replica = settings->replica,
        .scanner = settings->scanner,
        .courier = &settings->courier,
        .pack = text_c_string(cli->arena, cli_pack_directory(cli, serving->pack)),
        .address = text_c_string(cli->arena, serving->address),
        .origin = c_string_or_null(cli, serving->origin),
        .trusted_proxy = c_string_or_null(cli, serving->trusted_proxy),
        .metrics = serving->metrics,
        .logs_requests = text_is(serving->log, "requests"),
        .user = serving->user,
    };
    return look_at(cli, serving, out);
}

/* -- config check -- */

static void add(struct buffer *out, const char *name, struct text value)
{
    if (value.len > 0) {
        buffer_addf(out, "%-14s %.*s\n", name, TEXT_ARG(value));
    }
}

static struct text shown(struct cli *cli, const struct cli_settings *settings,
                         const struct serve_options *options)
{
    const struct cli_serving *serving = &settings->serving;
    struct buffer out = buffer_open(cli->arena, 4096);
    add(&out, "db", store_path_shown(cli->arena, settings->database));
    add(&out, "home", settings->home);
    add(&out, "replica", store_path_shown(cli->arena, settings->replica));
    add(&out, "scanner", settings->scanner);
    add(&out, "pack", text_of(options->pack));
    add(&out, "address", serving->address);
    add(&out, "port", serving->port);
    add(&out, "origin", serving->origin);
    add(&out, "trusted-proxy", serving->trusted_proxy);
    add(&out, "metrics", serving->metrics);
    add(&out, "log", serving->log);
    add(&out, "slow-ms", serving->slow_ms);
    add(&out, "second-factor", serving->second_factor);
    add(&out, "user", serving->user);
    const struct courier_settings *courier = &settings->courier;
    if (courier->has_mail) {
        add(&out, "[mail]", courier->mail.server);
    }
    for (size_t i = 0; i < courier->hook_count; i++) {
        struct text name =
            text_format(cli->arena, "[webhook %.*s]", TEXT_ARG(courier->hooks[i].name));
        add(&out, text_c_string(cli->arena, name), courier->hooks[i].hook.url);
    }
    return buffer_text(&out);
}

static bool check_with(struct cli *cli, int argc, char **argv)
{
    struct cli_given given = {TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE};
    const struct cli_serving said = {TEXT_NONE};
    struct cli_settings settings;
    struct serve_options options;
    const struct pack_options all = {.scope = PACK_SCOPE_ALL, .is_corrected = true};
    const struct pack *pack = NULL;
    const struct cli_flag flags[] = {CLI_SETTINGS_FLAGS(&given)};
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc != 2 || !text_is(text_of(argv[1]), "check")) {
        return cli_wrong(cli, "config check", text_of(argc > 1 ? argv[1] : ""));
    }
    return cli_settings_read(cli, &given, &settings) &&
           serve_options_of(cli, &said, &settings, &options) &&
           courier_settings_check(cli->arena, &settings.courier, &cli->fault) &&
           pack_load(cli->arena, text_of(options.pack), &all, &pack, &cli->fault) &&
           cli_print(cli, shown(cli, &settings, &options));
}

static int run_config(int argc, char **argv)
{
    struct cli cli = cli_open();
    return cli_close(&cli, check_with(&cli, argc, argv));
}

const struct cli_command cli_config = {
    "config",
    "config check [--config FILE] [--db FILE|ADDRESS] [--home DIR]",
    "look at the settings without serving: what is in force, what is wrong and how it should be",
    run_config,
};
