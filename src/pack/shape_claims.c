#include "pack/shape_rows.h"

/* The records of how what a policy gives is claimed: who decides, within which limits, how much
 * there is. A limit, or a quota, that is not known is null. */

const struct key_shape claim_rule_keys[17] = {CODE("policy", POLICIES),
                                              CODE("org", UNITS),
                                              ROW_OR_NULL("consent_days", WHOLE),
                                              ROW_OR_NULL("accept_days", WHOLE),
                                              ROW_OR_NULL("correct_days", WHOLE),
                                              ROW_OR_NULL("review_days", WHOLE),
                                              ROW_OR_NULL("notice_days", WHOLE),
                                              ROW_OR_NULL("decide_days", WHOLE),
                                              ROW_OR_NULL("pay_days", WHOLE),
                                              ROW_OR_NULL("quota_wanyuan", NUMBER),
                                              ROW("by_itself", BOOL),
                                              ROW_OR_NULL("note", TEXT),
                                              ORIGIN,
                                              VALIDITY};
