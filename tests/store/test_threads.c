#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "place.h"

/* One writer, two readers, one thread that moves the log into the database, each with its own
 * connection: what a reader sees is always a whole commit, and nobody waits for a fault. */

static const struct statement take = {"take",
                                      "update account set amount = amount - $1 where id = 1"};
static const struct statement give = {"give",
                                      "update account set amount = amount + $1 where id = 2"};
static const struct statement total = {"total", "select cast(sum(amount) as integer) from account"};
static const struct statement moved = {"moved", "select amount from account where id = 2"};

struct scene {
    struct place place;
    struct text path;
    atomic_bool over;
    atomic_int wrong;
    atomic_int looks;
};

static struct store *connect(struct scene *scene)
{
    struct fault fault = {0};
    struct store *store = NULL;
    return store_open(&(struct store_options){.path = scene->path}, &store, &fault) ? store : NULL;
}

static void *read_totals(void *context)
{
    struct scene *scene = context;
    struct fault fault = {0};
    struct store *store = connect(scene);
    int64_t last = 0;
    while (!atomic_load(&scene->over)) {
        int64_t sum = 0;
        int64_t now = 0;
        bool fine = store_begin_read(store, &fault) &&
                    store_query_int(store, &total, NO_CELLS, &sum, &fault) &&
                    store_query_int(store, &moved, NO_CELLS, &now, &fault);
        store_rollback(store);
        atomic_fetch_add(&scene->wrong, !fine || sum != 1000 || now < last);
        atomic_fetch_add(&scene->looks, 1);
        last = now;
    }
    store_close(store);
    return NULL;
}

static void *move_log(void *context)
{
    struct scene *scene = context;
    struct fault fault = {0};
    struct store *store = connect(scene);
    while (!atomic_load(&scene->over)) {
        int64_t left = 0;
        atomic_fetch_add(&scene->wrong, !store_checkpoint(store, &left, &fault));
    }
    store_close(store);
    return NULL;
}

static bool transfer(struct store *store, struct fault *fault)
{
    return store_begin_write(store, fault) && store_run(store, &take, CELLS(cell_int(1)), fault) &&
           store_run(store, &give, CELLS(cell_int(1)), fault) && store_commit(store, fault);
}

static void readers_and_the_log_mover_work_beside_the_writer(void **state)
{
    (void)state;
    static struct scene scene;
    struct fault fault = {0};
    pthread_t threads[3];
    place_open(&scene.place);
    scene.path = place_database(&scene.place, "bank.db");
    struct store *writer = connect(&scene);
    assert_true(store_script(writer,
                             "create table account (id integer primary key, amount integer);"
                             "insert into account values (1, 1000), (2, 0)",
                             &fault));
    assert_int_equal(pthread_create(&threads[0], NULL, read_totals, &scene), 0);
    assert_int_equal(pthread_create(&threads[1], NULL, read_totals, &scene), 0);
    assert_int_equal(pthread_create(&threads[2], NULL, move_log, &scene), 0);
    for (int i = 0; i < 500; i++) {
        assert_true(transfer(writer, &fault));
    }
    atomic_store(&scene.over, true);
    for (size_t i = 0; i < COUNT_OF(threads); i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    }
    assert_int_equal(atomic_load(&scene.wrong), 0);
    assert_true(atomic_load(&scene.looks) > 0);
    assert_int_equal(number_in(writer, &moved), 500);
    store_close(writer);
    place_close(&scene.place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readers_and_the_log_mover_work_beside_the_writer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
