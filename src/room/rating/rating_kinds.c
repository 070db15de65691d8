#include "room/rating/rating.h"

#define LONG .max = 2000, .multiline = true

#define GRADE(type)                                                                                \
    FIELD(type, grade, TEXT, .required = true, .max = 40, .names = "rating_grades", .zh = "评价",  \
          .en = "grade")
#define REASONS(type)                                                                              \
    FIELD(type, reasons, TEXTS, .max = 10, .names = "rating_reasons", .zh = "原因", .en = "reasons")
#define SAID(type)                                                                                 \
    FIELD(type, said, TEXT, .max = 1000, .multiline = true, .zh = "想说的话（被评单位看得到）",    \
          .en = "in your words (the unit reads them)")

static const struct field give_fields[] = {
    GRADE(rating_give),
    REASONS(rating_give),
    SAID(rating_give),
    FIELD(rating_give, tells_case, BOOL, .zh = "让被评单位知道是哪个办件，便于核实（不告知姓名）",
          .en = "the unit may know which case it is (never your name)"),
};
const struct field_table rating_give_table = FIELD_TABLE(rating_give, give_fields);

static const struct field note_fields[] = {GRADE(rating_note), REASONS(rating_note),
                                           SAID(rating_note)};
const struct field_table rating_note_table = FIELD_TABLE(rating_note, note_fields);

static const struct field repeat_fields[] = {GRADE(rating_repeat)};
const struct field_table rating_repeat_table = FIELD_TABLE(rating_repeat, repeat_fields);

static const struct field reason_fields[] = {
    FIELD(rating_reason, reason, TEXT, .required = true, LONG, .zh = "理由", .en = "reason"),
};
const struct field_table rating_reason_table = FIELD_TABLE(rating_reason, reason_fields);

static const struct field judge_fields[] = {
    FIELD(rating_judge, agrees, BOOL, .required = true, .zh = "同意不予采纳",
          .en = "it is to be struck"),
    FIELD(rating_judge, reason, TEXT, .required = true, LONG, .zh = "理由", .en = "reason"),
};
const struct field_table rating_judge_table = FIELD_TABLE(rating_judge, judge_fields);

static const struct field given_fields[] = {
    FIELD(rating_given, application, ID, .zh = "办件", .en = "application"),
    FIELD(rating_given, visit, ID, .zh = "到厅办理", .en = "visit to a hall"),
    FIELD(rating_given, project_id, ID, .zh = "项目", .en = "project"),
    FIELD(rating_given, org, TEXT, .required = true, .max = 60, .zh = "被评单位", .en = "unit"),
    FIELD(rating_given, item, TEXT, .max = 60, .zh = "事项", .en = "item"),
    FIELD(rating_given, channel, TEXT, .required = true, .max = 20, .zh = "渠道", .en = "channel"),
    FIELD(rating_given, grade, TEXT, .required = true, .max = 40, .zh = "评价", .en = "grade"),
    FIELD(rating_given, low, BOOL, .zh = "差评", .en = "low"),
    FIELD(rating_given, tells_case, BOOL, .zh = "可告知办件", .en = "the case may be known"),
    FIELD(rating_given, has_words, BOOL, .zh = "有留言", .en = "has words"),
    FIELD(rating_given, reasons, TEXTS, .max = 10, .zh = "原因", .en = "reasons"),
    FIELD(rating_given, ended_on, DATE, .zh = "办结日期", .en = "day it was finished"),
    FIELD(rating_given, source, TEXT, .max = 40, .zh = "来源摘要", .en = "digest of the source"),
};
static const struct field_table given_table = FIELD_TABLE(rating_given, given_fields);

static const struct field repeated_fields[] = {
    FIELD(rating_repeated, grade, TEXT, .required = true, .max = 40, .zh = "评价", .en = "grade"),
    FIELD(rating_repeated, low, BOOL, .zh = "差评", .en = "low"),
};
static const struct field_table repeated_table = FIELD_TABLE(rating_repeated, repeated_fields);

const struct event_kind rating_given_event = {
    "rating.given", &given_table, rating_record_given, "评价", "a rating was given", true};
const struct event_kind rating_repeated_event = {
    "rating.repeated", &repeated_table, rating_record_repeated, "追评", "it was rated again", true};
const struct event_kind rating_strike_asked_event = {"rating.strike_asked",
                                                     &rating_reason_table,
                                                     rating_record_strike_asked,
                                                     "提请评价不予采纳",
                                                     "a rating is proposed to be struck",
                                                     true};
const struct event_kind rating_strike_judged_event = {"rating.strike_judged",
                                                      &rating_judge_table,
                                                      rating_record_strike_judged,
                                                      "决定评价是否采纳",
                                                      "it was decided whether a rating is struck",
                                                      true};
const struct event_kind rating_rater_opened_event = {
    "rating.rater_opened", &rating_reason_table,      rating_record_rater_opened,
    "查看评价人",          "who rated was looked up", true};
