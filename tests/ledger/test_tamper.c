#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/buffer.h"
#include "book.h"

/* Somebody with the database in his hands changes the past: thousands of times at random, in every
 * column that there is, by the rows and by the bytes of the file, and in every way that came to
 * mind. Whatever is changed must be noticed, and the place named. */

#define RANDOM_CHANGES 2000
#define RANDOM_BYTES 1200
#define ENTRIES 270 /* one tile, and a tail that only heads cover */

static struct ledger_head outside; /* kept elsewhere, as somebody outside would */

static int set_up(void **state)
{
    static struct book book;
    book_open(&book);
    book_fill(&book, 100);
    book_sign(&book, 1767225700000);
    book_fill(&book, ENTRIES - 100);
    outside = book_sign(&book, 1767225800000);
    srand(20261130);
    *state = &book;
    return 0;
}

static int tear_down(void **state)
{
    book_close(*state);
    return 0;
}

static int below(int bound)
{
    return rand() % bound;
}

/* What the verifier says, with the head kept outside; false also when the database can't be read.
 */
static bool passes(struct store *store, struct ledger_report *report)
{
    struct fault fault = {.code = FAULT_NONE};
    struct ledger_verify_options options = {.outside = &outside};
    *report = (struct ledger_report){.is_sound = true, .table = "", .what = ""};
    return ledger_verify(store, &options, report, &fault) && report->is_sound;
}

/* Statements made at run time live as long as the test, since their address is their identity. */
static struct text ask(struct book *book, const char *sql)
{
    struct arena *arena = book->place.arena;
    struct statement *statement = arena_new(arena, struct statement);
    struct store_rows rows;
    struct text found = TEXT_NONE;
    *statement = (struct statement){"tamper_ask", text_copy(arena, text_of(sql)).at};
    assert_true(store_query(book->store, statement, NO_CELLS, &rows, &book->fault));
    if (store_next(&rows)) {
        struct cell cell = store_cell(&rows, 0);
        found = cell.kind == CELL_INT ? text_format(arena, "%lld", (long long)cell.integer)
                                      : text_copy(arena, cell.text);
    }
    assert_true(store_done(&rows, &book->fault));
    return found;
}

/* Every column that there is, not every column that somebody remembered. */
struct columns {
    struct {
        char table[32], name[32];
    } items[40];
    int count;
};

static void look_for_columns(struct book *book, struct columns *out)
{
    static const struct statement all = {
        "tamper_columns",
        "select m.name, c.name from sqlite_master m"
        " join pragma_table_info(m.name) c where m.type = 'table'"
        " and (m.name like '%event%' or m.name like '%ledger%') order by 1, c.cid"};
    struct store_rows rows;
    out->count = 0;
    assert_true(store_query(book->store, &all, NO_CELLS, &rows, &book->fault));
    while (store_next(&rows)) {
        assert_true(out->count < (int)COUNT_OF(out->items));
        snprintf(out->items[out->count].table, 32, "%.*s", TEXT_ARG(store_cell(&rows, 0).text));
        snprintf(out->items[out->count].name, 32, "%.*s", TEXT_ARG(store_cell(&rows, 1).text));
        out->count++;
    }
    assert_true(store_done(&rows, &book->fault));
    assert_int_equal(out->count, 21);
}

/* -- at random, by the rows -- */

/* Another value of the column, as an expression; `type` as SQLite names it. */
static struct text another(struct book *book, const char *name, struct text type, struct text now)
{
    struct arena *arena = book->place.arena;
    int64_t step = (int64_t)1 << below(40);
    if (text_is(type, "integer")) {
        return text_format(arena, "%s %c %lld", name, below(2) == 0 ? '+' : '-', (long long)step);
    }
    char *bytes = arena_alloc_raw(arena, now.len + 2);
    struct text changed = {bytes, now.len};
    memcpy(bytes, now.at, now.len);
    int way = now.len == 0 ? 2 : below(3);
    if (way == 0) {
        int at = below((int)now.len);
        bytes[at] = (char)(bytes[at] ^ (1 << below(8)));
    } else if (way == 1) {
        changed.len--;
    } else {
        bytes[changed.len++] = (char)below(256);
    }
    return !text_is(type, "blob")
               ? text_format(arena, "cast(%.*s as text)", TEXT_ARG(place_bytes(arena, changed)))
               : place_bytes(arena, changed);
}

static void change_one(struct book *book, const struct columns *columns, int *noticed)
{
    int which = below(columns->count);
    const char *table = columns->items[which].table;
    const char *name = columns->items[which].name;
    struct arena *arena = book->place.arena;
    struct text row =
        ask(book, text_format(arena, "select rowid from %s order by random() limit 1", table).at);
    struct text now = ask(
        book,
        text_format(arena, "select %s from %s where rowid = %.*s", name, table, TEXT_ARG(row)).at);
    struct text type = ask(book, text_format(arena, "select typeof(%s) from %s where rowid = %.*s",
                                             name, table, TEXT_ARG(row))
                                     .at);
    struct text value = another(book, name, type, now);
    struct text sql = text_format(arena, "update or replace %s set %s = %.*s where rowid = %.*s",
                                  table, name, TEXT_ARG(value), TEXT_ARG(row));
    struct ledger_report report;
    assert_true(store_begin_write(book->store, &book->fault));
    if (!store_script(book->store, sql.at, &book->fault)) {
        fail_msg("%s: %s", sql.at, book->fault.arguments[0]);
    }
    if (passes(book->store, &report)) {
        fail_msg("not noticed: %s", sql.at);
    }
    assert_true(report.table[0] != '\0' && report.what[0] != '\0');
    store_rollback(book->store);
    ++*noticed;
}

static void whatever_is_changed_at_random_is_noticed(void **state)
{
    SKIP_ON_A_SERVER();
    struct book *book = *state;
    struct columns columns;
    struct ledger_report report;
    int noticed = 0;
    assert_true(passes(book->store, &report));
    look_for_columns(book, &columns);
    for (int i = 0; i < RANDOM_CHANGES; i++) {
        if (i % 200 == 0) {
            book_reopen(book); /* forgets the statements made so far */
        }
        change_one(book, &columns, &noticed);
    }
    assert_int_equal(noticed, RANDOM_CHANGES);
    assert_true(passes(book->store, &report));
}

/* -- at random, by the bytes of the file -- */

static struct text read_all(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    size_t size = (size_t)ftell(file);
    rewind(file);
    char *bytes = arena_alloc_raw(arena, size);
    assert_int_equal(fread(bytes, 1, size, file), size);
    fclose(file);
    return (struct text){bytes, size};
}

static void write_all(const char *path, struct text bytes)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.at, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
}

static bool add_rows(struct buffer *out, struct store *store, const struct statement *statement,
                     struct cells cells, int columns)
{
    struct fault fault = {.code = FAULT_NONE};
    struct store_rows rows;
    if (!store_query(store, statement, cells, &rows, &fault)) {
        return false;
    }
    while (store_next(&rows)) {
        for (int i = 0; i < columns; i++) {
            struct cell cell = store_cell(&rows, i);
            buffer_addf(out, "|%d:%lld:", (int)cell.kind,
                        cell.kind == CELL_INT ? (long long)cell.integer : 0);
            buffer_add(out,
                       cell.kind == CELL_TEXT || cell.kind == CELL_BYTES ? cell.text : TEXT_NONE);
        }
    }
    return store_done(&rows, &fault);
}

/* What anybody can read of the past, by the rows and by the projects. False: it can't be read. */
static bool read_past(struct arena *arena, struct store *store, struct text *out)
{
    static const struct statement events = {"tamper_events",
                                            "select * from ledger_event order by seq"};
    static const struct statement heads = {"tamper_heads",
                                           "select * from ledger_head order by number"};
    static const struct statement tiles = {
        "tamper_tiles", "select level, place, hash from ledger_tile order by level, place"};
    static const struct statement history = {
        "tamper_history", "select seq from ledger_event where project_id = $1 order by seq"};
    static const struct statement one = {"tamper_one",
                                         "select body from ledger_event where seq = $1"};
    struct buffer past = buffer_open(arena, 1 << 18);
    bool fine = add_rows(&past, store, &events, NO_CELLS, 11) &&
                add_rows(&past, store, &heads, NO_CELLS, 7) &&
                add_rows(&past, store, &tiles, NO_CELLS, 3);
    for (int64_t project = 0; fine && project < 5; project++) {
        fine = add_rows(&past, store, &history, CELLS(cell_int(project)), 1);
    }
    for (int64_t seq = 1; fine && seq <= ENTRIES; seq += 7) {
        fine = add_rows(&past, store, &one, CELLS(cell_int(seq)), 1);
    }
    *out = buffer_text(&past);
    return fine;
}

/* Opened anew. True: the verifier is content. */
static bool passes_file(struct arena *arena, const char *path, struct text *past)
{
    struct store *store = NULL;
    struct fault fault = {.code = FAULT_NONE};
    struct ledger_report report;
    struct store_options options = {.path = text_of(path), .read_only = true};
    if (!store_open(&options, &store, &fault)) {
        return false;
    }
    bool fine = passes(store, &report);
    if (fine && !read_past(arena, store, past)) {
        *past = TEXT("unreadable");
    }
    store_close(store);
    return fine;
}

static void whatever_byte_of_the_file_is_changed_the_past_that_is_read_is_the_same(void **state)
{
    SKIP_ON_A_SERVER();
    struct book *book = *state;
    struct arena *arena = book->place.arena;
    struct text past, now;
    int64_t left = 0;
    assert_true(store_checkpoint(book->store, &left, &book->fault));
    assert_true(read_past(arena, book->store, &past));
    struct text good = read_all(arena, place_path(&book->place, "book.db").at);
    const char *copy = place_path(&book->place, "copy.db").at;
    char *bad = arena_alloc_raw(arena, good.len);
    struct arena_mark mark = arena_mark(arena);
    int noticed = 0;
    for (int i = 0; i < RANDOM_BYTES; i++) {
        size_t at = ((size_t)rand() << 16 ^ (size_t)rand()) % good.len;
        memcpy(bad, good.at, good.len);
        bad[at] = (char)(bad[at] ^ (1 + below(255)));
        write_all(copy, (struct text){bad, good.len});
        if (!passes_file(arena, copy, &now)) {
            noticed++;
        } else if (!text_equal(now, past)) {
            fail_msg("not noticed: byte %zu", at);
        }
        arena_rewind(arena, mark);
    }
    /* The others lie where nothing of the ledger is kept: other tables, free space of pages. */
    printf("# %d of %d changed bytes noticed\n", noticed, RANDOM_BYTES);
    assert_true(noticed > RANDOM_BYTES / 10);
}

/* -- by hand -- */

#define COLUMNS                                                                                    \
    "recorded_at, happened_on, kind, subject_id, project_id, actor, command_id, pack_version,"     \
    " body, leaf"
#define HEAD "root, signed_at, key_id, public_key, signature"

static const char *const by_hand[] = {
    /* one column of one entry */
    "update ledger_event set recorded_at = recorded_at - 60000 where seq = 12",
    "update ledger_event set happened_on = '2025-12-31' where seq = 13",
    "update ledger_event set happened_on = null where seq = 13",
    "update ledger_event set happened_on = '' where seq = 15",
    "update ledger_event set happened_on = '2026-01-01' where seq = 15",
    "update ledger_event set kind = 'note.lost' where seq = 269",
    "update ledger_event set kind = kind || ' ' where seq = 20",
    "update ledger_event set subject_id = subject_id + 1 where seq = 21",
    "update ledger_event set project_id = 0 where seq = 22",
    "update ledger_event set project_id = 3 where project_id = 2",
    "update ledger_event set actor = 'account:13' where actor = 'account:12' and seq > 200",
    "update ledger_event set actor = 'system' where seq = 23",
    "update ledger_event set command_id = '' where seq = 24",
    "update ledger_event set pack_version = 'p2' where seq > 100",
    "update ledger_event set body = '{}' where seq = 25",
    "update ledger_event set body = body || ' ' where seq = 26",
    "update ledger_event set body = replace(body, '并联', '并聯') where seq = 27",
    "update ledger_event set body = cast(body as blob) where seq = 28",
    "update ledger_event set leaf = zeroblob(32) where seq = 29",
    "update ledger_event set leaf = zeroblob(0) where seq = 29",
    "update ledger_event set leaf = leaf || x'00' where seq = 29",
    "update ledger_event set seq = 271 where seq = 270",
    "update ledger_event set seq = 0 where seq = 1",
    /* something of it moves between its columns, or between two entries */
    "update ledger_event set kind = substr(kind, 1, 4), actor = substr(kind, 5) || actor where seq "
    "= 30",
    "update ledger_event set actor = command_id, command_id = actor where seq = 31",
    "update ledger_event set subject_id = project_id, project_id = subject_id where seq = 32",
    "update ledger_event set body = (select body from ledger_event where seq = 34) where seq = 33",
    "update ledger_event set leaf = (select leaf from ledger_event where seq = 34) where seq = 33",
    "update ledger_event set seq = -5 where seq = 40; update ledger_event set seq = 40 where seq ="
    " 41; update ledger_event set seq = 41 where seq = -5",
    "update ledger_event set seq = -seq; update ledger_event set seq = 271 + seq",
    /* entries taken out, put in, said twice */
    "delete from ledger_event where seq = 1",
    "delete from ledger_event where seq = 150",
    "delete from ledger_event where seq = 270",
    "delete from ledger_event where project_id = 2",
    "delete from ledger_event where actor = 'account:12'",
    "delete from ledger_event where seq = 150; update ledger_event set seq = -seq where seq > 150;"
    " update ledger_event set seq = -seq - 1 where seq < 0",
    "delete from ledger_event",
    "insert into ledger_event select 271, " COLUMNS " from ledger_event where seq = 5;"
    "delete from ledger_event where seq = 5",
    "insert into ledger_event select 0, " COLUMNS " from ledger_event where seq = 1",
    "insert into ledger_event select 500, " COLUMNS " from ledger_event where seq = 1",
    "update ledger_event set seq = -seq where seq > 150; update ledger_event set seq = 1 - seq"
    " where seq < 0; insert into ledger_event select 151, " COLUMNS
    " from ledger_event where seq = 150",
    /* the tail, with all that speaks of it: only who has a head outside can tell */
    "delete from ledger_event where seq > 256; delete from ledger_head where size > 256",
    "delete from ledger_event where seq > 100; delete from ledger_head where size > 100;"
    " delete from ledger_tile",
    "delete from ledger_event where seq > 269; delete from ledger_head where size > 269",
    "delete from ledger_event; delete from ledger_head; delete from ledger_tile",
    /* tiles */
    "delete from ledger_tile",
    "update ledger_tile set hash = zeroblob(32)",
    "update ledger_tile set level = 2",
    "update ledger_tile set place = 1",
    "insert into ledger_tile select level, place + 1, hash from ledger_tile",
    "insert into ledger_tile select level + 1, place, hash from ledger_tile",
    /* heads */
    "delete from ledger_head",
    "delete from ledger_head where number = 1",
    "delete from ledger_head where number = 2",
    "delete from ledger_head where number = 2; update ledger_head set number = 2",
    "update ledger_head set number = number + 1 where number = 2",
    "update ledger_head set size = 99 where number = 1",
    "update ledger_head set root = (select leaf from ledger_event where seq = 1) where number = 2",
    "update ledger_head set signed_at = signed_at - 86400000 where number = 2",
    "update ledger_head set key_id = zeroblob(32) where number = 1",
    "update ledger_head set public_key = zeroblob(65) where number = 1",
    "update ledger_head set signature = (select signature from ledger_head where number = 1)",
    "update ledger_head set number = -1 where number = 1; update ledger_head set number = 1 where"
    " number = 2; update ledger_head set number = 2 where number = -1",
    "insert into ledger_head select 3, size, " HEAD " from ledger_head where number = 1",
    "insert into ledger_head select 3, 271, " HEAD " from ledger_head where number = 2",
};

static void whatever_is_done_by_hand_is_noticed(void **state)
{
    SKIP_ON_A_SERVER(); /* its SQL is SQLite's; test_verify.c has what a server allows */
    struct book *book = *state;
    struct ledger_report report;
    assert_true(COUNT_OF(by_hand) >= 60);
    for (size_t i = 0; i < COUNT_OF(by_hand); i++) {
        assert_true(store_begin_write(book->store, &book->fault));
        if (!store_script(book->store, by_hand[i], &book->fault)) {
            fail_msg("%s: %s", by_hand[i], book->fault.arguments[0]);
        }
        if (passes(book->store, &report)) {
            fail_msg("not noticed: %s", by_hand[i]);
        }
        assert_true(report.table[0] != '\0' && report.what[0] != '\0');
        store_rollback(book->store);
        assert_true(passes(book->store, &report));
    }
}

/* An entry that the index leads nobody to is in no project's history, though no hash has changed.
 */
static void an_index_that_hides_an_entry_is_noticed(void **state)
{
    SKIP_ON_A_SERVER();
    static const char attack[] =
        "pragma writable_schema = on;"
        "update sqlite_master set sql = sql || ' where seq <> 42' where name ="
        " 'ledger_event_project'; pragma writable_schema = reset; reindex ledger_event_project;"
        "pragma writable_schema = on; update sqlite_master set sql = replace(sql, ' where seq <> "
        "42',"
        " '') where name = 'ledger_event_project'; pragma writable_schema = reset";
    struct book *book = *state;
    struct ledger_report report;
    sqlite3 *other = NULL; /* the program's own connection does not let anybody do that */
    assert_int_equal(sqlite3_open(place_path(&book->place, "book.db").at, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, attack, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(other);
    book_reopen(book);
    assert_false(passes(book->store, &report));
    assert_string_equal(report.table, "ledger_event");
    assert_true(strstr(report.database_says, "ledger_event_project") != NULL);
}

/* -- the whole of it -- */

static void a_database_put_back_is_noticed_by_who_has_seen_the_newer_one(void **state)
{
    SKIP_ON_A_SERVER();
    struct book *book = *state;
    struct arena *arena = book->place.arena;
    struct text past;
    int64_t left = 0;
    assert_true(store_checkpoint(book->store, &left, &book->fault));
    struct text old = read_all(arena, place_path(&book->place, "book.db").at);
    book_fill(book, 1);
    struct ledger_head before = outside;
    outside = book_sign(book, 1767225900000);
    const char *copy = place_path(&book->place, "copy.db").at;
    write_all(copy, old);
    assert_false(passes_file(arena, copy, &past));
    outside = before;
    assert_true(passes_file(arena, copy, &past)); /* sound by itself: that is why heads go out */
}

/* All heads are signed anew, the entries as they were or not: by another key, or by the right one
 * in the wrong hands. */
static void sign_all_anew(struct book *book)
{
    assert_true(store_script(book->store, "delete from ledger_head", &book->fault));
    book_reopen(book);
    book_sign(book, 1767225800000);
}

static void heads_signed_anew_are_not_those_that_were_given_out(void **state)
{
    struct book *book = *state;
    struct ledger_report report;
    sign_all_anew(book); /* the right key, the right root, the same moment */
    assert_false(passes(book->store, &report));
    assert_string_equal(report.table, "ledger_head");
    book_other_key(book);
    sign_all_anew(book);
    assert_false(passes(book->store, &report));
}

/* Two present states that begin alike: whoever holds a head of one is not shown the other. */
static void a_split_view_is_noticed(void **state)
{
    struct book *book = *state;
    struct ledger_report report;
    assert_true(store_script(book->store,
                             "delete from ledger_event where seq > 260;"
                             "delete from ledger_head where size > 260",
                             &book->fault));
    book_reopen(book);
    assert_true(store_begin_write(book->store, &book->fault));
    assert_true(ledger_begin(book->ledger, &book->fault));
    for (int64_t n = 261; n <= ENTRIES; n++) {
        struct ledger_entry entry = book_entry(book, 1000 + n);
        assert_true(ledger_append(book->ledger, &entry, &book->fault));
    }
    assert_true(store_commit(book->store, &book->fault));
    ledger_commit_done(book->ledger);
    book_sign(book, 1767225800000);
    assert_false(passes(book->store, &report));
    assert_string_equal(report.table, "ledger_event");
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(whatever_is_changed_at_random_is_noticed),
        T(whatever_byte_of_the_file_is_changed_the_past_that_is_read_is_the_same),
        T(whatever_is_done_by_hand_is_noticed),
        T(an_index_that_hides_an_entry_is_noticed),
        T(a_database_put_back_is_noticed_by_who_has_seen_the_newer_one),
        T(heads_signed_anew_are_not_those_that_were_given_out),
        T(a_split_view_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
