#ifndef LIANDONG_BOARD_KEPT_H
#define LIANDONG_BOARD_KEPT_H

#include <pthread.h>
#include <stdatomic.h>

#include "app/register.h"

/* What takes long to load and is asked for again: kept for the next question of the same scope and
 * the same snapshot of the city, and loaded anew with the help of what is kept once the ledger has
 * grown. What is taken is immutable, shared by threads, and given back.
 *
 * The thing that is kept is a struct of its kind with a struct kept in it. */

#define KEPT_PLACES_MAX 6

struct kept {
    const struct kept_shelf *shelf;
    struct arena *arena; /* of all that is loaded */
    const struct city *city;
    struct scope scope;
    civil_date today;
    int64_t size; /* of the ledger when it was loaded */
    int64_t used; /* for throwing out what waited longest */
    atomic_int holders;
};

struct kept_kind {
    size_t whole;      /* bytes of the thing */
    size_t kept_at;    /* where its struct kept is in it */
    size_t soft, hard; /* of its arena */
    int places;        /* how many scopes at a time, at most KEPT_PLACES_MAX */
    bool is_of_day;    /* another day's is another */
    /* `old` is what was kept of a smaller ledger, or NULL. The arena, scope and size are there. */
    bool (*load)(const struct view_run *run, struct kept *into, const struct kept *old,
                 struct fault *fault);
};

/* One a kind, for the process: static, with KEPT_SHELF. */
struct kept_shelf {
    const struct kept_kind *kind;
    pthread_mutex_t lock;
    struct kept *items[KEPT_PLACES_MAX];
    int64_t uses;
};
#define KEPT_SHELF(of_kind)                                                                        \
    {                                                                                              \
        .kind = &(of_kind), .lock = PTHREAD_MUTEX_INITIALIZER                                      \
    }

/* Held until kept_give. */
MUST_USE bool kept_take(struct kept_shelf *shelf, const struct view_run *run, struct kept **out,
                        struct fault *fault);
void kept_give(struct kept *kept);
/* Nothing is kept any more: at the end, and where tests want it loaded anew. */
void kept_forget(struct kept_shelf *shelf);

#endif
