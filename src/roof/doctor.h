#ifndef LIANDONG_ROOF_DOCTOR_H
#define LIANDONG_ROOF_DOCTOR_H

#include "app/register.h"

/* The doctor looks at an installation and says what is sound, what wants attention, what is wrong,
 * and how each is mended. He changes nothing unless told to mend, and then only what is safe: bytes
 * that nothing points to, uploads that are over. He may look while the platform serves.
 *
 * A check is a function in the list of doctor.c: it looks, and says one line for each thing it
 * found. Whoever builds something that can be in disorder adds one. */

enum doctor_finding {
    DOCTOR_SOUND,
    DOCTOR_WARNS, /* works, and wants somebody's attention */
    DOCTOR_WRONG  /* what was promised does not hold */
};

struct courier_settings;
struct doctor {
    struct arena *arena;
    enum language language;
    struct text database, home, scanner;
    struct courier_settings *courier;
    const char *pack;
    bool mends;
    const struct registry *registry;
    struct store *store; /* reading; writing when he mends */
    int warnings, wrongs;
};

struct doctor_check {
    const char *name; /* what is looked at, a word: "ledger" */
    /* False: it could not be looked at, with the fault; that is wrong too. */
    bool (*look)(struct doctor *doctor, struct fault *fault);
};

/* A line. `advice` is empty where nothing is to be done. */
struct doctor_word {
    enum doctor_finding finding;
    struct text zh, en;
    struct text advice_zh, advice_en;
};
void doctor_say(struct doctor *doctor, const struct doctor_word *word);

/* Opens, looks at everything, says it. False: the database could not be opened at all. */
MUST_USE bool doctor_examine(struct doctor *doctor, struct fault *fault);

/* doctor_files.c: files against tables, both ways; parts of uploads; uploads that are over. */
extern const struct doctor_check doctor_contents, doctor_orphans, doctor_uploads;
/* doctor_notices.c */
extern const struct doctor_check doctor_notices;
/* doctor_house.c */
extern const struct doctor_check doctor_schema, doctor_ledger, doctor_views, doctor_keys,
    doctor_space, doctor_scanner, doctor_pack;

#endif
