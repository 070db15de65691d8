#ifndef LIANDONG_ENGINE_SITE_H
#define LIANDONG_ENGINE_SITE_H

#include "base/civil_date.h"
#include "engine/rules/rules.h"

/* Which park suits a project (园区匹配)? A project's facts are held against what each park offers,
 * criterion by criterion. Nothing that is not known counts as yes or as no: an answer is yes, no or
 * unknown, and a score is the range within which it will lie once everything is known.
 *
 * A criterion matters to a project where its condition holds (`when`), and is then tested. Its
 * value is a share in thousandths: 1000 in full, 0 not at all. Where it does not matter the project
 * lacks nothing: in full. A value that is not known yet is a range. Contribution = weight x value,
 * and the score is the sum of the contributions, so that it can be opened up into its parts. */
#define SITE_FULL 1000

enum site_test {
    SITE_HAS,        /* the park has it */
    SITE_AT_MOST,    /* the project's number <= the park's, times `factor` */
    SITE_AT_LEAST,   /* the project's number >= the park's, times `factor` */
    SITE_INDUSTRY,   /* the project's industry is among the park's; `partial` for the direction */
    SITE_NOT_LISTED, /* the project's industry is not among the park's codes */
    SITE_COVERS,     /* how many of `topics` the park has assessed, and still valid on the day */
    SITE_TEST_COUNT
};
/* "has", "at_most", ... */
MUST_USE bool site_test_find(struct text name, enum site_test *out);

struct site_criterion {
    enum site_test test;
    const struct rule *when;
    bool is_required; /* a "no" rules the park out */
    uint32_t weight;  /* points */
    uint32_t field;   /* the project's number; of SITE_COVERS unused */
    double factor;
    uint32_t partial; /* thousandths */
    uint32_t topics;  /* how many there are */
};

/* A result of a regional assessment (区域评估) for the whole park. */
struct site_assessment {
    civil_date until; /* its last day; CIVIL_DATE_NONE: not known */
};

/* What a park says about one criterion. Not known: all other members are unused. */
struct site_offer {
    bool is_known;
    bool has;
    double number;
    struct text_list codes;      /* beginnings of GB/T 4754 codes */
    struct text_list directions; /* of SITE_INDUSTRY */
    bool is_open; /* of SITE_INDUSTRY: the park also leads in what no code is known of */
    const struct site_assessment *assessments;
    uint32_t count;
};

/* A project as parks see it. */
struct site_project {
    const struct facts *facts;
    uint32_t code_field;   /* the fact that holds the industry's code */
    struct text direction; /* of industry; "" not known */
    civil_date on;
};

struct site_part {
    enum rule_answer applies; /* of `when` */
    enum rule_answer answer;  /* no: worth nothing; yes: worth something; else unknown */
    uint32_t from, to;        /* thousandths */
    bool has_gap;
    struct text value, threshold, gap; /* decimals, exact; gap > 0 */
    bool lacks_offer;                  /* its value can still move by what the park has not said */
    uint8_t *missing; /* by field of the space: absent facts of the project that can move it */
};

struct site_score {
    uint64_t from, to; /* thousandths of a point */
};

struct site_match {
    enum rule_answer answer; /* of all that is required together */
    struct site_score score;
    struct site_part *parts; /* by criterion */
};

struct site_criteria {
    const struct site_criterion *items;
    uint32_t count;
};
/* One park: `offers` by criterion. */
void site_match(struct arena *arena, const struct site_criteria *criteria,
                const struct site_offer *offers, const struct site_project *project,
                struct site_match *out);

/* The order in which parks are shown: what fits first, then what is not known, then what does not;
 * within these by what is sure of the score, then by what may come, then as they stand. */
void site_order(const struct site_match *matches, uint32_t count, uint32_t *order);

/* The places a park can come to among those not ruled out, whatever turns out of what is not known:
 * 1 + how many are surely above it, 1 + how many may be. 0, 0 of one that is ruled out. */
struct site_places {
    uint32_t best, worst;
};
struct site_places site_places(const struct site_match *matches, uint32_t count, uint32_t at);

#endif
