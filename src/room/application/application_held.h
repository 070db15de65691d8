#ifndef LIANDONG_ROOM_APPLICATION_HELD_H
#define LIANDONG_ROOM_APPLICATION_HELD_H

#include "app/kind.h"
#include "room/application/application_intake.h"

/* What holds a grant (暂不得准予): results that the plan says it rests on.
 *
 * - Of a bundle (一件事): an item that came along with it and is not granted yet.
 * - Of any case: a granted result whose design has had a major change (重大变动) that no new grant
 *   has settled. What it rests on does not cover what will be built (环境影响评价法 Art. 24), also
 *   when the case was open before the change was reported.
 *
 * Only the grant is held: refusing, withdrawing, stopping go on as ever. It holds whoever decides:
 * a person, or the platform on a signed commitment. */

/* -- deciding (application_intake.c, pure) -- */

/* The first item that `node` rests on of which a granted result is outdated, or NULL. A later round
 * that is open changes nothing: the change is settled by its grant. */
const struct application_node *application_outdated_before(const struct application_plan *plan,
                                                           const struct application_briefs *briefs,
                                                           const struct application_node *node);

/* -- acting (application_held_door.c) -- */

/* CHANGE_HOLDS or BUNDLE_WAITS, with what it waits for. */
MUST_USE bool application_lets_grant(struct command_run *run, const struct application *application,
                                     struct fault *fault);

#endif
