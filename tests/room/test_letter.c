#include "room/letter/letter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/json_read.h"
#include "pack/pack.h"
#include "paper/paper.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_open(1 << 20, 1 << 24);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

#define TEMPLATE(blocks)                                                                            \
    "{\"title\":\"受理通知书\",\"basis\":\"第三十二条\",\"term\":\"{days}个工作日\"," \
    "\"text_en\":\"Accepted: {item}.\",\"blocks\":[" blocks "]}"

static bool compose(const char *template, struct letter_order *order, struct text *out,
                    struct fault *fault)
{
    static const struct text reasons[] = {{"缺少图纸", 12}, {"缺少签章", 12}};
    static const struct letter_value values[] = {
        {.name = {"item", 4}, .text = {"\"用地\" & <规划>", 19}},
        {.name = {"days", 4}, .text = {"7", 1}},
        {.name = {"note", 4}, .text = {"", 0}},
        {.name = {"reasons", 7}, .text = {"", 0}, .items = reasons, .count = 2},
    };
    struct pack_record *text = arena_new(arena, struct pack_record);
    text->name = TEXT("受理通知书");
    assert_true(json_read(arena, text_of(template), &text->raw, fault));
    order->text = text;
    order->values = (struct letter_values){values, 4};
    order->number = TEXT("榕联受〔2026〕0001号");
    order->unit_name = TEXT("福州市自然资源和规划局");
    order->addressee = TEXT("示例公司");
    order->on = 20000;
    return letter_compose(arena, order, out, fault);
}

static bool says(struct text document, const char *words)
{
    return text_find(document, text_of(words)) != SIZE_MAX;
}

static void law_day_and_days_left_stand_in_every_letter(void **state)
{
    (void)state;
    struct letter_order order = {.due = 20010, .days_left = 6, .is_provisional = true};
    struct fault fault = {.code = FAULT_NONE};
    struct text document = TEXT_NONE;
    assert_true(compose(TEMPLATE(""), &order, &document, &fault));
    assert_true(says(document, "法律依据") && says(document, "第三十二条"));
    assert_true(says(document, "出具日期") && says(document, "2024年10月4日"));
    assert_true(says(document, "剩余工作日") && says(document, "6 个工作日"));
    assert_true(says(document, "截止日期") && says(document, "未公布"));
}

static void what_does_not_run_has_no_last_day(void **state)
{
    (void)state;
    struct letter_order order = {.due = CIVIL_DATE_NONE};
    struct fault fault = {.code = FAULT_NONE};
    struct text document = TEXT_NONE;
    assert_true(compose(TEMPLATE(""), &order, &document, &fault));
    assert_false(says(document, "截止日期") || says(document, "剩余工作日"));
    assert_true(says(document, "期限"));
}

static void a_name_that_nobody_fills_in_is_refused(void **state)
{
    (void)state;
    struct letter_order order = {.due = CIVIL_DATE_NONE};
    struct fault fault = {.code = FAULT_NONE};
    struct text document = TEXT_NONE;
    assert_false(
        compose(TEMPLATE("{\"is\":\"text\",\"text\":\"{nothing}\"}"), &order, &document, &fault));
    assert_int_equal(fault.code, FAULT_LETTER_TEXT_WRONG);
}

static void a_block_stands_only_where_its_value_is_known(void **state)
{
    (void)state;
    struct letter_order order = {.due = CIVIL_DATE_NONE};
    struct fault fault = {.code = FAULT_NONE};
    struct text document = TEXT_NONE;
    assert_true(compose(TEMPLATE("{\"is\":\"heading\",\"text\":\"说明栏\",\"when\":\"note\"},"
                                 "{\"is\":\"list\",\"from\":\"reasons\",\"when\":\"reasons\"}"),
                        &order, &document, &fault));
    assert_false(says(document, "说明栏"));
    assert_true(says(document, "缺少图纸") && says(document, "缺少签章"));
}

static void what_is_composed_is_paper_with_and_without_its_code(void **state)
{
    (void)state;
    struct letter_order order = {.due = 20010, .days_left = 6};
    struct fault fault = {.code = FAULT_NONE};
    struct text document = TEXT_NONE;
    const struct paper *paper = NULL;
    assert_true(
        compose(TEMPLATE("{\"is\":\"text\",\"text\":\"{item}\"}"), &order, &document, &fault));
    assert_true(paper_read(arena, document, &paper, &fault));
    uint32_t count = paper->block_count;
    struct text code = TEXT("12-0123456789abcdef0123");
    struct text printed = letter_with_code(arena, document, code, "https://a.test");
    assert_true(paper_read(arena, printed, &paper, &fault));
    assert_int_equal(paper->block_count, count + 1);
    assert_true(says(printed, "https://a.test/verify/12-0123456789abcdef0123"));
    assert_true(paper_read(arena, letter_with_code(arena, document, code, NULL), &paper, &fault));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(law_day_and_days_left_stand_in_every_letter),
        cmocka_unit_test(what_does_not_run_has_no_last_day),
        cmocka_unit_test(a_name_that_nobody_fills_in_is_refused),
        cmocka_unit_test(a_block_stands_only_where_its_value_is_known),
        cmocka_unit_test(what_is_composed_is_paper_with_and_without_its_code),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
