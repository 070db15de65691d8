#include "room/claim/claim_events.h"
#include "room/claim/claim_store.h"

/* The tables of claims: what events leave in them. */

#define MOVES "version=version+1, since=$2, late_on=null"

const struct statement claim_insert = {
    "claim_insert",
    "insert into claim(id, version, project, enterprise, number, year, nth, policy, title, org,"
    " told, files, words, state, open, by_itself, would_grant, asked, proposed, granted, paid,"
    " demanded, returned, reviewer, approver, open_objections, instalments, unpaid, conditions,"
    " unkept, applied_on, since, due_on, decided_on, late_on) values($1,1,$2,coalesce((select"
    " enterprise from project where id=$2),''),$3,$4,$5,$6,$7,$8,$9,$10,'',$11,1,$12,0,$13,0,0,0,"
    "0,0,0,0,0,0,0,0,0,$14,$14,$15,null,null)"};
const struct statement claim_move_update = {
    "claim_move_update", "update claim set " MOVES ", state=$3, open=$4, words=$5, due_on=$6"
                         " where id=$1"};
const struct statement claim_correct_update = {
    "claim_correct_update", "update claim set " MOVES ", state='submitted', asked=$3, told=$4,"
                            " files=$5, due_on=$6 where id=$1"};
const struct statement claim_review_update = {
    "claim_review_update", "update claim set " MOVES ", state='reviewed', would_grant=$3,"
                           " proposed=$4, words=$5, reviewer=$6, due_on=$7 where id=$1"};
const struct statement claim_announce_update = {"claim_announce_update",
                                                "update claim set " MOVES
                                                ", state='announced', due_on=$3 where id=$1"};
const struct statement claim_decide_update = {
    "claim_decide_update",
    "update claim set " MOVES ", state=$3, open=$4, granted=$5, words=$6, approver=$7,"
    " decided_on=$2, due_on=$8 where id=$1"};
const struct statement claim_pay_update = {
    "claim_pay_update", "update claim set version=version+1, late_on=null, paid=paid+$2,"
                        " unpaid=unpaid-1, state=case when unpaid=1 then 'paid' else state end,"
                        " open=case when unpaid=1 then 0 else 1 end where id=$1"};
/* One more or one less of what hangs on it. */
const struct statement claim_count_update = {
    "claim_count_update",
    "update claim set version=version+1, open_objections=open_objections+$2,"
    " instalments=instalments+$3, unpaid=unpaid+$3, conditions=conditions+$4, unkept=unkept+$5,"
    " demanded=demanded+$6, returned=returned+$7 where id=$1"};
const struct statement claim_due_update = {
    "claim_due_update", "update claim set due_on=(select min(q.due_on) from claim_part q where"
                        " q.claim=$1 and q.kind=0 and q.done_on is null) where id=$1"};
const struct statement claim_miss_update = {
    "claim_miss_update", "update claim set version=version+1, late_on=$2 where id=$1"};
const struct statement claim_part_insert = {
    "claim_part_insert",
    "insert into claim_part(claim, kind, nth, amount, returned, words, answer, holds, made_on,"
    " due_on, done_on) values($1,$2,$3,$4,0,$5,'',-1,$6,$7,null) on conflict (claim, kind, nth)"
    " do update set due_on=excluded.due_on"};
const struct statement claim_part_update = {
    "claim_part_update", "update claim_part set answer=$4, holds=$5, returned=returned+$6,"
                         " done_on=case when kind=2 and returned+$6<amount then null else $7 end"
                         " where claim=$1 and kind=$2 and nth=$3"};

const char claim_ddl[] =
    "create table claim (id integer primary key, version integer not null, project integer not"
    " null, enterprise text not null, number text not null, year integer not null, nth integer not"
    " null, policy text not null, title text not null, org text not null, told text not null,"
    " files text not null, words text not null, state text not null, open integer not null,"
    " by_itself integer not null, would_grant integer not null, asked integer not null, proposed"
    " integer not null, granted integer not null, paid integer not null, demanded integer not"
    " null, returned integer not null, reviewer integer not null, approver integer not null,"
    " open_objections integer not null, instalments integer not null, unpaid integer not null,"
    " conditions integer not null, unkept integer not null, applied_on text not null, since text"
    " not null, due_on text, decided_on text, late_on text);"
    "create unique index claim_by_number on claim(year, nth);"
    "create index claim_by_project on claim(project);"
    "create index claim_by_enterprise on claim(enterprise);"
    "create index claim_by_policy on claim(policy, decided_on);"
    "create index claim_by_day on claim(open, due_on);"
    "create table claim_part (claim integer not null, kind integer not null, nth integer not null,"
    " amount integer not null, returned integer not null, words text not null, answer text not"
    " null, holds integer not null, made_on text not null, due_on text, done_on text,"
    " primary key(claim, kind, nth));";

/* -- the way of a claim -- */

bool claim_record_opened(struct store *store, const struct event *event, struct fault *fault)
{
    const struct claim_opened *body = event->body;
    return store_run(store, &claim_insert,
                     CELLS(cell_int(event->subject), cell_int(event->project),
                           cell_text(body->number), cell_int(body->year), cell_int(body->serial),
                           cell_text(body->policy), cell_text(body->name), cell_text(body->org),
                           cell_text(body->told), cell_text(body->files),
                           cell_text(body->by_itself ? TEXT("offered") : TEXT("submitted")),
                           cell_bool(body->by_itself), cell_int(body->asked),
                           cell_date(event->happened_on), cell_date(body->due_on)),
                     fault);
}

static bool move(struct store *store, const struct event *event, enum claim_state state,
                 struct fault *fault)
{
    const struct claim_moved *body = event->body;
    return store_run(store, &claim_move_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           cell_text(text_of(claim_state_code(state))),
                           cell_bool(claim_owner(state)[0] != '\0'), cell_text(body->words),
                           cell_date(body->due_on)),
                     fault);
}

bool claim_record_consented(struct store *store, const struct event *event, struct fault *fault)
{
    return move(store, event, CLAIM_ACCEPTED, fault);
}

bool claim_record_declined(struct store *store, const struct event *event, struct fault *fault)
{
    return move(store, event, CLAIM_DECLINED, fault);
}

bool claim_record_withdrawn(struct store *store, const struct event *event, struct fault *fault)
{
    return move(store, event, CLAIM_WITHDRAWN, fault);
}

bool claim_record_lapsed(struct store *store, const struct event *event, struct fault *fault)
{
    return move(store, event, CLAIM_LAPSED, fault);
}

bool claim_record_accepted(struct store *store, const struct event *event, struct fault *fault)
{
    return move(store, event, CLAIM_ACCEPTED, fault);
}

bool claim_record_correction_asked(struct store *store, const struct event *event,
                                   struct fault *fault)
{
    return move(store, event, CLAIM_CORRECTING, fault);
}

bool claim_record_corrected(struct store *store, const struct event *event, struct fault *fault)
{
    const struct claim_corrected *body = event->body;
    return store_run(store, &claim_correct_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           cell_int(body->asked), cell_text(body->told), cell_text(body->files),
                           cell_date(body->due_on)),
                     fault);
}

bool claim_record_reviewed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct claim_reviewed *body = event->body;
    return store_run(store, &claim_review_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           cell_bool(body->grant), cell_int(body->amount), cell_text(body->words),
                           cell_int(actor_label_account(event->actor)), cell_date(body->due_on)),
                     fault);
}

bool claim_record_announced(struct store *store, const struct event *event, struct fault *fault)
{
    const struct claim_announced *body = event->body;
    return store_run(
        store, &claim_announce_update,
        CELLS(cell_int(event->subject), cell_date(event->happened_on), cell_date(body->until)),
        fault);
}

bool claim_record_decided(struct store *store, const struct event *event, struct fault *fault)
{
    const struct claim_decided *body = event->body;
    enum claim_state state = body->grant ? CLAIM_APPROVED : CLAIM_REFUSED;
    return store_run(store, &claim_decide_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           cell_text(text_of(claim_state_code(state))), cell_bool(body->grant),
                           cell_int(body->amount), cell_text(body->words),
                           cell_int(actor_label_account(event->actor)), cell_date(body->due_on)),
                     fault);
}

bool claim_record_missed(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &claim_miss_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

/* -- what hangs on it -- */

struct counts {
    int64_t objections, instalments, conditions, unkept, demanded, returned;
};

static bool count(struct store *store, const struct event *event, const struct counts *by,
                  struct fault *fault)
{
    return store_run(store, &claim_count_update,
                     CELLS(cell_int(event->subject), cell_int(by->objections),
                           cell_int(by->instalments), cell_int(by->conditions),
                           cell_int(by->unkept), cell_int(by->demanded), cell_int(by->returned)),
                     fault);
}

/* A part without words has empty ones. */
static struct cell words_of(struct text words)
{
    return cell_text(words.len > 0 ? words : TEXT_NONE);
}

static bool add(struct store *store, const struct event *event, const struct claim_part *part,
                struct fault *fault)
{
    return store_run(store, &claim_part_insert,
                     CELLS(cell_int(event->subject), cell_int(part->kind), cell_int(part->nth),
                           cell_int(part->amount), words_of(part->words),
                           cell_date(event->happened_on), cell_date(part->due_on)),
                     fault);
}

static bool done(struct store *store, const struct event *event, const struct claim_part *part,
                 struct fault *fault)
{
    return store_run(store, &claim_part_update,
                     CELLS(cell_int(event->subject), cell_int(part->kind), cell_int(part->nth),
                           words_of(part->answer), cell_int(part->holds), cell_int(part->returned),
                           cell_date(part->done_on)),
                     fault);
}

bool claim_record_objected(struct store *store, const struct event *event, struct fault *fault)
{
    const struct claim_objected *body = event->body;
    struct claim_part part = {
        .kind = CLAIM_OBJECTION, .nth = body->nth, .words = body->words, .due_on = CIVIL_DATE_NONE};
    struct counts by = {.objections = 1};
    return add(store, event, &part, fault) && count(store, event, &by, fault);
}

/* One that is right sends the claim back into review. */
bool claim_record_answered(struct store *store, const struct event *event, struct fault *fault)
{
    const struct claim_answered *body = event->body;
    struct claim_part part = {.kind = CLAIM_OBJECTION,
                              .nth = body->nth,
                              .answer = body->words,
                              .holds = body->upheld,
                              .done_on = event->happened_on};
    struct counts by = {.objections = -1};
    if (!done(store, event, &part, fault) || !count(store, event, &by, fault)) {
        return false;
    }
    return !body->upheld || store_run(store, &claim_move_update,
                                      CELLS(cell_int(event->subject), cell_date(event->happened_on),
                                            cell_text(TEXT("accepted")), cell_int(1),
                                            cell_text(body->words), cell_date(body->due_on)),
                                      fault);
}

static bool settle_due(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &claim_due_update, CELLS(cell_int(event->subject)), fault);
}

bool claim_record_scheduled(struct store *store, const struct event *event, struct fault *fault)
{
    const struct claim_scheduled *body = event->body;
    struct claim_part part = {
        .kind = CLAIM_PAYMENT, .nth = body->nth, .amount = body->amount, .due_on = body->due_on};
    struct counts by = {.instalments = body->first ? 1 : 0};
    return add(store, event, &part, fault) && count(store, event, &by, fault) &&
           settle_due(store, event, fault);
}

bool claim_record_paid(struct store *store, const struct event *event, struct fault *fault)
{
    const struct claim_was_paid *body = event->body;
    struct claim_part part = {.kind = CLAIM_PAYMENT,
                              .nth = body->nth,
                              .answer = body->reference,
                              .holds = 1,
                              .done_on = body->paid_on};
    return done(store, event, &part, fault) &&
           store_run(store, &claim_pay_update,
                     CELLS(cell_int(event->subject), cell_int(body->amount)), fault) &&
           settle_due(store, event, fault);
}

bool claim_record_condition(struct store *store, const struct event *event, struct fault *fault)
{
    const struct claim_condition_added *body = event->body;
    struct claim_part part = {
        .kind = CLAIM_CONDITION, .nth = body->nth, .words = body->what, .due_on = body->due_on};
    struct counts by = {.conditions = 1};
    return add(store, event, &part, fault) && count(store, event, &by, fault);
}

bool claim_record_checked(struct store *store, const struct event *event, struct fault *fault)
{
    const struct claim_condition_checked *body = event->body;
    struct claim_part part = {.kind = CLAIM_CONDITION,
                              .nth = body->nth,
                              .answer = body->words,
                              .holds = body->kept,
                              .done_on = event->happened_on};
    struct counts by = {.unkept = body->kept ? 0 : 1};
    return done(store, event, &part, fault) && count(store, event, &by, fault);
}

bool claim_record_demanded(struct store *store, const struct event *event, struct fault *fault)
{
    const struct claim_demanded *body = event->body;
    struct claim_part part = {.kind = CLAIM_CLAWBACK,
                              .nth = body->nth,
                              .amount = body->amount,
                              .words = body->reason,
                              .due_on = body->due_on};
    struct counts by = {.demanded = body->amount};
    return add(store, event, &part, fault) && count(store, event, &by, fault);
}

bool claim_record_taken_back(struct store *store, const struct event *event, struct fault *fault)
{
    const struct claim_taken_back *body = event->body;
    struct claim_part part = {.kind = CLAIM_CLAWBACK,
                              .nth = body->nth,
                              .answer = body->reference,
                              .holds = 1,
                              .returned = body->amount,
                              .done_on = body->returned_on};
    struct counts by = {.returned = body->amount};
    return done(store, event, &part, fault) && count(store, event, &by, fault);
}
