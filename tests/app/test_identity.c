#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/identity/identity.h"
#include "app/identity/password.h"
#include "base/arena.h"

#define MINUTE_MS ((int64_t)60000)
#define DAY_MS (24 * 60 * MINUTE_MS)

static void each_lock_is_twice_as_long_as_the_one_before(void **state)
{
    (void)state;
    assert_true(lock_duration_ms(0) == 15 * MINUTE_MS);
    for (int64_t locks = 1; locks < 6; locks++) {
        assert_true(lock_duration_ms(locks) == 2 * lock_duration_ms(locks - 1));
    }
    assert_true(lock_duration_ms(1000) >= lock_duration_ms(10));
    assert_true(lock_duration_ms(INT64_MAX) > 0);
}

/* Whoever tries as often as he is let, for a month: the most in any 24 hours. */
static void nobody_gets_more_than_a_hundred_tries_in_a_day(void **state)
{
    (void)state;
    static int64_t tries[4000];
    size_t count = 0;
    int64_t now = 0;
    for (int64_t locks = 0; now < 30 * DAY_MS; locks++) {
        for (int i = 0; i < FAILURES_BEFORE_LOCK; i++) {
            assert_true(count < COUNT_OF(tries));
            tries[count++] = now;
        }
        now += lock_duration_ms(locks);
    }
    for (size_t i = 0; i < count; i++) {
        size_t within = 0;
        for (size_t k = i; k < count && tries[k] - tries[i] < DAY_MS; k++) {
            within++;
        }
        assert_true(within <= 100);
    }
}

static void a_password_has_a_length_and_is_not_guessed_first(void **state)
{
    (void)state;
    char longest[130];
    memset(longest, 'x', sizeof longest);
    const struct {
        struct text password;
        bool allowed;
    } rows[] = {
        {TEXT("short"), false},
        {TEXT("ninechars"), false},
        {TEXT("ten-chars!"), true},
        {TEXT("一二三四五六七八九"), false},
        {TEXT("一二三四五六七八九十"), true},
        {TEXT("all small letters and spaces"), true},
        {TEXT("1234567890"), false},
        {TEXT("liandong2026"), false},
        {TEXT("x-navigator-x"), false},
        {{longest, 128}, true},
        {{longest, 129}, false},
        {TEXT(""), false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct fault fault = {.code = FAULT_NONE};
        bool allowed = password_is_allowed(rows[i].password, TEXT("navigator"), &fault);
        if (allowed != rows[i].allowed || allowed != (fault.code == FAULT_NONE)) {
            fail_msg("row %zu", i);
        }
        assert_true(allowed || strcmp(fault.field, "password") == 0);
    }
}

static void a_hash_matches_its_password_alone_and_is_another_each_time(void **state)
{
    (void)state;
    char first[PASSWORD_HASH_SIZE];
    char second[PASSWORD_HASH_SIZE];
    struct fault fault = {.code = FAULT_NONE};
    assert_true(password_hash(TEXT("correct horse"), first, &fault));
    assert_true(password_hash(TEXT("correct horse"), second, &fault));
    assert_string_not_equal(first, second);
    assert_true(strncmp(first, "$argon2id$", 10) == 0);
    assert_null(strstr(first, "correct"));
    assert_true(password_matches(TEXT("correct horse"), first));
    assert_false(password_matches(TEXT("correct horsf"), first));
    assert_false(password_matches(TEXT("correct horse"), "no hash at all"));
}

static void random_words_differ_and_their_hashes_tell_nothing(void **state)
{
    (void)state;
    struct arena *arena = arena_open(1 << 20, 16 << 20);
    struct text seen[200];
    for (size_t i = 0; i < COUNT_OF(seen); i++) {
        seen[i] = password_random(arena, 12);
        assert_int_equal(seen[i].len, 16);
        for (size_t k = 0; k < i; k++) {
            assert_false(text_equal(seen[i], seen[k]));
        }
        struct text hash = token_hash(arena, seen[i]);
        assert_int_equal(hash.len, 64);
        assert_true(text_find(hash, seen[i]) == SIZE_MAX);
        assert_true(text_equal(hash, token_hash(arena, seen[i])));
    }
    arena_close(arena);
}

/* RFC 6238, appendix B, its secret and times for HMAC-SHA-1; six digits are the last of its eight.
 */
static void a_code_belongs_to_its_step_and_the_two_beside_it(void **state)
{
    (void)state;
    static const struct {
        int64_t seconds;
        const char *code;
    } rows[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    const unsigned char *secret = (const unsigned char *)"12345678901234567890";
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct text code = text_of(rows[i].code);
        int64_t step = rows[i].seconds / 30, now = rows[i].seconds * 1000;
        assert_true(second_factor_step(secret, code, now, 0) == step);
        assert_true(second_factor_step(secret, code, now + 30000, 0) == step);
        assert_true(second_factor_step(secret, code, now - 30000, step - 1) == step);
        assert_true(second_factor_step(secret, code, now + 60000, 0) == 0);
        assert_true(second_factor_step(secret, code, now, step) == 0);
    }
    static const char *const wrong[] = {"", "28708", "2870822", "28708a", "-87082", "287 0820"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_true(second_factor_step(secret, text_of(wrong[i]), 59000, 0) == 0);
    }
    assert_true(second_factor_step(secret, TEXT("287 082"), 59000, 0) == 1);
}

static void a_new_secret_is_another_each_time_and_reads_back(void **state)
{
    (void)state;
    struct arena *arena = arena_open(4096, 1 << 20);
    struct fault fault = {.code = FAULT_NONE};
    unsigned char bytes[2][SECOND_FACTOR_SECRET_SIZE];
    for (size_t i = 0; i < 2; i++) {
        struct text base32 = second_factor_new(arena);
        assert_int_equal(base32.len, 32);
        assert_true(second_factor_bytes(base32, bytes[i], &fault));
    }
    assert_true(memcmp(bytes[0], bytes[1], sizeof bytes[0]) != 0);
    assert_false(second_factor_bytes(TEXT("AAAA"), bytes[0], &fault));
    assert_false(second_factor_bytes(TEXT("not base32!"), bytes[0], &fault));
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_lock_is_twice_as_long_as_the_one_before),
        cmocka_unit_test(nobody_gets_more_than_a_hundred_tries_in_a_day),
        cmocka_unit_test(a_password_has_a_length_and_is_not_guessed_first),
        cmocka_unit_test(a_hash_matches_its_password_alone_and_is_another_each_time),
        cmocka_unit_test(a_code_belongs_to_its_step_and_the_two_beside_it),
        cmocka_unit_test(a_new_secret_is_another_each_time_and_reads_back),
        cmocka_unit_test(random_words_differ_and_their_hashes_tell_nothing),
    };
    return cmocka_run_group_tests_name("identity", tests, NULL, NULL);
}
