#include "room/supervision/supervision.h"

#define LONG .max = 2000, .multiline = true
#define ORG(type)                                                                                  \
    FIELD(type, org, TEXT, .names = "units", .required = true, .max = 60, .zh = "被督办单位",      \
          .en = "unit ordered")
#define DAYS(type)                                                                                 \
    FIELD(type, days, INT, .required = true, .min = 1, .max = 60, .zh = "期限（工作日）",          \
          .en = "limit in working days")
#define BASIS(type)                                                                                \
    FIELD(type, basis, TEXT, .max = 300, .zh = "督办来源", .en = "source of the order")
#define DUE(type)                                                                                  \
    FIELD(type, due_on, DATE, .required = true, .zh = "答复期限", .en = "answer due on")
#define NEXT(type)                                                                                 \
    FIELD(type, next_on, DATE, .zh = "再次上报前的最后一天", .en = "last day before it climbs")

static const struct field issue_fields[] = {
    ORG(supervision_issue),
    FIELD(supervision_issue, asked, TEXT, .required = true, LONG, .zh = "督办要求",
          .en = "what is asked"),
    DAYS(supervision_issue),
    FIELD(supervision_issue, source, TEXT, .names = "supervision_sources", .required = true,
          .max = 60, .zh = "督办来源", .en = "source of the order"),
    FIELD(supervision_issue, reference, TEXT, .max = 100, .zh = "文号或会议",
          .en = "document or meeting"),
    FIELD(supervision_issue, person_id, ID, .names = "account", .zh = "责任人",
          .en = "person responsible"),
    FIELD(supervision_issue, application_id, ID, .names = "application", .zh = "相关办件",
          .en = "application concerned"),
    FIELD(supervision_issue, problem_id, ID, .zh = "相关问题", .en = "problem concerned"),
    FIELD(supervision_issue, whistle_id, ID, .zh = "相关吹哨", .en = "whistle concerned"),
    FIELD(supervision_issue, item, TEXT, .names = "items", .max = 60, .zh = "相关事项",
          .en = "item concerned"),
};
const struct field_table supervision_issue_table = FIELD_TABLE(supervision_issue, issue_fields);

static const struct field reply_fields[] = {
    FIELD(supervision_reply, answer, TEXT, .required = true, .max = 4000, .multiline = true,
          .zh = "办理情况", .en = "what was done"),
    FIELD(supervision_reply, files, JSON, .zh = "附件", .en = "files"),
};
const struct field_table supervision_reply_table = FIELD_TABLE(supervision_reply, reply_fields);

static const struct field note_fields[] = {
    FIELD(supervision_note, note, TEXT, LONG, .zh = "意见", .en = "note"),
};
const struct field_table supervision_note_table = FIELD_TABLE(supervision_note, note_fields);

static const struct field send_back_fields[] = {
    FIELD(supervision_send_back, reason, TEXT, .required = true, LONG, .zh = "退回理由",
          .en = "reason"),
    DAYS(supervision_send_back),
};
const struct field_table supervision_send_back_table =
    FIELD_TABLE(supervision_send_back, send_back_fields);

static const struct field reason_fields[] = {
    FIELD(supervision_reason, reason, TEXT, .required = true, LONG, .zh = "撤回理由",
          .en = "reason"),
};
const struct field_table supervision_reason_table = FIELD_TABLE(supervision_reason, reason_fields);

/* -- events -- */

static const struct field issued_fields[] = {
    FIELD(supervision_issued, number, TEXT, .required = true, .zh = "编号", .en = "number"),
    FIELD(supervision_issued, year, INT, .min = 1, .zh = "编号年份", .en = "year of the number"),
    FIELD(supervision_issued, serial, INT, .min = 1, .zh = "编号序号",
          .en = "serial of the number"),
    ORG(supervision_issued),
    FIELD(supervision_issued, asked, TEXT, LONG, .zh = "督办要求", .en = "what is asked"),
    FIELD(supervision_issued, days, INT, .min = 1, .zh = "期限（工作日）",
          .en = "limit in working days"),
    DUE(supervision_issued),
    FIELD(supervision_issued, source, TEXT, .max = 60, .zh = "来源代码",
          .en = "code of the source"),
    BASIS(supervision_issued),
    FIELD(supervision_issued, district, TEXT, .max = 20, .zh = "发出人所在区县",
          .en = "district of who issued it"),
    FIELD(supervision_issued, person, ID, .zh = "责任人", .en = "person responsible"),
    FIELD(supervision_issued, application, ID, .zh = "相关办件", .en = "application concerned"),
    FIELD(supervision_issued, problem, ID, .zh = "相关问题", .en = "problem concerned"),
    FIELD(supervision_issued, whistle, ID, .zh = "相关吹哨", .en = "whistle concerned"),
    FIELD(supervision_issued, item, TEXT, .max = 60, .zh = "相关事项", .en = "item concerned"),
};
static const struct field_table issued_table = FIELD_TABLE(supervision_issued, issued_fields);

static const struct field answered_fields[] = {
    ORG(supervision_answered),
    FIELD(supervision_answered, answer, TEXT, .max = 4000, .multiline = true, .zh = "办理情况",
          .en = "what was done"),
    FIELD(supervision_answered, files, JSON, .zh = "附件", .en = "files"),
    BASIS(supervision_answered),
    FIELD(supervision_answered, issuer, TEXT, .max = 60, .zh = "发出督办的角色",
          .en = "role that issued it"),
    DUE(supervision_answered),
};
static const struct field_table answered_table = FIELD_TABLE(supervision_answered, answered_fields);

static const struct field returned_fields[] = {
    ORG(supervision_returned),
    FIELD(supervision_returned, reason, TEXT, LONG, .zh = "退回理由", .en = "reason"),
    BASIS(supervision_returned),
    DAYS(supervision_returned),
    DUE(supervision_returned),
};
static const struct field_table returned_table = FIELD_TABLE(supervision_returned, returned_fields);

static const struct field ended_fields[] = {
    ORG(supervision_ended),
    FIELD(supervision_ended, words, TEXT, LONG, .zh = "意见", .en = "note"),
};
static const struct field_table ended_table = FIELD_TABLE(supervision_ended, ended_fields);

static const struct field missed_fields[] = {ORG(supervision_missed), BASIS(supervision_missed),
                                             DUE(supervision_missed), NEXT(supervision_missed)};
static const struct field_table missed_table = FIELD_TABLE(supervision_missed, missed_fields);

static const struct field climbed_fields[] = {
    FIELD(supervision_climbed, to, TEXT, .required = true, .max = 60, .zh = "上报对象",
          .en = "told to"),
    ORG(supervision_climbed),
    BASIS(supervision_climbed),
    DUE(supervision_climbed),
    NEXT(supervision_climbed),
};
static const struct field_table climbed_table = FIELD_TABLE(supervision_climbed, climbed_fields);

const struct event_kind supervision_issued_event = {"supervision.issued",
                                                    &issued_table,
                                                    supervision_record_issued,
                                                    "发督办函",
                                                    "a supervision order was issued",
                                                    true};
const struct event_kind supervision_acknowledged_event = {"supervision.acknowledged",
                                                          &supervision_note_table,
                                                          supervision_record_acknowledged,
                                                          "签收督办",
                                                          "a supervision order was acknowledged",
                                                          true};
const struct event_kind supervision_answered_event = {"supervision.answered",
                                                      &answered_table,
                                                      supervision_record_answered,
                                                      "答复督办",
                                                      "a supervision order was answered",
                                                      true};
const struct event_kind supervision_accepted_event = {
    "supervision.accepted",
    &ended_table,
    supervision_record_accepted,
    "督办办结",
    "the answer to a supervision order was accepted",
    true};
const struct event_kind supervision_returned_event = {"supervision.returned",
                                                      &returned_table,
                                                      supervision_record_returned,
                                                      "督办退回续办",
                                                      "a supervision order was sent back",
                                                      true};
const struct event_kind supervision_withdrawn_event = {"supervision.withdrawn",
                                                       &ended_table,
                                                       supervision_record_withdrawn,
                                                       "撤回督办",
                                                       "a supervision order was withdrawn",
                                                       true};
const struct event_kind supervision_missed_event = {"supervision.missed",
                                                    &missed_table,
                                                    supervision_record_missed,
                                                    "督办逾期",
                                                    "a supervision order is past its limit",
                                                    true};
const struct event_kind supervision_climbed_event = {"supervision.climbed",
                                                     &climbed_table,
                                                     supervision_record_climbed,
                                                     "督办逾期上报",
                                                     "a supervision order past its limit climbed",
                                                     true};
