#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "place.h"
#include "store/faulty.h"

/* A transfer between two accounts. Whatever call fails, the sum stays; and who is told "done" finds
 * it done. */

static const struct statement take = {"take",
                                      "update account set amount = amount - 1 where id = $1"};
static const struct statement give = {"give",
                                      "update account set amount = amount + 1 where id = $1"};
static const struct statement total = {"total", "select cast(sum(amount) as integer) from account"};
static const struct statement second = {"second", "select amount from account where id = 2"};

static bool transfer(struct store *store, struct fault *fault)
{
    int64_t amount = 0;
    if (!store_begin_write(store, fault)) {
        return false;
    }
    bool fine = store_savepoint(store, fault) &&
                store_run(store, &take, CELLS(cell_int(1)), fault) &&
                store_run(store, &give, CELLS(cell_int(2)), fault) && store_release(store, fault) &&
                store_query_int(store, &second, NO_CELLS, &amount, fault);
    if (!fine) {
        store_rollback(store);
        return false;
    }
    return store_commit(store, fault);
}

struct run {
    struct place place;
    struct store *sound; /* sees what is on the disk */
    struct store_faults faults;
    int64_t fired;
    int64_t told_done;
    int64_t maybe_done; /* told "failed" with the answer lost */
};

static void one_try(struct run *run)
{
    struct fault fault = {0};
    store_faults_restart(&run->faults);
    struct store *store = place_faulty_store(&run->place, "bank.db", &run->faults, &fault);
    bool done = store != NULL && transfer(store, &fault);
    assert_true(done == (fault.code == FAULT_NONE));
    if (store != NULL) {
        assert_false(store_in_transaction(store));
        bool broken = run->faults.fired && run->faults.trouble == TROUBLE_BROKEN;
        assert_true(store_is_broken(store) == broken);
    }
    store_close(store);
    run->fired += run->faults.fired;
    run->told_done += done;
    assert_int_equal(number_in(run->sound, &total), 100);
    int64_t moved = number_in(run->sound, &second);
    if (!done && moved == run->told_done + run->maybe_done + 1 && run->faults.too_late) {
        run->maybe_done++;
    }
    assert_int_equal(moved, run->told_done + run->maybe_done);
}

static void try_all_calls(struct store_faults faults)
{
    struct run run = {.faults = faults};
    struct fault fault = {0};
    place_open(&run.place);
    run.sound = place_store(&run.place, "bank.db");
    assert_true(store_script(run.sound,
                             "create table account (id integer primary key, amount integer);"
                             "insert into account values (1, 100), (2, 0)",
                             &fault));
    for (run.faults.at = 1; run.faults.at < 1000; run.faults.at++) {
        one_try(&run);
        if (!run.faults.fired) {
            break;
        }
    }
    assert_true(run.fired >= 10 && run.told_done == 1);
    assert_true(run.maybe_done <= 1); /* only the commit's own answer can be lost */
    store_close(run.sound);
    place_close(&run.place);
}

static void whichever_call_fails_once_nothing_is_half_done(void **state)
{
    (void)state;
    try_all_calls((struct store_faults){.trouble = TROUBLE_FULL});
    try_all_calls((struct store_faults){.trouble = TROUBLE_FAILED});
    try_all_calls((struct store_faults){.trouble = TROUBLE_BROKEN});
}

static void whichever_call_fails_for_ever_nothing_is_half_done(void **state)
{
    (void)state;
    try_all_calls((struct store_faults){.trouble = TROUBLE_BUSY, .for_ever = true});
    try_all_calls((struct store_faults){.trouble = TROUBLE_BROKEN, .for_ever = true});
}

static void whichever_answer_is_lost_nothing_is_half_done(void **state)
{
    (void)state;
    try_all_calls((struct store_faults){.trouble = TROUBLE_BROKEN, .too_late = true});
    try_all_calls(
        (struct store_faults){.trouble = TROUBLE_BROKEN, .too_late = true, .for_ever = true});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whichever_call_fails_once_nothing_is_half_done),
        cmocka_unit_test(whichever_call_fails_for_ever_nothing_is_half_done),
        cmocka_unit_test(whichever_answer_is_lost_nothing_is_half_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
