#include "room/import/import.h"

#include <string.h>

#include "app/city.h"
#include "base/arena.h"
#include "ground/project/lead.h"
#include "pack/pack.h"

static const struct field made_fields[] = {
    FIELD(import_made, kind, TEXT, .required = true, .max = 30, .zh = "内容", .en = "kind"),
    FIELD(import_made, name, TEXT, .max = IMPORT_NAME_MAX, .zh = "文件名", .en = "file"),
    FIELD(import_made, digest, TEXT, .required = true, .max = 64, .zh = "SM3 摘要",
          .en = "SM3 digest"),
    FIELD(import_made, size, INT, .min = 1, .zh = "字节数", .en = "bytes"),
    FIELD(import_made, rows, INT, .required = true, .min = 1, .zh = "行数", .en = "rows"),
    FIELD(import_made, first, ID, .zh = "第一行的项目", .en = "project of the first row"),
};
const struct field_table import_made_table = FIELD_TABLE(import_made, made_fields);

/* The record function lives in import_store.c; the linker joins the two halves. */
record_function import_record_made;

const struct event_kind import_made_event = {"import.made",          &import_made_table,
                                             import_record_made,     "批量导入",
                                             "spreadsheet imported", true};

/* -- codes by their names -- */

/* People write 长乐区, the pack has 350112: a name of the list stands for its code. */
static struct text code_of(const struct pack_records *records, struct text written)
{
    for (uint32_t i = 0; i < records->count; i++) {
        const struct jvalue *raw = records->items[i].raw;
        const struct jvalue *zh = jvalue_get(raw, "name");
        const struct jvalue *en = jvalue_get(raw, "name_en");
        bool same = (zh != NULL && zh->kind == JVALUE_TEXT && text_equal(zh->text, written)) ||
                    (en != NULL && en->kind == JVALUE_TEXT && text_equal(en->text, written));
        if (same) {
            return records->items[i].id;
        }
    }
    return written;
}

static void put_codes(const struct city *city, struct lead_register *lead)
{
    const struct pack *pack = city_pack(city);
    lead->district = code_of(&pack->lists[PACK_DISTRICTS], lead->district);
}

/* -- checks -- */

/* What was refused is set aside and the rest asked again: every cell is heard. */
static bool set_aside(struct lead_register *lead, const struct city *city, const char *field)
{
    if (strcmp(field, "district") == 0) {
        lead->district = city_code(city);
    } else if (strcmp(field, "industry_direction") == 0) {
        lead->industry_direction = TEXT_NONE;
    } else if (strcmp(field, "industry_class") == 0) {
        lead->industry_class = TEXT_NONE;
    } else if (strcmp(field, "industry_code") == 0) {
        lead->industry_code = TEXT_NONE;
    } else {
        return false;
    }
    return true;
}

static void check_lead(const struct city *city, struct sheet_records *records,
                       const struct sheet_record *record)
{
    struct lead_register *given = record->fields;
    put_codes(city, given);
    struct lead_register lead = *given;
    if (!record->is_whole && lead.district.len == 0) {
        lead.district = city_code(city); /* that it is missing was told already */
    }
    struct fault fault = {.code = FAULT_NONE};
    for (int i = 0; i < 8 && !lead_check(city, &lead, &fault); i++) {
        sheet_records_add(records, &lead_register_table, record->row, &fault, false);
        if (!set_aside(&lead, city, fault.field)) {
            return;
        }
        fault = (struct fault){.code = FAULT_NONE};
    }
}

static bool is_same(const struct lead_register *a, const struct lead_register *b)
{
    return a->name.len > 0 && text_equal(a->name, b->name) &&
           text_equal(a->enterprise, b->enterprise);
}

static void check_twice(struct arena *arena, struct sheet_records *records, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (!is_same(records->items[i].fields, records->items[at].fields)) {
            continue;
        }
        struct fault fault = {.code = FAULT_NONE};
        struct text row = text_format(arena, "%zu", records->items[i].row + 1);
        fault_raise(&fault, FAULT_SHEET_TWICE, TEXT("name"), FAULT_ARGS(row));
        fault_label(&fault, "项目名称", "project name");
        sheet_records_add(records, &lead_register_table, records->items[at].row, &fault, false);
        return;
    }
}

void import_check_leads(struct arena *arena, const struct city *city, struct sheet_records *records)
{
    for (size_t i = 0; i < records->count; i++) {
        check_lead(city, records, &records->items[i]);
    }
    for (size_t i = 0; i < records->count && records->count <= IMPORT_ROWS_MAX; i++) {
        check_twice(arena, records, i);
    }
}

static const struct sheet_problem *first_wrong(const struct sheet_records *records)
{
    for (size_t i = 0; i < records->problem_count; i++) {
        if (!records->problems[i].warns) {
            return &records->problems[i];
        }
    }
    return NULL;
}

bool import_may_be_made(struct arena *arena, const struct import_batch *batch,
                        enum language language, struct fault *fault)
{
    const struct sheet_problem *first = first_wrong(batch->records);
    if (first != NULL) {
        struct text where = text_format(arena, "%.*s!%s", TEXT_ARG(first->sheet),
                                        sheet_address(arena, first->row, first->column).at);
        return fault_raise(fault, FAULT_SHEET_ROWS, TEXT_NONE,
                           FAULT_ARGS(text_format(arena, "%zu", batch->records->wrong), where,
                                      fault_sentence(arena, &first->fault, language)));
    }
    if (batch->records->count == 0 || batch->records->count > IMPORT_ROWS_MAX) {
        return fault_raise(
            fault, FAULT_SHEET_UNREADABLE, TEXT_NONE,
            FAULT_ARGS(TEXT("应有 1 至 2000 行"), TEXT("it must have 1 to 2000 rows")));
    }
    return true;
}
