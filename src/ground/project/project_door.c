#include "app/city.h"
#include "base/arena.h"
#include "ground/project/lead.h"
#include "ground/project/lead_store.h"
#include "vault/vault.h"

/* -- registering a lead -- */

static bool keep_contact(struct command_run *run, int64_t project, struct text contact,
                         struct fault *fault)
{
    struct text sealed;
    struct text about = lead_contact_about(run->arena, project);
    return vault_seal(run->arena, run->vault, about, contact, &sealed, fault) &&
           lead_keep_contact(run->store, project, sealed, fault);
}

bool lead_take_in(struct command_run *run, const struct lead_register *lead, struct text origin,
                  struct fault *fault)
{
    int64_t serial = 0;
    int year = civil_date_parts(run->today).year;
    if (!lead_check(run->city, lead, fault) ||
        !project_next_serial(run->store, false, year, &serial, fault)) {
        return false;
    }
    int64_t id = run_next_seq(run);
    struct project_registered body = {
        .number = city_number(run->arena, run->city, "lead", year, serial),
        .year = year,
        .serial = serial,
        .name = lead->name,
        .enterprise = lead->enterprise,
        .industry_class = lead->industry_class.len > 0
                              ? lead->industry_class
                              : city_direction_class(run->city, lead->industry_direction),
        .direction = lead->industry_direction,
        .industry_code = lead->industry_code,
        .district = lead->district,
        .investment = lead->total_investment_wanyuan,
        .land_mu = lead->land_area_mu,
        .source = lead->source,
        .reference = lead->reference,
        .facts = lead->facts,
        .origin = origin,
    };
    struct event_about about = {id, id, run->today};
    return run_emit(run, &project_registered_event, about, &body, fault) &&
           (lead->contact.len == 0 || keep_contact(run, id, lead->contact, fault)) &&
           project_answer(run, id, fault);
}

static bool perform_register(struct command_run *run, const void *fields, struct fault *fault)
{
    return lead_take_in(run, fields, TEXT_NONE, fault);
}

/* -- screening facts that came later -- */

/* The old object with the members of the new one set over it; null takes a member away. */
static struct text merge(struct arena *arena, const struct jvalue *old, const struct jvalue *change)
{
    struct buffer buffer = buffer_open(arena, 256);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    for (uint32_t i = 0; old != NULL && old->kind == JVALUE_OBJECT && i < old->count; i++) {
        const char *name = old->members[i].name.at;
        if (jvalue_get(change, name) == NULL) {
            json_name_text(&json, old->members[i].name);
            json_value(&json, &old->members[i].value);
        }
    }
    for (uint32_t i = 0; i < change->count; i++) {
        if (!jvalue_is_null(&change->members[i].value)) {
            json_name_text(&json, change->members[i].name);
            json_value(&json, &change->members[i].value);
        }
    }
    json_end(&json);
    return buffer_text(&buffer);
}

static bool perform_lead_facts(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct lead_facts *command = fields;
    struct project project;
    const struct jvalue *old = NULL;
    const struct jvalue *change = NULL;
    if (!project_of_run(run, 0, &project, fault) || !run_version_is(run, project.version, fault) ||
        !json_read(run->arena, command->facts, &change, fault) ||
        !json_read(run->arena, project.lead_facts, &old, fault)) {
        return false;
    }
    if (change->kind != JVALUE_OBJECT) {
        return fault_raise(fault, FAULT_FIELD_TYPE, TEXT("facts"),
                           FAULT_ARGS(TEXT("对象"), TEXT("an object")));
    }
    if (!city_lead_facts_are_valid(run->arena, run->city, change, fault)) {
        return false;
    }
    struct project_lead_facts body = {merge(run->arena, old, change)};
    struct event_about about = {project.id, project.id, run->today};
    return run_emit(run, &project_lead_facts_event, about, &body, fault) &&
           project_answer(run, project.id, fault);
}

#define REGISTRARS                                                                                 \
    (ROLE_BIT(ROLE_PROMOTION_OFFICER) | ROLE_BIT(ROLE_NAVIGATOR) | ROLES_COORDINATORS)

static const struct command_kind commands[] = {
    {"project.register", "POST", "/leads", &lead_register_table, REGISTRARS, 0, "登记招商线索",
     "register a lead", perform_register},
    {"project.lead_facts", "POST", "/projects/{id}/lead-facts", &lead_facts_command_table,
     ROLE_BIT(ROLE_PROMOTION_OFFICER), 0, "补充筛查信息", "complete the facts of a lead",
     perform_lead_facts},
};

/* -- likely duplicates -- */

struct duplicates_query {
    struct text name;
    struct text enterprise;
};
static const struct field duplicates_fields[] = {
    FIELD(duplicates_query, name, TEXT, .required = true, .zh = "项目名称", .en = "project name"),
    FIELD(duplicates_query, enterprise, TEXT, .zh = "企业", .en = "enterprise"),
};
static const struct field_table duplicates_table = FIELD_TABLE(duplicates_query, duplicates_fields);

/* Who registers must hear of any project of that name, also of one he may not open: only name,
 * enterprise, district and stage are told, which the public list of projects tells too. */
static bool answer_duplicates(const struct view_run *run, struct json_writer *json,
                              struct fault *fault)
{
    const struct duplicates_query *query = run->query;
    struct lead_likenesses found;
    if (!lead_likely_duplicates(run->arena, run->store,
                                &(struct lead_names){query->name, query->enterprise}, &found,
                                fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < found.count; i++) {
        const struct lead_likeness *like = &found.items[i];
        json_object(json);
        json_member_int(json, "id", like->id);
        json_member_text(json, "number", like->number);
        json_member_text(json, "name", like->name);
        json_member_text_or_null(json, "enterprise", like->enterprise);
        json_member_text(json, "district_name",
                         city_district_name(run->city, like->district, run->actor->language));
        json_member_text(
            json, "similarity",
            text_format(run->arena, "%d.%02d", like->percent / 100, like->percent % 100));
        json_member_date(json, "registered_on", like->registered_on);
        json_member_text(json, "stage_name", stage_name(like->stage, run->actor->language));
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"project.duplicates", "/leads/duplicates", &duplicates_table, REGISTRARS, 0, "可能重复的项目",
     "likely duplicates", answer_duplicates},
};

static const struct event_kind *const events[] = {
    &project_registered_event,   &project_moved_event,        &project_served_by_event,
    &project_party_joined_event, &project_came_to_desk_event, &project_lead_facts_event,
    &project_renamed_event,      &project_coordinated_event};

const struct room project_room = {
    .name = "project",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(project),
    .schema = {"project", 7, project_ddl},
};
