#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "app/rebuild.h"
#include "base/arena.h"
#include "desk.h"

static int set_up(void **state)
{
    static struct desk desk;
    desk_open(&desk);
    *state = &desk;
    return 0;
}

static int tear_down(void **state)
{
    struct desk *desk = *state;
    desk_is_sound(desk);
    desk_close(desk);
    return 0;
}

static void a_command_leaves_an_event_a_row_and_a_receipt(void **state)
{
    struct desk *desk = *state;
    struct job job = desk_job(desk, NOTE_WRITE, "first", "k1");
    assert_true(desk_run(desk, &job));
    assert_int_equal(job.last_seq, 1);
    assert_int_equal(desk_notes(desk, "first"), 1);
    assert_int_equal(desk_count(desk, &notes_events), 1);
    assert_true(text_starts_with(job.answer, TEXT("{\"id\":1,\"version\":1,\"receipt\":\"1-")));
}

static void further_members_of_an_answer_stand_behind_the_usual_ones(void **state)
{
    struct desk *desk = *state;
    struct job job = desk_job(desk, NOTE_WRITE_TWO, "pair", "");
    const struct jvalue *answer = NULL;
    assert_true(desk_run(desk, &job));
    assert_true(json_read(desk->arena, job.answer, &answer, &job.fault));
    assert_true(jvalue_bool(jvalue_get(answer, "two"), false));
    assert_int_equal(jvalue_int(jvalue_get(answer, "id"), 0), 2);
    assert_int_equal(desk_notes(desk, "pair"), 2);
}

static void a_refusal_leaves_nothing_behind(void **state)
{
    struct desk *desk = *state;
    struct job before = desk_job(desk, NOTE_WRITE, "before", "k1");
    struct job refused = desk_job(desk, NOTE_WRITE_AND_REFUSE, "gone", "k2");
    struct job after = desk_job(desk, NOTE_WRITE, "after", "k3");
    struct job *jobs[] = {&before, &refused, &after};
    assert_int_equal(pipeline_run(desk->pipeline, jobs, 3, desk->now), 2);
    assert_true(before.done && !refused.done && after.done);
    assert_int_equal(refused.fault.code, FAULT_WRONG_STATE);
    assert_int_equal(refused.last_seq, 0);
    assert_int_equal(after.last_seq, 2); /* no gap where the refused one had been */
    assert_int_equal(desk_notes(desk, "gone"), 0);
    assert_int_equal(desk_count(desk, &notes_answers), 2);
}

/* A wrong statement inside one command is that command's affair. */
static void a_failing_statement_takes_only_its_own_command_along(void **state)
{
    struct desk *desk = *state;
    struct job before = desk_job(desk, NOTE_WRITE, "before", "");
    struct job broken = desk_job(desk, NOTE_BREAK, "gone", "");
    struct job after = desk_job(desk, NOTE_WRITE, "after", "");
    struct job *jobs[] = {&before, &broken, &after};
    (void)pipeline_run(desk->pipeline, jobs, 3, desk->now);
    assert_true(before.done && !broken.done && after.done);
    assert_int_equal(broken.fault.code, FAULT_STORE_FAILED);
    assert_int_equal(desk_notes(desk, "gone"), 0);
    assert_int_equal(desk_count(desk, &notes_count), 2);
}

static void the_same_request_gets_the_first_answer_again(void **state)
{
    struct desk *desk = *state;
    struct job first = desk_job(desk, NOTE_WRITE, "once", "key");
    struct job second = desk_job(desk, NOTE_WRITE, "once", "key");
    assert_true(desk_run(desk, &first) && desk_run(desk, &second));
    assert_true(text_equal(first.answer, second.answer));
    assert_int_equal(second.last_seq, 0);
    assert_int_equal(desk_notes(desk, "once"), 1);
    /* also within one group, and after a restart */
    struct job third = desk_job(desk, NOTE_WRITE, "twins", "twins");
    struct job fourth = desk_job(desk, NOTE_WRITE, "twins", "twins");
    struct job *jobs[] = {&third, &fourth};
    (void)pipeline_run(desk->pipeline, jobs, 2, desk->now);
    assert_true(third.done && fourth.done && text_equal(third.answer, fourth.answer));
    assert_int_equal(desk_notes(desk, "twins"), 1);
    desk_disconnect(desk);
    assert_true(desk_connect(desk, NULL));
    struct job fifth = desk_job(desk, NOTE_WRITE, "once", "key");
    assert_true(desk_run(desk, &fifth) && text_equal(fifth.answer, first.answer));
    assert_int_equal(desk_notes(desk, "once"), 1);
}

static void a_key_with_other_content_is_refused(void **state)
{
    struct desk *desk = *state;
    struct job first = desk_job(desk, NOTE_WRITE, "once", "key");
    struct job other = desk_job(desk, NOTE_WRITE, "else", "key");
    assert_true(desk_run(desk, &first));
    assert_false(desk_run(desk, &other));
    assert_int_equal(other.fault.code, FAULT_KEY_REUSED);
    assert_int_equal(desk_notes(desk, "else"), 0);
}

static void a_key_is_its_accounts_own(void **state)
{
    struct desk *desk = *state;
    struct job mine = desk_job(desk, NOTE_WRITE, "mine", "key");
    assert_true(desk_run(desk, &mine));
    desk->actor.account = 8;
    struct job theirs = desk_job(desk, NOTE_WRITE, "theirs", "key");
    assert_true(desk_run(desk, &theirs));
    assert_int_equal(desk_notes(desk, "theirs"), 1);
}

static void a_refused_request_may_be_tried_again_with_its_key(void **state)
{
    struct desk *desk = *state;
    struct job early = desk_job(desk, NOTE_CORRECT, "better", "key");
    early.parameters[0] = TEXT("1");
    assert_false(desk_run(desk, &early));
    assert_int_equal(early.fault.code, FAULT_NOT_FOUND);
    struct job write = desk_job(desk, NOTE_WRITE, "first", "");
    assert_true(desk_run(desk, &write));
    struct job again = desk_job(desk, NOTE_CORRECT, "better", "key");
    again.parameters[0] = TEXT("1");
    assert_true(desk_run(desk, &again));
    assert_int_equal(desk_notes(desk, "better"), 1);
}

static void who_saw_an_older_version_is_told_both(void **state)
{
    struct desk *desk = *state;
    struct job write = desk_job(desk, NOTE_WRITE, "first", "");
    assert_true(desk_run(desk, &write));
    for (int64_t seen = 1; seen <= 2; seen++) {
        struct job correct = desk_job(desk, NOTE_CORRECT, "better", "");
        correct.parameters[0] = TEXT("1");
        correct.seen_version = 1;
        assert_int_equal(desk_run(desk, &correct), seen == 1);
        assert_true(seen == 1 || correct.fault.code == FAULT_VERSION_MOVED);
        assert_true(seen == 1 || (strcmp(correct.fault.arguments[0], "1") == 0 &&
                                  strcmp(correct.fault.arguments[1], "2") == 0));
    }
}

static void recorded_at_never_runs_backwards(void **state)
{
    struct desk *desk = *state;
    static const struct statement last = {"last_recorded",
                                          "select recorded_at from ledger_event order by seq desc"
                                          " limit 1"};
    struct job first = desk_job(desk, NOTE_WRITE, "a", "");
    assert_true(desk_run(desk, &first));
    int64_t before = desk_count(desk, &last);
    desk->now -= 3600000; /* the machine's clock is set back */
    struct job second = desk_job(desk, NOTE_WRITE, "b", "");
    assert_true(desk_run(desk, &second));
    assert_true(desk_count(desk, &last) >= before);
}

static void what_its_own_table_would_refuse_is_never_recorded(void **state)
{
    struct desk *desk = *state;
    char longer[700];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    struct job job = desk_job(desk, NOTE_WRITE, longer, "");
    assert_false(desk_run(desk, &job));
    assert_int_equal(job.fault.code, FAULT_FIELD_TOO_LONG);
    assert_int_equal(desk_count(desk, &notes_events), 0);
}

static void a_command_that_takes_too_much_memory_is_refused_alone(void **state)
{
    struct desk *desk = *state;
    struct arena *small = arena_open(10, 16 << 20);
    struct job greedy = desk_job(desk, NOTE_WRITE, "greedy", "");
    greedy.arena = small;
    assert_false(desk_run(desk, &greedy));
    assert_int_equal(greedy.fault.code, FAULT_TOO_MUCH_MEMORY);
    arena_close(small);
    struct job modest = desk_job(desk, NOTE_WRITE, "modest", "");
    assert_true(desk_run(desk, &modest));
    assert_int_equal(desk_count(desk, &notes_count), 1);
}

static void what_was_recorded_live_is_what_a_rebuild_gives(void **state)
{
    struct desk *desk = *state;
    char text[32];
    for (int i = 0; i < 300; i++) {
        snprintf(text, sizeof text, "note %d", i);
        struct job job = desk_job(desk, i % 3 == 2 ? NOTE_CORRECT : NOTE_WRITE, text, "");
        if (i % 3 == 2) {
            job.parameters[0] = text_format(desk->arena, "%d", 1 + i / 3 * 3);
        }
        (void)desk_run(desk, &job);
    }
    struct fault fault = {.code = FAULT_NONE};
    struct store *fresh = place_store(&desk->place, "fresh.db");
    struct rebuild_difference difference;
    struct rebuild_check check = {desk->store, fresh, desk->registry};
    assert_true(store_migrate(fresh, store_facts, &fault));
    assert_true(rebuild_check(desk->arena, &check, &difference, &fault));
    assert_false(difference.found);
    assert_true(difference.rows >= 200);
    store_close(fresh);
}

static void a_changed_row_is_found_and_named(void **state)
{
    struct desk *desk = *state;
    struct fault fault = {.code = FAULT_NONE};
    struct job job = desk_job(desk, NOTE_WRITE, "true", "");
    assert_true(desk_run(desk, &job));
    assert_true(store_script(desk->store, "update note set text='false'", &fault));
    struct store *fresh = place_store(&desk->place, "fresh.db");
    struct rebuild_difference difference;
    struct rebuild_check check = {desk->store, fresh, desk->registry};
    assert_true(store_migrate(fresh, store_facts, &fault));
    assert_true(rebuild_check(desk->arena, &check, &difference, &fault));
    assert_true(difference.found && text_is(difference.table, "note") && difference.row == 1);
    assert_true(text_find(difference.live, TEXT("false")) != SIZE_MAX);
    assert_true(text_find(difference.fresh, TEXT("true")) != SIZE_MAX);
    store_close(fresh);
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(a_command_leaves_an_event_a_row_and_a_receipt),
        T(further_members_of_an_answer_stand_behind_the_usual_ones),
        T(a_refusal_leaves_nothing_behind),
        T(a_failing_statement_takes_only_its_own_command_along),
        T(the_same_request_gets_the_first_answer_again),
        T(a_key_with_other_content_is_refused),
        T(a_key_is_its_accounts_own),
        T(a_refused_request_may_be_tried_again_with_its_key),
        T(who_saw_an_older_version_is_told_both),
        T(recorded_at_never_runs_backwards),
        T(what_its_own_table_would_refuse_is_never_recorded),
        T(a_command_that_takes_too_much_memory_is_refused_alone),
        T(what_was_recorded_live_is_what_a_rebuild_gives),
        T(a_changed_row_is_found_and_named),
    };
    return cmocka_run_group_tests_name("pipeline", tests, NULL, NULL);
}
