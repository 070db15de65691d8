#include "pack/shape_rows.h"

/* The records about what policies give and what is known of an enterprise. */

const struct key_shape policy_field_keys[5] = {
    ROW("name", TEXT),
    ROW("type", TEXT),
    ROW("value_type", TEXT),
    ROW_OR_NULL("note", TEXT),
    ROW_IF_THERE("used_by", TEXT),
};

const struct key_shape benefit_term_keys[13] = {
    ROW("id", TEXT),       CODE("policy", POLICIES),  ROW("place", WHOLE),
    ROW("audience", RULE), ROW("established", BOOL),  ROW_OR_NULL("base_field", TEXT),
    ROW("bound", TEXT),    ROW_OR_NULL("note", TEXT), ORIGIN,
    VALIDITY_IF_THERE,
};

const struct key_shape stacking_keys[9] = {
    ROW("id", TEXT), CODES("policies", POLICIES), ROW("rule", TEXT), ROW("text", TEXT),
    ORIGIN,          VALIDITY_IF_THERE,
};

const struct key_shape profile_field_keys[11] = {
    CODE("field", POLICY_FIELDS),
    ROW("name", TEXT),
    ROW("name_en", TEXT),
    ROW_OR_NULL("unit", TEXT),
    ROW_OR_NULL("unit_en", TEXT),
    ROW_OR_NULL("options", LIST),
    ROW_OR_NULL("fact", TEXT),
    ROW_OR_NULL("values", OBJECT),
    ORIGIN,
};
