#ifndef LIANDONG_BOARD_INTAKE_FORM_H
#define LIANDONG_BOARD_INTAKE_FORM_H

#include "ground/form/form_draft.h"
#include "ground/form/submission.h"
#include "room/application/application_rows.h"
#include "room/milestone/milestone.h"

/* GET /projects/{id}/intake-form?items=a,b: the one form (一张表单) for all that is applied for
 * together, as it stands now: the union of the items' fields, filled from what the platform knows
 * and from the shared draft, the list of materials with the reason why one is not asked for, and
 * the check before submission (预检). Without `items` those of the draft.
 *
 * What the check calls a stop, the submission would refuse with the same words; a warning refuses
 * nothing: a material that may follow, a day that comes too late for the plan, an answer that
 * differs from what was known, a milestone not yet reached. */

struct intake_form {
    const struct view_run *run;
    struct project project;
    const struct application_project *plan;
    struct milestone_days milestones;
    struct text_list items; /* known ones */
    struct form form;
    struct form_world world;
    struct form_filled *filled;           /* by field of the form */
    const struct jvalue *drafted, *given; /* of the draft: answers, materials */
    const struct jvalue *answers; /* what would be submitted: the draft over what is known */
    struct form_papers papers;
    struct form_draft draft;
    const struct jvalue *content; /* of the draft, or NULL */
};
/* Loads all of it; the project must be one that the actor sees. */
MUST_USE bool intake_form_load(const struct view_run *run, struct text items,
                               struct intake_form *out, struct fault *fault);

/* -- intake_findings.c -- */

/* "stops":[...],"warnings":[...] into an open object. Each
 * {"kind","field","item","material","what", "why","do"}; the middle three null where they say
 * nothing. */
MUST_USE bool intake_findings_write(struct json_writer *json, const struct intake_form *form,
                                    struct fault *fault);

extern const struct room intake_form_room;

#endif
