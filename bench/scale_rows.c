#include "scale_rows.h"

#include <pthread.h>
#include <string.h>

#define ROWS_MAX 30000
#define PROJECT_MAX 1500 /* rows of one project in one table, at most */

static const struct table {
    const char *name;
    size_t width;
    const char *columns;
} tables[SCALE_TABLES] = {
    [SCALE_PROJECT] = {"project", 26,
                       "id, version, number, year, nth, listed_year, listed_nth, name, enterprise,"
                       " industry_class, direction, industry_code, district, investment,"
                       " investment_hundredths, land_mu, source, reference, lead_facts, stage,"
                       " stage_rank, stage_since, stage_until, navigator, registered_on,"
                       " city_coordinates"},
    [SCALE_PARTY] = {"project_party", 2, "project, org"},
    [SCALE_GRAM] = {"project_gram", 3, "gram, project, in_name"},
    [SCALE_INITIAL] = {"project_initial", 2, "gram, project"},
    [SCALE_CASE] = {"application", 27,
                    "id, project, intake, version, own, limit_days, notify_days, deliver_days,"
                    " round, reminders, special_days, number, code, name_of, org, state,"
                    " limit_basis, course, submitted_on, opened_on, received_on, accepted_on,"
                    " decided_on, delivered_on, asked_on, special_on, special_noticed_on"},
    [SCALE_PLAN] = {"planning_plan", 20,
                    "project, plan, state, adopted_on, by_actor, basis, start, production,"
                    " working_days, end_days, provisional, provisional_after, pack_version,"
                    " facts_version, facts_digest, note, route, confirmed_on, objected_on, reason"},
    [SCALE_NODE] = {"planning_node", 18,
                    "project, plan, position, code, kind, stage, org, days, lag_days,"
                    " earliest_start, earliest_finish, latest_start, latest_finish, float_days,"
                    " critical, after_codes, lagged_codes, lags"},
    [SCALE_NAME] = {"application_name", 2, "id, name"},
    [SCALE_YEAR] = {"application_year", 2, "year, serial"},
    [SCALE_EVENT] = {"ledger_event", 11,
                     "seq, recorded_at, happened_on, kind, subject_id, project_id, actor,"
                     " command_id, pack_version, body, leaf"},
    [SCALE_TILE] = {"ledger_tile", 3, "level, place, hash"},
};

void scale_put(struct scale_batch *batch, enum scale_table table, struct cells cells)
{
    struct scale_rows *rows = &batch->of[table];
    ensure(cells.count == tables[table].width && rows->count < ROWS_MAX);
    memcpy(rows->cells + rows->count++ * cells.count, cells.at, cells.count * sizeof *cells.at);
}

bool scale_is_full(const struct scale_batch *batch)
{
    for (size_t i = 0; i < SCALE_TABLES; i++) {
        if (batch->of[i].count > ROWS_MAX - PROJECT_MAX) {
            return true;
        }
    }
    return false;
}

/* -- loading -- */

struct scale_loader {
    struct store *store;
    struct scale_batch batches[2];
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    struct scale_batch *waiting; /* to be loaded */
    struct scale_batch *free[2]; /* to be filled */
    size_t free_count;
    bool is_ending;
};

static void load(struct store *store, struct scale_batch *batch)
{
    struct fault fault = {.code = FAULT_NONE};
    scale_must(store_begin_write(store, &fault), &fault);
    for (size_t i = 0; i < SCALE_TABLES; i++) {
        struct scale_rows *rows = &batch->of[i];
        scale_must(rows->count == 0 ||
                       store_load_begin(store, tables[i].name, tables[i].columns, &fault),
                   &fault);
        for (size_t row = 0; row < rows->count; row++) {
            struct cells cells = {rows->cells + row * tables[i].width, tables[i].width};
            scale_must(store_load_row(store, cells, &fault), &fault);
        }
        scale_must(rows->count == 0 || store_load_end(store, &fault), &fault);
        rows->count = 0;
    }
    scale_must(store_commit(store, &fault), &fault);
    arena_reset(batch->arena);
}

static void *work(void *context)
{
    struct scale_loader *loader = context;
    pthread_mutex_lock(&loader->mutex);
    while (loader->waiting != NULL || !loader->is_ending) {
        struct scale_batch *batch = loader->waiting;
        if (batch == NULL) {
            pthread_cond_wait(&loader->changed, &loader->mutex);
            continue;
        }
        loader->waiting = NULL;
        pthread_cond_broadcast(&loader->changed);
        pthread_mutex_unlock(&loader->mutex);
        load(loader->store, batch);
        pthread_mutex_lock(&loader->mutex);
        loader->free[loader->free_count++] = batch;
        pthread_cond_broadcast(&loader->changed);
    }
    pthread_mutex_unlock(&loader->mutex);
    return NULL;
}

static void open_batch(struct arena *arena, struct scale_batch *batch)
{
    batch->arena = arena_open((size_t)64 << 20, (size_t)1 << 30);
    for (size_t i = 0; i < SCALE_TABLES; i++) {
        batch->of[i].cells = arena_array(arena, struct cell, ROWS_MAX * tables[i].width);
    }
}

struct scale_loader *scale_loader_open(struct scale *scale)
{
    struct scale_loader *loader = arena_new(scale->arena, struct scale_loader);
    *loader = (struct scale_loader){.store = scale->boot->store};
    open_batch(scale->arena, &loader->batches[0]);
    open_batch(scale->arena, &loader->batches[1]);
    loader->free[0] = &loader->batches[0];
    loader->free[1] = &loader->batches[1];
    loader->free_count = 2;
    pthread_mutex_init(&loader->mutex, NULL);
    pthread_cond_init(&loader->changed, NULL);
    ensure(pthread_create(&loader->thread, NULL, work, loader) == 0);
    return loader;
}

struct scale_batch *scale_loader_next(struct scale_loader *loader)
{
    pthread_mutex_lock(&loader->mutex);
    while (loader->free_count == 0) {
        pthread_cond_wait(&loader->changed, &loader->mutex);
    }
    struct scale_batch *batch = loader->free[--loader->free_count];
    pthread_mutex_unlock(&loader->mutex);
    return batch;
}

void scale_loader_give(struct scale_loader *loader, struct scale_batch *batch)
{
    pthread_mutex_lock(&loader->mutex);
    while (loader->waiting != NULL) {
        pthread_cond_wait(&loader->changed, &loader->mutex);
    }
    loader->waiting = batch;
    pthread_cond_broadcast(&loader->changed);
    pthread_mutex_unlock(&loader->mutex);
}

void scale_loader_close(struct scale_loader *loader)
{
    pthread_mutex_lock(&loader->mutex);
    loader->is_ending = true;
    pthread_cond_broadcast(&loader->changed);
    pthread_mutex_unlock(&loader->mutex);
    pthread_join(loader->thread, NULL);
    arena_close(loader->batches[0].arena);
    arena_close(loader->batches[1].arena);
}
