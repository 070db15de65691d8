#include "pack/shape_rows.h"

/* The records of the one form and of the windows. */

const struct key_shape form_field_keys[23] = {
    ROW("id", TEXT),
    CODE("section", FORM_SECTIONS),
    ROW("name", TEXT),
    ROW("name_en", TEXT),
    ROW("type", TEXT),
    ROW_OR_NULL("unit", TEXT),
    ROW_OR_NULL("values", TEXTS),
    ROW("required", BOOL),
    ROW_OR_NULL("guidance_zh", TEXT),
    ROW_OR_NULL("guidance_en", TEXT),
    ROW("sources", LIST),
    ROW_OR_NULL("form", TEXT),
    ROW_OR_NULL("min", WHOLE),
    ROW_OR_NULL("max", WHOLE),
    CODE_OR_NULL("not_before", FORM_FIELDS),
    ROW("everywhere", BOOL),
    CODES("stages", STAGES),
    CODES("items", ITEMS),
    VALIDITY,
    ORIGIN,
};

const struct key_shape waiver_keys[7] = {
    ROW("id", TEXT), ROW("text_zh", TEXT), ROW("text_en", TEXT), ROW_OR_NULL("basis", TEXT), ORIGIN,
};

const struct key_shape paper_keys[7] = {ROW("id", TEXT), CODE("waiver", FORM_WAIVERS), VALIDITY,
                                        ORIGIN};

const struct key_shape desk_keys[11] = {
    ROW("id", TEXT),
    ROW("name", TEXT),
    ROW("name_en", TEXT),
    CODE("org", UNITS),
    CODES("stages", STAGES),
    ROW_OR_NULL("note", TEXT),
    VALIDITY,
    ORIGIN,
};

const struct key_shape handling_keys[9] = {
    CODE("item", ITEMS),
    ROW("online", TEXT),
    ROW_OR_NULL("visits", WHOLE),
    ROW_OR_NULL("note", TEXT),
    VALIDITY,
    ORIGIN,
};
