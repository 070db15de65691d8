#include "room/planning/planning.h"

/* The fields of commands and events, and the events themselves. */

static const char *const bases[] = {"planning", "promised", "statutory", NULL};
static const char *const bases_words[][2] = {
    {"计划用时", "planning days"}, {"承诺时限", "promised days"}, {"法定时限", "statutory days"}};

static const struct field set_facts_fields[] = {
    FIELD(planning_set_facts, facts, JSON, .required = true, .zh = "项目信息", .en = "facts"),
    FIELD(planning_set_facts, source, TEXT, .max = 200, .zh = "信息来源", .en = "source"),
};
const struct field_table planning_set_facts_table =
    FIELD_TABLE(planning_set_facts, set_facts_fields);

static const struct field adopt_fields[] = {
    FIELD(planning_adopt, start, DATE, .zh = "起算日期", .en = "first day"),
    FIELD(planning_adopt, basis, CHOICE, .choices = bases, .words = bases_words, .zh = "时限口径",
          .en = "basis of days"),
    FIELD(planning_adopt, route, TEXTS, .max = 64, .zh = "办理方式", .en = "variants of the route"),
    FIELD(planning_adopt, note, TEXT, .max = 2000, .multiline = true, .zh = "说明", .en = "note"),
};
const struct field_table planning_adopt_table = FIELD_TABLE(planning_adopt, adopt_fields);

static const struct field confirm_fields[] = {
    FIELD(planning_confirm, note, TEXT, .max = 2000, .multiline = true, .zh = "说明", .en = "note"),
};
const struct field_table planning_confirm_table = FIELD_TABLE(planning_confirm, confirm_fields);

static const struct field object_fields[] = {
    FIELD(planning_object, reason, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "异议理由", .en = "reason"),
};
const struct field_table planning_object_table = FIELD_TABLE(planning_object, object_fields);

static const struct field preview_fields[] = {
    FIELD(planning_preview_query, start, DATE, .zh = "起算日期", .en = "first day"),
    FIELD(planning_preview_query, basis, CHOICE, .choices = bases, .words = bases_words,
          .zh = "时限口径", .en = "basis of days"),
};
static const struct field routes_fields[] = {
    FIELD(planning_routes_query, start, DATE, .zh = "起算日期", .en = "first day"),
    FIELD(planning_routes_query, by, DATE, .zh = "期望投产日", .en = "production by"),
    FIELD(planning_routes_query, basis, CHOICE, .choices = bases, .words = bases_words,
          .zh = "时限口径", .en = "basis of days"),
};
const struct field_table planning_routes_table = FIELD_TABLE(planning_routes_query, routes_fields);

const struct field_table planning_preview_table =
    FIELD_TABLE(planning_preview_query, preview_fields);

static const struct field facts_changed_fields[] = {
    FIELD(planning_facts_changed, facts, JSON, .required = true, .zh = "项目信息", .en = "facts"),
    FIELD(planning_facts_changed, source, TEXT, .max = 200, .zh = "信息来源", .en = "source"),
};
static const struct field_table facts_changed_table =
    FIELD_TABLE(planning_facts_changed, facts_changed_fields);

static const struct field adopted_fields[] = {
    FIELD(planning_plan_adopted, number, INT, .min = 1, .required = true, .zh = "方案序号",
          .en = "number"),
    FIELD(planning_plan_adopted, basis, CHOICE, .choices = bases, .words = bases_words,
          .required = true, .zh = "时限口径", .en = "basis of days"),
    FIELD(planning_plan_adopted, start, DATE, .required = true, .zh = "起算日期",
          .en = "first day"),
    FIELD(planning_plan_adopted, production, DATE, .required = true, .zh = "预计投产",
          .en = "production"),
    FIELD(planning_plan_adopted, working_days, INT, .zh = "工作日数", .en = "working days"),
    FIELD(planning_plan_adopted, end_days, INT, .zh = "全部完成的工作日数",
          .en = "working days to the end"),
    FIELD(planning_plan_adopted, provisional, BOOL, .zh = "日历未定", .en = "provisional"),
    FIELD(planning_plan_adopted, provisional_after, DATE, .zh = "日历已公布至",
          .en = "calendar published through"),
    FIELD(planning_plan_adopted, pack_version, TEXT, .zh = "数据版本", .en = "version of the pack"),
    FIELD(planning_plan_adopted, facts_version, INT, .zh = "信息版本",
          .en = "version of the facts"),
    FIELD(planning_plan_adopted, facts_digest, TEXT, .zh = "信息摘要", .en = "digest of the facts"),
    FIELD(planning_plan_adopted, note, TEXT, .max = 2000, .multiline = true, .zh = "说明",
          .en = "note"),
    FIELD(planning_plan_adopted, route, JSON, .zh = "办理方式", .en = "variants of the route"),
    FIELD(planning_plan_adopted, nodes, JSON, .required = true, .zh = "节点", .en = "nodes"),
};
static const struct field_table adopted_table = FIELD_TABLE(planning_plan_adopted, adopted_fields);

static const struct field confirmed_fields[] = {
    FIELD(planning_plan_confirmed, number, INT, .min = 1, .required = true, .zh = "方案序号",
          .en = "number"),
    FIELD(planning_plan_confirmed, note, TEXT, .max = 2000, .multiline = true, .zh = "说明",
          .en = "note"),
};
static const struct field_table confirmed_table =
    FIELD_TABLE(planning_plan_confirmed, confirmed_fields);

static const struct field objected_fields[] = {
    FIELD(planning_plan_objected, number, INT, .min = 1, .required = true, .zh = "方案序号",
          .en = "number"),
    FIELD(planning_plan_objected, reason, TEXT, .max = 2000, .multiline = true, .zh = "异议理由",
          .en = "reason"),
};
static const struct field_table objected_table =
    FIELD_TABLE(planning_plan_objected, objected_fields);

const struct event_kind planning_facts_changed_event = {
    "planning.facts_changed", &facts_changed_table, planning_record_facts,
    "补充项目信息",           "facts completed",    false};
const struct event_kind planning_plan_adopted_event = {
    "planning.plan_adopted",
    &adopted_table,
    planning_record_adopted,
    "拟定审批方案，待企业确认",
    "approval plan adopted, to be confirmed by the enterprise",
    false};
const struct event_kind planning_plan_confirmed_event = {
    "planning.plan_confirmed",
    &confirmed_table,
    planning_record_confirmed,
    "企业确认审批方案",
    "approval plan confirmed by the enterprise",
    false};
const struct event_kind planning_plan_objected_event = {"planning.plan_objected",
                                                        &objected_table,
                                                        planning_record_objected,
                                                        "企业对审批方案提出异议",
                                                        "enterprise objected to the approval plan",
                                                        false};
