#include "board/portfolio.h"

#include "app/mark.h"
#include "base/arena.h"
#include "board/standing.h"

/* GET /projects: reading the question, writing the page. How the page is found: portfolio_find.c.
 */

#define LIMIT_DEFAULT 50

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
    FIELD(portfolio_query, after, TEXT, .max = 200, .zh = "续页标记", .en = "after"),
    FIELD(portfolio_query, limit, INT, .min = 1, .max = 200, .zh = "每页条数", .en = "limit"),
};
static const struct field_table query_table = FIELD_TABLE(portfolio_query, query_fields);

static bool refuse_query(struct fault *fault, const char *name)
{
    return fault_raise(fault, FAULT_QUERY_INVALID, text_of(name), FAULT_ARGS(text_of(name)));
}

/* -- reading the query -- */

/* A light is derived, so where one is asked for the order is a derived one too. */
static enum portfolio_order order_of(const struct portfolio_query *query)
{
    static const char *const names[PORTFOLIO_STORED_COUNT] = {
        [PORTFOLIO_BY_NUMBER] = "number",
        [PORTFOLIO_BY_NUMBER_DOWN] = "-number",
        [PORTFOLIO_BY_NAME] = "name",
        [PORTFOLIO_BY_INVESTMENT_DOWN] = "-investment",
    };
    for (int i = 0; query->light.len == 0 && i < PORTFOLIO_STORED_COUNT; i++) {
        if (text_is(query->sort, names[i])) {
            return (enum portfolio_order)i;
        }
    }
    return text_is(query->sort, "production") ? PORTFOLIO_PRODUCING : PORTFOLIO_URGENT;
}

/* The page before ended with a project that this actor saw: an id of any other would tell whether
 * it is there, and where it stands in the order. */
static bool begins_where_seen(const struct view_run *run, int64_t id,
                              struct portfolio_filter *filter, struct fault *fault)
{
    struct project *last = arena_new(run->arena, struct project);
    struct fault why = {.code = FAULT_NONE};
    if (project_of_view(run, id, last, &why)) {
        filter->after = last;
        return true;
    }
    if (why.code == FAULT_NOT_FOUND) {
        return refuse_query(fault, "after");
    }
    *fault = why;
    return false;
}

/* "id", or "weight.id" of the last line seen; sealed where a search was ended elsewhere. */
static bool read_place(const struct view_run *run, struct text after,
                       struct portfolio_filter *filter, struct fault *fault)
{
    int64_t id = 0;
    if (after.len == 0) {
        return true;
    }
    if (filter->order < PORTFOLIO_STORED_COUNT) {
        return (text_to_int(after, &id) && id > 0) ? begins_where_seen(run, id, filter, fault)
                                                   : refuse_query(fault, "after");
    }
    if (mark_is_sealed(after) && !mark_open(run, PORTFOLIO_MARK, after, &after)) {
        return refuse_query(fault, "after");
    }
    struct text weight = text_cut(&after, '.');
    return (text_to_int(weight, &filter->place.weight) && text_to_int(after, &filter->place.id) &&
            filter->place.id > 0) ||
           refuse_query(fault, "after");
}

static bool read_filter(const struct view_run *run, const struct portfolio_query *query,
                        struct portfolio_filter *out, struct fault *fault)
{
    *out = (struct portfolio_filter){
        .stage = query->stage,
        .district = query->district,
        .direction = query->direction,
        .light = query->light,
        .words = query->q,
        .grams = {TEXT_NONE, TEXT_NONE, TEXT_NONE},
        .order = order_of(query),
        .limit = query->limit > 0 ? query->limit : LIMIT_DEFAULT,
    };
    if (text_is(query->navigator, "me")) {
        out->navigator = run->actor->account;
    } else if (query->navigator.len > 0 &&
               (!text_to_int(query->navigator, &out->navigator) || out->navigator <= 0)) {
        return refuse_query(fault, "navigator");
    }
    return read_place(run, query->after, out, fault);
}

/* -- the answer -- */

/* What stands written down is in Chinese; whoever reads English has it derived. */
static bool stands(const struct view_run *run, const struct portfolio_page *page)
{
    return page->is_standing && run->actor->language == LANGUAGE_ZH;
}

static bool load_row(const struct view_run *run, const struct standing_shown *shown,
                     const struct project *project, struct dossier *out, struct fault *fault)
{
    if (shown->row.id == 0) {
        return dossier_load(run, project, out, fault);
    }
    standing_to_dossier(&shown->row, project, shown->navigator_name, out);
    return true;
}

/* Rows that stand; `id` 0 where there is none. */
static bool load_standing(const struct view_run *run, const struct portfolio_page *page,
                          struct standing_shown **out, struct fault *fault)
{
    int64_t *ids = arena_array(run->arena, int64_t, page->count + 1);
    *out = arena_array(run->arena, struct standing_shown, page->count + 1);
    for (size_t i = 0; i < page->count; i++) {
        ids[i] = page->items[i]->id;
    }
    return standing_of(run, ids, stands(run, page) ? page->count : 0, *out, fault);
}

bool portfolio_write_page(const struct view_run *run, struct json_writer *json,
                          const struct portfolio_page *page, struct fault *fault)
{
    struct standing_shown *shown;
    if (!load_standing(run, page, &shown, fault)) {
        return false;
    }
    struct portfolio_walk walk = portfolio_walk_begin(run);
    bool written = true;
    for (size_t i = 0; written && i < page->count; i++) {
        struct dossier dossier;
        portfolio_walk_next(&walk);
        json_object(json);
        written = load_row(&walk.run, &shown[i], page->items[i], &dossier, fault) &&
                  portfolio_write_row(json, &walk.run, &dossier, fault);
        json_end(json);
    }
    portfolio_walk_end(&walk);
    return written;
}

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct portfolio_filter filter;
    struct portfolio_page page;
    if (!read_filter(run, run->query, &filter, fault) ||
        !portfolio_find(run, &filter, &page, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    if (!portfolio_write_page(run, json, &page, fault)) {
        return false;
    }
    json_end(json);
    json_member_int(json, "total", page.total);
    if (page.is_least) {
        json_member_bool(json, "total_is_least", true);
    }
    json_member_text_or_null(json, "next", page.next);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"portfolio.list", "/projects", &query_table, ROLES_BUSINESS, 0, "项目清单", "projects",
     answer_list},
    {"portfolio.project", "/projects/{id}", NULL, ROLES_BUSINESS, VIEW_AS_OF, "项目页",
     "one project", project_page_answer},
};

const struct room portfolio_room = {
    .name = "portfolio",
    ROOM_VIEWS(views),
    ROOM_STATEMENTS(portfolio),
};
