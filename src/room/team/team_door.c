#include "app/city.h"
#include "base/arena.h"
#include "ground/account/account.h"
#include "pack/pack.h"
#include "room/team/team.h"

/* Somebody of the government's side, whose account is live. */
static bool is_staff(struct command_run *run, int64_t account, bool *out, struct fault *fault)
{
    struct post_list *posts = arena_new(run->arena, struct post_list);
    *out = false;
    if (!account_live_posts(run->arena, run->store, account, posts, fault)) {
        return false;
    }
    for (size_t i = 0; i < posts->count; i++) {
        *out |= ((ROLES_WORK | ROLES_WATCHERS) & ROLE_BIT(posts->items[i].role)) != 0;
    }
    return true;
}

static bool perform_join(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct team_join *command = fields;
    struct project project;
    struct team team;
    civil_date on = CIVIL_DATE_NONE;
    bool is_known = false;
    if (!project_of_run(run, 0, &project, fault) ||
        !run_day(run, command->from, "from", &on, fault) ||
        !team_of_project(run->arena, run->store, project.id, &team, fault) ||
        !team_decide_join(&team, command, fault) ||
        !is_staff(run, command->account_id, &is_known, fault)) {
        return false;
    }
    if (!is_known) {
        return fault_refuse_field(fault, "account_id", "此账号没有政府方职务",
                                  "this account has no post there");
    }
    if (pack_find(city_pack(run->city), PACK_TEAM_ROLES, command->role, on) == NULL) {
        return fault_refuse_field(fault, "role", "数据包里没有这个角色",
                                  "the pack has no such role");
    }
    int64_t id = run_next_seq(run);
    struct team_joined body = {command->account_id, command->role};
    struct event_about about = {id, project.id, on};
    run->answer = (struct answer){.id = id, .version = 1};
    return run_emit(run, &team_joined_event, about, &body, fault);
}

static bool perform_leave(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct team_leave *command = fields;
    struct team_member member;
    struct project project;
    civil_date on = CIVIL_DATE_NONE;
    if (!team_find(run->arena, run->store, run->id, &member, fault)) {
        return false;
    }
    if (member.id == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    struct event_about about = {member.id, member.project, on};
    if (!project_of_run(run, member.project, &project, fault) ||
        !run_version_is(run, member.version, fault) ||
        !run_day(run, command->on, "on", &about.happened_on, fault) ||
        !team_decide_leave(&member, about.happened_on, fault)) {
        return false;
    }
    run->answer = (struct answer){.id = member.id, .version = member.version + 1};
    return run_emit(run, &team_left_event, about, command, fault);
}

static const struct command_kind commands[] = {
    {"team.join", "POST", "/projects/{id}/team", &team_join_table, ROLES_SERVICE, 0, "加入项目团队",
     "put somebody on a project's team", perform_join},
    {"team.leave", "POST", "/team-members/{id}/leave", &team_leave_table, ROLES_SERVICE, 0,
     "退出项目团队", "somebody leaves the team", perform_leave},
};

static bool write_member(struct json_writer *json, const struct view_run *run,
                         const struct team_member *member, struct fault *fault)
{
    const struct pack_record *role =
        pack_find(city_pack(run->city), PACK_TEAM_ROLES, member->role, CIVIL_DATE_NONE);
    struct text name = TEXT_NONE;
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    if (!account_name(run->arena, run->store, member->account, &name, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "id", member->id);
    json_member_int(json, "version", member->version);
    json_member_int(json, "account_id", member->account);
    json_member_text(json, "name", name);
    json_member_text(json, "role", member->role);
    json_member_text(json, "role_name",
                     role == NULL ? member->role
                     : is_zh      ? role->name
                                  : role->name_en);
    json_member_date(json, "from", member->from);
    json_member_date(json, "to", member->to);
    json_member_text_or_null(json, "reason", member->reason);
    json_end(json);
    return true;
}

static bool answer_team(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct project project;
    struct team team;
    if (!project_of_view(run, 0, &project, fault) ||
        !team_of_project(run->arena, run->store, project.id, &team, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < team.count; i++) {
        if (!write_member(json, run, &team.items[i], fault)) {
            return false;
        }
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"team.list", "/projects/{id}/team", NULL, ROLES_BUSINESS, VIEW_AS_OF, "项目团队，含以往成员",
     "the project's team, past members too", answer_team},
};

static const struct event_kind *const events[] = {&team_joined_event, &team_left_event};

const struct room team_room = {
    .name = "team",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(team),
    .schema = {"team", 1, team_ddl},
};
