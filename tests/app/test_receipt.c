#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/actor.h"
#include "app/receipt.h"
#include "base/arena.h"
#include "chance.h"

static void a_receipt_reads_back_as_number_and_leaf(void **state)
{
    (void)state;
    struct arena *arena = arena_open(16 << 20, 64 << 20);
    struct chance chance = chance_from(32905);
    for (int i = 0; i < 2000; i++) {
        struct ledger_hash leaf;
        for (size_t k = 0; k < sizeof leaf.bytes; k++) {
            leaf.bytes[k] = (unsigned char)chance_next(&chance);
        }
        int64_t seq = 1 + (int64_t)(chance_next(&chance) >> 10);
        int64_t back = 0;
        struct text hex;
        assert_true(receipt_parse(receipt_code(arena, seq, &leaf), &back, &hex));
        assert_true(back == seq);
        assert_true(text_equal(hex, hex_of(arena, leaf.bytes, RECEIPT_HEX / 2)));
    }
    arena_close(arena);
}

static void what_has_not_the_form_is_no_receipt(void **state)
{
    (void)state;
    static const char *const none[] = {"",
                                       "-",
                                       "12",
                                       "12-",
                                       "0-0a1b2c3d4e5f60718293",
                                       "-1-0a1b2c3d4e5f60718293",
                                       "12-0a1b2c3d4e5f6071829",
                                       "12-0a1b2c3d4e5f607182933",
                                       "12-0A1B2C3D4E5F60718293",
                                       "12-0a1b2c3d4e5f6071829g",
                                       "12--a1b2c3d4e5f60718293",
                                       "12 -0a1b2c3d4e5f60718293",
                                       "99999999999999999999-0a1b2c3d4e5f60718293"};
    for (size_t i = 0; i < COUNT_OF(none); i++) {
        int64_t seq = 77;
        struct text hex = TEXT("kept");
        assert_false(receipt_parse(text_of(none[i]), &seq, &hex));
        assert_true(seq == 77 && text_is(hex, "kept"));
    }
}

static void a_label_names_the_account_and_the_role_and_no_person(void **state)
{
    (void)state;
    struct arena *arena = arena_open(1 << 20, 16 << 20);
    for (int role = ROLE_ENTERPRISE; role < ROLE_COUNT; role++) {
        struct actor actor = {.account = role == ROLE_SYSTEM ? 0 : 12,
                              .role = (enum role)role,
                              .name = TEXT("a name"),
                              .org = TEXT_NONE,
                              .district = TEXT_NONE};
        struct text label = actor_label(arena, &actor);
        assert_true(text_find(label, TEXT("a name")) == SIZE_MAX);
        assert_true(actor_label_account(label) == actor.account);
        assert_int_equal(actor_label_role(label), role);
        assert_int_equal(role_from_name(text_of(role_name((enum role)role))), role);
    }
    assert_int_equal(role_from_name(TEXT("emperor")), ROLE_NONE);
    assert_int_equal(actor_label_account(TEXT("account:x:navigator")), 0);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_receipt_reads_back_as_number_and_leaf),
        cmocka_unit_test(what_has_not_the_form_is_no_receipt),
        cmocka_unit_test(a_label_names_the_account_and_the_role_and_no_person),
    };
    return cmocka_run_group_tests_name("receipt", tests, NULL, NULL);
}
