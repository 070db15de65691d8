#ifndef LIANDONG_PACK_CHECK_H
#define LIANDONG_PACK_CHECK_H

#include "pack/pack.h"

/* Everything that is wrong with a pack, not only the first thing: files that can't be read,
 * unknown, missing or mistyped keys, duplicate or overlapping records, references that lead
 * nowhere, circles in who waits for whom, conditions that don't compile or can never hold, fields
 * nobody reads, days and calendars that don't add up, corrections that don't fit.
 *
 * The file is read as it stands; nothing is loaded that the loader would refuse. */
struct pack_finding {
    struct text file;   /* "items.json" */
    struct text record; /* code or identifier; empty: the file as a whole */
    struct text field;  /* "applies_when.all[1]"; empty: the record as a whole */
    struct text zh;
    struct text en;
};

struct pack_findings {
    const struct pack_finding *items; /* in the order of the files */
    uint32_t count;
};

struct arena;

struct pack_findings pack_check(struct arena *arena, struct text directory);

#endif
