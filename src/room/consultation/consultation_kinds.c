#include "room/consultation/consultation.h"

#define LONG .max = 2000, .multiline = true

static const char *const opinions[] = {"agree", "agree_if", "object", "none", NULL};
static const char *const opinions_words[][2] = {{"同意", "agree"},
                                                {"有条件同意", "agree on conditions"},
                                                {"不同意", "object"},
                                                {"无意见", "no comment"}};
static const char *const outcomes[] = {"agreed", "agreed_if", "objected", NULL};
static const char *const outcomes_words[][2] = {
    {"意见一致", "agreed"}, {"有条件一致", "agreed on conditions"}, {"有不同意见", "objected"}};

static const struct field ask_fields[] = {
    FIELD(consultation_ask, kind, TEXT, .required = true, .max = 40, .zh = "征求方式",
          .en = "kind"),
    FIELD(consultation_ask, orgs, TEXTS, .names = "units", .required = true,
          .max = CONSULTATION_UNITS_MAX, .zh = "征求单位", .en = "units"),
    FIELD(consultation_ask, question, TEXT, .required = true, LONG, .zh = "征求事项",
          .en = "question"),
    FIELD(consultation_ask, days, INT, .min = 1, .max = 60, .zh = "答复期限(工作日)",
          .en = "working days to answer"),
};
const struct field_table consultation_ask_table = FIELD_TABLE(consultation_ask, ask_fields);

static const struct field reply_fields[] = {
    FIELD(consultation_reply, opinion, CHOICE, .required = true, .choices = opinions,
          .words = opinions_words, .zh = "意见", .en = "opinion"),
    FIELD(consultation_reply, reason, TEXT, LONG, .zh = "理由或条件", .en = "reason or condition"),
};
const struct field_table consultation_reply_table = FIELD_TABLE(consultation_reply, reply_fields);

static const struct field conclude_fields[] = {
    FIELD(consultation_conclude, outcome, CHOICE, .required = true, .choices = outcomes,
          .words = outcomes_words, .zh = "归并结论", .en = "outcome"),
    FIELD(consultation_conclude, opinion, TEXT, .required = true, LONG, .zh = "归并意见",
          .en = "merged opinion"),
};
const struct field_table consultation_conclude_table =
    FIELD_TABLE(consultation_conclude, conclude_fields);

static const struct field cancel_fields[] = {
    FIELD(consultation_cancel, reason, TEXT, .required = true, LONG, .zh = "撤销征求的理由",
          .en = "reason"),
};
const struct field_table consultation_cancel_table =
    FIELD_TABLE(consultation_cancel, cancel_fields);

static const struct field asked_fields[] = {
    FIELD(consultation_asked, application, ID, .required = true, .zh = "办件", .en = "application"),
    FIELD(consultation_asked, kind, TEXT, .required = true, .max = 40, .zh = "征求方式",
          .en = "kind"),
    FIELD(consultation_asked, orgs, TEXTS, .names = "units", .required = true,
          .max = CONSULTATION_UNITS_MAX, .zh = "征求单位", .en = "units"),
    FIELD(consultation_asked, question, TEXT, .required = true, LONG, .zh = "征求事项",
          .en = "question"),
    FIELD(consultation_asked, by_org, TEXT, .required = true, .zh = "征求意见的单位",
          .en = "asking unit"),
    FIELD(consultation_asked, days, INT, .min = 1, .max = 60, .zh = "答复期限(工作日)",
          .en = "working days to answer"),
    FIELD(consultation_asked, holds, BOOL, .zh = "未答复前不能决定",
          .en = "holds the decision back"),
    FIELD(consultation_asked, after, TEXT, .required = true, .max = 40, .zh = "逾期规则",
          .en = "rule after the limit"),
    FIELD(consultation_asked, due_on, DATE, .zh = "答复期限", .en = "to be answered by"),
};
static const struct field_table asked_table = FIELD_TABLE(consultation_asked, asked_fields);

static const struct field replied_fields[] = {
    FIELD(consultation_replied, org, TEXT, .required = true, .zh = "答复单位", .en = "unit"),
    FIELD(consultation_replied, opinion, CHOICE, .required = true, .choices = opinions,
          .words = opinions_words, .zh = "意见", .en = "opinion"),
    FIELD(consultation_replied, application, ID, .zh = "办件", .en = "application"),
    FIELD(consultation_replied, by_org, TEXT, .zh = "征求意见的单位", .en = "asking unit"),
    FIELD(consultation_replied, due_on, DATE, .zh = "答复期限", .en = "to be answered by"),
    FIELD(consultation_replied, reason, TEXT, LONG, .zh = "理由或条件",
          .en = "reason or condition"),
};
static const struct field_table replied_table = FIELD_TABLE(consultation_replied, replied_fields);

static const struct field concluded_fields[] = {
    FIELD(consultation_concluded, outcome, CHOICE, .required = true, .choices = outcomes,
          .words = outcomes_words, .zh = "归并结论", .en = "outcome"),
    FIELD(consultation_concluded, opinion, TEXT, .required = true, LONG, .zh = "归并意见",
          .en = "merged opinion"),
    FIELD(consultation_concluded, unanswered, TEXTS, .zh = "未答复的单位",
          .en = "who did not answer"),
};
static const struct field_table concluded_table =
    FIELD_TABLE(consultation_concluded, concluded_fields);

static const struct field cancelled_fields[] = {
    FIELD(consultation_cancelled, reason, TEXT, .required = true, LONG, .zh = "理由",
          .en = "reason"),
};
static const struct field_table cancelled_table =
    FIELD_TABLE(consultation_cancelled, cancelled_fields);

static const struct field overdue_fields[] = {
    FIELD(consultation_overdue, application, ID, .zh = "办件", .en = "application"),
    FIELD(consultation_overdue, by_org, TEXT, .zh = "征求意见的单位", .en = "asking unit"),
    FIELD(consultation_overdue, due_on, DATE, .zh = "答复期限", .en = "to be answered by"),
    FIELD(consultation_overdue, orgs, TEXTS, .names = "units", .required = true,
          .zh = "逾期未答复的单位", .en = "who did not answer in time"),
};
static const struct field_table overdue_table = FIELD_TABLE(consultation_overdue, overdue_fields);

const struct event_kind consultation_asked_event = {"consultation.asked",
                                                    &asked_table,
                                                    consultation_record_asked,
                                                    "征求其他单位意见",
                                                    "other units asked for their opinion",
                                                    true};
const struct event_kind consultation_replied_event = {"consultation.replied",      &replied_table,
                                                      consultation_record_replied, "答复征求的意见",
                                                      "a unit has answered",       true};
const struct event_kind consultation_concluded_event = {
    "consultation.concluded", &concluded_table,           consultation_record_concluded,
    "归并征求的意见",         "opinions merged into one", true};
const struct event_kind consultation_cancelled_event = {
    "consultation.cancelled", &cancelled_table,         consultation_record_cancelled,
    "撤销征求意见",           "consultation cancelled", true};
const struct event_kind consultation_overdue_event = {
    "consultation.overdue",       &overdue_table,
    consultation_record_overdue,  "征求意见逾期未答复",
    "opinions not given in time", true};
