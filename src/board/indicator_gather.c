#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "board/indicator_inside.h"
#include "pack/pack.h"

/* The rows of an indicator, a page of a source at a time, so that a city's cases never stand in
 * memory at once. */

static const struct indicator_source *source_of(enum measure_kind kind)
{
    switch (kind) {
    case MEASURE_REACHED:
    case MEASURE_TOOK: return &indicator_projects;
    case MEASURE_LATE_ENTRY: return &indicator_acts;
    case MEASURE_PROMISES_KEPT: return &indicator_promises;
    case MEASURE_WHISTLES_ANSWERED: return &indicator_whistles;
    case MEASURE_PROBLEMS_CLOSED:
    case MEASURE_PROBLEM_DAYS:
    case MEASURE_PROBLEMS_REOPENED:
    case MEASURE_PROBLEMS_RECUR: return &indicator_problems;
    case MEASURE_POLICY_GRANTED:
    case MEASURE_POLICY_PAID: return &indicator_claims;
    default: return &indicator_cases;
    }
}

bool indicator_is_within(const struct indicator_asked *asked, civil_date day)
{
    return day != CIVIL_DATE_NONE && (asked->from == CIVIL_DATE_NONE || day >= asked->from) &&
           (asked->to == CIVIL_DATE_NONE || day <= asked->to);
}

bool indicator_is_past(const struct indicator_asked *asked, civil_date day)
{
    return day != CIVIL_DATE_NONE && day <= asked->cut;
}

static void read_project(struct arena *arena, const struct store_rows *rows,
                         struct indicator_row *out)
{
    *out = (struct indicator_row){
        .project = store_int(rows, 0),
        .project_number = store_text(arena, rows, 1),
        .project_name = store_text(arena, rows, 2),
        .district = store_text(arena, rows, 3),
        .direction = store_text(arena, rows, 4),
        .navigator = store_int(rows, 5),
        .park = store_text(arena, rows, 6),
        .navigator_name = store_text(arena, rows, 7),
        .id = store_int(rows, 8),
        .day = CIVIL_DATE_NONE,
    };
}

struct gathering {
    const struct indicator_asked *asked;
    const struct indicator_source *source;
    indicator_take *take;
    void *context;
    int64_t after;
    bool is_over;
};

static bool take_rows(struct gathering *gathering, const struct view_run *scratch,
                      struct store_rows *rows)
{
    const struct indicator_source *source = gathering->source;
    bool is_all = gathering->asked->org.len == 0 || source == &indicator_projects;
    size_t count = 0;
    while (!gathering->is_over && store_next(rows)) {
        struct arena_mark mark = arena_mark(scratch->arena);
        struct indicator_row row;
        read_project(scratch->arena, rows, &row);
        row.thing = source->thing;
        count++;
        bool counts = source->read(gathering->asked, scratch->arena, rows, &row) &&
                      (is_all || text_equal(gathering->asked->org, row.org));
        if (counts) {
            gathering->is_over = !gathering->take(gathering->context, &row);
        }
        gathering->after = row.id;
        arena_rewind(scratch->arena, mark);
    }
    return count == INDICATOR_PAGE && !gathering->is_over;
}

static bool take_page(struct gathering *gathering, const struct view_run *scratch, bool *more,
                      struct fault *fault)
{
    struct scope scope = access_scope(scratch->city, scratch->actor);
    struct cell cells[INDICATOR_CELLS] = {ACCESS_CELLS(scope), cell_int(gathering->after),
                                          cell_int(INDICATOR_PAGE)};
    size_t count = ACCESS_CELL_COUNT + 2;
    struct store_rows rows;
    if (gathering->source->cells != NULL) {
        gathering->source->cells(gathering->asked, cells, &count);
    }
    if (!store_query(scratch->store, gathering->source->statement, (struct cells){cells, count},
                     &rows, fault)) {
        return false;
    }
    *more = take_rows(gathering, scratch, &rows);
    return store_done(&rows, fault);
}

bool indicator_gather(const struct indicator_asked *asked, int64_t after, indicator_take *take,
                      void *context, struct fault *fault)
{
    struct gathering gathering = {.asked = asked,
                                  .source = source_of(asked->kind),
                                  .take = take,
                                  .context = context,
                                  .after = after};
    struct portfolio_walk walk = portfolio_walk_begin(asked->run);
    bool more = true;
    bool read = true;
    while (read && more) {
        portfolio_walk_next(&walk);
        read = take_page(&gathering, &walk.run, &more, fault);
    }
    portfolio_walk_end(&walk);
    return read;
}

/* -- of one project -- */

static void read_way(const struct indicator_several *several, size_t at,
                     const struct store_rows *rows)
{
    const struct indicator_asked *asked = &several->items[at];
    struct indicator_row row;
    read_project(asked->run->arena, rows, &row);
    if (indicator_projects.read(asked, asked->run->arena, rows, &row)) {
        several->each(several->context, at, &row);
    }
}

static bool read_some(const struct indicator_several *several, struct indicator_span span,
                      int64_t project, struct fault *fault)
{
    const struct indicator_asked *first = &several->items[span.from];
    const struct view_run *run = first->run;
    const struct indicator_source *source = source_of(first->kind);
    struct scope scope = access_scope(run->city, run->actor);
    struct cell cells[INDICATOR_CELLS] = {ACCESS_CELLS(scope), cell_int(project),
                                          cell_int(INDICATOR_PAGE)};
    size_t count = ACCESS_CELL_COUNT + 2;
    struct store_rows rows;
    for (size_t i = span.from; i < span.to; i++) { /* visits are counted where one of them asks */
        first = several->items[i].kind == MEASURE_NO_VISIT ? &several->items[i] : first;
    }
    source->cells(first, cells, &count);
    if (!store_query(run->store, source->of_project, (struct cells){cells, count}, &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        if (source == &indicator_projects) {
            read_way(several, span.from, &rows);
        } else {
            indicator_read_case(several, span, &rows);
        }
    }
    return store_done(&rows, fault);
}

/* Each step of a way asks for days of its own; cases are read once for all that stand together. */
bool indicator_of_project(const struct indicator_several *several, int64_t project,
                          struct fault *fault)
{
    bool read = true;
    for (size_t from = 0, to = 0; read && from < several->count; from = to) {
        bool is_way = several->items[from].kind == MEASURE_REACHED;
        for (to = from + 1;
             !is_way && to < several->count && several->items[to].kind != MEASURE_REACHED;) {
            to++;
        }
        read = read_some(several, (struct indicator_span){from, to}, project, fault);
    }
    return read;
}
