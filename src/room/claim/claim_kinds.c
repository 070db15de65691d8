#include "room/claim/claim.h"

#define LONG .max = 2000, .multiline = true
#define AMOUNT(type, zh_label, en_label, ...)                                                      \
    FIELD(type, amount, MONEY, .max = MONEY_FEN_DECIMALS, .zh = zh_label, .en = en_label,          \
          __VA_ARGS__)
#define NTH(type)                                                                                  \
    FIELD(type, nth, INT, .required = true, .min = 1, .max = 100, .zh = "第几项", .en = "which one")
#define FILES(type) FIELD(type, files, JSON, .names = "file", .zh = "证明材料", .en = "evidence")
#define ANYWAY(type)                                                                               \
    FIELD(type, anyway, BOOL, .zh = "有更优组合时仍要申领",                                        \
          .en = "claim it though a better combination is lost by it")

static const struct field apply_fields[] = {
    FIELD(claim_apply, policy, TEXT, .names = "claimable", .required = true, .max = 60,
          .zh = "政策", .en = "policy"),
    AMOUNT(claim_apply, "申请金额", "amount asked for", .required = true),
    FIELD(claim_apply, told, TEXT, .required = true, LONG, .zh = "符合条件的情况",
          .en = "how the conditions are met"),
    FILES(claim_apply),
    ANYWAY(claim_apply),
};
const struct field_table claim_apply_table = FIELD_TABLE(claim_apply, apply_fields);

static const struct field consent_fields[] = {ANYWAY(claim_consent)};
const struct field_table claim_consent_table = FIELD_TABLE(claim_consent, consent_fields);

static const struct field reason_fields[] = {
    FIELD(claim_reason, reason, TEXT, .required = true, LONG, .zh = "说明", .en = "reason"),
};
const struct field_table claim_reason_table = FIELD_TABLE(claim_reason, reason_fields);

static const struct field note_fields[] = {
    FIELD(claim_note, note, TEXT, LONG, .zh = "意见", .en = "note"),
};
const struct field_table claim_note_table = FIELD_TABLE(claim_note, note_fields);

static const struct field correct_fields[] = {
    AMOUNT(claim_correct, "申请金额（不变则不填）", "amount asked for, if it changes"),
    FIELD(claim_correct, told, TEXT, .required = true, LONG, .zh = "补正情况",
          .en = "what was corrected"),
    FILES(claim_correct),
};
const struct field_table claim_correct_table = FIELD_TABLE(claim_correct, correct_fields);

static const struct field review_fields[] = {
    FIELD(claim_review, grant, BOOL, .required = true, .zh = "拟予支持", .en = "to be granted"),
    AMOUNT(claim_review, "拟支持金额", "amount proposed"),
    FIELD(claim_review, reason, TEXT, .required = true, LONG, .zh = "审核意见", .en = "finding"),
};
const struct field_table claim_review_table = FIELD_TABLE(claim_review, review_fields);

static const struct field announce_fields[] = {
    FIELD(claim_announce, until, DATE, .zh = "公示截止日（政策没有规定天数时必填）",
          .en = "last day of the notice, required where no rule is known"),
};
const struct field_table claim_announce_table = FIELD_TABLE(claim_announce, announce_fields);

static const struct field answer_fields[] = {
    NTH(claim_answer),
    FIELD(claim_answer, upheld, BOOL, .required = true, .zh = "异议成立（将重新审核）",
          .en = "it is right: the claim is reviewed again"),
    FIELD(claim_answer, words, TEXT, .required = true, LONG, .zh = "处理情况", .en = "answer"),
};
const struct field_table claim_answer_table = FIELD_TABLE(claim_answer, answer_fields);

static const struct field verdict_fields[] = {
    FIELD(claim_verdict, grant, BOOL, .required = true, .zh = "予以支持", .en = "granted"),
    AMOUNT(claim_verdict, "核定金额", "amount granted"),
    FIELD(claim_verdict, reason, TEXT, .required = true, LONG, .zh = "决定理由",
          .en = "reasons of the decision"),
};
const struct field_table claim_verdict_table = FIELD_TABLE(claim_verdict, verdict_fields);

static const struct field schedule_fields[] = {
    NTH(claim_schedule),
    FIELD(claim_schedule, due_on, DATE, .required = true, .zh = "应兑付日", .en = "to be paid on"),
};
const struct field_table claim_schedule_table = FIELD_TABLE(claim_schedule, schedule_fields);

static const struct field pay_fields[] = {
    NTH(claim_pay),
    FIELD(claim_pay, paid_on, DATE, .required = true, .zh = "支付日期", .en = "paid on"),
    FIELD(claim_pay, reference, TEXT, .required = true, .max = 100, .zh = "支付凭证号",
          .en = "reference of the payment"),
};
const struct field_table claim_pay_table = FIELD_TABLE(claim_pay, pay_fields);

static const struct field condition_fields[] = {
    FIELD(claim_condition, what, TEXT, .required = true, LONG, .zh = "须遵守的条件",
          .en = "condition to keep"),
    FIELD(claim_condition, due_on, DATE, .required = true, .zh = "核查日", .en = "checked on"),
};
const struct field_table claim_condition_table = FIELD_TABLE(claim_condition, condition_fields);

static const struct field check_fields[] = {
    NTH(claim_check),
    FIELD(claim_check, kept, BOOL, .required = true, .zh = "已遵守", .en = "it was kept"),
    FIELD(claim_check, words, TEXT, .required = true, LONG, .zh = "核查情况", .en = "finding"),
};
const struct field_table claim_check_table = FIELD_TABLE(claim_check, check_fields);

static const struct field demand_fields[] = {
    AMOUNT(claim_demand, "追回金额", "amount demanded back", .required = true),
    FIELD(claim_demand, reason, TEXT, .required = true, LONG, .zh = "追回理由", .en = "reason"),
    FIELD(claim_demand, due_on, DATE, .required = true, .zh = "退回期限", .en = "due on"),
};
const struct field_table claim_demand_table = FIELD_TABLE(claim_demand, demand_fields);

static const struct field take_back_fields[] = {
    NTH(claim_take_back),
    AMOUNT(claim_take_back, "退回金额", "amount paid back", .required = true),
    FIELD(claim_take_back, returned_on, DATE, .required = true, .zh = "退回日期",
          .en = "paid back on"),
    FIELD(claim_take_back, reference, TEXT, .required = true, .max = 100, .zh = "缴款凭证号",
          .en = "reference"),
};
const struct field_table claim_take_back_table = FIELD_TABLE(claim_take_back, take_back_fields);
