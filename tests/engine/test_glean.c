#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "chance.h"
#include "engine/retrieve/glean.h"

/* Facts out of sentences: numbers exactly, whatever way they are written; nothing sure that was
 * doubted; and whatever is said, slices of the sentence and no more. */

#define WORDS(name, ...)                                                                           \
    static const struct text name##_items[] = {__VA_ARGS__};                                       \
    static const struct text_list name = {name##_items, COUNT_OF(name##_items)}

WORDS(yes, TEXT("有"), TEXT("涉及"));
WORDS(no, TEXT("没有"), TEXT("不"), TEXT("不涉及"));
WORDS(doubt, TEXT("大概"), TEXT("吗"));
WORDS(ignore, TEXT("不锈钢"));
WORDS(breaks, TEXT("，"), TEXT("？"));
WORDS(waste, TEXT("危废"));
WORDS(forest, TEXT("林地"));
WORDS(invested, TEXT("投资"), TEXT("投"));
WORDS(fixed, TEXT("固定资产投资"));
WORDS(capital, TEXT("注册资本"));
WORDS(chemicals, TEXT("危化品"));
WORDS(truth, TEXT("true"));
WORDS(kinds, TEXT("使用"), TEXT("储存"));

enum { WASTE, FOREST, INVESTED, FIXED, CAPITAL, CHEMICALS, FIELDS };

static struct glean_rule rules[FIELDS];
static struct glean_unit units[3];
static struct glean_words words;

static int open_words(void **state)
{
    (void)state;
    struct text money = TEXT("万元");
    struct glean_number number;
    rules[WASTE] =
        (struct glean_rule){.field = WASTE, .words = waste, .values = truth, .no = TEXT("false")};
    rules[FOREST] =
        (struct glean_rule){.field = FOREST, .words = forest, .values = truth, .no = TEXT("false")};
    rules[INVESTED] = (struct glean_rule){.field = INVESTED, .words = invested, .unit = money};
    rules[FIXED] = (struct glean_rule){.field = FIXED, .words = fixed, .unit = money};
    rules[CAPITAL] =
        (struct glean_rule){.field = CAPITAL, .is_sink = true, .words = capital, .unit = money};
    rules[CHEMICALS] = (struct glean_rule){
        .field = CHEMICALS, .words = chemicals, .values = kinds, .no = TEXT("无")};
    assert_int_equal(6, glean_number(TEXT("0.0001"), &number));
    units[0] = (struct glean_unit){money, TEXT("元"), number.value, false};
    units[1] = (struct glean_unit){money, TEXT(""), number.value, false};
    units[2] = (struct glean_unit){.unit = money, .word = TEXT("美元")};
    words = (struct glean_words){yes, no, doubt, ignore, breaks, rules, FIELDS, units, 3};
    return 0;
}

/* "2 投资5亿 = 50000; ": field, words, values, "?" where it isn't sure. */
static struct text told(struct arena *arena, struct text sentence)
{
    struct glean_facts facts = glean(arena, &words, sentence);
    struct buffer out = buffer_open(arena, 256);
    for (uint32_t i = 0; i < facts.count; i++) {
        const struct glean_fact *fact = &facts.items[i];
        assert_true(fact->words.at >= sentence.at &&
                    fact->words.at + fact->words.len <= sentence.at + sentence.len);
        assert_true(fact->words.len > 0 && text_is_utf8(fact->words));
        assert_true(fact->values.count >= 1 && (!fact->is_sure || fact->values.count == 1));
        buffer_addf(&out, "%u %.*s%s", fact->field, TEXT_ARG(fact->words),
                    fact->is_sure ? " =" : " ?");
        for (size_t j = 0; j < fact->values.count; j++) {
            buffer_addf(&out, " %.*s", TEXT_ARG(fact->values.items[j]));
        }
        buffer_add(&out, TEXT("; "));
    }
    return text_trim(buffer_text(&out));
}

static void expect(const char *sentence, const char *facts)
{
    struct arena *arena = arena_open((size_t)1 << 20, (size_t)1 << 24);
    struct text got = told(arena, text_of(sentence));
    assert_string_equal(facts, text_c_string(arena, got));
    arena_close(arena);
}

static void what_is_said_denied_and_doubted(void **state)
{
    (void)state;
    expect("有危废", "0 有危废 = true;");
    expect("没有危废", "0 没有危废 = false;");
    expect("没有林地、危废", "1 没有林地 = false; 0 没有林地、危废 = false;");
    expect("没有林地，有危废", "1 没有林地 = false; 0 有危废 = true;");
    expect("没有林地有危废", "1 没有林地 = false; 0 有危废 = true;");
    expect("林地不涉及", "1 林地 = false;");
    expect("危废", "0 危废 ? true;");
    expect("有没有危废", "0 有没有危废 ? true false;");
    expect("有危废吗", "0 有危废 ? true;");
    expect("有危废？", "0 有危废 ? true;");
    expect("不锈钢，有危废", "0 有危废 = true;");
    expect("有危废，没有危废", "0 有危废 ? true false;");
    expect("有危化品", "5 有危化品 ? 使用 储存;");
    expect("不涉及危化品", "5 不涉及危化品 = 无;");
    expect("没有说清楚的是这里的那一块林地", "1 林地 ? true;");
    expect("", "");
}

static void amounts_go_where_they_belong(void **state)
{
    (void)state;
    expect("投5亿", "2 投5亿 = 50000;");
    expect("投资5亿元", "2 投资5亿元 = 50000;");
    expect("5亿元投资", "2 5亿元投资 = 50000;");
    expect("固定资产投资3亿", "3 固定资产投资3亿 = 30000;");
    expect("投资5亿固定资产投资3亿", "2 投资5亿 = 50000; 3 固定资产投资3亿 = 30000;");
    expect("注册资本1亿投资5亿", "2 投资5亿 = 50000;");
    expect("投资5亿美元", "");
    expect("投资5", "");
    expect("投资5亿/年", "");
    expect("大概投资5亿", "2 投资5亿 ? 50000;");
    expect("投资3到5亿", "2 投资3到5亿 ? 50000;");
    expect("投资千万", "2 投资千万 ? 1000;");
    expect("投资99999999999999999999亿", "");
}

/* ---- numbers ---- */

static const char *const signs[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

static void write_section(struct buffer *out, int value, bool is_inner)
{
    static const char *const tens[] = {"千", "百", "十", ""};
    static const int sizes[] = {1000, 100, 10, 1};
    bool has_gap = is_inner && value < 1000;
    for (int i = 0; i < 4; i++) {
        int digit = value / sizes[i] % 10;
        if (digit == 0) {
            has_gap = has_gap || (value > sizes[i] && value % sizes[i] > 0);
            continue;
        }
        buffer_addf(out, "%s%s%s", has_gap ? "零" : "", signs[digit], tens[i]);
        has_gap = false;
    }
}

/* 123456789 as 一亿二千三百四十五万六千七百八十九. */
static struct text in_chinese(struct arena *arena, int64_t value)
{
    struct buffer out = buffer_open(arena, 128);
    static const int64_t sizes[] = {100000000, 10000, 1};
    static const char *const scales[] = {"亿", "万", ""};
    bool is_inner = false;
    for (int i = 0; i < 3; i++) {
        int section = (int)(value / sizes[i] % 10000);
        if (section > 0) {
            write_section(&out, section, is_inner);
            buffer_addf(&out, "%s", scales[i]);
            is_inner = true;
        }
    }
    return buffer_text(&out);
}

static void expect_number(struct arena *arena, struct text written, int64_t value)
{
    struct glean_number number;
    struct decimal right;
    decimal_of_int(value, &right);
    size_t len = glean_number(written, &number);
    if (len != written.len || decimal_compare(&right, &number.value) != 0) {
        fail_msg("%.*s is not %lld but %.*s", TEXT_ARG(written), (long long)value,
                 TEXT_ARG(decimal_write(arena, &number.value)));
    }
}

static void numbers_are_read_exactly(void **state)
{
    (void)state;
    struct arena *arena = arena_open((size_t)1 << 22, (size_t)1 << 26);
    for (uint64_t seed = 1; seed <= 20000; seed++) {
        struct chance chance = chance_from(seed);
        struct arena_mark mark = arena_mark(arena);
        int64_t most = (int64_t)1 << (1 + chance_below(&chance, 39));
        int64_t value = 1 + (int64_t)(chance_next(&chance) % (uint64_t)most);
        expect_number(arena, text_format(arena, "%lld", (long long)value), value);
        expect_number(arena, in_chinese(arena, value), value);
        expect_number(
            arena,
            text_format(arena, "%lld.%04d万", (long long)(value / 10000), (int)(value % 10000)),
            value);
        expect_number(arena,
                      text_format(arena, "%lld.%08d亿", (long long)(value / 100000000),
                                  (int)(value % 100000000)),
                      value);
        arena_rewind(arena, mark);
    }
    expect_number(arena, TEXT("1,234,567"), 1234567);
    expect_number(arena, TEXT("三千五"), 3500);
    expect_number(arena, TEXT("三千零五"), 3005);
    expect_number(arena, TEXT("一万五"), 15000);
    expect_number(arena, TEXT("一亿五"), 150000000);
    expect_number(arena, TEXT("十五"), 15);
    expect_number(arena, TEXT("二〇二六"), 2026);
    expect_number(arena, TEXT("一点五亿"), 150000000);
    expect_number(arena, TEXT("5亿3000万"), 530000000);
    arena_close(arena);
}

/* ---- anything said ---- */

static void append_piece(struct buffer *out, struct chance *chance)
{
    static const char *const pieces[] = {
        "有",   "没有",  "不",   "涉及", "大概", "吗",           "不锈钢",   "，",
        "？",   "危废",  "林地", "投资", "投",   "固定资产投资", "注册资本", "危化品",
        "、",   "：",    "元",   "美元", "亿",   "万",           "5",        "3.5",
        "三千", "1,000", "到",   "/",    "我",   "\U0001f600",   "a",        " "};
    buffer_addf(out, "%s", pieces[chance_below(chance, (int)COUNT_OF(pieces))]);
}

static bool is_any_sure(struct arena *arena, struct text sentence)
{
    struct glean_facts facts = glean(arena, &words, sentence);
    for (uint32_t i = 0; i < facts.count; i++) {
        if (facts.items[i].is_sure) {
            return true;
        }
    }
    return false;
}

static void whatever_is_said_is_borne(void **state)
{
    (void)state;
    struct arena *arena = arena_open((size_t)1 << 24, (size_t)1 << 26);
    for (uint64_t seed = 1; seed <= 4000; seed++) {
        struct chance chance = chance_from(seed);
        struct arena_mark mark = arena_mark(arena);
        struct buffer out = buffer_open(arena, 256);
        for (int left = chance_below(&chance, 40); left >= 0; left--) {
            append_piece(&out, &chance);
        }
        struct text sentence = buffer_text(&out);
        struct text once = told(arena, sentence);
        assert_true(text_equal(once, told(arena, sentence)));
        bool is_one_clause = text_find(sentence, TEXT("，")) == SIZE_MAX &&
                             text_find(sentence, TEXT("？")) == SIZE_MAX;
        if (is_one_clause && sentence.len + 3 < GLEAN_SENTENCE_MAX) {
            assert_false(is_any_sure(
                arena, text_format(arena, "%.*s吗", TEXT_ARG(sentence)))); /* all is asked */
        }
        arena_rewind(arena, mark);
    }
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_said_denied_and_doubted),
        cmocka_unit_test(amounts_go_where_they_belong),
        cmocka_unit_test(numbers_are_read_exactly),
        cmocka_unit_test(whatever_is_said_is_borne),
    };
    return cmocka_run_group_tests(tests, open_words, NULL);
}
