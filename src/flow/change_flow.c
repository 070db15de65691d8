#include "flow/change_flow.h"

#include "flow/commitment_flow.h"
#include "room/application/application_rows.h"
#include "room/change/change.h"

static bool settle(const struct flow_step *step, struct fault *fault)
{
    struct command_run *run = step->run;
    struct application application;
    struct changes open;
    if (!flow_application(step, step->event->subject, &application, fault)) {
        return false;
    }
    struct change_item item = {application.project, application.code};
    if (!change_unsettled(run->arena, run->store, &item, &open, fault)) {
        return false;
    }
    for (size_t i = 0; i < open.count; i++) {
        const struct change *one = &open.items[i];
        struct change_settled body = {application.id};
        struct event_about about = {one->id, one->project, step->event->happened_on};
        bool is_older = one->application != application.id;
        if (is_older && !run_emit(run, &change_settled_event, about, &body, fault)) {
            return false;
        }
    }
    return true;
}

const struct flow_action flow_settle_change = {
    "settle_change", "重新报批通过后了结设计变更",
    "a design change is settled by the new grant of the item", settle};
