#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "book.h"
#include "store/faulty.h"

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

static bool append(struct book *book, int64_t n)
{
    struct ledger_entry entry = book_entry(book, n);
    return ledger_append(book->ledger, &entry, &book->fault);
}

static bool begin(struct book *book)
{
    return store_begin_write(book->store, &book->fault) && ledger_begin(book->ledger, &book->fault);
}

static void assert_sound(struct book *book, int64_t entries)
{
    struct ledger_report report;
    assert_true(
        ledger_verify(book->store, &(struct ledger_verify_options){0}, &report, &book->fault));
    assert_string_equal(report.what, "");
    assert_true(report.is_sound);
    assert_int_equal(report.entries, entries);
    assert_int_equal(ledger_size(book->ledger), entries);
    struct ledger_hash root = ledger_root(book->ledger);
    assert_true(ledger_hash_equal(&root, &report.root));
}

static void entries_are_numbered_from_one_and_come_back_as_written(void **state)
{
    struct book *book = *state;
    struct ledger_cursor cursor;
    struct ledger_entry read;
    book_fill(book, 4);
    assert_true(ledger_read_after(book->store, 1, 2, &cursor, &book->fault));
    for (int64_t seq = 2; seq <= 3; seq++) {
        struct ledger_entry written = book_entry(book, seq);
        assert_true(ledger_next(book->place.arena, &cursor, &read));
        assert_int_equal(read.seq, seq);
        assert_int_equal(read.recorded_at, written.recorded_at);
        assert_int_equal(read.happened_on, written.happened_on);
        assert_int_equal(read.subject_id, written.subject_id);
        assert_int_equal(read.project_id, written.project_id);
        assert_true(text_equal(read.kind, written.kind) && text_equal(read.actor, written.actor));
        assert_true(text_equal(read.command_id, written.command_id));
        assert_true(text_equal(read.pack_version, written.pack_version));
        assert_true(text_equal(read.body, written.body));
    }
    assert_false(ledger_next(book->place.arena, &cursor, &read));
    assert_true(ledger_done(&cursor, &book->fault));
}

static void a_ledger_goes_on_after_reopening_at_any_size(void **state)
{
    struct book *book = *state;
    static const int64_t steps[] = {0, 1, 2, 252, 1, 1, 300, 511};
    int64_t size = 0;
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        book_fill(book, steps[i]);
        size += steps[i];
        book_reopen(book);
        assert_sound(book, size);
    }
}

static void going_back_to_a_savepoint_takes_the_frontier_along(void **state)
{
    struct book *book = *state;
    struct ledger_mark mark;
    book_fill(book, 250);
    assert_true(begin(book) && append(book, 251));
    for (int round = 0; round < 3; round++) { /* across the end of a tile, and back */
        assert_true(store_savepoint(book->store, &book->fault));
        ledger_mark(book->ledger, &mark);
        for (int64_t n = 252; n < 262; n++) {
            assert_true(append(book, n + 1000 * round));
        }
        assert_true(store_rollback_to(book->store, &book->fault));
        ledger_rewind(book->ledger, &mark);
    }
    assert_true(append(book, 252) && ledger_recheck(book->ledger, 250, &book->fault));
    assert_true(store_commit(book->store, &book->fault));
    ledger_commit_done(book->ledger);
    book_fill(book, 10);
    assert_sound(book, 262);
}

static void a_rolled_back_transaction_leaves_the_frontier_as_it_was(void **state)
{
    struct book *book = *state;
    book_fill(book, 3);
    struct ledger_hash before = ledger_root(book->ledger);
    assert_true(begin(book) && append(book, 4) && append(book, 5));
    store_rollback(book->store);
    ledger_rollback_done(book->ledger);
    struct ledger_hash after = ledger_root(book->ledger);
    assert_true(ledger_hash_equal(&before, &after));
    book_fill(book, 1);
    assert_sound(book, 4);
}

static void a_forgotten_rewind_is_found_out_at_the_next_beginning(void **state)
{
    struct book *book = *state;
    book_fill(book, 3);
    assert_true(begin(book) && append(book, 4));
    store_rollback(book->store);
    book_fill(book, 2);
    assert_sound(book, 5);
}

static void what_another_writer_appended_is_taken_in(void **state)
{
    struct book *book = *state;
    struct book second = *book;
    book_fill(book, 2);
    second.store = place_store(&book->place, "book.db");
    assert_true(ledger_open(second.store, &second.ledger, &second.fault));
    book_fill(book, 3);
    book_fill(&second, 4);
    ledger_close(second.ledger);
    store_close(second.store);
    book_fill(book, 1);
    assert_sound(book, 10);
}

static void what_reads_back_differently_is_not_acknowledged(void **state)
{
    static const struct statement spoil = {"spoil",
                                           "update ledger_event set body = '{}' where seq = 2"};
    static const struct statement lose = {"lose", "delete from ledger_event where seq = 3"};
    struct book *book = *state;
    assert_true(begin(book) && append(book, 1) && append(book, 2) && append(book, 3));
    assert_true(ledger_recheck(book->ledger, 0, &book->fault));
    assert_true(store_run(book->store, &spoil, NO_CELLS, &book->fault));
    assert_true(ledger_recheck(book->ledger, 2, &book->fault));
    assert_false(ledger_recheck(book->ledger, 0, &book->fault));
    assert_fault(book->fault, FAULT_LEDGER_BROKEN);
    assert_string_equal(book->fault.arguments[0], "2");
    book->fault = (struct fault){0};
    assert_true(store_run(book->store, &lose, NO_CELLS, &book->fault));
    assert_false(ledger_recheck(book->ledger, 2, &book->fault));
    store_rollback(book->store);
    ledger_rollback_done(book->ledger);
}

static void a_killed_writer_leaves_a_sound_ledger_of_what_was_committed(void **state)
{
    struct book *book = *state;
    book_fill(book, 255);
    ledger_close(book->ledger);
    store_close(book->store);
    pid_t child = fork();
    if (child == 0) {
        book->store = place_store(&book->place, "book.db");
        bool fine = ledger_open(book->store, &book->ledger, &book->fault);
        book_fill(book, 2);
        fine = fine && begin(book) && append(book, 258);
        kill(getpid(), fine ? SIGKILL : SIGABRT);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(WTERMSIG(status), SIGKILL);
    book->store = place_store(&book->place, "book.db");
    assert_true(ledger_open(book->store, &book->ledger, &book->fault));
    assert_sound(book, 257);
}

static void an_empty_ledger_has_nothing_to_sign(void **state)
{
    struct book *book = *state;
    struct ledger_head head;
    assert_true(ledger_head_current(book->store, &head, &book->fault));
    assert_int_equal(head.size, 0);
    assert_false(ledger_sign_head(book->ledger, &book->signer, 1, NULL, &book->fault));
    assert_fault(book->fault, FAULT_LEDGER_EMPTY);
}

static void the_newest_head_is_the_one_signed_last(void **state)
{
    struct book *book = *state;
    struct ledger_head head;
    book_fill(book, 2);
    book_sign(book, 1000);
    book_fill(book, 3);
    struct ledger_head newest = book_sign(book, 2000);
    assert_true(ledger_head_is_signed(&newest));
    assert_true(ledger_head_current(book->store, &head, &book->fault));
    assert_memory_equal(&head, &newest, sizeof head);
    assert_int_equal(head.size, 5);
}

/* -- each call failing in turn -- */

/* Two commands in one commit, the second in a savepoint that may be undone, across a tile's end. */
static bool two_commands(struct book *book, struct fault *fault)
{
    struct ledger_entry first = book_entry(book, 1);
    struct ledger_entry second = book_entry(book, 2);
    struct ledger_mark mark;
    bool fine = store_begin_write(book->store, fault) && ledger_begin(book->ledger, fault) &&
                ledger_append(book->ledger, &first, fault);
    if (fine) {
        ledger_mark(book->ledger, &mark);
        fine = store_savepoint(book->store, fault) && ledger_append(book->ledger, &second, fault) &&
               store_release(book->store, fault);
    }
    fine = fine && ledger_recheck(book->ledger, ledger_size(book->ledger) - 2, fault);
    if (!fine) {
        store_rollback(book->store);
    }
    if (!fine || !store_commit(book->store, fault)) {
        ledger_rollback_done(book->ledger);
        return false;
    }
    ledger_commit_done(book->ledger);
    return true;
}

static void check_after(struct book *sound, bool done, bool maybe, int64_t *size)
{
    struct ledger_report report;
    struct fault fault = {0};
    assert_true(ledger_verify(sound->store, &(struct ledger_verify_options){0}, &report, &fault));
    assert_true(report.is_sound);
    bool there = report.entries == *size + 2;
    assert_true(there || report.entries == *size);
    assert_true(done ? there : (!there || maybe));
    *size = report.entries;
}

static void fail_each_call(struct book *sound, struct store_faults faults)
{
    static const struct statement count = {"count", "select count(*) from ledger_event"};
    int64_t size = number_in(sound->store, &count);
    bool fired = true;
    for (faults.at = 1; fired; faults.at++) {
        struct book book = *sound;
        struct fault fault = {0};
        book.ledger = NULL;
        store_faults_restart(&faults);
        book.store = place_faulty_store(&sound->place, "book.db", &faults, &fault);
        bool done = book.store != NULL && ledger_open(book.store, &book.ledger, &fault) &&
                    two_commands(&book, &fault);
        if (done && !faults.fired) { /* the ledger in memory and the one on the disk are one */
            done = two_commands(&book, &fault);
            size += 2;
        }
        ledger_close(book.ledger);
        store_close(book.store);
        check_after(sound, done, faults.too_late, &size);
        fired = faults.fired;
    }
    assert_true(faults.at > 15);
}

static void whichever_call_fails_the_ledger_stays_sound(void **state)
{
    struct book *book = *state;
    book_fill(book, 253);
    fail_each_call(book, (struct store_faults){.trouble = TROUBLE_FULL});
    fail_each_call(book, (struct store_faults){.trouble = TROUBLE_BROKEN, .for_ever = true});
    fail_each_call(book, (struct store_faults){.trouble = TROUBLE_BROKEN, .too_late = true});
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(entries_are_numbered_from_one_and_come_back_as_written),
        T(a_ledger_goes_on_after_reopening_at_any_size),
        T(going_back_to_a_savepoint_takes_the_frontier_along),
        T(a_rolled_back_transaction_leaves_the_frontier_as_it_was),
        T(a_forgotten_rewind_is_found_out_at_the_next_beginning),
        T(what_another_writer_appended_is_taken_in),
        T(what_reads_back_differently_is_not_acknowledged),
        T(a_killed_writer_leaves_a_sound_ledger_of_what_was_committed),
        T(an_empty_ledger_has_nothing_to_sign),
        T(the_newest_head_is_the_one_signed_last),
        T(whichever_call_fails_the_ledger_stays_sound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
