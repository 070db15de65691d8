#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "app/query.h"
#include "base/arena.h"
#include "chance.h"

struct asked {
    struct text words;
    int64_t limit;
    bool mine;
    int64_t known;
    civil_date since;
    struct text state;
};

static const char *const states[] = {"open", "closed", NULL};
static const struct field fields[] = {
    FIELD(asked, words, TEXT, .max = 20, .zh = "词", .en = "words"),
    FIELD(asked, limit, INT, .min = 1, .max = 100, .zh = "条数", .en = "limit"),
    FIELD(asked, mine, BOOL, .zh = "我的", .en = "mine"),
    FIELD(asked, known, TRUTH, .zh = "已知", .en = "known"),
    FIELD(asked, since, DATE, .zh = "自", .en = "since"),
    FIELD(asked, state, CHOICE, .choices = states, .zh = "状态", .en = "state"),
};
static const struct field_table table = FIELD_TABLE(asked, fields);

struct fixture {
    struct arena *arena;
    struct fault fault;
    struct asked asked;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    memset(&fixture, 0, sizeof fixture);
    fixture.arena = arena_open(16 << 20, 64 << 20);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    arena_close(f->arena);
    return 0;
}

static bool reads(struct fixture *f, const char *query)
{
    f->fault = (struct fault){.code = FAULT_NONE};
    return query_read(f->arena, &table, text_of(query), &f->asked, &f->fault);
}

static void every_kind_is_read_from_text(void **state)
{
    struct fixture *f = *state;
    assert_true(reads(f, "words=%E8%81%94%e5%8a%a8+a%2Bb&limit=20&mine=true&known=0"
                         "&since=2026-03-02&state=open"));
    assert_true(text_is(f->asked.words, "联动 a+b"));
    assert_int_equal(f->asked.limit, 20);
    assert_true(f->asked.mine);
    assert_int_equal(f->asked.known, 0);
    assert_true(text_is(f->asked.state, "open"));
}

static void nothing_asked_is_fine_and_an_empty_filter_is_not_set(void **state)
{
    struct fixture *f = *state;
    assert_true(reads(f, ""));
    assert_int_equal(f->asked.known, -1);
    assert_true(reads(f, "state=&limit=&since="));
    assert_int_equal(f->asked.limit, 0);
    assert_true(query_read(f->arena, NULL, TEXT(""), NULL, &f->fault));
    assert_false(query_read(f->arena, NULL, TEXT("a=1"), NULL, &f->fault));
}

static void what_is_wrong_is_refused(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *query;
        enum fault_code code;
    } rows[] = {
        {"page=2", FAULT_QUERY_INVALID},
        {"Limit=2", FAULT_QUERY_INVALID},
        {"limit=2&limit=3", FAULT_QUERY_INVALID},
        {"limit=two", FAULT_QUERY_INVALID},
        {"limit=2.0", FAULT_QUERY_INVALID},
        {"limit=0", FAULT_FIELD_TOO_SMALL},
        {"limit=101", FAULT_FIELD_TOO_LARGE},
        {"mine=yes", FAULT_QUERY_INVALID},
        {"since=2026-02-30", FAULT_FIELD_DATE},
        {"state=shut", FAULT_FIELD_CHOICE},
        {"words=%", FAULT_QUERY_INVALID},
        {"words=%4", FAULT_QUERY_INVALID},
        {"words=%zz", FAULT_QUERY_INVALID},
        {"words=%00", FAULT_QUERY_INVALID},
        {"words=%FF", FAULT_QUERY_INVALID},
        {"words=%C0%80", FAULT_QUERY_INVALID},
        {"words=%ED%A0%80", FAULT_QUERY_INVALID},
        {"words=%1b", FAULT_FIELD_CONTROLS},
        {"words=aaaaaaaaaaaaaaaaaaaaa", FAULT_FIELD_TOO_LONG},
        {"&", FAULT_QUERY_INVALID},
        {"=", FAULT_QUERY_INVALID},
        {"limit=1&&mine=1", FAULT_QUERY_INVALID},
        {"lim%69t=1", FAULT_QUERY_INVALID},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (reads(f, rows[i].query) || f->fault.code != rows[i].code) {
            fail_msg("%s: %s", rows[i].query, fault_code_name(f->fault.code));
        }
    }
}

static void any_text_that_was_encoded_decodes_to_itself(void **state)
{
    struct fixture *f = *state;
    struct chance chance = chance_from(3986);
    static const char *const pieces[] = {"a", " ", "+", "%", "联", "&", "=", "\xf0\x9f\x8f\xad",
                                         "/"};
    for (int i = 0; i < 5000; i++) {
        struct arena_mark mark = arena_mark(f->arena);
        char plain[200] = "";
        char encoded[1000] = "";
        for (int left = chance_below(&chance, 30); left > 0; left--) {
            strcat(plain, pieces[chance_below(&chance, (int)COUNT_OF(pieces))]);
        }
        for (size_t k = 0; plain[k] != '\0'; k++) {
            char one[8];
            bool hex = plain[k] != 'a' && !(plain[k] == ' ' && chance_of(&chance, 50));
            snprintf(one, sizeof one, hex ? (chance_of(&chance, 50) ? "%%%02X" : "%%%02x") : "%c",
                     plain[k] == ' ' && !hex ? '+' : (unsigned char)plain[k]);
            strcat(encoded, one);
        }
        struct text out;
        assert_true(query_decode(f->arena, text_of(encoded), &out));
        assert_true(text_is(out, plain));
        arena_rewind(f->arena, mark);
    }
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(every_kind_is_read_from_text),
        T(nothing_asked_is_fine_and_an_empty_filter_is_not_set),
        T(what_is_wrong_is_refused),
        T(any_text_that_was_encoded_decodes_to_itself),
    };
    return cmocka_run_group_tests_name("query", tests, NULL, NULL);
}
