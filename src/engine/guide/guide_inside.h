#ifndef LIANDONG_ENGINE_GUIDE_INSIDE_H
#define LIANDONG_ENGINE_GUIDE_INSIDE_H

#include "engine/guide/guide.h"

/* Shared by the files of the questionnaire. */

struct guide_question {
    uint32_t first; /* its variables */
    uint32_t count;
    uint32_t outcomes; /* of all together; UINT32_MAX when more than fit */
    uint32_t group;    /* asked with others of it; 0: alone */
};

struct guide {
    struct arena *arena;
    struct guide_variable *variables;
    uint8_t *outcomes; /* by variable */
    uint32_t variable_count;
    struct guide_question *questions;
    uint32_t question_count;
    struct diagram *diagram;
    diagram_node *items;
    uint32_t item_count;
    uint32_t item_room;
};

/* What is still open: different functions, none decided. */
struct guide_roots {
    diagram_node *at;
    uint32_t count;
};

/* Roots that share questions with each other and with no others. */
struct guide_part {
    struct guide_roots roots;
    uint32_t *questions; /* those that may be asked and matter, ascending */
    uint32_t count;
};

struct guide_parts {
    struct guide_part *items;
    uint32_t count;
};

/* What one function tells of one question. */
struct guide_tell {
    uint32_t question;
    double gain; /* bits */
};

struct guide_run {
    struct arena *arena;   /* of the diagram, and what is remembered */
    struct arena *scratch; /* of everything else */
    const struct guide *guide;
    struct diagram *diagram; /* over the guide's */
    uint32_t states;
    uint8_t *is_closed;  /* by question */
    diagram_node *items; /* as seen by the last look */
    uint8_t *matters;
    struct guide_roots roots;
    struct guide_parts parts; /* of the roots of the last look */
    uint32_t *place;          /* by node: where it stands in what is being walked */
    uint32_t place_room;
    uint32_t *told; /* by node: where in `tells` what it tells begins, + 1; 0: not measured */
    uint32_t told_room;
    struct guide_tell *tells; /* a head with the number of those behind it, and so on */
    uint32_t tell_count;
    uint32_t tell_room;
    const uint8_t *is_settled; /* by item: given from outside; NULL: none is */
};

/* Nodes below `root`, each once, children before parents; `place` of each is its position. The list
 * lies in scratch. */
struct guide_walk {
    const diagram_node *nodes;
    uint32_t count;
};
struct guide_walk guide_walk(struct guide_run *run, diagram_node root);
/* Forgets the places of a walk; must come before the next one. */
void guide_walked(struct guide_run *run, const struct guide_walk *walk);

struct guide_parts guide_split(struct guide_run *run, const struct guide_roots *roots);

/* The same roots with the joint outcome of a question put in, decided ones left out, each once,
 * ascending. */
struct guide_roots guide_put(struct guide_run *run, const struct guide_roots *roots,
                             uint32_t question, uint32_t outcome);
/* The same, the outcome of each of the question's variables in `answers`, by variable. */
struct guide_roots guide_put_each(struct guide_run *run, const struct guide_roots *roots,
                                  uint32_t question, const int16_t *answers);
double guide_prior(const struct guide *guide, uint32_t question, uint32_t outcome);

/* Expected fall of uncertainty by question, below 0 where no root reads it; `gains` has room for
 * all of them. What a function tells is measured once and remembered. */
void guide_measure(struct guide_run *run, const struct guide_roots *roots, double *gains);
/* That of the questions which decides most and may be asked; UINT32_MAX: none. `gains` of
 * guide_measure. */
uint32_t guide_most_telling(const struct guide_run *run, const double *gains);
/* That of the part's questions which decides most. */
uint32_t guide_greedy(struct guide_run *run, const struct guide_part *part);

/* The screen of the question where these functions are left (guide_screen). */
uint32_t guide_screen_of(struct guide_run *run, const struct guide_roots *roots, uint32_t question,
                         uint32_t *out);

/* How many combinations of answers the part has, unanswered being one more; UINT32_MAX if too many.
 */
uint32_t guide_states(const struct guide_run *run, const struct guide_part *part);
struct guide_solution {
    double expected;
    uint32_t question;
};
struct guide_solution guide_solve(struct guide_run *run, const struct guide_part *part);

#endif
