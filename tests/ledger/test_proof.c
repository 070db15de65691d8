#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "book.h"

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

static struct ledger_hash *leaves_of(struct book *book)
{
    struct ledger_cursor cursor;
    struct ledger_entry entry;
    int64_t count = ledger_size(book->ledger);
    struct ledger_hash *leaves = arena_array(book->place.arena, struct ledger_hash, (size_t)count);
    assert_true(ledger_read_after(book->store, 0, 0, &cursor, &book->fault));
    for (int64_t i = 0; i < count; i++) {
        assert_true(ledger_next(book->place.arena, &cursor, &entry));
        leaves[i] = entry.leaf;
    }
    assert_true(ledger_done(&cursor, &book->fault));
    return leaves;
}

static struct ledger_proof prove(struct book *book, int64_t seq, int64_t size)
{
    struct ledger_proof proof;
    assert_true(ledger_prove(book->store, seq, size, &proof, &book->fault));
    assert_true(ledger_proof_holds(&proof));
    return proof;
}

static void every_entry_is_proved_in_every_tree(void **state)
{
    struct book *book = *state;
    struct sm3 *sm3 = sm3_open();
    book_fill(book, 40);
    const struct ledger_hash *leaves = leaves_of(book);
    for (int64_t size = 1; size <= 40; size++) {
        struct ledger_hash root = naive_root(sm3, leaves, 0, size);
        for (int64_t seq = 1; seq <= size; seq++) {
            struct ledger_proof proof = prove(book, seq, size);
            assert_true(ledger_hash_equal(&proof.root, &root));
            assert_true(ledger_hash_equal(&proof.leaf, &leaves[seq - 1]));
        }
    }
    sm3_close(sm3);
}

static void every_tree_is_proved_to_begin_every_later_one(void **state)
{
    struct book *book = *state;
    struct sm3 *sm3 = sm3_open();
    book_fill(book, 34);
    const struct ledger_hash *leaves = leaves_of(book);
    for (int64_t later = 1; later <= 34; later++) {
        struct ledger_hash new_root = naive_root(sm3, leaves, 0, later);
        for (int64_t earlier = 1; earlier <= later; earlier++) {
            struct ledger_hash old_root = naive_root(sm3, leaves, 0, earlier);
            struct ledger_consistency proof;
            assert_true(
                ledger_prove_consistency(book->store, earlier, later, &proof, &book->fault));
            assert_true(ledger_hash_equal(&proof.old_root, &old_root));
            assert_true(ledger_hash_equal(&proof.new_root, &new_root));
            assert_true(ledger_consistency_holds(&proof));
        }
    }
    sm3_close(sm3);
}

static void proofs_across_two_levels_of_tiles_hold(void **state)
{
    struct book *book = *state;
    struct sm3 *sm3 = sm3_open();
    const int64_t size = 66100;
    book_fill(book, size);
    const struct ledger_hash *leaves = leaves_of(book);
    struct ledger_hash root = naive_root(sm3, leaves, 0, size);
    srand(7);
    for (int i = 0; i < 60; i++) {
        int64_t seq = i < 4 ? (int64_t[]){1, 65536, 65537, size}[i] : 1 + rand() % size;
        struct ledger_proof proof = prove(book, seq, size);
        assert_true(ledger_hash_equal(&proof.root, &root));
        assert_true(proof.path.count <= 17);
        struct ledger_consistency consistency;
        assert_true(ledger_prove_consistency(book->store, seq, size, &consistency, &book->fault));
        assert_true(ledger_consistency_holds(&consistency));
        struct ledger_hash old_root = naive_root(sm3, leaves, 0, seq);
        assert_true(ledger_hash_equal(&consistency.old_root, &old_root));
    }
    sm3_close(sm3);
}

static void an_altered_inclusion_proof_does_not_hold(void **state)
{
    struct book *book = *state;
    book_fill(book, 13);
    const struct ledger_proof good = prove(book, 6, 13);
    struct ledger_proof bad = good;
    bad.leaf.bytes[0] ^= 1;
    assert_false(ledger_proof_holds(&bad));
    for (int i = 0; i < good.path.count; i++) {
        bad = good;
        bad.path.hashes[i].bytes[31] ^= 0x80;
        assert_false(ledger_proof_holds(&bad));
    }
    bad = good;
    bad.path.count--;
    assert_false(ledger_proof_holds(&bad));
    bad = good;
    bad.path.hashes[bad.path.count++] = good.leaf;
    assert_false(ledger_proof_holds(&bad));
    bad = good;
    bad.seq = 7;
    assert_false(ledger_proof_holds(&bad));
    bad = good;
    bad.seq = 0;
    assert_false(ledger_proof_holds(&bad));
    bad = good;
    bad.size = 5;
    assert_false(ledger_proof_holds(&bad));
}

static void an_altered_consistency_proof_does_not_hold(void **state)
{
    struct book *book = *state;
    struct ledger_consistency good;
    book_fill(book, 29);
    assert_true(ledger_prove_consistency(book->store, 11, 29, &good, &book->fault));
    struct ledger_consistency bad = good;
    bad.old_root.bytes[5] ^= 1;
    assert_false(ledger_consistency_holds(&bad));
    bad = good;
    bad.new_root.bytes[5] ^= 1;
    assert_false(ledger_consistency_holds(&bad));
    for (int i = 0; i < good.path.count; i++) {
        bad = good;
        bad.path.hashes[i].bytes[0] ^= 1;
        assert_false(ledger_consistency_holds(&bad));
    }
    bad = good;
    bad.path.count--;
    assert_false(ledger_consistency_holds(&bad));
    bad = good;
    bad.old_size = 12;
    assert_false(ledger_consistency_holds(&bad));
    bad = good;
    bad.old_size = bad.new_size;
    assert_false(ledger_consistency_holds(&bad));
}

static void what_is_not_there_cannot_be_proved(void **state)
{
    struct book *book = *state;
    struct ledger_proof proof;
    struct ledger_consistency consistency;
    book_fill(book, 3);
    const int64_t wrong[][2] = {{0, 3}, {4, 3}, {4, 4}, {-1, 3}, {1, INT64_MAX}};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct fault fault = {0};
        assert_false(ledger_prove(book->store, wrong[i][0], wrong[i][1], &proof, &fault));
        assert_fault(fault, FAULT_NOT_FOUND);
        fault = (struct fault){0};
        assert_false(
            ledger_prove_consistency(book->store, wrong[i][0], wrong[i][1], &consistency, &fault) &&
            wrong[i][0] != 1);
    }
}

static void a_proof_on_paper_names_the_signed_head(void **state)
{
    struct book *book = *state;
    book_fill(book, 5);
    struct ledger_head head = book_sign(book, 1767225700000);
    struct ledger_proof proof = prove(book, 3, 5);
    struct text json = ledger_proof_json(book->place.arena, &proof, &head);
    assert_true(text_starts_with(json, TEXT("{\"seq\":3,\"leaf\":\"")));
    assert_true(text_find(json, TEXT("\"head\":{\"size\":5,")) != SIZE_MAX);
    struct text paper = ledger_head_json(book->place.arena, &head);
    struct ledger_head back;
    assert_true(ledger_head_from_json(book->place.arena, paper, &back, &book->fault));
    assert_memory_equal(&back, &head, sizeof head);
    assert_false(
        ledger_head_from_json(book->place.arena, TEXT("{\"size\":5}"), &back, &book->fault));
    assert_fault(book->fault, FAULT_LEDGER_HEAD_INVALID);
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(every_entry_is_proved_in_every_tree),
        T(every_tree_is_proved_to_begin_every_later_one),
        T(proofs_across_two_levels_of_tiles_hold),
        T(an_altered_inclusion_proof_does_not_hold),
        T(an_altered_consistency_proof_does_not_hold),
        T(what_is_not_there_cannot_be_proved),
        T(a_proof_on_paper_names_the_signed_head),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
