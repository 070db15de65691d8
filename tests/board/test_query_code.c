#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "ground/project/query_code.h"

static struct arena *arena;

static int open_arena(void **state)
{
    (void)state;
    static unsigned char key[QUERY_CODE_KEY_SIZE];
    for (size_t i = 0; i < sizeof key; i++) {
        key[i] = (unsigned char)(i * 7 + 1);
    }
    query_code_set_key(key);
    arena = arena_open(1 << 20, 64 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static int64_t parse(struct text code)
{
    int64_t project = 0;
    return query_code_parse(code, &project) ? project : 0;
}

static void a_code_leads_back_to_its_project(void **state)
{
    (void)state;
    static const int64_t projects[] = {1, 2, 31, 32, 1000, 123456789, ((int64_t)1 << 40) - 1};
    for (size_t i = 0; i < COUNT_OF(projects); i++) {
        struct text code = query_code_of(arena, projects[i]);
        assert_int_equal(code.len, QUERY_CODE_SIZE);
        assert_int_equal(parse(code), projects[i]);
    }
}

static void case_hyphens_spaces_and_look_alikes_do_not_matter(void **state)
{
    (void)state;
    struct text code = query_code_of(arena, 33);
    char typed[128];
    size_t len = 0;
    for (size_t i = 0; i < code.len; i++) {
        char c = code.at[i];
        if (c == '-') {
            continue;
        }
        c = c == '0' ? 'o' : c == '1' ? (i % 2 == 0 ? 'l' : 'I') : c >= 'A' ? (char)(c | 0x20) : c;
        typed[len++] = c;
        if (i % 3 == 0) {
            typed[len++] = ' ';
        }
    }
    assert_int_equal(parse((struct text){typed, len}), 33);
}

static void no_single_character_may_differ(void **state)
{
    (void)state;
    static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    for (int64_t project = 1; project < 40; project++) {
        struct text code = query_code_of(arena, project);
        for (size_t i = 0; i < code.len; i++) {
            for (size_t k = 0; code.at[i] != '-' && k < 32; k++) {
                struct text other = text_copy(arena, code);
                ((char *)(uintptr_t)other.at)[i] = alphabet[k];
                assert_int_equal(parse(other), alphabet[k] == code.at[i] ? project : 0);
            }
        }
    }
}

static void random_codes_never_verify(void **state)
{
    (void)state;
    static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    uint64_t seed = 88172645463325252u;
    for (int i = 0; i < 100000; i++) {
        char code[24];
        for (size_t k = 0; k < sizeof code; k++) {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            code[k] =
                k < 7 ? '0' : alphabet[seed & 31]; /* small numbers: projects that may exist */
        }
        assert_int_equal(parse((struct text){code, sizeof code}), 0);
    }
}

static void malformed_codes_do_not_verify(void **state)
{
    (void)state;
    struct text code = query_code_of(arena, 5);
    assert_int_equal(parse(text_slice(code, 0, code.len - 1)), 0);
    assert_int_equal(parse(text_format(arena, "%.*s0", TEXT_ARG(code))), 0);
    assert_int_equal(
        parse(text_format(arena, "%.*sU", TEXT_ARG(text_slice(code, 0, code.len - 1)))), 0);
    assert_int_equal(parse(TEXT_NONE), 0);
    assert_int_equal(parse(TEXT("------------------------")), 0);
    assert_int_equal(parse((struct text){"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 24}),
                     0);
    assert_int_equal(parse(TEXT("000000000000000000000000")), 0);
    assert_int_equal(parse(TEXT("查询码查询码查询码查询码")), 0);
}

static void another_key_makes_other_codes(void **state)
{
    (void)state;
    struct text before = query_code_of(arena, 5);
    unsigned char key[QUERY_CODE_KEY_SIZE] = {1};
    query_code_set_key(key);
    assert_int_equal(parse(before), 0);
    assert_int_equal(parse(query_code_of(arena, 5)), 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_leads_back_to_its_project),
        cmocka_unit_test(case_hyphens_spaces_and_look_alikes_do_not_matter),
        cmocka_unit_test(no_single_character_may_differ),
        cmocka_unit_test(random_codes_never_verify),
        cmocka_unit_test(malformed_codes_do_not_verify),
        cmocka_unit_test(another_key_makes_other_codes),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
