#include <stdio.h>
#include <string.h>

#include "app/access.h"
#include "app/ask.h"
#include "app/city.h"
#include "app/query.h"
#include "base/arena.h"
#include "door/api/inside.h"

/* A list as a spreadsheet: the list's own view is asked page by page, as its reader would turn
 * them, so that rights, filters and order are the list's and no list needs code of its own. In the
 * slow thread, since twenty thousand rows take a second or two. */

#define PAGES_MAX 2000
#define SUMS_MAX 40 /* columns of a table */

struct exporting {
    struct call *call;
    struct route_match match;
    const struct view_sheet *sheet;
    enum sheet_format format;
    struct text filters; /* the query without as, limit and after */
    struct sheet_out *out;
    int64_t rows;
    int64_t sums[SUMS_MAX]; /* of the columns that are summed */
    struct text after;
    char kept[600]; /* where `after` lives from page to page */
};

/* -- what was asked -- */

static bool is_named(struct text pair, const char *name)
{
    struct text rest = pair;
    return text_is(text_cut(&rest, '='), name);
}

/* False: it does not say as=. What it says wrongly is refused by `*format_known`. */
static bool read_query(struct arena *arena, struct text query, struct exporting *out,
                       bool *format_known)
{
    struct buffer filters = buffer_open(arena, query.len + 1);
    bool wanted = false;
    *format_known = false;
    while (query.len > 0) {
        struct text pair = text_cut(&query, '&');
        if (is_named(pair, "as")) {
            wanted = true;
            *format_known = text_is(pair, "as=xlsx") || text_is(pair, "as=csv");
            out->format = text_is(pair, "as=csv") ? SHEET_CSV : SHEET_XLSX;
        } else if (!is_named(pair, "limit") && !is_named(pair, "after")) {
            buffer_add(&filters, filters.len > 0 ? TEXT("&") : TEXT_NONE);
            buffer_add(&filters, pair);
        }
    }
    out->filters = buffer_text(&filters);
    return wanted;
}

static const struct field *query_field(const struct view_kind *kind, const char *name)
{
    for (size_t i = 0; kind->query != NULL && i < kind->query->count; i++) {
        if (text_is(text_of(kind->query->fields[i].name), name)) {
            return &kind->query->fields[i];
        }
    }
    return NULL;
}

/* -- a page -- */

static struct text page_query(struct arena *arena, const struct exporting *exporting)
{
    const struct view_kind *kind = exporting->match.view;
    const struct field *limit = query_field(kind, "limit");
    struct buffer query = buffer_open(arena, 256);
    buffer_add(&query, exporting->filters);
    if (limit != NULL) {
        buffer_addf(&query, "%slimit=%lld", query.len > 0 ? "&" : "",
                    (long long)(limit->max > 0 ? limit->max : 50));
    }
    if (exporting->after.len > 0) {
        buffer_addf(&query, "%safter=%.*s", query.len > 0 ? "&" : "", TEXT_ARG(exporting->after));
    }
    return buffer_text(&query);
}

bool call_ask(struct call *call, const struct asking *asking, const struct jvalue **out,
              struct fault *fault)
{
    const struct api_options *options = &call->api->options;
    const struct view_run asks = {
        .arena = asking->arena,
        .store = call_slow_store(call),
        .city = options->city,
        .vault = options->vault,
        .actor = &call->session.actor,
        .now = call->now,
        .today = call->today,
    };
    return view_ask(&asks, asking->match, asking->query, out, fault);
}

/* -- cells -- */

static const struct jvalue *follow(const struct jvalue *row, const char *path)
{
    struct text rest = text_of(path);
    while (row != NULL && rest.len > 0) {
        char name[64];
        struct text step = text_cut(&rest, '.');
        ensure(step.len < sizeof name);
        for (size_t i = 0; i < step.len; i++) {
            name[i] = step.at[i];
        }
        name[step.len] = '\0';
        row = row->kind == JVALUE_OBJECT ? jvalue_get(row, name) : NULL;
    }
    return row;
}

static struct text truth(bool value, enum language language)
{
    return language == LANGUAGE_ZH ? (value ? TEXT("是") : TEXT("否"))
                                   : (value ? TEXT("yes") : TEXT("no"));
}

static struct text scalar(struct arena *arena, const struct jvalue *value, enum language language)
{
    switch (value->kind) {
    case JVALUE_TEXT: return value->text;
    case JVALUE_INT: return text_format(arena, "%lld", (long long)value->integer);
    case JVALUE_BOOL: return truth(value->truth, language);
    case JVALUE_OBJECT: { /* a person, a unit: by its name */
        const struct jvalue *name = jvalue_get(value, "name");
        return name != NULL && name->kind == JVALUE_TEXT ? name->text : TEXT_NONE;
    }
    default: return TEXT_NONE;
    }
}

static struct text cell(struct arena *arena, const struct jvalue *value, enum language language)
{
    if (value == NULL) {
        return TEXT_NONE;
    }
    if (value->kind != JVALUE_ARRAY) {
        return scalar(arena, value, language);
    }
    struct buffer joined = buffer_open(arena, 64);
    for (uint32_t i = 0; i < value->count; i++) {
        struct text one = scalar(arena, &value->items[i], language);
        buffer_add(&joined, joined.len > 0 && one.len > 0
                                ? (language == LANGUAGE_ZH ? TEXT("、") : TEXT(", "))
                                : TEXT_NONE);
        buffer_add(&joined, one);
    }
    return buffer_text(&joined);
}

/* An instant as the city's day. */
static struct text instant_day(struct arena *arena, const struct exporting *exporting,
                               struct text value)
{
    char iso[CIVIL_DATE_TEXT_SIZE];
    int64_t at = 0;
    if (!text_to_int(value, &at)) {
        return value;
    }
    return text_copy(arena,
                     civil_date_write(city_today(exporting->call->api->options.city, at), iso));
}

static void write_row(struct arena *arena, struct exporting *exporting, const struct jvalue *row)
{
    const struct sheet_table *table = &exporting->sheet->table;
    struct text *values = arena_array(arena, struct text, table->count);
    for (size_t i = 0; i < table->count; i++) {
        const struct jvalue *value = follow(row, table->columns[i].path);
        values[i] = cell(arena, value, exporting->call->session.actor.language);
        if (table->columns[i].is_summed && value != NULL && value->kind == JVALUE_INT) {
            exporting->sums[i] += value->integer;
        }
        if (table->columns[i].kind == SHEET_DATE && value != NULL && value->kind == JVALUE_INT) {
            values[i] = instant_day(arena, exporting, values[i]);
        }
    }
    sheet_row(exporting->out, values);
}

/* -- all pages -- */

/* `next` outlives the page's arena. */
static void keep_next(struct exporting *exporting, const struct jvalue *page)
{
    const struct jvalue *next = jvalue_get(page, "next");
    struct text text = TEXT_NONE;
    char number[24];
    if (next != NULL && next->kind == JVALUE_TEXT) {
        text = next->text;
    } else if (next != NULL && next->kind == JVALUE_INT) {
        int len = snprintf(number, sizeof number, "%lld", (long long)next->integer);
        text = (struct text){number, (size_t)len};
    }
    size_t at = 0;
    for (size_t i = 0; i < text.len && at + 4 < sizeof exporting->kept; i++) {
        at += (size_t)snprintf(exporting->kept + at, sizeof exporting->kept - at, "%%%02X",
                               (unsigned char)text.at[i]);
    }
    exporting->after = (struct text){exporting->kept, at};
}

static bool add_page(struct exporting *exporting, struct fault *fault)
{
    struct arena *arena = arena_open((size_t)8 << 20, (size_t)256 << 20);
    const struct jvalue *page = NULL;
    const struct asking asking = {arena, &exporting->match, page_query(arena, exporting)};
    bool asked = call_ask(exporting->call, &asking, &page, fault);
    const struct jvalue *rows = asked ? jvalue_get(page, exporting->sheet->rows) : NULL;
    for (uint32_t i = 0; rows != NULL && rows->kind == JVALUE_ARRAY && i < rows->count; i++) {
        if (exporting->rows < SHEET_ROWS_MAX) {
            write_row(arena, exporting, &rows->items[i]);
        }
        exporting->rows++;
    }
    if (asked) {
        keep_next(exporting, page);
    }
    arena_close(arena);
    return asked;
}

static void note_what_is_left(struct exporting *exporting)
{
    bool is_zh = exporting->call->session.actor.language == LANGUAGE_ZH;
    if (exporting->after.len == 0 && exporting->rows <= SHEET_ROWS_MAX) {
        return;
    }
    sheet_note(exporting->out,
               is_zh ? TEXT("只导出了前 20000 行，后面还有；请用筛选缩小范围后分次导出")
                     : TEXT("These are the first 20000 rows and there are more: narrow the list "
                            "by its filters and export in parts"));
}

/* The last line: its first column says what it is. */
static void write_sums(struct exporting *exporting)
{
    struct arena *arena = exporting->call->arena;
    const struct sheet_table *table = &exporting->sheet->table;
    bool is_zh = exporting->call->session.actor.language == LANGUAGE_ZH;
    struct text values[SUMS_MAX] = {{NULL, 0}};
    bool has_sums = false;
    ensure(table->count <= SUMS_MAX);
    for (size_t i = 0; i < table->count; i++) {
        if (table->columns[i].is_summed) {
            values[i] = text_format(arena, "%lld", (long long)exporting->sums[i]);
            has_sums = true;
        }
    }
    if (has_sums && exporting->rows <= SHEET_ROWS_MAX) {
        values[0] = is_zh ? TEXT("合计") : TEXT("Total");
        sheet_row(exporting->out, values);
    }
}

static struct text file_name(struct exporting *exporting)
{
    char iso[CIVIL_DATE_TEXT_SIZE];
    const struct sheet_table *table = &exporting->sheet->table;
    bool is_zh = exporting->call->session.actor.language == LANGUAGE_ZH;
    return text_format(exporting->call->arena, "%s %s.%s", is_zh ? table->zh : table->en,
                       civil_date_write(exporting->call->today, iso).at,
                       exporting->format == SHEET_CSV ? "csv" : "xlsx");
}

static const char media_xlsx[] =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

static bool add_pages(struct exporting *exporting, struct fault *fault)
{
    bool going = add_page(exporting, fault);
    for (int i = 1;
         going && exporting->after.len > 0 && exporting->rows < SHEET_ROWS_MAX && i < PAGES_MAX;
         i++) {
        going = add_page(exporting, fault);
    }
    if (going && exporting->after.len == 0) {
        write_sums(exporting);
    }
    note_what_is_left(exporting);
    return going;
}

static const struct view_kind *view_named(const struct house *house, const char *name)
{
    for (size_t r = 0; r < house->room_count; r++) {
        for (size_t i = 0; i < house->rooms[r]->view_count; i++) {
            if (strcmp(house->rooms[r]->views[i].name, name) == 0) {
                return &house->rooms[r]->views[i];
            }
        }
    }
    return NULL;
}

static bool add_sheet(struct exporting *exporting, const struct view_sheet *sheet,
                      struct fault *fault)
{
    exporting->sheet = sheet;
    exporting->after = TEXT_NONE;
    exporting->rows = 0;
    for (size_t i = 0; i < SUMS_MAX; i++) {
        exporting->sums[i] = 0;
    }
    sheet_next(exporting->out, &sheet->table);
    return add_pages(exporting, fault);
}

static bool add_beside(struct exporting *exporting, const struct view_sheet *beside,
                       struct fault *fault)
{
    return beside == NULL || exporting->format == SHEET_CSV || add_sheet(exporting, beside, fault);
}

/* The rows behind it, on a sheet of their own: another list, asked with the same path. */
static bool add_annex(struct exporting *exporting, const char *annex, struct fault *fault)
{
    const struct call *call = exporting->call;
    const struct house *house = register_house(call->api->options.registry);
    const struct view_kind *view = annex == NULL ? NULL : view_named(house, annex);
    if (view == NULL || exporting->format == SHEET_CSV ||
        !access_role_may(view->roles, call->session.actor.role)) {
        return true;
    }
    exporting->match.view = view;
    exporting->filters = TEXT_NONE;
    return add_sheet(exporting, register_sheet(house, annex, TEXT_NONE), fault);
}

static void export_list(void *context)
{
    struct exporting *exporting = context;
    struct call *call = exporting->call;
    struct fault fault = {.code = FAULT_NONE};
    struct page page = {.status = 200,
                        .content_type =
                            exporting->format == SHEET_CSV ? "text/csv; charset=utf-8" : media_xlsx,
                        .attachment_name = file_name(exporting)};
    struct sheet_wish wish = {exporting->format, call->session.actor.language};
    if (!sheet_begin(call->arena, &exporting->sheet->table, &wish, &exporting->out, &fault)) {
        call_fault(call, &fault);
        return;
    }
    const struct view_sheet *first = exporting->sheet;
    bool going = add_pages(exporting, &fault) && add_beside(exporting, first->beside, &fault) &&
                 add_annex(exporting, first->annex, &fault);
    struct fault closing = {.code = FAULT_NONE};
    bool ended = sheet_end(exporting->out, &page.body, &closing);
    if (going && ended) {
        audit_later(call->api, call->session.actor.account, TEXT("exported"), call->request->target,
                    call->request->peer);
        call_page(call, &page);
    } else {
        call_fault(call, going ? &closing : &fault);
    }
}

bool call_is_within(struct call *call, struct limiter *limiter, struct fault *fault)
{
    int64_t retry = 0;
    struct text account =
        text_format(call->arena, "account %lld", (long long)call->session.actor.account);
    return limiter_allows(limiter, account, call->now, &retry) ||
           fault_raise(fault, FAULT_TOO_MANY_REQUESTS, TEXT_NONE,
                       FAULT_ARGS(text_format(call->arena, "%lld", (long long)retry)));
}

bool call_may_export(struct call *call, const struct view_kind *view, struct fault *fault)
{
    if (!call->signed_in) {
        return fault_raise(fault, FAULT_NOT_SIGNED_IN, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!access_role_may(view->roles, call->session.actor.role)) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    return call_is_within(call, call->api->exports, fault);
}

bool call_export(struct call *call, const struct route_match *match)
{
    const struct house *house = register_house(call->api->options.registry);
    const struct view_sheet *sheet = register_sheet(house, match->view->name, match->parameters[0]);
    struct exporting *exporting = arena_new(call->arena, struct exporting);
    struct fault fault = {.code = FAULT_NONE};
    bool format_known = false;
    *exporting = (struct exporting){.call = call, .match = *match, .sheet = sheet};
    if (sheet == NULL || !read_query(call->arena, call->request->query, exporting, &format_known)) {
        return false;
    }
    exporting->after = TEXT_NONE;
    bool ready = call_may_export(call, match->view, &fault) &&
                 (format_known ||
                  fault_raise(&fault, FAULT_QUERY_INVALID, TEXT("as"), FAULT_ARGS(TEXT("as"))));
    if (ready && !slow_do(call->api->slow, export_list, exporting)) {
        ready = fault_raise(&fault, FAULT_STORE_BUSY, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!ready) {
        call_fault(call, &fault);
    }
    return true;
}
