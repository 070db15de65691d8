#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "chance.h"
#include "engine/retrieve/retrieve.h"

/* Questions over passages small enough that one sees which must come first. */

static const struct text no_words[1];
static const struct text stops[] = {TEXT("怎么"), TEXT("需要")};
static const struct text renewal[] = {TEXT("技改"), TEXT("技术改造")};
static const struct text money[] = {TEXT("补助")};
static const struct retrieve_same same[] = {{{renewal, 2}}};
static const struct retrieve_kind kinds[] = {{TEXT("policy"), {money, 1}}};
static const struct retrieve_words plain = {{no_words, 0}, NULL, 0, NULL, 0};
static const struct retrieve_words words = {{stops, 2}, same, 1, kinds, 1};

static const struct passage passages[] = {
    {TEXT("permit"), TEXT("item"), TEXT("施工许可证核发"), TEXT("开工前办理")},
    {TEXT("filing"), TEXT("item"), TEXT("企业技术改造投资项目备案"), TEXT("设备")},
    {TEXT("grant"), TEXT("policy"), TEXT("技术改造设备补助"), TEXT("年度")},
    {TEXT("body"), TEXT("item"), TEXT("其他"), TEXT("施工许可证的说明写在这里 IDC")},
};

static const char *first(const struct retrieve_words *with, const char *question)
{
    struct arena *arena = arena_open((size_t)1 << 22, (size_t)1 << 24);
    const struct retrieve_index *index = retrieve_open(arena, passages, COUNT_OF(passages), with);
    struct retrieve_answer answer = retrieve_ask(arena, index, text_of(question), 4);
    const char *id = answer.count > 0 ? passages[answer.hits[0].passage].id.at : "";
    for (uint32_t i = 1; i < answer.count; i++) {
        assert_true(answer.hits[i].score <= answer.hits[i - 1].score);
    }
    arena_close(arena);
    return id;
}

static void the_name_goes_before_the_text(void **state)
{
    (void)state;
    assert_string_equal("permit", first(&plain, "施工许可证"));
    assert_string_equal("body", first(&plain, "idc"));
    assert_string_equal("body", first(&plain, "许可证说明"));
}

static void words_of_the_trade_lead_there(void **state)
{
    (void)state;
    assert_string_equal("", first(&plain, "技改"));
    assert_string_equal("filing", first(&words, "技改备案怎么"));
    assert_string_equal("grant", first(&words, "技改需要补助"));
}

static void nothing_found_is_an_answer(void **state)
{
    (void)state;
    assert_string_equal("", first(&words, "火星移民"));
    assert_string_equal("", first(&words, ""));
    assert_string_equal("", first(&words, "怎么需要"));
    assert_string_equal("", first(&words, "?!,."));
}

/* Whatever bytes come, also ones cut in the middle of a character. */
static void any_bytes_are_borne(void **state)
{
    (void)state;
    struct arena *arena = arena_open((size_t)1 << 24, (size_t)1 << 28);
    const struct retrieve_index *index = retrieve_open(arena, passages, COUNT_OF(passages), &words);
    struct chance chance = chance_from(20260301);
    for (int round = 0; round < 3000; round++) {
        struct arena_mark mark = arena_mark(arena);
        size_t len = (size_t)chance_below(&chance, 600);
        char *bytes = arena_alloc(arena, len);
        for (size_t i = 0; i < len; i++) {
            const char *from = "施工许可证技改怎么aB3 ";
            bytes[i] = chance_of(&chance, 80) ? from[chance_below(&chance, (int)strlen(from))]
                                              : (char)chance_below(&chance, 256);
        }
        struct retrieve_answer answer = retrieve_ask(arena, index, (struct text){bytes, len}, 2);
        assert_in_range(answer.count, 0, 2);
        arena_rewind(arena, mark);
    }
    struct retrieve_answer none =
        retrieve_ask(arena, retrieve_open(arena, NULL, 0, &plain), TEXT("施工"), 5);
    assert_int_equal(0, none.count);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_name_goes_before_the_text),
        cmocka_unit_test(words_of_the_trade_lead_there),
        cmocka_unit_test(nothing_found_is_an_answer),
        cmocka_unit_test(any_bytes_are_borne),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
