#include "app/city.h"
#include "pack/pack.h"
#include "room/application/application_level.h"

static bool is_of_a_district(const struct command_run *run)
{
    struct text district = run->actor->district;
    return run->actor->role == ROLE_DEPARTMENT_OFFICER && district.len > 0 &&
           !text_equal(district, city_code(run->city));
}

bool application_level_is_right(struct command_run *run, struct fault *fault)
{
    const struct pack_records *rules = &city_pack(run->city)->lists[PACK_ROUTING_RULES];
    struct facts *facts = NULL;
    if (!is_of_a_district(run)) {
        return true;
    }
    if (!application_level_facts_of(run, &facts, fault)) {
        return false;
    }
    struct rule_view view = {facts, RULE_MISSING_UNKNOWN};
    for (uint32_t i = 0; i < rules->count; i++) {
        const struct pack_record *rule = &rules->items[i];
        if (jvalue_bool(jvalue_get(rule->raw, "city_handles"), false) &&
            rule_evaluate(rule->rule, view) == RULE_YES) {
            return fault_raise(fault, FAULT_CITY_HANDLES, TEXT_NONE,
                               FAULT_ARGS(jvalue_text(jvalue_get(rule->raw, "then"), TEXT_NONE)));
        }
    }
    return true;
}
