#include "flow/rating_flow.h"

#include "app/city.h"
#include "flow/notify.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "room/application/application.h"
#include "room/rating/rating.h"

/* What the enterprise organised itself has no unit that could be rated. */
static bool ask_rating(const struct flow_step *step, struct fault *fault)
{
    struct view_run view = flow_view(step->run);
    struct project project;
    struct notify_case about;
    if (!project_of_view(&view, step->event->project, &project, fault) ||
        !notify_case_load(step->run, &project, step->event->subject, &about, fault)) {
        return false;
    }
    const struct application *application = about.application;
    civil_date until = rating_until(step->run->city, application->decided_on);
    if (application->is_own || until < step->run->today) {
        return true;
    }
    struct notify_words words = {
        .who = flow_text_with(step, "who"),
        .kind = flow_text_with(step, "kind"),
        .rule = step->trigger != NULL ? step->trigger->id : TEXT_NONE,
        .text_zh = flow_text_with(step, "text_zh"),
        .text_en = flow_text_with(step, "text_en"),
        .law = text_is(flow_text_with(step, "law"), "unknown") ? TEXT(NOTIFY_LAW_UNKNOWN)
                                                               : flow_text_with(step, "law"),
        .due_on = until,
        .about = step->event->subject,
    };
    return notify_send(step->run, &about, &words, fault);
}

const struct flow_action flow_ask_rating = {
    "ask_rating", "办结后请企业评价", "Asks the enterprise to rate a finished case", ask_rating};
