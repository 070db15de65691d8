#include "room/change/change.h"

#define LONG .max = 2000, .multiline = true

static const struct field report_fields[] = {
    FIELD(change_report, what, TEXT, .required = true, LONG, .zh = "变更内容",
          .en = "what changes"),
    FIELD(change_report, output_before, INT, .max = 1000000000000, .zh = "变更前产能",
          .en = "output before"),
    FIELD(change_report, output_after, INT, .max = 1000000000000, .zh = "变更后产能",
          .en = "output after"),
    FIELD(change_report, unit, TEXT, .max = 20, .zh = "产能单位", .en = "unit of output"),
    FIELD(change_report, adds_pollutant, TRUTH, .zh = "新增污染物或工艺新增排放",
          .en = "a pollutant or emission is added"),
};
const struct field_table change_report_table = FIELD_TABLE(change_report, report_fields);

static const struct field judge_fields[] = {
    FIELD(change_judge, major, BOOL, .required = true, .zh = "属于重大变动",
          .en = "it is a major change"),
    FIELD(change_judge, reason, TEXT, .required = true, LONG, .zh = "认定理由", .en = "reason"),
};
const struct field_table change_judge_table = FIELD_TABLE(change_judge, judge_fields);

static const struct field reported_fields[] = {
    FIELD(change_reported, application, ID, .required = true, .zh = "办件", .en = "application"),
    FIELD(change_reported, code, TEXT, .required = true, .zh = "事项", .en = "item"),
    FIELD(change_reported, org, TEXT, .required = true, .zh = "作出决定的单位",
          .en = "unit that granted"),
    FIELD(change_reported, what, TEXT, .required = true, LONG, .zh = "变更内容",
          .en = "what changes"),
    FIELD(change_reported, output_before, INT, .max = 1000000000000, .zh = "变更前产能",
          .en = "output before"),
    FIELD(change_reported, output_after, INT, .max = 1000000000000, .zh = "变更后产能",
          .en = "output after"),
    FIELD(change_reported, unit, TEXT, .max = 20, .zh = "产能单位", .en = "unit of output"),
    FIELD(change_reported, adds_pollutant, TRUTH, .zh = "新增污染物或工艺新增排放",
          .en = "a pollutant or emission is added"),
    FIELD(change_reported, state, TEXT, .required = true, .zh = "结论", .en = "verdict"),
    FIELD(change_reported, why, TEXT, LONG, .zh = "依据的标准", .en = "by which rules"),
};
static const struct field_table reported_table = FIELD_TABLE(change_reported, reported_fields);

static const struct field judged_fields[] = {
    FIELD(change_judged, application, ID, .required = true, .zh = "办件", .en = "application"),
    FIELD(change_judged, code, TEXT, .required = true, .zh = "事项", .en = "item"),
    FIELD(change_judged, state, TEXT, .required = true, .zh = "结论", .en = "verdict"),
    FIELD(change_judged, reason, TEXT, .required = true, LONG, .zh = "认定理由", .en = "reason"),
};
static const struct field_table judged_table = FIELD_TABLE(change_judged, judged_fields);

static const struct field settled_fields[] = {
    FIELD(change_settled, application, ID, .required = true, .zh = "重新报批的办件",
          .en = "application that was granted anew"),
};
static const struct field_table settled_table = FIELD_TABLE(change_settled, settled_fields);

const struct event_kind change_reported_event = {"change.reported",
                                                 &reported_table,
                                                 change_record_reported,
                                                 "报告设计变更",
                                                 "a design change was reported",
                                                 false};
const struct event_kind change_judged_event = {"change.judged",          &judged_table,
                                               change_record_judged,     "认定设计变更",
                                               "a design change judged", false};
const struct event_kind change_settled_event = {"change.settled",
                                                &settled_table,
                                                change_record_settled,
                                                "设计变更已重新报批",
                                                "the changed design was granted anew",
                                                false};
