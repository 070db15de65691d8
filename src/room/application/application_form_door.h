#ifndef LIANDONG_ROOM_APPLICATION_FORM_DOOR_H
#define LIANDONG_ROOM_APPLICATION_FORM_DOOR_H

#include "ground/form/submission.h"
#include "room/application/application_intake.h"
#include "room/application/application_kinds.h"

/* The one form on its way into an intake: what was typed is checked whole before anything is
 * opened, and each department's case is given a copy of what concerns it. */

struct application_form {
    bool
        is_given; /* false: an intake of items alone, as partner systems and counters on paper do */
    struct form form;
    const struct jvalue *answers, *materials;
    struct form_papers papers;
};

/* Where the intake comes from and what binds all of it. */
struct application_frame {
    struct text channel, desk, bundle;
    int64_t joint_days, joint_extension_days, joint_promised_days;
};

struct application_form_asked {
    const struct application_intake *fields;
    const struct project *project;
    const struct application_plan *plan;
    civil_date on;
};
/* Refuses the first thing that is missing or wrong; whose files are not the project's. */
MUST_USE bool application_form_read(struct command_run *run,
                                    const struct application_form_asked *asked,
                                    struct application_form *out, struct fault *fault);
/* Keeps version 1 of the submission of one application. Nothing for an intake of items alone. */
MUST_USE bool application_form_keep(struct command_run *run, const struct application_form *form,
                                    const struct application_brief *opened, int64_t project,
                                    struct fault *fault);
/* Channel, window and joint limit. A limit for all (Administrative Licensing Law, Art. 42 second
 * paragraph: 45 working days, 15 more with the government's approval) where several are decided
 * together.
 */
MUST_USE bool application_frame_of(const struct command_run *run,
                                   const struct application_form_asked *asked,
                                   struct application_frame *out, struct fault *fault);

#endif
