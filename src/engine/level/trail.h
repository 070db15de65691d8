#ifndef LIANDONG_ENGINE_LEVEL_TRAIL_H
#define LIANDONG_ENGINE_LEVEL_TRAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"

/* Bounds of whole numbers, and why they are what they are: the ground of the exact core.
 *
 * Lazy clause generation (Ohrimenko, Stuckey & Codish 2009; for this problem Schutt, Feydy, Stuckey
 * & Wallace 2011) without Booleans: a literal is a bound. Variable v has two sides, 2v for its
 * lower bound and 2v + 1 for the lower bound of -v, so that one number, at[side], says all: a
 * literal (side, value) claims at[side] >= value, its opposite is (side ^ 1, 1 - value).
 *
 * Every change is an entry of the trail with its reason: the literals that force it. When literals
 * contradict each other, the entries are followed back to the first one of the present decision
 * through which all of the contradiction passes (first unique implication point); the opposite of
 * what was found there is a new clause that forbids this contradiction for ever.
 *
 * A reason is asked for as little as was needed: a sum whose result may be weaker lets its term be
 * weaker too. So clauses say more than what happened.
 *
 * Nothing is allocated after trail_open; what does not fit raises `is_full`, and whoever searches
 * gives up this search. */
struct literal {
    uint32_t side;
    int32_t value;
};

#define TRAIL_NO_SIDE UINT32_MAX
#define TRAIL_BUCKETS 64 /* of watches by side; a power of two */

enum trail_kind {
    TRAIL_DECISION,
    TRAIL_SUM,      /* at[side] >= at[first] + at[other] + add; other may be none */
    TRAIL_CLAUSE,   /* all other literals of a clause are false */
    TRAIL_LITERALS, /* literals of the pool */
};

struct trail_reason {
    enum trail_kind kind;
    uint32_t first; /* side, clause, or place in the pool */
    uint32_t other; /* side, or number of literals */
    int32_t add;    /* constant, and the value of `other` at the time */
};

struct trail_entry {
    uint32_t side;
    int32_t value;
    int32_t old;
    int32_t previous; /* entry of the same side, or -1 */
    uint32_t level;
    struct trail_reason reason;
};

struct clause {
    uint32_t from; /* place of its literals */
    uint32_t size;
    uint32_t rank; /* levels among its literals when learnt: the fewer the better */
    uint32_t used; /* when it was last a reason of a contradiction */
};

/* A watch of a clause: looked at when at[side ^ 1] reaches `falls_at`. */
struct watch {
    int32_t falls_at;
    uint32_t next; /* watch, or 0: watch 2c and 2c + 1 belong to clause c, clause 0 is none */
};

struct trail {
    uint32_t side_count;
    int32_t *at;
    int32_t *last; /* entry, by side; -1: as at the beginning */
    struct trail_entry *entries;
    uint32_t count;
    uint32_t room;
    uint32_t done; /* entries whose clauses and sums have been looked at */
    uint32_t *level_entries;
    uint32_t *level_pool;
    uint32_t level;
    struct literal *pool; /* of reasons */
    uint32_t pool_count;
    uint32_t pool_room;
    struct clause *clauses; /* from 1 */
    uint32_t clause_count;
    uint32_t clause_room;
    struct literal *literals; /* of clauses */
    uint32_t literal_count;
    uint32_t literal_room;
    struct watch *watches;
    uint32_t *heads; /* of watches, by side and bucket of the value at which they fall */
    struct literal *conflict;
    uint32_t conflict_count;
    int32_t *need;   /* scratch of the analysis, by side */
    int32_t *needed; /* the entry that first fulfilled it */
    uint32_t *noted; /* sides with a need */
    uint32_t noted_count;
    struct literal *learnt;
    double *weights; /* by variable: how often it was part of a contradiction, lately more */
    double weight;
    uint64_t conflicts;
    bool is_full;
};

struct arena;

struct trail *trail_open(struct arena *arena, uint32_t variables, size_t activities);

/* Back to no entries, no clauses; the bounds are the caller's to set. */
void trail_reset(struct trail *trail, uint32_t variables);

/* at[side] >= value from now on. False: contradiction, which stands in `conflict`. */
bool trail_raise(struct trail *trail, struct literal to, struct trail_reason reason);

void trail_decide(struct trail *trail, struct literal to);
void trail_undo(struct trail *trail, uint32_t level);

/* At level 0 only: a clause of at least two literals none of which is false yet, or fewer. False:
 * contradiction. */
bool trail_add_clause(struct trail *trail, const struct literal *literals, uint32_t size);

/* The clauses that watch the entry's side. False: contradiction. */
bool trail_wake_clauses(struct trail *trail, uint32_t entry);

/* Learns from `conflict`, goes back as far as it carries and raises what the new clause forces.
 * False: contradiction at level 0, so there is no solution. */
bool trail_learn(struct trail *trail);

/* At level 0, when everything has been looked at: what holds now held from the beginning. */
void trail_flatten(struct trail *trail);

/* At level 0: forgets the less useful half of the clauses learnt when there are more than `most`.
 */
void trail_forget(struct trail *trail, uint32_t most);

static inline bool trail_holds(const struct trail *trail, struct literal literal)
{
    return trail->at[literal.side] >= literal.value;
}

static inline bool trail_fails(const struct trail *trail, struct literal literal)
{
    return trail->at[literal.side ^ 1] >= 1 - literal.value;
}

static inline struct literal trail_opposite(struct literal literal)
{
    return (struct literal){literal.side ^ 1, 1 - literal.value};
}

/* For reasons: place for literals in the pool, then what was noted since becomes the reason. */
static inline void trail_note(struct trail *trail, uint32_t side, int32_t value)
{
    if (trail->pool_count < trail->pool_room) {
        trail->pool[trail->pool_count++] = (struct literal){side, value};
    } else {
        trail->is_full = true;
    }
}

#endif
