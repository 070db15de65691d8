#include "pack/shape_rows.h"

/* fields.json: the facts of a project, what does not go together, what follows from what, and what
 * is asked for on one screen. */

const struct key_shape field_keys[15] = {
    ROW("name", TEXT),
    ROW("type", TEXT),
    ROW_IF_THERE("values", TEXTS),
    ROW_IF_THERE("unit", TEXT),
    ROW_IF_THERE("min", ANY),
    ROW("meaning", TEXT),
    ROW("meaning_en", TEXT),
    ROW("question_zh", TEXT),
    ROW("question_en", TEXT),
    ROW("why_zh", TEXT),
    ROW("used_by", TEXT),
    CODES_IF_THERE("items", ITEMS),
    ORIGIN,
};

const struct key_shape contradiction_keys[7] = {
    ROW("id", TEXT), ROW("when", RULE), ROW("text_zh", TEXT), ROW("text_en", TEXT), ORIGIN,
};

const struct key_shape implication_keys[8] = {
    ROW("id", TEXT),      ROW("when", RULE),    ROW("then", OBJECT),
    ROW("text_zh", TEXT), ROW("text_en", TEXT), ORIGIN,
};

const struct key_shape question_group_keys[4] = {
    ROW("id", TEXT),
    ROW("question_zh", TEXT),
    ROW("question_en", TEXT),
    CODES("fields", FIELDS),
};
