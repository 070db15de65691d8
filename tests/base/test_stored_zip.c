#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/stored_zip.h"

static struct text make(struct arena *arena)
{
    const struct text names[] = {TEXT("a.pdf"), TEXT("文件/二.txt"), TEXT("empty")};
    const struct text bytes[] = {TEXT("123456789"), TEXT("PK\3\4 and more"), TEXT_NONE};
    struct stored_member members[3];
    struct buffer out = buffer_open(arena, 256);
    for (size_t i = 0; i < 3; i++) {
        members[i] = (struct stored_member){names[i], stored_zip_crc(bytes[i]),
                                            (uint32_t)bytes[i].len, (uint32_t)out.len};
        stored_zip_head(&out, &members[i]);
        buffer_add(&out, bytes[i]);
    }
    stored_zip_directory(&out, members, 3, (uint32_t)out.len);
    return buffer_text(&out);
}

static void test_what_is_written_is_read(void **state)
{
    (void)state;
    struct arena *arena = arena_open(1 << 20, 64 << 20);
    struct stored_members found;
    assert_int_equal(stored_zip_crc(TEXT("123456789")),
                     0xcbf43926); /* the check value of ISO 3309 */
    assert_true(stored_zip_read(arena, make(arena), &found));
    assert_int_equal(found.count, 3);
    assert_true(text_is(found.items[1].name, "文件/二.txt"));
    assert_true(text_is(found.items[1].bytes, "PK\3\4 and more"));
    assert_int_equal(found.items[2].bytes.len, 0);
    arena_close(arena);
}

static void test_each_byte_matters(void **state)
{
    (void)state;
    struct arena *arena = arena_open(1 << 20, 64 << 20);
    struct stored_members found;
    struct text good = make(arena);
    for (size_t i = 0; i < good.len; i++) {
        for (int bit = 0; bit < 8; bit++) {
            struct arena_mark mark = arena_mark(arena);
            char *bad = arena_alloc_raw(arena, good.len);
            memcpy(bad, good.at, good.len);
            bad[i] = (char)(bad[i] ^ (1 << bit));
            assert_false(stored_zip_read(arena, (struct text){bad, good.len}, &found));
            arena_rewind(arena, mark);
        }
    }
    arena_close(arena);
}

static void test_no_other_length(void **state)
{
    (void)state;
    struct arena *arena = arena_open(1 << 20, 64 << 20);
    struct stored_members found;
    struct text good = make(arena);
    for (size_t len = 0; len < good.len; len++) {
        struct arena_mark mark = arena_mark(arena);
        char *cut = arena_alloc_raw(arena, len + 1);
        memcpy(cut, good.at, len);
        assert_false(stored_zip_read(arena, (struct text){cut, len}, &found));
        arena_rewind(arena, mark);
    }
    char *longer = arena_alloc(arena, good.len + 1);
    memcpy(longer, good.at, good.len);
    assert_false(stored_zip_read(arena, (struct text){longer, good.len + 1}, &found));
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_written_is_read),
        cmocka_unit_test(test_each_byte_matters),
        cmocka_unit_test(test_no_other_length),
    };
    return cmocka_run_group_tests_name("stored zip", tests, NULL, NULL);
}
