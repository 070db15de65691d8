#ifndef LIANDONG_TESTS_TWIN_GUESS_H
#define LIANDONG_TESTS_TWIN_GUESS_H

#include "../engine/chance.h"
#include "app/pipeline.h"
#include "app/register.h"

/* Commands and questions by chance: fields from their tables, identifiers from what there is, so
 * that much of it makes sense and much does not. All of it comes from the seed and the database
 * that is looked at. */

enum pool_kind {
    POOL_PROJECT,
    POOL_APPLICATION,
    POOL_PROBLEM,
    POOL_FILE,
    POOL_TICKLER,
    POOL_ACCOUNT,
    POOL_POST,
    POOL_COUNT
};

struct thing {
    int64_t id;
    int64_t project; /* of a post: its account */
    int64_t version;
    int64_t who;  /* whose affair it is: the navigator's, the account's */
    int64_t rank; /* of its project's stage */
    struct text org;
};

struct guess {
    struct chance chance;
    struct arena *arena; /* of all that was guessed */
    const struct pack *pack;
    civil_date today;
    struct {
        struct thing *items;
        size_t count;
    } pools[POOL_COUNT];
    struct thing *items; /* items of adopted plans: `org` is the code */
    size_t item_count;
    struct actor *actors;
    size_t actor_count;
    const struct actor *actor; /* of the guess in progress */
    int64_t project;           /* what it is about, 0: nothing yet */
    int64_t version;           /* of what its path names */
};

/* Reads anew what there is. False: the store failed. */
MUST_USE bool guess_look(struct guess *guess, struct store *store, struct fault *fault);

/* A command of that kind: actor, path, fields, perhaps a key and a version. False: its fields were
 * refused already when they were read, as at the door. */
bool guess_job(struct guess *guess, const struct command_kind *kind, struct job *out);

/* Somebody who may ask, and what he asks; the store, the vault and the instant are the caller's. */
bool guess_question(struct guess *guess, const struct view_kind *kind, struct view_run *out);

#endif
