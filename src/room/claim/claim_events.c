#include "room/claim/claim_events.h"

#define LONG .max = 2000, .multiline = true
#define FEN .min = 0, .max = 1000000000000000
#define ORG(type)                                                                                  \
    FIELD(type, org, TEXT, .required = true, .max = 60, .zh = "经办单位", .en = "unit")
#define NAME(type)                                                                                 \
    FIELD(type, name, TEXT, .max = 300, .zh = "政策名称", .en = "title of the policy")
#define WORDS(type) FIELD(type, words, TEXT, LONG, .zh = "说明", .en = "words")
#define ANYWAY(type)                                                                               \
    FIELD(type, anyway, BOOL, .zh = "知悉将失去更优组合",                                          \
          .en = "told that a better combination is lost")
#define DUE(type) FIELD(type, due_on, DATE, .zh = "期限", .en = "due on")
#define NTH(type) FIELD(type, nth, INT, .min = 1, .zh = "第几项", .en = "which one")
#define AMOUNT(type) FIELD(type, amount, INT, FEN, .zh = "金额（分）", .en = "amount in fen")

static const struct field opened_fields[] = {
    FIELD(claim_opened, number, TEXT, .required = true, .zh = "编号", .en = "number"),
    FIELD(claim_opened, year, INT, .min = 1, .zh = "编号年份", .en = "year of the number"),
    FIELD(claim_opened, serial, INT, .min = 1, .zh = "编号序号", .en = "serial of the number"),
    FIELD(claim_opened, policy, TEXT, .required = true, .max = 60, .zh = "政策", .en = "policy"),
    NAME(claim_opened),
    ORG(claim_opened),
    FIELD(claim_opened, asked, INT, FEN, .zh = "申请金额（分）", .en = "amount asked for in fen"),
    FIELD(claim_opened, told, TEXT, LONG, .zh = "符合条件的情况",
          .en = "how the conditions are met"),
    FIELD(claim_opened, files, JSON, .zh = "证明材料", .en = "evidence"),
    FIELD(claim_opened, by_itself, BOOL, .zh = "免申即享", .en = "opened by the platform"),
    ANYWAY(claim_opened),
    DUE(claim_opened),
};
static const struct field_table opened_table = FIELD_TABLE(claim_opened, opened_fields);

static const struct field moved_fields[] = {ORG(claim_moved), NAME(claim_moved), WORDS(claim_moved),
                                            ANYWAY(claim_moved), DUE(claim_moved)};
static const struct field_table moved_table = FIELD_TABLE(claim_moved, moved_fields);

static const struct field corrected_fields[] = {
    ORG(claim_corrected),
    NAME(claim_corrected),
    FIELD(claim_corrected, asked, INT, FEN, .zh = "申请金额（分）", .en = "amount asked in fen"),
    FIELD(claim_corrected, told, TEXT, LONG, .zh = "补正情况", .en = "what was corrected"),
    FIELD(claim_corrected, files, JSON, .zh = "证明材料", .en = "evidence"),
    DUE(claim_corrected),
};
static const struct field_table corrected_table = FIELD_TABLE(claim_corrected, corrected_fields);

static const struct field reviewed_fields[] = {
    ORG(claim_reviewed),
    FIELD(claim_reviewed, grant, BOOL, .zh = "拟予支持", .en = "to be granted"),
    AMOUNT(claim_reviewed),
    WORDS(claim_reviewed),
    DUE(claim_reviewed),
};
static const struct field_table reviewed_table = FIELD_TABLE(claim_reviewed, reviewed_fields);

static const struct field announced_fields[] = {
    ORG(claim_announced),
    AMOUNT(claim_announced),
    FIELD(claim_announced, until, DATE, .required = true, .zh = "公示截止日",
          .en = "last day of the notice"),
};
static const struct field_table announced_table = FIELD_TABLE(claim_announced, announced_fields);

static const struct field objected_fields[] = {ORG(claim_objected), NTH(claim_objected),
                                               WORDS(claim_objected)};
static const struct field_table objected_table = FIELD_TABLE(claim_objected, objected_fields);

static const struct field answered_fields[] = {
    ORG(claim_answered),
    NTH(claim_answered),
    FIELD(claim_answered, upheld, BOOL, .zh = "异议成立", .en = "it is right"),
    WORDS(claim_answered),
    DUE(claim_answered),
};
static const struct field_table answered_table = FIELD_TABLE(claim_answered, answered_fields);

static const struct field decided_fields[] = {
    ORG(claim_decided),
    NAME(claim_decided),
    FIELD(claim_decided, grant, BOOL, .zh = "予以支持", .en = "granted"),
    AMOUNT(claim_decided),
    WORDS(claim_decided),
    DUE(claim_decided),
};
static const struct field_table decided_table = FIELD_TABLE(claim_decided, decided_fields);

static const struct field scheduled_fields[] = {
    NTH(claim_scheduled), AMOUNT(claim_scheduled),
    FIELD(claim_scheduled, first, BOOL, .zh = "新的一期", .en = "it is new"), DUE(claim_scheduled)};
static const struct field_table scheduled_table = FIELD_TABLE(claim_scheduled, scheduled_fields);

static const struct field paid_fields[] = {
    NTH(claim_was_paid),
    NAME(claim_was_paid),
    AMOUNT(claim_was_paid),
    FIELD(claim_was_paid, paid_on, DATE, .required = true, .zh = "支付日期", .en = "paid on"),
    FIELD(claim_was_paid, reference, TEXT, .max = 100, .zh = "支付凭证号", .en = "reference"),
    FIELD(claim_was_paid, last, BOOL, .zh = "末期", .en = "the last one"),
};
static const struct field_table paid_table = FIELD_TABLE(claim_was_paid, paid_fields);

static const struct field condition_fields[] = {
    NTH(claim_condition_added),
    FIELD(claim_condition_added, what, TEXT, LONG, .zh = "须遵守的条件", .en = "condition to keep"),
    DUE(claim_condition_added),
};
static const struct field_table condition_table =
    FIELD_TABLE(claim_condition_added, condition_fields);

static const struct field checked_fields[] = {
    NTH(claim_condition_checked),
    FIELD(claim_condition_checked, kept, BOOL, .zh = "已遵守", .en = "it was kept"),
    WORDS(claim_condition_checked),
};
static const struct field_table checked_table =
    FIELD_TABLE(claim_condition_checked, checked_fields);

static const struct field demanded_fields[] = {
    ORG(claim_demanded),
    NAME(claim_demanded),
    NTH(claim_demanded),
    AMOUNT(claim_demanded),
    FIELD(claim_demanded, reason, TEXT, LONG, .zh = "追回理由", .en = "reason"),
    DUE(claim_demanded),
};
static const struct field_table demanded_table = FIELD_TABLE(claim_demanded, demanded_fields);

static const struct field taken_back_fields[] = {
    NTH(claim_taken_back),
    AMOUNT(claim_taken_back),
    FIELD(claim_taken_back, returned_on, DATE, .required = true, .zh = "退回日期",
          .en = "paid back on"),
    FIELD(claim_taken_back, reference, TEXT, .max = 100, .zh = "缴款凭证号", .en = "reference"),
};
static const struct field_table taken_back_table = FIELD_TABLE(claim_taken_back, taken_back_fields);

static const struct field missed_fields[] = {
    ORG(claim_missed),
    NAME(claim_missed),
    FIELD(claim_missed, state, TEXT, .max = 60, .zh = "状态", .en = "state"),
    FIELD(claim_missed, owner, TEXT, .max = 60, .zh = "由谁办理", .en = "whose turn"),
    DUE(claim_missed),
};
static const struct field_table missed_table = FIELD_TABLE(claim_missed, missed_fields);

#define EVENT(what, record, name, fields, zh, en, inner)                                           \
    const struct event_kind claim_##what##_event = {                                               \
        "claim." name, &fields##_table, record, zh, en, inner}

EVENT(opened, claim_record_opened, "opened", opened, "政策申领", "a policy's benefit was claimed",
      false);
EVENT(consented, claim_record_consented, "consented", moved, "同意免申即享",
      "the enterprise consented to a benefit", false);
EVENT(declined, claim_record_declined, "declined", moved, "不同意免申即享",
      "the enterprise declined a benefit", false);
EVENT(withdrawn, claim_record_withdrawn, "withdrawn", moved, "撤回申领", "a claim was withdrawn",
      false);
EVENT(accepted, claim_record_accepted, "accepted", moved, "受理申领", "a claim was taken on",
      false);
EVENT(correction_asked, claim_record_correction_asked, "correction_asked", moved, "申领要求补正",
      "corrections of a claim were asked for", false);
EVENT(corrected, claim_record_corrected, "corrected", corrected, "申领已补正",
      "a claim was corrected", false);
EVENT(reviewed, claim_record_reviewed, "reviewed", reviewed, "申领已审核", "a claim was reviewed",
      true);
EVENT(announced, claim_record_announced, "announced", announced, "申领公示",
      "a claim was announced publicly", false);
EVENT(objected, claim_record_objected, "objected", objected, "收到公示异议",
      "an objection to a claim came in", true);
EVENT(answered, claim_record_answered, "objection_answered", answered, "公示异议已处理",
      "an objection to a claim was answered", true);
EVENT(decided, claim_record_decided, "decided", decided, "申领已决定", "a claim was decided",
      false);
EVENT(scheduled, claim_record_scheduled, "scheduled", scheduled, "定下分期和兑付日期",
      "an instalment and its day were set", false);
EVENT(paid, claim_record_paid, "paid", paid, "政策资金已支付", "policy money was paid", false);
EVENT(condition, claim_record_condition, "condition_added", condition, "登记申领后续条件",
      "a condition to keep was noted", false);
EVENT(checked, claim_record_checked, "condition_checked", checked, "核查申领后续条件",
      "a condition to keep was checked", false);
EVENT(demanded, claim_record_demanded, "demanded", demanded, "追回政策资金",
      "policy money was demanded back", false);
EVENT(taken_back, claim_record_taken_back, "taken_back", taken_back, "政策资金已退回",
      "policy money was paid back", false);
EVENT(missed, claim_record_missed, "missed", missed, "申领超过期限", "a claim is past a limit",
      true);
EVENT(lapsed, claim_record_lapsed, "lapsed", moved, "免申即享逾期未同意",
      "nobody consented to a benefit in time", false);
