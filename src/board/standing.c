#include "board/standing.h"

#include "base/field.h"

/* -- weights -- */

/* Nobody is waited for: finished, refused or withdrawn, and no case is open. */
static bool is_over(const struct dossier *dossier)
{
    enum project_stage stage = dossier->project->stage;
    bool is_out = stage == STAGE_PRODUCTION || stage == STAGE_REFUSED || stage == STAGE_WITHDRAWN;
    for (size_t i = 0; is_out && i < dossier->application_count; i++) {
        is_out = !dossier->applications[i].is_open;
    }
    return is_out && dossier->turn.until == CIVIL_DATE_NONE;
}

/* What is over has none: however late it was, it is not urgent. */
int64_t standing_weight(const struct dossier *dossier)
{
    if (is_over(dossier)) {
        return 0;
    }
    int64_t overdue = dossier->turn.overdue_days > 999 ? 999 : dossier->turn.overdue_days;
    int64_t effect = dossier->effect_days > 9999 ? 9999 : dossier->effect_days;
    int64_t light = text_is(text_of(dossier->light), "red")      ? 2
                    : text_is(text_of(dossier->light), "yellow") ? 1
                                                                 : 0;
    int64_t rank = stage_rank(dossier->project->stage);
    int64_t alive = rank >= 10 && dossier->project->stage != STAGE_PRODUCTION;
    return ((((effect * 1000 + overdue) * 3 + light) * 2 + alive) * 100) + (alive ? rank : 0);
}

/* The earliest production first; without a plan last. */
int64_t standing_production(const struct dossier *dossier)
{
    if (dossier->in_force == NULL) {
        return INT32_MIN;
    }
    civil_date day =
        dossier->has_forecast ? dossier->forecast.production : dossier->planned.production;
    return -(int64_t)day;
}

/* -- a project -- */

static void count_cases(const struct dossier *dossier, struct standing *out)
{
    for (size_t i = 0; i < dossier->application_count; i++) {
        const struct dossier_application *application = &dossier->applications[i];
        if (application->is_open) {
            out->red += text_is(text_of(application->light), "red");
            out->yellow += text_is(text_of(application->light), "yellow");
        }
        if (application->decided_on != CIVIL_DATE_NONE && application->due_on != CIVIL_DATE_NONE) {
            out->decided++;
            out->on_time += application->decided_on <= application->due_on;
        }
    }
}

static bool is_provisional(const struct dossier *dossier)
{
    return dossier->turn.is_provisional ||
           (dossier->in_force != NULL && dossier->planned.is_provisional) ||
           (dossier->has_forecast && dossier->forecast.is_provisional);
}

void standing_derive(const struct view_run *run, const struct dossier *dossier,
                     struct standing *out)
{
    const struct project *project = dossier->project;
    const struct turn *turn = &dossier->turn;
    bool is_running = project->stage == STAGE_UNDER_WAY && dossier->has_forecast;
    *out = (struct standing){
        .id = project->id,
        .from = run->today,
        .to = run->today,
        .weight = standing_weight(dossier),
        .production = standing_production(dossier),
        .light = text_of(dossier->light),
        .district = project->district,
        .stage = text_of(stage_code(project->stage)),
        .direction = project->direction,
        .stage_rank = stage_rank(project->stage),
        .navigator = project->navigator,
        .hundredths = project->investment.len > 0 ? money_hundredths(project->investment) : 0,
        .party = turn->party,
        .org = turn->org,
        .who = turn->party == TURN_NAVIGATOR ? TEXT_NONE : turn->name,
        .act = text_of(turn->act_zh),
        .since = turn->since,
        .until = turn->until,
        .overdue_days = turn->overdue_days,
        .is_turn_provisional = turn->is_provisional,
        .effect_days = dossier->effect_days,
        .planned = dossier->in_force == NULL ? CIVIL_DATE_NONE : dossier->planned.production,
        .forecast = dossier->has_forecast ? dossier->forecast.production : CIVIL_DATE_NONE,
        .is_provisional = is_provisional(dossier),
        .done = dossier->done,
        .total = dossier->total,
        .running = is_running,
        .late = is_running && dossier->effect_days > 0,
        .units = TEXT_NONE,
        .shares = TEXT_NONE,
    };
    standing_bits_add(&out->words, project->name);
    standing_bits_add(&out->words, project->enterprise);
    standing_bits_add(&out->words, project->number);
    count_cases(dossier, out);
}

/* -- how long it holds -- */

static bool is_settled(const struct dossier *dossier)
{
    for (size_t i = 0; i < dossier->application_count; i++) {
        if (dossier->applications[i].is_open) {
            return false;
        }
    }
    for (size_t i = 0; dossier->has_forecast && i < dossier->planned.count; i++) {
        if (dossier->nodes[i].actual_finish == CIVIL_DATE_NONE) {
            return false;
        }
    }
    return true;
}

civil_date standing_holds_until(const struct dossier *dossier, civil_date today)
{
    if (!is_settled(dossier)) {
        return today;
    }
    if (dossier->turn.until == CIVIL_DATE_NONE) {
        return CIVIL_DATE_NONE;
    }
    return dossier->turn.until > today ? dossier->turn.until : today;
}

/* -- comparing -- */

static bool same_numbers(const struct standing *a, const struct standing *b)
{
    return a->id == b->id && a->weight == b->weight && a->production == b->production &&
           a->stage_rank == b->stage_rank && a->navigator == b->navigator &&
           a->hundredths == b->hundredths && a->party == b->party &&
           a->overdue_days == b->overdue_days && a->effect_days == b->effect_days &&
           a->done == b->done && a->total == b->total && a->decided == b->decided &&
           a->on_time == b->on_time && a->red == b->red && a->yellow == b->yellow &&
           a->running == b->running && a->late == b->late;
}

static bool same_days(const struct standing *a, const struct standing *b)
{
    return a->since == b->since && a->until == b->until && a->planned == b->planned &&
           a->forecast == b->forecast && a->is_provisional == b->is_provisional &&
           a->is_turn_provisional == b->is_turn_provisional;
}

bool standing_equal(const struct standing *a, const struct standing *b)
{
    return same_numbers(a, b) && same_days(a, b) && text_equal(a->light, b->light) &&
           text_equal(a->district, b->district) && text_equal(a->stage, b->stage) &&
           text_equal(a->direction, b->direction) && text_equal(a->org, b->org) &&
           text_equal(a->who, b->who) && text_equal(a->act, b->act) &&
           text_equal(a->units, b->units) && text_equal(a->shares, b->shares) &&
           a->words.low == b->words.low && a->words.high == b->words.high;
}

/* -- showing -- */

static const char *light_of(struct text light)
{
    static const char *const lights[] = {"none", "green", "yellow", "red", "done", "paused"};
    for (size_t i = 0; i < COUNT_OF(lights); i++) {
        if (text_is(light, lights[i])) {
            return lights[i];
        }
    }
    return lights[0];
}

void standing_to_dossier(const struct standing *standing, const struct project *project,
                         struct text navigator_name, struct dossier *out)
{
    static const struct adopted_plan some_plan = {.number = 1};
    struct text nobody = TEXT("代办员");
    struct text navigator = navigator_name.len > 0 ? navigator_name : nobody;
    *out = (struct dossier){
        .project = project,
        .navigator_name = navigator_name,
        .in_force = standing->planned == CIVIL_DATE_NONE ? NULL : &some_plan,
        .planned = {.production = standing->planned, .is_provisional = standing->is_provisional},
        .has_forecast = standing->forecast != CIVIL_DATE_NONE,
        .forecast = {.production = standing->forecast},
        .effect_days = standing->effect_days,
        .has_problem_count = true,
        .open_problems = standing->open_problems,
        .done = standing->done,
        .total = standing->total,
        .light = light_of(standing->light),
        .turn = {.party = standing->party,
                 .org = standing->org,
                 .name = standing->party == TURN_NAVIGATOR ? navigator : standing->who,
                 .act_zh = standing->act.at,
                 .act_en = standing->act.at,
                 .since = standing->since,
                 .until = standing->until,
                 .overdue_days = standing->overdue_days,
                 .is_provisional = standing->is_turn_provisional},
    };
}
