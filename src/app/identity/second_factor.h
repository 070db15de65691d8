#ifndef LIANDONG_APP_IDENTITY_SECOND_FACTOR_H
#define LIANDONG_APP_IDENTITY_SECOND_FACTOR_H

#include "app/kind.h"

/* The second factor (第二重验证): six digits that a program on the person's telephone makes anew
 * every 30 seconds from a secret shared with it (TOTP, RFC 6238, with HMAC-SHA-1, which all such
 * programs know). Who has only the password gets no further. A step's code opens once; beside it
 * stand ten words for the day the telephone is lost, each for one use.
 *
 * As all of app/identity these are commands without events: nothing of them is for the ledger; each
 * leaves a line in the audit trail. */
#define SECOND_FACTOR_SECRET_SIZE 20 /* bytes: as long as what HMAC-SHA-1 gives */
#define SECOND_FACTOR_RECOVERY_CODES 10

/* What is known of one account's. */
struct second_factor {
    bool is_set;        /* confirmed: signing in asks for it */
    struct text sealed; /* "": never begun */
    int64_t last_step;  /* the newest step that was used */
    int64_t recovery_left;
};
MUST_USE bool second_factor_find(struct arena *arena, struct store *store, int64_t account,
                                 struct second_factor *out, struct fault *fault);

/* The step of 30 s since 1970 whose code this is, one before or after the present one allowed; 0:
 * none, or one that is not newer than `last_step`. `secret` has SECOND_FACTOR_SECRET_SIZE bytes;
 * blanks between the digits don't matter. */
int64_t second_factor_step(const unsigned char *secret, struct text code, int64_t now,
                           int64_t last_step);

/* A new secret in base32 (RFC 4648, without padding): how people type it, and how it is sealed. */
struct text second_factor_new(struct arena *arena);
/* The bytes of one. Fault: VAULT_RECORD when it is none. */
MUST_USE bool second_factor_bytes(struct text base32, unsigned char out[SECOND_FACTOR_SECRET_SIZE],
                                  struct fault *fault);
/* What it is sealed about: struct vault_item. */
struct text second_factor_about(struct arena *arena, int64_t account);

/* -- commands; the door has checked the person -- */

struct second_factor_beginning {
    struct text sealed;
};
struct second_factor_confirming {
    int64_t step;
    struct text token_hash; /* of the session that goes on; the others end */
    struct text recovery_hashes[SECOND_FACTOR_RECOVERY_CODES];
};
struct second_factor_dropping {
    int64_t account;
};
extern const struct command_kind second_factor_begin_command, second_factor_confirm_command,
    second_factor_drop_command;

/* Whether a word for recovery (its token_hash) is the account's and was not used yet. */
MUST_USE bool second_factor_is_recovery(struct store *store, int64_t account, struct text hash,
                                        bool *out, struct fault *fault);

/* How a sign-in showed the second factor: the step of a code, or the hash of a word for recovery;
 * neither when it has none. */
struct second_factor_shown {
    int64_t step;
    struct text recovery_hash;
};
/* In the writer, so that of two sign-ins with one code only one gets in: takes note of what was
 * shown. Fault SECOND_FACTOR_WRONG: it was used meanwhile, or one is set since and none was shown.
 */
MUST_USE bool second_factor_use(struct command_run *run, int64_t account,
                                const struct second_factor_shown *shown, struct fault *fault);

extern const struct room second_factor_room;

#endif
