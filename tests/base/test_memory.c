#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "chance.h"

static void memory_comes_zeroed_and_aligned(void **state)
{
    (void)state;
    struct arena *arena = arena_open(16 << 20, 64 << 20);
    struct chance chance = chance_from(1);
    for (int i = 0; i < 2000; i++) {
        size_t size = (size_t)chance_below(&chance, 3000) + 1;
        unsigned char *at = arena_alloc(arena, size);
        assert_int_equal((uintptr_t)at % _Alignof(max_align_t), 0);
        for (size_t k = 0; k < size; k++) {
            assert_int_equal(at[k], 0);
        }
        memset(at, 0xff, size);
    }
    arena_close(arena);
}

static void a_rewind_gives_back_what_came_after_the_mark(void **state)
{
    (void)state;
    struct arena *arena = arena_open(16 << 20, 64 << 20);
    char *kept = arena_alloc(arena, 100);
    strcpy(kept, "kept");
    struct arena_mark mark = arena_mark(arena);
    size_t before = arena_bytes(arena);
    for (int i = 0; i < 100; i++) {
        memset(arena_alloc(arena, 100000), 'x', 100000);
    }
    assert_true(arena_bytes(arena) > before);
    arena_rewind(arena, mark);
    assert_int_equal(arena_bytes(arena), before);
    assert_string_equal(kept, "kept");
    assert_int_equal(*(char *)arena_alloc(arena, 1), 0);
    arena_close(arena);
}

static void past_the_soft_ceiling_it_goes_on_and_says_so(void **state)
{
    (void)state;
    struct arena *arena = arena_open(10000, 1 << 20);
    struct arena_mark empty = arena_mark(arena);
    (void)arena_alloc(arena, 9000);
    assert_false(arena_is_exhausted(arena, empty));
    struct arena_mark later = arena_mark(arena);
    assert_non_null(arena_alloc(arena, 9000));
    assert_true(arena_is_exhausted(arena, empty));
    assert_false(arena_is_exhausted(arena, later)); /* what was there before does not count */
    assert_non_null(arena_alloc(arena, 9000));
    assert_true(arena_is_exhausted(arena, later));
    arena_reset(arena);
    assert_false(arena_is_exhausted(arena, arena_mark(arena)));
    assert_int_equal(arena_bytes(arena), 0);
    arena_close(arena);
}

static void what_is_added_to_a_buffer_stands_in_it_in_order(void **state)
{
    (void)state;
    struct arena *arena = arena_open(16 << 20, 64 << 20);
    struct buffer buffer = buffer_open(arena, 1);
    char wanted[4000] = "";
    size_t len = 0;
    struct chance chance = chance_from(2);
    while (len < sizeof wanted - 40) {
        int64_t number = (int64_t)chance_next(&chance);
        len += (size_t)snprintf(wanted + len, sizeof wanted - len, "%lld;", (long long)number);
        buffer_add_int(&buffer, number);
        buffer_add_char(&buffer, ';');
    }
    assert_int_equal(buffer.len, len);
    assert_memory_equal(buffer_text(&buffer).at, wanted, len);
    buffer_clear(&buffer);
    assert_int_equal(buffer_text(&buffer).len, 0);
    buffer_add_int(&buffer, INT64_MIN);
    buffer_addf(&buffer, " %s %d", "联动", 7);
    assert_true(text_is(buffer_text(&buffer), "-9223372036854775808 联动 7"));
    arena_close(arena);
}

static void room_that_was_reserved_counts_only_when_committed(void **state)
{
    (void)state;
    struct arena *arena = arena_open(1 << 20, 16 << 20);
    struct buffer buffer = buffer_open(arena, 4);
    char *at = buffer_reserve(&buffer, 1000);
    memcpy(at, "abc", 3);
    assert_int_equal(buffer.len, 0);
    buffer_commit(&buffer, 2);
    assert_true(text_is(buffer_text(&buffer), "ab"));
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_comes_zeroed_and_aligned),
        cmocka_unit_test(a_rewind_gives_back_what_came_after_the_mark),
        cmocka_unit_test(past_the_soft_ceiling_it_goes_on_and_says_so),
        cmocka_unit_test(what_is_added_to_a_buffer_stands_in_it_in_order),
        cmocka_unit_test(room_that_was_reserved_counts_only_when_committed),
    };
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
