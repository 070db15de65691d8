#include "app/access.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "room/application/application_store.h"

const struct statement application_brief_by_project = {
    "application_brief_by_project", "select id, round, code, number, state,"
                                    " coalesce(first_submitted_on, submitted_on),"
                                    " exists(select 1 from change_report d where"
                                    " d.application=application.id and d.state='major')"
                                    " from application where project=$1 order by id"};
/* A look into neighbours' tables: what is planned, without what its unit said is not needed. */
const struct statement application_planned = {
    "application_planned",
    "select n.plan, n.code, n.kind, n.days, n.float_days, n.critical, n.latest_finish, "
    "n.after_codes"
    " from planning_node n where n.project=$1 and n.plan=(select max(q.plan) from planning_plan q"
    " where q.project=$1 and q.state in ('proposed','confirmed'))"
    " and not exists (select 1 from need d where d.project=n.project and d.code=n.code"
    " and d.needed='no') order by n.position limit 1000"};

/* -- what the intake decides by -- */

#define BRIEFS_MAX 2000
#define NODES_MAX 1000

bool application_briefs_of(struct arena *arena, struct store *store, int64_t project,
                           struct application_briefs *out, struct fault *fault)
{
    struct store_rows rows;
    size_t capacity = 64;
    out->items = arena_array(arena, struct application_brief, capacity);
    out->count = 0;
    if (!store_query(store, &application_brief_by_project, CELLS(cell_int(project)), &rows,
                     fault)) {
        return false;
    }
    while (out->count < BRIEFS_MAX && store_next(&rows)) {
        if (out->count == capacity) {
            struct application_brief *items =
                arena_array(arena, struct application_brief, capacity * 2);
            for (size_t i = 0; i < out->count; i++) {
                items[i] = out->items[i];
            }
            out->items = items;
            capacity *= 2;
        }
        struct application_brief *brief = &out->items[out->count++];
        *brief = (struct application_brief){
            .id = store_int(&rows, 0),
            .round = store_int(&rows, 1),
            .code = store_text(arena, &rows, 2),
            .number = store_text(arena, &rows, 3),
            .first_submitted_on = store_date(&rows, 5),
            .is_outdated = store_bool(&rows, 6),
        };
        ensure(application_state_find(store_cell(&rows, 4).text, &brief->state));
    }
    return store_done(&rows, fault);
}

static bool read_codes(struct arena *arena, struct text json, struct text_list *out,
                       struct fault *fault)
{
    const struct jvalue *array = NULL;
    *out = (struct text_list){NULL, 0};
    if (text_is(json, "[]")) {
        return true;
    }
    if (!json_read(arena, json, &array, fault)) {
        return false;
    }
    *out = text_list_of(arena, array);
    return true;
}

bool application_plan_of(struct arena *arena, struct store *store, int64_t project,
                         struct application_plan *out, struct fault *fault)
{
    struct store_rows rows;
    struct application_node *nodes = NULL;
    size_t capacity = 0;
    bool read = true;
    *out = (struct application_plan){.number = 0};
    if (!store_query(store, &application_planned, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    while (read && out->count < NODES_MAX && store_next(&rows)) {
        if (out->count == capacity) {
            struct application_node *wider =
                arena_array(arena, struct application_node, capacity == 0 ? 96 : capacity * 2);
            for (size_t i = 0; i < out->count; i++) {
                wider[i] = nodes[i];
            }
            nodes = wider;
            capacity = capacity == 0 ? 96 : capacity * 2;
        }
        struct application_node *node = &nodes[out->count++];
        out->number = store_int(&rows, 0);
        *node = (struct application_node){
            .code = store_text(arena, &rows, 1),
            .name = TEXT_NONE,
            .is_item = text_is(store_cell(&rows, 2).text, "item"),
            .days = (int32_t)store_int(&rows, 3),
            .float_days = (int32_t)store_int(&rows, 4),
            .is_critical = store_bool(&rows, 5),
            .latest_finish = store_date(&rows, 6),
        };
        read = read_codes(arena, store_cell(&rows, 7).text, &node->after, fault);
    }
    out->nodes = nodes;
    return store_done(&rows, fault) && read;
}
