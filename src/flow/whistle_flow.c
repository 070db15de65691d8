#include "flow/whistle_flow.h"

#include "room/problem/problem.h"
#include "room/whistle/whistle.h"

static bool raise_problem(const struct flow_step *step, struct fault *fault)
{
    const struct whistle_made_problem *body = step->event->body;
    struct problem_raise fields = {
        .title = body->title,
        .category = body->category,
        .description = body->description,
        .application_id = body->application,
    };
    struct problem_origin origin = {step->event->project, step->event->subject};
    return problem_raise_for(step->run, &fields, &origin, fault);
}

const struct flow_action flow_raise_problem = {"raise_problem", "把吹哨列入问题清单",
                                               "makes a whistle a problem", raise_problem};
