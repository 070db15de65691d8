#include "app/city.h"
#include "base/arena.h"
#include "ground/project/project.h"
#include "room/file/file_store.h"

#define ROLES_UPLOAD (ROLES_WORK | ROLE_BIT(ROLE_ENTERPRISE))

static bool quota_is_kept(struct store *store, int64_t project, int64_t size, struct fault *fault)
{
    int64_t used = 0;
    if (!file_bytes_of(store, project, &used, fault)) {
        return false;
    }
    return used + size <= FILE_PROJECT_MAX ||
           fault_raise(fault, FAULT_FILE_QUOTA, TEXT_NONE, FAULT_ARGS(TEXT("500")));
}

static bool perform_keep(struct command_run *run, const void *given, struct fault *fault)
{
    const struct file_keep *fields = given;
    struct project project;
    if (!project_of_run(run, 0, &project, fault) ||
        !quota_is_kept(run->store, project.id, fields->size, fault)) {
        return false;
    }
    struct event_about about = {0, project.id, run->today};
    run->answer.id = run_next_seq(run);
    struct buffer extra = buffer_open(run->arena, 256);
    struct json_writer json = json_writer_open(&extra);
    json_object(&json);
    field_write(&json, &file_keep_table, fields);
    json_end(&json);
    struct text members = buffer_text(&extra);
    run->answer.extra = text_slice(members, 1, members.len - 2);
    return run_emit(run, &file_kept_event, about, fields, fault);
}

/* Not offered by the table-driven door, whose bodies are JSON: the fields come from file_accept. */
static const struct command_kind commands[] = {
    {"file.keep", "POST", "/projects/{id}/files", &file_keep_table, ROLES_UPLOAD, COMMAND_INTERNAL,
     "上传文件", "Upload a file", perform_keep},
};

/* -- what the raw door calls -- */

bool file_receive(struct arena *arena, const struct file_upload *upload, struct file_keep *out,
                  struct fault *fault)
{
    enum file_media media = FILE_PDF;
    if (!file_check(upload->name, upload->bytes, &media, fault)) {
        return false;
    }
    struct file_content content = {file_digest(arena, upload->bytes), upload->bytes, upload->now};
    if (!file_content_write(upload->store, &content, fault)) {
        return false;
    }
    *out = (struct file_keep){
        .name = text_copy(arena, upload->name),
        .media = text_of(file_media_type(media)),
        .digest = content.digest,
        .size = (int64_t)upload->bytes.len,
    };
    return true;
}

bool file_accept(const struct view_run *run, struct text name, struct text bytes,
                 struct file_keep *out, struct fault *fault)
{
    struct project project;
    struct file_upload upload = {run->store, name, bytes, run->now};
    if (!access_role_may(ROLES_UPLOAD, run->actor->role)) {
        return fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                           FAULT_ARGS(TEXT("上传文件"), TEXT("upload files")));
    }
    return project_of_view(run, 0, &project, fault) &&
           quota_is_kept(run->store, project.id, (int64_t)bytes.len, fault) &&
           file_receive(run->arena, &upload, out, fault);
}

bool file_open_for(const struct view_run *run, struct file_download *out, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct file_row row;
    struct text bytes;
    if (!file_find(run->arena, run->store, &scope, run->id, &row, fault)) {
        return false;
    }
    struct file_asked asked = {row.digest, row.size};
    if (!file_content_read(run->arena, run->store, &asked, &bytes, fault)) {
        return false;
    }
    *out = (struct file_download){row.name, row.media, row.digest, bytes};
    return true;
}

struct sweep {
    struct store *store;
    struct fault *fault;
};

static bool is_wanted(void *context, struct text digest, bool *out)
{
    struct sweep *sweep = context;
    return file_is_wanted(sweep->store, digest, out, sweep->fault);
}

bool file_sweep(struct store *store, int64_t *out_removed, struct fault *fault)
{
    struct sweep sweep = {store, fault};
    struct file_sweeper sweeper = {&sweep, is_wanted};
    if (store_is_shared(store)) {
        *out_removed = 0;
        return true;
    }
    return file_disk_sweep(&sweeper, out_removed, fault);
}

/* -- views -- */

static void write_row(struct json_writer *json, const struct view_run *run,
                      const struct file_row *row)
{
    bool is_staff = run->actor->role != ROLE_ENTERPRISE && row->by_name.len > 0;
    json_object(json);
    json_member_int(json, "id", row->id);
    json_member_int(json, "project_id", row->project);
    json_member_text(json, "name", row->name);
    json_member_text(json, "media", row->media);
    json_member_int(json, "size", row->size);
    json_member_text(json, "digest", row->digest);
    json_member_date(json, "uploaded_on", row->kept_on);
    json_member_text(json, "uploaded_by_name",
                     is_staff ? row->by_name
                              : city_role_name(run->city, text_of(role_name(row->by_role)),
                                               run->actor->language));
    json_end(json);
}

struct file_query {
    int64_t limit, after;
};
static const struct field query_fields[] = {
    FIELD(file_query, limit, INT, .min = 1, .max = FILE_PAGE_MAX, .zh = "每页", .en = "a page"),
    FIELD(file_query, after, ID, .zh = "下一页", .en = "next page"),
};
static const struct field_table query_table = FIELD_TABLE(file_query, query_fields);

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct file_query *query = run->query;
    int64_t limit = query->limit > 0 ? query->limit : 50;
    struct project project;
    struct file_rows rows;
    if (!project_of_view(run, 0, &project, fault) ||
        !file_of_project(run, project.id, query->after, limit, &rows, fault)) {
        return false;
    }
    size_t shown = (int64_t)rows.count > limit ? (size_t)limit : rows.count;
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < shown; i++) {
        write_row(json, run, &rows.items[i]);
    }
    json_end(json);
    json_member_int(json, "total", rows.total);
    bool has_more = shown < rows.count;
    struct text next =
        has_more ? text_format(run->arena, "%lld", (long long)rows.items[shown - 1].id) : TEXT_NONE;
    json_member_text_or_null(json, "next", next);
    json_end(json);
    return true;
}

static bool answer_about(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct file_row row;
    if (!file_find(run->arena, run->store, &scope, run->id, &row, fault)) {
        return false;
    }
    write_row(json, run, &row);
    return true;
}

static const struct view_kind views[] = {
    {"file.list", "/projects/{id}/files", &query_table, ROLES_BUSINESS, 0, "项目的文件",
     "Files of a project", answer_list},
    {"file.about", "/files/{id}/about", NULL, ROLES_BUSINESS, 0, "文件信息",
     "What is known of a file", answer_about},
};

static const struct event_kind *const events[] = {&file_kept_event};

const struct room file_room = {
    .name = "file",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(file),
    .schema = {"file", 1, file_ddl},
};
