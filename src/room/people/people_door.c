#include "app/city.h"
#include "base/arena.h"
#include "ground/person/person.h"
#include "pack/pack.h"
#include "room/people/people.h"

#define ROLES_KEEP (ROLES_SERVICE | ROLE_BIT(ROLE_PROMOTION_OFFICER) | ROLE_BIT(ROLE_ENTERPRISE))

static struct person_place place_of(int64_t id)
{
    return (struct person_place){"people", id};
}

static bool perform_join(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct people_join *command = fields;
    struct project project;
    if (!project_of_run(run, 0, &project, fault)) {
        return false;
    }
    if (pack_find(city_pack(run->city), PACK_CONTACT_ROLES, command->role, run->today) == NULL) {
        return fault_raise(
            fault, FAULT_FIELD_INVALID, TEXT("role"),
            FAULT_ARGS(TEXT("数据包里没有这个角色"), TEXT("the pack has no such role")));
    }
    int64_t id = run_next_seq(run);
    struct people_joined body = {command->role};
    struct event_about about = {id, project.id, run->today};
    run->answer = (struct answer){.id = id, .version = 1};
    return run_emit(run, &people_joined_event, about, &body, fault) &&
           person_keep(run, place_of(id), command->words, fault);
}

static bool perform_leave(struct command_run *run, const void *fields, struct fault *fault)
{
    struct people_member member;
    struct project project;
    if (!people_find(run->arena, run->store, run->id, &member, fault)) {
        return false;
    }
    if (member.id == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!project_of_run(run, member.project, &project, fault) ||
        !run_version_is(run, member.version, fault)) {
        return false;
    }
    if (member.to != CIVIL_DATE_NONE) {
        return fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                           FAULT_ARGS(TEXT("此联系人已退出"), TEXT("this person has left")));
    }
    struct event_about about = {member.id, member.project, run->today};
    run->answer = (struct answer){.id = member.id, .version = member.version + 1};
    return run_emit(run, &people_left_event, about, fields, fault) &&
           person_forget(run, place_of(member.id), fault);
}

static const struct command_kind commands[] = {
    {"people.join", "POST", "/projects/{id}/people", &people_join_table, ROLES_KEEP, 0,
     "登记企业联系人及其角色", "note somebody of the enterprise, with his role", perform_join},
    {"people.leave", "POST", "/people/{id}/leave", &people_leave_table, ROLES_KEEP, 0,
     "企业联系人退出，姓名和电话即删除", "somebody leaves; his name is forgotten", perform_leave},
};

static bool write_member(struct json_writer *json, const struct view_run *run,
                         const struct people_member *member, struct fault *fault)
{
    const struct pack_record *role =
        pack_find(city_pack(run->city), PACK_CONTACT_ROLES, member->role, CIVIL_DATE_NONE);
    struct text words = TEXT_NONE;
    if (!person_read(run, place_of(member->id), &words, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "id", member->id);
    json_member_int(json, "version", member->version);
    json_member_text(json, "role", member->role);
    json_member_text(json, "role_name",
                     role == NULL                          ? member->role
                     : run->actor->language == LANGUAGE_EN ? role->name_en
                                                           : role->name);
    json_member_text_or_null(json, "words", words);
    json_member_date(json, "from", member->from);
    json_member_date(json, "to", member->to);
    json_end(json);
    return true;
}

static bool answer_people(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct project project;
    struct people people;
    if (!project_of_view(run, 0, &project, fault) ||
        !people_of(run->arena, run->store, project.id, &people, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < people.count; i++) {
        if (!write_member(json, run, &people.items[i], fault)) {
            return false;
        }
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"people.list", "/projects/{id}/people", NULL, ROLES_KEEP, 0, "企业联系人",
     "the enterprise's people on the project", answer_people},
};

static const struct event_kind *const events[] = {&people_joined_event, &people_left_event};

const struct room people_room = {
    .name = "people",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(people),
    .schema = {"people", 1, people_ddl},
};
