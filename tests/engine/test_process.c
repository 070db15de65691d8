#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/arena.h"
#include "chance.h"
#include "engine/forecast/survival.h"
#include "engine/measure/measure.h"
#include "engine/process/process.h"

/* Where time goes, against a twin that asks each question of all courses anew. */

#define COURSES 60
#define MARKS 14
#define KINDS 6

static struct process_mark marks[COURSES][MARKS];
static struct process_course courses[COURSES];

static void make(struct chance *chance)
{
    for (int i = 0; i < COURSES; i++) {
        int32_t day = chance_below(chance, 500);
        courses[i] = (struct process_course){.marks = marks[i],
                                             .count = (uint32_t)chance_below(chance, MARKS + 1),
                                             .is_open = chance_of(chance, 30)};
        for (uint32_t k = 0; k < courses[i].count; k++) {
            day += chance_of(chance, 5) ? PROCESS_DAYS_MAX + 50 : chance_below(chance, 30);
            marks[i][k] = (struct process_mark){day, (uint8_t)chance_below(chance, KINDS),
                                                (uint8_t)chance_below(chance, PROCESS_HANDS)};
        }
        courses[i].until = day + chance_below(chance, 40);
    }
}

/* Rows of days for the product-limit estimate of indicators, which has a twin of its own. */
struct asked {
    int from, to; /* -1: any */
};
static struct measure_sum times_of(struct arena *arena, struct asked asked)
{
    struct measure_sum sum = {0};
    for (int i = 0; i < COURSES; i++) {
        const struct process_course *course = &courses[i];
        for (uint32_t k = 0; k < course->count; k++) {
            bool is_last = k + 1 == course->count;
            int32_t days = (is_last ? course->until : marks[i][k + 1].day) - marks[i][k].day;
            struct measure_row row = {.whole = 1,
                                      .days = days > PROCESS_DAYS_MAX ? PROCESS_DAYS_MAX : days,
                                      .has_ended = !is_last};
            bool is_meant = marks[i][k].activity == asked.from &&
                            (asked.to < 0 || (!is_last && marks[i][k + 1].activity == asked.to));
            if (is_meant && (!is_last || (course->is_open && asked.to < 0))) {
                measure_add(arena, MEASURE_IS_DAYS, &sum, &row);
            }
        }
    }
    return sum;
}

static void assert_waits(struct arena *arena, const struct process_waits *waits, struct asked asked)
{
    struct measure_sum sum = times_of(arena, asked);
    struct measure_times times = measure_times_of(arena, &sum);
    int32_t day = -1;
    assert_int_equal(waits->ended, times.ended);
    assert_int_equal(waits->ended + waits->open, times.cases);
    assert_int_equal(process_quantile(waits, 500, &day), times.has_median);
    assert_true(!times.has_median || day == times.median);
    assert_int_equal(process_quantile(waits, 900, &day), times.has_p90);
    assert_true(!times.has_p90 || day == times.p90);
    int64_t saved = 0;
    for (uint32_t i = 0; i < sum.time_count; i++) {
        saved += sum.times[i].ended && sum.times[i].days > 7 ? sum.times[i].days - 7 : 0;
    }
    assert_int_equal(process_saved(waits, 7), saved);
}

static void assert_arc(struct arena *arena, const struct process *process, uint8_t from, uint8_t to)
{
    const struct process_arc *arc = process_arc(process, from, to);
    int64_t taken = 0, in = 0, days = 0, hands = 0;
    for (int i = 0; i < COURSES; i++) {
        int32_t longest = -1, told = -1;
        for (uint32_t k = 1; k < courses[i].count; k++) {
            if (marks[i][k - 1].activity == from && marks[i][k].activity == to) {
                int32_t wait = marks[i][k].day - marks[i][k - 1].day;
                taken++;
                days += wait;
                longest = wait > longest ? wait : longest;
            }
        }
        in += longest >= 0;
        assert_int_equal(process_takes(&courses[i], from, to, &told), longest >= 0);
        assert_true(longest < 0 || told == longest);
    }
    assert_int_equal(arc == NULL, taken == 0);
    if (arc != NULL) {
        for (int i = 0; i < PROCESS_HANDS; i++) {
            hands += arc->hands[i];
        }
        assert_int_equal(arc->waits.ended, taken);
        assert_int_equal(arc->courses, in);
        assert_int_equal(arc->waits.days, days);
        assert_int_equal(hands, days);
        assert_waits(arena, &arc->waits, (struct asked){from, to});
    }
}

static void assert_activity(struct arena *arena, const struct process *process, uint8_t kind)
{
    const struct process_activity *activity = &process->activities[kind];
    int64_t times = 0, in = 0, again = 0, again_days = 0;
    for (int i = 0; i < COURSES; i++) {
        int64_t here = 0, first = 0, last = 0;
        for (uint32_t k = courses[i].count; k > 0; k--) {
            if (marks[i][k - 1].activity == kind) {
                first = marks[i][k - 1].day;
                last = here++ == 0 ? first : last;
            }
        }
        times += here;
        in += here > 0;
        again += here > 1;
        again_days += here > 1 ? last - first : 0;
    }
    assert_int_equal(activity->times, times);
    assert_int_equal(activity->courses, in);
    assert_int_equal(activity->again, again);
    assert_int_equal(activity->again_days, again_days);
    if (activity->after.ended_after != NULL) {
        assert_waits(arena, &activity->after, (struct asked){kind, -1});
    }
}

static bool same_way(int a, int b)
{
    bool same = courses[a].count == courses[b].count;
    for (uint32_t k = 0; same && k < courses[a].count; k++) {
        same = marks[a][k].activity == marks[b][k].activity;
    }
    return same;
}

static void assert_variants(struct process *process)
{
    uint32_t kinds = 0;
    int64_t before = INT64_MAX;
    process_sort_variants(process);
    for (int i = 0; i < COURSES; i++) {
        bool is_first = courses[i].count > 0;
        for (int k = 0; k < i && is_first; k++) {
            is_first = !same_way(i, k);
        }
        kinds += is_first;
    }
    assert_int_equal(process->variant_count, kinds);
    for (uint32_t i = 0; i < process->variant_count; i++) {
        const struct process_variant *variant = &process->variants[i];
        int64_t found = 0;
        for (int k = 0; k < COURSES; k++) {
            bool same = courses[k].count > 0 && courses[k].count == variant->count;
            for (uint32_t m = 0; same && m < variant->count; m++) {
                same = marks[k][m].activity == variant->way[m];
            }
            found += same;
        }
        assert_int_equal(variant->courses, found);
        assert_true(variant->courses <= before);
        before = variant->courses;
    }
}

static void test_twin(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        struct arena *arena = arena_open((size_t)8 << 20, (size_t)64 << 20);
        struct chance chance = chance_from(seed);
        struct process *process = process_open(arena);
        int64_t empty = 0, open = 0;
        make(&chance);
        for (int i = 0; i < COURSES; i++) {
            process_add(process, &courses[i]);
            empty += courses[i].count == 0;
            open += courses[i].is_open;
        }
        assert_int_equal(process->courses, COURSES);
        assert_int_equal(process->open, open);
        int64_t begun = 0;
        for (uint8_t from = 0; from < KINDS; from++) {
            const struct process_arc *first = process_arc(process, PROCESS_BEGIN, from);
            begun += first == NULL ? 0 : first->courses;
            assert_activity(arena, process, from);
            for (uint8_t to = 0; to < KINDS; to++) {
                assert_arc(arena, process, from, to);
            }
        }
        assert_int_equal(begun + empty, COURSES);
        assert_variants(process);
        arena_close(arena);
    }
}

/* More variants than are kept: the rest is counted, and memory stays. */
static void test_bound(void **state)
{
    (void)state;
    struct arena *arena = arena_open((size_t)8 << 20, (size_t)16 << 20);
    struct process *process = process_open(arena);
    struct chance chance = chance_from(7);
    int64_t kept = 0;
    for (int i = 0; i < 20000; i++) {
        struct process_mark way[10];
        for (int k = 0; k < 10; k++) {
            way[k] = (struct process_mark){k, (uint8_t)chance_below(&chance, 8), 0};
        }
        process_add(process, &(struct process_course){.marks = way, .count = 10});
    }
    process_sort_variants(process);
    for (uint32_t i = 0; i < process->variant_count; i++) {
        kept += process->variants[i].courses;
    }
    assert_int_equal(process->variant_count, PROCESS_VARIANTS_MAX);
    assert_int_equal(kept + process->beyond_variants, 20000);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_twin), cmocka_unit_test(test_bound)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
