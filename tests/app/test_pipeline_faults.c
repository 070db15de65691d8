#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "desk.h"

/* The n-th call of the store fails, n rising until nothing fails any more. Whatever happens: who
 * was told "done" finds it done, who was told "failed" finds nothing half done, and asking again
 * with the same keys brings all of it, once. */

struct trial {
    struct desk *desk;
    struct store_faults faults;
    int64_t number;
    int64_t lost_answers; /* told "failed" though it was durable */
    char texts[4][40];
    char keys[4][40];
};

enum { FIRST, REFUSED, PAIR, LAST, JOBS };

static const int commands[JOBS] = {NOTE_WRITE, NOTE_WRITE_AND_REFUSE, NOTE_WRITE_TWO, NOTE_WRITE};
static const int64_t notes_of[JOBS] = {1, 0, 2, 1};

static void name_them(struct trial *trial)
{
    for (int i = 0; i < JOBS; i++) {
        snprintf(trial->texts[i], sizeof trial->texts[i], "note %d of %d-%lld", i,
                 (int)trial->faults.trouble, (long long)trial->number);
        snprintf(trial->keys[i], sizeof trial->keys[i], "key %d of %d-%lld", i,
                 (int)trial->faults.trouble, (long long)trial->number);
    }
}

static void run_all(struct trial *trial, struct job *jobs)
{
    struct job *group[JOBS];
    for (int i = 0; i < JOBS; i++) {
        jobs[i] = desk_job(trial->desk, commands[i], trial->texts[i], trial->keys[i]);
        group[i] = &jobs[i];
    }
    (void)pipeline_run(trial->desk->pipeline, group, JOBS, trial->desk->now);
}

/* With the n-th call of the pipeline failing: opening is not counted, since reading the ledger's
 * frontier takes more calls the more entries there are. */
static void try_once(struct trial *trial)
{
    struct job jobs[JOBS] = {0};
    trial->faults.at = 0;
    assert_true(desk_connect(trial->desk, &trial->faults));
    store_faults_restart(&trial->faults);
    trial->faults.at = trial->number;
    run_all(trial, jobs);
    desk_disconnect(trial->desk);
    int64_t there = 0;
    for (int i = 0; i < JOBS; i++) {
        int64_t found = desk_notes(trial->desk, trial->texts[i]);
        assert_true(found == 0 || found == notes_of[i]);
        assert_true(jobs[i].done || jobs[i].fault.code != FAULT_NONE);
        assert_true(!jobs[i].done || found == notes_of[i]);
        assert_false(jobs[i].done && jobs[i].fault.code != FAULT_NONE);
        there += found > 0 && !jobs[i].done;
    }
    /* Only an answer that got lost may leave behind what was called failed, and then all of it. */
    assert_true(there == 0 || trial->faults.too_late);
    trial->lost_answers += there > 0;
}

/* Without faults, with the same keys. */
static void try_again(struct trial *trial)
{
    struct job jobs[JOBS] = {0};
    assert_true(desk_connect(trial->desk, NULL));
    run_all(trial, jobs);
    for (int i = 0; i < JOBS; i++) {
        assert_int_equal(jobs[i].done, i != REFUSED);
        assert_int_equal(desk_notes(trial->desk, trial->texts[i]), notes_of[i]);
    }
    assert_int_equal(jobs[REFUSED].fault.code, FAULT_WRONG_STATE);
    desk_disconnect(trial->desk);
}

static void every_call_fails_once(struct desk *desk, struct store_faults faults)
{
    struct trial trial = {.desk = desk, .faults = faults};
    desk_disconnect(desk);
    for (trial.number = 1;; trial.number++) {
        arena_reset(desk->arena);
        name_them(&trial);
        try_once(&trial);
        if (!trial.faults.fired) {
            break;
        }
        try_again(&trial);
    }
    assert_true(trial.number > 40);
    assert_true(!faults.too_late || trial.lost_answers > 0);
    desk_is_sound(desk);
}

static int set_up(void **state)
{
    static struct desk desk;
    desk_open(&desk);
    *state = &desk;
    return 0;
}

static int tear_down(void **state)
{
    desk_close(*state);
    return 0;
}

static void nothing_acknowledged_is_lost_when_the_disk_is_full(void **state)
{
    every_call_fails_once(*state, (struct store_faults){.trouble = TROUBLE_FULL});
}

static void nothing_acknowledged_is_lost_when_the_disk_stays_full(void **state)
{
    every_call_fails_once(*state, (struct store_faults){.trouble = TROUBLE_FULL, .for_ever = true});
}

static void nothing_acknowledged_is_lost_when_a_lock_is_lost(void **state)
{
    every_call_fails_once(*state, (struct store_faults){.trouble = TROUBLE_BUSY});
}

static void nothing_acknowledged_is_lost_when_a_statement_fails(void **state)
{
    every_call_fails_once(*state, (struct store_faults){.trouble = TROUBLE_FAILED});
}

static void nothing_acknowledged_is_lost_when_the_connection_breaks(void **state)
{
    every_call_fails_once(*state, (struct store_faults){.trouble = TROUBLE_BROKEN});
}

static void a_lost_answer_to_a_commit_is_made_good_by_the_key(void **state)
{
    every_call_fails_once(*state,
                          (struct store_faults){.trouble = TROUBLE_BROKEN, .too_late = true});
}

/* The same connection goes on once there is room again. */
static void after_a_full_disk_the_same_pipeline_goes_on(void **state)
{
    struct desk *desk = *state;
    struct store_faults faults = {.trouble = TROUBLE_FULL};
    desk_disconnect(desk);
    assert_true(desk_connect(desk, &faults));
    for (int64_t n = 1; n < 60; n++) {
        char text[40];
        snprintf(text, sizeof text, "room again %lld", (long long)n);
        struct job job = desk_job(desk, NOTE_WRITE, text, text);
        store_faults_restart(&faults);
        faults.at = n;
        bool first = desk_run(desk, &job);
        faults.at = 0;
        struct job again = desk_job(desk, NOTE_WRITE, text, text);
        assert_true(desk_run(desk, &again));
        assert_int_equal(desk_notes(desk, text), 1);
        if (first) {
            assert_true(text_equal(job.answer, again.answer));
        }
    }
    desk_is_sound(desk);
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(nothing_acknowledged_is_lost_when_the_disk_is_full),
        T(nothing_acknowledged_is_lost_when_the_disk_stays_full),
        T(nothing_acknowledged_is_lost_when_a_lock_is_lost),
        T(nothing_acknowledged_is_lost_when_a_statement_fails),
        T(nothing_acknowledged_is_lost_when_the_connection_breaks),
        T(a_lost_answer_to_a_commit_is_made_good_by_the_key),
        T(after_a_full_disk_the_same_pipeline_goes_on),
    };
    return cmocka_run_group_tests_name("pipeline under faults", tests, NULL, NULL);
}
