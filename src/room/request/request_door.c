#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "ground/account/account.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "room/request/request.h"

/* -- what the city's data say of a kind -- */

static const struct pack_record *kind_of(const struct city *city, struct text kind, civil_date on)
{
    return pack_find(city_pack(city), PACK_REQUEST_KINDS, kind, on);
}

static bool is_about_policy(const struct pack_record *kind)
{
    return jvalue_bool(jvalue_get(kind->raw, "about_policy"), false);
}

/* What may come of it, also of a kind that is no longer in force. */
static struct text_list results_of(struct arena *arena, const struct city *city, struct text kind)
{
    const struct pack_record *record = kind_of(city, kind, CIVIL_DATE_NONE);
    return record == NULL ? (struct text_list){.items = NULL}
                          : text_list_of(arena, jvalue_get(record->raw, "results"));
}

/* The last day of a limit from today on; CIVIL_DATE_NONE: the city's data do not know it. */
static civil_date due_of(const struct command_run *run, struct text kind, const char *limit)
{
    const struct pack_record *record = kind_of(run->city, kind, run->today);
    int64_t days = record == NULL ? -1 : jvalue_int(jvalue_get(record->raw, limit), -1);
    return days < 0 ? CIVIL_DATE_NONE : city_due(run->city, run->today, (int)days).day;
}

/* "福州市工业和信息化局、福州市财政局": the first is the one in charge. */
static struct text first_issuer(const struct pack_record *policy)
{
    static const char *const ends[] = {"、", "等", "，"};
    struct text issuer = jvalue_text(jvalue_get(policy->raw, "issuer"), TEXT_NONE);
    for (size_t at = 0; at < issuer.len; at++) {
        for (size_t i = 0; i < COUNT_OF(ends); i++) {
            if (text_starts_with(text_slice(issuer, at, issuer.len - at), text_of(ends[i]))) {
                return text_slice(issuer, 0, at);
            }
        }
    }
    return issuer;
}

static struct text unit_named(const struct city *city, struct text name)
{
    const struct pack_records *units = &city_pack(city)->lists[PACK_UNITS];
    for (uint32_t i = 0; i < units->count; i++) {
        if (text_equal(units->items[i].name, name)) {
            return units->items[i].id;
        }
    }
    return TEXT_NONE;
}

/* Whose it is, and why (request_basis_name), as far as the data say. */
struct whose {
    struct text org;
    const char *basis;
};

static struct whose whose_policy(const struct command_run *run, const struct pack_record *policy)
{
    const struct pack_record *rule =
        pack_find(city_pack(run->city), PACK_CLAIM_RULES, policy->id, run->today);
    if (rule != NULL) {
        return (struct whose){jvalue_text(jvalue_get(rule->raw, "org"), TEXT_NONE), "claims"};
    }
    struct text org = unit_named(run->city, first_issuer(policy));
    return (struct whose){org, org.len > 0 ? "issuer" : "unknown"};
}

static struct whose whose_kind(const struct pack_record *kind)
{
    struct text org = jvalue_text(jvalue_get(kind->raw, "org"), TEXT_NONE);
    return (struct whose){org, org.len > 0 ? "kind" : "unknown"};
}

/* -- asking -- */

static bool kind_is_right(const struct command_run *run, const struct request_ask *fields,
                          const struct pack_record **out_policy, struct fault *fault)
{
    const struct pack_record *kind = kind_of(run->city, fields->kind, run->today);
    *out_policy = NULL;
    if (kind == NULL) {
        return fault_refuse_field(fault, "kind", "没有这种诉求，或者今天未生效",
                                  "there is no such kind in force");
    }
    if (is_about_policy(kind)) {
        *out_policy = pack_find(city_pack(run->city), PACK_POLICIES, fields->policy, run->today);
        return *out_policy != NULL || fault_refuse_field(fault, "policy", "请写明是哪一项政策",
                                                         "say which policy it is about");
    }
    return fields->policy.len == 0 || fault_refuse_field(fault, "policy", "这种诉求不涉及政策",
                                                         "this kind is about no policy");
}

static bool is_not_asked(const struct command_run *run, int64_t project,
                         const struct request_ask *fields, struct fault *fault)
{
    int64_t open = 0;
    return request_open_count(run->store, project, fields, &open, fault) &&
           (open == 0 || fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                                     FAULT_ARGS(TEXT("同一诉求正在办理"),
                                                TEXT("the same request is being dealt with"))));
}

static bool perform_ask(struct command_run *run, const void *given, struct fault *fault)
{
    const struct request_ask *fields = given;
    const struct pack_record *policy = NULL;
    struct project project;
    if (!project_of_run(run, 0, &project, fault) || !kind_is_right(run, fields, &policy, fault) ||
        !is_not_asked(run, project.id, fields, fault)) {
        return false;
    }
    const struct pack_record *kind = kind_of(run->city, fields->kind, run->today);
    struct whose whose = policy != NULL ? whose_policy(run, policy) : whose_kind(kind);
    struct request_asked body = {
        .kind = kind->id,
        .policy = fields->policy,
        .name = policy == NULL ? kind->name
                               : text_format(run->arena, "%.*s：%.*s", TEXT_ARG(kind->name),
                                             TEXT_ARG(policy->name)),
        .org = whose.org,
        .said = fields->said,
        .owner = text_of(request_owner(whose.org.len > 0 ? REQUEST_ASSIGNED : REQUEST_WAITING)),
        .basis = text_of(whose.basis),
        .year = civil_date_parts(run->today).year,
        .due_on = due_of(run, kind->id, "take_days")};
    if (!request_next_serial(run->store, body.year, &body.serial, fault) ||
        (whose.org.len > 0 && !project_join(run, project.id, whose.org, fault))) {
        return false;
    }
    body.number = city_number(run->arena, run->city, "request", (int)body.year, body.serial);
    struct event_about about = {0, project.id, run->today};
    run->answer = (struct answer){.id = run_next_seq(run), .version = 1, .number = body.number};
    return run_emit(run, &request_asked_event, about, &body, fault);
}

/* -- the way of a request -- */

static bool load(struct command_run *run, enum request_act act, struct request *out,
                 struct fault *fault)
{
    struct sight sight = run_sight(run);
    return request_find(&sight, run->id, out, fault) && run_version_is(run, out->version, fault) &&
           request_decide(out, run->actor, act, fault);
}

static bool emit(struct command_run *run, const struct request *request,
                 const struct event_kind *kind, struct request_moved body, struct fault *fault)
{
    struct event_about about = {request->id, request->project, run->today};
    body.name = request->name;
    body.org = body.org.len > 0 ? body.org : request->org;
    run->answer = (struct answer){
        .id = request->id, .version = request->version + 1, .number = request->number};
    return run_emit(run, kind, about, &body, fault);
}

static bool perform_assign(struct command_run *run, const void *given, struct fault *fault)
{
    const struct request_assign *fields = given;
    struct request request;
    struct project project;
    if (!load(run, REQUEST_ASSIGN, &request, fault)) {
        return false;
    }
    bool is_own = text_equal(run->actor->org, request.org);
    if (!is_own && (!project_of_run(run, request.project, &project, fault) ||
                    !project_coordinator_may(run, &project, fault))) {
        return false;
    }
    if (!city_has_org(run->city, fields->org) || text_is(fields->org, "enterprise")) {
        return fault_refuse_field(fault, "org", "数据包里没有这个单位",
                                  "the pack has no such unit");
    }
    if (text_equal(fields->org, request.org)) {
        return fault_refuse_field(fault, "org", "已由该单位承办", "that unit has it already");
    }
    struct request_moved body = {.org = fields->org,
                                 .owner = TEXT("unit"),
                                 .words = fields->reason,
                                 .due_on = due_of(run, request.kind, "take_days")};
    return project_join(run, request.project, fields->org, fault) &&
           emit(run, &request, &request_assigned_event, body, fault);
}

static bool perform_take(struct command_run *run, const void *given, struct fault *fault)
{
    struct request request;
    (void)given;
    if (!load(run, REQUEST_TAKE, &request, fault)) {
        return false;
    }
    struct request_moved body = {.owner = TEXT("unit"),
                                 .words = request.words,
                                 .due_on = due_of(run, request.kind, "answer_days")};
    return emit(run, &request, &request_taken_event, body, fault);
}

/* What may come of it is said by its kind. */
static bool result_is_right(const struct command_run *run, const struct request *request,
                            struct text result, struct fault *fault)
{
    struct text_list may = results_of(run->arena, run->city, request->kind);
    return text_list_has(may, result) || fault_refuse_field(fault, "result", "这种诉求没有这个结果",
                                                            "this kind does not come to that");
}

static bool perform_answer(struct command_run *run, const void *given, struct fault *fault)
{
    const struct request_answer *fields = given;
    struct request request;
    if (!load(run, REQUEST_ANSWER, &request, fault) ||
        !result_is_right(run, &request, fields->result, fault)) {
        return false;
    }
    struct request_moved body = {
        .owner = TEXT("enterprise"), .words = fields->answer, .result = fields->result};
    return emit(run, &request, &request_answered_event, body, fault);
}

static bool perform_close(struct command_run *run, const void *given, struct fault *fault)
{
    const struct request_note *fields = given;
    struct request request;
    struct request_moved body = {.words = fields->note};
    return load(run, REQUEST_CLOSE, &request, fault) &&
           emit(run, &request, &request_closed_event, body, fault);
}

static bool perform_reopen(struct command_run *run, const void *given, struct fault *fault)
{
    const struct request_reason *fields = given;
    struct request request;
    if (!load(run, REQUEST_REOPEN, &request, fault)) {
        return false;
    }
    struct request_moved body = {.owner = TEXT("unit"),
                                 .words = fields->reason,
                                 .due_on = due_of(run, request.kind, "answer_days")};
    return emit(run, &request, &request_reopened_event, body, fault);
}

static bool perform_withdraw(struct command_run *run, const void *given, struct fault *fault)
{
    const struct request_reason *fields = given;
    struct request request;
    struct request_moved body = {.words = fields->reason};
    return load(run, REQUEST_WITHDRAW, &request, fault) &&
           emit(run, &request, &request_withdrawn_event, body, fault);
}

/* -- by itself -- */

static bool perform_past(struct command_run *run, const void *given, struct fault *fault)
{
    struct requests past;
    (void)given;
    bool fine = request_past(run->arena, run->store, run->today, &past, fault);
    for (size_t i = 0; fine && i < past.count; i++) {
        const struct request *request = &past.items[i];
        struct request_moved body = {.owner = text_of(request_owner(request->state)),
                                     .due_on = request->due_on};
        fine = emit(run, request, &request_missed_event, body, fault);
    }
    return fine;
}

#define ROLES_ASK (ROLES_SERVICE | ROLE_BIT(ROLE_PROMOTION_OFFICER) | ROLE_BIT(ROLE_ENTERPRISE))

static const struct command_kind commands[] = {
    {"request.ask", "POST", "/projects/{id}/requests", &request_ask_table, ROLES_ASK, 0, "提出诉求",
     "Ask for something", perform_ask},
    {"request.assign", "POST", "/requests/{id}/assign", &request_assign_table, ROLES_WORK, 0,
     "交办（转办）", "Assign (pass on)", perform_assign},
    {"request.take", "POST", "/requests/{id}/take", NULL, ROLES_WORK, 0, "接办", "Take",
     perform_take},
    {"request.answer", "POST", "/requests/{id}/answer", &request_answer_table, ROLES_WORK, 0,
     "答复", "Answer", perform_answer},
    {"request.close", "POST", "/requests/{id}/close", &request_note_table, ROLES_ASK, 0, "确认办结",
     "Close", perform_close},
    {"request.reopen", "POST", "/requests/{id}/reopen", &request_reason_table, ROLES_ASK, 0,
     "退回重办", "Send back", perform_reopen},
    {"request.withdraw", "POST", "/requests/{id}/withdraw", &request_reason_table, ROLES_ASK, 0,
     "撤回", "Withdraw", perform_withdraw},
    {"request.past", "POST", "/chores/requests", NULL, ROLE_BIT(ROLE_SYSTEM),
     COMMAND_INTERNAL | COMMAND_CHORE, "记录超过期限的诉求", "Record requests past their limit",
     perform_past},
};

/* -- lists -- */

struct list_query {
    struct text state;
    int64_t project, before;
};
static const char *const list_states[] = {"open",    "unit",      "enterprise", "late",
                                          "waiting", "assigned",  "taken",      "answered",
                                          "closed",  "withdrawn", NULL};
static const struct field list_fields[] = {
    FIELD(list_query, state, CHOICE, .choices = list_states, .zh = "状态", .en = "state"),
    FIELD(list_query, project, ID, .zh = "项目", .en = "project"),
    FIELD(list_query, before, ID, .zh = "早于", .en = "before"),
};
static const struct field_table list_table = FIELD_TABLE(list_query, list_fields);

static const char *light_of(const struct request *request, civil_date today)
{
    bool is_open = request->state <= REQUEST_TAKEN;
    if (!is_open || request->due_on == CIVIL_DATE_NONE) {
        return is_open ? "none" : "done";
    }
    return request->due_on < today ? "red" : request->due_on == today ? "yellow" : "green";
}

static void write_may(struct json_writer *json, const struct view_run *run,
                      const struct request *request)
{
    json_name(json, "may");
    json_array(json);
    for (int act = 0; act < REQUEST_ACT_COUNT; act++) {
        if (request_may(request, run->actor, (enum request_act)act)) {
            json_text(json, text_of(request_act_code((enum request_act)act)));
        }
    }
    json_end(json);
}

/* The results that its kind may come to, with their words. */
static void write_results(struct json_writer *json, const struct view_run *run,
                          const struct request *request)
{
    struct text_list may = results_of(run->arena, run->city, request->kind);
    json_name(json, "results");
    json_array(json);
    for (size_t i = 0; i < may.count; i++) {
        json_object(json);
        json_member_text(json, "id", may.items[i]);
        json_member_text(json, "name", request_result_name(may.items[i], run->actor->language));
        json_end(json);
    }
    json_end(json);
}

static void write_story(struct json_writer *json, const struct view_run *run,
                        const struct request *request)
{
    bool is_known = request->due_on != CIVIL_DATE_NONE;
    int64_t left = is_known ? city_working_days(run->city, run->today, request->due_on) : 0;
    json_member_date(json, "asked_on", request->asked_on);
    json_member_date(json, "due_on", request->due_on);
    json_member_int_if(json, "left_days", is_known, left);
    json_member_text(json, "light", text_of(light_of(request, run->today)));
    json_member_date(json, "missed_on", request->missed_on);
    json_member_text(json, "result", request->result);
    json_member_text(json, "result_name",
                     request_result_name(request->result, run->actor->language));
    json_member_text(json, "answer", request->answer);
    json_member_date(json, "answered_on", request->answered_on);
    json_member_text(json, "words", request->words);
    json_member_text_or_null(json, "basis",
                             request_basis_name(request->basis, run->actor->language));
    json_member_date(json, "ended_on", request->ended_on);
    json_member_int(json, "reopens", request->reopens);
}

static bool write_one(struct json_writer *json, const struct view_run *run,
                      const struct request *request, struct fault *fault)
{
    enum language language = run->actor->language;
    struct text taken_by = TEXT_NONE;
    if (request->taken_by != 0 &&
        !account_name(run->arena, run->store, request->taken_by, &taken_by, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "id", request->id);
    json_member_int(json, "version", request->version);
    json_member_text(json, "number", request->number);
    json_member_int(json, "project_id", request->project);
    json_member_text(json, "project_name", request->project_name);
    json_member_text(json, "enterprise", request->enterprise);
    json_member_text(json, "kind", request->kind);
    json_member_text_or_null(json, "policy", request->policy);
    json_member_text(json, "name", request->name);
    json_member_text(json, "org", request->org);
    json_member_text_or_null(json, "org_name",
                             request->org.len > 0 ? city_org_name(run->city, request->org, language)
                                                  : TEXT_NONE);
    json_member_text_or_null(json, "taken_by_name", taken_by);
    json_member_text(json, "said", request->said);
    json_member_text(json, "state", text_of(request_state_code(request->state)));
    json_member_text(json, "state_name", request_state_name(request->state, language));
    json_member_text_or_null(json, "owner", text_of(request_owner(request->state)));
    write_story(json, run, request);
    write_results(json, run, request);
    write_may(json, run, request);
    json_end(json);
    return true;
}

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct list_query *query = run->query;
    struct sight sight = view_sight(run);
    struct request_filter filter = {.state = query->state,
                                    .project = query->project,
                                    .today = run->today,
                                    .before = query->before};
    struct requests list;
    if (!request_list(&sight, &filter, &list, fault)) {
        return false;
    }
    bool is_more = list.count > REQUEST_PAGE;
    list.count = is_more ? REQUEST_PAGE : list.count;
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < list.count; i++) {
        if (!write_one(json, run, &list.items[i], fault)) {
            return false;
        }
    }
    json_end(json);
    view_next(run, json, is_more, is_more ? list.items[list.count - 1].id : 0);
    json_end(json);
    return true;
}

/* What may be asked for without a policy. */
static bool answer_askable(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    const struct pack_records *kinds = &city_pack(run->city)->lists[PACK_REQUEST_KINDS];
    struct project project;
    if (!project_of_view(run, 0, &project, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (uint32_t i = 0; i < kinds->count; i++) {
        const struct pack_record *kind = &kinds->items[i];
        struct text org = jvalue_text(jvalue_get(kind->raw, "org"), TEXT_NONE);
        if (pack_in_force(kind, run->today) && !is_about_policy(kind)) {
            json_object(json);
            json_member_text(json, "id", kind->id);
            json_member_text(json, "name",
                             run->actor->language == LANGUAGE_EN ? kind->name_en : kind->name);
            json_member_text_or_null(
                json, "org_name",
                org.len > 0 ? city_org_name(run->city, org, run->actor->language) : TEXT_NONE);
            json_end(json);
        }
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"request.list", "/requests", &list_table, ROLES_BUSINESS, 0, "企业诉求",
     "Requests of enterprises", answer_list},
    {"request.askable", "/projects/{id}/requestable", NULL, ROLES_ASK, 0, "可以提出的诉求",
     "What may be asked for", answer_askable},
};

static const struct event_kind *const events[] = {&request_asked_event,     &request_assigned_event,
                                                  &request_taken_event,     &request_answered_event,
                                                  &request_closed_event,    &request_reopened_event,
                                                  &request_withdrawn_event, &request_missed_event};

const struct room request_room = {
    .name = "request",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(request),
    .schema = {"request", 1, request_ddl},
};
