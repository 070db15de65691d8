#include "app/mark.h"
#include "base/arena.h"
#include "board/standing.h"
#include "ground/project/project_store.h"

/* The most urgent of those that hold some words. What is over has no weight, and stands behind all
 * that has one, the newest first; in a city with some history it is nine tenths. So two questions
 * are asked one after the other:
 *
 *   live   what has a weight: its grams stand apart. All are gathered where few hold the rarest
 *          gram, else the index by weight is walked, and the grams are asked for on the way
 *   rest   what has none: all are gathered where few hold the rarest gram, else its candidates are
 *          looked at from the newest on, which is their order
 *
 * A walk goes by stretches, each twice the last, and ends at a ceiling: the page is then what was
 * found so far. Who was gathered is counted. Who was not is told as "at least" what was found. */

#define STRETCH 120

int64_t portfolio_looked_most = 1000;

static int64_t next_stretch(int64_t before, int64_t looked)
{
    int64_t wanted = before == 0 ? STRETCH : before * 2;
    int64_t left = portfolio_looked_most - looked;
    return wanted < left ? wanted : left;
}

static void add(struct arena *arena, struct portfolio_founds *list,
                const struct portfolio_founds *more)
{
    if (more->count == 0) {
        return;
    }
    struct portfolio_found *items =
        arena_array(arena, struct portfolio_found, list->count + more->count);
    for (size_t i = 0; i < list->count; i++) {
        items[i] = list->items[i];
    }
    for (size_t i = 0; i < more->count; i++) {
        items[list->count + i] = more->items[i];
    }
    list->items = items;
    list->count += more->count;
}

/* Tests put them down: what is common in a small city. */
int64_t portfolio_rare_live = 800; /* a walk to fifty of a hundred thousand takes as long */
int64_t portfolio_rare_rest = 200; /* a stretch takes as long */

static struct portfolio_gathering gathering_of(const struct portfolio_filter *filter, int64_t rare)
{
    return (struct portfolio_gathering){.filter = filter,
                                        .navigator = filter->navigator,
                                        .grams = {TEXT_NONE, TEXT_NONE, TEXT_NONE},
                                        .rare = rare,
                                        .most = 0};
}

/* -- what has a weight -- */

static struct text place_text(const struct view_run *run, struct standing_place place)
{
    return text_format(run->arena, "%lld.%lld", (long long)place.weight, (long long)place.id);
}

/* Where a walk was ended stands, as often as not, what its reader may not see. */
static bool sealed_place(const struct view_run *run, struct standing_place place, struct text *out,
                         struct fault *fault)
{
    return mark_seal(run, PORTFOLIO_MARK, place_text(run, place), out, fault);
}

/* The page as far as it is; one more than it takes tells that there are more. */
struct live_page {
    const struct project **items;
    struct standing_place last; /* of the page */
    size_t limit, count;
};

static bool keep_live(const struct view_run *run, const struct standing_stretch *stretch,
                      struct live_page *page, struct fault *fault)
{
    const struct standing_places *found = &stretch->kept;
    for (size_t i = 0; i < found->count; i++) {
        project_ask_ahead(run, found->items[i].id);
    }
    for (size_t i = 0; i < found->count && page->count <= page->limit; i++) {
        struct project *project = arena_new(run->arena, struct project);
        if (!project_of_view(run, found->items[i].id, project, fault)) {
            return false;
        }
        if (portfolio_words_fit(project, stretch->filter->words)) {
            page->last = page->count < page->limit ? found->items[i] : page->last;
            page->items[page->count++] = project;
        }
    }
    return true;
}

static bool walk_live(const struct view_run *run, const struct portfolio_gathering *rarest,
                      struct portfolio_page *out, struct fault *fault)
{
    struct portfolio_filter filter = *rarest->filter;
    struct standing_stretch stretch = {.filter = &filter, .after = {INT64_MAX, 0}};
    struct live_page page = {.limit = (size_t)filter.limit};
    bool has_more = true;
    for (size_t i = 0; i < PORTFOLIO_GRAMS; i++) {
        filter.grams[i] = rarest->grams[i];
    }
    if (filter.place.id != 0) {
        stretch.after = (struct standing_place){filter.place.weight, filter.place.id};
    }
    page.items = arena_array(run->arena, const struct project *, page.limit + 1);
    for (int64_t looked = 0;
         has_more && page.count <= page.limit && looked < portfolio_looked_most;) {
        stretch.candidates = next_stretch(stretch.candidates, looked);
        if (!standing_look(run, &stretch, fault) || !keep_live(run, &stretch, &page, fault)) {
            return false;
        }
        has_more = stretch.seen == stretch.candidates;
        looked += stretch.seen;
    }
    out->items = page.items;
    out->count = page.count < page.limit ? page.count : page.limit;
    out->total = (int64_t)page.count;
    if (page.count > page.limit) {
        out->next = place_text(run, page.last);
        return true;
    }
    return !has_more || sealed_place(run, stretch.after, &out->next, fault);
}

/* -- the rest -- */

static bool gather_rest(const struct view_run *run, struct portfolio_gathering *gathering,
                        struct portfolio_founds *out, struct fault *fault)
{
    struct portfolio_founds all;
    if (!portfolio_gather(run, gathering, &all, fault)) {
        return false;
    }
    out->items = all.items;
    for (size_t i = 0; i < all.count; i++) {
        if (all.items[i].weight == 0) {
            out->items[out->count++] = all.items[i];
        }
    }
    return true;
}

/* From the place on: `wanted` of them, or all there are, or what is among the candidates that one
 * page looks at. */
static bool stretch_rest(const struct view_run *run, struct portfolio_gathering *gathering,
                         size_t wanted, struct portfolio_founds *out, struct fault *fault)
{
    const struct portfolio_place *place = &gathering->filter->place;
    bool has_more = true;
    gathering->way = PORTFOLIO_OF_REST;
    gathering->most = SIZE_MAX;
    gathering->before = place->id != 0 && place->weight == 0 ? place->id : INT64_MAX;
    for (int64_t looked = 0; has_more && out->count < wanted && looked < portfolio_looked_most;) {
        struct portfolio_founds some;
        gathering->stretch = next_stretch(gathering->stretch, looked);
        if (!portfolio_gather(run, gathering, &some, fault)) {
            return false;
        }
        add(run->arena, out, &some);
        has_more = gathering->seen == (size_t)gathering->stretch;
        looked += (int64_t)gathering->seen;
        gathering->before = gathering->last;
    }
    out->is_cut = has_more || place->id != 0;
    out->stopped_at = has_more && out->count < wanted ? gathering->last : 0;
    return true;
}

static bool find_rest(const struct view_run *run, const struct portfolio_filter *filter,
                      size_t wanted, struct portfolio_founds *out, struct fault *fault)
{
    struct portfolio_gathering gathering = gathering_of(filter, portfolio_rare_rest);
    *out = (struct portfolio_founds){NULL, 0, false, 0};
    if (!portfolio_rarest(run, false, &gathering, fault)) {
        return false;
    }
    return gathering.most == SIZE_MAX ? gather_rest(run, &gathering, out, fault)
                                      : stretch_rest(run, &gathering, wanted, out, fault);
}

/* -- both -- */

/* Where a page goes on that the ceiling ended. */
static bool go_on(const struct view_run *run, const struct portfolio_founds *rest,
                  struct portfolio_page *out, struct fault *fault)
{
    return out->next.len > 0 || rest->stopped_at == 0 ||
           sealed_place(run, (struct standing_place){0, rest->stopped_at}, &out->next, fault);
}

/* The walk's page ends before the rest begins: filled up with the newest of the rest. */
static bool fill_up(const struct view_run *run, const struct portfolio_filter *filter,
                    struct portfolio_page *out, struct fault *fault)
{
    struct portfolio_filter from = *filter;
    struct portfolio_founds rest;
    struct portfolio_page page = {.next = TEXT_NONE};
    bool is_behind = filter->place.id != 0 && filter->place.weight == 0;
    from.place = is_behind ? filter->place : (struct portfolio_place){0, INT64_MAX};
    from.limit = filter->limit - (int64_t)out->count;
    if (!find_rest(run, &from, (size_t)from.limit + 1, &rest, fault)) {
        return false;
    }
    out->total = (int64_t)(out->count + rest.count);
    if (from.limit == 0) { /* the next page begins with the first of the rest */
        if (rest.count > 0) {
            out->next = place_text(run, (struct standing_place){0, INT64_MAX});
        }
        return go_on(run, &rest, out, fault);
    }
    if (!portfolio_cut_page(run, &from, &rest, &page, fault)) {
        return false;
    }
    const struct project **items =
        arena_array(run->arena, const struct project *, out->count + page.count);
    for (size_t i = 0; i < out->count + page.count; i++) {
        items[i] = i < out->count ? out->items[i] : page.items[i - out->count];
    }
    out->items = items;
    out->count += page.count;
    out->next = page.next;
    return go_on(run, &rest, out, fault);
}

static bool show_walk(const struct view_run *run, const struct portfolio_gathering *rarest,
                      struct portfolio_page *out, struct fault *fault)
{
    const struct portfolio_filter *filter = rarest->filter;
    bool is_behind = filter->place.id != 0 && filter->place.weight == 0;
    out->is_least = true;
    if (!is_behind && !walk_live(run, rarest, out, fault)) {
        return false;
    }
    return out->next.len > 0 || fill_up(run, filter, out, fault);
}

bool portfolio_search(const struct view_run *run, struct portfolio_filter *filter,
                      struct portfolio_page *out, struct fault *fault)
{
    struct portfolio_gathering gathering = gathering_of(filter, portfolio_rare_live);
    struct portfolio_founds live;
    struct portfolio_founds rest;
    if (!portfolio_rarest(run, true, &gathering, fault)) {
        return false;
    }
    if (gathering.most != SIZE_MAX) {
        return show_walk(run, &gathering, out, fault);
    }
    gathering.way = PORTFOLIO_OF_LIVE;
    if (!portfolio_gather(run, &gathering, &live, fault) ||
        !find_rest(run, filter, (size_t)filter->limit + 1, &rest, fault)) {
        return false;
    }
    add(run->arena, &live, &rest);
    out->is_least = rest.is_cut;
    return portfolio_cut_page(run, filter, &live, out, fault) && go_on(run, &rest, out, fault);
}
