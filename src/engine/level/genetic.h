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
 * and behind it each in the order of the other parent, which is feasible as both parents are. Of a
 * few stretches drawn the one is taken that keeps the departments busiest (the peaks of Valls,
 * Ballestín & Quintanilla 2008). Now and then two neighbours in the list change places, and a
 * quarter of the children are built by the parallel scheme: non-delay schedules are better on
 * average, the others reach further, and a population bred of both gets further than of either.
 *
 * Better is a shorter schedule; of equal ones that whose work is done earlier (sum of finishes,
 * weighted by what the activities take from the departments). A child takes the place of the most
 * similar one that is worse (crowding, De Jong 1975; Mahfoud 1995), unless its twin is there
 * already: so the population keeps different ways to be good. It is drawn large and shrinks evenly
 * to a tenth as the limits are used up: variety first, depth last.
 *
 * The first population is built by the parallel scheme, by the longest way to the end with chance
 * added (Kolisch 1996), every other pair from the last day back.
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
