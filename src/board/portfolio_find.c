#include <stdlib.h>

#include "app/access.h"
#include "base/arena.h"
#include "board/standing.h"
#include "ground/project/project_store.h"

/* A page of projects without looking at all of them. Two ways:
 *
 *   walk     along the index of the order, until the page is full: for whoever sees much
 *   gather   all that can be meant, when these are few (a navigator's, an enterprise's, a small
 *            unit's, those that hold rare words); they are put in order here, and counted
 *
 * Words that very many projects hold are walked to, too: the page fills soon. Their number is told
 * as "at least". */

#define FEW 1000        /* of a unit: gathered rather than walked to */
#define WORDS_LEAST 200 /* found by common words: "at least" */
#define RARE 1500       /* holders of a gram, gathered rather than walked to */
#define STRIDE 60       /* walking past those that do not hold the words */

bool portfolio_words_fit(const struct project *project, struct text words)
{
    return words.len == 0 || search_holds(project->name, words) ||
           search_holds(project->enterprise, words) || search_holds(project->number, words);
}

/* -- gathering -- */

static int by_text(struct text a, struct text b)
{
    return text_compare(a, b);
}

static int by_number(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_number(const void *left, const void *right)
{
    const struct portfolio_found *a = left;
    const struct portfolio_found *b = right;
    int order = by_text(a->number, b->number);
    return order != 0 ? order : by_number(a->id, b->id);
}

static int compare_number_down(const void *left, const void *right)
{
    return compare_number(right, left);
}

static int compare_name(const void *left, const void *right)
{
    const struct portfolio_found *a = left;
    const struct portfolio_found *b = right;
    int order = by_text(a->name, b->name);
    return order != 0 ? order : by_number(a->id, b->id);
}

static int compare_investment(const void *left, const void *right)
{
    const struct portfolio_found *a = left;
    const struct portfolio_found *b = right;
    int order = by_number(b->hundredths, a->hundredths);
    return order != 0 ? order : by_number(b->id, a->id);
}

static int compare_urgency(const void *left, const void *right)
{
    const struct portfolio_found *a = left;
    const struct portfolio_found *b = right;
    int order = by_number(b->weight, a->weight);
    return order != 0 ? order : by_number(b->id, a->id);
}

static int compare_production(const void *left, const void *right)
{
    const struct portfolio_found *a = left;
    const struct portfolio_found *b = right;
    int order = by_number(b->production, a->production);
    return order != 0 ? order : by_number(b->id, a->id);
}

static int (*const compares[])(const void *, const void *) = {
    [PORTFOLIO_BY_NUMBER] = compare_number, [PORTFOLIO_BY_NUMBER_DOWN] = compare_number_down,
    [PORTFOLIO_BY_NAME] = compare_name,     [PORTFOLIO_BY_INVESTMENT_DOWN] = compare_investment,
    [PORTFOLIO_URGENT] = compare_urgency,   [PORTFOLIO_PRODUCING] = compare_production,
};

/* A project may have been found by several grams. */
static void drop_twins(struct portfolio_founds *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (kept == 0 || list->items[kept - 1].id != list->items[i].id) {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
}

static bool begins(const struct portfolio_filter *filter, struct portfolio_found *out)
{
    const struct project *after = filter->after;
    if (after != NULL) {
        *out = (struct portfolio_found){
            .id = after->id,
            .number = after->number,
            .name = after->name,
            .hundredths = after->investment.len > 0 ? money_hundredths(after->investment) : -1};
        return false;
    }
    *out = (struct portfolio_found){
        .id = filter->place.id, .weight = filter->place.weight, .production = filter->place.weight};
    return filter->place.id == 0;
}

static struct text next_of(struct arena *arena, const struct portfolio_filter *filter,
                           const struct portfolio_found *last)
{
    if (filter->order < PORTFOLIO_STORED_COUNT) {
        return text_format(arena, "%lld", (long long)last->id);
    }
    int64_t weight = filter->order == PORTFOLIO_PRODUCING ? last->production : last->weight;
    return text_format(arena, "%lld.%lld", (long long)weight, (long long)last->id);
}

/* The projects with these ids, in their order. */
static bool load(const struct view_run *run, const int64_t *ids, size_t count,
                 const struct project **out, struct fault *fault)
{
    struct project *projects = arena_array(run->arena, struct project, count + 1);
    for (size_t i = 0; i < count; i++) {
        out[i] = &projects[i];
    }
    return projects_of_view(run, ids, count, projects, fault);
}

bool portfolio_load_page(const struct view_run *run, const int64_t *ids, size_t count,
                         struct portfolio_page *out, struct fault *fault)
{
    const struct project **items = arena_array(run->arena, const struct project *, count + 1);
    out->items = items;
    out->count = count;
    return load(run, ids, count, items, fault);
}

bool portfolio_cut_page(const struct view_run *run, const struct portfolio_filter *filter,
                        struct portfolio_founds *list, struct portfolio_page *out,
                        struct fault *fault)
{
    struct portfolio_found place;
    size_t first = 0;
    size_t limit = (size_t)filter->limit;
    if (list->count > 1) {
        qsort(list->items, list->count, sizeof list->items[0], compares[filter->order]);
    }
    drop_twins(list);
    if (!begins(filter, &place)) {
        while (first < list->count && compares[filter->order](&list->items[first], &place) <= 0) {
            first++;
        }
    }
    const struct project **items = arena_array(run->arena, const struct project *, limit);
    int64_t *ids = arena_array(run->arena, int64_t, limit);
    for (; out->count < limit && first + out->count < list->count; out->count++) {
        ids[out->count] = list->items[first + out->count].id;
    }
    out->total = (int64_t)list->count;
    out->items = items;
    if (!load(run, ids, out->count, items, fault)) {
        return false;
    }
    if (first + out->count < list->count) {
        out->next = next_of(run->arena, filter, &list->items[first + out->count - 1]);
    }
    return true;
}

/* -- walking -- */

struct stretch { /* of the walk: projects in order, and where the next stretch begins */
    const struct project **items;
    struct portfolio_place *places;
    size_t count;
};

static bool walk_stored(const struct view_run *run, const struct portfolio_filter *filter,
                        struct stretch *out, struct fault *fault)
{
    struct project_list list;
    if (!portfolio_page(run, filter->order, filter, &list, fault)) {
        return false;
    }
    for (; out->count < list.count; out->count++) {
        out->items[out->count] = &list.items[out->count];
        out->places[out->count] = (struct portfolio_place){0, list.items[out->count].id};
    }
    return true;
}

static struct standing_question question_of(const struct portfolio_filter *filter)
{
    bool is_first = filter->place.id == 0;
    return (struct standing_question){
        .order = filter->order == PORTFOLIO_PRODUCING ? STANDING_PRODUCING : STANDING_URGENT,
        .filter = filter,
        .light = filter->light,
        .after = {is_first ? INT64_MAX : filter->place.weight, is_first ? 0 : filter->place.id},
        .limit = filter->limit};
}

static bool walk_derived(const struct view_run *run, const struct portfolio_filter *filter,
                         struct stretch *out, struct fault *fault)
{
    struct standing_question question = question_of(filter);
    struct standing_places places;
    if (!standing_page(run, &question, &places, fault)) {
        return false;
    }
    int64_t *ids = arena_array(run->arena, int64_t, places.count + 1);
    for (; out->count < places.count; out->count++) {
        struct standing_place place = places.items[out->count];
        out->places[out->count] = (struct portfolio_place){place.weight, place.id};
        ids[out->count] = place.id;
    }
    return load(run, ids, out->count, out->items, fault);
}

bool portfolio_walk_page(const struct view_run *run, const struct portfolio_filter *asked,
                         struct portfolio_page *out, struct fault *fault)
{
    struct portfolio_filter filter = *asked;
    size_t limit = (size_t)asked->limit;
    const struct project **kept = arena_array(run->arena, const struct project *, limit + 1);
    struct portfolio_place last = {0, 0};
    bool has_more = true;
    size_t count = 0;
    filter.limit = asked->words.len > 0 ? STRIDE : asked->limit + 1;
    while (has_more && count <= limit) {
        struct stretch stretch = {
            arena_array(run->arena, const struct project *, (size_t)filter.limit),
            arena_array(run->arena, struct portfolio_place, (size_t)filter.limit), 0};
        if (!(asked->order < PORTFOLIO_STORED_COUNT
                  ? walk_stored(run, &filter, &stretch, fault)
                  : walk_derived(run, &filter, &stretch, fault))) {
            return false;
        }
        for (size_t i = 0; i < stretch.count && count <= limit; i++) {
            if (portfolio_words_fit(stretch.items[i], asked->words)) {
                last = count < limit ? stretch.places[i] : last;
                kept[count++] = stretch.items[i];
            }
        }
        has_more = stretch.count == (size_t)filter.limit;
        if (stretch.count > 0) {
            filter.after =
                asked->order < PORTFOLIO_STORED_COUNT ? stretch.items[stretch.count - 1] : NULL;
            filter.place = stretch.places[stretch.count - 1];
        }
    }
    out->items = kept;
    out->count = count < limit ? count : limit;
    if (count > limit) {
        struct portfolio_found place = {
            .id = last.id, .weight = last.weight, .production = last.weight};
        out->next = next_of(run->arena, asked, &place);
    }
    return true;
}

/* -- which way -- */

static enum portfolio_way way_of(const struct scope *scope, const struct portfolio_filter *filter,
                                 int64_t *navigator)
{
    *navigator = filter->navigator;
    if (scope->kind == SCOPE_PROJECT) {
        return PORTFOLIO_OWN;
    }
    if (scope->kind == SCOPE_NAVIGATOR) {
        *navigator = filter->navigator == 0 || filter->navigator == scope->id ? scope->id : -1;
        return PORTFOLIO_OF_NAVIGATOR;
    }
    return filter->navigator != 0 ? PORTFOLIO_OF_NAVIGATOR : PORTFOLIO_WALK;
}

static bool unit_is_small(const struct view_run *run, const struct portfolio_filter *filter,
                          bool *out, struct fault *fault)
{
    const struct portfolio_filter any = {.stage = TEXT_NONE,
                                         .district = TEXT_NONE,
                                         .direction = TEXT_NONE,
                                         .light = TEXT_NONE,
                                         .words = TEXT_NONE,
                                         .grams = {TEXT_NONE, TEXT_NONE, TEXT_NONE},
                                         .order = filter->order,
                                         .limit = 1};
    struct standing_question question = question_of(&any);
    int64_t total = 0;
    bool counted = standing_total(run, &question, &total, fault);
    *out = total <= FEW;
    return counted;
}

/* In the order of urgency, by words that have a gram: if the first is too short, all are. */
static bool is_searched(const struct portfolio_filter *filter)
{
    struct search_gram first;
    (void)search_gram(filter->words, 0, &first);
    return first.is_whole && filter->order == PORTFOLIO_URGENT && filter->light.len == 0;
}

static bool choose(const struct view_run *run, struct portfolio_gathering *gathering,
                   struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    const struct portfolio_filter *filter = gathering->filter;
    bool is_small = false;
    gathering->way = way_of(&scope, filter, &gathering->navigator);
    if (gathering->way != PORTFOLIO_WALK) {
        return true;
    }
    if (scope.kind == SCOPE_ORG && !unit_is_small(run, filter, &is_small, fault)) {
        return false;
    }
    if (is_small) {
        gathering->way = PORTFOLIO_OF_UNIT;
        return true;
    }
    if (filter->words.len == 0) {
        return true;
    }
    gathering->most = WORDS_LEAST;
    if (is_searched(filter)) {
        gathering->way = PORTFOLIO_OF_GRAM;
        return true;
    }
    return portfolio_rarest(run, gathering, fault);
}

bool portfolio_find(const struct view_run *run, struct portfolio_filter *filter,
                    struct portfolio_page *out, struct fault *fault)
{
    struct portfolio_gathering gathering = {.filter = filter,
                                            .grams = {TEXT_NONE, TEXT_NONE, TEXT_NONE},
                                            .rare = RARE,
                                            .most = SIZE_MAX};
    struct portfolio_founds list = {NULL, 0, false};
    struct standing_question question = question_of(filter);
    *out = (struct portfolio_page){.next = TEXT_NONE};
    if (!standing_is_ready(run, &out->is_standing, fault)) {
        return false;
    }
    if (!out->is_standing) {
        if (!portfolio_derive(run, filter, &list, fault)) {
            return false;
        }
        out->is_least = list.is_cut;
        return portfolio_cut_page(run, filter, &list, out, fault);
    }
    if (!choose(run, &gathering, fault)) {
        return false;
    }
    if (gathering.way == PORTFOLIO_OF_GRAM && is_searched(filter)) {
        return portfolio_search(run, filter, out, fault);
    }
    if (gathering.way == PORTFOLIO_WALK) {
        return standing_total(run, &question, &out->total, fault) &&
               portfolio_walk_page(run, filter, out, fault);
    }
    if (!portfolio_gather(run, &gathering, &list, fault)) {
        return false;
    }
    if (!list.is_cut) {
        return portfolio_cut_page(run, filter, &list, out, fault);
    }
    out->total = (int64_t)list.count;
    out->is_least = true;
    for (size_t i = 0; gathering.way == PORTFOLIO_OF_GRAM && i < PORTFOLIO_GRAMS; i++) {
        filter->grams[i] = gathering.grams[i];
    }
    return portfolio_walk_page(run, filter, out, fault);
}
