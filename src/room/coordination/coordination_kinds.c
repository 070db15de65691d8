#include "room/coordination/coordination.h"

static const struct field handed_down_fields[] = {
    FIELD(coordination_handed_down, reason, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "理由", .en = "reason"),
    FIELD(coordination_handed_down, due_on, DATE, .required = true, .zh = "答复期限",
          .en = "to be answered by"),
};
static const struct field_table handed_down_table =
    FIELD_TABLE(coordination_handed_down, handed_down_fields);

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
const struct event_kind coordination_listed_event = {"coordination.listed",
                                                     &listed_table,
                                                     coordination_record_listed,
                                                     "列出随项目移交的未结事项",
                                                     "open matters that go along were listed",
                                                     true};
