#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "chance.h"
#include "engine/retrieve/suggest.h"

/* What is typed against names: characters, initials, whole readings, mixed; all readings of a
 * character count. */

static struct arena *arena;
static const struct pinyin *pinyin;

static int open_table(void **state)
{
    (void)state;
    arena = arena_open((size_t)1 << 22, (size_t)1 << 26);
    pinyin = pinyin_open(arena);
    return 0;
}

static int close_table(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static int32_t distance(const char *name, const char *typed)
{
    struct arena_mark mark = arena_mark(arena);
    struct suggest_name a = suggest_name(arena, text_of(name));
    struct suggest_name b = suggest_name(arena, text_of(typed));
    int32_t found = suggest_distance(pinyin, &a, &b);
    arena_rewind(arena, mark);
    return found;
}

static void letters_and_characters_fit(void **state)
{
    (void)state;
    static const char *const fitting[] = {
        "长乐",     "cldc",   "CLDC",      "cl dc",        "changledianchi", "changle",
        "zldc",     "cydc",   "changl",    "clqdldc",      "dongli",         "dianchi",
        "长ldc",    "长乐dc", "dianch",    "clqdonglidcx", "chldc",          "xm",
        "xiangmu1", "1",      "cldianchi", "电池",         "项目1"};
    for (size_t i = 0; i < COUNT_OF(fitting); i++) {
        if (distance("长乐区动力电池项目1期", fitting[i]) == SUGGEST_NONE) {
            fail_msg("%s fits", fitting[i]);
        }
    }
    static const char *const others[] = {"",     " ",   "b",    "clb",    "xmdc", "changb",
                                         "福州", "dcl", "池电", "cqlcmq", "ongli"};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        if (distance("长乐区动力电池项目1期", others[i]) != SUGGEST_NONE) {
            fail_msg("%s doesn't fit", others[i]);
        }
    }
}

static void all_readings_count(void **state)
{
    (void)state;
    assert_true(distance("重庆银行", "cqyh") != SUGGEST_NONE);
    assert_true(distance("重庆银行", "zqyx") != SUGGEST_NONE);
    assert_true(distance("重庆银行", "chongqingyinhang") != SUGGEST_NONE);
    assert_true(distance("绿地", "lvdi") != SUGGEST_NONE);
    assert_int_equal(0, pinyin_of(pinyin, 'a').count);
    assert_int_equal(0, pinyin_of(pinyin, 0x1f600).count);
    assert_int_equal(1, pinyin_of(pinyin, 0x798f).count); /* 福 */
    assert_string_equal("fu", pinyin_syllable(*pinyin_of(pinyin, 0x798f).syllables).at);
}

static void the_nearer_is_nearer(void **state)
{
    (void)state;
    assert_true(distance("长乐电池", "cldc") < distance("长乐区动力电池", "cldc"));
    assert_true(distance("电池厂", "dc") < distance("长乐电池厂", "dc"));
    assert_true(distance("电池", "dc") < distance("电池厂", "dc"));
}

/* Initials of a part of a name find it, whichever reading is taken; whatever is typed is borne. */
static void parts_are_found(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20000; seed++) {
        struct chance chance = chance_from(seed);
        uint32_t name[12];
        uint32_t typed[64];
        uint32_t count = 0;
        uint32_t length = 1 + (uint32_t)chance_below(&chance, 12);
        uint32_t first = (uint32_t)chance_below(&chance, (int)length);
        for (uint32_t i = 0; i < length; i++) {
            do {
                name[i] = 0x4e00 + (uint32_t)chance_below(&chance, 0x5200);
            } while (pinyin_of(pinyin, name[i]).count == 0);
        }
        uint32_t last = first + (uint32_t)chance_below(&chance, (int)(length - first));
        for (uint32_t i = first; i <= last && count + 8 < SUGGEST_TYPED_MAX; i++) {
            struct pinyin_readings readings = pinyin_of(pinyin, name[i]);
            uint32_t taken = (uint32_t)chance_below(&chance, (int)readings.count);
            struct text reading = pinyin_syllable(readings.syllables[taken]);
            size_t letters = chance_of(&chance, 50) ? 1 : reading.len;
            for (size_t j = 0; j < letters; j++) {
                typed[count++] = (unsigned char)reading.at[j];
            }
        }
        struct suggest_name a = {name, length};
        struct suggest_name b = {typed, count};
        assert_true(suggest_distance(pinyin, &a, &b) != SUGGEST_NONE);
        for (uint32_t i = 0; i < count; i++) {
            typed[i] = chance_of(&chance, 80) ? typed[i] : (uint32_t)chance_next(&chance);
        }
        (void)suggest_distance(pinyin, &a, &b);
    }
}

static void typed_means(const char *typed, const char *const *wanted)
{
    struct suggest_name name = suggest_name(arena, text_of(typed));
    char ways[SUGGEST_WAYS][SUGGEST_TYPED_MAX + 1];
    uint32_t count = suggest_initials(pinyin, &name, ways);
    uint32_t at = 0;
    for (; wanted[at] != NULL; at++) {
        assert_true(at < count);
        assert_string_equal(wanted[at], ways[at]);
    }
    assert_int_equal(at, count);
}

static void initials_are_read_out_of_what_is_typed(void **state)
{
    (void)state;
    typed_means("cldc", (const char *const[]){"cldc", NULL});
    typed_means("changledian", (const char *const[]){"changledian", "cld", NULL});
    typed_means("changldianch", (const char *const[]){"changldianch", "cldc", NULL});
    typed_means("长ldc", (const char *const[]){"cldc", "zldc", NULL});
    typed_means("福州，3期", (const char *const[]){"fz3j", "fz3q", NULL});
    typed_means("", (const char *const[]){"", NULL});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_and_characters_fit),
        cmocka_unit_test(all_readings_count),
        cmocka_unit_test(the_nearer_is_nearer),
        cmocka_unit_test(parts_are_found),
        cmocka_unit_test(initials_are_read_out_of_what_is_typed),
    };
    return cmocka_run_group_tests(tests, open_table, close_table);
}
