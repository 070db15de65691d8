#include "pack/shape_rows.h"

/* What a record of commitments.json has. */

const struct key_shape commitment_text_keys[13] = {
    CODE("id", COMMITMENT_CLASSES),
    ROW("version", WHOLE),
    ROW("name", TEXT),
    ROW("name_en", TEXT),
    ROW("text_zh", TEXT),
    ROW("text_en", TEXT),
    ROW("liability_zh", TEXT),
    ROW("liability_en", TEXT),
    VALIDITY,
    ORIGIN,
};

const struct key_shape commitment_rule_keys[11] = {
    CODE("id", VARIANTS),
    CODE("class", COMMITMENT_CLASSES),
    CODE("checker", UNITS),
    ROW("on_failed", TEXTS),
    ROW("on_false", TEXTS),
    ROW("on_unmended", TEXTS),
    ROW("marks", TEXTS),
    ROW("rectify_days", WHOLE),
    ORIGIN,
};

const struct key_shape deferral_keys[7] = {
    CODE("id", ITEMS),
    ROW("certificate", TEXT),
    ROW("promise_days", WHOLE),
    ROW("extend_days", WHOLE),
    ORIGIN,
};

const struct key_shape credit_kind_keys[10] = {
    ROW("id", TEXT),
    ROW("name", TEXT),
    ROW("name_en", TEXT),
    CODES("closes", COMMITMENT_CLASSES),
    ROW("closes_deferral", BOOL),
    ROW("repair_zh", TEXT),
    ROW("repair_en", TEXT),
    ORIGIN,
};

const struct key_shape expiry_keys[11] = {
    ROW("id", TEXT),
    ROW_OR_NULL("months", WHOLE),
    CODE_OR_NULL("ends_with", MILESTONES),
    ROW_OR_NULL("extensions", WHOLE),
    ROW_OR_NULL("extension_months", WHOLE),
    ROW("notice_days", LIST),
    ROW("lapse", TEXT),
    ROW_OR_NULL("legal_basis", TEXT),
    ORIGIN,
};

const struct key_shape outside_system_keys[8] = {
    ROW("id", TEXT),    ROW("name", TEXT),        ROW("name_en", TEXT),
    ROW("level", TEXT), ROW("stale_days", WHOLE), ORIGIN,
};

const struct key_shape outside_result_keys[11] = {
    ROW("id", TEXT),
    ROW("name", TEXT),
    ROW("name_en", TEXT),
    CODES("unit_types", UNIT_TYPES),
    CODES("units", UNITS),
    CODES("items", ITEMS),
    VALIDITY,
    ORIGIN,
};
