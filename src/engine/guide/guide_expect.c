#include <string.h>

#include "base/arena.h"
#include "engine/guide/guide_inside.h"

/* The expected number of questions of the whole tree. What is left after some answers is known by
 * its functions alone: the same functions, reached another way, are the same place, so that the
 * tree is worked out as a graph. */

/* In combinations gone through, some 20 ns each; choosing a question costs as much as so many. */
#define WORK_MAX 1000000000u
#define STEP_WORK 10000u

struct place {
    const diagram_node *roots;
    uint32_t count;
    double expected;
};

struct memory {
    struct guide_run *run;
    struct place *places;
    uint32_t count;
    uint32_t room;
    uint32_t *buckets; /* place + 1; 0 empty */
    uint32_t bucket_count;
    uint32_t most;
    uint32_t states; /* up to how many a part is solved exactly */
    uint64_t work;
    bool is_full;
    bool is_greedy; /* somewhere a question was chosen that is not proven */
};

/* The bucket where the place stands or would stand. */
static uint32_t bucket_of(const struct memory *memory, const struct guide_roots *roots)
{
    uint32_t at = diagram_hash(roots->at, roots->count) & (memory->bucket_count - 1);
    while (memory->buckets[at] != 0) {
        const struct place *place = &memory->places[memory->buckets[at] - 1];
        if (place->count == roots->count &&
            memcmp(place->roots, roots->at, roots->count * sizeof *roots->at) == 0) {
            break;
        }
        at = (at + 1) & (memory->bucket_count - 1);
    }
    return at;
}

static void remember(struct memory *memory, const struct guide_roots *roots, double expected)
{
    struct arena *arena = memory->run->arena;
    if (memory->count >= memory->most) {
        memory->is_full = true;
        return;
    }
    if (memory->count == memory->room) {
        memory->places = arena_grown(arena, memory->places, &memory->room, sizeof *memory->places);
    }
    diagram_node *copy = arena_room(arena, diagram_node, roots->count);
    memcpy(copy, roots->at, roots->count * sizeof *copy);
    memory->buckets[bucket_of(memory, roots)] = memory->count + 1;
    memory->places[memory->count++] = (struct place){copy, roots->count, expected};
}

static double expect_roots(struct memory *memory, const struct guide_roots *roots);

static double expect_part(struct memory *memory, const struct guide_part *part)
{
    struct guide_run *run = memory->run;
    if (part->count == 0 || memory->is_full) {
        return 0;
    }
    uint32_t known = memory->buckets[bucket_of(memory, &part->roots)];
    if (known != 0) {
        return memory->places[known - 1].expected;
    }
    double expected = 1;
    uint32_t states = guide_states(run, part);
    memory->work += states <= memory->states ? states : STEP_WORK;
    if (memory->work > WORK_MAX) {
        memory->is_full = true;
        return 0;
    }
    if (states <= memory->states) {
        expected = guide_solve(run, part).expected;
    } else {
        uint32_t question = guide_greedy(run, part);
        memory->is_greedy = true;
        for (uint32_t i = 0; i < run->guide->questions[question].outcomes; i++) {
            struct guide_roots put = guide_put(run, &part->roots, question, i);
            double prior = guide_prior(run->guide, question, i);
            expected += prior > 0 ? prior * expect_roots(memory, &put) : 0;
        }
    }
    remember(memory, &part->roots, expected);
    return expected;
}

static double expect_roots(struct memory *memory, const struct guide_roots *roots)
{
    struct arena *scratch = memory->run->scratch;
    struct arena_mark mark = arena_mark(scratch);
    struct guide_parts parts = guide_split(memory->run, roots);
    double expected = 0;
    for (uint32_t i = 0; i < parts.count; i++) {
        expected += expect_part(memory, &parts.items[i]);
    }
    arena_rewind(scratch, mark);
    return expected;
}

/* Every part can be solved at once. */
static bool are_small(struct guide_run *run)
{
    struct guide_parts parts = guide_split(run, &run->roots);
    for (uint32_t i = 0; i < parts.count; i++) {
        if (guide_states(run, &parts.items[i]) > run->states) {
            return false;
        }
    }
    return true;
}

bool guide_expect(struct guide_run *run, uint32_t most, struct guide_expectation *out)
{
    struct memory memory = {.run = run, .most = most, .bucket_count = 1024};
    while (memory.bucket_count < most * 2u) {
        memory.bucket_count *= 2;
    }
    memory.buckets = arena_array(run->arena, uint32_t, memory.bucket_count);
    memory.states =
        are_small(run) || run->states < GUIDE_STATES_BELOW ? run->states : GUIDE_STATES_BELOW;
    out->questions = expect_roots(&memory, &run->roots);
    out->is_optimal = !memory.is_greedy;
    return !memory.is_full && !diagram_is_full(run->diagram);
}

/* ---- a guess ---- */

#define GUESS_SEED 0x9e3779b97f4a7c15u

static double drawn(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) * 0x1.0p-53;
}

static void draw_answer(const struct guide *guide, uint32_t question, uint64_t *state,
                        int16_t *answers)
{
    const struct guide_question *asked = &guide->questions[question];
    for (uint32_t i = asked->first; i < asked->first + asked->count; i++) {
        double rest = drawn(state);
        uint32_t outcome = 0;
        while (outcome + 1 < guide->variables[i].outcomes &&
               rest >= guide->variables[i].priors[outcome]) {
            rest -= guide->variables[i].priors[outcome++];
        }
        answers[i] = (int16_t)outcome;
    }
}

static uint32_t ask_through(struct guide_run *run, uint64_t *state)
{
    const struct guide *guide = run->guide;
    double *gains = arena_room(run->scratch, double, guide->question_count);
    int16_t *answers = arena_room(run->scratch, int16_t, guide->variable_count);
    uint32_t *screen = arena_room(run->scratch, uint32_t, guide->question_count);
    struct guide_roots roots = run->roots;
    uint32_t screens = 0;
    while (true) {
        guide_measure(run, &roots, gains);
        uint32_t question = guide_most_telling(run, gains);
        if (question == UINT32_MAX) {
            return screens;
        }
        screens++;
        uint32_t count = guide_screen_of(run, &roots, question, screen);
        for (uint32_t i = 0; i < count; i++) {
            draw_answer(guide, screen[i], state, answers);
            roots = guide_put_each(run, &roots, screen[i], answers);
        }
    }
}

uint32_t guide_guess(struct guide_run *run, uint32_t rounds)
{
    uint64_t state = GUESS_SEED;
    uint32_t asked = 0;
    for (uint32_t i = 0; i < rounds; i++) {
        struct arena_mark mark = arena_mark(run->scratch);
        asked += ask_through(run, &state);
        arena_rewind(run->scratch, mark);
    }
    return rounds == 0 ? 0 : (asked + rounds / 2) / rounds;
}
