#ifndef LIANDONG_APP_PIPELINE_H
#define LIANDONG_APP_PIPELINE_H

#include "app/kind.h"

/* The pipeline: the one way in for everything that changes. It runs a command in a savepoint, keeps
 * its answer under its idempotency key, and groups the commands that wait into one commit.
 *
 * Promises:
 * - A command is acknowledged only after the commit, which is durable (synchronous=FULL).
 * - A refused command leaves nothing behind.
 * - The same key with the same content gives the first answer again; with other content KEY_REUSED.
 * - A connection lost while a commit was on its way is never guessed about: once there is another
 *   connection, and behind the ledger's lock, which the lost transaction held to its end, the group
 *   is looked up by a key it wrote. It was committed, or it is run again; STORE_UNSURE only when no
 *   connection could be had.
 * - An actor who may not, and a thing he may not see, are refused before anything is read for him.
 */
struct pipeline;

struct pipeline_options {
    struct store *store; /* the writing connection; the pipeline's from now on */
    struct ledger *ledger;
    const struct city *city; /* the newest snapshot is taken for each group of commands */
    const struct vault *vault;
    /* Called in a group's transaction, behind the ledger's lock, before its first command: the city
     * is brought to what is published by then, here or by another node. NULL: nothing is. */
    bool (*look)(void *context, struct store *store, int64_t now, struct fault *fault);
    void *look_context;
    /* Settles what is derived of what the entries after `after_seq` are about, in their
     * transaction, before its commit; NULL: nothing is. A failure is a failed commit. */
    bool (*settle)(void *context, struct store *store, int64_t after_seq, int64_t now,
                   struct fault *fault);
    void *settle_context;
    follow_function *follow; /* what follows of each event; NULL: nothing does */
};

MUST_USE bool pipeline_open(const struct pipeline_options *options, struct pipeline **out,
                            struct fault *fault);
void pipeline_close(struct pipeline *pipeline); /* not the store, not the ledger */

/* For a database across a network: when its connection is lost, `wait` waits a moment and says
 * whether to try again; false when patience is over. Without it nothing is waited for. */
struct patience {
    bool (*wait)(void *context);
    void *context;
};
void pipeline_set_patience(struct pipeline *pipeline, struct patience patience);

/* Answers kept for repeated requests are let go when they are older than that instant: nobody
 * repeats a request after weeks. In the writer's thread, between its commits. */
MUST_USE bool pipeline_forget_answers(struct pipeline *pipeline, int64_t before,
                                      struct fault *fault);

struct job {
    const struct command_kind *kind;
    const void *fields; /* the kind's struct, read and bounded */
    const struct actor *actor;
    struct text parameters[PATH_PARAMETERS];
    struct text key;         /* idempotency key; empty: none */
    struct text fingerprint; /* of kind, path and content: what "the same request" means */
    int64_t seen_version;
    struct text peer;    /* the address it came from; empty: from within */
    struct arena *arena; /* pays for the command and its answer */

    /* out */
    bool done; /* acknowledged: durable */
    struct fault fault;
    struct text answer; /* JSON */
    int64_t last_seq;   /* 0: no event (also a repeated one) */
};

/* Runs the jobs in order in one transaction, at the instant `now`. Afterwards each is done or has
 * its fault; when the commit itself fails none is done. Returns the ledger's size. One thread. */
int64_t pipeline_run(struct pipeline *pipeline, struct job **jobs, size_t count, int64_t now);

extern const struct statement *const pipeline_statements[];
extern const size_t pipeline_statement_count;

#endif
