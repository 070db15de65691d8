#include "door/cli/cli_settings.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "store/store.h"

#define DEFAULT_DATABASE TEXT("var/liandong.db")
#define DEFAULT_HOME TEXT("var")

/* -- the configuration file -- */

struct reading {
    struct arena *arena;
    struct cli_settings settings;
    struct text unknown;
};

static int take_line(void *context, const char *section, const char *name, const char *value)
{
    struct reading *reading = context;
    const struct {
        const char *name;
        struct text *value;
    } known[] = {
        {"db", &reading->settings.database},
        {"home", &reading->settings.home},
        {"replica", &reading->settings.replica},
        {"scanner", &reading->settings.scanner},
        {"pack", &reading->settings.serving.pack},
        {"address", &reading->settings.serving.address},
        {"port", &reading->settings.serving.port},
        {"origin", &reading->settings.serving.origin},
        {"trusted-proxy", &reading->settings.serving.trusted_proxy},
        {"metrics", &reading->settings.serving.metrics},
        {"log", &reading->settings.serving.log},
        {"slow-ms", &reading->settings.serving.slow_ms},
        {"second-factor", &reading->settings.serving.second_factor},
        {"user", &reading->settings.serving.user},
    };
    for (size_t i = 0; section[0] == '\0' && i < COUNT_OF(known); i++) {
        if (strcmp(name, known[i].name) == 0) {
            *known[i].value = text_copy(reading->arena, text_of(value));
            return 1;
        }
    }
    struct courier_line line = {section, name, value};
    if (courier_settings_take(reading->arena, &reading->settings.courier, &line)) {
        return 1;
    }
    reading->unknown = text_copy(reading->arena, text_of(name));
    return 0;
}

static bool has_password(struct cli *cli, struct text address)
{
    return store_path_is_shared(address) &&
           (!text_equal(store_path_shown(cli->arena, address), address) ||
            text_find(address, TEXT("password=")) != SIZE_MAX);
}

static bool read_config(struct cli *cli, struct text path, struct cli_settings *out)
{
    struct stat about;
    struct reading reading = {.arena = cli->arena, .settings = {.is_named = false}};
    FILE *file = fopen(text_c_string(cli->arena, path), "re");
    if (file == NULL || fstat(fileno(file), &about) != 0) {
        return fault_raise(&cli->fault, FAULT_FILE_UNREADABLE, TEXT_NONE,
                           FAULT_ARGS(path, text_of(strerror(errno))));
    }
    int line = ini_parse_file(file, take_line, &reading);
    fclose(file);
    if (line != 0) {
        struct text where = text_format(cli->arena, "%.*s (%.*s:%d)", TEXT_ARG(reading.unknown),
                                        TEXT_ARG(path), line);
        return cli_wrong(
            cli,
            "not understood (db, home, replica, scanner, pack, address, port, origin, "
            "trusted-proxy, metrics, log, slow-ms, second-factor or user = ..., then [mail] and "
            "[webhook NAME])",
            where);
    }
    if ((about.st_mode & 077) != 0 && (has_password(cli, reading.settings.database) ||
                                       has_password(cli, reading.settings.replica))) {
        return cli_wrong(cli, "holds a password and others may read it (chmod 600)", path);
    }
    *out = reading.settings;
    return true;
}

/* -- one after the other -- */

/* LIANDONG_DB, or of one end of a move LIANDONG_FROM_DB. */
static struct text environment(struct cli *cli, const char *end, const char *name)
{
    return text_of(getenv(text_format(cli->arena, "LIANDONG_%s%s", end, name).at));
}

struct text cli_first_of(struct text a, struct text b, struct text c)
{
    return a.len > 0 ? a : b.len > 0 ? b : c;
}

static struct text home_of(struct cli *cli, struct text database)
{
    size_t len = database.len;
    if (store_path_is_shared(database)) {
        return DEFAULT_HOME;
    }
    while (len > 0 && database.at[len - 1] != '/') {
        len--;
    }
    return len == 0 ? TEXT(".") : text_copy(cli->arena, text_slice(database, 0, len - 1));
}

static bool read_settings(struct cli *cli, const char *end, const struct cli_given *given,
                          struct cli_settings *out)
{
    struct cli_settings file = {.is_named = false};
    struct text config = cli_first_of(given->config, environment(cli, end, "CONFIG"), TEXT_NONE);
    if (has_password(cli, given->database) || has_password(cli, given->replica)) {
        return cli_wrong(cli,
                         "an address in an argument carries no password: use PGPASSFILE, the "
                         "environment (LIANDONG_DB) or a configuration file",
                         TEXT_NONE);
    }
    if (config.len > 0 && !read_config(cli, config, &file)) {
        return false;
    }
    out->database = cli_first_of(given->database, environment(cli, end, "DB"), file.database);
    out->is_named = out->database.len > 0;
    out->home = cli_first_of(given->home, environment(cli, end, "HOME"), file.home);
    out->replica = cli_first_of(given->replica, environment(cli, end, "REPLICA"), file.replica);
    out->courier = file.courier;
    out->serving = file.serving;
    out->scanner = cli_first_of(given->scanner, environment(cli, end, "SCANNER"), file.scanner);
    return true;
}

bool cli_settings_read(struct cli *cli, const struct cli_given *given, struct cli_settings *out)
{
    if (!read_settings(cli, "", given, out)) {
        return false;
    }
    out->database = cli_first_of(out->database, DEFAULT_DATABASE, TEXT_NONE);
    out->home = cli_first_of(out->home, home_of(cli, out->database), TEXT_NONE);
    return true;
}

bool cli_settings_read_end(struct cli *cli, const char *end, const struct cli_given *given,
                           struct cli_settings *out)
{
    if (!read_settings(cli, end, given, out)) {
        return false;
    }
    if (!out->is_named) {
        return cli_wrong(cli, "a database is missing (--from, --to)", TEXT_NONE);
    }
    out->home = cli_first_of(out->home, home_of(cli, out->database), TEXT_NONE);
    return true;
}
