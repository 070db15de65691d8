#ifndef LIANDONG_APP_IDENTITY_SESSION_H
#define LIANDONG_APP_IDENTITY_SESSION_H

#include "app/actor.h"
#include "store/store.h"

/* Who is signed in. The table in memory is what requests ask; the database keeps it over a restart.
 * Tokens are kept as hashes only. A session ends after 30 idle minutes, after 12 hours in any case
 * (NIST SP 800-63B, AAL2), at sign-out, and at once when its account is disabled. */
#define SESSION_IDLE_MS ((int64_t)30 * 60 * 1000)
#define SESSION_LIFE_MS ((int64_t)12 * 60 * 60 * 1000)

struct sessions;

struct session {
    struct actor actor;
    struct text csrf;
    bool by_token; /* an API token: no cookie, so no anti-forgery token needed */
    bool has_second_factor;
    int64_t expires_at;
};

/* Loads what is in the database. The store is used during the call only. */
MUST_USE bool sessions_open(struct store *store, int64_t now, struct sessions **out,
                            struct fault *fault);
void sessions_close(struct sessions *sessions);

/* On a database that others write too: the session of a token that this process has not met yet,
 * since it was opened at another node. Reads at most two rows. */
MUST_USE bool sessions_fetch(struct sessions *sessions, struct store *store, struct text token,
                             int64_t now, struct fault *fault);
/* Tells the other nodes that this account's sessions are to be read anew (0: everybody's). In the
 * writer's transaction. */
MUST_USE bool sessions_tell(struct store *store, int64_t account, struct fault *fault);

/* The session of a token; texts are copied into the arena. False: none, or over. Any thread. */
bool sessions_find(struct sessions *sessions, struct arena *arena, struct text token, int64_t now,
                   struct session *out);

/* After a commit of the writer: what changed in memory too. */
MUST_USE bool sessions_reload(struct sessions *sessions, struct store *store, int64_t account,
                              int64_t now, struct fault *fault);
/* Whether the session or token of this hash may still act, and in this post: its stream asks it
 * again and again. */
bool sessions_is_live(struct sessions *sessions, struct text hash, int64_t post, int64_t now);

/* -- in the writer's transaction -- */
struct session_row {
    struct text token_hash;
    int64_t account;
    int64_t post;
    struct text csrf;
    int64_t opened_at;
};
MUST_USE bool session_insert(struct store *store, const struct session_row *row,
                             struct fault *fault);
MUST_USE bool session_delete(struct store *store, struct text token_hash, struct fault *fault);
MUST_USE bool session_set_post(struct store *store, struct text token_hash, int64_t post,
                               struct fault *fault);
/* All of the account's, but the one of this hash; "": none is kept. */
MUST_USE bool session_delete_account(struct store *store, int64_t account, struct text kept,
                                     struct fault *fault);

extern const struct statement *const session_statements[];
extern const size_t session_statement_count;

#endif
