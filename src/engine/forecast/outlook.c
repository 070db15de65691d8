#include "engine/forecast/outlook.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/compiler.h"

/* Samples are worked on so many at a time, node by node: the columns of a block stay in the cache,
 * and each loop over a column is one a compiler can vectorise. */
#define BLOCK 256u

static const double levels[OUTLOOK_LEVELS] = {0.50, 0.80, 0.95};

struct link {
    uint32_t before; /* column */
    int32_t lag;
};

/* A node that is not done and leads to production, with its columns of the block. */
struct column {
    uint32_t node;
    const struct sampler *sampler; /* NULL: `sure` days */
    int32_t sure;
    int32_t floor; /* it begins no earlier; a running one begins then */
    const struct link *links;
    uint32_t link_count;
    struct sampler_chance chance;
    int32_t *days;
    int32_t *starts;
    int32_t *finishes;
    int32_t *critical; /* -1: on a longest path of that sample */
    int64_t critical_count;
    int64_t sum;
    int64_t squares;
    int64_t products; /* with production, counted from `origin` */
};

struct walk {
    struct column *columns; /* predecessors first; production is the last */
    uint32_t count;
    int32_t origin; /* a day near production, so that products stay small */
    int64_t sum;    /* of production, from origin */
    int64_t squares;
    int32_t *drawn;
};

/* ---- one block ---- */

static void add_sure(struct column *column)
{
    for (uint32_t i = 0; i < BLOCK; i++) {
        column->days[i] = column->sure;
    }
}

static void draw_days(struct column *column)
{
    uint32_t random[BLOCK];
    sampler_chance_fill(&column->chance, random, BLOCK);
    sampler_draw(column->sampler, random, BLOCK, column->days);
}

static void begin_after(int32_t *restrict starts, const int32_t *restrict finishes, int32_t lag)
{
    for (uint32_t i = 0; i < BLOCK; i++) {
        int32_t free_at = finishes[i] + lag;
        starts[i] = free_at > starts[i] ? free_at : starts[i];
    }
}

static void finish_column(const struct walk *walk, struct column *column)
{
    int32_t *restrict starts = column->starts;
    int32_t *restrict finishes = column->finishes;
    for (uint32_t i = 0; i < BLOCK; i++) {
        starts[i] = column->floor;
    }
    for (uint32_t j = 0; j < column->link_count; j++) {
        begin_after(starts, walk->columns[column->links[j].before].finishes, column->links[j].lag);
    }
    for (uint32_t i = 0; i < BLOCK; i++) {
        finishes[i] = starts[i] + column->days[i];
    }
}

static void mark_before(const struct column *after, struct column *before, int32_t lag)
{
    const int32_t *restrict starts = after->starts;
    const int32_t *restrict marks = after->critical;
    const int32_t *restrict finishes = before->finishes;
    int32_t *restrict critical = before->critical;
    for (uint32_t i = 0; i < BLOCK; i++) {
        critical[i] |= marks[i] & -(int32_t)(finishes[i] + lag == starts[i]);
    }
}

static void mark_critical(struct walk *walk)
{
    for (uint32_t c = 0; c < walk->count; c++) {
        memset(walk->columns[c].critical, c + 1 == walk->count ? 0xff : 0, BLOCK * sizeof(int32_t));
    }
    for (uint32_t c = walk->count; c-- > 0;) {
        const struct column *column = &walk->columns[c];
        for (uint32_t j = 0; j < column->link_count; j++) {
            mark_before(column, &walk->columns[column->links[j].before], column->links[j].lag);
        }
    }
}

/* `late` is production from the origin. A block's sums of the days and marks fit into 32 bits; the
 * squares and products don't. */
static void measure_column(struct column *column, const int32_t *restrict late, uint32_t count)
{
    const int32_t *restrict days = column->days;
    const int32_t *restrict critical = column->critical;
    int32_t marked = 0;
    int32_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        marked -= critical[i];
        sum += days[i];
    }
    column->critical_count += marked;
    column->sum += sum;
    if (column->sampler == NULL) {
        return;
    }
    int64_t squares = 0;
    int64_t products = 0;
    for (uint32_t i = 0; i < count; i++) {
        squares += (int64_t)days[i] * days[i];
        products += (int64_t)days[i] * late[i];
    }
    column->squares += squares;
    column->products += products;
}

static void walk_block(struct walk *walk, uint32_t from, uint32_t count)
{
    int32_t late[BLOCK];
    for (uint32_t c = 0; c < walk->count; c++) {
        struct column *column = &walk->columns[c];
        if (column->sampler != NULL) {
            draw_days(column);
        }
        finish_column(walk, column);
    }
    mark_critical(walk);
    const int32_t *finishes = walk->columns[walk->count - 1].finishes;
    if (from == 0) {
        walk->origin = finishes[0];
    }
    memcpy(walk->drawn + from, finishes, count * sizeof(int32_t));
    for (uint32_t i = 0; i < count; i++) {
        late[i] = finishes[i] - walk->origin;
        walk->sum += late[i];
        walk->squares += (int64_t)late[i] * late[i];
    }
    for (uint32_t c = 0; c < walk->count; c++) {
        measure_column(&walk->columns[c], late, count);
    }
}

/* ---- the plan laid out in columns ---- */

struct layout {
    const struct outlook_plan *plan;
    const struct forecast *sure; /* what is done and what runs, by the planned days */
    int32_t soonest;
    uint32_t *column_of; /* by node; FORECAST_NOBODY: none */
};

/* Marks what is open and leads to production through open nodes that have not begun. */
static uint32_t find_columns(const struct layout *layout)
{
    const struct forecast_plan *plan = layout->plan->plan;
    const struct forecast_time *times = layout->sure->times;
    uint32_t count = 0;
    for (uint32_t i = 0; i < plan->count; i++) {
        layout->column_of[i] = FORECAST_NOBODY;
    }
    layout->column_of[plan->production] = 0;
    for (uint32_t i = plan->production + 1; i-- > 0;) {
        if (layout->column_of[i] == FORECAST_NOBODY) {
            continue;
        }
        count++;
        for (uint32_t j = 0; times[i].state < FORECAST_RUNNING && j < plan->nodes[i].after_count;
             j++) {
            uint32_t before = plan->nodes[i].after[j];
            if (times[before].state != FORECAST_DONE) {
                layout->column_of[before] = 0;
            }
        }
    }
    uint32_t next = 0;
    for (uint32_t i = 0; i < plan->count; i++) {
        if (layout->column_of[i] != FORECAST_NOBODY) {
            layout->column_of[i] = next++;
        }
    }
    return count;
}

static void lay_links(struct arena *arena, const struct layout *layout, struct column *column)
{
    const struct forecast_node *node = &layout->plan->plan->nodes[column->node];
    const struct forecast_time *times = layout->sure->times;
    struct link *links = arena_array(arena, struct link, (size_t)node->after_count + 1);
    column->links = links;
    for (uint32_t j = 0; j < node->after_count; j++) {
        uint32_t before = node->after[j];
        int32_t lag = node->lags == NULL ? 0 : node->lags[j];
        if (times[before].state != FORECAST_DONE) {
            links[column->link_count++] = (struct link){layout->column_of[before], lag};
        } else if (times[before].finish_at + lag > column->floor) {
            column->floor = times[before].finish_at + lag;
        }
    }
}

/* Before it nothing that waits begins: today, the plan's first day, or the day it is supposed to.
 */
static int32_t floor_of(const struct layout *layout, uint32_t i)
{
    const struct forecast_plan *plan = layout->plan->plan;
    int32_t floor = layout->soonest > 0 ? layout->soonest : 0;
    if (plan->nodes[i].not_before != CIVIL_DATE_NONE) {
        int32_t day = forecast_offset_to_begin(plan, plan->nodes[i].not_before);
        floor = day > floor ? day : floor;
    }
    return floor;
}

static void lay_column(struct arena *arena, const struct layout *layout, uint32_t i,
                       struct column *column)
{
    const struct forecast_time *time = &layout->sure->times[i];
    int32_t *cells = arena_alloc_raw(arena, 4 * BLOCK * sizeof(int32_t));
    *column = (struct column){.node = i,
                              .sampler = layout->plan->samplers[i],
                              .sure = layout->plan->plan->nodes[i].days,
                              .days = cells,
                              .starts = cells + BLOCK,
                              .finishes = cells + 2 * BLOCK,
                              .critical = cells + 3 * BLOCK};
    if (time->state == FORECAST_DONE) { /* production itself */
        column->sampler = NULL;
        column->sure = 0;
        column->floor = time->finish_at;
    } else if (time->state == FORECAST_RUNNING) {
        column->floor = layout->soonest;
        column->sure = time->finish_at - layout->soonest;
    } else {
        column->floor = floor_of(layout, i);
        lay_links(arena, layout, column);
    }
    if (column->sampler == NULL) {
        add_sure(column);
    }
}

static void lay_out(struct arena *arena, const struct layout *layout, uint64_t seed,
                    struct walk *walk)
{
    const struct outlook_plan *plan = layout->plan;
    walk->count = find_columns(layout);
    walk->columns = arena_array(arena, struct column, walk->count);
    for (uint32_t i = 0; i <= plan->plan->production; i++) {
        if (layout->column_of[i] != FORECAST_NOBODY) {
            struct column *column = &walk->columns[layout->column_of[i]];
            lay_column(arena, layout, i, column);
            column->chance =
                sampler_chance_from(seed, plan->streams == NULL ? i : plan->streams[i]);
        }
    }
}

/* ---- the result ---- */

static double variance(int64_t sum, int64_t squares, double count)
{
    double mean = (double)sum / count;
    double found = (double)squares / count - mean * mean;
    return found > 0 ? found : 0;
}

static void read_nodes(const struct walk *walk, struct outlook *out)
{
    double count = out->samples;
    double late_mean = (double)walk->sum / count;
    double late_variance = variance(walk->sum, walk->squares, count);
    double most = 0;
    for (uint32_t c = 0; c < walk->count; c++) {
        const struct column *column = &walk->columns[c];
        struct outlook_node *node = &out->nodes[column->node];
        double own = column->sampler == NULL ? 0 : variance(column->sum, column->squares, count);
        node->mean_days = (double)column->sum / count;
        if (!node->is_open) {
            continue;
        }
        node->criticality = (double)column->critical_count / count;
        if (own > 1e-9 && late_variance > 1e-9) {
            double joint = (double)column->products / count - node->mean_days * late_mean;
            node->cruciality = joint / sqrt(own * late_variance);
            node->share = node->cruciality * node->cruciality;
        }
        if (node->share > most) {
            most = node->share;
            out->driver = column->node;
        }
    }
    out->mean = walk->origin + late_mean;
    out->deviation = sqrt(late_variance);
}

/* How many samples there are of each day, from the earliest on. */
struct histogram {
    uint32_t *counts;
    int32_t first;
    uint32_t count;
};

static struct histogram count_days(struct arena *arena, const struct walk *walk, uint32_t samples)
{
    int32_t first = walk->drawn[0];
    int32_t last = walk->drawn[0];
    for (uint32_t i = 0; i < samples; i++) {
        first = walk->drawn[i] < first ? walk->drawn[i] : first;
        last = walk->drawn[i] > last ? walk->drawn[i] : last;
    }
    struct histogram days = {.first = first, .count = (uint32_t)(last - first) + 1};
    days.counts = arena_array(arena, uint32_t, days.count);
    for (uint32_t i = 0; i < samples; i++) {
        days.counts[walk->drawn[i] - first]++;
    }
    return days;
}

static bool read_days(const struct histogram *days, const struct forecast_plan *plan,
                      struct outlook *out, struct fault *fault)
{
    uint64_t seen = 0;
    int level = 0;
    for (uint32_t d = 0; d < days->count && level < OUTLOOK_LEVELS; d++) {
        seen += days->counts[d];
        while (level < OUTLOOK_LEVELS && (double)seen >= levels[level] * out->samples - 1e-9) {
            struct outlook_day *day = &out->production[level++];
            struct calendar_day found;
            day->at = days->first + (int32_t)d;
            if (!calendar_add(plan->calendar, plan->start, day->at, &found, fault)) {
                return false;
            }
            day->day = found.day;
            day->is_provisional = found.is_provisional;
        }
    }
    return true;
}

/* A promise for a day off is kept by what begins on the working day before it. */
static bool read_promise(const struct histogram *days, const struct forecast_plan *plan,
                         struct outlook *out, struct fault *fault)
{
    struct calendar_day planned;
    uint64_t kept = 0;
    if (out->promised_on == CIVIL_DATE_NONE) {
        if (!calendar_add(plan->calendar, plan->start, plan->working_days, &planned, fault)) {
            return false;
        }
        out->promised_on = planned.day;
    }
    int64_t at = calendar_count(plan->calendar, plan->start, out->promised_on).working_days;
    if (out->promised_on < plan->start &&
        !calendar_is_working_day(plan->calendar, out->promised_on)) {
        at--;
    }
    for (uint32_t d = 0; d < days->count && days->first + (int32_t)d <= at; d++) {
        kept += days->counts[d];
    }
    out->promise_kept = (double)kept / out->samples;
    return true;
}

static bool read_walk(struct arena *arena, const struct walk *walk,
                      const struct forecast_plan *plan, struct outlook *out, struct fault *fault)
{
    struct histogram days = count_days(arena, walk, out->samples);
    if (!read_days(&days, plan, out, fault) || !read_promise(&days, plan, out, fault)) {
        return false;
    }
    read_nodes(walk, out);
    return true;
}

bool outlook_run(struct arena *arena, const struct outlook_plan *plan,
                 const struct outlook_options *options, struct outlook *out, struct fault *fault)
{
    struct forecast sure;
    struct calendar_day next;
    struct walk walk = {0};
    ensure(options->samples > 0 && options->samples <= OUTLOOK_SAMPLES_MAX);
    ensure(plan->plan->count <= OUTLOOK_NODES_MAX);
    if (!forecast_run(arena, plan->plan, options->today, &sure, fault) ||
        !calendar_next(plan->plan->calendar, options->today, &next, fault)) {
        return false;
    }
    struct layout layout = {.plan = plan,
                            .sure = &sure,
                            .soonest = forecast_offset(plan->plan, next.day),
                            .column_of = arena_array(arena, uint32_t, plan->plan->count)};
    lay_out(arena, &layout, options->seed, &walk);
    walk.drawn = arena_alloc_raw(arena, options->samples * sizeof(int32_t));
    for (uint32_t from = 0; from < options->samples; from += BLOCK) {
        uint32_t rest = options->samples - from;
        walk_block(&walk, from, rest < BLOCK ? rest : BLOCK);
    }
    struct outlook found = {.promised_on = options->promised_on,
                            .driver = FORECAST_NOBODY,
                            .samples = options->samples,
                            .drawn = walk.drawn,
                            .nodes = arena_array(arena, struct outlook_node, plan->plan->count)};
    for (uint32_t i = 0; i < plan->plan->count; i++) {
        found.nodes[i].is_open = sure.times[i].state != FORECAST_DONE;
    }
    if (!read_walk(arena, &walk, plan->plan, &found, fault)) {
        return false;
    }
    *out = found;
    return true;
}
