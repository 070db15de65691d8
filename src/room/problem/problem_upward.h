#ifndef LIANDONG_ROOM_PROBLEM_UPWARD_H
#define LIANDONG_ROOM_PROBLEM_UPWARD_H

#include "room/problem/problem.h"

/* The text for upward eyes (上报文字): whoever reads upward (a leader; app/upward.h) does not read
 * the words in which a problem was raised and worked on, but a title and a body that were written
 * for him and approved.
 *
 *     none --draft--> waits --approve--> approved --draft--> waits (the approved one still shows)
 *                       |  ^
 *                reject |  | draft
 *                       v  |
 *                     returned
 *
 * - Who handles it drafts; another person approves, never the drafter. Which roles: the city's
 *   table (problem-categories.json, `upward`). A department's people: of the responsible unit;
 *   coordinators: of its level.
 * - What is approved stays as it is, whatever is said of the problem later.
 * - Where nothing is approved the reader has a line of facts: number, category, what it holds up,
 *   how long it waits, what it costs; and that the text awaits approval (文字待审).
 *
 * A draft that nobody approves or returns within `problem_upward` (pack.json) climbs the city's
 * ladder (`climb_roles` of the same table), from the day after, each step announced before; silence
 * never approves.
 *
 * It is done where problems are read for somebody (problem_seen), so no page can forget it. What is
 * written down of a problem outside of it (notices, agendas, lists) calls it by problem_name. */

#define PROBLEM_UPWARD_TITLE_MAX 100
#define PROBLEM_UPWARD_BODY_MAX 1000

/* -- pure (problem_upward.c) -- */

bool problem_may_be_put_upward(const struct problem *problem); /* a merged one has its main one */
bool problem_draft_waits(const struct problem *problem);
bool problem_is_drafter(const struct problem *problem, const struct actor *actor);
bool problem_is_approver(const struct problem *problem, const struct actor *actor);
/* Whose it is to approve, as notices name him: the coordinators of its level. */
struct text problem_approver(const struct problem *problem);
/* "waits", "returned", "approved", "none": the draft's where there is one. */
const char *problem_upward_state(const struct problem_upward *upward);

/* What of a problem is no free words: the line in their place is made of it. */
struct problem_line {
    struct text category, items; /* in words; "" no items */
    int64_t waiting_days;        /* working days since it was raised; over: until it was closed */
    bool is_cost_known;
    int64_t cost_days;
};
/* Puts the approved text, else the line, in place of all free words, its parts' too. */
void problem_put_upward(struct arena *arena, struct problem *problem,
                        const struct problem_line *line, enum language language);

/* -- problem_upward_door.c -- */

/* What a problem is called where others may read it too: its number, and its approved title, else
 * its category. */
struct text problem_name(struct arena *arena, const struct city *city,
                         const struct problem *problem);
/* Its title where no number stands beside it. */
struct text problem_title_alone(struct arena *arena, const struct problem *problem);
/* The people of the act by the city's table; and for whoever reads upward, the text for him. */
void problem_seen(const struct view_run *run, struct problem *problem);
void problem_list_seen(const struct view_run *run, struct problem_list *list);
/* Of the acts alone: for commands. */
void problem_set_people(const struct city *city, civil_date today, struct problem *problem);
/* Its row's "upward"; null for the enterprise. `is_whole`: with the texts. */
void problem_write_upward(struct json_writer *json, const struct view_run *run,
                          const struct problem *problem, bool is_whole);

bool problem_perform_draft(struct command_run *run, const void *fields, struct fault *fault);
bool problem_perform_approve(struct command_run *run, const void *fields, struct fault *fault);
bool problem_perform_reject(struct command_run *run, const void *fields, struct fault *fault);

/* -- climbing (problem_upward_climb_door.c, problem_upward_store.c) -- */

/* The chore. */
bool problem_perform_climb_drafts(struct command_run *run, const void *fields, struct fault *fault);

/* Those that wait with fewer than so many steps, not announced for a later day: a page of those
 * after that problem, in its order. */
#define PROBLEM_WAITING_PAGE 50
struct problem_waiting {
    struct problem problem; /* as far as its name and its level ask */
    int64_t climbs;
    civil_date climbs_on; /* as announced, to climbs_to */
    struct text climbs_to;
};
struct problem_waiting_list {
    struct problem_waiting *items;
    size_t count;
};
struct problem_waiting_after {
    civil_date today;
    int64_t steps, problem;
};
MUST_USE bool problem_drafts_waiting(struct arena *arena, struct store *store,
                                     const struct problem_waiting_after *after,
                                     struct problem_waiting_list *out, struct fault *fault);

#endif
