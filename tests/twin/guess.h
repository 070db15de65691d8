#ifndef LIANDONG_TESTS_TWIN_GUESS_H
#define LIANDONG_TESTS_TWIN_GUESS_H

#include "../engine/chance.h"
#include "app/pipeline.h"
#include "app/register.h"

/* Commands and questions by chance: what they are about from what there is, who acts from whom one
 * would expect to, fields from their tables; so that much of it makes sense and much does not. All
 * of it comes from the seed and the database that is looked at. */

enum pool_kind {
    POOL_PROJECT,
    POOL_APPLICATION,
    POOL_INTAKE,
    POOL_PROBLEM,
    POOL_WHISTLE,
    POOL_SUPERVISION,
    POOL_DEVOLUTION,
    POOL_FILE,
    POOL_UPLOAD,
    POOL_TICKLER,
    POOL_ACCOUNT,
    POOL_POST,
    POOL_CONSULTATION,
    POOL_SITE_VISIT,
    POOL_COUNTERSIGN,
    POOL_PROMISE,
    POOL_DELEGATION,
    POOL_VALIDITY,
    POOL_OUTSIDE,
    POOL_CHANGE,
    POOL_OFFERING,
    POOL_COMMITMENT,
    POOL_TASK,
    POOL_MARK,
    POOL_DEFERRAL,
    POOL_LETTER,
    POOL_CERTIFICATE,
    POOL_NOTICE,
    POOL_SET,
    POOL_AGREEMENT,
    POOL_MEETING,
    POOL_POINT,
    POOL_MEETING_TASK,
    POOL_GUEST,
    POOL_QUESTION,
    POOL_NAVIGATOR,
    POOL_AGENCY,
    POOL_ABSENCE,
    POOL_SUCCESSION,
    POOL_LOG,
    POOL_PERSON,
    POOL_MEMBER,
    POOL_ENQUIRY,
    POOL_CLAIM,
    POOL_REQUEST,
    POOL_WITNESS,
    POOL_TO_RATE, /* the newest decided cases that nobody rated */
    POOL_RATING,
    POOL_MEND,
    POOL_APPRAISAL,
    POOL_APPRAISED, /* results of appraisals that may be objected to */
    POOL_OBJECTION,
    POOL_DELIVERY, /* by way: a row that waits or is being sent */
    POOL_COUNT
};

/* One thing may be in its pool more than once: for each unit or person whose turn it may be. */
struct thing {
    int64_t id;
    int64_t project; /* of a post: its account */
    int64_t version;
    int64_t who;  /* whose affair it is: the navigator's, the account's */
    int64_t rank; /* of its project's stage */
    struct text org;
    int64_t person;   /* who in the unit; 0: anybody */
    int64_t is_open;  /* something can still be done about it */
    struct text code; /* of an application: its item; of a drafted change: its record */
};

struct guess {
    struct chance chance;
    struct arena *arena; /* of all that was guessed */
    const struct city *city;
    const struct pack *pack;
    struct store *store; /* that was looked at */
    civil_date today;
    struct {
        struct thing *items;
        size_t count;
    } pools[POOL_COUNT];
    struct thing *items; /* items of adopted plans: `org` is the code */
    size_t item_count;
    struct actor *actors;
    size_t actor_count;

    /* of the guess in progress */
    const struct command_kind *kind; /* NULL: a question */
    const struct actor *actor;       /* NULL: not chosen yet */
    struct thing about;              /* what its path names; id 0: nothing */
    int64_t project;                 /* what it is about, 0: nothing yet */
};

/* Reads anew what there is. False: the store failed. */
MUST_USE bool guess_look(struct guess *guess, struct store *store, struct fault *fault);

/* A command of that kind: actor, path, fields, perhaps a key and a version. False: its fields were
 * refused already when they were read, as at the door. Of a kind with `prepare` the fields are what
 * twins_prepare() makes of guess_raw(). */
bool guess_job(struct guess *guess, const struct command_kind *kind, struct job *out);

/* The bytes that a command of a kind with `prepare` comes with. */
struct raw_body guess_raw(struct guess *guess, const struct job *job);

/* Somebody who may ask, and what he asks; the store, the vault and the instant are the caller's. */
bool guess_question(struct guess *guess, const struct view_kind *kind, struct view_run *out);

/* -- between the files of the guesser -- */

/* One of them, mostly one that whoever acts would be expected to do something about. */
struct thing guess_thing(struct guess *guess, enum pool_kind kind);
/* The fields as JSON. `given`: of a hundred fields that need not be there. */
struct text guess_fields(struct guess *guess, const struct field_table *table, int given);
/* The file that is uploaded in these tests. */
struct text guess_document(void);

#endif
