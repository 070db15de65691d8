/* How fast a portfolio is levelled under its departments' staff: a hundred projects with eight
 * reviewers, ten thousand with twenty departments, forty items each. Every project has due days
 * that the staff can nearly keep, so that the order matters.
 *
 *     bench_dispatch */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "engine/level/portfolio.h"
#include "measure.h"

#define ITEMS 40 /* of a project */
#define MIXTURES 5
#define YEAR 250     /* working days for which absences are known */
#define ABSENT_OF 10 /* one day in so many somebody of a department is absent */
#define DAYS_MEAN 5  /* of an item, with the item itself: 1 .. 9 */

struct size {
    const char *name;
    uint32_t projects;
    uint32_t departments;
    int32_t reviewers; /* of each department */
    double most;       /* seconds aimed at */
};

static void fill_items(struct arena *arena, struct portfolio_item *items, uint32_t first,
                       uint32_t departments, uint64_t *state)
{
    for (uint32_t n = 0; n < ITEMS; n++) {
        uint32_t *followers = arena_array(arena, uint32_t, 2);
        struct portfolio_item *item = &items[first + n];
        *item = (struct portfolio_item){1 + (int32_t)measure_draw(state, 2 * DAYS_MEAN - 1),
                                        measure_draw(state, departments),
                                        PORTFOLIO_ANY_SKILL,
                                        1,
                                        PORTFOLIO_NOT_BEGUN,
                                        followers,
                                        0};
        for (uint32_t f = 0; f < 2; f++) {
            uint32_t to = n + 1 + 7 * f + measure_draw(state, 6);
            if (to < ITEMS) {
                followers[item->follower_count++] = first + to;
            }
        }
    }
}

static struct portfolio make(struct arena *arena, const struct size *size)
{
    uint64_t state = 20260302;
    uint32_t count = size->projects * ITEMS;
    struct portfolio_project *projects =
        arena_array(arena, struct portfolio_project, size->projects);
    struct portfolio_item *items = arena_array(arena, struct portfolio_item, count);
    struct portfolio_staff *staff = arena_array(arena, struct portfolio_staff, size->departments);
    int32_t busy = (int32_t)(count * DAYS_MEAN / (size->departments * (uint32_t)size->reviewers));
    for (uint32_t d = 0; d < size->departments; d++) {
        int32_t *by_day = arena_array(arena, int32_t, YEAR);
        for (uint32_t t = 0; t < YEAR; t++) {
            by_day[t] = size->reviewers - (measure_draw(&state, ABSENT_OF) == 0);
        }
        staff[d] = (struct portfolio_staff){by_day, YEAR, size->reviewers};
    }
    for (uint32_t p = 0; p < size->projects; p++) {
        int32_t release = (int32_t)measure_draw(&state, (uint32_t)busy / 2 + 1);
        projects[p] = (struct portfolio_project){
            p * ITEMS, ITEMS, 1 + (int32_t)measure_draw(&state, 9), release,
            release + 50 + (int32_t)measure_draw(&state, (uint32_t)busy / 2)};
        fill_items(arena, items, p * ITEMS, size->departments, &state);
    }
    return (struct portfolio){projects, size->projects,    items, count,
                              staff,    size->departments, NULL,  0};
}

struct stopwatch {
    double begun;
    double seconds;
};

static double passed(void *clock)
{
    const struct stopwatch *watch = clock;
    return (measure_seconds() - watch->begun) / watch->seconds;
}

static bool measure(const struct size *size)
{
    struct arena *arena = arena_open((size_t)1 << 30, (size_t)1 << 34);
    struct portfolio portfolio = make(arena, size);
    struct portfolio_result first;
    struct portfolio_result result;
    struct fault fault = {0};
    struct level_limits limits = {MIXTURES, NULL, NULL, 1};
    struct stopwatch watch = {measure_seconds(), size->most};
    if (!portfolio_level(arena, &portfolio, &limits, &first, &fault)) {
        return false;
    }
    double took = measure_seconds() - watch.begun;
    watch.begun = measure_seconds();
    limits = (struct level_limits){UINT64_MAX, passed, &watch, 1};
    if (!portfolio_level(arena, &portfolio, &limits, &result, &fault)) {
        return false;
    }
    printf("%-44s %19.1f ms     aim <= %.0f ms      %s\n", size->name, took * 1e3, size->most * 1e3,
           took <= size->most ? "met" : "MISSED");
    printf("  tardiness of the five lists' best %lld, after %llu schedules in that time %lld\n",
           (long long)first.score.tardiness, (unsigned long long)result.schedules,
           (long long)result.score.tardiness);
    arena_close(arena);
    return true;
}

int main(void)
{
    const struct size sizes[] = {
        {"100 projects levelled, 8 reviewers", 100, 4, 2, 0.05},
        {"10,000 projects levelled, 20 departments", 10000, 20, 25, 3.0},
    };
    bool is_good = true;
    for (size_t n = 0; n < sizeof sizes / sizeof sizes[0] && is_good; n++) {
        is_good = measure(&sizes[n]);
    }
    return is_good ? EXIT_SUCCESS : EXIT_FAILURE;
}
