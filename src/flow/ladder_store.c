#include "base/arena.h"
#include "flow/ladder.h"
#include "flow/redate_flow.h"
#include "pack/pack.h"

/* A look into the boards' rows of the day: what is due is written down there. */
static const struct statement ladder_due_of = {
    "ladder_due_of",
    "select c.id, c.project, c.due_on from standing_case c where c.day=$1 and c.due_on>=$2 and "
    "c.due_on<=$3"
    " and c.state in ($4,$5) and not exists(select 1 from notice n where n.project=c.project"
    " and n.application=c.id and n.rule=$6 and n.due_on=c.due_on)"
    " order by c.due_on, c.id limit 50"};
#define UNTOLD(day)                                                                                \
    " and not exists(select 1 from notice n where n.project=m.project and"                         \
    " n.application=m.application and n.about=m.id and n.rule=$3 and n.due_on=m." day ") order by" \
    " m." day ", m.id limit 50"
/* $1 and $2 the first and last due day, $3 the rung */
static const struct statement ladder_due_promises = {
    "ladder_due_promises",
    "select m.application, m.project, m.id, m.promised_on, m.by_org from promise m where"
    " m.state='open' and m.promised_on>=$1 and m.promised_on<=$2" UNTOLD("promised_on")};
static const struct statement ladder_due_checks = {
    "ladder_due_checks",
    "select m.application, m.project, m.id, m.next_on, m.checker from commitment m where"
    " m.next_on>=$1 and m.next_on<=$2 and m.state in ('checking','rechecking')" UNTOLD("next_on")};
static const struct statement ladder_due_corrections = {
    "ladder_due_corrections",
    "select m.application, m.project, m.id, m.next_on, m.checker from commitment m where"
    " m.next_on>=$1 and m.next_on<=$2 and m.state='rectifying'" UNTOLD("next_on")};
static const struct statement ladder_people_of = {
    "ladder_people_of",
    "select w.role, w.org, w.district, count(*) from account_post w join account a on"
    " a.id=w.account where w.ended=0 and a.disabled=0 group by w.role, w.org, w.district"
    " order by w.role, w.org, w.district limit 5000"};
static const struct statement ladder_fired_by = {
    "ladder_fired_by", "select sent_on, sent from notice_rule where rule=$1"};

const struct statement *const ladder_statements[] = {
    &ladder_due_of,    &ladder_due_promises, &ladder_due_checks, &ladder_due_corrections,
    &ladder_people_of, &ladder_fired_by,     &redate_flow_cases};
const size_t ladder_statement_count = COUNT_OF(ladder_statements);

static struct cell first_of(const struct ladder_span *span)
{
    return span->first == CIVIL_DATE_NONE ? cell_text(TEXT("0001-01-01")) : cell_date(span->first);
}

/* What hangs on a case and has its own day. */
static bool due_beside(struct store *store, const struct ladder_rung *rung,
                       const struct ladder_span *span, struct ladder_dues *out, struct fault *fault)
{
    static const struct statement *const statements[] = {
        [LADDER_PROMISES] = &ladder_due_promises,
        [LADDER_CHECKS] = &ladder_due_checks,
        [LADDER_CORRECTIONS] = &ladder_due_corrections,
    };
    struct store_rows rows;
    out->count = 0;
    if (!store_query(store, statements[rung->source],
                     CELLS(first_of(span), cell_date(span->last), cell_text(rung->record->id)),
                     &rows, fault)) {
        return false;
    }
    while (out->count < LADDER_AT_ONCE && store_next(&rows)) {
        out->items[out->count++] = (struct ladder_due){
            .application = store_int(&rows, 0),
            .project = store_int(&rows, 1),
            .about = store_int(&rows, 2),
            .due_on = store_date(&rows, 3),
            .org = store_text(out->arena, &rows, 4),
        };
    }
    return store_done(&rows, fault);
}

bool ladder_due_cases(struct store *store, const struct ladder_rung *rung,
                      const struct ladder_span *span, struct ladder_dues *out, struct fault *fault)
{
    struct store_rows rows;
    if (rung->source != LADDER_CASES) {
        return due_beside(store, rung, span, out, fault);
    }
    out->count = 0;
    if (!store_query(store, &ladder_due_of,
                     CELLS(cell_date(span->today), first_of(span), cell_date(span->last),
                           cell_text(text_of(rung->states[0])), cell_text(text_of(rung->states[1])),
                           cell_text(rung->record->id)),
                     &rows, fault)) {
        return false;
    }
    while (out->count < LADDER_AT_ONCE && store_next(&rows)) {
        out->items[out->count++] = (struct ladder_due){.application = store_int(&rows, 0),
                                                       .project = store_int(&rows, 1),
                                                       .due_on = store_date(&rows, 2)};
    }
    return store_done(&rows, fault);
}

#define CROWD_MAX 5000

bool ladder_crowd_load(struct arena *arena, struct store *store, struct ladder_crowd *out,
                       struct fault *fault)
{
    struct store_rows rows;
    *out = (struct ladder_crowd){arena_array(arena, struct ladder_people, CROWD_MAX), 0};
    if (!store_query(store, &ladder_people_of, NO_CELLS, &rows, fault)) {
        return false;
    }
    while (out->count < CROWD_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct ladder_people){
            .role = store_text(arena, &rows, 0),
            .org = store_text(arena, &rows, 1),
            .district = store_text(arena, &rows, 2),
            .count = store_int(&rows, 3),
        };
    }
    return store_done(&rows, fault);
}

bool ladder_fired_load(struct store *store, struct text rule, struct ladder_fired *out,
                       struct fault *fault)
{
    struct store_rows rows;
    *out = (struct ladder_fired){CIVIL_DATE_NONE, 0};
    if (!store_query(store, &ladder_fired_by, CELLS(cell_text(rule)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        *out = (struct ladder_fired){store_date(&rows, 0), store_int(&rows, 1)};
    }
    return store_done(&rows, fault);
}
