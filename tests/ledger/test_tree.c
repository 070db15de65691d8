#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "book.h"
#include "ledger/sm2.h"
#include "ledger/tree.h"

static void assert_hex(const unsigned char *bytes, size_t len, const char *expected)
{
    char hex[200];
    for (size_t i = 0; i < len; i++) {
        snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
    }
    assert_string_equal(hex, expected);
}

/* -- the standards' own vectors -- */

static void sm3_is_that_of_gbt_32905(void **state)
{
    (void)state;
    unsigned char hash[SM3_SIZE];
    sm3_of(TEXT("abc"), hash);
    assert_hex(hash, sizeof hash,
               "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    sm3_of(TEXT("abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd"), hash);
    assert_hex(hash, sizeof hash,
               "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

static void an_sm2_signature_holds_for_its_message_and_key_only(void **state)
{
    (void)state;
    unsigned char secret[SM2_PRIVATE_SIZE], public_key[SM2_PUBLIC_SIZE];
    unsigned char other_secret[SM2_PRIVATE_SIZE], other_public[SM2_PUBLIC_SIZE];
    unsigned char signature[SM2_SIGNATURE_SIZE];
    sm2_generate(secret, public_key);
    sm2_generate(other_secret, other_public);
    struct sm2_key *key = sm2_key_open(public_key, secret);
    struct sm2_key *reader = sm2_key_open(public_key, NULL);
    struct sm2_key *other = sm2_key_open(other_public, NULL);
    assert_true(sm2_sign(key, TEXT("message"), signature));
    assert_true(sm2_is_signed(reader, TEXT("message"), signature));
    assert_false(sm2_is_signed(reader, TEXT("massage"), signature));
    assert_false(sm2_is_signed(other, TEXT("message"), signature));
    memset(signature, 0, sizeof signature);
    assert_false(sm2_is_signed(reader, TEXT("message"), signature));
    assert_null(sm2_key_open(public_key, other_secret)); /* no pair */
    public_key[40] ^= 1;
    assert_null(sm2_key_open(public_key, NULL)); /* no point of the curve */
    sm2_key_close(key);
    sm2_key_close(reader);
    sm2_key_close(other);
}

/* -- format.h, section 8 -- */

static void the_vectors_of_the_format_hold(void **state)
{
    (void)state;
    struct sm3 *sm3 = sm3_open();
    struct ledger_mark tree;
    tree.size = 0;
    struct ledger_hash root = tree_root(sm3, &tree);
    assert_hex(root.bytes, 32, "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b");
    struct ledger_entry first = {
        .seq = 1,
        .recorded_at = 1767225600000,
        .happened_on = civil_date_from_parts((struct civil_parts){2026, 1, 1}),
        .kind = TEXT("note.made"),
        .subject_id = 7,
        .actor = TEXT("system"),
        .command_id = TEXT("c1"),
        .pack_version = TEXT("p1"),
        .body = TEXT("{}"),
    };
    struct ledger_hash leaf = format_leaf(sm3, &first);
    assert_hex(leaf.bytes, 32, "5d099f591b29d26166dc4bf961787fd438bf541cb3c952f7d8e97e7e21dfb0b8");
    tree_push(sm3, &tree, &leaf, NULL);
    struct ledger_entry second = {
        .seq = 2,
        .recorded_at = 1767225600001,
        .happened_on = CIVIL_DATE_NONE,
        .kind = TEXT("note.made"),
        .subject_id = 8,
        .project_id = 9,
        .actor = TEXT("account:12"),
        .command_id = TEXT("c2"),
        .pack_version = TEXT("p1"),
        .body = TEXT("{\"a\":\"中\"}"),
    };
    leaf = ledger_leaf(&second);
    assert_hex(leaf.bytes, 32, "b0d6c84aa0e18ce8dbdd476c38bd7a69baa24371f4300157daa924604608abbb");
    tree_push(sm3, &tree, &leaf, NULL);
    root = tree_root(sm3, &tree);
    assert_hex(root.bytes, 32, "d1d8164baddb5def51d90f6e4a6ee78994cccc20e8b29184457765868ae75110");
    sm3_close(sm3);
}

static void a_long_text_is_hashed_like_a_short_one(void **state)
{
    (void)state;
    static char long_body[5000];
    struct sm3 *sm3 = sm3_open();
    memset(long_body, 'x', sizeof long_body);
    struct ledger_entry entry = {.seq = 1, .happened_on = CIVIL_DATE_NONE};
    entry.kind = entry.actor = entry.command_id = entry.pack_version = TEXT_NONE;
    for (size_t len = 400; len <= sizeof long_body; len += 115) {
        unsigned char row[5200] = {0, 'L', 'D', 'E', '1', 0, 0, 0, 0, 0, 0, 0, 1};
        struct ledger_hash expected;
        memset(row + 21, 0xff, 4); /* no day; then no kind, two zeroes, three empty texts */
        size_t at = 21 + 4 + 4 + 16 + 12;
        row[at + 2] = (unsigned char)(len >> 8);
        row[at + 3] = (unsigned char)len;
        memcpy(row + at + 4, long_body, len);
        entry.body = (struct text){long_body, len};
        sm3_of((struct text){(const char *)row, at + 4 + len}, expected.bytes);
        struct ledger_hash leaf = format_leaf(sm3, &entry);
        assert_true(ledger_hash_equal(&leaf, &expected));
    }
    sm3_close(sm3);
}

/* -- the tree against its slow twin -- */

#define MOST 66000

static struct ledger_hash *some_leaves(struct sm3 *sm3)
{
    struct ledger_hash *leaves = calloc(MOST, sizeof *leaves);
    assert_non_null(leaves);
    for (int i = 0; i < MOST; i++) {
        sm3_begin(sm3);
        sm3_add(sm3, &i, sizeof i);
        sm3_end(sm3, leaves[i].bytes);
    }
    return leaves;
}

static bool is_checked(int64_t size)
{
    return size <= 300 || size % 4999 == 0 || (size > 65530 && size < 65545);
}

static void the_root_is_that_of_rfc_6962_at_every_size(void **state)
{
    (void)state;
    struct sm3 *sm3 = sm3_open();
    struct ledger_hash *leaves = some_leaves(sm3);
    struct ledger_mark tree;
    for (tree.size = 0; tree.size < MOST;) {
        tree_push(sm3, &tree, &leaves[tree.size], NULL);
        if (is_checked(tree.size)) {
            struct ledger_hash root = tree_root(sm3, &tree);
            struct ledger_hash naive = naive_root(sm3, leaves, 0, tree.size);
            assert_true(ledger_hash_equal(&root, &naive));
        }
    }
    free(leaves);
    sm3_close(sm3);
}

static void each_tile_is_the_root_of_its_subtree_and_comes_once(void **state)
{
    (void)state;
    struct sm3 *sm3 = sm3_open();
    struct ledger_hash *leaves = some_leaves(sm3);
    struct ledger_mark tree;
    int64_t next[3] = {0, 0, 0};
    for (tree.size = 0; tree.size < MOST;) {
        struct tree_tiles tiles = {0};
        tree_push(sm3, &tree, &leaves[tree.size], &tiles);
        for (int i = 0; i < tiles.count; i++) {
            const struct tree_tile *tile = &tiles.items[i];
            int64_t width = tile->level == 1 ? 256 : 65536;
            struct ledger_hash naive = naive_root(sm3, leaves, tile->place * width, width);
            assert_true(ledger_hash_equal(&tile->hash, &naive));
            assert_int_equal(tile->place, next[tile->level]++);
        }
    }
    assert_int_equal(next[1], MOST / 256);
    assert_int_equal(next[2], 1);
    free(leaves);
    sm3_close(sm3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sm3_is_that_of_gbt_32905),
        cmocka_unit_test(an_sm2_signature_holds_for_its_message_and_key_only),
        cmocka_unit_test(the_vectors_of_the_format_hold),
        cmocka_unit_test(a_long_text_is_hashed_like_a_short_one),
        cmocka_unit_test(the_root_is_that_of_rfc_6962_at_every_size),
        cmocka_unit_test(each_tile_is_the_root_of_its_subtree_and_comes_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
