#include "room/milestone/milestone.h"

static const struct field reach_fields[] = {
    FIELD(milestone_reach, milestone, TEXT, .names = "milestones", .required = true, .zh = "里程碑",
          .en = "milestone"),
    FIELD(milestone_reach, reached_on, DATE, .required = true, .zh = "到达日期",
          .en = "day reached"),
    FIELD(milestone_reach, evidence, JSON, .zh = "证明材料", .en = "evidence"),
    FIELD(milestone_reach, note, TEXT, .max = 2000, .multiline = true, .zh = "说明", .en = "note"),
};
const struct field_table milestone_reach_table = FIELD_TABLE(milestone_reach, reach_fields);

static const struct field reached_fields[] = {
    FIELD(milestone_reached, milestone, TEXT, .names = "milestones", .required = true,
          .zh = "里程碑", .en = "milestone"),
    FIELD(milestone_reached, reached_on, DATE, .required = true, .zh = "到达日期",
          .en = "day reached"),
    FIELD(milestone_reached, evidence, JSON, .zh = "证明材料", .en = "evidence"),
    FIELD(milestone_reached, note, TEXT, .max = 2000, .multiline = true, .zh = "说明",
          .en = "note"),
    FIELD(milestone_reached, production, BOOL, .zh = "投产", .en = "production"),
};
static const struct field_table reached_table = FIELD_TABLE(milestone_reached, reached_fields);

const struct event_kind milestone_reached_event = {"milestone.reached",      &reached_table,
                                                   milestone_record_reached, "到达里程碑",
                                                   "milestone reached",      false};
