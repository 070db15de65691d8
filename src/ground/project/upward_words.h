#ifndef LIANDONG_GROUND_PROJECT_UPWARD_WORDS_H
#define LIANDONG_GROUND_PROJECT_UPWARD_WORDS_H

#include "app/kind.h"

/* What a problem is called for whoever reads upward (app/upward.h), for rooms that keep its words
 * as they were at the time: ledgers of before the texts were approved hold its title as it was
 * raised in notices and lists. */
struct upward_words {
    struct text raised; /* the title as it was raised; "": there is no such problem */
    struct text called; /* its number, and its approved title, else its category */
};
MUST_USE bool upward_words_of(const struct view_run *run, int64_t problem, struct upward_words *out,
                              struct fault *fault);
/* The text with what it is called in place of the title as it was raised, wherever that stands. */
struct text upward_words_put(struct arena *arena, const struct upward_words *words,
                             struct text text);

extern const struct statement upward_words_problem;

#endif
