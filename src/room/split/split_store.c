#include "base/arena.h"
#include "ground/project/project.h"
#include "room/split/split.h"

#define MOST 50

/* Found from either of the two. */
static const struct statement split_upsert = {
    "split_upsert", "insert into split_pair(project, other, verdict, reason, by_actor, judged_on)"
                    " values($1,$2,$3,$4,$5,$6) on conflict(project, other) do update set"
                    " verdict=excluded.verdict, reason=excluded.reason, by_actor=excluded.by_actor,"
                    " judged_on=excluded.judged_on"};
static const struct statement split_candidate_rows = {
    "split_candidate_rows",
    "select p.id, p.number, p.name, p.investment, p.registered_on, s.verdict, s.reason, s.judged_on"
    " from project p left join split_pair s on s.project=$6 and s.other=p.id where p.district=$7"
    " and p.enterprise=$8 and p.id<>$6 and p.registered_on>=$9 and p.registered_on<=$10 and"
    " " ACCESS_PROJECT " order by p.registered_on, p.id limit 50"};

const struct statement *const split_statements[] = {&split_upsert, &split_candidate_rows};
const size_t split_statement_count = COUNT_OF(split_statements);

const char split_ddl[] =
    "create table split_pair (project integer not null, other integer not null,"
    " verdict text not null, reason text not null, by_actor text not null,"
    " judged_on text not null, primary key(project, other));";

static bool keep(struct store *store, const struct event *event, int64_t project, int64_t other,
                 struct fault *fault)
{
    const struct split_judged *body = event->body;
    return store_run(store, &split_upsert,
                     CELLS(cell_int(project), cell_int(other), cell_text(body->verdict),
                           cell_text(body->reason), cell_text(event->actor),
                           cell_date(event->happened_on)),
                     fault);
}

bool split_record_judged(struct store *store, const struct event *event, struct fault *fault)
{
    const struct split_judged *body = event->body;
    return keep(store, event, event->project, body->other, fault) &&
           keep(store, event, body->other, event->project, fault);
}

static enum split_verdict verdict_of(struct text code)
{
    for (int i = SPLIT_ONE_PROJECT; i <= SPLIT_SEPARATE; i++) {
        if (text_is(code, split_verdict_code((enum split_verdict)i))) {
            return (enum split_verdict)i;
        }
    }
    return SPLIT_NONE;
}

bool split_candidates_of(const struct sight *sight, const struct split_window *window,
                         struct split_candidates *out, struct fault *fault)
{
    struct store_rows rows;
    const struct project *project = window->project;
    *out = (struct split_candidates){arena_array(sight->arena, struct split_candidate, MOST), 0};
    if (project->enterprise.len == 0) {
        return true;
    }
    if (!store_query(sight->store, &split_candidate_rows,
                     CELLS(ACCESS_CELLS(sight->scope), cell_int(project->id),
                           cell_text(project->district), cell_text(project->enterprise),
                           cell_date(window->first), cell_date(window->last)),
                     &rows, fault)) {
        return false;
    }
    while (out->count < MOST && store_next(&rows)) {
        out->items[out->count++] = (struct split_candidate){
            .id = store_int(&rows, 0),
            .number = store_text(sight->arena, &rows, 1),
            .name = store_text(sight->arena, &rows, 2),
            .investment = store_text(sight->arena, &rows, 3),
            .registered_on = store_date(&rows, 4),
            .verdict = verdict_of(store_cell(&rows, 5).text),
            .reason = store_text(sight->arena, &rows, 6),
            .judged_on = store_date(&rows, 7),
        };
    }
    return store_done(&rows, fault);
}
