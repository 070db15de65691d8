#include "board/capacity.h"

#include <stdlib.h>

#include "app/city.h"
#include "base/arena.h"
#include "board/capacity_inside.h"

#define MOVED_SHOWN 100
#define ITEMS_SMALL 20000

struct capacity_query {
    struct text priority;
};

static const struct field fields[] = {
    FIELD(capacity_query, priority, TEXT, .max = 600, .zh = "须保的项目",
          .en = "projects whose date must hold"),
};
static const struct field_table capacity_table = FIELD_TABLE(capacity_query, fields);

struct levelled {
    struct capacity capacity;
    struct portfolio_result result; /* under the staff */
    struct portfolio_result free;   /* were there reviewers without end */
    struct portfolio_load *loads;
};

static bool read_priority(struct capacity *capacity, struct fault *fault)
{
    const struct capacity_query *query = capacity->run->query;
    struct text words = query->priority;
    while (words.len > 0) {
        int64_t id = 0;
        struct text one = text_cut(&words, ',');
        if (capacity->priority_count == CAPACITY_PRIORITY_MAX || !text_to_int(one, &id) ||
            id <= 0) {
            fault_raise(fault, FAULT_FIELD_INVALID, TEXT("priority"),
                        FAULT_ARGS(TEXT("应为项目编号，用逗号分开，最多 50 个"),
                                   TEXT("ids of projects, separated by commas, 50 at most")));
            fault_label(fault, fields[0].zh, fields[0].en);
            return false;
        }
        capacity->priority[capacity->priority_count++] = id;
    }
    return true;
}

/* -- levelling -- */

/* Schedules, not seconds: the same question has the same answer. A large portfolio gets the first
 * lists only, which are a second's work for two thousand projects. */
static struct level_limits limits_of(const struct capacity *capacity)
{
    bool is_small = capacity->portfolio.item_count <= ITEMS_SMALL;
    return (struct level_limits){.schedules = is_small ? 60 : 5, .seed = 1};
}

static bool run_levels(struct levelled *all, struct fault *fault)
{
    struct arena *arena = all->capacity.run->arena;
    struct level_limits limits = limits_of(&all->capacity);
    struct portfolio unbound = capacity_unbound(&all->capacity);
    if (!portfolio_level(arena, &all->capacity.portfolio, &limits, &all->result, fault) ||
        !portfolio_level(arena, &unbound, &limits, &all->free, fault)) {
        return false;
    }
    all->loads = arena_array(arena, struct portfolio_load, unbound.department_count);
    portfolio_examine(arena, &all->capacity.portfolio, &all->result, &limits, all->loads);
    return true;
}

/* -- units -- */

static civil_date day_at(const struct capacity *capacity, int32_t offset)
{
    struct calendar_day day;
    struct fault ignored = {.code = FAULT_NONE};
    bool is_day = offset >= 0 && calendar_add(city_calendar(capacity->run->city), capacity->first,
                                              offset, &day, &ignored);
    return is_day ? day.day : CIVIL_DATE_NONE;
}

struct ranked {
    const struct capacity_unit *unit;
    const struct portfolio_load *load;
};

static int by_burden(const void *left, const void *right)
{
    const struct ranked *a = left;
    const struct ranked *b = right;
    if (a->load->saved.tardiness != b->load->saved.tardiness) {
        return a->load->saved.tardiness > b->load->saved.tardiness ? -1 : 1;
    }
    if (a->load->waiting_days != b->load->waiting_days) {
        return a->load->waiting_days > b->load->waiting_days ? -1 : 1;
    }
    if (a->unit->items != b->unit->items) {
        return a->unit->items > b->unit->items ? -1 : 1;
    }
    return text_compare(a->unit->org, b->unit->org);
}

static void write_unit(struct json_writer *json, const struct capacity *capacity,
                       const struct ranked *ranked)
{
    const struct view_run *run = capacity->run;
    const struct capacity_unit *unit = ranked->unit;
    const struct portfolio_load *load = ranked->load;
    bool is_known = unit->reviewers != STAFFING_UNKNOWN;
    int64_t used = load->offered_days > 0 ? load->used_days * 1000 / load->offered_days : 0;
    json_object(json);
    json_member_text(json, "org", unit->org);
    json_member_text(json, "org_name", city_org_name(run->city, unit->org, run->actor->language));
    json_member_int_if(json, "reviewers", is_known, unit->reviewers);
    json_member_int(json, "items", unit->items);
    json_member_int_if(json, "used_permille", is_known, used);
    json_member_int(json, "waiting_days", load->waiting_days);
    json_member_int(json, "full_days", load->full_days);
    json_member_date(json, "first_full", day_at(capacity, load->first_full));
    json_member_date(json, "last_full", day_at(capacity, load->last_full));
    json_member_int_if(json, "saved_days", is_known, load->saved.tardiness);
    json_end(json);
}

static void write_units(struct json_writer *json, const struct levelled *all)
{
    const struct capacity *capacity = &all->capacity;
    struct ranked *ranked = arena_array(capacity->run->arena, struct ranked, capacity->unit_count);
    for (size_t i = 0; i < capacity->unit_count; i++) {
        const struct capacity_unit *unit = &capacity->units[i];
        ranked[i] = (struct ranked){unit, &all->loads[unit->department]};
    }
    if (capacity->unit_count > 1) {
        qsort(ranked, capacity->unit_count, sizeof *ranked, by_burden);
    }
    json_name(json, "units");
    json_array(json);
    for (size_t i = 0; i < capacity->unit_count; i++) {
        write_unit(json, capacity, &ranked[i]);
    }
    json_end(json);
}

/* -- projects -- */

struct moved {
    size_t project;
    int32_t days; /* later than without end of reviewers */
};

static int by_days(const void *left, const void *right)
{
    const struct moved *a = left;
    const struct moved *b = right;
    if (a->days != b->days) {
        return a->days > b->days ? -1 : 1;
    }
    return (a->project > b->project) - (a->project < b->project);
}

static void write_project(struct json_writer *json, const struct levelled *all,
                          const struct moved *moved)
{
    const struct capacity *capacity = &all->capacity;
    const struct fleet_project *project = &capacity->fleet->items[moved->project];
    json_object(json);
    json_member_int(json, "id", project->id);
    json_member_text(json, "number", project->number);
    json_member_text(json, "name", project->name);
    json_member_date(json, "planned", project->planned);
    json_member_date(json, "production", day_at(capacity, all->free.ends[moved->project]));
    json_member_date(json, "levelled", day_at(capacity, all->result.ends[moved->project]));
    json_member_int(json, "days", moved->days);
    json_member_bool(json, "priority", capacity->portfolio.projects[moved->project].weight > 1);
    json_end(json);
}

static void write_moved(struct json_writer *json, const struct levelled *all)
{
    size_t count = all->capacity.fleet->count;
    struct moved *moved = arena_array(all->capacity.run->arena, struct moved, count);
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        int32_t days = all->result.ends[i] - all->free.ends[i];
        if (days != 0) {
            moved[found++] = (struct moved){i, days};
        }
    }
    if (found > 1) {
        qsort(moved, found, sizeof *moved, by_days);
    }
    json_member_int(json, "moved_projects", (int64_t)found);
    json_name(json, "moved");
    json_array(json);
    for (size_t i = 0; i < found && i < MOVED_SHOWN; i++) {
        write_project(json, all, &moved[i]);
    }
    json_end(json);
}

/* Projects late and their working days behind the promise, each once whatever its weight. */
static int64_t late_days(const struct capacity *capacity, const struct portfolio_result *result,
                         int64_t *projects)
{
    int64_t days = 0;
    *projects = 0;
    for (uint32_t i = 0; i < capacity->portfolio.project_count; i++) {
        int32_t late = result->ends[i] - capacity->portfolio.projects[i].due_day;
        days += late > 0 ? late : 0;
        *projects += late > 0;
    }
    return days;
}

static void write_answer(struct json_writer *json, const struct levelled *all)
{
    int64_t late = 0;
    int64_t late_free = 0;
    int64_t days = late_days(&all->capacity, &all->result, &late);
    int64_t days_free = late_days(&all->capacity, &all->free, &late_free);
    json_object(json);
    json_member_bool(json, "estimate", true);
    json_member_int(json, "projects", (int64_t)all->capacity.fleet->count);
    json_member_bool(json, "projects_are_least", all->capacity.fleet->is_cut);
    json_member_int(json, "items", all->capacity.items);
    json_member_int(json, "late_projects", late);
    json_member_int(json, "late_days", days);
    json_member_int(json, "late_projects_free", late_free);
    json_member_int(json, "late_days_free", days_free);
    write_units(json, all);
    write_moved(json, all);
    json_end(json);
}

bool capacity_answer(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct levelled all = {.capacity = {.run = run}};
    if (!read_priority(&all.capacity, fault) || !fleet_take(run, &all.capacity.fleet, fault)) {
        return false;
    }
    bool levelled = capacity_build(&all.capacity, fault) && run_levels(&all, fault);
    if (levelled) {
        write_answer(json, &all);
    }
    fleet_give(all.capacity.fleet);
    return levelled;
}

static const struct view_kind views[] = {
    {"capacity.all", "/capacity", &capacity_table, ROLES_WORK | ROLES_WATCHERS, 0,
     "预估：审批力量的瓶颈与缓解", "where reviewers are the bottleneck, an estimate",
     capacity_answer},
};

const struct room capacity_room = {
    .name = "capacity",
    ROOM_VIEWS(views),
};
