#ifndef LIANDONG_APP_IDENTITY_H
#define LIANDONG_APP_IDENTITY_H

#include "app/identity/second_factor.h"
#include "app/kind.h"

/* Signing in and what belongs to a person alone: sessions, passwords, tokens of partner systems,
 * drafts, and the audit trail. They are commands like all others (one writer, one commit), but
 * leave no events: nothing of them is for the ledger. The doors give these commands in the system's
 * name or the person's; none is a route of its own. */
struct session_opening {
    int64_t account, post;
    struct text token_hash, csrf, peer;
    struct second_factor_shown shown;
};
struct session_closing {
    struct text token_hash, peer;
};
struct session_moving {
    struct text token_hash;
    int64_t post;
};
struct secret_failing {
    int64_t account; /* 0: no such login */
    struct text peer;
    bool by_code; /* the password was right, the second factor was not */
};
struct secret_setting {
    int64_t account;
    struct text password_hash;
};
struct token_making {
    int64_t account, post, days;
    struct text name, token_hash;
};
struct draft_saving {
    struct text form;
    struct text content; /* JSON object; empty: the draft is dropped */
};
struct audit_noting {
    int64_t account;
    struct text act, detail, peer;
};

/* A line of the audit trail, within a command of another kind. */
MUST_USE bool audit_note(struct command_run *run, const struct audit_noting *noting,
                         struct fault *fault);

extern const struct command_kind session_open_command, session_close_command, session_move_command,
    secret_failed_command, secret_set_command, token_make_command, draft_save_command,
    audit_note_command;

/* What a sign-in needs to know of a login. */
struct secret {
    int64_t account;
    struct text login, name;
    struct text password_hash;
    int64_t failures;
    int64_t locked_until;
    bool disabled;
    int64_t first_post; /* 0: none */
};
/* `out->account` is 0 when there is none such. */
MUST_USE bool secret_find(struct arena *arena, struct store *store, struct text login,
                          struct secret *out, struct fault *fault);
MUST_USE bool secret_find_account(struct arena *arena, struct store *store, int64_t account,
                                  struct secret *out, struct fault *fault);

/* How long an account is locked after so many failures in a row: 15 minutes after 10, doubled at
 * each further lock, so that nobody gets more than 100 tries in a day. 0: not. */
#define FAILURES_BEFORE_LOCK 10
int64_t lock_duration_ms(int64_t locks_before);

extern const struct room identity_room;

#endif
