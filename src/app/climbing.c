#include "app/climbing.h"

#include "base/json_read.h"

struct climbing climbing_of(const struct pack_record *record)
{
    const struct jvalue *roles = record == NULL ? NULL : jvalue_get(record->raw, "climb_roles");
    return (struct climbing){
        .roles = roles,
        .steps = roles == NULL ? 0 : roles->count,
        .days = record == NULL ? 0 : jvalue_int(jvalue_get(record->raw, "climb_days"), 0),
    };
}

struct text climbing_role(const struct climbing *ladder, int64_t step)
{
    ensure(step >= 0 && step < ladder->steps);
    return jvalue_text(&ladder->roles->items[step], TEXT_NONE);
}

int64_t climbing_steps_due(const struct climbing *ladder, int64_t late_days)
{
    int64_t due = late_days < 1 || ladder->steps < 1 ? 0
                  : ladder->days < 1                 ? ladder->steps
                                                     : 1 + (late_days - 1) / ladder->days;
    return due < ladder->steps ? due : ladder->steps;
}

civil_date climbing_stays_until(const struct city *city, const struct climbing *ladder,
                                civil_date due_on, int64_t climbs)
{
    return climbs < ladder->steps ? city_due(city, due_on, (int)(climbs * ladder->days)).day
                                  : CIVIL_DATE_NONE;
}

enum climbing_move climbing_move_of(const struct climbing_next *next, civil_date today)
{
    if (next->to.len == 0) {
        return CLIMBING_STAYS;
    }
    if (next->announced_for != CIVIL_DATE_NONE && text_equal(next->announced_to, next->to)) {
        return today >= next->announced_for ? CLIMBING_CLIMBS : CLIMBING_STAYS;
    }
    return next->left_days <= next->announce_days ? CLIMBING_IS_ANNOUNCED : CLIMBING_STAYS;
}
