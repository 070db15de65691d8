#include "base/arena.h"
#include "ground/project/represent.h"

#define MOST 50
#define COLUMNS "r.id, r.project, r.file, r.org, r.by_actor, r.agreed_on, r.until, r.ended_on"

static const struct statement represent_insert = {
    "represent_insert",
    "insert into represent_agreement(id, project, file, org, by_actor, agreed_on,"
    " until, ended_on) values($1,$2,$3,$4,$5,$6,$7,null)"};
static const struct statement represent_end_update = {
    "represent_end_update", "update represent_agreement set ended_on=$2 where id=$1"};
static const struct statement represent_list = {
    "represent_list",
    "select " COLUMNS " from represent_agreement r where r.project=$1 order by r.id desc limit 50"};
static const struct statement represent_by_id = {
    "represent_by_id",
    "select " COLUMNS " from represent_agreement r join project p on p.id=r.project"
    " where " ACCESS_PROJECT " and r.id=$6"};
/* A look into a room's table: whose paper it is. */
static const struct statement represent_file = {"represent_file",
                                                "select 1 from file where id=$1 and project=$2"};

const struct statement *const represent_statements[] = {
    &represent_insert, &represent_end_update, &represent_list, &represent_by_id, &represent_file};
const size_t represent_statement_count = COUNT_OF(represent_statements);

const char represent_ddl[] =
    "create table represent_agreement (id integer primary key, project integer not null,"
    " file integer not null, org text not null, by_actor text not null, agreed_on text not null,"
    " until text not null, ended_on text);"
    "create index represent_agreement_of on represent_agreement(project, id);";

bool represent_record_agreed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct represent_agreed *body = event->body;
    return store_run(store, &represent_insert,
                     CELLS(cell_int(event->subject), cell_int(event->project), cell_int(body->file),
                           cell_text(body->org), cell_text(event->actor),
                           cell_date(event->happened_on), cell_date(body->until)),
                     fault);
}

bool represent_record_ended(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &represent_end_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

static bool read_rows(struct arena *arena, struct store_rows *rows, struct representations *out,
                      struct fault *fault)
{
    *out = (struct representations){arena_array(arena, struct representation, MOST), 0};
    while (out->count < MOST && store_next(rows)) {
        out->items[out->count++] = (struct representation){
            .id = store_int(rows, 0),
            .project = store_int(rows, 1),
            .file = store_int(rows, 2),
            .org = store_text(arena, rows, 3),
            .by = store_text(arena, rows, 4),
            .agreed_on = store_date(rows, 5),
            .until = store_date(rows, 6),
            .ended_on = store_date(rows, 7),
        };
    }
    return store_done(rows, fault);
}

bool represent_of_project(struct arena *arena, struct store *store, int64_t project,
                          struct representations *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &represent_list, CELLS(cell_int(project)), &rows, fault) &&
           read_rows(arena, &rows, out, fault);
}

bool represent_find(const struct sight *sight, int64_t id, struct representation *out,
                    struct fault *fault)
{
    struct store_rows rows;
    struct representations found;
    if (!store_query(sight->store, &represent_by_id,
                     CELLS(ACCESS_CELLS(sight->scope), cell_int(id)), &rows, fault) ||
        !read_rows(sight->arena, &rows, &found, fault)) {
        return false;
    }
    if (found.count == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    *out = found.items[0];
    return true;
}

bool represent_file_is_of(struct store *store, int64_t project, int64_t file, bool *out,
                          struct fault *fault)
{
    int64_t found = 0;
    bool read = store_query_int(store, &represent_file, CELLS(cell_int(file), cell_int(project)),
                                &found, fault);
    *out = found != 0;
    return read;
}

bool represent_until(struct store *store, const struct represent_asked *asked, civil_date *out,
                     struct fault *fault)
{
    struct store_rows rows;
    *out = CIVIL_DATE_NONE;
    if (!store_query(store, &represent_list, CELLS(cell_int(asked->project)), &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        struct representation one = {.until = store_date(&rows, 6),
                                     .ended_on = store_date(&rows, 7)};
        if (*out == CIVIL_DATE_NONE && text_equal(store_cell(&rows, 3).text, asked->org) &&
            represent_holds(&one, asked->today)) {
            *out = one.until;
        }
    }
    return store_done(&rows, fault);
}

bool represent_lets(struct store *store, const struct actor *actor,
                    const struct represent_asked *asked, struct fault *fault)
{
    civil_date until = CIVIL_DATE_NONE;
    if (actor->role != ROLE_WINDOW) {
        return true;
    }
    return represent_until(store, asked, &until, fault) &&
           (until != CIVIL_DATE_NONE ||
            fault_raise(fault, FAULT_NOT_REPRESENTED, TEXT_NONE, FAULT_NO_ARGS));
}
