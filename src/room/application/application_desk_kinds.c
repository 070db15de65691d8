#include "room/application/application_desk.h"

#define LONG .max = 2000, .multiline = true

static const char *const proposals[] = {"granted", "conditional", "refused", NULL};
static const char *const proposals_words[][2] = {
    {"同意", "grant"}, {"附条件同意", "grant with conditions"}, {"不同意", "refuse"}};
static const char *const stages[] = {"intake", "acceptance", "review", "decision", NULL};
static const char *const stages_words[][2] = {
    {"收件", "receiving"}, {"受理", "acceptance"}, {"审查", "review"}, {"决定", "decision"}};

static const struct field propose_fields[] = {
    FIELD(application_propose, result, CHOICE, .required = true, .choices = proposals,
          .words = proposals_words, .zh = "拟办结果", .en = "proposed result"),
    FIELD(application_propose, opinion, TEXT, .required = true, LONG, .zh = "拟办意见",
          .en = "opinion"),
};
const struct field_table application_propose_table =
    FIELD_TABLE(application_propose, propose_fields);

static const struct field return_fields[] = {
    FIELD(application_return, to, CHOICE, .required = true, .choices = stages,
          .words = stages_words, .zh = "退回到", .en = "returned to"),
    FIELD(application_return, code, TEXT, .required = true, .max = 40, .zh = "退回原因",
          .en = "reason code"),
    FIELD(application_return, reason, TEXT, .required = true, LONG, .zh = "退回说明",
          .en = "reason"),
};
const struct field_table application_return_table = FIELD_TABLE(application_return, return_fields);

static const struct field transfer_fields[] = {
    FIELD(application_transfer, org, TEXT, .max = 60, .zh = "移送单位", .en = "unit"),
    FIELD(application_transfer, account_id, ID, .zh = "转交人员", .en = "person"),
    FIELD(application_transfer, reason, TEXT, .required = true, LONG, .zh = "移送理由",
          .en = "reason"),
};
const struct field_table application_transfer_table =
    FIELD_TABLE(application_transfer, transfer_fields);

static const struct field transfer_take_fields[] = {
    FIELD(application_transfer_answer, reason, TEXT, LONG, .zh = "说明", .en = "note"),
};
const struct field_table application_transfer_take_table =
    FIELD_TABLE(application_transfer_answer, transfer_take_fields);

static const struct field transfer_return_fields[] = {
    FIELD(application_transfer_answer, reason, TEXT, .required = true, LONG, .zh = "退回理由",
          .en = "reason"),
};
const struct field_table application_transfer_return_table =
    FIELD_TABLE(application_transfer_answer, transfer_return_fields);

static const struct field assign_fields[] = {
    FIELD(application_assign, ids, JSON, .required = true, .zh = "办件", .en = "applications"),
    FIELD(application_assign, account_id, ID, .required = true, .zh = "经办人", .en = "handler"),
};
const struct field_table application_assign_table = FIELD_TABLE(application_assign, assign_fields);

static const struct field meet_fields[] = {
    FIELD(application_meet, note, TEXT, LONG, .zh = "说明", .en = "note"),
    FIELD(application_meet, files, JSON, .zh = "证据文件", .en = "evidence"),
    FIELD(application_meet, on, DATE, .zh = "日期", .en = "day"),
};
const struct field_table application_meet_table = FIELD_TABLE(application_meet, meet_fields);

/* -- events -- */

static const struct field returned_fields[] = {
    FIELD(application_returned, from, TEXT, .required = true, .max = 40, .zh = "原环节",
          .en = "from"),
    FIELD(application_returned, to, CHOICE, .required = true, .choices = stages,
          .words = stages_words, .zh = "退回到", .en = "returned to"),
    FIELD(application_returned, code, TEXT, .required = true, .max = 40, .zh = "退回原因",
          .en = "reason code"),
    FIELD(application_returned, reason, TEXT, .required = true, LONG, .zh = "退回说明",
          .en = "reason"),
    FIELD(application_returned, undone, BOOL, .zh = "撤回未送达的决定",
          .en = "a decision not delivered is undone"),
};
static const struct field_table returned_table = FIELD_TABLE(application_returned, returned_fields);

static const struct field forwarded_fields[] = {
    FIELD(application_forwarded, to, TEXT, .max = 40, .zh = "转到", .en = "passed on to"),
    FIELD(application_forwarded, note, TEXT, LONG, .zh = "说明", .en = "note"),
};
static const struct field_table forwarded_table =
    FIELD_TABLE(application_forwarded, forwarded_fields);

static const struct field transfer_asked_fields[] = {
    FIELD(application_transfer_asked, from, TEXT, .required = true, .zh = "移出单位", .en = "from"),
    FIELD(application_transfer_asked, to, TEXT, .required = true, .zh = "移送单位", .en = "to"),
    FIELD(application_transfer_asked, reason, TEXT, .required = true, LONG, .zh = "移送理由",
          .en = "reason"),
};
static const struct field_table transfer_asked_table =
    FIELD_TABLE(application_transfer_asked, transfer_asked_fields);

static const struct field transfer_answered_fields[] = {
    FIELD(application_transfer_answered, transfer, ID, .required = true, .zh = "移送",
          .en = "transfer"),
    FIELD(application_transfer_answered, org, TEXT, .required = true, .zh = "办理单位",
          .en = "unit"),
    FIELD(application_transfer_answered, note, TEXT, LONG, .zh = "说明", .en = "note"),
    FIELD(application_transfer_answered, withdrawn, BOOL, .zh = "移出单位收回", .en = "taken back"),
};
static const struct field_table transfer_answered_table =
    FIELD_TABLE(application_transfer_answered, transfer_answered_fields);

static const struct field condition_met_fields[] = {
    FIELD(application_condition_met, position, INT, .min = 1, .zh = "第几项条件",
          .en = "which condition"),
    FIELD(application_condition_met, note, TEXT, LONG, .zh = "说明", .en = "note"),
    FIELD(application_condition_met, files, JSON, .zh = "证据文件", .en = "evidence"),
};
static const struct field_table condition_met_table =
    FIELD_TABLE(application_condition_met, condition_met_fields);

static const struct field condition_missed_fields[] = {
    FIELD(application_condition_missed, position, INT, .min = 1, .zh = "第几项条件",
          .en = "which condition"),
    FIELD(application_condition_missed, due_on, DATE, .required = true, .zh = "期限", .en = "by"),
};
static const struct field_table condition_missed_table =
    FIELD_TABLE(application_condition_missed, condition_missed_fields);

const struct event_kind application_proposed_event = {
    "application.proposed",   &application_propose_table, application_record_proposed,
    "提出拟办意见，报请决定", "decision proposed",        true};
const struct event_kind application_returned_event = {"application.returned",      &returned_table,
                                                      application_record_returned, "退回前面的环节",
                                                      "returned inside the unit",  true};
const struct event_kind application_forwarded_event = {
    "application.forwarded",      &forwarded_table,
    application_record_forwarded, "转下一环节",
    "passed on inside the unit",  true};
const struct event_kind application_transfer_asked_event = {
    "application.transfer_asked",      &transfer_asked_table,
    application_record_transfer_asked, "移送其他单位，待确认",
    "transfer to another unit asked",  true};
const struct event_kind application_transfer_taken_event = {
    "application.transfer_taken", &transfer_answered_table, application_record_transfer_taken,
    "接收移送，成为办理单位",     "transfer acknowledged",  false};
const struct event_kind application_transfer_declined_event = {"application.transfer_declined",
                                                               &transfer_answered_table,
                                                               application_record_transfer_declined,
                                                               "退回移送",
                                                               "transfer returned",
                                                               true};
const struct event_kind application_condition_met_event = {
    "application.condition_met", &condition_met_table,  application_record_condition_met,
    "许可所附条件已落实",        "a condition was met", false};
const struct event_kind application_condition_missed_event = {
    "application.condition_missed",      &condition_missed_table,
    application_record_condition_missed, "许可所附条件逾期未落实",
    "a condition was not met in time",   false};
