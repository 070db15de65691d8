#ifndef LIANDONG_ENGINE_LEVEL_NEIGHBOURHOOD_H
#define LIANDONG_ENGINE_LEVEL_NEIGHBOURHOOD_H

#include "engine/level/core.h"

/* Large neighbourhood search (Shaw 1998) with the exact core as the sub-solver.
 *
 * Some activities of the best schedule are freed, with their modes; the others keep their modes and
 * a partial order: the units of every department are followed from one activity to the next that
 * uses them, and where a unit is handed over, the second stays behind the first (the partial order
 * schedules of Godard, Laborie & Nuijten 2005; the flow of Artigues, Michelon & Reusser 2003). The
 * core then looks for a schedule that is one day shorter, for a few hundred contradictions.
 *
 * Freed are by turns of chance: a run of activities by start; all that overlap some days; any; a
 * run and some others. Each kind keeps a number of its own: it grows while the core can prove that
 * there is nothing, and shrinks while it gives up.
 *
 * A schedule that comes out is feasible for the instance. That none does proves nothing. */
struct neighbourhood;

/* In the arena of the core's search. */
struct neighbourhood *neighbourhood_open(struct core *core);

/* Improves the search's best schedule until the search is over (search.h). There must be one. */
void neighbourhood_run(struct neighbourhood *around);

#endif
