#ifndef LIANDONG_ROOF_CHORES_H
#define LIANDONG_ROOF_CHORES_H

#include "roof/boot.h"

/* Chores (例行事务): what must happen by itself when its day has come, whether anybody looks or
 * not: a deferral lapses, a missed date becomes a record, a reminder climbs. Each is a command of a
 * room with the flag COMMAND_CHORE, given by the system itself: through the pipeline like every
 * other, so it is in the ledger, and refused or done whole. At the start and then every ten
 * seconds, at one node only (jobs.h); a chore that found something is asked again at once, until
 * nothing is left or its turn is over. Whether something is due is the chore's own question, by its
 * tables and the day it is: done twice, or hours late, it does the same. */
#define CHORES_WATCHED 16 /* that name what wakes them (command_kind.wakes) */

/* What was there when such a chore last found nothing. */
struct chores_look {
    const struct command_kind *kind; /* NULL: it has not yet */
    int64_t size;                    /* of the ledger */
    civil_date day;
    char version[64]; /* of the city's data */
};

struct chores {
    struct boot *boot;
    /* Before each, and after each that found something; NULL where nobody wants to know. */
    void (*begins)(void *context, const struct command_kind *kind);
    void (*committed)(void *context, const struct command_kind *kind, int64_t ledger_size);
    void *context;
    int64_t done_at; /* UTC ms; 0: not yet */
    struct chores_look looks[CHORES_WATCHED];
};

/* In the writer's thread, between its commits. */
void chores_do(struct chores *chores, int64_t now);

#endif
