#include "roof/setup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/city.h"
#include "app/identity/password.h"
#include "base/arena.h"
#include "ledger/ledger.h"
#include "roof/boot.h"
#include "roof/demo.h"
#include "roof/director.h"

static const struct statement any_account = {"any_account", "select count(*) from account"};

static bool is_new(struct boot *boot, struct fault *fault)
{
    int64_t count = 0;
    if (!store_query_int(boot->store, &any_account, NO_CELLS, &count, fault)) {
        return false;
    }
    return count == 0 || fault_raise(fault, FAULT_ALREADY_SET_UP, TEXT_NONE,
                                     FAULT_ARGS(store_path_shown(boot->arena, boot->database)));
}

/* The three administrators: three accounts, three posts, nobody holds two. */
static bool open_administrators(struct director *director, struct fault *fault)
{
    static const struct cast administrators[] = {
        {"sysadmin", "系统管理员", "system_admin", "", "", 0},
        {"secadmin", "安全管理员", "security_admin", "", "", 0},
        {"auditadmin", "审计管理员", "audit_admin", "", "", 0},
    };
    for (size_t i = 0; i < COUNT_OF(administrators); i++) {
        int64_t account = 0;
        if (!director_cast(director, &administrators[i], &account, fault)) {
            return false;
        }
    }
    return true;
}

static bool write_all(int file, struct text text)
{
    size_t done = 0;
    while (done < text.len) {
        ssize_t wrote = write(file, text.at + done, text.len - done);
        if (wrote < 0 && errno == EINTR) {
            continue;
        }
        if (wrote <= 0) {
            return false;
        }
        done += (size_t)wrote;
    }
    return fsync(file) == 0;
}

/* Passwords of the demonstration, so that a second start can tell them again. Never of a real
 * database. */
static bool keep_accounts(struct director *director, struct fault *fault)
{
    struct boot *boot = director->boot;
    struct buffer buffer = buffer_open(boot->arena, 2048);
    struct json_writer json = json_writer_open(&buffer);
    director_write_cast(director, &json);
    struct text path = text_format(boot->arena, "%.*s/demo-accounts.json", TEXT_ARG(boot->folder));
    int file = open(path.at, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool kept = file >= 0 && write_all(file, buffer_text(&buffer));
    int reason = errno;
    if (file >= 0) {
        close(file);
    }
    return kept || fault_raise(fault, FAULT_FILE_UNREADABLE, TEXT_NONE,
                               FAULT_ARGS(path, text_of(strerror(reason))));
}

static bool sign_head(struct boot *boot, struct fault *fault)
{
    struct ledger_signer signer = signer_for_ledger(boot->signer);
    return ledger_sign_head(boot->ledger, &signer, boot_now(NULL), NULL, fault);
}

static bool fill(struct boot *boot, const struct setup_options *options, struct fault *fault)
{
    struct director director;
    civil_date today =
        options->today != CIVIL_DATE_NONE ? options->today : city_today(boot->city, boot_now(NULL));
    director_open(&director, boot, today, options->is_demo);
    if (!is_new(boot, fault)) {
        return false;
    }
    bool filled = options->is_demo ? demo_play(&director, options->pack, fault)
                                   : open_administrators(&director, fault);
    if (!filled || !sign_head(boot, fault) ||
        (options->is_demo && !keep_accounts(&director, fault))) {
        return false;
    }
    director_print_cast(&director);
    return true;
}

bool setup(const struct setup_options *options, struct fault *fault)
{
    struct boot *boot = NULL;
    struct boot_options booting = {.database = options->database,
                                   .home = options->home,
                                   .pack = options->pack,
                                   .with_signer = true};
    bool done = boot_open(&booting, &boot, fault) && fill(boot, options, fault);
    boot_close(boot);
    return done;
}
