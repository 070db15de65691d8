#include "room/logbook/logbook.h"

static const char *const kinds[] = {"note", "contact", "visit", "number", "verified", NULL};
static const char *const kinds_words[][2] = {{"工作记录", "note"},
                                             {"联系企业", "contact"},
                                             {"走访", "visit"},
                                             {"跟踪编号", "tracking number"},
                                             {"今日已核", "verified today"}};
static const char *const ways[] = {"phone", "meeting", "message", "visit", "other", NULL};
static const char *const ways_words[][2] = {{"电话", "telephone"},
                                            {"会面", "meeting"},
                                            {"消息", "message"},
                                            {"走访", "visit"},
                                            {"其他", "other"}};

#define COMMON(type)                                                                               \
    FIELD(type, kind, CHOICE, .required = true, .choices = kinds, .words = kinds_words,            \
          .zh = "记录类型", .en = "kind"),                                                         \
        FIELD(type, words, TEXT, .max = 2000, .multiline = true, .zh = "内容", .en = "words"),     \
        FIELD(type, way, CHOICE, .choices = ways, .words = ways_words, .zh = "联系方式",           \
              .en = "way"),                                                                        \
        FIELD(type, system, TEXT, .max = 60, .zh = "系统", .en = "system"),                        \
        FIELD(type, number, TEXT, .max = 100, .zh = "跟踪编号", .en = "tracking number"),          \
        FIELD(type, shown, BOOL, .zh = "向企业展示", .en = "shown to the enterprise")

static const struct field add_fields[] = {COMMON(logbook_add),
                                          FIELD(logbook_add, application_id, ID,
                                                .names = "application", .zh = "办件",
                                                .en = "application"),
                                          FIELD(logbook_add, on, DATE, .zh = "日期", .en = "day")};
const struct field_table logbook_add_table = FIELD_TABLE(logbook_add, add_fields);

static const struct field show_fields[] = {
    FIELD(logbook_show, shown, BOOL, .zh = "向企业展示", .en = "shown to the enterprise"),
};
const struct field_table logbook_show_table = FIELD_TABLE(logbook_show, show_fields);

static const struct field added_fields[] = {
    COMMON(logbook_added),
    FIELD(logbook_added, application, ID, .zh = "办件", .en = "application")};
static const struct field_table added_table = FIELD_TABLE(logbook_added, added_fields);

const struct event_kind logbook_added_event = {"logbook.added",        &added_table,
                                               logbook_record_added,   "登记工作记录",
                                               "entry in the logbook", true};
const struct event_kind logbook_told_event = {"logbook.told",         &added_table,
                                              logbook_record_added,   "登记工作记录",
                                              "entry in the logbook", false};
const struct event_kind logbook_hidden_event = {"logbook.hidden",
                                                &logbook_show_table,
                                                logbook_record_shown,
                                                "工作记录不再向企业展示",
                                                "an entry is not shown any more",
                                                true};
const struct event_kind logbook_shown_event = {"logbook.shown",
                                               &logbook_show_table,
                                               logbook_record_shown,
                                               "工作记录向企业展示",
                                               "an entry of the logbook is shown",
                                               false};

static bool need(bool is_there, const char *field, const char *zh, const char *en,
                 struct fault *fault)
{
    if (!is_there) {
        fault_raise(fault, FAULT_FIELD_REQUIRED, text_of(field), FAULT_NO_ARGS);
        fault_label(fault, zh, en);
    }
    return is_there;
}

bool logbook_decide(const struct logbook_add *command, struct fault *fault)
{
    if (text_is(command->kind, "number")) {
        return need(command->system.len > 0, "system", "系统", "system", fault) &&
               need(command->number.len > 0, "number", "跟踪编号", "tracking number", fault);
    }
    if (text_is(command->kind, "verified")) {
        return need(command->application_id != 0, "application_id", "办件", "application", fault);
    }
    return need(command->words.len > 0, "words", "内容", "words", fault) &&
           (!text_is(command->kind, "contact") ||
            need(command->way.len > 0, "way", "联系方式", "way", fault));
}
