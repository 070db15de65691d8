#include "base/arena.h"
#include "ground/project/project_store.h"

#define LIST_MAX 200

const struct statement project_past_close = {
    "project_past_close", "update project_past set to_on=$3 where project=$1 and what=$2 and to_on"
                          " is null"};
/* What it was from its registration until it first changed; the columns still hold it. */
#define FIRST(what, column)                                                                        \
    "insert into project_past(id, project, what, value, reason, from_on, to_on) select 0, p.id,"   \
    " '" what "', p." column ", '', p.registered_on, $2 from project p where p.id=$1 and"          \
    " p." column "<>'' and not exists(select 1 from project_past x where x.project=p.id and"       \
    " x.what='" what "')"
const struct statement project_past_first_name = {"project_past_first_name", FIRST("name", "name")};
const struct statement project_past_first_owner = {"project_past_first_owner",
                                                   FIRST("enterprise", "enterprise")};
const struct statement project_past_open = {
    "project_past_open", "insert into project_past(id, project, what, value, reason, from_on,"
                         " to_on) values($1,$2,$3,$4,$5,$6,null)"};
const struct statement project_past_of = {
    "project_past_of", "select what, value, reason, from_on, to_on from project_past where"
                       " project=$1 order by what, id desc limit 200"};

bool project_turns(struct store *store, const struct project_turn *turn, struct fault *fault)
{
    struct text what = text_of(turn->what);
    struct cells first = CELLS(cell_int(turn->project), cell_date(turn->on));
    return (!text_is(what, "name") || store_run(store, &project_past_first_name, first, fault)) &&
           (!text_is(what, "enterprise") ||
            store_run(store, &project_past_first_owner, first, fault)) &&
           store_run(store, &project_past_close,
                     CELLS(cell_int(turn->project), cell_text(what), cell_date(turn->on)), fault) &&
           store_run(store, &project_past_open,
                     CELLS(cell_int(turn->id), cell_int(turn->project), cell_text(what),
                           cell_text(turn->value), cell_text(turn->reason), cell_date(turn->on)),
                     fault);
}

bool project_spans_of(struct arena *arena, struct store *store, int64_t project,
                      struct project_spans *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct project_spans){arena_array(arena, struct project_span, LIST_MAX), 0};
    if (!store_query(store, &project_past_of, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    while (out->count < LIST_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct project_span){
            .what = store_text(arena, &rows, 0),
            .value = store_text(arena, &rows, 1),
            .reason = store_text(arena, &rows, 2),
            .from = store_date(&rows, 3),
            .to = store_date(&rows, 4),
        };
    }
    return store_done(&rows, fault);
}
