#include "base/arena.h"
#include "room/problem/problem_climb.h"
#include "room/problem/problem_store.h"

const struct statement problem_escalate_update = {
    "problem_escalate_update", "update problem set version=version+1, level=$2, escalate_reason=$3,"
                               " level_on=$4" PROBLEM_CLIMBS_NO_MORE " where id=$1"};
const struct statement problem_climb_announce_update = {
    "problem_climb_announce_update", "update problem set version=version+1, climbs_on=$2,"
                                     " climbs_to=$3, stuck_on=null where id=$1"};
const struct statement problem_climb_update = {
    "problem_climb_update",
    "update problem set version=version+1, level=$2, level_on=$3" PROBLEM_CLIMBS_NO_MORE
    " where id=$1"};
const struct statement problem_climb_stuck_update = {
    "problem_climb_stuck_update", "update problem set version=version+1, stuck_on=$2,"
                                  " climbs_on=null, climbs_to='' where id=$1"};
/* Nobody's scope: the chore looks at all of them. */
const struct statement problem_climb_at = {
    "problem_climb_at",
    "select b.id, b.project, b.state, b.level, b.org, b.number, b.raised_on, b.due_on, b.level_on,"
    " b.climbs_on, b.climbs_to, b.stuck_on, p.district, p.city_coordinates, b.category, "
    "coalesce(u.title,'')"
    " from problem b join project p on p.id=b.project left join problem_upward u on"
    " u.problem=b.id where b.state in ('raised','assigned') and b.level<>'leader' and"
    " coalesce(b.due_on, b.raised_on)<=$1 and (b.climbs_on is null or b.climbs_on<=$1) and b.id>$2"
    " order by b.id limit $3"};

/* -- recording -- */

record_function problem_record_escalated, problem_record_climb_announced, problem_record_climbed,
    problem_record_climb_stuck;

bool problem_record_escalated(struct store *store, const struct event *event, struct fault *fault)
{
    const struct problem_escalated *body = event->body;
    return store_run(store, &problem_escalate_update,
                     CELLS(cell_int(event->subject), cell_text(body->level),
                           cell_text(body->reason), cell_date(event->happened_on)),
                     fault);
}

bool problem_record_climb_announced(struct store *store, const struct event *event,
                                    struct fault *fault)
{
    const struct problem_climb_announced *body = event->body;
    return store_run(
        store, &problem_climb_announce_update,
        CELLS(cell_int(event->subject), cell_date(body->due_on), cell_text(body->level)), fault);
}

bool problem_record_climbed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct problem_climbed *body = event->body;
    return store_run(
        store, &problem_climb_update,
        CELLS(cell_int(event->subject), cell_text(body->level), cell_date(event->happened_on)),
        fault);
}

bool problem_record_climb_stuck(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &problem_climb_stuck_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

/* -- reading -- */

static void read_row(struct arena *arena, const struct store_rows *rows, struct problem *out)
{
    *out = (struct problem){
        .id = store_int(rows, 0),
        .project = store_int(rows, 1),
        .org = store_text(arena, rows, 4),
        .number = store_text(arena, rows, 5),
        .raised_on = store_date(rows, 6),
        .due_on = store_date(rows, 7),
        .level_on = store_date(rows, 8),
        .climbs_on = store_date(rows, 9),
        .climbs_to = store_text(arena, rows, 10),
        .stuck_on = store_date(rows, 11),
        .project_district = store_text(arena, rows, 12),
        .city_coordinates = store_int(rows, 13) != 0,
        .category = store_text(arena, rows, 14),
        .upward = {.title = store_text(arena, rows, 15)},
        .assigned_on = CIVIL_DATE_NONE,
        .solved_on = CIVIL_DATE_NONE,
        .done_on = CIVIL_DATE_NONE,
        .verified_on = CIVIL_DATE_NONE,
        .closed_on = CIVIL_DATE_NONE,
    };
    ensure(problem_state_find(store_text(arena, rows, 2), &out->state));
    ensure(problem_level_find(store_text(arena, rows, 3), &out->level));
}

bool problem_climb_due(struct arena *arena, struct store *store,
                       const struct problem_climb_after *after, struct problem_list *out,
                       struct fault *fault)
{
    struct store_rows rows;
    *out = (struct problem_list){arena_array(arena, struct problem, PROBLEM_CLIMB_PAGE), 0};
    if (!store_query(
            store, &problem_climb_at,
            CELLS(cell_date(after->today), cell_int(after->id), cell_int(PROBLEM_CLIMB_PAGE)),
            &rows, fault)) {
        return false;
    }
    while (out->count < PROBLEM_CLIMB_PAGE && store_next(&rows)) {
        read_row(arena, &rows, &out->items[out->count++]);
    }
    return store_done(&rows, fault);
}
