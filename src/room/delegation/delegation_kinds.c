#include "room/delegation/delegation.h"

#define REASON(type, need)                                                                         \
    FIELD(type, reason, TEXT, .required = need, .max = 500, .multiline = true, .zh = "理由",       \
          .en = "reason")

static const struct field give_fields[] = {
    FIELD(delegation_give, account_id, ID, .names = "account", .required = true, .zh = "受委托人",
          .en = "deputy"),
    FIELD(delegation_give, from, DATE, .zh = "开始日期", .en = "from"),
    FIELD(delegation_give, until, DATE, .required = true, .zh = "委托期限", .en = "until"),
    REASON(delegation_give, true),
};
const struct field_table delegation_give_table = FIELD_TABLE(delegation_give, give_fields);

static const struct field end_fields[] = {REASON(delegation_end, false)};
const struct field_table delegation_end_table = FIELD_TABLE(delegation_end, end_fields);

static const struct field given_fields[] = {
    FIELD(delegation_given, account, ID, .required = true, .zh = "委托人", .en = "who is away"),
    FIELD(delegation_given, deputy, ID, .required = true, .zh = "受委托人", .en = "deputy"),
    FIELD(delegation_given, role, TEXT, .required = true, .zh = "职务", .en = "role"),
    FIELD(delegation_given, district, TEXT, .zh = "区县", .en = "district"),
    FIELD(delegation_given, from_on, DATE, .required = true, .zh = "开始日期", .en = "from"),
    FIELD(delegation_given, until_on, DATE, .required = true, .zh = "委托期限", .en = "until"),
    REASON(delegation_given, true),
};
static const struct field_table given_table = FIELD_TABLE(delegation_given, given_fields);

const struct event_kind delegation_given_event = {"delegation.given",      &given_table,
                                                  delegation_record_given, "委托他人代行审批",
                                                  "deputy named",          true};
const struct event_kind delegation_ended_event = {"delegation.ended",       &delegation_end_table,
                                                  delegation_record_ended,  "提前终止委托",
                                                  "delegation ended early", true};
