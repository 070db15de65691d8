#include "room/need/need.h"

#define LONG .max = 2000, .multiline = true

static const char *const answers[] = {"yes", "under_investigation", "no", NULL};
static const char *const answers_words[][2] = {
    {"需要办理", "needed"}, {"正在核实", "being looked into"}, {"不需要办理", "not needed"}};

static const struct field say_fields[] = {
    FIELD(need_say, item, TEXT, .required = true, .max = 60, .zh = "事项", .en = "item"),
    FIELD(need_say, needed, CHOICE, .required = true, .choices = answers, .words = answers_words,
          .zh = "是否需要办理", .en = "needed"),
    FIELD(need_say, reason, TEXT, .required = true, .max = 40, .zh = "理由", .en = "reason"),
    FIELD(need_say, words, TEXT, .required = true, LONG, .zh = "说明", .en = "in words"),
};
const struct field_table need_say_table = FIELD_TABLE(need_say, say_fields);

static const struct field told_fields[] = {
    FIELD(need_told, code, TEXT, .required = true, .zh = "事项", .en = "item"),
    FIELD(need_told, needed, CHOICE, .required = true, .choices = answers, .words = answers_words,
          .zh = "是否需要办理", .en = "needed"),
    FIELD(need_told, reason, TEXT, .required = true, .zh = "理由", .en = "reason"),
    FIELD(need_told, words, TEXT, LONG, .zh = "说明", .en = "in words"),
    FIELD(need_told, org, TEXT, .zh = "主管单位", .en = "unit in charge"),
};
static const struct field_table told_table = FIELD_TABLE(need_told, told_fields);

const struct event_kind need_said_event = {"need.said",        &told_table,       need_record_said,
                                           "认定是否需要办理", "need of an item", false};
const struct event_kind need_proposed_event = {"need.proposed",
                                               &told_table,
                                               need_record_proposed,
                                               "建议是否需要办理",
                                               "need of an item proposed",
                                               false};
