#include "engine/process/process.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/compiler.h"

#define NODES (PROCESS_END + 1)
#define SLOTS 4096 /* more than twice the variants that are kept */

struct process *process_open(struct arena *arena)
{
    struct process *process = arena_new(arena, struct process);
    process->arena = arena;
    process->arc_of = arena_array(arena, uint16_t, (size_t)NODES * NODES);
    process->variants = arena_array(arena, struct process_variant, PROCESS_VARIANTS_MAX);
    process->variant_of = arena_array(arena, uint16_t, SLOTS);
    return process;
}

/* -- waits -- */

static int32_t bounded(int32_t days)
{
    return days < 0 ? 0 : days > PROCESS_DAYS_MAX ? PROCESS_DAYS_MAX : days;
}

static void add_wait(struct process *process, struct process_waits *waits, int32_t days,
                     bool has_ended)
{
    if (waits->ended_after == NULL) {
        waits->ended_after = arena_array(process->arena, uint32_t, PROCESS_DAYS_MAX + 1);
        waits->open_after = arena_array(process->arena, uint32_t, PROCESS_DAYS_MAX + 1);
    }
    if (has_ended) {
        waits->ended++;
        waits->days += days < 0 ? 0 : days;
        waits->ended_after[bounded(days)]++;
    } else {
        waits->open++;
        waits->open_after[bounded(days)]++;
    }
}

bool process_quantile(const struct process_waits *waits, int permille, int32_t *out)
{
    int64_t reached = waits->ended + waits->open;
    double going_on = 1;
    for (int32_t day = 0; day <= PROCESS_DAYS_MAX && reached > 0; day++) {
        int64_t ended = waits->ended_after[day];
        going_on *= 1 - (double)ended / (double)reached;
        if (ended > 0 && going_on <= 1 - permille / 1000.0 + 1e-12) {
            *out = day;
            return true;
        }
        reached -= ended + waits->open_after[day];
    }
    return false;
}

int64_t process_saved(const struct process_waits *waits, int32_t most)
{
    int64_t saved = 0;
    for (int32_t day = most + 1; waits->ended_after != NULL && day <= PROCESS_DAYS_MAX; day++) {
        saved += (int64_t)waits->ended_after[day] * (day - most);
    }
    return saved;
}

/* -- arcs -- */

static uint16_t *place_of(const struct process *process, uint8_t from, uint8_t to)
{
    return &process->arc_of[(size_t)from * NODES + to];
}

const struct process_arc *process_arc(const struct process *process, uint8_t from, uint8_t to)
{
    uint16_t place = *place_of(process, from, to);
    return place == 0 ? NULL : &process->arcs[place - 1];
}

static void grow_arcs(struct process *process)
{
    uint32_t capacity = process->arc_capacity == 0 ? 64 : process->arc_capacity * 2;
    struct process_arc *arcs = arena_array(process->arena, struct process_arc, capacity);
    if (process->arc_count > 0) {
        memcpy(arcs, process->arcs, process->arc_count * sizeof *arcs);
    }
    process->arcs = arcs;
    process->arc_capacity = capacity;
}

static struct process_arc *take_arc(struct process *process, uint8_t from, uint8_t to)
{
    uint16_t *place = place_of(process, from, to);
    if (*place == 0) {
        if (process->arc_count == process->arc_capacity) {
            grow_arcs(process);
        }
        process->arcs[process->arc_count] = (struct process_arc){.from = from, .to = to};
        *place = (uint16_t)++process->arc_count;
    }
    return &process->arcs[*place - 1];
}

static bool came_before(const struct process_course *course, uint32_t at, uint8_t from, uint8_t to)
{
    for (uint32_t i = 1; i < at; i++) {
        if (course->marks[i - 1].activity == from && course->marks[i].activity == to) {
            return true;
        }
    }
    return false;
}

static void add_arcs(struct process *process, const struct process_course *course)
{
    for (uint32_t i = 1; i < course->count; i++) {
        const struct process_mark *before = &course->marks[i - 1];
        const struct process_mark *mark = &course->marks[i];
        int32_t days = mark->day - before->day;
        struct process_arc *arc = take_arc(process, before->activity, mark->activity);
        arc->courses += !came_before(course, i, before->activity, mark->activity);
        add_wait(process, &arc->waits, days, true);
        add_wait(process, &process->activities[before->activity].after, days, true);
        arc->hands[mark->hand] += days < 0 ? 0 : days;
    }
}

static void add_ends(struct process *process, const struct process_course *course)
{
    const struct process_mark *last = &course->marks[course->count - 1];
    struct process_arc *first = take_arc(process, PROCESS_BEGIN, course->marks[0].activity);
    first->courses++;
    first->waits.ended++;
    if (course->is_open) {
        add_wait(process, &process->activities[last->activity].after, course->until - last->day,
                 false);
    } else {
        struct process_arc *end = take_arc(process, last->activity, PROCESS_END);
        end->courses++;
        end->waits.ended++;
    }
}

/* -- activities -- */

/* The same activity's last place, seen from its first; its own where it comes once. */
static uint32_t last_of(const struct process_course *course, uint32_t first)
{
    uint32_t last = first;
    for (uint32_t i = first + 1; i < course->count; i++) {
        last = course->marks[i].activity == course->marks[first].activity ? i : last;
    }
    return last;
}

static bool is_first(const struct process_course *course, uint32_t at)
{
    for (uint32_t i = 0; i < at; i++) {
        if (course->marks[i].activity == course->marks[at].activity) {
            return false;
        }
    }
    return true;
}

static void add_activities(struct process *process, const struct process_course *course)
{
    for (uint32_t i = 0; i < course->count; i++) {
        const struct process_mark *mark = &course->marks[i];
        ensure(mark->activity < PROCESS_ACTIVITIES_MAX && mark->hand < PROCESS_HANDS);
        struct process_activity *activity = &process->activities[mark->activity];
        activity->times++;
        if (is_first(course, i)) {
            uint32_t last = last_of(course, i);
            activity->courses++;
            activity->again += last > i;
            activity->again_days += course->marks[last].day - mark->day;
        }
    }
}

/* -- variants -- */

/* FNV-1a, 64 bits. */
static uint64_t mark_of(const struct process_course *course)
{
    uint64_t mark = 0xcbf29ce484222325U;
    for (uint32_t i = 0; i < course->count; i++) {
        mark = (mark ^ course->marks[i].activity) * 0x100000001b3U;
    }
    return mark;
}

static void keep_variant(struct process *process, const struct process_course *course,
                         uint64_t mark, uint16_t *slot)
{
    struct process_variant *variant = &process->variants[process->variant_count];
    *variant = (struct process_variant){.mark = mark, .courses = 1, .count = course->count};
    for (uint32_t i = 0; i < course->count && i < PROCESS_WAY_MAX; i++) {
        variant->way[i] = course->marks[i].activity;
    }
    *slot = (uint16_t)++process->variant_count;
}

static void add_variant(struct process *process, const struct process_course *course)
{
    uint64_t mark = mark_of(course);
    size_t at = (size_t)((mark ^ mark >> 32) % SLOTS);
    while (process->variant_of[at] != 0) {
        struct process_variant *variant = &process->variants[process->variant_of[at] - 1];
        if (variant->mark == mark && variant->count == course->count) {
            variant->courses++;
            return;
        }
        at = (at + 1) % SLOTS;
    }
    if (process->variant_count == PROCESS_VARIANTS_MAX) {
        process->beyond_variants++;
        return;
    }
    keep_variant(process, course, mark, &process->variant_of[at]);
}

static int more_first(const void *left, const void *right)
{
    const struct process_variant *a = left;
    const struct process_variant *b = right;
    if (a->courses != b->courses) {
        return a->courses > b->courses ? -1 : 1;
    }
    return (a->mark > b->mark) - (a->mark < b->mark);
}

void process_sort_variants(struct process *process)
{
    qsort(process->variants, process->variant_count, sizeof *process->variants, more_first);
    memset(process->variant_of, 0, SLOTS * sizeof *process->variant_of);
}

/* -- the whole -- */

void process_add(struct process *process, const struct process_course *course)
{
    process->courses++;
    process->open += course->is_open;
    if (course->count > 0) {
        add_activities(process, course);
        add_arcs(process, course);
        add_ends(process, course);
        add_variant(process, course);
    }
}

bool process_takes(const struct process_course *course, uint8_t from, uint8_t to, int32_t *out)
{
    bool found = false;
    int32_t longest = 0;
    for (uint32_t i = 0; i <= course->count && course->count > 0; i++) {
        uint8_t before = i == 0 ? PROCESS_BEGIN : course->marks[i - 1].activity;
        uint8_t next = i < course->count ? course->marks[i].activity : PROCESS_END;
        bool is_end = i == course->count;
        if (before != from || next != to || (is_end && course->is_open)) {
            continue;
        }
        int32_t days = i == 0 || is_end ? 0 : course->marks[i].day - course->marks[i - 1].day;
        longest = found && longest > days ? longest : days;
        found = true;
    }
    *out = longest;
    return found;
}
