#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "chance.h"

static struct arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open(1 << 20, 256 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static const char *text_of_real(double value)
{
    struct decimal decimal;
    decimal_of_real(value, &decimal);
    return text_c_string(arena, decimal_write(arena, &decimal));
}

static void a_double_is_the_shortest_decimal_that_reads_back_as_it(void **state)
{
    (void)state;
    assert_string_equal(text_of_real(0), "0");
    assert_string_equal(text_of_real(-0.0), "0");
    assert_string_equal(text_of_real(0.1), "0.1");
    assert_string_equal(text_of_real(-12.50), "-12.5");
    assert_string_equal(text_of_real(2000), "2000");
    assert_string_equal(text_of_real(1e22), "10000000000000000000000");
    assert_string_equal(text_of_real(1e-7), "0.0000001");
    assert_string_equal(text_of_real(0.30000000000000004), "0.30000000000000004");
    assert_int_equal(strlen(text_of_real(1.7976931348623157e308)), 309);
    assert_int_equal(strlen(text_of_real(5e-324)), 326);
}

/* Whole numbers of up to nine digits with up to four behind the point, beside 64-bit arithmetic. */
static void sums_products_and_quotients_are_those_of_whole_numbers(void **state)
{
    (void)state;
    struct chance chance = {20261130};
    for (int round = 0; round < 20000; round++) {
        int64_t a = (int64_t)chance_below(&chance, 1000000000) - 500000000;
        int64_t b = (int64_t)chance_below(&chance, round % 2 == 0 ? 1000 : 1000000000) - 400;
        int32_t shift = (int32_t)chance_below(&chance, 5);
        struct decimal x, y, sum, less, product, want;
        decimal_of_int(a, &x);
        decimal_of_int(b, &y);
        assert_int_equal(decimal_compare(&x, &y), a < b ? -1 : a > b);
        x.exponent -= a != 0 ? shift : 0;
        y.exponent -= b != 0 ? shift : 0;
        assert_true(decimal_add(&x, &y, &sum));
        assert_true(decimal_subtract(&x, &y, &less));
        assert_true(decimal_multiply(&x, &y, &product));
        decimal_of_int(a + b, &want);
        want.exponent -= a + b != 0 ? shift : 0;
        assert_int_equal(decimal_compare(&sum, &want), 0);
        decimal_of_int(a - b, &want);
        want.exponent -= a - b != 0 ? shift : 0;
        assert_int_equal(decimal_compare(&less, &want), 0);
        decimal_of_int(a * b, &want);
        want.exponent -= a * b != 0 ? 2 * shift : 0;
        assert_int_equal(decimal_compare(&product, &want), 0);
        int64_t quotient = -1;
        if (a >= 0 && b > 0) {
            assert_true(decimal_whole_quotient(&x, &y, &quotient));
            assert_int_equal(quotient, a / b);
        }
    }
}

static void what_has_no_room_is_refused_and_an_operand_may_be_the_result(void **state)
{
    (void)state;
    struct decimal big, small, sum;
    int64_t quotient = 0;
    decimal_of_real(1.7976931348623157e308, &big);
    decimal_of_real(5e-324, &small);
    assert_true(decimal_add(&big, &small, &sum));
    assert_true(decimal_subtract(&sum, &big, &sum));
    assert_int_equal(decimal_compare(&sum, &small), 0);
    assert_false(decimal_whole_quotient(&big, &small, &quotient));
    assert_true(decimal_whole_quotient(&small, &big, &quotient));
    assert_int_equal(quotient, 0);
    assert_true(decimal_add(&big, &small, &sum));
    assert_false(decimal_multiply(&sum, &sum, &sum));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_double_is_the_shortest_decimal_that_reads_back_as_it),
        cmocka_unit_test(sums_products_and_quotients_are_those_of_whole_numbers),
        cmocka_unit_test(what_has_no_room_is_refused_and_an_operand_may_be_the_result),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
