#ifndef LIANDONG_ENGINE_LEVEL_GENETIC_H
#define LIANDONG_ENGINE_LEVEL_GENETIC_H

#include "engine/level/search.h"

/* A genetic search for one-mode instances, with two populations.
 *
 * After Debels & Vanhoucke (2007): one population holds schedules built from the first day on
 * (side 0 of sgs.h), the other those built from the last day back. Parents come from one, their
 * child is built on the other side, so every child is a justification (Valls, Ballestín &
 * Quintanilla 2005) and no pass of a generation scheme is spent on improvement alone. The list of
 * a child: a stretch of one parent's list in that parent's order, what stands before the stretch
 * and behind it each in the order of the other parent, which is feasible as both parents are.
 * The child is justified twice more (three passes, three schedules by the count of Kolisch &
 * Hartmann 2006) and takes the place of the worst of its side, unless one with the same makespan
 * and the same sum of finishes is there already: twins end the variety of a population early.
 *
 * The first population is built by the parallel scheme, by the longest way to the end with chance
 * added (Kolisch 1996). The sizes that were measured best: about 1.2 times the root of the
 * schedules that will be built.
 *
 * Units: schedules. Everything belongs to the search's arena. Nothing is ever proven here, except
 * that the best schedule meets the bound. */
struct genetic;

/* For about so many schedules; builds nothing yet. */
struct genetic *genetic_open(struct search *search, uint64_t schedules);

/* Until the search is over (search.h) or has stood still for long: twenty children for each place
 * in a population without one that was taken. */
void genetic_run(struct genetic *genetic);

#endif
