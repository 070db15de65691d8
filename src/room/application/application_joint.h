#ifndef LIANDONG_ROOM_APPLICATION_JOINT_H
#define LIANDONG_ROOM_APPLICATION_JOINT_H

#include "engine/clock/joint.h"
#include "room/application/application_rows.h"
#include "room/application/application_stop.h"

/* The joint clock of an intake (并联办理时限), derived from its members' clocks and its extension:
 * engine/clock/joint.h says how. An intake of one item has no joint limit; what the enterprise
 * organises itself is no member. */
struct application_joint {
    bool has_clock; /* two members or more */
    struct clock_joint clock;
    int64_t limit_days; /* decide_joint, in force on the day of the intake */
    struct application_extension extension;
    struct application members[CLOCK_MEMBERS_MAX];
    size_t count;
};
/* The caller has made sure that the project may be seen. */
MUST_USE bool application_joint_of(const struct view_run *run, int64_t project, int64_t intake,
                                   struct application_joint *out, struct fault *fault);
/* {"begun_on","due_on","ended_on","used_days","left_days","limit_days","extension":{...}|null,
 * "paused","overdue","light","held_by","provisional","law","members":[...]} or null. */
void application_joint_write(struct json_writer *json, const struct view_run *run,
                             const struct application_joint *joint);
/* {"days","approver","document","reason","law","noticed_on","on"} or null. */
void application_extension_write(struct json_writer *json,
                                 const struct application_extension *extension);

#endif
