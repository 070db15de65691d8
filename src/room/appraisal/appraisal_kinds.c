#include "room/appraisal/appraisal.h"

#define LONG .max = 2000, .multiline = true

static const char *const whos[] = {"department", "navigator", NULL};
static const char *const who_words[][2] = {{"部门", "departments"}, {"代办员", "navigators"}};
static const char *const outcomes[] = {"kept", "recounted", "left_out", NULL};
static const char *const outcome_words[][2] = {
    {"维持原结果", "the result stays"},
    {"明细已更正，重新计算", "its rows were put right: count again"},
    {"该部分不计入", "leave the part out"}};

#define WHO(type)                                                                                  \
    FIELD(type, who, CHOICE, .required = true, .choices = whos, .words = who_words,                \
          .zh = "考评对象", .en = "who is appraised")
#define YEAR(type)                                                                                 \
    FIELD(type, year, INT, .required = true, .min = 2000, .max = 2200, .zh = "年度", .en = "year")
#define REASON(type) FIELD(type, reason, TEXT, .required = true, LONG, .zh = "理由", .en = "reason")
#define DOCUMENT(type)                                                                             \
    FIELD(type, document, TEXT, .required = true, .max = 200, .zh = "公布文件（名称、文号）",      \
          .en = "document of the publication")
#define PART(type)                                                                                 \
    FIELD(type, part, TEXT, .max = 60, .names = "appraisal_parts", .zh = "有异议的部分",           \
          .en = "part that is objected to")
#define SAID(type)                                                                                 \
    FIELD(type, said, TEXT, .required = true, LONG, .zh = "异议及依据", .en = "objection and why")
#define OUTCOME(type)                                                                              \
    FIELD(type, outcome, CHOICE, .required = true, .choices = outcomes, .words = outcome_words,    \
          .zh = "处理结果", .en = "decision")
#define RESULT(type) FIELD(type, result, ID, .required = true, .zh = "结果", .en = "result")
#define APPRAISAL(type)                                                                            \
    FIELD(type, appraisal, ID, .required = true, .zh = "考评", .en = "appraisal")
#define POINTS(type, member, zh_, en_) FIELD(type, member, INT, .max = 10000, .zh = zh_, .en = en_)

static const struct field draw_fields[] = {YEAR(appraisal_draw), WHO(appraisal_draw)};
const struct field_table appraisal_draw_table = FIELD_TABLE(appraisal_draw, draw_fields);

static const struct field reason_fields[] = {REASON(appraisal_reason)};
const struct field_table appraisal_reason_table = FIELD_TABLE(appraisal_reason, reason_fields);

static const struct field publish_fields[] = {DOCUMENT(appraisal_publish)};
const struct field_table appraisal_publish_table = FIELD_TABLE(appraisal_publish, publish_fields);

static const struct field object_fields[] = {PART(appraisal_object), SAID(appraisal_object)};
const struct field_table appraisal_object_table = FIELD_TABLE(appraisal_object, object_fields);

static const struct field decide_fields[] = {OUTCOME(appraisal_decide), REASON(appraisal_decide)};
const struct field_table appraisal_decide_table = FIELD_TABLE(appraisal_decide, decide_fields);

static const struct field drawn_fields[] = {
    YEAR(appraisal_drawn),
    WHO(appraisal_drawn),
    FIELD(appraisal_drawn, formula, TEXT, .required = true, .max = 60, .zh = "公式",
          .en = "formula"),
    FIELD(appraisal_drawn, pack, TEXT, .required = true, .max = 80, .zh = "规则版本",
          .en = "version of the rules"),
    FIELD(appraisal_drawn, ledger_size, ID, .required = true, .zh = "台账规模",
          .en = "size of the ledger"),
    FIELD(appraisal_drawn, cut, DATE, .required = true, .zh = "数据截止日", .en = "cut-off"),
    FIELD(appraisal_drawn, objections_until, DATE, .required = true, .zh = "异议截止日",
          .en = "last day to object"),
};
static const struct field_table drawn_table = FIELD_TABLE(appraisal_drawn, drawn_fields);

static const struct field reckoned_fields[] = {
    APPRAISAL(appraisal_reckoned),
    FIELD(appraisal_reckoned, key, TEXT, .required = true, .max = 60, .zh = "被考评者",
          .en = "the one appraised"),
    FIELD(appraisal_reckoned, account, ID, .zh = "账号", .en = "account"),
    FIELD(appraisal_reckoned, known, BOOL, .zh = "有得分", .en = "has a score"),
    POINTS(appraisal_reckoned, score, "得分（百分之一分）", "score (hundredths)"),
    POINTS(appraisal_reckoned, low, "区间下限", "interval from"),
    POINTS(appraisal_reckoned, high, "区间上限", "interval to"),
    POINTS(appraisal_reckoned, counted, "计入的权重", "weight that counts"),
    POINTS(appraisal_reckoned, weights, "全部权重", "all weight"),
    FIELD(appraisal_reckoned, parts, JSON, .zh = "各部分", .en = "parts"),
    FIELD(appraisal_reckoned, objection, ID, .zh = "异议", .en = "objection"),
    FIELD(appraisal_reckoned, reason, TEXT, LONG, .zh = "变更理由", .en = "why it changed"),
};
static const struct field_table reckoned_table = FIELD_TABLE(appraisal_reckoned, reckoned_fields);

static const struct field objected_fields[] = {
    RESULT(appraisal_objected),
    APPRAISAL(appraisal_objected),
    PART(appraisal_objected),
    SAID(appraisal_objected),
    FIELD(appraisal_objected, due_on, DATE, .required = true, .zh = "处理期限", .en = "limit"),
};
static const struct field_table objected_table = FIELD_TABLE(appraisal_objected, objected_fields);

static const struct field decided_fields[] = {RESULT(appraisal_decided), OUTCOME(appraisal_decided),
                                              REASON(appraisal_decided)};
static const struct field_table decided_table = FIELD_TABLE(appraisal_decided, decided_fields);

const struct event_kind appraisal_drawn_event = {"appraisal.drawn",
                                                 &drawn_table,
                                                 appraisal_record_drawn,
                                                 "计算年度考评",
                                                 "an annual appraisal was drawn up",
                                                 true};
const struct event_kind appraisal_reckoned_event = {"appraisal.reckoned",      &reckoned_table,
                                                    appraisal_record_reckoned, "考评结果",
                                                    "what one came to",        true};
const struct event_kind appraisal_changed_event = {"appraisal.changed",
                                                   &reckoned_table,
                                                   appraisal_record_changed,
                                                   "考评结果变更",
                                                   "a result of the appraisal changed",
                                                   true};
const struct event_kind appraisal_withdrawn_event = {
    "appraisal.withdrawn",        &appraisal_reason_table,
    appraisal_record_withdrawn,   "撤回考评",
    "an appraisal was withdrawn", true};
const struct event_kind appraisal_published_event = {
    "appraisal.published", &appraisal_publish_table,     appraisal_record_published,
    "公布考评结果",        "an appraisal was published", true};
const struct event_kind appraisal_objected_event = {"appraisal.objected",       &objected_table,
                                                    appraisal_record_objected,  "对考评提出异议",
                                                    "a result was objected to", true};
const struct event_kind appraisal_decided_event = {"appraisal.decided",        &decided_table,
                                                   appraisal_record_decided,   "处理考评异议",
                                                   "an objection was decided", true};
