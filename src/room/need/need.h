#ifndef LIANDONG_ROOM_NEED_H
#define LIANDONG_ROOM_NEED_H

#include "app/access.h"
#include "app/kind.h"
#include "engine/plan/planner.h"

/* Whether a project needs an item (是否需要办理), as the unit in charge says it: a third thing
 * beside the item's stage and its case's state. What nobody has said follows from the project's
 * facts.
 *
 *     (by the facts) --navigator proposes--> proposed --the unit says--> yes /
 *                                                              under investigation / no
 *
 * - `no` takes it out of plans that are computed and out of the window, as a fact would;
 *   `under_investigation` makes it an item that nobody can decide yet; `yes` puts it in whatever
 * the facts say. An adopted plan changes no more than by a fact: it shows as a difference.
 * - Each says why, by a code of the city's (casework.json, `need_reasons`) and in words.
 * - It can be said anew until somebody has relied on the `no`: until an item that would have waited
 *   for it was applied for.
 * - What is in a unit's hands, or granted, is not said to be unneeded: it is withdrawn or decided.
 */
enum need_answer { NEED_YES, NEED_INVESTIGATING, NEED_NO, NEED_ANSWER_COUNT };
const char *need_answer_code(enum need_answer answer); /* "under_investigation" */
bool need_answer_find(struct text code, enum need_answer *out);
struct text need_answer_name(enum need_answer answer, enum language language);

/* What somebody said of it. */
struct need_word {
    int64_t seq; /* its entry; 0: nobody has */
    enum need_answer answer;
    struct text reason, words, org, by; /* by: actor_label */
    civil_date on;
};
struct need {
    struct text code;
    struct need_word said, proposed; /* proposed: what waits for the unit */
};
struct needs {
    struct need *items; /* by code */
    size_t count;
};

struct need_say {
    struct text item, needed, reason, words;
};
extern const struct field_table need_say_table;
struct need_told {
    struct text code, needed, reason, words, org;
};
extern const struct event_kind need_said_event, need_proposed_event;
record_function need_record_said, need_record_proposed;

/* -- deciding (need.c, pure) -- */

struct pack;
struct pack_record;
/* How the item's cases stand in the project, and what came after. */
struct need_ground {
    const struct pack *pack;
    const struct need *before; /* NULL: nobody has said anything */
    const struct actor *actor;
    struct text taken;  /* number of its case that is open or granted; "" none */
    struct text relied; /* name of an item applied for since that would have waited for it; "" */
    bool may_propose;
    civil_date today;
};
/* `out_is_said`: by the unit itself; else it is a proposal. */
MUST_USE bool need_decide(const struct need_ground *ground, const struct need_say *command,
                          struct need_told *out, bool *out_is_said, struct fault *fault);
/* A reason in force that fits the answer; NULL: none. */
const struct pack_record *need_reason_find(const struct pack *pack, struct text code,
                                           enum need_answer answer, civil_date on);
/* True when `item` names `code` among what stands before it (items.json). */
bool need_waits_for(const struct pack_record *item, struct text code);

/* -- reading (need_store.c); the caller has made sure that the project may be seen -- */

MUST_USE bool needs_of(struct arena *arena, struct store *store, int64_t project, struct needs *out,
                       struct fault *fault);
const struct need *need_find(const struct needs *needs, struct text code);
struct need_case {
    struct text code, number;
    int64_t id;
    bool is_taken; /* open or granted */
};
struct need_cases {
    struct need_case *items;
    size_t count;
};
/* The project's cases, as far as this room looks into its neighbour's table. */
MUST_USE bool need_cases_of(struct arena *arena, struct store *store, int64_t project,
                            struct need_cases *out, struct fault *fault);

extern const struct statement *const need_statements[];
extern const size_t need_statement_count;
extern const char need_ddl[];
extern const struct room need_room;

#endif
