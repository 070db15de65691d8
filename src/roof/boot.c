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
#include "board/query_code.h"
#include "ledger/ledger.h"
#include "pack/pack.h"
#include "roof/rooms.h"
#include "room/file/file.h"
#include "store/migrate.h"
#include "vault/vault.h"

static const struct statement demo_accounts = {"demo_accounts",
                                               "select count(*) from account where demo=1"};

int64_t boot_now(void *clock)
{
    (void)clock;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct text folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        return TEXT(".");
    }
    return text_copy(arena, (struct text){path, (size_t)(slash - path)});
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
    return vault_unlock(text_format(boot->arena, "%.*s/keys/vault.keys", TEXT_ARG(folder)),
                        &boot->vault, fault) &&
           set_query_key(boot, fault) &&
           file_set_directory(text_format(boot->arena, "%.*s/files", TEXT_ARG(folder)).at, fault);
}

static bool open_pack(struct boot *boot, const char *directory, struct fault *fault)
{
    struct pack_options options = {.scope = PACK_SCOPE_ALL, .is_corrected = true};
    if (!pack_load(boot->arena, text_of(directory), &options, &boot->pack, fault)) {
        return false;
    }
    boot->city = city_open(boot->arena, boot->pack);
    return true;
}

static bool open_store(struct boot *boot, const struct boot_options *options, struct fault *fault)
{
    struct store_options writing = {.path = boot->database, .must_exist = options->must_exist};
    int64_t replayed = 0;
    return store_open(&writing, &boot->store, fault) &&
           store_migrate(boot->store, store_facts, fault) &&
           rebuild_if_needed(boot->store, boot->registry, false, &replayed, fault) &&
           ledger_open(boot->store, &boot->ledger, fault);
}

bool boot_open(const struct boot_options *options, struct boot **out, struct fault *fault)
{
    struct boot *boot = calloc(1, sizeof *boot);
    ensure(boot != NULL);
    boot->arena = arena_open((size_t)64 << 20, (size_t)1 << 30);
    boot->folder = folder_of(boot->arena, options->database);
    boot->database = text_copy(boot->arena, text_of(options->database));
    boot->registry = register_open(boot->arena, &the_house);
    history_set_registry(boot->registry);
    (void)mkdir(boot->folder.at,
                0700); /* there already: fine; not to be made: the next step says so */
    bool is_old = access(boot->database.at, F_OK) == 0;
    bool open = (!is_old || keys_are_there(boot, fault)) && open_keys(boot, options, fault) &&
                open_pack(boot, options->pack, fault) && open_store(boot, options, fault);
    if (open) {
        boot->standing = (struct standing_desk){boot->city, boot->vault};
        struct pipeline_options with = {.store = boot->store,
                                        .ledger = boot->ledger,
                                        .city = boot->city,
                                        .vault = boot->vault,
                                        .settle = standing_settle,
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
    ledger_close(boot->ledger);
    store_close(boot->store);
    vault_lock(boot->vault);
    signer_stop(boot->signer);
    arena_close(boot->arena);
    free(boot);
}

bool boot_reader(const struct boot *boot, struct store **out, struct fault *fault)
{
    struct store_options reading = {
        .path = boot->database, .read_only = true, .must_exist = true, .cache_kib = 4096};
    return store_open(&reading, out, fault);
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
