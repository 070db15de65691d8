#ifndef LIANDONG_BOARD_EXCHANGE_H
#define LIANDONG_BOARD_EXCHANGE_H

#include "app/kind.h"

/* Exchange with other systems (数据共享交换): what happened since a partner last asked, and the
 * tables that other standards have for what is known here (decision 0026).
 *
 * A partner is an account with a post, as everybody is, and a token for that post; what he may see
 * is what the post sees. */

/* -- tables of other standards -- */

/* How a value of the database is said in a column of the standard. */
enum exchange_fill {
    EXCHANGE_AS_IS,
    EXCHANGE_UNIT,          /* a unit's code: its name */
    EXCHANGE_DISTRICT,      /* a district's code: its name */
    EXCHANGE_INSTANT,       /* UTC ms: 2026-11-30T08:00:00Z */
    EXCHANGE_REASON,        /* an event's body: what was said for it */
    EXCHANGE_KIND,          /* an event's kind: its words */
    EXCHANGE_STAGE_STATUS,  /* a project's stage: pre-application, underway, paused, completed */
    EXCHANGE_STATE_STATUS,  /* a case's state: the same */
    EXCHANGE_STATE_OUTCOME, /* the state of a case that is over: its name */
    EXCHANGE_CITY,          /* the city's name, whatever the database says */
    EXCHANGE_SYSTEM,        /* this program's name */
    EXCHANGE_NOW,           /* when it was asked */
    /* of a record of the pack: */
    EXCHANGE_CODE,
    EXCHANGE_NAME,
    EXCHANGE_CODE_OBJECT, /* {"code":"..."} */
    EXCHANGE_FROM,
    EXCHANGE_UNTIL,
    EXCHANGE_MEMBER, /* of the record, named by `member` */
    EXCHANGE_UNIT_MEMBER
};

struct exchange_column {
    enum exchange_fill fill;
    const char *member; /* of EXCHANGE_MEMBER and _UNIT_MEMBER */
};

struct exchange_table {
    const char *standard; /* "spgl-v3", "pic-1.2.0" */
    /* Its columns as the standard names them, and what they mean; only those that are known here:
     * what is not known is absent, not guessed. */
    struct view_sheet sheet;
    const struct exchange_column *fills; /* one for each column */
    /* Rows in the order of (project, id): $1 to $5 the scope, $6 and $7 the row before, $8 how
     * many. The first two columns are that key, the others those of the sheet, whose fill is not of
     * the pack. NULL: the items of the pack. */
    const struct statement *statement;
};

#define EXCHANGE_TABLE_COUNT 11
extern const struct exchange_table exchange_tables[EXCHANGE_TABLE_COUNT];
/* For the house: what the view of a table looks like as a spreadsheet. */
const struct view_sheet *exchange_sheet_of(const char *view, struct text table);
/* NULL: there is none of that name. */
const struct exchange_table *exchange_table_find(struct text name);

/* Where a page ended: the row's project and its own id. */
struct exchange_place {
    int64_t project, id;
};
struct exchange_asked {
    const struct exchange_table *table;
    struct exchange_place after; /* begins with 0, 0 */
    int64_t limit;
    /* A row, one text a column; empty: not known. */
    void (*row)(void *context, const struct text *values);
    void *context;
};
#define EXCHANGE_ROWS_MAX 500
/* `asked->after` becomes the last row's place. Within the actor's scope. */
MUST_USE bool exchange_rows(const struct view_run *run, struct exchange_asked *asked,
                            bool *has_more, struct fault *fault);
/* A row as an object whose members are the table's columns; what is not known is absent. */
void exchange_write_row(struct json_writer *json, const struct exchange_table *table,
                        const struct text *values);
/* Those of the table's columns: {"name","kind","zh","en"} each. */
void exchange_write_columns(struct json_writer *json, const struct exchange_table *table);

extern const struct statement *const exchange_statements[];
extern const size_t exchange_statement_count;
extern const struct room exchange_room;

/* -- what happened since -- */

/* Entries of the ledger after a cursor, in their order, as far as the asker may see: the numbers
 * run without a gap and are given in the order of the commits, so that none can come late behind a
 * cursor. A cursor is an entry's receipt and the post that asked: one of another past of the ledger
 * or of another post is refused, since what lies between could not be told. */
extern const struct room exchange_changes_room;

#endif
