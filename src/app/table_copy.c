#include "app/table_copy.h"

#include <string.h>

#include "base/arena.h"

#define BATCH_ROWS 50000
#define COLUMNS_MAX 64

/* -- the sum -- */

struct summing {
    struct sm3 *sm3;
    int64_t rows;
};

static void add_number(struct sm3 *sm3, char kind, uint64_t number)
{
    unsigned char bytes[9] = {(unsigned char)kind};
    for (int i = 0; i < 8; i++) {
        bytes[1 + i] = (unsigned char)(number >> (8 * (7 - i)));
    }
    sm3_add(sm3, bytes, sizeof bytes);
}

static void add_cell(struct sm3 *sm3, const struct cell *cell)
{
    switch (cell->kind) {
    case CELL_NULL: sm3_add(sm3, "-", 1); return;
    case CELL_INT: add_number(sm3, 'i', (uint64_t)cell->integer); return;
    case CELL_TEXT:
    case CELL_BYTES:
        add_number(sm3, cell->kind == CELL_TEXT ? 't' : 'b', cell->text.len);
        sm3_add(sm3, cell->text.at, cell->text.len);
        return;
    case CELL_DATE: break; /* only goes in */
    }
    ensure(false);
}

/* The row that the query stands at, into `cells` and the sum. */
static struct cells take_row(struct summing *sum, const struct store_rows *rows,
                             struct cell cells[COLUMNS_MAX])
{
    int count = store_column_count(rows);
    ensure(count <= COLUMNS_MAX);
    for (int i = 0; i < count; i++) {
        cells[i] = store_cell(rows, i);
        add_cell(sum->sm3, &cells[i]);
    }
    sum->rows++;
    return (struct cells){cells, (size_t)count};
}

static struct summing begin_sum(void)
{
    struct summing sum = {sm3_open(), 0};
    sm3_begin(sum.sm3);
    return sum;
}

static void end_sum(struct summing *sum, struct table_sum *out)
{
    struct table_sum made = {.rows = sum->rows};
    sm3_end(sum->sm3, made.digest);
    sm3_close(sum->sm3);
    if (out != NULL) {
        *out = made;
    }
}

bool table_sum_up(struct arena *arena, struct store *store, const struct store_table *table,
                  struct table_sum *out, struct fault *fault)
{
    struct cell cells[COLUMNS_MAX];
    struct store_rows rows;
    if (!store_query(store, store_table_read(arena, table), NO_CELLS, &rows, fault)) {
        return false;
    }
    struct summing sum = begin_sum();
    while (store_next(&rows)) {
        (void)take_row(&sum, &rows, cells);
    }
    bool done = store_done(&rows, fault);
    end_sum(&sum, done ? out : NULL);
    return done;
}

bool table_sum_equal(const struct table_sum *a, const struct table_sum *b)
{
    return a->rows == b->rows && memcmp(a->digest, b->digest, SM3_SIZE) == 0;
}

/* -- copying -- */

struct copying {
    const struct table_copy *copy;
    const struct store_table *table;
    struct store_rows rows; /* of the source */
    struct summing sum;
};

/* Rows of one batch into the load in progress; `*out_more` false when the source has no more. */
static bool load_rows(struct copying *copying, int64_t batch, bool *out_more, struct fault *fault)
{
    struct cell cells[COLUMNS_MAX];
    int64_t loaded = 0;
    while (loaded < batch && store_next(&copying->rows)) {
        struct cells row = take_row(&copying->sum, &copying->rows, cells);
        if (!store_load_row(copying->copy->to, row, fault)) {
            return false;
        }
        loaded++;
    }
    *out_more = loaded == batch;
    return true;
}

static bool load_batch(struct copying *copying, bool *out_more, struct fault *fault)
{
    const struct table_copy *copy = copying->copy;
    const struct store_table *table = copying->table;
    int64_t batch = copy->batch > 0 ? copy->batch : BATCH_ROWS;
    if (!store_load_begin(copy->to, table->name.at, table->columns.at, fault)) {
        return false;
    }
    bool loaded = load_rows(copying, batch, out_more, fault);
    return store_load_end(copy->to, fault) && loaded;
}

/* A transaction a batch: neither a log nor a lock grows with the table. */
static bool copy_batches(struct copying *copying, struct fault *fault)
{
    const struct table_copy *copy = copying->copy;
    for (bool more = true; more;) {
        if (!store_begin_write(copy->to, fault)) {
            return false;
        }
        if (!load_batch(copying, &more, fault)) {
            store_rollback(copy->to);
            return false;
        }
        if (!store_commit(copy->to, fault)) {
            return false;
        }
        if (copy->tell != NULL) {
            copy->tell(copy->context, copying->sum.rows);
        }
    }
    return true;
}

bool table_copy_rows(struct arena *arena, const struct table_copy *copy,
                     const struct store_table *table, struct table_sum *out, struct fault *fault)
{
    struct copying copying = {.copy = copy, .table = table};
    if (!store_query(copy->from, store_table_read(arena, table), NO_CELLS, &copying.rows, fault)) {
        return false;
    }
    copying.sum = begin_sum();
    bool copied = copy_batches(&copying, fault);
    bool read = store_done(&copying.rows, fault);
    end_sum(&copying.sum, copied && read ? out : NULL);
    return copied && read;
}
