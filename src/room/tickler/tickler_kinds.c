#include "room/tickler/tickler.h"

static const struct field set_fields[] = {
    FIELD(tickler_set, project_id, ID, .names = "project", .required = true, .zh = "项目",
          .en = "project"),
    FIELD(tickler_set, application_id, ID, .names = "application", .zh = "办件",
          .en = "application"),
    FIELD(tickler_set, on, DATE, .required = true, .zh = "提醒日期", .en = "day"),
    FIELD(tickler_set, note, TEXT, .required = true, .max = 500, .zh = "提醒内容", .en = "note"),
    FIELD(tickler_set, type, TEXT, .names = "reminder_types", .max = 60, .zh = "上报类型",
          .en = "type, if it climbs"),
};
const struct field_table tickler_set_table = FIELD_TABLE(tickler_set, set_fields);

static const struct field done_fields[] = {
    FIELD(tickler_done, note, TEXT, .max = 500, .zh = "说明", .en = "note"),
};
const struct field_table tickler_done_table = FIELD_TABLE(tickler_done, done_fields);

static const struct field noted_fields[] = {
    FIELD(tickler_noted, application, ID, .zh = "办件", .en = "application"),
    FIELD(tickler_noted, account, ID, .zh = "账号", .en = "account"),
    FIELD(tickler_noted, on, DATE, .required = true, .zh = "提醒日期", .en = "day"),
    FIELD(tickler_noted, note, TEXT, .required = true, .max = 500, .zh = "提醒内容", .en = "note"),
    FIELD(tickler_noted, type, TEXT, .names = "reminder_types", .max = 60, .zh = "上报类型",
          .en = "type"),
    FIELD(tickler_noted, climb_on, DATE, .zh = "上报日期", .en = "climbs on"),
};
static const struct field_table noted_table = FIELD_TABLE(tickler_noted, noted_fields);

static const struct field climbed_fields[] = {
    FIELD(tickler_climbed, application, ID, .zh = "办件", .en = "application"),
    FIELD(tickler_climbed, step, INT, .required = true, .zh = "第几级", .en = "step"),
    FIELD(tickler_climbed, type, TEXT, .names = "reminder_types", .required = true, .max = 60,
          .zh = "上报类型", .en = "type"),
    FIELD(tickler_climbed, who, TEXT, .max = 60, .zh = "上报对象", .en = "who is told"),
    FIELD(tickler_climbed, on, DATE, .required = true, .zh = "提醒日期", .en = "day"),
    FIELD(tickler_climbed, next_on, DATE, .zh = "下一级日期", .en = "climbs further on"),
};
static const struct field_table climbed_table = FIELD_TABLE(tickler_climbed, climbed_fields);

const struct event_kind tickler_climbed_event = {"tickler.climbed",      &climbed_table,
                                                 tickler_record_climbed, "到期提醒上报",
                                                 "reminder climbed",     true};

static const struct field handed_fields[] = {
    FIELD(tickler_handed, account, ID, .required = true, .zh = "账号", .en = "account"),
};
static const struct field_table handed_table = FIELD_TABLE(tickler_handed, handed_fields);

const struct event_kind tickler_handed_event = {"tickler.handed",       &handed_table,
                                                tickler_record_handed,  "到期提醒移交",
                                                "reminder handed over", true};
const struct event_kind tickler_set_event = {"tickler.set",  &noted_table,   tickler_record_set,
                                             "设置到期提醒", "reminder set", true};
const struct event_kind tickler_done_event = {"tickler.done",      &tickler_done_table,
                                              tickler_record_done, "到期提醒办结",
                                              "reminder done",     true};
