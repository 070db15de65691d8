#include "app/city.h"
#include "base/arena.h"
#include "ground/project/project.h"
#include "room/file/file_store.h"
#include "room/file/file_upload.h"

#define ROLES_UPLOAD (ROLES_WORK | ROLE_BIT(ROLE_ENTERPRISE) | ROLE_BIT(ROLE_WINDOW))

bool file_has_room(struct store *store, int64_t project, int64_t size, struct fault *fault)
{
    struct file_used used;
    if (!file_used_by(store, project, &used, fault)) {
        return false;
    }
    if (used.count >= FILE_PROJECT_COUNT_MAX) {
        return fault_raise(fault, FAULT_FILE_COUNT, TEXT_NONE, FAULT_ARGS(TEXT("5000")));
    }
    return used.bytes + size <= FILE_PROJECT_MAX ||
           fault_raise(fault, FAULT_FILE_QUOTA, TEXT_NONE, FAULT_ARGS(TEXT("500")));
}

/* -- versions -- */

static bool refuse_version(struct fault *fault, const char *zh, const char *en)
{
    return fault_raise(fault, FAULT_FILE_VERSION, TEXT("replaces"),
                       FAULT_ARGS(text_of(zh), text_of(en)));
}

/* The chain of versions has one end, and each side replaces what it handed in itself: an enterprise
 * its own materials, the service side its own. */
static bool join_chain(struct command_run *run, int64_t project, struct file_keep *body,
                       struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct file_row old;
    if (body->replaces == 0) {
        return true;
    }
    if (!file_find(run->arena, run->store, &scope, body->replaces, &old, fault)) {
        return false;
    }
    if (old.project != project) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (old.replaced_by != 0) {
        return refuse_version(fault, "它已有更新的版本", "it has a newer version already");
    }
    if (!file_lets(&old, run->actor, fault)) {
        return false;
    }
    if ((old.by_role == ROLE_ENTERPRISE) != (run->actor->role == ROLE_ENTERPRISE)) {
        return refuse_version(fault, "它是另一方提交的", "the other side handed it in");
    }
    body->first = old.first;
    body->version = old.version + 1;
    return true;
}

bool file_answer_row(struct command_run *run, const struct file_row *row)
{
    struct buffer extra = buffer_open(run->arena, 256);
    struct json_writer json = json_writer_open(&extra);
    json_object(&json);
    json_member_text(&json, "name", row->name);
    json_member_text(&json, "media", row->media);
    json_member_text(&json, "digest", row->digest);
    json_member_int(&json, "size", row->size);
    json_end(&json);
    struct text members = buffer_text(&extra);
    run->answer.id = row->id;
    run->answer.extra = text_slice(members, 1, members.len - 2);
    return true;
}

bool file_perform_keep(struct command_run *run, const void *given, struct fault *fault)
{
    struct file_keep body = *(const struct file_keep *)given;
    struct project project;
    bool is_there = false;
    if (!project_of_run(run, 0, &project, fault) ||
        !file_has_room(run->store, project.id, body.size, fault) ||
        !join_chain(run, project.id, &body, fault) ||
        !file_content_is_there(run->store, body.digest, &is_there, fault)) {
        return false;
    }
    if (!is_there) {
        return fault_raise(fault, FAULT_STORE_BUSY, TEXT_NONE, FAULT_NO_ARGS);
    }
    struct text whose = project.enterprise.len > 0 ? project.enterprise : project.name;
    body.behalf = run->actor->role == ROLE_WINDOW ? whose : TEXT_NONE;
    struct event_about about = {0, project.id, run->today};
    struct file_row row = {.id = run_next_seq(run),
                           .name = body.name,
                           .media = body.media,
                           .digest = body.digest,
                           .size = body.size};
    return run_emit(run, &file_kept_event, about, &body, fault) && file_answer_row(run, &row);
}

static bool prepare_keep(const struct view_run *run, const struct raw_body *raw, void *fields,
                         struct fault *fault)
{
    struct file_keep *keep = fields;
    if (!file_accept(run, raw->name, raw->bytes, keep, fault)) {
        return false;
    }
    if (raw->digest.len > 0 && !text_equal(raw->digest, keep->digest)) {
        return fault_raise(fault, FAULT_UPLOAD_DIGEST, TEXT("X-Digest"), FAULT_NO_ARGS);
    }
    keep->replaces = raw->replaces;
    return true;
}

static const struct command_kind commands[] = {
    {"file.keep", "POST", "/projects/{id}/files", &file_keep_table, ROLES_UPLOAD,
     COMMAND_TAKES_A_FILE, "上传文件", "upload a file", file_perform_keep, prepare_keep,
     FILE_PIECE_MAX},
    {"file.seen", "POST", "/files/{id}/seen", &file_seen_table, ROLES_HALL, COMMAND_INTERNAL,
     "记录谁看过文件", "note who saw a file", file_perform_seen},
    {"file.seen_all", "POST", "/projects/{id}/files/seen", NULL, ROLES_BUSINESS, COMMAND_INTERNAL,
     "记录谁看过项目的全部文件", "note who saw all files of a project", file_perform_seen_all},
    {"file.upload_open", "POST", "/projects/{id}/uploads", &upload_open_table, ROLES_UPLOAD, 0,
     "开始分片上传", "open an upload in parts", upload_perform_open},
    {"file.upload_part", "PUT", "/uploads/{id}/parts/{number}", &upload_part_table, ROLES_UPLOAD,
     COMMAND_TAKES_A_FILE, "上传一个分片", "send a part of an upload", upload_perform_part,
     upload_prepare_part, (size_t)UPLOAD_PART_SIZE},
    {"file.upload_finish", "POST", "/uploads/{id}/finish", &file_keep_table, ROLES_UPLOAD, 0,
     "完成分片上传", "put an upload's parts together and keep the file", upload_perform_finish,
     upload_prepare_finish},
    {"file.upload_drop", "DELETE", "/uploads/{id}", NULL, ROLES_UPLOAD, 0, "放弃分片上传",
     "give an upload up", upload_perform_drop},
};

/* -- what the raw door calls -- */

bool file_receive(struct arena *arena, const struct file_upload *upload, struct file_keep *out,
                  struct fault *fault)
{
    enum file_media media = FILE_PDF;
    bool is_clean = false;
    if (!file_check(upload->name, upload->bytes, &media, fault) ||
        !file_scan(upload->bytes, &is_clean, fault)) {
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
        .scan = is_clean ? TEXT(FILE_SCAN_CLEAN) : TEXT_NONE,
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
           file_has_room(run->store, project.id, (int64_t)bytes.len, fault) &&
           file_receive(run->arena, &upload, out, fault);
}

bool file_open_for(const struct view_run *run, struct file_download *out, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct file_row row;
    struct text bytes;
    if (!file_find(run->arena, run->store, &scope, run->id, &row, fault) ||
        !file_lets(&row, run->actor, fault)) {
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
    struct file_sweeper sweeper = {.context = &sweep, .is_wanted = is_wanted};
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
    json_member_text_or_null(json, "on_behalf_of", row->behalf);
    json_member_int(json, "version", row->version);
    json_member_int_if(json, "replaces", row->replaces != 0, row->replaces);
    json_member_int_if(json, "replaced_by", row->replaced_by != 0, row->replaced_by);
    json_member_text(json, "scan", row->scan.len > 0 ? row->scan : TEXT("none"));
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
    view_next(run, json, has_more, has_more ? rows.items[shown - 1].id : 0);
    json_end(json);
    return true;
}

static bool answer_about(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct file_row row;
    if (!file_find(run->arena, run->store, &scope, run->id, &row, fault) ||
        !file_lets(&row, run->actor, fault)) {
        return false;
    }
    write_row(json, run, &row);
    return true;
}

/* All versions of a file, the newest first: what a round of corrections changed. */
static bool answer_versions(const struct view_run *run, struct json_writer *json,
                            struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct file_row row;
    struct file_rows rows;
    if (!file_find(run->arena, run->store, &scope, run->id, &row, fault) ||
        !file_versions_of(run, row.project, row.first, &rows, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < rows.count && i < FILE_PAGE_MAX; i++) {
        write_row(json, run, &rows.items[i]);
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"file.list", "/projects/{id}/files", &query_table, ROLES_BUSINESS, VIEW_AS_OF, "项目的文件",
     "Files of a project", answer_list},
    {"file.about", "/files/{id}/about", NULL, ROLES_HALL, 0, "文件信息", "What is known of a file",
     answer_about},
    {"file.versions", "/files/{id}/versions", NULL, ROLES_BUSINESS, 0, "文件的各个版本",
     "versions of a file", answer_versions},
    {"file.seen_by", "/files/{id}/seen", NULL, ROLES_BUSINESS, VIEW_UNCACHED, "谁看过这份文件",
     "who saw a file", file_answer_seen},
    {"file.uploads", "/projects/{id}/uploads", NULL, ROLES_UPLOAD, VIEW_UNCACHED,
     "本人未完成的上传", "one's own uploads under way", uploads_answer},
    {"file.upload", "/uploads/{id}", NULL, ROLES_UPLOAD, VIEW_UNCACHED, "分片上传的进度",
     "how far an upload is", upload_answer},
};

static const struct event_kind *const events[] = {&file_kept_event};

const struct room file_room = {
    .name = "file",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(file),
    .schema = {"file", 3, file_ddl},
};
