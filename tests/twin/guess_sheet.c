#include <string.h>

#include "base/arena.h"
#include "guess.h"
#include "pack/pack.h"
#include "room/file/file.h"
#include "sheet/sheet.h"

/* What comes as bytes: documents, and spreadsheets of leads, items and units. */

static const struct sheet_column lead_columns[] = {
    {"name", SHEET_TEXT, 10, "项目名称", "project name"},
    {"district", SHEET_TEXT, 10, "区县", "district"},
    {"investment", SHEET_TEXT, 10, "总投资（万元）", "total investment"},
};
static const struct sheet_column item_columns[] = {
    {"code", SHEET_TEXT, 10, "事项编码", "code"},
    {"name", SHEET_TEXT, 10, "事项名称", "name"},
    {"notes", SHEET_TEXT, 10, "备注", "notes"},
};
static const struct sheet_column unit_columns[] = {
    {"id", SHEET_TEXT, 10, "单位编码", "code"},
    {"name", SHEET_TEXT, 10, "单位名称", "name"},
    {"note", SHEET_TEXT, 10, "备注", "note"},
};
static const struct sheet_table sheets[] = {
    {"项目", "projects", lead_columns, COUNT_OF(lead_columns)},
    {"事项", "items", item_columns, COUNT_OF(item_columns)},
    {"单位", "units", unit_columns, COUNT_OF(unit_columns)},
};

/* A row of a lead is new each time; one of the pack changes the note of what is there. */
static void add_row(struct guess *guess, struct sheet_out *sheet, size_t which)
{
    static const enum pack_list lists[] = {PACK_DISTRICTS, PACK_ITEMS, PACK_UNITS};
    const struct pack_records *records = &guess->pack->lists[lists[which]];
    const struct pack_record *record =
        &records->items[chance_below(&guess->chance, (int)records->count)];
    int number = chance_below(&guess->chance, 100000);
    struct text values[3] = {record->id, record->name, text_format(guess->arena, "备注%d", number)};
    if (which == 0) {
        values[0] = text_format(guess->arena, "表格项目%d", number);
        values[1] = record->id;
        values[2] = text_format(guess->arena, "%d", number);
    }
    sheet_row(sheet, values);
}

static struct text sheet_of(struct guess *guess, size_t which)
{
    const struct sheet_wish wish = {SHEET_XLSX, LANGUAGE_ZH};
    struct fault fault = {.code = FAULT_NONE};
    struct sheet_out *sheet = NULL;
    struct text bytes = TEXT_NONE;
    if (!sheet_begin(guess->arena, &sheets[which], &wish, &sheet, &fault)) {
        return bytes;
    }
    for (int rows = 1 + chance_below(&guess->chance, 3); rows > 0; rows--) {
        add_row(guess, sheet, which);
    }
    return sheet_end(sheet, &bytes, &fault) ? bytes : TEXT_NONE;
}

struct raw_body guess_raw(struct guess *guess, const struct job *job)
{
    const char *kind = job->kind->name;
    bool is_file = strncmp(kind, "file.", 5) == 0;
    struct raw_body raw = {
        .bytes = guess_document(), .name = TEXT("说明.pdf"), .digest = TEXT_NONE};
    if (is_file) {
        bool replaces = chance_of(&guess->chance, 15);
        raw.replaces = replaces ? guess_thing(guess, POOL_FILE).id : 0;
        /* A part must name its digest, which is the document's own. */
        raw.digest =
            strstr(kind, "part") == NULL ? TEXT_NONE : file_digest(guess->arena, raw.bytes);
        return raw;
    }
    raw.name = text_format(guess->arena, "表格%d.xlsx", chance_below(&guess->chance, 1000));
    raw.bytes = sheet_of(guess, strstr(kind, "items") != NULL   ? 1
                                : strstr(kind, "units") != NULL ? 2
                                                                : 0);
    return raw;
}
