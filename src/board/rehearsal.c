#include <stdlib.h>

#include "app/city.h"
#include "base/arena.h"
#include "board/fleet.h"
#include "board/whatif.h"
#include "pack/pack.h"

/* Rehearsing (预演) a change of an item's days or of the calendar on all projects under way, before
 * anybody publishes it: who would move, by how much. An item that is accepted keeps its limit, as
 * the law has it: only what is not yet accepted takes the new days. Nothing is kept. */

#define SHOWN 200
#define DAYS_MAX 20 /* of a calendar, at a time */
#define ITEM_DAYS_MAX 2000

struct rehearsal_query {
    struct text item, days, off, work;
};

struct supposed {
    struct text item; /* "" none */
    int32_t days;
    const struct calendar *calendar;
};

struct days {
    civil_date items[DAYS_MAX];
    size_t count;
};

struct move {
    const struct fleet_project *project;
    civil_date production;
    int64_t days;
};

/* -- what is asked -- */

static const struct field fields[] = {
    FIELD(rehearsal_query, item, TEXT, .max = 60, .zh = "事项", .en = "item"),
    FIELD(rehearsal_query, days, TEXT, .max = 4, .zh = "办理天数", .en = "working days"),
    FIELD(rehearsal_query, off, TEXT, .max = 300, .zh = "改为休息的日期", .en = "days off"),
    FIELD(rehearsal_query, work, TEXT, .max = 300, .zh = "改为上班的日期", .en = "days worked"),
};
const struct field_table rehearsal_table = FIELD_TABLE(rehearsal_query, fields);

static bool refuse(struct fault *fault, const char *name, struct text zh, struct text en)
{
    fault_raise(fault, FAULT_FIELD_INVALID, text_of(name), FAULT_ARGS(zh, en));
    for (size_t i = 0; i < rehearsal_table.count; i++) {
        if (text_is(text_of(name), fields[i].name)) {
            fault_label(fault, fields[i].zh, fields[i].en);
        }
    }
    return false;
}

static bool read_days(civil_date today, struct text words, const char *field, struct days *out,
                      struct fault *fault)
{
    while (words.len > 0) {
        struct text one = text_cut(&words, ',');
        bool fits = out->count < DAYS_MAX && civil_date_parse(one, &out->items[out->count]);
        if (!fits || out->items[out->count] <= today) {
            return refuse(fault, field, TEXT("应为今天以后的日期，用逗号分开，最多 20 个"),
                          TEXT("days after today, separated by commas, 20 at most"));
        }
        out->count++;
    }
    return true;
}

static bool read_item(const struct view_run *run, struct supposed *out, struct fault *fault)
{
    const struct rehearsal_query *query = run->query;
    int64_t days = 0;
    if (query->item.len == 0 && query->days.len == 0) {
        return true;
    }
    if (pack_find(city_pack(run->city), PACK_ITEMS, query->item, run->today) == NULL) {
        return refuse(fault, "item", TEXT("没有这个事项"), TEXT("there is no such item"));
    }
    if (!text_to_int(query->days, &days) || days < 0 || days > ITEM_DAYS_MAX) {
        return refuse(fault, "days", TEXT("应为 0 至 2000 个工作日"),
                      TEXT("0 to 2000 working days"));
    }
    out->item = query->item;
    out->days = (int32_t)days;
    return true;
}

static bool read_supposed(const struct view_run *run, struct supposed *out, struct fault *fault)
{
    const struct rehearsal_query *query = run->query;
    struct days *off = arena_new(run->arena, struct days);
    struct days *work = arena_new(run->arena, struct days);
    *out = (struct supposed){.item = TEXT_NONE, .calendar = city_calendar(run->city)};
    if (!read_item(run, out, fault) || !read_days(run->today, query->off, "off", off, fault) ||
        !read_days(run->today, query->work, "work", work, fault)) {
        return false;
    }
    if (off->count + work->count > 0) {
        struct calendar_change change = {off->items, off->count, work->items, work->count};
        out->calendar = calendar_suppose(run->arena, out->calendar, &change);
    } else if (out->item.len == 0) {
        return refuse(fault, "item", TEXT("请给出要改的事项或日期"),
                      TEXT("name an item or a day to change"));
    }
    return true;
}

/* -- each project -- */

static void lay_in(struct arena *arena, const struct fleet_project *project,
                   const struct supposed *supposed, struct forecast_plan *plan)
{
    struct forecast_node *nodes = arena_array(arena, struct forecast_node, plan->count);
    for (uint32_t i = 0; i < plan->count; i++) {
        enum forecast_state state = project->times[i].state;
        bool waits = state == FORECAST_WAITING || state == FORECAST_READY;
        nodes[i] = project->timing.nodes[i];
        if (waits && supposed->item.len > 0 && text_equal(project->nodes[i].code, supposed->item)) {
            nodes[i].days = supposed->days;
        }
    }
    plan->nodes = nodes;
}

struct rehearsal {
    const struct view_run *run;
    const struct fleet *fleet;
    struct supposed supposed;
    struct move *moves;
    size_t count;
};

static bool rehearse(const struct rehearsal *all, const struct fleet_project *project,
                     civil_date *production, struct fault *fault)
{
    struct arena *arena = all->run->arena;
    struct forecast_plan plan = project->timing;
    struct forecast forecast;
    struct calendar_day start;
    plan.calendar = all->supposed.calendar;
    lay_in(arena, project, &all->supposed, &plan);
    if (!calendar_next(plan.calendar, plan.start, &start, fault)) {
        return false;
    }
    plan.start = start.day;
    if (!forecast_run(arena, &plan, all->fleet->today, &forecast, fault)) {
        return false;
    }
    *production = forecast.production;
    return true;
}

static int by_size(const void *left, const void *right)
{
    const struct move *a = left;
    const struct move *b = right;
    int64_t size_a = a->days < 0 ? -a->days : a->days;
    int64_t size_b = b->days < 0 ? -b->days : b->days;
    if (size_a != size_b) {
        return size_a > size_b ? -1 : 1;
    }
    return (a->project->id > b->project->id) - (a->project->id < b->project->id);
}

static bool move_all(struct rehearsal *all, struct fault *fault)
{
    const struct view_run *run = all->run;
    all->moves = arena_array(run->arena, struct move, all->fleet->count);
    for (size_t i = 0; i < all->fleet->count; i++) {
        const struct fleet_project *project = &all->fleet->items[i];
        struct arena_mark mark = arena_mark(run->arena);
        civil_date production = CIVIL_DATE_NONE;
        if (!rehearse(all, project, &production, fault)) {
            return false;
        }
        arena_rewind(run->arena, mark);
        if (production != project->production) {
            int64_t days = city_working_days(run->city, project->production, production);
            all->moves[all->count++] = (struct move){project, production, days};
        }
    }
    if (all->count > 1) {
        qsort(all->moves, all->count, sizeof *all->moves, by_size);
    }
    return true;
}

/* -- the answer -- */

static void write_move(struct json_writer *json, const struct view_run *run,
                       const struct move *move)
{
    json_object(json);
    json_member_int(json, "id", move->project->id);
    json_member_text(json, "number", move->project->number);
    json_member_text(json, "name", move->project->name);
    json_member_text(json, "district_name",
                     city_district_name(run->city, move->project->district, run->actor->language));
    json_member_date(json, "planned", move->project->planned);
    json_member_date(json, "production_before", move->project->production);
    json_member_date(json, "production", move->production);
    json_member_int(json, "days", move->days);
    json_end(json);
}

static void write_moves(struct json_writer *json, const struct rehearsal *all)
{
    const struct move *moves = all->moves;
    size_t count = all->count;
    int64_t later = 0;
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        later += moves[i].production > moves[i].project->production;
        sum += moves[i].days;
    }
    json_object(json);
    json_member_int(json, "projects", (int64_t)all->fleet->count);
    json_member_bool(json, "projects_are_least", all->fleet->is_cut);
    json_member_int(json, "moved", (int64_t)count);
    json_member_int(json, "later", later);
    json_member_int(json, "earlier", (int64_t)count - later);
    json_member_int(json, "days", sum);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < count && i < SHOWN; i++) {
        write_move(json, all->run, &moves[i]);
    }
    json_end(json);
    json_end(json);
}

bool rehearsal_answer(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct rehearsal all = {.run = run};
    if (!read_supposed(run, &all.supposed, fault) || !fleet_take(run, &all.fleet, fault)) {
        return false;
    }
    bool moved = move_all(&all, fault);
    if (moved) {
        write_moves(json, &all);
    }
    fleet_give(all.fleet);
    return moved;
}
