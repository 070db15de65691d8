#include "room/outside/outside.h"

#define LONG .max = 2000, .multiline = true

static const char *const first[] = {"submitted", "in_progress", "supplement", NULL};
static const char *const first_words[][2] = {
    {"已提交", "submitted"}, {"办理中", "under way"}, {"待补正", "to be supplemented"}};
static const char *const statuses[] = {"submitted", "in_progress", "supplement",
                                       "granted",   "refused",     NULL};
static const char *const statuses_words[][2] = {{"已提交", "submitted"},
                                                {"办理中", "under way"},
                                                {"待补正", "to be supplemented"},
                                                {"已办结", "granted"},
                                                {"未通过", "refused"}};

static const struct field open_fields[] = {
    FIELD(outside_open, system, TEXT, .required = true, .max = 60, .zh = "所在系统",
          .en = "system"),
    FIELD(outside_open, number, TEXT, .required = true, .max = 100, .zh = "外部编号",
          .en = "number there"),
    FIELD(outside_open, status, CHOICE, .required = true, .choices = first, .words = first_words,
          .zh = "状态", .en = "state there"),
    FIELD(outside_open, verified_on, DATE, .zh = "核实日期", .en = "looked up on"),
    FIELD(outside_open, note, TEXT, LONG, .zh = "说明", .en = "note"),
};
const struct field_table outside_open_table = FIELD_TABLE(outside_open, open_fields);

static const struct field verify_fields[] = {
    FIELD(outside_verify, status, CHOICE, .required = true, .choices = statuses,
          .words = statuses_words, .zh = "状态", .en = "state there"),
    FIELD(outside_verify, verified_on, DATE, .zh = "核实日期", .en = "looked up on"),
    FIELD(outside_verify, document, TEXT, .zh = "批复文号", .en = "document"),
    FIELD(outside_verify, note, TEXT, LONG, .zh = "说明", .en = "note"),
};
const struct field_table outside_verify_table = FIELD_TABLE(outside_verify, verify_fields);

static const struct field opened_fields[] = {
    FIELD(outside_opened, application, ID, .required = true, .zh = "办件", .en = "application"),
    FIELD(outside_opened, code, TEXT, .required = true, .zh = "事项", .en = "item"),
    FIELD(outside_opened, item_name, TEXT, .required = true, .zh = "事项名称",
          .en = "name of the item"),
    FIELD(outside_opened, org, TEXT, .zh = "办理单位", .en = "unit"),
    FIELD(outside_opened, system, TEXT, .required = true, .zh = "所在系统", .en = "system"),
    FIELD(outside_opened, number, TEXT, .required = true, .zh = "外部编号", .en = "number there"),
    FIELD(outside_opened, status, TEXT, .required = true, .zh = "状态", .en = "state there"),
    FIELD(outside_opened, note, TEXT, LONG, .zh = "说明", .en = "note"),
};
static const struct field_table opened_table = FIELD_TABLE(outside_opened, opened_fields);

static const struct field verified_fields[] = {
    FIELD(outside_verified, application, ID, .required = true, .zh = "办件", .en = "application"),
    FIELD(outside_verified, system, TEXT, .zh = "所在系统", .en = "system"),
    FIELD(outside_verified, number, TEXT, .zh = "外部编号", .en = "number there"),
    FIELD(outside_verified, status, TEXT, .required = true, .zh = "状态", .en = "state there"),
    FIELD(outside_verified, document, TEXT, .zh = "批复文号", .en = "document"),
    FIELD(outside_verified, note, TEXT, LONG, .zh = "说明", .en = "note"),
};
static const struct field_table verified_table = FIELD_TABLE(outside_verified, verified_fields);

const struct event_kind outside_opened_event = {"outside.opened",           &opened_table,
                                                outside_record_opened,      "登记系统外办理",
                                                "a step in another system", false};
const struct event_kind outside_verified_event = {"outside.verified",          &verified_table,
                                                  outside_record_verified,     "核实系统外状态",
                                                  "its state there looked up", false};
