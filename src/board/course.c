#include "board/course.h"

#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "base/name_table.h"
#include "board/history.h"
#include "board/odd_use.h"
#include "engine/clock/hands.h"
#include "pack/pack.h"

/* $6 unit, $7 item */
static const struct statement course_cases = {
    "course_cases",
    "select a.id, a.project, a.number, a.code, a.org, a.state, a.own, a.limit_days, a.notify_days,"
    " a.deliver_days, a.course, a.submitted_on, a.decided_on,"
    " coalesce(a.closed_on, a.decided_on), a.delivered_on, a.round, a.previous, p.name"
    " from application a join project p on p.id=a.project where " ACCESS_PROJECT
    " and ($6='' or a.org=$6) and ($7='' or a.code=$7) order by a.id desc limit 20000"};
static const struct statement course_late = {
    "course_late",
    "select e.seq, e.kind, e.happened_on, e.recorded_at, a.id, a.number, a.code, a.org, p.id, "
    "p.name"
    " from (select seq, kind, happened_on, recorded_at, subject_id, project_id from ledger_event"
    " order by seq desc limit 50000) e join application a on a.id=e.subject_id"
    " join project p on p.id=e.project_id where " ACCESS_PROJECT " and a.project=p.id"
    " and e.kind in ('application.received','application.accepted','application.not_accepted',"
    "'application.supplement_asked','application.supplement_completed',"
    "'application.special_started','application.special_ended','application.extended',"
    "'application.suspended','application.resumed','application.decided','application.delivered',"
    "'application.withdrawn') order by e.seq desc"};
static const struct statement *const course_statements[] = {&course_cases, &course_late};
static const size_t course_statement_count = COUNT_OF(course_statements);

static void read_row(struct arena *arena, const struct store_rows *rows, struct application *out)
{
    *out = (struct application){
        .id = store_int(rows, 0),
        .project = store_int(rows, 1),
        .number = store_text(arena, rows, 2),
        .code = store_text(arena, rows, 3),
        .org = store_text(arena, rows, 4),
        .is_own = store_bool(rows, 6),
        .limit_days = store_int(rows, 7),
        .notify_days = store_int(rows, 8),
        .deliver_days = store_int(rows, 9),
        .course = store_text(arena, rows, 10),
        .submitted_on = store_date(rows, 11),
        .decided_on = store_date(rows, 12),
        .closed_on = store_date(rows, 13),
        .delivered_on = store_date(rows, 14),
        .round = store_int(rows, 15),
        .previous = store_int(rows, 16),
        .project_name = store_text(arena, rows, 17),
    };
    ensure(application_state_find(store_cell(rows, 5).text, &out->state));
}

bool course_load(const struct view_run *run, const struct course_filter *filter,
                 struct courses *out, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct store_rows rows;
    *out = (struct courses){arena_array(run->arena, struct course, COURSE_MAX), 0};
    if (!store_query(run->store, &course_cases,
                     CELLS(ACCESS_CELLS(scope), cell_text(filter->org), cell_text(filter->code)),
                     &rows, fault)) {
        return false;
    }
    while (out->count < COURSE_MAX && store_next(&rows)) {
        read_row(run->arena, &rows, &out->items[out->count++].application);
    }
    return store_done(&rows, fault);
}

const struct course *course_find(const struct courses *courses, int64_t id)
{
    size_t first = 0;
    size_t end = courses->count;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        if (courses->items[middle].application.id > id) {
            first = middle + 1;
        } else {
            end = middle;
        }
    }
    bool is_found = first < courses->count && courses->items[first].application.id == id;
    return is_found ? &courses->items[first] : NULL;
}

void course_clock_of(const struct view_run *run, const struct application *application,
                     struct course_clock *out)
{
    bool is_ended =
        !application_state_is_open(application->state) && application->state != APPLICATION_GRANTED;
    out->terms =
        (struct clock_terms){(int32_t)application->limit_days, (int32_t)application->notify_days,
                             (int32_t)application->deliver_days};
    size_t count = application_events(application, city_calendar(run->city), out->events);
    out->member = (struct clock_member){
        .terms = &out->terms,
        .about = {out->events, count, run->today},
        .closed_on = is_ended ? application->closed_on : CIVIL_DATE_NONE,
    };
}

/* -- in whose hands -- */

struct hands_query {
    struct text by, org, code;
};
static const char *const groupings[] = {"org", "item", "case", NULL};
static const struct field hands_fields[] = {
    FIELD(hands_query, by, CHOICE, .choices = groupings, .zh = "按单位、事项或办件",
          .en = "by unit, item or case"),
    FIELD(hands_query, org, TEXT, .max = 60, .zh = "办理单位", .en = "unit"),
    FIELD(hands_query, code, TEXT, .max = 60, .zh = "事项", .en = "item"),
};
static const struct field_table hands_table = FIELD_TABLE(hands_query, hands_fields);

struct group {
    struct text key, name;
    int64_t cases, total, days[HAND_COUNT];
};
struct groups {
    struct name_table table;
    struct group *items;
    size_t count;
};
#define GROUPS_MAX 2000

static struct group *group_of(const struct view_run *run, struct groups *groups,
                              const struct application *application, struct text by)
{
    enum language language = run->actor->language;
    bool is_item = text_is(by, "item");
    struct text key = text_is(by, "case") ? application->number
                      : is_item           ? application->code
                                          : application->org;
    uint32_t at = 0;
    if (name_table_find(&groups->table, key, &at)) {
        return &groups->items[at];
    }
    if (groups->count == GROUPS_MAX) {
        return NULL;
    }
    struct text name = is_item || text_is(by, "case")
                           ? city_item_name(run->city, application->code, language)
                           : city_org_name(run->city, application->org, language);
    name_table_put(&groups->table, key, (uint32_t)groups->count);
    groups->items[groups->count] = (struct group){.key = key, .name = name};
    return &groups->items[groups->count++];
}

static void add_hands(struct group *group, const struct application *application,
                      const struct hands *hands)
{
    group->cases++;
    group->total += hands->total;
    for (int hand = 0; hand < HAND_COUNT; hand++) {
        /* Nobody but the enterprise ever had what it organises itself. */
        int at = application->is_own ? HAND_ENTERPRISE : hand;
        group->days[at] += hands->days[hand];
    }
}

static void write_group(struct json_writer *json, const struct group *group)
{
    json_object(json);
    json_member_text(json, "key", group->key);
    json_member_text(json, "name", group->name);
    json_member_int(json, "cases", group->cases);
    json_member_int(json, "total", group->total);
    for (int hand = 0; hand < HAND_COUNT; hand++) {
        json_member_int(json, hand_code((enum hand)hand), group->days[hand]);
    }
    json_end(json);
}

static bool add_all(const struct view_run *run, const struct courses *courses, struct text by,
                    struct groups *groups, struct group *sum)
{
    for (size_t i = 0; i < courses->count; i++) {
        const struct application *application = &courses->items[i].application;
        struct course_clock clock;
        struct hands hands;
        struct fault unread = {.code = FAULT_NONE};
        course_clock_of(run, application, &clock);
        if (!hands_of(city_calendar(run->city), &clock.member, &hands, &unread)) {
            continue; /* a course that cannot be replayed has no days to book */
        }
        struct group *group = group_of(run, groups, application, by);
        if (group != NULL) {
            add_hands(group, application, &hands);
        }
        add_hands(sum, application, &hands);
    }
    return true;
}

static bool answer_hands(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct hands_query *query = run->query;
    struct course_filter filter = {query->org, query->code};
    struct text by = query->by.len > 0 ? query->by : TEXT("org");
    struct courses courses;
    struct groups groups = {.items = arena_array(run->arena, struct group, GROUPS_MAX)};
    struct group sum = {.key = TEXT_NONE, .name = TEXT_NONE};
    if (!course_load(run, &filter, &courses, fault)) {
        return false;
    }
    groups.table = name_table_open(run->arena, GROUPS_MAX);
    (void)add_all(run, &courses, by, &groups, &sum);
    json_object(json);
    json_member_text(json, "unit", TEXT("working_days"));
    json_member_bool(json, "newest_only", courses.count == COURSE_MAX);
    json_name(json, "sum");
    write_group(json, &sum);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < groups.count; i++) {
        write_group(json, &groups.items[i]);
    }
    json_end(json);
    json_end(json);
    return true;
}

/* -- late entries (补录) -- */

#define LATE_SHOWN 200
struct late_unit {
    struct text org;
    int64_t acts, late, most;
};
struct late_units {
    struct name_table table;
    struct late_unit *items;
    size_t count;
};

static struct late_unit *late_unit_of(struct late_units *units, struct text org)
{
    uint32_t at = 0;
    if (name_table_find(&units->table, org, &at)) {
        return &units->items[at];
    }
    if (units->count == GROUPS_MAX) {
        return NULL;
    }
    name_table_put(&units->table, org, (uint32_t)units->count);
    units->items[units->count] = (struct late_unit){.org = org};
    return &units->items[units->count++];
}

static void write_late(const struct view_run *run, struct json_writer *json,
                       const struct store_rows *rows, int64_t late)
{
    struct arena *arena = run->arena;
    enum language language = run->actor->language;
    const struct event_kind *kind = history_kind(store_text(arena, rows, 1));
    json_object(json);
    json_member_int(json, "seq", store_int(rows, 0));
    json_member_text(json, "act",
                     kind == NULL ? TEXT_NONE
                                  : text_of(language == LANGUAGE_ZH ? kind->zh : kind->en));
    json_member_date(json, "happened_on", store_date(rows, 2));
    json_member_int(json, "recorded_at", store_int(rows, 3));
    json_member_int(json, "late_days", late);
    json_member_int(json, "application_id", store_int(rows, 4));
    json_member_text(json, "number", store_text(arena, rows, 5));
    json_member_text(json, "item", city_item_name(run->city, store_text(arena, rows, 6), language));
    json_member_text(json, "org_name",
                     city_org_name(run->city, store_text(arena, rows, 7), language));
    json_member_int(json, "project_id", store_int(rows, 8));
    json_member_text(json, "project_name", store_text(arena, rows, 9));
    json_end(json);
}

static void write_units(const struct view_run *run, struct json_writer *json,
                        const struct late_units *units)
{
    json_name(json, "units");
    json_array(json);
    for (size_t i = 0; i < units->count; i++) {
        const struct late_unit *unit = &units->items[i];
        json_object(json);
        json_member_text(json, "org", unit->org);
        json_member_text(json, "name", city_org_name(run->city, unit->org, run->actor->language));
        json_member_int(json, "acts", unit->acts);
        json_member_int(json, "late", unit->late);
        json_member_int(json, "most_days", unit->most);
        json_end(json);
    }
    json_end(json);
}

static bool answer_late(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct late_units units = {.table = name_table_open(run->arena, GROUPS_MAX),
                               .items = arena_array(run->arena, struct late_unit, GROUPS_MAX)};
    struct store_rows rows;
    size_t shown = 0;
    if (!store_query(run->store, &course_late, CELLS(ACCESS_CELLS(scope)), &rows, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    while (store_next(&rows)) {
        int64_t late = history_late_days(run->city, store_date(&rows, 2), store_int(&rows, 3));
        struct late_unit *unit = late_unit_of(&units, store_text(run->arena, &rows, 7));
        if (unit != NULL) {
            unit->acts++;
            unit->late += late > 0;
            unit->most = late > unit->most ? late : unit->most;
        }
        if (late > 0 && shown++ < LATE_SHOWN) {
            write_late(run, json, &rows, late);
        }
    }
    json_end(json);
    write_units(run, json, &units);
    json_member_int(json, "after_days", city_limit(run->city, "late_entry", run->today));
    json_end(json);
    return store_done(&rows, fault);
}

#define ROLES_OVERSEEING (ROLES_COORDINATORS | ROLES_WATCHERS)

static const struct view_kind views[] = {
    {"course.hands", "/hands", &hands_table, ROLES_OVERSEEING | ROLE_BIT(ROLE_DEPARTMENT_OFFICER),
     0, "时间归属：部门、企业、第三方、法定停止各占多少工作日",
     "In whose hands the working days were", answer_hands},
    {"course.late_entries", "/late-entries", NULL, ROLES_OVERSEEING, 0,
     "补录：发生与登记相隔过久的办理动作，按单位计数", "Acts entered late, counted by unit",
     answer_late},
    {"course.odd_use", "/odd-use", &odd_use_table, ROLES_OVERSEEING, 0,
     "异常用时：临期停钟、当日停复、月末集中、拆分重报，附证据",
     "Odd use of the clock, with evidence", odd_use_answer},
};

const struct room course_room = {
    .name = "course",
    ROOM_VIEWS(views),
    ROOM_STATEMENTS(course),
};
