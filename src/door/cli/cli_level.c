#include "door/cli/cli_level.h"

#include <stdlib.h>
#include <time.h>

#include "door/cli/cli_common.h"
#include "engine/level/level.h"
#include "engine/level/read.h"

#define SECONDS_MAX 86400.0
#define SCHEDULES_MAX 1000000000000

/* ---- the clock ---- */

struct stopwatch {
    double begun;
    double seconds;
};

static double now_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double passed(void *clock)
{
    const struct stopwatch *watch = clock;
    return (now_seconds() - watch->begun) / watch->seconds;
}

/* ---- the request ---- */

static bool read_seconds(struct cli *cli, struct text text, double *out)
{
    const char *from = text_c_string(cli->arena, text);
    char *end = NULL;
    *out = strtod(from, &end);
    return (end != from && *end == '\0' && *out > 0.0 && *out <= SECONDS_MAX) ||
           cli_wrong(cli, "--seconds must be a number above 0, at most 86400", text);
}

static bool read_whole(struct cli *cli, const char *what, struct text text, uint64_t *out)
{
    int64_t value = 0;
    if (!text_to_int(text, &value) || value < 0 || value > SCHEDULES_MAX) {
        return cli_wrong(cli, what, text);
    }
    *out = (uint64_t)value;
    return true;
}

struct words {
    struct text file;
    struct text seconds;
    struct text schedules;
    struct text seed;
};

static bool read_limits(struct cli *cli, const struct words *words, struct stopwatch *watch,
                        struct level_limits *out)
{
    *out = (struct level_limits){.schedules = UINT64_MAX, .seed = 1};
    if (text_is_empty(words->seconds) == text_is_empty(words->schedules)) {
        return cli_wrong(cli, "either --seconds or --schedules", TEXT_NONE);
    }
    if (!text_is_empty(words->seed) &&
        !read_whole(cli, "--seed must be a whole number", words->seed, &out->seed)) {
        return false;
    }
    if (text_is_empty(words->seconds)) {
        return read_whole(cli, "--schedules must be a whole number above 0", words->schedules,
                          &out->schedules) &&
               (out->schedules > 0 ||
                cli_wrong(cli, "--schedules must be a whole number above 0", words->schedules));
    }
    out->passed = passed;
    out->clock = watch;
    return read_seconds(cli, words->seconds, &watch->seconds);
}

static bool read_instance(struct cli *cli, struct text path, const struct level_instance **out)
{
    bool is_patterson = text_ends_with(path, TEXT(".rcp"));
    if (!is_patterson && !text_ends_with(path, TEXT(".sm")) && !text_ends_with(path, TEXT(".mm"))) {
        return cli_wrong(cli, "a file that ends in .sm, .mm or .rcp is expected", path);
    }
    struct level_source source = {.name = path};
    if (!cli_read_file(cli, path, &source.content)) {
        return false;
    }
    return is_patterson ? read_patterson(cli->arena, &source, out, &cli->fault)
                        : read_psplib(cli->arena, &source, out, &cli->fault);
}

/* ---- the answer ---- */

static bool print_result(struct cli *cli, const struct level_instance *instance,
                         const struct level_result *result)
{
    struct buffer out = buffer_open(cli->arena, 1 << 14);
    buffer_addf(&out, "makespan %d\n", result->schedule.makespan);
    for (uint32_t i = 0; i < instance->count; i++) {
        buffer_addf(&out, "%u %d %u\n", i + 1, result->schedule.starts[i],
                    result->schedule.modes[i] + 1);
    }
    buffer_add(&out, result->is_optimal ? TEXT("optimal\n") : TEXT_NONE);
    return cli_print(cli, buffer_text(&out));
}

static bool dispatch(struct cli *cli, int argc, char **argv)
{
    struct stopwatch watch = {.begun = now_seconds()};
    struct words words = {TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE};
    const struct cli_flag flags[] = {{"--psplib", true, &words.file},
                                     {"--seconds", true, &words.seconds},
                                     {"--schedules", true, &words.schedules},
                                     {"--seed", true, &words.seed}};
    struct level_limits limits;
    const struct level_instance *instance = NULL;
    struct level_result result;
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc != 1 || text_is_empty(words.file)) {
        return cli_wrong(cli, cli_level.usage, argc != 1 ? text_of(argv[1]) : TEXT_NONE);
    }
    return read_limits(cli, &words, &watch, &limits) && read_instance(cli, words.file, &instance) &&
           level_solve(cli->arena, instance, &limits, &result, &cli->fault) &&
           print_result(cli, instance, &result);
}

static int run(int argc, char **argv)
{
    struct cli cli = cli_open();
    return cli_close(&cli, dispatch(&cli, argc, argv));
}

const struct cli_command cli_level = {
    .name = "level",
    .usage = "level --psplib FILE.sm|FILE.mm|FILE.rcp (--seconds S | --schedules N) [--seed K]",
    .summary = "the shortest schedule under limited capacity, of an instance of the literature",
    .run = run,
};
