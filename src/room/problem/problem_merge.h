#ifndef LIANDONG_ROOM_PROBLEM_MERGE_H
#define LIANDONG_ROOM_PROBLEM_MERGE_H

#include "room/problem/problem.h"

/* Merging of like problems (归并): one of a project is merged into another one of it, the main one,
 * which speaks for both from then on.
 *
 * - Coordinators merge, with a reason, what is not solved yet; into one that stands no lower and is
 *   no less far than it, so that nothing falls back by it. What others were merged into is not
 *   merged itself: no chains.
 * - The main one holds up what its parts hold up, and is closed only once those who raised the
 *   parts have confirmed as well. They may send it back and reopen it like its own raiser.
 * - Split off again, a part is what it was before, and keeps its history.
 * - What is alike is suggested, a person decides. */

/* -- what is alike (problem_merge.c, pure) -- */

struct problem_likeness {
    int64_t shared_items; /* items of the plan that both hold up */
    bool same_category;
    int64_t shared_words; /* percent: pairs of neighbouring characters in both titles, of all */
    bool is_like;         /* enough to suggest it */
    int64_t rank;         /* the liker the higher */
};
void problem_liken(const struct problem *a, const struct problem *b, struct problem_likeness *out);

/* -- who speaks for what -- */

/* The account that raised it. An enterprise's and a navigator's part is taken over by whoever holds
 * it in the same project: the scope lets no other one see the problem. */
bool problem_is_ones_own(int64_t raised_by, enum role raised_role, const struct actor *actor);
/* Confirmed by this actor, nobody's confirmation is missing. */
bool problem_is_last_to_agree(const struct problem *problem, const struct actor *actor);

/* Whose confirmation is asked for: of the raisers the first who has not confirmed. */
struct problem_waits {
    enum role role;
    struct text name;
};
struct problem_waits problem_waits_for(const struct problem *problem);

/* -- decisions -- */

/* Whether `main` can take it in, said as a fault of the field `into`. */
MUST_USE bool problem_takes_in(const struct problem *main, const struct problem *problem,
                               struct fault *fault);
MUST_USE bool problem_decide_merge(const struct problem *problem, const struct problem *main,
                                   const struct problem_setting *setting, struct fault *fault);

/* -- problem_merge_store.c -- */

MUST_USE bool problem_read_parts(struct arena *arena, struct store *store, struct problem *problem,
                                 struct fault *fault);

/* -- problem_merge_door.c -- */

bool problem_perform_merge(struct command_run *run, const void *fields, struct fault *fault);
bool problem_perform_split(struct command_run *run, const void *fields, struct fault *fault);
/* For its page: `alike`, open ones of the project that could take it in, the likest first. */
MUST_USE bool problem_write_alike(struct json_writer *json, const struct view_run *run,
                                  const struct problem *problem, struct fault *fault);
/* In its row: `merged_into` and `parts`. */
void problem_write_merging(struct json_writer *json, const struct problem *problem);

#endif
