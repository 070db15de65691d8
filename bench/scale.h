#ifndef LIANDONG_BENCH_SCALE_H
#define LIANDONG_BENCH_SCALE_H

#include "engine/calendar/calendar.h"
#include "roof/boot.h"
#include "room/planning/planning.h"

/* A city of any size for bench_scale: projects and their cases with the distributions of a real
 * one.
 *
 * - One project in ten is alive; of those six in ten are under way with a confirmed plan. Dates
 * come from plans that the planner makes of the pack's worked examples, shifted for each project,
 * so that units carry what the items give them: skewed, as in life. Recent years are denser.
 * - The ledger gets the opening event of each project and of each case, with leaves and tiles as
 *   always; later acts stand only in the tables. A rebuild of such a database would show every case
 *   as just submitted: it is for measuring, nothing else.
 * - Rows are made in the order of the ledger's numbers and loaded table by table (scale_rows.h).
 * - Plans are written for projects that are alive; those of finished ones would only lengthen the
 *   load.
 * - The same numbers give the same city, on every machine and every database. */
struct scale {
    struct boot *boot;
    struct arena *arena; /* for what lives as long as the bench */
    civil_date today;
    int64_t projects; /* how many to make */
    int64_t queue;    /* open cases of one unit beside all others, about as many; 0: none */
    int64_t made_cases, made_live, made_open;
    double fill_seconds;
};

#define SCALE_NAVIGATORS_FIRST 1000 /* accounts of navigators begin here */
int64_t scale_navigators(const struct scale *scale);

/* A number below `bound`, the next of a fixed row. */
uint64_t scale_chance(uint64_t *state, uint64_t bound);
double scale_seconds(void);
void scale_must(bool fine, const struct fault *fault);

/* Fills an empty database. `facts`: folder of the worked examples. */
void scale_fill(struct scale *scale, const char *facts);

#endif
