#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "desk.h"

/* A database across a network: its connection is lost at the n-th call, n rising until nothing is
 * lost any more, before the call reached the server or after it was carried out, once or for good.
 * With a connection to be had again, every command is done, once, and told so. Without one, nobody
 * is told anything that is not so. */

struct trial {
    struct desk desk;
    struct store_faults faults;
    int64_t number;
    int waits;     /* how often the pipeline waited for another connection */
    int waits_max; /* its patience */
    bool ends;     /* the trouble ends when it waits */
};

static bool wait_for_server(void *context)
{
    struct trial *trial = context;
    if (trial->ends) {
        trial->faults.at = 0;
    }
    return trial->waits++ < trial->waits_max;
}

static int set_up(void **state)
{
    static struct trial trial;
    memset(&trial, 0, sizeof trial);
    desk_open(&trial.desk);
    desk_disconnect(&trial.desk);
    trial.faults.trouble = TROUBLE_BROKEN;
    trial.waits_max = 3;
    *state = &trial;
    return 0;
}

static int tear_down(void **state)
{
    struct trial *trial = *state;
    desk_close(&trial->desk);
    return 0;
}

/* The trial's own texts, so that each round can count its notes. */
static const char *text_of_round(struct trial *trial, const char *what)
{
    return text_format(trial->desk.arena, "%s %lld", what, (long long)trial->number).at;
}

static void run_two(struct trial *trial, struct job *keyed, struct job *unkeyed)
{
    struct job *jobs[] = {unkeyed, keyed};
    *keyed = desk_job(&trial->desk, NOTE_WRITE, text_of_round(trial, "keyed"),
                      text_of_round(trial, "key"));
    *unkeyed = desk_job(&trial->desk, NOTE_WRITE_TWO, text_of_round(trial, "unkeyed"), "");
    trial->faults.at = 0;
    trial->waits = 0;
    assert_true(desk_connect(&trial->desk, &trial->faults));
    pipeline_set_patience(trial->desk.pipeline, (struct patience){wait_for_server, trial});
    store_faults_restart(&trial->faults);
    trial->faults.at = trial->number;
    (void)pipeline_run(trial->desk.pipeline, jobs, 2, trial->desk.now);
    desk_disconnect(&trial->desk);
}

/* Rounds until nothing is lost; in each, both commands alone in a group and together. */
static void lose_each_call(struct trial *trial, bool too_late)
{
    struct job keyed, unkeyed;
    trial->faults.too_late = too_late;
    trial->ends = true;
    for (trial->number = 1; trial->number < 1000; trial->number++) {
        run_two(trial, &keyed, &unkeyed);
        assert_true(keyed.done && unkeyed.done);
        assert_int_equal(keyed.fault.code, FAULT_NONE);
        assert_int_equal(desk_notes(&trial->desk, text_of_round(trial, "keyed")), 1);
        assert_int_equal(desk_notes(&trial->desk, text_of_round(trial, "unkeyed")), 2);
        if (!trial->faults.fired) {
            break;
        }
        trial->desk.now++;
    }
    assert_true(trial->number > 10);
    desk_is_sound(&trial->desk);
}

static void a_command_whose_connection_is_lost_before_a_call_is_done_once(void **state)
{
    if (place_server() == NULL) {
        skip(); /* a file's connection says something of the disk: it is not had again */
    }
    lose_each_call(*state, false);
}

static void a_command_whose_answer_is_lost_after_a_call_is_done_once(void **state)
{
    if (place_server() == NULL) {
        skip();
    }
    lose_each_call(*state, true);
}

static void a_lost_group_without_keys_is_found_by_its_witness(void **state)
{
    struct trial *trial = *state;
    if (place_server() == NULL) {
        skip();
    }
    trial->faults.too_late = true;
    trial->ends = true;
    for (trial->number = 1; trial->number < 1000; trial->number++) {
        struct job job = desk_job(&trial->desk, NOTE_WRITE, text_of_round(trial, "alone"), "");
        trial->waits = 0;
        assert_true(desk_connect(&trial->desk, &trial->faults));
        pipeline_set_patience(trial->desk.pipeline, (struct patience){wait_for_server, trial});
        store_faults_restart(&trial->faults);
        trial->faults.at = trial->number;
        assert_true(desk_run(&trial->desk, &job));
        desk_disconnect(&trial->desk);
        trial->faults.at = 0;
        assert_int_equal(desk_notes(&trial->desk, text_of_round(trial, "alone")), 1);
        if (!trial->faults.fired) {
            break;
        }
    }
    assert_true(trial->number > 10);
}

static void without_a_connection_nobody_is_told_what_is_not_known(void **state)
{
    struct trial *trial = *state;
    struct job keyed, unkeyed;
    int64_t unsure = 0;
    trial->faults.for_ever = true;
    trial->faults.too_late = true;
    for (trial->number = 1; trial->number < 1000; trial->number++) {
        run_two(trial, &keyed, &unkeyed);
        if (!trial->faults.fired) {
            break;
        }
        int64_t there = desk_notes(&trial->desk, text_of_round(trial, "keyed"));
        assert_false(keyed.done);
        unsure += keyed.fault.code == FAULT_STORE_UNSURE;
        /* Where it may be there, it is called unsure; else it failed, and is not there. */
        assert_true(there == 0 || keyed.fault.code == FAULT_STORE_UNSURE || place_server() == NULL);
    }
    assert_true(unsure == (place_server() == NULL ? 0 : 1));
    desk_is_sound(&trial->desk);
}

static void what_was_unsure_is_told_when_it_is_asked_again_with_its_key(void **state)
{
    struct trial *trial = *state;
    struct job keyed, unkeyed;
    trial->faults.for_ever = true;
    trial->faults.too_late = true;
    do {
        trial->number++;
        run_two(trial, &keyed, &unkeyed);
    } while (keyed.fault.code != FAULT_STORE_UNSURE && trial->faults.fired);
    assert_true(place_server() == NULL || keyed.fault.code == FAULT_STORE_UNSURE);
    struct job again = desk_job(&trial->desk, NOTE_WRITE, text_of_round(trial, "keyed"),
                                text_of_round(trial, "key"));
    assert_true(desk_connect(&trial->desk, NULL));
    assert_true(desk_run(&trial->desk, &again));
    assert_int_equal(desk_notes(&trial->desk, text_of_round(trial, "keyed")), 1);
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(a_command_whose_connection_is_lost_before_a_call_is_done_once),
        T(a_command_whose_answer_is_lost_after_a_call_is_done_once),
        T(a_lost_group_without_keys_is_found_by_its_witness),
        T(without_a_connection_nobody_is_told_what_is_not_known),
        T(what_was_unsure_is_told_when_it_is_asked_again_with_its_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
