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
#include "room/notice/delivery.h"
#include "twins.h"

/* The same commands, by chance but by a seed, are given to two databases: every answer, every
 * refusal, every page and every row must be the same. LIANDONG_TWIN_SEED and LIANDONG_TWIN_GROUPS
 * take it elsewhere and further. */

#define KINDS_MAX 320
#define KEPT_MAX 64
#define DAY_MS ((int64_t)24 * 3600 * 1000)

struct tally {
    const struct command_kind *kinds[KINDS_MAX];
    int given[KINDS_MAX];
    int done[KINDS_MAX];
    int (*refused)[FAULT_COUNT]; /* of each kind, by the fault's code: guesses that were none */
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
            const char *name = house->rooms[r]->commands[i].name;
            assert_true(run->tally.count < KINDS_MAX);
            if (strstr(name, ".print") != NULL) {
                continue; /* a process beside the program prints */
            }
            run->tally.kinds[run->tally.count++] = &house->rooms[r]->commands[i];
        }
    }
}

/* One play for all claims: it takes longer than they do. */
static int set_up(void **state)
{
    static struct run run;
    /* Without mail: the code of an address is chance, and the two would draw it apart. */
    static const struct delivery_channels ways = {
        .items = {{DELIVERY_BY_SYSTEM, TEXT("exchange")}, {DELIVERY_BY_MESSAGE, TEXT("sms")}},
        .count = 2,
        .origin = TEXT("")};
    delivery_set_channels(&ways);
    twins_open(&run.twins);
    run.seed = number_of("LIANDONG_TWIN_SEED", 20260302);
    run.guess = (struct guess){
        .chance = chance_from(run.seed), .arena = run.twins.arena, .city = run.twins.boot->city};
    run.tally.refused = test_calloc(KINDS_MAX, sizeof *run.tally.refused);
    list_kinds(&run);
    *state = &run;
    return 0;
}

static int tear_down(void **state)
{
    struct run *run = *state;
    test_free(run->tally.refused);
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

/* Facts beside the ledger, and dry runs. */
static bool leaves_no_entry(const struct command_kind *kind)
{
    static const char *const names[] = {
        "submission.save_draft", "submission.drop_draft", "file.seen",
        "file.upload_open",      "file.upload_part",      "file.upload_drop",
        "catalog.items_check",   "catalog.units_check",   "import.projects_check",
    };
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (strcmp(names[i], kind->name) == 0) {
            return true;
        }
    }
    return false;
}

/* A command that could be given; true when it would be done. What comes as bytes is prepared. */
static bool try_kind(struct run *run, size_t at, struct job *job)
{
    const struct command_kind *kind = run->tally.kinds[at];
    struct fault fault = {.code = FAULT_NONE};
    bool is_given = false;
    for (int tries = 0; tries < 20 && !is_given; tries++) {
        fault = (struct fault){.code = FAULT_NONE};
        is_given = guess_job(&run->guess, kind, job);
        if (is_given && kind->prepare != NULL) {
            struct raw_body raw = guess_raw(&run->guess, job);
            is_given = twins_prepare(&run->twins, job, &raw, &fault);
        }
        run->tally.refused[at][fault.code] += fault.code != FAULT_NONE;
    }
    job->kind = is_given ? kind : NULL;
    int64_t last_seq = 0;
    bool would = is_given && twins_would(&run->twins, job, &last_seq, &fault);
    run->tally.refused[at][fault.code] += is_given && !would;
    return would && (last_seq > 0 || leaves_no_entry(kind));
}

/* What most others live on: new cases, and on they go. */
static size_t next_supply(struct run *run)
{
    static const char *const names[] = {
        "application.take_in", "application.take_in", "application.take_in", "application.receive",
        "application.accept",  "consultation.ask",    "countersign.open",    "promise.make",
        "site_visit.plan",     "catalog.put",         "file.upload_open",    "file.upload_part",
        "commitment.sign",     "deferral.promise",    "claim.apply",         "claim.accept",
        "claim.review",        "rating.give",         "rating.give",         "problem.raise",
        "problem.draft",
    };
    const char *name = names[chance_below(&run->guess.chance, (int)COUNT_OF(names))];
    size_t at = 0;
    while (strcmp(run->tally.kinds[at]->name, name) != 0) {
        at++;
    }
    return at;
}

/* In turn, but what was never done comes as often again. */
static size_t next_kind(struct run *run)
{
    struct tally *tally = &run->tally;
    if (chance_of(&run->guess.chance, 25)) {
        return next_supply(run);
    }
    size_t at = (size_t)chance_below(&run->guess.chance, (int)tally->count);
    for (size_t i = 0; i < tally->count && chance_of(&run->guess.chance, 99); i++) {
        size_t candidate = (at + i) % tally->count;
        if (chance_of(&run->guess.chance, 40) && tally->done[candidate] == 0 && run->step > 5) {
            return candidate;
        }
    }
    tally->next = (tally->next + 1) % tally->count;
    return tally->next;
}

static bool repeat_one(struct run *run, struct job *job)
{
    if (run->kept_count == 0 || !chance_of(&run->guess.chance, 8)) {
        return false;
    }
    *job = run->kept[chance_below(&run->guess.chance, (int)run->kept_count)];
    if (chance_of(&run->guess.chance, 30)) {
        job->fingerprint = TEXT("something else under the same key");
    }
    return true;
}

static struct job one_job(struct run *run)
{
    struct job job;
    if (repeat_one(run, &job)) {
        return job;
    }
    do {
        size_t at = next_kind(run);
        bool is_bytes = run->tally.kinds[at]->prepare != NULL;
        bool is_chore = (run->tally.kinds[at]->flags & COMMAND_CHORE) != 0;
        int tries = is_chore ? 1 : is_bytes ? 5 : chance_of(&run->guess.chance, 80) ? 200 : 1;
        while (!try_kind(run, at, &job) && --tries > 0) {
            /* another guess */
        }
    } while (job.kind == NULL);
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
        run->tally.done[at] +=
            jobs[i].done && (jobs[i].last_seq > 0 || leaves_no_entry(jobs[i].kind));
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
    if (run->step % 9 == 0) { /* days come due */
        run->twins.now += DAY_MS * (1 + chance_below(&run->guess.chance, 30));
    }
    run->guess.pack = city_pack(run->guess.city);
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

/* Its most common refusals: what the guesser does not know. */
static void say_why_not(const struct run *run, size_t at)
{
    const int *refused = run->tally.refused[at];
    int first = 0, second = 0;
    for (int code = 1; code < FAULT_COUNT; code++) {
        if (refused[code] > refused[first]) {
            second = first;
            first = code;
        } else if (refused[code] > refused[second]) {
            second = code;
        }
    }
    printf("# %s: %d times, never done; refused %d times %s, %d times %s\n",
           run->tally.kinds[at]->name, run->tally.given[at], refused[first],
           fault_code_name((enum fault_code)first), refused[second],
           fault_code_name((enum fault_code)second));
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
            say_why_not(run, i);
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
    take_steps(run, (int)number_of("LIANDONG_TWIN_GROUPS", 200));
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
        assert_true(run->tally.given[i] > 0 || run->tally.kinds[i]->prepare != NULL);
    }
    /* And made sense: most of them at least once. */
    assert_true(run->step < 200 || kinds_done * 4 >= run->tally.count * 3);
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
