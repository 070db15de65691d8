#include "pack/implied.h"

static uint32_t add(struct facts *facts, const struct pack_record *record, struct pack_implied *out)
{
    const struct jvalue *then = jvalue_get(record->raw, "then");
    uint32_t added = 0;
    for (uint32_t i = 0; i < then->count; i++) {
        uint32_t field = 0;
        struct fault fault = {.code = FAULT_NONE};
        bool is_new = fact_space_find(facts->space, then->members[i].name, &field) &&
                      !facts_has(facts, field) &&
                      facts_set(facts, field, &then->members[i].value, &fault) &&
                      facts_has(facts, field);
        if (is_new && out != NULL) {
            out[added] = (struct pack_implied){field, record};
        }
        added += is_new;
    }
    return added;
}

uint32_t pack_imply(const struct pack *pack, struct facts *facts, struct pack_implied *out)
{
    const struct pack_records *records = &pack->lists[PACK_IMPLICATIONS];
    struct rule_view view = {facts, RULE_MISSING_UNKNOWN};
    uint32_t count = 0;
    uint32_t before = 0;
    do { /* each round adds a fact or is the last */
        before = count;
        for (uint32_t i = 0; i < records->count; i++) {
            if (rule_evaluate(records->items[i].rule, view) == RULE_YES) {
                count += add(facts, &records->items[i], out == NULL ? NULL : out + count);
            }
        }
    } while (count > before);
    return count;
}

const struct jvalue *pack_implied_value(const struct pack_implied *implied,
                                        const struct fact_space *space)
{
    struct text name = fact_space_field(space, implied->field)->name;
    const struct jvalue *then = jvalue_get(implied->by->raw, "then");
    uint32_t at = 0;
    while (at < then->count && !text_equal(then->members[at].name, name)) {
        at++;
    }
    return at < then->count ? &then->members[at].value : NULL;
}
