#include "base/arena.h"
#include "base/json_read.h"
#include "room/planning/planning_unsure.h"

const struct statement planning_unsure_insert = {
    "planning_unsure_insert", "insert into planning_unsure(project, name, by_actor, on_day)"
                              " values($1,$2,$3,$4) on conflict(project, name) do nothing"};
const struct statement planning_unsure_delete = {
    "planning_unsure_delete", "delete from planning_unsure where project=$1 and name=$2"};
const struct statement planning_unsure_by_project = {
    "planning_unsure_by_project", "select name, by_actor, on_day from planning_unsure"
                                  " where project=$1 order by name limit 100"};

bool planning_record_unsure(struct store *store, const struct event *event, struct fault *fault)
{
    const struct planning_unsure_said *body = event->body;
    struct arena *arena = arena_open((size_t)1 << 20, (size_t)16 << 20);
    const struct jvalue *fields = NULL;
    bool is_kept = json_read(arena, body->fields, &fields, fault);
    for (uint32_t i = 0; is_kept && i < fields->count; i++) {
        is_kept = store_run(store, &planning_unsure_insert,
                            CELLS(cell_int(event->project),
                                  cell_text(jvalue_text(&fields->items[i], TEXT_NONE)),
                                  cell_text(event->actor), cell_date(event->happened_on)),
                            fault);
    }
    arena_close(arena);
    return is_kept;
}

bool planning_unsure_given(struct store *store, int64_t project, struct text name,
                           struct fault *fault)
{
    return store_run(store, &planning_unsure_delete, CELLS(cell_int(project), cell_text(name)),
                     fault);
}

bool planning_unsure_of(struct arena *arena, struct store *store, int64_t project,
                        struct planning_unsures *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct planning_unsures){
        arena_array(arena, struct planning_unsure, PLANNING_UNSURE_MAX), 0};
    if (!store_query(store, &planning_unsure_by_project, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    while (out->count < PLANNING_UNSURE_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct planning_unsure){
            .name = store_text(arena, &rows, 0),
            .by = store_text(arena, &rows, 1),
            .on = store_date(&rows, 2),
        };
    }
    return store_done(&rows, fault);
}
