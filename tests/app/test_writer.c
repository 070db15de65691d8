#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "app/writer.h"
#include "base/arena.h"
#include "desk.h"

#define JOBS 600

struct sheet {
    struct writer_job job; /* first: what the writer hands back */
    struct fixture *fixture;
    int finished;
    int place; /* in the order of finishing, from 1 */
};

struct fixture {
    struct desk desk;
    struct writer *writer;
    struct sheet sheets[JOBS];
    _Atomic int finished;
    _Atomic int commits;
    _Atomic int64_t committed_size;
    _Atomic int idles;
    sem_t may_go_on; /* the first job's callback waits for it, when held */
    bool held;
    size_t queue_max;
};

static int64_t fixed_now(void *clock)
{
    return ((struct fixture *)clock)->desk.now;
}

static void committed(void *context, int64_t size)
{
    struct fixture *f = context;
    atomic_fetch_add(&f->commits, 1);
    atomic_store(&f->committed_size, size);
}

static void idle(void *context, int64_t now)
{
    struct fixture *f = context;
    (void)now;
    atomic_fetch_add(&f->idles, 1);
}

static void finished(struct writer_job *job)
{
    struct sheet *sheet = (struct sheet *)(void *)job;
    struct fixture *f = sheet->fixture;
    /* The ledger's new size was told before. */
    assert_true(!job->job.done || job->job.last_seq <= atomic_load(&f->committed_size));
    sheet->finished++;
    sheet->place = atomic_fetch_add(&f->finished, 1) + 1;
    if (f->held && sheet == &f->sheets[0]) {
        sem_wait(&f->may_go_on);
    }
}

static void open_writer(struct fixture *f)
{
    struct fault fault = {.code = FAULT_NONE};
    struct writer_options options = {.pipeline = f->desk.pipeline,
                                     .now = fixed_now,
                                     .clock = f,
                                     .queue_max = f->queue_max,
                                     .committed = committed,
                                     .idle = idle,
                                     .context = f,
                                     .idle_ms = 20};
    assert_true(writer_open(&options, &f->writer, &fault));
}

static int set_up(void **state)
{
    static struct fixture fixture;
    memset(&fixture, 0, sizeof fixture);
    desk_open(&fixture.desk);
    sem_init(&fixture.may_go_on, 0, 0);
    fixture.queue_max = 10000;
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    writer_close(f->writer);
    desk_is_sound(&f->desk);
    desk_close(&f->desk);
    sem_destroy(&f->may_go_on);
    return 0;
}

static bool submit(struct fixture *f, int number)
{
    char text[32];
    snprintf(text, sizeof text, "note %d", number);
    struct sheet *sheet = &f->sheets[number];
    int command = number % 7 == 3 ? NOTE_WRITE_AND_REFUSE : NOTE_WRITE;
    *sheet = (struct sheet){.fixture = f};
    sheet->job =
        (struct writer_job){.job = desk_job(&f->desk, command, text, ""), .finished = finished};
    sheet->job.job.arena = arena_open(1 << 20, 16 << 20);
    return writer_submit(f->writer, &sheet->job);
}

static void give_back(struct fixture *f, int count)
{
    for (int i = 0; i < count; i++) {
        arena_close(f->sheets[i].job.job.arena);
    }
}

static void what_is_handed_over_runs_in_its_order_and_is_called_back_once(void **state)
{
    struct fixture *f = *state;
    open_writer(f);
    for (int i = 0; i < JOBS; i++) {
        assert_true(submit(f, i));
    }
    writer_close(f->writer);
    f->writer = NULL;
    int64_t last = 0;
    for (int i = 0; i < JOBS; i++) {
        assert_int_equal(f->sheets[i].finished, 1);
        assert_int_equal(f->sheets[i].place, i + 1);
        assert_int_equal(f->sheets[i].job.job.done, i % 7 != 3);
        if (f->sheets[i].job.job.done) {
            assert_true(f->sheets[i].job.job.last_seq == last + 1);
            last++;
        }
    }
    assert_int_equal(desk_count(&f->desk, &notes_count), last);
    give_back(f, JOBS);
}

static void what_has_gathered_shares_one_commit(void **state)
{
    struct fixture *f = *state;
    f->held = true;
    open_writer(f);
    for (int i = 0; i < JOBS; i++) {
        assert_true(submit(f, i));
    }
    sem_post(&f->may_go_on);
    writer_close(f->writer);
    f->writer = NULL;
    assert_int_equal(atomic_load(&f->finished), JOBS);
    assert_true(atomic_load(&f->commits) <= 5);
    assert_int_equal(atomic_load(&f->committed_size), desk_count(&f->desk, &notes_count));
    give_back(f, JOBS);
}

static void who_comes_when_too_many_wait_is_turned_away_and_not_called_back(void **state)
{
    struct fixture *f = *state;
    f->held = true;
    f->queue_max = 10;
    open_writer(f);
    assert_true(submit(f, 0));
    while (atomic_load(&f->finished) == 0) {
        sched_yield();
    }
    for (int i = 1; i <= 10; i++) {
        assert_true(submit(f, i));
    }
    assert_false(submit(f, 11));
    sem_post(&f->may_go_on);
    writer_close(f->writer);
    f->writer = NULL;
    assert_int_equal(f->sheets[11].finished, 0);
    assert_int_equal(atomic_load(&f->finished), 11);
    give_back(f, 12);
}

static void it_is_idle_when_nothing_comes(void **state)
{
    struct fixture *f = *state;
    open_writer(f);
    while (atomic_load(&f->idles) < 3) {
        sched_yield();
    }
    assert_true(submit(f, 0));
    writer_close(f->writer);
    f->writer = NULL;
    assert_int_equal(f->sheets[0].finished, 1);
    give_back(f, 1);
}

static void a_commit_without_events_is_not_told(void **state)
{
    struct fixture *f = *state;
    open_writer(f);
    assert_true(submit(f, 3)); /* refused */
    writer_close(f->writer);
    f->writer = NULL;
    assert_int_equal(f->sheets[3].finished, 1);
    assert_int_equal(atomic_load(&f->commits), 0);
    arena_close(f->sheets[3].job.job.arena);
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(what_is_handed_over_runs_in_its_order_and_is_called_back_once),
        T(what_has_gathered_shares_one_commit),
        T(who_comes_when_too_many_wait_is_turned_away_and_not_called_back),
        T(it_is_idle_when_nothing_comes),
        T(a_commit_without_events_is_not_told),
    };
    return cmocka_run_group_tests_name("writer", tests, NULL, NULL);
}
