#include "room/handover/handover.h"

static const struct field send_fields[] = {
    FIELD(handover_send, note, TEXT, .max = 2000, .multiline = true, .zh = "移交说明",
          .en = "note"),
};
const struct field_table handover_send_table = FIELD_TABLE(handover_send, send_fields);

static const struct field acknowledge_fields[] = {
    FIELD(handover_acknowledge, note, TEXT, .max = 2000, .multiline = true, .zh = "签收说明",
          .en = "note"),
};
const struct field_table handover_acknowledge_table =
    FIELD_TABLE(handover_acknowledge, acknowledge_fields);

static const struct field return_fields[] = {
    FIELD(handover_return, reason, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "退回理由", .en = "reason"),
};
const struct field_table handover_return_table = FIELD_TABLE(handover_return, return_fields);

const struct event_kind handover_sent_event = {"handover.sent",
                                               &handover_send_table,
                                               handover_record_sent,
                                               "移交行政服务中心",
                                               "handed over to the service centre",
                                               false};
const struct event_kind handover_acknowledged_event = {
    "handover.acknowledged", &handover_acknowledge_table,          handover_record_acknowledged,
    "服务中心签收",          "acknowledged by the service centre", false};
const struct event_kind handover_returned_event = {
    "handover.returned", &handover_return_table,           handover_record_returned,
    "服务中心退回移交",  "returned by the service centre", true};
