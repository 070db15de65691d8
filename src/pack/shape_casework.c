#include "pack/shape_rows.h"

/* The records of how a department works on a case inside, and of how it is called. */

const struct key_shape consultation_keys[15] = {ROW("id", TEXT),
                                                ROW("name", TEXT),
                                                ROW("name_en", TEXT),
                                                ROW("days", WHOLE),
                                                ROW("longest_days", WHOLE),
                                                ROW("holds_decision", BOOL),
                                                ROW("after_limit", TEXT),
                                                ROW("rule_zh", TEXT),
                                                ROW("rule_en", TEXT),
                                                ROW_OR_NULL("basis", TEXT),
                                                ORIGIN,
                                                VALIDITY};

const struct key_shape approval_keys[16] = {ROW("id", TEXT),
                                            ROW("name", TEXT),
                                            ROW("name_en", TEXT),
                                            CODES("roles", ROLES),
                                            CODES("district_roles", ROLES),
                                            CODES("deputy_roles", ROLES),
                                            ROW("lock_days", WHOLE),
                                            ROW("longest_delegation_days", WHOLE),
                                            ROW("rule_zh", TEXT),
                                            ROW("rule_en", TEXT),
                                            ROW_OR_NULL("basis", TEXT),
                                            ORIGIN,
                                            VALIDITY};

const struct key_shape return_reason_keys[6] = {ROW("code", TEXT), ROW("name", TEXT),
                                                ROW("name_en", TEXT), ORIGIN};

const struct key_shape need_reason_keys[7] = {ROW("code", TEXT), ROW("name", TEXT),
                                              ROW("name_en", TEXT), ROW("needed", TEXTS), ORIGIN};

const struct key_shape delivery_way_keys[7] = {
    ROW("id", TEXT), ROW("name", TEXT), ROW("name_en", TEXT), ROW("needs_number", BOOL), ORIGIN};

const struct key_shape major_change_keys[10] = {ROW("id", TEXT),
                                                CODE("item", ITEMS),
                                                ROW("name", TEXT),
                                                ROW("name_en", TEXT),
                                                ROW_OR_NULL("output_percent", WHOLE),
                                                ORIGIN,
                                                VALIDITY};

const struct key_shape split_rule_keys[10] = {ROW("id", TEXT),
                                              ROW("name", TEXT),
                                              ROW("name_en", TEXT),
                                              ROW("months", WHOLE),
                                              CODES("sums", FIELDS),
                                              ORIGIN,
                                              VALIDITY};

const struct key_shape item_delegation_keys[11] = {ROW("id", TEXT),
                                                   CODE("item", ITEMS),
                                                   CODE("from_org", UNITS),
                                                   CODE("district", DISTRICTS),
                                                   CODE("org", UNITS),
                                                   ROW_OR_NULL("basis", TEXT),
                                                   ORIGIN,
                                                   VALIDITY};

const struct key_shape office_hours_keys[9] = {
    ROW("id", TEXT), ROW("name", TEXT), ROW("name_en", TEXT), ROW("spans", TEXTS),
    ORIGIN,          VALIDITY};

const struct key_shape whistle_step_keys[11] = {ROW("id", TEXT),
                                                ROW("name", TEXT),
                                                ROW("name_en", TEXT),
                                                ROW("who", TEXT),
                                                ROW("hours", WHOLE),
                                                ROW("announce_hours", WHOLE),
                                                ORIGIN,
                                                VALIDITY};

const struct key_shape category_keys[11] = {
    ROW("code", TEXT),
    ROW("name", TEXT),
    ROW("name_en", TEXT),
    ROW("description", TEXT),
    ROW("description_en", TEXT),
    CODE_OR_NULL("default_org", UNITS),
    ROW("resolve_working_days", WHOLE),
    CODE("escalate_to", ROLES),
    ORIGIN,
};

const struct key_shape problem_cause_keys[8] = {ROW("code", TEXT), ROW("name", TEXT),
                                                ROW("name_en", TEXT), ORIGIN, VALIDITY};

const struct key_shape upward_keys[15] = {ROW("id", TEXT),
                                          ROW("name", TEXT),
                                          ROW("name_en", TEXT),
                                          CODES("readers", ROLES),
                                          CODES("drafters", ROLES),
                                          CODES("approvers", ROLES),
                                          CODES_IF_THERE("climb_roles", ROLES),
                                          ROW_IF_THERE("climb_days", WHOLE),
                                          ROW_IF_THERE("announce_days", WHOLE),
                                          ROW("note", TEXT),
                                          ORIGIN,
                                          VALIDITY};

const struct key_shape problem_step_keys[13] = {ROW("id", TEXT),
                                                ROW("name", TEXT),
                                                ROW("name_en", TEXT),
                                                ROW("level", TEXT),
                                                CODE("role", ROLES),
                                                ROW("unassigned_days", WHOLE),
                                                ROW("overdue_days", WHOLE),
                                                ROW("announce_days", WHOLE),
                                                ORIGIN,
                                                VALIDITY};

const struct key_shape hand_down_ladder_keys[11] = {ROW("id", TEXT),
                                                    ROW("name", TEXT),
                                                    ROW("name_en", TEXT),
                                                    CODES("climb_roles", ROLES),
                                                    ROW("climb_days", WHOLE),
                                                    ROW("announce_days", WHOLE),
                                                    ORIGIN,
                                                    VALIDITY};

const struct key_shape supervision_source_keys[14] = {ROW("id", TEXT),
                                                      ROW("name", TEXT),
                                                      ROW("name_en", TEXT),
                                                      CODES("issue_roles", ROLES),
                                                      CODES("climb_roles", ROLES),
                                                      ROW("climb_days", WHOLE),
                                                      ROW("rule_zh", TEXT),
                                                      ROW("rule_en", TEXT),
                                                      ROW_OR_NULL("basis", TEXT),
                                                      ORIGIN,
                                                      VALIDITY};

const struct key_shape request_kind_keys[14] = {ROW("id", TEXT),
                                                ROW("name", TEXT),
                                                ROW("name_en", TEXT),
                                                ROW("about_policy", BOOL),
                                                CODE_OR_NULL("org", UNITS),
                                                ROW_OR_NULL("take_days", WHOLE),
                                                ROW_OR_NULL("answer_days", WHOLE),
                                                ROW("results", TEXTS),
                                                ROW_OR_NULL("note", TEXT),
                                                ORIGIN,
                                                VALIDITY};

const struct key_shape notice_time_keys[16] = {ROW("id", TEXT),
                                               ROW("name", TEXT),
                                               ROW("name_en", TEXT),
                                               ROW_OR_NULL("digest_at", TEXT),
                                               ROW_OR_NULL("quiet_from", TEXT),
                                               ROW_OR_NULL("quiet_to", TEXT),
                                               ROW("critical_kinds", TEXTS),
                                               ROW("urgent_kinds", TEXTS),
                                               CODES("urgent_rules", TRIGGERS),
                                               ROW("urgent_days", WHOLE),
                                               ROW("unopened_days", WHOLE),
                                               ORIGIN,
                                               VALIDITY};

const struct key_shape meeting_kind_keys[20] = {ROW("id", TEXT),
                                                ROW("name", TEXT),
                                                ROW("name_en", TEXT),
                                                CODES("call_roles", ROLES),
                                                ROW("tell_days", WHOLE),
                                                ROW("confirm_days", WHOLE),
                                                ROW("silence", TEXT),
                                                CODES("climb_roles", ROLES),
                                                ROW("climb_days", WHOLE),
                                                ROW("remind_days", WHOLE),
                                                ROW_IF_THERE("adopts_plan", BOOL),
                                                ROW_IF_THERE("answer_days", WHOLE),
                                                ROW("rule_zh", TEXT),
                                                ROW("rule_en", TEXT),
                                                ROW_OR_NULL("basis", TEXT),
                                                ORIGIN,
                                                VALIDITY};
