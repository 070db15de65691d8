#include "door/cli/forecast_project.h"

#define PAST_SAMPLES 4000

/* What the line says. */
struct line {
    const struct jvalue *facts;
    struct text name;
    struct text kind;
    civil_date start;
    civil_date finished;
};

static bool read_day(const struct jvalue *object, const char *name, civil_date *out,
                     struct fault *fault)
{
    return civil_date_parse(jvalue_text(jvalue_get(object, name), TEXT_NONE), out) ||
           fault_raise(fault, FAULT_FIELD_DATE, text_of(name), FAULT_NO_ARGS);
}

static bool read_line(struct cli *cli, struct text text, struct line *out, struct fault *fault)
{
    const struct jvalue *whole = NULL;
    if (!json_read(cli->arena, text, &whole, fault)) {
        return false;
    }
    out->facts = jvalue_get(whole, "facts");
    out->name = jvalue_text(jvalue_get(whole, "name"), TEXT_NONE);
    out->kind = jvalue_text(jvalue_get(whole, "kind"), TEXT_NONE);
    if (out->facts == NULL || out->facts->kind != JVALUE_OBJECT) {
        return fault_raise(fault, FAULT_FIELD_TYPE, TEXT("facts"),
                           FAULT_ARGS(TEXT("一个对象"), TEXT("an object")));
    }
    if (!read_day(whole, "start", &out->start, fault) ||
        !read_day(whole, "finished", &out->finished, fault)) {
        return false;
    }
    return out->finished >= out->start ||
           fault_raise(fault, FAULT_FIELD_INVALID, TEXT("finished"),
                       FAULT_ARGS(TEXT("早于 start"), TEXT("is earlier than the start")));
}

static struct spread spread_of_samples(struct arena *arena, const struct outlook *outlook)
{
    double *weights = arena_array(arena, double, SPREAD_DAYS_MAX + 1);
    for (uint32_t i = 0; i < outlook->samples; i++) {
        int32_t day = outlook->drawn[i];
        weights[day < 0 ? 0 : day > SPREAD_DAYS_MAX ? SPREAD_DAYS_MAX : day] += 1;
    }
    return spread_of(arena, weights, SPREAD_DAYS_MAX + 1);
}

static bool score_line(struct cli *cli, const struct line *line, struct plan_desk *desk,
                       const struct forecast_history *history, struct forecast_past_project *out)
{
    struct forecast_project project = {.desk = *desk};
    struct outlook outlook;
    project.desk.options.start = line->start;
    struct forecast_words words = {
        .facts = line->facts,
        .durations =
            forecast_learn_past(cli->arena, history, expectation_open(cli->arena), line->start),
        .done = TEXT_NONE,
        .kind = line->kind,
        .today = TEXT_NONE};
    struct outlook_options options = {PAST_SAMPLES, 1, line->start, CIVIL_DATE_NONE};
    if (!forecast_open_project(cli, &words, history, &project) ||
        !outlook_run(cli->arena, &project.outlook, &options, &outlook, &cli->fault)) {
        return false;
    }
    struct spread spread = spread_of_samples(cli->arena, &outlook);
    int32_t days = forecast_offset(&project.plan, line->finished);
    out->planned_days = project.plan.working_days;
    out->score = calibration_score_of(&spread, spread_interval(&spread, 0.8), days);
    return true;
}

bool forecast_read_past(struct cli *cli, struct text path, struct plan_desk *desk,
                        const struct forecast_history *history, struct forecast_past *out)
{
    struct text source;
    struct forecast_past past = {0};
    if (!cli_read_file(cli, path, &source)) {
        return false;
    }
    past.items = arena_array(cli->arena, struct forecast_past_project, cli_count_lines(source));
    for (int number = 1; !text_is_empty(source); number++) {
        struct text text = text_trim(text_cut(&source, '\n'));
        struct fault inner = {0};
        struct line line;
        if (text_is_empty(text)) {
            continue;
        }
        if (!read_line(cli, text, &line, &inner)) {
            return cli_refuse_line(cli, number, &inner);
        }
        struct forecast_past_project *one = &past.items[past.count++];
        struct arena_mark mark = arena_mark(cli->arena);
        if (!score_line(cli, &line, desk, history, one)) {
            return false;
        }
        arena_rewind(cli->arena, mark);
        one->name = line.name;
        calibration_add(&past.all, &one->score, one->planned_days);
    }
    calibration_close(&past.all);
    *out = past;
    return true;
}
