#include "board/chance.h"

#include <stdlib.h>

#include "app/city.h"
#include "base/arena.h"
#include "board/dossier.h"
#include "board/experience.h"
#include "engine/forecast/outlook.h"

#define DRIVERS 8
#define STEPS 40 /* of the curve */

struct chance {
    const struct view_run *run;
    struct dossier dossier;
    const struct experience_law **laws; /* by node; NULL: it is sure */
    struct outlook outlook;
};

/* -- what is expected of each node -- */

static const struct experience_law *law_of(const struct chance *chance,
                                           struct experience *experience, size_t i)
{
    const struct dossier_node *node = &chance->dossier.nodes[i];
    const struct forecast_time *time = &chance->dossier.forecast.times[i];
    if (node->plan->is_milestone || time->state == FORECAST_DONE) {
        return NULL;
    }
    struct experience_question question = {.item = node->plan->code,
                                           .org = node->plan->org,
                                           .direction = chance->dossier.project->direction,
                                           .on = time->start};
    return experience_ask(experience, &question);
}

/* Of one under way: what is left, given how long it has taken and whether it stands. */
static struct sampler left_of(const struct chance *chance, const struct experience_law *law,
                              size_t i)
{
    const struct view_run *run = chance->run;
    const struct dossier_application *application = chance->dossier.nodes[i].application;
    int64_t taken = city_working_days(run->city, chance->dossier.nodes[i].actual_start, run->today);
    struct duration_state state = {.stop = DURATION_NOT_STOPPED};
    if (application != NULL && application->special_days > 0) {
        state.stop = application->is_paused ? DURATION_STOPPED : DURATION_RESUMED;
        state.stop_days = application->special_days;
    }
    taken -= 1 + state.stop_days; /* today's day is still to come */
    state.used = taken > 0 ? (int32_t)taken : 0;
    struct spread left = duration_left(run->arena, &law->law, state);
    return sampler_of(run->arena, &left);
}

static uint32_t stream_of(struct text code)
{
    return (uint32_t)text_hash(code);
}

static bool walk(struct chance *chance, struct experience *experience, struct fault *fault)
{
    const struct view_run *run = chance->run;
    size_t count = chance->dossier.planned.count;
    const struct sampler **samplers = arena_array(run->arena, const struct sampler *, count);
    uint32_t *streams = arena_array(run->arena, uint32_t, count);
    chance->laws = arena_array(run->arena, const struct experience_law *, count);
    for (size_t i = 0; i < count; i++) {
        const struct experience_law *law = law_of(chance, experience, i);
        chance->laws[i] = law;
        streams[i] = stream_of(chance->dossier.nodes[i].plan->code);
        if (law == NULL) {
            continue;
        }
        if (chance->dossier.forecast.times[i].state == FORECAST_RUNNING) {
            struct sampler *left = arena_new(run->arena, struct sampler);
            *left = left_of(chance, law, i);
            samplers[i] = left;
        } else {
            samplers[i] = &law->whole;
        }
    }
    struct outlook_plan plan = {&chance->dossier.timing, samplers, streams};
    struct outlook_options options = {.samples = CHANCE_SAMPLES,
                                      .seed = (uint64_t)chance->dossier.project->id,
                                      .today = run->today,
                                      .promised_on = chance->dossier.planned.production};
    return outlook_run(run->arena, &plan, &options, &chance->outlook, fault);
}

/* -- the answer -- */

static int64_t permille(double share)
{
    return share <= 0 ? 0 : share >= 1 ? 1000 : (int64_t)(share * 1000 + 0.5);
}

static void write_levels(struct json_writer *json, const struct outlook *outlook)
{
    static const char *const names[OUTLOOK_LEVELS] = {"p50", "p80", "p95"};
    for (int level = 0; level < OUTLOOK_LEVELS; level++) {
        const struct outlook_day *day = &outlook->production[level];
        json_name(json, names[level]);
        json_object(json);
        json_member_date(json, "day", day->day);
        json_member_int(json, "working_days", day->at);
        json_member_bool(json, "provisional", day->is_provisional);
        json_end(json);
    }
}

struct ranked {
    uint32_t node;
    double share, criticality;
};

static int by_share(const void *left, const void *right)
{
    const struct ranked *a = left;
    const struct ranked *b = right;
    if (a->share != b->share) {
        return a->share > b->share ? -1 : 1;
    }
    if (a->criticality != b->criticality) {
        return a->criticality > b->criticality ? -1 : 1;
    }
    return (a->node > b->node) - (a->node < b->node);
}

static void write_driver(struct json_writer *json, const struct chance *chance, uint32_t i)
{
    const struct view_run *run = chance->run;
    const struct planned_node *node = chance->dossier.nodes[i].plan;
    const struct outlook_node *drawn = &chance->outlook.nodes[i];
    const struct experience_law *law = chance->laws[i];
    enum language language = run->actor->language;
    json_object(json);
    json_member_text(json, "code", node->code);
    json_member_text(json, "name", planning_node_name(run->city, node, language));
    json_member_text_or_null(json, "org_name", city_org_name(run->city, node->org, language));
    json_member_int(json, "share_permille", permille(drawn->share));
    json_member_int(json, "critical_permille", permille(drawn->criticality));
    json_member_int(json, "planned_days", node->days);
    json_member_int(json, "p50_days", spread_quantile(&law->law.whole, 0.5));
    json_member_int(json, "p80_days", spread_quantile(&law->law.whole, 0.8));
    json_member_int(json, "cases", law->law.cases);
    json_member_int(json, "open_cases", law->law.open_cases);
    json_end(json);
}

/* What the date hangs on, most first. */
static void write_drivers(struct json_writer *json, const struct chance *chance)
{
    size_t count = chance->dossier.planned.count;
    struct ranked *all = arena_array(chance->run->arena, struct ranked, count);
    size_t open = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct outlook_node *node = &chance->outlook.nodes[i];
        if (chance->laws[i] != NULL && node->is_open &&
            permille(node->share) + permille(node->criticality) > 0) {
            all[open++] = (struct ranked){i, node->share, node->criticality};
        }
    }
    if (open > 1) {
        qsort(all, open, sizeof *all, by_share);
    }
    json_name(json, "drivers");
    json_array(json);
    for (size_t i = 0; i < open && i < DRIVERS; i++) {
        write_driver(json, chance, all[i].node);
    }
    json_end(json);
}

static int by_day(const void *left, const void *right)
{
    int32_t a = *(const int32_t *)left;
    int32_t b = *(const int32_t *)right;
    return (a > b) - (a < b);
}

/* The days by which production has begun in so many of a thousand samples. */
static bool write_curve(struct json_writer *json, const struct chance *chance, struct fault *fault)
{
    const struct outlook *outlook = &chance->outlook;
    const struct forecast_plan *plan = &chance->dossier.timing;
    int32_t *sorted = arena_array(chance->run->arena, int32_t, outlook->samples);
    for (uint32_t i = 0; i < outlook->samples; i++) {
        sorted[i] = outlook->drawn[i];
    }
    qsort(sorted, outlook->samples, sizeof *sorted, by_day);
    json_name(json, "curve");
    json_array(json);
    for (uint32_t step = 1; step < STEPS; step++) {
        struct calendar_day day;
        int32_t at = sorted[(uint64_t)outlook->samples * step / STEPS];
        if (!calendar_add(plan->calendar, plan->start, at, &day, fault)) {
            return false;
        }
        json_object(json);
        json_member_int(json, "permille", (int64_t)step * 1000 / STEPS);
        json_member_date(json, "day", day.day);
        json_end(json);
    }
    json_end(json);
    return true;
}

static bool write_answer(struct json_writer *json, const struct chance *chance, uint32_t cases,
                         struct fault *fault)
{
    const struct outlook *outlook = &chance->outlook;
    json_object(json);
    json_member_bool(json, "estimate", true);
    json_member_int(json, "samples", outlook->samples);
    json_member_int(json, "cases", cases);
    write_levels(json, outlook);
    json_member_date(json, "promised_on", outlook->promised_on);
    json_member_int(json, "promise_kept_permille", permille(outlook->promise_kept));
    json_member_date(json, "forecast", chance->dossier.forecast.production);
    write_drivers(json, chance);
    bool written = write_curve(json, chance, fault);
    json_end(json);
    return written;
}

bool chance_answer(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct project project;
    struct chance chance = {.run = run};
    struct experience *experience = NULL;
    if (!project_of_view(run, 0, &project, fault) ||
        !dossier_load(run, &project, &chance.dossier, fault)) {
        return false;
    }
    if (!chance.dossier.has_forecast) {
        return dossier_refuse_unconfirmed(run, &project, "预估把握", "an estimate", fault);
    }
    if (!experience_take(run, &experience, fault)) {
        return false;
    }
    bool answered = walk(&chance, experience, fault) &&
                    write_answer(json, &chance, experience_cases(experience), fault);
    experience_give(experience);
    return answered;
}

static const struct view_kind views[] = {
    {"chance.project", "/projects/{id}/chance", NULL, ROLES_BUSINESS, 0, "预估：投产日期的把握程度",
     "how sure the date of production is, an estimate", chance_answer},
};

const struct room chance_room = {
    .name = "chance",
    ROOM_VIEWS(views),
    ROOM_STATEMENTS(chance),
};
