#ifndef LIANDONG_ENGINE_LEVEL_READ_H
#define LIANDONG_ENGINE_LEVEL_READ_H

#include "engine/level/instance.h"

/* The two formats in which the literature exchanges instances.
 *
 * PSPLIB (Kolisch & Sprecher 1997), single mode `.sm` and multi-mode `.mm`: sections with titles.
 * Counts stand above ("jobs (incl. supersource/sink ):  32", "- renewable : 4 R"); PRECEDENCE
 * RELATIONS lists job, number of modes, number of successors and the successors; REQUESTS/DURATIONS
 * job, mode, duration and a demand for each resource, where further modes of a job leave the job
 * out; RESOURCEAVAILABILITIES the capacities. Jobs are numbered from 1. Lines of stars or dashes
 * and whatever else stands between the sections are passed over. Doubly constrained resources are
 * refused: no published instance has one.
 *
 * Patterson's `.rcp`, as RanGen writes it (Demeulemeester, Vanhoucke & Herroelen 2003): numbers
 * only, lines mean nothing: activities (dummies included) and renewable resources, the capacities,
 * then for each activity its duration, demands, number of successors and the successors. One mode.
 *
 * Refused with the file, the line and what is wrong: what is not a number where one is expected, a
 * number out of its range, a section that is missing or comes twice, successors that do not exist,
 * stand twice or go round in a circle, a mode that is missing, anything behind the end.
 * An instance that can be read but has no schedule is not refused here: see level.h. */
MUST_USE bool read_psplib(struct arena *arena, const struct level_source *source,
                          const struct level_instance **out, struct fault *fault);

MUST_USE bool read_patterson(struct arena *arena, const struct level_source *source,
                             const struct level_instance **out, struct fault *fault);

/* ---- what both readers share: numbers with the line they stand on ---- */

struct level_reader {
    struct arena *arena;
    const struct level_source *source;
    struct text rest; /* of the content, behind `line` */
    struct text line; /* what is left of the present line */
    uint32_t number;  /* of the present line, from 1; 0 before the first */
    struct fault *fault;
};

/* Where a number must lie, and what it is called in a refusal. */
struct level_range {
    const char *what;
    int32_t least;
    int32_t most;
};

bool read_line(struct level_reader *reader); /* false: there is none */
bool read_refuse(struct level_reader *reader, struct text what);

/* The next word of the present line; empty at its end. */
struct text read_word(struct level_reader *reader);

/* The next number of the present line. */
MUST_USE bool read_number(struct level_reader *reader, struct level_range range, int32_t *out);

/* `count` successors of activity `self`, numbered from 1 in the file. With `across` they may stand
 * on further lines. */
struct level_followers {
    uint32_t self;
    uint32_t count;
    uint32_t activities;
    bool across;
};

MUST_USE bool read_followers(struct level_reader *reader, struct level_followers asked,
                             const uint32_t **out);

/* The next number, on this line or a later one. */
MUST_USE bool read_number_across(struct level_reader *reader, struct level_range range,
                                 int32_t *out);

#endif
