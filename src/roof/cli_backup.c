#include "roof/cli_backup.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/rebuild.h"
#include "door/cli/cli_settings.h"
#include "roof/backup.h"
#include "roof/boot.h"
#include "roof/move_report.h"
#include "roof/rooms.h"

static struct text in_folder(struct cli *cli, struct text folder, const char *name)
{
    return text_format(cli->arena, "%.*s/%s", TEXT_ARG(folder), name);
}

static bool is_there(struct cli *cli, struct text path)
{
    struct stat about;
    return stat(text_c_string(cli->arena, path), &about) == 0;
}

static bool make_folder(struct cli *cli, struct text path)
{
    return mkdir(text_c_string(cli->arena, path), 0700) == 0 || errno == EEXIST ||
           fault_raise(&cli->fault, FAULT_FILE_UNWRITABLE, TEXT_NONE,
                       FAULT_ARGS(path, text_of(strerror(errno))));
}

/* -- backup -- */

static bool back_up(struct cli *cli, const struct cli_settings *settings, struct text folder,
                    struct text keys, struct move_report *report)
{
    struct text statement = in_folder(cli, folder, BACKUP_STATEMENT);
    struct move_options options = {.from = settings->database,
                                   .from_home = settings->home,
                                   .to = in_folder(cli, folder, "liandong.db"),
                                   .to_home = folder,
                                   .to_keys = keys,
                                   .source_lives = true,
                                   .tell = move_tell};
    int64_t begun = boot_now(NULL);
    if (is_there(cli, statement)) {
        return fault_raise(&cli->fault, FAULT_BACKUP_THERE, TEXT_NONE, FAULT_ARGS(folder));
    }
    return make_folder(cli, folder) && move_run(cli->arena, &options, report, &cli->fault) &&
           cli_write_file(cli, statement, backup_statement(cli->arena, report, begun));
}

static bool backup_with(struct cli *cli, int argc, char **argv)
{
    struct text to = TEXT_NONE, keys = TEXT_NONE, json = TEXT_NONE;
    struct cli_given given = {TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE};
    struct cli_settings settings;
    struct move_report report;
    const struct cli_flag flags[] = {CLI_SETTINGS_FLAGS(&given),
                                     {"--to", true, &to},
                                     {"--keys", true, &keys},
                                     {"--json", false, &json}};
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc > 1) {
        return cli_wrong(cli, "unexpected argument", text_of(argv[1]));
    }
    if (to.len == 0) {
        return cli_wrong(cli, "--to names the folder of this backup", TEXT_NONE);
    }
    return cli_settings_read(cli, &given, &settings) &&
           back_up(cli, &settings, to, keys, &report) &&
           cli_print(cli, json.len > 0 ? move_report_json(cli->arena, &report)
                                       : move_report_words(cli->arena, &report));
}

static int run_backup(int argc, char **argv)
{
    struct cli cli = cli_open();
    return cli_close(&cli, backup_with(&cli, argc, argv));
}

const struct cli_command cli_backup = {
    "backup",
    "backup --to DIR [--keys DIR] [--db FILE|ADDRESS] [--home DIR] [--config FILE] [--json]",
    "copy the whole installation while it runs: database, files, keys; read back and checked",
    run_backup,
};

/* -- restore -- */

struct restoring {
    struct cli *cli;
    struct text folder, keys; /* of the backup */
    struct text to, to_home;
    struct move_report made, report;
};

static bool read_statement(struct restoring *restoring)
{
    struct cli *cli = restoring->cli;
    struct text path = in_folder(cli, restoring->folder, BACKUP_STATEMENT);
    struct text source;
    if (!is_there(cli, path)) {
        return fault_raise(&cli->fault, FAULT_BACKUP_NONE, TEXT_NONE,
                           FAULT_ARGS(restoring->folder, TEXT(BACKUP_STATEMENT)));
    }
    return cli_read_file(cli, path, &source) &&
           backup_statement_read(cli->arena, restoring->folder, source, &restoring->made,
                                 &cli->fault);
}

static bool restore(struct restoring *restoring)
{
    struct cli *cli = restoring->cli;
    struct move_options options = {.from = in_folder(cli, restoring->folder, "liandong.db"),
                                   .from_home = restoring->folder,
                                   .from_keys = restoring->keys,
                                   .to = restoring->to,
                                   .to_home = restoring->to_home,
                                   .accept = backup_accept,
                                   .tell = move_tell,
                                   .context = &restoring->made};
    return move_run(cli->arena, &options, &restoring->report, &cli->fault);
}

/* -- rehearsing -- */

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *at)
{
    (void)about;
    (void)kind;
    (void)at;
    return remove(path);
}

/* What was restored is also what the ledger makes of itself. */
static bool views_hold(struct restoring *restoring)
{
    struct cli *cli = restoring->cli;
    struct rebuild_difference difference;
    if (!rebuild_check_at(cli->arena, restoring->to, register_open(cli->arena, &the_house),
                          &difference, &cli->fault)) {
        return false;
    }
    return !difference.found || fault_raise(&cli->fault, FAULT_BACKUP_UNEQUAL, TEXT_NONE,
                                            FAULT_ARGS(difference.table, difference.table));
}

/* Into a folder inside the backup's, and away again: the keys of a city don't belong into /tmp. */
static bool rehearse(struct restoring *restoring)
{
    struct cli *cli = restoring->cli;
    char path[4096];
    int len = snprintf(path, sizeof path, "%.*s/rehearsal-XXXXXX", TEXT_ARG(restoring->folder));
    if (len < 0 || (size_t)len >= sizeof path || mkdtemp(path) == NULL) {
        return fault_raise(&cli->fault, FAULT_FILE_UNWRITABLE, TEXT_NONE,
                           FAULT_ARGS(restoring->folder, text_of(strerror(errno))));
    }
    restoring->to_home = text_copy(cli->arena, text_of(path));
    restoring->to = in_folder(cli, restoring->to_home, "liandong.db");
    bool sound = restore(restoring) && views_hold(restoring);
    if (nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0 && sound) {
        return fault_raise(&cli->fault, FAULT_FILE_UNWRITABLE, TEXT_NONE,
                           FAULT_ARGS(restoring->to_home, text_of(strerror(errno))));
    }
    return sound;
}

static bool restore_with(struct cli *cli, int argc, char **argv)
{
    struct restoring restoring = {.cli = cli};
    struct text rehearsing = TEXT_NONE, json = TEXT_NONE;
    struct cli_given given = {TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE};
    struct cli_settings settings;
    const struct cli_flag flags[] = {CLI_SETTINGS_FLAGS(&given),
                                     {"--from", true, &restoring.folder},
                                     {"--keys", true, &restoring.keys},
                                     {"--rehearse", false, &rehearsing},
                                     {"--json", false, &json}};
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc > 1) {
        return cli_wrong(cli, "unexpected argument", text_of(argv[1]));
    }
    if (restoring.folder.len == 0) {
        return cli_wrong(cli, "--from names the folder of a backup", TEXT_NONE);
    }
    if (rehearsing.len == 0 && !cli_settings_read(cli, &given, &settings)) {
        return false;
    }
    if (rehearsing.len == 0) {
        restoring.to = settings.database;
        restoring.to_home = settings.home;
    }
    return read_statement(&restoring) &&
           (rehearsing.len > 0 ? rehearse(&restoring) : restore(&restoring)) &&
           cli_print(cli, json.len > 0 ? move_report_json(cli->arena, &restoring.report)
                                       : move_report_words(cli->arena, &restoring.report));
}

static int run_restore(int argc, char **argv)
{
    struct cli cli = cli_open();
    return cli_close(&cli, restore_with(&cli, argc, argv));
}

const struct cli_command cli_restore = {
    "restore",
    "restore --from DIR [--keys DIR] [--db FILE|ADDRESS] [--home DIR] [--config FILE] [--json]\n"
    "restore --from DIR [--keys DIR] --rehearse [--json]",
    "put a backup into a new database, or only try whether it could be; checked to the last row",
    run_restore,
};
