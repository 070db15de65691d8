#include "board/redate.h"

#include <stdlib.h>

#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "board/open_cases.h"
#include "board/standing.h"
#include "engine/clock/redate.h"

#define SLICE 5000
#define MOST 2000

/* $6 day, $7 due day, $8 id, $9 how many. What stands still has no due day on the clock, but one of
 * its turn. All are counted in the order they lie in, since two rows of each have to be found; for
 * which no index by day may be taken (coalesce); only where more move than are told is it asked
 * which come first. */
#define REDATE_COLUMNS                                                                             \
    "select c.id, c.due_on, a.project, a.number, a.code, a.org, a.state, a.own, a.limit_days,"     \
    " a.notify_days, a.deliver_days, a.course, a.submitted_on,"                                    \
    " coalesce(a.closed_on, a.decided_on), a.decided_on from standing_case c"                      \
    " join application a on a.id=c.id join project p on p.id=c.project where " ACCESS_PROJECT      \
    " and "
static const struct statement redate_all = {"redate_all", REDATE_COLUMNS
                                            "coalesce(c.day, '')=$6 and coalesce(c.due_on, '')>=$7"
                                            " and c.id>$8 order by c.id limit $9"};
static const struct statement redate_first = {
    "redate_first",
    REDATE_COLUMNS "c.day=$6 and (c.due_on, c.id)>($7,$8) order by c.due_on, c.id limit $9"};
static const struct statement *const redate_statements[] = {&redate_all, &redate_first};
static const size_t redate_statement_count = COUNT_OF(redate_statements);

/* -- one case on both calendars -- */

struct turned {
    const struct view_run *run;
    const struct redate_asked *asked;
    struct redate_found *found;
    int32_t yellow_left;
    bool is_counting;
    civil_date due; /* of the row that is looked at */
};

static void read_case(struct arena *arena, const struct store_rows *rows, struct application *out)
{
    *out = (struct application){
        .id = store_int(rows, 0),
        .project = store_int(rows, 2),
        .number = store_text(arena, rows, 3),
        .code = store_text(arena, rows, 4),
        .org = store_text(arena, rows, 5),
        .is_own = store_bool(rows, 7),
        .limit_days = store_int(rows, 8),
        .notify_days = store_int(rows, 9),
        .deliver_days = store_int(rows, 10),
        .course = store_text(arena, rows, 11),
        .submitted_on = store_date(rows, 12),
        .closed_on = store_date(rows, 13),
        .decided_on = store_date(rows, 14),
    };
    ensure(application_state_find(store_cell(rows, 6).text, &out->state));
}

/* The day its turn lasts to, by the clock alone, and which of the three it is. */
static civil_date day_of(const struct application *application, const struct clock_reading *reading,
                         const char **what)
{
    if (application->state == APPLICATION_GRANTED) {
        *what = "delivery";
        return reading->delivery_due;
    }
    *what = reading->is_accepted ? "decision" : "acceptance";
    return reading->is_accepted ? reading->decision_due : reading->acceptance_due;
}

static void count(struct redate_found *found, const struct redate_move *move)
{
    found->moved++;
    found->earlier += move->after < move->before;
    found->later += move->after > move->before;
    found->lights += move->light_before != move->light_after;
}

static void keep(struct turned *turned, const struct redate_move *move)
{
    struct redate_found *found = turned->found;
    if (found->count < MOST) {
        struct redate_move *kept = &found->items[found->count++];
        struct arena *arena = turned->run->arena;
        *kept = *move;
        kept->number = text_copy(arena, move->number);
        kept->code = text_copy(arena, move->code);
        kept->org = text_copy(arena, move->org);
        kept->state = text_copy(arena, move->state);
    }
}

static bool turn(struct turned *turned, const struct application *application, struct fault *fault)
{
    struct clock_reading before;
    struct clock_reading after;
    const char *what_before = NULL;
    const char *what_after = NULL;
    civil_date today = turned->run->today;
    if (!application_clock(application, turned->asked->from, today, &before, fault) ||
        !application_clock(application, turned->asked->to, today, &after, fault)) {
        return false;
    }
    struct redate_move move = {
        .application = application->id,
        .due = turned->due,
        .project = application->project,
        .number = application->number,
        .code = application->code,
        .org = application->org,
        .state = text_of(application_state_code(application->state)),
        .before = day_of(application, &before, &what_before),
        .after = day_of(application, &after, &what_after),
        .light_before = light_name(light_of_promise(&before, turned->yellow_left)),
        .light_after = light_name(light_of_promise(&after, turned->yellow_left)),
    };
    move.what = what_after;
    if (turned->is_counting) {
        turned->found->looked_at++;
    }
    if (move.before != move.after || move.light_before != move.light_after ||
        what_before != what_after) {
        keep(turned, &move);
        if (turned->is_counting) {
            count(turned->found, &move);
        }
    }
    return true;
}

/* -- all of them, a slice at a time -- */

struct place {
    const struct statement *question;
    struct text due; /* of the last one seen; in the order of ids, from which day on */
    int64_t id;
};

static bool turn_slice(struct turned *turned, struct arena *scratch, struct place *after,
                       bool *out_is_last, struct fault *fault)
{
    struct scope scope = access_scope(turned->run->city, turned->run->actor);
    struct store_rows rows;
    size_t seen = 0;
    bool is_by_day = after->question == &redate_first;
    char due[CIVIL_DATE_TEXT_SIZE] = "";
    if (!store_query(turned->run->store, after->question,
                     CELLS(ACCESS_CELLS(scope), cell_date(turned->run->today),
                           cell_text(after->due), cell_int(after->id), cell_int(SLICE)),
                     &rows, fault)) {
        return false;
    }
    bool done = true;
    while (done && store_next(&rows)) {
        struct application application;
        arena_reset(scratch);
        read_case(scratch, &rows, &application);
        turned->due = store_date(&rows, 1);
        (void)civil_date_write(turned->due, due);
        after->id = application.id;
        done = turn(turned, &application, fault);
        seen++;
    }
    if (is_by_day) {
        after->due = text_copy(turned->run->arena, text_of(due));
    }
    *out_is_last = seen < SLICE;
    struct fault closing = {.code = FAULT_NONE};
    bool closed = store_done(&rows, done ? fault : &closing);
    return done && closed;
}

/* Of `question`, until all were seen or enough are kept. */
static bool turn_all(struct turned *turned, struct place place, size_t enough, struct fault *fault)
{
    struct arena *scratch = arena_open((size_t)64 << 10, (size_t)16 << 20);
    bool is_last = false;
    bool done = true;
    while (done && !is_last && turned->found->count < enough) {
        done = turn_slice(turned, scratch, &place, &is_last, fault);
    }
    arena_close(scratch);
    return done;
}

static int by_day(const void *a, const void *b)
{
    const struct redate_move *left = a;
    const struct redate_move *right = b;
    return left->due != right->due ? (left->due < right->due ? -1 : 1)
                                   : (left->application > right->application) -
                                         (left->application < right->application);
}

static bool compare_all(struct turned *turned, struct fault *fault)
{
    struct redate_found *found = turned->found;
    char first[CIVIL_DATE_TEXT_SIZE];
    char before[CIVIL_DATE_TEXT_SIZE];
    struct text from = civil_date_write(found->first_day, first);
    struct text day_before = civil_date_write(found->first_day - 1, before);
    size_t most = turned->asked->most < MOST ? (size_t)turned->asked->most : MOST;
    turned->is_counting = true;
    if (!turn_all(turned, (struct place){&redate_all, from, 0}, SIZE_MAX, fault)) {
        return false;
    }
    turned->is_counting = false;
    if (found->moved > MOST) {
        found->count = 0;
        if (!turn_all(turned, (struct place){&redate_first, day_before, INT64_MAX}, most, fault)) {
            return false;
        }
    }
    qsort(found->items, found->count, sizeof *found->items, by_day);
    found->count = found->count < most ? found->count : most;
    return true;
}

/* -- without the rows: every open case, by the key -- */

static bool turn_open(void *context, const struct application *application,
                      const struct application_now *now, struct fault *fault)
{
    struct turned *turned = context;
    turned->due = now->turn.until;
    return turn(turned, application, fault);
}

static bool compare_each(struct turned *turned, struct fault *fault)
{
    struct redate_found *found = turned->found;
    size_t most = turned->asked->most < MOST ? (size_t)turned->asked->most : MOST;
    turned->is_counting = true;
    if (!open_cases_each(turned->run, turn_open, turned, fault)) {
        return false;
    }
    qsort(found->items, found->count, sizeof *found->items, by_day);
    found->count = found->count < most ? found->count : most;
    return true;
}

bool redate_compare(const struct view_run *run, const struct redate_asked *asked,
                    struct redate_found *out, struct fault *fault)
{
    struct turned turned = {run, asked, out,
                            city_limit(run->city, "light_yellow_remaining", run->today), false};
    *out = (struct redate_found){.items = arena_array(run->arena, struct redate_move, MOST)};
    out->first_day = clock_first_difference(asked->from, asked->to, run->today);
    bool is_standing = false;
    if (out->first_day == CIVIL_DATE_NONE) {
        return true;
    }
    return standing_is_ready(run, &is_standing, fault) &&
           (is_standing ? compare_all(&turned, fault) : compare_each(&turned, fault));
}

void redate_write(struct json_writer *json, const struct view_run *run,
                  const struct redate_found *found)
{
    enum language language = run->actor->language;
    json_object(json);
    json_member_bool(json, "ready", true);
    json_member_date(json, "first_day", found->first_day);
    json_member_int(json, "looked_at", found->looked_at);
    json_member_int(json, "moved", found->moved);
    json_member_int(json, "earlier", found->earlier);
    json_member_int(json, "later", found->later);
    json_member_int(json, "lights", found->lights);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < found->count; i++) {
        const struct redate_move *move = &found->items[i];
        json_object(json);
        json_member_int(json, "application_id", move->application);
        json_member_int(json, "project_id", move->project);
        json_member_text(json, "number", move->number);
        json_member_text(json, "item", city_item_name(run->city, move->code, language));
        json_member_text(json, "org_name", city_org_name(run->city, move->org, language));
        json_member_text(json, "what", text_of(move->what));
        json_member_date(json, "before", move->before);
        json_member_date(json, "after", move->after);
        json_member_text(json, "light_before", text_of(move->light_before));
        json_member_text(json, "light_after", text_of(move->light_after));
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

/* -- asking: other days off and days worked -- */

struct redate_query {
    struct text off, work; /* days with commas between */
    int64_t limit;
};
static const struct field redate_fields[] = {
    FIELD(redate_query, off, TEXT, .max = 2000, .zh = "放假日", .en = "days off"),
    FIELD(redate_query, work, TEXT, .max = 2000, .zh = "上班日", .en = "days worked"),
    FIELD(redate_query, limit, INT, .min = 1, .max = MOST, .zh = "最多列出", .en = "at most"),
};
static const struct field_table redate_table = FIELD_TABLE(redate_query, redate_fields);

#define DAYS_MAX 200
struct days {
    civil_date items[DAYS_MAX];
    size_t count;
};

static bool read_days(struct text listed, const char *field, struct days *out, struct fault *fault)
{
    out->count = 0;
    while (listed.len > 0) {
        struct text word = text_cut(&listed, ',');
        if (out->count == DAYS_MAX || !civil_date_parse(word, &out->items[out->count])) {
            return fault_raise(fault, FAULT_QUERY_INVALID, text_of(field),
                               FAULT_ARGS(text_of(field)));
        }
        out->count++;
    }
    return true;
}

static bool answer_redate(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct redate_query *query = run->query;
    struct days *off = arena_new(run->arena, struct days);
    struct days *work = arena_new(run->arena, struct days);
    struct redate_found found;
    if (!read_days(query->off, "off", off, fault) || !read_days(query->work, "work", work, fault)) {
        return false;
    }
    struct calendar_change change = {off->items, off->count, work->items, work->count};
    struct redate_asked asked = {
        .from = city_calendar(run->city),
        .to = calendar_suppose(run->arena, city_calendar(run->city), &change),
        .most = query->limit > 0 ? query->limit : 200,
    };
    if (!redate_compare(run, &asked, &found, fault)) {
        return false;
    }
    redate_write(json, run, &found);
    return true;
}

static const struct view_kind views[] = {
    {"redate.compare", "/redate", &redate_table, ROLES_COORDINATORS | ROLES_WATCHERS, 0,
     "日历变动将使哪些办件改期", "What other days off and days worked would move", answer_redate},
};

const struct room redate_room = {
    .name = "redate",
    ROOM_VIEWS(views),
    ROOM_STATEMENTS(redate),
};
