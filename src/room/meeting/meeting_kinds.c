#include "room/meeting/meeting.h"

#define LONG .max = 4000, .multiline = true
#define TIME .required = true, .max = 5

static const struct field call_fields[] = {
    FIELD(meeting_call, kind, TEXT, .names = "meeting_kinds", .required = true, .max = 60,
          .zh = "会议类型", .en = "kind of meeting"),
    FIELD(meeting_call, title, TEXT, .zh = "会议名称", .en = "title"),
    FIELD(meeting_call, district, TEXT, .max = 12, .zh = "区县", .en = "district"),
    FIELD(meeting_call, held_on, DATE, .required = true, .zh = "会议日期",
          .en = "day of the meeting"),
    FIELD(meeting_call, starts, TEXT, TIME, .zh = "开始时间", .en = "beginning"),
    FIELD(meeting_call, ends, TEXT, TIME, .zh = "结束时间", .en = "end"),
    FIELD(meeting_call, place, TEXT, .required = true, .zh = "会议地点", .en = "place"),
    FIELD(meeting_call, orgs, TEXTS, .names = "units", .zh = "另请的单位", .en = "further units"),
    FIELD(meeting_call, short_notice, TEXT, .max = 500, .zh = "临时召集的理由",
          .en = "why on short notice"),
};
const struct field_table meeting_call_table = FIELD_TABLE(meeting_call, call_fields);

static const struct field move_fields[] = {
    FIELD(meeting_move, held_on, DATE, .required = true, .zh = "会议日期",
          .en = "day of the meeting"),
    FIELD(meeting_move, starts, TEXT, TIME, .zh = "开始时间", .en = "beginning"),
    FIELD(meeting_move, ends, TEXT, TIME, .zh = "结束时间", .en = "end"),
    FIELD(meeting_move, place, TEXT, .required = true, .zh = "会议地点", .en = "place"),
    FIELD(meeting_move, reason, TEXT, .required = true, .max = 500, .zh = "变更理由",
          .en = "reason"),
};
const struct field_table meeting_move_table = FIELD_TABLE(meeting_move, move_fields);

static const struct field reason_fields[] = {
    FIELD(meeting_reason, reason, TEXT, .required = true, LONG, .zh = "理由", .en = "reason"),
};
const struct field_table meeting_reason_table = FIELD_TABLE(meeting_reason, reason_fields);

static const struct field orgs_fields[] = {
    FIELD(meeting_orgs, orgs, TEXTS, .names = "units", .required = true, .max = MEETING_UNITS_MAX,
          .zh = "单位", .en = "units"),
};
const struct field_table meeting_orgs_table = FIELD_TABLE(meeting_orgs, orgs_fields);

static const struct field order_fields[] = {
    FIELD(meeting_order, points, TEXTS, .required = true, .max = MEETING_POINTS_MAX,
          .zh = "议题顺序", .en = "order of the points"),
};
const struct field_table meeting_order_table = FIELD_TABLE(meeting_order, order_fields);

static const struct field decide_fields[] = {
    FIELD(meeting_decide, decision, TEXT, .required = true, LONG, .zh = "结论", .en = "decision"),
    FIELD(meeting_decide, org, TEXT, .required = true, .max = 60, .zh = "责任单位",
          .en = "responsible unit"),
    FIELD(meeting_decide, due_on, DATE, .zh = "办理期限", .en = "day due"),
    FIELD(meeting_decide, basis, TEXT, .max = 500, .zh = "依据", .en = "basis"),
};
const struct field_table meeting_decide_table = FIELD_TABLE(meeting_decide, decide_fields);

static const struct field minutes_fields[] = {
    FIELD(meeting_minutes, summary, TEXT, LONG, .zh = "会议概要", .en = "summary"),
};
const struct field_table meeting_minutes_table = FIELD_TABLE(meeting_minutes, minutes_fields);

static const struct field confirm_fields[] = {
    FIELD(meeting_confirm, objection, TEXT, LONG, .zh = "不同意见", .en = "objection"),
};
const struct field_table meeting_confirm_table = FIELD_TABLE(meeting_confirm, confirm_fields);

/* -- events -- */

static const struct field invited_fields[] = {
    FIELD(meeting_invited, org, TEXT, .required = true, .max = 60, .zh = "单位", .en = "unit"),
};
static const struct field_table invited_table = FIELD_TABLE(meeting_invited, invited_fields);

static const struct field added_fields[] = {
    FIELD(meeting_point_added, meeting, ID, .required = true, .zh = "会议", .en = "meeting"),
    FIELD(meeting_point_added, about, TEXT, .required = true, .max = 20, .zh = "议题来源",
          .en = "what it is about"),
    FIELD(meeting_point_added, about_id, ID, .zh = "所涉事项编号", .en = "id of that"),
    FIELD(meeting_point_added, application, ID, .zh = "所涉办件", .en = "application concerned"),
    FIELD(meeting_point_added, title, TEXT, .required = true, .max = 300, .zh = "议题",
          .en = "point"),
    FIELD(meeting_point_added, orgs, TEXTS, .names = "units", .zh = "应到单位",
          .en = "units that must come"),
    FIELD(meeting_point_added, from_point, ID, .zh = "上次会议的议题",
          .en = "point of the meeting before"),
};
static const struct field_table added_table = FIELD_TABLE(meeting_point_added, added_fields);

static const struct field decided_fields[] = {
    FIELD(meeting_point_decided, meeting, ID, .required = true, .zh = "会议", .en = "meeting"),
    FIELD(meeting_point_decided, title, TEXT, .required = true, .max = 300, .zh = "议题",
          .en = "point"),
    FIELD(meeting_point_decided, decision, TEXT, .required = true, LONG, .zh = "结论",
          .en = "decision"),
    FIELD(meeting_point_decided, basis, TEXT, .max = 500, .zh = "依据", .en = "basis"),
    FIELD(meeting_point_decided, org, TEXT, .required = true, .max = 60, .zh = "责任单位",
          .en = "responsible unit"),
    FIELD(meeting_point_decided, kind, TEXT, .required = true, .max = 60, .zh = "会议类型",
          .en = "kind of meeting"),
    FIELD(meeting_point_decided, district, TEXT, .max = 12, .zh = "区县", .en = "district"),
    FIELD(meeting_point_decided, due_on, DATE, .required = true, .zh = "办理期限", .en = "day due"),
    FIELD(meeting_point_decided, plan, INT, .zh = "采纳的审批方案", .en = "plan adopted"),
};
static const struct field_table decided_table = FIELD_TABLE(meeting_point_decided, decided_fields);

static const struct field noted_fields[] = {
    FIELD(meeting_point_noted, meeting, ID, .required = true, .zh = "会议", .en = "meeting"),
    FIELD(meeting_point_noted, reason, TEXT, .required = true, LONG, .zh = "理由", .en = "reason"),
};
static const struct field_table noted_table = FIELD_TABLE(meeting_point_noted, noted_fields);

static const struct field minuted_fields[] = {
    FIELD(meeting_minuted, summary, TEXT, LONG, .zh = "会议概要", .en = "summary"),
    FIELD(meeting_minuted, confirm_by, DATE, .required = true, .zh = "确认期限",
          .en = "to be confirmed by"),
};
static const struct field_table minuted_table = FIELD_TABLE(meeting_minuted, minuted_fields);

static const struct field answered_fields[] = {
    FIELD(meeting_answered, org, TEXT, .required = true, .max = 60, .zh = "单位", .en = "unit"),
    FIELD(meeting_answered, answer, TEXT, .required = true, .max = 20, .zh = "答复",
          .en = "answer"),
    FIELD(meeting_answered, words, TEXT, LONG, .zh = "不同意见", .en = "objection"),
};
static const struct field_table answered_table = FIELD_TABLE(meeting_answered, answered_fields);

/* clang-format off: one a line */
const struct event_kind meeting_called_event = {"meeting.called",      &meeting_call_table,
                                                meeting_record_called, "召集会议",
                                                "meeting called",      true,
                                                &meeting_hearers};
const struct event_kind meeting_moved_event = {
    "meeting.moved", &meeting_move_table, meeting_record_moved, "会议改期", "meeting moved", true,
    &meeting_hearers};
const struct event_kind meeting_cancelled_event = {"meeting.cancelled",      &meeting_reason_table,
                                                   meeting_record_cancelled, "取消会议",
                                                   "meeting cancelled",      true,
                                                   &meeting_hearers};
const struct event_kind meeting_invited_event = {
    "meeting.invited",           &invited_table, meeting_record_invited, "邀请单位参会",
    "unit invited to a meeting", true,           &meeting_hearers};
const struct event_kind meeting_ordered_event = {"meeting.ordered",
                                                 &meeting_order_table,
                                                 meeting_record_ordered,
                                                 "调整议题顺序",
                                                 "points of a meeting put in order",
                                                 true,
                                                 &meeting_hearers};
const struct event_kind meeting_attended_event = {"meeting.attended",      &meeting_orgs_table,
                                                  meeting_record_attended, "登记到会单位",
                                                  "attendance noted",      true,
                                                  &meeting_hearers};
const struct event_kind meeting_point_added_event = {"meeting.point_added",
                                                     &added_table,
                                                     meeting_record_added,
                                                     "列入会议议题",
                                                     "put on the agenda of a meeting",
                                                     true,
                                                     &meeting_point_hearers};
const struct event_kind meeting_point_decided_event = {
    "meeting.point_decided", &decided_table, meeting_record_decided, "会议议定",
    "decided in a meeting",  true,           &meeting_point_hearers};
const struct event_kind meeting_point_carried_event = {
    "meeting.point_carried", &noted_table, meeting_record_carried, "议题转下次会议",
    "point carried over",    true,         &meeting_point_hearers};
const struct event_kind meeting_point_dropped_event = {
    "meeting.point_dropped", &noted_table, meeting_record_dropped, "撤下议题",
    "point dropped",         true,         &meeting_point_hearers};
const struct event_kind meeting_minuted_event = {
    "meeting.minuted", &minuted_table, meeting_record_minuted, "印发会议纪要",
    "minutes issued",  true,           &meeting_hearers};
const struct event_kind meeting_answered_event = {"meeting.answered",
                                                  &answered_table,
                                                  meeting_record_answered,
                                                  "单位答复会议纪要",
                                                  "a unit answered the minutes",
                                                  true,
                                                  &meeting_hearers};
const struct event_kind meeting_silent_event = {"meeting.silent",
                                                &answered_table,
                                                meeting_record_silent,
                                                "单位逾期未答复会议纪要",
                                                "a unit let the limit for the minutes pass",
                                                true,
                                                &meeting_hearers};
const struct event_kind meeting_closed_event = {"meeting.closed",      &meeting_minutes_table,
                                                meeting_record_closed, "会议办结",
                                                "meeting closed",      true,
                                                &meeting_hearers};
/* clang-format on */
