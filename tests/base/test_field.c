#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/field.h"
#include "chance.h"

/* One field of every kind, and of some twice with other bounds. */
struct sample {
    struct text title;
    struct text story;
    int64_t count;
    int64_t part;
    int64_t chapter;
    int64_t project;
    bool urgent;
    bool agreed;
    int64_t score;
    civil_date on;
    struct text investment;
    struct text mode;
    struct text_list codes;
    struct text extra;
    int64_t new_entity;
};

static const char *const modes[] = {"approve", "file", "核准", NULL};

static const struct field sample_fields[] = {
    FIELD(sample, title, TEXT, .max = 10, .zh = "标题", .en = "title"),
    FIELD(sample, story, TEXT, .max = 2000, .multiline = true, .zh = "说明", .en = "story"),
    FIELD(sample, count, INT, .min = -5, .max = 100, .zh = "数量", .en = "count"),
    FIELD(sample, part, INT, .zh = "部分", .en = "part"),
    FIELD(sample, chapter, INT, .min = 1, .max = 9, .zh = "章", .en = "chapter"),
    FIELD(sample, project, ID, .zh = "项目", .en = "project"),
    FIELD(sample, urgent, BOOL, .zh = "紧急", .en = "urgent"),
    FIELD(sample, on, DATE, .zh = "日期", .en = "day"),
    FIELD(sample, investment, MONEY, .zh = "总投资", .en = "investment"),
    FIELD(sample, mode, CHOICE, .choices = modes, .zh = "方式", .en = "mode"),
    FIELD(sample, codes, TEXTS, .max = 4, .zh = "编码", .en = "codes"),
    FIELD(sample, extra, JSON, .zh = "其他", .en = "extra"),
    FIELD(sample, new_entity, TRUTH, .zh = "新设主体", .en = "new entity"),
};
static const struct field_table sample_table = FIELD_TABLE(sample, sample_fields);

static const struct field must_fields[] = {
    FIELD(sample, title, TEXT, .required = true, .zh = "标题", .en = "title"),
    FIELD(sample, agreed, BOOL, .required = true, .zh = "同意", .en = "agreed"),
    FIELD(sample, score, INT, .required = true, .zh = "得分", .en = "score"),
    FIELD(sample, codes, TEXTS, .required = true, .zh = "编码", .en = "codes"),
};
static const struct field_table must_table = FIELD_TABLE(sample, must_fields);

struct fixture {
    struct arena *arena;
    struct fault fault;
    struct sample sample;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    memset(&fixture, 0, sizeof fixture);
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

static bool reads_by(struct fixture *f, const struct field_table *table, struct text source)
{
    const struct jvalue *object = NULL;
    f->fault = (struct fault){.code = FAULT_NONE};
    return json_read(f->arena, source, &object, &f->fault) &&
           field_read(f->arena, table, object, &f->sample, &f->fault);
}

static bool reads(struct fixture *f, const char *source)
{
    return reads_by(f, &sample_table, text_of(source));
}

static void what_is_absent_has_the_value_of_its_kind(void **state)
{
    struct fixture *f = *state;
    assert_true(reads(f, "{}"));
    assert_int_equal(f->sample.title.len, 0);
    assert_non_null(f->sample.title.at);
    assert_int_equal(f->sample.count, 0);
    assert_false(f->sample.urgent);
    assert_int_equal(f->sample.on, CIVIL_DATE_NONE);
    assert_int_equal(f->sample.codes.count, 0);
    assert_int_equal(f->sample.new_entity, -1);
    assert_true(reads(f, "{\"title\":null,\"count\":null,\"on\":null,\"new_entity\":null,"
                         "\"codes\":null,\"extra\":null,\"mode\":null,\"investment\":null}"));
    assert_int_equal(f->sample.new_entity, -1);
}

static void every_kind_is_read(void **state)
{
    struct fixture *f = *state;
    assert_true(reads(f,
                      "{\"title\":\" 年产十万套 \",\"story\":\"一\\n二\",\"count\":-5,\"project\":"
                      "9007199254740992,\"urgent\":true,\"on\":\"2026-03-02\",\"investment\":"
                      "\"52800.5\",\"mode\":\"核准\",\"codes\":[\"a\",\" b \",\"a\",\"\"],"
                      "\"extra\":{\"x\":[1,2.5]},\"new_entity\":false}"));
    assert_true(text_is(f->sample.title, "年产十万套"));
    assert_true(text_is(f->sample.story, "一\n二"));
    assert_int_equal(f->sample.count, -5);
    assert_true(f->sample.project == (int64_t)1 << 53);
    assert_true(f->sample.urgent);
    assert_true(text_is(f->sample.investment, "52800.5"));
    assert_true(text_is(f->sample.mode, "核准"));
    assert_int_equal(f->sample.codes.count, 2);
    assert_true(text_is(f->sample.codes.items[1], "b"));
    assert_true(text_is(f->sample.extra, "{\"x\":[1,2.5]}"));
    assert_int_equal(f->sample.new_entity, 0);
}

static void what_is_wrong_is_refused_by_name_and_leaves_the_output_alone(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *source;
        enum fault_code code;
        const char *field;
    } rows[] = {
        {"[]", FAULT_BODY_NOT_OBJECT, ""},
        {"null", FAULT_BODY_NOT_OBJECT, ""},
        {"{\"titel\":1}", FAULT_FIELD_UNKNOWN, "titel"},
        {"{\"Title\":\"x\"}", FAULT_FIELD_UNKNOWN, "Title"},
        {"{\"title\":1}", FAULT_FIELD_TYPE, "title"},
        {"{\"title\":\"十一十一十一十一十一十\"}", FAULT_FIELD_TOO_LONG, "title"},
        {"{\"title\":\"a\\nb\"}", FAULT_FIELD_CONTROLS, "title"},
        {"{\"story\":\"\\u001b[0m\"}", FAULT_FIELD_CONTROLS, "story"},
        {"{\"count\":\"7\"}", FAULT_FIELD_TYPE, "count"},
        {"{\"count\":7.0}", FAULT_FIELD_TYPE, "count"},
        {"{\"count\":-6}", FAULT_FIELD_TOO_SMALL, "count"},
        {"{\"count\":101}", FAULT_FIELD_TOO_LARGE, "count"},
        {"{\"part\":-1}", FAULT_FIELD_TOO_SMALL, "part"},
        {"{\"chapter\":0}", FAULT_FIELD_TOO_SMALL, "chapter"},
        {"{\"project\":0}", FAULT_FIELD_TOO_SMALL, "project"},
        {"{\"project\":9007199254740993}", FAULT_FIELD_TOO_LARGE, "project"},
        {"{\"urgent\":1}", FAULT_FIELD_TYPE, "urgent"},
        {"{\"urgent\":\"true\"}", FAULT_FIELD_TYPE, "urgent"},
        {"{\"on\":\"2026-02-30\"}", FAULT_FIELD_DATE, "on"},
        {"{\"on\":20260302}", FAULT_FIELD_DATE, "on"},
        {"{\"investment\":52800}", FAULT_FIELD_MONEY, "investment"},
        {"{\"investment\":\"-1\"}", FAULT_FIELD_MONEY, "investment"},
        {"{\"mode\":\"Approve\"}", FAULT_FIELD_CHOICE, "mode"},
        {"{\"mode\":\"\"}", FAULT_FIELD_CHOICE, "mode"},
        {"{\"mode\":7}", FAULT_FIELD_CHOICE, "mode"},
        {"{\"codes\":\"a\"}", FAULT_FIELD_TYPE, "codes"},
        {"{\"codes\":[1]}", FAULT_FIELD_TYPE, "codes"},
        {"{\"codes\":[\"a\",\"b\",\"c\",\"d\",\"e\"]}", FAULT_FIELD_TOO_LARGE, "codes"},
        {"{\"extra\":\"text\"}", FAULT_FIELD_TYPE, "extra"},
        {"{\"new_entity\":\"yes\"}", FAULT_FIELD_TYPE, "new_entity"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        memset(&f->sample, 0x5a, sizeof f->sample);
        struct sample before = f->sample;
        bool read = reads(f, rows[i].source);
        if (read || f->fault.code != rows[i].code || strcmp(f->fault.field, rows[i].field) != 0) {
            fail_msg("%s: %s %s", rows[i].source, fault_code_name(f->fault.code), f->fault.field);
        }
        assert_memory_equal(&f->sample, &before, sizeof before);
    }
}

static void a_refusal_carries_the_label_that_a_person_reads(void **state)
{
    struct fixture *f = *state;
    assert_false(reads(f, "{\"count\":101}"));
    assert_true(text_is(fault_sentence(f->arena, &f->fault, LANGUAGE_ZH), "“数量”不得大于 100"));
}

static void what_is_required_must_be_there_and_not_be_empty(void **state)
{
    struct fixture *f = *state;
    static const char *const whole[] = {"\"title\":\"x\"", "\"agreed\":false", "\"score\":0",
                                        "\"codes\":[\"a\"]"};
    for (int missing = 0; missing <= 4; missing++) {
        struct buffer source = buffer_open(f->arena, 64);
        for (int i = 0; i < 4; i++) {
            if (i != missing) {
                buffer_add(&source, source.len == 0 ? TEXT("{") : TEXT(","));
                buffer_add(&source, text_of(whole[i]));
            }
        }
        buffer_add_char(&source, '}');
        assert_int_equal(reads_by(f, &must_table, buffer_text(&source)), missing == 4);
        assert_true(missing == 4 || f->fault.code == FAULT_FIELD_REQUIRED);
    }
    assert_false(reads_by(f, &must_table,
                          TEXT("{\"title\":\"  \",\"agreed\":true,\"score\":1,"
                               "\"codes\":[\"a\"]}")));
    assert_int_equal(f->fault.code, FAULT_FIELD_REQUIRED);
    assert_false(reads_by(f, &must_table,
                          TEXT("{\"title\":\"x\",\"agreed\":true,\"score\":1,\"codes\":[\" \"]}")));
    assert_int_equal(f->fault.code, FAULT_FIELD_REQUIRED);
}

/* A no and a nought are answers too. */
static void a_required_no_or_nought_survives_being_written(void **state)
{
    struct fixture *f = *state;
    assert_true(reads_by(f, &must_table,
                         TEXT("{\"title\":\"x\",\"agreed\":false,\"score\":0,\"codes\":[\"a\"]}")));
    struct text out = field_json(f->arena, &must_table, &f->sample);
    assert_true(text_is(out, "{\"title\":\"x\",\"agreed\":false,\"score\":0,\"codes\":[\"a\"]}"));
    assert_true(reads_by(f, &must_table, out));
}

/* -- any struct, written and read back, is the same struct -- */

static struct text some_text(struct arena *arena, struct chance *chance, int most, bool lines)
{
    static const char *const pieces[] = {"a", "联", "\"", "\\", "/", "0", "\xf0\x9f\x8f\xad", "\n"};
    struct buffer out = buffer_open(arena, 16);
    for (int left = chance_below(chance, most + 1); left > 0; left--) {
        buffer_add(&out, text_of(pieces[chance_below(chance, lines ? 8 : 7)]));
    }
    return text_trim(buffer_text(&out));
}

static void some_sample(struct arena *arena, struct chance *chance, struct sample *out)
{
    field_clear(&sample_table, out);
    out->title = some_text(arena, chance, 10, false);
    out->story = some_text(arena, chance, 50, true);
    out->count = chance_below(chance, 106) - 5;
    out->part = chance_of(chance, 30) ? 0 : (int64_t)(chance_next(chance) >> 12);
    out->chapter = chance_below(chance, 10);
    out->project = chance_of(chance, 30) ? 0 : 1 + (int64_t)(chance_next(chance) >> 12);
    out->urgent = chance_of(chance, 50);
    out->on = chance_of(chance, 30) ? CIVIL_DATE_NONE : chance_below(chance, 40000) - 10000;
    if (chance_of(chance, 70)) {
        out->investment = text_format(arena, "%d.%02d", chance_below(chance, 99999999),
                                      chance_below(chance, 100));
    }
    out->mode = chance_of(chance, 70) ? text_of(modes[chance_below(chance, 3)]) : TEXT_NONE;
    struct text *codes = arena_array(arena, struct text, 4);
    size_t count = (size_t)chance_below(chance, 5);
    for (size_t i = 0; i < count; i++) {
        codes[i] = text_format(arena, "%zu-%d", i, chance_below(chance, 100));
    }
    out->codes = (struct text_list){codes, count};
    out->extra = chance_of(chance, 50) ? TEXT("{\"a\":[1,\"b\",null]}") : TEXT_NONE;
    out->new_entity = chance_below(chance, 3) - 1;
}

static void any_struct_reads_back_as_it_was_written(void **state)
{
    struct fixture *f = *state;
    struct chance chance = chance_from(20260302);
    for (int i = 0; i < 20000; i++) {
        struct arena_mark mark = arena_mark(f->arena);
        struct sample sample;
        some_sample(f->arena, &chance, &sample);
        struct text first = field_json(f->arena, &sample_table, &sample);
        if (!reads_by(f, &sample_table, first)) {
            fail_msg("%s: %s", text_c_string(f->arena, first), f->fault.field);
        }
        struct text second = field_json(f->arena, &sample_table, &f->sample);
        assert_true(text_equal(first, second));
        assert_int_equal(f->sample.count, sample.count);
        assert_true(f->sample.part == sample.part && f->sample.chapter == sample.chapter &&
                    f->sample.project == sample.project && f->sample.urgent == sample.urgent &&
                    f->sample.on == sample.on && f->sample.new_entity == sample.new_entity);
        assert_true(text_equal(f->sample.title, sample.title) &&
                    text_equal(f->sample.story, sample.story) &&
                    text_equal(f->sample.extra, sample.extra));
        arena_rewind(f->arena, mark);
    }
}

static void the_schema_is_json_and_tells_the_bounds(void **state)
{
    struct fixture *f = *state;
    struct buffer buffer = buffer_open(f->arena, 1024);
    struct json_writer json = json_writer_open(&buffer);
    field_schema(&json, &sample_table);
    const struct jvalue *schema = NULL;
    struct fault fault = {.code = FAULT_NONE};
    assert_true(json_read(f->arena, buffer_text(&buffer), &schema, &fault));
    const struct jvalue *members = jvalue_get(schema, "properties");
    assert_int_equal(members->count, COUNT_OF(sample_fields));
    assert_int_equal(jvalue_int(jvalue_get(jvalue_get(members, "title"), "maxLength"), 0), 10);
    assert_int_equal(jvalue_int(jvalue_get(jvalue_get(members, "count"), "minimum"), 0), -5);
    assert_int_equal(jvalue_get(jvalue_get(members, "mode"), "enum")->count, 3);
}

/* -- money -- */

static void money_is_decimal_text_of_at_most_two_places(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t hundredths; /* -1: no money */
    } rows[] = {
        {"0", 0},
        {"0.0", 0},
        {"0.01", 1},
        {"0.1", 10},
        {"1", 100},
        {"52800", 5280000},
        {"52800.5", 5280050},
        {"9999999999999.99", 999999999999999},
        {"10000000000000", -1},
        {"", -1},
        {".5", -1},
        {"5.", -1},
        {"00", -1},
        {"01", -1},
        {"0.001", -1},
        {"-1", -1},
        {"+1", -1},
        {"1,000", -1},
        {"1e3", -1},
        {" 1", -1},
        {"1 ", -1},
        {"1.2.3", -1},
        {"１", -1},
        {"0x1", -1},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct text text = text_of(rows[i].text);
        if (money_is_valid(text) != (rows[i].hundredths >= 0)) {
            fail_msg("'%s'", rows[i].text);
        }
        if (rows[i].hundredths >= 0) {
            assert_true(money_hundredths(text) == rows[i].hundredths);
        }
    }
}

static void money_is_exact_for_every_amount_that_can_be_written(void **state)
{
    struct fixture *f = *state;
    struct chance chance = chance_from(100);
    for (int i = 0; i < 50000; i++) {
        struct arena_mark mark = arena_mark(f->arena);
        int64_t amount = (int64_t)(chance_next(&chance) % 1000000000000000u);
        struct text text = text_format(f->arena, "%lld.%02lld", (long long)(amount / 100),
                                       (long long)(amount % 100));
        assert_true(money_is_valid(text) && money_hundredths(text) == amount);
        arena_rewind(f->arena, mark);
    }
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(what_is_absent_has_the_value_of_its_kind),
        T(every_kind_is_read),
        T(what_is_wrong_is_refused_by_name_and_leaves_the_output_alone),
        T(a_refusal_carries_the_label_that_a_person_reads),
        T(what_is_required_must_be_there_and_not_be_empty),
        T(a_required_no_or_nought_survives_being_written),
        T(any_struct_reads_back_as_it_was_written),
        T(the_schema_is_json_and_tells_the_bounds),
        T(money_is_decimal_text_of_at_most_two_places),
        T(money_is_exact_for_every_amount_that_can_be_written),
    };
    return cmocka_run_group_tests_name("field", tests, NULL, NULL);
}
