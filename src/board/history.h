#ifndef LIANDONG_BOARD_HISTORY_H
#define LIANDONG_BOARD_HISTORY_H

#include "app/kind.h"
#include "app/register.h"

/* The history (全程留痕): what the ledger says of a project or of one thing in it, as sentences.
 *
 * A sentence is the event kind's own words and the values that matter, by the kind's field table:
 * its labels, and the names of the pack for its codes. So a new room's events read well without a
 * line here.
 *
 * The enterprise does not see internal kinds, nor notes that offices write to one another, and
 * reads roles in place of officers' names. */

/* Once, at the start, before the first thread: which event kinds there are is a property of the
 * program. */
void history_set_registry(const struct registry *registry);
/* The kind of that name; NULL: none. */
const struct event_kind *history_kind(struct text name);

/* An array of {"seq","recorded_at","happened_on","kind","sentence","actor_name","receipt"}, newest
 * first, at most 200. `subject` 0: the whole project. The caller has made sure that it may be seen.
 */
MUST_USE bool history_write(const struct view_run *run, struct json_writer *json, int64_t project,
                            int64_t subject, struct fault *fault);

/* The words of one event, without the actor. `body` is canonical JSON. */
struct text history_sentence(const struct view_run *run, const struct event_kind *kind,
                             struct text body);

/* The words for values that are codes of the program itself ("granted" 通过); empty: not one of
 * them. */
struct text history_code_name(struct text code, enum language language);

extern const struct room history_room;

/* Working days by which an act was entered late (补录): more than the pack's `late_entry` after it
 * happened; 0 when it was not. */
int64_t history_late_days(const struct city *city, civil_date happened_on, int64_t recorded_at);

#endif
