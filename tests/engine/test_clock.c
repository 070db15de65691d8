#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "chance.h"
#include "engine/clock/light.h"

/* The law's clock: the cases of the handbook by name, and a twin that walks through the days. */

static struct arena *arena;
static const struct calendar *calendar;

static civil_date day(const char *text)
{
    civil_date out = 0;
    assert_true(civil_date_parse(text_of(text), &out));
    return out;
}

static int set_up(void **state)
{
    (void)state;
    static civil_date off[64];
    static civil_date work[8];
    static const char *const spans[][2] = {
        {"2026-01-01", "2026-01-03"}, {"2026-02-15", "2026-02-23"}, {"2026-04-04", "2026-04-06"},
        {"2026-05-01", "2026-05-05"}, {"2026-06-19", "2026-06-21"}, {"2026-09-25", "2026-09-27"},
        {"2026-10-01", "2026-10-07"}};
    static const char *const made_up[] = {"2026-01-04", "2026-02-14", "2026-02-28",
                                          "2026-05-09", "2026-09-20", "2026-10-10"};
    struct calendar_year year = {2026, off, 0, work, 0};
    struct fault fault = {0};
    arena = arena_open((size_t)1 << 24, (size_t)1 << 24);
    for (size_t i = 0; i < COUNT_OF(spans); i++) {
        for (civil_date at = day(spans[i][0]); at <= day(spans[i][1]); at++) {
            off[year.off_count++] = at;
        }
    }
    for (size_t i = 0; i < COUNT_OF(made_up); i++) {
        work[year.work_count++] = day(made_up[i]);
    }
    return calendar_build(arena, &year, 1, &calendar, &fault) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

#define EVENTS(...) ((const struct clock_event[]){__VA_ARGS__})
#define CASE(as_of, ...)                                                                           \
    ((struct clock_case){EVENTS(__VA_ARGS__),                                                      \
                         sizeof(EVENTS(__VA_ARGS__)) / sizeof(struct clock_event), day(as_of)})

static struct clock_event on(enum clock_event_type type, const char *date)
{
    return (struct clock_event){.type = type, .on = day(date)};
}

static struct clock_event told(const char *date)
{
    return (struct clock_event){
        .type = CLOCK_SPECIAL_STARTED, .on = day(date), .is_notified = true};
}

static struct clock_event extended(const char *date, int32_t days)
{
    return (struct clock_event){.type = CLOCK_EXTENDED, .on = day(date), .days = days};
}

static struct clock_reading read_clock(int32_t limit, struct clock_case about)
{
    struct clock_terms terms = {limit, 5, 10};
    struct clock_reading reading;
    struct fault fault = {0};
    assert_true(clock_replay(calendar, &terms, &about, &reading, &fault));
    return reading;
}

/* ---- acceptance ---- */

static void supplements_before_acceptance_do_not_use_the_limit(void **state)
{
    (void)state;
    struct clock_reading reading = read_clock(
        20, CASE("2026-05-20", on(CLOCK_RECEIVED, "2026-05-07"),
                 on(CLOCK_SUPPLEMENT_ASKED, "2026-05-12"),
                 on(CLOCK_SUPPLEMENT_COMPLETE, "2026-05-20"), on(CLOCK_ACCEPTED, "2026-05-20")));
    assert_int_equal(reading.accepted_on, day("2026-05-20"));
    assert_int_equal(reading.decision_due, day("2026-06-17"));
    assert_int_equal(reading.used, 0);
    assert_false(reading.is_deemed);
}

static void silence_accepts_on_the_day_of_reception(void **state)
{
    (void)state;
    struct clock_reading before =
        read_clock(20, CASE("2026-05-13", on(CLOCK_RECEIVED, "2026-05-07")));
    assert_false(before.is_accepted); /* the last day has not passed yet */
    assert_int_equal(before.acceptance_due, day("2026-05-13"));
    struct clock_reading after =
        read_clock(20, CASE("2026-05-14", on(CLOCK_RECEIVED, "2026-05-07")));
    assert_true(after.is_deemed);
    assert_int_equal(after.accepted_on, day("2026-05-07"));
    assert_int_equal(after.decision_due, day("2026-06-03"));
}

static void a_late_request_changes_nothing(void **state)
{
    (void)state;
    struct clock_reading reading =
        read_clock(20, CASE("2026-05-25", on(CLOCK_RECEIVED, "2026-05-07"),
                            on(CLOCK_SUPPLEMENT_ASKED, "2026-05-14"),
                            on(CLOCK_SUPPLEMENT_COMPLETE, "2026-05-20")));
    assert_true(reading.is_deemed);
    assert_int_equal(reading.accepted_on, day("2026-05-07"));
    assert_int_equal(reading.acceptance_due, day("2026-05-13"));
    assert_int_equal(reading.decision_due, day("2026-06-03"));
}

static void a_request_on_the_last_day_is_in_time(void **state)
{
    (void)state;
    struct clock_reading reading =
        read_clock(20, CASE("2026-06-30", on(CLOCK_RECEIVED, "2026-05-07"),
                            on(CLOCK_SUPPLEMENT_ASKED, "2026-05-13")));
    assert_false(reading.is_accepted); /* unanswered: nothing is deemed, however long */
    assert_int_equal(reading.acceptance_due, day("2026-05-13"));
    assert_int_equal(reading.decision_due, CIVIL_DATE_NONE);
    assert_int_equal(reading.left, 20);
}

static void after_the_supplement_the_days_run_again(void **state)
{
    (void)state;
    struct clock_case about = CASE(
        "2026-05-27", on(CLOCK_RECEIVED, "2026-05-07"), on(CLOCK_SUPPLEMENT_ASKED, "2026-05-12"),
        on(CLOCK_SUPPLEMENT_COMPLETE, "2026-05-18"), on(CLOCK_SUPPLEMENT_COMPLETE, "2026-05-20"));
    struct clock_reading waiting = read_clock(20, about);
    assert_false(waiting.is_accepted);
    assert_int_equal(waiting.acceptance_due, day("2026-05-27")); /* the last completion counts */
    about.as_of = day("2026-05-28");
    struct clock_reading deemed = read_clock(20, about);
    assert_true(deemed.is_deemed);
    assert_int_equal(deemed.accepted_on, day("2026-05-20"));
}

static void an_acceptance_recorded_too_late_was_deemed_before(void **state)
{
    (void)state;
    struct clock_reading reading = read_clock(
        20, CASE("2026-05-20", on(CLOCK_RECEIVED, "2026-05-07"), on(CLOCK_ACCEPTED, "2026-05-15")));
    assert_true(reading.is_deemed);
    assert_int_equal(reading.accepted_on, day("2026-05-07"));
}

static void until_acceptance_nothing_runs(void **state)
{
    (void)state;
    struct clock_reading reading =
        read_clock(20, CASE("2026-05-12", on(CLOCK_RECEIVED, "2026-05-07"), told("2026-05-08"),
                            extended("2026-05-08", 10), on(CLOCK_DECIDED, "2026-05-11")));
    assert_false(reading.is_accepted);
    assert_false(reading.is_paused);
    assert_int_equal(reading.used, 0);
    assert_int_equal(reading.left, 20);
    assert_int_equal(reading.delivery_due, CIVIL_DATE_NONE);
}

/* ---- decision ---- */

static void a_worked_saturday_and_sunday_count(void **state)
{
    (void)state;
    struct clock_reading reading = read_clock(
        1, CASE("2026-09-18", on(CLOCK_RECEIVED, "2026-09-18"), on(CLOCK_ACCEPTED, "2026-09-18")));
    assert_int_equal(reading.decision_due, day("2026-09-20"));
}

static void a_special_procedure_stops_the_clock_only_if_told_in_writing(void **state)
{
    (void)state;
    struct clock_event start = told("2026-09-17");
    for (int notified = 0; notified < 2; notified++) {
        start.is_notified = notified;
        struct clock_reading reading =
            read_clock(10, CASE("2026-10-08", on(CLOCK_RECEIVED, "2026-09-14"),
                                on(CLOCK_ACCEPTED, "2026-09-14"), start,
                                on(CLOCK_SPECIAL_ENDED, "2026-09-30")));
        assert_int_equal(reading.decision_due, day(notified ? "2026-10-16" : "2026-09-28"));
        assert_int_equal(reading.used, notified ? 3 : 13);
        assert_int_equal(reading.is_overdue, !notified);
    }
}

static void while_a_procedure_is_open_no_day_is_due(void **state)
{
    (void)state;
    struct clock_case about =
        CASE("2026-09-25", on(CLOCK_RECEIVED, "2026-09-14"), on(CLOCK_ACCEPTED, "2026-09-14"),
             told("2026-09-17"), on(CLOCK_DECIDED, "2026-09-24"));
    struct clock_reading reading = read_clock(10, about);
    assert_true(reading.is_paused); /* the decision does not close it */
    assert_int_equal(reading.decision_due, CIVIL_DATE_NONE);
    assert_int_equal(reading.used, 2);
    assert_int_equal(reading.delivery_due, day("2026-10-15"));
}

static void an_extension_adds_its_days(void **state)
{
    (void)state;
    struct clock_reading reading = read_clock(
        20, CASE("2026-03-20", on(CLOCK_RECEIVED, "2026-02-13"), on(CLOCK_ACCEPTED, "2026-02-13"),
                 extended("2026-03-10", 10), on(CLOCK_DELIVERED, "2026-03-19")));
    assert_int_equal(reading.decision_due, day("2026-04-02"));
    assert_int_equal(reading.left, 30 - 21);
}

static void delivery_is_due_ten_working_days_after_the_decision(void **state)
{
    (void)state;
    struct clock_reading reading =
        read_clock(20, CASE("2026-03-19", on(CLOCK_RECEIVED, "2026-02-13"),
                            on(CLOCK_ACCEPTED, "2026-02-13"), on(CLOCK_DECIDED, "2026-03-04")));
    assert_int_equal(reading.delivery_due, day("2026-03-18"));
    assert_int_equal(reading.used, 9);
}

static void what_happens_after_the_day_asked_for_has_not_happened(void **state)
{
    (void)state;
    struct clock_reading reading = read_clock(
        20, CASE("2026-02-27", on(CLOCK_RECEIVED, "2026-02-13"), on(CLOCK_ACCEPTED, "2026-02-13"),
                 told("2026-03-02"), on(CLOCK_DECIDED, "2026-03-04")));
    assert_false(reading.is_paused);
    assert_false(reading.is_decided);
    assert_int_equal(reading.decision_due, day("2026-03-19"));
}

static void dates_in_unpublished_years_are_marked(void **state)
{
    (void)state;
    struct clock_reading reading = read_clock(
        20, CASE("2026-12-21", on(CLOCK_RECEIVED, "2026-12-20"), on(CLOCK_ACCEPTED, "2026-12-20")));
    assert_true(reading.is_provisional);
}

static void wrong_records_are_refused(void **state)
{
    (void)state;
    const struct clock_case wrong[] = {
        {NULL, 0, day("2026-05-07")},
        CASE("2026-05-07", on(CLOCK_ACCEPTED, "2026-05-07")),
        CASE("2026-05-06", on(CLOCK_RECEIVED, "2026-05-07")),
        CASE("2026-05-20", on(CLOCK_RECEIVED, "2026-05-07"), on(CLOCK_DECIDED, "2026-05-12"),
             on(CLOCK_ACCEPTED, "2026-05-11")),
        CASE("2026-05-20", on(CLOCK_RECEIVED, "2026-05-07"), extended("2026-05-12", -1)),
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct clock_terms terms = {20, 5, 10};
        struct clock_reading reading;
        struct fault fault = {0};
        assert_false(clock_replay(calendar, &terms, &wrong[i], &reading, &fault));
        assert_int_equal(fault.code, FAULT_CLOCK_EVENTS);
    }
}

/* ---- the twin: one day after the other ---- */

static bool twin_counts(const struct clock_case *about, civil_date at)
{
    bool is_open = false;
    civil_date opened = 0;
    if (!calendar_is_working_day(calendar, at)) {
        return false;
    }
    for (size_t i = 0; i < about->count && about->events[i].on <= about->as_of; i++) {
        const struct clock_event *event = &about->events[i];
        if (event->type == CLOCK_SPECIAL_STARTED && event->is_notified && !is_open) {
            is_open = true;
            opened = event->on;
        } else if (event->type == CLOCK_SPECIAL_ENDED && is_open) {
            is_open = false;
            if (opened <= at && at <= event->on) {
                return false;
            }
        }
    }
    return !(is_open && opened <= at);
}

static civil_date twin_due(const struct clock_case *about, civil_date from, int32_t days)
{
    while (days > 0) {
        from++;
        days -= twin_counts(about, from);
    }
    return from;
}

static void a_walk_through_the_days_ends_where_the_clock_does(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3000; seed++) {
        struct chance chance = chance_from(seed);
        struct clock_event events[12] = {on(CLOCK_RECEIVED, "2026-01-05")};
        civil_date at = events[0].on += chance_below(&chance, 250);
        int32_t limit = chance_below(&chance, 30);
        events[1] = (struct clock_event){.type = CLOCK_ACCEPTED, .on = at};
        struct clock_case about = {events, 2, 0};
        int32_t allowed = limit;
        for (; about.count < 12 && chance_of(&chance, 85); about.count++) {
            static const enum clock_event_type types[] = {CLOCK_SPECIAL_STARTED,
                                                          CLOCK_SPECIAL_ENDED, CLOCK_EXTENDED};
            struct clock_event *event = &events[about.count];
            at += chance_below(&chance, 9);
            event->type = types[chance_below(&chance, 3)];
            event->on = at;
            event->is_notified = chance_of(&chance, 70);
            event->days = event->type == CLOCK_EXTENDED ? chance_below(&chance, 11) : 0;
            allowed += event->days;
        }
        about.as_of = at + chance_below(&chance, 40);
        struct clock_reading reading = read_clock(limit, about);
        int32_t used = 0;
        for (civil_date walk = reading.accepted_on + 1; walk <= about.as_of; walk++) {
            used += twin_counts(&about, walk);
        }
        assert_int_equal(reading.used, used);
        assert_int_equal(reading.left, allowed - used);
        assert_int_equal(reading.is_overdue, used > allowed);
        if (!reading.is_paused) {
            assert_int_equal(reading.decision_due, twin_due(&about, reading.accepted_on, allowed));
        }
    }
}

/* ---- lights ---- */

static void the_promise_turns_yellow_before_it_turns_red(void **state)
{
    (void)state;
    struct clock_reading reading = {.is_accepted = true, .left = 4};
    assert_int_equal(light_of_promise(&reading, 3), LIGHT_GREEN);
    reading.left = 3;
    assert_int_equal(light_of_promise(&reading, 3), LIGHT_YELLOW);
    reading.left = -1;
    reading.is_overdue = true;
    assert_int_equal(light_of_promise(&reading, 3), LIGHT_RED);
    reading.is_decided = true;
    assert_int_equal(light_of_promise(&reading, 3), LIGHT_NONE);
}

static void lateness_within_the_float_moves_nothing(void **state)
{
    (void)state;
    struct light_step step = {.float_days = 10, .delay = 4, .leads_to_production = true};
    struct light_effect effect = light_of_effect(&step, 3);
    assert_int_equal(effect.light, LIGHT_GREEN);
    assert_int_equal(effect.float_left, 6);
    step.delay = 8;
    assert_int_equal(light_of_effect(&step, 3).light, LIGHT_YELLOW);
    step.delay = 12;
    effect = light_of_effect(&step, 3);
    assert_int_equal(effect.light, LIGHT_RED);
    assert_int_equal(effect.production_moves, 2);
    step.leads_to_production = false;
    assert_int_equal(light_of_effect(&step, 3).light, LIGHT_NONE);
    assert_int_equal(light_of_effect(&step, 3).production_moves, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(supplements_before_acceptance_do_not_use_the_limit),
        cmocka_unit_test(silence_accepts_on_the_day_of_reception),
        cmocka_unit_test(a_late_request_changes_nothing),
        cmocka_unit_test(a_request_on_the_last_day_is_in_time),
        cmocka_unit_test(after_the_supplement_the_days_run_again),
        cmocka_unit_test(an_acceptance_recorded_too_late_was_deemed_before),
        cmocka_unit_test(until_acceptance_nothing_runs),
        cmocka_unit_test(a_worked_saturday_and_sunday_count),
        cmocka_unit_test(a_special_procedure_stops_the_clock_only_if_told_in_writing),
        cmocka_unit_test(while_a_procedure_is_open_no_day_is_due),
        cmocka_unit_test(an_extension_adds_its_days),
        cmocka_unit_test(delivery_is_due_ten_working_days_after_the_decision),
        cmocka_unit_test(what_happens_after_the_day_asked_for_has_not_happened),
        cmocka_unit_test(dates_in_unpublished_years_are_marked),
        cmocka_unit_test(wrong_records_are_refused),
        cmocka_unit_test(a_walk_through_the_days_ends_where_the_clock_does),
        cmocka_unit_test(the_promise_turns_yellow_before_it_turns_red),
        cmocka_unit_test(lateness_within_the_float_moves_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
