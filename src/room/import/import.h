#ifndef LIANDONG_ROOM_IMPORT_H
#define LIANDONG_ROOM_IMPORT_H

#include "app/kind.h"
#include "app/sheet_records.h"

/* Taking in spreadsheets (批量导入): a unit's own list of projects becomes leads, a row each. First
 * a dry run (试导入), which changes nothing and names every cell that is wrong; then the same file
 * for real: all its rows or none. The same file again, known by its digest, is no second import:
 * the answer is that of the first.
 *
 * Each row is an act like any other (project.registered), with the same checks as on the page and
 * its own entry in the ledger, which names the file and the row it came from. What the file was,
 * how many rows, who brought it, is an event of this room. */

#define IMPORT_NAME_MAX 120
#define IMPORT_ROWS_MAX 2000

/* What prepare makes of the file: typed records and what is wrong with them. */
struct import_batch {
    struct text name;
    struct text digest; /* SM3 of the file */
    int64_t size;
    struct sheet_records *records; /* of lead_register_table */
};

/* The event. */
struct import_made {
    struct text kind; /* "projects" */
    struct text name;
    struct text digest;
    int64_t size, rows, first; /* the first row's project */
};
extern const struct field_table import_made_table;
extern const struct event_kind import_made_event;

/* -- pure (import.c) -- */

/* What the page's command would refuse, row by row, and rows that name one project twice. */
struct city;
void import_check_leads(struct arena *arena, const struct city *city,
                        struct sheet_records *records);
/* A file without rows, with too many, or with anything wrong is not imported: SHEET_ROWS names the
 * first place. */
MUST_USE bool import_may_be_made(struct arena *arena, const struct import_batch *batch,
                                 enum language language, struct fault *fault);

/* -- the table (import_store.c) -- */

struct import_row {
    int64_t id, rows, first;
    struct text kind, name, digest;
    civil_date made_on;
};
struct import_rows {
    struct import_row *items;
    size_t count;
};
#define IMPORT_LIST_MAX 100
/* `out->id` 0: there is none. */
MUST_USE bool import_find(struct arena *arena, struct store *store, struct text digest,
                          struct import_row *out, struct fault *fault);
/* Those of an account, the newest first. */
MUST_USE bool import_list(struct arena *arena, struct store *store, int64_t account,
                          struct import_rows *out, struct fault *fault);

extern const struct statement *const import_statements[];
extern const size_t import_statement_count;
extern const char import_ddl[];

extern const struct room import_room;

#endif
