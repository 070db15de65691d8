#include "board/exchange.h"

#include <string.h>

#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "board/history.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "room/application/application.h"

#define COLUMNS_MAX 24

/* -- values -- */

static struct text instant(struct arena *arena, int64_t utc_ms)
{
    char iso[CIVIL_DATE_TEXT_SIZE];
    civil_date day = civil_date_of_instant(utc_ms, 0);
    int64_t second = (utc_ms - civil_date_instant(day, 0)) / 1000;
    return text_format(arena, "%sT%02d:%02d:%02dZ", civil_date_write(day, iso).at,
                       (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
}

/* What an act was done for: its reason, else what its note says. */
static struct text reason_of(struct arena *arena, struct text body)
{
    const struct jvalue *value = NULL;
    struct fault unread = {.code = FAULT_NONE};
    if (!json_read(arena, body, &value, &unread)) {
        return TEXT_NONE;
    }
    struct text reason = jvalue_text(jvalue_get(value, "reason"), TEXT_NONE);
    return reason.len > 0 ? reason : jvalue_text(jvalue_get(value, "note"), TEXT_NONE);
}

/* What the standard has no word for is not said: a project that was refused or withdrawn. */
static struct text stage_status(struct text code)
{
    enum project_stage stage;
    if (!stage_find(code, &stage) || stage == STAGE_REFUSED || stage == STAGE_WITHDRAWN) {
        return TEXT_NONE;
    }
    return stage == STAGE_DEFERRED     ? TEXT("paused")
           : stage == STAGE_UNDER_WAY  ? TEXT("underway")
           : stage == STAGE_PRODUCTION ? TEXT("completed")
                                       : TEXT("pre-application");
}

static struct text state_status(struct text code)
{
    enum application_state state;
    if (!application_state_find(code, &state)) {
        return TEXT_NONE;
    }
    bool waits = state == APPLICATION_SUPPLEMENT || state == APPLICATION_SPECIAL ||
                 state == APPLICATION_SUSPENDED;
    return !application_state_is_open(state) ? TEXT("completed")
           : waits                           ? TEXT("paused")
                                             : TEXT("underway");
}

static struct text state_outcome(const struct view_run *run, struct text code)
{
    enum application_state state;
    return application_state_find(code, &state) && !application_state_is_open(state)
               ? application_state_name(state, run->actor->language)
               : TEXT_NONE;
}

static struct text kind_words(const struct view_run *run, struct text name)
{
    const struct event_kind *kind = history_kind(name);
    return kind == NULL ? TEXT_NONE
                        : text_of(run->actor->language == LANGUAGE_ZH ? kind->zh : kind->en);
}

static struct text cell_text_of(struct arena *arena, const struct store_rows *rows, int column)
{
    struct cell cell = store_cell(rows, column);
    return cell.kind == CELL_NULL  ? TEXT_NONE
           : cell.kind == CELL_INT ? text_format(arena, "%lld", (long long)cell.integer)
                                   : store_text(arena, rows, column);
}

static struct text said_of_all(const struct view_run *run, enum exchange_fill fill)
{
    return fill == EXCHANGE_CITY     ? city_title(run->city, run->actor->language)
           : fill == EXCHANGE_SYSTEM ? TEXT("liandong")
           : fill == EXCHANGE_NOW    ? instant(run->arena, run->now)
                                     : TEXT_NONE;
}

static struct text value_of(const struct view_run *run, const struct exchange_column *column,
                            const struct store_rows *rows, int at)
{
    struct text value = cell_text_of(run->arena, rows, at);
    enum language language = run->actor->language;
    int64_t number = 0;
    if (value.len == 0) {
        return said_of_all(run, column->fill);
    }
    switch (column->fill) {
    case EXCHANGE_UNIT: return city_org_name(run->city, value, language);
    case EXCHANGE_DISTRICT: return city_district_name(run->city, value, language);
    case EXCHANGE_INSTANT:
        return text_to_int(value, &number) ? instant(run->arena, number) : TEXT_NONE;
    case EXCHANGE_REASON: return reason_of(run->arena, value);
    case EXCHANGE_KIND: return kind_words(run, value);
    case EXCHANGE_STAGE_STATUS: return stage_status(value);
    case EXCHANGE_STATE_STATUS: return state_status(value);
    case EXCHANGE_STATE_OUTCOME: return state_outcome(run, value);
    default: return value;
    }
}

/* -- rows of the database -- */

static bool stored_rows(const struct view_run *run, struct exchange_asked *asked, bool *has_more,
                        struct fault *fault)
{
    const struct scope scope = view_sight(run).scope;
    const struct sheet_table *sheet = &asked->table->sheet.table;
    struct store_rows rows;
    int64_t given = 0;
    *has_more = false;
    if (!store_query(run->store, asked->table->statement,
                     CELLS(ACCESS_CELLS(scope), cell_int(asked->after.project),
                           cell_int(asked->after.id), cell_int(asked->limit + 1)),
                     &rows, fault)) {
        return false;
    }
    while (!*has_more && store_next(&rows)) {
        struct text values[COLUMNS_MAX];
        *has_more = given++ == asked->limit;
        if (*has_more) {
            break;
        }
        for (size_t i = 0; i < sheet->count; i++) {
            values[i] = value_of(run, &asked->table->fills[i], &rows, (int)i + 2);
        }
        asked->after = (struct exchange_place){store_int(&rows, 0), store_int(&rows, 1)};
        asked->row(asked->context, values);
    }
    return store_done(&rows, fault);
}

/* -- rows of the pack: its items, in their order -- */

static struct text day_text(struct arena *arena, civil_date day)
{
    char iso[CIVIL_DATE_TEXT_SIZE];
    return day == CIVIL_DATE_NONE ? TEXT_NONE : text_copy(arena, civil_date_write(day, iso));
}

static struct text member_text(struct arena *arena, const struct jvalue *member)
{
    return member != NULL && member->kind == JVALUE_INT
               ? text_format(arena, "%lld", (long long)member->integer)
               : jvalue_text(member, TEXT_NONE);
}

static struct text item_value(const struct view_run *run, const struct exchange_column *column,
                              const struct pack_record *item)
{
    enum language language = run->actor->language;
    const struct jvalue *member =
        column->member == NULL ? NULL : jvalue_get(item->raw, column->member);
    switch (column->fill) {
    case EXCHANGE_CODE: return item->id;
    case EXCHANGE_NAME:
        return language == LANGUAGE_EN && item->name_en.len > 0 ? item->name_en : item->name;
    case EXCHANGE_CODE_OBJECT:
        return text_format(run->arena, "{\"code\":\"%.*s\"}", TEXT_ARG(item->id));
    case EXCHANGE_FROM: return day_text(run->arena, item->valid_from);
    case EXCHANGE_UNTIL: return day_text(run->arena, item->valid_to);
    case EXCHANGE_MEMBER: return member_text(run->arena, member);
    case EXCHANGE_UNIT_MEMBER: {
        struct text unit = jvalue_text(member, TEXT_NONE);
        return unit.len == 0 ? TEXT_NONE : city_org_name(run->city, unit, language);
    }
    default: return said_of_all(run, column->fill);
    }
}

static void item_rows(const struct view_run *run, struct exchange_asked *asked, bool *has_more)
{
    const struct pack_records *items = &city_pack(run->city)->lists[PACK_ITEMS];
    const struct sheet_table *sheet = &asked->table->sheet.table;
    int64_t given = 0;
    while (asked->after.id < items->count && given < asked->limit) {
        struct text values[COLUMNS_MAX];
        for (size_t i = 0; i < sheet->count; i++) {
            values[i] = item_value(run, &asked->table->fills[i], &items->items[asked->after.id]);
        }
        asked->row(asked->context, values);
        asked->after.id++;
        given++;
    }
    *has_more = asked->after.id < items->count;
}

bool exchange_rows(const struct view_run *run, struct exchange_asked *asked, bool *has_more,
                   struct fault *fault)
{
    ensure(asked->table->sheet.table.count <= COLUMNS_MAX && asked->limit <= EXCHANGE_ROWS_MAX);
    if (asked->table->statement != NULL) {
        return stored_rows(run, asked, has_more, fault);
    }
    item_rows(run, asked, has_more);
    return true;
}

/* -- as JSON -- */

void exchange_write_row(struct json_writer *json, const struct exchange_table *table,
                        const struct text *values)
{
    int64_t number = 0;
    json_object(json);
    for (size_t i = 0; i < table->sheet.table.count; i++) {
        const struct sheet_column *column = &table->sheet.table.columns[i];
        if (values[i].len == 0) {
            continue;
        }
        if (column->kind == SHEET_INT && text_to_int(values[i], &number)) {
            json_member_int(json, column->path, number);
        } else {
            json_member_text(json, column->path, values[i]);
        }
    }
    json_end(json);
}

void exchange_write_columns(struct json_writer *json, const struct exchange_table *table)
{
    static const char *const kinds[] = {"text", "int", "date", "decimal"};
    json_array(json);
    for (size_t i = 0; i < table->sheet.table.count; i++) {
        const struct sheet_column *column = &table->sheet.table.columns[i];
        json_object(json);
        json_member_text(json, "name", text_of(column->path));
        json_member_text(json, "kind", text_of(kinds[column->kind]));
        json_member_text(json, "zh", text_of(column->zh));
        json_member_text(json, "en", text_of(column->en));
        json_end(json);
    }
    json_end(json);
}

/* -- the views -- */

static bool answer_tables(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    (void)run;
    (void)fault;
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < EXCHANGE_TABLE_COUNT; i++) {
        json_object(json);
        json_member_text(json, "name", text_of(exchange_tables[i].sheet.table.en));
        json_member_text(json, "standard", text_of(exchange_tables[i].standard));
        json_name(json, "columns");
        exchange_write_columns(json, &exchange_tables[i]);
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return true;
}

struct table_query {
    struct text after;
    int64_t limit;
};
static const struct field table_fields[] = {
    FIELD(table_query, after, TEXT, .max = 40, .zh = "下一页", .en = "next page"),
    FIELD(table_query, limit, INT, .min = 1, .max = EXCHANGE_ROWS_MAX, .zh = "每页",
          .en = "a page"),
};
static const struct field_table table_query_table = FIELD_TABLE(table_query, table_fields);

static bool place_of(struct text after, struct exchange_place *out, struct fault *fault)
{
    struct text rest = after;
    *out = (struct exchange_place){0, 0};
    if (after.len == 0) {
        return true;
    }
    struct text project = text_cut(&rest, '.');
    return (text_to_int(project, &out->project) && text_to_int(rest, &out->id) &&
            out->project >= 0 && out->id >= 0) ||
           fault_raise(fault, FAULT_QUERY_INVALID, TEXT("after"), FAULT_ARGS(TEXT("after")));
}

struct writing {
    struct json_writer *json;
    const struct exchange_table *table;
};
static void write_row(void *context, const struct text *values)
{
    const struct writing *writing = context;
    exchange_write_row(writing->json, writing->table, values);
}

static bool answer_table(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct table_query *query = run->query;
    const struct exchange_table *table = exchange_table_find(run->parameters[0]);
    struct writing writing = {json, table};
    struct exchange_asked asked = {.table = table,
                                   .limit = query->limit > 0 ? query->limit : 50,
                                   .row = write_row,
                                   .context = &writing};
    bool has_more = false;
    if (table == NULL) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!place_of(query->after, &asked.after, fault)) {
        return false;
    }
    json_object(json);
    json_member_text(json, "table", text_of(table->sheet.table.en));
    json_member_text(json, "standard", text_of(table->standard));
    json_name(json, "items");
    json_array(json);
    if (!exchange_rows(run, &asked, &has_more, fault)) {
        return false;
    }
    json_end(json);
    struct text next = text_format(run->arena, "%lld.%lld", (long long)asked.after.project,
                                   (long long)asked.after.id);
    json_member_text_or_null(json, "next", has_more ? next : TEXT_NONE);
    json_end(json);
    return true;
}

#define WHO (ROLES_WORK | ROLES_WATCHERS)
static const struct view_kind views[] = {
    {"exchange.tables", "/exchange/tables", NULL, WHO, VIEW_SAME_FOR_ALL,
     "可导出的交换标准数据表及其字段", "Tables of exchange standards, and their columns",
     answer_tables},
    {"exchange.table", "/exchange/tables/{table}", &table_query_table, WHO, VIEW_UNCACHED,
     "交换标准的一张数据表", "One table of an exchange standard", answer_table},
};

const struct room exchange_room = {
    .name = "exchange",
    ROOM_VIEWS(views),
    ROOM_STATEMENTS(exchange),
};
