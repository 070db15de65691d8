#ifndef LIANDONG_BENCH_SCALE_INSIDE_H
#define LIANDONG_BENCH_SCALE_INSIDE_H

#include "base/name_table.h"
#include "ledger/tree.h"
#include "scale_rows.h"

/* Between the files that make the city of scale.h: a project, then its cases, in the order of the
 * ledger's numbers. */

#define EXAMPLES 4
#define QUARTERS 32      /* of a year, from 2019 on */
#define QUEUE_UNIT "zjj" /* whose queue is made longer: see scale.queue */
#define NODES_MAX 200
#define GRAMS_OF_PROJECT 400
#define NAMES_MAX 400
#define CASES_AND_SELF 42 /* entries a project, at most on the average */

/* A plan of one example begun in one quarter; every project is one of them, shifted by some days.
 */
struct mould {
    struct planned plan;
    struct text after[NODES_MAX], lagged[NODES_MAX]; /* JSON, of each node */
};

struct fill {
    struct scale *scale;
    struct fault fault;
    struct scale_batch *batch; /* being filled */
    struct arena *arena;       /* of the batch */
    struct sm3 *sm3;
    struct ledger_mark tree;
    const struct jvalue *facts[EXAMPLES];
    struct mould moulds[EXAMPLES][QUARTERS];
    uint64_t chance;
    int64_t serials[64];     /* of cases by year - 2000 */
    struct name_table names; /* of items, to the first case that has it */
    int64_t name_ids[NAMES_MAX];
    size_t name_count;
};

struct life {
    int64_t id;
    enum project_stage stage;
    const struct mould *mould;
    int32_t shift; /* days by which it begins later than its mould */
    struct text district;
    int64_t case_count; /* how many at most */
    struct text parties[NODES_MAX];
    size_t party_count;
};

static inline uint64_t chance(struct fill *fill, uint64_t bound)
{
    return scale_chance(&fill->chance, bound);
}

/* As ledger_append writes it: the leaf, and the tiles that it completes. */
int64_t scale_append(struct fill *fill, const struct event_kind *kind, struct event_about about,
                     const void *body);

/* -- scale_case.c -- */
void scale_put_cases(struct fill *fill, struct life *life);

#endif
