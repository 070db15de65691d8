#include "room/problem/problem_store.h"

/* What the events of problems leave in their tables. */

const struct statement problem_insert = {
    "problem_insert",
    "insert into problem(id, version, project, application, number, year, nth, title, category,"
    " description, state, level, org, owner, verifier, measures, raised_on, assigned_on, due_on, "
    "solved_on,"
    " done_on, verified_on, closed_on, raised_by, raised_role, solution, evidence, no_evidence, "
    "solved_by,"
    " verify_note, close_note, return_reason, escalate_reason, returns, reopens, whistle,"
    " accepts_statement, climbs_to, merged_into, merge_reason, cause)"
    " values($1,1,$2,$3,$4,$5,$6,$7,$8,$9,'raised','district','',0,0,'',$10,null,null,null,null,"
    "null,null,"
    "$11,$12,'','','',0,'','','','',0,0,$13,0,'',0,'','')"};
const struct statement problem_assign_update = {
    "problem_assign_update", "update problem set version=version+1, state='assigned', org=$2, "
                             "owner=$3, verifier=$4, measures=$5,"
                             " due_on=$6, assigned_on=$7, cause=case when $8='' then cause else $8 "
                             "end" PROBLEM_CLIMBS_NO_MORE " where id=$1"};
const struct statement problem_solve_update = {
    "problem_solve_update",
    "update problem set version=version+1, state='solved', solution=$2, evidence=$3, "
    "no_evidence=$4,"
    " done_on=$5, solved_on=$6, solved_by=$7, verified_on=null, verify_note='',"
    " accepts_statement=0, cause=case when $8='' then cause else $8 end" PROBLEM_CLIMBS_NO_MORE
    " where id=$1"};
const struct statement problem_verify_update = {
    "problem_verify_update", "update problem set version=version+1, verified_on=$2, verify_note=$3,"
                             " accepts_statement=$4 where id=$1"};
const struct statement problem_close_update = {
    "problem_close_update", "update problem set version=version+1, state='closed', closed_on=$2, "
                            "close_note=$3 where id=$1"};
const struct statement problem_return_update = {
    "problem_return_update",
    "update problem set version=version+1, state='assigned', verified_on=null, verify_note='',"
    " accepts_statement=0, return_reason=$2, returns=returns+1 where id=$1"};
const struct statement problem_reopen_update = {
    "problem_reopen_update",
    "update problem set version=version+1, state='assigned', verified_on=null, verify_note='', "
    "accepts_statement=0, closed_on=null,"
    " close_note='', assigned_on=$2, due_on=$3, return_reason=$4, reopens=reopens+1 where id=$1"};
const struct statement problem_helper_clear = {"problem_helper_clear",
                                               "delete from problem_helper where problem=$1"};
const struct statement problem_helper_insert = {
    "problem_helper_insert",
    "insert into problem_helper(problem, org) values($1,$2) on conflict do nothing"};

const struct statement problem_item_clear = {"problem_item_clear",
                                             "delete from problem_item where problem=$1"};
const struct statement problem_item_insert = {
    "problem_item_insert",
    "insert into problem_item(problem, code) values($1,$2) on conflict do nothing"};
const struct statement problem_version_up = {"problem_version_up",
                                             "update problem set version=version+1 where id=$1"};

/* -- recording -- */

record_function problem_record_raised, problem_record_pinned, problem_record_assigned,
    problem_record_solved, problem_record_verified, problem_record_closed, problem_record_returned,
    problem_record_reopened;

static bool record_items(struct store *store, int64_t problem, const struct text_list *items,
                         struct fault *fault)
{
    for (size_t i = 0; i < items->count; i++) {
        if (!store_run(store, &problem_item_insert,
                       CELLS(cell_int(problem), cell_text(items->items[i])), fault)) {
            return false;
        }
    }
    return true;
}

bool problem_record_pinned(struct store *store, const struct event *event, struct fault *fault)
{
    const struct problem_pinned *body = event->body;
    struct cells id = CELLS(cell_int(event->subject));
    return store_run(store, &problem_version_up, id, fault) &&
           store_run(store, &problem_item_clear, id, fault) &&
           record_items(store, event->subject, &body->items, fault);
}

bool problem_record_raised(struct store *store, const struct event *event, struct fault *fault)
{
    const struct problem_raised *body = event->body;
    return store_run(store, &problem_insert,
                     CELLS(cell_int(event->subject), cell_int(event->project),
                           cell_int(body->application), cell_text(body->number),
                           cell_int(body->year), cell_int(body->serial), cell_text(body->title),
                           cell_text(body->category), cell_text(body->description),
                           cell_date(event->happened_on),
                           cell_int(actor_label_account(event->actor)),
                           cell_text(text_of(role_name(actor_label_role(event->actor)))),
                           cell_int(body->whistle)),
                     fault) &&
           record_items(store, event->subject, &body->items, fault);
}

bool problem_record_assigned(struct store *store, const struct event *event, struct fault *fault)
{
    const struct problem_assigned *body = event->body;
    if (!store_run(store, &problem_assign_update,
                   CELLS(cell_int(event->subject), cell_text(body->org), cell_int(body->owner),
                         cell_int(body->verifier), cell_text(body->measures),
                         cell_date(body->due_on), cell_date(event->happened_on),
                         cell_text(body->cause)),
                   fault) ||
        !store_run(store, &problem_helper_clear, CELLS(cell_int(event->subject)), fault)) {
        return false;
    }
    for (size_t i = 0; i < body->helpers.count; i++) {
        if (!store_run(store, &problem_helper_insert,
                       CELLS(cell_int(event->subject), cell_text(body->helpers.items[i])), fault)) {
            return false;
        }
    }
    return true;
}

bool problem_record_solved(struct store *store, const struct event *event, struct fault *fault)
{
    const struct problem_solved *body = event->body;
    return store_run(store, &problem_solve_update,
                     CELLS(cell_int(event->subject), cell_text(body->solution),
                           cell_text(body->evidence), cell_text(body->no_evidence),
                           cell_date(body->done_on), cell_date(event->happened_on),
                           cell_int(actor_label_account(event->actor)), cell_text(body->cause)),
                     fault);
}

bool problem_record_verified(struct store *store, const struct event *event, struct fault *fault)
{
    const struct problem_verified *body = event->body;
    return store_run(store, &problem_verify_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           cell_text(body->note), cell_bool(body->accepts_statement)),
                     fault);
}

bool problem_record_closed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct problem_noted *body = event->body;
    return store_run(
        store, &problem_close_update,
        CELLS(cell_int(event->subject), cell_date(event->happened_on), cell_text(body->note)),
        fault);
}

bool problem_record_returned(struct store *store, const struct event *event, struct fault *fault)
{
    const struct problem_sent_back *body = event->body;
    return store_run(store, &problem_return_update,
                     CELLS(cell_int(event->subject), cell_text(body->reason)), fault) &&
           store_run(store, &problem_agree_clear, CELLS(cell_int(event->subject)), fault);
}

bool problem_record_reopened(struct store *store, const struct event *event, struct fault *fault)
{
    const struct problem_reopened *body = event->body;
    return store_run(store, &problem_reopen_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           cell_date(body->due_on), cell_text(body->reason)),
                     fault) &&
           store_run(store, &problem_agree_clear, CELLS(cell_int(event->subject)), fault);
}
