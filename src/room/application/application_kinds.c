#include "room/application/application_kinds.h"

#define ON(type) FIELD(type, on, DATE, .zh = "日期", .en = "day")
#define LONG .max = 2000, .multiline = true

/* -- commands -- */

static const char *const channels[] = {"online", "navigator", "window", NULL};
static const char *const channels_words[][2] = {
    {"网上", "online"}, {"代办员代为提交", "by the navigator"}, {"大厅窗口", "at the window"}};
static const struct field intake_fields[] = {
    FIELD(application_intake, items, TEXTS, .required = true, .zh = "事项", .en = "items"),
    FIELD(application_intake, note, TEXT, LONG, .zh = "说明", .en = "note"),
    FIELD(application_intake, answers, JSON, .zh = "填报内容", .en = "answers of the form"),
    FIELD(application_intake, materials, JSON, .zh = "材料", .en = "materials"),
    FIELD(application_intake, channel, CHOICE, .choices = channels, .words = channels_words,
          .zh = "渠道", .en = "channel"),
    FIELD(application_intake, desk, TEXT, .max = 60, .zh = "窗口", .en = "window"),
    FIELD(application_intake, bundle, TEXT, .max = 60, .zh = "一件事", .en = "bundle"),
    ON(application_intake),
};
const struct field_table application_intake_table = FIELD_TABLE(application_intake, intake_fields);

static const struct field dated_fields[] = {ON(application_dated)};
const struct field_table application_dated_table = FIELD_TABLE(application_dated, dated_fields);

static const struct field not_accept_fields[] = {
    FIELD(application_not_accept, reason, TEXT, .required = true, LONG, .zh = "不予受理的理由",
          .en = "why it is not accepted"),
    FIELD(application_not_accept, basis, TEXT, .required = true, .max = 500, .zh = "法律依据",
          .en = "legal basis"),
    ON(application_not_accept),
};
const struct field_table application_not_accept_table =
    FIELD_TABLE(application_not_accept, not_accept_fields);

static const struct field ask_fields[] = {
    FIELD(application_ask, reasons, TEXTS, .zh = "补正原因", .en = "reasons"),
    FIELD(application_ask, materials, TEXTS, .zh = "涉及的材料", .en = "materials concerned"),
    FIELD(application_ask, note, TEXT, LONG, .zh = "说明", .en = "note"),
    FIELD(application_ask, corrections, JSON, .zh = "补正事项", .en = "corrections"),
    ON(application_ask),
};
const struct field_table application_ask_table = FIELD_TABLE(application_ask, ask_fields);

static const struct field complete_fields[] = {
    FIELD(application_complete, note, TEXT, LONG, .zh = "说明", .en = "note"),
    FIELD(application_complete, files, JSON, .zh = "补正文件", .en = "files"),
    FIELD(application_complete, answers, JSON, .zh = "更正内容", .en = "answers"),
    FIELD(application_complete, materials, JSON, .zh = "补交材料", .en = "materials"),
    ON(application_complete),
};
const struct field_table application_complete_table =
    FIELD_TABLE(application_complete, complete_fields);

static const struct field special_fields[] = {
    FIELD(application_special_start, code, TEXT, .max = 60, .zh = "特别程序代码", .en = "code"),
    FIELD(application_special_start, basis, TEXT, .max = 300, .zh = "依据", .en = "legal basis"),
    FIELD(application_special_start, name, TEXT, .required = true, .max = 100, .zh = "特别程序",
          .en = "procedure"),
    FIELD(application_special_start, days, INT, .required = true, .min = 1, .max = 1000,
          .zh = "所需工作日", .en = "working days needed"),
    FIELD(application_special_start, noticed_on, DATE, .required = true, .zh = "书面告知日期",
          .en = "day of the written notice"),
    FIELD(application_special_start, reason, TEXT, .required = true, LONG, .zh = "启动理由",
          .en = "reason"),
    ON(application_special_start),
};
const struct field_table application_special_table =
    FIELD_TABLE(application_special_start, special_fields);

static const char *const results[] = {"granted", "refused", NULL};
static const char *const decisions[] = {"granted", "conditional", "refused", NULL};
static const char *const decisions_words[][2] = {
    {"准予", "granted"}, {"附条件准予", "granted with conditions"}, {"不予", "refused"}};
static const struct field decide_fields[] = {
    FIELD(application_decide, result, CHOICE, .required = true, .choices = decisions,
          .words = decisions_words, .zh = "结果", .en = "result"),
    FIELD(application_decide, reason, TEXT, LONG, .zh = "理由", .en = "reason"),
    FIELD(application_decide, basis, TEXT, .max = 500, .zh = "依据", .en = "legal basis"),
    FIELD(application_decide, document, TEXT, .max = 200, .zh = "文号", .en = "document number"),
    FIELD(application_decide, valid_until, DATE, .zh = "有效期至", .en = "valid until"),
    FIELD(application_decide, files, JSON, .zh = "证据文件", .en = "evidence"),
    FIELD(application_decide, conditions, JSON, .zh = "条件", .en = "conditions"),
    ON(application_decide),
};
const struct field_table application_decide_table = FIELD_TABLE(application_decide, decide_fields);

static const struct field deliver_fields[] = {
    FIELD(application_deliver, way, TEXT, .max = 40, .zh = "送达方式", .en = "way of delivery"),
    FIELD(application_deliver, number, TEXT, .max = 100, .zh = "邮寄单号", .en = "parcel number"),
    ON(application_deliver),
};
const struct field_table application_deliver_table =
    FIELD_TABLE(application_deliver, deliver_fields);

static const struct field withdraw_fields[] = {
    FIELD(application_withdraw, reason, TEXT, .required = true, LONG, .zh = "撤件理由",
          .en = "reason"),
    ON(application_withdraw),
};
const struct field_table application_withdraw_table =
    FIELD_TABLE(application_withdraw, withdraw_fields);

static const struct field remind_fields[] = {
    FIELD(application_remind, note, TEXT, .max = 500, .multiline = true, .zh = "说明",
          .en = "note"),
};
const struct field_table application_remind_table = FIELD_TABLE(application_remind, remind_fields);

static const struct field handle_fields[] = {
    FIELD(application_handle, account_id, ID, .required = true, .zh = "经办人", .en = "handler"),
};
const struct field_table application_handle_table = FIELD_TABLE(application_handle, handle_fields);

/* -- events -- */

static const struct field taken_in_fields[] = {
    FIELD(application_taken_in, items, TEXTS, .required = true, .zh = "事项", .en = "items"),
    FIELD(application_taken_in, note, TEXT, LONG, .zh = "说明", .en = "note"),
    FIELD(application_taken_in, number, TEXT, .zh = "并联办件编号", .en = "number"),
    FIELD(application_taken_in, year, INT, .min = 1, .zh = "编号年份", .en = "year of the number"),
    FIELD(application_taken_in, serial, INT, .min = 1, .zh = "编号序号",
          .en = "serial of the number"),
    FIELD(application_taken_in, channel, CHOICE, .choices = channels, .words = channels_words,
          .zh = "渠道", .en = "channel"),
    FIELD(application_taken_in, desk, TEXT, .max = 60, .zh = "窗口", .en = "window"),
    FIELD(application_taken_in, bundle, TEXT, .max = 60, .zh = "一件事", .en = "bundle"),
    FIELD(application_taken_in, joint_days, INT, .zh = "并联法定时限", .en = "joint limit"),
    FIELD(application_taken_in, joint_extension_days, INT, .zh = "并联可延长",
          .en = "joint extension"),
    FIELD(application_taken_in, joint_promised_days, INT, .zh = "联办承诺时限",
          .en = "joint promised days"),
};
static const struct field_table taken_in_table = FIELD_TABLE(application_taken_in, taken_in_fields);

static const struct field submitted_fields[] = {
    FIELD(application_submitted, number, TEXT, .required = true, .zh = "办件编号", .en = "number"),
    FIELD(application_submitted, year, INT, .min = 1, .zh = "编号年份", .en = "year of the number"),
    FIELD(application_submitted, serial, INT, .min = 1, .zh = "编号序号",
          .en = "serial of the number"),
    FIELD(application_submitted, intake, ID, .required = true, .zh = "收件批次", .en = "intake"),
    FIELD(application_submitted, code, TEXT, .required = true, .zh = "事项", .en = "item"),
    FIELD(application_submitted, item_name, TEXT, .required = true, .zh = "事项名称",
          .en = "name of the item"),
    FIELD(application_submitted, org, TEXT, .required = true, .zh = "办理单位", .en = "unit"),
    FIELD(application_submitted, own, BOOL, .zh = "企业自行组织",
          .en = "organised by the enterprise"),
    FIELD(application_submitted, limit_days, INT, .zh = "办理时限", .en = "limit"),
    FIELD(application_submitted, limit_basis, TEXT, .zh = "时限依据", .en = "basis of the limit"),
    FIELD(application_submitted, notify_days, INT, .zh = "告知期限",
          .en = "days to tell what is missing"),
    FIELD(application_submitted, deliver_days, INT, .zh = "送达期限", .en = "days to deliver"),
    FIELD(application_submitted, round, INT, .min = 1, .zh = "第几次申请", .en = "round"),
    FIELD(application_submitted, previous, ID, .zh = "上一次办件", .en = "application before"),
    FIELD(application_submitted, first_submitted_on, DATE, .zh = "首次提交日期",
          .en = "first submitted on"),
};
static const struct field_table submitted_table =
    FIELD_TABLE(application_submitted, submitted_fields);

static const struct field noted_fields[] = {
    FIELD(application_noted, note, TEXT, LONG, .zh = "说明", .en = "note"),
};
static const struct field_table noted_table = FIELD_TABLE(application_noted, noted_fields);

static const struct field dismissed_fields[] = {
    FIELD(application_dismissed, reason, TEXT, .required = true, LONG, .zh = "理由",
          .en = "reason"),
    FIELD(application_dismissed, basis, TEXT, .required = true, .max = 500, .zh = "依据",
          .en = "legal basis"),
};
static const struct field_table dismissed_table =
    FIELD_TABLE(application_dismissed, dismissed_fields);

static const struct field asked_fields[] = {
    FIELD(application_asked, reasons, TEXTS, .required = true, .zh = "补正原因", .en = "reasons"),
    FIELD(application_asked, materials, TEXTS, .zh = "涉及的材料", .en = "materials concerned"),
    FIELD(application_asked, note, TEXT, LONG, .zh = "说明", .en = "note"),
    FIELD(application_asked, corrections, JSON, .zh = "补正事项", .en = "corrections"),
};
static const struct field_table asked_table = FIELD_TABLE(application_asked, asked_fields);

static const struct field completed_fields[] = {
    FIELD(application_completed, note, TEXT, LONG, .zh = "说明", .en = "note"),
    FIELD(application_completed, files, JSON, .zh = "补正文件", .en = "files"),
};
static const struct field_table completed_table =
    FIELD_TABLE(application_completed, completed_fields);

static const struct field special_started_fields[] = {
    FIELD(application_special_started, code, TEXT, .max = 60, .zh = "特别程序代码", .en = "code"),
    FIELD(application_special_started, law, TEXT, .max = 300, .zh = "依据", .en = "legal basis"),
    FIELD(application_special_started, name, TEXT, .required = true, .max = 100, .zh = "特别程序",
          .en = "procedure"),
    FIELD(application_special_started, days, INT, .min = 1, .max = 1000, .zh = "所需工作日",
          .en = "working days needed"),
    FIELD(application_special_started, noticed_on, DATE, .required = true, .zh = "书面告知日期",
          .en = "day of the written notice"),
    FIELD(application_special_started, reason, TEXT, .required = true, LONG, .zh = "启动理由",
          .en = "reason"),
};
static const struct field_table special_started_table =
    FIELD_TABLE(application_special_started, special_started_fields);

static const struct field decided_fields[] = {
    FIELD(application_decided, result, CHOICE, .required = true, .choices = results, .zh = "结果",
          .en = "result"),
    FIELD(application_decided, reason, TEXT, LONG, .zh = "理由", .en = "reason"),
    FIELD(application_decided, basis, TEXT, .max = 500, .zh = "依据", .en = "legal basis"),
    FIELD(application_decided, document, TEXT, .max = 200, .zh = "文号", .en = "document number"),
    FIELD(application_decided, valid_until, DATE, .zh = "有效期至", .en = "valid until"),
    FIELD(application_decided, files, JSON, .zh = "证据文件", .en = "evidence"),
    FIELD(application_decided, conditions, JSON, .zh = "条件", .en = "conditions"),
};
static const struct field_table decided_table = FIELD_TABLE(application_decided, decided_fields);

static const struct field delivered_fields[] = {
    FIELD(application_delivered, note, TEXT, LONG, .zh = "说明", .en = "note"),
    FIELD(application_delivered, way, TEXT, .max = 40, .zh = "送达方式", .en = "way of delivery"),
    FIELD(application_delivered, number, TEXT, .max = 100, .zh = "邮寄单号", .en = "parcel number"),
};
static const struct field_table delivered_table =
    FIELD_TABLE(application_delivered, delivered_fields);

static const struct field withdrawn_fields[] = {
    FIELD(application_withdrawn, reason, TEXT, .required = true, LONG, .zh = "撤件理由",
          .en = "reason"),
};
static const struct field_table withdrawn_table =
    FIELD_TABLE(application_withdrawn, withdrawn_fields);

static const struct field revoked_fields[] = {
    FIELD(application_revoked, reason, TEXT, .required = true, LONG, .zh = "撤销理由",
          .en = "reason"),
    FIELD(application_revoked, basis, TEXT, .max = 500, .zh = "依据", .en = "legal basis"),
    FIELD(application_revoked, source, INT, .zh = "起因", .en = "what it rests on"),
};
static const struct field_table revoked_table = FIELD_TABLE(application_revoked, revoked_fields);

static const struct field handled_fields[] = {
    FIELD(application_handled, account, ID, .required = true, .zh = "经办人账号",
          .en = "account of the handler"),
    FIELD(application_handled, reason, TEXT, LONG, .zh = "转交理由", .en = "reason"),
};
static const struct field_table handled_table = FIELD_TABLE(application_handled, handled_fields);

const struct event_kind application_taken_in_event = {"intake.taken_in",           &taken_in_table,
                                                      application_record_taken_in, "一窗收件",
                                                      "taken in at one window",    false};
const struct event_kind application_submitted_event = {
    "application.submitted",      &submitted_table,
    application_record_submitted, "提交办件",
    "application submitted",      false};
const struct event_kind application_opened_event = {"application.opened",      &noted_table,
                                                    application_record_opened, "部门打开办件",
                                                    "the unit has opened it",  false};
const struct event_kind application_received_event = {"application.received",      &noted_table,
                                                      application_record_received, "部门收件",
                                                      "materials received",        false};
const struct event_kind application_accepted_event = {
    "application.accepted", &noted_table, application_record_accepted, "受理", "accepted", false};
const struct event_kind application_not_accepted_event = {"application.not_accepted",
                                                          &dismissed_table,
                                                          application_record_not_accepted,
                                                          "不予受理",
                                                          "not accepted",
                                                          false};
const struct event_kind application_asked_event = {"application.supplement_asked", &asked_table,
                                                   application_record_asked,       "一次性告知补正",
                                                   "supplements asked for",        false};
const struct event_kind application_completed_event = {"application.supplement_completed",
                                                       &completed_table,
                                                       application_record_completed,
                                                       "补正材料齐备",
                                                       "supplements handed in",
                                                       false};
const struct event_kind application_special_started_event = {
    "application.special_started",      &special_started_table,
    application_record_special_started, "启动特别程序",
    "special procedure begun",          false};
const struct event_kind application_special_ended_event = {
    "application.special_ended", &noted_table, application_record_special_ended, "特别程序结束",
    "special procedure ended",   false};
const struct event_kind application_decided_event = {"application.decided",
                                                     &decided_table,
                                                     application_record_decided,
                                                     "作出决定",
                                                     "decided",
                                                     false};
const struct event_kind application_delivered_event = {"application.delivered",
                                                       &delivered_table,
                                                       application_record_delivered,
                                                       "证件送达",
                                                       "delivered",
                                                       false};
const struct event_kind application_withdrawn_event = {"application.withdrawn",
                                                       &withdrawn_table,
                                                       application_record_withdrawn,
                                                       "撤件",
                                                       "withdrawn",
                                                       false};
const struct event_kind application_reminded_event = {
    "application.reminded", &noted_table, application_record_reminded, "催办", "reminded", false};
const struct event_kind application_verified_event = {
    "application.verified", &noted_table,     application_record_verified,
    "核实办件现状",         "state verified", false};
const struct event_kind application_handled_event = {
    "application.handled", &handled_table,  application_record_handled,
    "指派经办人",          "handler named", true};
const struct event_kind application_revoked_event = {"application.revoked",      &revoked_table,
                                                     application_record_revoked, "撤销办理结果",
                                                     "result withdrawn",         false};
