#include "room/site_visit/site_visit.h"

#define LONG .max = 2000, .multiline = true

static const struct field plan_fields[] = {
    FIELD(site_visit_plan, on, DATE, .required = true, .zh = "踏勘日期", .en = "day of the visit"),
    FIELD(site_visit_plan, purpose, TEXT, .required = true, LONG, .zh = "踏勘内容",
          .en = "what is to be looked at"),
    FIELD(site_visit_plan, place, TEXT, .max = 200, .zh = "地点", .en = "place"),
    FIELD(site_visit_plan, orgs, TEXTS, .max = 20, .zh = "共同踏勘的单位",
          .en = "units that come along"),
};
const struct field_table site_visit_plan_table = FIELD_TABLE(site_visit_plan, plan_fields);

static const struct field move_fields[] = {
    FIELD(site_visit_move, on, DATE, .required = true, .zh = "踏勘日期", .en = "day of the visit"),
    FIELD(site_visit_move, reason, TEXT, .required = true, LONG, .zh = "改期理由", .en = "reason"),
};
const struct field_table site_visit_move_table = FIELD_TABLE(site_visit_move, move_fields);

static const char *const results[] = {"passed", "to_rectify", "failed", NULL};
static const char *const results_words[][2] = {
    {"通过", "passed"}, {"需整改", "to be put right"}, {"未通过", "failed"}};
static const struct field report_fields[] = {
    FIELD(site_visit_report, on, DATE, .zh = "踏勘日期", .en = "day of the visit"),
    FIELD(site_visit_report, findings, TEXT, .required = true, LONG, .zh = "踏勘情况",
          .en = "findings"),
    FIELD(site_visit_report, result, CHOICE, .required = true, .choices = results,
          .words = results_words, .zh = "结论", .en = "result"),
    FIELD(site_visit_report, files, JSON, .zh = "照片和记录", .en = "photographs and records"),
    FIELD(site_visit_report, rectify_by, DATE, .zh = "整改期限", .en = "to be put right by"),
};
const struct field_table site_visit_report_table = FIELD_TABLE(site_visit_report, report_fields);

static const struct field cancel_fields[] = {
    FIELD(site_visit_cancel, reason, TEXT, .required = true, LONG, .zh = "取消理由",
          .en = "reason"),
};
const struct field_table site_visit_cancel_table = FIELD_TABLE(site_visit_cancel, cancel_fields);

static const struct field planned_fields[] = {
    FIELD(site_visit_planned, application, ID, .required = true, .zh = "办件", .en = "application"),
    FIELD(site_visit_planned, by_org, TEXT, .required = true, .zh = "踏勘单位", .en = "unit"),
    FIELD(site_visit_planned, planned_on, DATE, .required = true, .zh = "踏勘日期",
          .en = "day of the visit"),
    FIELD(site_visit_planned, purpose, TEXT, .required = true, LONG, .zh = "踏勘内容",
          .en = "what is to be looked at"),
    FIELD(site_visit_planned, place, TEXT, .max = 200, .zh = "地点", .en = "place"),
    FIELD(site_visit_planned, orgs, TEXTS, .max = 20, .zh = "共同踏勘的单位",
          .en = "units that come along"),
};
static const struct field_table planned_table = FIELD_TABLE(site_visit_planned, planned_fields);

const struct event_kind site_visit_planned_event = {"site_visit.planned",      &planned_table,
                                                    site_visit_record_planned, "安排现场踏勘",
                                                    "site visit planned",      false};
const struct event_kind site_visit_moved_event = {"site_visit.moved",      &site_visit_move_table,
                                                  site_visit_record_moved, "现场踏勘改期",
                                                  "site visit moved",      false};
const struct event_kind site_visit_done_event = {"site_visit.done",      &site_visit_report_table,
                                                 site_visit_record_done, "完成现场踏勘",
                                                 "site visit made",      false};
const struct event_kind site_visit_cancelled_event = {
    "site_visit.cancelled", &site_visit_cancel_table, site_visit_record_cancelled,
    "取消现场踏勘",         "site visit cancelled",   false};
