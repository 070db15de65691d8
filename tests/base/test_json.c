#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/json_read.h"
#include "base/json_write.h"
#include "chance.h"
#include "jansson_beside.h"

struct fixture {
    struct arena *arena;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture.arena = arena_open(64 << 20, 256 << 20);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    arena_close(f->arena);
    return 0;
}

static enum fault_code read_code(struct fixture *f, struct text source, const struct jvalue **out)
{
    struct fault fault = {.code = FAULT_NONE};
    bool read = json_read(f->arena, source, out, &fault);
    assert_true(read == (fault.code == FAULT_NONE));
    return fault.code;
}

static struct text written(struct fixture *f, const struct jvalue *value)
{
    struct buffer buffer = buffer_open(f->arena, 64);
    struct json_writer json = json_writer_open(&buffer);
    json_value(&json, value);
    return buffer_text(&buffer);
}

#define BYTES(literal)                                                                             \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }

/* What RFC 8259 calls JSON, with its canonical form. */
static void json_is_read_and_written_in_its_canonical_form(void **state)
{
    struct fixture *f = *state;
    static const struct {
        struct text source;
        const char *canonical;
    } rows[] = {
        {BYTES("null"), "null"},
        {BYTES(" true "), "true"},
        {BYTES("[]"), "[]"},
        {BYTES("{}"), "{}"},
        {BYTES("\t[ 1 ,\r\n 2 ]"), "[1,2]"},
        {BYTES("{\"b\":1,\"a\":2}"), "{\"b\":1,\"a\":2}"},
        {BYTES("-0"), "0"},
        {BYTES("9223372036854775807"), "9223372036854775807"},
        {BYTES("-9223372036854775808"), "-9223372036854775808"},
        {BYTES("0.1"), "0.1"},
        {BYTES("1.5e300"), "1.5e+300"},
        {BYTES("1E2"), "100"},
        {BYTES("\"\\u8054\\u52a8\""), "\"联动\""},
        {BYTES("\"\\ud83c\\udfed\""), "\"\xf0\x9f\x8f\xad\""},
        {BYTES("\"\\/\\b\\f\\n\\r\\t\\\"\\\\\""), "\"/\\b\\f\\n\\r\\t\\\"\\\\\""},
        {BYTES("\"\\u001f\\u007f\""), "\"\\u001f\x7f\""},
        {BYTES("\"\""), "\"\""},
        {BYTES("{\"\":[{\"x\":null}]}"), "{\"\":[{\"x\":null}]}"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct jvalue *value = NULL;
        if (read_code(f, rows[i].source, &value) != FAULT_NONE) {
            fail_msg("'%s' was refused", rows[i].source.at);
        }
        struct text out = written(f, value);
        if (!text_is(out, rows[i].canonical)) {
            fail_msg("'%s' came out as '%s'", rows[i].source.at, text_c_string(f->arena, out));
        }
    }
}

/* What is not JSON, and what I-JSON (RFC 7493) shuts out. */
static void what_is_no_json_is_refused(void **state)
{
    struct fixture *f = *state;
    static const struct text rows[] = {
        BYTES(""),
        BYTES(" "),
        BYTES("nul"),
        BYTES("True"),
        BYTES("NaN"),
        BYTES("Infinity"),
        BYTES("-"),
        BYTES("+1"),
        BYTES("01"),
        BYTES("-01"),
        BYTES("1."),
        BYTES(".5"),
        BYTES("1e"),
        BYTES("1e+"),
        BYTES("0x10"),
        BYTES("1e400"),
        BYTES("9223372036854775808"),
        BYTES("[1,]"),
        BYTES("[1 2]"),
        BYTES("[1,,2]"),
        BYTES("[,1]"),
        BYTES("["),
        BYTES("]"),
        BYTES("[1}"),
        BYTES("{\"a\":1,}"),
        BYTES("{\"a\" 1}"),
        BYTES("{\"a\":}"),
        BYTES("{a:1}"),
        BYTES("{'a':1}"),
        BYTES("{1:1}"),
        BYTES("{\"a\":1,\"a\":2}"),
        BYTES("{} {}"),
        BYTES("{}x"),
        BYTES("\""),
        BYTES("\"a"),
        BYTES("'a'"),
        BYTES("\"\\x\""),
        BYTES("\"\\u12\""),
        BYTES("\"\\u00zz\""),
        BYTES("\"\\ud800\""),
        BYTES("\"\\ud800\\u0041\""),
        BYTES("\"\\udc00\""),
        BYTES("\"\\u0000\""),
        BYTES("\"a\nb\""),
        BYTES("\"a\tb\""),
        BYTES("\"a\0b\""),
        BYTES("{\"a\0\":1}"),
        BYTES("[1]\0"),
        BYTES("/* c */ 1"),
        BYTES("// c\n1"),
        BYTES("\xef\xbb\xbf{}"),
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct jvalue *value = NULL;
        enum fault_code code = read_code(f, rows[i], &value);
        if (code != FAULT_JSON_SYNTAX || value != NULL) {
            fail_msg("row %zu, '%s': %s", i, rows[i].at, fault_code_name(code));
        }
    }
}

static void bytes_that_are_no_utf8_are_named_as_such(void **state)
{
    struct fixture *f = *state;
    static const struct text rows[] = {BYTES("\"\xff\""), BYTES("{\"\xc0\x80\":1}"),
                                       BYTES("\"\xed\xa0\x80\"")};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct jvalue *value = NULL;
        assert_int_equal(read_code(f, rows[i], &value), FAULT_TEXT_NOT_UTF8);
    }
}

static void nesting_has_a_ceiling_and_brackets_in_texts_do_not_count(void **state)
{
    struct fixture *f = *state;
    const struct jvalue *value = NULL;
    struct buffer deep = buffer_open(f->arena, 200);
    for (int i = 0; i < JSON_DEPTH_MAX; i++) {
        buffer_add_char(&deep, '[');
    }
    struct buffer deeper = buffer_open(f->arena, 200);
    buffer_add_char(&deeper, '[');
    buffer_add(&deeper, buffer_text(&deep));
    for (int i = 0; i < JSON_DEPTH_MAX; i++) {
        buffer_add_char(&deep, ']');
        buffer_add_char(&deeper, ']');
    }
    buffer_add_char(&deeper, ']');
    assert_int_equal(read_code(f, buffer_text(&deep), &value), FAULT_NONE);
    assert_int_equal(read_code(f, buffer_text(&deeper), &value), FAULT_JSON_TOO_DEEP);
    struct buffer quoted = buffer_open(f->arena, 200);
    buffer_add(&quoted, TEXT("\"\\\""));
    for (int i = 0; i < 1000; i++) {
        buffer_add_char(&quoted, '[');
    }
    buffer_add_char(&quoted, '"');
    assert_int_equal(read_code(f, buffer_text(&quoted), &value), FAULT_NONE);
}

static void a_mistake_is_found_at_its_line(void **state)
{
    struct fixture *f = *state;
    const struct jvalue *value = NULL;
    struct fault fault = {.code = FAULT_NONE};
    assert_false(json_read(f->arena, TEXT("{\n\"a\": 1,\n\"b\" 2}"), &value, &fault));
    assert_string_equal(fault.arguments[0], "3");
}

static void null_counts_as_absent_and_a_wrong_kind_gives_the_fallback(void **state)
{
    struct fixture *f = *state;
    const struct jvalue *value = NULL;
    read_code(f, TEXT("{\"a\":null,\"b\":\"x\",\"c\":7,\"d\":true,\"e\":1.5}"), &value);
    assert_true(jvalue_is_null(jvalue_get(value, "a")));
    assert_true(jvalue_is_null(jvalue_get(value, "z")));
    assert_null(jvalue_get(NULL, "a"));
    assert_null(jvalue_get(jvalue_get(value, "b"), "a"));
    assert_int_equal(jvalue_int(jvalue_get(value, "c"), -1), 7);
    assert_int_equal(jvalue_int(jvalue_get(value, "b"), -1), -1);
    assert_int_equal(jvalue_int(jvalue_get(value, "e"), -1), -1);
    assert_true(text_is(jvalue_text(jvalue_get(value, "c"), TEXT("no")), "no"));
    assert_true(jvalue_bool(jvalue_get(value, "d"), false));
    assert_true(jvalue_number(jvalue_get(value, "e")) == 1.5);
}

/* -- any value, written and read back, is the same value -- */

static struct jvalue some_value(struct arena *arena, struct chance *chance, int depth);

static struct text some_text(struct arena *arena, struct chance *chance)
{
    static const char *const pieces[] = {"a", "\"", "\\", "\n", "\x01", "联", "\xf0\x9f\x8f\xad",
                                         "/", "\t", "{",  "]",  "\x7f", " ",  "\xe2\x80\xa8"};
    struct buffer out = buffer_open(arena, 16);
    for (int left = chance_below(chance, 8); left > 0; left--) {
        buffer_add(&out, text_of(pieces[chance_below(chance, (int)COUNT_OF(pieces))]));
    }
    return buffer_text(&out);
}

static struct jvalue some_number(struct chance *chance)
{
    if (chance_of(chance, 50)) {
        int shift = chance_below(chance, 64);
        return (struct jvalue){.kind = JVALUE_INT,
                               .integer = (int64_t)(chance_next(chance) >> shift)};
    }
    double value = ldexp((double)chance_next(chance), chance_below(chance, 400) - 260);
    /* A whole double is written as an integer, which reads back as one. */
    return (struct jvalue){.kind = JVALUE_REAL, .real = value == floor(value) ? 0.5 : value};
}

static struct jvalue some_scope(struct arena *arena, struct chance *chance, int depth)
{
    uint32_t count = (uint32_t)chance_below(chance, 5);
    if (chance_of(chance, 50)) {
        struct jvalue *items = arena_array(arena, struct jvalue, count);
        for (uint32_t i = 0; i < count; i++) {
            items[i] = some_value(arena, chance, depth + 1);
        }
        return (struct jvalue){.kind = JVALUE_ARRAY, .count = count, .items = items};
    }
    struct jmember *members = arena_array(arena, struct jmember, count);
    for (uint32_t i = 0; i < count; i++) {
        struct text tail = some_text(arena, chance);
        members[i].name = text_format(arena, "%u%.*s", i, TEXT_ARG(tail));
        members[i].value = some_value(arena, chance, depth + 1);
    }
    return (struct jvalue){.kind = JVALUE_OBJECT, .count = count, .members = members};
}

static struct jvalue some_value(struct arena *arena, struct chance *chance, int depth)
{
    switch (depth > 5 ? chance_below(chance, 4) : chance_below(chance, 7)) {
    case 0: return (struct jvalue){.kind = JVALUE_NULL};
    case 1: return (struct jvalue){.kind = JVALUE_BOOL, .truth = chance_of(chance, 50)};
    case 2: return some_number(chance);
    case 3: return (struct jvalue){.kind = JVALUE_TEXT, .text = some_text(arena, chance)};
    default: return some_scope(arena, chance, depth);
    }
}

static void any_value_reads_back_as_it_was_written(void **state)
{
    struct fixture *f = *state;
    struct chance chance = chance_from(8259);
    for (int i = 0; i < 20000; i++) {
        struct arena_mark mark = arena_mark(f->arena);
        struct jvalue value = some_value(f->arena, &chance, 0);
        struct text first = written(f, &value);
        const struct jvalue *back = NULL;
        if (read_code(f, first, &back) != FAULT_NONE || !text_equal(first, written(f, back))) {
            fail_msg("round %d: %s", i, text_c_string(f->arena, first));
        }
        arena_rewind(f->arena, mark);
    }
}

static void broken_json_never_does_more_than_be_refused(void **state)
{
    struct fixture *f = *state;
    struct chance chance = chance_from(7493);
    for (int i = 0; i < 20000; i++) {
        struct arena_mark mark = arena_mark(f->arena);
        struct jvalue value = some_value(f->arena, &chance, 0);
        struct text good = written(f, &value);
        char *bytes = arena_alloc(f->arena, good.len + 1);
        memcpy(bytes, good.at, good.len);
        size_t len = good.len;
        if (len > 0) {
            bytes[chance_below(&chance, (int)len)] = (char)chance_next(&chance);
            len = chance_of(&chance, 30) ? (size_t)chance_below(&chance, (int)len + 1) : len;
        }
        const struct jvalue *back = NULL;
        if (read_code(f, (struct text){bytes, len}, &back) == FAULT_NONE) {
            const struct jvalue *again = NULL;
            assert_int_equal(read_code(f, written(f, back), &again), FAULT_NONE);
        }
        arena_rewind(f->arena, mark);
    }
}

/* -- beside a reader that others wrote -- */

static struct text some_tokens(struct arena *arena, struct chance *chance)
{
    static const char *const pieces[] = {
        "{",   "}",     "[",       "]",       ",",   ":",    "\"",    "\"a\"",       "\"b\":", "1",
        "-",   "0",     ".5",      "e",       "E+2", "true", "null",  "false",       " ",      "\n",
        "\\n", "\\u00", "\\ud83c", "\\udfed", "\\/", "联",   "1e308", "99999999999", "\x01",   "a"};
    struct buffer out = buffer_open(arena, 64);
    for (int left = 1 + chance_below(chance, 12); left > 0; left--) {
        buffer_add(&out, text_of(pieces[chance_below(chance, (int)COUNT_OF(pieces))]));
    }
    return buffer_text(&out);
}

/* jansson read JSON here before; what it took and what it refused is what we take and refuse. */
static void jansson_reads_the_same_and_refuses_the_same(void **state)
{
    struct fixture *f = *state;
    struct chance chance = chance_from(404);
    int read = 0;
    for (int i = 0; i < 60000; i++) {
        struct arena_mark mark = arena_mark(f->arena);
        struct text text = some_tokens(f->arena, &chance);
        if (chance_of(&chance, 30)) {
            struct jvalue value = some_value(f->arena, &chance, 0);
            text = written(f, &value);
        }
        const struct jvalue *ours = NULL;
        bool is_read = read_code(f, text, &ours) == FAULT_NONE;
        if (!jansson_agrees(text, ours)) {
            fail_msg("round %d: %s", i, text_c_string(f->arena, text));
        }
        read += is_read;
        arena_rewind(f->arena, mark);
    }
    assert_true(read > 10000);
}

/* Names are compared in another way when there are many of them. */
static void one_name_twice_is_refused_among_few_and_among_many(void **state)
{
    struct fixture *f = *state;
    for (int count = 1; count < 300; count += 7) {
        struct buffer out = buffer_open(f->arena, 4096);
        buffer_add(&out, TEXT("{"));
        for (int i = 0; i < count; i++) {
            buffer_add(&out, text_format(f->arena, "\"n%d\":[%d],", i, i));
        }
        struct text rest = buffer_text(&out);
        struct text good = text_format(f->arena, "%.*s\"m\":0}", TEXT_ARG(rest));
        struct text bad = text_format(f->arena, "%.*s\"n0\":0}", TEXT_ARG(rest));
        const struct jvalue *value = NULL;
        const struct jvalue *none = NULL;
        assert_int_equal(read_code(f, good, &value), FAULT_NONE);
        assert_int_equal(value->count, count + 1);
        assert_int_equal(jvalue_get(value, "n0")->items[0].integer, 0);
        assert_true(text_equal(written(f, value), good));
        assert_int_equal(read_code(f, bad, &none), FAULT_JSON_SYNTAX);
    }
}

static void scopes_are_balanced_and_members_separated(void **state)
{
    struct fixture *f = *state;
    struct buffer buffer = buffer_open(f->arena, 64);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    json_member_text(&json, "a", TEXT("x"));
    json_member_text_or_null(&json, "b", TEXT_NONE);
    json_member_date(&json, "c", 0);
    json_member_date(&json, "d", CIVIL_DATE_NONE);
    json_name(&json, "e");
    json_array(&json);
    json_int(&json, 1);
    json_raw(&json, TEXT("{}"));
    json_end(&json);
    json_member_bool(&json, "f", false);
    json_end(&json);
    assert_true(text_is(buffer_text(&buffer),
                        "{\"a\":\"x\",\"b\":null,\"c\":\"1970-01-01\",\"d\":null,"
                        "\"e\":[1,{}],\"f\":false}"));
    assert_int_equal(json.depth, 0);
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(json_is_read_and_written_in_its_canonical_form),
        T(what_is_no_json_is_refused),
        T(bytes_that_are_no_utf8_are_named_as_such),
        T(nesting_has_a_ceiling_and_brackets_in_texts_do_not_count),
        T(a_mistake_is_found_at_its_line),
        T(null_counts_as_absent_and_a_wrong_kind_gives_the_fallback),
        T(any_value_reads_back_as_it_was_written),
        T(broken_json_never_does_more_than_be_refused),
        T(jansson_reads_the_same_and_refuses_the_same),
        T(one_name_twice_is_refused_among_few_and_among_many),
        T(scopes_are_balanced_and_members_separated),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
