#include "door/cli/cli_forecast.h"

#include "door/cli/forecast_print.h"

#define SAMPLES_DEFAULT 10000
#define SCORES_DEFAULT 2000

struct words {
    struct plan_request plan;
    struct text facts, done, kind, today, projects;
    struct text history, promise, samples, seed, json;
    struct text item, org, season, used;
    struct text most, cases;
};

static bool read_whole(struct cli *cli, const char *what, struct text text, int64_t most,
                       int64_t *out)
{
    int64_t value = 0;
    if (text_is_empty(text)) {
        return true;
    }
    if (!text_to_int(text, &value) || value < 0 || value > most) {
        return cli_wrong(cli, what, text);
    }
    *out = value;
    return true;
}

static bool needs(struct cli *cli, const char *flag, struct text given)
{
    return !text_is_empty(given) || cli_wrong(cli, "needs", text_of(flag));
}

/* ---- what the three have in common ---- */

static bool open_history(struct cli *cli, const struct words *words,
                         struct forecast_history *history)
{
    struct pack_options options = {.scope = PACK_SCOPE_PLAN,
                                   .is_corrected = !text_is_empty(words->plan.corrected)};
    const struct pack *pack = NULL;
    struct forecast_rows rows;
    return needs(cli, "--history FILE", words->history) &&
           forecast_read_rows(cli, words->history, &rows) &&
           pack_load(cli->arena, cli_pack_directory(cli, words->plan.pack), &options, &pack,
                     &cli->fault) &&
           forecast_read_history(cli, pack, &rows, history);
}

/* ---- forecast days ---- */

static bool tell_days(struct cli *cli, const struct words *words)
{
    struct forecast_history history;
    struct duration_key key;
    struct forecast_question question = {words->item, words->org, words->kind, words->season};
    int64_t used = -1;
    if (!needs(cli, "--item CODE", words->item) ||
        !read_whole(cli, "--used is a whole number of days", words->used, PLAN_DAYS_MAX, &used) ||
        !open_history(cli, words, &history) || !forecast_find_key(cli, &history, &question, &key)) {
        return false;
    }
    const struct durations *durations = forecast_learn(cli->arena, &history);
    struct duration_law law = durations_law(cli->arena, durations, key);
    int32_t promised = history.of.promised[key.item];
    struct duration_state state = {(int32_t)used, DURATION_NOT_STOPPED, 0};
    struct spread left;
    if (used >= 0) {
        left = duration_left(cli->arena, &law, state);
    }
    const struct spread *asked = used >= 0 ? &left : NULL;
    return cli_print(cli, text_is_empty(words->json)
                              ? forecast_law_text(cli, &law, promised, asked)
                              : forecast_law_json(cli, &law, promised, asked));
}

/* ---- forecast calibrate ---- */

static bool calibrate_projects(struct cli *cli, const struct words *words,
                               struct forecast_history *history)
{
    struct plan_desk desk;
    struct forecast_past past;
    struct plan_request request = words->plan;
    if (text_is_empty(request.start)) { /* each project has its own; this one picks the items */
        char day[CIVIL_DATE_TEXT_SIZE];
        request.start = text_copy(cli->arena, civil_date_write(history->pack->as_of, day));
    }
    return plan_desk_open(cli, &request, &desk) &&
           forecast_read_past(cli, words->projects, &desk, history, &past) &&
           cli_print(cli, text_is_empty(words->json)
                              ? forecast_past_text(cli, &past)
                              : forecast_past_json(cli, &past, !text_is_empty(words->cases)));
}

static bool calibrate(struct cli *cli, const struct words *words)
{
    struct forecast_history history;
    struct calibration calibration;
    int64_t most = SCORES_DEFAULT;
    if (!read_whole(cli, "--scores is a whole number above 0", words->most, UINT32_MAX, &most) ||
        (most == 0 && !cli_wrong(cli, "--scores is a whole number above 0", words->most)) ||
        !open_history(cli, words, &history)) {
        return false;
    }
    forecast_drop_undated(cli->arena, &history);
    if (!text_is_empty(words->projects)) {
        return calibrate_projects(cli, words, &history);
    }
    calibration_run(cli->arena, expectation_open(cli->arena), &history.of, (uint32_t)most,
                    &calibration);
    return cli_print(cli, text_is_empty(words->json)
                              ? forecast_calibration_text(cli, &calibration)
                              : forecast_calibration_json(cli, &history, &calibration,
                                                          !text_is_empty(words->cases)));
}

/* ---- forecast ---- */

/* Without --start the project begins where the history ends. */
static bool settle_start(struct cli *cli, const struct words *words, struct plan_request *request)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    struct forecast_rows rows;
    *request = words->plan;
    if (!text_is_empty(request->start) || text_is(words->history, "-")) {
        return true;
    }
    if (!forecast_read_rows(cli, words->history, &rows)) {
        return false;
    }
    if (rows.last != CIVIL_DATE_NONE) {
        request->start = text_copy(cli->arena, civil_date_write(rows.last, day));
    }
    return true;
}

static bool read_options(struct cli *cli, const struct words *words,
                         struct outlook_options *options)
{
    int64_t samples = SAMPLES_DEFAULT;
    int64_t seed = 1;
    options->promised_on = CIVIL_DATE_NONE;
    if (!read_whole(cli, "--samples is a whole number from 1 to 10000000", words->samples,
                    OUTLOOK_SAMPLES_MAX, &samples) ||
        !read_whole(cli, "--seed is a whole number", words->seed, INT64_MAX, &seed) ||
        (samples == 0 &&
         !cli_wrong(cli, "--samples is a whole number from 1 to 10000000", words->samples))) {
        return false;
    }
    options->samples = (uint32_t)samples;
    options->seed = (uint64_t)seed;
    return text_is_empty(words->promise) ||
           cli_read_date(cli, words->promise, &options->promised_on);
}

static bool read_facts(struct cli *cli, struct text path, const struct jvalue **out)
{
    struct text source;
    struct text name;
    return cli_read_file(cli, path, &source) &&
           plan_desk_facts(cli->arena, source, out, &name, &cli->fault);
}

static bool forecast(struct cli *cli, const struct words *words)
{
    struct forecast_history history;
    struct forecast_project project = {0};
    struct outlook_options options;
    struct outlook outlook;
    struct plan_request request;
    if (!needs(cli, "--facts FILE", words->facts) ||
        !needs(cli, "--history FILE", words->history) || !read_options(cli, words, &options) ||
        !settle_start(cli, words, &request) || !plan_desk_open(cli, &request, &project.desk) ||
        !open_history(cli, words, &history)) {
        return false;
    }
    struct forecast_words about = {.durations = forecast_learn(cli->arena, &history),
                                   .done = words->done,
                                   .kind = words->kind,
                                   .today = words->today};
    if (!read_facts(cli, words->facts, &about.facts) ||
        !forecast_open_project(cli, &about, &history, &project)) {
        return false;
    }
    options.today = project.today;
    if (!outlook_run(cli->arena, &project.outlook, &options, &outlook, &cli->fault)) {
        return false;
    }
    return cli_print(cli, text_is_empty(words->json)
                              ? forecast_outlook_text(cli, &project, &outlook)
                              : forecast_outlook_json(cli, &project, &outlook, options.seed));
}

/* ---- the command ---- */

static const struct {
    const char *name;
    bool (*run)(struct cli *cli, const struct words *words);
} parts[] = {{"days", tell_days}, {"calibrate", calibrate}};

static bool dispatch(struct cli *cli, int argc, char **argv)
{
    struct words words = {0};
    const struct cli_flag flags[] = {
        {"--facts", true, &words.facts},     {"--done", true, &words.done},
        {"--kind", true, &words.kind},       {"--today", true, &words.today},
        {"--history", true, &words.history}, {"--promise", true, &words.promise},
        {"--samples", true, &words.samples}, {"--seed", true, &words.seed},
        {"--json", false, &words.json},      {"--item", true, &words.item},
        {"--org", true, &words.org},         {"--season", true, &words.season},
        {"--used", true, &words.used},       {"--scores", true, &words.most},
        {"--cases", false, &words.cases},    {"--projects", true, &words.projects},
        PLAN_REQUEST_FLAGS(words.plan)};
    for (size_t i = 0; i < COUNT_OF(flags); i++) {
        *flags[i].value = TEXT_NONE;
    }
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    for (size_t i = 0; argc == 2 && i < COUNT_OF(parts); i++) {
        if (text_is(text_of(argv[1]), parts[i].name)) {
            return parts[i].run(cli, &words);
        }
    }
    return argc == 1 ? forecast(cli, &words) : cli_wrong(cli, cli_forecast.usage, text_of(argv[1]));
}

static int run(int argc, char **argv)
{
    struct cli cli = cli_open();
    return cli_close(&cli, dispatch(&cli, argc, argv));
}

const struct cli_command cli_forecast = {
    .name = "forecast",
    .usage =
        "forecast --facts FILE --history FILE.jsonl [--start DATE] [--done FILE] [--today DATE]\n"
        "     [--promise DATE] [--kind KIND] [--samples N] [--seed K] [--json] [--missing ...]\n"
        "     [--basis ...] [--corrected] [--pack DIR]\n"
        "forecast days --history FILE.jsonl --item CODE [--org ORG] [--kind KIND]\n"
        "     [--season Q1..Q4] [--used DAYS] [--json] [--pack DIR]\n"
        "forecast calibrate --history FILE.jsonl [--projects FILE.jsonl] [--scores N]\n"
        "     [--json [--cases]] [--pack DIR]",
    .summary = "how sure the date is: learnt from past cases, open ones included",
    .run = run,
};
