#include "app/access.h"
#include "base/arena.h"
#include "board/standing_inside.h"

/* What presses most among all that one may see, for the workbench of who sees much. */

/* $6 the day $7 $8 ranks of the stage $9 limit $10 a unit's bit, 0 any */
const struct statement standing_pressing_page = {
    "standing_pressing_page",
    "select p.id from standing p where p.weight>0 and ($10=0 or (p.unit_bits & $10)<>0)"
    " and p.stage_rank between $7 and $8 and p.from_day<=$6 and p.to_day>=$6"
    " and p.stage<>'withdrawn' and " ACCESS_PROJECT " order by p.weight desc, p.id desc limit $9"};
const struct statement standing_pressing_total = {
    "standing_pressing_total",
    "select cast(sum(projects) as integer) from standing_tally where org=$1"
    " and ($2='' or district=$2) and stage_rank between $3 and $4 and stage<>'withdrawn'"};

static bool count_all(const struct view_run *run, struct standing_pressing *asked,
                      struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    bool is_org = scope.kind == SCOPE_ORG;
    struct text district = scope.kind == SCOPE_DISTRICT ? scope.org_or_district
                           : is_org                     ? scope.district
                                                        : TEXT_NONE;
    int64_t lowest = scope.rank_min > asked->rank_min ? scope.rank_min : asked->rank_min;
    asked->total = 0;
    return store_query_int(run->store, &standing_pressing_total,
                           CELLS(cell_text(is_org ? scope.org_or_district : TEXT_NONE),
                                 cell_text(district), cell_int(lowest), cell_int(asked->rank_max)),
                           &asked->total, fault);
}

bool standing_press(const struct view_run *run, struct standing_pressing *asked,
                    struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    bool is_org = scope.kind == SCOPE_ORG;
    struct store_rows rows;
    asked->ids = arena_array(run->arena, int64_t, (size_t)asked->limit);
    asked->count = 0;
    if (!count_all(run, asked, fault) ||
        !store_query(
            run->store, &standing_pressing_page,
            CELLS(ACCESS_CELLS(scope), cell_date(run->today), cell_int(asked->rank_min),
                  cell_int(asked->rank_max), cell_int(asked->limit),
                  cell_int(is_org ? standing_unit_bit(run->city, scope.org_or_district) : 0)),
            &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        asked->ids[asked->count++] = store_int(&rows, 0);
    }
    return store_done(&rows, fault);
}
