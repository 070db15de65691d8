#include "app/upward.h"

#include "app/city.h"
#include "pack/pack.h"

const struct pack_record *upward_rule_on(const struct city *city, civil_date on)
{
    const struct pack_records *records = &city_pack(city)->lists[PACK_UPWARD];
    for (uint32_t i = 0; i < records->count; i++) {
        if (pack_in_force(&records->items[i], on)) {
            return &records->items[i];
        }
    }
    return NULL;
}

void upward_terms_on(const struct city *city, civil_date on, struct upward_terms *out)
{
    const struct pack_record *rule = upward_rule_on(city, on);
    *out = (struct upward_terms){
        .readers = ROLE_BIT(ROLE_LEADER),
        .drafters = ROLES_SERVICE | ROLE_BIT(ROLE_DEPARTMENT_OFFICER),
        .approvers = ROLES_COORDINATORS,
    };
    if (rule != NULL) {
        out->readers |= roles_from_names(jvalue_get(rule->raw, "readers"));
        out->drafters = roles_from_names(jvalue_get(rule->raw, "drafters"));
        out->approvers = roles_from_names(jvalue_get(rule->raw, "approvers"));
    }
}

bool upward_reads(const struct city *city, const struct actor *actor, civil_date on)
{
    struct upward_terms terms;
    upward_terms_on(city, on, &terms);
    return (terms.readers & ROLE_BIT(actor->role)) != 0;
}
