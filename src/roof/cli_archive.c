#include "roof/cli_archive.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/city.h"
#include "board/history.h"
#include "door/cli/cli_common.h"
#include "door/cli/cli_settings.h"
#include "paper/printer.h"
#include "roof/archive_tools.h"
#include "roof/boot.h"
#include "roof/living.h"
#include "roof/rooms.h"
#include "room/file/file.h"
#include "signer/signer.h"
#include "vault/vault.h"

/* What is opened for it, and closed in the end. */
struct bench {
    struct cli *cli;
    struct cli_settings settings;
    struct text project, pack, out;
    struct signer *signer;
    struct printer *printer;
    struct vault *vault;
    struct store *store;
    struct living living;
    const struct registry *registry;
};

static struct text at_home(const struct bench *bench, const char *name)
{
    return text_format(bench->cli->arena, "%.*s/%s", TEXT_ARG(bench->settings.home), name);
}

/* The processes first: they part from this one before anything foreign is read. */
static bool open_bench(struct bench *bench)
{
    struct cli *cli = bench->cli;
    struct fault *fault = &cli->fault;
    struct signer_options signing = {at_home(bench, "keys/ledger.pem")};
    struct store_options reading = {.path = bench->settings.database,
                                    .read_only = true,
                                    .must_exist = true,
                                    .statement_ms = -1};
    bench->registry = register_open(cli->arena, &the_house);
    history_set_registry(bench->registry);
    if (access(signing.key_path.at, R_OK) != 0) { /* it would make another key */
        return fault_raise(fault, FAULT_KEYS_MISSING, TEXT_NONE, FAULT_ARGS(signing.key_path));
    }
    return signer_start(&signing, &bench->signer, fault) && printer_start(&bench->printer, fault) &&
           vault_unlock(at_home(bench, "keys/vault.keys"), &bench->vault, fault) &&
           (store_path_is_shared(bench->settings.database) ||
            file_set_directory(at_home(bench, "files").at, fault)) &&
           store_open(&reading, &bench->store, fault) &&
           living_read(cli->arena, text_c_string(cli->arena, bench->pack), &bench->living, fault) &&
           living_open(&bench->living, bench->store, boot_now(NULL), fault);
}

static void close_bench(struct bench *bench)
{
    living_close(&bench->living);
    store_close(bench->store);
    vault_lock(bench->vault);
    printer_stop(bench->printer);
    signer_stop(bench->signer);
}

static bool fill(struct bench *bench, int file, struct archived *out)
{
    struct cli *cli = bench->cli;
    int64_t now = boot_now(NULL);
    const struct actor actor = {.role = ROLE_SUPERVISOR,
                                .district = city_code(bench->living.city),
                                .language = cli->language};
    const struct view_run asks = {.arena = cli->arena,
                                  .store = bench->store,
                                  .city = bench->living.city,
                                  .vault = bench->vault,
                                  .actor = &actor,
                                  .now = now,
                                  .today = city_today(bench->living.city, now)};
    const struct archive_tools tools = archive_tools_of(bench->printer, bench->signer);
    const struct archive_order order = {&asks, bench->registry, &tools, bench->project, file};
    return archive_make(&order, out, &cli->fault);
}

static bool unwritable(struct bench *bench)
{
    return fault_raise(&bench->cli->fault, FAULT_FILE_UNWRITABLE, TEXT_NONE,
                       FAULT_ARGS(bench->out, text_of(strerror(errno))));
}

/* Whole and on the disk under its name, which must be free, or not at all. */
static bool make(struct bench *bench)
{
    const char *name = text_c_string(bench->cli->arena, bench->out);
    struct archived archived;
    int file = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) {
        return unwritable(bench);
    }
    bool fine = fill(bench, file, &archived);
    if (fine && fsync(file) != 0) {
        fine = unwritable(bench);
    }
    (void)close(file);
    if (!fine) {
        (void)unlink(name);
        return false;
    }
    printf("%s: %.*s, %lld bytes\n", name, TEXT_ARG(archived.number), (long long)archived.size);
    return true;
}

static bool archive_with(struct cli *cli, int argc, char **argv)
{
    struct cli_given given = {TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE};
    struct bench bench = {.cli = cli};
    const struct cli_flag flags[] = {CLI_SETTINGS_FLAGS(&given),
                                     {"--pack", true, &bench.pack},
                                     {"--project", true, &bench.project},
                                     {"--out", true, &bench.out}};
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc > 1 || bench.out.len == 0 || route_id(bench.project) == 0) {
        return cli_wrong(cli, cli_archive.usage, TEXT_NONE);
    }
    bench.pack = cli_pack_directory(cli, bench.pack);
    bool fine =
        cli_settings_read(cli, &given, &bench.settings) && open_bench(&bench) && make(&bench);
    close_bench(&bench);
    return fine;
}

static int run(int argc, char **argv)
{
    struct cli cli = cli_open();
    return cli_close(&cli, archive_with(&cli, argc, argv));
}

const struct cli_command cli_archive = {
    "archive",
    "archive --project ID --out FILE.zip [--db FILE|ADDRESS] [--home DIR] [--config FILE]\n"
    "         [--pack DIR]",
    "a project's whole file: register, documents and proofs, for checking offline",
    run,
};
