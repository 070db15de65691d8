#ifndef LIANDONG_ROOM_APPLICATION_BUNDLE_H
#define LIANDONG_ROOM_APPLICATION_BUNDLE_H

#include "room/application/application_act.h"
#include "room/application/application_intake.h"
#include "room/application/application_rows.h"

/* One-thing bundles (一件事) while they run: several items handed in with one form, led by one
 * unit, under one limit for all. Its members are cases of their units like any other, but they are
 * bound:
 *
 * - An item that needs the result of another one is taken in beside it when both come in one
 *   bundle; alone it would wait for it.
 * - It is not granted before that other one is (application_held.h). What has to wait says for
 *   what.
 * - Where the one it rests on ended without a result (refused, not accepted, withdrawn), it cannot
 *   be granted until that one has been applied for again and granted; it can be refused, withdrawn
 *   or stopped as ever.
 * - A member is withdrawn alone, or all that are open at once. What was granted stays.
 *
 * The lead (牵头单位) is the unit of the bundle's record of the day of the intake. It takes part in
 * the project, sees all members, and decides only its own. */

/* -- deciding (application_bundle.c, pure) -- */

/* How all of it stands. */
enum application_bundle_state {
    APPLICATION_BUNDLE_OPEN,
    APPLICATION_BUNDLE_GRANTED, /* every member */
    APPLICATION_BUNDLE_PARTLY,  /* some granted, the others ended without */
    APPLICATION_BUNDLE_ENDED    /* none granted */
};
const char *application_bundle_state_code(enum application_bundle_state state);
enum application_bundle_state application_bundle_state_of(const enum application_state *members,
                                                          size_t count);

/* -- acting (application_bundle_door.c) -- */

/* The lead unit of the bundle joins the project; "" joins nobody. */
MUST_USE bool application_bundle_join(struct command_run *run, int64_t project, struct text bundle,
                                      civil_date on, struct fault *fault);
/* POST /intakes/{id}/withdraw: all members that are open. */
bool application_perform_withdraw_all(struct command_run *run, const void *fields,
                                      struct fault *fault);

/* {"code","name","lead_org","lead_name","state","items":[...],"left_out":[...]} or null: of the
 * intake, with how its members stand now. */
struct application_bundle_view {
    const struct application_case *one;
    const struct application_list *members;
    const enum application_state *states; /* by member */
};
void application_bundle_write(struct json_writer *json, const struct view_run *run,
                              const struct application_bundle_view *view);

#endif
