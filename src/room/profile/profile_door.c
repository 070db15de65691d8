#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "room/profile/profile.h"

static const struct pack_record *words_of(const struct city *city, struct text name)
{
    return pack_find(city_pack(city), PACK_PROFILE_FIELDS, name, CIVIL_DATE_NONE);
}

/* A refused fact is named as people know it. */
static bool name_fact(const struct city *city, struct fault *fault)
{
    const struct pack_record *record = words_of(city, text_of(fault->field));
    if (record != NULL) { /* texts of the pack end with a NUL and outlive the request */
        fault_label(fault, record->name.at, record->name_en.at);
    }
    return false;
}

/* From where a command, or a question, looks. */
static struct profile_desk desk_of(const struct command_run *run)
{
    return (struct profile_desk){run->arena, run->store, run->city};
}

static struct profile_desk desk_of_view(const struct view_run *run)
{
    return (struct profile_desk){run->arena, run->store, run->city};
}

static bool open_profile(struct command_run *run, struct project *project, struct profile *profile,
                         struct fault *fault)
{
    struct profile_desk desk = desk_of(run);
    if (!project_of_run(run, 0, project, fault) || !profile_load(&desk, project, profile, fault) ||
        !run_version_is(run, profile->version, fault)) {
        return false;
    }
    if (project->stage == STAGE_REFUSED || project->stage == STAGE_WITHDRAWN) {
        return project_refuse_stage(run, project, "补充企业画像", "stating facts of the enterprise",
                                    fault);
    }
    return true;
}

/* `given` against what is known; an event when something changes. */
static bool change(struct command_run *run, const struct profile *profile,
                   struct profile_changed *body, struct fault *fault)
{
    struct fact_change told;
    struct fact_saying saying = {city_pack(run->city)->spaces[PACK_SPACE_POLICIES],
                                 profile_object(run->arena, run->city, profile), body->facts};
    if (!fact_change_read(run->arena, &saying, &told, fault)) {
        return name_fact(run->city, fault);
    }
    body->facts = told.facts;
    struct event_about about = {run->id, run->id, run->today};
    run->answer =
        (struct answer){.id = run->id, .version = profile->version + (told.count > 0 ? 1 : 0)};
    return told.count == 0 || run_emit(run, &profile_changed_event, about, body, fault);
}

static bool perform_state(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct profile_state *command = fields;
    struct project project;
    struct profile profile;
    struct profile_changed body = {.facts = command->facts, .source = command->source};
    return open_profile(run, &project, &profile, fault) && change(run, &profile, &body, fault);
}

/* What was said there and is not said here: what one knows of an enterprise is not overwritten. */
static struct text news_of(struct command_run *run, const struct profile *here,
                           const struct profile *there)
{
    struct buffer out = buffer_open(run->arena, 1024);
    struct json_writer json = json_writer_open(&out);
    json_object(&json);
    for (size_t i = 0; i < there->count; i++) {
        const struct profile_fact *fact = &there->items[i];
        const struct profile_fact *own = profile_find(here, fact->name);
        if (fact->by.len > 0 && (own == NULL || own->by.len == 0)) {
            json_name_text(&json, fact->name);
            json_raw(&json, fact->value);
        }
    }
    json_end(&json);
    return buffer_text(&out);
}

static bool perform_take_over(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct profile_take_over *command = fields;
    struct project project;
    struct project from;
    struct profile profile;
    struct profile there;
    struct profile_desk desk = desk_of(run);
    if (!open_profile(run, &project, &profile, fault) ||
        !project_of_run(run, command->from, &from, fault) ||
        !profile_load(&desk, &from, &there, fault)) {
        return false;
    }
    if (from.id == project.id || text_is_empty(project.enterprise) ||
        !text_equal(from.enterprise, project.enterprise)) {
        return fault_raise(fault, FAULT_FIELD_INVALID, TEXT("from"),
                           FAULT_ARGS(TEXT("不是同一企业的另一个项目"),
                                      TEXT("no other project of the same enterprise")));
    }
    struct profile_changed body = {
        .facts = news_of(run, &profile, &there), .source = from.number, .from = from.id};
    return change(run, &profile, &body, fault);
}

static const struct command_kind commands[] = {
    {"profile.state", "POST", "/projects/{id}/profile", &profile_state_table, ROLES_PROFILE, 0,
     "补充、更正或撤回企业画像信息", "State, correct or take back facts of the enterprise",
     perform_state},
    {"profile.take_over", "POST", "/projects/{id}/profile/take-over", &profile_take_over_table,
     ROLES_PROFILE, 0, "承接同一企业另一项目中已填写的信息",
     "Take over facts said with another project of the enterprise", perform_take_over},
};

/* -- what is known -- */

void profile_write_said(struct json_writer *json, const struct view_run *run,
                        const struct profile_fact *fact)
{
    json_member_text(json, "source", fact->source);
    json_member_text_or_null(json, "by_role",
                             fact->by.len == 0
                                 ? TEXT_NONE
                                 : city_role_name(run->city,
                                                  text_of(role_name(actor_label_role(fact->by))),
                                                  run->actor->language));
    json_member_date(json, "on", fact->on);
}

static void write_options(struct json_writer *json, const struct view_run *run,
                          const struct pack_record *record)
{
    const struct jvalue *options = record == NULL ? NULL : jvalue_get(record->raw, "options");
    json_name(json, "options");
    if (options == NULL || options->kind != JVALUE_ARRAY) {
        json_null(json);
        return;
    }
    json_array(json);
    for (uint32_t i = 0; i < options->count; i++) {
        const struct jvalue *words = options->items[i].items;
        json_object(json);
        json_member_text(json, "value", jvalue_text(&words[0], TEXT_NONE));
        json_member_text(
            json, "name",
            jvalue_text(&words[run->actor->language == LANGUAGE_EN ? 2 : 1], TEXT_NONE));
        json_end(json);
    }
    json_end(json);
}

void profile_write_field(struct json_writer *json, const struct view_run *run, struct text name)
{
    const struct fact_space *space = city_pack(run->city)->spaces[PACK_SPACE_POLICIES];
    const struct pack_record *record = words_of(run->city, name);
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    uint32_t field = 0;
    bool is_known = fact_space_find(space, name, &field);
    json_member_text(json, "field", name);
    json_member_text(json, "name", record == NULL ? name : is_zh ? record->name : record->name_en);
    json_member_text_or_null(
        json, "unit",
        record == NULL
            ? TEXT_NONE
            : jvalue_text(jvalue_get(record->raw, is_zh ? "unit" : "unit_en"), TEXT_NONE));
    json_member_text(
        json, "type",
        text_of(fact_type_name(is_known ? fact_space_field(space, field)->type : FACT_TEXT)));
    write_options(json, run, record);
}

static void write_fact(struct json_writer *json, const struct view_run *run, struct text name,
                       const struct profile_fact *fact)
{
    json_object(json);
    profile_write_field(json, run, name);
    json_name(json, "value");
    if (fact == NULL) {
        json_null(json);
        json_member_text_or_null(json, "from", TEXT_NONE);
    } else {
        json_raw(json, fact->value);
        json_member_text(json, "from", fact->by.len > 0 ? TEXT("said") : TEXT("project"));
        profile_write_said(json, run, fact);
    }
    json_end(json);
}

static bool write_others(struct json_writer *json, const struct view_run *run,
                         const struct project *project, struct fault *fault)
{
    struct sight sight = view_sight(run);
    struct profile_others others;
    if (!profile_others_of(&sight, project, &others, fault)) {
        return false;
    }
    json_name(json, "others");
    json_array(json);
    for (size_t i = 0; i < others.count; i++) {
        json_object(json);
        json_member_int(json, "id", others.items[i].id);
        json_member_text(json, "number", others.items[i].number);
        json_member_text(json, "name", others.items[i].name);
        json_end(json);
    }
    json_end(json);
    return true;
}

static bool answer_profile(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    const struct fact_space *space = city_pack(run->city)->spaces[PACK_SPACE_POLICIES];
    struct project project;
    struct profile profile;
    struct profile_desk desk = desk_of_view(run);
    if (!project_of_view(run, 0, &project, fault) ||
        !profile_load(&desk, &project, &profile, fault)) {
        return false;
    }
    json_object(json);
    json_member_text(json, "enterprise", project.enterprise);
    json_member_int(json, "version", profile.version);
    json_name(json, "facts");
    json_array(json);
    for (uint32_t i = 0; i < fact_space_count(space); i++) {
        struct text name = fact_space_field(space, i)->name;
        write_fact(json, run, name, profile_find(&profile, name));
    }
    json_end(json);
    bool written = write_others(json, run, &project, fault);
    json_end(json);
    return written;
}

static bool answer_fact(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct project project;
    struct profile said;
    struct profile_desk desk = desk_of_view(run);
    if (!project_of_view(run, 0, &project, fault) ||
        !profile_history(&desk, project.id, run->parameters[1], &said, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < said.count; i++) {
        json_object(json);
        json_name(json, "value");
        json_raw(json, said.items[i].value);
        profile_write_said(json, run, &said.items[i]);
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"profile.facts", "/projects/{id}/profile", NULL, ROLES_PROFILE, 0,
     "企业画像：政策所用的企业信息、来源和时间",
     "What is known of the enterprise in the fields of policies", answer_profile},
    {"profile.fact", "/projects/{id}/profile/{name}", NULL, ROLES_PROFILE, 0,
     "企业画像中一项信息的历次填写", "What was said of one fact of the enterprise", answer_fact},
};

static const struct event_kind *const events[] = {&profile_changed_event};

const struct room profile_room = {
    .name = "profile",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(profile),
    .schema = {"profile", 1, profile_ddl},
};
