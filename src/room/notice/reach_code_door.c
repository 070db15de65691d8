#include "room/notice/reach_code.h"

#include <inttypes.h>
#include <string.h>

#include "app/identity/password.h"
#include "base/arena.h"
#include "room/notice/delivery_store.h"
#include "vault/vault.h"

/* -- the code -- */

/* Keyed by the vault: who has the database alone cannot try all the codes there are. */
static bool hash_of(struct command_run *run, const struct reach *reach, struct text code,
                    struct text *out, struct fault *fault)
{
    unsigned char key[32];
    if (!vault_derive(run->vault, TEXT("notice reach code"), key, fault)) {
        return false;
    }
    struct text secret = token_hash(run->arena, (struct text){(const char *)key, sizeof key});
    *out = token_hash(run->arena,
                      text_format(run->arena, "%.*s\n%" PRId64 "\n%.*s\n%.*s", TEXT_ARG(secret),
                                  reach->account, TEXT_ARG(reach->address), TEXT_ARG(code)));
    explicit_bzero(key, sizeof key);
    return true;
}

bool reach_code_make(struct command_run *run, const struct reach *reach, struct text *out,
                     struct fault *fault)
{
    struct reach_code code;
    struct text made = password_random_digits(run->arena, REACH_CODE_DIGITS);
    if (!reach_code_read(run->arena, run->store, reach->account, &code, fault) ||
        !hash_of(run, reach, made, &code.hash, fault)) {
        return false;
    }
    code.sent_at = run->now;
    code.tries = 0;
    *out = made;
    return reach_code_keep(run->store, &code, fault);
}

/* -- having it sent -- */

bool reach_code_send(struct command_run *run, bool is_again, struct fault *fault)
{
    struct reach_code code;
    struct delivery row = {
        .notice = DELIVERY_CODE,
        .account = run->actor->account,
        .channel = TEXT(DELIVERY_MAIL),
        .state = TEXT(DELIVERY_WAITING),
        .made_at = run->now,
        .due_at = run->now,
    };
    if (!delivery_has_way(DELIVERY_BY_MAIL)) {
        return true;
    }
    if (!reach_code_read(run->arena, run->store, row.account, &code, fault)) {
        return false;
    }
    int64_t wait_s = reach_code_wait_s(&code, is_again, run->now);
    if (wait_s > 0) {
        return fault_raise(fault, FAULT_TOO_MANY_REQUESTS, TEXT_NONE,
                           FAULT_ARGS(text_format(run->arena, "%" PRId64, wait_s)));
    }
    reach_code_count(&code, run->now);
    return reach_code_keep(run->store, &code, fault) &&
           delivery_insert_trial(run->store, &row, fault);
}

static bool read_asked(struct command_run *run, struct reach *out, struct fault *fault)
{
    struct view_run view = run_view(run);
    if (!reach_read(&view, run->actor->account, out, fault)) {
        return false;
    }
    run->answer.id = run->actor->account;
    return out->address_state == REACH_ASKED ||
           fault_raise(fault, FAULT_REACH_NOTHING_TO_CONFIRM, TEXT_NONE, FAULT_NO_ARGS);
}

/* Asked for again: whatever its server said of the address before, it may say otherwise now. */
bool reach_code_perform_ask(struct command_run *run, const void *fields, struct fault *fault)
{
    struct reach reach;
    (void)fields;
    return read_asked(run, &reach, fault) &&
           reach_mark(run->store, &(struct reach_mark){reach.account, REACH_ASKED, TEXT_NONE},
                      fault) &&
           reach_code_send(run, true, fault);
}

/* -- typing it in -- */

/* A wrong one is no refusal: that would take back that it was tried. */
bool reach_code_perform_confirm(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct reach_confirm *command = fields;
    struct reach reach;
    struct reach_code code;
    struct text hash;
    if (!read_asked(run, &reach, fault) ||
        !reach_code_read(run->arena, run->store, reach.account, &code, fault) ||
        !hash_of(run, &reach, text_trim(command->code), &hash, fault)) {
        return false;
    }
    enum reach_code_end end = reach_code_try(&code, hash, run->now);
    int64_t left = end == REACH_CODE_WRONG ? REACH_CODE_TRIES - code.tries : 0;
    code.hash = end == REACH_CODE_WRONG ? code.hash : TEXT_NONE;
    run->answer.extra = text_format(run->arena, "\"confirmed\":%s,\"tries_left\":%" PRId64,
                                    end == REACH_CODE_RIGHT ? "true" : "false", left);
    return reach_code_keep(run->store, &code, fault) &&
           (end != REACH_CODE_RIGHT ||
            reach_mark(run->store, &(struct reach_mark){reach.account, REACH_CONFIRMED, TEXT_NONE},
                       fault));
}
