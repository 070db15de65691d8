#include "room/offering/offering.h"

#include "base/fault.h"

static const char *const states[OFFERING_STATE_COUNT] = {"offered", "adopted", "declined"};

const char *offering_state_code(enum offering_state state)
{
    return states[state];
}

static const struct field offer_fields[] = {
    FIELD(offering_offer, package, TEXT, .required = true, .max = 60, .zh = "服务包",
          .en = "package"),
    FIELD(offering_offer, reason, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "提供理由", .en = "reason"),
};
static const struct field adopt_fields[] = {
    FIELD(offering_adopt, note, TEXT, .max = 2000, .multiline = true, .zh = "说明", .en = "note"),
};
static const struct field decline_fields[] = {
    FIELD(offering_decline, reason, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "不采用的理由", .en = "reason"),
};
const struct field_table offering_offer_table = FIELD_TABLE(offering_offer, offer_fields);
const struct field_table offering_adopt_table = FIELD_TABLE(offering_adopt, adopt_fields);
const struct field_table offering_decline_table = FIELD_TABLE(offering_decline, decline_fields);

static const struct field offered_fields[] = {
    FIELD(offering_offered, package, TEXT, .required = true, .max = 60, .zh = "服务包",
          .en = "package"),
    FIELD(offering_offered, name, TEXT, .max = 200, .zh = "名称", .en = "name"),
    FIELD(offering_offered, reason, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "提供理由", .en = "reason"),
    FIELD(offering_offered, items, TEXTS, .max = 200, .zh = "事项", .en = "items"),
    FIELD(offering_offered, policies, TEXTS, .max = 200, .zh = "政策", .en = "policies"),
    FIELD(offering_offered, units, TEXTS, .max = 100, .zh = "单位", .en = "units"),
    FIELD(offering_offered, roles, TEXTS, .max = 50, .zh = "角色", .en = "roles"),
};
static const struct field_table offered_table = FIELD_TABLE(offering_offered, offered_fields);

const struct event_kind offering_offered_event = {"offering.offered",
                                                  &offered_table,
                                                  offering_record_offered,
                                                  "提供服务包",
                                                  "a service package was offered",
                                                  false};
const struct event_kind offering_adopted_event = {"offering.adopted",
                                                  &offering_adopt_table,
                                                  offering_record_adopted,
                                                  "采用服务包",
                                                  "the service package was adopted",
                                                  false};
const struct event_kind offering_declined_event = {"offering.declined",
                                                   &offering_decline_table,
                                                   offering_record_declined,
                                                   "不采用服务包",
                                                   "the service package was declined",
                                                   false};

bool offering_decide_offer(const struct offerings *before, struct text package, struct fault *fault)
{
    for (size_t i = 0; i < before->count; i++) {
        if (text_equal(before->items[i].package, package) &&
            before->items[i].state != OFFERING_DECLINED) {
            return fault_raise(
                fault, FAULT_ALREADY_DONE, TEXT("package"),
                FAULT_ARGS(TEXT("这个服务包已提供"), TEXT("that package has been offered")));
        }
    }
    return true;
}

bool offering_decide_answer(const struct offering *offering, struct fault *fault)
{
    return offering->state == OFFERING_OFFERED ||
           fault_raise(
               fault, FAULT_ALREADY_DONE, TEXT_NONE,
               FAULT_ARGS(TEXT("这个服务包已答复"), TEXT("that package has been answered")));
}
