#ifndef LIANDONG_ROOF_MOVE_H
#define LIANDONG_ROOF_MOVE_H

#include "app/table_copy.h"
#include "ledger/ledger.h"

/* Moving a whole installation from one database into another: from a file to a server when a
 * district becomes a province, from a server to a file when somebody wants to look at it in peace.
 * Everything goes along: facts, the views of all rooms, keys, uploaded files. The source is only
 * read, in one snapshot.
 *
 * The order, and what an interruption leaves:
 *   1. the source is looked at: this program's structure, views that are current, keys
 *   2. the keys are copied; keys that are there and differ are never written over
 *   3. the target is marked as being filled (store_fill_begin), which every program takes for a
 *      database of a newer one and refuses; then come tables, rows, files
 *   4. all of it is read back: the sum of every table, every file, the ledger from its first entry,
 *      its root and its newest head against the source's
 *   5. the source's snapshot is let go: when it has grown meanwhile, the move has failed
 *   6. the mark is taken away, as the last step of all
 * So whatever breaks off before 6 leaves a target that is refused. The same move once more clears
 * it and starts over; nothing is resumed in the middle. */

struct move_report;

struct move_options {
    struct text from, to;           /* a file, or the address of a server */
    struct text from_home, to_home; /* folders of keys/, and of files/ beside a file */
    struct text from_keys, to_keys; /* of keys/, where they are kept apart; empty: the home */
    bool source_lives; /* others may go on working on the source: its snapshot is what is copied,
                          and step 5 is left out */
    /* The last word before step 6, of whoever knows what should have arrived; may be NULL. */
    bool (*accept)(void *context, const struct move_report *report, struct fault *fault);
    void (*tell)(void *context, struct text what, int64_t rows); /* progress; may be NULL */
    void *context;
    int64_t batch;               /* as in struct table_copy */
    struct store_faults *faults; /* tests only: of both databases; NULL: none */
};

struct move_table {
    struct text name;
    struct table_sum sum;
};

struct move_report {
    struct move_table *tables;
    size_t table_count;
    int64_t rows;
    int64_t files, file_bytes;
    int64_t entries; /* of the ledger */
    struct ledger_hash root;
    int64_t head_size;               /* of the newest signed head; 0: none */
    int64_t copying_ms, checking_ms; /* rows and files; reading all of it back */
};

/* The arena must live as long as the report. True only when the target is whole and equal. */
MUST_USE bool move_run(struct arena *arena, const struct move_options *options,
                       struct move_report *out, struct fault *fault);

/* The tables that are copied row by row, facts first; `*out_facts` is how many of them are facts.
 * Beside them stand the store's own, made anew, and the table of file contents (move_files.h). */
struct store_tables move_tables(struct arena *arena, size_t *out_facts);

#endif
