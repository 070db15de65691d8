#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/writer.h"
#include "base/arena.h"
#include "desk.h"

/* Sixty-four people correct the same note at once. On a file they hand their commands to the one
 * writer; on a server to those of eight nodes, each with a pipeline and a connection of its own. */

#define HANDS 64
#define NODES 8
#define EACH 3

static const struct statement note_state = {"race_state",
                                            "select version, text from note where id=1"};

struct fixture;

struct correction {
    int64_t seen;
    int64_t made; /* the version that came of it */
    char text[24];
};

struct hand {
    struct fixture *fixture;
    pthread_t thread;
    int number;
    bool looks;     /* says which version he saw */
    sem_t answered; /* by the writer */
    struct correction done[EACH];
    int done_count;
    int refused;
    char failure[256];
};

struct node {
    struct store *store; /* NULL: the desk's pipeline */
    struct ledger *ledger;
    struct pipeline *pipeline;
    struct writer *writer;
};

struct fixture {
    struct desk desk;
    struct node nodes[NODES];
    size_t node_count;
    struct hand hands[HANDS];
};

static int64_t fixed_now(void *clock)
{
    return ((struct fixture *)clock)->desk.now;
}

static void open_pipeline(struct desk *desk, struct node *node)
{
    struct fault fault = {.code = FAULT_NONE};
    struct store_options options = {.path = place_database(&desk->place, "desk.db")};
    assert_true(store_open(&options, &node->store, &fault));
    assert_true(ledger_open(node->store, &node->ledger, &fault));
    struct pipeline_options with = {node->store, node->ledger, desk->city, NULL};
    assert_true(pipeline_open(&with, &node->pipeline, &fault));
}

static void open_node(struct fixture *f, struct node *node)
{
    struct fault fault = {.code = FAULT_NONE};
    if (place_server() != NULL) {
        open_pipeline(&f->desk, node);
    }
    struct writer_options options = {.pipeline =
                                         node->pipeline != NULL ? node->pipeline : f->desk.pipeline,
                                     .now = fixed_now,
                                     .clock = f,
                                     .queue_max = 1000,
                                     .idle_ms = 20};
    assert_true(writer_open(&options, &node->writer, &fault));
}

static int set_up(void **state)
{
    static struct fixture fixture;
    memset(&fixture, 0, sizeof fixture);
    desk_open(&fixture.desk);
    struct job first = desk_job(&fixture.desk, NOTE_WRITE, "first", "");
    assert_true(desk_run(&fixture.desk, &first));
    fixture.node_count = place_server() != NULL ? NODES : 1;
    for (size_t i = 0; i < fixture.node_count; i++) {
        open_node(&fixture, &fixture.nodes[i]);
    }
    for (int i = 0; i < HANDS; i++) {
        fixture.hands[i] = (struct hand){.fixture = &fixture, .number = i};
        sem_init(&fixture.hands[i].answered, 0, 0);
    }
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < f->node_count; i++) {
        writer_close(f->nodes[i].writer);
        pipeline_close(f->nodes[i].pipeline);
        ledger_close(f->nodes[i].ledger);
        store_close(f->nodes[i].store);
    }
    for (int i = 0; i < HANDS; i++) {
        sem_destroy(&f->hands[i].answered);
    }
    desk_is_sound(&f->desk);
    desk_close(&f->desk);
    return 0;
}

static void finished(struct writer_job *job)
{
    sem_post(&((struct hand *)job->context)->answered);
}

static void give(struct hand *hand, struct job *job)
{
    struct fixture *f = hand->fixture;
    struct writer_job handed = {.job = *job, .finished = finished, .context = hand};
    if (writer_submit(f->nodes[(size_t)hand->number % f->node_count].writer, &handed)) {
        while (sem_wait(&hand->answered) != 0) {
            /* a signal came between */
        }
        *job = handed.job;
    }
}

/* One try; `*seen` becomes the version that is there, as far as the answer tells. */
static bool try_once(struct hand *hand, struct arena *arena, int64_t *seen)
{
    struct correction *next = &hand->done[hand->done_count];
    snprintf(next->text, sizeof next->text, "%d of %d", hand->done_count, hand->number);
    struct note_correct fields = {text_of(next->text)};
    struct job job = {.kind = &note_commands[NOTE_CORRECT],
                      .fields = &fields,
                      .actor = &hand->fixture->desk.actor,
                      .parameters = {TEXT("1"), TEXT_NONE, TEXT_NONE},
                      .key = TEXT_NONE,
                      .fingerprint = TEXT_NONE,
                      .seen_version = hand->looks ? *seen : 0,
                      .arena = arena,
                      .answer = TEXT_NONE};
    const struct jvalue *answer = NULL;
    struct fault fault = {.code = FAULT_NONE};
    give(hand, &job);
    if (job.done && json_read(arena, job.answer, &answer, &fault)) {
        next->seen = *seen;
        next->made = *seen = jvalue_int(jvalue_get(answer, "version"), 0);
        hand->done_count++;
        return true;
    }
    if (job.fault.code == FAULT_VERSION_MOVED) {
        hand->refused++;
        *seen = strtoll(job.fault.arguments[1], NULL, 10);
        return true;
    }
    snprintf(hand->failure, sizeof hand->failure, "%s: %s", fault_code_name(job.fault.code),
             job.fault.arguments[0]);
    return false;
}

static void *correct(void *context)
{
    struct hand *hand = context;
    int64_t seen = 1;
    bool fine = true;
    while (fine && hand->done_count < EACH) {
        struct arena *arena = arena_open(1 << 20, 16 << 20);
        fine = try_once(hand, arena, &seen);
        arena_close(arena);
    }
    return NULL;
}

static void all_correct(struct fixture *f, bool looks)
{
    for (int i = 0; i < HANDS; i++) {
        f->hands[i].looks = looks;
        assert_int_equal(pthread_create(&f->hands[i].thread, NULL, correct, &f->hands[i]), 0);
    }
    for (int i = 0; i < HANDS; i++) {
        assert_int_equal(pthread_join(f->hands[i].thread, NULL), 0);
    }
    for (int i = 0; i < HANDS; i++) {
        if (f->hands[i].failure[0] != '\0') {
            fail_msg("hand %d was told %s", i, f->hands[i].failure);
        }
    }
}

/* Each version from 2 on came of exactly one acknowledged correction; the last one is there. */
static void every_correction_counts_once(struct fixture *f)
{
    struct correction *of[HANDS * EACH + 2] = {NULL};
    struct fault fault = {.code = FAULT_NONE};
    struct store_rows rows;
    for (int i = 0; i < HANDS * EACH; i++) {
        struct correction *done = &f->hands[i / EACH].done[i % EACH];
        assert_in_range(done->made, 2, HANDS * EACH + 1);
        assert_null(of[done->made]);
        of[done->made] = done;
    }
    struct store *store = place_store(&f->desk.place, "desk.db");
    assert_true(store_query(store, &note_state, NO_CELLS, &rows, &fault));
    assert_true(store_next(&rows));
    assert_int_equal(store_int(&rows, 0), HANDS * EACH + 1);
    assert_string_equal(store_text(f->desk.arena, &rows, 1).at, of[HANDS * EACH + 1]->text);
    assert_true(store_done(&rows, &fault));
    store_close(store);
}

static void of_those_who_saw_the_same_version_one_is_acknowledged(void **state)
{
    struct fixture *f = *state;
    int refused = 0;
    all_correct(f, true);
    every_correction_counts_once(f);
    for (int i = 0; i < HANDS * EACH; i++) {
        const struct correction *done = &f->hands[i / EACH].done[i % EACH];
        assert_int_equal(done->made, done->seen + 1);
        refused += i % EACH == 0 ? f->hands[i / EACH].refused : 0;
    }
    assert_true(refused > HANDS / 2); /* they were in each other's way */
}

static void corrections_that_name_no_version_all_count(void **state)
{
    struct fixture *f = *state;
    all_correct(f, false);
    every_correction_counts_once(f);
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(of_those_who_saw_the_same_version_one_is_acknowledged),
        T(corrections_that_name_no_version_all_count),
    };
    return cmocka_run_group_tests_name("race", tests, NULL, NULL);
}
