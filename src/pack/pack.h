#ifndef LIANDONG_PACK_H
#define LIANDONG_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/civil_date.h"
#include "base/fault.h"
#include "base/json_read.h"
#include "base/name_table.h"
#include "engine/calendar/calendar.h"
#include "engine/plan/network.h"
#include "engine/rules/rules.h"

/* A city's data: its items, thresholds, units, calendar, names. The format is data/README.md.
 *
 * A pack is read once into an arena of the process and never changes; a new version is a new pack,
 * and the old one is let go whole. What every record has (identifier, name, validity, its
 * condition) is read into struct pack_record; the rest stays as JSON, since each room knows best
 * what it needs of it:
 *
 *     const struct pack_record *item = pack_find(pack, PACK_ITEMS, TEXT("inv-filing"), today);
 *     struct text org = jvalue_text(jvalue_get(item->raw, "org"), TEXT_NONE);
 *
 * Several records may have the same identifier if their validity does not overlap; every question
 * therefore takes the day it is asked for. With corrections, a record whose value is corrected from
 * some day on becomes two records, before and after that day. */
enum pack_file {
    PACK_FILE_PACK,
    PACK_FILE_ITEMS,
    PACK_FILE_FIELDS,
    PACK_FILE_MILESTONES,
    PACK_FILE_BUNDLES,
    PACK_FILE_VARIANTS,    /* a pack may do without: then there are no routes but the basic one */
    PACK_FILE_FORMS,       /* a pack may do without: then applications are items alone */
    PACK_FILE_COMMITMENTS, /* may be missing too: then nothing is granted on a promise */
    PACK_FILE_ORGANISATIONS,
    PACK_FILE_DISTRICTS,
    PACK_FILE_INDUSTRIES,
    PACK_FILE_PARKS,
    PACK_FILE_POLICIES,
    PACK_FILE_BENEFITS, /* a pack may do without: then no amount is reckoned */
    PACK_FILE_PROFILE,  /* may be missing too: then facts of an enterprise go by their bare names */
    PACK_FILE_CLAIMS,   /* a pack may do without: nothing can be claimed */
    PACK_FILE_RATING,   /* the same: then nothing is rated */
    PACK_FILE_PACKAGES, /* the same: then no service packages are offered */
    PACK_FILE_APPRAISAL, /* the same: then nobody is appraised */
    PACK_FILE_SCREENING,
    PACK_FILE_ROLES,
    PACK_FILE_PROBLEM_CATEGORIES,
    PACK_FILE_SUPPLEMENT_REASONS,
    PACK_FILE_TRIGGERS,     /* optional: then nothing follows of anything by itself */
    PACK_FILE_CASEWORK,     /* a pack may do without: nobody is consulted, nothing is promised */
    PACK_FILE_LETTERS,      /* a pack may do without: then no letters are issued */
    PACK_FILE_CERTIFICATES, /* the same: then grants leave no certificates */
    PACK_FILE_CALENDAR,
    PACK_FILE_CLOCK,  /* a pack may do without: no articles cited, no ladder, no stops by reason */
    PACK_FILE_GUIDES, /* a pack may do without: then guides have what the items say */
    PACK_FILE_WORDS,  /* a pack may do without: then questions are taken as they are said */
    PACK_FILE_NAVIGATION, /* a pack may do without: then no navigator is suggested */
    PACK_FILE_INDICATORS, /* a pack may do without: then nothing is measured */
    PACK_FILE_COUNT
};

enum pack_list {
    PACK_LIMITS, /* pack.json */
    PACK_STAGES, /* items.json */
    PACK_KINDS,
    PACK_LEVELS,
    PACK_PARALLEL_GROUPS,
    PACK_ROUTING_RULES,
    PACK_ITEMS,
    PACK_FIELDS,
    PACK_CONTRADICTIONS,
    PACK_IMPLICATIONS,    /* facts that follow from others */
    PACK_QUESTION_GROUPS, /* facts that are asked for together */
    PACK_MILESTONES,
    PACK_BUNDLES,
    PACK_VARIANT_KINDS, /* variants.json */
    PACK_COMMITMENT_CLASSES,
    PACK_RISK_SCALE,
    PACK_BOTTOM_LINES,
    PACK_VARIANTS,
    PACK_FORM_SECTIONS, /* forms.json */
    PACK_FORM_FIELDS,
    PACK_FORM_WAIVERS,     /* why a material is not asked for */
    PACK_FORM_PAPERS,      /* materials that the form itself is, by their name */
    PACK_DESKS,            /* windows of the service halls */
    PACK_HANDLING,         /* how far an item is done without going anywhere */
    PACK_COMMITMENT_TEXTS, /* commitments.json */
    PACK_COMMITMENT_RULES,
    PACK_DEFERRALS,
    PACK_CREDIT_KINDS,
    PACK_EXPIRIES,
    PACK_OUTSIDE_SYSTEMS,
    PACK_OUTSIDE_RESULTS,
    PACK_UNIT_TYPES,
    PACK_UNITS,
    PACK_DISTRICTS,
    PACK_FUNCTIONAL_ZONES,
    PACK_INDUSTRY_CLASSES,
    PACK_INDUSTRY_DIRECTIONS,
    PACK_INDUSTRY_SECTIONS,
    PACK_PARKS,
    PACK_PARK_FACTS,     /* what parks say of themselves, and where in the record */
    PACK_MATCH_CRITERIA, /* by which a project is matched to parks */
    PACK_INDUSTRY_WORDS, /* how the parks' own words for industries are read */
    PACK_POLICY_FIELDS,
    PACK_POLICIES,
    PACK_POLICY_CONSTRAINTS,
    PACK_BENEFIT_TERMS, /* benefits.json */
    PACK_STACKING,
    PACK_PROFILE_FIELDS, /* profile.json: how the fields of policies are called and known */
    PACK_CLAIM_RULES,    /* claims.json */
    PACK_RATING_GRADES,  /* rating.json */
    PACK_RATING_REASONS,
    PACK_RATING_RULES,       /* what is shown of few, whom an unmended low one climbs to */
    PACK_RATING_FINDINGS,    /* what looks like ratings that were made up */
    PACK_APPRAISAL_FORMULAS, /* appraisal.json: who is appraised, and from what */
    PACK_APPRAISAL_PARTS,
    PACK_PACKAGES,    /* packages.json: what is offered by class of industry */
    PACK_LEAD_FIELDS, /* screening.json */
    PACK_CRITERIA,
    PACK_BANDS,
    PACK_OUTCOMES,
    PACK_ROLES,
    PACK_PROBLEM_CATEGORIES,
    PACK_PROBLEM_CAUSES,
    PACK_UPWARD, /* who reads upward, who drafts and approves what he reads */
    PACK_SUPPLEMENT_REASONS,
    PACK_TRIGGERS,
    PACK_CLOCK_LAWS, /* clock.json */
    PACK_STOP_REASONS,
    PACK_LADDER,
    PACK_ODD_USES,
    PACK_OFFICE_HOURS,
    PACK_WHISTLE_STEPS,      /* who is called by a whistle, and whom it climbs to */
    PACK_PROBLEM_STEPS,      /* how long problems stay at a level before they climb */
    PACK_HAND_DOWN_LADDER,   /* whom a hand-down that nobody answers climbs to */
    PACK_NOTICE_TIMES,       /* when notices leave the house: digest, quiet hours, what presses */
    PACK_GUIDES,             /* guides.json */
    PACK_CONSULTATION_KINDS, /* casework.json */
    PACK_APPROVALS,
    PACK_RETURN_REASONS,
    PACK_NEED_REASONS,
    PACK_DELIVERY_WAYS,
    PACK_MEETING_KINDS,
    PACK_SUPERVISION_SOURCES, /* where a supervision order comes from, and whom it climbs to */
    PACK_REQUEST_KINDS,       /* what an enterprise may ask a unit for that is no approval */
    PACK_MAJOR_CHANGES,
    PACK_SPLIT_RULES,
    PACK_ITEM_DELEGATIONS, /* items that the city's list delegates to units of districts */
    PACK_LETTER_FIELDS,    /* letters.json */
    PACK_LETTERS,
    PACK_CERTIFICATE_TYPES,
    PACK_SKILLS, /* navigation.json */
    PACK_LANGUAGES,
    PACK_COURSES,
    PACK_ASSIGNMENT_WEIGHTS,
    PACK_ASSIGNMENT_NEEDS,
    PACK_TEAM_ROLES,
    PACK_REMINDER_TYPES,
    PACK_CONTACT_ROLES,
    PACK_TRIP_RULES,
    PACK_INDICATOR_STEPS, /* indicators.json */
    PACK_INDICATORS,
    PACK_INDICATOR_EXTERNAL, /* what others ask for, and whether it can be answered */
    PACK_COCKPITS,           /* what each role is shown, in its order */
    PACK_TILES,              /* where districts stand in the schematic */
    PACK_LIST_COUNT
};

/* Each its own namespace of facts. */
enum pack_space { PACK_SPACE_FACTS, PACK_SPACE_LEADS, PACK_SPACE_POLICIES, PACK_SPACE_COUNT };

struct pack_record {
    struct text id;   /* code, id or name, whichever the list goes by */
    struct text name; /* Chinese; the title of a policy */
    struct text name_en;
    civil_date valid_from; /* CIVIL_DATE_NONE: always */
    civil_date valid_to;
    const struct rule *rule; /* its condition, or NULL where the list has none */
    const struct jvalue *raw;
};

struct pack_records {
    const struct pack_record *items; /* in the order of the file */
    uint32_t count;
    struct name_table by_id; /* the first record of each identifier */
};

struct pack {
    struct text directory;
    struct text id;
    struct text name;
    struct text name_en;
    struct text version;
    struct text city_code;
    civil_date as_of;
    int utc_offset_minutes;
    bool is_corrected;
    const struct jvalue *files[PACK_FILE_COUNT]; /* NULL: not loaded */
    struct pack_records lists[PACK_LIST_COUNT];
    const struct fact_space *spaces[PACK_SPACE_COUNT]; /* sealed; NULL: not loaded */
    const struct calendar *calendar;
    const struct pack_sources *base;    /* of a living pack (pack/living.h): what it was made of */
    const struct pack_changes *changes; /* and with what; NULL: a pack as it was read */
};

struct arena;

/* What to load. A plan needs little; a server everything. */
enum pack_scope { PACK_SCOPE_CALENDAR, PACK_SCOPE_PLAN, PACK_SCOPE_ALL };

struct pack_options {
    enum pack_scope scope;
    bool is_corrected; /* apply the records of corrections/ */
};

/* Strict: the first thing wrong refuses the whole pack and is named with file, record and field.
 * pack_check (pack/check.h) lists everything. */
MUST_USE bool pack_load(struct arena *arena, struct text directory,
                        const struct pack_options *options, const struct pack **out,
                        struct fault *fault);

/* The record of that identifier in force on the day, or NULL. CIVIL_DATE_NONE: the first one,
 * whenever it holds. */
const struct pack_record *pack_find(const struct pack *pack, enum pack_list list, struct text id,
                                    civil_date on);

bool pack_in_force(const struct pack_record *record, civil_date on);
/* An item that is done online alone (全程网办), by the city's table of ways of that day. */
bool pack_is_online_only(const struct pack *pack, struct text item, civil_date on);

/* Adds a warning for every contradiction of the pack that the given facts fulfil. */
void pack_warn(const struct pack *pack, const struct facts *facts, struct fact_warnings *warnings);

/* A time limit of the mechanism in its unit; refused when the pack has none of that code then. */
MUST_USE bool pack_limit(const struct pack *pack, struct text code, civil_date on, int *value,
                         struct fault *fault);

/* The network of the items in force on that day, for the planner. */
MUST_USE bool pack_network(struct arena *arena, const struct pack *pack, civil_date on,
                           const struct plan_network **out, struct fault *fault);

/* Whole working days of an item; where the basis has none, the planning days. */
MUST_USE bool pack_item_days(const struct pack_record *item, enum plan_basis basis, int32_t *out);

#endif
