#ifndef LIANDONG_TESTS_TWIN_TWINS_H
#define LIANDONG_TESTS_TWIN_TWINS_H

#include "guess.h"
#include "place.h"
#include "roof/boot.h"

/* Two databases with the same past, which from then on are given the same: the demonstration is
 * played into a file, and copied into the other. That one is on the server that the environment
 * names, else another file: then only what does not come from the commands alone can differ. */
struct twins {
    struct place place;
    struct boot *boot; /* the first one's, and what both share: pack, register, vault */
    struct store *store;
    struct ledger *ledger; /* the second one's */
    struct pipeline *pipeline;
    struct arena *arena;
    int64_t now;
    char words[1200]; /* the first difference; "": none yet */
};

void twins_open(struct twins *twins);
void twins_close(struct twins *twins);

/* Would the first twin do it? Tried and undone: so that chance finds what makes sense as well.
 * `last_seq` is 0 when it would leave no entry. */
bool twins_would(struct twins *twins, const struct job *job, int64_t *last_seq,
                 struct fault *fault);
/* What comes before a command of a kind with `prepare`, for both: makes its fields. False: refused,
 * and there is no command. */
bool twins_prepare(struct twins *twins, struct job *job, const struct raw_body *raw,
                   struct fault *fault);
/* Gives both the jobs, and compares answers, faults and the ledger's size. The first twin's
 * answers are in the jobs. */
void twins_give(struct twins *twins, struct job *jobs, size_t count);
/* Asks both, and compares what they say. True: there was an answer. */
bool twins_ask(struct twins *twins, const struct view_kind *kind, const struct view_run *question);

/* Size and root of the ledger, and every row of every table but those that hold chance: what is
 * sealed, and the answers kept, with the server's marks of its commits among them. */
void twins_compare(struct twins *twins);
/* Both ledgers are sound, and both sets of tables are what their ledger says. */
void twins_verify(struct twins *twins);

#endif
