#include "room/file/file_store.h"

#include "base/arena.h"

#define FILE_COLUMNS                                                                               \
    "f.id, f.project, f.name, f.media, f.size, f.digest, f.kept_on, f.kept_by, f.kept_role, "      \
    "s.name, f.scan, f.replaces, f.replaced_by, f.first, f.version, f.behalf"
#define FILE_FROM                                                                                  \
    " from file f join project p on p.id=f.project left join account_secret s on "                 \
    "s.account=f.kept_by"

static const struct statement file_insert = {
    "file_insert",
    "insert into file(id, project, name, media, size, digest, kept_on, kept_by, kept_role, scan,"
    " replaces, replaced_by, first, version, behalf)"
    " values($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,0,$12,$13,$14)"};
static const struct statement file_set_replaced = {"file_set_replaced",
                                                   "update file set replaced_by=$2 where id=$1"};
static const struct statement file_by_id = {"file_by_id", "select " FILE_COLUMNS FILE_FROM
                                                          " where " ACCESS_PROJECT " and f.id=$6"};
static const struct statement file_by_project = {
    "file_by_project", "select " FILE_COLUMNS FILE_FROM
                       " where f.project=$1 and ($2=0 or f.id<$2) order by f.id desc limit $3"};
static const struct statement file_versions = {
    "file_versions", "select " FILE_COLUMNS FILE_FROM
                     " where f.first=$1 and f.project=$2 order by f.id desc limit 201"};
static const struct statement file_count = {"file_count",
                                            "select count(*) from file where project=$1"};
/* The same content under two names of a project takes its room once. */
static const struct statement file_bytes = {
    "file_bytes",
    "select cast(coalesce(sum(f.size), 0) as integer) from file f where f.project=$1 and not"
    " exists(select 1 from file e where e.digest=f.digest and e.project=f.project and e.id<f.id)"};
/* By a file, or by a part of an upload. */
static const struct statement file_by_digest = {"file_by_digest",
                                                "select 1 from file where digest=$1 union all"
                                                " select 1 from file_part where digest=$1 limit 1"};

/* The same content again is young again: whoever uploads it is about to point to it. */
static const struct statement file_content_keep = {
    "file_content_keep", "insert into file_content(digest, bytes, kept_at) values($1,$2,$3)"
                         " on conflict (digest) do update set kept_at=excluded.kept_at"};
static const struct statement file_content_find = {
    "file_content_find", "select bytes from file_content where digest=$1"};
static const struct statement file_content_forget = {
    "file_content_forget",
    "delete from file_content where kept_at<$1 and not exists("
    "select 1 from file f where f.digest=file_content.digest) and not exists("
    "select 1 from file_part u where u.digest=file_content.digest)"};
static const struct statement file_content_has = {"file_content_has",
                                                  "select 1 from file_content where digest=$1"};

const struct statement *const file_statements[] = {
    &file_insert,       &file_set_replaced, &file_by_id,          &file_by_project,
    &file_versions,     &file_count,        &file_bytes,          &file_by_digest,
    &file_content_keep, &file_content_find, &file_content_forget, &file_content_has,
    &file_seen_insert,  &file_seen_list,    &file_seen_count,     &file_seen_ids,
};
const size_t file_statement_count = COUNT_OF(file_statements);

const char file_ddl[] =
    "create table file ("
    " id integer primary key, project integer not null, name text not null, media text not null,"
    " size integer not null, digest text not null, kept_on text not null, kept_by integer not null,"
    " kept_role text not null, scan text not null, replaces integer not null,"
    " replaced_by integer not null, first integer not null, version integer not null,"
    " behalf text not null);"
    "create index file_by_project on file(project, id);"
    "create index file_by_first on file(first, id);"
    "create index file_by_digest on file(digest);";

record_function file_record_kept;

bool file_record_kept(struct store *store, const struct event *event, struct fault *fault)
{
    const struct file_keep *body = event->body;
    return store_run(
               store, &file_insert,
               CELLS(cell_int(event->subject), cell_int(event->project), cell_text(body->name),
                     cell_text(body->media), cell_int(body->size), cell_text(body->digest),
                     cell_date(event->happened_on), cell_int(actor_label_account(event->actor)),
                     cell_text(text_of(role_name(actor_label_role(event->actor)))),
                     cell_text(body->scan), cell_int(body->replaces),
                     cell_int(body->first != 0 ? body->first : event->subject),
                     cell_int(body->version != 0 ? body->version : 1), cell_text(body->behalf)),
               fault) &&
           (body->replaces == 0 ||
            store_run(store, &file_set_replaced,
                      CELLS(cell_int(body->replaces), cell_int(event->subject)), fault));
}

static void read_row(struct arena *arena, const struct store_rows *rows, struct file_row *out)
{
    *out = (struct file_row){
        .id = store_int(rows, 0),
        .project = store_int(rows, 1),
        .name = store_text(arena, rows, 2),
        .media = store_text(arena, rows, 3),
        .size = store_int(rows, 4),
        .digest = store_text(arena, rows, 5),
        .kept_on = store_date(rows, 6),
        .kept_by = store_int(rows, 7),
        .by_role = role_from_name(store_text(arena, rows, 8)),
        .by_name = store_text(arena, rows, 9),
        .scan = store_text(arena, rows, 10),
        .replaces = store_int(rows, 11),
        .replaced_by = store_int(rows, 12),
        .first = store_int(rows, 13),
        .version = store_int(rows, 14),
        .behalf = store_text(arena, rows, 15),
    };
}

bool file_find(struct arena *arena, struct store *store, const struct scope *scope, int64_t id,
               struct file_row *out, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(store, &file_by_id, CELLS(ACCESS_CELLS(*scope), cell_int(id)), &rows, fault)) {
        return false;
    }
    bool found = store_next(&rows);
    if (found) {
        read_row(arena, &rows, out);
    }
    if (!store_done(&rows, fault)) {
        return false;
    }
    return found || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}

bool file_lets(const struct file_row *row, const struct actor *actor, struct fault *fault)
{
    bool is_let = actor->role != ROLE_WINDOW || row->by_role == ROLE_SYSTEM ||
                  (row->by_role == ROLE_WINDOW && row->kept_by == actor->account);
    return is_let || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}

bool file_of_project(const struct view_run *run, int64_t project, int64_t after, int64_t limit,
                     struct file_rows *out, struct fault *fault)
{
    struct store_rows rows;
    ensure(limit <= FILE_PAGE_MAX);
    *out = (struct file_rows){arena_array(run->arena, struct file_row, FILE_PAGE_MAX + 1), 0, 0};
    if (!store_query_int(run->store, &file_count, CELLS(cell_int(project)), &out->total, fault) ||
        !store_query(run->store, &file_by_project,
                     CELLS(cell_int(project), cell_int(after), cell_int(limit + 1)), &rows,
                     fault)) {
        return false;
    }
    while (out->count <= FILE_PAGE_MAX && store_next(&rows)) {
        read_row(run->arena, &rows, &out->items[out->count++]);
    }
    return store_done(&rows, fault);
}

bool file_versions_of(const struct view_run *run, int64_t project, int64_t first,
                      struct file_rows *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct file_rows){arena_array(run->arena, struct file_row, FILE_PAGE_MAX + 1), 0, 0};
    if (!store_query(run->store, &file_versions, CELLS(cell_int(first), cell_int(project)), &rows,
                     fault)) {
        return false;
    }
    while (out->count <= FILE_PAGE_MAX && store_next(&rows)) {
        read_row(run->arena, &rows, &out->items[out->count++]);
    }
    out->total = (int64_t)out->count;
    return store_done(&rows, fault);
}

bool file_used_by(struct store *store, int64_t project, struct file_used *out, struct fault *fault)
{
    *out = (struct file_used){0, 0};
    return store_query_int(store, &file_count, CELLS(cell_int(project)), &out->count, fault) &&
           store_query_int(store, &file_bytes, CELLS(cell_int(project)), &out->bytes, fault);
}

bool file_is_wanted(struct store *store, struct text digest, bool *out, struct fault *fault)
{
    int64_t found = 0;
    bool read = store_query_int(store, &file_by_digest, CELLS(cell_text(digest)), &found, fault);
    *out = found != 0;
    return read;
}

/* -- contents that nodes share -- */

/* In a transaction of its own: the content is durable before anything speaks of it. */
bool file_store_keep(struct store *store, const struct file_content *content, struct fault *fault)
{
    if (!store_begin_write(store, fault)) {
        return false;
    }
    if (!store_run(store, &file_content_keep,
                   CELLS(cell_text(content->digest), cell_bytes(content->bytes),
                         cell_int(content->kept_at)),
                   fault)) {
        store_rollback(store);
        return false;
    }
    return store_commit(store, fault);
}

bool file_store_has(struct store *store, struct text digest, bool *out, struct fault *fault)
{
    int64_t found = 0;
    bool read = store_query_int(store, &file_content_has, CELLS(cell_text(digest)), &found, fault);
    *out = found != 0;
    return read;
}

bool file_store_find(struct arena *arena, struct store *store, struct text digest, struct text *out,
                     struct fault *fault)
{
    struct store_rows rows;
    struct text found = TEXT_NONE;
    if (!store_query(store, &file_content_find, CELLS(cell_text(digest)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        found = store_bytes(arena, &rows, 0);
    }
    if (!store_done(&rows, fault)) {
        return false;
    }
    *out = found;
    return true;
}

bool file_sweep_shared(struct store *store, int64_t before, int64_t *out_removed,
                       struct fault *fault)
{
    if (!store_begin_write(store, fault)) {
        return false;
    }
    if (!store_run(store, &file_content_forget, CELLS(cell_int(before)), fault)) {
        store_rollback(store);
        return false;
    }
    int64_t removed = store_changes(store);
    if (!store_commit(store, fault)) {
        return false;
    }
    *out_removed = removed;
    return true;
}
