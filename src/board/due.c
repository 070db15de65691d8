#include "board/due.h"

#include <stdlib.h>

#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "board/open_cases.h"
#include "board/standing.h"
#include "engine/calendar/calendar.h"

/* $6 day $7 $8 the place the page begins behind $9 until $10 unit $11 district $12 state $13 how
 * many */
static const struct statement due_next = {
    "due_next",
    "select c.id, c.due_on, c.state, c.light, c.org, a.number, a.code, p.id, p.name, c.district"
    " from standing_case c join application a on a.id=c.id join project p on p.id=c.project"
    " where " ACCESS_PROJECT " and c.day=$6 and (c.due_on, c.id)>($7,$8) and c.due_on<=$9"
    " and ($10='' or c.org=$10) and ($11='' or c.district=$11) and ($12='' or c.state=$12)"
    " order by c.due_on, c.id limit $13"};
static const struct statement *const due_statements[] = {&due_next, &open_cases_after};
static const size_t due_statement_count = COUNT_OF(due_statements);

/* -- asking -- */

struct due_query {
    civil_date from, until;
    struct text org, district, state, after;
    int64_t limit;
};
static const char *const states[] = {"submitted", "received",  "supplement", "accepted",
                                     "special",   "suspended", "granted",    NULL};
static const struct field due_fields[] = {
    FIELD(due_query, from, DATE, .zh = "起始日", .en = "from"),
    FIELD(due_query, until, DATE, .zh = "截止日", .en = "until"),
    FIELD(due_query, org, TEXT, .max = 60, .zh = "办理单位", .en = "unit"),
    FIELD(due_query, district, TEXT, .max = 20, .zh = "区县", .en = "district"),
    FIELD(due_query, state, CHOICE, .choices = states, .zh = "状态", .en = "state"),
    FIELD(due_query, limit, INT, .min = 1, .max = 1000, .zh = "每页", .en = "a page"),
    FIELD(due_query, after, TEXT, .max = 40, .zh = "下一页", .en = "next page"),
};
static const struct field_table due_table = FIELD_TABLE(due_query, due_fields);

struct asked {
    const struct view_run *run;
    civil_date from, until; /* begins behind `from` and `id` */
    int64_t id;
    struct text org, district, state;
    size_t limit;
};

/* "2026-12-01.900": where the page before ended. */
static bool read_place(struct text after, struct asked *out, struct fault *fault)
{
    struct text day = text_cut(&after, '.');
    return (civil_date_parse(day, &out->from) && text_to_int(after, &out->id) && out->id > 0) ||
           fault_raise(fault, FAULT_QUERY_INVALID, TEXT("after"), FAULT_ARGS(TEXT("after")));
}

/* A department officer asks for his own unit's. */
static bool read_asked(const struct view_run *run, struct asked *out, struct fault *fault)
{
    const struct due_query *query = run->query;
    bool is_officer = run->actor->role == ROLE_DEPARTMENT_OFFICER;
    *out = (struct asked){
        .run = run,
        .from = (query->from != CIVIL_DATE_NONE ? query->from : run->today) - 1,
        .until = query->until != CIVIL_DATE_NONE
                     ? query->until
                     : civil_date_from_parts((struct civil_parts){9999, 12, 31}),
        .id = INT64_MAX,
        .org = is_officer ? run->actor->org : query->org,
        .district = query->district,
        .state = query->state,
        .limit = query->limit > 0 ? (size_t)query->limit : 200,
    };
    return query->after.len == 0 || read_place(query->after, out, fault);
}

struct due_row {
    int64_t id, project;
    civil_date due_on;
    enum application_state state;
    struct text light, org, number, code, project_name, district;
};
struct due_rows {
    struct due_row *items;
    size_t count, capacity;
};

/* -- from standing rows -- */

static bool by_index(const struct asked *asked, struct due_rows *out, struct fault *fault)
{
    const struct view_run *run = asked->run;
    struct scope scope = access_scope(run->city, run->actor);
    struct store_rows rows;
    if (!store_query(run->store, &due_next,
                     CELLS(ACCESS_CELLS(scope), cell_date(run->today), cell_date(asked->from),
                           cell_int(asked->id), cell_date(asked->until), cell_text(asked->org),
                           cell_text(asked->district), cell_text(asked->state),
                           cell_int((int64_t)asked->limit + 1)),
                     &rows, fault)) {
        return false;
    }
    out->items = arena_array(run->arena, struct due_row, asked->limit + 1);
    while (store_next(&rows)) {
        struct due_row *row = &out->items[out->count++];
        *row = (struct due_row){
            .id = store_int(&rows, 0),
            .due_on = store_date(&rows, 1),
            .light = store_text(run->arena, &rows, 3),
            .org = store_text(run->arena, &rows, 4),
            .number = store_text(run->arena, &rows, 5),
            .code = store_text(run->arena, &rows, 6),
            .project = store_int(&rows, 7),
            .project_name = store_text(run->arena, &rows, 8),
            .district = store_text(run->arena, &rows, 9),
        };
        ensure(application_state_find(store_cell(&rows, 2).text, &row->state));
    }
    return store_done(&rows, fault);
}

/* -- by replaying every open case -- */

struct replay {
    const struct asked *asked;
    struct due_rows *out;
};

static bool is_asked(const struct asked *asked, const struct application *application,
                     const struct application_now *now)
{
    civil_date due = now->turn.until;
    bool is_behind = due > asked->from || (due == asked->from && application->id > asked->id);
    return due != CIVIL_DATE_NONE && is_behind && due <= asked->until &&
           (asked->org.len == 0 || text_equal(asked->org, application->org)) &&
           (asked->district.len == 0 ||
            text_equal(asked->district, application->project_district)) &&
           (asked->state.len == 0 ||
            text_equal(asked->state, text_of(application_state_code(now->state))));
}

static struct due_row *next_row(struct arena *arena, struct due_rows *rows)
{
    if (rows->count == rows->capacity) {
        size_t capacity = rows->capacity > 0 ? 2 * rows->capacity : 256;
        struct due_row *items = arena_array(arena, struct due_row, capacity);
        for (size_t i = 0; i < rows->count; i++) {
            items[i] = rows->items[i];
        }
        rows->items = items;
        rows->capacity = capacity;
    }
    return &rows->items[rows->count++];
}

static bool keep(void *context, const struct application *application,
                 const struct application_now *now, struct fault *fault)
{
    (void)fault;
    struct replay *replay = context;
    struct arena *arena = replay->asked->run->arena;
    if (!is_asked(replay->asked, application, now)) {
        return true;
    }
    *next_row(arena, replay->out) = (struct due_row){
        .id = application->id,
        .project = application->project,
        .due_on = now->turn.until,
        .state = now->state,
        .light = text_of(now->light),
        .org = text_copy(arena, application->org),
        .number = text_copy(arena, application->number),
        .code = text_copy(arena, application->code),
        .project_name = text_copy(arena, application->project_name),
        .district = text_copy(arena, application->project_district),
    };
    return true;
}

static int in_order(const void *left, const void *right)
{
    const struct due_row *a = left;
    const struct due_row *b = right;
    return a->due_on != b->due_on ? (a->due_on > b->due_on) - (a->due_on < b->due_on)
                                  : (a->id > b->id) - (a->id < b->id);
}

static bool by_replay(const struct asked *asked, struct due_rows *out, struct fault *fault)
{
    struct replay replay = {asked, out};
    if (!open_cases_each(asked->run, keep, &replay, fault)) {
        return false;
    }
    if (out->count > 0) {
        qsort(out->items, out->count, sizeof out->items[0], in_order);
    }
    out->count = out->count > asked->limit + 1 ? asked->limit + 1 : out->count;
    return true;
}

/* -- the answer -- */

/* Which of its clocks the day belongs to. */
static const char *clock_of(enum application_state state)
{
    return state == APPLICATION_GRANTED                                      ? "delivery"
           : state == APPLICATION_SUPPLEMENT                                 ? "supplement"
           : state == APPLICATION_SUBMITTED || state == APPLICATION_RECEIVED ? "acceptance"
                                                                             : "decision";
}

static int64_t left_until(const struct view_run *run, civil_date day)
{
    const struct calendar *calendar = city_calendar(run->city);
    return day >= run->today ? calendar_count(calendar, run->today, day).working_days
                             : -(int64_t)calendar_count(calendar, day, run->today).working_days;
}

static void write_row(struct json_writer *json, const struct view_run *run,
                      const struct due_row *row)
{
    enum language language = run->actor->language;
    json_object(json);
    json_member_int(json, "id", row->id);
    json_member_date(json, "due_on", row->due_on);
    json_member_int(json, "left_days", left_until(run, row->due_on));
    json_member_text(json, "clock", text_of(clock_of(row->state)));
    json_member_text(json, "state", text_of(application_state_code(row->state)));
    json_member_text(json, "state_name", application_state_name(row->state, language));
    json_member_text(json, "light", row->light);
    json_member_text(json, "org_name", city_org_name(run->city, row->org, language));
    json_member_text(json, "number", row->number);
    json_member_text(json, "item", city_item_name(run->city, row->code, language));
    json_member_int(json, "project_id", row->project);
    json_member_text(json, "project_name", row->project_name);
    json_member_text(json, "district_name", city_district_name(run->city, row->district, language));
    json_end(json);
}

static struct text place_of(struct arena *arena, const struct due_row *last)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    struct text text = civil_date_write(last->due_on, day);
    return text_format(arena, "%.*s.%lld", (int)text.len, text.at, (long long)last->id);
}

static bool answer_due(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct asked asked;
    struct due_rows rows = {NULL, 0, 0};
    bool is_standing = false;
    if (!read_asked(run, &asked, fault) || !standing_is_ready(run, &is_standing, fault) ||
        !(is_standing ? by_index(&asked, &rows, fault) : by_replay(&asked, &rows, fault))) {
        return false;
    }
    bool has_more = rows.count > asked.limit;
    size_t shown = has_more ? asked.limit : rows.count;
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < shown; i++) {
        write_row(json, run, &rows.items[i]);
    }
    json_end(json);
    json_member_text_or_null(json, "next",
                             has_more ? place_of(run->arena, &rows.items[shown - 1]) : TEXT_NONE);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"due.list", "/due", &due_table, ROLES_WORK | ROLES_WATCHERS, 0, "接下来到期的办件，按日期排列",
     "The cases that are due next, by day", answer_due},
};

const struct room due_room = {
    .name = "due",
    ROOM_VIEWS(views),
    ROOM_STATEMENTS(due),
};
