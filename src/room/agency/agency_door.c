#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "room/agency/agency.h"

static bool perform_draft(struct command_run *run, const void *fields, struct fault *fault)
{
    struct agency_asked asked = {city_pack(run->city), run->today};
    struct project project;
    struct agencies all;
    if (!project_of_run(run, 0, &project, fault) ||
        !project_coordinator_may(run, &project, fault) ||
        !agency_of_project(run->arena, run->store, project.id, &all, fault)) {
        return false;
    }
    if (project.navigator == 0) {
        return project_refuse_stage(run, &project, "起草代办协议", "draft an agreement", fault);
    }
    int64_t id = run_next_seq(run);
    struct event_about about = {id, project.id, run->today};
    run->answer = (struct answer){.id = id, .version = 1};
    return agency_decide_draft(&asked, &all, fields, fault) &&
           run_emit(run, &agency_drafted_event, about, fields, fault);
}

static bool load(struct command_run *run, struct agency *out, struct fault *fault)
{
    struct project project;
    if (!agency_find(run->arena, run->store, run->id, out, fault)) {
        return false;
    }
    if (out->id == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    run->answer = (struct answer){.id = out->id, .version = out->version + 1};
    return project_of_run(run, out->project, &project, fault) &&
           project_coordinator_may(run, &project, fault) &&
           run_version_is(run, out->version, fault);
}

/* The second signature puts it into force, in the place of the one that held so far. */
static bool come_into_force(struct command_run *run, const struct agency *agency,
                            struct fault *fault)
{
    struct agencies all;
    if (!agency_of_project(run->arena, run->store, agency->project, &all, fault)) {
        return false;
    }
    const struct agency *old = agency_that_holds(&all);
    struct agency_in_force body = {agency->stages, agency->until, old == NULL ? 0 : old->id};
    struct event_about about = {agency->id, agency->project, run->today};
    return run_emit(run, &agency_in_force_event, about, &body, fault);
}

static bool perform_sign(struct command_run *run, const void *fields, struct fault *fault)
{
    struct agency agency;
    const char *side = agency_side(run->actor->role);
    (void)fields;
    if (!load(run, &agency, fault) || !agency_decide_sign(&agency, side, run->today, fault)) {
        return false;
    }
    struct agency_signed body = {text_of(side)};
    struct event_about about = {agency.id, agency.project, run->today};
    bool is_second = agency.centre_on != CIVIL_DATE_NONE || agency.enterprise_on != CIVIL_DATE_NONE;
    return run_emit(run, &agency_signed_event, about, &body, fault) &&
           (!is_second || come_into_force(run, &agency, fault));
}

static bool perform_end(struct command_run *run, const void *fields, struct fault *fault)
{
    struct agency agency;
    if (!load(run, &agency, fault) || !agency_decide_end(&agency, fault)) {
        return false;
    }
    struct event_about about = {agency.id, agency.project, run->today};
    return run_emit(run, &agency_ended_event, about, fields, fault);
}

#define ROLES_SIDES (ROLES_SERVICE | ROLE_BIT(ROLE_ENTERPRISE))

static const struct command_kind commands[] = {
    {"agency.draft", "POST", "/projects/{id}/agencies", &agency_draft_table, ROLES_SIDES, 0,
     "起草或变更代办协议", "draft the agreement on agency, or a change of it", perform_draft},
    {"agency.sign", "POST", "/agencies/{id}/sign", NULL, ROLES_SIDES, 0, "签署代办协议",
     "sign the agreement for one's side", perform_sign},
    {"agency.end", "POST", "/agencies/{id}/end", &agency_end_table, ROLES_SIDES, 0, "终止代办协议",
     "end the agreement", perform_end},
};

static void write_one(struct json_writer *json, const struct view_run *run,
                      const struct agency *agency)
{
    json_object(json);
    json_member_int(json, "id", agency->id);
    json_member_int(json, "version", agency->version);
    json_member_text(json, "state", text_of(agency_state_code(agency->state)));
    json_name(json, "stages");
    json_array(json);
    for (size_t i = 0; i < agency->stages.count; i++) {
        json_object(json);
        json_member_text(json, "id", agency->stages.items[i]);
        json_member_text(json, "name",
                         city_stage_name(run->city, agency->stages.items[i], run->actor->language));
        json_end(json);
    }
    json_end(json);
    json_member_date(json, "until", agency->until);
    json_member_date(json, "drafted_on", agency->drafted_on);
    json_member_date(json, "centre_signed_on", agency->centre_on);
    json_member_date(json, "enterprise_signed_on", agency->enterprise_on);
    json_member_date(json, "in_force_on", agency->in_force_on);
    json_member_date(json, "ended_on", agency->ended_on);
    json_member_text_or_null(json, "note", agency->note);
    json_member_text_or_null(json, "reason", agency->reason);
    json_end(json);
}

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct project project;
    struct agencies all;
    if (!project_of_view(run, 0, &project, fault) ||
        !agency_of_project(run->arena, run->store, project.id, &all, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < all.count; i++) {
        write_one(json, run, &all.items[i]);
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"agency.list", "/projects/{id}/agencies", NULL, ROLES_BUSINESS, VIEW_AS_OF, "项目的代办协议",
     "the project's agreements on agency", answer_list},
};

static const struct event_kind *const events[] = {&agency_drafted_event, &agency_signed_event,
                                                  &agency_in_force_event, &agency_ended_event};

const struct room agency_room = {
    .name = "agency",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(agency),
    .schema = {"agency", 1, agency_ddl},
};
