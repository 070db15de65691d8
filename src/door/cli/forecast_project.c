#include "door/cli/forecast_project.h"

#include <string.h>

static bool refuse(struct cli *cli, const char *field, const char *zh, const char *en)
{
    return fault_raise(&cli->fault, FAULT_FIELD_INVALID, text_of(field),
                       FAULT_ARGS(text_of(zh), text_of(en)));
}

/* What the file says of a node. */
struct event {
    civil_date started_on;
    civil_date finished_on;
    enum duration_stop stop;
    int32_t stop_days;
};

/* ---- the plan as a network with lags ---- */

struct links {
    uint32_t *after;
    int32_t *lags;
    uint32_t count;
};

/* The direct predecessors of a position that are in the plan. A lag has a position of its own; here
 * it becomes a wait on the links of those behind it. */
static void add_links(const struct plan *plan, const uint32_t *index, uint32_t position,
                      int32_t lag, struct links *out)
{
    const struct plan_neighbours *before = &plan->network->before;
    for (uint32_t e = before->starts[position]; e < before->starts[position + 1]; e++) {
        uint32_t other = before->positions[e];
        if (other >= plan->network->position_count || !plan->present[other]) {
            continue;
        }
        if (plan->network->node[other] >= plan->network->node_count) {
            add_links(plan, index, other, lag + plan->days[other], out);
        } else {
            out->after[out->count] = index[other];
            out->lags[out->count++] = lag;
        }
    }
}

static uint32_t count_links(const struct plan *plan)
{
    const struct plan_neighbours *before = &plan->network->before;
    return before->starts[plan->network->position_count];
}

/* Each link may pass one lag at most, so there are never more than all edges for a node. */
static void lay_plan(struct cli *cli, struct forecast_project *project, const struct event *events)
{
    const struct plan *plan = project->desk.plan;
    uint32_t *index = arena_array(cli->arena, uint32_t, plan->network->position_count);
    uint32_t *numbers = arena_array(cli->arena, uint32_t, plan->in_count);
    struct forecast_node *nodes = arena_array(cli->arena, struct forecast_node, plan->in_count);
    uint32_t count = 0;
    uint32_t most = count_links(plan);
    for (uint32_t k = 0; k < plan->in_count; k++) {
        uint32_t position = plan->in[k];
        uint32_t number = plan->network->node[position];
        if (number >= plan->network->node_count) {
            continue;
        }
        struct links links = {arena_array(cli->arena, uint32_t, most),
                              arena_array(cli->arena, int32_t, most), 0};
        add_links(plan, index, position, 0, &links);
        index[position] = count;
        numbers[count] = number;
        project->plan.production =
            position == plan->network->production ? count : project->plan.production;
        nodes[count++] = (struct forecast_node){.not_before = CIVIL_DATE_NONE,
                                                .days = plan->days[position],
                                                .after = links.after,
                                                .lags = links.lags,
                                                .after_count = links.count,
                                                .started_on = events[number].started_on,
                                                .finished_on = events[number].finished_on,
                                                .due_on = CIVIL_DATE_NONE,
                                                .left_days = -1};
    }
    project->nodes = numbers;
    project->plan.calendar = plan->calendar;
    project->plan.start = plan->start;
    project->plan.working_days = plan_working_days(plan);
    project->plan.end = plan->end;
    project->plan.nodes = nodes;
    project->plan.count = count;
}

/* ---- what has happened ---- */

static bool find_node(struct cli *cli, const struct plan *plan, struct text code, uint32_t *out)
{
    const struct plan_network *network = plan->network;
    for (uint32_t i = 0; i < network->node_count; i++) {
        if (text_equal(plan_network_code(network, i), code)) {
            *out = i;
            return plan->present[network->position[i]] != 0 ||
                   fault_raise(&cli->fault, FAULT_ITEM_NOT_PLANNED, TEXT("items.item"),
                               FAULT_ARGS(code, code));
        }
    }
    return refuse(cli, "items.item", "数据包中没有此事项或里程碑", "the pack has no such item");
}

static bool read_day(struct cli *cli, const struct jvalue *object, const char *name,
                     civil_date *out)
{
    const struct jvalue *value = jvalue_get(object, name);
    if (jvalue_is_null(value)) {
        return true;
    }
    return civil_date_parse(jvalue_text(value, TEXT_NONE), out) ||
           fault_raise(&cli->fault, FAULT_FIELD_DATE, text_of(name), FAULT_NO_ARGS);
}

static bool read_event(struct cli *cli, const struct jvalue *from, civil_date today,
                       struct event *out)
{
    if (!read_day(cli, from, "started", &out->started_on) ||
        !read_day(cli, from, "finished", &out->finished_on) ||
        !forecast_read_stops(jvalue_get(from, "stops"), &out->stop, &out->stop_days, &cli->fault)) {
        return false;
    }
    if (out->started_on == CIVIL_DATE_NONE && out->finished_on == CIVIL_DATE_NONE) {
        return refuse(cli, "items.started", "应有开始或完成日期",
                      "a day of start or finish is needed");
    }
    if (out->started_on > today || out->finished_on > today) {
        return refuse(cli, "items", "日期晚于今天", "a day lies after today");
    }
    if (out->finished_on != CIVIL_DATE_NONE && out->started_on > out->finished_on) {
        return refuse(cli, "items.finished", "早于开始日期", "is earlier than the start");
    }
    return true;
}

static bool read_events(struct cli *cli, const struct jvalue *list,
                        const struct forecast_project *project, struct event *events)
{
    if (jvalue_is_null(list)) {
        return true;
    }
    if (list->kind != JVALUE_ARRAY) {
        return refuse(cli, "items", "应为列表", "must be a list");
    }
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t node = 0;
        struct text code = jvalue_text(jvalue_get(&list->items[i], "item"), TEXT_NONE);
        code = jvalue_text(jvalue_get(&list->items[i], "code"), code); /* as a plan names it */
        if (!find_node(cli, project->desk.plan, code, &node) ||
            !read_event(cli, &list->items[i], project->today, &events[node])) {
            return false;
        }
    }
    return true;
}

static bool read_done(struct cli *cli, const struct forecast_words *words,
                      struct forecast_project *project, struct event *events)
{
    const struct jvalue *whole = NULL;
    struct text source;
    project->today = project->desk.plan->start;
    if (!text_is_empty(words->done) && (!cli_read_file(cli, words->done, &source) ||
                                        !json_read(cli->arena, source, &whole, &cli->fault) ||
                                        !read_day(cli, whole, "today", &project->today))) {
        return false;
    }
    if (!text_is_empty(words->today) && !cli_read_date(cli, words->today, &project->today)) {
        return false;
    }
    bool is_list = whole != NULL && whole->kind == JVALUE_ARRAY;
    return read_events(cli, is_list ? whole : jvalue_get(whole, "items"), project, events);
}

/* ---- what is expected ---- */

/* The days on the clock before today: a case that was taken in this morning has none. */
static struct duration_state state_of(const struct forecast_project *project, uint32_t i,
                                      const struct event *event)
{
    struct calendar_day next;
    struct fault ignored = {0};
    civil_date from = calendar_next(project->plan.calendar, project->today, &next, &ignored)
                          ? next.day
                          : project->today;
    int64_t passed = calendar_count(project->plan.calendar, project->plan.nodes[i].started_on, from)
                         .working_days;
    int64_t used = passed - event->stop_days;
    return (struct duration_state){used > 0 ? (int32_t)used : 0, event->stop, event->stop_days};
}

struct desk {
    struct cli *cli;
    const struct forecast_words *words;
    const struct forecast_history *history;
    struct forecast_project *project;
    const struct event *events; /* by node of the network */
};

static bool find_law(const struct desk *desk, uint32_t i, struct duration_law *out)
{
    const struct plan *plan = desk->project->desk.plan;
    uint32_t number = desk->project->nodes[i];
    civil_date begins = desk->events[number].started_on != CIVIL_DATE_NONE
                            ? desk->events[number].started_on
                            : plan->dates[PLAN_EARLIEST_START][plan->network->position[number]];
    struct forecast_question question = {.item = plan_network_code(plan->network, number),
                                         .kind = desk->words->kind,
                                         .season = forecast_season(begins)};
    const struct pack_record *record =
        pack_find(desk->history->pack, PACK_ITEMS, question.item, CIVIL_DATE_NONE);
    question.org =
        record == NULL ? TEXT_NONE : jvalue_text(jvalue_get(record->raw, "org"), TEXT_NONE);
    struct duration_key key;
    if (!forecast_find_key(desk->cli, desk->history, &question, &key)) {
        return false;
    }
    *out = durations_law(desk->cli->arena, desk->words->durations, key);
    return true;
}

static bool expect_all(const struct desk *desk)
{
    struct arena *arena = desk->cli->arena;
    struct forecast_project *project = desk->project;
    uint32_t count = project->plan.count;
    struct duration_law *laws = arena_array(arena, struct duration_law, count);
    struct spread *spreads = arena_array(arena, struct spread, count);
    struct sampler *samplers = arena_array(arena, struct sampler, count);
    const struct sampler **drawn = arena_alloc(arena, count * sizeof(*drawn));
    for (uint32_t i = 0; i < count; i++) {
        const struct forecast_node *node = &project->plan.nodes[i];
        if (node->finished_on != CIVIL_DATE_NONE ||
            project->nodes[i] >= project->desk.network->item_count) {
            continue;
        }
        if (!find_law(desk, i, &laws[i])) {
            return false;
        }
        bool is_running = node->started_on != CIVIL_DATE_NONE;
        spreads[i] = is_running
                         ? duration_left(arena, &laws[i],
                                         state_of(project, i, &desk->events[project->nodes[i]]))
                         : laws[i].whole;
        samplers[i] = sampler_of(arena, &spreads[i]);
        drawn[i] = &samplers[i];
    }
    project->laws = laws;
    project->spreads = spreads;
    project->outlook = (struct outlook_plan){&project->plan, drawn, project->nodes};
    return true;
}

bool forecast_open_project(struct cli *cli, const struct forecast_words *words,
                           const struct forecast_history *history, struct forecast_project *project)
{
    struct plan_desk *desk = &project->desk;
    if (!facts_read(desk->facts, words->facts, NULL, &cli->fault) ||
        !planner_run(desk->planner, desk->facts, &desk->options, desk->plan, &cli->fault)) {
        return false;
    }
    uint32_t count = desk->network->node_count;
    struct event *events = arena_array(cli->arena, struct event, count);
    for (uint32_t i = 0; i < count; i++) {
        events[i] = (struct event){.started_on = CIVIL_DATE_NONE, .finished_on = CIVIL_DATE_NONE};
    }
    if (!read_done(cli, words, project, events)) {
        return false;
    }
    lay_plan(cli, project, events);
    struct desk all = {cli, words, history, project, events};
    return expect_all(&all);
}
