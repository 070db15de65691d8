#ifndef LIANDONG_PACK_CHECKER_H
#define LIANDONG_PACK_CHECKER_H

#include "pack/check.h"
#include "pack/graph.h"
#include "pack/read.h"

/* What the parts of the checker share. Each part adds its findings and goes on. */
struct checker {
    struct arena *arena;
    struct text directory;
    const struct jvalue *files[PACK_FILE_COUNT]; /* NULL: could not be read; said already */
    struct name_table ids[PACK_LIST_COUNT];      /* identifier → index in the file's array */
    struct fact_space *spaces[PACK_SPACE_COUNT];
    uint8_t *fields_used[PACK_SPACE_COUNT]; /* by field: 1 when a condition reads it */
    struct pack_finding *findings;
    uint32_t count;
    uint32_t capacity;
};

/* Where in the pack. */
struct spot {
    enum pack_file file;
    struct text record;
    struct text field;
};

/* Texts are kept by reference. */
void check_add(struct checker *checker, struct spot spot, struct text zh, struct text en);

/* A fault raised by something the checker called, as a finding. */
void check_add_fault(struct checker *checker, struct spot spot, const struct fault *fault);

/* The array of a list, or NULL when the file or the array is not there. */
const struct jvalue *check_array(const struct checker *checker, enum pack_list list);
struct text check_id(enum pack_list list, const struct jvalue *record);
/* The record of that identifier, or NULL. */
const struct jvalue *check_by_id(const struct checker *checker, enum pack_list list,
                                 struct text id);

/* Fields that variants read beside their conditions: days of parts of the works, validity. */
void check_mark_variant_fields(struct checker *checker);
/* The same of the criteria by which parks are matched. */
void check_mark_park_fields(struct checker *checker);

/* A finding where the variant, with all it requires, would make items wait for each other that can
 * be in one plan. `graph` is that of all items and has no circle of its own. */
void check_variant_circle(struct checker *checker, const struct jvalue *variant,
                          const struct pack_graph *graph);

/* Legal status, benefits and trial cases of policies; `rules` by record, NULL where a condition did
 * not compile. The spaces must be sealed. */
void check_policies(struct checker *checker, const struct rule *const *rules);

/* The parts, in the order in which they build on each other. */
void check_shapes(struct checker *checker);   /* keys, kinds, identifiers, validity, references */
void check_rules(struct checker *checker);    /* namespaces and conditions; seals the spaces */
void check_graph(struct checker *checker);    /* predecessors, gates, circles, days */
void check_variants(struct checker *checker); /* effects, bottom lines, circles */
void check_forms(struct checker *checker);    /* the one form: kinds, sources, desks */
void check_commitments(struct checker *checker);    /* texts, rules, what follows a lapse */
void check_profile(struct checker *checker);        /* options, and facts of the same meaning */
void check_benefits(struct checker *checker);       /* terms and stacking */
void check_guides(struct checker *checker);         /* what guides name */
void check_questions(struct checker *checker);      /* what follows, and what is asked together */
void check_parks(struct checker *checker);          /* what parks say, and the criteria */
void check_question_words(struct checker *checker); /* the words of questions */
void check_dates(struct checker *checker);          /* calendar, limits, head of pack.json */
void check_delegations(struct checker *checker);    /* from the city to a district, once a day */
void check_clock(struct checker *checker);          /* clock.json: ladder, stops, odd use */
void check_appraisal(struct checker *checker);      /* appraisal.json: parts and weights */
void check_rating(struct checker *checker);         /* rating.json: channels, thresholds */
void check_letters(struct checker *checker);        /* what is filled in, numbers, time limits */
void check_indicators(struct checker *checker);     /* what is counted, and how steps are told */
void check_corrections(struct checker *checker);

#endif
