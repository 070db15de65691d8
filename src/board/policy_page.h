#ifndef LIANDONG_BOARD_POLICY_PAGE_H
#define LIANDONG_BOARD_POLICY_PAGE_H

#include "app/kind.h"

/* GET /projects/{id}/policies: the enterprise of a project against all policies of the day, as far
 * as its profile tells: met ones by what they give, near ones by the gap, those that lack facts as
 * questions, the rest; each line with values, thresholds, gaps and window; the best lawful
 * combination; how long it has been so, as it is kept (room/matching).
 *
 * GET /projects/{id}/policies/{name}: one of them in full: every condition with the fact it met,
 * documents, source, what it gives and how one applies.
 *
 * GET /claims/{id}/checks: the same of a claim's policy, also for the unit that decides on it: the
 * enterprise has laid these facts before it by claiming.
 *
 * Reckoned when asked, from the same profile and policies as what is kept. Amounts are estimates;
 * `promisable` says what is legally in force and open. */
extern const struct room policy_page_room;

#endif
