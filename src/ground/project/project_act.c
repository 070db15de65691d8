#include "ground/project/project.h"

#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"

bool project_move(struct command_run *run, const struct project *project, enum project_stage stage,
                  struct text reason, struct fault *fault)
{
    struct project_moved body = {
        .stage = text_of(stage_code(stage)), .reason = reason, .until = CIVIL_DATE_NONE};
    struct event_about about = {project->id, project->id, run->today};
    return run_emit(run, &project_moved_event, about, &body, fault);
}

bool project_coordinate(struct command_run *run, const struct project *project, bool by_city,
                        struct fault *fault)
{
    struct project_coordinated body = {by_city ? TEXT("city") : TEXT("district")};
    struct event_about about = {project->id, project->id, run->today};
    return run_emit(run, &project_coordinated_event, about, &body, fault);
}

bool project_coordinator_may(const struct command_run *run, const struct project *project,
                             struct fault *fault)
{
    bool is_coordinator = access_role_may(ROLES_COORDINATORS, run->actor->role);
    bool is_of_district = access_scope(run->city, run->actor).kind == SCOPE_DISTRICT;
    return !project->city_coordinates || !is_coordinator || !is_of_district ||
           fault_raise(fault, FAULT_CITY_COORDINATES, TEXT_NONE, FAULT_NO_ARGS);
}

bool project_join(struct command_run *run, int64_t project, struct text org, struct fault *fault)
{
    bool takes_part = false;
    if (!project_has_party(run->store, project, org, &takes_part, fault)) {
        return false;
    }
    struct project_party_joined body = {.org = org};
    struct event_about about = {project, project, run->today};
    return takes_part || run_emit(run, &project_party_joined_event, about, &body, fault);
}

struct text project_desk_unit(const struct city *city, struct text desk, civil_date on)
{
    const struct pack_record *found = pack_find(city_pack(city), PACK_DESKS, desk, on);
    return found == NULL ? TEXT_NONE : jvalue_text(jvalue_get(found->raw, "org"), TEXT_NONE);
}

bool project_desk_is_ones(const struct command_run *run, struct text desk, civil_date on,
                          struct fault *fault)
{
    if (pack_find(city_pack(run->city), PACK_DESKS, desk, on) == NULL) {
        return fault_raise(fault, FAULT_DESK_UNKNOWN, TEXT("desk"), FAULT_ARGS(desk));
    }
    return run->actor->role != ROLE_WINDOW ||
           text_equal(project_desk_unit(run->city, desk, on), run->actor->org) ||
           fault_raise(fault, FAULT_DESK_NOT_ONES, TEXT("desk"), FAULT_ARGS(desk));
}

bool project_come_to_desk(struct command_run *run, int64_t project, struct text desk,
                          struct fault *fault)
{
    struct project_came_to_desk body = {project_desk_unit(run->city, desk, CIVIL_DATE_NONE)};
    struct event_about about = {project, project, run->today};
    bool is_there = false;
    if (text_is_empty(body.org)) {
        return true;
    }
    return project_is_at_desk(run->store, project, body.org, &is_there, fault) &&
           (is_there || run_emit(run, &project_came_to_desk_event, about, &body, fault));
}

bool project_refuse_stage(struct command_run *run, const struct project *project, const char *zh,
                          const char *en, struct fault *fault)
{
    enum language language = run->actor->language;
    struct text act = text_of(language == LANGUAGE_ZH ? zh : en);
    struct text advice = language == LANGUAGE_ZH ? TEXT("请先完成前面的步骤，或刷新查看最新状态")
                                                 : TEXT("Finish the steps before it, or reload");
    return fault_raise(fault, FAULT_WRONG_STATE, TEXT_NONE,
                       FAULT_ARGS(stage_name(project->stage, language), act, advice));
}

void project_brief(struct json_writer *json, const struct city *city, const struct project *project,
                   enum language language)
{
    json_object(json);
    json_member_int(json, "id", project->id);
    json_member_text(json, "number", project->number);
    json_member_text(json, "name", project->name);
    json_member_text(json, "district_name", city_district_name(city, project->district, language));
    json_end(json);
}
