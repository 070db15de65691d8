#include "engine/clock/joint.h"

#include "engine/clock/hands.h"

/* A member as the joint clock sees it. */
struct seen {
    bool is_there, is_accepted;
    civil_date accepted_on;
    civil_date until; /* pending up to and on this day; CIVIL_DATE_NONE: still */
    civil_date due_on;
    struct hands_span stills[HANDS_SPANS_MAX];
    size_t still_count;
    bool is_still_open; /* the last stretch goes on */
};

struct joint {
    const struct calendar *calendar;
    const struct clock_joint_terms *terms;
    struct seen seen[CLOCK_MEMBERS_MAX];
    size_t count;
    struct clock_joint out;
};

static civil_date decided_of(const struct clock_member *member, civil_date as_of)
{
    for (size_t i = 0; i < member->about.count && member->about.events[i].on <= as_of; i++) {
        if (member->about.events[i].type == CLOCK_DECIDED) {
            return member->about.events[i].on;
        }
    }
    bool has_closed = member->closed_on != CIVIL_DATE_NONE && member->closed_on <= as_of;
    return has_closed ? member->closed_on : CIVIL_DATE_NONE;
}

static bool see(struct joint *joint, const struct clock_member *member, struct seen *out,
                struct fault *fault)
{
    struct clock_reading reading;
    struct clock_case about = member->about;
    about.as_of = joint->terms->as_of;
    *out = (struct seen){.is_there = about.count > 0 && about.events[0].on <= about.as_of};
    if (!out->is_there) {
        return true;
    }
    if (!clock_replay(joint->calendar, member->terms, &about, &reading, fault)) {
        return false;
    }
    out->is_accepted = reading.is_accepted;
    out->accepted_on = reading.accepted_on;
    out->due_on = reading.is_accepted ? reading.decision_due : reading.acceptance_due;
    out->until = decided_of(member, about.as_of);
    civil_date end = out->until != CIVIL_DATE_NONE ? out->until : about.as_of;
    out->still_count = hands_spans(joint->calendar, member->terms, &about, end, out->stills);
    out->is_still_open = out->until == CIVIL_DATE_NONE && out->still_count > 0 &&
                         out->stills[out->still_count - 1].last >= about.as_of &&
                         (reading.is_paused || !reading.is_accepted);
    return true;
}

static bool is_pending(const struct seen *seen, civil_date day)
{
    return seen->is_there && (seen->until == CIVIL_DATE_NONE || day <= seen->until);
}

static bool is_still(const struct seen *seen, civil_date day, civil_date as_of)
{
    for (size_t i = 0; i < seen->still_count; i++) {
        if (day > seen->stills[i].after && day <= seen->stills[i].last) {
            return true;
        }
    }
    return day > as_of && seen->is_still_open;
}

/* Somebody is pending, and everybody who is stands still. */
static bool stands(const struct joint *joint, civil_date day)
{
    bool is_any = false;
    for (size_t i = 0; i < joint->count; i++) {
        if (is_pending(&joint->seen[i], day)) {
            is_any = true;
            if (!is_still(&joint->seen[i], day, joint->terms->as_of)) {
                return false;
            }
        }
    }
    return is_any;
}

static void settle_ends(struct joint *joint)
{
    struct clock_joint *out = &joint->out;
    bool is_open = false;
    out->begun_on = CIVIL_DATE_NONE;
    out->ended_on = CIVIL_DATE_NONE;
    out->held_by = SIZE_MAX;
    for (size_t i = 0; i < joint->count; i++) {
        const struct seen *seen = &joint->seen[i];
        if (seen->is_accepted && (!out->has_begun || seen->accepted_on < out->begun_on)) {
            out->begun_on = seen->accepted_on;
            out->has_begun = true;
        }
        out->ended_on = seen->until > out->ended_on ? seen->until : out->ended_on;
        if (seen->is_there && seen->until == CIVIL_DATE_NONE) {
            bool is_later = out->held_by == SIZE_MAX || seen->due_on == CIVIL_DATE_NONE ||
                            (joint->seen[out->held_by].due_on != CIVIL_DATE_NONE &&
                             seen->due_on > joint->seen[out->held_by].due_on);
            out->held_by = is_later ? i : out->held_by;
            is_open = true;
        }
    }
    out->is_ended = out->has_begun && !is_open;
    out->ended_on = out->is_ended ? out->ended_on : CIVIL_DATE_NONE;
}

/* Day by day: a joint limit is some hundred days, and every day is asked of every member. */
static void walk(struct joint *joint)
{
    struct clock_joint *out = &joint->out;
    civil_date last = out->is_ended ? out->ended_on : joint->terms->as_of;
    int32_t limit = joint->terms->limit_days + joint->terms->extension_days;
    int32_t counted = 0;
    out->due_on = limit == 0 ? out->begun_on : CIVIL_DATE_NONE;
    out->is_paused = !out->is_ended && stands(joint, joint->terms->as_of + 1);
    for (civil_date day = out->begun_on + 1;
         day <= last || (out->due_on == CIVIL_DATE_NONE && !out->is_paused); day++) {
        out->is_provisional |= calendar_is_provisional(joint->calendar, day);
        if (!calendar_is_working_day(joint->calendar, day)) {
            continue;
        }
        bool is_out = !(out->is_ended && day > last) && stands(joint, day);
        counted += !is_out;
        if (day <= last) {
            out->excluded += is_out;
            out->used = counted;
        }
        if (!is_out && counted == limit) {
            out->due_on = day;
        }
    }
    out->due_on = out->is_paused ? CIVIL_DATE_NONE : out->due_on;
    out->left = limit - out->used;
    out->is_overdue = out->left < 0;
}

bool clock_joint_replay(const struct calendar *calendar, const struct clock_joint_terms *terms,
                        const struct clock_members *members, struct clock_joint *out,
                        struct fault *fault)
{
    struct joint joint = {.calendar = calendar, .terms = terms, .count = members->count};
    if (members->count > CLOCK_MEMBERS_MAX || terms->limit_days < 0 || terms->extension_days < 0 ||
        terms->limit_days > 10000 || terms->extension_days > 10000) {
        return fault_raise(fault, FAULT_CLOCK_EVENTS, TEXT_NONE,
                           FAULT_ARGS(TEXT("联合办理的事项过多或期限有误"),
                                      TEXT("too many members, or a wrong limit")));
    }
    for (size_t i = 0; i < members->count; i++) {
        if (!see(&joint, &members->items[i], &joint.seen[i], fault)) {
            return false;
        }
    }
    settle_ends(&joint);
    joint.out.due_on = CIVIL_DATE_NONE;
    joint.out.left = terms->limit_days + terms->extension_days;
    if (joint.out.has_begun) {
        walk(&joint);
    }
    *out = joint.out;
    return true;
}
