#include "app/city.h"
#include "base/arena.h"
#include "ground/account/account.h"
#include "ground/person/person.h"
#include "room/enquiry/enquiry.h"

#define ROLES_DESK (ROLES_SERVICE | ROLE_BIT(ROLE_PROMOTION_OFFICER))

static struct person_place place_of(int64_t id)
{
    return (struct person_place){"enquiry", id};
}

static bool load(struct command_run *run, struct enquiry *out, struct fault *fault)
{
    struct enquiry_wanted wanted = {enquiry_reach(run->actor, city_code(run->city)), run->id};
    if (!enquiry_find(run->arena, run->store, &wanted, out, fault) ||
        !run_version_is(run, out->version, fault)) {
        return false;
    }
    run->answer = (struct answer){.id = out->id, .version = out->version + 1};
    return true;
}

/* Who notes it answers it, until somebody else takes it. */
static bool perform_open(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct enquiry_open *command = fields;
    if (command->district.len > 0 && !city_has_district(run->city, command->district)) {
        return fault_raise(
            fault, FAULT_FIELD_INVALID, TEXT("district"),
            FAULT_ARGS(TEXT("数据包里没有这个区县"), TEXT("the pack has no such district")));
    }
    struct enquiry_opened body = {.subject = command->subject,
                                  .question = command->question,
                                  .enterprise = command->enterprise,
                                  .district = command->district,
                                  .channel = command->channel,
                                  .owner = run->actor->account};
    int64_t id = run_next_seq(run);
    struct event_about about = {id, 0, run->today};
    run->answer = (struct answer){.id = id, .version = 1};
    return run_emit(run, &enquiry_opened_event, about, &body, fault) &&
           (command->contact.len == 0 || person_keep(run, place_of(id), command->contact, fault));
}

static bool perform_take(struct command_run *run, const void *fields, struct fault *fault)
{
    struct enquiry enquiry;
    (void)fields;
    if (!load(run, &enquiry, fault) || !enquiry_decide_answer(&enquiry, fault)) {
        return false;
    }
    if (enquiry.owner == run->actor->account) {
        return fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                           FAULT_ARGS(TEXT("已由您答复"), TEXT("it is yours already")));
    }
    struct enquiry_taken body = {run->actor->account};
    struct event_about about = {enquiry.id, 0, run->today};
    return run_emit(run, &enquiry_taken_event, about, &body, fault);
}

static bool perform_answer(struct command_run *run, const void *fields, struct fault *fault)
{
    struct enquiry enquiry;
    if (!load(run, &enquiry, fault) || !enquiry_decide_answer(&enquiry, fault)) {
        return false;
    }
    if (enquiry.owner != run->actor->account) {
        return fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                           FAULT_ARGS(TEXT("由接办人答复，可先接办"),
                                      TEXT("whoever has it answers; take it first")));
    }
    struct event_about about = {enquiry.id, 0, run->today};
    return run_emit(run, &enquiry_answered_event, about, fields, fault);
}

static bool perform_link(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct enquiry_link *command = fields;
    struct enquiry enquiry;
    struct project project;
    if (!load(run, &enquiry, fault) || !project_of_run(run, command->project_id, &project, fault) ||
        !enquiry_decide_link(&enquiry, project.id, fault)) {
        return false;
    }
    struct enquiry_linked body = {project.id};
    struct event_about about = {enquiry.id, project.id, run->today};
    return run_emit(run, &enquiry_linked_event, about, &body, fault);
}

static const struct command_kind commands[] = {
    {"enquiry.open", "POST", "/enquiries", &enquiry_open_table, ROLES_DESK, 0, "登记咨询",
     "note a question that is no project yet", perform_open},
    {"enquiry.take", "POST", "/enquiries/{id}/take", NULL, ROLES_DESK, 0, "接办咨询",
     "take an enquiry over", perform_take},
    {"enquiry.answer", "POST", "/enquiries/{id}/answer", &enquiry_answer_table, ROLES_DESK, 0,
     "答复咨询", "answer an enquiry", perform_answer},
    {"enquiry.link", "POST", "/enquiries/{id}/link", &enquiry_link_table, ROLES_DESK, 0,
     "关联到项目", "link an enquiry to the project that came of it", perform_link},
};

/* -- reading -- */

struct list_query {
    bool open;
    int64_t project, before;
};
static const struct field list_fields[] = {
    FIELD(list_query, open, BOOL, .zh = "只看未答复", .en = "open ones alone"),
    FIELD(list_query, project, ID, .zh = "项目", .en = "project"),
    FIELD(list_query, before, ID, .zh = "早于", .en = "before"),
};
static const struct field_table list_table = FIELD_TABLE(list_query, list_fields);

static bool write_one(struct json_writer *json, const struct view_run *run,
                      const struct enquiry *enquiry, struct fault *fault)
{
    struct text owner = TEXT_NONE;
    struct text contact = TEXT_NONE;
    bool is_open = enquiry->answered_on == CIVIL_DATE_NONE;
    if (!account_name(run->arena, run->store, enquiry->owner, &owner, fault) ||
        !person_read(run, place_of(enquiry->id), &contact, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "id", enquiry->id);
    json_member_int(json, "version", enquiry->version);
    json_member_text(json, "state", is_open ? TEXT("open") : TEXT("answered"));
    json_member_text(json, "subject", enquiry->subject);
    json_member_text(json, "question", enquiry->question);
    json_member_text_or_null(json, "enterprise", enquiry->enterprise);
    json_member_text_or_null(
        json, "district_name",
        enquiry->district.len > 0
            ? city_district_name(run->city, enquiry->district, run->actor->language)
            : TEXT_NONE);
    json_member_text_or_null(json, "channel", enquiry->channel);
    json_member_text_or_null(json, "contact", contact);
    json_member_text(json, "owner_name", owner);
    json_member_bool(json, "is_mine", enquiry->owner == run->actor->account);
    json_member_date(json, "opened_on", enquiry->opened_on);
    json_member_int(json, "waiting_days",
                    is_open ? city_working_days(run->city, enquiry->opened_on, run->today) : 0);
    json_member_text_or_null(json, "answer", enquiry->answer);
    json_member_date(json, "answered_on", enquiry->answered_on);
    json_member_int_if(json, "project_id", enquiry->project != 0, enquiry->project);
    json_end(json);
    return true;
}

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct list_query *query = run->query;
    struct enquiries list;
    struct enquiry_question question = {enquiry_reach(run->actor, city_code(run->city)),
                                        query->open, query->project, query->before};
    if (!enquiry_list(run->arena, run->store, &question, &list, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < list.count; i++) {
        if (!write_one(json, run, &list.items[i], fault)) {
            return false;
        }
    }
    json_end(json);
    bool has_more = list.count == ENQUIRY_PAGE;
    json_member_int_if(json, "next", has_more, has_more ? list.items[list.count - 1].id : 0);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"enquiry.list", "/enquiries", &list_table, ROLES_DESK, 0, "咨询台", "the enquiry desk",
     answer_list},
};

static const struct event_kind *const events[] = {&enquiry_opened_event, &enquiry_taken_event,
                                                  &enquiry_answered_event, &enquiry_linked_event};

const struct room enquiry_room = {
    .name = "enquiry",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(enquiry),
    .schema = {"enquiry", 1, enquiry_ddl},
};
