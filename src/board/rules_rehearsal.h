#ifndef LIANDONG_BOARD_RULES_REHEARSAL_H
#define LIANDONG_BOARD_RULES_REHEARSAL_H

#include "app/kind.h"

/* Rehearsing (预演) a change set, or one change before it is even saved, on all projects under way:
 *
 *     GET /catalog/sets/{id}/rehearsal
 *     GET /catalog/suppose?kind=item&key=eia-form&members={"promised_days":5}&from=2027-01-01
 *
 * Two packs are held against each other as of the day of the change: what is published by then, and
 * the same with the change. For each project two questions:
 *
 * - Where does its confirmed plan lead? An item that is not yet accepted and begins on the day or
 *   later takes the new days; what is accepted keeps its limit. The calendar counts for all of it.
 * - What would a plan made anew from its facts be? Which items come in and go out, how many working
 *   days it takes, whether other items are critical. An adopted plan changes by none of it; it says
 *   which projects would do well to adopt a new one.
 *
 * - A change of policies is held against every enterprise besides (board/policy_rehearsal.h).
 *
 * Nothing is kept. All projects are counted for everybody who may ask; which ones they are is told
 * only as far as his rights go. Who keeps the rules sees no project, so he is told numbers: how
 * many, by how much, in which district. */
struct rules_suppose_query {
    struct text kind, key, members;
    civil_date from;
};

/* The same of two whole packs, for the terminal: everybody may be named. `run->city` is of
 * `before`.
 */
struct rules_two {
    const struct pack *before, *after;
    civil_date from;
};
MUST_USE bool rules_rehearse_packs(const struct view_run *run, const struct rules_two *two,
                                   struct json_writer *json, struct fault *fault);

extern const struct room rules_rehearsal_room;

#endif
