/* Any bytes as a spreadsheet, and any bytes as the sheet inside a sound one: refused with a reason,
 * or cells within their bounds. The second way gets past the checksums of the archive. */
#include <stdint.h>
#include <string.h>
#include <zip.h>

#include "base/arena.h"
#include "sheet/sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct text bytes)
{
    struct arena *arena = arena_open((size_t)64 << 20, (size_t)1 << 30);
    struct fault fault = {.code = FAULT_NONE};
    struct sheet_book book;
    if (!sheet_read(arena, bytes, &book, &fault)) {
        ensure(fault.code == FAULT_SHEET_UNREADABLE);
        arena_close(arena);
        return;
    }
    ensure(book.count > 0 && book.count <= SHEET_GRIDS_MAX);
    for (size_t i = 0; i < book.count; i++) {
        const struct sheet_grid *grid = &book.items[i];
        ensure(grid->rows <= SHEET_IN_ROWS_MAX && grid->columns <= SHEET_IN_COLUMNS_MAX);
        for (size_t k = 0; k < grid->rows * grid->columns; k++) {
            civil_date day = CIVIL_DATE_NONE;
            ensure(grid->cells[k].text.at != NULL && text_is_utf8(grid->cells[k].text));
            ensure(grid->cells[k].kind != CELL_IS_DATE ||
                   civil_date_parse(grid->cells[k].text, &day));
        }
    }
    arena_close(arena);
}

static const char workbook[] =
    "<workbook xmlns:r='r'><sheets><sheet name='s' r:id='r1'/></sheets></workbook>";
static const char relations[] =
    "<Relationships><Relationship Id='r1' Target='s.xml'/></Relationships>";
static const char styles[] =
    "<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>";
static const char shared[] =
    "<sst><si><t>one</t></si><si><r><t>t</t></r><r><t>wo</t></r></si></sst>";

static bool add(zip_t *archive, const char *name, const void *bytes, size_t len)
{
    zip_source_t *source = zip_source_buffer(archive, bytes, len, 0);
    return source != NULL && zip_file_add(archive, name, source, ZIP_FL_ENC_UTF_8) >= 0;
}

static void check_inside(const uint8_t *data, size_t size)
{
    static uint8_t bytes[1 << 20];
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *whole = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_source_keep(whole);
    zip_t *archive = zip_open_from_source(whole, ZIP_TRUNCATE, &error);
    ensure(archive != NULL);
    bool made = add(archive, "xl/workbook.xml", workbook, sizeof workbook - 1) &&
                add(archive, "xl/_rels/workbook.xml.rels", relations, sizeof relations - 1) &&
                add(archive, "xl/styles.xml", styles, sizeof styles - 1) &&
                add(archive, "xl/sharedStrings.xml", shared, sizeof shared - 1) &&
                add(archive, "xl/s.xml", data, size);
    ensure(made && zip_close(archive) == 0 && zip_source_open(whole) == 0);
    zip_int64_t len = zip_source_read(whole, bytes, sizeof bytes);
    zip_source_close(whole);
    zip_source_free(whole);
    zip_error_fini(&error);
    ensure(len > 0);
    check((struct text){(const char *)bytes, (size_t)len});
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 65536) {
        return 0;
    }
    if (size > 1 && data[0] == 'P' && data[1] == 'K') {
        check((struct text){(const char *)data, size});
    } else {
        check_inside(data, size);
    }
    return 0;
}
