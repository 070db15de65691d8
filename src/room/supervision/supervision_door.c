#include "app/access.h"
#include "app/city.h"
#include "app/climbing.h"
#include "base/arena.h"
#include "ground/casefile/casefile.h"
#include "pack/pack.h"
#include "room/supervision/supervision.h"

/* -- what the city says of a source -- */

static const struct pack_record *source_of(const struct city *city, struct text source,
                                           civil_date on)
{
    return pack_find(city_pack(city), PACK_SUPERVISION_SOURCES, source, on);
}

static bool may_issue(const struct pack_record *source, enum role role)
{
    return (roles_from_names(jvalue_get(source->raw, "issue_roles")) & ROLE_BIT(role)) != 0;
}

/* -- issuing -- */

static bool source_is_ones(const struct command_run *run, const struct pack_record *source,
                           struct fault *fault)
{
    if (source == NULL) {
        return fault_refuse_field(fault, "source", "数据包里没有这种督办来源",
                                  "the pack has no such source");
    }
    return may_issue(source, run->actor->role) ||
           fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                       FAULT_ARGS(TEXT("该来源的督办由本市规定的角色发出"),
                                  TEXT("the city's table says who issues orders of this source")));
}

/* The unit, the person, and what it is about: each there, and of this project. */
static bool order_is_right(struct command_run *run, const struct supervision_issue *fields,
                           int64_t project, struct fault *fault)
{
    const char *wrong = NULL;
    bool has_person = true;
    if (!city_is_unit(run->city, fields->org)) {
        return fault_refuse_field(fault, "org", "数据包里没有这个单位",
                                  "the pack has no such unit");
    }
    if (text_equal(fields->org, run->actor->org)) {
        return fault_refuse_field(fault, "org", "不能督办自己的单位", "nobody orders his own unit");
    }
    if (fields->person_id != 0 &&
        !casefile_has_person(run, fields->org, fields->person_id, &has_person, fault)) {
        return false;
    }
    if (!has_person) {
        return fault_refuse_field(fault, "person_id", "不是该单位的在岗人员",
                                  "nobody of that unit");
    }
    if (!supervision_is_of_project(run->store, fields, project, &wrong, fault)) {
        return false;
    }
    if (wrong != NULL) {
        return fault_refuse_field(fault, wrong, "不是本项目的", "not of this project");
    }
    return fields->item.len == 0 ||
           pack_find(city_pack(run->city), PACK_ITEMS, fields->item, CIVIL_DATE_NONE) != NULL ||
           fault_refuse_field(fault, "item", "数据包里没有这个事项", "the pack has no such item");
}

static bool perform_issue(struct command_run *run, const void *given, struct fault *fault)
{
    const struct supervision_issue *fields = given;
    const struct pack_record *source = source_of(run->city, fields->source, run->today);
    struct project project;
    if (!project_of_run(run, 0, &project, fault) ||
        !project_coordinator_may(run, &project, fault) || !source_is_ones(run, source, fault) ||
        !order_is_right(run, fields, project.id, fault)) {
        return false;
    }
    struct supervision_issued body = {
        .org = fields->org,
        .asked = fields->asked,
        .source = fields->source,
        .item = fields->item,
        .district = run->actor->district,
        .year = civil_date_parts(run->today).year,
        .days = fields->days,
        .person = fields->person_id,
        .application = fields->application_id,
        .problem = fields->problem_id,
        .whistle = fields->whistle_id,
        .due_on = city_due(run->city, run->today, (int)fields->days).day,
    };
    body.basis = fields->reference.len == 0
                     ? source->name
                     : text_format(run->arena, "%.*s %.*s", TEXT_ARG(source->name),
                                   TEXT_ARG(fields->reference));
    if (!supervision_next_serial(run->store, body.year, &body.serial, fault) ||
        !project_join(run, project.id, fields->org, fault)) {
        return false;
    }
    body.number = city_number(run->arena, run->city, "supervision", (int)body.year, body.serial);
    struct event_about about = {0, project.id, run->today};
    run->answer = (struct answer){.id = run_next_seq(run), .version = 1, .number = body.number};
    return run_emit(run, &supervision_issued_event, about, &body, fault);
}

/* -- the way of an order -- */

static bool load(struct command_run *run, enum supervision_act act, struct supervision *out,
                 struct fault *fault)
{
    struct sight sight = run_sight(run);
    return supervision_find(&sight, run->id, out, fault) &&
           run_version_is(run, out->version, fault) &&
           supervision_decide(out, run->actor, act, fault);
}

static bool emit(struct command_run *run, const struct supervision *order,
                 const struct event_kind *kind, const void *body, struct fault *fault)
{
    struct event_about about = {order->id, order->project, run->today};
    run->answer =
        (struct answer){.id = order->id, .version = order->version + 1, .number = order->number};
    return run_emit(run, kind, about, body, fault);
}

static bool perform_acknowledge(struct command_run *run, const void *given, struct fault *fault)
{
    struct supervision order;
    return load(run, SUPERVISION_ACKNOWLEDGE, &order, fault) &&
           emit(run, &order, &supervision_acknowledged_event, given, fault);
}

static bool perform_answer(struct command_run *run, const void *given, struct fault *fault)
{
    const struct supervision_reply *fields = given;
    struct supervision order;
    if (!load(run, SUPERVISION_ANSWER, &order, fault) ||
        !casefile_files_are_of(run, order.project, fields->files, fault)) {
        return false;
    }
    struct supervision_answered body = {.org = order.org,
                                        .answer = fields->answer,
                                        .files = fields->files,
                                        .basis = order.basis,
                                        .issuer = text_of(role_name(order.issued_role)),
                                        .due_on = order.due_on};
    return emit(run, &order, &supervision_answered_event, &body, fault);
}

static bool perform_accept(struct command_run *run, const void *given, struct fault *fault)
{
    const struct supervision_note *fields = given;
    struct supervision order;
    if (!load(run, SUPERVISION_ACCEPT, &order, fault)) {
        return false;
    }
    struct supervision_ended body = {order.org, fields->note};
    return emit(run, &order, &supervision_accepted_event, &body, fault);
}

static bool perform_return(struct command_run *run, const void *given, struct fault *fault)
{
    const struct supervision_send_back *fields = given;
    struct supervision order;
    if (!load(run, SUPERVISION_RETURN, &order, fault)) {
        return false;
    }
    struct supervision_returned body = {order.org, fields->reason, order.basis, fields->days,
                                        city_due(run->city, run->today, (int)fields->days).day};
    return emit(run, &order, &supervision_returned_event, &body, fault);
}

static bool perform_withdraw(struct command_run *run, const void *given, struct fault *fault)
{
    const struct supervision_reason *fields = given;
    struct supervision order;
    if (!load(run, SUPERVISION_WITHDRAW, &order, fault)) {
        return false;
    }
    struct supervision_ended body = {order.org, fields->reason};
    return emit(run, &order, &supervision_withdrawn_event, &body, fault);
}

/* -- by itself -- */

/* A source that the city has ended still says whom its orders climb to. */
static struct climbing ladder_of(const struct command_run *run, const struct supervision *order)
{
    return climbing_of(source_of(run->city, order->source, order->issued_on));
}

static bool climb(struct command_run *run, const struct climbing *ladder,
                  const struct supervision *order, struct fault *fault)
{
    int64_t late = city_working_days(run->city, order->due_on, run->today);
    int64_t due = climbing_steps_due(ladder, late);
    for (int64_t i = order->climbs; i < due; i++) {
        struct supervision_climbed body = {
            climbing_role(ladder, i), order->org, order->basis, order->due_on,
            climbing_stays_until(run->city, ladder, order->due_on, i + 1)};
        if (!emit(run, order, &supervision_climbed_event, &body, fault)) {
            return false;
        }
    }
    return true;
}

static bool perform_past(struct command_run *run, const void *given, struct fault *fault)
{
    struct supervisions past;
    (void)given;
    if (!supervision_past(run->arena, run->store, run->today, &past, fault)) {
        return false;
    }
    for (size_t i = 0; i < past.count; i++) {
        const struct supervision *order = &past.items[i];
        struct climbing ladder = ladder_of(run, order);
        struct supervision_missed body = {
            order->org, order->basis, order->due_on,
            climbing_stays_until(run->city, &ladder, order->due_on, order->climbs)};
        bool is_new = order->missed_on == CIVIL_DATE_NONE;
        if ((is_new && !emit(run, order, &supervision_missed_event, &body, fault)) ||
            !climb(run, &ladder, order, fault)) {
            return false;
        }
    }
    return true;
}

#define ROLES_ISSUE (ROLES_WATCHERS | ROLES_COORDINATORS)

static const struct command_kind commands[] = {
    {"supervision.issue", "POST", "/projects/{id}/supervision-orders", &supervision_issue_table,
     ROLES_ISSUE, 0, "发督办函", "Issue a supervision order", perform_issue},
    {"supervision.acknowledge", "POST", "/supervision-orders/{id}/acknowledge",
     &supervision_note_table, ROLES_WORK, 0, "签收督办", "Acknowledge a supervision order",
     perform_acknowledge},
    {"supervision.answer", "POST", "/supervision-orders/{id}/answer", &supervision_reply_table,
     ROLES_WORK, 0, "答复督办", "Answer a supervision order", perform_answer},
    {"supervision.accept", "POST", "/supervision-orders/{id}/accept", &supervision_note_table,
     ROLES_ISSUE, 0, "认可督办答复", "Accept the answer to a supervision order", perform_accept},
    {"supervision.return", "POST", "/supervision-orders/{id}/return", &supervision_send_back_table,
     ROLES_ISSUE, 0, "督办退回续办", "Send a supervision order back", perform_return},
    {"supervision.withdraw", "POST", "/supervision-orders/{id}/withdraw", &supervision_reason_table,
     ROLES_ISSUE, 0, "撤回督办", "Withdraw a supervision order", perform_withdraw},
    {"supervision.past", "POST", "/chores/supervision-orders", NULL, ROLE_BIT(ROLE_SYSTEM),
     COMMAND_INTERNAL | COMMAND_CHORE, "记录逾期的督办并逐级上报",
     "Record supervision orders past their limit and let them climb", perform_past},
};

/* -- lists -- */

struct list_query {
    struct text state, org;
    int64_t project, limit, after;
    bool mine;
};
static const char *const list_states[] = {"open",     "overdue",  "issued",    "acknowledged",
                                          "answered", "accepted", "withdrawn", NULL};
static const struct field list_fields[] = {
    FIELD(list_query, state, CHOICE, .choices = list_states, .zh = "状态", .en = "state"),
    FIELD(list_query, org, TEXT, .max = 60, .zh = "被督办单位", .en = "unit ordered"),
    FIELD(list_query, mine, BOOL, .zh = "我发出的", .en = "issued by me"),
    FIELD(list_query, project, ID, .zh = "项目", .en = "project"),
    FIELD(list_query, limit, INT, .min = 1, .max = 100, .zh = "每页", .en = "a page"),
    FIELD(list_query, after, ID, .zh = "下一页", .en = "next page"),
};
static const struct field_table list_table = FIELD_TABLE(list_query, list_fields);

/* What one may issue, so that a form offers nothing that is refused. */
static void write_sources(struct json_writer *json, const struct view_run *run)
{
    const struct pack_records *sources = &city_pack(run->city)->lists[PACK_SUPERVISION_SOURCES];
    json_name(json, "sources");
    json_array(json);
    for (uint32_t i = 0; i < sources->count; i++) {
        const struct pack_record *source = &sources->items[i];
        if (pack_in_force(source, run->today) && may_issue(source, run->actor->role)) {
            json_object(json);
            json_member_text(json, "id", source->id);
            json_member_text(json, "name",
                             run->actor->language == LANGUAGE_EN ? source->name_en : source->name);
            json_end(json);
        }
    }
    json_end(json);
}

static void write_counts(struct json_writer *json, const struct supervision_counts *counts)
{
    json_name(json, "counts");
    json_object(json);
    json_member_int(json, "all", counts->all);
    json_member_int(json, "open", counts->open);
    json_member_int(json, "overdue", counts->overdue);
    json_member_int(json, "answered", counts->answered);
    json_end(json);
}

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct list_query *query = run->query;
    struct sight sight = view_sight(run);
    struct supervision_filter filter = {.state = query->state,
                                        .org = query->org,
                                        .issuer = query->mine ? run->actor->account : 0,
                                        .project = query->project,
                                        .today = run->today,
                                        .before = query->after,
                                        .limit = query->limit > 0 ? query->limit : 50};
    struct supervisions list;
    struct supervision_counts counts = {0, 0, 0, 0};
    if (!supervision_list(&sight, &filter, &list, fault) ||
        !supervision_count(&sight, &filter, &counts, fault)) {
        return false;
    }
    bool is_more = (int64_t)list.count > filter.limit;
    list.count = is_more ? (size_t)filter.limit : list.count;
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < list.count; i++) {
        supervision_write(json, run, &list.items[i]);
    }
    json_end(json);
    view_next(run, json, is_more, is_more ? list.items[list.count - 1].id : 0);
    write_counts(json, &counts);
    write_sources(json, run);
    json_end(json);
    return true;
}

static bool answer_show(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct sight sight = view_sight(run);
    struct supervision order;
    if (!supervision_find(&sight, run->id, &order, fault)) {
        return false;
    }
    supervision_write(json, run, &order);
    return true;
}

#define ROLES_INNER (ROLES_WORK | ROLES_WATCHERS)

static const struct view_kind views[] = {
    {"supervision.list", "/supervision-orders", &list_table, ROLES_INNER, 0, "督办台账",
     "Supervision orders", answer_list},
    {"supervision.show", "/supervision-orders/{id}", NULL, ROLES_INNER, 0, "一件督办",
     "One supervision order", answer_show},
};

static const struct event_kind *const events[] = {
    &supervision_issued_event,   &supervision_acknowledged_event, &supervision_answered_event,
    &supervision_accepted_event, &supervision_returned_event,     &supervision_withdrawn_event,
    &supervision_missed_event,   &supervision_climbed_event,
};

const struct room supervision_room = {
    .name = "supervision",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(supervision),
    .schema = {"supervision", 1, supervision_ddl},
};
