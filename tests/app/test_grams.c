#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ground/project/project_store.h"

static int alike(const char *a, const char *b)
{
    struct grams first;
    struct grams second;
    grams_of(text_of(a), &first);
    grams_of(text_of(b), &second);
    int percent = grams_similarity(&first, &second);
    assert_int_equal(percent, grams_similarity(&second, &first));
    assert_true(percent >= 0 && percent <= 100);
    return percent;
}

static void a_name_is_its_pairs_of_characters(void **state)
{
    (void)state;
    struct grams grams;
    grams_of(TEXT("闽航电池"), &grams);
    assert_int_equal(grams.count, 3);
    assert_true(text_is(grams.items[0], "闽航"));
    assert_true(text_is(grams.items[1], "航电"));
    assert_true(text_is(grams.items[2], "电池"));
}

static void a_name_is_like_itself_and_unlike_another(void **state)
{
    (void)state;
    assert_int_equal(alike("年产十万套动力电池项目", "年产十万套动力电池项目"), 100);
    assert_int_equal(alike("冷链物流园", "新能源汽车"), 0);
    assert_true(alike("闽航动力电池项目", "闽航动力电池二期项目") > 60);
}

static void spaces_and_punctuation_make_no_difference(void **state)
{
    (void)state;
    assert_int_equal(alike("闽航（长乐）电池项目", "闽航 长乐、电池项目。"), 100);
    assert_int_equal(alike("LNG-2 Terminal", "LNG 2Terminal"), 100);
}

static void a_pair_counts_once_however_often_it_comes(void **state)
{
    (void)state;
    struct grams grams;
    grams_of(TEXT("电池电池电池"), &grams);
    assert_int_equal(grams.count, 2);
}

static void what_has_no_pair_is_like_nothing(void **state)
{
    (void)state;
    struct grams grams;
    grams_of(TEXT(""), &grams);
    assert_int_equal(grams.count, 0);
    grams_of(TEXT("电"), &grams);
    assert_int_equal(grams.count, 0);
    assert_int_equal(alike("", ""), 0);
    assert_int_equal(alike("电", "电"), 0);
}

static void a_name_of_any_length_fits(void **state)
{
    (void)state;
    char longest[801] = "";
    for (int i = 0; i < 200; i++) {
        const char character[4] = {(char)0xf0, (char)0x9f, (char)(0x80 + i / 64),
                                   (char)(0x80 + i % 64)};
        memcpy(longest + 4 * i, character, 4);
    }
    struct grams grams;
    grams_of(text_of(longest), &grams);
    assert_int_equal(grams.count, GRAMS_MAX);
    for (size_t i = 0; i < grams.count; i++) {
        assert_int_equal(grams.items[i].len, 8);
        assert_true(text_is_utf8(grams.items[i]));
    }
}

/* -- searching by words -- */

static bool has_gram(const char *text, struct search_gram wanted)
{
    struct text of = text_of(text);
    for (size_t at = 0; at < of.len;) {
        struct search_gram gram;
        at = search_gram(of, at, &gram);
        bool begins = gram.len >= wanted.len && memcmp(gram.bytes, wanted.bytes, wanted.len) == 0;
        if (begins && (!wanted.is_whole || gram.len == wanted.len)) {
            return true;
        }
    }
    return false;
}

/* Any stretch of whole characters of the text, of any length. */
static void whatever_stands_in_a_text_is_found_by_its_grams(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "闽航动力电池", "榕联2026-0017", "LG新能源Ab项目", "a", "电", "ab"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct text text = text_of(texts[i]);
        for (size_t from = 0; from < text.len; from++) {
            for (size_t len = 1; from + len <= text.len; len++) {
                struct text words = text_slice(text, from, len);
                if (!text_is_utf8(words)) {
                    continue;
                }
                assert_true(search_holds(text, words));
                for (size_t at = 0; at < words.len;) {
                    struct search_gram gram;
                    at = search_gram(words, at, &gram);
                    assert_true(has_gram(texts[i], gram));
                }
            }
        }
    }
}

static void letters_are_found_large_or_small(void **state)
{
    (void)state;
    struct search_gram gram;
    (void)search_gram(TEXT("ABCDE"), 0, &gram);
    assert_true(gram.is_whole && gram.len == 4 && memcmp(gram.bytes, "abcd", 4) == 0);
    assert_true(search_holds(TEXT("LG新能源"), TEXT("lg新")));
    assert_false(search_holds(TEXT("LG新能源"), TEXT("lg源")));
}

static void a_gram_is_two_characters_or_four_of_ascii(void **state)
{
    (void)state;
    struct search_gram gram;
    (void)search_gram(TEXT("电池组"), 0, &gram);
    assert_true(gram.is_whole && gram.len == 6);
    (void)search_gram(TEXT("20"), 0, &gram);
    assert_true(!gram.is_whole && gram.len == 2);
    (void)search_gram(TEXT("池"), 0, &gram);
    assert_true(!gram.is_whole && gram.len == 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_its_pairs_of_characters),
        cmocka_unit_test(a_name_is_like_itself_and_unlike_another),
        cmocka_unit_test(spaces_and_punctuation_make_no_difference),
        cmocka_unit_test(a_pair_counts_once_however_often_it_comes),
        cmocka_unit_test(what_has_no_pair_is_like_nothing),
        cmocka_unit_test(a_name_of_any_length_fits),
        cmocka_unit_test(whatever_stands_in_a_text_is_found_by_its_grams),
        cmocka_unit_test(letters_are_found_large_or_small),
        cmocka_unit_test(a_gram_is_two_characters_or_four_of_ascii),
    };
    return cmocka_run_group_tests_name("grams", tests, NULL, NULL);
}
