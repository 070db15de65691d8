#include "pack/shape.h"

/* The files of a pack and the keys at their top. */

static const char *const pack_top[] = {
    "schema_version", "id",          "name",      "name_en",
    "version",        "as_of",       "city_code", "utc_offset_minutes",
    "files",          "corrections", "demo",      "numbers",
    "limits",         "note",        NULL};
static const char *const items_top[] = {"schema_version", "title", "as_of",  "note",
                                        "stages",         "kinds", "levels", "parallel_groups",
                                        "routing_rules",  "items", NULL};
static const char *const fields_top[] = {
    "schema_version", "as_of",           "note", "fields", "contradictions",
    "implications",   "question_groups", NULL};
static const char *const milestones_top[] = {
    "schema_version",    "as_of", "note",   "marks",      "milestones", "after_works",
    "before_works_done", "gates", "source", "confidence", "evidence",   NULL};
static const char *const bundles_top[] = {"schema_version", "as_of",   "note",
                                          "notes",          "bundles", NULL};
static const char *const variants_top[] = {
    "schema_version",     "as_of",    "note", "kinds", "risk_scale", "bottom_lines",
    "commitment_classes", "variants", NULL};
static const char *const forms_top[] = {
    "schema_version", "as_of",       "note",  "form_sections", "form_fields",
    "form_waivers",   "form_papers", "desks", "handling",      NULL};
static const char *const commitments_top[] = {
    "schema_version", "as_of",    "note",    "texts",           "rules", "deferrals",
    "credit_kinds",   "expiries", "systems", "outside_results", NULL};
static const char *const organisations_top[] = {"schema_version", "as_of", "note", "notes",
                                                "types",          "units", NULL};
static const char *const districts_top[] = {"schema_version",   "as_of", "note", "districts",
                                            "functional_zones", NULL};
static const char *const industries_top[] = {"schema_version", "as_of",    "note",     "classes",
                                             "directions",     "edition",  "sections", "source",
                                             "confidence",     "evidence", NULL};
static const char *const parks_top[] = {
    "schema_version",   "as_of",      "note",           "notes",          "parks",
    "designated_bases", "park_facts", "match_criteria", "industry_words", NULL};
static const char *const policies_top[] = {"schema_version",
                                           "as_of",
                                           "note",
                                           "operators",
                                           "logic",
                                           "amount_unit",
                                           "status_vocabulary",
                                           "rules",
                                           "fields",
                                           "constraints",
                                           "titles_only",
                                           "policies",
                                           NULL};
static const char *const benefits_top[] = {"schema_version", "as_of",    "note",
                                           "terms",          "stacking", NULL};
static const char *const claims_top[] = {"schema_version", "as_of", "note", "claim_rules", NULL};
static const char *const rating_top[] = {
    "schema_version", "as_of",           "note", "rating_grades", "rating_reasons",
    "rating_rules",   "rating_findings", NULL};
static const char *const appraisal_top[] = {"schema_version",     "as_of",           "note",
                                            "appraisal_formulas", "appraisal_parts", NULL};
static const char *const screening_top[] = {"schema_version", "as_of", "note",     "fields",
                                            "criteria",       "bands", "outcomes", NULL};
static const char *const roles_top[] = {"schema_version", "note",     "roles", "source",
                                        "confidence",     "evidence", NULL};
static const char *const problem_categories_top[] = {"schema_version", "note",   "categories",
                                                     "causes",         "upward", NULL};
static const char *const supplement_reasons_top[] = {"schema_version", "note", "reasons", NULL};
static const char *const triggers_top[] = {"schema_version", "note", "triggers", NULL};
static const char *const casework_top[] = {"schema_version",
                                           "note",
                                           "consultation_kinds",
                                           "approvals",
                                           "return_reasons",
                                           "delivery_ways",
                                           "major_changes",
                                           "split_rules",
                                           "need_reasons",
                                           "meeting_kinds",
                                           "supervision_sources",
                                           "request_kinds",
                                           "item_delegations",
                                           "item_delegations_note",
                                           "item_delegations_note_en",
                                           NULL};
static const char *const calendar_top[] = {"schema_version",
                                           "package",
                                           "package_version",
                                           "licence",
                                           "cross_checked_with",
                                           "cross_check_notes",
                                           "published_through",
                                           "years",
                                           "notices",
                                           "source",
                                           "confidence",
                                           "evidence",
                                           "note",
                                           NULL};

static const char *const letters_top[] = {"schema_version", "note", "fields", "letters", NULL};
static const char *const certificates_top[] = {"schema_version", "note", "types", NULL};
static const char *const clock_top[] = {"schema_version",
                                        "as_of",
                                        "note",
                                        "laws",
                                        "stops",
                                        "ladder",
                                        "odd_use",
                                        "office_hours",
                                        "whistle_steps",
                                        "problem_steps",
                                        "hand_down_ladder",
                                        "notice_times",
                                        NULL};

static const char *const navigation_top[] = {"schema_version",   "note",       "skills",
                                             "languages",        "courses",    "assignment_weights",
                                             "assignment_needs", "team_roles", "reminder_types",
                                             "contact_roles",    "trip_rules", NULL};
static const char *const indicators_top[] = {"schema_version", "note",  "steps",    "indicators",
                                             "external",       "tiles", "cockpits", NULL};
static const char *const profile_top[] = {"schema_version", "as_of", "note", "fields", NULL};
static const char *const words_top[] = {"schema_version", "note",  "stop", "same",
                                        "kinds",          "facts", NULL};
static const char *const guides_top[] = {"schema_version", "as_of", "note", "guides", NULL};

static const char *const packages_top[] = {"schema_version", "as_of", "note", "packages", NULL};

const struct file_shape pack_file_shapes[PACK_FILE_COUNT] = {
    [PACK_FILE_PACK] = {NULL, PACK_SCOPE_CALENDAR, pack_top},
    [PACK_FILE_ITEMS] = {"items", PACK_SCOPE_PLAN, items_top},
    [PACK_FILE_FIELDS] = {"fields", PACK_SCOPE_PLAN, fields_top},
    [PACK_FILE_MILESTONES] = {"milestones", PACK_SCOPE_PLAN, milestones_top},
    [PACK_FILE_BUNDLES] = {"bundles", PACK_SCOPE_ALL, bundles_top},
    [PACK_FILE_VARIANTS] = {"variants", PACK_SCOPE_ALL, variants_top, true},
    [PACK_FILE_FORMS] = {"forms", PACK_SCOPE_ALL, forms_top, true},
    [PACK_FILE_COMMITMENTS] = {"commitments", PACK_SCOPE_ALL, commitments_top, true},
    [PACK_FILE_ORGANISATIONS] = {"organisations", PACK_SCOPE_ALL, organisations_top},
    [PACK_FILE_DISTRICTS] = {"districts", PACK_SCOPE_ALL, districts_top},
    [PACK_FILE_INDUSTRIES] = {"industries", PACK_SCOPE_ALL, industries_top},
    [PACK_FILE_PARKS] = {"parks", PACK_SCOPE_ALL, parks_top},
    [PACK_FILE_POLICIES] = {"policies", PACK_SCOPE_ALL, policies_top},
    [PACK_FILE_BENEFITS] = {"benefits", PACK_SCOPE_ALL, benefits_top, true},
    [PACK_FILE_PROFILE] = {"profile", PACK_SCOPE_ALL, profile_top, true},
    [PACK_FILE_CLAIMS] = {"claims", PACK_SCOPE_ALL, claims_top, true},
    [PACK_FILE_RATING] = {"rating", PACK_SCOPE_ALL, rating_top, true},
    [PACK_FILE_APPRAISAL] = {"appraisal", PACK_SCOPE_ALL, appraisal_top, true},
    [PACK_FILE_PACKAGES] = {"packages", PACK_SCOPE_ALL, packages_top, true},
    [PACK_FILE_SCREENING] = {"screening", PACK_SCOPE_ALL, screening_top},
    [PACK_FILE_ROLES] = {"roles", PACK_SCOPE_ALL, roles_top},
    [PACK_FILE_PROBLEM_CATEGORIES] = {"problem_categories", PACK_SCOPE_ALL, problem_categories_top},
    [PACK_FILE_SUPPLEMENT_REASONS] = {"supplement_reasons", PACK_SCOPE_ALL, supplement_reasons_top},
    [PACK_FILE_TRIGGERS] = {"triggers", PACK_SCOPE_ALL, triggers_top, true},
    [PACK_FILE_CASEWORK] = {"casework", PACK_SCOPE_ALL, casework_top, true},
    [PACK_FILE_LETTERS] = {"letters", PACK_SCOPE_ALL, letters_top, true},
    [PACK_FILE_CERTIFICATES] = {"certificates", PACK_SCOPE_ALL, certificates_top, true},
    [PACK_FILE_CALENDAR] = {"calendar", PACK_SCOPE_CALENDAR, calendar_top},
    [PACK_FILE_CLOCK] = {"clock", PACK_SCOPE_ALL, clock_top, true},
    [PACK_FILE_GUIDES] = {"guides", PACK_SCOPE_ALL, guides_top, true},
    [PACK_FILE_WORDS] = {"words", PACK_SCOPE_ALL, words_top, true},
    [PACK_FILE_NAVIGATION] = {"navigation", PACK_SCOPE_ALL, navigation_top, true},
    [PACK_FILE_INDICATORS] = {"indicators", PACK_SCOPE_ALL, indicators_top, true},
};

const enum pack_list pack_space_fields[PACK_SPACE_COUNT] = {[PACK_SPACE_FACTS] = PACK_FIELDS,
                                                            [PACK_SPACE_LEADS] = PACK_LEAD_FIELDS,
                                                            [PACK_SPACE_POLICIES] =
                                                                PACK_POLICY_FIELDS};
