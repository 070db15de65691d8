#ifndef LIANDONG_BENCH_SCALE_ROWS_H
#define LIANDONG_BENCH_SCALE_ROWS_H

#include "base/arena.h"
#include "scale.h"

/* Rows of the generated city on their way into the database: gathered in batches, loaded table by
 * table (COPY on a server) by a thread of its own while the next batch is made. What rooms record
 * an event at a time is written here as it would stand afterwards. */

enum scale_table {
    SCALE_PROJECT,
    SCALE_PARTY,
    SCALE_GRAM,
    SCALE_INITIAL,
    SCALE_CASE,
    SCALE_PLAN,
    SCALE_NODE,
    SCALE_NAME,
    SCALE_YEAR,
    SCALE_EVENT,
    SCALE_TILE,
    SCALE_TABLES
};

struct scale_rows {
    struct cell *cells;
    size_t count; /* rows */
};
struct scale_batch {
    struct arena *arena; /* for the texts of its rows */
    struct scale_rows of[SCALE_TABLES];
};

/* Cells are copied, their texts are not: they live in the batch's arena or longer. */
void scale_put(struct scale_batch *batch, enum scale_table table, struct cells cells);
/* No room is left for the largest project. */
bool scale_is_full(const struct scale_batch *batch);

/* -- loading; the store belongs to the loader until it is closed -- */

struct scale_loader;
struct scale_loader *scale_loader_open(struct scale *scale);
/* An empty batch, once one is free; the one given back before is on its way. */
struct scale_batch *scale_loader_next(struct scale_loader *loader);
void scale_loader_give(struct scale_loader *loader, struct scale_batch *batch);
void scale_loader_close(struct scale_loader *loader);

#endif
