#include "pack/checker.h"

/* What shapes can't say of `item_delegations`: that an item goes from a unit of the city, to a unit
 * of that very district, and to one unit there on any day. */

static void refuse(struct checker *checker, const struct jvalue *record, const char *key,
                   const char *zh, const char *en)
{
    struct spot spot = {PACK_FILE_CASEWORK, check_id(PACK_ITEM_DELEGATIONS, record), text_of(key)};
    check_add(checker, spot, text_of(zh), text_of(en));
}

static struct text member(const struct jvalue *record, const char *key)
{
    return jvalue_text(jvalue_get(record, key), TEXT_NONE);
}

/* NULL where there is none, which is said elsewhere. */
static const struct jvalue *unit_named(const struct checker *checker, struct text id)
{
    const struct jvalue *units = check_array(checker, PACK_UNITS);
    for (uint32_t i = 0; units != NULL && i < units->count; i++) {
        if (text_equal(check_id(PACK_UNITS, &units->items[i]), id)) {
            return &units->items[i];
        }
    }
    return NULL;
}

static bool overlap(const struct jvalue *one, const struct jvalue *other)
{
    struct text from_one = member(one, "valid_from");
    struct text to_one = member(one, "valid_to");
    struct text from_other = member(other, "valid_from");
    struct text to_other = member(other, "valid_to");
    return (to_one.len == 0 || text_compare(from_other, to_one) <= 0) &&
           (to_other.len == 0 || text_compare(from_one, to_other) <= 0);
}

static bool is_same_place(const struct jvalue *one, const struct jvalue *other)
{
    return text_equal(member(one, "item"), member(other, "item")) &&
           text_equal(member(one, "district"), member(other, "district"));
}

void check_delegations(struct checker *checker)
{
    const struct jvalue *list = check_array(checker, PACK_ITEM_DELEGATIONS);
    for (uint32_t i = 0; list != NULL && i < list->count; i++) {
        const struct jvalue *one = &list->items[i];
        const struct jvalue *from = unit_named(checker, member(one, "from_org"));
        const struct jvalue *to = unit_named(checker, member(one, "org"));
        if (from != NULL && !text_is(member(from, "level"), "city")) {
            refuse(checker, one, "from_org", "应为市级单位", "must be a unit of the city");
        }
        if (to != NULL && (!text_is(member(to, "level"), "district") ||
                           !text_equal(member(to, "district_code"), member(one, "district")))) {
            refuse(checker, one, "org", "应为该区县的单位", "must be a unit of that district");
        }
        for (uint32_t k = 0; k < i; k++) {
            if (is_same_place(one, &list->items[k]) && overlap(one, &list->items[k])) {
                refuse(checker, one, "valid_from", "同一事项在同一区县的期间重叠",
                       "overlaps another delegation of the item to the district");
            }
        }
    }
}
