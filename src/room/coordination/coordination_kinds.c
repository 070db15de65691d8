#include "room/coordination/coordination.h"

static const struct field handed_down_fields[] = {
    FIELD(coordination_handed_down, reason, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "理由", .en = "reason"),
    FIELD(coordination_handed_down, due_on, DATE, .required = true, .zh = "答复期限",
          .en = "to be answered by"),
};
static const struct field_table handed_down_table =
    FIELD_TABLE(coordination_handed_down, handed_down_fields);

static const struct field announced_fields[] = {
    FIELD(coordination_climb_announced, to, TEXT, .required = true, .max = 40, .zh = "上报给",
          .en = "will climb to"),
    FIELD(coordination_climb_announced, due_on, DATE, .required = true, .zh = "上报日期",
          .en = "day on which it climbs"),
};
static const struct field_table announced_table =
    FIELD_TABLE(coordination_climb_announced, announced_fields);

static const struct field climbed_fields[] = {
    FIELD(coordination_climbed, to, TEXT, .required = true, .max = 40, .zh = "上报给",
          .en = "climbed to"),
    FIELD(coordination_climbed, due_on, DATE, .required = true, .zh = "答复期限",
          .en = "to be answered by"),
    FIELD(coordination_climbed, climbs, INT, .required = true, .min = 1, .max = 100,
          .zh = "已到第几级", .en = "steps of the ladder behind it"),
};
static const struct field_table climbed_table = FIELD_TABLE(coordination_climbed, climbed_fields);

static const struct field listed_fields[] = {
    FIELD(coordination_listed, count, INT, .zh = "未结事项数", .en = "open matters"),
    FIELD(coordination_listed, matters, JSON, .zh = "未结事项", .en = "which matters are open"),
};
static const struct field_table listed_table = FIELD_TABLE(coordination_listed, listed_fields);

const struct event_kind coordination_taken_over_event = {
    "coordination.taken_over", &coordination_reason_table, coordination_record_taken_over,
    "提级由市级统筹",          "taken over by the city",   true};
const struct event_kind coordination_handed_down_event = {
    "coordination.handed_down",      &handed_down_table,
    coordination_record_handed_down, "下放区县，待区县接收",
    "handed down to its district",   true};
const struct event_kind coordination_accepted_event = {
    "coordination.accepted", &coordination_note_table,   coordination_record_accepted,
    "区县接收下放的项目",    "accepted by the district", true};
const struct event_kind coordination_returned_event = {
    "coordination.returned", &coordination_reason_table, coordination_record_returned,
    "区县退回下放的项目",    "returned by the district", true};
const struct event_kind coordination_withdrawn_event = {
    "coordination.withdrawn", &coordination_reason_table,        coordination_record_withdrawn,
    "市级撤回下放的项目",     "hand-down withdrawn by the city", true};
const struct event_kind coordination_climb_announced_event = {
    "coordination.climb_announced",
    &announced_table,
    coordination_record_climb_announced,
    "预告下放未答复将上报",
    "a hand-down nobody answers was announced to climb",
    true};
const struct event_kind coordination_climbed_event = {"coordination.climbed",
                                                      &climbed_table,
                                                      coordination_record_climbed,
                                                      "下放逾期未答复，按规则上报",
                                                      "a hand-down nobody answers climbed",
                                                      true};
const struct event_kind coordination_listed_event = {"coordination.listed",
                                                     &listed_table,
                                                     coordination_record_listed,
                                                     "列出随项目移交的未结事项",
                                                     "open matters that go along were listed",
                                                     true};
