#include "app/city.h"
#include "base/arena.h"
#include "flow/commitment_flow.h"
#include "flow/validity_flow.h"
#include "room/application/application_kinds.h"
#include "room/application/application_stop.h"
#include "room/outside/outside.h"

static bool emit(const struct flow_step *step, const struct application *application,
                 const struct event_kind *kind, const void *body, struct fault *fault)
{
    struct event_about about = {application->id, application->project, step->event->happened_on};
    return run_emit(step->run, kind, about, body, fault);
}

/* What stopped the clock here ends with the decision there, else it would stand for good. */
static bool end_stop(const struct flow_step *step, const struct application *application,
                     struct fault *fault)
{
    struct application_noted nothing = {.note = TEXT_NONE};
    const struct event_kind *kind = application->state == APPLICATION_SPECIAL
                                        ? &application_special_ended_event
                                        : &application_resumed_event;
    return emit(step, application, kind, &nothing, fault);
}

/* The result cannot be older than what was done about the case here. */
static bool day_is_right(const struct flow_step *step, const struct application *application,
                         struct fault *fault)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    civil_date last = application->last_on;
    return step->event->happened_on >= last ||
           fault_raise(fault, FAULT_DAY_BEFORE_LAST_ACT, TEXT("verified_on"),
                       FAULT_ARGS(civil_date_write(last, day)));
}

static bool take_up(const struct flow_step *step, const struct application *application,
                    struct fault *fault)
{
    struct application_noted nothing = {.note = TEXT_NONE};
    if (application->state == APPLICATION_SUBMITTED &&
        !emit(step, application, &application_received_event, &nothing, fault)) {
        return false;
    }
    if (application->state == APPLICATION_SPECIAL || application->state == APPLICATION_SUSPENDED) {
        return end_stop(step, application, fault);
    }
    return application->state == APPLICATION_ACCEPTED ||
           emit(step, application, &application_accepted_event, &nothing, fault);
}

static bool decide(const struct flow_step *step, struct fault *fault)
{
    const struct outside_verified *seen = step->event->body;
    struct application application;
    if (!flow_application(step, seen->application, &application, fault)) {
        return false;
    }
    if (!application_state_is_open(application.state)) {
        return true;
    }
    struct application_decided body = {
        .result = seen->status,
        .reason = text_format(step->run->arena, "外部系统办理结果（编号 %.*s）：%.*s",
                              TEXT_ARG(seen->number), TEXT_ARG(seen->note)),
        .basis = text_is(seen->status, "refused") ? TEXT("以外部系统的决定为准") : TEXT_NONE,
        .document = seen->document,
        .files = TEXT_NONE,
        .valid_until = CIVIL_DATE_NONE,
    };
    return day_is_right(step, &application, fault) && take_up(step, &application, fault) &&
           emit(step, &application, &application_decided_event, &body, fault);
}

const struct flow_action flow_decide_outside = {"decide_outside", "外部系统的决定即办件结果",
                                                "what was decided there is the result", decide};
