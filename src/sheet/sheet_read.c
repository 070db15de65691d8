#include <string.h>

#include "base/arena.h"
#include "sheet/sheet_xml.h"

/* From the archive to grids: the workbook names the sheets, its relations say in which members they
 * are, the styles which numbers are days, the shared strings what cells of text hold. */

#define STYLES_MAX 4000
#define FORMATS_MAX 1000

struct format {
    int64_t id;
    bool is_date;
};

struct book {
    struct arena *arena;
    struct sheet_grid grids[SHEET_GRIDS_MAX];
    struct text relation[SHEET_GRIDS_MAX]; /* by which a sheet's member is found */
    struct text member[SHEET_GRIDS_MAX];
    size_t count;
    bool since_1904;
    bool is_full; /* a bound was passed: what, below */
    struct text *shared;
    uint32_t shared_count, shared_room;
    bool style_is_date[STYLES_MAX];
    size_t style_count;
    bool in_cell_formats;
    struct format formats[FORMATS_MAX];
    size_t format_count;
    struct buffer words;
    bool hears; /* inside an element whose words count */
    int quiet;  /* inside phonetic hints, which do not */
};

static int64_t number_of(const char *text, int64_t fallback)
{
    int64_t number = fallback;
    return text != NULL && text_to_int(text_of(text), &number) ? number : fallback;
}

/* -- workbook and relations -- */

static void workbook_begin(void *context, const char *name, const char **attributes)
{
    struct book *book = context;
    const char *flag = sheet_attribute(attributes, "date1904");
    if (strcmp(name, "workbookPr") == 0 && flag != NULL) {
        book->since_1904 = strcmp(flag, "1") == 0 || strcmp(flag, "true") == 0;
    }
    if (strcmp(name, "sheet") != 0) {
        return;
    }
    if (book->count == SHEET_GRIDS_MAX) {
        book->is_full = true;
        return;
    }
    book->grids[book->count].name =
        text_copy(book->arena, text_of(sheet_attribute(attributes, "name")));
    book->relation[book->count] = TEXT_NONE;
    for (size_t i = 0; attributes[i] != NULL; i += 2) {
        if (strcmp(attributes[i], "r:id") == 0) {
            book->relation[book->count] = text_copy(book->arena, text_of(attributes[i + 1]));
        }
    }
    book->member[book->count++] = TEXT_NONE;
}

/* Targets stand beside the workbook, in xl/, or begin at the root. */
static void relation_begin(void *context, const char *name, const char **attributes)
{
    struct book *book = context;
    struct text id = text_of(sheet_attribute(attributes, "Id"));
    struct text target = text_of(sheet_attribute(attributes, "Target"));
    if (strcmp(name, "Relationship") != 0 || target.len == 0 || target.len > 200) {
        return;
    }
    for (size_t i = 0; i < book->count; i++) {
        if (id.len > 0 && text_equal(book->relation[i], id)) {
            book->member[i] = target.at[0] == '/'
                                  ? text_copy(book->arena, text_slice(target, 1, target.len - 1))
                                  : text_format(book->arena, "xl/%.*s", TEXT_ARG(target));
        }
    }
}

/* -- styles: which of them show a day -- */

static bool builtin_is_date(int64_t id)
{
    return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
           (id >= 50 && id <= 54) || id == 57 || id == 58;
}

static bool format_shows_day(const struct book *book, int64_t id)
{
    for (size_t i = 0; i < book->format_count; i++) {
        if (book->formats[i].id == id) {
            return book->formats[i].is_date;
        }
    }
    return builtin_is_date(id);
}

static void styles_begin(void *context, const char *name, const char **attributes)
{
    struct book *book = context;
    if (strcmp(name, "numFmt") == 0 && book->format_count < FORMATS_MAX) {
        book->formats[book->format_count++] = (struct format){
            number_of(sheet_attribute(attributes, "numFmtId"), -1),
            sheet_format_is_date(text_of(sheet_attribute(attributes, "formatCode")))};
    } else if (strcmp(name, "cellXfs") == 0) {
        book->in_cell_formats = true;
    } else if (strcmp(name, "xf") == 0 && book->in_cell_formats && book->style_count < STYLES_MAX) {
        book->style_is_date[book->style_count++] =
            format_shows_day(book, number_of(sheet_attribute(attributes, "numFmtId"), 0));
    }
}

static void styles_end(void *context, const char *name)
{
    struct book *book = context;
    book->in_cell_formats = book->in_cell_formats && strcmp(name, "cellXfs") != 0;
}

/* -- shared strings -- */

static void hear(void *context, const char *at, int len)
{
    struct book *book = context;
    if (book->hears && book->quiet == 0 && book->words.len < SHEET_TEXT_MAX) {
        buffer_add_bytes(&book->words, at, (size_t)len);
    }
}

static void shared_begin(void *context, const char *name, const char **attributes)
{
    struct book *book = context;
    (void)attributes;
    if (strcmp(name, "si") == 0) {
        buffer_clear(&book->words);
    }
    book->quiet += strcmp(name, "rPh") == 0;
    book->hears = strcmp(name, "t") == 0;
}

static void shared_end(void *context, const char *name)
{
    struct book *book = context;
    book->hears = false;
    book->quiet -= strcmp(name, "rPh") == 0;
    if (strcmp(name, "si") != 0) {
        return;
    }
    if (book->shared_count == SHEET_SHARED_MAX) {
        book->is_full = true;
        return;
    }
    if (book->shared_count == book->shared_room) {
        book->shared =
            arena_grown(book->arena, book->shared, &book->shared_room, sizeof *book->shared);
    }
    book->shared[book->shared_count++] = text_copy(book->arena, buffer_text(&book->words));
}

/* -- a sheet's cells -- */

struct found {
    uint32_t row, column;
    struct sheet_cell cell;
};

struct sheet {
    struct book *book;
    struct found *items;
    uint32_t count, room;
    int64_t row, column;
    int64_t style;
    char type; /* 'n' number, 's' shared, 'i' inline, 't' text, 'b' truth, 'e' error, 'd' ISO day */
};

/* "BC12" gives column 54 and row 11; -1: it is no such name. */
static int64_t column_of(const char *name, int64_t *row)
{
    int64_t column = 0;
    int letters = 0;
    while (letters < 4 && name[letters] >= 'A' && name[letters] <= 'Z') {
        column = column * 26 + (name[letters++] - 'A' + 1);
    }
    int64_t number = 0;
    if (letters == 0 || !text_to_int(text_of(name + letters), &number) || number < 1) {
        return -1;
    }
    *row = number - 1;
    return column - 1;
}

static char type_of(const char *name)
{
    if (name == NULL || strcmp(name, "n") == 0) {
        return 'n';
    }
    return strcmp(name, "s") == 0           ? 's'
           : strcmp(name, "inlineStr") == 0 ? 'i'
           : strcmp(name, "str") == 0       ? 't'
                                            : name[0];
}

static void sheet_begins(void *context, const char *name, const char **attributes)
{
    struct sheet *sheet = context;
    const char *place = sheet_attribute(attributes, "r");
    if (strcmp(name, "row") == 0) {
        sheet->row = number_of(place, sheet->row + 2) - 1;
        sheet->column = -1;
    } else if (strcmp(name, "c") == 0) {
        int64_t column = place == NULL ? -1 : column_of(place, &sheet->row);
        sheet->column = column >= 0 ? column : sheet->column + 1;
        sheet->type = type_of(sheet_attribute(attributes, "t"));
        sheet->style = number_of(sheet_attribute(attributes, "s"), 0);
        buffer_clear(&sheet->book->words);
    }
    sheet->book->quiet += strcmp(name, "rPh") == 0;
    sheet->book->hears = strcmp(name, "v") == 0 || strcmp(name, "t") == 0;
}

static struct sheet_cell day_cell(struct book *book, struct text plain)
{
    char iso[CIVIL_DATE_TEXT_SIZE];
    civil_date day = sheet_day(plain, book->since_1904);
    if (day == CIVIL_DATE_NONE) {
        return (struct sheet_cell){CELL_IS_NUMBER, plain};
    }
    return (struct sheet_cell){CELL_IS_DATE, text_copy(book->arena, civil_date_write(day, iso))};
}

static struct sheet_cell number_cell(const struct sheet *sheet, struct text raw)
{
    struct book *book = sheet->book;
    struct text plain = TEXT_NONE;
    bool shows_day = sheet->style >= 0 && (size_t)sheet->style < book->style_count &&
                     book->style_is_date[sheet->style];
    if (!sheet_decimal(book->arena, raw, &plain)) {
        return (struct sheet_cell){CELL_IS_WRONG, text_copy(book->arena, raw)};
    }
    return shows_day ? day_cell(book, plain) : (struct sheet_cell){CELL_IS_NUMBER, plain};
}

static struct sheet_cell cell_of(const struct sheet *sheet)
{
    struct book *book = sheet->book;
    struct text raw = text_trim(buffer_text(&book->words));
    int64_t index = 0;
    if (raw.len == 0) {
        return (struct sheet_cell){CELL_IS_EMPTY, TEXT_NONE};
    }
    if (sheet->type == 's') {
        bool known = text_to_int(raw, &index) && index >= 0 && index < book->shared_count;
        struct text shared = known ? text_trim(book->shared[index]) : TEXT_NONE;
        return (struct sheet_cell){!known           ? CELL_IS_WRONG
                                   : shared.len > 0 ? CELL_IS_TEXT
                                                    : CELL_IS_EMPTY,
                                   shared};
    }
    if (sheet->type == 'n') {
        return number_cell(sheet, raw);
    }
    civil_date day = CIVIL_DATE_NONE;
    if (sheet->type == 'd' &&
        civil_date_parse(text_slice(raw, 0, raw.len < 10 ? raw.len : 10), &day)) {
        return (struct sheet_cell){CELL_IS_DATE, text_copy(book->arena, text_slice(raw, 0, 10))};
    }
    return (struct sheet_cell){sheet->type == 'e' ? CELL_IS_WRONG : CELL_IS_TEXT,
                               text_copy(book->arena, raw)};
}

static void sheet_ends(void *context, const char *name)
{
    struct sheet *sheet = context;
    struct book *book = sheet->book;
    book->hears = false;
    book->quiet -= strcmp(name, "rPh") == 0;
    if (strcmp(name, "c") != 0) {
        return;
    }
    struct sheet_cell cell = cell_of(sheet);
    if (cell.kind == CELL_IS_EMPTY) {
        return;
    }
    if (sheet->row < 0 || sheet->row >= SHEET_IN_ROWS_MAX ||
        sheet->column >= SHEET_IN_COLUMNS_MAX || sheet->count == SHEET_IN_CELLS_MAX) {
        book->is_full = true;
        return;
    }
    if (sheet->count == sheet->room) {
        sheet->items = arena_grown(book->arena, sheet->items, &sheet->room, sizeof *sheet->items);
    }
    sheet->items[sheet->count++] =
        (struct found){(uint32_t)sheet->row, (uint32_t)sheet->column, cell};
}

/* Sparse to full: a cell named twice has its last value. */
static void lay_out(const struct sheet *sheet, struct sheet_grid *grid)
{
    grid->rows = grid->columns = 0;
    for (uint32_t i = 0; i < sheet->count; i++) {
        const struct found *found = &sheet->items[i];
        grid->rows = found->row + 1 > grid->rows ? found->row + 1 : grid->rows;
        grid->columns = found->column + 1 > grid->columns ? found->column + 1 : grid->columns;
    }
    struct sheet_cell *cells =
        arena_array(sheet->book->arena, struct sheet_cell, grid->rows * grid->columns + 1);
    for (size_t i = 0; i < grid->rows * grid->columns; i++) {
        cells[i].text = TEXT_NONE;
    }
    for (uint32_t i = 0; i < sheet->count; i++) {
        cells[sheet->items[i].row * grid->columns + sheet->items[i].column] = sheet->items[i].cell;
    }
    grid->cells = cells;
}

static void sheet_hears(void *context, const char *at, int len)
{
    struct sheet *sheet = context;
    hear(sheet->book, at, len);
}

static bool read_grid(struct sheet_reading *reading, struct book *book, size_t at,
                      struct fault *fault)
{
    struct sheet sheet = {.book = book, .row = -1, .column = -1};
    struct sheet_listener listener = {&sheet, sheet_begins, sheet_ends, sheet_hears};
    bool found = false;
    book->hears = false;
    book->quiet = 0;
    if (book->member[at].len == 0 ||
        !sheet_member(reading, book->member[at].at, &listener, &found, fault)) {
        return book->member[at].len > 0
                   ? false
                   : sheet_refuse(fault, "找不到其中的工作表", "one of its sheets cannot be found");
    }
    lay_out(&sheet, &book->grids[at]);
    return found || sheet_refuse(fault, "找不到其中的工作表", "one of its sheets cannot be found");
}

static bool read_parts(struct sheet_reading *reading, struct book *book, struct fault *fault)
{
    struct sheet_listener workbook = {book, workbook_begin, NULL, NULL};
    struct sheet_listener relations = {book, relation_begin, NULL, NULL};
    struct sheet_listener styles = {book, styles_begin, styles_end, NULL};
    struct sheet_listener shared = {book, shared_begin, shared_end, hear};
    bool found = false, ignored = false;
    if (!sheet_member(reading, "xl/workbook.xml", &workbook, &found, fault)) {
        return false;
    }
    if (!found || book->count == 0) {
        return sheet_refuse(fault, "不是 xlsx 表格", "it is no xlsx workbook");
    }
    if (!sheet_member(reading, "xl/_rels/workbook.xml.rels", &relations, &ignored, fault) ||
        !sheet_member(reading, "xl/styles.xml", &styles, &ignored, fault) ||
        !sheet_member(reading, "xl/sharedStrings.xml", &shared, &ignored, fault)) {
        return false;
    }
    for (size_t i = 0; i < book->count; i++) {
        if (!read_grid(reading, book, i, fault)) {
            return false;
        }
    }
    return !book->is_full || sheet_refuse(fault, "行、列、单元格或工作表过多",
                                          "it has too many rows, columns, cells or sheets");
}

static zip_t *open_archive(struct text bytes)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.at, bytes.len, 0, &error);
    zip_t *archive =
        source == NULL ? NULL : zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
    if (archive == NULL && source != NULL) {
        zip_source_free(source);
    }
    zip_error_fini(&error);
    return archive;
}

bool sheet_read(struct arena *arena, struct text bytes, struct sheet_book *out, struct fault *fault)
{
    struct sheet_reading reading = {arena, open_archive(bytes), 0};
    if (reading.archive == NULL) {
        return sheet_refuse(fault, "不是 xlsx 表格，或已损坏",
                            "it is no xlsx workbook, or damaged");
    }
    struct book *book = arena_new(arena, struct book);
    book->arena = arena;
    book->words = buffer_open(arena, 4096);
    bool read = read_parts(&reading, book, fault);
    zip_discard(reading.archive);
    if (read) {
        *out = (struct sheet_book){book->grids, book->count};
    }
    return read;
}
