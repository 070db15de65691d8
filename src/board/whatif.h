#ifndef LIANDONG_BOARD_WHATIF_H
#define LIANDONG_BOARD_WHATIF_H

#include "board/dossier.h"

/* Supposing (推演), nothing kept:
 *
 *     GET /projects/{id}/what-if?changes=eia-form:days=30,land-sale:start=2026-12-20
 *         what production and every other date would be if these items took other days, began no
 *         sooner, or ended on another day
 *     GET /projects/{id}/facts-effect?facts={"eia_class":"报告书"}
 *         what other facts of the project would add to its plan, take out of it, and reopen of what
 *         is decided already; before anybody confirms them
 *
 * A change, by item or milestone:
 *   days=N       a waiting item takes N working days; a running one takes N from its acceptance
 *   start=DAY    a waiting one begins no sooner
 *   finish=DAY   ends on that day: a running one is decided then, a waiting one takes as many days
 *   works=N      a milestone waits for N working days of works */
#define WHATIF_CHANGES_MAX 64

struct whatif_query {
    struct text changes;
};
struct whatif_facts_query {
    struct text facts;
};
extern const struct field_table whatif_table, whatif_facts_table, rehearsal_table;

MUST_USE bool whatif_answer(const struct view_run *run, struct json_writer *json,
                            struct fault *fault);
MUST_USE bool whatif_answer_facts(const struct view_run *run, struct json_writer *json,
                                  struct fault *fault);

/* rehearsal.c: GET /rehearsal?item=CODE&days=N&off=DAY,DAY&work=DAY */
MUST_USE bool rehearsal_answer(const struct view_run *run, struct json_writer *json,
                               struct fault *fault);

extern const struct room whatif_room;

#endif
