#include "room/claim/claim_store.h"

#include "app/access.h"
#include "base/arena.h"
#include "store/gather.h"

#define LIST_MAX 101 /* a page of 100 and the row that shows that there is more */
#define COLUMNS                                                                                    \
    "c.id, c.version, c.project, c.number, c.policy, c.title, c.org, c.told, c.files, c.words,"    \
    " c.state, c.by_itself, c.would_grant, c.asked, c.proposed, c.granted, c.paid, c.demanded,"    \
    " c.returned, c.reviewer, c.approver, c.open_objections, c.instalments, c.unpaid,"             \
    " c.conditions, c.unkept, c.applied_on, c.since, c.due_on, c.decided_on, c.late_on, p.number," \
    " p.name, p.enterprise"
#define FROM " from claim c join project p on p.id=c.project"
/* A department sees what its own unit decides. */
#define SEEN ACCESS_PROJECT " and ($1<>4 or c.org=$2)"
#define IS_UNITS "c.state in ('submitted','accepted','reviewed','announced','approved')"
#define IS_ENTERPRISES "c.state in ('offered','correcting')"
#define IS_OPEN "c.open=1"
#define OF "($6='' or c.org=$6) and ($7='' or c.policy=$7) and ($8=0 or c.project=$8)"
#define UNPAID "q.kind=0 and q.done_on is null and q.claim=c.id"

static const struct statement claim_by_id = {"claim_by_id",
                                             "select " COLUMNS FROM " where " SEEN " and c.id=$6"};
static const struct statement claim_filtered = {
    "claim_filtered", "select " COLUMNS FROM " where " SEEN " and " OF
                      " and ($9='' or c.state=$9 or ($9='open' and " IS_OPEN
                      ") or ($9='unit' and " IS_UNITS ") or ($9='enterprise' and " IS_ENTERPRISES
                      ") or ($9='late' and " IS_OPEN " and c.due_on<$10)) and c.id<$11"
                      " order by c.id desc limit $12"};
/* What is due: instalments whose day has come, or of which no day is known. */
static const struct statement claim_summed = {
    "claim_summed",
    "select c.policy, max(c.title), c.org, count(*), count(case when c.granted>0 then 1 end),"
    " cast(sum(c.granted) as integer), cast(sum(c.paid) as integer),"
    " cast(sum(c.demanded) as integer), cast(sum(c.returned) as integer),"
    " cast(sum(coalesce((select cast(sum(q.amount) as integer) from claim_part q where " UNPAID
    " and (q.due_on is null or q.due_on<=$9)), 0)) as integer),"
    " cast(sum(coalesce((select cast(sum(q.amount) as integer) from claim_part q where " UNPAID
    " and q.due_on<$9), 0)) as integer)" FROM " where " SEEN " and " OF
    " group by c.policy, c.org order by c.policy, c.org limit 101"};
static const struct statement claim_parts_by_claim = {
    "claim_parts_by_claim",
    "select q.claim, q.kind, q.nth, q.amount, q.returned, q.words, q.answer, q.holds, q.made_on,"
    " q.due_on, q.done_on from claim_part q where q.claim=$1 order by q.kind, q.nth"};
/* Whoever asks has passed the gate of the claim that he claims himself. */
static const struct statement claim_of_enterprise = {
    "claim_of_enterprise",
    "select c.policy, max(case when c.granted>0 then 1 else 0 end),"
    " max(case when c.open=1 and c.granted=0 then 1 else 0 end),"
    " max(case when c.open=1 and c.granted=0 and c.project=$1 then 1 else 0 end)"
    " from claim c where c.id<>$2 and (c.open=1 or c.granted>0) and c.id in (select x.id from claim"
    " x where x.project=$1 union select y.id from claim y where y.enterprise=(select p.enterprise"
    " from project p where p.id=$1))"
    " group by c.policy order by c.policy"};
static const struct statement claim_granted_of = {
    "claim_granted_of", "select cast(coalesce(sum(c.granted), 0) as integer) from claim c where"
                        " c.policy=$1 and c.granted>0 and ($2='' or c.decided_on>=$2) and"
                        " ($3='' or c.decided_on<=$3)"};
static const struct statement claim_serial = {"claim_serial",
                                              "select max(nth) from claim where year=$1"};
/* The end of a public notice is no limit that somebody missed. */
static const struct statement claim_past_day = {
    "claim_past_day", "select " COLUMNS FROM " where c.open=1 and c.late_on is null and"
                      " c.state<>'announced' and c.due_on<$1 order by c.due_on, c.id limit 100"};

const struct statement *const claim_statements[] = {
    &claim_by_id,           &claim_filtered,      &claim_summed,         &claim_parts_by_claim,
    &claim_of_enterprise,   &claim_granted_of,    &claim_serial,         &claim_past_day,
    &claim_insert,          &claim_move_update,   &claim_correct_update, &claim_review_update,
    &claim_announce_update, &claim_decide_update, &claim_pay_update,     &claim_count_update,
    &claim_miss_update,     &claim_part_insert,   &claim_part_update,    &claim_due_update};
const size_t claim_statement_count = COUNT_OF(claim_statements);

static void read_row(struct arena *arena, const struct store_rows *rows, void *place)
{
    struct claim *out = place;
    *out = (struct claim){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .project = store_int(rows, 2),
        .number = store_text(arena, rows, 3),
        .policy = store_text(arena, rows, 4),
        .title = store_text(arena, rows, 5),
        .org = store_text(arena, rows, 6),
        .told = store_text(arena, rows, 7),
        .files = store_text(arena, rows, 8),
        .words = store_text(arena, rows, 9),
        .by_itself = store_int(rows, 11) != 0,
        .would_grant = store_int(rows, 12) != 0,
        .asked = store_int(rows, 13),
        .proposed = store_int(rows, 14),
        .granted = store_int(rows, 15),
        .paid = store_int(rows, 16),
        .demanded = store_int(rows, 17),
        .returned = store_int(rows, 18),
        .reviewer = store_int(rows, 19),
        .approver = store_int(rows, 20),
        .open_objections = store_int(rows, 21),
        .instalments = store_int(rows, 22),
        .unpaid = store_int(rows, 23),
        .conditions = store_int(rows, 24),
        .unkept = store_int(rows, 25),
        .applied_on = store_date(rows, 26),
        .since = store_date(rows, 27),
        .due_on = store_date(rows, 28),
        .decided_on = store_date(rows, 29),
        .late_on = store_date(rows, 30),
        .project_number = store_text(arena, rows, 31),
        .project_name = store_text(arena, rows, 32),
        .enterprise = store_text(arena, rows, 33),
    };
    ensure(claim_state_find(store_cell(rows, 10).text, &out->state));
}

static const struct store_shape shape = {sizeof(struct claim), LIST_MAX, read_row};

static bool read_all(struct arena *arena, struct store_rows *rows, struct claims *out,
                     struct fault *fault)
{
    struct store_list list;
    bool read = store_gather(arena, rows, &shape, &list, fault);
    *out = (struct claims){list.items, list.count};
    return read;
}

bool claim_find(const struct sight *sight, int64_t id, struct claim *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(sight->store, &claim_by_id, CELLS(ACCESS_CELLS(sight->scope), cell_int(id)),
                       &rows, fault) &&
           store_gather_one(sight->arena, &rows, &shape, out, fault);
}

#define OF_CELLS(filter)                                                                           \
    cell_text((filter)->org), cell_text((filter)->policy), cell_int((filter)->project)

bool claim_list(const struct sight *sight, const struct claim_filter *filter, struct claims *out,
                struct fault *fault)
{
    struct store_rows rows;
    ensure(filter->limit < LIST_MAX);
    return store_query(sight->store, &claim_filtered,
                       CELLS(ACCESS_CELLS(sight->scope), OF_CELLS(filter), cell_text(filter->state),
                             cell_date(filter->today),
                             cell_int(filter->before > 0 ? filter->before : INT64_MAX),
                             cell_int(filter->limit + 1)),
                       &rows, fault) &&
           read_all(sight->arena, &rows, out, fault);
}

bool claim_money(const struct sight *sight, const struct claim_filter *filter,
                 struct claim_sums *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct claim_sums){arena_room(sight->arena, struct claim_sum, LIST_MAX), 0};
    if (!store_query(sight->store, &claim_summed,
                     CELLS(ACCESS_CELLS(sight->scope), OF_CELLS(filter), cell_date(filter->today)),
                     &rows, fault)) {
        return false;
    }
    while (out->count < LIST_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct claim_sum){
            .policy = store_text(sight->arena, &rows, 0),
            .title = store_text(sight->arena, &rows, 1),
            .org = store_text(sight->arena, &rows, 2),
            .claims = store_int(&rows, 3),
            .granted = store_int(&rows, 4),
            .promised = store_int(&rows, 5),
            .paid = store_int(&rows, 6),
            .demanded = store_int(&rows, 7),
            .returned = store_int(&rows, 8),
            .due = store_int(&rows, 9),
            .overdue = store_int(&rows, 10),
        };
    }
    return store_done(&rows, fault);
}

/* -- parts -- */

bool claim_parts_of(struct arena *arena, struct store *store, int64_t claim,
                    struct claim_parts *out, struct fault *fault)
{
    struct store_rows rows;
    uint32_t room = 0;
    *out = (struct claim_parts){.items = NULL};
    if (!store_query(store, &claim_parts_by_claim, CELLS(cell_int(claim)), &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        if (out->count == room) {
            out->items = arena_grown(arena, out->items, &room, sizeof *out->items);
        }
        out->items[out->count++] = (struct claim_part){
            .claim = store_int(&rows, 0),
            .kind = (enum claim_part_kind)store_int(&rows, 1),
            .nth = store_int(&rows, 2),
            .amount = store_int(&rows, 3),
            .returned = store_int(&rows, 4),
            .words = store_text(arena, &rows, 5),
            .answer = store_text(arena, &rows, 6),
            .holds = store_int(&rows, 7),
            .on = store_date(&rows, 8),
            .due_on = store_date(&rows, 9),
            .done_on = store_date(&rows, 10),
        };
    }
    return store_done(&rows, fault);
}

/* -- of all, whoever asks -- */

bool claim_others_of(struct arena *arena, struct store *store, const struct claim *but,
                     struct claim_others *out, struct fault *fault)
{
    struct store_rows rows;
    uint32_t room = 0;
    *out = (struct claim_others){.items = NULL};
    if (!store_query(store, &claim_of_enterprise, CELLS(cell_int(but->project), cell_int(but->id)),
                     &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        if (out->count == room) {
            out->items = arena_grown(arena, out->items, &room, sizeof *out->items);
        }
        out->items[out->count++] =
            (struct claim_other){store_text(arena, &rows, 0), store_int(&rows, 1) != 0,
                                 store_int(&rows, 2) != 0, store_int(&rows, 3) != 0};
    }
    return store_done(&rows, fault);
}

/* A day that is not known bounds nothing. */
static struct cell bound(civil_date day)
{
    return day == CIVIL_DATE_NONE ? cell_text(TEXT("")) : cell_date(day);
}

bool claim_granted(struct store *store, const struct claim_span *span, int64_t *out,
                   struct fault *fault)
{
    *out = 0;
    return store_query_int(store, &claim_granted_of,
                           CELLS(cell_text(span->policy), bound(span->from), bound(span->to)), out,
                           fault);
}

bool claim_next_serial(struct store *store, int64_t year, int64_t *out, struct fault *fault)
{
    int64_t last = 0;
    bool read = store_query_int(store, &claim_serial, CELLS(cell_int(year)), &last, fault);
    *out = last + 1;
    return read;
}

bool claim_past(struct arena *arena, struct store *store, civil_date today, struct claims *out,
                struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &claim_past_day, CELLS(cell_date(today)), &rows, fault) &&
           read_all(arena, &rows, out, fault);
}
