#include "room/request/request.h"

static const char *const results[] = {"upheld",   "corrected",    "rejected",
                                      "provided", "not_provided", NULL};
static const char *const result_words[][2] = {{"异议成立", "upheld"},
                                              {"已更正", "corrected"},
                                              {"维持原判断", "rejected"},
                                              {"已提供", "provided"},
                                              {"未能提供", "not provided"}};

struct text request_result_name(struct text result, enum language language)
{
    for (size_t i = 0; results[i] != NULL; i++) {
        if (text_is(result, results[i])) {
            return text_of(result_words[i][language == LANGUAGE_ZH ? 0 : 1]);
        }
    }
    return TEXT_NONE;
}

struct text request_basis_name(struct text basis, enum language language)
{
    static const char *const names[][3] = {
        {"claims", "该单位经办这项政策的申领", "this unit decides claims of the policy"},
        {"issuer", "该单位是这项政策的首位发文机关", "this unit is the first issuer of the policy"},
        {"kind", "本市规定由该单位承办", "the city's table names this unit"},
        {"unknown", "数据未载明由本市哪个单位负责，由协调员交办",
         "the data name no unit of the city: a coordinator assigns it"}};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (text_is(basis, names[i][0])) {
            return text_of(names[i][language == LANGUAGE_ZH ? 1 : 2]);
        }
    }
    return TEXT_NONE;
}

#define LONG .max = 2000, .multiline = true
#define REASON(type) FIELD(type, reason, TEXT, .required = true, LONG, .zh = "理由", .en = "reason")

static const struct field ask_fields[] = {
    FIELD(request_ask, kind, TEXT, .names = "requestable", .required = true, .max = 60,
          .zh = "需要什么", .en = "what is needed"),
    FIELD(request_ask, policy, TEXT, .max = 60, .zh = "政策", .en = "policy"),
    FIELD(request_ask, said, TEXT, .required = true, LONG, .zh = "具体情况（不要写个人信息）",
          .en = "what it is about (no personal data)"),
};
const struct field_table request_ask_table = FIELD_TABLE(request_ask, ask_fields);

static const struct field assign_fields[] = {
    FIELD(request_assign, org, TEXT, .names = "units", .required = true, .max = 60,
          .zh = "承办单位", .en = "unit"),
    REASON(request_assign),
};
const struct field_table request_assign_table = FIELD_TABLE(request_assign, assign_fields);

static const struct field answer_fields[] = {
    FIELD(request_answer, result, CHOICE, .required = true, .choices = results,
          .words = result_words, .zh = "结果", .en = "result"),
    FIELD(request_answer, answer, TEXT, .required = true, LONG, .zh = "理由和答复",
          .en = "reason and answer"),
};
const struct field_table request_answer_table = FIELD_TABLE(request_answer, answer_fields);

static const struct field note_fields[] = {
    FIELD(request_note, note, TEXT, LONG, .zh = "说明", .en = "note"),
};
const struct field_table request_note_table = FIELD_TABLE(request_note, note_fields);

static const struct field reason_fields[] = {REASON(request_reason)};
const struct field_table request_reason_table = FIELD_TABLE(request_reason, reason_fields);

#define NAME(type) FIELD(type, name, TEXT, .max = 400, .zh = "诉求", .en = "request")
#define ORG(type) FIELD(type, org, TEXT, .max = 60, .zh = "承办单位", .en = "unit")
#define OWNER(type) FIELD(type, owner, TEXT, .max = 60, .zh = "由谁办理", .en = "whose turn")
#define DUE(type) FIELD(type, due_on, DATE, .zh = "期限", .en = "due on")

static const struct field asked_fields[] = {
    FIELD(request_asked, number, TEXT, .required = true, .zh = "编号", .en = "number"),
    FIELD(request_asked, kind, TEXT, .required = true, .max = 60, .zh = "种类", .en = "kind"),
    FIELD(request_asked, policy, TEXT, .max = 60, .zh = "政策", .en = "policy"),
    NAME(request_asked),
    ORG(request_asked),
    FIELD(request_asked, said, TEXT, LONG, .zh = "具体情况", .en = "what it is about"),
    OWNER(request_asked),
    FIELD(request_asked, basis, TEXT, .max = 60, .zh = "为何由其办理", .en = "why it is theirs"),
    FIELD(request_asked, year, INT, .min = 1, .zh = "编号年份", .en = "year of the number"),
    FIELD(request_asked, serial, INT, .min = 1, .zh = "编号序号", .en = "serial of the number"),
    DUE(request_asked),
};
static const struct field_table asked_table = FIELD_TABLE(request_asked, asked_fields);

static const struct field moved_fields[] = {
    ORG(request_moved),
    NAME(request_moved),
    OWNER(request_moved),
    FIELD(request_moved, words, TEXT, LONG, .zh = "说明", .en = "words"),
    FIELD(request_moved, result, TEXT, .max = 60, .zh = "结果", .en = "result"),
    DUE(request_moved),
};
static const struct field_table moved_table = FIELD_TABLE(request_moved, moved_fields);

#define EVENT(what, record, table, zh, en)                                                         \
    const struct event_kind request_##what##_event = {                                             \
        "request." #what, &table, record, zh, en, false}
EVENT(asked, request_record_asked, asked_table, "提出诉求", "a request was made");
EVENT(assigned, request_record_assigned, moved_table, "诉求已交办", "a request was assigned");
EVENT(taken, request_record_taken, moved_table, "诉求已接办", "a request was taken");
EVENT(answered, request_record_answered, moved_table, "诉求已答复", "a request was answered");
EVENT(closed, request_record_closed, moved_table, "诉求已办结", "a request was closed");
EVENT(reopened, request_record_reopened, moved_table, "诉求退回重办", "a request was sent back");
EVENT(withdrawn, request_record_withdrawn, moved_table, "诉求已撤回", "a request was withdrawn");
EVENT(missed, request_record_missed, moved_table, "诉求超过期限", "a request is late");
