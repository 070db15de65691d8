#include "base/arena.h"
#include "room/problem/problem_store.h"
#include "room/problem/problem_upward.h"

/* A row a problem once a text was drafted: what is approved and what waits beside it. */

const struct statement problem_draft_put = {
    "problem_draft_put",
    "insert into problem_upward(problem, title, body, approved_by, approved_on, draft_title,"
    " draft_body, drafted_by, drafted_on, returned_on, return_reason, climbs, climbs_on,"
    " climbs_to) values($1,'','',0,null,$2,$3,$4,$5,null,'',0,null,'') on conflict(problem) do"
    " update set draft_title=$2, draft_body=$3, drafted_by=$4, drafted_on=$5, returned_on=null,"
    " return_reason='', climbs=0, climbs_on=null, climbs_to=''"};
const struct statement problem_draft_approve = {
    "problem_draft_approve",
    "update problem_upward set title=$2, body=$3, approved_by=$4, approved_on=$5, draft_title='',"
    " draft_body='' where problem=$1"};
const struct statement problem_draft_return = {
    "problem_draft_return",
    "update problem_upward set returned_on=$2, return_reason=$3 where problem=$1"};

const struct statement problem_draft_announce = {
    "problem_draft_announce",
    "update problem_upward set climbs_on=$2, climbs_to=$3 where problem=$1"};
const struct statement problem_draft_climb = {
    "problem_draft_climb",
    "update problem_upward set climbs=$2, climbs_on=null, climbs_to='' where problem=$1"};
/* Nobody's scope: the chore looks at all of them. */
const struct statement problem_drafts_at = {
    "problem_drafts_at",
    "select b.id, b.project, b.number, b.category, b.level, p.district, p.city_coordinates,"
    " u.title, u.drafted_on, u.climbs, u.climbs_on, u.climbs_to from problem_upward u join problem"
    " b on b.id=u.problem join project p on p.id=b.project where u.draft_title<>'' and"
    " u.returned_on is null and u.climbs<$1 and (u.climbs_on is null or u.climbs_on<=$2) and"
    " b.state<>'merged' and u.problem>$3 order by u.problem limit $4"};

record_function problem_record_drafted, problem_record_approved, problem_record_rejected,
    problem_record_draft_climb_announced, problem_record_draft_climbed;

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

bool problem_record_draft_climb_announced(struct store *store, const struct event *event,
                                          struct fault *fault)
{
    const struct problem_draft_climb_announced *body = event->body;
    return store_run(store, &problem_draft_announce,
                     CELLS(cell_int(event->subject), cell_date(body->due_on), cell_text(body->to)),
                     fault);
}

bool problem_record_draft_climbed(struct store *store, const struct event *event,
                                  struct fault *fault)
{
    const struct problem_draft_climbed *body = event->body;
    return store_run(store, &problem_draft_climb,
                     CELLS(cell_int(event->subject), cell_int(body->climbs)), fault);
}

/* -- those that wait -- */

static void read_waiting(struct arena *arena, const struct store_rows *rows,
                         struct problem_waiting *out)
{
    *out = (struct problem_waiting){
        .problem = {.id = store_int(rows, 0),
                    .project = store_int(rows, 1),
                    .number = store_text(arena, rows, 2),
                    .category = store_text(arena, rows, 3),
                    .project_district = store_text(arena, rows, 5),
                    .city_coordinates = store_int(rows, 6) != 0,
                    .upward = {.title = store_text(arena, rows, 7),
                               .drafted_on = store_date(rows, 8)}},
        .climbs = store_int(rows, 9),
        .climbs_on = store_date(rows, 10),
        .climbs_to = store_text(arena, rows, 11),
    };
    ensure(problem_level_find(store_text(arena, rows, 4), &out->problem.level));
}

bool problem_drafts_waiting(struct arena *arena, struct store *store,
                            const struct problem_waiting_after *after,
                            struct problem_waiting_list *out, struct fault *fault)
{
    struct store_rows rows;
    out->items = arena_array(arena, struct problem_waiting, PROBLEM_WAITING_PAGE);
    out->count = 0;
    if (!store_query(store, &problem_drafts_at,
                     CELLS(cell_int(after->steps), cell_date(after->today),
                           cell_int(after->problem), cell_int(PROBLEM_WAITING_PAGE)),
                     &rows, fault)) {
        return false;
    }
    while (out->count < PROBLEM_WAITING_PAGE && store_next(&rows)) {
        read_waiting(arena, &rows, &out->items[out->count++]);
    }
    return store_done(&rows, fault);
}
