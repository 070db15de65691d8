#ifndef LIANDONG_ENGINE_GUIDE_H
#define LIANDONG_ENGINE_GUIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/guide/diagram.h"

/* The questionnaire: which question next, so that as few as possible are asked before everything is
 * decided?
 *
 * Items are yes-or-no functions of variables, a question learns one variable or several at once
 * (the members of a set). Answers are taken as independent, each with its prior. The whole is
 * evaluating several functions at once at the least expected cost (stochastic Boolean function
 * evaluation: Ünlüyurt, Sequential testing of complex systems: a review, Discrete Applied
 * Mathematics 142, 2004; Deshpande, Hellerstein, Kletenik, ACM TALG 12, 2016). It is hard in
 * general, so:
 *
 *   - what is left falls into parts that share no question: they are looked at one by one, exactly;
 *   - a part with few enough combinations of answers is solved to the optimum;
 *   - in a larger one the question is asked that decides most: the expected fall of the items'
 *     uncertainty, until it is small enough.
 *
 * Nothing is asked that cannot change an item any more, and nothing after all is decided; both are
 * exact, since the functions are kept as decision diagrams. */

#define GUIDE_OPEN (-1)   /* not asked */
#define GUIDE_CLOSED (-2) /* asked, and the one asked does not know */

struct guide_variable {
    uint32_t question;
    uint32_t outcomes;    /* 1..DIAGRAM_OUTCOMES_MAX */
    const double *priors; /* by outcome, above or equal 0, their sum 1 */
};

struct guide;

/* Variables of a question stand one behind the other. The list is copied, the priors are not. */
struct guide *guide_open(struct arena *arena, const struct guide_variable *variables,
                         uint32_t count, uint32_t questions);

/* Where the functions of its items are built. */
struct diagram *guide_diagram(struct guide *guide);

/* Items are numbered in the order in which they are added. After the last one the guide may be used
 * by several at once, each with a run of his own. */
void guide_add(struct guide *guide, diagram_node item);
uint32_t guide_question_count(const struct guide *guide);

/* Questions of one group, which is not 0, may be asked on one screen. */
void guide_group(struct guide *guide, uint32_t question, uint32_t group);

/* How many combinations a part may have to be solved exactly: for a page that waits, and for a
 * study that has a minute. */
#define GUIDE_STATES_QUICK 20000u
#define GUIDE_STATES_STUDY 15000000u
#define GUIDE_STATES_BELOW 200000u

struct guide_run;

/* What it works out grows in the arena; `scratch`, another one, it gives back for the most part,
 * and the caller may mark before guide_look and rewind when he is done with the view. */
struct guide_run *guide_begin(struct arena *arena, struct arena *scratch, const struct guide *guide,
                              uint32_t states);

/* Items marked with 1 are decided from outside and ask nothing; they are seen as DIAGRAM_YES.
 * `items` must live as long as the run. */
void guide_settle(struct guide_run *run, const uint8_t *items);

struct guide_view {
    const diagram_node *items; /* DIAGRAM_NO, DIAGRAM_YES, or what is left of it */
    const uint8_t *matters;    /* by question: 1 it may be asked and can still change an item */
    uint32_t open_items;       /* neither yes nor no */
    uint32_t open_questions;   /* those that matter */
};

/* `answers` by variable: an outcome, GUIDE_OPEN or GUIDE_CLOSED. The view holds until the next. */
void guide_look(struct guide_run *run, const int16_t *answers, struct guide_view *out);

struct guide_choice {
    uint32_t question;
    bool is_optimal; /* proven: no other first question of its part needs fewer */
    double gain;     /* expected fall of uncertainty, in bits, over all items */
};

/* The next question of what guide_look saw last; false when nothing that matters may be asked. */
MUST_USE bool guide_next(struct guide_run *run, struct guide_choice *out);

/* The questions that stand on one screen with the question: those of its group that may be asked
 * and can still change an item, whatever the others of the screen are answered. `out` has room for
 * all questions and gets them in their order, itself among them; gives how many. */
uint32_t guide_screen(struct guide_run *run, uint32_t question, uint32_t *out);

/* About how many screens (of questions without a group: questions) are still to come after what
 * guide_look saw last, by so many rounds of answers drawn from the priors, the same each time,
 * asking what decides most. */
uint32_t guide_guess(struct guide_run *run, uint32_t rounds);

/* Marks by item whether what is left of it depends on the question. */
void guide_readers(struct guide_run *run, uint32_t question, uint8_t *items);

struct guide_expectation {
    double questions;
    bool is_optimal; /* proven: every part of the tree was solved exactly */
};

/* The expected number of questions from what guide_look saw last until nothing matters, over the
 * whole tree, exactly. Where the whole is not solved at once, what is below is solved exactly up to
 * GUIDE_STATES_BELOW combinations only. False when the tree has more than `most` different places
 * or takes too much work. */
MUST_USE bool guide_expect(struct guide_run *run, uint32_t most, struct guide_expectation *out);

#endif
