#include <string.h>

#include "ledger/format.h"
#include "ledger/head_row.h"
#include "ledger/tables.h"
#include "ledger/tree.h"

/* One pass over the entries, with the tiles looked up as they become due and the heads walked
 * beside in the order of their sizes. The first thing that is wrong ends the pass. */

static const struct statement verify_events = {
    "verify_events",
    "select seq, recorded_at, happened_on, kind, subject_id, project_id, actor, command_id,"
    " pack_version, body, leaf from ledger_event order by seq",
    .is_large = true};

static const struct statement verify_heads = {
    "verify_heads",
    "select number, size, root, signed_at, key_id, public_key, signature"
    " from ledger_head order by number",
    .is_large = true};

static const struct statement verify_tile = {
    "verify_tile", "select hash from ledger_tile where level = $1 and place = $2"};

static const struct statement verify_tile_count = {"verify_tile_count",
                                                   "select count(*) from ledger_tile"};

struct column {
    const char *name;
    enum cell_kind kind;
};

static const struct column columns[] = {
    {"seq", CELL_INT},    {"recorded_at", CELL_INT}, {"happened_on", CELL_TEXT},
    {"kind", CELL_TEXT},  {"subject_id", CELL_INT},  {"project_id", CELL_INT},
    {"actor", CELL_TEXT}, {"command_id", CELL_TEXT}, {"pack_version", CELL_TEXT},
    {"body", CELL_TEXT},  {"leaf", CELL_BYTES},
};
enum { COLUMN_HAPPENED_ON = 2, COLUMN_LEAF = 10 };

struct verifier {
    struct store *store;
    struct sm3 *sm3;
    const struct ledger_verify_options *options;
    struct ledger_report *report;
    struct ledger_mark tree;
    struct store_rows heads;
    struct ledger_head head; /* the next one to be met; size 0: none left */
    bool outside_recorded;
    struct fault *fault; /* why the database could not be read */
};

/* Always false. */
static bool found(struct verifier *verifier, const char *table, int64_t row, const char *column,
                  const char *what)
{
    struct ledger_report *report = verifier->report;
    report->is_sound = false;
    report->table = table;
    report->row = row;
    report->column = column;
    report->what = what;
    return false;
}

/* -- heads -- */

static bool is_outside(const struct verifier *verifier, const struct ledger_head *head)
{
    const struct ledger_head *outside = verifier->options->outside;
    return outside != NULL && outside->size == head->size &&
           outside->signed_at == head->signed_at &&
           ledger_hash_equal(&outside->root, &head->root) &&
           memcmp(outside->signature, head->signature, LEDGER_SIGNATURE_SIZE) == 0;
}

static bool check_head(struct verifier *verifier, const struct ledger_head *head, int64_t number)
{
    const unsigned char *pinned = verifier->options->pinned_key;
    if (pinned != NULL && memcmp(pinned, head->public_key, LEDGER_PUBLIC_KEY_SIZE) != 0) {
        return found(verifier, "ledger_head", number, "public_key",
                     "the head is signed with another key than the pinned one");
    }
    const char *column = head_wrong_column(head);
    if (column != NULL) {
        return found(verifier, "ledger_head", number, column,
                     "the head and its signature do not belong together");
    }
    return true;
}

/* Moves on to the next recorded head. False when something is wrong with its row. */
static bool next_head(struct verifier *verifier)
{
    int64_t smallest = verifier->head.size;
    verifier->head = (struct ledger_head){0};
    if (!store_next(&verifier->heads)) {
        return true;
    }
    int64_t number = ++verifier->report->heads;
    struct cell shown = store_cell(&verifier->heads, 0);
    if (shown.kind != CELL_INT || shown.integer != number) {
        return found(verifier, "ledger_head", number, "number", "a head is missing");
    }
    const char *column = head_row_read(&verifier->heads, &verifier->head);
    if (column != NULL) {
        return found(verifier, "ledger_head", number, column, "the type or the length is wrong");
    }
    if (verifier->head.size < smallest) {
        return found(verifier, "ledger_head", number, "size", "it is smaller than the one before");
    }
    verifier->outside_recorded =
        verifier->outside_recorded || is_outside(verifier, &verifier->head);
    return check_head(verifier, &verifier->head, number);
}

/* All heads that speak of the tree as it is now. */
static bool meet_heads(struct verifier *verifier)
{
    struct ledger_hash root = {{0}};
    bool due = verifier->head.size == verifier->tree.size;
    if (due) {
        root = tree_root(verifier->sm3, &verifier->tree);
    }
    while (verifier->head.size == verifier->tree.size) {
        if (!ledger_hash_equal(&verifier->head.root, &root)) {
            return found(verifier, "ledger_head", verifier->report->heads, "root",
                         "the entries have another root than the one that was signed");
        }
        if (!next_head(verifier)) {
            return false;
        }
    }
    const struct ledger_head *outside = verifier->options->outside;
    if (outside != NULL && outside->size == verifier->tree.size) {
        root = tree_root(verifier->sm3, &verifier->tree);
        if (!ledger_hash_equal(&outside->root, &root)) {
            return found(verifier, "ledger_event", outside->size, "",
                         "the entries up to here have another root than the head kept outside");
        }
    }
    return true;
}

/* -- tiles -- */

/* The tile as it is stored; false when there is none, or none that is 32 bytes long. */
static bool tile_hash(struct verifier *verifier, const struct tree_tile *tile,
                      struct ledger_hash *out)
{
    struct store_rows rows;
    if (!store_query(verifier->store, &verify_tile,
                     CELLS(cell_int(tile->level), cell_int(tile->place)), &rows, verifier->fault)) {
        return false;
    }
    bool there = store_next(&rows) && tables_hash(store_cell(&rows, 0), out);
    return store_done(&rows, verifier->fault) && there;
}

static bool check_tile(struct verifier *verifier, const struct tree_tile *tile)
{
    struct ledger_hash hash;
    if (!tile_hash(verifier, tile, &hash)) {
        return found(verifier, "ledger_tile", verifier->tree.size, "",
                     "the tile that ends with this entry is missing or has a wrong form");
    }
    if (!ledger_hash_equal(&hash, &tile->hash)) {
        return found(verifier, "ledger_tile", verifier->tree.size, "hash",
                     "the tile that ends with this entry is not its entries' root");
    }
    verifier->report->tiles++;
    return true;
}

/* -- entries -- */

static const char *wrong_kind(const struct store_rows *rows)
{
    for (int i = 0; i < (int)COUNT_OF(columns); i++) {
        struct cell cell = store_cell(rows, i);
        if (cell.kind == CELL_NULL && i == COLUMN_HAPPENED_ON) {
            continue;
        }
        if (cell.kind != columns[i].kind) {
            return columns[i].name;
        }
    }
    return NULL;
}

/* Takes the row without copying; false when the day or the leaf can't be one. */
static bool take_row(const struct store_rows *rows, struct ledger_entry *out, const char **column)
{
    struct cell day = store_cell(rows, COLUMN_HAPPENED_ON);
    *out = (struct ledger_entry){.happened_on = CIVIL_DATE_NONE};
    if (day.kind != CELL_NULL && !civil_date_parse(day.text, &out->happened_on)) {
        *column = "happened_on";
        return false;
    }
    if (!tables_hash(store_cell(rows, COLUMN_LEAF), &out->leaf)) {
        *column = "leaf";
        return false;
    }
    out->seq = store_int(rows, 0);
    out->recorded_at = store_int(rows, 1);
    out->kind = store_cell(rows, 3).text;
    out->subject_id = store_int(rows, 4);
    out->project_id = store_int(rows, 5);
    out->actor = store_cell(rows, 6).text;
    out->command_id = store_cell(rows, 7).text;
    out->pack_version = store_cell(rows, 8).text;
    out->body = store_cell(rows, 9).text;
    return true;
}

/* The root above `seq` as its leaves are stored now, and as it was when it was first written: of
 * the tile, or, for the newest entries that no tile covers yet, of the newest head. False when
 * neither can be had. */
static bool roots_above(struct verifier *verifier, int64_t seq, struct ledger_hash *stored,
                        struct ledger_hash *known)
{
    struct tables tables = {verifier->store, verifier->sm3};
    struct fault ignored = {0};
    struct ledger_head head;
    struct ledger_hash halves[2];
    int64_t half = 1 << (FORMAT_TILE_BITS - 1);
    int64_t first = (seq - 1) / (2 * half) * 2 * half;
    if (tile_hash(verifier, &(struct tree_tile){.level = 1, .place = first / (2 * half)}, known)) {
        /* by halves, since the whole would be answered from the tile itself */
        bool fine = tables_root(&tables, first, half, &halves[0], &ignored) &&
                    tables_root(&tables, first + half, half, &halves[1], &ignored);
        *stored = fine ? format_node(verifier->sm3, &halves[0], &halves[1]) : *known;
        return fine;
    }
    if (!ledger_head_current(verifier->store, &head, &ignored) || head.size < seq) {
        return false;
    }
    *known = head.root;
    return tables_root(&tables, 0, head.size, stored, &ignored);
}

/* The row and its leaf differ: which of them was changed? */
static bool blame(struct verifier *verifier, int64_t seq)
{
    struct ledger_hash stored;
    struct ledger_hash known;
    if (!roots_above(verifier, seq, &stored, &known)) {
        return found(verifier, "ledger_event", seq, "", "the row and its leaf hash differ");
    }
    if (ledger_hash_equal(&stored, &known)) {
        return found(verifier, "ledger_event", seq, "",
                     "a column other than leaf was changed: the leaf hash is the old one");
    }
    return found(verifier, "ledger_event", seq, "leaf", "the leaf hash is not that of the row");
}

static bool check_entry(struct verifier *verifier, const struct store_rows *rows)
{
    int64_t expected = verifier->tree.size + 1;
    const char *column = wrong_kind(rows);
    struct ledger_entry entry;
    if (column == NULL && store_int(rows, 0) != expected) {
        return found(verifier, "ledger_event", expected, "seq", "the entry is missing");
    }
    if (column != NULL || !take_row(rows, &entry, &column)) {
        return found(verifier, "ledger_event", expected, column, "the type or the form is wrong");
    }
    struct ledger_hash leaf = format_leaf(verifier->sm3, &entry);
    if (!ledger_hash_equal(&leaf, &entry.leaf)) {
        return blame(verifier, expected);
    }
    struct tree_tiles tiles;
    tiles.count = 0;
    tree_push(verifier->sm3, &verifier->tree, &leaf, &tiles);
    verifier->report->entries = expected;
    for (int i = 0; i < tiles.count; i++) {
        if (!check_tile(verifier, &tiles.items[i])) {
            return false;
        }
    }
    return meet_heads(verifier);
}

static bool check_entries(struct verifier *verifier)
{
    struct store_rows rows;
    if (!store_query(verifier->store, &verify_events, NO_CELLS, &rows, verifier->fault)) {
        return false;
    }
    bool fine = true;
    while (fine && store_next(&rows)) {
        fine = check_entry(verifier, &rows);
    }
    return store_done(&rows, verifier->fault) && fine;
}

/* -- what only shows at the end -- */

static bool check_end(struct verifier *verifier)
{
    const struct ledger_head *outside = verifier->options->outside;
    struct ledger_report *report = verifier->report;
    int64_t tiles = 0;
    if (verifier->head.size > 0) {
        return found(verifier, "ledger_event", report->entries + 1, "seq",
                     "entries are missing: a recorded head was signed for more");
    }
    if (outside != NULL && outside->size > report->entries) {
        return found(verifier, "ledger_event", report->entries + 1, "seq",
                     "entries are missing: the head kept outside was signed for more");
    }
    if (outside != NULL && !verifier->outside_recorded) {
        return found(verifier, "ledger_head", report->heads + 1, "number",
                     "the head kept outside is not among the recorded ones");
    }
    if (!store_query_int(verifier->store, &verify_tile_count, NO_CELLS, &tiles, verifier->fault)) {
        return false;
    }
    if (tiles != report->tiles) {
        return found(verifier, "ledger_tile", tiles, "place",
                     "there are tiles that none belong to");
    }
    return true;
}

static bool check_outside(struct verifier *verifier)
{
    const struct ledger_head *outside = verifier->options->outside;
    return outside == NULL || check_head(verifier, outside, 0);
}

/* What no column shows: pages of the file, and indexes by which entries are found. An index that
 * was altered would hide an entry from its project's history and leave every hash as it is. */
static bool check_pages(struct verifier *verifier)
{
    static const char *const names[] = {"ledger_event", "ledger_tile", "ledger_head"};
    char *words = verifier->report->database_says;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (!store_inspect(verifier->store, names[i], words, verifier->fault)) {
            return false;
        }
        if (words[0] != '\0') {
            return found(verifier, names[i], 0, "",
                         "the file is damaged, or an index is not what the rows say");
        }
    }
    return true;
}

static void verify_all(struct verifier *verifier)
{
    if (!check_outside(verifier) || !check_pages(verifier) ||
        !store_query(verifier->store, &verify_heads, NO_CELLS, &verifier->heads, verifier->fault)) {
        return;
    }
    bool fine = next_head(verifier) && check_entries(verifier);
    if (store_done(&verifier->heads, verifier->fault) && fine) {
        check_end(verifier);
    }
}

bool ledger_verify(struct store *store, const struct ledger_verify_options *options,
                   struct ledger_report *report, struct fault *fault)
{
    struct ledger_report result = {.is_sound = true, .table = "", .column = "", .what = ""};
    struct fault trouble = {0};
    struct verifier verifier = {
        .store = store, .options = options, .report = &result, .fault = &trouble};
    bool own = !store_in_transaction(store);
    if (own && !store_begin_read(store, fault)) {
        return false;
    }
    verifier.sm3 = sm3_open();
    verify_all(&verifier);
    result.root = tree_root(verifier.sm3, &verifier.tree);
    sm3_close(verifier.sm3);
    if (own) {
        store_rollback(store);
    }
    if (trouble.code != FAULT_NONE) {
        *fault = fault->code == FAULT_NONE ? trouble : *fault;
        return false;
    }
    *report = result;
    return true;
}
