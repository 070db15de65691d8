#ifndef LIANDONG_APP_SHEET_RECORDS_H
#define LIANDONG_APP_SHEET_RECORDS_H

#include "base/field.h"
#include "sheet/sheet.h"

/* The rows of a spreadsheet as the structs of a field table, and all that is wrong with them, each
 * with its cell: the same fields that a page or a program gives, checked by the same table. A
 * column is found by its head: the field's label in either language, or its name. Fields of kinds
 * that no cell holds (JSON, TEXTS) are not looked for. */

struct sheet_problem {
    struct text sheet;
    size_t row, column; /* from 0, as in the file */
    struct fault fault;
    bool warns; /* looked at, and imported all the same */
};

struct sheet_record {
    void *fields;
    size_t row;    /* from 0, as in the file: the head is row 0 */
    bool is_whole; /* false: what was wrong in it is absent from the fields */
};

#define SHEET_PROBLEMS_MAX 1000
#define SHEET_FIELDS_MAX 40

struct sheet_records {
    struct text sheet;
    struct sheet_record *items;
    size_t count;
    struct sheet_problem *problems; /* SHEET_PROBLEMS_MAX places */
    size_t problem_count;
    size_t wrong;                 /* problems that do not only warn, also those past the places */
    int column[SHEET_FIELDS_MAX]; /* of each field of the table; -1: there is none */
};

/* Row 0 is the head; rows without anything are passed over. A field that must be there and has no
 * column is a problem of cell A1, an unknown head one of its own cell. */
void sheet_records_read(struct arena *arena, const struct sheet_grid *grid,
                        const struct field_table *table, struct sheet_records *out);

/* One problem more, at the cell of the field that the fault names, else at the row's first. */
void sheet_records_add(struct sheet_records *records, const struct field_table *table, size_t row,
                       const struct fault *fault, bool warns);

/* {"rows":2,"wrong":1,"warnings":0,"more":false,"problems":[{"sheet","cell","label","message",
 * "advice","warns"}]} as members of an open object. */
void sheet_records_write(struct arena *arena, const struct sheet_records *records,
                         enum language language, struct json_writer *json);

#endif
