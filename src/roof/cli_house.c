#include "roof/cli_house.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/rebuild.h"
#include "door/cli/cli_settings.h"
#include "roof/boot.h"
#include "roof/rooms.h"
#include "roof/serve_options.h"
#include "roof/setup.h"

/* -- serve -- */

struct serve_line {
    struct cli_given given;
    struct cli_serving said;
};

static bool options_of(struct cli *cli, const struct serve_line *line, struct serve_options *out)
{
    struct cli_settings *settings = arena_new(cli->arena, struct cli_settings);
    return cli_settings_read(cli, &line->given, settings) &&
           serve_options_of(cli, &line->said, settings, out);
}

/* The flags stand; the environment does too: what changed is the file. */
static bool read_again(void *context, struct arena *arena, struct serve_options *out,
                       struct fault *fault)
{
    struct cli again = {.arena = arena};
    bool fine = options_of(&again, context, out);
    *fault = again.fault;
    return fine;
}

static bool run_serve_with(struct cli *cli, int argc, char **argv)
{
    struct serve_line line = {.said = {TEXT_NONE}};
    struct cli_given *given = &line.given;
    struct cli_serving *said = &line.said;
    struct serve_options options;
    const struct cli_flag flags[] = {
        CLI_SETTINGS_FLAGS(given),
        {"--replica", true, &given->replica},
        {"--scanner", true, &given->scanner},
        {"--pack", true, &said->pack},
        {"--address", true, &said->address},
        {"--port", true, &said->port},
        {"--origin", true, &said->origin},
        {"--trusted-proxy", true, &said->trusted_proxy},
        {"--metrics", true, &said->metrics},
        {"--log", true, &said->log},
        {"--slow-ms", true, &said->slow_ms},
        {"--second-factor", true, &said->second_factor},
        {"--user", true, &said->user},
    };
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc > 1) {
        return cli_wrong(cli, "unexpected argument", text_of(argv[1]));
    }
    if (!options_of(cli, &line, &options)) {
        return false;
    }
    bool has_file = given->config.len > 0 || getenv("LIANDONG_CONFIG") != NULL;
    options.read_again = has_file ? read_again : NULL;
    options.read_context = &line;
    return serve(&options, &cli->fault);
}

static int run_serve(int argc, char **argv)
{
    struct cli cli = cli_open();
    return cli_close(&cli, run_serve_with(&cli, argc, argv));
}

const struct cli_command cli_serve = {
    "serve",
    "serve [--db FILE|ADDRESS] [--home DIR] [--replica ADDRESS] [--config FILE] [--pack DIR]\n"
    "         [--scanner ADDRESS] [--address 127.0.0.1] [--port 8080] [--origin https://NAME]\n"
    "         [--trusted-proxy ADDRESS] [--metrics ADDRESS:PORT] [--log requests] [--slow-ms "
    "1000]\n"
    "         [--second-factor nobody|admins|staff] [--user NAME]",
    "serve the platform: pages, API, live events",
    run_serve,
};

/* -- setup -- */

static bool run_setup_with(struct cli *cli, int argc, char **argv)
{
    struct text pack = TEXT_NONE, demo = TEXT_NONE, today = TEXT_NONE;
    struct cli_given given = {TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE};
    struct cli_settings settings;
    const struct cli_flag flags[] = {CLI_SETTINGS_FLAGS(&given),
                                     {"--pack", true, &pack},
                                     {"--demo", false, &demo},
                                     {"--today", true, &today}};
    civil_date day = CIVIL_DATE_NONE;
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags)) ||
        (today.len > 0 && !cli_read_date(cli, today, &day)) ||
        !cli_settings_read(cli, &given, &settings)) {
        return false;
    }
    struct setup_options options = {
        .database = settings.database,
        .home = settings.home,
        .pack = text_c_string(cli->arena, cli_pack_directory(cli, pack)),
        .is_demo = demo.len > 0,
        .today = day,
    };
    return setup(&options, &cli->fault);
}

static int run_setup(int argc, char **argv)
{
    struct cli cli = cli_open();
    return cli_close(&cli, run_setup_with(&cli, argc, argv));
}

const struct cli_command cli_setup = {
    "setup",
    "setup [--db FILE|ADDRESS] [--home DIR] [--config FILE] [--pack DIR]\n"
    "         [--demo [--today DATE]]",
    "make a new database: three administrators, or demonstration data and accounts",
    run_setup,
};

/* -- rebuild -- */

static bool check(struct cli *cli, struct text database, bool *sound)
{
    struct rebuild_difference difference;
    bool done = rebuild_check_at(cli->arena, database, register_open(cli->arena, &the_house),
                                 &difference, &cli->fault);
    if (done && difference.found) {
        printf("table %.*s, row %lld differs\n  live:     %.*s\n  rebuilt:  %.*s\n",
               TEXT_ARG(difference.table), (long long)difference.row, TEXT_ARG(difference.live),
               TEXT_ARG(difference.fresh));
    } else if (done) {
        printf("%lld rows, all equal to those rebuilt from the ledger\n",
               (long long)difference.rows);
    }
    *sound = done && !difference.found;
    return done;
}

static bool rebuild(struct cli *cli, struct text database)
{
    struct store_options writing = {.path = database, .must_exist = true, .statement_ms = -1};
    struct store *store = NULL;
    int64_t replayed = 0;
    const struct registry *registry = register_open(cli->arena, &the_house);
    bool done = store_open(&writing, &store, &cli->fault) &&
                rebuild_if_needed(store, registry, true, &replayed, &cli->fault);
    if (done) {
        printf("%lld ledger entries replayed\n", (long long)replayed);
    }
    store_close(store);
    return done;
}

static int run_rebuild(int argc, char **argv)
{
    struct cli cli = cli_open();
    struct text checking = TEXT_NONE;
    struct cli_given given = {TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE};
    struct cli_settings settings;
    const struct cli_flag flags[] = {CLI_SETTINGS_FLAGS(&given), {"--check", false, &checking}};
    bool sound = true;
    bool done = cli_read_flags(&cli, &argc, argv, flags, COUNT_OF(flags)) &&
                cli_settings_read(&cli, &given, &settings);
    if (done) {
        done = checking.len > 0 ? check(&cli, settings.database, &sound)
                                : rebuild(&cli, settings.database);
    }
    int status = cli_close(&cli, done);
    return status == CLI_DONE && !sound ? CLI_REFUSED : status;
}

const struct cli_command cli_rebuild = {
    "rebuild",
    "rebuild [--db FILE|ADDRESS] [--config FILE]\n"
    "rebuild --check [--db FILE|ADDRESS] [--config FILE]",
    "make the views anew from the ledger; --check compares them with the live ones",
    run_rebuild,
};
