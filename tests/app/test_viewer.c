#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/viewer.h"
#include "base/arena.h"
#include "chance.h"

/* The world has a version; every answer says for whom it was made and of which version. */
static _Atomic int64_t version;
static _Atomic int64_t made;
static _Atomic int64_t told; /* the newest version of which viewer_forget has returned */

static void write_members(const struct view_run *run, struct json_writer *json)
{
    json_member_int(json, "version", atomic_load(&version));
    json_member_int(json, "day", run->today);
    json_member_int(json, "language", run->actor->language);
    json_member_text(json, "what", run->parameters[0]);
}

static bool answer_own(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    (void)fault;
    atomic_fetch_add(&made, 1);
    json_object(json);
    write_members(run, json);
    json_member_int(json, "post", run->actor->post);
    json_end(json);
    return true;
}

static bool answer_shared(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    (void)fault;
    atomic_fetch_add(&made, 1);
    json_object(json);
    write_members(run, json);
    json_end(json);
    return true;
}

static bool answer_large(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    (void)fault;
    char *bytes = arena_alloc(run->arena, 60000);
    memset(bytes, 'x', 60000);
    atomic_fetch_add(&made, 1);
    json_object(json);
    write_members(run, json);
    json_member_text(json, "bytes", (struct text){bytes, 60000});
    json_end(json);
    return true;
}

static bool answer_refusal(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    (void)run;
    (void)json;
    atomic_fetch_add(&made, 1);
    return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}

static const struct view_kind own = {.name = "own", .answer = answer_own};
static const struct view_kind shared = {
    .name = "shared", .flags = VIEW_SAME_FOR_ALL, .answer = answer_shared};
static const struct view_kind uncached = {
    .name = "uncached", .flags = VIEW_UNCACHED, .answer = answer_own};
static const struct view_kind large = {.name = "large", .answer = answer_large};
static const struct view_kind refusing = {.name = "refusing", .answer = answer_refusal};

struct fixture {
    struct viewer *viewer;
    struct arena *arena;
    struct actor actor;
    civil_date today;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture = (struct fixture){.viewer = viewer_open(1 << 20),
                               .arena = arena_open(64 << 20, 256 << 20),
                               .actor = {.account = 1, .post = 1},
                               .today = 20000};
    atomic_store(&version, 1);
    atomic_store(&made, 0);
    atomic_store(&told, 0);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    viewer_close(f->viewer);
    arena_close(f->arena);
    return 0;
}

static struct text ask(struct fixture *f, const struct view_kind *kind, struct text what)
{
    struct fault fault = {.code = FAULT_NONE};
    struct viewed viewed = {TEXT_NONE, NULL};
    struct view_run run = {.arena = f->arena,
                           .actor = &f->actor,
                           .parameters = {what, TEXT_NONE, TEXT_NONE},
                           .today = f->today};
    struct text target = text_format(f->arena, "/%s/%.*s", kind->name, TEXT_ARG(what));
    assert_true(
        viewer_answer(f->viewer, &(struct view_question){kind, &run, target}, &viewed, &fault));
    struct text copy = text_copy(f->arena, viewed.json);
    viewer_release(viewed.held);
    return copy;
}

static struct text expected(struct fixture *f, const struct view_kind *kind, struct text what)
{
    struct buffer buffer = buffer_open(f->arena, 128);
    struct json_writer json = json_writer_open(&buffer);
    struct fault fault = {.code = FAULT_NONE};
    struct view_run run = {.arena = f->arena,
                           .actor = &f->actor,
                           .parameters = {what, TEXT_NONE, TEXT_NONE},
                           .today = f->today};
    assert_true(kind->answer(&run, &json, &fault));
    atomic_fetch_sub(&made, 1);
    return buffer_text(&buffer);
}

static void the_same_question_is_answered_once(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 10; i++) {
        assert_true(text_equal(ask(f, &own, TEXT("a")), expected(f, &own, TEXT("a"))));
    }
    assert_int_equal(atomic_load(&made), 1);
}

static void a_commit_makes_every_answer_old(void **state)
{
    struct fixture *f = *state;
    (void)ask(f, &own, TEXT("a"));
    atomic_fetch_add(&version, 1);
    viewer_forget(f->viewer);
    assert_true(text_equal(ask(f, &own, TEXT("a")), expected(f, &own, TEXT("a"))));
    assert_int_equal(atomic_load(&made), 2);
}

static void what_depends_on_more_is_asked_anew_each_time(void **state)
{
    struct fixture *f = *state;
    (void)ask(f, &uncached, TEXT("a"));
    (void)ask(f, &uncached, TEXT("a"));
    assert_int_equal(atomic_load(&made), 2);
}

static void an_answer_for_all_is_made_once_for_all(void **state)
{
    struct fixture *f = *state;
    for (f->actor.post = 1; f->actor.post < 10; f->actor.post++) {
        (void)ask(f, &shared, TEXT("a"));
    }
    assert_int_equal(atomic_load(&made), 1);
}

static void a_refusal_is_not_kept(void **state)
{
    struct fixture *f = *state;
    struct view_run run = {.arena = f->arena, .actor = &f->actor, .today = f->today};
    for (int i = 0; i < 3; i++) {
        struct fault fault = {.code = FAULT_NONE};
        struct viewed viewed;
        assert_false(viewer_answer(f->viewer,
                                   &(struct view_question){&refusing, &run, TEXT("/refusing")},
                                   &viewed, &fault));
        assert_int_equal(fault.code, FAULT_NOT_FOUND);
    }
    assert_int_equal(atomic_load(&made), 3);
}

/* Whatever is asked in whatever order: the answer is the one made for this actor's post, language,
 * day and the world as it is. */
static void no_answer_reaches_somebody_it_was_not_made_for(void **state)
{
    struct fixture *f = *state;
    struct chance chance = chance_from(4096);
    const struct view_kind *const kinds[] = {&own, &shared, &uncached};
    for (int i = 0; i < 40000; i++) {
        struct arena_mark mark = arena_mark(f->arena);
        if (chance_below(&chance, 1000) == 0) {
            atomic_fetch_add(&version, 1);
            viewer_forget(f->viewer);
        }
        f->actor.post = chance_below(&chance, 6);
        f->actor.language = chance_of(&chance, 50) ? LANGUAGE_ZH : LANGUAGE_EN;
        f->today = 20000 + chance_below(&chance, 3);
        const struct view_kind *kind = kinds[chance_below(&chance, 3)];
        struct text what = text_format(f->arena, "%d", chance_below(&chance, 40));
        if (!text_equal(ask(f, kind, what), expected(f, kind, what))) {
            fail_msg("round %d", i);
        }
        arena_rewind(f->arena, mark);
    }
    assert_true(atomic_load(&made) < 35000);
}

static void a_full_cache_of_old_answers_makes_room_for_new_ones(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 100; i++) { /* six megabytes into one */
        (void)ask(f, &large, text_format(f->arena, "%d", i));
    }
    atomic_fetch_add(&version, 1);
    viewer_forget(f->viewer);
    int64_t before = atomic_load(&made);
    for (int i = 0; i < 20; i++) {
        (void)ask(f, &large, TEXT("now"));
    }
    assert_int_equal(atomic_load(&made) - before, 1);
}

/* -- several threads -- */

struct asker {
    pthread_t thread;
    struct viewer *viewer;
    int number;
    bool fine;
};

static int64_t version_of(struct text json)
{
    return strtoll(json.at + sizeof "{\"version\":" - 1, NULL, 10);
}

static void *ask_often(void *context)
{
    struct asker *asker = context;
    struct arena *arena = arena_open(16 << 20, 64 << 20);
    struct chance chance = chance_from((uint64_t)asker->number + 1);
    asker->fine = true;
    for (int i = 0; i < 20000 && asker->fine; i++) {
        arena_reset(arena);
        struct fault fault = {.code = FAULT_NONE};
        struct actor actor = {.account = 1, .post = asker->number % 2};
        struct text what = text_format(arena, "%d", chance_below(&chance, 8));
        struct view_run run = {
            .arena = arena, .actor = &actor, .parameters = {what, TEXT_NONE, TEXT_NONE}};
        struct viewed viewed;
        int64_t before = atomic_load(&told);
        asker->fine = viewer_answer(asker->viewer, &(struct view_question){&own, &run, what},
                                    &viewed, &fault) &&
                      version_of(viewed.json) >= before;
        viewer_release(viewed.held);
        if (chance_of(&chance, 1)) { /* the writer's order: the tables change, then it is told */
            int64_t mine = atomic_fetch_add(&version, 1) + 1;
            viewer_forget(asker->viewer);
            int64_t newest = atomic_load(&told);
            while (newest < mine && !atomic_compare_exchange_weak(&told, &newest, mine)) {
            }
        }
    }
    arena_close(arena);
    return NULL;
}

static void an_answer_is_never_older_than_the_last_commit_told(void **state)
{
    struct fixture *f = *state;
    struct asker askers[4];
    for (int i = 0; i < 4; i++) {
        askers[i] = (struct asker){.viewer = f->viewer, .number = i};
        assert_int_equal(pthread_create(&askers[i].thread, NULL, ask_often, &askers[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(askers[i].thread, NULL);
        assert_true(askers[i].fine);
    }
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(the_same_question_is_answered_once),
        T(a_commit_makes_every_answer_old),
        T(what_depends_on_more_is_asked_anew_each_time),
        T(an_answer_for_all_is_made_once_for_all),
        T(a_refusal_is_not_kept),
        T(no_answer_reaches_somebody_it_was_not_made_for),
        T(a_full_cache_of_old_answers_makes_room_for_new_ones),
        T(an_answer_is_never_older_than_the_last_commit_told),
    };
    return cmocka_run_group_tests_name("viewer", tests, NULL, NULL);
}
