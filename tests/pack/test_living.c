#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "pack/living.h"
#include "workshop.h"

/* A living pack against a naive reference: a table of days, into which each change is written day
 * by day. */

#define FIRST 20000 /* an ordinary day */
#define DAYS 40
#define CODES 3

static const char *const codes[CODES] = {"s-company", "s-impact", "s-new"};

struct naive {
    int days[CODES][DAYS];  /* planning days on that day; -1: no such item */
    int owner[CODES][DAYS]; /* which version: 0 the base's, then the number of the change; -1 */
};

static const struct jvalue *item_with_days(struct arena *arena, const struct jvalue *model,
                                           const char *code, int days)
{
    struct jvalue name = {.kind = JVALUE_TEXT, .text = text_of(code)};
    struct jvalue number = {.kind = JVALUE_INT, .integer = days};
    struct jvalue none = {.kind = JVALUE_ARRAY};
    return jvalue_with(
        arena, jvalue_with(arena, jvalue_with(arena, model, "code", &name), "predecessors", &none),
        "planning_days", &number);
}

/* It holds from its day as long as the version that holds on that day would have. */
static void lay_naively(struct naive *naive, int code, int from, int days, int number)
{
    int *owner = naive->owner[code];
    int before = owner[from];
    for (int day = from; day < DAYS && owner[day] == before; day++) {
        owner[day] = days < 0 ? -1 : number;
        naive->days[code][day] = days;
    }
}

static int days_on(const struct pack *pack, const char *code, civil_date on)
{
    int32_t days = 0;
    const struct pack_record *item = pack_find(pack, PACK_ITEMS, text_of(code), on);
    return item == NULL || !pack_item_days(item, PLAN_PLANNING, &days) ? -1 : days;
}

static uint32_t chance(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % below;
}

static struct pack_sources read_base(struct arena *arena, const char *city)
{
    struct pack_options options = {.scope = PACK_SCOPE_ALL, .is_corrected = true};
    struct pack_sources base;
    struct fault fault = {0};
    assert_true(pack_read_sources(arena, source_path(arena, city), &options, &base, &fault));
    return base;
}

static const struct jvalue *model_of(struct arena *arena, const struct pack_sources *base)
{
    const struct jvalue *model =
        pack_record_on(arena, base, PACK_KIND_ITEM, TEXT("s-company"), FIRST);
    assert_non_null(model);
    return model;
}

static void a_living_pack_is_the_base_with_the_changes_written_day_by_day(void **state)
{
    (void)state;
    struct arena *arena = arena_open((size_t)256 << 20, (size_t)1 << 30);
    struct pack_sources base = read_base(arena, "data/sample-city");
    const struct jvalue *model = model_of(arena, &base);
    uint32_t seed = 20261129;
    for (int round = 0; round < 120; round++) {
        struct arena_mark mark = arena_mark(arena);
        struct pack_change items[8];
        struct pack_changes changes = {items, 1 + chance(&seed, 8), 1};
        struct naive naive;
        const struct pack *pack = NULL;
        struct fault fault = {0};
        struct pack_changes none = {NULL, 0, 0};
        assert_true(pack_live(arena, &(struct pack_law){&base, &none, FIRST}, &pack, &fault));
        for (int code = 0; code < CODES; code++) {
            for (int day = 0; day < DAYS; day++) {
                naive.days[code][day] = days_on(pack, codes[code], FIRST + day);
                naive.owner[code][day] = naive.days[code][day] < 0 ? -1 : 0;
            }
        }
        for (uint32_t i = 0; i < changes.count; i++) {
            int code = (int)chance(&seed, CODES);
            int from = (int)chance(&seed, DAYS);
            int days = chance(&seed, 6) == 0 ? -1 : (int)chance(&seed, 90);
            items[i] = (struct pack_change){
                .kind = PACK_KIND_ITEM, .key = text_of(codes[code]), .from = FIRST + from};
            items[i].record = days < 0 ? NULL : item_with_days(arena, model, codes[code], days);
            lay_naively(&naive, code, from, days, (int)i + 1);
        }
        assert_true(pack_live(arena, &(struct pack_law){&base, &changes, FIRST}, &pack, &fault));
        for (int code = 0; code < CODES; code++) {
            for (int day = 0; day < DAYS; day++) {
                assert_int_equal(days_on(pack, codes[code], FIRST + day), naive.days[code][day]);
            }
        }
        arena_rewind(arena, mark);
    }
    arena_close(arena);
}

/* -- what carries no days of its own -- */

static const struct jvalue *parse(struct arena *arena, const char *json)
{
    const struct jvalue *value = NULL;
    struct fault fault = {0};
    assert_true(json_read(arena, text_of(json), &value, &fault));
    return value;
}

static bool works(const struct pack *pack, civil_date day)
{
    return calendar_count(pack->calendar, day - 1, day).working_days == 1;
}

static civil_date day_of(const char *text)
{
    civil_date day = 0;
    assert_true(civil_date_parse(text_of(text), &day));
    return day;
}

static void a_year_and_a_gate_hold_from_their_day_on_and_not_before(void **state)
{
    (void)state;
    struct arena *arena = arena_open((size_t)64 << 20, (size_t)256 << 20);
    struct pack_sources base = read_base(arena, "data/fuzhou");
    civil_date from = day_of("2026-12-10");
    struct pack_change items[] = {
        {PACK_KIND_CALENDAR, TEXT("2027"),
         parse(arena, "{\"off\":[\"2027-01-01\",\"2027-02-08\"],\"work\":[\"2027-02-06\"]}"), from},
        {PACK_KIND_GATE, TEXT("施工许可"), parse(arena, "{\"targets\":[\"开工\"]}"), from},
    };
    struct pack_changes changes = {items, COUNT_OF(items), 2};
    const struct pack *before = NULL;
    const struct pack *after = NULL;
    struct fault fault = {0};
    assert_true(pack_live(arena, &(struct pack_law){&base, &changes, from - 1}, &before, &fault));
    assert_true(pack_live(arena, &(struct pack_law){&base, &changes, from}, &after, &fault));
    assert_true(works(before, day_of("2027-01-01")));
    assert_false(works(after, day_of("2027-01-01")));
    assert_false(works(after, day_of("2027-02-08")));
    assert_true(works(after, day_of("2027-02-06")));
    assert_int_equal(pack_year_days(2027, items[0].record), 261 - 2 + 1);
    assert_true(text_is(before->version, "2026.11.1+2~2"));
    assert_true(text_is(after->version, "2026.11.1+2"));
    assert_int_equal(pack_next_day(&changes, from - 1), from);
    assert_int_equal(pack_next_day(&changes, from), CIVIL_DATE_NONE);
    const struct jvalue *gate =
        pack_record_on(arena, &base, PACK_KIND_GATE, TEXT("施工许可"), from);
    assert_non_null(gate);
    arena_close(arena);
}

static void a_written_living_pack_is_a_pack_without_findings(void **state)
{
    (void)state;
    struct arena *arena = arena_open((size_t)256 << 20, (size_t)1 << 30);
    struct pack_sources base = read_base(arena, "data/fuzhou");
    struct pack_sources composed;
    struct fault fault = {0};
    civil_date from = day_of("2026-12-10");
    const struct jvalue *item =
        pack_record_on(arena, &base, PACK_KIND_ITEM, TEXT("eia-form"), from);
    struct jvalue days = {.kind = JVALUE_INT, .integer = 3};
    struct jvalue always = {.kind = JVALUE_OBJECT};
    item = jvalue_with(arena, item, "promised_days", &days);
    const struct jvalue *when =
        jvalue_with(arena, &always, "all", &(struct jvalue){JVALUE_ARRAY, 0, {0}});
    struct pack_change items[] = {
        {PACK_KIND_ITEM, TEXT("eia-form"), jvalue_with(arena, item, "applies_when", when), from},
        {PACK_KIND_CALENDAR, TEXT("2027"), parse(arena, "{\"off\":[],\"work\":[]}"), from},
        {PACK_KIND_GUIDE, TEXT("eia-form"),
         parse(arena, "{\"item\":\"eia-form\",\"conditions\":null,\"process\":null,\"samples\":[],"
                      "\"place\":null,\"hours\":null,\"online\":null,\"contact\":null,"
                      "\"supervision\":null,\"remedy\":null,\"note\":null,\"valid_from\":null,"
                      "\"valid_to\":null,\"source\":\"s\",\"confidence\":\"low\","
                      "\"evidence\":\"unverified\"}"),
         from},
    };
    struct pack_changes changes = {items, COUNT_OF(items), 1};
    pack_compose(arena, &base, &changes, from, &composed);
    struct pack_findings found = pack_check_sources(arena, &composed);
    for (uint32_t i = 0; i < found.count; i++) {
        print_message("%.*s %.*s %.*s\n", TEXT_ARG(found.items[i].record),
                      TEXT_ARG(found.items[i].field), TEXT_ARG(found.items[i].en));
    }
    assert_int_equal(found.count, 0);
    char folder[] = "/tmp/living-XXXXXX";
    assert_non_null(mkdtemp(folder));
    struct text path = text_format(arena, "%s/pack", folder);
    assert_true(pack_write(arena, &composed, path, &fault));
    assert_int_equal(pack_check(arena, path).count, 0);
    assert_false(pack_write(arena, &composed, path, &fault));
    char remove[64];
    snprintf(remove, sizeof remove, "rm -r %s", folder);
    assert_int_equal(system(remove), 0);
    arena_close(arena);
}

static void a_change_that_is_wrong_by_itself_is_refused(void **state)
{
    (void)state;
    struct arena *arena = arena_open((size_t)16 << 20, (size_t)64 << 20);
    const struct {
        enum pack_kind kind;
        const char *key, *record;
    } wrong[] = {
        {PACK_KIND_CALENDAR, "27", "{\"off\":[],\"work\":[]}"},
        {PACK_KIND_CALENDAR, "2027", "{\"off\":[]}"},
        {PACK_KIND_CALENDAR, "2027", "{\"off\":[\"2026-01-01\"],\"work\":[]}"},
        {PACK_KIND_CALENDAR, "2027", "{\"off\":[\"2027-01-02\",\"2027-01-01\"],\"work\":[]}"},
        {PACK_KIND_CALENDAR, "2027", "{\"off\":[\"2027-01-02\"],\"work\":[\"2027-01-02\"]}"},
        {PACK_KIND_CALENDAR, "2027", "{\"off\":[],\"work\":[\"2027-01-04\"]}"},
        {PACK_KIND_GATE, "g", "{}"},
        {PACK_KIND_ITEM, "a", "{\"code\":\"b\"}"},
        {PACK_KIND_ITEM, "", "{\"code\":\"\"}"},
        {PACK_KIND_ITEM, "a", "{\"code\":\"a\",\"valid_to\":\"2020-01-01\"}"},
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct pack_change change = {wrong[i].kind, text_of(wrong[i].key),
                                     parse(arena, wrong[i].record), FIRST};
        struct fault fault = {0};
        assert_false(pack_change_is_sound(&change, &fault));
    }
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_living_pack_is_the_base_with_the_changes_written_day_by_day),
        cmocka_unit_test(a_year_and_a_gate_hold_from_their_day_on_and_not_before),
        cmocka_unit_test(a_written_living_pack_is_a_pack_without_findings),
        cmocka_unit_test(a_change_that_is_wrong_by_itself_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
