#include "room/devolution/devolution.h"

#define ITEM(type)                                                                                 \
    FIELD(type, item, TEXT, .names = "items", .required = true, .max = 60, .zh = "事项",           \
          .en = "item")
#define DISTRICT(type)                                                                             \
    FIELD(type, district, TEXT, .names = "districts", .required = true, .max = 20, .zh = "区县",   \
          .en = "district")
#define ORG(type)                                                                                  \
    FIELD(type, org, TEXT, .names = "units", .required = true, .max = 60, .zh = "区县承办单位",    \
          .en = "unit of the district")
#define BASIS(type)                                                                                \
    FIELD(type, basis, TEXT, .required = true, .max = 500, .multiline = true, .zh = "依据",        \
          .en = "ground")
#define REASON(type)                                                                               \
    FIELD(type, reason, TEXT, .required = true, .max = 500, .multiline = true, .zh = "收回理由",   \
          .en = "reason")

static const struct field give_fields[] = {
    ITEM(devolution_give), DISTRICT(devolution_give), ORG(devolution_give),
    FIELD(devolution_give, from, DATE, .zh = "生效日期", .en = "in force from"),
    BASIS(devolution_give)};
const struct field_table devolution_give_table = FIELD_TABLE(devolution_give, give_fields);

static const struct field withdraw_fields[] = {
    FIELD(devolution_withdraw, from, DATE, .zh = "收回日期", .en = "taken back from"),
    REASON(devolution_withdraw)};
const struct field_table devolution_withdraw_table =
    FIELD_TABLE(devolution_withdraw, withdraw_fields);

static const struct field given_fields[] = {ITEM(devolution_given), DISTRICT(devolution_given),
                                            ORG(devolution_given),
                                            FIELD(devolution_given, from_on, DATE, .required = true,
                                                  .zh = "生效日期", .en = "in force from"),
                                            BASIS(devolution_given)};
static const struct field_table given_table = FIELD_TABLE(devolution_given, given_fields);

static const struct field withdrawn_fields[] = {FIELD(devolution_withdrawn, from_on, DATE,
                                                      .required = true, .zh = "收回日期",
                                                      .en = "taken back from"),
                                                REASON(devolution_withdrawn)};
static const struct field_table withdrawn_table =
    FIELD_TABLE(devolution_withdrawn, withdrawn_fields);

const struct event_kind devolution_given_event = {"devolution.given",
                                                  &given_table,
                                                  devolution_record_given,
                                                  "事项委托下放",
                                                  "an item was delegated to a district",
                                                  true};
const struct event_kind devolution_withdrawn_event = {"devolution.withdrawn",
                                                      &withdrawn_table,
                                                      devolution_record_withdrawn,
                                                      "收回委托下放的事项",
                                                      "a delegated item was taken back",
                                                      true};

bool devolution_is_in_force(const struct devolution *devolution, civil_date on)
{
    return devolution->from_on <= on &&
           (devolution->until_on == CIVIL_DATE_NONE || on < devolution->until_on);
}

static bool refuse_day(struct fault *fault, const char *zh, const char *en)
{
    fault_raise(fault, FAULT_FIELD_INVALID, TEXT("from"), FAULT_ARGS(text_of(zh), text_of(en)));
    fault_label(fault, "日期", "day");
    return false;
}

bool devolution_decide_give(const struct devolution_give *command, const struct devolutions *all,
                            civil_date today, civil_date *out_from, struct fault *fault)
{
    civil_date from = command->from == CIVIL_DATE_NONE ? today : command->from;
    if (from < today) {
        return refuse_day(fault, "应为今天或以后", "today or later");
    }
    for (size_t i = 0; i < all->count; i++) {
        civil_date until = all->items[i].until_on;
        if (until == CIVIL_DATE_NONE || until > from) {
            return fault_raise(fault, FAULT_ALREADY_DONE, TEXT("from"),
                               FAULT_ARGS(TEXT("该事项在该区县已委托下放"),
                                          TEXT("the item is delegated to that district")));
        }
    }
    *out_from = from;
    return true;
}

bool devolution_decide_withdraw(const struct devolution_withdraw *command,
                                const struct devolution *devolution, civil_date today,
                                civil_date *out_from, struct fault *fault)
{
    civil_date from = command->from == CIVIL_DATE_NONE ? today : command->from;
    if (devolution->until_on != CIVIL_DATE_NONE) {
        return fault_raise(
            fault, FAULT_ALREADY_DONE, TEXT_NONE,
            FAULT_ARGS(TEXT("已收回或已定收回日期"), TEXT("it is taken back, or its day is set")));
    }
    if (from < today || from < devolution->from_on) {
        return refuse_day(fault, "应为今天或以后，且不早于生效日期",
                          "today or later, and not before it comes into force");
    }
    *out_from = from;
    return true;
}
