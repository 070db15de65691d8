#ifndef LIANDONG_ROOM_CATALOG_SHEET_H
#define LIANDONG_ROOM_CATALOG_SHEET_H

#include "app/sheet_records.h"
#include "room/catalog/catalog.h"

/* Spreadsheets of items and of units (事项、单位表格) as change sets: a row is a record, known by
 * its code. First a dry run (试导入) that names every cell that is wrong, by the field, by the
 * codes it points to, and by the check of the whole pack with all rows laid in; then the same file
 * makes a draft, which is looked at, rehearsed and published like any other. Nothing of it is in
 * force before that, and nobody publishes his own.
 *
 * - An empty cell leaves a member as it is; "-" makes it unknown (null) where that is allowed.
 * - A new unit is a row of its own. A new item has members that no cell holds (its condition, its
 *   materials): it names an item it is like (`like`), whose record it begins with.
 * - A file has at most CATALOG_CHANGES_MAX rows, as a change set has changes. */

enum catalog_sheet { CATALOG_SHEET_ITEMS, CATALOG_SHEET_UNITS };

/* How a cell becomes a member of the record. */
enum catalog_cell {
    CATALOG_CELL_TEXT,
    CATALOG_CELL_NUMBER, /* not negative, halves allowed: "0.5" */
    CATALOG_CELL_CODE,   /* of a record of `list`, or its name */
    CATALOG_CELL_CODES,  /* several, with commas */
    CATALOG_CELL_BOOL,
    CATALOG_CELL_LIKE /* no member: the record it begins with */
};
struct catalog_column {
    enum catalog_cell cell;
    enum pack_list list;
    bool may_be_null;
};
struct catalog_layout {
    enum pack_kind kind;
    const struct field_table *table;      /* all TEXT; the first is the code */
    const struct catalog_column *columns; /* as the table's fields */
};
extern const struct catalog_layout catalog_layouts[2];

/* What prepare makes of the file. */
struct catalog_batch {
    struct text name;
    struct sheet_records *records;
    struct pack_change *changes; /* by record; `record` NULL where it could not be made */
    size_t fresh, same;          /* new records; rows that change nothing */
};

/* Makes the changes of the rows and adds to the records all that is wrong with them. */
void catalog_sheet_read(struct arena *arena, const struct pack *pack,
                        const struct catalog_layout *layout, civil_date on,
                        struct catalog_batch *batch);

/* -- the commands (catalog_sheet_door.c) -- */

#define CATALOG_SHEET_MAX ((size_t)10 << 20) /* bytes of a file */
extern const struct field_table catalog_batch_table;
bool catalog_sheet_prepare_items(const struct view_run *run, const struct raw_body *raw,
                                 void *fields, struct fault *fault);
bool catalog_sheet_prepare_units(const struct view_run *run, const struct raw_body *raw,
                                 void *fields, struct fault *fault);
bool catalog_sheet_check(struct command_run *run, const void *fields, struct fault *fault);
bool catalog_sheet_draft(struct command_run *run, const void *fields, struct fault *fault);
MUST_USE bool catalog_answer_item_columns(const struct view_run *run, struct json_writer *json,
                                          struct fault *fault);
MUST_USE bool catalog_answer_unit_columns(const struct view_run *run, struct json_writer *json,
                                          struct fault *fault);

#endif
