#include "pack/shape_rows.h"

/* The records of indicators: the steps that projects are followed through, what is counted and in
 * which words, and what of others' indicators this platform can answer. */

const struct key_shape indicator_step_keys[13] = {ROW("id", TEXT),
                                                  ROW("name", TEXT),
                                                  ROW("name_en", TEXT),
                                                  ROW("by", TEXT),
                                                  ROW_OR_NULL("of", TEXT),
                                                  CODES("items", ITEMS),
                                                  ROW("means_zh", TEXT),
                                                  ROW("means_en", TEXT),
                                                  ORIGIN,
                                                  VALIDITY};

const struct key_shape indicator_keys[30] = {ROW("id", TEXT),
                                             ROW("name", TEXT),
                                             ROW("name_en", TEXT),
                                             ROW("group", TEXT),
                                             ROW("measure", TEXT),
                                             CODE_OR_NULL("from_step", INDICATOR_STEPS),
                                             CODE_OR_NULL("to_step", INDICATOR_STEPS),
                                             ROW_OR_NULL("part", TEXT),
                                             ROW_OR_NULL("window_days", WHOLE),
                                             ROW("unit_zh", TEXT),
                                             ROW("unit_en", TEXT),
                                             ROW("definition_zh", TEXT),
                                             ROW("definition_en", TEXT),
                                             ROW("formula_zh", TEXT),
                                             ROW("formula_en", TEXT),
                                             ROW("numerator_zh", TEXT),
                                             ROW("numerator_en", TEXT),
                                             ROW("denominator_zh", TEXT),
                                             ROW("denominator_en", TEXT),
                                             ROW("rows_zh", TEXT),
                                             ROW("rows_en", TEXT),
                                             ROW("basis", TEXT),
                                             ROW("cut_off_zh", TEXT),
                                             ROW("cut_off_en", TEXT),
                                             ROW("minimum", WHOLE),
                                             ORIGIN,
                                             VALIDITY};

const struct key_shape indicator_external_keys[13] = {ROW("id", TEXT),
                                                      ROW("system", TEXT),
                                                      ROW("name", TEXT),
                                                      ROW("name_en", TEXT),
                                                      ROW("answer", TEXT),
                                                      CODE_OR_NULL("indicator", INDICATORS),
                                                      ROW("why_zh", TEXT),
                                                      ROW("why_en", TEXT),
                                                      ORIGIN,
                                                      VALIDITY};

const struct key_shape cockpit_keys[11] = {ROW("id", TEXT),
                                           ROW("name", TEXT),
                                           ROW("name_en", TEXT),
                                           ROW("questions", TEXTS),
                                           ROW("needs", TEXTS),
                                           CODES("indicators", INDICATORS),
                                           ORIGIN,
                                           VALIDITY};

const struct key_shape tile_keys[8] = {ROW("id", TEXT), ROW("column", WHOLE), ROW("row", WHOLE),
                                       ORIGIN, VALIDITY};
