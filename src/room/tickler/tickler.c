#include "room/tickler/tickler.h"

#define DAYS_MAX 1100 /* three years ahead: more is a slip of the pen */

bool tickler_decide_set(const struct tickler_set *command, civil_date today, struct fault *fault)
{
    if (command->on >= today && command->on <= today + DAYS_MAX) {
        return true;
    }
    fault_raise(fault, FAULT_FIELD_INVALID, TEXT("on"),
                FAULT_ARGS(TEXT("应为今天或以后三年内的日期"),
                           TEXT("a day from today on, within three years")));
    fault_label(fault, "提醒日期", "day");
    return false;
}

bool tickler_decide_done(const struct tickler *tickler, int64_t account, struct fault *fault)
{
    if (tickler->account != account) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (tickler->done_on != CIVIL_DATE_NONE) {
        return fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                           FAULT_ARGS(TEXT("此提醒已办结"), TEXT("this reminder is done")));
    }
    return true;
}
