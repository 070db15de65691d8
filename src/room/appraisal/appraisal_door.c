#include "app/access.h"
#include "app/city.h"
#include "room/appraisal/appraisal.h"

static bool is_of_city(const struct command_run *run, struct fault *fault)
{
    return access_scope(run->city, run->actor).is_citys ||
           fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                       FAULT_ARGS(TEXT("由市级人员办理"), TEXT("people of the city do it")));
}

static bool load(const struct command_run *run, int64_t id, struct appraisal *out,
                 struct fault *fault)
{
    struct view_run view = run_view(run);
    struct appraisal_sight sight = appraisal_sight_of(&view);
    return appraisal_find(&sight, id, out, fault);
}

static struct event_about about_of(const struct command_run *run, int64_t subject)
{
    return (struct event_about){subject, 0, run->today};
}

static bool perform_withdraw(struct command_run *run, const void *fields, struct fault *fault)
{
    struct appraisal appraisal;
    if (!load(run, run->id, &appraisal, fault) || !is_of_city(run, fault) ||
        !run_version_is(run, appraisal.version, fault) ||
        !appraisal_may_withdraw(&appraisal, fault)) {
        return false;
    }
    run->answer = (struct answer){.id = appraisal.id, .version = appraisal.version + 1};
    return run_emit(run, &appraisal_withdrawn_event, about_of(run, appraisal.id), fields, fault);
}

static bool perform_publish(struct command_run *run, const void *fields, struct fault *fault)
{
    struct appraisal appraisal;
    if (!load(run, run->id, &appraisal, fault) || !is_of_city(run, fault) ||
        !run_version_is(run, appraisal.version, fault) ||
        !appraisal_may_publish(&appraisal, run->actor, run->today, fault)) {
        return false;
    }
    run->answer = (struct answer){.id = appraisal.id, .version = appraisal.version + 1};
    return run_emit(run, &appraisal_published_event, about_of(run, appraisal.id), fields, fault);
}

static bool perform_object(struct command_run *run, const void *given, struct fault *fault)
{
    const struct appraisal_object *fields = given;
    struct view_run view = run_view(run);
    struct appraisal_sight sight = appraisal_sight_of(&view);
    struct appraisal_result result;
    struct appraisal appraisal;
    if (!appraisal_result_find(&sight, run->id, &result, fault) ||
        !appraisal_find(&sight, result.appraisal, &appraisal, fault) ||
        !appraisal_may_object(&appraisal, &result, run->actor, run->today, fault)) {
        return false;
    }
    struct text part = text_format(run->arena, "\"part\":\"%.*s\"", TEXT_ARG(fields->part));
    if (fields->part.len > 0 && text_find(result.parts, part) == SIZE_MAX) {
        return fault_refuse_field(fault, "part", "结果里没有这一部分",
                                  "the result has no such part");
    }
    int days = city_limit(run->city, "appraisal_decide", run->today);
    struct appraisal_objected body = {
        .result = result.id,
        .appraisal = appraisal.id,
        .part = fields->part,
        .said = fields->said,
        .due_on = city_due(run->city, run->today, days).day,
    };
    run->answer = (struct answer){.id = run_next_seq(run), .version = 1};
    return run_emit(run, &appraisal_objected_event, about_of(run, 0), &body, fault);
}

#define APPRAISED (ROLE_BIT(ROLE_DEPARTMENT_OFFICER) | ROLE_BIT(ROLE_NAVIGATOR))
#define READERS (ROLES_COORDINATORS | ROLES_WATCHERS | APPRAISED)

static const struct command_kind commands[] = {
    {"appraisal.withdraw", "POST", "/appraisals/{id}/withdraw", &appraisal_reason_table,
     APPRAISAL_DRAWERS, 0, "撤回考评", "Withdraw an appraisal", perform_withdraw},
    {"appraisal.publish", "POST", "/appraisals/{id}/publish", &appraisal_publish_table,
     ROLES_WATCHERS, 0, "公布考评结果", "Publish an appraisal", perform_publish},
    {"appraisal.object", "POST", "/appraisal-results/{id}/objections", &appraisal_object_table,
     APPRAISED, 0, "提出异议", "Object to a result", perform_object},
};

static const struct view_kind views[] = {
    {"appraisal.list", "/appraisals", NULL, READERS, 0, "年度考评", "Annual appraisals",
     appraisal_answer_list},
    {"appraisal.show", "/appraisals/{id}", NULL, READERS, 0, "考评结果",
     "What an appraisal came to", appraisal_answer_show},
    {"appraisal.result", "/appraisal-results/{id}", NULL, READERS, 0, "结果的各部分",
     "The parts of a result", appraisal_answer_result},
    {"appraisal.objections", "/appraisals/{id}/objections", NULL, READERS, 0, "异议", "Objections",
     appraisal_answer_objections},
    {"appraisal.formulas", "/appraisal-formulas", NULL, ROLES_ANYBODY, VIEW_SAME_FOR_ALL,
     "考评公式", "Formulas of the appraisal", appraisal_answer_formulas},
};

static const struct event_kind *const events[] = {
    &appraisal_drawn_event,     &appraisal_reckoned_event,  &appraisal_changed_event,
    &appraisal_withdrawn_event, &appraisal_published_event, &appraisal_objected_event,
    &appraisal_decided_event};

const struct room appraisal_room = {
    .name = "appraisal",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(appraisal),
    .schema = {"appraisal", 1, appraisal_ddl},
};
