#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "app/rebuild.h"
#include "base/arena.h"
#include "ledger/ledger.h"
#include "pack/pack.h"
#include "roof/doctor.h"
#include "roof/rooms.h"
#include "room/file/file.h"
#include "store/migrate.h"

/* What the doctor looks at beside files: the city's data, keys, room, tables, ledger, views. */

static void say(struct doctor *doctor, enum doctor_finding finding, struct text zh, struct text en)
{
    doctor_say(doctor, &(struct doctor_word){finding, zh, en, TEXT_NONE, TEXT_NONE});
}

/* -- the city's data -- */

static bool look_at_pack(struct doctor *doctor, struct fault *fault)
{
    struct pack_options options = {.scope = PACK_SCOPE_ALL, .is_corrected = true};
    const struct pack *pack = NULL;
    if (!pack_load(doctor->arena, text_of(doctor->pack), &options, &pack, fault)) {
        return false;
    }
    say(doctor, DOCTOR_SOUND, text_format(doctor->arena, "城市数据：%s 可用", doctor->pack),
        text_format(doctor->arena, "pack: %s can be used", doctor->pack));
    return true;
}

const struct doctor_check doctor_pack = {"pack", look_at_pack};

/* -- keys -- */

static void look_at_key(struct doctor *doctor, const char *name, int *bad)
{
    struct stat about;
    struct text path = text_format(doctor->arena, "%.*s/keys/%s", TEXT_ARG(doctor->home), name);
    bool is_there = stat(path.at, &about) == 0;
    if (is_there && (about.st_mode & 077) == 0) {
        return;
    }
    (*bad)++;
    doctor_say(
        doctor,
        &(struct doctor_word){
            DOCTOR_WRONG,
            text_format(doctor->arena, "密钥：%s %s", path.at, is_there ? "他人可读" : "不存在"),
            text_format(doctor->arena, "keys: %s %s", path.at,
                        is_there ? "can be read by others" : "is not there"),
            is_there ? TEXT("chmod 600；并考虑更换密钥") : TEXT("请从备份恢复该密钥文件"),
            is_there ? TEXT("chmod 600, and think of changing the key")
                     : TEXT("restore it from the backup of the keys")});
}

static bool look_at_keys(struct doctor *doctor, struct fault *fault)
{
    int bad = 0;
    (void)fault;
    look_at_key(doctor, "vault.keys", &bad);
    look_at_key(doctor, "ledger.pem", &bad);
    if (bad == 0) {
        say(doctor, DOCTOR_SOUND, TEXT("密钥：都在，只有本用户可读"),
            TEXT("keys: there, and nobody else may read them"));
    }
    return true;
}

const struct doctor_check doctor_keys = {"keys", look_at_keys};

/* -- room on the disk -- */

#define MIB ((uint64_t)1 << 20)
#define SPACE_WARN (2048 * MIB)
#define SPACE_WRONG (200 * MIB)

static bool look_at_space(struct doctor *doctor, struct fault *fault)
{
    struct statvfs about;
    if (statvfs(text_c_string(doctor->arena, doctor->home), &about) != 0) {
        return fault_raise(fault, FAULT_FILE_UNREADABLE, TEXT_NONE,
                           FAULT_ARGS(doctor->home, TEXT("statvfs")));
    }
    uint64_t left = (uint64_t)about.f_bavail * about.f_frsize;
    bool few_names = about.f_files > 0 && about.f_favail < 1000;
    enum doctor_finding finding = left < SPACE_WRONG || few_names ? DOCTOR_WRONG
                                  : left < SPACE_WARN             ? DOCTOR_WARNS
                                                                  : DOCTOR_SOUND;
    doctor_say(
        doctor,
        &(struct doctor_word){
            finding,
            text_format(doctor->arena, "磁盘：还有 %llu MiB", (unsigned long long)(left / MIB)),
            text_format(doctor->arena, "disk: %llu MiB left", (unsigned long long)(left / MIB)),
            finding == DOCTOR_SOUND ? TEXT_NONE : TEXT("请尽快扩容或清理"),
            finding == DOCTOR_SOUND ? TEXT_NONE : TEXT("make room soon")});
    return true;
}

const struct doctor_check doctor_space = {"disk", look_at_space};

/* -- tables -- */

static const struct statement newest_migration = {
    "doctor_migration", "select coalesce(max(number), 0) from store_migration"};

static bool count_old_rooms(struct doctor *doctor, int *out, struct fault *fault)
{
    *out = 0;
    for (size_t i = 0; i < the_house.room_count; i++) {
        const struct store_schema *schema = &the_house.rooms[i]->schema;
        bool is_current = true;
        if (schema->ddl != NULL &&
            !store_schema_is_current(doctor->store, schema, &is_current, fault)) {
            return false;
        }
        *out += !is_current;
    }
    return true;
}

static bool look_at_schema(struct doctor *doctor, struct fault *fault)
{
    int64_t newest = 0;
    int old = 0;
    if (!store_query_int(doctor->store, &newest_migration, NO_CELLS, &newest, fault) ||
        !count_old_rooms(doctor, &old, fault)) {
        return false;
    }
    bool is_current = newest == (int64_t)store_facts.count && old == 0;
    doctor_say(doctor,
               &(struct doctor_word){
                   is_current ? DOCTOR_SOUND : DOCTOR_WARNS,
                   text_format(doctor->arena, "表结构：第 %lld 号，本程序 %zu 号；%d 个模块待重建",
                               (long long)newest, store_facts.count, old),
                   text_format(doctor->arena,
                               "tables: number %lld, this program %zu; %d rooms to "
                               "be made anew",
                               (long long)newest, store_facts.count, old),
                   is_current ? TEXT_NONE : TEXT("用本程序启动一次服务即可更新"),
                   is_current ? TEXT_NONE
                              : TEXT("serve once with this program: it brings them up "
                                     "to date")});
    return true;
}

const struct doctor_check doctor_schema = {"tables", look_at_schema};

/* -- the ledger, and what was made of it -- */

static bool look_at_ledger(struct doctor *doctor, struct fault *fault)
{
    struct ledger_verify_options options = {0};
    struct ledger_report report;
    if (!ledger_verify(doctor->store, &options, &report, fault)) {
        return false;
    }
    struct arena *arena = doctor->arena;
    doctor_say(
        doctor,
        &(struct doctor_word){
            report.is_sound ? DOCTOR_SOUND : DOCTOR_WRONG,
            report.is_sound ? text_format(arena, "台账：%lld 条，完好", (long long)report.entries)
                            : text_format(arena, "台账：%s 第 %lld 行不成立", report.table,
                                          (long long)report.row),
            report.is_sound
                ? text_format(arena, "ledger: %lld entries, sound", (long long)report.entries)
                : text_format(arena, "ledger: broken at %s %lld: %s", report.table,
                              (long long)report.row, report.what),
            report.is_sound ? TEXT_NONE : TEXT("停止服务，保全现场，从备份恢复后核对"),
            report.is_sound ? TEXT_NONE
                            : TEXT("stop the service, keep the evidence, "
                                   "restore a backup and compare")});
    return true;
}

const struct doctor_check doctor_ledger = {"ledger", look_at_ledger};

static bool compare_views(struct doctor *doctor, struct rebuild_difference *out,
                          struct fault *fault)
{
    struct store_options memory = {.path = TEXT(":memory:")};
    struct store *fresh = NULL;
    struct rebuild_check check = {doctor->store, NULL, doctor->registry};
    bool done = store_open(&memory, &fresh, fault) && store_migrate(fresh, store_facts, fault);
    check.fresh = fresh;
    done = done && rebuild_check(doctor->arena, &check, out, fault);
    store_close(fresh);
    return done;
}

static bool look_at_views(struct doctor *doctor, struct fault *fault)
{
    struct rebuild_difference found;
    int old = 0;
    if (!count_old_rooms(doctor, &old, fault)) {
        return false;
    }
    if (old > 0) {
        return true; /* another program's tables: said already */
    }
    if (!compare_views(doctor, &found, fault)) {
        return false;
    }
    struct arena *arena = doctor->arena;
    doctor_say(doctor,
               &(struct doctor_word){
                   found.found ? DOCTOR_WRONG : DOCTOR_SOUND,
                   found.found
                       ? text_format(arena, "视图：%.*s 第 %lld 行与台账不符",
                                     TEXT_ARG(found.table), (long long)found.row)
                       : text_format(arena, "视图：%lld 行，都与台账相符", (long long)found.rows),
                   found.found ? text_format(arena,
                                             "views: table %.*s, row %lld is not what the "
                                             "ledger says",
                                             TEXT_ARG(found.table), (long long)found.row)
                               : text_format(arena, "views: %lld rows, all as the ledger says",
                                             (long long)found.rows),
                   found.found ? TEXT("停止服务后运行 liandong rebuild") : TEXT_NONE,
                   found.found ? TEXT("stop the service and run liandong rebuild") : TEXT_NONE});
    return true;
}

const struct doctor_check doctor_views = {"views", look_at_views};

/* -- the virus scanner -- */

static bool look_at_scanner(struct doctor *doctor, struct fault *fault)
{
    if (!file_set_scanner(doctor->scanner, fault)) {
        return false;
    }
    if (!file_has_scanner()) {
        say(doctor, DOCTOR_WARNS, TEXT("病毒查杀：未配置，文件按“未查杀”保存（--scanner）"),
            TEXT("scanner: none configured, files are kept as not scanned (--scanner)"));
        return true;
    }
    if (!file_scanner_answers(fault)) {
        return false;
    }
    say(doctor, DOCTOR_SOUND, TEXT("病毒查杀：有应答"), TEXT("scanner: answers"));
    return true;
}

const struct doctor_check doctor_scanner = {"scanner", look_at_scanner};
