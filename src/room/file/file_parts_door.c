#include <string.h>

#include "app/city.h"
#include "app/register.h"
#include "base/arena.h"
#include "ground/project/project.h"
#include "room/file/file_store.h"
#include "room/file/file_upload.h"

/* What is done with the bytes of an upload, in the slow thread: a part is kept, all parts become a
 * file. */

static bool find_open(const struct view_run *run, struct upload *out, struct fault *fault)
{
    struct upload asked = {.id = run->id, .account = run->actor->account};
    struct project project;
    return upload_find(run->arena, run->store, &asked, out, fault) &&
           project_of_view(run, out->project, &project, fault);
}

static bool refuse_part(struct fault *fault, const char *zh, const char *en)
{
    return fault_raise(fault, FAULT_UPLOAD_PART, TEXT_NONE, FAULT_ARGS(text_of(zh), text_of(en)));
}

bool upload_prepare_part(const struct view_run *run, const struct raw_body *raw, void *fields,
                         struct fault *fault)
{
    struct upload_part *part = fields;
    struct upload upload;
    int64_t number = route_id(run->parameters[1]);
    if (!find_open(run, &upload, fault)) {
        return false;
    }
    if (upload_is_over(&upload, run->now)) {
        return fault_raise(fault, FAULT_UPLOAD_OVER, TEXT_NONE, FAULT_NO_ARGS);
    }
    int64_t expected = upload_part_size(upload.size, number);
    if (expected == 0) {
        return refuse_part(fault, "没有这个编号的分片", "there is no part of that number");
    }
    if ((int64_t)raw->bytes.len != expected) {
        return refuse_part(fault, "分片的大小不对", "it is not of the size that it must have");
    }
    struct text digest = file_digest(run->arena, raw->bytes);
    if (!text_equal(digest, raw->digest)) {
        return fault_raise(fault, FAULT_UPLOAD_DIGEST, TEXT("X-Digest"), FAULT_NO_ARGS);
    }
    *part = (struct upload_part){upload.id, number, expected, digest};
    struct file_content content = {digest, raw->bytes, run->now};
    return file_content_write(run->store, &content, fault);
}

/* -- finishing -- */

static bool parts_are_whole(const struct upload *upload, const struct upload_parts *parts)
{
    bool whole = (int64_t)parts->count == upload_part_count(upload->size);
    for (size_t i = 0; i < parts->count && whole; i++) {
        whole = parts->items[i].number == (int64_t)i + 1;
    }
    return whole;
}

static bool put_together(const struct view_run *run, const struct upload *upload,
                         const struct upload_parts *parts, struct text *out, struct fault *fault)
{
    char *bytes = arena_alloc_raw(run->arena, (size_t)upload->size);
    size_t at = 0;
    for (size_t i = 0; i < parts->count; i++) {
        struct file_asked asked = {parts->items[i].digest, parts->items[i].size};
        struct arena_mark mark = arena_mark(run->arena);
        struct text part;
        if (!file_content_read(run->arena, run->store, &asked, &part, fault)) {
            return false;
        }
        ensure(at + part.len <= (size_t)upload->size);
        memcpy(bytes + at, part.at, part.len);
        at += part.len;
        arena_rewind(run->arena, mark);
    }
    ensure(at == (size_t)upload->size);
    *out = (struct text){bytes, at};
    return true;
}

/* Of one that is finished already the answer is the same again: it may have been lost. */
static bool is_finished(const struct upload *upload, struct file_keep *out)
{
    *out = (struct file_keep){.name = upload->name,
                              .media = TEXT_NONE,
                              .digest = upload->digest,
                              .scan = TEXT_NONE,
                              .size = upload->size,
                              .upload = upload->id};
    return upload->file > 0;
}

bool upload_prepare_finish(const struct view_run *run, const struct raw_body *raw, void *fields,
                           struct fault *fault)
{
    struct file_keep *keep = fields;
    struct upload upload;
    struct upload_parts parts;
    struct file_upload whole = {run->store, TEXT_NONE, TEXT_NONE, run->now};
    (void)raw;
    if (!find_open(run, &upload, fault) ||
        !upload_parts_of(run->arena, run->store, upload.id, &parts, fault)) {
        return false;
    }
    if (is_finished(&upload, keep)) {
        return true;
    }
    if (upload_is_over(&upload, run->now)) {
        return fault_raise(fault, FAULT_UPLOAD_OVER, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!parts_are_whole(&upload, &parts)) {
        return fault_raise(fault, FAULT_UPLOAD_INCOMPLETE, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!put_together(run, &upload, &parts, &whole.bytes, fault)) {
        return false;
    }
    whole.name = upload.name;
    if (upload.digest.len > 0 && !text_equal(file_digest(run->arena, whole.bytes), upload.digest)) {
        return fault_raise(fault, FAULT_UPLOAD_DIGEST, TEXT("digest"), FAULT_NO_ARGS);
    }
    if (!file_receive(run->arena, &whole, keep, fault)) {
        return false;
    }
    keep->replaces = upload.replaces;
    keep->upload = upload.id;
    return true;
}

bool upload_perform_finish(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct file_keep *keep = fields;
    struct upload asked = {.id = keep->upload, .account = run->actor->account};
    struct upload upload;
    if (!upload_find(run->arena, run->store, &asked, &upload, fault)) {
        return false;
    }
    if (upload.file > 0) {
        struct scope scope = access_scope(run->city, run->actor);
        struct file_row row;
        return file_find(run->arena, run->store, &scope, upload.file, &row, fault) &&
               file_answer_row(run, &row);
    }
    if (upload_is_over(&upload, run->now)) {
        return fault_raise(fault, FAULT_UPLOAD_OVER, TEXT_NONE, FAULT_NO_ARGS);
    }
    run->id = upload.project;
    return file_perform_keep(run, fields, fault) &&
           upload_end(run->store, upload.id, run->answer.id, run->now, fault);
}
