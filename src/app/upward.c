#include "app/upward.h"

#include "app/city.h"
#include "pack/pack.h"

void upward_terms_on(const struct city *city, civil_date on, struct upward_terms *out)
{
    const struct pack_records *records = &city_pack(city)->lists[PACK_UPWARD];
    *out = (struct upward_terms){
        .readers = ROLE_BIT(ROLE_LEADER),
        .drafters = ROLES_SERVICE | ROLE_BIT(ROLE_DEPARTMENT_OFFICER),
        .approvers = ROLES_COORDINATORS,
    };
    for (uint32_t i = 0; i < records->count; i++) {
        const struct jvalue *raw = records->items[i].raw;
        if (pack_in_force(&records->items[i], on)) {
            out->readers |= roles_from_names(jvalue_get(raw, "readers"));
            out->drafters = roles_from_names(jvalue_get(raw, "drafters"));
            out->approvers = roles_from_names(jvalue_get(raw, "approvers"));
            return;
        }
    }
}

bool upward_reads(const struct city *city, const struct actor *actor, civil_date on)
{
    struct upward_terms terms;
    upward_terms_on(city, on, &terms);
    return (terms.readers & ROLE_BIT(actor->role)) != 0;
}
