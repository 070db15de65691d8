#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "installation.h"
#include "store/faulty.h"

/* The n-th call on either database fails, for every third n or every seventh (on a server, where
 * making tables takes its time, for fewer; for all of the last ones). Whatever the call was: who is
 * told that it failed has a target that is refused, or one that is whole; and the next move needs
 * no help. */

static struct installation all;

static int open_small(void **state)
{
    (void)state;
    installation_open(&all, false);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    installation_close(&all);
    return 0;
}

/* The target says it is made: then it holds what the source holds. */
static void assert_whole(void)
{
    size_t facts = 0;
    struct store_tables tables = move_tables(all.arena, &facts);
    struct store *from = installation_store(&all, all.from);
    struct store *to = installation_store(&all, all.to);
    for (size_t i = 0; i < tables.count; i++) {
        struct table_sum a, b;
        assert_true(table_sum_up(all.arena, from, &tables.items[i], &a, &all.fault));
        assert_true(table_sum_up(all.arena, to, &tables.items[i], &b, &all.fault));
        if (!table_sum_equal(&a, &b)) {
            fail_msg("%s passes as whole and is not", tables.items[i].name.at);
        }
    }
    store_close(from);
    store_close(to);
}

/* How many calls a move takes when none fails. */
static int64_t count_calls(void)
{
    struct store_faults none = {.at = 0};
    struct move_options options = installation_options(&all);
    options.faults = &none;
    assert_true(installation_move(&all, &options));
    installation_new_target(&all, "second");
    return none.calls;
}

#define LAST_CALLS 12 /* the mark is taken away within them */

struct tries {
    int64_t half, unheard;
};

/* False when no call was left to fail: then all went well. */
static bool one_try(struct store_faults *faults, struct tries *tries)
{
    struct move_options options = installation_options(&all);
    options.faults = faults;
    store_faults_restart(faults);
    if (installation_move(&all, &options)) {
        assert_false(faults->fired);
        return false;
    }
    enum store_standing standing = installation_standing(&all);
    tries->half += standing == STORE_HALF;
    if (standing == STORE_MADE) {
        assert_whole();
        tries->unheard++;
        installation_new_target(&all, tries->unheard == 1 ? "third" : "fourth");
    }
    return true;
}

/* Each try begins with what the one before has left; the last move finds all of that. */
static void try_calls(struct store_faults faults, int64_t stride)
{
    int64_t calls = count_calls();
    struct tries tries = {0, 0};
    int64_t last = calls - LAST_CALLS; /* or later: clearing what was left half takes calls too */
    faults.at = 1;
    while (one_try(&faults, &tries)) {
        bool is_far = faults.at + stride < last;
        faults.at = is_far ? faults.at + stride : faults.at < last ? last : faults.at + 1;
    }
    assert_whole();
    assert_true(tries.half > calls / stride / 2);
    assert_true(tries.unheard <= 2); /* of the last commit, and of what follows it */
    printf("# %lld calls, %lld left half, %lld whole without being told\n", (long long)calls,
           (long long)tries.half, (long long)tries.unheard);
}

static void try_all_calls(struct store_faults faults, int64_t stride)
{
    try_calls(faults, place_server() == NULL ? stride : 9 * stride);
}

static void whichever_call_fails_no_half_passes_as_whole(void **state)
{
    (void)state;
    try_all_calls((struct store_faults){.trouble = TROUBLE_FAILED}, 3);
}

static void whichever_call_loses_the_connection_no_half_passes_as_whole(void **state)
{
    (void)state;
    try_all_calls((struct store_faults){.trouble = TROUBLE_BROKEN, .for_ever = true}, 7);
}

static void whichever_answer_is_lost_no_half_passes_as_whole(void **state)
{
    (void)state;
    try_all_calls(
        (struct store_faults){.trouble = TROUBLE_BROKEN, .too_late = true, .for_ever = true}, 7);
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, open_small, close_all)
    const struct CMUnitTest tests[] = {
        T(whichever_call_fails_no_half_passes_as_whole),
        T(whichever_call_loses_the_connection_no_half_passes_as_whole),
        T(whichever_answer_is_lost_no_half_passes_as_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
