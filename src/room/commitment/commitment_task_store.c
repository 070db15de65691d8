#include "base/arena.h"
#include "room/commitment/commitment_store.h"

/* Tasks about what relied on a result that is gone, and the credit record. */

#define TASK_COLUMNS                                                                               \
    "t.id, t.version, t.project, t.source, t.application, t.code, t.item_name, t.org, t.why,"      \
    " t.set_on, t.due_on, t.done_on, t.outcome, t.note, p.number, p.name"
#define TASK_FROM " from commitment_task t join project p on p.id=t.project"
#define MARK_COLUMNS                                                                               \
    "m.id, m.version, m.project, m.enterprise, m.kind, m.org, m.reason, m.source, m.since,"        \
    " m.repaired_on, m.document, m.note, p.number, p.name"
#define MARK_FROM " from commitment_mark m join project p on p.id=m.project"

const struct statement commitment_task_insert = {
    "commitment_task_insert",
    "insert into commitment_task(id, version, project, source, application, code, item_name, org,"
    " why, set_on, due_on, done_on, outcome, note)"
    " values($1,1,$2,$3,$4,$5,$6,$7,$8,$9,$10,null,'','')"};
const struct statement commitment_task_update = {
    "commitment_task_update", "update commitment_task set version=version+1, done_on=$2,"
                              " outcome=$3, note=$4 where id=$1"};
const struct statement commitment_task_by_id = {"commitment_task_by_id",
                                                "select " TASK_COLUMNS TASK_FROM
                                                " where " ACCESS_PROJECT " and t.id=$6"};
const struct statement commitment_task_filtered = {
    "commitment_task_filtered",
    "select " TASK_COLUMNS TASK_FROM " where " ACCESS_PROJECT
    " and ($6=0 or t.source=$6) and ($7=0 or t.project=$7) and ($8='' or t.org=$8)"
    " and ($9=0 or t.done_on is null) order by t.due_on, t.id limit 200"};
const struct statement credit_insert = {
    "credit_insert", "insert into commitment_mark(id, version, project, enterprise, kind, org, "
                     "reason, source, since,"
                     " repaired_on, document, note) values($1,1,$2,$3,$4,$5,$6,$7,$8,null,'','')"};
const struct statement credit_repair_update = {
    "credit_repair_update",
    "update commitment_mark set version=version+1, repaired_on=$2, document=$3,"
    " note=$4 where id=$1"};
/* By the name, beyond the asker's scope: the kinds of open marks are what an offer is decided by.
 */
const struct statement credit_open = {
    "credit_open",
    "select " MARK_COLUMNS MARK_FROM
    " where m.repaired_on is null and (m.project=$1 or (m.enterprise<>'' and m.enterprise=$2))"
    " order by m.id limit 50"};
const struct statement credit_filtered = {
    "credit_filtered", "select " MARK_COLUMNS MARK_FROM " where " ACCESS_PROJECT
                       " and ($6=0 or m.project=$6) and ($7=0 or m.repaired_on is null)"
                       " order by m.id desc limit 200"};
const struct statement credit_by_id = {"credit_by_id", "select " MARK_COLUMNS MARK_FROM
                                                       " where " ACCESS_PROJECT " and m.id=$6"};

/* -- recording -- */

bool commitment_record_task_set(struct store *store, const struct event *event, struct fault *fault)
{
    const struct commitment_task_set *body = event->body;
    return store_run(store, &commitment_task_insert,
                     CELLS(cell_int(event->subject), cell_int(event->project),
                           cell_int(body->source), cell_int(body->application),
                           cell_text(body->code), cell_text(body->item_name), cell_text(body->org),
                           cell_text(body->why), cell_date(event->happened_on),
                           cell_date(body->due_on)),
                     fault);
}

bool commitment_record_task_done(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    const struct commitment_task_done *body = event->body;
    return store_run(store, &commitment_task_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           cell_text(body->outcome), cell_text(body->note)),
                     fault);
}

bool credit_record_marked(struct store *store, const struct event *event, struct fault *fault)
{
    const struct credit_marked *body = event->body;
    return store_run(store, &credit_insert,
                     CELLS(cell_int(event->subject), cell_int(event->project),
                           cell_text(body->enterprise), cell_text(body->kind), cell_text(body->org),
                           cell_text(body->reason), cell_int(body->source),
                           cell_date(event->happened_on)),
                     fault);
}

bool credit_record_repaired(struct store *store, const struct event *event, struct fault *fault)
{
    const struct credit_repaired *body = event->body;
    return store_run(store, &credit_repair_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           cell_text(body->document), cell_text(body->note)),
                     fault);
}

/* -- reading -- */

#define TASKS_MAX 200
#define MARKS_MAX 200

static void read_task(struct arena *arena, const struct store_rows *rows,
                      struct commitment_task *out)
{
    *out = (struct commitment_task){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .project = store_int(rows, 2),
        .source = store_int(rows, 3),
        .application = store_int(rows, 4),
        .code = store_text(arena, rows, 5),
        .item_name = store_text(arena, rows, 6),
        .org = store_text(arena, rows, 7),
        .why = store_text(arena, rows, 8),
        .set_on = store_date(rows, 9),
        .due_on = store_date(rows, 10),
        .done_on = store_date(rows, 11),
        .outcome = store_text(arena, rows, 12),
        .note = store_text(arena, rows, 13),
        .project_number = store_text(arena, rows, 14),
        .project_name = store_text(arena, rows, 15),
    };
}

static bool read_tasks(struct arena *arena, struct store_rows *rows, size_t most,
                       struct commitment_tasks *out, struct fault *fault)
{
    *out = (struct commitment_tasks){arena_array(arena, struct commitment_task, most), 0};
    while (out->count < most && store_next(rows)) {
        read_task(arena, rows, &out->items[out->count++]);
    }
    return store_done(rows, fault);
}

bool commitment_tasks_select(const struct sight *sight, const struct commitment_task_filter *filter,
                             struct commitment_tasks *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(sight->store, &commitment_task_filtered,
                       CELLS(ACCESS_CELLS(sight->scope), cell_int(filter->source),
                             cell_int(filter->project), cell_text(filter->org),
                             cell_bool(filter->open_only)),
                       &rows, fault) &&
           read_tasks(sight->arena, &rows, TASKS_MAX, out, fault);
}

bool commitment_task_find(const struct sight *sight, int64_t id, struct commitment_task *out,
                          struct fault *fault)
{
    struct store_rows rows;
    struct commitment_tasks found;
    if (!store_query(sight->store, &commitment_task_by_id,
                     CELLS(ACCESS_CELLS(sight->scope), cell_int(id)), &rows, fault) ||
        !read_tasks(sight->arena, &rows, 1, &found, fault)) {
        return false;
    }
    if (found.count == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    *out = found.items[0];
    return true;
}

static void read_mark(struct arena *arena, const struct store_rows *rows, struct credit_mark *out)
{
    *out = (struct credit_mark){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .project = store_int(rows, 2),
        .enterprise = store_text(arena, rows, 3),
        .kind = store_text(arena, rows, 4),
        .org = store_text(arena, rows, 5),
        .reason = store_text(arena, rows, 6),
        .source = store_int(rows, 7),
        .since = store_date(rows, 8),
        .repaired_on = store_date(rows, 9),
        .repair_document = store_text(arena, rows, 10),
        .repair_note = store_text(arena, rows, 11),
        .project_number = store_text(arena, rows, 12),
        .project_name = store_text(arena, rows, 13),
    };
}

static bool read_marks(struct arena *arena, struct store_rows *rows, size_t most,
                       struct credit_marks *out, struct fault *fault)
{
    *out = (struct credit_marks){arena_array(arena, struct credit_mark, most), 0};
    while (out->count < most && store_next(rows)) {
        read_mark(arena, rows, &out->items[out->count++]);
    }
    return store_done(rows, fault);
}

bool credit_open_of(struct arena *arena, struct store *store, const struct credit_whose *whose,
                    struct credit_marks *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &credit_open,
                       CELLS(cell_int(whose->project), cell_text(whose->enterprise)), &rows,
                       fault) &&
           read_marks(arena, &rows, MARKS_MAX, out, fault);
}

bool credit_select(const struct sight *sight, const struct credit_filter *filter,
                   struct credit_marks *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(sight->store, &credit_filtered,
                       CELLS(ACCESS_CELLS(sight->scope), cell_int(filter->project),
                             cell_bool(filter->open_only)),
                       &rows, fault) &&
           read_marks(sight->arena, &rows, MARKS_MAX, out, fault);
}

bool credit_find(const struct sight *sight, int64_t id, struct credit_mark *out,
                 struct fault *fault)
{
    struct store_rows rows;
    struct credit_marks found;
    if (!store_query(sight->store, &credit_by_id, CELLS(ACCESS_CELLS(sight->scope), cell_int(id)),
                     &rows, fault) ||
        !read_marks(sight->arena, &rows, 1, &found, fault)) {
        return false;
    }
    if (found.count == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    *out = found.items[0];
    return true;
}
