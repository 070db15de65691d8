#include "board/portfolio.h"

#include <stdlib.h>

#include "base/arena.h"

/* GET /projects. What stands in the table is sorted and paged by the database; what is derived
 * (urgency, forecast, light) is derived for all projects in question, sorted here, and the page cut
 * out. */

#define LIMIT_DEFAULT 50
#define DERIVED_MAX 5000

static const char *const sorts[] = {"urgency",     "number",     "-number", "name",
                                    "-investment", "production", NULL};
static const char *const lights[] = {"none", "green", "yellow", "red", "done", "paused", NULL};
static const char *const stages[] = {"lead",     "screened", "listed",    "handed_over",
                                     "accepted", "served",   "under_way", "production",
                                     "refused",  "deferred", "withdrawn", NULL};

static const struct field query_fields[] = {
    FIELD(portfolio_query, stage, CHOICE, .choices = stages, .zh = "阶段", .en = "stage"),
    FIELD(portfolio_query, district, TEXT, .max = 20, .zh = "区县", .en = "district"),
    FIELD(portfolio_query, direction, TEXT, .max = 60, .zh = "产业方向", .en = "direction"),
    FIELD(portfolio_query, q, TEXT, .max = 60, .zh = "关键词", .en = "words"),
    FIELD(portfolio_query, light, CHOICE, .choices = lights, .zh = "时限灯", .en = "light"),
    FIELD(portfolio_query, navigator, TEXT, .max = 20, .zh = "代办员", .en = "navigator"),
    FIELD(portfolio_query, sort, CHOICE, .choices = sorts, .zh = "排序", .en = "sort"),
    FIELD(portfolio_query, after, TEXT, .max = 60, .zh = "续页标记", .en = "after"),
    FIELD(portfolio_query, limit, INT, .min = 1, .max = 200, .zh = "每页条数", .en = "limit"),
};
static const struct field_table query_table = FIELD_TABLE(portfolio_query, query_fields);

static bool refuse_query(struct fault *fault, const char *name)
{
    return fault_raise(fault, FAULT_QUERY_INVALID, text_of(name), FAULT_ARGS(text_of(name)));
}

/* -- reading the query -- */

/* '%' and '_' mean themselves; '!' is the escape. */
static struct text like_of(struct arena *arena, struct text words)
{
    if (text_is_empty(words)) {
        return TEXT_NONE;
    }
    struct buffer out = buffer_open(arena, words.len * 2 + 2);
    buffer_add_char(&out, '%');
    for (size_t i = 0; i < words.len; i++) {
        char c = text_lower(words.at[i]);
        if (c == '%' || c == '_' || c == '!') {
            buffer_add_char(&out, '!');
        }
        buffer_add_char(&out, c);
    }
    buffer_add_char(&out, '%');
    return buffer_text(&out);
}

static bool read_filter(const struct view_run *run, const struct portfolio_query *query,
                        struct portfolio_filter *out, struct fault *fault)
{
    *out = (struct portfolio_filter){
        .stage = query->stage,
        .district = query->district,
        .direction = query->direction,
        .like = like_of(run->arena, query->q),
        .limit = query->limit > 0 ? query->limit : LIMIT_DEFAULT,
    };
    if (text_is(query->navigator, "me")) {
        out->navigator = run->actor->account;
    } else if (query->navigator.len > 0 &&
               (!text_to_int(query->navigator, &out->navigator) || out->navigator <= 0)) {
        return refuse_query(fault, "navigator");
    }
    return true;
}

/* -- sorted by the database -- */

static bool order_find(struct text sort, enum portfolio_order *out)
{
    static const char *const names[PORTFOLIO_ORDER_COUNT] = {
        [PORTFOLIO_BY_NUMBER] = "number",
        [PORTFOLIO_BY_NUMBER_DOWN] = "-number",
        [PORTFOLIO_BY_NAME] = "name",
        [PORTFOLIO_BY_INVESTMENT_DOWN] = "-investment",
    };
    for (int i = 0; i < PORTFOLIO_ORDER_COUNT; i++) {
        if (text_is(sort, names[i])) {
            *out = (enum portfolio_order)i;
            return true;
        }
    }
    return false;
}

struct page {
    const struct project *const *items;
    size_t count;
    int64_t total;
    struct text next; /* "" at the end */
};

static const struct project **pointers(struct arena *arena, const struct project_list *list)
{
    const struct project **out = arena_array(arena, const struct project *, list->count);
    for (size_t i = 0; i < list->count; i++) {
        out[i] = &list->items[i];
    }
    return out;
}

/* The page before ended with a project that this actor saw: an id of any other would tell whether
 * it is there, and where it stands in the order. */
static bool begins_where_seen(const struct view_run *run, struct text after,
                              struct portfolio_filter *filter, struct fault *fault)
{
    struct project last;
    struct fault why = {.code = FAULT_NONE};
    if (after.len == 0) {
        return true;
    }
    if (!text_to_int(after, &filter->from) || filter->from <= 0) {
        return refuse_query(fault, "after");
    }
    if (project_of_view(run, filter->from, &last, &why)) {
        return true;
    }
    if (why.code == FAULT_NOT_FOUND) {
        return refuse_query(fault, "after");
    }
    *fault = why;
    return false;
}

static bool stored_page(const struct view_run *run, enum portfolio_order order,
                        const struct portfolio_query *query, struct portfolio_filter *filter,
                        struct page *out, struct fault *fault)
{
    struct project_list list;
    if (!begins_where_seen(run, query->after, filter, fault)) {
        return false;
    }
    int64_t limit = filter->limit++; /* one more tells whether there is a next page */
    if (!portfolio_page(run, order, filter, &list, fault) ||
        !portfolio_count(run, filter, &out->total, fault)) {
        return false;
    }
    bool has_more = (int64_t)list.count > limit;
    out->items = pointers(run->arena, &list);
    out->count = has_more ? (size_t)limit : list.count;
    out->next =
        has_more ? text_format(run->arena, "%lld", (long long)list.items[limit - 1].id) : TEXT_NONE;
    return true;
}

/* -- sorted by what is derived -- */

struct ranked {
    const struct project *project;
    int64_t weight; /* the heaviest first */
};

static int64_t urgency_of(const struct dossier *dossier)
{
    int64_t overdue = dossier->turn.overdue_days > 999 ? 999 : dossier->turn.overdue_days;
    int64_t effect = dossier->effect_days > 9999 ? 9999 : dossier->effect_days;
    int64_t light = text_is(text_of(dossier->light), "red")      ? 2
                    : text_is(text_of(dossier->light), "yellow") ? 1
                                                                 : 0;
    int64_t rank = stage_rank(dossier->project->stage);
    int64_t alive = rank >= 10 && dossier->project->stage != STAGE_PRODUCTION;
    return ((((effect * 1000 + overdue) * 3 + light) * 2 + alive) * 100) + (alive ? rank : 0);
}

/* The earliest production first; without a plan last. */
static int64_t production_weight(const struct dossier *dossier)
{
    if (dossier->in_force == NULL) {
        return INT32_MIN;
    }
    civil_date day =
        dossier->has_forecast ? dossier->forecast.production : dossier->planned.production;
    return -(int64_t)day;
}

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *x = a;
    const struct ranked *y = b;
    if (x->weight != y->weight) {
        return x->weight > y->weight ? -1 : 1;
    }
    return (x->project->id < y->project->id) - (x->project->id > y->project->id);
}

static bool rank_all(const struct view_run *run, const struct portfolio_query *query,
                     const struct project_list *list, struct ranked *out, size_t *count,
                     struct fault *fault)
{
    bool by_production = text_is(query->sort, "production");
    struct portfolio_walk walk = portfolio_walk_begin(run);
    bool loaded = true;
    for (size_t i = 0; loaded && i < list->count; i++) {
        struct dossier dossier;
        portfolio_walk_next(&walk);
        loaded = dossier_load(&walk.run, &list->items[i], &dossier, fault);
        if (loaded && (query->light.len == 0 || text_is(query->light, dossier.light))) {
            out[(*count)++] =
                (struct ranked){&list->items[i],
                                by_production ? production_weight(&dossier) : urgency_of(&dossier)};
        }
    }
    portfolio_walk_end(&walk);
    return loaded;
}

/* "weight.id" of the last line seen. */
static bool read_place(struct text after, struct ranked *out, struct project *last)
{
    struct text weight = text_cut(&after, '.');
    out->project = last;
    return text_to_int(weight, &out->weight) && text_to_int(after, &last->id);
}

static bool derived_page(const struct view_run *run, const struct portfolio_query *query,
                         struct portfolio_filter *filter, struct page *out, struct fault *fault)
{
    struct project_list list;
    struct project last = {.id = 0};
    struct ranked place = {NULL, 0};
    int64_t limit = filter->limit;
    filter->limit = DERIVED_MAX;
    if (query->after.len > 0 && !read_place(query->after, &place, &last)) {
        return refuse_query(fault, "after");
    }
    if (!portfolio_page(run, PORTFOLIO_BY_NUMBER_DOWN, filter, &list, fault)) {
        return false;
    }
    struct ranked *ranked = arena_array(run->arena, struct ranked, list.count);
    size_t count = 0;
    if (!rank_all(run, query, &list, ranked, &count, fault)) {
        return false;
    }
    if (count > 1) {
        qsort(ranked, count, sizeof *ranked, compare_ranked);
    }
    size_t from = 0;
    while (place.project != NULL && from < count && compare_ranked(&ranked[from], &place) <= 0) {
        from++;
    }
    const struct project **items = arena_array(run->arena, const struct project *, (size_t)limit);
    while (out->count < (size_t)limit && from + out->count < count) {
        items[out->count] = ranked[from + out->count].project;
        out->count++;
    }
    out->items = items;
    out->total = (int64_t)count;
    out->next = TEXT_NONE;
    if (from + out->count < count) {
        const struct ranked *end = &ranked[from + out->count - 1];
        out->next = text_format(run->arena, "%lld.%lld", (long long)end->weight,
                                (long long)end->project->id);
    }
    return true;
}

/* -- the answer -- */

static bool write_rows(const struct view_run *run, struct json_writer *json,
                       const struct page *page, struct fault *fault)
{
    struct portfolio_walk walk = portfolio_walk_begin(run);
    bool written = true;
    for (size_t i = 0; written && i < page->count; i++) {
        struct dossier dossier;
        portfolio_walk_next(&walk);
        json_object(json);
        written = dossier_load(&walk.run, page->items[i], &dossier, fault) &&
                  portfolio_write_row(json, &walk.run, &dossier, fault);
        json_end(json);
    }
    portfolio_walk_end(&walk);
    return written;
}

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct portfolio_query *query = run->query;
    struct portfolio_filter filter;
    struct page page = {.items = NULL, .count = 0, .total = 0, .next = TEXT_NONE};
    enum portfolio_order order;
    if (!read_filter(run, query, &filter, fault)) {
        return false;
    }
    bool is_stored = query->light.len == 0 && order_find(query->sort, &order);
    if (!(is_stored ? stored_page(run, order, query, &filter, &page, fault)
                    : derived_page(run, query, &filter, &page, fault))) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    if (!write_rows(run, json, &page, fault)) {
        return false;
    }
    json_end(json);
    json_member_int(json, "total", page.total);
    json_member_text_or_null(json, "next", page.next);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"portfolio.list", "/projects", &query_table, ROLES_BUSINESS, 0, "项目清单", "projects",
     answer_list},
    {"portfolio.project", "/projects/{id}", NULL, ROLES_BUSINESS, 0, "项目页", "one project",
     project_page_answer},
};

const struct room portfolio_room = {
    .name = "portfolio",
    ROOM_VIEWS(views),
    ROOM_STATEMENTS(portfolio),
};
