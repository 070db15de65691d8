#include "room/commitment/commitment_kinds.h"

#define LONG .max = 2000, .multiline = true

static const char *const results[] = {"passed", "failed", NULL};
static const char *const results_words[][2] = {{"符合承诺", "as promised"},
                                               {"不符合承诺", "not as promised"}};
static const char *const consequences[] = {"rectify", "revoke", "breach", NULL};
static const char *const consequences_words[][2] = {
    {"限期整改", "to be put right"}, {"撤销决定", "revoke the decision"}, {"记为失信", "a breach"}};
static const char *const outcomes[] = {"kept", "stopped", "redone", NULL};
static const char *const outcomes_words[][2] = {
    {"承诺已履行", "kept"}, {"已停止", "stopped"}, {"重新办理", "done anew"}};

/* -- commands -- */

static const struct field sign_fields[] = {
    FIELD(commitment_sign, variant, TEXT, .required = true, .zh = "办理方式", .en = "variant"),
    FIELD(commitment_sign, text_version, INT, .required = true, .min = 1, .zh = "承诺书版本",
          .en = "version of the text"),
    FIELD(commitment_sign, digest, TEXT, .required = true, .max = 64, .zh = "承诺书摘要",
          .en = "digest of the text"),
    FIELD(commitment_sign, agreed, BOOL, .zh = "同意并签署", .en = "agreed and signed"),
};
const struct field_table commitment_sign_table = FIELD_TABLE(commitment_sign, sign_fields);

static const struct field check_fields[] = {
    FIELD(commitment_check, result, CHOICE, .required = true, .choices = results,
          .words = results_words, .zh = "核查结论", .en = "result"),
    FIELD(commitment_check, is_false, BOOL, .zh = "承诺不实", .en = "the promise was false"),
    FIELD(commitment_check, consequence, CHOICE, .choices = consequences,
          .words = consequences_words, .zh = "处理", .en = "consequence"),
    FIELD(commitment_check, note, TEXT, LONG, .zh = "核查情况", .en = "what was found"),
};
const struct field_table commitment_check_table = FIELD_TABLE(commitment_check, check_fields);

static const struct field rectify_fields[] = {
    FIELD(commitment_rectify, note, TEXT, .required = true, LONG, .zh = "整改情况",
          .en = "what was corrected"),
    FIELD(commitment_rectify, files, JSON, .zh = "证明文件", .en = "evidence"),
};
const struct field_table commitment_rectify_table = FIELD_TABLE(commitment_rectify, rectify_fields);

static const struct field finish_fields[] = {
    FIELD(commitment_task_finish, outcome, CHOICE, .required = true, .choices = outcomes,
          .words = outcomes_words, .zh = "处置结果", .en = "outcome"),
    FIELD(commitment_task_finish, note, TEXT, .required = true, LONG, .zh = "处置情况",
          .en = "what was done"),
};
const struct field_table commitment_task_finish_table =
    FIELD_TABLE(commitment_task_finish, finish_fields);

static const struct field repair_fields[] = {
    FIELD(credit_repair, document, TEXT, .required = true, .zh = "修复文书",
          .en = "document of the repair"),
    FIELD(credit_repair, note, TEXT, .required = true, LONG, .zh = "修复理由", .en = "reason"),
};
const struct field_table credit_repair_table = FIELD_TABLE(credit_repair, repair_fields);

/* -- events -- */

static const struct field signed_fields[] = {
    FIELD(commitment_signed, application, ID, .required = true, .zh = "办件", .en = "application"),
    FIELD(commitment_signed, variant, TEXT, .required = true, .zh = "办理方式", .en = "variant"),
    FIELD(commitment_signed, class, TEXT, .required = true, .zh = "承诺种类", .en = "class"),
    FIELD(commitment_signed, code, TEXT, .required = true, .zh = "事项", .en = "item"),
    FIELD(commitment_signed, item_name, TEXT, .required = true, .zh = "事项名称",
          .en = "name of the item"),
    FIELD(commitment_signed, org, TEXT, .required = true, .zh = "决定单位", .en = "deciding unit"),
    FIELD(commitment_signed, checker, TEXT, .required = true, .zh = "核查单位",
          .en = "checking unit"),
    FIELD(commitment_signed, text_version, INT, .min = 1, .zh = "承诺书版本",
          .en = "version of the text"),
    FIELD(commitment_signed, title, TEXT, .required = true, .zh = "承诺书", .en = "title"),
    FIELD(commitment_signed, promise, TEXT, .required = true, LONG, .zh = "承诺内容",
          .en = "promise"),
    FIELD(commitment_signed, liability, TEXT, .required = true, LONG, .zh = "不实承诺的责任",
          .en = "liability"),
    FIELD(commitment_signed, digest, TEXT, .required = true, .max = 64, .zh = "承诺书摘要",
          .en = "digest of the text"),
    FIELD(commitment_signed, check_days, INT, .zh = "核查期限(工作日)",
          .en = "working days to the check"),
    FIELD(commitment_signed, at_once, BOOL, .zh = "当场决定", .en = "decided at once"),
};
static const struct field_table signed_table = FIELD_TABLE(commitment_signed, signed_fields);

static const struct field check_set_fields[] = {
    FIELD(commitment_check_set, check_by, DATE, .required = true, .zh = "核查期限",
          .en = "check by"),
    FIELD(commitment_check_set, application, ID, .zh = "办件", .en = "application"),
    FIELD(commitment_check_set, checker, TEXT, .zh = "核查单位", .en = "checking unit"),
    FIELD(commitment_check_set, name, TEXT, .zh = "事项名称", .en = "name of the item"),
    FIELD(commitment_check_set, decider, INT, .zh = "决定人账号", .en = "account that decided"),
};
static const struct field_table check_set_table =
    FIELD_TABLE(commitment_check_set, check_set_fields);

static const struct field missed_fields[] = {
    FIELD(commitment_missed, application, ID, .zh = "办件", .en = "application"),
    FIELD(commitment_missed, checker, TEXT, .zh = "核查单位", .en = "checking unit"),
    FIELD(commitment_missed, name, TEXT, .zh = "事项名称", .en = "name of the item"),
    FIELD(commitment_missed, check_by, DATE, .required = true, .zh = "核查期限", .en = "check by"),
};
static const struct field_table missed_table = FIELD_TABLE(commitment_missed, missed_fields);

static const struct field checked_fields[] = {
    FIELD(commitment_checked, result, CHOICE, .required = true, .choices = results,
          .words = results_words, .zh = "核查结论", .en = "result"),
    FIELD(commitment_checked, is_false, BOOL, .zh = "承诺不实", .en = "the promise was false"),
    FIELD(commitment_checked, consequence, CHOICE, .choices = consequences,
          .words = consequences_words, .zh = "处理", .en = "consequence"),
    FIELD(commitment_checked, rectify_by, DATE, .zh = "整改期限", .en = "correct by"),
    FIELD(commitment_checked, application, ID, .zh = "办件", .en = "application"),
    FIELD(commitment_checked, mark, TEXT, .zh = "信用记录", .en = "mark on the credit record"),
    FIELD(commitment_checked, note, TEXT, LONG, .zh = "核查情况", .en = "what was found"),
};
static const struct field_table checked_table = FIELD_TABLE(commitment_checked, checked_fields);

static const struct field rectified_fields[] = {
    FIELD(commitment_rectified, note, TEXT, .required = true, LONG, .zh = "整改情况",
          .en = "what was corrected"),
    FIELD(commitment_rectified, files, JSON, .zh = "证明文件", .en = "evidence"),
    FIELD(commitment_rectified, check_by, DATE, .required = true, .zh = "复查期限",
          .en = "check again by"),
};
static const struct field_table rectified_table =
    FIELD_TABLE(commitment_rectified, rectified_fields);

static const struct field voided_fields[] = {
    FIELD(commitment_voided, reason, TEXT, .zh = "原因", .en = "reason"),
};
static const struct field_table voided_table = FIELD_TABLE(commitment_voided, voided_fields);

static const struct field task_set_fields[] = {
    FIELD(commitment_task_set, source, ID, .required = true, .zh = "起因", .en = "what failed"),
    FIELD(commitment_task_set, application, INT, .zh = "办件", .en = "application"),
    FIELD(commitment_task_set, code, TEXT, .required = true, .zh = "事项或里程碑",
          .en = "item or milestone"),
    FIELD(commitment_task_set, item_name, TEXT, .required = true, .zh = "名称", .en = "name"),
    FIELD(commitment_task_set, org, TEXT, .zh = "责任单位", .en = "unit"),
    FIELD(commitment_task_set, why, TEXT, .required = true, .zh = "为何核查", .en = "why"),
    FIELD(commitment_task_set, due_on, DATE, .required = true, .zh = "办理期限", .en = "due"),
};
static const struct field_table task_set_table = FIELD_TABLE(commitment_task_set, task_set_fields);

static const struct field task_done_fields[] = {
    FIELD(commitment_task_done, outcome, CHOICE, .required = true, .choices = outcomes,
          .words = outcomes_words, .zh = "处置结果", .en = "outcome"),
    FIELD(commitment_task_done, note, TEXT, .required = true, LONG, .zh = "处置情况",
          .en = "what was done"),
};
static const struct field_table task_done_table =
    FIELD_TABLE(commitment_task_done, task_done_fields);

static const struct field marked_fields[] = {
    FIELD(credit_marked, enterprise, TEXT, .zh = "企业", .en = "enterprise"),
    FIELD(credit_marked, kind, TEXT, .required = true, .zh = "记录种类", .en = "kind"),
    FIELD(credit_marked, org, TEXT, .required = true, .zh = "认定单位", .en = "recorded by"),
    FIELD(credit_marked, reason, TEXT, .required = true, LONG, .zh = "事由", .en = "reason"),
    FIELD(credit_marked, source, ID, .required = true, .zh = "起因", .en = "what it came from"),
};
static const struct field_table marked_table = FIELD_TABLE(credit_marked, marked_fields);

static const struct field repaired_fields[] = {
    FIELD(credit_repaired, document, TEXT, .required = true, .zh = "修复文书",
          .en = "document of the repair"),
    FIELD(credit_repaired, note, TEXT, .required = true, LONG, .zh = "修复理由", .en = "reason"),
};
static const struct field_table repaired_table = FIELD_TABLE(credit_repaired, repaired_fields);

const struct event_kind commitment_signed_event = {"commitment.signed",
                                                   &signed_table,
                                                   commitment_record_signed,
                                                   "企业签署告知承诺书",
                                                   "commitment signed by the enterprise",
                                                   false};
const struct event_kind commitment_check_set_event = {"commitment.check_set",
                                                      &check_set_table,
                                                      commitment_record_check_set,
                                                      "依承诺办结,安排事后核查",
                                                      "granted on commitment, check set",
                                                      false};
const struct event_kind commitment_missed_event = {
    "commitment.check_missed",      &missed_table, commitment_record_missed, "承诺核查逾期未办",
    "check of a commitment missed", true};
const struct event_kind commitment_checked_event = {"commitment.checked",      &checked_table,
                                                    commitment_record_checked, "承诺核查",
                                                    "commitment checked",      false};
const struct event_kind commitment_rectified_event = {
    "commitment.rectified", &rectified_table,      commitment_record_rectified,
    "企业报告整改完成",     "correction reported", false};
const struct event_kind commitment_voided_event = {"commitment.voided",      &voided_table,
                                                   commitment_record_voided, "承诺未采用",
                                                   "commitment not used",    false};
const struct event_kind commitment_task_set_event = {"commitment.task_set",
                                                     &task_set_table,
                                                     commitment_record_task_set,
                                                     "前序结果失效,须复核",
                                                     "what relied on it must be looked at",
                                                     false};
const struct event_kind commitment_task_done_event = {"commitment.task_done",
                                                      &task_done_table,
                                                      commitment_record_task_done,
                                                      "复核完成",
                                                      "looked at",
                                                      false};
const struct event_kind credit_marked_event = {"commitment.marked",         &marked_table,
                                               credit_record_marked,        "计入信用记录",
                                               "mark on the credit record", false};
const struct event_kind credit_repaired_event = {"commitment.repaired",    &repaired_table,
                                                 credit_record_repaired,   "信用修复",
                                                 "credit record repaired", false};
