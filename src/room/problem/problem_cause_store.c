#include "app/access.h"
#include "base/arena.h"
#include "room/problem/problem_cause.h"
#include "room/problem/problem_store.h"

/* The same rows as the list gives with cause, from and until. */
const struct statement problem_cause_tally = {
    "problem_cause_tally",
    "select b.cause, count(*), count(distinct b.project), count(distinct case when b.org='' then"
    " null else b.org end), cast(sum(case when b.state='closed' then 0 else 1 end) as integer) from"
    " problem b join project p on p.id=b.project where " ACCESS_PROJECT
    " and b.state<>'merged' and b.raised_on>=$6 and b.raised_on<=$7 group by b.cause"
    " order by 3 desc, 2 desc, 1 limit $8"};

bool problem_count_causes(const struct view_run *run, civil_date from, civil_date until,
                          struct problem_cause_counts *out, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct store_rows rows;
    *out = (struct problem_cause_counts){
        arena_array(run->arena, struct problem_cause_count, PROBLEM_CAUSES_MAX), 0};
    if (!store_query(run->store, &problem_cause_tally,
                     CELLS(ACCESS_CELLS(scope), cell_date(from), cell_date(until),
                           cell_int(PROBLEM_CAUSES_MAX)),
                     &rows, fault)) {
        return false;
    }
    while (out->count < PROBLEM_CAUSES_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct problem_cause_count){
            .cause = store_text(run->arena, &rows, 0),
            .problems = store_int(&rows, 1),
            .projects = store_int(&rows, 2),
            .units = store_int(&rows, 3),
            .open = store_int(&rows, 4),
        };
    }
    return store_done(&rows, fault);
}
