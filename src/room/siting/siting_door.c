#include "app/city.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "room/siting/siting.h"

static bool perform_choose(struct command_run *run, const void *given, struct fault *fault)
{
    const struct siting_choose *fields = given;
    struct project project;
    struct siting now;
    if (!project_of_run(run, 0, &project, fault)) {
        return false;
    }
    if (!siting_takes_park(&project)) {
        return project_refuse_stage(run, &project, "选定园区", "choose a park", fault);
    }
    const struct pack_record *park =
        pack_find(city_pack(run->city), PACK_PARKS, fields->park, run->today);
    if (park == NULL) {
        return fault_raise(fault, FAULT_FIELD_INVALID, TEXT("park"),
                           FAULT_ARGS(TEXT("没有这个园区，请从列表中选择"),
                                      TEXT("there is no such park: choose one of the list")));
    }
    if (!siting_of_project(run->arena, run->store, project.id, &now, fault) ||
        !siting_decide(&now, park->id, fault)) {
        return false;
    }
    struct siting_chosen body = {park->id, park->name, fields->reason, now.park};
    struct event_about about = {project.id, project.id, run->today};
    return run_emit(run, &siting_chosen_event, about, &body, fault) &&
           project_answer(run, project.id, fault);
}

static const struct command_kind commands[] = {
    {"siting.choose", "POST", "/projects/{id}/park", &siting_choose_table,
     ROLES_SERVICE | ROLE_BIT(ROLE_PROMOTION_OFFICER) | ROLE_BIT(ROLE_ENTERPRISE), 0,
     "选定意向园区：写明理由，可重选", "Choose the park a project is meant for, with a reason",
     perform_choose},
};

static const struct event_kind *const events[] = {&siting_chosen_event};

const struct room siting_room = {
    .name = "siting",
    ROOM_COMMANDS(commands),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(siting),
    .schema = {"siting", 1, siting_ddl},
};
