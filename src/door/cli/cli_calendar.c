#include "door/cli/cli_calendar.h"

#include <stdio.h>

#include "door/cli/cli_common.h"
#include "engine/calendar/calendar.h"
#include "pack/pack.h"

static bool print_day(struct cli *cli, const struct calendar_day *day)
{
    char text[CIVIL_DATE_TEXT_SIZE];
    struct text date = civil_date_write(day->day, text);
    return cli_print(cli, text_format(cli->arena, "%.*s\n", TEXT_ARG(date)));
}

static void say_if_provisional(const struct cli *cli, bool is_provisional)
{
    if (is_provisional) {
        fputs(
            cli->language == LANGUAGE_ZH
                ? "待定：涉及尚未公布放假安排的年份，按周一至周五推算\n"
                : "provisional: a year without a published calendar is counted Monday to Friday\n",
            stderr);
    }
}

static bool run_add(struct cli *cli, const struct calendar *calendar, char **argv)
{
    civil_date from = 0;
    int64_t days = 0;
    struct calendar_day day;
    if (!cli_read_date(cli, text_of(argv[0]), &from)) {
        return false;
    }
    if (!text_to_int(text_of(argv[1]), &days)) {
        return cli_wrong(cli, "not a whole number of days", text_of(argv[1]));
    }
    if (!calendar_add(calendar, from, days, &day, &cli->fault) || !print_day(cli, &day)) {
        return false;
    }
    say_if_provisional(cli, day.is_provisional);
    return true;
}

static bool run_count(struct cli *cli, const struct calendar *calendar, char **argv)
{
    civil_date from = 0;
    civil_date to = 0;
    if (!cli_read_date(cli, text_of(argv[0]), &from) ||
        !cli_read_date(cli, text_of(argv[1]), &to)) {
        return false;
    }
    struct calendar_count count = calendar_count(calendar, from, to);
    if (!cli_print(cli, text_format(cli->arena, "%lld\n", (long long)count.working_days))) {
        return false;
    }
    say_if_provisional(cli, count.is_provisional);
    return true;
}

static bool run_next(struct cli *cli, const struct calendar *calendar, char **argv)
{
    civil_date from = 0;
    struct calendar_day day;
    if (!cli_read_date(cli, text_of(argv[0]), &from) ||
        !calendar_next(calendar, from, &day, &cli->fault) || !print_day(cli, &day)) {
        return false;
    }
    say_if_provisional(cli, day.is_provisional);
    return true;
}

static const struct {
    const char *name;
    int arguments;
    bool (*run)(struct cli *cli, const struct calendar *calendar, char **argv);
} acts[] = {{"add", 2, run_add}, {"count", 2, run_count}, {"next", 1, run_next}};

static bool dispatch(struct cli *cli, int argc, char **argv)
{
    struct text pack_flag = TEXT_NONE;
    const struct cli_flag flags[] = {{"--pack", true, &pack_flag}};
    const struct pack_options options = {.scope = PACK_SCOPE_CALENDAR};
    const struct pack *pack = NULL;
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    for (size_t i = 0; i < COUNT_OF(acts); i++) {
        if (argc < 2 || !text_is(text_of(argv[1]), acts[i].name)) {
            continue;
        }
        if (argc != acts[i].arguments + 2) {
            return cli_wrong(cli, cli_calendar.usage, TEXT_NONE);
        }
        return pack_load(cli->arena, cli_pack_directory(cli, pack_flag), &options, &pack,
                         &cli->fault) &&
               acts[i].run(cli, pack->calendar, argv + 2);
    }
    return cli_wrong(cli, cli_calendar.usage, TEXT_NONE);
}

static int run(int argc, char **argv)
{
    struct cli cli = cli_open();
    return cli_close(&cli, dispatch(&cli, argc, argv));
}

const struct cli_command cli_calendar = {
    .name = "calendar",
    .usage = "calendar add DATE DAYS [--pack DIR]\n"
             "calendar count FROM TO [--pack DIR]\n"
             "calendar next DATE [--pack DIR]",
    .summary =
        "working days: the n-th after a day, how many between two, the first one on or after",
    .run = run,
};
