#include "app/city.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "room/offering/offering.h"

static bool perform_offer(struct command_run *run, const void *given, struct fault *fault)
{
    const struct offering_offer *fields = given;
    struct project project;
    struct offerings before;
    if (!project_of_run(run, 0, &project, fault)) {
        return false;
    }
    if (stage_rank(project.stage) > stage_rank(STAGE_PRODUCTION) ||
        project.stage == STAGE_REFUSED || project.stage == STAGE_WITHDRAWN) {
        return project_refuse_stage(run, &project, "提供服务包", "offer a package", fault);
    }
    const struct pack_record *record =
        pack_find(city_pack(run->city), PACK_PACKAGES, fields->package, run->today);
    if (record == NULL) {
        return fault_raise(fault, FAULT_FIELD_INVALID, TEXT("package"),
                           FAULT_ARGS(TEXT("没有这个服务包，或者今天未生效"),
                                      TEXT("there is no such package in force")));
    }
    if (!offering_of_project(run->arena, run->store, project.id, &before, fault) ||
        !offering_decide_offer(&before, record->id, fault)) {
        return false;
    }
    struct offering_offered body = {
        .package = record->id,
        .name = record->name,
        .reason = fields->reason,
        .items = text_list_of(run->arena, jvalue_get(record->raw, "items")),
        .policies = text_list_of(run->arena, jvalue_get(record->raw, "policies")),
        .units = text_list_of(run->arena, jvalue_get(record->raw, "units")),
        .roles = text_list_of(run->arena, jvalue_get(record->raw, "roles"))};
    struct event_about about = {0, project.id, run->today};
    run->answer = (struct answer){.id = run_next_seq(run), .version = 1};
    return run_emit(run, &offering_offered_event, about, &body, fault);
}

static bool answer(struct command_run *run, const struct event_kind *event, const void *fields,
                   struct fault *fault)
{
    struct sight sight = run_sight(run);
    struct offering offering;
    if (!offering_find(&sight, run->id, &offering, fault) ||
        !run_version_is(run, offering.version, fault) ||
        !offering_decide_answer(&offering, fault)) {
        return false;
    }
    struct event_about about = {offering.id, offering.project, run->today};
    run->answer = (struct answer){.id = offering.id, .version = offering.version + 1};
    return run_emit(run, event, about, fields, fault);
}

static bool perform_adopt(struct command_run *run, const void *fields, struct fault *fault)
{
    return answer(run, &offering_adopted_event, fields, fault);
}

static bool perform_decline(struct command_run *run, const void *fields, struct fault *fault)
{
    return answer(run, &offering_declined_event, fields, fault);
}

static const struct command_kind commands[] = {
    {"offering.offer", "POST", "/projects/{id}/service-packages", &offering_offer_table,
     ROLES_SERVICE | ROLE_BIT(ROLE_PROMOTION_OFFICER), 0, "提供服务包：写明理由",
     "Offer a service package to a project, with a reason", perform_offer},
    {"offering.adopt", "POST", "/service-packages/{id}/adopt", &offering_adopt_table,
     ROLE_BIT(ROLE_ENTERPRISE), 0, "采用服务包", "Adopt a service package", perform_adopt},
    {"offering.decline", "POST", "/service-packages/{id}/decline", &offering_decline_table,
     ROLE_BIT(ROLE_ENTERPRISE), 0, "不采用服务包：写明理由",
     "Decline a service package, with a reason", perform_decline},
};

static const struct event_kind *const events[] = {&offering_offered_event, &offering_adopted_event,
                                                  &offering_declined_event};

const struct room offering_room = {
    .name = "offering",
    ROOM_COMMANDS(commands),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(offering),
    .schema = {"offering", 1, offering_ddl},
};
