#include "room/problem/problem_store.h"

/* A row a problem once a text was drafted: what is approved and what waits beside it. */

const struct statement problem_draft_put = {
    "problem_draft_put",
    "insert into problem_upward(problem, title, body, approved_by, approved_on, draft_title,"
    " draft_body, drafted_by, drafted_on, returned_on, return_reason)"
    " values($1,'','',0,null,$2,$3,$4,$5,null,'') on conflict(problem) do update set"
    " draft_title=$2, draft_body=$3, drafted_by=$4, drafted_on=$5, returned_on=null,"
    " return_reason=''"};
const struct statement problem_draft_approve = {
    "problem_draft_approve",
    "update problem_upward set title=$2, body=$3, approved_by=$4, approved_on=$5, draft_title='',"
    " draft_body='' where problem=$1"};
const struct statement problem_draft_return = {
    "problem_draft_return",
    "update problem_upward set returned_on=$2, return_reason=$3 where problem=$1"};

record_function problem_record_drafted, problem_record_approved, problem_record_rejected;

static bool touch(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &problem_version_up, CELLS(cell_int(event->subject)), fault);
}

bool problem_record_drafted(struct store *store, const struct event *event, struct fault *fault)
{
    const struct problem_drafted *body = event->body;
    return store_run(store, &problem_draft_put,
                     CELLS(cell_int(event->subject), cell_text(body->title), cell_text(body->body),
                           cell_int(actor_label_account(event->actor)),
                           cell_date(event->happened_on)),
                     fault) &&
           touch(store, event, fault);
}

bool problem_record_approved(struct store *store, const struct event *event, struct fault *fault)
{
    const struct problem_approved *body = event->body;
    return store_run(store, &problem_draft_approve,
                     CELLS(cell_int(event->subject), cell_text(body->title), cell_text(body->body),
                           cell_int(actor_label_account(event->actor)),
                           cell_date(event->happened_on)),
                     fault) &&
           touch(store, event, fault);
}

bool problem_record_rejected(struct store *store, const struct event *event, struct fault *fault)
{
    const struct problem_rejected *body = event->body;
    return store_run(store, &problem_draft_return,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           cell_text(body->reason)),
                     fault) &&
           touch(store, event, fault);
}
