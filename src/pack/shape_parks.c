#include "pack/shape_rows.h"

/* The records by which projects are matched to parks, and offered service packages. */

const struct key_shape park_fact_keys[7] = {ROW("name", TEXT),         ROW("type", TEXT),
                                            ROW("path", TEXT),         ROW_OR_NULL("unit", TEXT),
                                            ROW("meaning", TEXT),      ROW("meaning_en", TEXT),
                                            ROW_IF_THERE("sets", TEXT)};

const struct key_shape match_criterion_keys[20] = {ROW("id", TEXT),
                                                   ROW("name", TEXT),
                                                   ROW("name_en", TEXT),
                                                   ROW("kind", TEXT),
                                                   ROW("weight", WHOLE),
                                                   ROW("when", RULE),
                                                   ROW("test", TEXT),
                                                   ROW("offer", TEXT),
                                                   ROW_OR_NULL("field", TEXT),
                                                   ROW_OR_NULL("factor", WHOLE),
                                                   ROW_IF_THERE("until_field", TEXT),
                                                   ROW_OR_NULL("partial", WHOLE),
                                                   ROW("rule_zh", TEXT),
                                                   ROW("rule_en", TEXT),
                                                   ROW_OR_NULL("basis", TEXT),
                                                   ORIGIN,
                                                   VALIDITY};

const struct key_shape industry_word_keys[6] = {ROW("id", TEXT), ROW("codes", TEXTS),
                                                ROW("directions", TEXTS), ORIGIN};

const struct key_shape package_keys[17] = {ROW("id", TEXT),
                                           ROW("name", TEXT),
                                           ROW("name_en", TEXT),
                                           CODE("class", INDUSTRY_CLASSES),
                                           ROW("when", RULE),
                                           ROW("purpose_zh", TEXT),
                                           ROW("purpose_en", TEXT),
                                           CODES("items", ITEMS),
                                           CODES("policies", POLICIES),
                                           CODES("units", UNITS),
                                           CODES("roles", ROLES),
                                           ROW_OR_NULL("basis", TEXT),
                                           ORIGIN,
                                           VALIDITY};
