#include "flow/casework.h"

#include "base/json_read.h"
#include "room/consultation/consultation.h"
#include "room/countersign/countersign.h"
#include "room/promise/promise.h"
#include "room/site_visit/site_visit.h"

static bool follow_end(const struct flow_step *step, struct fault *fault)
{
    struct command_run *run = step->run;
    int64_t application = step->event->subject;
    struct text reason = jvalue_text(jvalue_get(step->with, "reason"), TEXT_NONE);
    bool with_promises = jvalue_bool(jvalue_get(step->with, "promises"), false);
    return consultation_end_all(run, application, reason, fault) &&
           site_visit_end_all(run, application, reason, fault) &&
           countersign_end_all(run, application, reason, fault) &&
           (!with_promises || promise_end_all(run, application, reason, fault));
}

/* Most events are about the application itself; a visit's are about the visit. */
static bool application_of(const struct flow_step *step, int64_t *out, struct fault *fault)
{
    struct site_visit visit;
    *out = step->event->subject;
    if (step->event->kind != &site_visit_done_event) {
        return true;
    }
    if (!site_visit_find(step->run->arena, step->run->store, step->event->subject, &visit, fault)) {
        return false;
    }
    *out = visit.application;
    return true;
}

static bool follow_keep(const struct flow_step *step, struct fault *fault)
{
    struct text what = jvalue_text(jvalue_get(step->with, "what"), TEXT_NONE);
    int64_t application = 0;
    return application_of(step, &application, fault) &&
           promise_keep_all(step->run, application, what, step->event->happened_on, fault);
}

static bool follow_reopen(const struct flow_step *step, struct fault *fault)
{
    struct text what = jvalue_text(jvalue_get(step->with, "what"), TEXT_NONE);
    struct text reason = jvalue_text(jvalue_get(step->body, "reason"), TEXT_NONE);
    return promise_reopen_all(step->run, step->event->subject, what, reason, fault);
}

const struct flow_action flow_end_inner_work = {
    "end_inner_work", "撤销尚未了结的征求意见、踏勘和会签",
    "cancel consultations, visits and countersignings that are still open", follow_end};
const struct flow_action flow_keep_promises = {
    "keep_promises", "兑现对此办件的承诺", "what was promised of the case is kept", follow_keep};
const struct flow_action flow_reopen_promises = {"reopen_promises", "撤回的决定不算兑现承诺",
                                                 "an undone decision keeps no promise",
                                                 follow_reopen};
