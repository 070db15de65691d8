#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <dirent.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/plan/plan_write.h"
#include "pack/pack.h"
#include "workshop.h"

/* Every file of tests/golden/plan: the plan of these facts, asked for in this way, must be this
 * one. */

static struct text get(const struct jvalue *object, const char *name)
{
    return jvalue_text(jvalue_get(object, name), TEXT_NONE);
}

static const struct jvalue *json(struct arena *arena, struct text source)
{
    const struct jvalue *out = NULL;
    struct fault fault = {0};
    assert_true(json_read(arena, source, &out, &fault));
    return out;
}

static struct text canonical(struct arena *arena, const struct jvalue *value)
{
    struct buffer out = buffer_open(arena, 1024);
    struct json_writer writer = json_writer_open(&out);
    json_value(&writer, value);
    return buffer_text(&out);
}

static void same(struct arena *arena, const struct jvalue *got, const struct jvalue *expected)
{
    assert_non_null(got);
    const char *a = text_c_string(arena, canonical(arena, got));
    const char *b = text_c_string(arena, canonical(arena, expected));
    assert_string_equal(a, b);
}

static const struct jvalue *plan_of(struct arena *arena, const struct jvalue *about)
{
    struct pack_options options = {.scope = PACK_SCOPE_PLAN};
    struct plan_options asked = {0};
    struct fact_warnings warnings = {.count = 0};
    const struct pack *pack = NULL;
    const struct plan_network *network = NULL;
    struct fault fault = {0};
    assert_true(pack_load(arena, source_path(arena, "data/fuzhou"), &options, &pack, &fault));
    assert_true(civil_date_parse(get(about, "start"), &asked.start));
    assert_true(plan_basis_find(get(about, "basis"), &asked.basis));
    asked.missing =
        text_is(get(about, "missing"), "negative") ? RULE_MISSING_NEGATIVE : RULE_MISSING_UNKNOWN;
    assert_true(pack_network(arena, pack, asked.start, &network, &fault));
    struct facts *facts = facts_new(arena, pack->spaces[PACK_SPACE_FACTS]);
    struct plan *plan = plan_new(arena, network);
    assert_true(facts_read(facts, jvalue_get(about, "facts"), &warnings, &fault));
    assert_true(
        planner_run(planner_open(arena, network, pack->calendar), facts, &asked, plan, &fault));
    struct buffer out = buffer_open(arena, 1 << 16);
    struct json_writer writer = json_writer_open(&out);
    plan_write(arena, &writer, plan, facts, &warnings);
    return json(arena, text_copy(arena, buffer_text(&out)));
}

static void same_nodes(struct arena *arena, const struct jvalue *got, const struct jvalue *expected)
{
    assert_int_equal(got->count, expected->count);
    for (uint32_t i = 0; i < expected->count; i++) {
        const struct jvalue *found = NULL;
        for (uint32_t k = 0; k < got->count; k++) {
            if (text_equal(get(&got->items[k], "code"), get(&expected->items[i], "code"))) {
                found = &got->items[k];
            }
        }
        same(arena, found, &expected->items[i]);
    }
}

static void compare(const char *path)
{
    struct arena *arena = arena_open((size_t)256 << 20, (size_t)512 << 20);
    const struct jvalue *about = json(arena, workshop_read(arena, path));
    const struct jvalue *expected = jvalue_get(about, "plan");
    const struct jvalue *got = plan_of(arena, about);
    same(arena, jvalue_get(got, "applies"), jvalue_get(expected, "applies"));
    same(arena, jvalue_get(got, "start"), jvalue_get(expected, "start"));
    same(arena, jvalue_get(got, "production"), jvalue_get(expected, "production"));
    same(arena, jvalue_get(got, "working_days"), jvalue_get(expected, "working_days"));
    same_nodes(arena, jvalue_get(got, "nodes"), jvalue_get(expected, "nodes"));
    arena_close(arena);
}

static int is_case(const struct dirent *entry)
{
    return text_ends_with(text_of(entry->d_name), TEXT(".json"));
}

static void every_golden_plan_comes_out(void **state)
{
    (void)state;
    struct arena *arena = arena_open((size_t)1 << 20, (size_t)1 << 20);
    struct text folder = source_path(arena, "tests/golden/plan");
    struct dirent **entries = NULL;
    int count = scandir(text_c_string(arena, folder), &entries, is_case, alphasort);
    assert_true(count >= 9);
    for (int i = 0; i < count; i++) {
        print_message("           %s\n", entries[i]->d_name);
        compare(text_format(arena, "%.*s/%s", TEXT_ARG(folder), entries[i]->d_name).at);
        free(entries[i]);
    }
    free(entries);
    arena_close(arena);
}

static void unknown_items_come_with_their_questions(void **state)
{
    (void)state;
    struct arena *arena = arena_open((size_t)64 << 20, (size_t)64 << 20);
    const struct jvalue *about =
        json(arena, TEXT("{\"start\":\"2026-03-02\",\"missing\":\"unknown\",\"basis\":\"planning\","
                         "\"facts\":{\"new_construction\":true,\"floor_area_sqm\":100}}"));
    const struct jvalue *got = plan_of(arena, about);
    const struct jvalue *questions = jvalue_get(got, "questions");
    bool is_asked = false;
    for (uint32_t i = 0; i < questions->count; i++) {
        assert_false(text_is(get(&questions->items[i], "field"), "new_construction"));
        if (text_is(get(&questions->items[i], "field"), "works_cost_wanyuan")) {
            is_asked = true; /* a permit needs more than 500 sqm: settled without it */
        }
    }
    assert_false(is_asked);
    assert_true(questions->count > 50);
    same(arena, jvalue_get(got, "provisional_after"), json(arena, TEXT("\"2026-12-31\"")));
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_golden_plan_comes_out),
        cmocka_unit_test(unknown_items_come_with_their_questions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
