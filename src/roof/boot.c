#include "roof/boot.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "app/city.h"
#include "app/rebuild.h"
#include "base/arena.h"
#include "board/history.h"
#include "flow/flow.h"
#include "ground/project/query_code.h"
#include "ledger/ledger.h"
#include "pack/pack.h"
#include "roof/rooms.h"
#include "room/file/file.h"
#include "store/migrate.h"
#include "vault/vault.h"

static const struct statement demo_accounts = {"demo_accounts",
                                               "select count(*) from account where demo=1"};

/* How far the clock that all nodes share is ahead of this machine's. */
static _Atomic int64_t shared_ahead;

static int64_t machine_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t boot_now(void *clock)
{
    (void)clock;
    return machine_now() + shared_ahead;
}

bool boot_set_clock(struct store *store, struct fault *fault)
{
    int64_t theirs = 0;
    int64_t before = machine_now();
    if (!store_clock(store, &theirs, fault)) {
        return false;
    }
    int64_t after = machine_now();
    shared_ahead = theirs - (before + (after - before) / 2);
    return true;
}

/* The query codes' key comes from the vault's: whoever may read one may make the other. */
static bool set_query_key(struct boot *boot, struct fault *fault)
{
    unsigned char key[QUERY_CODE_KEY_SIZE];
    if (!vault_derive(boot->vault, TEXT("query-code"), key, fault)) {
        return false;
    }
    query_code_set_key(key);
    explicit_bzero(key, sizeof key);
    return true;
}

/* A database whose keys are gone must not get new ones by itself: sealed records would be lost for
 * good, and heads would be signed by a stranger. */
static bool keys_are_there(const struct boot *boot, struct fault *fault)
{
    static const char *const names[] = {"vault.keys", "ledger.pem"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct text path =
            text_format(boot->arena, "%.*s/keys/%s", TEXT_ARG(boot->folder), names[i]);
        if (access(path.at, R_OK) != 0) {
            return fault_raise(fault, FAULT_KEYS_MISSING, TEXT_NONE, FAULT_ARGS(path));
        }
    }
    return true;
}

static bool open_keys(struct boot *boot, const struct boot_options *options, struct fault *fault)
{
    struct text folder = boot->folder;
    if (options->with_signer) {
        struct signer_options signing = {
            text_format(boot->arena, "%.*s/keys/ledger.pem", TEXT_ARG(folder))};
        if (!signer_start(&signing, &boot->signer, fault)) {
            return false;
        }
    }
    if (options->with_printer && !printer_start(&boot->printer, fault)) {
        return false;
    }
    return vault_unlock(text_format(boot->arena, "%.*s/keys/vault.keys", TEXT_ARG(folder)),
                        &boot->vault, fault) &&
           set_query_key(boot, fault) &&
           (store_path_is_shared(boot->database) ||
            file_set_directory(text_format(boot->arena, "%.*s/files", TEXT_ARG(folder)).at, fault));
}

/* What the ledger says is published, laid over the folder. */
static bool open_city(struct boot *boot, struct fault *fault)
{
    if (!living_open(&boot->living, boot->store, boot_now(NULL), fault)) {
        return false;
    }
    boot->city = boot->living.city;
    boot->pack = city_pack(boot->city);
    return flow_check(boot->arena, &boot->pack->lists[PACK_TRIGGERS], the_flow_actions,
                      boot->registry, fault);
}

/* Several nodes may start at once: one after the other looks at the tables and mends them. */
static bool hold_start(struct store *store, struct fault *fault)
{
    bool held = false;
    for (int tries = 0; tries < 600 && !held; tries++) {
        if (!store_hold(store, BOOT_START_LOCK, &held, fault)) {
            return false;
        }
        if (!held) {
            usleep(100000);
        }
    }
    return held || fault_raise(fault, FAULT_STORE_BUSY, TEXT_NONE, FAULT_NO_ARGS);
}

static bool mend_tables(struct boot *boot, struct fault *fault)
{
    int64_t replayed = 0;
    return hold_start(boot->store, fault) && store_migrate(boot->store, store_facts, fault) &&
           rebuild_if_needed(boot->store, boot->registry, false, &replayed, fault) &&
           store_grow(boot->store, 0, fault) && store_let_go(boot->store, BOOT_START_LOCK, fault);
}

/* What a group of 256 commands changes stays in memory until its commit. */
#define WRITER_CACHE_KIB 32768

/* What only a setup, a move or a restoring may fill isn't made by a start. */
static bool is_filled(struct boot *boot, struct fault *fault)
{
    enum store_standing standing = STORE_NEW;
    int64_t newest = 0;
    return store_standing_of(boot->store, &standing, &newest, fault) &&
           (standing != STORE_NEW ||
            fault_raise(fault, FAULT_STORE_EMPTY, TEXT_NONE,
                        FAULT_ARGS(store_path_shown(boot->arena, boot->database))));
}

static bool open_store(struct boot *boot, const struct boot_options *options, struct fault *fault)
{
    struct store_options writing = {.path = boot->database,
                                    .must_exist = options->must_exist,
                                    .is_lazy = options->is_lazy,
                                    .cache_kib = WRITER_CACHE_KIB};
    return store_open(&writing, &boot->store, fault) &&
           (!options->must_exist || is_filled(boot, fault)) && mend_tables(boot, fault) &&
           ledger_open(boot->store, &boot->ledger, fault) && boot_set_clock(boot->store, fault);
}

/* Has anything been written there before? A file: whether it is there. On a server a connection of
 * its own looks, closed before the signer's process parts from this one. */
static bool is_used(const struct boot *boot, bool *out, struct fault *fault)
{
    static const struct statement used = {"boot_used", "select count(*) from store_migration"};
    struct store *store = NULL;
    struct store_options reading = {.path = boot->database, .read_only = true};
    struct fault none = {.code = FAULT_NONE};
    int64_t count = 0;
    if (!store_path_is_shared(boot->database)) {
        *out = access(boot->database.at, F_OK) == 0;
        return true;
    }
    if (!store_open(&reading, &store, fault)) {
        return false;
    }
    *out = store_query_int(store, &used, NO_CELLS, &count, &none) && count > 0;
    store_close(store);
    return true;
}

static bool open_all(struct boot *boot, const struct boot_options *options, struct fault *fault)
{
    bool is_old = false;
    return is_used(boot, &is_old, fault) && (!is_old || keys_are_there(boot, fault)) &&
           open_keys(boot, options, fault) &&
           living_read(boot->arena, options->pack, &boot->living, fault) &&
           open_store(boot, options, fault) && open_city(boot, fault);
}

bool boot_open(const struct boot_options *options, struct boot **out, struct fault *fault)
{
    struct boot *boot = calloc(1, sizeof *boot);
    ensure(boot != NULL);
    boot->arena = arena_open((size_t)64 << 20, (size_t)1 << 30);
    boot->folder = text_copy(boot->arena, options->home);
    boot->database = text_copy(boot->arena, options->database);
    boot->replica = options->replica.len > 0 ? text_copy(boot->arena, options->replica) : TEXT_NONE;
    boot->registry = register_open(boot->arena, &the_house);
    history_set_registry(boot->registry);
    (void)mkdir(boot->folder.at,
                0700); /* there already: fine; not to be made: the next step says so */
    bool open = open_all(boot, options, fault);
    if (open) {
        boot->standing = (struct standing_desk){boot->city, boot->vault};
        struct pipeline_options with = {.follow =
                                            options->follow != NULL ? options->follow : flow_follow,
                                        .store = boot->store,
                                        .ledger = boot->ledger,
                                        .city = boot->city,
                                        .vault = boot->vault,
                                        .look = living_look,
                                        .look_context = &boot->living,
                                        .settle = options->settles_later ? NULL : standing_settle,
                                        .settle_context = &boot->standing};
        open = pipeline_open(&with, &boot->pipeline, fault);
    }
    if (!open) {
        boot_close(boot);
        return false;
    }
    *out = boot;
    return true;
}

void boot_close(struct boot *boot)
{
    if (boot == NULL) {
        return;
    }
    pipeline_close(boot->pipeline);
    living_close(&boot->living);
    ledger_close(boot->ledger);
    store_close(boot->store);
    vault_lock(boot->vault);
    signer_stop(boot->signer);
    printer_stop(boot->printer);
    arena_close(boot->arena);
    free(boot);
}

bool boot_reader(const struct boot *boot, struct reader *out, struct fault *fault)
{
    struct store_options reading = {
        .path = boot->database, .read_only = true, .must_exist = true, .cache_kib = 4096};
    return reader_open(&reading, out, fault);
}

bool boot_slow(const struct boot *boot, struct reader *out, struct fault *fault)
{
    struct store_options slow = {.path = boot->database,
                                 .read_only = !store_path_is_shared(boot->database),
                                 .must_exist = true,
                                 .cache_kib = 4096};
    return reader_open(&slow, out, fault);
}

bool boot_is_demo(const struct boot *boot, bool *out, struct fault *fault)
{
    int64_t count = 0;
    if (!store_query_int(boot->store, &demo_accounts, NO_CELLS, &count, fault)) {
        return false;
    }
    *out = count > 0;
    return true;
}
