#include "pack/shape_rows.h"

/* The records of letters and of what a grant leaves. */

const struct key_shape letter_field_keys[3] = {
    ROW("name", TEXT),
    ROW("name_zh", TEXT),
    ROW("name_en", TEXT),
};

const struct key_shape letter_keys[19] = {
    ROW("code", TEXT),
    ROW("name", TEXT),
    ROW("name_en", TEXT),
    ROW("title", TEXT),
    ROW("series", TEXT),
    ROW("number", TEXT),
    ROW("issuer", TEXT),
    ROW_OR_NULL("item_kinds", TEXTS),
    ROW_OR_NULL("otherwise", TEXT),
    ROW("basis", TEXT),
    ROW("term", TEXT),
    ROW_OR_NULL("deadline", TEXT),
    ROW("blocks", LIST),
    ROW_OR_NULL("text_en", TEXT),
    ORIGIN,
    VALIDITY,
};

const struct key_shape certificate_keys[13] = {
    ROW("code", TEXT),
    ROW("name", TEXT),
    ROW_OR_NULL("name_en", TEXT),
    CODES("items", ITEMS),
    ROW_OR_NULL("type_code", TEXT),
    ROW("main", BOOL),
    ROW("materials", TEXTS),
    ROW("number", TEXT),
    ORIGIN,
    VALIDITY,
};
