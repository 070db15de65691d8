#ifndef LIANDONG_ROOF_SIMULATE_H
#define LIANDONG_ROOF_SIMULATE_H

#include "app/kind.h"
#include "base/fault.h"
#include "ledger/ledger.h"

/* A simulated year: a city's people work on invented projects, day by day by a clock of its own,
 * through the real pipeline. Everything that goes wrong in a year goes wrong in it: cases are late,
 * people are away, promises are missed and broken, things are asked for twice, withdrawn, undone.
 * For demonstrations, for load, and to see that every rule of the city's data fires, and when.
 *
 * - Nothing is written but by commands, given by whoever would give them, on working days; what
 *   happens by itself is done by the chores each morning.
 * - Who does what, how often and after how many days is a table (behaviours.c). What somebody may
 *   not do, or may no longer do, the house refuses as ever, and he lets it be.
 * - The same seed, size, year and pack give the same entries and the same root hash: instants, ids
 *   and chance come from the seed. Logins and passwords stand in no ledger. */
struct simulate_options {
    struct text database; /* as in struct boot_options; a new one */
    struct text home;
    const char *pack;
    uint64_t seed;
    int64_t projects; /* 1 to SIMULATE_PROJECTS_MAX */
    int year;
};
#define SIMULATE_PROJECTS_MAX 5000

/* Something that is counted by its name. */
struct simulate_count {
    struct text kind; /* of a rule: trigger, ladder, chore, odd_use; "" otherwise */
    struct text name;
    int64_t times;
};
struct simulate_counts {
    struct simulate_count *items;
    size_t count;
};

/* Texts live in the arena that simulate() is given. */
struct simulate_report {
    struct simulate_counts rules;   /* every rule in force, fired or not, in the pack's order */
    struct simulate_counts entries; /* of the ledger, by kind */
    struct simulate_counts refused; /* commands that the house refused: "command reason" */
    int64_t given, refusals;        /* commands of people; how many of them were refused */
    int64_t size;                   /* of the ledger */
    struct ledger_hash root;
    int64_t milliseconds;
    struct text password; /* of all accounts; empty where nothing is kept */
};

MUST_USE bool simulate(struct arena *arena, const struct simulate_options *options,
                       struct simulate_report *out, struct fault *fault);

#endif
