#include "pack/shape_rows.h"

/* The annual appraisal (年度考评): whom a formula is for, and its parts, each an indicator of the
 * city or a figure of its ratings. Floor and full value are per mille. */

const struct key_shape appraisal_formula_keys[10] = {
    ROW("id", TEXT), ROW("name", TEXT),          ROW("name_en", TEXT),
    ROW("of", TEXT), ROW("least_weight", WHOLE), ORIGIN,
    VALIDITY};

const struct key_shape appraisal_part_keys[16] = {ROW("id", TEXT),
                                                  ROW("name", TEXT),
                                                  ROW("name_en", TEXT),
                                                  CODE("formula", APPRAISAL_FORMULAS),
                                                  CODE_OR_NULL("indicator", INDICATORS),
                                                  ROW_OR_NULL("rating", TEXT),
                                                  ROW("weight", WHOLE),
                                                  ROW("direction", TEXT),
                                                  ROW("floor", WHOLE),
                                                  ROW("full", WHOLE),
                                                  ROW("minimum", WHOLE),
                                                  ORIGIN,
                                                  VALIDITY};
