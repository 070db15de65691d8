#include "room/validity/validity.h"

#define LONG .max = 2000, .multiline = true

static const struct field refer_fields[] = {
    FIELD(validity_refer, item, TEXT, .required = true, .zh = "事项", .en = "item"),
    FIELD(validity_refer, assessment, TEXT, .required = true, .zh = "区域评估成果",
          .en = "regional assessment"),
    FIELD(validity_refer, valid_until, DATE, .required = true, .zh = "成果有效期至",
          .en = "valid until"),
    FIELD(validity_refer, within_terms, TRUTH, .zh = "产业、规模、高度符合适用条件",
          .en = "industry, size and height lie within its terms"),
    FIELD(validity_refer, document, TEXT, .required = true, .zh = "成果文号", .en = "document"),
};
const struct field_table validity_refer_table = FIELD_TABLE(validity_refer, refer_fields);

static const struct field extend_fields[] = {
    FIELD(validity_extend, reason, TEXT, .required = true, LONG, .zh = "延期理由", .en = "reason"),
    FIELD(validity_extend, document, TEXT, .required = true, .zh = "延期文书", .en = "document"),
};
const struct field_table validity_extend_table = FIELD_TABLE(validity_extend, extend_fields);

static const struct field watched_fields[] = {
    FIELD(validity_watched, kind, TEXT, .required = true, .zh = "种类", .en = "kind"),
    FIELD(validity_watched, code, TEXT, .zh = "事项", .en = "item"),
    FIELD(validity_watched, name, TEXT, .required = true, .zh = "名称", .en = "name"),
    FIELD(validity_watched, org, TEXT, .zh = "单位", .en = "unit"),
    FIELD(validity_watched, source, INT, .zh = "办件", .en = "application"),
    FIELD(validity_watched, until, DATE, .required = true, .zh = "有效期至", .en = "until"),
    FIELD(validity_watched, next_on, DATE, .required = true, .zh = "下次提醒", .en = "next notice"),
    FIELD(validity_watched, ends_with, TEXT, .zh = "终止节点", .en = "ended by"),
    FIELD(validity_watched, lapse, TEXT, .required = true, .zh = "到期后果",
          .en = "when it lapses"),
    FIELD(validity_watched, notice_days, JSON, .zh = "提前提醒天数", .en = "days ahead"),
    FIELD(validity_watched, extensions_most, INT, .min = -1, .zh = "可延期次数",
          .en = "extensions allowed"),
    FIELD(validity_watched, extension_months, INT, .zh = "每次延期月数",
          .en = "months of an extension"),
    FIELD(validity_watched, document, TEXT, .zh = "文号", .en = "document"),
    FIELD(validity_watched, about, INT, .zh = "证照或承诺", .en = "certificate or commitment"),
    FIELD(validity_watched, law, TEXT, .zh = "依据", .en = "legal basis"),
    FIELD(validity_watched, topic, TEXT, .zh = "区域评估事项", .en = "topic of the assessment"),
};
static const struct field_table watched_table = FIELD_TABLE(validity_watched, watched_fields);

static const struct field noticed_fields[] = {
    FIELD(validity_noticed, code, TEXT, .zh = "事项", .en = "item"),
    FIELD(validity_noticed, name, TEXT, .zh = "名称", .en = "name"),
    FIELD(validity_noticed, until, DATE, .required = true, .zh = "有效期至", .en = "until"),
    FIELD(validity_noticed, left_days, INT, .zh = "剩余自然日", .en = "calendar days left"),
    FIELD(validity_noticed, kind, TEXT, .zh = "种类", .en = "kind"),
    FIELD(validity_noticed, source, INT, .zh = "办件", .en = "application"),
    FIELD(validity_noticed, org, TEXT, .zh = "单位", .en = "unit"),
    FIELD(validity_noticed, law, TEXT, .zh = "依据", .en = "legal basis"),
    FIELD(validity_noticed, next_on, DATE, .required = true, .zh = "下次提醒", .en = "next notice"),
};
static const struct field_table noticed_table = FIELD_TABLE(validity_noticed, noticed_fields);

static const struct field extended_fields[] = {
    FIELD(validity_extended, until, DATE, .required = true, .zh = "有效期至", .en = "until"),
    FIELD(validity_extended, next_on, DATE, .required = true, .zh = "下次提醒",
          .en = "next notice"),
    FIELD(validity_extended, reason, TEXT, .required = true, LONG, .zh = "延期理由",
          .en = "reason"),
    FIELD(validity_extended, document, TEXT, .zh = "延期文书", .en = "document"),
};
static const struct field_table extended_table = FIELD_TABLE(validity_extended, extended_fields);

static const struct field lapsed_fields[] = {
    FIELD(validity_lapsed, kind, TEXT, .required = true, .zh = "种类", .en = "kind"),
    FIELD(validity_lapsed, lapse, TEXT, .required = true, .zh = "到期后果", .en = "what it means"),
    FIELD(validity_lapsed, code, TEXT, .zh = "事项", .en = "item"),
    FIELD(validity_lapsed, name, TEXT, .zh = "名称", .en = "name"),
    FIELD(validity_lapsed, source, INT, .zh = "办件", .en = "application"),
    FIELD(validity_lapsed, about, INT, .zh = "证照或承诺", .en = "certificate or commitment"),
    FIELD(validity_lapsed, org, TEXT, .zh = "单位", .en = "unit"),
    FIELD(validity_lapsed, law, TEXT, .zh = "依据", .en = "legal basis"),
    FIELD(validity_lapsed, until, DATE, .zh = "有效期至", .en = "until"),
};
static const struct field_table lapsed_table = FIELD_TABLE(validity_lapsed, lapsed_fields);

static const struct field ended_fields[] = {
    FIELD(validity_ended, reason, TEXT, .zh = "原因", .en = "reason"),
};
static const struct field_table ended_table = FIELD_TABLE(validity_ended, ended_fields);

const struct event_kind validity_watched_event = {"validity.watched",        &watched_table,
                                                  validity_record_watched,   "开始有效期监控",
                                                  "its validity is watched", false};
const struct event_kind validity_noticed_event = {"validity.noticed",      &noticed_table,
                                                  validity_record_noticed, "有效期将届满提醒",
                                                  "it will run out",       false};
const struct event_kind validity_extended_event = {
    "validity.extended", &extended_table, validity_record_extended, "准予延期", "extended", false};
const struct event_kind validity_lapsed_event = {"validity.lapsed",      &lapsed_table,
                                                 validity_record_lapsed, "有效期届满",
                                                 "it has run out",       false};
const struct event_kind validity_ended_event = {"validity.ended",
                                                &ended_table,
                                                validity_record_ended,
                                                "有效期监控结束",
                                                "its validity is watched no more",
                                                true};
