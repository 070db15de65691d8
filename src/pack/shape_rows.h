#ifndef LIANDONG_PACK_SHAPE_ROWS_H
#define LIANDONG_PACK_SHAPE_ROWS_H

#include "pack/shape.h"

/* How the tables of shapes are written, for the files that hold them: a key is a row that says its
 * name and kind; ORIGIN and VALIDITY are the keys that nearly every record of a pack carries, so
 * that each fact of a city says where it is from and when it holds. The sizes of the arrays stand
 * here, so that the list of lists can count their keys. */

/* The commonest keys, so that a row says no more than it must. */
#define ROW(name, kind)                                                                            \
    {                                                                                              \
        name, KEY_##kind, 0, KEY_NO_TARGET                                                         \
    }
#define ROW_OR_NULL(name, kind)                                                                    \
    {                                                                                              \
        name, KEY_##kind, KEY_NULL, KEY_NO_TARGET                                                  \
    }
#define ROW_IF_THERE(name, kind)                                                                   \
    {                                                                                              \
        name, KEY_##kind, KEY_NULL | KEY_OPTIONAL, KEY_NO_TARGET                                   \
    }
#define CODE(name, list)                                                                           \
    {                                                                                              \
        name, KEY_CODE, 0, PACK_##list                                                             \
    }
#define CODE_OR_NULL(name, list)                                                                   \
    {                                                                                              \
        name, KEY_CODE, KEY_NULL, PACK_##list                                                      \
    }
#define CODES(name, list)                                                                          \
    {                                                                                              \
        name, KEY_CODES, 0, PACK_##list                                                            \
    }
#define CODES_IF_THERE(name, list)                                                                 \
    {                                                                                              \
        name, KEY_CODES, KEY_OPTIONAL, PACK_##list                                                 \
    }
#define ORIGIN ROW("source", TEXT), ROW("confidence", TEXT), ROW("evidence", TEXT)
/* Of records whose folder says no days: published changes of them stand beside the folder's. */
#define VALIDITY_IF_THERE ROW_IF_THERE("valid_from", DAY), ROW_IF_THERE("valid_to", DAY)
#define VALIDITY ROW_OR_NULL("valid_from", DAY), ROW_OR_NULL("valid_to", DAY)

/* shape_fields.c */
extern const struct key_shape field_keys[15], contradiction_keys[7], implication_keys[8],
    question_group_keys[4];

/* shape_forms.c */
extern const struct key_shape form_field_keys[23];
extern const struct key_shape waiver_keys[7];
extern const struct key_shape paper_keys[7];
extern const struct key_shape desk_keys[11];
extern const struct key_shape handling_keys[9];

/* shape_casework.c */
extern const struct key_shape consultation_keys[15], approval_keys[16], return_reason_keys[6],
    need_reason_keys[7], delivery_way_keys[7], major_change_keys[10], split_rule_keys[10],
    meeting_kind_keys[20], supervision_source_keys[14], request_kind_keys[14], office_hours_keys[9],
    whistle_step_keys[11], category_keys[11], problem_step_keys[13], hand_down_ladder_keys[11],
    problem_cause_keys[8], item_delegation_keys[11], upward_keys[15], notice_time_keys[16];
/* shape_parks.c */
extern const struct key_shape park_fact_keys[7], match_criterion_keys[20], industry_word_keys[6],
    package_keys[17];
/* shape_claims.c */
extern const struct key_shape claim_rule_keys[17];
/* shape_rating.c */
extern const struct key_shape rating_grade_keys[7], rating_reason_keys[8], rating_rule_keys[11],
    rating_finding_keys[11];
/* shape_appraisal.c */
extern const struct key_shape appraisal_formula_keys[10], appraisal_part_keys[16];
/* shape_navigation.c */
extern const struct key_shape worded_keys[6], course_keys[11], weight_keys[12], need_keys[11],
    reminder_type_keys[9], trip_rule_keys[11];
/* shape_indicators.c */
extern const struct key_shape indicator_step_keys[13], indicator_keys[30],
    indicator_external_keys[13], cockpit_keys[11], tile_keys[8];
/* shape_policies.c */
extern const struct key_shape policy_field_keys[5], benefit_term_keys[13], stacking_keys[9],
    profile_field_keys[11];
/* shape_commitments.c */
extern const struct key_shape commitment_text_keys[13], commitment_rule_keys[11], deferral_keys[7],
    credit_kind_keys[10], expiry_keys[11], outside_system_keys[8], outside_result_keys[11];
/* shape_letters.c */
extern const struct key_shape letter_field_keys[3];
extern const struct key_shape letter_keys[19];
extern const struct key_shape certificate_keys[13];

#endif
