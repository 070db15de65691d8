#include "room/meeting/meeting_task.h"

#define LONG .max = 4000, .multiline = true

static const struct field report_fields[] = {
    FIELD(meeting_task_report, solution, TEXT, .required = true, LONG, .zh = "办理情况",
          .en = "what was done"),
    FIELD(meeting_task_report, done_on, DATE, .zh = "办结日期", .en = "day it was done"),
    FIELD(meeting_task_report, evidence, JSON, .names = "file", .zh = "证据文件", .en = "evidence"),
    FIELD(meeting_task_report, no_evidence, TEXT, .max = 500, .zh = "没有证据的理由",
          .en = "why there is no evidence"),
};
const struct field_table meeting_task_report_table =
    FIELD_TABLE(meeting_task_report, report_fields);

static const struct field note_fields[] = {
    FIELD(meeting_task_note, note, TEXT, .required = true, LONG, .zh = "意见", .en = "note"),
};
const struct field_table meeting_task_note_table = FIELD_TABLE(meeting_task_note, note_fields);

static const struct field missed_fields[] = {
    FIELD(meeting_task_missed, org, TEXT, .required = true, .max = 60, .zh = "责任单位",
          .en = "responsible unit"),
    FIELD(meeting_task_missed, what, TEXT, LONG, .zh = "责任事项", .en = "task"),
    FIELD(meeting_task_missed, due_on, DATE, .required = true, .zh = "办理期限", .en = "day due"),
    FIELD(meeting_task_missed, next_on, DATE, .zh = "再次上报前的最后一天",
          .en = "last day before it climbs"),
};
static const struct field_table missed_table = FIELD_TABLE(meeting_task_missed, missed_fields);

static const struct field climbed_fields[] = {
    FIELD(meeting_task_climbed, to, TEXT, .required = true, .max = 60, .zh = "上报对象",
          .en = "told to"),
    FIELD(meeting_task_climbed, org, TEXT, .required = true, .max = 60, .zh = "责任单位",
          .en = "responsible unit"),
    FIELD(meeting_task_climbed, what, TEXT, LONG, .zh = "责任事项", .en = "task"),
    FIELD(meeting_task_climbed, due_on, DATE, .required = true, .zh = "办理期限", .en = "day due"),
    FIELD(meeting_task_climbed, next_on, DATE, .zh = "再次上报前的最后一天",
          .en = "last day before it climbs"),
};
static const struct field_table climbed_table = FIELD_TABLE(meeting_task_climbed, climbed_fields);

/* clang-format off: one a line */
const struct event_kind meeting_task_reported_event = {"meeting_task.reported",
                                                       &meeting_task_report_table,
                                                       meeting_task_record_reported,
                                                       "报送会议责任事项办理情况",
                                                       "what a meeting decided was reported done",
                                                       true,
                                                       &meeting_task_hearers};
const struct event_kind meeting_task_accepted_event = {
    "meeting_task.accepted",
    &meeting_task_note_table,
    meeting_task_record_accepted,
    "会议责任事项验收办结",
    "what a meeting decided was accepted as done",
    true,
    &meeting_task_hearers};
const struct event_kind meeting_task_returned_event = {"meeting_task.returned",
                                                       &meeting_task_note_table,
                                                       meeting_task_record_returned,
                                                       "会议责任事项退回续办",
                                                       "what a meeting decided was sent back",
                                                       true,
                                                       &meeting_task_hearers};
const struct event_kind meeting_task_missed_event = {"meeting_task.missed",
                                                     &missed_table,
                                                     meeting_task_record_missed,
                                                     "会议责任事项逾期",
                                                     "what a meeting decided is past its day",
                                                     true,
                                                     &meeting_task_hearers};
const struct event_kind meeting_task_climbed_event = {"meeting_task.climbed",
                                                      &climbed_table,
                                                      meeting_task_record_climbed,
                                                      "会议责任事项逾期上报",
                                                      "what a meeting decided and is late climbed",
                                                      true,
                                                      &meeting_task_hearers};
const struct event_kind meeting_task_nearing_event = {"meeting_task.nearing",
                                                      &missed_table,
                                                      meeting_task_record_nearing,
                                                      "会议责任事项临近期限",
                                                      "the day of what a meeting decided is near",
                                                      true,
                                                      &meeting_task_hearers};
/* clang-format on */
