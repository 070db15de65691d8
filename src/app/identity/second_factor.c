#include "app/identity/second_factor.h"

#include <liboath/oath.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "app/identity/identity.h"
#include "app/identity/session.h"
#include "base/arena.h"

#define STEP_S 30
#define DIGITS 6

static const struct statement factor_find = {
    "factor_find", "select sealed, confirmed_at, last_step, (select count(*) from "
                   "second_factor_recovery r where r.account=f.account)"
                   " from second_factor f where account=$1"};
static const struct statement factor_begin = {
    "factor_begin", "insert into second_factor(account, sealed, confirmed_at, last_step)"
                    " values($1,$2,0,0) on conflict(account) do update set sealed=excluded.sealed"};
static const struct statement factor_confirm = {
    "factor_confirm", "update second_factor set confirmed_at=$2, last_step=$3 where account=$1"};
static const struct statement factor_used = {
    "factor_used", "update second_factor set last_step=$2 where account=$1"};
static const struct statement factor_drop = {"factor_drop",
                                             "delete from second_factor where account=$1"};
static const struct statement recovery_add = {
    "recovery_add", "insert into second_factor_recovery(code_hash, account) values($1,$2)"};
static const struct statement recovery_find = {
    "recovery_find", "select 1 from second_factor_recovery where code_hash=$1 and account=$2"};
static const struct statement recovery_used = {
    "recovery_used", "delete from second_factor_recovery where code_hash=$1"};
static const struct statement recovery_drop = {
    "recovery_drop", "delete from second_factor_recovery where account=$1"};

static const struct statement *const second_factor_statements[] = {
    &factor_find,  &factor_begin,  &factor_confirm, &factor_used,  &factor_drop,
    &recovery_add, &recovery_find, &recovery_used,  &recovery_drop};
static const size_t second_factor_statement_count = COUNT_OF(second_factor_statements);

bool second_factor_find(struct arena *arena, struct store *store, int64_t account,
                        struct second_factor *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct second_factor){.sealed = TEXT_NONE};
    if (!store_query(store, &factor_find, CELLS(cell_int(account)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        *out = (struct second_factor){
            .sealed = store_bytes(arena, &rows, 0),
            .is_set = store_int(&rows, 1) > 0,
            .last_step = store_int(&rows, 2),
            .recovery_left = store_int(&rows, 3),
        };
    }
    return store_done(&rows, fault);
}

/* -- codes -- */

static bool six_digits(struct text code, char out[DIGITS + 1])
{
    size_t count = 0;
    for (size_t i = 0; i < code.len; i++) {
        if (code.at[i] == ' ') {
            continue;
        }
        if (code.at[i] < '0' || code.at[i] > '9' || count == DIGITS) {
            return false;
        }
        out[count++] = code.at[i];
    }
    out[count] = '\0';
    return count == DIGITS;
}

int64_t second_factor_step(const unsigned char *secret, struct text code, int64_t now,
                           int64_t last_step)
{
    char digits[DIGITS + 1];
    if (!six_digits(code, digits)) {
        return 0;
    }
    int64_t present = now / 1000 / STEP_S;
    for (int64_t step = present - 1; step <= present + 1; step++) {
        char made[DIGITS + 1];
        if (step > last_step && step > 0 &&
            oath_hotp_generate((const char *)secret, SECOND_FACTOR_SECRET_SIZE, (uint64_t)step,
                               DIGITS, false, OATH_HOTP_DYNAMIC_TRUNCATION, made) == OATH_OK &&
            sodium_memcmp(made, digits, DIGITS) == 0) {
            return step;
        }
    }
    return 0;
}

struct text second_factor_new(struct arena *arena)
{
    unsigned char secret[SECOND_FACTOR_SECRET_SIZE];
    char *base32 = NULL;
    size_t len = 0;
    randombytes_buf(secret, sizeof secret);
    ensure(oath_base32_encode((const char *)secret, sizeof secret, &base32, &len) == OATH_OK);
    sodium_memzero(secret, sizeof secret);
    struct text out = text_copy(arena, (struct text){base32, len});
    sodium_memzero(base32, len);
    free(base32);
    return out;
}

bool second_factor_bytes(struct text base32, unsigned char out[SECOND_FACTOR_SECRET_SIZE],
                         struct fault *fault)
{
    char *bytes = NULL;
    size_t len = 0;
    bool read = oath_base32_decode(base32.at, base32.len, &bytes, &len) == OATH_OK &&
                len == SECOND_FACTOR_SECRET_SIZE;
    if (read) {
        memcpy(out, bytes, len);
    }
    if (bytes != NULL) {
        sodium_memzero(bytes, len);
    }
    free(bytes);
    return read || fault_raise(fault, FAULT_VAULT_RECORD, TEXT_NONE, FAULT_NO_ARGS);
}

struct text second_factor_about(struct arena *arena, int64_t account)
{
    return text_format(arena, "second factor:%lld", (long long)account);
}

/* -- commands -- */

static bool perform_begin(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct second_factor_beginning *beginning = fields;
    int64_t account = run->actor->account;
    struct second_factor factor;
    if (!second_factor_find(run->arena, run->store, account, &factor, fault)) {
        return false;
    }
    if (factor.is_set) {
        return fault_raise(
            fault, FAULT_ALREADY_DONE, TEXT_NONE,
            FAULT_ARGS(TEXT("第二重验证已启用"), TEXT("the second factor is in force")));
    }
    return store_run(run->store, &factor_begin,
                     CELLS(cell_int(account), cell_bytes(beginning->sealed)), fault);
}

static bool perform_confirm(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct second_factor_confirming *confirming = fields;
    int64_t account = run->actor->account;
    struct audit_noting noting = {account, TEXT("second-factor-set"), TEXT_NONE, TEXT_NONE};
    if (!store_run(run->store, &factor_confirm,
                   CELLS(cell_int(account), cell_int(run->now), cell_int(confirming->step)),
                   fault) ||
        !store_run(run->store, &recovery_drop, CELLS(cell_int(account)), fault)) {
        return false;
    }
    for (size_t i = 0; i < SECOND_FACTOR_RECOVERY_CODES; i++) {
        if (!store_run(run->store, &recovery_add,
                       CELLS(cell_text(confirming->recovery_hashes[i]), cell_int(account)),
                       fault)) {
            return false;
        }
    }
    return session_delete_account(run->store, account, confirming->token_hash, fault) &&
           sessions_tell(run->store, account, fault) && audit_note(run, &noting, fault);
}

/* By the person, or by the security administrator for one who has lost it: then all his sessions
 * end. */
static bool perform_drop(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct second_factor_dropping *dropping = fields;
    bool is_own = dropping->account == run->actor->account;
    struct second_factor factor;
    struct audit_noting noting = {
        run->actor->account, TEXT("second-factor-removed"),
        is_own ? TEXT_NONE : text_format(run->arena, "account:%lld", (long long)dropping->account),
        TEXT_NONE};
    if (!second_factor_find(run->arena, run->store, dropping->account, &factor, fault)) {
        return false;
    }
    if (factor.sealed.len == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    return store_run(run->store, &factor_drop, CELLS(cell_int(dropping->account)), fault) &&
           store_run(run->store, &recovery_drop, CELLS(cell_int(dropping->account)), fault) &&
           (is_own || session_delete_account(run->store, dropping->account, TEXT_NONE, fault)) &&
           sessions_tell(run->store, dropping->account, fault) && audit_note(run, &noting, fault);
}

#define INTERNAL(symbol, kind_name, zh_text, en_text, function)                                    \
    const struct command_kind symbol = {kind_name, "POST",          "/",                           \
                                        NULL,      ROLES_SIGNED_IN, COMMAND_INTERNAL,              \
                                        zh_text,   en_text,         function}

INTERNAL(second_factor_begin_command, "second_factor.begin", "准备第二重验证",
         "begin a second factor", perform_begin);
INTERNAL(second_factor_confirm_command, "second_factor.confirm", "启用第二重验证",
         "confirm a second factor", perform_confirm);
INTERNAL(second_factor_drop_command, "second_factor.drop", "停用第二重验证",
         "remove a second factor", perform_drop);

/* -- signing in -- */

bool second_factor_is_recovery(struct store *store, int64_t account, struct text hash, bool *out,
                               struct fault *fault)
{
    int64_t found = 0;
    bool read = store_query_int(store, &recovery_find, CELLS(cell_text(hash), cell_int(account)),
                                &found, fault);
    *out = read && found != 0;
    return read;
}

bool second_factor_use(struct command_run *run, int64_t account,
                       const struct second_factor_shown *shown, struct fault *fault)
{
    struct second_factor factor;
    bool fits = false;
    if (!second_factor_find(run->arena, run->store, account, &factor, fault)) {
        return false;
    }
    if (!factor.is_set) {
        return true;
    }
    if (shown->step > factor.last_step) {
        return store_run(run->store, &factor_used, CELLS(cell_int(account), cell_int(shown->step)),
                         fault);
    }
    struct text hash = shown->recovery_hash;
    if (hash.len > 0 && !second_factor_is_recovery(run->store, account, hash, &fits, fault)) {
        return false;
    }
    return fits ? store_run(run->store, &recovery_used, CELLS(cell_text(hash)), fault)
                : fault_raise(fault, FAULT_SECOND_FACTOR_WRONG, TEXT_NONE, FAULT_NO_ARGS);
}

const struct room second_factor_room = {.name = "second_factor", ROOM_STATEMENTS(second_factor)};
