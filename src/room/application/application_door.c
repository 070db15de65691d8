#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "ground/casefile/casefile.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "room/application/application_act.h"
#include "room/application/application_bundle.h"
#include "room/application/application_correction.h"
#include "room/application/application_desk.h"
#include "room/application/application_held.h"
#include "room/application/application_intake_door.h"
#include "room/application/application_kinds.h"
#include "room/application/application_level.h"
#include "room/application/application_rows.h"
#include "room/application/application_stop.h"
#include "room/application/application_store.h"
#include "room/application/application_version.h"

/* -- commands on one application -- */

static bool load(struct command_run *run, struct application *out, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    return application_find(run->arena, run->store, &scope, run->id, out, fault) &&
           run_version_is(run, out->version, fault);
}

static struct application_setting setting_of(const struct command_run *run)
{
    return (struct application_setting){run->actor, city_calendar(run->city), run->today};
}

static bool answer(struct command_run *run, const struct application *application,
                   struct fault *fault)
{
    run->answer.id = application->id;
    run->answer.number = application->number;
    return application_version(run->store, application->id, &run->answer.version, fault);
}

struct outcome {
    const struct event_kind *kind;
    civil_date on;
    const void *body;
};

static bool emit(struct command_run *run, const struct application *application,
                 struct outcome outcome, struct fault *fault)
{
    struct event_about about = {application->id, application->project, outcome.on};
    return run_emit(run, outcome.kind, about, outcome.body, fault) &&
           answer(run, application, fault);
}

bool application_begin(struct command_run *run, struct application *out, struct fault *fault)
{
    return load(run, out, fault);
}

struct application_setting application_setting_of(const struct command_run *run)
{
    return setting_of(run);
}

bool application_emit(struct command_run *run, const struct application *application,
                      struct application_outcome outcome, struct fault *fault)
{
    return emit(run, application, (struct outcome){outcome.kind, outcome.on, outcome.body}, fault);
}

/* A field that is known by its name alone: the label is that of the command's own table. */
static bool refuse(struct fault *fault, const char *field, const char *zh, const char *en)
{
    static const struct {
        const char *field, *zh, *en;
    } labels[] = {{"reasons", "补正原因", "reasons"},
                  {"materials", "涉及的材料", "materials concerned"},
                  {"files", "文件", "files"},
                  {"way", "送达方式", "way of delivery"},
                  {"corrections", "补正事项", "corrections"},
                  {"account_id", "经办人", "handler"}};
    fault_raise(fault, FAULT_FIELD_INVALID, text_of(field), FAULT_ARGS(text_of(zh), text_of(en)));
    for (size_t i = 0; i < COUNT_OF(labels); i++) {
        if (text_is(text_of(field), labels[i].field)) {
            fault_label(fault, labels[i].zh, labels[i].en);
        }
    }
    return false;
}

/* Acts that keep nothing but their day. */
static bool act_on_day(struct command_run *run, enum application_act act,
                       const struct event_kind *kind, civil_date given, struct fault *fault)
{
    struct application application;
    struct application_setting setting = setting_of(run);
    struct application_noted body = {.note = TEXT_NONE};
    civil_date on = CIVIL_DATE_NONE;
    return load(run, &application, fault) &&
           application_decide_act(&application, act, &setting, given, &on, fault) &&
           emit(run, &application, (struct outcome){kind, on, &body}, fault);
}

static bool perform_receive(struct command_run *run, const void *given, struct fault *fault)
{
    const struct application_dated *fields = given;
    return act_on_day(run, APPLICATION_RECEIVE, &application_received_event, fields->on, fault);
}

static bool perform_accept(struct command_run *run, const void *given, struct fault *fault)
{
    const struct application_dated *fields = given;
    return application_level_is_right(run, fault) &&
           act_on_day(run, APPLICATION_ACCEPT, &application_accepted_event, fields->on, fault);
}

static bool perform_special_end(struct command_run *run, const void *given, struct fault *fault)
{
    const struct application_dated *fields = given;
    return act_on_day(run, APPLICATION_SPECIAL_END, &application_special_ended_event, fields->on,
                      fault);
}

/* By a way that the city knows; a parcel has a number by which it is found again. */
static bool way_is_right(const struct command_run *run, const struct application_deliver *fields,
                         struct fault *fault)
{
    const struct pack_record *way =
        pack_find(city_pack(run->city), PACK_DELIVERY_WAYS, fields->way, CIVIL_DATE_NONE);
    bool needs_number = way != NULL && jvalue_bool(jvalue_get(way->raw, "needs_number"), false);
    if (fields->way.len > 0 && way == NULL) {
        return refuse(fault, "way", "没有这种送达方式，请从清单中选择",
                      "there is no such way: choose from the list");
    }
    if (needs_number && fields->number.len == 0) {
        fault_raise(fault, FAULT_FIELD_REQUIRED, TEXT("number"), FAULT_NO_ARGS);
        fault_label(fault, "邮寄单号", "parcel number");
        return false;
    }
    return true;
}

static bool perform_deliver(struct command_run *run, const void *given, struct fault *fault)
{
    const struct application_deliver *fields = given;
    struct application application;
    struct application_setting setting = setting_of(run);
    struct application_delivered body = {TEXT_NONE, fields->way, fields->number};
    civil_date on = CIVIL_DATE_NONE;
    return load(run, &application, fault) &&
           application_decide_act(&application, APPLICATION_DELIVER, &setting, fields->on, &on,
                                  fault) &&
           way_is_right(run, fields, fault) &&
           emit(run, &application, (struct outcome){&application_delivered_event, on, &body},
                fault);
}

static bool perform_verified(struct command_run *run, const void *given, struct fault *fault)
{
    (void)given;
    return act_on_day(run, APPLICATION_VERIFY, &application_verified_event, CIVIL_DATE_NONE, fault);
}

/* Looked at once is looked at: a second time changes nothing and is no mistake. */
static bool perform_open(struct command_run *run, const void *given, struct fault *fault)
{
    struct application application;
    struct application_setting setting = setting_of(run);
    struct application_noted body = {.note = TEXT_NONE};
    civil_date on = CIVIL_DATE_NONE;
    (void)given;
    if (!load(run, &application, fault) ||
        !application_decide_act(&application, APPLICATION_OPEN, &setting, CIVIL_DATE_NONE, &on,
                                fault)) {
        return false;
    }
    if (application.opened_on != CIVIL_DATE_NONE) {
        return answer(run, &application, fault);
    }
    return emit(run, &application, (struct outcome){&application_opened_event, on, &body}, fault);
}

static bool perform_not_accept(struct command_run *run, const void *given, struct fault *fault)
{
    const struct application_not_accept *fields = given;
    struct application application;
    struct application_setting setting = setting_of(run);
    struct application_dismissed body = {fields->reason, fields->basis};
    civil_date on = CIVIL_DATE_NONE;
    return load(run, &application, fault) && application_level_is_right(run, fault) &&
           application_decide_act(&application, APPLICATION_NOT_ACCEPT, &setting, fields->on, &on,
                                  fault) &&
           emit(run, &application, (struct outcome){&application_not_accepted_event, on, &body},
                fault);
}

/* -- supplements -- */

static bool reasons_are_known(const struct command_run *run, const struct text_list *reasons,
                              struct fault *fault)
{
    for (size_t i = 0; i < reasons->count; i++) {
        if (pack_find(city_pack(run->city), PACK_SUPPLEMENT_REASONS, reasons->items[i],
                      CIVIL_DATE_NONE) == NULL) {
            return refuse(fault, "reasons", "没有这个补正原因，请从清单中选择",
                          "there is no such reason: choose from the list");
        }
    }
    return true;
}

static bool materials_are_known(const struct command_run *run,
                                const struct application *application,
                                const struct text_list *materials, struct fault *fault)
{
    const struct pack_record *item =
        pack_find(city_pack(run->city), PACK_ITEMS, application->code, CIVIL_DATE_NONE);
    const struct jvalue *known = item == NULL ? NULL : jvalue_get(item->raw, "materials");
    for (size_t i = 0; i < materials->count; i++) {
        bool is_known = false;
        for (uint32_t j = 0; known != NULL && j < known->count; j++) {
            struct text name = jvalue_text(jvalue_get(&known->items[j], "name"), TEXT_NONE);
            is_known |= text_equal(name, materials->items[i]);
        }
        if (!is_known) {
            return refuse(fault, "materials", "办事指南中没有这份材料",
                          "the item's guide names no such material");
        }
    }
    return true;
}

static bool corrections_are_right(struct command_run *run, const struct application *application,
                                  const struct application_ask *fields,
                                  struct application_corrections *out, struct fault *fault)
{
    if (!application_corrections_read(run->arena, fields->corrections, out)) {
        return refuse(fault, "corrections", "应逐项写明字段或材料、原因，最多 50 项，不重复",
                      "each names a field or a material and a reason, at most 50, each once");
    }
    return application_corrections_are_known(run, application, out, fault);
}

static bool perform_supplement(struct command_run *run, const void *given, struct fault *fault)
{
    const struct application_ask *fields = given;
    struct application application;
    struct application_setting setting = setting_of(run);
    struct application_corrections corrections;
    civil_date on = CIVIL_DATE_NONE;
    if (!load(run, &application, fault) ||
        !corrections_are_right(run, &application, fields, &corrections, fault)) {
        return false;
    }
    struct application_ask whole = *fields;
    whole.reasons = application_reasons_with(run->arena, fields->reasons, &corrections);
    struct application_asked body = {
        .reasons = whole.reasons,
        .materials = application_materials_with(run->arena, fields->materials, &corrections),
        .note = fields->note,
        .corrections = fields->corrections,
    };
    return application_decide_ask(&application, &whole, &setting, &on, fault) &&
           reasons_are_known(run, &whole.reasons, fault) &&
           materials_are_known(run, &application, &body.materials, fault) &&
           emit(run, &application, (struct outcome){&application_asked_event, on, &body}, fault);
}

static bool files_are_of_project(struct command_run *run, int64_t project, struct text files,
                                 struct fault *fault)
{
    int64_t ids[APPLICATION_FILES_MAX];
    size_t count = 0;
    if (!json_ids_read(run->arena, files, ids, COUNT_OF(ids), &count)) {
        return refuse(fault, "files", "应为本项目文件编号的列表，最多 50 个，不重复",
                      "a list of ids of this project's files, at most 50, each once");
    }
    for (size_t i = 0; i < count; i++) {
        bool is_of = false;
        if (!application_file_is_of(run->store, project, ids[i], &is_of, fault)) {
            return false;
        }
        if (!is_of) {
            return refuse(fault, "files", "不是本项目的文件", "not a file of this project");
        }
    }
    return true;
}

static bool perform_supplement_complete(struct command_run *run, const void *given,
                                        struct fault *fault)
{
    const struct application_complete *fields = given;
    struct application application;
    struct application_setting setting = setting_of(run);
    struct application_completed body = {fields->note, fields->files};
    civil_date on = CIVIL_DATE_NONE;
    return load(run, &application, fault) &&
           application_decide_act(&application, APPLICATION_COMPLETE, &setting, fields->on, &on,
                                  fault) &&
           files_are_of_project(run, application.project, fields->files, fault) &&
           application_correct(run, &application, fields, on, fault) &&
           emit(run, &application, (struct outcome){&application_completed_event, on, &body},
                fault);
}

/* -- examination, decision -- */

static bool perform_special_start(struct command_run *run, const void *given, struct fault *fault)
{
    const struct application_special_start *fields = given;
    struct application application;
    struct application_setting setting = setting_of(run);
    struct application_reason_asked asked = {fields->code, fields->name, fields->basis, false};
    struct application_basis basis;
    civil_date on = CIVIL_DATE_NONE;
    if (!load(run, &application, fault) ||
        !application_decide_special(&application, fields, &setting, &on, fault) ||
        !application_basis_of(run, &asked, &basis, fault)) {
        return false;
    }
    struct application_special_started body = {.code = basis.code,
                                               .law = basis.law,
                                               .name = fields->name,
                                               .reason = fields->reason,
                                               .days = fields->days,
                                               .noticed_on = fields->noticed_on};
    return emit(run, &application, (struct outcome){&application_special_started_event, on, &body},
                fault);
}

static bool perform_decide(struct command_run *run, const void *given, struct fault *fault)
{
    const struct application_decide *fields = given;
    struct application application;
    struct application_setting setting = setting_of(run);
    bool is_conditional = text_is(fields->result, "conditional");
    struct application_decided body = {
        .result = is_conditional ? TEXT("granted") : fields->result,
        .reason = fields->reason,
        .basis = fields->basis,
        .document = fields->document,
        .files = fields->files,
        .conditions = is_conditional ? fields->conditions : TEXT_NONE,
        .valid_until = fields->valid_until,
    };
    civil_date on = CIVIL_DATE_NONE;
    return load(run, &application, fault) && application_level_is_right(run, fault) &&
           application_decide_result(&application, fields, &setting, &on, fault) &&
           application_is_free(run, &application, fault) &&
           (!text_is(body.result, "granted") || application_lets_grant(run, &application, fault)) &&
           files_are_of_project(run, application.project, fields->files, fault) &&
           emit(run, &application, (struct outcome){&application_decided_event, on, &body}, fault);
}

/* -- the applicant's, and what moves nothing -- */

static bool perform_withdraw(struct command_run *run, const void *given, struct fault *fault)
{
    const struct application_withdraw *fields = given;
    struct application application;
    struct application_setting setting = setting_of(run);
    struct application_withdrawn body = {fields->reason};
    civil_date on = CIVIL_DATE_NONE;
    return load(run, &application, fault) &&
           application_decide_act(&application, APPLICATION_WITHDRAW, &setting, fields->on, &on,
                                  fault) &&
           emit(run, &application, (struct outcome){&application_withdrawn_event, on, &body},
                fault);
}

static bool perform_remind(struct command_run *run, const void *given, struct fault *fault)
{
    const struct application_remind *fields = given;
    struct application application;
    struct application_setting setting = setting_of(run);
    struct application_noted body = {fields->note};
    civil_date on = CIVIL_DATE_NONE;
    return load(run, &application, fault) &&
           application_decide_act(&application, APPLICATION_REMIND, &setting, CIVIL_DATE_NONE, &on,
                                  fault) &&
           emit(run, &application, (struct outcome){&application_reminded_event, on, &body}, fault);
}

/* The handler is a live account with a post in the unit. */
static bool handler_is_of_unit(struct command_run *run, const struct application *application,
                               int64_t account, struct fault *fault)
{
    bool is_of_unit = false;
    if (!casefile_has_person(run, application->org, account, &is_of_unit, fault)) {
        return false;
    }
    return is_of_unit || refuse(fault, "account_id", "该账号不是办理单位的在岗人员",
                                "no live account of the unit");
}

static bool perform_handler(struct command_run *run, const void *given, struct fault *fault)
{
    const struct application_handle *fields = given;
    struct application application;
    struct application_setting setting = setting_of(run);
    struct application_handled body = {.account = fields->account_id, .reason = TEXT_NONE};
    civil_date on = CIVIL_DATE_NONE;
    return load(run, &application, fault) &&
           application_decide_act(&application, APPLICATION_HANDLE, &setting, CIVIL_DATE_NONE, &on,
                                  fault) &&
           handler_is_of_unit(run, &application, fields->account_id, fault) &&
           emit(run, &application, (struct outcome){&application_handled_event, on, &body}, fault);
}

#define ROLES_APPLICANT (ROLE_BIT(ROLE_ENTERPRISE) | ROLE_BIT(ROLE_NAVIGATOR))
#define ROLES_RESULT (ROLES_WORK | ROLE_BIT(ROLE_ENTERPRISE)) /* own items are the enterprise's */
#define ROLES_URGE (ROLES_APPLICANT | ROLES_COORDINATORS | ROLES_WATCHERS)

static const struct command_kind commands[] = {
    {"application.take_in", "POST", "/projects/{id}/intakes", &application_intake_table,
     ROLES_APPLICANT | ROLES_COORDINATORS | ROLE_BIT(ROLE_WINDOW), 0,
     "一窗受理：一次提交多个事项，并联办理", "One intake: several items at once, side by side",
     application_perform_intake},
    {"application.open", "POST", "/applications/{id}/open", NULL, ROLES_WORK, 0, "部门打开办件",
     "The unit has looked at it", perform_open},
    {"application.receive", "POST", "/applications/{id}/receive", &application_dated_table,
     ROLES_WORK, 0, "收件", "Receive the materials", perform_receive},
    {"application.accept", "POST", "/applications/{id}/accept", &application_dated_table,
     ROLES_WORK, 0, "受理", "Accept it", perform_accept},
    {"application.not_accept", "POST", "/applications/{id}/not-accept",
     &application_not_accept_table, ROLES_WORK, 0, "不予受理，说明理由和依据",
     "Decline to accept it, with reason and legal basis", perform_not_accept},
    {"application.supplement", "POST", "/applications/{id}/supplement", &application_ask_table,
     ROLES_WORK, 0, "一次性告知补正", "Tell once what must be supplemented", perform_supplement},
    {"application.supplement_complete", "POST", "/applications/{id}/supplement-complete",
     &application_complete_table, ROLES_APPLICANT, 0, "提交补正材料", "Hand in the supplements",
     perform_supplement_complete},
    {"application.special_start", "POST", "/applications/{id}/special-start",
     &application_special_table, ROLES_WORK, 0, "启动特别程序，须有书面告知日期",
     "Begin a special procedure, with the day of the written notice", perform_special_start},
    {"application.special_end", "POST", "/applications/{id}/special-end", &application_dated_table,
     ROLES_WORK, 0, "结束特别程序", "End the special procedure", perform_special_end},
    {"application.extend", "POST", "/applications/{id}/extend", &application_extend_table,
     ROLES_WORK, 0, "延长办理期限（经本机关负责人批准，一次）",
     "Extend the limit, once, with the approval of the head of the organ",
     application_perform_extend},
    {"application.suspend", "POST", "/applications/{id}/suspend", &application_suspend_table,
     ROLES_WORK, 0, "中止办理，须有原因、依据和书面告知",
     "Suspend it, with reason, legal basis and written notice", application_perform_suspend},
    {"application.resume", "POST", "/applications/{id}/resume", &application_dated_table,
     ROLES_WORK, 0, "恢复办理", "Resume it", application_perform_resume},
    {"application.pause_renew", "POST", "/applications/{id}/pause-renew", &application_renew_table,
     ROLES_WORK, 0, "重新说明暂停的理由", "Justify the pause anew", application_perform_renew},
    {"application.pause_missed", "POST", "/applications/pause-missed", NULL, 0,
     COMMAND_INTERNAL | COMMAND_CHORE, "记录期满未重新说明理由的暂停",
     "Record pauses that were not justified anew", application_perform_missed},
    {"intake.extend", "POST", "/intakes/{id}/extend", &application_extend_table, ROLES_COORDINATORS,
     0, "延长联合办理期限（经本级政府负责人批准，一次）",
     "Extend the joint limit, once, with the approval of the head of the government",
     application_perform_joint_extend},
    {"application.decide", "POST", "/applications/{id}/decide", &application_decide_table,
     ROLES_RESULT, 0, "办结：通过或不通过", "Decide: granted or refused", perform_decide},
    {"application.deliver", "POST", "/applications/{id}/deliver", &application_deliver_table,
     ROLES_WORK | ROLE_BIT(ROLE_WINDOW), 0, "送达证件", "Deliver the document", perform_deliver},
    {"application.withdraw", "POST", "/applications/{id}/withdraw", &application_withdraw_table,
     ROLES_APPLICANT, 0, "撤件", "Withdraw it", perform_withdraw},
    {"application.withdraw_all", "POST", "/intakes/{id}/withdraw", &application_withdraw_table,
     ROLES_APPLICANT, 0, "撤回一次提交中在办的全部办件", "Withdraw all open cases of one intake",
     application_perform_withdraw_all},
    {"application.remind", "POST", "/applications/{id}/remind", &application_remind_table,
     ROLES_URGE, 0, "催办", "Send a reminder", perform_remind},
    {"application.verified", "POST", "/applications/{id}/verified", NULL, ROLES_RESULT, 0,
     "我刚核实：现状无误", "Its state was verified today", perform_verified},
    {"application.handler", "POST", "/applications/{id}/handler", &application_handle_table,
     ROLES_WORK, 0, "指派经办人", "Name who handles it in the unit", perform_handler},
    {"application.assign", "POST", "/applications/assign", &application_assign_table, ROLES_WORK, 0,
     "批量指派经办人，每件各有结果", "Name the handler of many at once, each with its own result",
     application_perform_assign},
    {"application.propose", "POST", "/applications/{id}/propose", &application_propose_table,
     ROLES_WORK, 0, "提出拟办意见，报请决定", "Propose a decision", application_perform_propose},
    {"application.return", "POST", "/applications/{id}/return", &application_return_table,
     ROLES_WORK, 0, "退回前面的环节，说明原因", "Return it to an earlier stage, with the reason",
     application_perform_return},
    {"application.forward", "POST", "/applications/{id}/forward", &application_remind_table,
     ROLES_WORK, 0, "退回后办妥，转下一环节", "Pass on what was returned",
     application_perform_forward},
    {"application.transfer", "POST", "/applications/{id}/transfer", &application_transfer_table,
     ROLES_WORK, 0, "转交本单位人员，或移送其他单位待其确认",
     "Hand it to another person, or to another unit that acknowledges it",
     application_perform_transfer},
    {"application.transfer_take", "POST", "/applications/{id}/transfer/acknowledge",
     &application_transfer_take_table, ROLES_WORK, 0, "确认接收移送",
     "Acknowledge a transfer to one's unit", application_perform_transfer_take},
    {"application.transfer_return", "POST", "/applications/{id}/transfer/return",
     &application_transfer_return_table, ROLES_WORK, 0, "退回或收回移送",
     "Return a transfer, or take it back", application_perform_transfer_return},
    {"application.condition_met", "POST", "/applications/{id}/conditions/{number}/met",
     &application_meet_table, ROLES_WORK, 0, "确认许可所附条件已落实",
     "Confirm that a condition of the grant is met", application_perform_meet},
    {"application.conditions_missed", "POST", "/chores/conditions", NULL, ROLE_BIT(ROLE_SYSTEM),
     COMMAND_INTERNAL | COMMAND_CHORE, "记录逾期未落实的条件",
     "Record conditions that were not met in time", application_perform_lapse},
};

/* -- the list -- */

struct list_query {
    struct text state, org, light, district, sort, q, after;
    int64_t project, limit;
};

static const char *const sorts[] = {"left", "effect", "-submitted", NULL};
static const char *const lights[] = {"none", "green", "yellow", "red", "done", "paused", NULL};
static const char *const list_states[] = {
    "open",    "submitted", "received",     "supplement", "accepted",  "special", "suspended",
    "granted", "refused",   "not_accepted", "withdrawn",  "delivered", NULL};
static const struct field list_fields[] = {
    FIELD(list_query, state, CHOICE, .choices = list_states, .zh = "状态", .en = "state"),
    FIELD(list_query, org, TEXT, .max = 60, .zh = "办理单位", .en = "unit"),
    FIELD(list_query, project, ID, .zh = "项目", .en = "project"),
    FIELD(list_query, light, CHOICE, .choices = lights, .zh = "时限灯", .en = "light"),
    FIELD(list_query, district, TEXT, .max = 20, .zh = "区县", .en = "district"),
    FIELD(list_query, sort, CHOICE, .choices = sorts, .zh = "排序", .en = "order"),
    FIELD(list_query, q, TEXT, .max = 60, .zh = "搜索", .en = "search"),
    FIELD(list_query, limit, INT, .min = 1, .max = 200, .zh = "每页", .en = "a page"),
    FIELD(list_query, after, TEXT, .max = 60, .zh = "下一页", .en = "next page"),
};
static const struct field_table list_table = FIELD_TABLE(list_query, list_fields);

/* A department officer asks for his own unit's unless he names another that takes part with him. */
static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct list_query *query = run->query;
    struct application_context *context = application_context_open(run);
    bool is_officer = run->actor->role == ROLE_DEPARTMENT_OFFICER;
    struct application_question question = {
        .state = query->state,
        .light = query->light,
        .org = query->org.len > 0 || !is_officer ? query->org : run->actor->org,
        .district = query->district,
        .q = query->q,
        .project = query->project,
        .order = text_is(query->sort, "-submitted") ? APPLICATION_NEWEST
                 : text_is(query->sort, "effect")   ? APPLICATION_BY_EFFECT
                                                    : APPLICATION_BY_LEFT,
        .limit = query->limit,
        .after = query->after,
    };
    struct application_answer found;
    if (!application_ask_for(run, context, &question, &found, fault)) {
        return false;
    }
    json_object(json);
    if (!application_write_page(json, run, context, &question, &found, fault)) {
        return false;
    }
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"application.list", "/applications", &list_table, ROLES_BUSINESS, 0, "办件清单",
     "Applications", answer_list},
};

static const struct event_kind *const events[] = {
    &application_taken_in_event,        &application_submitted_event,
    &application_opened_event,          &application_received_event,
    &application_accepted_event,        &application_not_accepted_event,
    &application_asked_event,           &application_completed_event,
    &application_special_started_event, &application_special_ended_event,
    &application_extended_event,        &application_suspended_event,
    &application_resumed_event,         &application_renewed_event,
    &application_pause_missed_event,    &application_joint_extended_event,
    &application_decided_event,         &application_delivered_event,
    &application_withdrawn_event,       &application_reminded_event,
    &application_verified_event,        &application_handled_event,
    &application_revoked_event,         &application_version_moved_event,
    &application_proposed_event,        &application_returned_event,
    &application_forwarded_event,       &application_transfer_asked_event,
    &application_transfer_taken_event,  &application_transfer_declined_event,
    &application_condition_met_event,   &application_condition_missed_event,
};

const struct room application_room = {
    .name = "application",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(application),
    .schema = {"application", 9, application_ddl},
};
