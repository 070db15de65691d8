#include "engine/level/portfolio.h"

#include <string.h>

#include "base/arena.h"
#include "engine/level/chance.h"
#include "engine/level/dispatch.h"

#define MIXTURES 5      /* of due day and work by weight */
#define RATIO_UNIT 1024 /* of work by weight */
#define STILL 2000      /* changes in vain after which nothing more is expected */
#define LATE_OF 4       /* all but one change of so many are to a project that is late */
#define CHANGED_OF 1000 /* projects: one is changed at a time, and another for each so many */
#define JUMP 8          /* a key moves by at most this part of all keys' range */

struct levelling {
    const struct portfolio *portfolio;
    const struct level_limits *limits;
    struct dispatch *dispatch;
    uint64_t state; /* of chance */
    struct portfolio_result best;
    int64_t *keys; /* of the next schedule */
    int32_t *starts;
    int32_t *ends;
    uint32_t *late; /* projects that are late in the best schedule */
    uint32_t late_count;
};

static void open_result(struct arena *arena, const struct portfolio *portfolio,
                        struct portfolio_result *out)
{
    out->starts = arena_array(arena, int32_t, portfolio->item_count + 1);
    out->ends = arena_array(arena, int32_t, portfolio->project_count + 1);
    out->keys = arena_array(arena, int64_t, portfolio->project_count + 1);
    out->score = (struct portfolio_score){INT64_MAX, INT64_MAX};
    out->schedules = 0;
}

static void open_levelling(struct arena *arena, const struct portfolio *portfolio,
                           const struct level_limits *limits, struct dispatch *dispatch,
                           struct levelling *out)
{
    *out = (struct levelling){.portfolio = portfolio, .limits = limits, .dispatch = dispatch};
    out->state = limits->seed;
    open_result(arena, portfolio, &out->best);
    out->keys = arena_array(arena, int64_t, portfolio->project_count + 1);
    out->starts = arena_array(arena, int32_t, portfolio->item_count + 1);
    out->ends = arena_array(arena, int32_t, portfolio->project_count + 1);
    out->late = arena_array(arena, uint32_t, portfolio->project_count + 1);
}

/* ---- schedules ---- */

static bool may_go_on(const struct levelling *levelling)
{
    const struct level_limits *limits = levelling->limits;
    return levelling->best.schedules == 0 ||
           (levelling->best.schedules < limits->schedules &&
            (limits->passed == NULL || limits->passed(limits->clock) < 1.0));
}

static void note_late(struct levelling *levelling)
{
    levelling->late_count = 0;
    for (uint32_t p = 0; p < levelling->portfolio->project_count; p++) {
        if (levelling->best.ends[p] > levelling->portfolio->projects[p].due_day) {
            levelling->late[levelling->late_count++] = p;
        }
    }
}

/* Schedules by `keys`, which become the best ones' or are put back. True: strictly better. */
static bool try_keys(struct levelling *levelling)
{
    const struct portfolio *portfolio = levelling->portfolio;
    struct portfolio_result *best = &levelling->best;
    struct portfolio_score score =
        dispatch_run(levelling->dispatch, levelling->keys, levelling->starts, levelling->ends);
    size_t bytes = portfolio->project_count * sizeof(int64_t);
    best->schedules++;
    if (portfolio_is_better(best->score, score)) {
        memcpy(levelling->keys, best->keys, bytes);
        return false;
    }
    bool is_better = portfolio_is_better(score, best->score);
    int32_t *starts = best->starts;
    int32_t *ends = best->ends;
    best->score = score;
    best->starts = levelling->starts;
    best->ends = levelling->ends;
    levelling->starts = starts;
    levelling->ends = ends;
    memcpy(best->keys, levelling->keys, bytes);
    note_late(levelling);
    return is_better;
}

/* ---- the first keys ---- */

/* Due, or as late as if it had all the time that the others have. */
static int64_t due_of(const struct levelling *levelling, uint32_t p, int64_t none)
{
    const struct portfolio_project *project = &levelling->portfolio->projects[p];
    int64_t soonest = (int64_t)project->release_day + dispatch_lengths(levelling->dispatch)[p];
    int64_t due = project->due_day == PORTFOLIO_NOT_DUE ? none + soonest : project->due_day;
    return due * PORTFOLIO_KEY_DAY;
}

/* Work by weight (Smith 1956): the least goes first where all are late anyway. */
static int64_t ratio_of(const struct levelling *levelling, uint32_t p)
{
    int64_t weight = levelling->portfolio->projects[p].weight;
    int64_t work = dispatch_work(levelling->dispatch)[p] * RATIO_UNIT;
    return weight == 0 ? 2 * work : work / weight;
}

/* Mixture 0: by due day alone; the last: by work and weight alone. */
static void mix_keys(struct levelling *levelling, uint32_t mixture)
{
    uint32_t count = levelling->portfolio->project_count;
    int64_t latest = 0;
    int64_t dues = 0;
    int64_t ratios = 1;
    for (uint32_t p = 0; p < count; p++) {
        int32_t due = levelling->portfolio->projects[p].due_day;
        latest = due != PORTFOLIO_NOT_DUE && due > latest ? due : latest;
    }
    for (uint32_t p = 0; p < count; p++) {
        dues += due_of(levelling, p, latest);
        ratios += ratio_of(levelling, p);
    }
    /* Both to the same mean, so that a mixture is one. */
    double scale = (double)dues / (double)ratios;
    for (uint32_t p = 0; p < count; p++) {
        int64_t by_ratio = (int64_t)((double)ratio_of(levelling, p) * scale);
        int64_t by_due = due_of(levelling, p, latest);
        levelling->keys[p] =
            (by_due * (MIXTURES - 1 - mixture) + by_ratio * mixture) / (MIXTURES - 1);
    }
}

/* ---- better keys ---- */

static void change_key(struct levelling *levelling, int64_t range)
{
    uint32_t count = levelling->portfolio->project_count;
    uint32_t p = chance_draw_below(&levelling->state, count);
    if (levelling->late_count > 0 && chance_draw_below(&levelling->state, LATE_OF) != 0) {
        p = levelling->late[chance_draw_below(&levelling->state, levelling->late_count)];
    }
    uint32_t other = chance_draw_below(&levelling->state, count);
    int64_t jump = (int64_t)(chance_draw(&levelling->state) % (uint64_t)(range / JUMP + 1));
    if (levelling->keys[other] < levelling->keys[p]) {
        levelling->keys[p] = levelling->keys[other] - 1;
    } else {
        levelling->keys[p] += (chance_draw(&levelling->state) & 1) == 0 ? jump : -jump;
    }
}

static void climb(struct levelling *levelling)
{
    uint32_t count = levelling->portfolio->project_count;
    int64_t low = INT64_MAX;
    int64_t high = INT64_MIN;
    for (uint32_t p = 0; p < count; p++) {
        int64_t key = levelling->best.keys[p];
        low = key < low ? key : low;
        high = key > high ? key : high;
    }
    memcpy(levelling->keys, levelling->best.keys, count * sizeof(int64_t));
    for (uint32_t still = 0; count > 1 && still < STILL && may_go_on(levelling); still++) {
        for (uint32_t n = 0; n <= count / CHANGED_OF; n++) {
            change_key(levelling, high - low);
        }
        still = try_keys(levelling) ? 0 : still;
    }
}

bool portfolio_level(struct arena *arena, const struct portfolio *portfolio,
                     const struct level_limits *limits, struct portfolio_result *out,
                     struct fault *fault)
{
    struct dispatch *dispatch = dispatch_open(arena, portfolio, UINT32_MAX, fault);
    if (dispatch == NULL) {
        return false;
    }
    struct levelling levelling;
    open_levelling(arena, portfolio, limits, dispatch, &levelling);
    for (uint32_t mixture = 0; mixture < MIXTURES && may_go_on(&levelling); mixture++) {
        mix_keys(&levelling, mixture);
        (void)try_keys(&levelling);
    }
    climb(&levelling);
    *out = levelling.best;
    return true;
}

/* ---- departments ---- */

/* The best schedule that the keys lead to, with one reviewer more in a department (or in none). */
static struct portfolio_score relax(struct arena *arena, const struct portfolio *portfolio,
                                    const struct portfolio_result *from,
                                    const struct level_limits *limits, uint32_t more)
{
    struct fault none = {0};
    struct arena_mark mark = arena_mark(arena);
    struct levelling levelling;
    struct dispatch *dispatch = dispatch_open(arena, portfolio, more, &none);
    ensure(dispatch != NULL); /* there is a result already */
    open_levelling(arena, portfolio, limits, dispatch, &levelling);
    memcpy(levelling.keys, from->keys, portfolio->project_count * sizeof(int64_t));
    (void)try_keys(&levelling);
    climb(&levelling);
    arena_rewind(arena, mark);
    return levelling.best.score;
}

struct waiting {
    int32_t *ready;  /* by item: the day from which only its department kept it waiting */
    int32_t *change; /* of those that wait, by department and day */
    size_t days;
};

static void measure_waiting(const struct portfolio *portfolio,
                            const struct portfolio_result *result, struct waiting *waiting)
{
    for (uint32_t p = 0; p < portfolio->project_count; p++) {
        const struct portfolio_project *project = &portfolio->projects[p];
        for (uint32_t n = 0; n < project->item_count; n++) {
            int32_t *ready = &waiting->ready[project->first_item + n];
            *ready = project->release_day > *ready ? project->release_day : *ready;
        }
    }
    for (uint32_t i = 0; i < portfolio->item_count; i++) {
        const struct portfolio_item *item = &portfolio->items[i];
        int32_t end = result->starts[i] + item->days;
        for (uint32_t f = 0; f < item->follower_count; f++) {
            int32_t *ready = &waiting->ready[item->followers[f]];
            *ready = end > *ready ? end : *ready;
        }
    }
}

static void load_items(const struct portfolio *portfolio, const struct portfolio_result *result,
                       struct waiting *waiting, struct portfolio_load *loads)
{
    for (uint32_t i = 0; i < portfolio->item_count; i++) {
        const struct portfolio_item *item = &portfolio->items[i];
        struct portfolio_load *load = &loads[item->department];
        load->used_days += (int64_t)item->days * item->reviewers;
        int32_t ready = waiting->ready[i];
        if (item->fixed_start == PORTFOLIO_NOT_BEGUN && ready < result->starts[i]) {
            int32_t *change = waiting->change + item->department * waiting->days;
            load->waiting_days += result->starts[i] - ready;
            change[ready]++;
            change[result->starts[i]]--;
        }
    }
}

static void load_days(const struct portfolio *portfolio, const struct waiting *waiting,
                      struct portfolio_load *loads)
{
    for (uint32_t d = 0; d < portfolio->department_count; d++) {
        const struct portfolio_staff *staff = &portfolio->departments[d];
        struct portfolio_load *load = &loads[d];
        int32_t count = 0;
        load->first_full = load->last_full = -1;
        for (size_t t = 0; t + 1 < waiting->days; t++) {
            load->offered_days += t < staff->days ? staff->by_day[t] : staff->usual;
            count += waiting->change[d * waiting->days + t];
            if (count > 0) {
                load->full_days++;
                load->first_full = load->first_full < 0 ? (int32_t)t : load->first_full;
                load->last_full = (int32_t)t;
            }
        }
    }
}

void portfolio_examine(struct arena *arena, const struct portfolio *portfolio,
                       const struct portfolio_result *result, const struct level_limits *limits,
                       struct portfolio_load *loads)
{
    struct arena_mark mark = arena_mark(arena);
    struct waiting waiting = {.ready = arena_array(arena, int32_t, portfolio->item_count + 1)};
    for (uint32_t p = 0; p < portfolio->project_count; p++) {
        size_t end = (size_t)result->ends[p];
        waiting.days = end + 1 > waiting.days ? end + 1 : waiting.days;
    }
    waiting.days = waiting.days == 0 ? 1 : waiting.days;
    waiting.change = arena_array(arena, int32_t, portfolio->department_count * waiting.days + 1);
    memset(loads, 0, portfolio->department_count * sizeof loads[0]);
    measure_waiting(portfolio, result, &waiting);
    load_items(portfolio, result, &waiting, loads);
    load_days(portfolio, &waiting, loads);
    struct portfolio_score base = relax(arena, portfolio, result, limits, UINT32_MAX);
    for (uint32_t d = 0; d < portfolio->department_count; d++) {
        if (loads[d].waiting_days == 0) {
            continue; /* nothing waited for it: one more saves nothing */
        }
        struct portfolio_score score = relax(arena, portfolio, result, limits, d);
        if (portfolio_is_better(score, base)) {
            loads[d].saved.tardiness = base.tardiness - score.tardiness;
            loads[d].saved.completion = base.completion - score.completion;
        }
    }
    arena_rewind(arena, mark);
}
