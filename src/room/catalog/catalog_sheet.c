#include "room/catalog/catalog_sheet.h"

#include <string.h>

#include "base/arena.h"
#include "base/json_read.h"

/* -- columns -- */

struct item_row {
    struct text code, name, name_en, stage, department, org, supervising_org, org_note, level, kind;
    struct text legal_basis, statutory_days, promised_days, planning_days, predecessors, fee;
    struct text optional, notes, like;
};
#define COLUMN(type, member, zh_, en_)                                                             \
    FIELD(type, member, TEXT, .max = 2000, .multiline = true, .zh = zh_, .en = en_)
static const struct field item_fields[] = {
    FIELD(item_row, code, TEXT, .required = true, .max = 80, .zh = "事项编码", .en = "code"),
    COLUMN(item_row, name, "事项名称", "name"),
    COLUMN(item_row, name_en, "英文名称", "English name"),
    COLUMN(item_row, stage, "阶段", "stage"),
    COLUMN(item_row, department, "办理部门", "department"),
    COLUMN(item_row, org, "办理单位", "unit"),
    COLUMN(item_row, supervising_org, "监管单位", "supervising unit"),
    COLUMN(item_row, org_note, "单位说明", "note on the unit"),
    COLUMN(item_row, level, "层级", "level"),
    COLUMN(item_row, kind, "事项类型", "kind"),
    COLUMN(item_row, legal_basis, "法律依据", "legal basis"),
    COLUMN(item_row, statutory_days, "法定时限", "statutory days"),
    COLUMN(item_row, promised_days, "承诺时限", "promised days"),
    COLUMN(item_row, planning_days, "测算时限", "planning days"),
    COLUMN(item_row, predecessors, "前置事项", "predecessors"),
    COLUMN(item_row, fee, "收费", "fee"),
    COLUMN(item_row, optional, "可选", "optional"),
    COLUMN(item_row, notes, "备注", "notes"),
    COLUMN(item_row, like, "参照事项", "like the item"),
};
static const struct field_table item_table = FIELD_TABLE(item_row, item_fields);

#define PLAIN                                                                                      \
    {                                                                                              \
        CATALOG_CELL_TEXT, PACK_LIST_COUNT, false                                                  \
    }
#define MAYBE                                                                                      \
    {                                                                                              \
        CATALOG_CELL_TEXT, PACK_LIST_COUNT, true                                                   \
    }
#define CODE_OF(list, maybe)                                                                       \
    {                                                                                              \
        CATALOG_CELL_CODE, PACK_##list, maybe                                                      \
    }
static const struct catalog_column item_columns[] = {
    PLAIN,
    PLAIN,
    PLAIN,
    CODE_OF(STAGES, false),
    PLAIN,
    CODE_OF(UNITS, false),
    CODE_OF(UNITS, true),
    MAYBE,
    CODE_OF(LEVELS, false),
    CODE_OF(KINDS, false),
    MAYBE,
    {CATALOG_CELL_NUMBER, PACK_LIST_COUNT, true},
    {CATALOG_CELL_NUMBER, PACK_LIST_COUNT, true},
    {CATALOG_CELL_NUMBER, PACK_LIST_COUNT, false},
    {CATALOG_CELL_CODES, PACK_ITEMS, false},
    MAYBE,
    {CATALOG_CELL_BOOL, PACK_LIST_COUNT, false},
    MAYBE,
    {CATALOG_CELL_LIKE, PACK_ITEMS, false},
};

struct unit_row {
    struct text id, name, name_en, type, level, district_code, parent, function, note;
};
static const struct field unit_fields[] = {
    FIELD(unit_row, id, TEXT, .required = true, .max = 80, .zh = "单位编码", .en = "code"),
    COLUMN(unit_row, name, "单位名称", "name"),
    COLUMN(unit_row, name_en, "英文名称", "English name"),
    COLUMN(unit_row, type, "类别", "type"),
    COLUMN(unit_row, level, "层级", "level"),
    COLUMN(unit_row, district_code, "区划代码", "district code"),
    COLUMN(unit_row, parent, "上级单位", "parent unit"),
    COLUMN(unit_row, function, "职能", "function"),
    COLUMN(unit_row, note, "备注", "note"),
};
static const struct field_table unit_table = FIELD_TABLE(unit_row, unit_fields);
static const struct catalog_column unit_columns[] = {
    PLAIN, PLAIN, PLAIN, CODE_OF(UNIT_TYPES, false), PLAIN, MAYBE, CODE_OF(UNITS, true),
    PLAIN, MAYBE,
};

const struct catalog_layout catalog_layouts[2] = {
    [CATALOG_SHEET_ITEMS] = {PACK_KIND_ITEM, &item_table, item_columns},
    [CATALOG_SHEET_UNITS] = {PACK_KIND_UNIT, &unit_table, unit_columns},
};

/* -- one row -- */

struct reading {
    struct arena *arena;
    const struct pack *pack;
    const struct catalog_layout *layout;
    civil_date on;
    struct catalog_batch *batch;
    const struct sheet_record *row;
};

static struct text cell_of(const struct reading *reading, const struct sheet_record *row, size_t at)
{
    struct text value;
    memcpy(&value, (const char *)row->fields + reading->layout->table->fields[at].offset,
           sizeof value);
    return text_trim(value);
}

static void wrong(const struct reading *reading, size_t at, struct text zh, struct text en)
{
    const struct field *field = &reading->layout->table->fields[at];
    struct fault fault = {.code = FAULT_NONE};
    fault_raise(&fault, FAULT_FIELD_INVALID, text_of(field->name), FAULT_ARGS(zh, en));
    fault_label(&fault, field->zh, field->en);
    sheet_records_add(reading->batch->records, reading->layout->table, reading->row->row, &fault,
                      false);
}

static bool is_among_rows(const struct reading *reading, enum pack_list list, struct text code)
{
    if (list != pack_kinds[reading->layout->kind].list) {
        return false;
    }
    for (size_t i = 0; i < reading->batch->records->count; i++) {
        if (text_equal(cell_of(reading, &reading->batch->records->items[i], 0), code)) {
            return true;
        }
    }
    return false;
}

/* A code of the list, the code of what is called so, or one that this file brings. "": none. */
static struct text code_of(const struct reading *reading, enum pack_list list, struct text written)
{
    const struct pack_records *records = &reading->pack->lists[list];
    for (uint32_t i = 0; i < records->count; i++) {
        const struct pack_record *one = &records->items[i];
        if (text_equal(one->id, written) || text_equal(one->name, written)) {
            return one->id;
        }
    }
    return is_among_rows(reading, list, written) ? written : TEXT_NONE;
}

static const struct jvalue *text_value(struct arena *arena, struct text text)
{
    struct jvalue *value = arena_new(arena, struct jvalue);
    *value = (struct jvalue){.kind = JVALUE_TEXT, .text = text};
    return value;
}

static const struct jvalue *code_value(const struct reading *reading, size_t at, struct text cell)
{
    struct text code = code_of(reading, reading->layout->columns[at].list, cell);
    if (code.len == 0) {
        wrong(reading, at, text_format(reading->arena, "没有“%.*s”", TEXT_ARG(cell)),
              text_format(reading->arena, "there is no '%.*s'", TEXT_ARG(cell)));
        return NULL;
    }
    return text_value(reading->arena, code);
}

static size_t separator_at(struct text cell, size_t *width)
{
    static const char *const separators[] = {",", "，", "、", ";", "；", "\n"};
    for (size_t i = 0; i < cell.len; i++) {
        for (size_t k = 0; k < COUNT_OF(separators); k++) {
            struct text one = text_of(separators[k]);
            if (text_starts_with(text_slice(cell, i, cell.len - i), one)) {
                *width = one.len;
                return i;
            }
        }
    }
    *width = 0;
    return cell.len;
}

static const struct jvalue *codes_value(const struct reading *reading, size_t at, struct text cell)
{
    struct jvalue *list = arena_new(reading->arena, struct jvalue);
    struct jvalue *items = arena_array(reading->arena, struct jvalue, cell.len + 1);
    bool is_right = true;
    *list = (struct jvalue){.kind = JVALUE_ARRAY, .items = items};
    while (cell.len > 0) {
        size_t width = 0;
        size_t end = separator_at(cell, &width);
        struct text one = text_trim(text_slice(cell, 0, end));
        const struct jvalue *code = one.len == 0 ? NULL : code_value(reading, at, one);
        is_right = is_right && (one.len == 0 || code != NULL);
        if (code != NULL) {
            items[list->count++] = *code;
        }
        cell = text_slice(cell, end + width, cell.len - end - width);
    }
    return is_right ? list : NULL;
}

static const struct jvalue *number_value(const struct reading *reading, size_t at, struct text cell)
{
    const struct jvalue *value = NULL;
    struct fault unread = {.code = FAULT_NONE};
    bool is_number = cell.len <= 10 && json_read(reading->arena, cell, &value, &unread) &&
                     jvalue_is_number(value) && jvalue_number(value) >= 0 &&
                     jvalue_number(value) <= 1000;
    if (!is_number) {
        wrong(reading, at, TEXT("应为 0 至 1000 的数"), TEXT("must be a number from 0 to 1000"));
    }
    return is_number ? value : NULL;
}

static const struct jvalue *bool_value(const struct reading *reading, size_t at, struct text cell)
{
    static const struct jvalue yes = {.kind = JVALUE_BOOL, .truth = true};
    static const struct jvalue no = {.kind = JVALUE_BOOL, .truth = false};
    bool is_yes = text_is(cell, "是") || text_is(cell, "yes");
    if (is_yes || text_is(cell, "否") || text_is(cell, "no")) {
        return is_yes ? &yes : &no;
    }
    wrong(reading, at, TEXT("应为“是”或“否”"), TEXT("must be yes or no"));
    return NULL;
}

static const struct jvalue *member_of(const struct reading *reading, size_t at, struct text cell)
{
    static const struct jvalue unknown = {.kind = JVALUE_NULL};
    const struct catalog_column *column = &reading->layout->columns[at];
    if (text_is(cell, "-") && column->may_be_null) {
        return &unknown;
    }
    switch (column->cell) {
    case CATALOG_CELL_NUMBER: return number_value(reading, at, cell);
    case CATALOG_CELL_CODE: return code_value(reading, at, cell);
    case CATALOG_CELL_CODES: return codes_value(reading, at, cell);
    case CATALOG_CELL_BOOL: return bool_value(reading, at, cell);
    case CATALOG_CELL_TEXT:
    case CATALOG_CELL_LIKE: break;
    }
    return text_value(reading->arena, cell);
}

/* -- what a new record begins with -- */

static const char new_unit[] =
    "{\"id\":\"\",\"name\":\"\",\"name_en\":\"\",\"aliases\":[],\"type\":\"\",\"level\":\"\","
    "\"district_code\":null,\"parent\":null,\"roles_in_mechanism\":[],\"typical_items\":[],"
    "\"name_verified\":false,\"note\":null,\"source\":\"spreadsheet\",\"confidence\":\"low\","
    "\"evidence\":\"unverified\"}";

static size_t like_column(const struct catalog_layout *layout)
{
    for (size_t i = 0; i < layout->table->count; i++) {
        if (layout->columns[i].cell == CATALOG_CELL_LIKE) {
            return i;
        }
    }
    return SIZE_MAX;
}

static const struct jvalue *record_on(const struct reading *reading, struct text key)
{
    return catalog_record_on(reading->arena, reading->pack, reading->layout->kind, key,
                             reading->on);
}

static const struct jvalue *begin_new(const struct reading *reading)
{
    const struct jvalue *record = NULL;
    struct fault never = {.code = FAULT_NONE};
    size_t like = like_column(reading->layout);
    if (like == SIZE_MAX) {
        ensure(json_read(reading->arena, text_of(new_unit), &record, &never));
        return record;
    }
    struct text cell = cell_of(reading, reading->row, like);
    struct text code = cell.len == 0 ? TEXT_NONE : code_of(reading, PACK_ITEMS, cell);
    record = code.len == 0 ? NULL : record_on(reading, code);
    if (record == NULL) {
        wrong(reading, like, TEXT("没有这个事项编码；新增事项请写明参照哪个现有事项"),
              TEXT("there is no such item: name an existing one that the new item is like"));
    }
    return record;
}

static void refuse_twice(const struct reading *reading, size_t before)
{
    struct arena *arena = reading->arena;
    size_t row = reading->batch->records->items[before].row + 1;
    wrong(reading, 0, text_format(arena, "与第 %zu 行重复", row),
          text_format(arena, "it is in row %zu already", row));
}

static bool is_twice(const struct reading *reading, size_t at)
{
    const struct sheet_records *records = reading->batch->records;
    struct text code = cell_of(reading, &records->items[at], 0);
    for (size_t i = 0; i < at; i++) {
        if (code.len > 0 && text_equal(cell_of(reading, &records->items[i], 0), code)) {
            refuse_twice(reading, i);
            return true;
        }
    }
    return false;
}

static void take_row(struct reading *reading, size_t at)
{
    const struct catalog_layout *layout = reading->layout;
    struct pack_change *change = &reading->batch->changes[at];
    struct text key = cell_of(reading, reading->row, 0);
    *change = (struct pack_change){.kind = layout->kind, .key = key, .from = reading->on};
    if (key.len == 0 || is_twice(reading, at)) {
        return;
    }
    const struct jvalue *before = record_on(reading, key);
    const struct jvalue *record = before != NULL ? before : begin_new(reading);
    bool is_right = record != NULL;
    for (size_t i = 0; i < layout->table->count; i++) {
        struct text cell = cell_of(reading, reading->row, i);
        if (cell.len == 0 || layout->columns[i].cell == CATALOG_CELL_LIKE) {
            continue;
        }
        const struct jvalue *value = member_of(reading, i, cell);
        is_right = is_right && value != NULL;
        record = is_right
                     ? jvalue_with(reading->arena, record, layout->table->fields[i].name, value)
                     : record;
    }
    bool is_same = is_right && before != NULL && jvalue_equal(before, record);
    reading->batch->fresh += before == NULL;
    reading->batch->same += is_same;
    change->record = is_right && !is_same ? record : NULL;
}

/* -- the whole pack with it -- */

static void tell_finding(struct reading *reading, const struct pack_finding *finding)
{
    const struct sheet_records *records = reading->batch->records;
    struct arena *arena = reading->arena;
    size_t row = 0;
    for (size_t i = 0; i < records->count; i++) {
        row = text_equal(reading->batch->changes[i].key, finding->record) ? i : row;
    }
    reading->row = &records->items[row];
    struct fault fault = {.code = FAULT_NONE};
    fault_raise(&fault, FAULT_CATALOG_UNSOUND, finding->field,
                FAULT_ARGS(text_format(arena, "%.*s %.*s：%.*s", TEXT_ARG(finding->record),
                                       TEXT_ARG(finding->field), TEXT_ARG(finding->zh)),
                           text_format(arena, "%.*s %.*s: %.*s", TEXT_ARG(finding->record),
                                       TEXT_ARG(finding->field), TEXT_ARG(finding->en))));
    sheet_records_add(reading->batch->records, reading->layout->table, reading->row->row, &fault,
                      false);
}

static void check_whole(struct reading *reading)
{
    struct catalog_batch *batch = reading->batch;
    struct pack_change *items =
        arena_array(reading->arena, struct pack_change, batch->records->count + 1);
    struct pack_changes laid = {items, 0, 0};
    for (size_t i = 0; i < batch->records->count; i++) {
        if (batch->changes[i].record != NULL) {
            items[laid.count++] = batch->changes[i];
        }
    }
    struct pack_findings found = catalog_check(reading->arena, reading->pack, &laid, reading->on);
    for (uint32_t i = 0; laid.count > 0 && i < found.count; i++) {
        tell_finding(reading, &found.items[i]);
    }
}

void catalog_sheet_read(struct arena *arena, const struct pack *pack,
                        const struct catalog_layout *layout, civil_date on,
                        struct catalog_batch *batch)
{
    struct reading reading = {arena, pack, layout, on, batch, NULL};
    size_t count = batch->records->count;
    batch->changes = arena_array(arena, struct pack_change, count + 1);
    for (size_t i = 0; i < count && count <= CATALOG_CHANGES_MAX; i++) {
        reading.row = &batch->records->items[i];
        take_row(&reading, i);
    }
    if (count <= CATALOG_CHANGES_MAX) {
        check_whole(&reading);
    }
}
