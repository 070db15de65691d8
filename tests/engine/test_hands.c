#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "chance.h"
#include "engine/clock/hands.h"
#include "engine/clock/joint.h"

/* In whose hands a case was, and the joint clock, each against a twin that asks every single day.
 */

static struct arena *arena;
static const struct calendar *calendar;
static const struct clock_terms terms = {20, 5, 10};

static civil_date day(const char *text)
{
    civil_date out = 0;
    assert_true(civil_date_parse(text_of(text), &out));
    return out;
}

static int set_up(void **state)
{
    (void)state;
    static civil_date off[16];
    static civil_date work[2];
    struct calendar_year year = {2026, off, 0, work, 0};
    struct fault fault = {0};
    arena = arena_open((size_t)1 << 24, (size_t)1 << 24);
    for (civil_date at = day("2026-10-01"); at <= day("2026-10-07"); at++) {
        off[year.off_count++] = at;
    }
    work[year.work_count++] = day("2026-09-20");
    work[year.work_count++] = day("2026-10-10");
    return calendar_build(arena, &year, 1, &calendar, &fault) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static struct clock_event on(enum clock_event_type type, const char *date)
{
    return (struct clock_event){.type = type, .on = day(date), .is_notified = true};
}

static struct hands hands(const struct clock_event *events, size_t count, const char *as_of)
{
    struct clock_case about = {events, count, day(as_of)};
    struct hands out;
    struct fault fault = {0};
    assert_true(
        hands_of(calendar, &(struct clock_member){&terms, about, CIVIL_DATE_NONE}, &out, &fault));
    return out;
}

static void a_supplement_is_the_enterprises_time(void **state)
{
    (void)state;
    const struct clock_event events[] = {
        on(CLOCK_RECEIVED, "2026-08-03"), on(CLOCK_SUPPLEMENT_ASKED, "2026-08-05"),
        on(CLOCK_SUPPLEMENT_COMPLETE, "2026-08-12"), on(CLOCK_ACCEPTED, "2026-08-13")};
    struct hands got = hands(events, 4, "2026-08-14");
    assert_int_equal(got.days[HAND_DEPARTMENT], 4); /* 4, 5, 13, 14 August */
    assert_int_equal(got.days[HAND_ENTERPRISE], 5);
    assert_int_equal(got.total, 9);
}

static void both_ends_of_a_stop_are_the_stops(void **state)
{
    (void)state;
    struct clock_event events[] = {
        on(CLOCK_RECEIVED, "2026-08-03"),        on(CLOCK_ACCEPTED, "2026-08-03"),
        on(CLOCK_SPECIAL_STARTED, "2026-08-05"), on(CLOCK_SPECIAL_ENDED, "2026-08-07"),
        on(CLOCK_SUSPENDED, "2026-08-11"),       on(CLOCK_RESUMED, "2026-08-11")};
    struct hands got = hands(events, 6, "2026-08-14");
    assert_int_equal(got.days[HAND_THIRD_PARTY], 3);
    assert_int_equal(got.days[HAND_LEGAL_STOP], 1);
    assert_int_equal(got.days[HAND_DEPARTMENT], 5);
    events[2].is_notified = false; /* nobody was told: the department's own time */
    got = hands(events, 6, "2026-08-14");
    assert_int_equal(got.days[HAND_THIRD_PARTY], 0);
    assert_int_equal(got.days[HAND_DEPARTMENT], 8);
    events[4].is_applicants = true;
    assert_int_equal(hands(events, 6, "2026-08-14").days[HAND_ENTERPRISE], 1);
}

static void the_way_to_the_applicant_is_the_departments(void **state)
{
    (void)state;
    const struct clock_event events[] = {
        on(CLOCK_RECEIVED, "2026-08-03"), on(CLOCK_ACCEPTED, "2026-08-03"),
        on(CLOCK_DECIDED, "2026-08-05"), on(CLOCK_DELIVERED, "2026-08-10")};
    struct hands got = hands(events, 4, "2026-12-01");
    assert_int_equal(got.total, 5);
    assert_int_equal(got.days[HAND_DEPARTMENT], 5);
    assert_int_equal(got.until, day("2026-08-10"));
}

/* -- the twin -- */

/* The first of the open stops of that kind that holds the day, or SIZE_MAX. */
static size_t stop_on(const struct clock_case *about, civil_date at, bool is_special)
{
    size_t open = SIZE_MAX;
    for (size_t i = 0; i < about->count && about->events[i].on <= about->as_of; i++) {
        const struct clock_event *event = &about->events[i];
        enum clock_event_type begins = is_special ? CLOCK_SPECIAL_STARTED : CLOCK_SUSPENDED;
        enum clock_event_type ends = is_special ? CLOCK_SPECIAL_ENDED : CLOCK_RESUMED;
        if (event->type == begins && event->is_notified && open == SIZE_MAX) {
            open = i;
        } else if (event->type == ends && open != SIZE_MAX) {
            if (about->events[open].on <= at && at <= event->on) {
                return open;
            }
            open = SIZE_MAX;
        }
    }
    return open != SIZE_MAX && about->events[open].on <= at ? open : SIZE_MAX;
}

static enum hand twin_hand(const struct clock_case *about, civil_date at)
{
    size_t special = stop_on(about, at, true);
    size_t legal = stop_on(about, at, false);
    if (special != SIZE_MAX && special < legal) {
        return HAND_THIRD_PARTY;
    }
    if (legal != SIZE_MAX) {
        return about->events[legal].is_applicants ? HAND_ENTERPRISE : HAND_LEGAL_STOP;
    }
    civil_date asked = CIVIL_DATE_NONE;
    civil_date got = CIVIL_DATE_NONE;
    struct calendar_day due;
    struct fault fault = {0};
    assert_true(calendar_add(calendar, about->events[0].on, 5, &due, &fault));
    for (size_t i = 0; i < about->count && about->events[i].on <= about->as_of; i++) {
        const struct clock_event *event = &about->events[i];
        if (event->type == CLOCK_ACCEPTED) {
            got = asked != CIVIL_DATE_NONE && got == CIVIL_DATE_NONE ? event->on : got;
            break;
        }
        if (event->type == CLOCK_SUPPLEMENT_ASKED && asked == CIVIL_DATE_NONE) {
            asked = event->on;
        } else if (event->type == CLOCK_SUPPLEMENT_COMPLETE && asked != CIVIL_DATE_NONE) {
            got = event->on;
        }
    }
    bool is_waiting = asked != CIVIL_DATE_NONE && asked <= due.day && at > asked &&
                      (got == CIVIL_DATE_NONE || at <= got);
    return is_waiting ? HAND_ENTERPRISE : HAND_DEPARTMENT;
}

#define EVENTS 14

/* A case that may have happened: supplements before acceptance, stops and a decision after it. */
static size_t made_case(struct chance *chance, struct clock_event events[EVENTS])
{
    static const enum clock_event_type before[] = {CLOCK_SUPPLEMENT_ASKED,
                                                   CLOCK_SUPPLEMENT_COMPLETE};
    static const enum clock_event_type after[] = {CLOCK_SPECIAL_STARTED, CLOCK_SPECIAL_ENDED,
                                                  CLOCK_SUSPENDED, CLOCK_RESUMED, CLOCK_EXTENDED};
    civil_date at = day("2026-08-03") + chance_below(chance, 60);
    size_t count = 0;
    events[count++] = (struct clock_event){.type = CLOCK_RECEIVED, .on = at};
    for (int32_t i = chance_below(chance, 4); i > 0; i--) {
        at += chance_below(chance, 6);
        events[count++] = (struct clock_event){.type = before[chance_below(chance, 2)], .on = at};
    }
    if (chance_of(chance, 80)) {
        at += chance_below(chance, 5);
        events[count++] = (struct clock_event){.type = CLOCK_ACCEPTED, .on = at};
        for (int32_t i = chance_below(chance, 8); i > 0; i--) {
            at += chance_below(chance, 7);
            events[count++] = (struct clock_event){.type = after[chance_below(chance, 5)],
                                                   .on = at,
                                                   .days = 2,
                                                   .is_notified = chance_of(chance, 80),
                                                   .is_applicants = chance_of(chance, 30)};
        }
        if (chance_of(chance, 50)) {
            at += chance_below(chance, 9);
            events[count++] = (struct clock_event){.type = CLOCK_DECIDED, .on = at};
        }
    }
    return count;
}

static void the_parts_add_up_to_the_whole_and_each_day_is_booked_once(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4000; seed++) {
        struct chance chance = chance_from(seed);
        struct clock_event events[EVENTS];
        struct clock_case about = {events, made_case(&chance, events), 0};
        about.as_of = events[about.count - 1].on + chance_below(&chance, 40);
        struct hands got;
        struct fault fault = {0};
        assert_true(hands_of(calendar, &(struct clock_member){&terms, about, CIVIL_DATE_NONE}, &got,
                             &fault));
        int32_t twin[HAND_COUNT] = {0};
        int32_t total = 0;
        for (civil_date at = events[0].on + 1; at <= about.as_of; at++) {
            if (calendar_is_working_day(calendar, at)) {
                twin[twin_hand(&about, at)]++;
                total++;
            }
        }
        int32_t sum = 0;
        for (int hand = 0; hand < HAND_COUNT; hand++) {
            assert_int_equal(got.days[hand], twin[hand]);
            sum += got.days[hand];
        }
        assert_int_equal(sum, got.total);
        assert_int_equal(got.total, total);
    }
}

static void what_the_clock_uses_is_in_the_departments_hands(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 2000; seed++) {
        struct chance chance = chance_from(seed);
        struct clock_event events[EVENTS];
        struct clock_case about = {events, made_case(&chance, events), 0};
        about.as_of = events[about.count - 1].on + chance_below(&chance, 40);
        struct clock_reading reading;
        struct fault fault = {0};
        assert_true(clock_replay(calendar, &terms, &about, &reading, &fault));
        civil_date last = about.as_of;
        for (size_t i = 0; i < about.count; i++) {
            last = events[i].type == CLOCK_DECIDED && events[i].on < last ? events[i].on : last;
        }
        int32_t used = 0;
        for (civil_date at = reading.accepted_on + 1; reading.is_accepted && at <= last; at++) {
            bool stands =
                stop_on(&about, at, true) != SIZE_MAX || stop_on(&about, at, false) != SIZE_MAX;
            used += calendar_is_working_day(calendar, at) && !stands;
        }
        assert_int_equal(reading.used, used);
    }
}

/* -- the joint clock -- */

static struct clock_joint joint(const struct clock_member *members, size_t count,
                                struct clock_joint_terms asked)
{
    struct clock_joint out;
    struct fault fault = {0};
    struct clock_members all = {members, count};
    assert_true(clock_joint_replay(calendar, &asked, &all, &out, &fault));
    return out;
}

static void one_members_stop_does_not_stop_the_others(void **state)
{
    (void)state;
    const struct clock_event first[] = {on(CLOCK_RECEIVED, "2026-08-03"),
                                        on(CLOCK_ACCEPTED, "2026-08-03"),
                                        on(CLOCK_SPECIAL_STARTED, "2026-08-05")};
    const struct clock_event second[] = {on(CLOCK_RECEIVED, "2026-08-03"),
                                         on(CLOCK_ACCEPTED, "2026-08-04"),
                                         on(CLOCK_DECIDED, "2026-08-10")};
    struct clock_member members[] = {{&terms, {first, 3, 0}, CIVIL_DATE_NONE},
                                     {&terms, {second, 3, 0}, CIVIL_DATE_NONE}};
    struct clock_joint_terms asked = {45, 0, day("2026-08-07")};
    struct clock_joint got = joint(members, 2, asked);
    assert_int_equal(got.begun_on, day("2026-08-03"));
    assert_int_equal(got.used, 4);
    assert_false(got.is_paused);
    asked.as_of = day("2026-08-14"); /* now only the one that stands is open */
    got = joint(members, 2, asked);
    assert_true(got.is_paused);
    assert_int_equal(got.due_on, CIVIL_DATE_NONE);
    assert_int_equal(got.used, 5);
    assert_int_equal(got.excluded, 4);
    assert_int_equal(got.held_by, 0);
}

static void the_joint_limit_is_forty_five_and_fifteen_more(void **state)
{
    (void)state;
    const struct clock_event events[] = {on(CLOCK_RECEIVED, "2026-08-03"),
                                         on(CLOCK_ACCEPTED, "2026-08-03")};
    struct clock_member members[] = {{&terms, {events, 2, 0}, CIVIL_DATE_NONE}};
    struct clock_joint_terms asked = {45, 0, day("2026-08-03")};
    struct clock_joint got = joint(members, 1, asked);
    struct calendar_day due;
    struct fault fault = {0};
    assert_true(calendar_add(calendar, day("2026-08-03"), 45, &due, &fault));
    assert_int_equal(got.due_on, due.day);
    asked.extension_days = 15;
    assert_true(calendar_add(calendar, day("2026-08-03"), 60, &due, &fault));
    assert_int_equal(joint(members, 1, asked).due_on, due.day);
}

static void the_joint_clock_is_what_a_walk_through_the_days_gives(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 1500; seed++) {
        struct chance chance = chance_from(seed);
        struct clock_event events[4][EVENTS];
        struct clock_member members[4];
        size_t count = 1 + (size_t)chance_below(&chance, 4);
        civil_date as_of = day("2026-10-20") + chance_below(&chance, 120);
        for (size_t i = 0; i < count; i++) {
            members[i] = (struct clock_member){
                &terms, {events[i], made_case(&chance, events[i]), as_of}, CIVIL_DATE_NONE};
        }
        struct clock_joint got = joint(members, count, (struct clock_joint_terms){45, 0, as_of});
        civil_date begun = INT32_MAX;
        civil_date ended[4];
        bool is_open = false;
        for (size_t i = 0; i < count; i++) {
            struct clock_reading reading;
            struct fault fault = {0};
            assert_true(clock_replay(calendar, &terms, &members[i].about, &reading, &fault));
            begun =
                reading.is_accepted && reading.accepted_on < begun ? reading.accepted_on : begun;
            ended[i] = INT32_MAX;
            for (size_t j = 0; j < members[i].about.count; j++) {
                ended[i] = events[i][j].type == CLOCK_DECIDED && events[i][j].on <= as_of
                               ? events[i][j].on
                               : ended[i];
            }
            is_open = is_open || ended[i] == INT32_MAX;
        }
        assert_int_equal(got.has_begun, begun != INT32_MAX);
        if (begun == INT32_MAX) {
            continue;
        }
        civil_date last = begun;
        for (size_t i = 0; i < count; i++) {
            civil_date end = ended[i] == INT32_MAX ? as_of : ended[i];
            last = end > last ? end : last;
        }
        int32_t used = 0;
        for (civil_date at = begun + 1; at <= last; at++) {
            bool pending = false;
            bool moves = false;
            for (size_t i = 0; i < count; i++) {
                bool is_here = at <= ended[i] && events[i][0].on <= as_of;
                pending = pending || is_here;
                bool is_still =
                    at > events[i][0].on && twin_hand(&members[i].about, at) != HAND_DEPARTMENT;
                moves = moves || (is_here && !is_still);
            }
            used += calendar_is_working_day(calendar, at) && !(pending && !moves);
        }
        assert_int_equal(got.is_ended, !is_open);
        assert_int_equal(got.used, used);
        assert_int_equal(got.left, 45 - used);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_supplement_is_the_enterprises_time),
        cmocka_unit_test(both_ends_of_a_stop_are_the_stops),
        cmocka_unit_test(the_way_to_the_applicant_is_the_departments),
        cmocka_unit_test(the_parts_add_up_to_the_whole_and_each_day_is_booked_once),
        cmocka_unit_test(what_the_clock_uses_is_in_the_departments_hands),
        cmocka_unit_test(one_members_stop_does_not_stop_the_others),
        cmocka_unit_test(the_joint_limit_is_forty_five_and_fifteen_more),
        cmocka_unit_test(the_joint_clock_is_what_a_walk_through_the_days_gives),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
