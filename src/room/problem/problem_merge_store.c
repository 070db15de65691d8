#include "base/arena.h"
#include "room/problem/problem_merge.h"
#include "room/problem/problem_store.h"

const struct statement problem_merge_update = {
    "problem_merge_update", "update problem set version=version+1, state='merged', merged_into=$2,"
                            " merge_reason=$3" PROBLEM_CLIMBS_NO_MORE " where id=$1"};
/* What it was: with a unit it was assigned. */
const struct statement problem_split_update = {
    "problem_split_update",
    "update problem set version=version+1, state=case when org='' then 'raised' else 'assigned'"
    " end, merged_into=0, merge_reason=$2, agreed_on=null where id=$1"};
const struct statement problem_agree_update = {
    "problem_agree_update", "update problem set version=version+1, agreed_on=$2 where id=$1"};
/* What was confirmed of a solution that is no more. */
const struct statement problem_agree_clear = {
    "problem_agree_clear",
    "update problem set agreed_on=null where id in (select id from problem where id=$1"
    " union all select id from problem where merged_into=$1)"};
const struct statement problem_parts_of = {
    "problem_parts_of",
    "select b.id, b.number, b.title, b.raised_by, b.raised_role, s.name, b.agreed_on, u.title from "
    "problem b"
    " left join problem_upward u on u.problem=b.id"
    " left join account_secret s on s.account=b.raised_by where b.merged_into=$1 order by b.id"
    " limit $2"};

/* -- recording -- */

record_function problem_record_merged, problem_record_split, problem_record_agreed;

static bool touch(struct store *store, int64_t main, struct fault *fault)
{
    return store_run(store, &problem_version_up, CELLS(cell_int(main)), fault);
}

bool problem_record_merged(struct store *store, const struct event *event, struct fault *fault)
{
    const struct problem_merged *body = event->body;
    return store_run(store, &problem_merge_update,
                     CELLS(cell_int(event->subject), cell_int(body->into), cell_text(body->reason)),
                     fault) &&
           touch(store, body->into, fault);
}

bool problem_record_split(struct store *store, const struct event *event, struct fault *fault)
{
    const struct problem_merged *body = event->body;
    return store_run(store, &problem_split_update,
                     CELLS(cell_int(event->subject), cell_text(body->reason)), fault) &&
           touch(store, body->into, fault);
}

bool problem_record_agreed(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &problem_agree_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

/* -- reading -- */

bool problem_read_parts(struct arena *arena, struct store *store, struct problem *problem,
                        struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(store, &problem_parts_of,
                     CELLS(cell_int(problem->id), cell_int(PROBLEM_PARTS_MAX)), &rows, fault)) {
        return false;
    }
    problem->parts = arena_array(arena, struct problem_part, PROBLEM_PARTS_MAX);
    problem->part_count = 0;
    while (problem->part_count < PROBLEM_PARTS_MAX && store_next(&rows)) {
        problem->parts[problem->part_count++] = (struct problem_part){
            .id = store_int(&rows, 0),
            .number = store_text(arena, &rows, 1),
            .title = store_text(arena, &rows, 2),
            .raised_by = store_int(&rows, 3),
            .raised_role = role_from_name(store_text(arena, &rows, 4)),
            .raised_name = store_text(arena, &rows, 5),
            .agrees = !store_is_null(&rows, 6),
            .upward_title = store_is_null(&rows, 7) ? TEXT_NONE : store_text(arena, &rows, 7),
        };
    }
    return store_done(&rows, fault);
}
