#include "room/change/change.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "pack/pack.h"

static struct arena *arena;
static const struct pack *pack;

static int open_pack(void **state)
{
    struct pack_options options = {.scope = PACK_SCOPE_ALL, .is_corrected = true};
    struct fault fault = {.code = FAULT_NONE};
    (void)state;
    arena = arena_open((size_t)1 << 20, (size_t)256 << 20);
    return pack_load(arena, TEXT(CITY_PACK), &options, &pack, &fault) ? 0 : 1;
}

static int close_pack(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static enum change_state verdict(const char *item, int64_t before, int64_t after, int64_t pollutant)
{
    struct change_ground ground = {pack, text_of(item),
                                   civil_date_from_parts((struct civil_parts){2026, 11, 20})};
    struct change_report report = {
        .output_before = before, .output_after = after, .adds_pollutant = pollutant};
    struct text why = TEXT_NONE;
    enum change_state found = change_verdict(arena, &ground, &report, &why);
    assert_true(why.len > 0);
    return found;
}

/* 35 per cent more: above the 30 of one text and below the 50 of another. */
static void special_case_19_where_the_versions_disagree_nobody_is_told_an_answer(void **state)
{
    (void)state;
    assert_int_equal(verdict("eia-form", 100000, 135000, 0), CHANGE_UNCLEAR);
    assert_int_equal(verdict("eia-form", 100000, 129999, 0), CHANGE_MINOR);
    assert_int_equal(verdict("eia-form", 100000, 150000, 0), CHANGE_MAJOR);
    assert_int_equal(verdict("eia-report", 100000, 130000, 0), CHANGE_MAJOR);
    assert_int_equal(verdict("eia-report", 100000, 129999, 0), CHANGE_MINOR);
}

static void special_case_19_a_new_pollutant_is_major_under_every_version(void **state)
{
    (void)state;
    assert_int_equal(verdict("eia-form", 100000, 135000, 1), CHANGE_MAJOR);
    assert_int_equal(verdict("eia-form", 0, 0, 1), CHANGE_MAJOR);
}

static void what_is_not_known_is_unclear_and_never_minor(void **state)
{
    (void)state;
    assert_int_equal(verdict("eia-report", 100, 101, -1), CHANGE_UNCLEAR);
    assert_int_equal(verdict("eia-report", 0, 0, 0), CHANGE_UNCLEAR);
    assert_int_equal(verdict("land-permit", 100, 200, 0), CHANGE_UNCLEAR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(special_case_19_where_the_versions_disagree_nobody_is_told_an_answer),
        cmocka_unit_test(special_case_19_a_new_pollutant_is_major_under_every_version),
        cmocka_unit_test(what_is_not_known_is_unclear_and_never_minor),
    };
    return cmocka_run_group_tests(tests, open_pack, close_pack);
}
