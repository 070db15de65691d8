#include "room/delegation/delegation.h"

static bool refuse(struct fault *fault, const char *field, const char *zh, const char *en)
{
    bool is_deputy = text_is(text_of(field), "account_id");
    fault_raise(fault, FAULT_FIELD_INVALID, text_of(field), FAULT_ARGS(text_of(zh), text_of(en)));
    fault_label(fault, is_deputy ? "受委托人" : "委托期限", is_deputy ? "deputy" : "until");
    return false;
}

bool delegation_decide(const struct delegation_give *command, const struct delegation_terms *terms,
                       civil_date *out_from, struct fault *fault)
{
    civil_date from = command->from == CIVIL_DATE_NONE ? terms->today : command->from;
    if (command->account_id == terms->account) {
        return refuse(fault, "account_id", "不能委托给自己", "nobody is his own deputy");
    }
    if (!terms->deputy_is_live) {
        return refuse(fault, "account_id", "该账号不是在岗的工作人员",
                      "no live account of the government's side");
    }
    if (from < terms->today || command->until < from) {
        return refuse(fault, "until", "委托从今天或以后开始，终止日期不早于开始日期",
                      "from today on at the earliest, and not ending before it begins");
    }
    if (command->until - from > terms->longest_days) {
        return refuse(fault, "until", "超过委托的最长期限", "longer than a delegation may be");
    }
    *out_from = from;
    return true;
}
