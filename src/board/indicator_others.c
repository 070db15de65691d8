#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "board/history.h"
#include "board/indicator_inside.h"

/* What else counts: acts, promised days, whistles, problems, claims. */

#define FROM " from project p join "

/* -- acts on cases: happened against recorded -- */

const struct statement indicator_act_rows = {
    "indicator_act_rows", INDICATOR_PROJECT
    ", e.seq, a.number, a.code, a.org, e.happened_on, e.recorded_at"
    " from (select seq, kind, happened_on, recorded_at, subject_id, project_id from ledger_event"
    " order by seq desc limit 50000) e join application a on a.id=e.subject_id"
    " join project p on p.id=e.project_id" INDICATOR_BESIDE "where " ACCESS_PROJECT
    " and a.project=p.id and e.seq>$6 and e.kind in ('application.received','application.accepted',"
    "'application.not_accepted','application.supplement_asked','application.supplement_completed',"
    "'application.special_started','application.special_ended','application.extended',"
    "'application.suspended','application.resumed','application.decided','application.delivered',"
    "'application.withdrawn') order by e.seq limit $7"};

static bool read_act(const struct indicator_asked *asked, struct arena *arena,
                     const struct store_rows *rows, struct indicator_row *out)
{
    civil_date happened = store_date(rows, INDICATOR_OWN + 3);
    int64_t recorded = store_int(rows, INDICATOR_OWN + 4);
    out->number = store_text(arena, rows, INDICATOR_OWN);
    out->item = store_text(arena, rows, INDICATOR_OWN + 1);
    out->org = store_text(arena, rows, INDICATOR_OWN + 2);
    out->day = happened;
    out->measure.whole = 1;
    out->measure.part = history_late_days(asked->run->city, happened, recorded) > 0;
    return indicator_is_past(asked, city_today(asked->run->city, recorded)) &&
           indicator_is_within(asked, happened);
}
const struct indicator_source indicator_acts = {&indicator_act_rows, NULL, "act", NULL, read_act};

/* -- promised days -- */

const struct statement indicator_promise_rows = {
    "indicator_promise_rows", INDICATOR_PROJECT
    ", q.id, a.number, a.code, q.by_org, q.kept_on, q.missed_on" FROM
    "application a on a.project=p.id join promise q on q.application=a.id" INDICATOR_BESIDE
    "where " ACCESS_PROJECT " and q.id>$6 order by q.id limit $7"};

static bool read_promise(const struct indicator_asked *asked, struct arena *arena,
                         const struct store_rows *rows, struct indicator_row *out)
{
    civil_date kept = store_date(rows, INDICATOR_OWN + 3);
    civil_date missed = store_date(rows, INDICATOR_OWN + 4);
    bool is_missed = indicator_is_past(asked, missed);
    out->number = store_text(arena, rows, INDICATOR_OWN);
    out->item = store_text(arena, rows, INDICATOR_OWN + 1);
    out->org = store_text(arena, rows, INDICATOR_OWN + 2);
    out->day = is_missed ? missed : kept;
    out->measure.whole = 1;
    out->measure.part = !is_missed;
    return indicator_is_past(asked, out->day) && indicator_is_within(asked, out->day);
}
const struct indicator_source indicator_promises = {&indicator_promise_rows, NULL, "promise", NULL,
                                                    read_promise};

/* -- whistles -- */

const struct statement indicator_whistle_rows = {
    "indicator_whistle_rows", INDICATOR_PROJECT
    ", w.id, w.number, w.org, w.reported_on, w.due_on, w.in_time, w.closed_on" FROM
    "whistle w on w.project=p.id" INDICATOR_BESIDE "where " ACCESS_PROJECT
    " and w.id>$6 order by w.id limit $7"};

static bool read_whistle(const struct indicator_asked *asked, struct arena *arena,
                         const struct store_rows *rows, struct indicator_row *out)
{
    civil_date reported = store_date(rows, INDICATOR_OWN + 2);
    civil_date due = store_date(rows, INDICATOR_OWN + 3);
    bool is_in_time = store_bool(rows, INDICATOR_OWN + 4);
    bool is_reported = indicator_is_past(asked, reported);
    bool is_withdrawn = reported == CIVIL_DATE_NONE && !store_is_null(rows, INDICATOR_OWN + 5);
    out->number = store_text(arena, rows, INDICATOR_OWN);
    out->org = store_text(arena, rows, INDICATOR_OWN + 1);
    out->day = is_reported && is_in_time ? reported : due;
    out->measure.whole = 1;
    out->measure.part = is_reported && is_in_time;
    return !is_withdrawn && (is_reported || (due != CIVIL_DATE_NONE && due < asked->cut)) &&
           indicator_is_within(asked, out->day);
}
const struct indicator_source indicator_whistles = {&indicator_whistle_rows, NULL, "whistle", NULL,
                                                    read_whistle};

/* -- problems -- */

/* The last one column: the day on which the newest earlier problem of that cause and unit was
 * raised, among those that may be seen. */
const struct statement indicator_problem_rows = {
    "indicator_problem_rows", INDICATOR_PROJECT
    ", b.id, b.number, b.org, b.cause, b.raised_on, b.closed_on, b.solved_on, b.reopens,"
    " case when $8=1 then (select max(o.raised_on) from problem o join project p on p.id=o.project"
    " where " ACCESS_PROJECT " and o.org=b.org and o.cause=b.cause and o.state<>'merged' and"
    " (o.raised_on<b.raised_on or (o.raised_on=b.raised_on and o.id<b.id))) end" FROM
    "problem b on b.project=p.id" INDICATOR_BESIDE "where " ACCESS_PROJECT
    " and b.state<>'merged' and b.id>$6 order by b.id limit $7"};

static void problem_cells(const struct indicator_asked *asked, struct cell *out, size_t *count)
{
    out[(*count)++] = cell_int(asked->kind == MEASURE_PROBLEMS_RECUR);
}

static bool read_problem(const struct indicator_asked *asked, struct arena *arena,
                         const struct store_rows *rows, struct indicator_row *out)
{
    civil_date raised = store_date(rows, INDICATOR_OWN + 3);
    civil_date closed = store_date(rows, INDICATOR_OWN + 4);
    civil_date solved = store_date(rows, INDICATOR_OWN + 5);
    bool is_closed = indicator_is_past(asked, closed);
    civil_date before = store_date(rows, INDICATOR_OWN + 7);
    struct measure_row *row = &out->measure;
    out->number = store_text(arena, rows, INDICATOR_OWN);
    out->org = store_text(arena, rows, INDICATOR_OWN + 1);
    out->cause = store_text(arena, rows, INDICATOR_OWN + 2);
    out->day = raised;
    row->whole = 1;
    row->part = is_closed;
    row->has_ended = is_closed;
    if (!indicator_is_past(asked, raised) || !indicator_is_within(asked, raised)) {
        return false;
    }
    int64_t days = city_working_days(asked->run->city, raised, is_closed ? closed : asked->cut);
    row->days = days > 0 ? (int32_t)days : 0;
    if (asked->kind == MEASURE_PROBLEMS_REOPENED) {
        row->part = store_int(rows, INDICATOR_OWN + 6) > 0;
        return row->part > 0 || is_closed || indicator_is_past(asked, solved);
    }
    if (asked->kind == MEASURE_PROBLEMS_RECUR) {
        row->part = before != CIVIL_DATE_NONE && raised - before <= asked->window_days;
        return out->cause.len > 0;
    }
    return true;
}
const struct indicator_source indicator_problems = {&indicator_problem_rows, NULL, "problem",
                                                    problem_cells, read_problem};

/* -- claims; whole fen -- */

#define PARTS(what)                                                                                \
    "(select coalesce(sum(t.amount),0) from claim_part t where t.claim=c.id and t.kind=0 "         \
    "and " what ")"
const struct statement indicator_claim_rows = {
    "indicator_claim_rows", INDICATOR_PROJECT
    ", c.id, c.number, c.org, c.asked, c.granted, c.decided_on, "
    "cast(" PARTS("t.done_on<=$8") " as integer), cast(" PARTS(
        "(t.done_on<=$8 or t.due_on<=$8)") " as integer)" FROM
                                           "claim c on c.project=p.id" INDICATOR_BESIDE
                                           "where " ACCESS_PROJECT
                                           " and c.id>$6 order by c.id limit $7"};

static void claim_cells(const struct indicator_asked *asked, struct cell *out, size_t *count)
{
    out[(*count)++] = cell_date(asked->cut);
}

static bool read_claim(const struct indicator_asked *asked, struct arena *arena,
                       const struct store_rows *rows, struct indicator_row *out)
{
    int64_t asked_for = store_int(rows, INDICATOR_OWN + 2);
    bool is_paid = asked->kind == MEASURE_POLICY_PAID;
    out->number = store_text(arena, rows, INDICATOR_OWN);
    out->org = store_text(arena, rows, INDICATOR_OWN + 1);
    out->day = store_date(rows, INDICATOR_OWN + 4);
    out->measure.part = store_int(rows, is_paid ? INDICATOR_OWN + 5 : INDICATOR_OWN + 3);
    out->measure.whole = is_paid ? store_int(rows, INDICATOR_OWN + 6) : asked_for;
    return indicator_is_past(asked, out->day) && indicator_is_within(asked, out->day) &&
           out->measure.whole > 0;
}
const struct indicator_source indicator_claims = {&indicator_claim_rows, NULL, "claim", claim_cells,
                                                  read_claim};
