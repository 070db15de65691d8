#ifndef LIANDONG_ENGINE_JOINT_H
#define LIANDONG_ENGINE_JOINT_H

#include "engine/clock/clock.h"

/* The joint clock (并联办理时限): several applications handled together have one limit for all
 * besides their own (Administrative Licensing Law, Art. 42 (2): 45 working days, 15 more with the
 * approval of the head of the government). It is derived from its members' clocks; nothing of it is
 * stored.
 *
 *   begins   on the working day after the first member was accepted, really or by silence: the law
 *            says from acceptance, and the earliest one never harms the applicants
 *   stands   on a day on which every member that is not decided yet stands still: in a procedure or
 *            suspension told in writing, or waiting for supplements asked for in time. One member's
 *            stop does not stop the others
 *   ends     with the last member's decision; withdrawn and not accepted ones count no more from
 *            the day they ended
 *
 * The members' own limits go on beside it. */
struct clock_joint_terms {
    int32_t limit_days;
    int32_t extension_days; /* 0: not extended */
    civil_date as_of;
};

struct clock_joint {
    bool has_begun, is_paused, is_ended, is_overdue, is_provisional;
    civil_date begun_on; /* the first member's acceptance */
    civil_date due_on;   /* CIVIL_DATE_NONE: not begun, or all that is open stands still */
    civil_date ended_on; /* the last decision; CIVIL_DATE_NONE: not ended */
    int32_t used, left;  /* working days; left = limit + extension - used */
    int32_t excluded;    /* working days on which all stood still, up to as_of */
    size_t held_by;      /* the open member whose own clock is due last; SIZE_MAX: none is open */
};

#define CLOCK_MEMBERS_MAX 64
struct clock_members {
    const struct clock_member *items;
    size_t count;
};

/* Asked for the day of `terms`, not for the members' own. Members received later are not there yet.
 * Refused: more than CLOCK_MEMBERS_MAX, and whatever clock_replay refuses of one of them. */
MUST_USE bool clock_joint_replay(const struct calendar *calendar,
                                 const struct clock_joint_terms *terms,
                                 const struct clock_members *members, struct clock_joint *out,
                                 struct fault *fault);

#endif
