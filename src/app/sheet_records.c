#include "app/sheet_records.h"

#include <string.h>

#include "base/arena.h"

static bool fits_a_cell(const struct field *field)
{
    return field->kind != FIELD_KIND_JSON && field->kind != FIELD_KIND_TEXTS;
}

/* -- problems -- */

static void add(struct sheet_records *records, const struct sheet_problem *problem)
{
    records->wrong += !problem->warns;
    if (records->problem_count < SHEET_PROBLEMS_MAX) {
        records->problems[records->problem_count++] = *problem;
    }
}

static int field_named(const struct field_table *table, const char *name)
{
    for (size_t i = 0; i < table->count && i < SHEET_FIELDS_MAX; i++) {
        if (strcmp(table->fields[i].name, name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

void sheet_records_add(struct sheet_records *records, const struct field_table *table, size_t row,
                       const struct fault *fault, bool warns)
{
    int field = field_named(table, fault->field);
    int column = field >= 0 ? records->column[field] : -1;
    struct sheet_problem problem = {records->sheet, row, column >= 0 ? (size_t)column : 0, *fault,
                                    warns};
    add(records, &problem);
}

/* -- the head -- */

static bool is_headed(const struct field *field, struct text head)
{
    return text_is(head, field->zh) || text_is(head, field->en) || text_is(head, field->name);
}

static void read_head(const struct sheet_grid *grid, const struct field_table *table,
                      struct sheet_records *out)
{
    for (size_t i = 0; i < SHEET_FIELDS_MAX; i++) {
        out->column[i] = -1;
    }
    for (size_t column = 0; column < grid->columns && grid->rows > 0; column++) {
        const struct sheet_cell *cell = &grid->cells[column];
        bool known = cell->kind == CELL_IS_EMPTY;
        for (size_t i = 0; i < table->count; i++) {
            if (fits_a_cell(&table->fields[i]) && is_headed(&table->fields[i], cell->text) &&
                out->column[i] < 0) {
                out->column[i] = (int)column;
                known = true;
            }
        }
        if (!known) {
            struct sheet_problem problem = {grid->name, 0, column, {.code = FAULT_NONE}, false};
            fault_raise(&problem.fault, FAULT_FIELD_UNKNOWN, TEXT_NONE, FAULT_ARGS(cell->text));
            add(out, &problem);
        }
    }
}

static void miss_columns(const struct field_table *table, struct sheet_records *out)
{
    for (size_t i = 0; i < table->count; i++) {
        if (table->fields[i].required && out->column[i] < 0) {
            struct sheet_problem problem = {out->sheet, 0, 0, {.code = FAULT_NONE}, false};
            fault_raise(&problem.fault, FAULT_FIELD_REQUIRED, text_of(table->fields[i].name),
                        FAULT_NO_ARGS);
            fault_label(&problem.fault, table->fields[i].zh, table->fields[i].en);
            add(out, &problem);
        }
    }
}

/* -- a cell as a value of its field -- */

static struct jvalue value_of(const struct field *field, const struct sheet_cell *cell)
{
    struct jvalue value = {.kind = JVALUE_TEXT, .text = cell->text};
    bool wants_number = field->kind == FIELD_KIND_INT || field->kind == FIELD_KIND_ID;
    if (wants_number && text_to_int(cell->text, &value.integer)) {
        value.kind = JVALUE_INT;
    } else if (wants_number) {
        value.text = cell->text;
    }
    if (field->kind == FIELD_KIND_BOOL || field->kind == FIELD_KIND_TRUTH) {
        bool yes =
            text_is(cell->text, "是") || text_is(cell->text, "yes") || text_is(cell->text, "1");
        bool no =
            text_is(cell->text, "否") || text_is(cell->text, "no") || text_is(cell->text, "0");
        if (yes || no) {
            value = (struct jvalue){.kind = JVALUE_BOOL, .truth = yes};
        }
    }
    return value;
}

struct row {
    struct arena *arena;
    const struct sheet_grid *grid;
    const struct field_table *table;
    struct sheet_records *records;
    size_t at;
    struct jmember members[SHEET_FIELDS_MAX];
    uint32_t count;
};

static void refuse_cell(struct row *row, const struct field *field, const struct fault *fault)
{
    struct fault told = *fault;
    if (told.field[0] == '\0') {
        fault_raise(&told, fault->code, text_of(field->name), FAULT_NO_ARGS);
    }
    sheet_records_add(row->records, row->table, row->at, &told, false);
}

/* Alone, so that every cell of a row is heard, not only the first wrong one. */
static bool cell_is_right(struct row *row, const struct field *field, const struct jvalue *value)
{
    struct fault fault = {.code = FAULT_NONE};
    struct field single = *field;
    single.required = false;
    struct field_table alone = {&single, 1, row->table->size};
    struct jmember member = {text_of(field->name), *value};
    struct jvalue object = {.kind = JVALUE_OBJECT, .count = 1, .members = &member};
    struct arena_mark mark = arena_mark(row->arena);
    void *scratch = arena_alloc(row->arena, row->table->size);
    bool right = field_read(row->arena, &alone, &object, scratch, &fault);
    arena_rewind(row->arena, mark);
    if (!right) {
        refuse_cell(row, field, &fault);
    }
    return right;
}

static bool take_cell(struct row *row, size_t index)
{
    const struct field *field = &row->table->fields[index];
    int column = row->records->column[index];
    const struct sheet_cell *cell =
        column < 0 ? NULL : &row->grid->cells[row->at * row->grid->columns + (size_t)column];
    struct fault fault = {.code = FAULT_NONE};
    if (cell == NULL || cell->kind == CELL_IS_EMPTY) {
        if (!field->required || column < 0) {
            return column >= 0 || !field->required;
        }
        fault_raise(&fault, FAULT_FIELD_REQUIRED, text_of(field->name), FAULT_NO_ARGS);
        fault_label(&fault, field->zh, field->en);
        refuse_cell(row, field, &fault);
        return false;
    }
    struct jvalue value = value_of(field, cell);
    if (cell->kind == CELL_IS_WRONG) {
        fault_raise(&fault, FAULT_FIELD_INVALID, text_of(field->name),
                    FAULT_ARGS(cell->text, cell->text));
        fault_label(&fault, field->zh, field->en);
        refuse_cell(row, field, &fault);
        return false;
    }
    if (!cell_is_right(row, field, &value)) {
        return false;
    }
    row->members[row->count++] = (struct jmember){text_of(field->name), value};
    return true;
}

static bool is_blank(const struct sheet_grid *grid, size_t row)
{
    for (size_t column = 0; column < grid->columns; column++) {
        if (grid->cells[row * grid->columns + column].kind != CELL_IS_EMPTY) {
            return false;
        }
    }
    return true;
}

/* Without what must be there, for a row that lacks it: what else it says is still looked at. */
static bool read_partly(struct row *row, const struct jvalue *object, void *fields,
                        struct fault *fault)
{
    struct field *lenient = arena_array(row->arena, struct field, row->table->count);
    for (size_t i = 0; i < row->table->count; i++) {
        lenient[i] = row->table->fields[i];
        lenient[i].required = false;
    }
    struct field_table table = {lenient, row->table->count, row->table->size};
    return field_read(row->arena, &table, object, fields, fault);
}

static void take_row(struct row *row)
{
    bool right = true;
    row->count = 0;
    for (size_t i = 0; i < row->table->count; i++) {
        right = (!fits_a_cell(&row->table->fields[i]) || take_cell(row, i)) && right;
    }
    struct jvalue object = {.kind = JVALUE_OBJECT, .count = row->count, .members = row->members};
    struct fault fault = {.code = FAULT_NONE};
    void *fields = arena_alloc(row->arena, row->table->size);
    bool read = right ? field_read(row->arena, row->table, &object, fields, &fault)
                      : read_partly(row, &object, fields, &fault);
    if (read) {
        row->records->items[row->records->count++] = (struct sheet_record){fields, row->at, right};
    } else {
        sheet_records_add(row->records, row->table, row->at, &fault, false);
    }
}

void sheet_records_read(struct arena *arena, const struct sheet_grid *grid,
                        const struct field_table *table, struct sheet_records *out)
{
    ensure(table->count <= SHEET_FIELDS_MAX);
    *out = (struct sheet_records){
        .sheet = grid->name,
        .items = arena_array(arena, struct sheet_record, grid->rows + 1),
        .problems = arena_array(arena, struct sheet_problem, SHEET_PROBLEMS_MAX),
    };
    struct row row = {.arena = arena, .grid = grid, .table = table, .records = out};
    read_head(grid, table, out);
    miss_columns(table, out);
    for (row.at = 1; row.at < grid->rows; row.at++) {
        if (!is_blank(grid, row.at)) {
            take_row(&row);
        }
    }
}

void sheet_records_write(struct arena *arena, const struct sheet_records *records,
                         enum language language, struct json_writer *json)
{
    json_member_int(json, "rows", (int64_t)records->count);
    json_member_int(json, "wrong", (int64_t)records->wrong);
    json_member_bool(json, "more", records->problem_count == SHEET_PROBLEMS_MAX);
    json_name(json, "problems");
    json_array(json);
    for (size_t i = 0; i < records->problem_count; i++) {
        const struct sheet_problem *problem = &records->problems[i];
        const struct fault *fault = &problem->fault;
        json_object(json);
        json_member_text(json, "sheet", problem->sheet);
        json_member_text(json, "cell", sheet_address(arena, problem->row, problem->column));
        json_member_text_or_null(
            json, "label", text_of(language == LANGUAGE_ZH ? fault->label_zh : fault->label_en));
        json_member_text(json, "message", fault_sentence(arena, fault, language));
        json_member_text(json, "advice", fault_advice(arena, fault, language));
        json_member_bool(json, "warns", problem->warns);
        json_end(json);
    }
    json_end(json);
}
