#include "roof/cli_move.h"

#include <stdio.h>

#include "door/cli/cli_settings.h"
#include "roof/move_report.h"

static bool move_with(struct cli *cli, int argc, char **argv)
{
    struct cli_given from = {TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE};
    struct cli_given to = {TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE};
    struct cli_settings source, target;
    struct text json = TEXT_NONE;
    struct move_report report;
    const struct cli_flag flags[] = {
        {"--from", true, &from.database},
        {"--to", true, &to.database},
        {"--from-home", true, &from.home},
        {"--to-home", true, &to.home},
        {"--from-config", true, &from.config},
        {"--to-config", true, &to.config},
        {"--json", false, &json},
    };
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc > 1) {
        return cli_wrong(cli, "unexpected argument", text_of(argv[1]));
    }
    if (!cli_settings_read_end(cli, "FROM_", &from, &source) ||
        !cli_settings_read_end(cli, "TO_", &to, &target)) {
        return false;
    }
    struct move_options options = {.from = source.database,
                                   .to = target.database,
                                   .from_home = source.home,
                                   .to_home = target.home,
                                   .tell = move_tell};
    return move_run(cli->arena, &options, &report, &cli->fault) &&
           cli_print(cli, json.len > 0 ? move_report_json(cli->arena, &report)
                                       : move_report_words(cli->arena, &report));
}

static int run_move(int argc, char **argv)
{
    struct cli cli = cli_open();
    return cli_close(&cli, move_with(&cli, argc, argv));
}

const struct cli_command cli_move = {
    "move",
    "move --from FILE|ADDRESS --to FILE|ADDRESS [--from-home DIR] [--to-home DIR]\n"
    "         [--from-config FILE] [--to-config FILE] [--json]",
    "move an installation into another database, and check that it arrived",
    run_move,
};
