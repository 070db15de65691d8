#include "room/catalog/catalog.h"

static const struct field describe_fields[] = {
    FIELD(catalog_describe, title, TEXT, .max = 80, .required = true, .zh = "标题", .en = "title"),
    FIELD(catalog_describe, reason, TEXT, .max = 2000, .multiline = true, .required = true,
          .zh = "变更理由", .en = "reason"),
    FIELD(catalog_describe, from, DATE, .zh = "生效日期", .en = "effective from"),
};
const struct field_table catalog_describe_table = FIELD_TABLE(catalog_describe, describe_fields);

static const struct field put_fields[] = {
    FIELD(catalog_put, kind, TEXT, .max = 20, .required = true, .zh = "类别", .en = "kind"),
    FIELD(catalog_put, key, TEXT, .max = 80, .required = true, .zh = "编码", .en = "code"),
    FIELD(catalog_put, record, JSON, .zh = "完整内容", .en = "the whole record"),
    FIELD(catalog_put, members, JSON, .zh = "改动的各项", .en = "members that become others"),
    FIELD(catalog_put, ends, BOOL, .zh = "废止", .en = "ends"),
    FIELD(catalog_put, source, TEXT, .max = 500, .multiline = true, .required = true,
          .zh = "依据文件", .en = "source"),
};
const struct field_table catalog_put_table = FIELD_TABLE(catalog_put, put_fields);

static const struct field take_fields[] = {
    FIELD(catalog_take, kind, TEXT, .max = 20, .required = true, .zh = "类别", .en = "kind"),
    FIELD(catalog_take, key, TEXT, .max = 80, .required = true, .zh = "编码", .en = "code"),
};
const struct field_table catalog_take_table = FIELD_TABLE(catalog_take, take_fields);

static const struct field why_fields[] = {
    FIELD(catalog_why, reason, TEXT, .max = 2000, .multiline = true, .required = true, .zh = "理由",
          .en = "reason"),
};
const struct field_table catalog_why_table = FIELD_TABLE(catalog_why, why_fields);

static const struct field publish_fields[] = {
    FIELD(catalog_publish, from, DATE, .zh = "生效日期", .en = "effective from"),
    FIELD(catalog_publish, note, TEXT, .max = 2000, .multiline = true, .zh = "复核意见",
          .en = "what the second person says"),
};
const struct field_table catalog_publish_table = FIELD_TABLE(catalog_publish, publish_fields);

static const struct field query_fields[] = {
    FIELD(catalog_query, kind, TEXT, .max = 20, .required = true, .zh = "类别", .en = "kind"),
    FIELD(catalog_query, key, TEXT, .max = 80, .zh = "编码", .en = "code"),
    FIELD(catalog_query, on, DATE, .zh = "日期", .en = "day"),
};
const struct field_table catalog_query_table = FIELD_TABLE(catalog_query, query_fields);

static const struct field trial_fields[] = {
    FIELD(catalog_trial_query, policy, TEXT, .max = 7000, .required = true, .zh = "条件和试算样例",
          .en = "conditions and trial cases"),
};
const struct field_table catalog_trial_table = FIELD_TABLE(catalog_trial_query, trial_fields);

/* -- events -- */

static const struct field opened_fields[] = {
    FIELD(catalog_opened, title, TEXT, .max = 80, .required = true, .zh = "标题", .en = "title"),
    FIELD(catalog_opened, reason, TEXT, .max = 2000, .multiline = true, .required = true,
          .zh = "变更理由", .en = "reason"),
    FIELD(catalog_opened, from, DATE, .zh = "生效日期", .en = "effective from"),
    FIELD(catalog_opened, reverts, INT, .max = INT64_MAX, .zh = "恢复所针对的变更单",
          .en = "the set it reverts"),
};
static const struct field_table opened_table = FIELD_TABLE(catalog_opened, opened_fields);

static const struct field was_put_fields[] = {
    FIELD(catalog_was_put, kind, TEXT, .max = 20, .required = true, .zh = "类别", .en = "kind"),
    FIELD(catalog_was_put, key, TEXT, .max = 80, .required = true, .zh = "编码", .en = "code"),
    FIELD(catalog_was_put, record, JSON, .zh = "完整内容", .en = "the whole record"),
    FIELD(catalog_was_put, ends, BOOL, .zh = "废止", .en = "ends"),
    FIELD(catalog_was_put, source, TEXT, .max = 500, .multiline = true, .required = true,
          .zh = "依据文件", .en = "source"),
    FIELD(catalog_was_put, base, INT, .max = INT64_MAX, .zh = "起草时的最新发布",
          .en = "drafted against"),
};
static const struct field_table was_put_table = FIELD_TABLE(catalog_was_put, was_put_fields);

static const struct field published_fields[] = {
    FIELD(catalog_published, from, DATE, .required = true, .zh = "生效日期", .en = "from"),
    FIELD(catalog_published, note, TEXT, .max = 2000, .multiline = true, .zh = "复核意见",
          .en = "what the second person says"),
    FIELD(catalog_published, changes, JSON, .required = true, .zh = "变更内容", .en = "changes"),
};
static const struct field_table published_table = FIELD_TABLE(catalog_published, published_fields);

const struct event_kind catalog_opened_event = {
    "catalog.opened",         &opened_table,    catalog_record_opened, "起草规则变更单",
    "a change set was begun", .internal = true,
};
const struct event_kind catalog_described_event = {
    "catalog.described",
    &catalog_describe_table,
    catalog_record_described,
    "修改变更单的标题、理由或日期",
    "a change set was described anew",
    .internal = true,
};
const struct event_kind catalog_put_event = {
    "catalog.put",      &was_put_table,         catalog_record_put,
    "起草一项规则变更", "a change was drafted", .internal = true,
};
const struct event_kind catalog_taken_event = {
    "catalog.taken",
    &catalog_take_table,
    catalog_record_taken,
    "撤下一项规则变更",
    "a drafted change was taken out",
    .internal = true,
};
const struct event_kind catalog_discarded_event = {
    "catalog.discarded", &catalog_why_table,           catalog_record_discarded,
    "废弃规则变更单",    "a change set was discarded", .internal = true,
};
const struct event_kind catalog_published_event = {
    "catalog.published",          &published_table, catalog_record_published, "发布规则变更",
    "a change set was published", .internal = true,
};
const struct event_kind catalog_withdrawn_event = {
    "catalog.withdrawn", &catalog_why_table,           catalog_record_withdrawn,
    "撤回规则变更",      "a change set was withdrawn", .internal = true,
};
