#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pack/check.h"
#include "workshop.h"

/* Each way to break a pack, with the finding that must name it. The sample city is broken in one
 * place at a time, so one finding is enough; further ones may follow from the same break. */

struct breakage {
    const char *file; /* of the change */
    const char *from;
    const char *to;
    const char *found_in;
    const char *record;
    const char *field;
    const char *says; /* part of the English text */
};

static const struct breakage breakages[] = {
    /* shapes */
    {"items.json", "\"org\": \"promo\"", "\"org\": \"nobody\"", "items.json", "s-intro", "org",
     "'nobody' is not among the units"},
    {"items.json", "\"org\": \"promo\",", "", "items.json", "s-intro", "org", "missing"},
    {"items.json", "\"org_note\": null", "\"org_note\": null, \"colour\": 1", "items.json",
     "s-intro", "colour", "no such key"},
    {"items.json", "\"optional\": false", "\"optional\": \"no\"", "items.json", "s-intro",
     "optional", "true or false"},
    {"items.json", "\"planning_days\": 2", "\"planning_days\": -2", "items.json", "s-intro",
     "planning_days", "0 or more"},
    {"items.json", "\"planning_days\": 2", "\"planning_days\": 2e9", "items.json", "s-intro",
     "planning_days", "too large"},
    {"items.json", "\"stage\": \"准备\"", "\"stage\": \"别的\"", "items.json", "s-intro", "stage",
     "is not among the stages"},
    {"items.json", "\"valid_from\": null", "\"valid_from\": \"2026-02-30\"", "items.json",
     "s-intro", "valid_from", "must be a day"},
    {"items.json", "\"valid_from\": null,\n   \"valid_to\": null",
     "\"valid_from\": \"2026-05-01\",\n   \"valid_to\": \"2026-04-30\"", "items.json", "s-intro",
     "valid_from", "begins after it ends"},
    {"items.json", "\"code\": \"s-company\"", "\"code\": \"s-intro\"", "items.json", "s-intro",
     "valid_from", "twice"},
    {"items.json", "\"schema_version\": 1", "\"schema_version\": 2", "items.json", "",
     "schema_version", "must be 1"},
    {"items.json", "\"as_of\"", "\"as_off\"", "items.json", "", "as_off", "no such key"},
    {"bundles.json", "\"s-record\"", "\"s-nothing\"", "bundles.json", "sb-start", "items",
     "'s-nothing' is not among the items"},
    {"roles.json", "\"roles\"", "\"rolls\"", "roles.json", "", "roles", "the list is missing"},
    /* questions */
    {"fields.json", "\"then\": {\n    \"floor_area_sqm\": 0", "\"then\": {\n    \"floor_area\": 0",
     "fields.json", "si-no-building", "then", "no such field"},
    {"fields.json", "\"then\": {\n    \"floor_area_sqm\": 0",
     "\"then\": {\n    \"floor_area_sqm\": \"none\"", "fields.json", "si-no-building", "then",
     "can't have that value"},
    {"fields.json", "\"then\": {\n    \"floor_area_sqm\": 0\n   }", "\"then\": {}", "fields.json",
     "si-no-building", "then", "at least one"},
    {"fields.json", "\"new_company\",\n    \"needs_power\"",
     "\"new_company\",\n    \"needs_steam\"", "fields.json", "sg-start", "fields",
     "is not among the fields"},
    {"fields.json", "\"question_groups\": [",
     "\"question_groups\": [{\"id\": \"sg-2\", \"question_zh\": \"问\", \"question_en\": \"q\", "
     "\"fields\": [\"new_company\"]},",
     "fields.json", "sg-start", "fields", "one group only"},
    /* files */
    {"pack.json", "\"items\": \"items.json\"", "\"items\": \"nowhere.json\"", "nowhere.json", "",
     "", "Cannot read file"},
    {"pack.json", "\"items\": \"items.json\"", "\"items\": \"../../etc/passwd\"",
     "../../etc/passwd", "", "", "files.items"},
    {"fields.json", "\"schema_version\": 1,", "\"schema_version\": 1,,", "fields.json", "", "",
     "fields.json"},
    {"pack.json", "\"schema_version\": 1,", "", "pack.json", "", "schema_version", "must be 1"},
    /* who waits for whom */
    {"items.json", "\"s-site\"\n   ]", "\"s-sight\"\n   ]", "items.json", "s-build", "predecessors",
     "'s-sight' is not among the items"},
    {"items.json", "\"predecessors\": []", "\"predecessors\": [\"s-build\"]", "items.json",
     "s-intro", "predecessors", "s-intro→s-site→s-build→s-intro"},
    {"milestones.json", "\"s-build\"", "\"s-check\"", "milestones.json", "完工", "after",
     "完工→s-check→动工→完工"},
    {"items.json", "\"must_finish_before\": \"启用\"", "\"must_finish_before\": \"哪里\"",
     "items.json", "s-check", "must_finish_before", "there is no gate '哪里'"},
    {"milestones.json", "\"s-power\"", "\"s-pover\"", "milestones.json", "投运", "after",
     "there is no item or milestone 's-pover'"},
    {"milestones.json", "\"production\": \"投运\"", "\"production\": \"没有\"", "milestones.json",
     "marks", "production", "no such milestone"},
    {"milestones.json", "\"site_days\"", "\"site_weeks\"", "milestones.json", "完工", "lag_field",
     "no such field"},
    /* benefits */
    {"benefits.json", "\"base_field\": \"headcount\"", "\"base_field\": \"industry_code\"",
     "benefits.json", "SPOL2.0", "base_field", "is no number"},
    {"benefits.json", "\"place\": 0", "\"place\": 1", "benefits.json", "SPOL1.0", "place",
     "no such benefit"},
    {"benefits.json", "\"bound\": \"exact\"", "\"bound\": \"about\"", "benefits.json", "SPOL1.0",
     "bound", "at_most"},
    {"benefits.json", "\"policy\": \"SPOL1\"", "\"policy\": \"SPOL9\"", "benefits.json", "SPOL1.0",
     "policy", "'SPOL9' is not among"},
    {"benefits.json", "\"rule\": \"higher\"", "\"rule\": \"more\"", "benefits.json", "SS1", "rule",
     "stacks or higher"},
    {"benefits.json", "\"SPOL1\",\n    \"SPOL2\"", "\"SPOL1\"", "benefits.json", "SS1", "policies",
     "two policies"},
    {"benefits.json", "\"audience\": {\n    \"all\": []", "\"audience\": {\n    \"some\": []",
     "benefits.json", "SPOL1.0", "audience", "a condition is"},
    /* the profile of an enterprise */
    {"profile.json", "\"fact\": null", "\"fact\": \"none\"", "profile.json", "registered_city",
     "fact", "no fact of a project"},
    {"profile.json", "\"9901\",", "\"\",", "profile.json", "registered_city", "options",
     "[value, Chinese, English]"},
    {"profile.json", "\"field\": \"headcount\"", "\"field\": \"head\"", "profile.json", "head",
     "field", "'head' is not among"},
    /* variants */
    {"variants.json", "\"kind\": \"bundle\"", "\"kind\": \"nothing\"", "variants.json", "sv-start",
     "kind", "'nothing' is not among the kinds"},
    {"variants.json", "\"sb-start\"", "\"sb-none\"", "variants.json", "sv-start", "bundle",
     "'sb-none' is not among the bundles"},
    {"variants.json", "\"legal_basis\": \"样例\",\n   \"open_when\"", "\"open_when\"",
     "variants.json", "sv-start", "legal_basis", "missing"},
    {"variants.json", "\"valid_from\": null", "\"valid_from\": \"2026-02-30\"", "variants.json",
     "sv-start", "valid_from", "must be a day"},
    {"commitments.json", "\"unit_types\": [\n    \"公用\"", "\"unit_types\": [\n    \"无\"",
     "commitments.json", "utility", "unit_types", "'无' is not among the"},
    {"commitments.json", "\"unit_types\": [\n    \"公用\"\n   ]", "\"unit_types\": []",
     "commitments.json", "utility", "items", "no item falls under this rule"},
    {"variants.json", "\"requires\": []", "\"requires\": [\"sv-none\"]", "variants.json",
     "sv-start", "requires", "'sv-none' is not among the variants"},
    {"variants.json", "\"requires\": []", "\"requires\": [\"sv-start\"]", "variants.json",
     "sv-start", "requires", "requires or excludes itself"},
    {"variants.json", "\"do\": \"joint\"", "\"do\": \"jump\"", "variants.json", "sv-start",
     "effects", "not known: jump"},
    {"variants.json", "\"item\": \"s-build\"", "\"item\": \"s-nothing\"", "variants.json",
     "sv-build", "effects", "no such item, milestone or step: s-nothing"},
    {"variants.json", "\"planning\": 1", "\"planning\": -1", "variants.json", "sv-build", "effects",
     "days or null"},
    {"variants.json", "\"class\": \"proof\"", "\"class\": \"hope\"", "variants.json", "sv-build",
     "commitment", "no such class of commitment: hope"},
    {"variants.json", "\"verify_limit\": \"commitment_verify\"", "\"verify_limit\": \"never\"",
     "variants.json", "sv-build", "commitment", "no such limit for the check: never"},
    {"variants.json", "\"decided_at_once\": true", "\"decided_at_once\": \"yes\"", "variants.json",
     "sv-build", "commitment", "decided_at_once"},
    {"variants.json", "\"breach_zh\": \"样例\"", "\"breach_zh\": \"\"", "variants.json", "sv-build",
     "commitment", "broken promise"},
    {"variants.json", "\"risk\": 2", "\"risk\": 9", "variants.json", "sv-build", "risk",
     "no point of the risk scale"},
    {"variants.json", "\"items\": [\n    \"s-check\"", "\"items\": [\n    \"s-build\"",
     "variants.json", "sv-build", "effects", "touches a bottom line: s-build (line-check)"},
    {"variants.json", "\"do\": \"joint\"", "\"do\": \"drop_item\", \"item\": \"s-check\"",
     "variants.json", "sv-start", "effects", "touches a bottom line: s-check (line-check)"},
    {"variants.json", "\"field\": \"needs_building\"", "\"field\": \"needs_roof\"", "variants.json",
     "sv-build", "open_when", "there is no field 'needs_roof'"},
    {"variants.json", "\"assumes\": null", "\"assumes\": {\"field\": \"new_company\"}",
     "variants.json", "sv-start", "assumes", "have no effects"},
    {"variants.json", "\"expires_with\": null", "\"expires_with\": \"new_company\"",
     "variants.json", "sv-start", "expires_with", "field of dates"},
    {"variants.json", "\"effects\": [\n    {",
     "\"effects\": [\n    {\"do\": \"add_edge\", \"before\": \"s-build\", \"after\": \"s-site\"},\n"
     "    {",
     "variants.json", "sv-start", "effects", "s-site→s-build→s-site"},
    {"variants.json", "\"effects\": [\n    {",
     "\"effects\": [\n    {\"do\": \"add_edge\", \"before\": \"s-site\", \"after\": \"s-site\"},"
     "\n    {",
     "variants.json", "sv-start", "effects", "waits for itself: s-site"},
    {"variants.json", "\"effects\": [\n    {",
     "\"effects\": [\n    {\"do\": \"drop_edge\", \"before\": \"s-build\", \"after\": \"s-intro\"},"
     "\n    {",
     "variants.json", "sv-start", "effects", "no such predecessor to drop: s-build"},
    {"variants.json", "\"effects\": [\n    {",
     "\"effects\": [\n    {\"do\": \"defer\", \"item\": \"s-build\", \"materials\": [\"gold\"]},"
     "\n    {",
     "variants.json", "sv-start", "effects", "may not follow later for the item: gold"},
    {"variants.json", "\"effects\": [\n    {",
     "\"effects\": [\n    {\"do\": \"lag\", \"milestone\": \"动工\", \"fact\": \"site_days\"},"
     "\n    {",
     "variants.json", "sv-start", "effects", "the milestone has no lag"},
    {"variants.json", "\"effects\": [\n    {",
     "\"effects\": [\n    {\"do\": \"add_step\", \"id\": \"s-build\", \"days_fact\": "
     "\"site_days\"},"
     "\n    {",
     "variants.json", "sv-start", "effects", "the step's id is taken: s-build"},
    /* conditions */
    {"items.json", "\"field\": \"floor_area_sqm\"", "\"field\": \"floor_area\"", "items.json",
     "s-build", "applies_when.all[1]", "there is no field 'floor_area'"},
    {"items.json", "\"value\": 200", "\"value\": \"200\"", "items.json", "s-build",
     "applies_when.all[1]", "does not fit a field of type number"},
    {"items.json", "\"value\": 200", "\"value\": true", "items.json", "s-build",
     "applies_when.all[1]", "does not fit a field of type number"},
    {"items.json", "\"op\": \"contains\"", "\"op\": \"eq\"", "items.json", "s-operate",
     "applies_when.not", "op 'eq' does not fit a field of type set"},
    {"items.json", "\"op\": \"gt\",\n      \"value\": 200", "\"op\": \"lt\",\n      \"value\": 0",
     "items.json", "s-build", "applies_when", "can never hold"},
    {"items.json", "\"value\": \"经营免证\"", "\"value\": \"不在列表中\"", "items.json", "", "",
     NULL},
    {"bundles.json", "\"field\": \"new_company\"", "\"field\": \"new_firm\"", "bundles.json",
     "sb-start", "trigger", "there is no field 'new_firm'"},
    {"policies.json", "\"op\": \"prefix\"", "\"op\": \"suffix\"", "policies.json", "SPOL1",
     "conditions.all[1]", "there is no op 'suffix'"},
    /* fields */
    {"items.json", "\"field\": \"needs_power\"", "\"field\": \"new_company\"", "fields.json",
     "needs_power", "used_by", "no rule reads this field"},
    {"items.json", "\"field\": \"needs_power\"", "\"field\": \"new_company\"", "fields.json",
     "new_company", "items", "does not match"},
    {"fields.json", "\"type\": \"bool\"", "\"type\": \"boolean\"", "fields.json", "new_company",
     "type", "not known"},
    {"fields.json", "\"type\": \"bool\"", "\"type\": \"enum\"", "fields.json", "new_company",
     "values", "must list its values"},
    /* days and head */
    {"calendar.json", "\"2026-08-03\"", "\"2027-08-03\"", "calendar.json", "years", "",
     "lies outside the year"},
    {"calendar.json", "\"working_days\": 258", "\"working_days\": 250", "calendar.json", "2026",
     "working_days", "must be 258"},
    {"calendar.json", "\"published_through\": 2026", "\"published_through\": 2027", "calendar.json",
     "", "published_through", "last published year"},
    {"pack.json", "\"code\": \"deliver\"", "\"code\": \"delivery\"", "pack.json", "limits",
     "deliver", "the limit is missing"},
    {"pack.json", "\"unit\": \"working_days\"", "\"unit\": \"weeks\"", "pack.json",
     "receive_notify", "unit", "not one of the allowed"},
    {"pack.json", "{year}", "year", "pack.json", "numbers", "project", "must hold {year}"},
    /* when problems climb */
    {"clock.json", "\"level\": \"city\"", "\"level\": \"county\"", "clock.json", "city", "level",
     "not one of the allowed"},
    {"clock.json", "\"overdue_days\": 2", "\"overdue_days\": 0", "clock.json", "city",
     "overdue_days", "not one of the allowed"},
    {"clock.json", "\"announce_days\": 1", "\"announce_days\": 2", "clock.json", "city",
     "unassigned_days", "not one of the allowed"},
    {"clock.json", "\"role\": \"centre_coordinator\"", "\"role\": \"mayor\"", "clock.json", "city",
     "role", "is not among the roles"},
    {"clock.json", "\"climb_days\": 2", "\"climb_days\": 0", "clock.json", "usual", "climb_days",
     "not one of the allowed"},
    {"problem-categories.json", "\"climb_days\": 2,\n   \"announce_days\": 1",
     "\"climb_days\": 0,\n   \"announce_days\": 1", "problem-categories.json", "problems",
     "climb_days", "not one of the allowed"},
    {"problem-categories.json", "\"readers\": [\n    \"leader\"",
     "\"readers\": [\n    \"centre_coordinator\"", "problem-categories.json", "problems",
     "drafters", "not one of the allowed"},
    /* what is delegated to districts */
    {"casework.json", "\"org\": \"promo-990103\"", "\"org\": \"promo-990102\"", "casework.json",
     "d-record-990103", "org", "must be a unit of that district"},
    {"casework.json", "\"from_org\": \"build\"", "\"from_org\": \"power\"", "casework.json",
     "d-record-990103", "from_org", "must be a unit of the city"},
    {"casework.json", "\"item_delegations\": [",
     "\"item_delegations\": [{\"id\":\"d-x\",\"item\":\"s-record\",\"from_org\":\"build\","
     "\"district\":\"990103\",\"org\":\"centre-990103\",\"basis\":null,\"source\":\"x\","
     "\"confidence\":\"low\",\"evidence\":\"unverified\",\"valid_from\":null,\"valid_to\":"
     "\"2026-07-01\"},",
     "casework.json", "d-record-990103", "valid_from", "overlaps another delegation"},
    /* corrections */
    {"corrections/C001-s-impact-planning-days.json", "\"was\": 10", "\"was\": 11", "pack.json",
     "corrections/C001-s-impact-planning-days.json", "was", "differs from the base value"},
    {"corrections/C001-s-impact-planning-days.json", "\"s-impact\"", "\"s-none\"", "pack.json",
     "corrections/C001-s-impact-planning-days.json", "record", "no such file or record"},
    {"corrections/C001-s-impact-planning-days.json", "\"planning_days\"", "\"plan_days\"",
     "pack.json", "corrections/C001-s-impact-planning-days.json", "field", "no such key"},
    {"corrections/C001-s-impact-planning-days.json", "\"now\": 12,", "", "pack.json",
     "corrections/C001-s-impact-planning-days.json", "was, now", "missing"},
};

static bool matches(const struct pack_finding *finding, const struct breakage *breakage)
{
    return text_is(finding->file, breakage->found_in) &&
           text_is(finding->record, breakage->record) && text_is(finding->field, breakage->field) &&
           text_find(finding->en, text_of(breakage->says)) != SIZE_MAX &&
           !text_is_empty(finding->zh);
}

static void each_breakage_is_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof breakages / sizeof breakages[0]; i++) {
        const struct breakage *breakage = &breakages[i];
        struct workshop workshop = workshop_open("sample-city");
        workshop_change(&workshop, breakage->file, breakage->from, breakage->to);
        struct pack_findings findings = pack_check(workshop.arena, workshop.folder);
        bool is_found = breakage->says == NULL;
        for (uint32_t k = 0; k < findings.count && !is_found; k++) {
            is_found = matches(&findings.items[k], breakage);
        }
        for (uint32_t k = 0; k < findings.count && !is_found; k++) {
            print_message("  %.*s | %.*s | %.*s | %.*s\n", TEXT_ARG(findings.items[k].file),
                          TEXT_ARG(findings.items[k].record), TEXT_ARG(findings.items[k].field),
                          TEXT_ARG(findings.items[k].en));
        }
        if (!is_found) {
            fail_msg("breakage %zu (%s) is not named: %s", i, breakage->file, breakage->to);
        }
        workshop_close(&workshop);
    }
}

static void both_packs_are_clean(void **state)
{
    (void)state;
    static const char *const packs[] = {"data/fuzhou", "data/sample-city"};
    for (int i = 0; i < 2; i++) {
        struct arena *arena = arena_open((size_t)64 << 20, (size_t)256 << 20);
        struct pack_findings findings = pack_check(arena, source_path(arena, packs[i]));
        for (uint32_t k = 0; k < findings.count; k++) {
            print_message("  %.*s %.*s %.*s: %.*s\n", TEXT_ARG(findings.items[k].file),
                          TEXT_ARG(findings.items[k].record), TEXT_ARG(findings.items[k].field),
                          TEXT_ARG(findings.items[k].en));
        }
        assert_int_equal(findings.count, 0);
        arena_close(arena);
    }
}

static void records_that_follow_each_other_do_not_overlap(void **state)
{
    (void)state;
    struct workshop workshop = workshop_open("sample-city");
    workshop_change(&workshop, "roles.json", "\"roles\": [",
                    "\"roles\": [{\"id\":\"x\",\"name\":\"x\",\"name_en\":\"x\",\"description\":"
                    "\"x\",\"description_en\":\"x\",\"scope\":\"city\",\"exclusive_with\":[]},");
    assert_int_equal(pack_check(workshop.arena, workshop.folder).count, 0);
    workshop_close(&workshop);
}

static void a_folder_without_a_pack_is_one_finding(void **state)
{
    (void)state;
    struct arena *arena = arena_open((size_t)1 << 20, (size_t)1 << 20);
    struct pack_findings findings = pack_check(arena, TEXT("/nonexistent"));
    assert_int_equal(findings.count, 1);
    assert_true(text_is(findings.items[0].file, "pack.json"));
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_breakage_is_named),
        cmocka_unit_test(both_packs_are_clean),
        cmocka_unit_test(records_that_follow_each_other_do_not_overlap),
        cmocka_unit_test(a_folder_without_a_pack_is_one_finding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
