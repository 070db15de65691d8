#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "sheet/sheet.h"

/* An .xlsx is written by libxlsxwriter in its constant-memory mode into a file of memory that has
 * no name in any folder: nothing of a list is left behind on a disk. CSV is written here. */

struct sheet_out {
    struct arena *arena;
    const struct sheet_table *table;
    enum language language;
    int file;
    FILE *csv; /* NULL: an .xlsx */
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *date, *head;
    lxw_row_t row;
    bool failed;
};

static bool fail(struct sheet_out *out, struct fault *fault)
{
    if (out->csv != NULL) {
        (void)fclose(out->csv);
    }
    if (out->file >= 0) {
        (void)close(out->file);
    }
    return fault_raise(fault, FAULT_STORE_FAILED, TEXT_NONE, FAULT_ARGS(TEXT("spreadsheet")));
}

static const char *label_of(const struct sheet_out *out, const struct sheet_column *column)
{
    return out->table->head_is_path       ? column->path
           : out->language == LANGUAGE_ZH ? column->zh
                                          : column->en;
}

/* -- CSV -- */

/* What a spreadsheet would take for a formula, or for a command line, gets an apostrophe. */
static bool runs_as_formula(struct text value)
{
    return value.len > 0 && strchr("=+-@\t\r", value.at[0]) != NULL;
}

static void put(FILE *file, struct text bytes)
{
    (void)!fwrite(bytes.at, 1, bytes.len, file); /* sheet_end asks whether all of it went well */
}

static void csv_value(FILE *file, struct text value, bool is_text)
{
    fputc('"', file);
    if (is_text && runs_as_formula(value)) {
        fputc('\'', file);
    }
    for (size_t i = 0; i < value.len; i++) {
        if (value.at[i] == '"') {
            fputc('"', file);
        }
        fputc(value.at[i], file);
    }
    fputc('"', file);
}

static void csv_row(struct sheet_out *out, const struct text *values, bool is_head)
{
    for (size_t i = 0; i < out->table->count; i++) {
        bool is_text = is_head || out->table->columns[i].kind == SHEET_TEXT;
        put(out->csv, i > 0 ? TEXT(",") : TEXT_NONE);
        csv_value(out->csv, values[i], is_text);
    }
    put(out->csv, TEXT("\r\n"));
}

/* -- xlsx -- */

static void add_sheet(struct sheet_out *out)
{
    out->sheet = workbook_add_worksheet(out->book, out->language == LANGUAGE_ZH ? out->table->zh
                                                                                : out->table->en);
    for (size_t i = 0; i < out->table->count; i++) {
        lxw_col_t at = (lxw_col_t)i;
        worksheet_set_column(out->sheet, at, at, out->table->columns[i].width, NULL);
    }
    worksheet_freeze_panes(out->sheet, 1, 0);
}

static void open_book(struct sheet_out *out)
{
    char path[64];
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    snprintf(path, sizeof path, "/proc/self/fd/%d", out->file);
    out->book = workbook_new_opt(path, &options);
    out->date = workbook_add_format(out->book);
    format_set_num_format(out->date, "yyyy-mm-dd");
    out->head = workbook_add_format(out->book);
    format_set_bold(out->head);
    format_set_text_wrap(out->head);
    add_sheet(out);
}

static void note_result(struct sheet_out *out, lxw_error result)
{
    out->failed |= result != LXW_NO_ERROR;
}

static void xlsx_text(struct sheet_out *out, lxw_col_t at, struct text value, lxw_format *format)
{
    struct arena_mark mark = arena_mark(out->arena);
    note_result(out, worksheet_write_string(
                         out->sheet, out->row, at,
                         text_c_string(out->arena, text_begin(value, SHEET_TEXT_MAX)), format));
    arena_rewind(out->arena, mark);
}

static bool xlsx_date(struct sheet_out *out, lxw_col_t at, struct text value)
{
    civil_date day = CIVIL_DATE_NONE;
    if (!civil_date_parse(value, &day)) {
        return false;
    }
    struct civil_parts parts = civil_date_parts(day);
    lxw_datetime when = {.year = parts.year, .month = parts.month, .day = parts.day};
    note_result(out, worksheet_write_datetime(out->sheet, out->row, at, &when, out->date));
    return true;
}

/* Only what a spreadsheet's fifteen digits hold; longer ones stay texts, exact. */
static bool xlsx_number(struct sheet_out *out, lxw_col_t at, struct text value)
{
    char plain[24];
    char *end = plain;
    if (value.len == 0 || value.len > 16) {
        return false;
    }
    memcpy(plain, value.at, value.len);
    plain[value.len] = '\0';
    double number = strtod(plain, &end);
    if (*end != '\0' || strspn(plain, "-0123456789.") != value.len) {
        return false;
    }
    note_result(out, worksheet_write_number(out->sheet, out->row, at, number, NULL));
    return true;
}

static void xlsx_value(struct sheet_out *out, size_t column, struct text value)
{
    enum sheet_kind kind = out->table->columns[column].kind;
    lxw_col_t at = (lxw_col_t)column;
    bool written = value.len == 0 || (kind == SHEET_DATE && xlsx_date(out, at, value)) ||
                   ((kind == SHEET_INT || kind == SHEET_DECIMAL) && xlsx_number(out, at, value));
    if (!written) {
        xlsx_text(out, at, value, NULL);
    }
}

/* -- both -- */

static void write_head(struct sheet_out *out)
{
    struct text *labels = arena_array(out->arena, struct text, out->table->count);
    for (size_t i = 0; i < out->table->count; i++) {
        labels[i] = text_of(label_of(out, &out->table->columns[i]));
        if (out->csv == NULL) { /* the first row */
            xlsx_text(out, (lxw_col_t)i, labels[i], out->head);
        }
    }
    if (out->csv != NULL) {
        put(out->csv, TEXT("\xef\xbb\xbf")); /* by this mark spreadsheets know UTF-8 */
        csv_row(out, labels, true);
    }
    out->row = 1;
}

bool sheet_begin(struct arena *arena, const struct sheet_table *table,
                 const struct sheet_wish *wish, struct sheet_out **out, struct fault *fault)
{
    struct sheet_out *made = arena_new(arena, struct sheet_out);
    *made = (struct sheet_out){.arena = arena,
                               .table = table,
                               .language = wish->language,
                               .file = memfd_create("sheet", MFD_CLOEXEC)};
    if (made->file < 0) {
        return fail(made, fault);
    }
    if (wish->format == SHEET_CSV) {
        made->csv = fdopen(dup(made->file), "wb");
        if (made->csv == NULL) {
            return fail(made, fault);
        }
    } else {
        open_book(made);
    }
    write_head(made);
    *out = made;
    return true;
}

void sheet_row(struct sheet_out *out, const struct text *values)
{
    if (out->csv != NULL) {
        csv_row(out, values, false);
        return;
    }
    for (size_t i = 0; i < out->table->count; i++) {
        xlsx_value(out, i, values[i]);
    }
    out->row++;
}

void sheet_note(struct sheet_out *out, struct text note)
{
    if (out->csv != NULL) {
        csv_value(out->csv, note, true);
        put(out->csv, TEXT("\r\n"));
    } else {
        xlsx_text(out, 0, note, out->head);
    }
}

void sheet_next(struct sheet_out *out, const struct sheet_table *table)
{
    ensure(out->csv == NULL);
    out->table = table;
    out->row = 0;
    add_sheet(out);
    write_head(out);
}

static bool read_back(struct sheet_out *out, struct text *bytes)
{
    struct stat about;
    if (fstat(out->file, &about) != 0) {
        return false;
    }
    size_t size = (size_t)about.st_size;
    char *at = arena_alloc_raw(out->arena, size + 1);
    for (size_t have = 0; have < size;) {
        ssize_t got = pread(out->file, at + have, size - have, (off_t)have);
        if (got <= 0 && errno != EINTR) {
            return false;
        }
        have += got > 0 ? (size_t)got : 0;
    }
    *bytes = (struct text){at, size};
    return true;
}

bool sheet_end(struct sheet_out *out, struct text *bytes, struct fault *fault)
{
    if (out->csv != NULL) {
        out->failed |= ferror(out->csv) != 0;
        out->failed |= fclose(out->csv) != 0;
        out->csv = NULL;
    } else {
        note_result(out, workbook_close(out->book));
    }
    if (out->failed || !read_back(out, bytes)) {
        return fail(out, fault);
    }
    (void)close(out->file);
    return true;
}
