#include "app/city.h"
#include "room/navigator/navigator.h"

static bool perform_appoint(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct navigator_appoint *command = fields;
    struct project project;
    bool exists = false;
    if (!project_of_run(run, 0, &project, fault) || !run_version_is(run, project.version, fault) ||
        !navigator_may_be_appointed(run, &project, command, fault) ||
        !navigator_exists(run->store, command->account_id, &exists, fault)) {
        return false;
    }
    if (!exists) {
        return fault_raise(
            fault, FAULT_FIELD_INVALID, TEXT("account_id"),
            FAULT_ARGS(TEXT("此账号不是代办员"), TEXT("this account is no navigator")));
    }
    struct project_served_by body = {command->account_id, command->reason};
    struct event_about about = {project.id, project.id, run->today};
    return run_emit(run, &project_served_by_event, about, &body, fault) &&
           (project.stage != STAGE_ACCEPTED ||
            project_move(run, &project, STAGE_SERVED, TEXT_NONE, fault)) &&
           project_answer(run, project.id, fault);
}

static const struct command_kind commands[] = {
    {"navigator.appoint", "POST", "/projects/{id}/navigator", &navigator_appoint_table,
     ROLES_COORDINATORS, 0, "指派代办员", "appoint the navigator of a project", perform_appoint},
};

struct navigator_query {
    struct text district;
};
static const struct field query_fields[] = {
    FIELD(navigator_query, district, TEXT, .max = 6, .zh = "区县", .en = "district"),
};
static const struct field_table query_table = FIELD_TABLE(navigator_query, query_fields);

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct navigator_query *query = run->query;
    struct navigator_rows rows;
    if (!navigator_list(run->arena, run->store, query->district, &rows, fault)) {
        return false;
    }
    enum language language = run->actor->language;
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < rows.count; i++) {
        const struct navigator_row *row = &rows.items[i];
        json_object(json);
        json_member_int(json, "id", row->account);
        json_member_text(json, "name", row->name);
        json_member_text_or_null(json, "org_name", city_org_name(run->city, row->org, language));
        json_member_text_or_null(json, "district_name",
                                 city_district_name(run->city, row->district, language));
        json_member_int(json, "active_projects", row->projects);
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"navigator.list", "/navigators", &query_table, ROLES_COORDINATORS, 0, "代办员及其在办项目数",
     "navigators and their load", answer_list},
};

const struct room navigator_room = {
    .name = "navigator",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_STATEMENTS(navigator),
};
