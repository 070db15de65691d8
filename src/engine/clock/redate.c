#include "engine/clock/redate.h"

#define YEARS_AROUND 10

civil_date clock_first_difference(const struct calendar *from, const struct calendar *to,
                                  civil_date around)
{
    for (civil_date day = around - YEARS_AROUND * 366; day <= around + YEARS_AROUND * 366; day++) {
        if (calendar_is_working_day(from, day) != calendar_is_working_day(to, day)) {
            return day;
        }
    }
    return CIVIL_DATE_NONE;
}

static bool differ(const struct clock_reading *a, const struct clock_reading *b)
{
    return a->accepted_on != b->accepted_on || a->acceptance_due != b->acceptance_due ||
           a->decision_due != b->decision_due || a->delivery_due != b->delivery_due ||
           a->used != b->used || a->left != b->left || a->is_deemed != b->is_deemed ||
           a->is_overdue != b->is_overdue;
}

bool clock_redate(const struct calendar *from, const struct calendar *to,
                  const struct clock_member *member, struct clock_moved *out, struct fault *fault)
{
    struct clock_moved moved;
    if (!clock_replay(from, member->terms, &member->about, &moved.before, fault) ||
        !clock_replay(to, member->terms, &member->about, &moved.after, fault)) {
        return false;
    }
    moved.is_moved = differ(&moved.before, &moved.after);
    *out = moved;
    return true;
}
