#include "app/city.h"
#include "base/arena.h"
#include "ground/project/project.h"
#include "room/file/file_store.h"
#include "room/file/file_upload.h"

/* Opening an upload, giving it up, and how far it is. */

bool upload_perform_open(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct upload_open *wanted = fields;
    struct project project;
    struct upload_load load;
    if (!project_of_run(run, 0, &project, fault) ||
        !upload_load_of(run->store, run->actor->account, run->now, &load, fault) ||
        !upload_may_open(wanted, &load, fault) ||
        !file_has_room(run->store, project.id, wanted->size, fault)) {
        return false;
    }
    struct upload upload = {
        .account = run->actor->account,
        .project = project.id,
        .size = wanted->size,
        .replaces = wanted->replaces,
        .name = wanted->name,
        .digest = wanted->digest,
        .touched_at = run->now,
    };
    if (!upload_add(run->store, &upload, fault)) {
        return false;
    }
    run->answer.id = upload.id;
    run->answer.extra =
        text_format(run->arena, "\"part_size\":%lld,\"parts\":%lld,\"expires_at\":%lld",
                    (long long)UPLOAD_PART_SIZE, (long long)upload_part_count(wanted->size),
                    (long long)(run->now + UPLOAD_LIFE_MS));
    return true;
}

bool upload_perform_drop(struct command_run *run, const void *fields, struct fault *fault)
{
    struct upload upload;
    (void)fields;
    struct upload asked = {.id = run->id, .account = run->actor->account};
    if (!upload_find(run->arena, run->store, &asked, &upload, fault)) {
        return false;
    }
    run->answer.id = upload.id;
    return upload_is_over(&upload, run->now) ||
           upload_end(run->store, upload.id, UPLOAD_DROPPED, run->now, fault);
}

bool upload_perform_part(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct upload_part *part = fields;
    struct upload asked = {.id = part->upload, .account = run->actor->account};
    struct upload upload;
    bool is_there = false;
    if (!upload_find(run->arena, run->store, &asked, &upload, fault) ||
        !file_content_is_there(run->store, part->digest, &is_there, fault)) {
        return false;
    }
    if (upload_is_over(&upload, run->now)) {
        return fault_raise(fault, FAULT_UPLOAD_OVER, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!is_there) {
        return fault_raise(fault, FAULT_STORE_BUSY, TEXT_NONE, FAULT_NO_ARGS);
    }
    run->answer.id = upload.id;
    run->answer.extra = text_format(run->arena, "\"part\":%lld,\"digest\":\"%.*s\"",
                                    (long long)part->number, TEXT_ARG(part->digest));
    return upload_add_part(run->store, part, run->now, fault);
}

/* -- how far it is -- */

static void write_parts(struct json_writer *json, const struct upload *upload,
                        const struct upload_parts *parts)
{
    int64_t received = 0;
    json_name(json, "received");
    json_array(json);
    for (size_t i = 0; i < parts->count; i++) {
        const struct upload_part *part = &parts->items[i];
        received += part->size;
        json_object(json);
        json_member_int(json, "part", part->number);
        json_member_int(json, "size", part->size);
        json_member_text(json, "digest", part->digest);
        json_end(json);
    }
    json_end(json);
    json_member_int(json, "received_bytes", received);
    json_name(json, "missing");
    json_array(json);
    size_t at = 0;
    for (int64_t number = 1; number <= upload_part_count(upload->size); number++) {
        bool is_here = at < parts->count && parts->items[at].number == number;
        at += is_here;
        if (!is_here) {
            json_int(json, number);
        }
    }
    json_end(json);
}

bool upload_answer(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct upload asked = {.id = run->id, .account = run->actor->account};
    struct upload upload;
    struct upload_parts parts;
    if (!upload_find(run->arena, run->store, &asked, &upload, fault) ||
        !upload_parts_of(run->arena, run->store, upload.id, &parts, fault)) {
        return false;
    }
    bool is_over = upload_is_over(&upload, run->now);
    json_object(json);
    json_member_int(json, "id", upload.id);
    json_member_int(json, "project_id", upload.project);
    json_member_text(json, "name", upload.name);
    json_member_int(json, "size", upload.size);
    json_member_int(json, "part_size", UPLOAD_PART_SIZE);
    json_member_int(json, "parts", upload_part_count(upload.size));
    write_parts(json, &upload, &parts);
    json_member_text(json, "state",
                     upload.file > 0 ? TEXT("done")
                     : is_over       ? TEXT("over")
                                     : TEXT("open"));
    json_member_int_if(json, "file_id", upload.file > 0, upload.file);
    json_member_int(json, "expires_at", upload.touched_at + UPLOAD_LIFE_MS);
    json_end(json);
    return true;
}

bool uploads_answer(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct project project;
    struct uploads uploads;
    if (!project_of_view(run, 0, &project, fault)) {
        return false;
    }
    struct uploads_asked asked = {run->actor->account, project.id, run->now};
    if (!uploads_of(run->arena, run->store, &asked, &uploads, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < uploads.count; i++) {
        const struct upload *upload = &uploads.items[i];
        json_object(json);
        json_member_int(json, "id", upload->id);
        json_member_text(json, "name", upload->name);
        json_member_int(json, "size", upload->size);
        json_member_int(json, "expires_at", upload->touched_at + UPLOAD_LIFE_MS);
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return true;
}
