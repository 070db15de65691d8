#include <stdio.h>

#include "base/arena.h"
#include "roof/boot.h"
#include "roof/doctor.h"
#include "room/file/file_store.h"
#include "room/file/file_upload.h"

/* Files against tables, both ways: a row without its bytes is a hole, bytes without a row are
 * orphans. The order of an upload leaves neither, whenever it is cut off; what is here proves it.
 */

#define HOUR_MS ((int64_t)3600000)

static const struct statement wanted_contents = {
    "doctor_contents",
    "select digest, size from (select digest, size from file union select p.digest, p.size from"
    " file_part p join file_upload u on u.id=p.upload where u.file=0) w order by digest",
    true};
static const struct statement orphans_shared = {
    "doctor_orphans", "select count(*) from file_content c where c.kept_at<$1 and not exists(select"
                      " 1 from file f where f.digest=c.digest) and not exists(select 1 from"
                      " file_part p where p.digest=c.digest)"};
static const struct statement uploads_count = {
    "doctor_uploads", "select count(*) from file_upload where file=0 and touched_at>=$1"};
static const struct statement uploads_over = {"doctor_uploads_over",
                                              "select count(*) from file_upload where touched_at<$1"
                                              " and (file<>0 or touched_at<$2)"};

static bool set_directory(const struct doctor *doctor, struct fault *fault)
{
    return store_is_shared(doctor->store) ||
           file_set_directory(text_format(doctor->arena, "%.*s/files", TEXT_ARG(doctor->home)).at,
                              fault);
}

/* -- holes -- */

struct contents {
    int64_t count, bytes, holes;
    char first[FILE_DIGEST_HEX + 1];
};

static bool look_at_one(struct doctor *doctor, const struct file_asked *asked,
                        struct contents *found, struct fault *fault)
{
    struct arena *arena = arena_open((size_t)64 << 20, (size_t)512 << 20);
    struct fault why = {.code = FAULT_NONE};
    struct text bytes;
    bool read = file_content_read(arena, doctor->store, asked, &bytes, &why);
    arena_close(arena);
    found->count++;
    found->bytes += asked->size;
    if (!read && why.code == FAULT_FILE_GONE) {
        if (found->holes++ == 0) {
            (void)snprintf(found->first, sizeof found->first, "%.*s", TEXT_ARG(asked->digest));
        }
        return true;
    }
    if (!read) {
        *fault = why;
    }
    return read;
}

static bool look_at_contents(struct doctor *doctor, struct fault *fault)
{
    struct contents found = {0};
    struct store_rows rows;
    bool fine = true;
    if (!set_directory(doctor, fault) ||
        !store_query(doctor->store, &wanted_contents, NO_CELLS, &rows, fault)) {
        return false;
    }
    while (fine && store_next(&rows)) {
        struct arena_mark mark = arena_mark(doctor->arena);
        struct file_asked asked = {store_text(doctor->arena, &rows, 0), store_int(&rows, 1)};
        fine = look_at_one(doctor, &asked, &found, fault);
        arena_rewind(doctor->arena, mark);
    }
    if (!store_done(&rows, fault) || !fine) {
        return false;
    }
    struct arena *arena = doctor->arena;
    struct doctor_word word = {
        .finding = found.holes > 0 ? DOCTOR_WRONG : DOCTOR_SOUND,
        .zh = found.holes > 0 ? text_format(arena, "文件：%lld 份缺失或损坏，第一份 %s",
                                            (long long)found.holes, found.first)
                              : text_format(arena, "文件：%lld 份内容（%lld 字节）都在，摘要一致",
                                            (long long)found.count, (long long)found.bytes),
        .en = found.holes > 0 ? text_format(arena, "files: %lld missing or damaged, the first %s",
                                            (long long)found.holes, found.first)
                              : text_format(arena,
                                            "files: %lld contents (%lld bytes), all there, all as "
                                            "their digests say",
                                            (long long)found.count, (long long)found.bytes),
        .advice_zh = found.holes > 0 ? TEXT("请从备份恢复 files/ 中这些文件") : TEXT_NONE,
        .advice_en =
            found.holes > 0 ? TEXT("restore these files of files/ from a backup") : TEXT_NONE,
    };
    doctor_say(doctor, &word);
    return true;
}

const struct doctor_check doctor_contents = {"files", look_at_contents};

/* -- orphans -- */

struct seeking {
    struct store *store;
    struct fault *fault;
};

static bool is_wanted(void *context, struct text digest, bool *out)
{
    struct seeking *seeking = context;
    return file_is_wanted(seeking->store, digest, out, seeking->fault);
}

static bool count_orphans(struct doctor *doctor, bool removes, int64_t *out, struct fault *fault)
{
    struct seeking seeking = {doctor->store, fault};
    struct file_sweeper sweeper = {.context = &seeking,
                                   .is_wanted = is_wanted,
                                   .looks_only = !removes,
                                   .before = boot_now(NULL) - HOUR_MS};
    if (!store_is_shared(doctor->store)) {
        return file_disk_sweep(&sweeper, out, fault);
    }
    int64_t day = boot_now(NULL) - 24 * HOUR_MS;
    return removes
               ? file_sweep_shared(doctor->store, day, out, fault)
               : store_query_int(doctor->store, &orphans_shared, CELLS(cell_int(day)), out, fault);
}

/* Younger ones may belong to an upload that is under way. */
static bool look_at_orphans(struct doctor *doctor, struct fault *fault)
{
    int64_t count = 0;
    if (!set_directory(doctor, fault) || !count_orphans(doctor, doctor->mends, &count, fault)) {
        return false;
    }
    struct arena *arena = doctor->arena;
    bool left = count > 0 && !doctor->mends;
    doctor_say(doctor,
               &(struct doctor_word){
                   left ? DOCTOR_WARNS : DOCTOR_SOUND,
                   count == 0 ? TEXT("多余内容：没有")
                              : text_format(arena, "多余内容：%lld 份没有登记%s", (long long)count,
                                            left ? "" : "，已清除"),
                   count == 0 ? TEXT("orphans: none")
                              : text_format(arena,
                                            "orphans: %lld contents that nothing points "
                                            "to%s",
                                            (long long)count, left ? "" : ", taken away"),
                   left ? TEXT("liandong doctor --mend，或重新启动服务") : TEXT_NONE,
                   left ? TEXT("liandong doctor --mend, or start the service anew") : TEXT_NONE});
    return true;
}

const struct doctor_check doctor_orphans = {"orphans", look_at_orphans};

/* -- uploads -- */

static bool look_at_uploads(struct doctor *doctor, struct fault *fault)
{
    int64_t now = boot_now(NULL);
    int64_t open = 0, over = 0;
    if (!set_directory(doctor, fault) ||
        !store_query_int(doctor->store, &uploads_count, CELLS(cell_int(now - UPLOAD_LIFE_MS)),
                         &open, fault) ||
        !store_query_int(
            doctor->store, &uploads_over,
            CELLS(cell_int(now - UPLOAD_ENDED_LIFE_MS), cell_int(now - UPLOAD_LIFE_MS)), &over,
            fault)) {
        return false;
    }
    int64_t removed = 0;
    if (doctor->mends && over > 0 &&
        !upload_forget(doctor->arena, doctor->store, now, &removed, fault)) {
        return false;
    }
    struct arena *arena = doctor->arena;
    doctor_say(doctor, &(struct doctor_word){
                           DOCTOR_SOUND,
                           text_format(arena, "分片上传：进行中 %lld 个，已结束待清 %lld 个",
                                       (long long)open, (long long)(over - removed)),
                           text_format(arena,
                                       "uploads: %lld under way, %lld over and about to be "
                                       "forgotten",
                                       (long long)open, (long long)(over - removed)),
                           TEXT_NONE, TEXT_NONE});
    return true;
}

const struct doctor_check doctor_uploads = {"uploads", look_at_uploads};
