#include "room/deferral/deferral.h"

#define LONG .max = 2000, .multiline = true

static const char *const consequences[] = {"extend", "revoke", NULL};
static const char *const consequences_words[][2] = {{"延长期限", "extend the time"},
                                                    {"撤销决定", "revoke the decision"}};
static const char *const outcomes[] = {"withdrawn", "breached", NULL};

/* -- commands -- */

static const struct field promise_fields[] = {
    FIELD(deferral_promise, materials, TEXTS, .required = true, .max = 20, .zh = "后补材料",
          .en = "materials that follow"),
    FIELD(deferral_promise, due_on, DATE, .required = true, .zh = "承诺补齐日期",
          .en = "day by which they will be there"),
};
const struct field_table deferral_promise_table = FIELD_TABLE(deferral_promise, promise_fields);

static const struct field fulfil_fields[] = {
    FIELD(deferral_fulfil, files, JSON, .required = true, .zh = "材料文件", .en = "files"),
    FIELD(deferral_fulfil, note, TEXT, LONG, .zh = "说明", .en = "note"),
};
const struct field_table deferral_fulfil_table = FIELD_TABLE(deferral_fulfil, fulfil_fields);

static const struct field conclude_fields[] = {
    FIELD(deferral_conclude, consequence, CHOICE, .required = true, .choices = consequences,
          .words = consequences_words, .zh = "处理", .en = "consequence"),
    FIELD(deferral_conclude, due_on, DATE, .zh = "限期补齐", .en = "new day"),
    FIELD(deferral_conclude, reason, TEXT, .required = true, LONG, .zh = "理由", .en = "reason"),
};
const struct field_table deferral_conclude_table = FIELD_TABLE(deferral_conclude, conclude_fields);

/* -- events -- */

static const struct field promised_fields[] = {
    FIELD(deferral_promised, application, ID, .required = true, .zh = "办件", .en = "application"),
    FIELD(deferral_promised, variant, TEXT, .required = true, .zh = "办理方式", .en = "variant"),
    FIELD(deferral_promised, code, TEXT, .required = true, .zh = "事项", .en = "item"),
    FIELD(deferral_promised, item_name, TEXT, .required = true, .zh = "事项名称",
          .en = "name of the item"),
    FIELD(deferral_promised, org, TEXT, .required = true, .zh = "办理单位", .en = "unit"),
    FIELD(deferral_promised, materials, TEXTS, .required = true, .zh = "后补材料",
          .en = "materials that follow"),
    FIELD(deferral_promised, held, BOOL, .zh = "补齐前不发证", .en = "the certificate waits"),
    FIELD(deferral_promised, due_on, DATE, .required = true, .zh = "承诺补齐日期", .en = "due"),
};
static const struct field_table promised_table = FIELD_TABLE(deferral_promised, promised_fields);

static const struct field granted_fields[] = {
    FIELD(deferral_granted, result, TEXT, .zh = "结果", .en = "result"),
};
static const struct field_table granted_table = FIELD_TABLE(deferral_granted, granted_fields);

static const struct field ended_fields[] = {
    FIELD(deferral_ended, reason, TEXT, LONG, .zh = "理由", .en = "reason"),
};
static const struct field_table ended_table = FIELD_TABLE(deferral_ended, ended_fields);

static const struct field fulfilled_fields[] = {
    FIELD(deferral_fulfilled, files, JSON, .zh = "材料文件", .en = "files"),
    FIELD(deferral_fulfilled, note, TEXT, LONG, .zh = "说明", .en = "note"),
};
static const struct field_table fulfilled_table = FIELD_TABLE(deferral_fulfilled, fulfilled_fields);

static const struct field lapsed_fields[] = {
    FIELD(deferral_lapsed, outcome, CHOICE, .required = true, .choices = outcomes, .zh = "后果",
          .en = "outcome"),
    FIELD(deferral_lapsed, application, ID, .required = true, .zh = "办件", .en = "application"),
    FIELD(deferral_lapsed, org, TEXT, .zh = "办理单位", .en = "unit"),
    FIELD(deferral_lapsed, code, TEXT, .zh = "事项", .en = "item"),
    FIELD(deferral_lapsed, item_name, TEXT, .zh = "事项名称", .en = "name of the item"),
    FIELD(deferral_lapsed, enterprise, TEXT, .zh = "企业", .en = "enterprise"),
};
static const struct field_table lapsed_table = FIELD_TABLE(deferral_lapsed, lapsed_fields);

static const struct field concluded_fields[] = {
    FIELD(deferral_concluded, consequence, CHOICE, .required = true, .choices = consequences,
          .words = consequences_words, .zh = "处理", .en = "consequence"),
    FIELD(deferral_concluded, application, ID, .required = true, .zh = "办件", .en = "application"),
    FIELD(deferral_concluded, due_on, DATE, .zh = "限期补齐", .en = "new day"),
    FIELD(deferral_concluded, reason, TEXT, .required = true, LONG, .zh = "理由", .en = "reason"),
};
static const struct field_table concluded_table = FIELD_TABLE(deferral_concluded, concluded_fields);

const struct event_kind deferral_promised_event = {"deferral.promised",      &promised_table,
                                                   deferral_record_promised, "容缺受理,承诺后补",
                                                   "materials to follow",    false};
const struct event_kind deferral_granted_event = {"deferral.granted",      &granted_table,
                                                  deferral_record_granted, "办结(容缺通过)",
                                                  "granted while owed",    false};
const struct event_kind deferral_fulfilled_event = {"deferral.fulfilled",      &fulfilled_table,
                                                    deferral_record_fulfilled, "容缺材料已补齐",
                                                    "material handed in",      false};
const struct event_kind deferral_lapsed_event = {"deferral.lapsed",      &lapsed_table,
                                                 deferral_record_lapsed, "容缺逾期未补",
                                                 "material not in time", false};
const struct event_kind deferral_concluded_event = {"deferral.concluded",        &concluded_table,
                                                    deferral_record_concluded,   "容缺违诺的处理",
                                                    "broken promise dealt with", false};
const struct event_kind deferral_ungranted_event = {
    "deferral.ungranted",         &ended_table, deferral_record_ungranted, "容缺通过的决定已撤回",
    "grant while owed is undone", false};
const struct event_kind deferral_voided_event = {"deferral.voided",      &ended_table,
                                                 deferral_record_voided, "容缺随案终止",
                                                 "void with the case",   false};
