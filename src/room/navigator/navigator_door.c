#include "app/city.h"
#include "base/arena.h"
#include "ground/project/lead.h"
#include "pack/pack.h"
#include "room/navigator/navigator_profile.h"

/* -- appointing -- */

static bool perform_appoint(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct navigator_appoint *command = fields;
    struct project project;
    struct navigator_row person;
    if (!project_of_run(run, 0, &project, fault) || !run_version_is(run, project.version, fault) ||
        !project_coordinator_may(run, &project, fault) ||
        !navigator_may_be_appointed(run, &project, command, fault) ||
        !navigator_find(run->arena, run->store, command->account_id, &person, fault)) {
        return false;
    }
    if (person.account == 0) {
        return fault_raise(
            fault, FAULT_FIELD_INVALID, TEXT("account_id"),
            FAULT_ARGS(TEXT("此账号不是代办员"), TEXT("this account is no navigator")));
    }
    struct project_served_by body = {command->account_id, command->reason, project.navigator};
    struct event_about about = {project.id, project.id, run->today};
    return run_emit(run, &project_served_by_event, about, &body, fault) &&
           (project.stage != STAGE_ACCEPTED ||
            project_move(run, &project, STAGE_SERVED, TEXT_NONE, fault)) &&
           project_answer(run, project.id, fault);
}

/* -- profile and training -- */

/* A district's coordinator keeps the profiles of his own district; others do not exist for him. */
static bool load_person(struct command_run *run, struct navigator_row *out, struct fault *fault)
{
    if (!navigator_find(run->arena, run->store, run->id, out, fault)) {
        return false;
    }
    bool is_his = run->actor->role != ROLE_DISTRICT_COORDINATOR ||
                  text_equal(run->actor->district, out->district);
    return (out->account != 0 && is_his) ||
           fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}

static bool perform_profile(struct command_run *run, const void *fields, struct fault *fault)
{
    struct navigator_profile body = *(const struct navigator_profile *)fields;
    struct navigator_row person;
    if (!load_person(run, &person, fault) || !run_version_is(run, person.version, fault) ||
        !navigator_profile_is_known(run->city, &body, run->today, fault)) {
        return false;
    }
    body.account = person.account;
    struct event_about about = {person.account, 0, run->today};
    run->answer = (struct answer){.id = person.account, .version = person.version + 1};
    return run_emit(run, &navigator_profiled_event, about, &body, fault);
}

static bool perform_train(struct command_run *run, const void *fields, struct fault *fault)
{
    struct navigator_training body = *(const struct navigator_training *)fields;
    struct navigator_row person;
    if (!load_person(run, &person, fault) ||
        !navigator_decide_training(city_pack(run->city), &body, run->today, fault)) {
        return false;
    }
    body.account = person.account;
    struct event_about about = {person.account, 0, run->today};
    run->answer = (struct answer){.id = run_next_seq(run), .version = 1};
    return run_emit(run, &navigator_trained_event, about, &body, fault);
}

static const struct command_kind commands[] = {
    {"navigator.appoint", "POST", "/projects/{id}/navigator", &navigator_appoint_table,
     ROLES_COORDINATORS, 0, "指派代办员", "appoint the navigator of a project", perform_appoint},
    {"navigator.profile", "PUT", "/navigators/{id}/profile", &navigator_profile_table,
     ROLES_COORDINATORS, 0, "登记代办员的技能、语言、服务区县和在办上限",
     "note what a navigator can do", perform_profile},
    {"navigator.train", "POST", "/navigators/{id}/training", &navigator_training_table,
     ROLES_COORDINATORS, 0, "登记代办员的培训、到课和考试", "note a step of a navigator's training",
     perform_train},
};

/* -- the list, with load and training -- */

struct navigator_query {
    struct text district;
};
static const struct field query_fields[] = {
    FIELD(navigator_query, district, TEXT, .max = 6, .zh = "区县", .en = "district"),
};
static const struct field_table query_table = FIELD_TABLE(navigator_query, query_fields);

static struct text name_of(const struct view_run *run, enum pack_list list, struct text id)
{
    const struct pack_record *record = pack_find(city_pack(run->city), list, id, CIVIL_DATE_NONE);
    return record == NULL                        ? id
           : run->actor->language == LANGUAGE_EN ? record->name_en
                                                 : record->name;
}

static void write_named(struct json_writer *json, const struct view_run *run, enum pack_list list,
                        struct text_list ids)
{
    json_array(json);
    for (size_t i = 0; i < ids.count; i++) {
        json_object(json);
        json_member_text(json, "id", ids.items[i]);
        json_member_text(json, "name",
                         list == PACK_DISTRICTS
                             ? city_district_name(run->city, ids.items[i], run->actor->language)
                             : name_of(run, list, ids.items[i]));
        json_end(json);
    }
    json_end(json);
}

static void write_training(struct json_writer *json, const struct view_run *run,
                           const struct navigator_trainings *steps, int64_t account)
{
    const struct pack_records *courses = &city_pack(run->city)->lists[PACK_COURSES];
    json_array(json);
    for (uint32_t i = 0; i < courses->count; i++) {
        const struct pack_record *course = &courses->items[i];
        if (!pack_in_force(course, run->today)) {
            continue;
        }
        struct navigator_standing now = navigator_stands(steps, account, course, run->today);
        json_object(json);
        json_member_text(json, "course", course->id);
        json_member_text(json, "name", name_of(run, PACK_COURSES, course->id));
        json_member_bool(json, "required", jvalue_bool(jvalue_get(course->raw, "required"), false));
        json_member_text_or_null(json, "state", text_of(now.state));
        json_member_date(json, "on", now.on);
        json_member_date(json, "valid_until", now.valid_until);
        json_end(json);
    }
    json_end(json);
}

static void write_person(struct json_writer *json, const struct view_run *run,
                         const struct navigator_row *row)
{
    enum language language = run->actor->language;
    json_member_int(json, "id", row->account);
    json_member_int(json, "version", row->version);
    json_member_text(json, "name", row->name);
    json_member_text_or_null(json, "org_name", city_org_name(run->city, row->org, language));
    json_member_text_or_null(json, "district_name",
                             city_district_name(run->city, row->district, language));
    json_member_int(json, "active_projects", row->projects);
    json_member_int_if(json, "full_load", row->full_load > 0, row->full_load);
    json_name(json, "skills");
    write_named(json, run, PACK_SKILLS, row->skills);
    json_name(json, "languages");
    write_named(json, run, PACK_LANGUAGES, row->languages);
    json_name(json, "districts");
    write_named(json, run, PACK_DISTRICTS, row->districts);
    json_member_text_or_null(json, "note", row->note);
}

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct navigator_query *query = run->query;
    struct navigator_rows rows;
    struct navigator_trainings steps;
    if (!navigator_list(run->arena, run->store, query->district, &rows, fault) ||
        !navigator_trainings_of(run->arena, run->store, 0, &steps, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < rows.count; i++) {
        json_object(json);
        write_person(json, run, &rows.items[i]);
        json_name(json, "training");
        write_training(json, run, &steps, rows.items[i].account);
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return true;
}

/* -- who is suggested -- */

static void write_needs(struct json_writer *json, const struct view_run *run,
                        const struct navigator_needs *needs)
{
    json_name(json, "needs");
    json_array(json);
    for (size_t i = 0; i < needs->count; i++) {
        static const char *const answers[] = {"no", "yes", "unknown"};
        const struct navigator_need *need = &needs->items[i];
        bool is_zh = run->actor->language == LANGUAGE_ZH;
        json_object(json);
        json_member_text(json, "id", need->record->id);
        json_member_text(json, "name", is_zh ? need->record->name : need->record->name_en);
        json_member_text(json, "answer", text_of(answers[need->answer]));
        json_end(json);
    }
    json_end(json);
}

static void write_points(struct json_writer *json, const struct view_run *run, const char *name,
                         int64_t hundredths)
{
    json_member_text(json, name,
                     text_format(run->arena, "%lld.%02lld", (long long)(hundredths / 100),
                                 (long long)(hundredths % 100)));
}

static void write_reason(struct json_writer *json, const struct view_run *run,
                         const struct navigator_reason *reason)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    const struct jvalue *rule = jvalue_get(reason->weight->raw, is_zh ? "rule_zh" : "rule_en");
    json_object(json);
    json_member_text(json, "id", reason->weight->id);
    json_member_text(json, "name", is_zh ? reason->weight->name : reason->weight->name_en);
    write_points(json, run, "points", reason->points);
    write_points(json, run, "most", reason->most);
    json_member_int(json, "have", reason->have);
    json_member_int(json, "need", reason->need);
    json_member_text(json, "rule", jvalue_text(rule, TEXT_NONE));
    json_end(json);
}

static void write_candidate(struct json_writer *json, const struct view_run *run,
                            const struct project *project,
                            const struct navigator_candidate *candidate)
{
    json_object(json);
    write_person(json, run, candidate->row);
    json_member_bool(json, "is_navigator", candidate->row->account == project->navigator);
    write_points(json, run, "points", candidate->points);
    json_name(json, "reasons");
    json_array(json);
    for (size_t i = 0; i < candidate->reason_count; i++) {
        write_reason(json, run, &candidate->reasons[i]);
    }
    json_end(json);
    json_end(json);
}

static bool answer_suggest(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    const struct pack *pack = city_pack(run->city);
    struct facts *facts = facts_new(run->arena, pack->spaces[PACK_SPACE_LEADS]);
    struct project project;
    struct navigator_rows rows;
    struct navigator_trainings steps;
    struct navigator_needs needs;
    if (!project_of_view(run, 0, &project, fault) ||
        !lead_read_facts(run->arena, &project, facts, fault) ||
        !navigator_list(run->arena, run->store, TEXT_NONE, &rows, fault) ||
        !navigator_trainings_of(run->arena, run->store, 0, &steps, fault)) {
        return false;
    }
    navigator_needs_of(run->arena, pack, facts, run->today, &needs);
    struct navigator_asked asked = {
        pack, city_code(run->city), project.district, run->today, &needs, &steps};
    struct navigator_candidate *found =
        arena_array(run->arena, struct navigator_candidate, rows.count + 1);
    navigator_suggest(&asked, &rows, found);
    json_object(json);
    write_needs(json, run, &needs);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < rows.count; i++) {
        write_candidate(json, run, &project, &found[i]);
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"navigator.list", "/navigators", &query_table, ROLES_COORDINATORS, 0,
     "代办员：在办项目数、技能和培训", "navigators: load, skills and training", answer_list},
    {"navigator.suggest", "/projects/{id}/navigator-suggestions", NULL, ROLES_COORDINATORS, 0,
     "建议的代办员及理由", "who is suggested as navigator, and why", answer_suggest},
};

static const struct event_kind *const events[] = {&navigator_profiled_event,
                                                  &navigator_trained_event};

const struct room navigator_room = {
    .name = "navigator",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(navigator),
    .schema = {"navigator", 2, navigator_ddl},
};
