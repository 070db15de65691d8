#include "base/arena.h"
#include "room/milestone/milestone.h"

/* It writes its own table; of the plan, the applications and the files it only asks what must be
 * over before a milestone, and whether it is. */

#define DAYS_MAX 50

static const struct statement milestone_insert = {
    "milestone_insert",
    "insert into milestone_reached(project, milestone, reached_on, evidence, note, by_actor, entry)"
    " values($1,$2,$3,$4,$5,$6,$7)"};
static const struct statement milestone_by_project = {
    "milestone_by_project",
    "select milestone, reached_on from milestone_reached where project=$1 order by entry limit 50"};
static const struct statement milestone_gate_codes = {
    "milestone_gate_codes",
    "select n.after_codes from planning_plan q join planning_node n on n.project=q.project and "
    "n.plan=q.plan"
    " where q.project=$1 and q.state='confirmed' and n.code=$2 and n.kind='milestone'"};
static const struct statement milestone_item_granted = {
    "milestone_item_granted",
    "select max(decided_on) from application where project=$1 and code=$2"
    " and state in ('granted','delivered') and not exists(select 1 from change_report d"
    " where d.application=application.id and d.state='major')"};
static const struct statement milestone_file = {"milestone_file",
                                                "select 1 from file where id=$1 and project=$2"};

const struct statement *const milestone_statements[] = {&milestone_insert, &milestone_by_project,
                                                        &milestone_gate_codes,
                                                        &milestone_item_granted, &milestone_file};
const size_t milestone_statement_count = COUNT_OF(milestone_statements);

const char milestone_ddl[] =
    "create table milestone_reached (project integer not null, milestone text not null,"
    " reached_on text not null, evidence text not null, note text not null, by_actor text not null,"
    " entry integer not null, primary key(project, milestone));";

bool milestone_record_reached(struct store *store, const struct event *event, struct fault *fault)
{
    const struct milestone_reached *body = event->body;
    return store_run(store, &milestone_insert,
                     CELLS(cell_int(event->project), cell_text(body->milestone),
                           cell_date(body->reached_on),
                           cell_text(body->evidence.len > 0 ? body->evidence : TEXT("[]")),
                           cell_text(body->note), cell_text(event->actor), cell_int(event->seq)),
                     fault);
}

bool milestone_days_of(struct arena *arena, struct store *store, int64_t project,
                       struct milestone_days *out, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(store, &milestone_by_project, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    *out = (struct milestone_days){arena_room(arena, struct milestone_day, DAYS_MAX), 0};
    while (out->count < DAYS_MAX && store_next(&rows)) {
        out->items[out->count++] =
            (struct milestone_day){store_text(arena, &rows, 0), store_date(&rows, 1)};
    }
    return store_done(&rows, fault);
}

civil_date milestone_day_of(const struct milestone_days *days, struct text milestone)
{
    for (size_t i = 0; i < days->count; i++) {
        if (text_equal(days->items[i].milestone, milestone)) {
            return days->items[i].reached_on;
        }
    }
    return CIVIL_DATE_NONE;
}

bool milestone_gates_of(struct arena *arena, struct store *store, int64_t project,
                        struct text milestone, struct text *out_codes, bool *found,
                        struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(store, &milestone_gate_codes, CELLS(cell_int(project), cell_text(milestone)),
                     &rows, fault)) {
        return false;
    }
    *found = store_next(&rows);
    *out_codes = *found ? store_text(arena, &rows, 0) : TEXT("[]");
    return store_done(&rows, fault);
}

bool milestone_granted_on(struct store *store, int64_t project, struct text code, civil_date *out,
                          struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(store, &milestone_item_granted, CELLS(cell_int(project), cell_text(code)),
                     &rows, fault)) {
        return false;
    }
    *out = store_next(&rows) ? store_date(&rows, 0) : CIVIL_DATE_NONE;
    return store_done(&rows, fault);
}

bool milestone_file_is_there(struct store *store, int64_t project, int64_t file, bool *out,
                             struct fault *fault)
{
    int64_t found = 0;
    if (!store_query_int(store, &milestone_file, CELLS(cell_int(file), cell_int(project)), &found,
                         fault)) {
        return false;
    }
    *out = found != 0;
    return true;
}
