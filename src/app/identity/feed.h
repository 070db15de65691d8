#ifndef LIANDONG_APP_IDENTITY_FEED_H
#define LIANDONG_APP_IDENTITY_FEED_H

#include "app/kind.h"

/* A person's calendar under a secret address, for programs that cannot sign in. One address a post:
 * a new one replaces it, dropping it ends it at once. Only its hash is kept. It shows what the post
 * may see today, and nothing once the account is disabled or the post has ended. */
struct feed_setting {
    struct text token_hash; /* "": the address is revoked */
    bool has_tasks;         /* the days on which the unit's tasks are due stand in it too */
};
extern const struct command_kind feed_set_command;

struct feed {
    struct actor actor; /* account 0: there is no such address, or it is not to be shown any more */
    bool has_tasks;
};
MUST_USE bool feed_find(struct arena *arena, struct store *store, struct text token_hash,
                        struct feed *out, struct fault *fault);

extern const struct room feed_room;

#endif
