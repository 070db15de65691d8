#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "book.h"

/* Whatever is changed in the ledger's tables is found. Each change is made inside a transaction,
 * looked at, and rolled back. */

static int set_up(void **state)
{
    static struct book book;
    book_open(&book);
    *state = &book;
    return 0;
}

static int tear_down(void **state)
{
    book_close(*state);
    return 0;
}

static struct ledger_report verify(struct book *book, const struct ledger_head *outside)
{
    struct ledger_report report;
    struct ledger_verify_options options = {.outside = outside};
    assert_true(ledger_verify(book->store, &options, &report, &book->fault));
    return report;
}

/* A server keeps out by itself what a file takes: text that is no UTF-8, a cell of another type, a
 * key that is there already or far beyond the newest. Nothing was changed then, and nothing has to
 * be found. */
static bool is_kept_out(const struct fault *fault)
{
    static const char *const words[] = {
        "invalid byte sequence for encoding", "invalid input syntax for type",
        "but expression is of type", "duplicate key value", "no partition of relation"};
    for (size_t i = 0; i < COUNT_OF(words) && place_server() != NULL; i++) {
        if (strstr(fault->arguments[0], words[i]) != NULL) {
            return true;
        }
    }
    return false;
}

/* What the verifier says after the SQL has run; the change is undone. `*kept_out`: it was not even
 * made. */
static struct ledger_report attack(struct book *book, const char *sql,
                                   const struct ledger_head *outside, bool *kept_out)
{
    struct fault fault = {0};
    struct ledger_report report = {0};
    assert_true(store_begin_write(book->store, &book->fault));
    *kept_out = !store_script(book->store, sql, &fault);
    if (*kept_out && !is_kept_out(&fault)) {
        fail_msg("%s: %s", sql, fault.arguments[0]);
    }
    if (!*kept_out) {
        report = verify(book, outside);
    }
    store_rollback(book->store);
    return report;
}

static struct ledger_report after(struct book *book, const char *sql,
                                  const struct ledger_head *outside)
{
    bool kept_out = false;
    struct ledger_report report = attack(book, sql, outside, &kept_out);
    if (kept_out) {
        fail_msg("not even made: %s", sql);
    }
    return report;
}

static void must_find(struct book *book, const char *sql)
{
    bool kept_out = false;
    struct ledger_report report = attack(book, sql, NULL, &kept_out);
    if (kept_out) {
        return;
    }
    if (report.is_sound) {
        fail_msg("not found: %s", sql);
    }
    assert_true(report.table[0] != '\0' && report.what[0] != '\0' && report.row > 0);
}

/* -- every byte of every column of every row -- */

struct row {
    const char *table;
    const char *where;
    const char *column;
    const char *kind;
};

/* The bytes of the cell; empty for NULL. The statement is made here and lives as long as the place,
 * since its address is its identity. */
static struct text bytes_of(struct book *book, const struct row *row)
{
    struct arena *arena = book->place.arena;
    struct statement *statement = arena_new(arena, struct statement);
    struct store_rows rows;
    *statement = (struct statement){
        "cell",
        text_format(arena, "select %s from %s where %s", row->column, row->table, row->where).at};
    assert_true(store_query(book->store, statement, NO_CELLS, &rows, &book->fault));
    assert_true(store_next(&rows));
    struct text bytes = text_copy(arena, store_cell(&rows, 0).text);
    assert_true(store_done(&rows, &book->fault));
    return bytes;
}

/* As the column's own kind, in SQL. */
static struct text literal(struct arena *arena, const struct row *row, struct text bytes)
{
    return strcmp(row->kind, "text") == 0 ? place_text(arena, bytes) : place_bytes(arena, bytes);
}

static void must_find_set(struct book *book, const struct row *row, struct text value)
{
    const char *update = place_server() == NULL ? "update or replace" : "update";
    must_find(book, text_format(book->place.arena, "%s %s set %s = %.*s where %s", update,
                                row->table, row->column, TEXT_ARG(value), row->where)
                        .at);
}

/* Text and bytes: each byte, changed in one bit; nothing else moves. */
static void change_bytes(struct book *book, const struct row *row, struct text bytes)
{
    static const unsigned char changes[] = {0x01, 0x80};
    struct arena *arena = book->place.arena;
    char *altered = arena_alloc(arena, bytes.len);
    struct arena_mark mark = arena_mark(arena);
    for (size_t at = 0; at < bytes.len; at++) {
        for (size_t i = 0; i < COUNT_OF(changes); i++) {
            memcpy(altered, bytes.at, bytes.len);
            altered[at] = (char)(altered[at] ^ changes[i]);
            must_find_set(book, row, literal(arena, row, (struct text){altered, bytes.len}));
            arena_rewind(arena, mark);
        }
    }
}

/* Whole numbers: each of the eight bytes, by adding and taking away its worth. */
static void change_number(struct book *book, const struct row *row)
{
    struct arena *arena = book->place.arena;
    struct arena_mark mark = arena_mark(arena);
    for (int bit = 0; bit < 62; bit += 4) {
        must_find_set(
            book, row,
            text_format(arena, "%s %c %lld", row->column, bit % 8 == 0 ? '+' : '-', 1LL << bit));
        arena_rewind(arena, mark);
    }
    if (strcmp(row->column, "seq") != 0 && strcmp(row->column, "number") != 0) {
        must_find_set(book, row, TEXT("'many'")); /* which SQLite itself refuses for those two */
    }
    arena_rewind(arena, mark);
}

/* Another type with the same bytes, something longer, nothing. */
static void change_type(struct book *book, const struct row *row, struct text bytes)
{
    struct arena *arena = book->place.arena;
    bool is_text = strcmp(row->kind, "text") == 0;
    struct text longer = text_format(arena, "%.*s%c", TEXT_ARG(bytes), 0);
    struct text other =
        is_text ? place_bytes(arena, bytes) : text_format(arena, "cast(%s as text)", row->column);
    must_find_set(book, row, other);
    must_find_set(book, row, literal(arena, row, longer));
    must_find_set(book, row, literal(arena, row, TEXT_NONE));
}

struct column {
    const char *name;
    const char *kind; /* NULL name ends a table */
};

static const struct column event_columns[] = {
    {"seq", "integer"}, {"recorded_at", "integer"}, {"happened_on", "text"},
    {"kind", "text"},   {"subject_id", "integer"},  {"project_id", "integer"},
    {"actor", "text"},  {"command_id", "text"},     {"pack_version", "text"},
    {"body", "text"},   {"leaf", "blob"},           {NULL, NULL},
};
static const struct column head_columns[] = {
    {"number", "integer"}, {"size", "integer"},    {"root", "blob"},      {"signed_at", "integer"},
    {"key_id", "blob"},    {"public_key", "blob"}, {"signature", "blob"}, {NULL, NULL},
};
static const struct column tile_columns[] = {
    {"level", "integer"}, {"place", "integer"}, {"hash", "blob"}, {NULL, NULL}};

static void change_cell(struct book *book, const struct row *row)
{
    if (strcmp(row->kind, "integer") == 0) {
        change_number(book, row);
        return;
    }
    struct text bytes = bytes_of(book, row);
    if (bytes.len == 0) { /* the day that is not known */
        must_find_set(book, row, TEXT("'2026-01-01'"));
        must_find_set(book, row, TEXT("''"));
        return;
    }
    change_bytes(book, row, bytes);
    change_type(book, row, bytes);
}

static void change_all(struct book *book, const struct column *columns, const char *table,
                       const char *where)
{
    for (; columns->name != NULL; columns++) {
        change_cell(book, &(struct row){table, where, columns->name, columns->kind});
    }
}

static void a_small_sound_ledger(struct book *book)
{
    book_fill(book, 3);
    book_sign(book, 1767225700000);
    book_fill(book, 2);
    book_sign(book, 1767225800000);
    struct ledger_report report = verify(book, NULL);
    assert_true(report.is_sound);
    assert_int_equal(report.entries, 5);
    assert_int_equal(report.heads, 2);
}

static void every_changed_byte_of_an_entry_is_found(void **state)
{
    struct book *book = *state;
    a_small_sound_ledger(book);
    for (int seq = 1; seq <= 5; seq++) {
        char where[32];
        snprintf(where, sizeof where, "seq = %d", seq);
        change_all(book, event_columns, "ledger_event", where);
    }
}

static void every_changed_byte_of_a_head_is_found(void **state)
{
    struct book *book = *state;
    a_small_sound_ledger(book);
    change_all(book, head_columns, "ledger_head", "number = 1");
    change_all(book, head_columns, "ledger_head", "number = 2");
}

static void every_changed_byte_of_a_tile_is_found(void **state)
{
    struct book *book = *state;
    book_fill(book, 513);
    change_all(book, tile_columns, "ledger_tile", "level = 1 and place = 0");
    change_all(book, tile_columns, "ledger_tile", "level = 1 and place = 1");
}

static void entries_beneath_a_tile_are_covered_without_a_head(void **state)
{
    struct book *book = *state;
    book_fill(book, 257);
    change_all(book, event_columns, "ledger_event", "seq = 200");
}

/* -- rows missing, added, moved -- */

static void rows_that_are_missing_added_or_exchanged_are_found(void **state)
{
    static const char *const attacks[] = {
        "delete from ledger_event where seq = 1",
        "delete from ledger_event where seq = 3",
        "delete from ledger_event where seq = 5",
        "delete from ledger_event",
        "delete from ledger_head where number = 1",
        "delete from ledger_tile",
        "insert into ledger_tile select 1, 9, leaf from ledger_event where seq = 1",
        "insert into ledger_tile select level + 1, place, hash from ledger_tile",
        "insert into ledger_event select 1000, recorded_at, happened_on, kind, subject_id, "
        "project_id,"
        " actor, command_id, pack_version, body, leaf from ledger_event where seq = 5",
        "update ledger_event set seq = seq + 1000 where seq = 2",
        "update ledger_event set body = (select body from ledger_event where seq = 1),"
        " leaf = (select leaf from ledger_event where seq = 1) where seq = 2",
        "update ledger_event set seq = -1 where seq = 1; update ledger_event set seq = 1 where seq "
        "="
        " 2; update ledger_event set seq = 2 where seq = -1",
        "update ledger_head set number = number + 1 where number = 2",
        "insert into ledger_head select 3, size - 1, root, signed_at, key_id, public_key, signature"
        " from ledger_head where number = 2",
        "insert into ledger_head select 3, size, root, signed_at + 1, key_id, public_key, signature"
        " from ledger_head where number = 2",
        "update ledger_head set signature = (select signature from ledger_head where number = 1)",
    };
    struct book *book = *state;
    a_small_sound_ledger(book);
    book_fill(book, 255);
    for (size_t i = 0; i < COUNT_OF(attacks); i++) {
        must_find(book, attacks[i]);
    }
}

static void the_verifier_names_the_row_and_whether_row_or_leaf_was_changed(void **state)
{
    struct book *book = *state;
    book_fill(book, 300);
    book_sign(book, 1767225700000);
    static const char *const rows[] = {"77", "299"}; /* beneath a tile, beneath the head only */
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char sql[96];
        snprintf(sql, sizeof sql, "update ledger_event set actor = 'nobody' where seq = %s",
                 rows[i]);
        struct ledger_report report = after(book, sql, NULL);
        assert_string_equal(report.table, "ledger_event");
        assert_int_equal(report.row, atoi(rows[i]));
        assert_string_equal(report.column, "");
        assert_true(strstr(report.what, "other than leaf") != NULL);
        snprintf(sql, sizeof sql,
                 "update ledger_event set leaf = (select leaf from ledger_event where seq = 7)"
                 " where seq = %s",
                 rows[i]);
        report = after(book, sql, NULL);
        assert_int_equal(report.row, atoi(rows[i]));
        assert_string_equal(report.column, "leaf");
    }
    /* A server makes text of it: another text, in a cell of the same type. */
    struct ledger_report report =
        after(book, "update ledger_event set kind = cast('note.made' as blob) where seq = 5", NULL);
    assert_string_equal(report.column, place_server() == NULL ? "kind" : "");
    assert_int_equal(report.row, 5);
    assert_true(place_server() != NULL || report.entries == 4);
}

/* -- what only a head kept outside can show -- */

static const char cut_tail[] = "delete from ledger_event where seq > 3;"
                               "delete from ledger_head where size > 3;";

static void a_cut_off_tail_is_found_with_a_head_kept_outside(void **state)
{
    struct book *book = *state;
    a_small_sound_ledger(book);
    struct ledger_head outside;
    assert_true(ledger_head_current(book->store, &outside, &book->fault));
    assert_true(verify(book, &outside).is_sound);
    assert_true(after(book, cut_tail, NULL).is_sound); /* a shorter sound ledger */
    struct ledger_report report = after(book, cut_tail, &outside);
    assert_false(report.is_sound);
    assert_int_equal(report.row, 4);
    report = after(book, "delete from ledger_head where number = 2", &outside);
    assert_false(report.is_sound);
    assert_string_equal(report.table, "ledger_head");
}

static void another_history_of_the_same_length_is_found_with_a_head_kept_outside(void **state)
{
    struct book *book = *state;
    a_small_sound_ledger(book);
    struct ledger_head outside;
    assert_true(ledger_head_current(book->store, &outside, &book->fault));
    assert_true(store_script(book->store, cut_tail, &book->fault));
    book_reopen(book);
    struct ledger_entry entry = book_entry(book, 999);
    assert_true(store_begin_write(book->store, &book->fault));
    assert_true(ledger_begin(book->ledger, &book->fault));
    assert_true(ledger_append(book->ledger, &entry, &book->fault));
    assert_true(store_commit(book->store, &book->fault));
    ledger_commit_done(book->ledger);
    book_fill(book, 1);
    book_sign(book, 1767225900000);
    assert_true(verify(book, NULL).is_sound);
    assert_false(verify(book, &outside).is_sound);
}

static void a_ledger_signed_anew_with_another_key_is_found_with_the_pinned_key(void **state)
{
    struct book *book = *state;
    struct ledger_report report;
    a_small_sound_ledger(book);
    struct ledger_verify_options options = {.pinned_key = book_public_key(book)};
    assert_true(ledger_verify(book->store, &options, &report, &book->fault));
    assert_true(report.is_sound);
    assert_true(store_script(book->store, "delete from ledger_head", &book->fault));
    book_other_key(book);
    book_sign(book, 1767225900000);
    assert_true(verify(book, NULL).is_sound);
    assert_true(ledger_verify(book->store, &options, &report, &book->fault));
    assert_false(report.is_sound);
    assert_string_equal(report.column, "public_key");
}

static void a_forged_outside_head_is_not_taken(void **state)
{
    struct book *book = *state;
    struct ledger_head outside;
    a_small_sound_ledger(book);
    assert_true(ledger_head_current(book->store, &outside, &book->fault));
    outside.signed_at++;
    assert_false(verify(book, &outside).is_sound);
}

static void random_changes_of_the_rows_are_all_found(void **state)
{
    static const char *const sets[] = {
        "update ledger_event set recorded_at = recorded_at + 86400000",
        "update ledger_event set body = replace(body, 'n', 'm')",
        "update ledger_event set command_id = command_id || 'x'",
        "update ledger_event set kind = 'note.lost'",
        "update ledger_event set leaf = (select root from ledger_head)",
        "update ledger_event set happened_on = '2020-02-29'",
        "delete from ledger_event",
    };
    struct book *book = *state;
    book_fill(book, 600);
    book_sign(book, 1767225700000);
    srand(11);
    for (int i = 0; i < 300; i++) {
        char sql[128];
        int seq = 1 + rand() % 600;
        snprintf(sql, sizeof sql, "%s where seq = %d", sets[rand() % (int)COUNT_OF(sets)], seq);
        must_find(book, sql);
    }
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(every_changed_byte_of_an_entry_is_found),
        T(every_changed_byte_of_a_head_is_found),
        T(every_changed_byte_of_a_tile_is_found),
        T(entries_beneath_a_tile_are_covered_without_a_head),
        T(rows_that_are_missing_added_or_exchanged_are_found),
        T(the_verifier_names_the_row_and_whether_row_or_leaf_was_changed),
        T(a_cut_off_tail_is_found_with_a_head_kept_outside),
        T(another_history_of_the_same_length_is_found_with_a_head_kept_outside),
        T(a_ledger_signed_anew_with_another_key_is_found_with_the_pinned_key),
        T(a_forged_outside_head_is_not_taken),
        T(random_changes_of_the_rows_are_all_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
