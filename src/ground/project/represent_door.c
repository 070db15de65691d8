#include "app/city.h"
#include "base/arena.h"
#include "ground/project/represent.h"

static bool paper_is_ours(struct command_run *run, int64_t project, int64_t file,
                          struct fault *fault)
{
    bool is_of = true;
    if (file != 0 && !represent_file_is_of(run->store, project, file, &is_of, fault)) {
        return false;
    }
    if (!is_of) {
        fault_raise(fault, FAULT_FIELD_INVALID, TEXT("file_id"),
                    FAULT_ARGS(TEXT("不是本项目的文件"), TEXT("no file of the project")));
        fault_label(fault, "签署的授权书", "the signed paper");
    }
    return is_of;
}

static bool perform_agree(struct command_run *run, const void *given, struct fault *fault)
{
    const struct represent_agree *command = given;
    struct project project;
    if (!project_of_run(run, 0, &project, fault) ||
        !project_desk_is_ones(run, command->desk, run->today, fault) ||
        !represent_may_agree(command, run->actor->role, run->today, fault) ||
        !paper_is_ours(run, project.id, command->file_id, fault) ||
        !project_come_to_desk(run, project.id, command->desk, fault)) {
        return false;
    }
    struct represent_agreed body = {
        .org = text_copy(run->arena, project_desk_unit(run->city, command->desk, run->today)),
        .until = command->until,
        .file = command->file_id};
    struct event_about about = {0, project.id, run->today};
    run->answer.id = run_next_seq(run);
    return run_emit(run, &represent_agreed_event, about, &body, fault);
}

static bool perform_end(struct command_run *run, const void *given, struct fault *fault)
{
    const struct represent_end *command = given;
    struct sight sight = run_sight(run);
    struct representation one;
    if (!represent_find(&sight, run->id, &one, fault)) {
        return false;
    }
    if (one.ended_on != CIVIL_DATE_NONE) {
        return fault_raise(
            fault, FAULT_ALREADY_DONE, TEXT_NONE,
            FAULT_ARGS(TEXT("这项授权已终止"), TEXT("this agreement has been ended")));
    }
    struct represent_ended body = {command->reason};
    struct event_about about = {one.id, one.project, run->today};
    run->answer.id = one.id;
    return run_emit(run, &represent_ended_event, about, &body, fault);
}

#define ROLES_AGREE (ROLE_BIT(ROLE_ENTERPRISE) | ROLE_BIT(ROLE_WINDOW))

static const struct command_kind commands[] = {
    {"represent.agree", "POST", "/projects/{id}/representations", &represent_agree_table,
     ROLES_AGREE, 0, "企业同意大厅窗口代为填报和提交",
     "The enterprise agrees that a hall fills in and submits for it", perform_agree},
    {"represent.end", "POST", "/representations/{id}/end", &represent_end_table,
     ROLE_BIT(ROLE_ENTERPRISE), 0, "企业终止代为提交", "The enterprise ends that agreement",
     perform_end},
};

/* -- what was agreed -- */

static void write_one(struct json_writer *json, const struct view_run *run,
                      const struct representation *one)
{
    enum language language = run->actor->language;
    enum role by = actor_label_role(one->by);
    json_object(json);
    json_member_int(json, "id", one->id);
    json_member_text(json, "org", one->org);
    json_member_text(json, "org_name", city_org_name(run->city, one->org, language));
    json_member_date(json, "agreed_on", one->agreed_on);
    json_member_date(json, "until", one->until);
    json_member_date(json, "ended_on", one->ended_on);
    json_member_bool(json, "holds", represent_holds(one, run->today));
    json_member_text(json, "recorded_by",
                     city_role_name(run->city, text_of(role_name(by)), language));
    json_member_int_if(json, "file_id", one->file != 0, one->file);
    json_end(json);
}

/* A window is told of its own hall's alone. */
static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct project project;
    struct representations all;
    if (!project_of_view(run, 0, &project, fault) ||
        !represent_of_project(run->arena, run->store, project.id, &all, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < all.count; i++) {
        if (run->actor->role != ROLE_WINDOW || text_equal(all.items[i].org, run->actor->org)) {
            write_one(json, run, &all.items[i]);
        }
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"represent.list", "/projects/{id}/representations", NULL, ROLES_HALL, VIEW_AS_OF,
     "企业对大厅窗口的授权", "Which halls may submit for the enterprise", answer_list},
};

static const struct event_kind *const events[] = {&represent_agreed_event, &represent_ended_event};

const struct room represent_room = {
    .name = "represent",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(represent),
    .schema = {"represent", 1, represent_ddl},
};
