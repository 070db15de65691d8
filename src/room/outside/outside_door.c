#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "room/outside/outside.h"

static const struct pack_record *system_of(const struct city *city, struct text id)
{
    return pack_find(city_pack(city), PACK_OUTSIDE_SYSTEMS, id, CIVIL_DATE_NONE);
}

static bool may_open(const struct command_run *run, const struct outside_case *about,
                     const struct outside_open *fields, struct fault *fault)
{
    if (!about->is_open) {
        return fault_raise(fault, FAULT_OUTSIDE_LATE, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (about->live != 0) {
        return fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                           FAULT_ARGS(TEXT("本办件已登记系统外办理"),
                                      TEXT("a step in another system is there already")));
    }
    if (system_of(run->city, fields->system) == NULL) {
        return fault_raise(
            fault, FAULT_FIELD_INVALID, TEXT("system"),
            FAULT_ARGS(TEXT("数据包里没有这个系统"), TEXT("the pack has no such system")));
    }
    return true;
}

static bool perform_open(struct command_run *run, const void *given, struct fault *fault)
{
    const struct outside_open *fields = given;
    struct sight sight = run_sight(run);
    struct outside_case about;
    civil_date on = CIVIL_DATE_NONE;
    if (!outside_case_find(&sight, run->id, &about, fault) ||
        !outside_is_ones_own(about.org, run->actor, fault) ||
        !may_open(run, &about, fields, fault) ||
        !run_day(run, fields->verified_on, "verified_on", &on, fault)) {
        return false;
    }
    struct outside_opened body = {about.id,       about.code,     about.name,     about.org,
                                  fields->system, fields->number, fields->status, fields->note};
    run->answer = (struct answer){.id = run_next_seq(run), .version = 1};
    struct event_about event = {0, about.project, on};
    return run_emit(run, &outside_opened_event, event, &body, fault);
}

static bool perform_verify(struct command_run *run, const void *given, struct fault *fault)
{
    const struct outside_verify *fields = given;
    struct sight sight = run_sight(run);
    struct outside_step step;
    civil_date on = CIVIL_DATE_NONE;
    if (!outside_find(&sight, run->id, &step, fault) ||
        !outside_is_ones_own(step.org, run->actor, fault) ||
        !run_version_is(run, step.version, fault) ||
        !outside_decide_verify(&step, fields, run->today, fault) ||
        !outside_result_counts(city_pack(run->city), &step, fields->status, run->today, fault) ||
        !run_day(run, fields->verified_on, "verified_on", &on, fault)) {
        return false;
    }
    struct outside_verified body = {step.application, fields->status, fields->note,
                                    fields->document, step.system,    step.number};
    struct event_about about = {step.id, step.project, on};
    run->answer = (struct answer){.id = step.id, .version = step.version + 1};
    return run_emit(run, &outside_verified_event, about, &body, fault);
}

/* -- views -- */

static struct text system_name(const struct view_run *run, struct text id)
{
    const struct pack_record *system = system_of(run->city, id);
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    return system == NULL ? id : is_zh ? system->name : system->name_en;
}

/* A person's name is for colleagues; the enterprise reads the part he has. */
static struct text verifier(const struct view_run *run, const struct outside_step *step)
{
    bool is_staff = run->actor->role != ROLE_ENTERPRISE && step->verified_name.len > 0;
    struct text role = text_of(role_name(actor_label_role(step->verified_by)));
    return is_staff ? step->verified_name : city_role_name(run->city, role, run->actor->language);
}

static void write_row(struct json_writer *json, const struct view_run *run,
                      const struct outside_step *step)
{
    const struct pack_record *system = system_of(run->city, step->system);
    int64_t days = system == NULL ? 0 : jvalue_int(jvalue_get(system->raw, "stale_days"), 0);
    civil_date stale = outside_stale_on(step, city_calendar(run->city), days);
    bool is_open = step->ended_on == CIVIL_DATE_NONE;
    json_object(json);
    json_member_int(json, "id", step->id);
    json_member_int(json, "version", step->version);
    json_name(json, "project");
    json_object(json);
    json_member_int(json, "id", step->project);
    json_member_text(json, "number", step->project_number);
    json_member_text(json, "name", step->project_name);
    json_end(json);
    json_member_int(json, "application_id", step->application);
    json_member_text(json, "application_number", step->application_number);
    json_member_text(json, "item", step->code);
    json_member_text(json, "item_name", step->item_name);
    json_member_text(json, "system", step->system);
    json_member_text(json, "system_name", system_name(run, step->system));
    json_member_text(json, "number", step->number);
    json_member_text(json, "status", step->status);
    json_member_text_or_null(json, "note", step->note);
    json_member_text_or_null(json, "document", step->document);
    json_member_date(json, "opened_on", step->opened_on);
    json_member_date(json, "verified_on", step->verified_on);
    json_member_text(json, "verified_by", verifier(run, step));
    json_member_date(json, "ended_on", step->ended_on);
    json_name(json, "limit_days"); /* nobody has promised one */
    json_null(json);
    json_member_bool(json, "stale", is_open && stale != CIVIL_DATE_NONE && run->today >= stale);
    json_member_date(json, "stale_on", stale);
    json_member_bool(
        json, "takes_result",
        is_open && (!step->is_case_open ||
                    outside_result_rule(city_pack(run->city), step->code, run->today) != NULL));
    json_member_bool(json, "may_verify", is_open && access_role_may(ROLES_WORK, run->actor->role));
    json_end(json);
}

static void write_systems(struct json_writer *json, const struct view_run *run)
{
    const struct pack_records *all = &city_pack(run->city)->lists[PACK_OUTSIDE_SYSTEMS];
    json_name(json, "systems");
    json_array(json);
    for (uint32_t i = 0; i < all->count; i++) {
        json_object(json);
        json_member_text(json, "id", all->items[i].id);
        json_member_text(json, "name", system_name(run, all->items[i].id));
        json_end(json);
    }
    json_end(json);
}

static bool write_list(struct json_writer *json, const struct view_run *run,
                       const struct outside_filter *filter, struct fault *fault)
{
    struct sight sight = view_sight(run);
    struct outside_steps list;
    if (!outside_select(&sight, filter, &list, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < list.count; i++) {
        write_row(json, run, &list.items[i]);
    }
    json_end(json);
    write_systems(json, run);
    json_end(json);
    return true;
}

static bool answer_of_application(const struct view_run *run, struct json_writer *json,
                                  struct fault *fault)
{
    struct sight sight = view_sight(run);
    struct outside_case about;
    struct outside_filter filter = {.application = run->id};
    return outside_case_find(&sight, run->id, &about, fault) &&
           write_list(json, run, &filter, fault);
}

struct list_query {
    int64_t project;
    bool open;
};
static const struct field query_fields[] = {
    FIELD(list_query, project, ID, .zh = "项目", .en = "project"),
    FIELD(list_query, open, BOOL, .zh = "未办结的", .en = "that have not ended"),
};
static const struct field_table query_table = FIELD_TABLE(list_query, query_fields);

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct list_query *query = run->query;
    struct outside_filter filter = {query->project, 0, query->open};
    return write_list(json, run, &filter, fault);
}

static const struct command_kind commands[] = {
    {"outside.open", "POST", "/applications/{id}/outside", &outside_open_table, ROLES_WORK, 0,
     "登记系统外办理", "Note a step in another system", perform_open},
    {"outside.verify", "POST", "/outside-steps/{id}/verify", &outside_verify_table, ROLES_WORK, 0,
     "核实系统外状态", "Note its state there", perform_verify},
};

static const struct view_kind views[] = {
    {"outside.of_application", "/applications/{id}/outside", NULL, ROLES_BUSINESS, 0,
     "办件的系统外办理", "Steps of an application in other systems", answer_of_application},
    {"outside.list", "/outside-steps", &query_table, ROLES_BUSINESS, 0, "系统外事项",
     "Steps in other systems", answer_list},
};

static const struct event_kind *const events[] = {&outside_opened_event, &outside_verified_event};

const struct room outside_room = {
    .name = "outside",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(outside),
    .schema = {"outside", 1, outside_ddl},
};
