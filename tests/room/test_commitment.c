#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "pack/pack.h"
#include "room/commitment/commitment_kinds.h"

/* Decisions on commitments, by the city's own data: what each of the four legal kinds leads to. */

static struct arena *arena;
static const struct pack *pack;
static const civil_date today = 20700; /* 2026-09-04 */

static int open_pack(void **state)
{
    struct pack_options options = {PACK_SCOPE_ALL, true};
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

static const struct pack_record *find(enum pack_list list, const char *id)
{
    const struct pack_record *record = pack_find(pack, list, text_of(id), CIVIL_DATE_NONE);
    assert_non_null(record);
    return record;
}

/* -- offers -- */

struct asking {
    const char *variant;
    const char *facts;
    const char *mark; /* kind of an open mark, or NULL */
    civil_date repaired_on;
};

static enum commitment_offer asked(const struct asking *asking)
{
    const struct pack_record *variant = find(PACK_VARIANTS, asking->variant);
    const char *class = text_c_string(
        arena, jvalue_text(jvalue_get(jvalue_get(variant->raw, "commitment"), "class"), TEXT_NONE));
    struct credit_mark mark = {.kind = text_of(asking->mark), .repaired_on = asking->repaired_on};
    struct credit_marks marks = {&mark, asking->mark == NULL ? 0 : 1};
    struct facts *facts = facts_new(arena, pack->spaces[PACK_SPACE_FACTS]);
    const struct jvalue *given = NULL;
    struct fault fault = {.code = FAULT_NONE};
    assert_true(json_read(arena, text_of(asking->facts), &given, &fault));
    assert_true(facts_read(facts, given, NULL, &fault));
    struct commitment_ground ground = {.pack = pack,
                                       .variant = variant,
                                       .rule = find(PACK_COMMITMENT_RULES, asking->variant),
                                       .text = find(PACK_COMMITMENT_TEXTS, class),
                                       .facts = facts,
                                       .marks = &marks,
                                       .on = today};
    const struct credit_mark *closing = NULL;
    enum commitment_offer offer = commitment_offered(&ground, &closing);
    assert_true((offer == COMMITMENT_OFFER_CREDIT) == (closing != NULL));
    return offer;
}

#define EIA                                                                                        \
    "{\"eia_class\":\"报告表\",\"eia_commitment_eligible\":true,\"credit_restricted\":false}"
#define NEW "{\"new_entity\":true,\"credit_restricted\":false}"
#define DRAIN                                                                                      \
    "{\"sewage_to_network\":true,\"commitment_items\":[\"drain-permit\"],\"credit_restricted\":"   \
    "false}"
#define VENUE "{\"public_assembly_venue\":true}"

static void a_commitment_is_open_where_the_facts_meet_it(void **state)
{
    (void)state;
    assert_int_equal(asked(&(struct asking){"commit-eia-form", EIA, NULL, CIVIL_DATE_NONE}),
                     COMMITMENT_OFFER_OPEN);
    assert_int_equal(asked(&(struct asking){"commit-eia-form", "{\"eia_class\":\"报告书\"}", NULL,
                                            CIVIL_DATE_NONE}),
                     COMMITMENT_OFFER_CLOSED);
}

static void an_unknown_fact_opens_nothing(void **state)
{
    (void)state;
    assert_int_equal(
        asked(&(struct asking){"commit-eia-form",
                               "{\"eia_class\":\"报告表\",\"eia_commitment_eligible\":true}", NULL,
                               CIVIL_DATE_NONE}),
        COMMITMENT_OFFER_UNKNOWN);
}

static void a_false_promise_closes_three_kinds_and_not_the_laws_own(void **state)
{
    (void)state;
    static const struct {
        const char *variant, *facts;
        enum commitment_offer then;
    } cases[] = {{"commit-address", NEW, COMMITMENT_OFFER_CREDIT},
                 {"commit-drain-permit", DRAIN, COMMITMENT_OFFER_CREDIT},
                 {"commit-eia-form", EIA, COMMITMENT_OFFER_CREDIT},
                 {"commit-fire-safety-check", VENUE, COMMITMENT_OFFER_OPEN}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct asking asking = {cases[i].variant, cases[i].facts, "false_commitment",
                                CIVIL_DATE_NONE};
        assert_int_equal(asked(&asking), cases[i].then);
    }
}

static void a_promise_not_kept_closes_the_reforms_own_kind(void **state)
{
    (void)state;
    assert_int_equal(
        asked(&(struct asking){"commit-eia-form", EIA, "broken_commitment", CIVIL_DATE_NONE}),
        COMMITMENT_OFFER_CREDIT);
    assert_int_equal(
        asked(&(struct asking){"commit-address", NEW, "broken_commitment", CIVIL_DATE_NONE}),
        COMMITMENT_OFFER_OPEN);
}

static void a_repaired_record_opens_the_way_again(void **state)
{
    (void)state;
    assert_int_equal(asked(&(struct asking){"commit-eia-form", EIA, "false_commitment", today - 1}),
                     COMMITMENT_OFFER_OPEN);
}

/* rules-and-formats 7.1: what no promise replaces */
static void no_commitment_of_the_pack_touches_a_bottom_line(void **state)
{
    (void)state;
    const struct pack_records *all = &pack->lists[PACK_VARIANTS];
    size_t promised = 0;
    for (uint32_t i = 0; i < all->count; i++) {
        if (!jvalue_is_null(jvalue_get(all->items[i].raw, "commitment"))) {
            promised++;
            assert_true(commitment_offered(
                            &(struct commitment_ground){
                                .pack = pack,
                                .variant = &all->items[i],
                                .rule = NULL,
                                .text = NULL,
                                .facts = facts_new(arena, pack->spaces[PACK_SPACE_FACTS]),
                                .marks = &(struct credit_marks){NULL, 0},
                                .on = today},
                            &(const struct credit_mark *){NULL}) != COMMITMENT_OFFER_BARRED);
        }
    }
    assert_true(promised >= 12);
}

static void special_case_20_no_promise_replaces_fire_acceptance(void **state)
{
    (void)state;
    const struct jvalue *raw = NULL;
    struct fault fault = {.code = FAULT_NONE};
    assert_true(json_read(arena,
                          TEXT("{\"id\":\"x\",\"kind\":\"notice_commitment\",\"commitment\":"
                               "{\"class\":\"construction_reform\"},\"items\":[\"acc-fire\"],"
                               "\"effects\":[]}"),
                          &raw, &fault));
    struct pack_record variant = *find(PACK_VARIANTS, "commit-eia-form");
    variant.raw = raw;
    struct commitment_ground ground = {.pack = pack,
                                       .variant = &variant,
                                       .rule = find(PACK_COMMITMENT_RULES, "commit-eia-form"),
                                       .text = find(PACK_COMMITMENT_TEXTS, "construction_reform"),
                                       .facts = facts_new(arena, pack->spaces[PACK_SPACE_FACTS]),
                                       .marks = &(struct credit_marks){NULL, 0},
                                       .on = today};
    const struct credit_mark *closing = NULL;
    assert_int_equal(commitment_offered(&ground, &closing), COMMITMENT_OFFER_BARRED);
}

/* -- checks -- */

static const struct actor checker = {
    .account = 7, .role = ROLE_DEPARTMENT_OFFICER, .org = {"sthj", 4}};

static struct commitment checked_one(const char *variant, enum commitment_state now)
{
    return (struct commitment){.id = 1,
                               .variant = text_of(variant),
                               .checker = TEXT("sthj"),
                               .state = now,
                               .rectify_by = today - 1,
                               .decider = 8};
}

struct trial {
    const char *variant;
    enum commitment_state now;
    bool is_false;
    const char *consequence;
};

static bool tried(const struct trial *trial, struct commitment_checked *out, struct fault *fault)
{
    struct commitment commitment = checked_one(trial->variant, trial->now);
    struct commitment_check command = {TEXT("failed"), text_of(trial->consequence), TEXT("情况"),
                                       trial->is_false};
    struct commitment_setting setting = {&checker, find(PACK_COMMITMENT_RULES, trial->variant),
                                         pack->calendar, today};
    *fault = (struct fault){.code = FAULT_NONE};
    return commitment_decide_check(&commitment, &command, &setting, out, fault);
}

static void each_kind_has_its_own_consequences(void **state)
{
    (void)state;
    static const struct {
        struct trial trial;
        const char *mark; /* NULL: refused */
    } cases[] = {
        /* proof: corrected or withdrawn; only a false promise marks */
        {{"commit-address", COMMITMENT_CHECKING, false, "rectify"}, ""},
        {{"commit-address", COMMITMENT_CHECKING, false, "revoke"}, ""},
        {{"commit-address", COMMITMENT_CHECKING, true, "revoke"}, "false_commitment"},
        {{"commit-address", COMMITMENT_CHECKING, false, "breach"}, NULL},
        /* enterprise licence: corrected first, withdrawn at once when false */
        {{"commit-food-prod", COMMITMENT_CHECKING, false, "rectify"}, ""},
        {{"commit-food-prod", COMMITMENT_CHECKING, false, "revoke"}, NULL},
        {{"commit-food-prod", COMMITMENT_CHECKING, true, "revoke"}, "false_commitment"},
        {{"commit-food-prod", COMMITMENT_RECHECKING, false, "revoke"}, ""},
        /* laid down by law: corrected first whatever was found; then the law's own consequence */
        {{"commit-water-soil-form", COMMITMENT_CHECKING, false, "rectify"}, ""},
        {{"commit-water-soil-form", COMMITMENT_CHECKING, true, "revoke"}, NULL},
        {{"commit-water-soil-form", COMMITMENT_RECHECKING, false, "breach"}, "broken_commitment"},
        {{"commit-fire-safety-check", COMMITMENT_RECHECKING, false, "revoke"}, ""},
        /* the reform: an EIA approval is withdrawn and marks; archives are never withdrawn */
        {{"commit-eia-form", COMMITMENT_CHECKING, false, "revoke"}, "broken_commitment"},
        {{"commit-eia-form", COMMITMENT_CHECKING, false, "rectify"}, NULL},
        {{"commit-eia-form", COMMITMENT_CHECKING, true, "revoke"}, "false_commitment"},
        {{"commit-archive", COMMITMENT_RECHECKING, false, "revoke"}, NULL},
        {{"commit-archive", COMMITMENT_RECHECKING, false, "breach"}, "broken_commitment"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct commitment_checked out;
        struct fault fault;
        bool done = tried(&cases[i].trial, &out, &fault);
        assert_int_equal(done, cases[i].mark != NULL);
        if (done) {
            assert_true(text_is(out.mark, cases[i].mark));
        } else {
            assert_int_equal(fault.code, FAULT_COMMITMENT_CONSEQUENCE);
        }
    }
}

static void correction_has_a_day_in_working_days(void **state)
{
    (void)state;
    struct commitment_checked out;
    struct fault fault;
    struct trial trial = {"commit-address", COMMITMENT_CHECKING, false, "rectify"};
    assert_true(tried(&trial, &out, &fault));
    assert_int_equal(out.rectify_by, commitment_due(pack->calendar, today, 10));
    assert_true(out.rectify_by > today + 10);
}

static bool refused(const struct commitment *commitment, const struct actor *actor,
                    const char *result, enum fault_code code)
{
    struct commitment_check command = {text_of(result), TEXT("rectify"), TEXT("情况"), false};
    struct commitment_setting setting = {actor, find(PACK_COMMITMENT_RULES, "commit-address"),
                                         pack->calendar, today};
    struct commitment_checked out;
    struct fault fault = {.code = FAULT_NONE};
    return !commitment_decide_check(commitment, &command, &setting, &out, &fault) &&
           fault.code == code;
}

static void who_decided_does_not_check(void **state)
{
    (void)state;
    struct commitment commitment = checked_one("commit-address", COMMITMENT_CHECKING);
    struct actor decider = checker, other = checker;
    decider.account = 8;
    other.org = TEXT("zjj");
    assert_true(refused(&commitment, &decider, "passed", FAULT_NOT_PERMITTED));
    assert_true(refused(&commitment, &other, "passed", FAULT_NOT_PERMITTED));
    assert_false(commitment_may(&commitment, COMMITMENT_CHECK, &decider));
    assert_true(commitment_may(&commitment, COMMITMENT_CHECK, &checker));
}

static void correction_is_given_its_time(void **state)
{
    (void)state;
    struct commitment commitment = checked_one("commit-address", COMMITMENT_RECTIFYING);
    commitment.rectify_by = today;
    assert_true(refused(&commitment, &checker, "failed", FAULT_COMMITMENT_RECTIFY_RUNS));
    assert_true(refused(&commitment, &checker, "passed", FAULT_WRONG_STATE));
    commitment.state = COMMITMENT_PASSED;
    assert_true(refused(&commitment, &checker, "failed", FAULT_WRONG_STATE));
}

static void only_who_marked_repairs_and_once(void **state)
{
    (void)state;
    struct credit_mark mark = {.org = TEXT("sthj"), .repaired_on = CIVIL_DATE_NONE};
    struct actor other = checker;
    struct fault fault = {.code = FAULT_NONE};
    other.org = TEXT("zjj");
    assert_false(commitment_decide_repair(&mark, &other, &fault));
    assert_int_equal(fault.code, FAULT_NOT_PERMITTED);
    assert_true(commitment_decide_repair(&mark, &checker, &fault));
    mark.repaired_on = today;
    fault = (struct fault){.code = FAULT_NONE};
    assert_false(commitment_decide_repair(&mark, &checker, &fault));
    assert_int_equal(fault.code, FAULT_ALREADY_DONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_commitment_is_open_where_the_facts_meet_it),
        cmocka_unit_test(an_unknown_fact_opens_nothing),
        cmocka_unit_test(a_false_promise_closes_three_kinds_and_not_the_laws_own),
        cmocka_unit_test(a_promise_not_kept_closes_the_reforms_own_kind),
        cmocka_unit_test(a_repaired_record_opens_the_way_again),
        cmocka_unit_test(no_commitment_of_the_pack_touches_a_bottom_line),
        cmocka_unit_test(special_case_20_no_promise_replaces_fire_acceptance),
        cmocka_unit_test(each_kind_has_its_own_consequences),
        cmocka_unit_test(correction_has_a_day_in_working_days),
        cmocka_unit_test(who_decided_does_not_check),
        cmocka_unit_test(correction_is_given_its_time),
        cmocka_unit_test(only_who_marked_repairs_and_once),
    };
    return cmocka_run_group_tests(tests, open_pack, close_pack);
}
