#include "roof/cli_living.h"

#include <string.h>

#include "door/cli/cli_common.h"
#include "door/cli/cli_pack.h"
#include "door/cli/cli_settings.h"
#include "pack/living.h"
#include "roof/boot.h"
#include "roof/cli_rehearse.h"
#include "room/catalog/catalog.h"

/* What the ledger of a database says is published, laid over a folder, as a folder. */

struct exporting {
    struct text pack, on, directory;
    struct cli_settings settings;
};

static bool read_day(struct cli *cli, const struct exporting *exporting,
                     const struct pack_sources *base, civil_date *out)
{
    int64_t offset = jvalue_int(jvalue_get(base->files[PACK_FILE_PACK], "utc_offset_minutes"), 0);
    *out = civil_date_of_instant(boot_now(NULL), (int)offset);
    return exporting->on.len == 0 || civil_date_parse(exporting->on, out) ||
           cli_wrong(cli, "--on takes a day", exporting->on);
}

static bool export_from(struct cli *cli, const struct exporting *exporting, struct store *store)
{
    struct pack_options options = {.scope = PACK_SCOPE_ALL, .is_corrected = true};
    struct pack_sources base;
    struct pack_sources composed;
    struct pack_changes changes;
    civil_date on = CIVIL_DATE_NONE;
    if (!pack_read_sources(cli->arena, cli_pack_directory(cli, exporting->pack), &options, &base,
                           &cli->fault) ||
        !read_day(cli, exporting, &base, &on) ||
        !catalog_in_law(cli->arena, store, &changes, &cli->fault)) {
        return false;
    }
    pack_compose(cli->arena, &base, &changes, on, &composed);
    if (!pack_write(cli->arena, &composed, exporting->directory, &cli->fault)) {
        return false;
    }
    struct text version =
        jvalue_text(jvalue_get(composed.files[PACK_FILE_PACK], "version"), TEXT_NONE);
    return cli_print(cli, text_format(cli->arena, "%.*s: %.*s\n", TEXT_ARG(exporting->directory),
                                      TEXT_ARG(version)));
}

static bool export(struct cli *cli, int argc, char **argv)
{
    struct exporting exporting = {.pack = TEXT_NONE, .on = TEXT_NONE};
    struct cli_given given = {TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE};
    struct store *store = NULL;
    const struct cli_flag flags[] = {CLI_SETTINGS_FLAGS(&given),
                                     {"--pack", true, &exporting.pack},
                                     {"--on", true, &exporting.on}};
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc != 3) {
        return cli_wrong(cli, cli_living.usage, TEXT_NONE);
    }
    exporting.directory = text_of(argv[2]);
    if (!cli_settings_read(cli, &given, &exporting.settings)) {
        return false;
    }
    struct store_options reading = {
        .path = exporting.settings.database, .read_only = true, .must_exist = true};
    bool done = store_open(&reading, &store, &cli->fault) && export_from(cli, &exporting, store);
    store_close(store);
    return done;
}

static int run(int argc, char **argv)
{
    bool exports = argc > 1 && strcmp(argv[1], "export") == 0;
    bool rehearses = argc > 1 && strcmp(argv[1], "rehearse") == 0;
    if (!exports && !rehearses) {
        return cli_pack.run(argc, argv);
    }
    struct cli cli = cli_open();
    return cli_close(&cli, exports ? export(&cli, argc, argv) : cli_rehearse(&cli, argc, argv));
}

const struct cli_command cli_living = {
    .name = "pack",
    .usage = "pack check [DIR]\n"
             "pack diff DIR DIR\n"
             "pack export [--db FILE|ADDRESS] [--pack DIR] [--on DAY] DIR\n"
             "pack rehearse [--db FILE|ADDRESS] [--pack DIR] --draft DIR [--from DAY]",
    .summary =
        "checks a city's data, compares two, writes one with all published changes as a folder, "
        "says what another would do to the projects under way",
    .run = run,
};
