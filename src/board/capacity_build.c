#include "app/city.h"
#include "base/arena.h"
#include "base/name_table.h"
#include "board/capacity_inside.h"

/* A project of the fleet becomes a project of the portfolio: its open nodes that production waits
 * for. What runs is fixed and takes what is left of it; works between two nodes and milestones take
 * no reviewer. */

#define UNITS_MAX 400
#define NOBODY 0 /* the department of what takes nobody's time */
#define SKILLS_MAX 1000

struct building {
    struct capacity *capacity;
    struct arena *arena;
    struct name_table orgs;
    struct name_table skills; /* "org stage" */
    struct portfolio_skill *skill_items;
    struct portfolio_project *projects;
    struct portfolio_item *items;
    uint32_t item_count;
    uint32_t item_room;
    /* of the project at work */
    const struct fleet_project *project;
    int32_t day_zero; /* offset of the first day in its plan */
    uint32_t *item_of;
};

/* -- staff -- */

static struct portfolio_staff staff_of(const struct building *building, struct text org,
                                       struct text stage)
{
    const struct capacity *capacity = building->capacity;
    int32_t *by_day = arena_array(building->arena, int32_t, CAPACITY_DAYS);
    size_t known = 0;
    const civil_date *days =
        calendar_days_from(city_calendar(capacity->run->city), capacity->first, &known);
    struct portfolio_staff staff = {by_day, 0, PORTFOLIO_WEIGHT_MAX};
    for (size_t i = 0; i < CAPACITY_DAYS && i < known; i++) {
        int64_t reviewers = staffing_on(&capacity->staff, org, stage, days[i]);
        by_day[i] = reviewers == STAFFING_UNKNOWN ? PORTFOLIO_WEIGHT_MAX : (int32_t)reviewers;
        staff.days++;
        staff.usual = by_day[i];
    }
    /* A unit that has nobody for good would hold its items up for ever: one is the least. */
    staff.usual = staff.usual > 0 ? staff.usual : 1;
    return staff;
}

static uint32_t department_of(struct building *building, struct text org)
{
    struct capacity *capacity = building->capacity;
    uint32_t department = 0;
    if (name_table_find(&building->orgs, org, &department)) {
        return department;
    }
    if (capacity->unit_count == UNITS_MAX) {
        return NOBODY;
    }
    department = (uint32_t)++capacity->unit_count;
    name_table_put(&building->orgs, org, department);
    capacity->units[department - 1] = (struct capacity_unit){
        .org = org,
        .reviewers = staffing_on(&capacity->staff, org, TEXT_NONE, capacity->first),
        .department = department};
    return department;
}

static uint32_t skill_of(struct building *building, uint32_t department, struct text org,
                         struct text stage)
{
    struct portfolio *portfolio = &building->capacity->portfolio;
    uint32_t skill = 0;
    if (!staffing_is_apart(&building->capacity->staff, org, stage) ||
        portfolio->skill_count == SKILLS_MAX) {
        return PORTFOLIO_ANY_SKILL;
    }
    struct text name = text_format(building->arena, "%.*s %.*s", TEXT_ARG(org), TEXT_ARG(stage));
    if (name_table_find(&building->skills, name, &skill)) {
        return skill;
    }
    skill = portfolio->skill_count++;
    name_table_put(&building->skills, name, skill);
    building->skill_items[skill] =
        (struct portfolio_skill){department, staff_of(building, org, stage)};
    return skill;
}

/* -- items -- */

static bool is_running(const struct forecast_time *time)
{
    return time->state == FORECAST_RUNNING;
}

static bool counts(const struct fleet_project *project, uint32_t i)
{
    return project->times[i].state != FORECAST_DONE &&
           (project->times[i].leads || i == project->timing.production);
}

static int32_t bounded(int32_t days)
{
    return days < 0 ? 0 : days > PORTFOLIO_DAYS_MAX ? PORTFOLIO_DAYS_MAX : days;
}

static struct portfolio_item item_of_node(struct building *building, uint32_t i)
{
    const struct fleet_project *project = building->project;
    const struct fleet_node *node = &project->nodes[i];
    const struct forecast_time *time = &project->times[i];
    bool runs = is_running(time);
    int32_t days = runs ? time->finish_at - building->day_zero : project->timing.nodes[i].days;
    struct portfolio_item item = {.days = bounded(days),
                                  .department = NOBODY,
                                  .skill = PORTFOLIO_ANY_SKILL,
                                  .reviewers = 1,
                                  .fixed_start = runs ? 0 : PORTFOLIO_NOT_BEGUN};
    if (!node->is_milestone && node->org.len > 0 && !text_is(node->org, "enterprise")) {
        item.department = department_of(building, node->org);
        item.skill = item.department == NOBODY
                         ? PORTFOLIO_ANY_SKILL
                         : skill_of(building, item.department, node->org, node->stage);
        building->capacity->items++;
        if (item.department != NOBODY) {
            building->capacity->units[item.department - 1].items++;
        }
    }
    return item;
}

static uint32_t add_item(struct building *building, struct portfolio_item item)
{
    if (building->item_count == building->item_room) {
        building->items = arena_grown(building->arena, building->items, &building->item_room,
                                      sizeof *building->items);
    }
    building->items[building->item_count] = item;
    return building->item_count++;
}

/* -- order -- */

struct links {
    uint32_t *from;
    uint32_t *to;
    uint32_t count;
};

static void link(struct links *links, uint32_t from, uint32_t to)
{
    links->from[links->count] = from;
    links->to[links->count++] = to;
}

static struct portfolio_item works(int32_t days, bool is_fixed)
{
    return (struct portfolio_item){.days = bounded(days),
                                   .department = NOBODY,
                                   .skill = PORTFOLIO_ANY_SKILL,
                                   .reviewers = 1,
                                   .fixed_start = is_fixed ? 0 : PORTFOLIO_NOT_BEGUN};
}

/* What a node that is not begun waits for: open predecessors, and works that go on after them or
 * after what is done. */
static void link_node(struct building *building, uint32_t i, struct links *links)
{
    const struct fleet_project *project = building->project;
    const struct forecast_node *node = &project->timing.nodes[i];
    for (uint32_t j = 0; !is_running(&project->times[i]) && j < node->after_count; j++) {
        uint32_t before = node->after[j];
        int32_t lag = node->lags == NULL ? 0 : node->lags[j];
        if (counts(project, before) && lag == 0) {
            link(links, building->item_of[before], building->item_of[i]);
        } else if (counts(project, before)) {
            uint32_t between = add_item(building, works(lag, false));
            link(links, building->item_of[before], between);
            link(links, between, building->item_of[i]);
        } else if (lag > 0) {
            int32_t left = project->times[before].finish_at + lag - building->day_zero;
            if (left > 0) {
                link(links, add_item(building, works(left, true)), building->item_of[i]);
            }
        }
    }
}

static void set_followers(struct building *building, uint32_t first, const struct links *links)
{
    uint32_t count = building->item_count - first;
    uint32_t *starts = arena_array(building->arena, uint32_t, count + 1);
    uint32_t *followers = arena_array(building->arena, uint32_t, links->count);
    for (uint32_t i = 0; i < links->count; i++) {
        starts[links->from[i] - first + 1]++;
    }
    for (uint32_t i = 0; i < count; i++) {
        building->items[first + i].followers = followers + starts[i];
        starts[i + 1] += starts[i];
    }
    for (uint32_t i = 0; i < links->count; i++) {
        struct portfolio_item *item = &building->items[links->from[i]];
        ((uint32_t *)(uintptr_t)item->followers)[item->follower_count++] = links->to[i];
    }
}

static bool is_priority(const struct capacity *capacity, int64_t project)
{
    for (size_t i = 0; i < capacity->priority_count; i++) {
        if (capacity->priority[i] == project) {
            return true;
        }
    }
    return false;
}

static void add_project(struct building *building, size_t at)
{
    struct capacity *capacity = building->capacity;
    const struct fleet_project *project = &capacity->fleet->items[at];
    uint32_t first = building->item_count;
    uint32_t edges = 0;
    building->project = project;
    building->day_zero = forecast_offset_to_begin(&project->timing, capacity->first);
    building->item_of = arena_array(building->arena, uint32_t, project->timing.count);
    for (uint32_t i = 0; i < project->timing.count; i++) {
        edges += project->timing.nodes[i].after_count;
        if (counts(project, i)) {
            building->item_of[i] = add_item(building, item_of_node(building, i));
        }
    }
    struct links links = {arena_array(building->arena, uint32_t, 2 * (size_t)edges),
                          arena_array(building->arena, uint32_t, 2 * (size_t)edges), 0};
    for (uint32_t i = 0; i < project->timing.count; i++) {
        if (counts(project, i)) {
            link_node(building, i, &links);
        }
    }
    set_followers(building, first, &links);
    int32_t due = project->timing.working_days - building->day_zero;
    building->projects[at] = (struct portfolio_project){
        .first_item = first,
        .item_count = building->item_count - first,
        .weight = is_priority(capacity, project->id) ? CAPACITY_PRIORITY_WEIGHT : 1,
        .release_day = 0,
        .due_day = due < 0                   ? 0
                   : due > PORTFOLIO_DAY_MAX ? PORTFOLIO_DAY_MAX
                                             : due};
}

/* -- all -- */

bool capacity_build(struct capacity *capacity, struct fault *fault)
{
    const struct view_run *run = capacity->run;
    struct calendar_day first;
    struct building building = {
        .capacity = capacity,
        .arena = run->arena,
    };
    if (!calendar_next(city_calendar(run->city), run->today, &first, fault) ||
        !staffing_all(run->arena, run->store, run->today, &capacity->staff, fault)) {
        return false;
    }
    capacity->first = first.day;
    capacity->units = arena_array(run->arena, struct capacity_unit, UNITS_MAX);
    building.orgs = name_table_open(run->arena, UNITS_MAX);
    building.skills = name_table_open(run->arena, SKILLS_MAX);
    building.skill_items = arena_array(run->arena, struct portfolio_skill, SKILLS_MAX);
    building.projects = arena_array(run->arena, struct portfolio_project, capacity->fleet->count);
    for (size_t i = 0; i < capacity->fleet->count; i++) {
        add_project(&building, i);
    }
    struct portfolio_staff *departments =
        arena_array(run->arena, struct portfolio_staff, capacity->unit_count + 1);
    departments[NOBODY] = (struct portfolio_staff){.usual = PORTFOLIO_WEIGHT_MAX};
    for (size_t i = 0; i < capacity->unit_count; i++) {
        departments[i + 1] = staff_of(&building, capacity->units[i].org, TEXT_NONE);
    }
    struct portfolio *portfolio = &capacity->portfolio;
    portfolio->projects = building.projects;
    portfolio->project_count = (uint32_t)capacity->fleet->count;
    portfolio->items = building.items;
    portfolio->item_count = building.item_count;
    portfolio->departments = departments;
    portfolio->department_count = (uint32_t)capacity->unit_count + 1;
    portfolio->skills = building.skill_items;
    return true;
}

struct portfolio capacity_unbound(const struct capacity *capacity)
{
    struct arena *arena = capacity->run->arena;
    struct portfolio out = capacity->portfolio;
    struct portfolio_staff *departments =
        arena_array(arena, struct portfolio_staff, out.department_count);
    struct portfolio_skill *skills = arena_array(arena, struct portfolio_skill, out.skill_count);
    for (uint32_t i = 0; i < out.department_count; i++) {
        departments[i] = (struct portfolio_staff){.usual = PORTFOLIO_WEIGHT_MAX};
    }
    for (uint32_t i = 0; i < out.skill_count; i++) {
        skills[i] = (struct portfolio_skill){
            out.skills[i].department, (struct portfolio_staff){.usual = PORTFOLIO_WEIGHT_MAX}};
    }
    out.departments = departments;
    out.skills = skills;
    return out;
}
