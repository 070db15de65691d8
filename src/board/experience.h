#ifndef LIANDONG_BOARD_EXPERIENCE_H
#define LIANDONG_BOARD_EXPERIENCE_H

#include "app/kind.h"
#include "engine/forecast/durations.h"
#include "engine/forecast/sampler.h"

/* What the city's cases teach of how long items take (engine/forecast/durations.h): learnt once a
 * day from what was known at the end of the day before, so that every node says the same, from the
 * newest twenty thousand cases. Kept for the day and shared by threads: taken, asked, given back.
 *
 * Season is the quarter of acceptance, kind of project its industrial direction. */
#define EXPERIENCE_CASES_MAX 20000

struct experience;

struct experience_question {
    struct text item, org, direction;
    civil_date on; /* of acceptance */
};

/* What is expected of one case; NULL samplers never. Lives as long as the experience is held. */
struct experience_law {
    struct duration_law law;
    struct sampler whole;
};

MUST_USE bool experience_take(const struct view_run *run, struct experience **out,
                              struct fault *fault);
void experience_give(struct experience *experience);
void experience_forget(void); /* nothing is kept any more */

/* NULL: the pack has no such item. */
const struct experience_law *experience_ask(struct experience *experience,
                                            const struct experience_question *question);
uint32_t experience_cases(const struct experience *experience);

extern const struct statement *const chance_statements[];
extern const size_t chance_statement_count;

#endif
