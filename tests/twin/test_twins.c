#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/city.h"
#include "base/arena.h"
#include "twins.h"

/* The same commands, by chance but by a seed, are given to two databases: every answer, every
 * refusal, every page and every row must be the same. LIANDONG_TWIN_SEED and LIANDONG_TWIN_GROUPS
 * take it elsewhere and further. */

#define KINDS_MAX 200
#define KEPT_MAX 64

struct tally {
    const struct command_kind *kinds[KINDS_MAX];
    int given[KINDS_MAX];
    int done[KINDS_MAX];
    size_t count;
    size_t next; /* whose turn it is: all of them come */
};

struct run {
    struct twins twins;
    struct guess guess;
    struct tally tally;
    struct job kept[KEPT_MAX]; /* given before with a key, to be given again */
    size_t kept_count;
    int questions, answered;
    uint64_t seed;
    int step;
};

static uint64_t number_of(const char *name, uint64_t otherwise)
{
    const char *value = getenv(name);
    return value == NULL ? otherwise : strtoull(value, NULL, 10);
}

static void list_kinds(struct run *run)
{
    const struct house *house = register_house(run->twins.boot->registry);
    for (size_t r = 0; r < house->room_count; r++) {
        for (size_t i = 0; i < house->rooms[r]->command_count; i++) {
            /* What the door prepares first is never given with fields of its own. */
            if (house->rooms[r]->commands[i].prepare != NULL) {
                continue;
            }
            assert_true(run->tally.count < KINDS_MAX);
            run->tally.kinds[run->tally.count++] = &house->rooms[r]->commands[i];
        }
    }
}

/* One play for all claims: it takes longer than they do. */
static int set_up(void **state)
{
    static struct run run;
    twins_open(&run.twins);
    run.seed = number_of("LIANDONG_TWIN_SEED", 20260302);
    run.guess = (struct guess){
        .chance = chance_from(run.seed), .arena = run.twins.arena, .pack = run.twins.boot->pack};
    list_kinds(&run);
    *state = &run;
    return 0;
}

static int tear_down(void **state)
{
    struct run *run = *state;
    twins_close(&run->twins);
    return 0;
}

/* -- a step: a group of commands, a few questions -- */

static size_t kind_at(const struct run *run, const struct command_kind *kind)
{
    size_t at = 0;
    while (run->tally.kinds[at] != kind) {
        at++;
    }
    return at;
}

static struct job one_job(struct run *run)
{
    struct job job;
    if (run->kept_count > 0 && chance_of(&run->guess.chance, 8)) {
        job = run->kept[chance_below(&run->guess.chance, (int)run->kept_count)];
        if (chance_of(&run->guess.chance, 30)) {
            job.fingerprint = TEXT("something else under the same key");
        }
        return job;
    }
    int tries = chance_of(&run->guess.chance, 70) ? 200 : 1;
    run->tally.next = (run->tally.next + 1) % run->tally.count;
    do {
        while (!guess_job(&run->guess, run->tally.kinds[run->tally.next], &job)) {
            /* refused at the door */
        }
    } while (--tries > 0 && !twins_would(&run->twins, &job));
    if (job.key.len > 0) {
        run->kept[run->kept_count < KEPT_MAX ? run->kept_count++
                                             : (size_t)chance_below(&run->guess.chance, KEPT_MAX)] =
            job;
    }
    return job;
}

static void give_group(struct run *run)
{
    struct job jobs[20];
    size_t count = 1 + (size_t)chance_below(&run->guess.chance, (int)COUNT_OF(jobs));
    for (size_t i = 0; i < count; i++) {
        jobs[i] = one_job(run);
    }
    twins_give(&run->twins, jobs, count);
    for (size_t i = 0; i < count; i++) {
        size_t at = kind_at(run, jobs[i].kind);
        run->tally.given[at]++;
        run->tally.done[at] += jobs[i].done && jobs[i].last_seq > 0;
    }
}

static void ask(struct run *run, const struct view_kind *kind)
{
    struct view_run question;
    if ((kind->flags & (VIEW_OF_A_FILE | VIEW_OF_EVENTS)) == 0 &&
        guess_question(&run->guess, kind, &question)) {
        run->questions++;
        run->answered += twins_ask(&run->twins, kind, &question);
    }
}

static void ask_everything(struct run *run, int times)
{
    const struct house *house = register_house(run->twins.boot->registry);
    for (size_t r = 0; r < house->room_count; r++) {
        for (size_t i = 0; i < house->rooms[r]->view_count; i++) {
            for (int n = 0; n < times && run->twins.words[0] == '\0'; n++) {
                ask(run, &house->rooms[r]->views[i]);
            }
        }
    }
}

static void take_step(struct run *run)
{
    struct fault fault = {.code = FAULT_NONE};
    run->step++;
    run->twins.now += 1000 + 1000 * (int64_t)chance_below(&run->guess.chance, 7200);
    run->guess.today = city_today(run->twins.boot->city, run->twins.now);
    assert_true(guess_look(&run->guess, run->twins.boot->store, &fault));
    give_group(run);
    if (run->step % 20 == 0) {
        ask_everything(run, 1);
        twins_compare(&run->twins);
    }
}

static void take_steps(struct run *run, int steps)
{
    for (int i = 0; i < steps && run->twins.words[0] == '\0'; i++) {
        take_step(run);
    }
}

/* How many kinds of commands were done at least once. */
static size_t say(const struct run *run)
{
    int given = 0, done = 0;
    size_t kinds_done = 0;
    for (size_t i = 0; i < run->tally.count; i++) {
        given += run->tally.given[i];
        done += run->tally.done[i];
        kinds_done += run->tally.done[i] > 0;
        if (run->tally.done[i] == 0) {
            printf("# %s: %d times, never done\n", run->tally.kinds[i]->name, run->tally.given[i]);
        }
    }
    printf("# seed %llu: %d commands of %zu kinds, %d with events, of %zu kinds; %d questions, %d"
           " answered\n",
           (unsigned long long)run->seed, given, run->tally.count, done, kinds_done, run->questions,
           run->answered);
    return kinds_done;
}

static void whatever_is_given_both_databases_say_and_hold_the_same(void **state)
{
    struct run *run = *state;
    take_steps(run, (int)number_of("LIANDONG_TWIN_GROUPS", 60));
    if (run->twins.words[0] == '\0') {
        ask_everything(run, 6);
        twins_compare(&run->twins);
        twins_verify(&run->twins);
    }
    size_t kinds_done = say(run);
    if (run->twins.words[0] != '\0') {
        fail_msg("seed %llu, step %d: %s", (unsigned long long)run->seed, run->step,
                 run->twins.words);
    }
    for (size_t i = 0; i < run->tally.count; i++) {
        assert_true(run->tally.given[i] > 0);
    }
    /* And made sense: three dozen kinds at least, until the guesser knows the newer rooms' words.
     */
    assert_true(run->step < 60 || kinds_done >= 36);
}

/* A test that can't fail says nothing: what one of the two forgets must come to light. */
static void a_difference_that_was_planted_comes_to_light(void **state)
{
    static const char *const plants[] = {
        "update project set version=version+1 where id=(select max(id) from project)",
        "delete from project_party where project=(select max(project) from project_party)",
        "update account_secret set failures=failures+1",
        "update ledger_event set body='{}' where seq=5",
    };
    struct run *run = *state;
    struct fault fault = {.code = FAULT_NONE};
    for (size_t i = 0; i < COUNT_OF(plants); i++) {
        assert_true(store_begin_write(run->twins.store, &fault));
        assert_true(store_script(run->twins.store, plants[i], &fault));
        twins_compare(&run->twins);
        assert_true(run->twins.words[0] != '\0');
        run->twins.words[0] = '\0';
        store_rollback(run->twins.store);
        twins_compare(&run->twins);
        assert_string_equal(run->twins.words, "");
    }
    assert_true(store_script(run->twins.store, "update project set stage_rank=0", &fault));
    take_steps(run, 20);
    assert_true(run->twins.words[0] != '\0');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_is_given_both_databases_say_and_hold_the_same),
        cmocka_unit_test(a_difference_that_was_planted_comes_to_light),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
