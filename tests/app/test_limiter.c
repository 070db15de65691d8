#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "door/api/limiter.h"

static int allowed_of(struct limiter *limiter, const char *peer, int tries, int64_t now)
{
    int allowed = 0;
    int64_t retry = 0;
    for (int i = 0; i < tries; i++) {
        allowed += limiter_allows(limiter, text_of(peer), now, &retry);
    }
    return allowed;
}

static void a_burst_is_let_through_and_no_more(void **state)
{
    (void)state;
    struct limiter *limiter = limiter_open(20, 60);
    assert_int_equal(allowed_of(limiter, "a", 100, 1000000), 20);
    assert_int_equal(allowed_of(limiter, "a", 100, 1000000), 0);
    assert_int_equal(allowed_of(limiter, "b", 100, 1000000), 20);
    limiter_close(limiter);
}

static void afterwards_so_many_a_minute(void **state)
{
    (void)state;
    struct limiter *limiter = limiter_open(20, 60);
    int64_t now = 1000000;
    assert_int_equal(allowed_of(limiter, "a", 100, now), 20);
    int allowed = 0;
    for (int64_t at = now; at < now + 600000; at += 137) {
        allowed += allowed_of(limiter, "a", 3, at);
    }
    assert_true(allowed >= 595 && allowed <= 601);
    /* however long one waits, it is the burst again and not more */
    assert_int_equal(allowed_of(limiter, "a", 100, now + 86400000), 20);
    limiter_close(limiter);
}

static void who_is_refused_hears_when_to_come_again(void **state)
{
    (void)state;
    struct limiter *limiter = limiter_open(1, 6);
    int64_t retry = 77;
    assert_true(limiter_allows(limiter, TEXT("a"), 1000000, &retry));
    assert_int_equal(retry, 0);
    assert_false(limiter_allows(limiter, TEXT("a"), 1000000, &retry));
    assert_true(retry >= 10 && retry <= 11);
    assert_true(limiter_allows(limiter, TEXT("a"), 1000000 + retry * 1000, &retry));
    limiter_close(limiter);
}

static void a_clock_that_is_set_back_locks_nobody_out(void **state)
{
    (void)state;
    struct limiter *limiter = limiter_open(2, 60);
    assert_int_equal(allowed_of(limiter, "a", 5, 10000000), 2);
    assert_int_equal(allowed_of(limiter, "a", 5, 5000000), 0);
    assert_int_equal(allowed_of(limiter, "a", 5, 5003000), 2);
    limiter_close(limiter);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_burst_is_let_through_and_no_more),
        cmocka_unit_test(afterwards_so_many_a_minute),
        cmocka_unit_test(who_is_refused_hears_when_to_come_again),
        cmocka_unit_test(a_clock_that_is_set_back_locks_nobody_out),
    };
    return cmocka_run_group_tests_name("limiter", tests, NULL, NULL);
}
