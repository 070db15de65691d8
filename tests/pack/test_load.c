#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "pack/pack.h"
#include "workshop.h"

/* What a loaded pack answers, by day and with corrections. */

static civil_date day(const char *text)
{
    civil_date out = 0;
    assert_true(civil_date_parse(text_of(text), &out));
    return out;
}

static const struct pack *load(struct arena *arena, struct text folder, bool is_corrected)
{
    struct pack_options options = {.scope = PACK_SCOPE_ALL, .is_corrected = is_corrected};
    const struct pack *pack = NULL;
    struct fault fault = {0};
    if (!pack_load(arena, folder, &options, &pack, &fault)) {
        fail_msg("%s", text_c_string(arena, fault_sentence(arena, &fault, LANGUAGE_EN)));
    }
    return pack;
}

static int32_t days_of(const struct pack *pack, const char *code, const char *on)
{
    int32_t days = -1;
    const struct pack_record *item = pack_find(pack, PACK_ITEMS, text_of(code), day(on));
    assert_non_null(item);
    assert_true(pack_item_days(item, PLAN_PLANNING, &days));
    return days;
}

static void the_whole_of_fuzhou_loads(void **state)
{
    (void)state;
    struct arena *arena = arena_open((size_t)64 << 20, (size_t)256 << 20);
    const struct pack *pack = load(arena, source_path(arena, "data/fuzhou"), false);
    int value = 0;
    struct fault fault = {0};
    assert_int_equal(pack->lists[PACK_ITEMS].count, 131);
    assert_int_equal(pack->lists[PACK_MILESTONES].count, 4);
    assert_true(text_is(pack->city_code, "350100"));
    assert_int_equal(pack->utc_offset_minutes, 480);
    assert_true(pack_limit(pack, TEXT("receive_notify"), day("2026-03-02"), &value, &fault));
    assert_int_equal(value, 5);
    assert_false(pack_limit(pack, TEXT("no-such-limit"), day("2026-03-02"), &value, &fault));
    assert_null(pack_find(pack, PACK_ITEMS, TEXT("no-such-item"), day("2026-03-02")));
    assert_true(arena_bytes(arena) < (size_t)16 << 20);
    arena_close(arena);
}

static void corrections_hold_from_their_day_and_only_when_asked_for(void **state)
{
    (void)state;
    struct workshop workshop = workshop_open("sample-city");
    const struct pack *plain = load(workshop.arena, workshop.folder, false);
    const struct pack *corrected = load(workshop.arena, workshop.folder, true);
    assert_int_equal(days_of(plain, "s-impact", "2026-06-01"), 10);
    assert_int_equal(days_of(corrected, "s-impact", "2025-12-31"), 10);
    assert_int_equal(days_of(corrected, "s-impact", "2026-01-01"), 12);
    assert_int_equal(plain->lists[PACK_ITEMS].count + 1, corrected->lists[PACK_ITEMS].count);
    workshop_close(&workshop);
}

static void a_correction_that_does_not_fit_is_refused(void **state)
{
    (void)state;
    struct workshop workshop = workshop_open("sample-city");
    struct pack_options options = {.scope = PACK_SCOPE_ALL, .is_corrected = true};
    const struct pack *pack = NULL;
    struct fault fault = {0};
    workshop_change(&workshop, "corrections/C001-s-impact-planning-days.json", "\"was\": 10",
                    "\"was\": 9");
    assert_false(pack_load(workshop.arena, workshop.folder, &options, &pack, &fault));
    assert_int_equal(fault.code, FAULT_PACK_INVALID);
    assert_non_null(strstr(fault.arguments[0], "items.json#s-impact"));
    workshop_close(&workshop);
}

static uint32_t item_count(struct workshop *workshop, const struct pack *pack, const char *on)
{
    const struct plan_network *network = NULL;
    struct fault fault = {0};
    assert_true(pack_network(workshop->arena, pack, day(on), &network, &fault));
    return network->item_count;
}

static void an_item_is_planned_only_while_it_is_in_force(void **state)
{
    (void)state;
    struct workshop workshop = workshop_open("sample-city");
    workshop_change(&workshop, "items.json", "\"valid_from\": null,\n   \"valid_to\": null",
                    "\"valid_from\": \"2026-05-01\",\n   \"valid_to\": \"2026-08\"");
    const struct pack *pack = load(workshop.arena, workshop.folder, false);
    assert_int_equal(item_count(&workshop, pack, "2026-04-30"), 8);
    assert_int_equal(item_count(&workshop, pack, "2026-05-01"), 9);
    assert_int_equal(item_count(&workshop, pack, "2026-08-31"), 9); /* to the end of the month */
    assert_int_equal(item_count(&workshop, pack, "2026-09-01"), 8);
    workshop_close(&workshop);
}

static void half_a_day_counts_as_the_next_whole_one_and_null_as_planned(void **state)
{
    (void)state;
    struct arena *arena = arena_open((size_t)64 << 20, (size_t)256 << 20);
    const struct pack *pack = load(arena, source_path(arena, "data/sample-city"), false);
    const struct pack_record *company =
        pack_find(pack, PACK_ITEMS, TEXT("s-company"), day("2026-03-02"));
    const struct pack_record *site = pack_find(pack, PACK_ITEMS, TEXT("s-site"), day("2026-03-02"));
    int32_t days = -1;
    assert_true(pack_item_days(company, PLAN_PROMISED, &days));
    assert_int_equal(days, 1);
    assert_true(pack_item_days(site, PLAN_PROMISED, &days));
    assert_int_equal(days, 8);
    assert_true(pack_item_days(site, PLAN_STATUTORY, &days));
    assert_int_equal(days, 20);
    arena_close(arena);
}

static void wrong_packs_are_refused_by_name(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        const char *from;
        const char *to;
        const char *names;
    } wrong[] = {
        {"items.json", "\"op\": \"contains\"", "\"op\": \"holds\"", "items.json#s-operate"},
        {"fields.json", "\"type\": \"bool\"", "\"type\": \"truth\"", "fields.json#new_company"},
        {"items.json", "\"items\": [", "\"items\": {}, \"was\": [", "items.json#items"},
        {"pack.json", "\"schema_version\": 1", "\"schema_version\": 7", "pack.json"},
        {"roles.json", "{", "[", "roles.json"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct workshop workshop = workshop_open("sample-city");
        struct pack_options options = {.scope = PACK_SCOPE_ALL};
        const struct pack *pack = NULL;
        struct fault fault = {0};
        workshop_change(&workshop, wrong[i].file, wrong[i].from, wrong[i].to);
        assert_false(pack_load(workshop.arena, workshop.folder, &options, &pack, &fault));
        assert_int_equal(fault.code, FAULT_PACK_INVALID);
        assert_string_equal(fault.arguments[0], wrong[i].names);
        assert_null(pack);
        workshop_close(&workshop);
    }
}

static void an_unknown_predecessor_is_refused_when_the_network_is_built(void **state)
{
    (void)state;
    struct workshop workshop = workshop_open("sample-city");
    const struct plan_network *network = NULL;
    struct fault fault = {0};
    workshop_change(&workshop, "items.json", "\"s-site\"\n   ]", "\"s-sight\"\n   ]");
    const struct pack *pack = load(workshop.arena, workshop.folder, false);
    assert_false(pack_network(workshop.arena, pack, day("2026-03-02"), &network, &fault));
    assert_int_equal(fault.code, FAULT_PLAN_CODE);
    assert_string_equal(fault.arguments[1], "s-sight");
    workshop_close(&workshop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_of_fuzhou_loads),
        cmocka_unit_test(corrections_hold_from_their_day_and_only_when_asked_for),
        cmocka_unit_test(a_correction_that_does_not_fit_is_refused),
        cmocka_unit_test(an_item_is_planned_only_while_it_is_in_force),
        cmocka_unit_test(half_a_day_counts_as_the_next_whole_one_and_null_as_planned),
        cmocka_unit_test(wrong_packs_are_refused_by_name),
        cmocka_unit_test(an_unknown_predecessor_is_refused_when_the_network_is_built),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
