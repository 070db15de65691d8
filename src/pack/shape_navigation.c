#include "pack/shape_rows.h"

/* The records about navigators: what they can do, what they learn, how one is suggested. */

const struct key_shape worded_keys[6] = {ROW("id", TEXT), ROW("name", TEXT), ROW("name_en", TEXT),
                                         ORIGIN};

const struct key_shape course_keys[11] = {ROW("id", TEXT),
                                          ROW("name", TEXT),
                                          ROW("name_en", TEXT),
                                          ROW("required", BOOL),
                                          ROW("valid_months", WHOLE),
                                          ROW("remind_days", WHOLE),
                                          ORIGIN,
                                          VALIDITY};

const struct key_shape weight_keys[12] = {ROW("id", TEXT),
                                          ROW("name", TEXT),
                                          ROW("name_en", TEXT),
                                          ROW("weight", WHOLE),
                                          ROW_OR_NULL("full_load", WHOLE),
                                          ROW("rule_zh", TEXT),
                                          ROW("rule_en", TEXT),
                                          ORIGIN,
                                          VALIDITY};

const struct key_shape need_keys[11] = {ROW("id", TEXT),
                                        ROW("name", TEXT),
                                        ROW("name_en", TEXT),
                                        ROW("applies", RULE),
                                        CODE_OR_NULL("skill", SKILLS),
                                        CODE_OR_NULL("language", LANGUAGES),
                                        ORIGIN,
                                        VALIDITY};

const struct key_shape reminder_type_keys[9] = {
    ROW("id", TEXT), ROW("name", TEXT), ROW("name_en", TEXT), ROW("steps", LIST), ORIGIN, VALIDITY};

const struct key_shape trip_rule_keys[11] = {ROW("id", TEXT),
                                             ROW("name", TEXT),
                                             ROW("name_en", TEXT),
                                             ROW("trips", WHOLE),
                                             ROW("rule_zh", TEXT),
                                             ROW("rule_en", TEXT),
                                             ORIGIN,
                                             VALIDITY};
