#include "room/staffing/staffing.h"

static const struct field set_fields[] = {
    FIELD(staffing_set, org, TEXT, .max = 60, .required = true, .zh = "单位", .en = "unit"),
    FIELD(staffing_set, stage, TEXT, .max = 60, .zh = "阶段", .en = "stage"),
    FIELD(staffing_set, reviewers, INT, .max = STAFFING_REVIEWERS_MAX, .required = true,
          .zh = "可同时审查的人数", .en = "reviewers"),
    FIELD(staffing_set, unknown, BOOL, .zh = "人数未知", .en = "number unknown"),
    FIELD(staffing_set, from, DATE, .zh = "起始日期", .en = "first day"),
    FIELD(staffing_set, to, DATE, .zh = "截止日期", .en = "last day"),
    FIELD(staffing_set, note, TEXT, .max = 500, .multiline = true, .zh = "说明", .en = "note"),
};
const struct field_table staffing_set_table = FIELD_TABLE(staffing_set, set_fields);

static const struct field said_fields[] = {
    FIELD(staffing_said, org, TEXT, .max = 60, .required = true, .zh = "单位", .en = "unit"),
    FIELD(staffing_said, stage, TEXT, .max = 60, .zh = "阶段", .en = "stage"),
    FIELD(staffing_said, reviewers, INT, .min = -1, .max = STAFFING_REVIEWERS_MAX, .required = true,
          .zh = "可同时审查的人数", .en = "reviewers"),
    FIELD(staffing_said, from, DATE, .required = true, .zh = "起始日期", .en = "first day"),
    FIELD(staffing_said, to, DATE, .zh = "截止日期", .en = "last day"),
    FIELD(staffing_said, note, TEXT, .max = 500, .multiline = true, .zh = "说明", .en = "note"),
};
static const struct field_table said_table = FIELD_TABLE(staffing_said, said_fields);

const struct event_kind staffing_set_event = {"staffing.set",
                                              &said_table,
                                              staffing_record,
                                              "登记审批力量",
                                              "the number of reviewers was given",
                                              .internal = true};
