#include "room/promise/promise.h"

#define LONG .max = 2000, .multiline = true

static const char *const whats[] = {"decide", "deliver", "visit", "reply", "other", NULL};
static const char *const whats_words[][2] = {{"作出决定", "decide"},
                                             {"送达结果", "deliver"},
                                             {"到现场", "visit the site"},
                                             {"答复", "reply"},
                                             {"其他", "other"}};

static const struct field make_fields[] = {
    FIELD(promise_make, what, CHOICE, .required = true, .choices = whats, .words = whats_words,
          .zh = "承诺事项", .en = "what is promised"),
    FIELD(promise_make, on, DATE, .required = true, .zh = "承诺日期", .en = "promised day"),
    FIELD(promise_make, words, TEXT, LONG, .zh = "承诺内容", .en = "in words"),
};
const struct field_table promise_make_table = FIELD_TABLE(promise_make, make_fields);

static const struct field move_fields[] = {
    FIELD(promise_move, to, DATE, .required = true, .zh = "承诺日期", .en = "promised day"),
    FIELD(promise_move, reason, TEXT, .required = true, LONG, .zh = "变更理由", .en = "reason"),
};
const struct field_table promise_move_table = FIELD_TABLE(promise_move, move_fields);

static const struct field answer_fields[] = {
    FIELD(promise_answer, note, TEXT, LONG, .zh = "批准意见", .en = "note"),
};
const struct field_table promise_answer_table = FIELD_TABLE(promise_answer, answer_fields);

static const struct field reject_fields[] = {
    FIELD(promise_answer, note, TEXT, .required = true, LONG, .zh = "不批准的理由", .en = "reason"),
};
const struct field_table promise_reject_table = FIELD_TABLE(promise_answer, reject_fields);

static const struct field keep_fields[] = {
    FIELD(promise_keep, on, DATE, .zh = "兑现日期", .en = "kept on"),
    FIELD(promise_keep, note, TEXT, LONG, .zh = "说明", .en = "note"),
};
const struct field_table promise_keep_table = FIELD_TABLE(promise_keep, keep_fields);

static const struct field made_fields[] = {
    FIELD(promise_made, application, ID, .required = true, .zh = "办件", .en = "application"),
    FIELD(promise_made, what, CHOICE, .required = true, .choices = whats, .words = whats_words,
          .zh = "承诺事项", .en = "what is promised"),
    FIELD(promise_made, words, TEXT, LONG, .zh = "承诺内容", .en = "in words"),
    FIELD(promise_made, by_org, TEXT, .required = true, .zh = "作出承诺的单位", .en = "unit"),
    FIELD(promise_made, promised_on, DATE, .required = true, .zh = "承诺日期",
          .en = "promised day"),
};
static const struct field_table made_table = FIELD_TABLE(promise_made, made_fields);

static const struct field moved_fields[] = {
    FIELD(promise_moved, to, DATE, .required = true, .zh = "承诺日期", .en = "promised day"),
    FIELD(promise_moved, reason, TEXT, .required = true, LONG, .zh = "变更理由", .en = "reason"),
};
static const struct field_table moved_table = FIELD_TABLE(promise_moved, moved_fields);

static const struct field asked_fields[] = {
    FIELD(promise_asked, account, ID, .required = true, .zh = "申请人账号", .en = "who asks"),
    FIELD(promise_asked, application, ID, .zh = "办件", .en = "application"),
    FIELD(promise_asked, by_org, TEXT, .zh = "作出承诺的单位", .en = "unit"),
    FIELD(promise_asked, from, DATE, .zh = "原承诺日期", .en = "promised day so far"),
    FIELD(promise_asked, to, DATE, .required = true, .zh = "承诺日期", .en = "promised day"),
    FIELD(promise_asked, reason, TEXT, .required = true, LONG, .zh = "变更理由", .en = "reason"),
};
static const struct field_table asked_table = FIELD_TABLE(promise_asked, asked_fields);

static const struct field answered_fields[] = {
    FIELD(promise_answered, request, ID, .required = true, .zh = "变更申请", .en = "request"),
    FIELD(promise_answered, application, ID, .zh = "办件", .en = "application"),
    FIELD(promise_answered, by_org, TEXT, .zh = "作出承诺的单位", .en = "unit"),
    FIELD(promise_answered, from, DATE, .zh = "原承诺日期", .en = "promised day so far"),
    FIELD(promise_answered, for_account, ID, .zh = "受谁委托", .en = "as deputy of"),
    FIELD(promise_answered, to, DATE, .zh = "承诺日期", .en = "promised day"),
    FIELD(promise_answered, note, TEXT, LONG, .zh = "意见", .en = "note"),
};
static const struct field_table answered_table = FIELD_TABLE(promise_answered, answered_fields);

static const struct field noted_fields[] = {
    FIELD(promise_noted, note, TEXT, LONG, .zh = "说明", .en = "note"),
};
static const struct field_table noted_table = FIELD_TABLE(promise_noted, noted_fields);

static const struct field missed_fields[] = {
    FIELD(promise_missed, application, ID, .zh = "办件", .en = "application"),
    FIELD(promise_missed, by_org, TEXT, .zh = "作出承诺的单位", .en = "unit"),
    FIELD(promise_missed, promised_on, DATE, .required = true, .zh = "承诺日期",
          .en = "promised day"),
};
static const struct field_table missed_table = FIELD_TABLE(promise_missed, missed_fields);

const struct event_kind promise_made_event = {"promise.made", &made_table, promise_record_made,
                                              "承诺日期", "a day was promised"};
const struct event_kind promise_moved_event = {"promise.moved", &moved_table, promise_record_moved,
                                               "变更承诺日期", "promised day moved"};
const struct event_kind promise_asked_event = {"promise.move_asked", &asked_table,
                                               promise_record_asked, "申请变更承诺日期",
                                               "a move of the promised day asked for"};
const struct event_kind promise_approved_event = {"promise.move_approved", &answered_table,
                                                  promise_record_approved, "批准变更承诺日期",
                                                  "move of the promised day approved"};
const struct event_kind promise_rejected_event = {"promise.move_rejected", &answered_table,
                                                  promise_record_rejected, "不批准变更承诺日期",
                                                  "move of the promised day rejected"};
const struct event_kind promise_kept_event = {"promise.kept", &noted_table, promise_record_kept,
                                              "兑现承诺", "promise kept"};
const struct event_kind promise_missed_event = {
    "promise.missed", &missed_table, promise_record_missed, "承诺日期失约", "promised day missed"};
const struct event_kind promise_cancelled_event = {
    "promise.cancelled", &noted_table, promise_record_cancelled, "承诺终止", "promise fell away"};
const struct event_kind promise_reopened_event = {"promise.reopened", &noted_table,
                                                  promise_record_reopened, "承诺恢复待兑现",
                                                  "promise open again"};
