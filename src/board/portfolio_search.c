#include "app/mark.h"
#include "base/arena.h"
#include "board/standing.h"
#include "ground/project/project_store.h"

/* The most urgent of those that hold some words. Where few hold even the rarest gram of the words,
 * all of them are gathered, put in order and counted. Else the index of the order is walked: bits
 * of the grams stand in it, so that most of what does not hold the words is passed at the price of
 * reading on; what is left is asked for its rarest gram, and its texts are looked at.
 *
 * A walk goes by stretches, each four times the last, and ends at a ceiling: the page is then what
 * was found so far, and tells where to go on. The number of those found by a walk is told as "at
 * least". */

#define STRETCH 500 /* rows of the index */
#define GLANCE 100  /* projects loaded at a time, at most: twice what one question asks for */

/* Tests put them down: what is common in a small city. */
int64_t portfolio_rare_words = 300;
int64_t portfolio_looked_most = 10000;

static struct text place_text(const struct view_run *run, struct standing_place place)
{
    return text_format(run->arena, "%lld.%lld", (long long)place.weight, (long long)place.id);
}

/* The page as far as it is; one more than it takes tells that there are more. */
struct walked {
    const struct project **items;
    struct standing_place last; /* of the page */
    size_t limit, count;
    int64_t looked; /* rows passed, as far as stretches were begun */
};

static bool keep(const struct view_run *run, const struct portfolio_filter *filter,
                 const struct standing_places *found, struct walked *page, struct fault *fault)
{
    int64_t ids[GLANCE];
    struct project *projects = arena_array(run->arena, struct project, GLANCE);
    for (size_t i = 0; i < found->count; i++) {
        ids[i] = found->items[i].id;
    }
    if (!projects_of_view(run, ids, found->count, projects, fault)) {
        return false;
    }
    for (size_t i = 0; i < found->count && page->count <= page->limit; i++) {
        if (portfolio_words_fit(&projects[i], filter->words)) {
            page->last = page->count < page->limit ? found->items[i] : page->last;
            page->items[page->count++] = &projects[i];
        }
    }
    return true;
}

/* All of one stretch, or until the page is full; `after` moves along. */
static bool walk_stretch(const struct view_run *run, struct standing_stretch *stretch,
                         struct walked *page, struct fault *fault)
{
    bool has_more = true;
    while (has_more && page->count <= page->limit) {
        struct standing_places found;
        if (!standing_look(run, stretch, &found, fault) ||
            !keep(run, stretch->filter, &found, page, fault)) {
            return false;
        }
        has_more = (int64_t)found.count == stretch->limit;
        stretch->after = has_more ? found.items[found.count - 1] : stretch->end;
    }
    return true;
}

static int64_t next_stretch(int64_t before, int64_t looked)
{
    int64_t wanted = before == 0 ? STRETCH : before * 4;
    int64_t left = portfolio_looked_most - looked;
    return wanted < left ? wanted : left;
}

static bool walk(const struct view_run *run, struct standing_stretch *stretch, struct walked *page,
                 struct fault *fault)
{
    int64_t rows = 0;
    while (!stretch->is_last && page->count <= page->limit &&
           page->looked < portfolio_looked_most) {
        rows = next_stretch(rows, page->looked);
        if (!standing_stretch_end(run, stretch, rows, fault) ||
            !walk_stretch(run, stretch, page, fault)) {
            return false;
        }
        page->looked += rows;
    }
    return true;
}

/* Where the ceiling ended a walk stands, as often as not, what its reader may not see. */
static bool next_of(const struct view_run *run, const struct standing_stretch *stretch,
                    const struct walked *page, struct text *out, struct fault *fault)
{
    if (page->count > page->limit) {
        *out = place_text(run, page->last);
        return true;
    }
    return stretch->is_last ||
           mark_seal(run, PORTFOLIO_MARK, place_text(run, stretch->after), out, fault);
}

static bool show_walk(const struct view_run *run, const struct portfolio_gathering *rarest,
                      struct portfolio_page *out, struct fault *fault)
{
    struct portfolio_filter filter = *rarest->filter;
    struct standing_stretch stretch = {.filter = &filter,
                                       .after = {INT64_MAX, 0},
                                       .limit = filter.limit < GLANCE ? filter.limit + 1 : GLANCE};
    struct walked page = {.limit = (size_t)filter.limit};
    filter.grams[0] = rarest->grams[0];
    if (filter.place.id != 0) {
        stretch.after = (struct standing_place){filter.place.weight, filter.place.id};
    }
    page.items = arena_array(run->arena, const struct project *, page.limit + 1);
    if (!walk(run, &stretch, &page, fault)) {
        return false;
    }
    out->items = page.items;
    out->count = page.count < page.limit ? page.count : page.limit;
    out->total = (int64_t)page.count;
    out->is_least = true;
    return next_of(run, &stretch, &page, &out->next, fault);
}

bool portfolio_search(const struct view_run *run, struct portfolio_filter *filter,
                      struct portfolio_page *out, struct fault *fault)
{
    struct portfolio_gathering gathering = {.filter = filter,
                                            .navigator = filter->navigator,
                                            .grams = {TEXT_NONE, TEXT_NONE, TEXT_NONE},
                                            .rare = portfolio_rare_words,
                                            .most = 0};
    struct portfolio_founds all;
    if (!portfolio_rarest(run, &gathering, fault)) {
        return false;
    }
    if (gathering.most != SIZE_MAX) {
        return show_walk(run, &gathering, out, fault);
    }
    return portfolio_gather(run, &gathering, &all, fault) &&
           portfolio_cut_page(run, filter, &all, out, fault);
}
