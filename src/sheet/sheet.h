#ifndef LIANDONG_SHEET_H
#define LIANDONG_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/civil_date.h"
#include "base/fault.h"
#include "base/text.h"

/* Spreadsheets: tables of rows as people keep them, out as .xlsx (ECMA-376) or CSV (RFC 4180), in
 * from .xlsx. Knows no word of the trade: what the columns are is told by a table.
 *
 * Out: a row at a time, so that a long list costs no memory. A text is always written as a text:
 * what begins with "=" is never a formula, in CSV it gets an apostrophe in front (what a
 * spreadsheet would run otherwise). Dates are dates, numbers numbers, unknown is an empty cell,
 * never 0.
 *
 * In: bounded in members, bytes, cells and shared texts, whatever the file tells of itself; no
 * document types, hence no entities; formulas count by their last value, macros not at all. A
 * number stays the decimal text that it was: money never passes through floating point. */

enum sheet_kind {
    SHEET_TEXT,
    SHEET_INT,
    SHEET_DATE,   /* ISO text goes in and comes out */
    SHEET_DECIMAL /* decimal text: written as a number */
};

/* One column of a list. `path` is where its value stands in a row's JSON object: members with dots
 * between them, "project.name". */
struct sheet_column {
    const char *path;
    enum sheet_kind kind;
    int width; /* characters, about; a Chinese one counts two */
    const char *zh, *en;
    bool is_summed; /* an INT one: a last line has the sum of what is known */
};

struct sheet_table {
    const char *zh, *en; /* the sheet's name, at most 31 characters */
    const struct sheet_column *columns;
    size_t count;
    bool head_is_path; /* the head says the paths: a table whose columns are a standard's */
};

/* -- out -- */

enum sheet_format { SHEET_XLSX, SHEET_CSV };
struct sheet_wish {
    enum sheet_format format;
    enum language language; /* of the head and the sheet's name */
};

struct arena;
struct sheet_out;

/* An Excel sheet ends at 1,048,576 rows; ours long before. */
#define SHEET_ROWS_MAX 20000
#define SHEET_TEXT_MAX 32000 /* bytes of a cell; longer ones are cut at a character */

/* The head is written at once. `arena` pays for what is small and lives until the end; the rows lie
 * in a file without a name. STORE_FAILED when there is no room for that. */
MUST_USE bool sheet_begin(struct arena *arena, const struct sheet_table *table,
                          const struct sheet_wish *wish, struct sheet_out **out,
                          struct fault *fault);
/* One value a column, in their order; empty: unknown. A text where the column has another kind is
 * written as a text. */
void sheet_row(struct sheet_out *out, const struct text *values);
/* A line of its own below the rows: that there were more. */
void sheet_note(struct sheet_out *out, struct text note);
/* Of an .xlsx: what follows stands on another sheet of the same file. */
void sheet_next(struct sheet_out *out, const struct sheet_table *table);
/* All of it, in the arena; `out` is gone afterwards, also on failure. */
MUST_USE bool sheet_end(struct sheet_out *out, struct text *bytes, struct fault *fault);

/* -- in -- */

enum sheet_cell_kind { CELL_IS_EMPTY, CELL_IS_TEXT, CELL_IS_NUMBER, CELL_IS_DATE, CELL_IS_WRONG };

struct sheet_cell {
    enum sheet_cell_kind kind; /* WRONG: the spreadsheet's own error, such as #REF! */
    struct text text;          /* trimmed; NUMBER: plain decimal text; DATE: ISO */
};

struct sheet_grid {
    struct text name;
    size_t rows, columns;           /* as far as there is something */
    const struct sheet_cell *cells; /* row by row */
};

struct sheet_book {
    struct sheet_grid *items;
    size_t count;
};

#define SHEET_GRIDS_MAX 10
#define SHEET_IN_ROWS_MAX 5001 /* with the head */
#define SHEET_IN_COLUMNS_MAX 100
#define SHEET_IN_CELLS_MAX 200000
#define SHEET_MEMBER_MAX ((size_t)64 << 20) /* bytes of a member, expanded */
#define SHEET_SHARED_MAX 200000

/* SHEET_UNREADABLE with what is wrong; nothing else is looked at then. */
MUST_USE bool sheet_read(struct arena *arena, struct text bytes, struct sheet_book *out,
                         struct fault *fault);

/* "A1", "AB12": column and row from 0. */
struct text sheet_address(struct arena *arena, size_t row, size_t column);

/* -- between the files of this floor -- */

/* A number as a file holds it ("5.2E4", "12.340000000000002") as plain decimal text, rounded to the
 * fifteen digits that a spreadsheet shows. False: it is none, or has no plain form of 30 digits. */
MUST_USE bool sheet_decimal(struct arena *arena, struct text raw, struct text *out);
/* The day of a serial number; days before 1900-03-01 and after 9999 are none: CIVIL_DATE_NONE. */
civil_date sheet_day(struct text serial, bool since_1904);
/* What a number format shows is a date ("yyyy-mm-dd", "m/d", "yyyy年m月d日"). */
bool sheet_format_is_date(struct text code);

#endif
