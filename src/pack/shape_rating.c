#include "pack/shape_rows.h"

/* The records of ratings (好差评): grades and the reasons behind them, how few are too few to be
 * shown, whom a low rating that is not mended climbs to, what looks made up. */

const struct key_shape rating_grade_keys[7] = {ROW("code", TEXT), ROW("name", TEXT),
                                               ROW("name_en", TEXT), ROW("low", BOOL), ORIGIN};

const struct key_shape rating_reason_keys[8] = {ROW("id", TEXT),
                                                ROW("name", TEXT),
                                                ROW("name_en", TEXT),
                                                ROW("channel", TEXT),
                                                CODES("grades", RATING_GRADES),
                                                ORIGIN};

const struct key_shape rating_rule_keys[11] = {ROW("id", TEXT),
                                               ROW("name", TEXT),
                                               ROW("name_en", TEXT),
                                               ROW("minimum", WHOLE),
                                               CODES("climb_roles", ROLES),
                                               ROW("climb_days", WHOLE),
                                               ORIGIN,
                                               VALIDITY};

const struct key_shape rating_finding_keys[11] = {ROW("id", TEXT),
                                                  ROW("name", TEXT),
                                                  ROW("name_en", TEXT),
                                                  ROW("kind", TEXT),
                                                  ROW("count", WHOLE),
                                                  ROW_OR_NULL("minutes", WHOLE),
                                                  ORIGIN,
                                                  VALIDITY};
