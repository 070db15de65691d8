#include "pack/shape_rows.h"

static const struct key_shape named_keys[] = {ROW("id", TEXT), ROW("name", TEXT),
                                              ROW("name_en", TEXT)};

static const struct key_shape limit_keys[] = {
    ROW("code", TEXT),
    ROW("value", WHOLE),
    ROW("unit", TEXT),
    ROW("meaning_zh", TEXT),
    ROW("meaning_en", TEXT),
    ROW("basis_kind", TEXT),
    ROW_OR_NULL("basis", TEXT),
    ORIGIN,
    VALIDITY,
};

static const struct key_shape group_keys[] = {
    ROW("id", TEXT),
    ROW("name", TEXT),
    ROW("name_en", TEXT),
    ROW("lead", TEXT),
    CODES("lead_orgs", UNITS),
    ROW("rule", TEXT),
    ORIGIN,
};

static const struct key_shape routing_keys[] = {
    ROW("id", TEXT),
    ROW("when", RULE),
    ROW("then", TEXT),
    ORIGIN,
};

static const struct key_shape item_keys[] = {
    ROW("code", TEXT),
    ROW("name", TEXT),
    ROW("name_en", TEXT),
    CODE("stage", STAGES),
    ROW("department", TEXT),
    CODE("org", UNITS),
    CODE_OR_NULL("supervising_org", UNITS),
    ROW_OR_NULL("org_note", TEXT),
    CODE("level", LEVELS),
    CODE("kind", KINDS),
    ROW_OR_NULL("legal_basis", TEXT),
    ROW_OR_NULL("statutory_days", NUMBER),
    ROW_OR_NULL("statutory_day_type", TEXT),
    ROW_OR_NULL("promised_days", NUMBER),
    ROW("planning_days", NUMBER),
    ROW("special_procedure", LIST),
    ROW("applies_when", RULE),
    CODES("predecessors", ITEMS),
    ROW_OR_NULL("must_finish_before", TEXT),
    CODE_OR_NULL("parallel_group", PARALLEL_GROUPS),
    ROW("commitment_eligible", OBJECT),
    ROW("deferrable_materials", TEXTS),
    ROW("materials", LIST),
    ROW("outputs", TEXTS),
    ROW_OR_NULL("validity", OBJECT),
    ROW_OR_NULL("fee", TEXT),
    ROW("optional", BOOL),
    ROW_OR_NULL("notes", TEXT),
    VALIDITY,
    ORIGIN,
};

static const struct key_shape field_keys[] = {
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

static const struct key_shape contradiction_keys[] = {
    ROW("id", TEXT), ROW("when", RULE), ROW("text_zh", TEXT), ROW("text_en", TEXT), ORIGIN,
};

static const struct key_shape milestone_keys[] = {
    ROW("id", TEXT),      ROW("name", TEXT),
    ROW("name_en", TEXT), ROW_IF_THERE("meaning", TEXT),
    ROW("after", LIST),   ROW_IF_THERE("lag_field", TEXT),
};

static const struct key_shape bundle_keys[] = {
    ROW("id", TEXT),
    ROW("name", TEXT),
    ROW("name_en", TEXT),
    ROW_OR_NULL("origin", TEXT),
    ROW("lead", TEXT),
    CODE("lead_org", UNITS),
    CODE("stage", STAGES),
    CODES("items", ITEMS),
    CODES("optional_items", ITEMS),
    ROW_OR_NULL("joint_days", NUMBER),
    ROW_OR_NULL("joint_day_type", TEXT),
    ROW_OR_NULL("planning_days", NUMBER),
    ROW("one_form", BOOL),
    ROW_OR_NULL("entry", TEXT),
    ROW("trigger", RULE),
    ROW("output", TEXTS),
    ROW_OR_NULL("notes", TEXT),
    VALIDITY,
    ORIGIN,
};

static const struct key_shape class_of_commitment_keys[] = {
    ROW("id", TEXT),
    ROW("name", TEXT),
    ROW("name_en", TEXT),
    ROW("legal_basis", TEXT),
};

static const struct key_shape risk_keys[] = {
    ROW("points", WHOLE),
    ROW("meaning_zh", TEXT),
    ROW("meaning_en", TEXT),
};

static const struct key_shape bottom_line_keys[] = {
    ROW("id", TEXT),
    ROW("name", TEXT),
    ROW("name_en", TEXT),
    CODES("items", ITEMS),
    CODES("kinds", VARIANT_KINDS),
    CODES("classes", COMMITMENT_CLASSES),
    ROW("legal_basis", TEXT),
    ROW_OR_NULL("note", TEXT),
    ORIGIN,
};

static const struct key_shape variant_keys[] = {
    ROW("id", TEXT),
    ROW("name", TEXT),
    ROW("name_en", TEXT),
    CODE("kind", VARIANT_KINDS),
    ROW_OR_NULL("commitment", OBJECT),
    CODE_OR_NULL("bundle", BUNDLES),
    CODES("items", ITEMS),
    ROW("legal_basis", TEXT),
    ROW("open_when", RULE),
    ROW_OR_NULL("assumes", OBJECT),
    CODE_OR_NULL("expires_with", FIELDS),
    ROW("effects", LIST),
    CODES("requires", VARIANTS),
    CODES("excludes", VARIANTS),
    ROW("risk", WHOLE),
    ROW("risk_zh", TEXT),
    ROW("risk_en", TEXT),
    ROW("visits_saved", WHOLE),
    ROW_OR_NULL("note", TEXT),
    VALIDITY,
    ORIGIN,
};

static const struct key_shape unit_keys[] = {
    ROW("id", TEXT),
    ROW("name", TEXT),
    ROW("name_en", TEXT),
    ROW("aliases", TEXTS),
    CODE("type", UNIT_TYPES),
    ROW("level", TEXT),
    ROW_OR_NULL("district_code", TEXT),
    CODE_OR_NULL("parent", UNITS),
    ROW_IF_THERE("function", TEXT),
    ROW("roles_in_mechanism", LIST),
    ROW("typical_items", LIST),
    ROW("name_verified", BOOL),
    ROW_OR_NULL("note", TEXT),
    ORIGIN,
    ROW_IF_THERE("valid_from", DAY),
    ROW_IF_THERE("valid_to", DAY),
};

static const struct key_shape district_keys[] = {
    ROW("code", TEXT),
    ROW("name", TEXT),
    ROW("name_en", TEXT),
    ROW("type", TEXT),
    ROW_OR_NULL("parent", TEXT),
    ROW("aliases_codes", TEXTS),
    ROW("city_process", BOOL),
    ROW_OR_NULL("note", TEXT),
    CODE("service_centre_org", UNITS),
    CODE("promotion_org", UNITS),
    ORIGIN,
};

static const struct key_shape zone_keys[] = {
    ROW("id", TEXT),
    ROW("name", TEXT),
    ROW("name_en", TEXT),
    ROW_OR_NULL("gb_code", TEXT),
    CODES("district_codes", DISTRICTS),
    ROW_OR_NULL("counts_as_district_in_assessment", BOOL),
    ROW("own_offices", LIST),
    ROW_OR_NULL("note", TEXT),
    ORIGIN,
};

static const struct key_shape class_keys[] = {
    ROW("id", TEXT),
    ROW("name", TEXT),
    ROW("name_en", TEXT),
    ROW("service_focus_zh", TEXT),
    ROW("service_focus_en", TEXT),
    ORIGIN,
};

static const struct key_shape direction_keys[] = {
    ROW("id", TEXT),      ROW("name", TEXT),
    ROW("name_en", TEXT), CODES("classes", INDUSTRY_CLASSES),
    ROW("listed", BOOL),  ORIGIN,
};

static const struct key_shape section_keys[] = {
    ROW("code", TEXT),
    ROW("name", TEXT),
    ROW("name_en", TEXT),
    ROW("divisions", LIST),
};

static const struct key_shape park_keys[] = {
    ROW("id", TEXT),
    ROW("name", TEXT),
    ROW("name_en", TEXT),
    ROW("aliases", TEXTS),
    ROW("level", TEXT),
    ROW("district", TEXT),
    CODE_OR_NULL("district_code", DISTRICTS),
    ROW("leading_industries", TEXTS),
    ROW_OR_NULL("area_km2", NUMBER),
    ROW_OR_NULL("area_basis", TEXT),
    ROW("features", OBJECT),
    ROW_OR_NULL("chemical_park", BOOL),
    ROW("regional_assessment", TEXT),
    ROW_OR_NULL("note", TEXT),
    ORIGIN,
};

static const struct key_shape policy_field_keys[] = {
    ROW("name", TEXT),
    ROW("type", TEXT),
    ROW("value_type", TEXT),
    ROW_OR_NULL("note", TEXT),
    ROW_IF_THERE("used_by", TEXT),
};

static const struct key_shape policy_keys[] = {
    ROW("id", TEXT),
    ROW("level", TEXT),
    ROW_OR_NULL("district_code", TEXT),
    ROW("title", TEXT),
    ROW_OR_NULL("document_number", TEXT),
    ROW_OR_NULL("document_number_basis", TEXT),
    ROW_OR_NULL("issuer", TEXT),
    ROW_OR_NULL("issue_date", DAY),
    VALIDITY,
    ROW("status", TEXT),
    ROW_OR_NULL("status_note", TEXT),
    ROW("policy_type", TEXTS),
    ROW("target_industries", TEXTS),
    ROW("conditions", RULE),
    ROW_OR_NULL("conditions_not_established", ANY),
    ROW("benefits", LIST),
    ROW_OR_NULL("how_to_apply", ANY),
    ROW_OR_NULL("deadline", TEXT),
    ROW_OR_NULL("stacking", TEXT),
    ROW_OR_NULL("note", TEXT),
    ROW("source", TEXT),
    ROW_OR_NULL("source_url", TEXT),
    ROW("confidence", TEXT),
    ROW("evidence", TEXT),
};

static const struct key_shape constraint_keys[] = {
    ROW("id", TEXT),
    ROW("title", TEXT),
    ROW_OR_NULL("document_number", TEXT),
    ROW_IF_THERE("issuer", TEXT),
    ROW_IF_THERE("valid_from", DAY),
    ROW("effect", TEXT),
    ORIGIN,
};

static const struct key_shape criterion_keys[] = {
    ROW("code", TEXT),
    ROW("name_zh", TEXT),
    ROW("name_en", TEXT),
    ROW("kind", TEXT),
    ROW("condition", RULE),
    ROW("score", NUMBER),
    ROW_OR_NULL("advice_zh", TEXT),
    ROW_OR_NULL("advice_en", TEXT),
    CODE_OR_NULL("override_by", ROLES),
    ROW_OR_NULL("basis", TEXT),
    ORIGIN,
    VALIDITY,
};

static const struct key_shape band_keys[] = {
    ROW("code", TEXT),
    ROW("name_zh", TEXT),
    ROW("name_en", TEXT),
    ROW("min_score", NUMBER),
};

static const struct key_shape role_keys[] = {
    ROW("id", TEXT),
    ROW("name", TEXT),
    ROW("name_en", TEXT),
    ROW("description", TEXT),
    ROW("description_en", TEXT),
    ROW("scope", TEXT),
    CODES("exclusive_with", ROLES),
};

static const struct key_shape category_keys[] = {
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

static const struct key_shape reason_keys[] = {
    ROW("code", TEXT),    ROW("name", TEXT),    ROW("name_en", TEXT),
    ROW("text_zh", TEXT), ROW("text_en", TEXT), ORIGIN,
};

static const struct key_shape trigger_keys[] = {
    ROW("id", TEXT),
    ROW("event", TEXT),
    ROW("where", OBJECT),
    ROW("action", TEXT),
    ROW("with", OBJECT),
    ROW("meaning_zh", TEXT),
    ROW("meaning_en", TEXT),
    ORIGIN,
    VALIDITY,
};

static const struct key_shape clock_law_keys[] = {
    ROW("id", TEXT),
    ROW("name", TEXT),
    ROW("name_en", TEXT),
    ROW("meaning_zh", TEXT),
    ROW("meaning_en", TEXT),
    ORIGIN,
    VALIDITY,
};

static const struct key_shape stop_keys[] = {
    ROW("code", TEXT),  ROW("name", TEXT),        ROW("name_en", TEXT),        ROW("kind", TEXT),
    ROW("hands", TEXT), ROW_OR_NULL("law", TEXT), ROW_OR_NULL("law_en", TEXT), ORIGIN,
    VALIDITY,
};

static const struct key_shape ladder_keys[] = {
    ROW("id", TEXT),
    ROW_IF_THERE("law", TEXT),
    ROW("name", TEXT),
    ROW("name_en", TEXT),
    ROW("clock", TEXT),
    ROW("when", TEXT),
    ROW("days", WHOLE),
    ROW("tell", TEXTS),
    ROW("kind", TEXT),
    ROW("channel", TEXT),
    ROW("text_zh", TEXT),
    ROW("text_en", TEXT),
    ORIGIN,
    VALIDITY,
};

static const struct key_shape odd_use_keys[] = {
    ROW("id", TEXT),
    ROW("name", TEXT),
    ROW("name_en", TEXT),
    ROW("kind", TEXT),
    ROW("days", WHOLE),
    ROW_OR_NULL("at_least", WHOLE),
    ROW_OR_NULL("percent", WHOLE),
    ROW("text_zh", TEXT),
    ROW("text_en", TEXT),
    ORIGIN,
    VALIDITY,
};

static const struct key_shape guide_keys[] = {
    ROW("item", TEXT), /* a code, or "*" for what holds where the item's own guide says nothing */
    ROW_OR_NULL("conditions", TEXTS),
    ROW_OR_NULL("process", TEXTS),
    ROW("samples", LIST),
    ROW_OR_NULL("place", TEXT),
    ROW_OR_NULL("hours", TEXT),
    ROW_OR_NULL("online", TEXT),
    ROW_OR_NULL("contact", TEXT),
    ROW_OR_NULL("supervision", TEXT),
    ROW_OR_NULL("remedy", TEXT),
    ROW_OR_NULL("note", TEXT),
    VALIDITY,
    ORIGIN,
};

#define KEYS(of) of##_keys, sizeof(of##_keys) / sizeof((of##_keys)[0])

const struct list_shape pack_list_shapes[PACK_LIST_COUNT] = {
    [PACK_LIMITS] = {PACK_FILE_PACK, "limits", "code", NULL, PACK_SPACE_FACTS, PACK_SCOPE_CALENDAR,
                     KEYS(limit)},
    [PACK_STAGES] = {PACK_FILE_ITEMS, "stages", "id", NULL, PACK_SPACE_FACTS, PACK_SCOPE_PLAN,
                     KEYS(named)},
    [PACK_KINDS] = {PACK_FILE_ITEMS, "kinds", "id", NULL, PACK_SPACE_FACTS, PACK_SCOPE_PLAN,
                    KEYS(named)},
    [PACK_LEVELS] = {PACK_FILE_ITEMS, "levels", "id", NULL, PACK_SPACE_FACTS, PACK_SCOPE_PLAN,
                     KEYS(named)},
    [PACK_PARALLEL_GROUPS] = {PACK_FILE_ITEMS, "parallel_groups", "id", NULL, PACK_SPACE_FACTS,
                              PACK_SCOPE_PLAN, KEYS(group)},
    [PACK_ROUTING_RULES] = {PACK_FILE_ITEMS, "routing_rules", "id", "when", PACK_SPACE_FACTS,
                            PACK_SCOPE_ALL, KEYS(routing)},
    [PACK_ITEMS] = {PACK_FILE_ITEMS, "items", "code", "applies_when", PACK_SPACE_FACTS,
                    PACK_SCOPE_PLAN, KEYS(item)},
    [PACK_FIELDS] = {PACK_FILE_FIELDS, "fields", "name", NULL, PACK_SPACE_FACTS, PACK_SCOPE_PLAN,
                     KEYS(field)},
    [PACK_CONTRADICTIONS] = {PACK_FILE_FIELDS, "contradictions", "id", "when", PACK_SPACE_FACTS,
                             PACK_SCOPE_PLAN, KEYS(contradiction), .is_optional = true},
    [PACK_MILESTONES] = {PACK_FILE_MILESTONES, "milestones", "id", NULL, PACK_SPACE_FACTS,
                         PACK_SCOPE_PLAN, KEYS(milestone)},
    [PACK_BUNDLES] = {PACK_FILE_BUNDLES, "bundles", "id", "trigger", PACK_SPACE_FACTS,
                      PACK_SCOPE_ALL, KEYS(bundle)},
    [PACK_VARIANT_KINDS] = {PACK_FILE_VARIANTS, "kinds", "id", NULL, PACK_SPACE_FACTS,
                            PACK_SCOPE_ALL, KEYS(named), .is_optional = true},
    [PACK_COMMITMENT_CLASSES] = {PACK_FILE_VARIANTS, "commitment_classes", "id", NULL,
                                 PACK_SPACE_FACTS, PACK_SCOPE_ALL, KEYS(class_of_commitment),
                                 .is_optional = true},
    [PACK_RISK_SCALE] = {PACK_FILE_VARIANTS, "risk_scale", "meaning_en", NULL, PACK_SPACE_FACTS,
                         PACK_SCOPE_ALL, KEYS(risk), .is_optional = true},
    [PACK_BOTTOM_LINES] = {PACK_FILE_VARIANTS, "bottom_lines", "id", NULL, PACK_SPACE_FACTS,
                           PACK_SCOPE_ALL, KEYS(bottom_line), .is_optional = true},
    [PACK_VARIANTS] = {PACK_FILE_VARIANTS, "variants", "id", "open_when", PACK_SPACE_FACTS,
                       PACK_SCOPE_ALL, KEYS(variant), .is_optional = true},
    [PACK_FORM_SECTIONS] = {PACK_FILE_FORMS, "form_sections", "id", NULL, PACK_SPACE_FACTS,
                            PACK_SCOPE_ALL, KEYS(named), .is_optional = true},
    [PACK_FORM_FIELDS] = {PACK_FILE_FORMS, "form_fields", "id", NULL, PACK_SPACE_FACTS,
                          PACK_SCOPE_ALL, KEYS(form_field), .is_optional = true},
    [PACK_FORM_WAIVERS] = {PACK_FILE_FORMS, "form_waivers", "id", NULL, PACK_SPACE_FACTS,
                           PACK_SCOPE_ALL, KEYS(waiver), .is_optional = true},
    [PACK_FORM_PAPERS] = {PACK_FILE_FORMS, "form_papers", "id", NULL, PACK_SPACE_FACTS,
                          PACK_SCOPE_ALL, KEYS(paper), .is_optional = true},
    [PACK_DESKS] = {PACK_FILE_FORMS, "desks", "id", NULL, PACK_SPACE_FACTS, PACK_SCOPE_ALL,
                    KEYS(desk), .is_optional = true},
    [PACK_HANDLING] = {PACK_FILE_FORMS, "handling", "item", NULL, PACK_SPACE_FACTS, PACK_SCOPE_ALL,
                       KEYS(handling), .is_optional = true},
    [PACK_COMMITMENT_TEXTS] = {PACK_FILE_COMMITMENTS, "texts", "id", NULL, PACK_SPACE_FACTS,
                               PACK_SCOPE_ALL, KEYS(commitment_text), .is_optional = true},
    [PACK_COMMITMENT_RULES] = {PACK_FILE_COMMITMENTS, "rules", "id", NULL, PACK_SPACE_FACTS,
                               PACK_SCOPE_ALL, KEYS(commitment_rule), .is_optional = true},
    [PACK_DEFERRALS] = {PACK_FILE_COMMITMENTS, "deferrals", "id", NULL, PACK_SPACE_FACTS,
                        PACK_SCOPE_ALL, KEYS(deferral), .is_optional = true},
    [PACK_CREDIT_KINDS] = {PACK_FILE_COMMITMENTS, "credit_kinds", "id", NULL, PACK_SPACE_FACTS,
                           PACK_SCOPE_ALL, KEYS(credit_kind), .is_optional = true},
    [PACK_EXPIRIES] = {PACK_FILE_COMMITMENTS, "expiries", "id", NULL, PACK_SPACE_FACTS,
                       PACK_SCOPE_ALL, KEYS(expiry), .is_optional = true},
    [PACK_OUTSIDE_SYSTEMS] = {PACK_FILE_COMMITMENTS, "systems", "id", NULL, PACK_SPACE_FACTS,
                              PACK_SCOPE_ALL, KEYS(outside_system), .is_optional = true},
    [PACK_UNIT_TYPES] = {PACK_FILE_ORGANISATIONS, "types", "id", NULL, PACK_SPACE_FACTS,
                         PACK_SCOPE_ALL, KEYS(named)},
    [PACK_UNITS] = {PACK_FILE_ORGANISATIONS, "units", "id", NULL, PACK_SPACE_FACTS, PACK_SCOPE_ALL,
                    KEYS(unit)},
    [PACK_DISTRICTS] = {PACK_FILE_DISTRICTS, "districts", "code", NULL, PACK_SPACE_FACTS,
                        PACK_SCOPE_ALL, KEYS(district)},
    [PACK_FUNCTIONAL_ZONES] = {PACK_FILE_DISTRICTS, "functional_zones", "id", NULL,
                               PACK_SPACE_FACTS, PACK_SCOPE_ALL, KEYS(zone)},
    [PACK_INDUSTRY_CLASSES] = {PACK_FILE_INDUSTRIES, "classes", "id", NULL, PACK_SPACE_FACTS,
                               PACK_SCOPE_ALL, KEYS(class)},
    [PACK_INDUSTRY_DIRECTIONS] = {PACK_FILE_INDUSTRIES, "directions", "id", NULL, PACK_SPACE_FACTS,
                                  PACK_SCOPE_ALL, KEYS(direction)},
    [PACK_INDUSTRY_SECTIONS] = {PACK_FILE_INDUSTRIES, "sections", "code", NULL, PACK_SPACE_FACTS,
                                PACK_SCOPE_ALL, KEYS(section)},
    [PACK_PARKS] = {PACK_FILE_PARKS, "parks", "id", NULL, PACK_SPACE_FACTS, PACK_SCOPE_ALL,
                    KEYS(park)},
    [PACK_POLICY_FIELDS] = {PACK_FILE_POLICIES, "fields", "name", NULL, PACK_SPACE_POLICIES,
                            PACK_SCOPE_ALL, KEYS(policy_field)},
    [PACK_POLICIES] = {PACK_FILE_POLICIES, "policies", "id", "conditions", PACK_SPACE_POLICIES,
                       PACK_SCOPE_ALL, KEYS(policy)},
    [PACK_POLICY_CONSTRAINTS] = {PACK_FILE_POLICIES, "constraints", "id", NULL, PACK_SPACE_POLICIES,
                                 PACK_SCOPE_ALL, KEYS(constraint)},
    [PACK_LEAD_FIELDS] = {PACK_FILE_SCREENING, "fields", "name", NULL, PACK_SPACE_LEADS,
                          PACK_SCOPE_ALL, KEYS(field)},
    [PACK_CRITERIA] = {PACK_FILE_SCREENING, "criteria", "code", "condition", PACK_SPACE_LEADS,
                       PACK_SCOPE_ALL, KEYS(criterion)},
    [PACK_BANDS] = {PACK_FILE_SCREENING, "bands", "code", NULL, PACK_SPACE_LEADS, PACK_SCOPE_ALL,
                    KEYS(band)},
    [PACK_OUTCOMES] = {PACK_FILE_SCREENING, "outcomes", "id", NULL, PACK_SPACE_LEADS,
                       PACK_SCOPE_ALL, KEYS(named)},
    [PACK_ROLES] = {PACK_FILE_ROLES, "roles", "id", NULL, PACK_SPACE_FACTS, PACK_SCOPE_ALL,
                    KEYS(role)},
    [PACK_PROBLEM_CATEGORIES] = {PACK_FILE_PROBLEM_CATEGORIES, "categories", "code", NULL,
                                 PACK_SPACE_FACTS, PACK_SCOPE_ALL, KEYS(category)},
    [PACK_SUPPLEMENT_REASONS] = {PACK_FILE_SUPPLEMENT_REASONS, "reasons", "code", NULL,
                                 PACK_SPACE_FACTS, PACK_SCOPE_ALL, KEYS(reason)},
    [PACK_CONSULTATION_KINDS] = {PACK_FILE_CASEWORK, "consultation_kinds", "id", NULL,
                                 PACK_SPACE_FACTS, PACK_SCOPE_ALL, KEYS(consultation),
                                 .is_optional = true},
    [PACK_APPROVALS] = {PACK_FILE_CASEWORK, "approvals", "id", NULL, PACK_SPACE_FACTS,
                        PACK_SCOPE_ALL, KEYS(approval), .is_optional = true},
    [PACK_RETURN_REASONS] = {PACK_FILE_CASEWORK, "return_reasons", "code", NULL, PACK_SPACE_FACTS,
                             PACK_SCOPE_ALL, KEYS(return_reason), .is_optional = true},
    [PACK_DELIVERY_WAYS] = {PACK_FILE_CASEWORK, "delivery_ways", "id", NULL, PACK_SPACE_FACTS,
                            PACK_SCOPE_ALL, KEYS(delivery_way), .is_optional = true},
    [PACK_MAJOR_CHANGES] = {PACK_FILE_CASEWORK, "major_changes", "id", NULL, PACK_SPACE_FACTS,
                            PACK_SCOPE_ALL, KEYS(major_change), .is_optional = true},
    [PACK_SPLIT_RULES] = {PACK_FILE_CASEWORK, "split_rules", "id", NULL, PACK_SPACE_FACTS,
                          PACK_SCOPE_ALL, KEYS(split_rule), .is_optional = true},
    [PACK_LETTER_FIELDS] = {PACK_FILE_LETTERS, "fields", "name", NULL, PACK_SPACE_FACTS,
                            PACK_SCOPE_ALL, KEYS(letter_field), .is_optional = true},
    [PACK_LETTERS] = {PACK_FILE_LETTERS, "letters", "code", NULL, PACK_SPACE_FACTS, PACK_SCOPE_ALL,
                      KEYS(letter), .is_optional = true},
    [PACK_CERTIFICATE_TYPES] = {PACK_FILE_CERTIFICATES, "types", "code", NULL, PACK_SPACE_FACTS,
                                PACK_SCOPE_ALL, KEYS(certificate), .is_optional = true},
    [PACK_SKILLS] = {PACK_FILE_NAVIGATION, "skills", "id", NULL, PACK_SPACE_FACTS, PACK_SCOPE_ALL, KEYS(worded), .is_optional = true},
    [PACK_LANGUAGES] = {PACK_FILE_NAVIGATION, "languages", "id", NULL, PACK_SPACE_FACTS, PACK_SCOPE_ALL, KEYS(worded), .is_optional = true},
    [PACK_COURSES] = {PACK_FILE_NAVIGATION, "courses", "id", NULL, PACK_SPACE_FACTS, PACK_SCOPE_ALL, KEYS(course), .is_optional = true},
    [PACK_ASSIGNMENT_WEIGHTS] = {PACK_FILE_NAVIGATION, "assignment_weights", "id", NULL, PACK_SPACE_FACTS, PACK_SCOPE_ALL, KEYS(weight), .is_optional = true},
    [PACK_ASSIGNMENT_NEEDS] = {PACK_FILE_NAVIGATION, "assignment_needs", "id", "applies", PACK_SPACE_LEADS, PACK_SCOPE_ALL, KEYS(need), .is_optional = true},
    [PACK_TEAM_ROLES] = {PACK_FILE_NAVIGATION, "team_roles", "id", NULL, PACK_SPACE_FACTS, PACK_SCOPE_ALL, KEYS(worded), .is_optional = true},
    [PACK_TRIGGERS] = {PACK_FILE_TRIGGERS, "triggers", "id", NULL, PACK_SPACE_FACTS, PACK_SCOPE_ALL,
                       KEYS(trigger), .is_optional = true},
    [PACK_CLOCK_LAWS] = {PACK_FILE_CLOCK, "laws", "id", NULL, PACK_SPACE_FACTS, PACK_SCOPE_ALL,
                         KEYS(clock_law), .is_optional = true},
    [PACK_STOP_REASONS] = {PACK_FILE_CLOCK, "stops", "code", NULL, PACK_SPACE_FACTS, PACK_SCOPE_ALL,
                           KEYS(stop), .is_optional = true},
    [PACK_LADDER] = {PACK_FILE_CLOCK, "ladder", "id", NULL, PACK_SPACE_FACTS, PACK_SCOPE_ALL,
                     KEYS(ladder), .is_optional = true},
    [PACK_ODD_USES] = {PACK_FILE_CLOCK, "odd_use", "id", NULL, PACK_SPACE_FACTS, PACK_SCOPE_ALL,
                       KEYS(odd_use), .is_optional = true},
    [PACK_GUIDES] = {PACK_FILE_GUIDES, "guides", "item", NULL, PACK_SPACE_FACTS, PACK_SCOPE_ALL,
                     KEYS(guide), .is_optional = true},
};

const enum pack_list pack_space_fields[PACK_SPACE_COUNT] = {[PACK_SPACE_FACTS] = PACK_FIELDS,
                                                            [PACK_SPACE_LEADS] = PACK_LEAD_FIELDS,
                                                            [PACK_SPACE_POLICIES] =
                                                                PACK_POLICY_FIELDS};
