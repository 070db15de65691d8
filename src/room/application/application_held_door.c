#include "room/application/application_held.h"

#include "app/city.h"
#include "room/application/application_rows.h"
#include "room/application/application_store.h"

static bool is_of_bundle(struct command_run *run, const struct application *application, bool *out,
                         struct fault *fault)
{
    struct application_cases cases;
    struct view_run view = run_view(run);
    if (!application_cases_of(&view, application->project, &cases, fault)) {
        return false;
    }
    *out = false;
    for (size_t i = 0; i < cases.count; i++) {
        *out |= cases.items[i].id == application->intake && cases.items[i].bundle.len > 0;
    }
    return true;
}

static bool refuse(const struct command_run *run, enum fault_code code, struct text held,
                   struct text by, struct fault *fault)
{
    enum language language = run->actor->language;
    return fault_raise(fault, code, TEXT("result"),
                       FAULT_ARGS(city_item_name(run->city, held, language),
                                  city_item_name(run->city, by, language)));
}

static bool is_any_outdated(const struct application_briefs *briefs)
{
    bool is_any = false;
    for (size_t i = 0; i < briefs->count; i++) {
        is_any = is_any || briefs->items[i].is_outdated;
    }
    return is_any;
}

bool application_lets_grant(struct command_run *run, const struct application *application,
                            struct fault *fault)
{
    const struct application_node *missing[1];
    struct application_plan plan;
    struct application_briefs briefs;
    bool in_bundle = false;
    if (!application_briefs_of(run->arena, run->store, application->project, &briefs, fault) ||
        !is_of_bundle(run, application, &in_bundle, fault)) {
        return false;
    }
    if (!in_bundle && !is_any_outdated(&briefs)) {
        return true; /* nearly always: then the plan need not be read */
    }
    if (!application_plan_of(run->arena, run->store, application->project, &plan, fault)) {
        return false;
    }
    const struct application_node *node = application_plan_find(&plan, application->code);
    if (node == NULL) {
        return true;
    }
    const struct application_node *outdated = application_outdated_before(&plan, &briefs, node);
    if (outdated != NULL) {
        return refuse(run, FAULT_CHANGE_HOLDS, application->code, outdated->code, fault);
    }
    return !in_bundle || application_missing(&plan, &briefs, node, missing, 1) == 0 ||
           refuse(run, FAULT_BUNDLE_WAITS, application->code, missing[0]->code, fault);
}
