#include "engine/guide/guide.h"

#include <string.h>

#include "base/arena.h"
#include "engine/guide/guide_inside.h"

#define NODES_MAX 2000000u
#define NOT_SEEN UINT32_MAX

struct guide *guide_open(struct arena *arena, const struct guide_variable *variables,
                         uint32_t count, uint32_t questions)
{
    struct guide *guide = arena_new(arena, struct guide);
    guide->arena = arena;
    guide->variable_count = count;
    guide->question_count = questions;
    guide->variables = arena_array(arena, struct guide_variable, count);
    guide->outcomes = arena_array(arena, uint8_t, count);
    guide->questions = arena_array(arena, struct guide_question, questions);
    for (uint32_t i = 0; i < questions; i++) {
        guide->questions[i].outcomes = 1;
    }
    for (uint32_t i = 0; i < count; i++) {
        struct guide_question *question = &guide->questions[variables[i].question];
        ensure(question->count == 0 || question->first + question->count == i);
        question->first = question->count == 0 ? i : question->first;
        question->count++;
        uint64_t joint = (uint64_t)question->outcomes * variables[i].outcomes;
        question->outcomes = joint < UINT32_MAX ? (uint32_t)joint : UINT32_MAX;
        guide->variables[i] = variables[i];
        guide->outcomes[i] = (uint8_t)variables[i].outcomes;
    }
    guide->diagram = diagram_open(arena, guide->outcomes, count, NODES_MAX);
    return guide;
}

struct diagram *guide_diagram(struct guide *guide)
{
    return guide->diagram;
}

void guide_add(struct guide *guide, diagram_node item)
{
    if (guide->item_count == guide->item_room) {
        guide->items =
            arena_grown(guide->arena, guide->items, &guide->item_room, sizeof *guide->items);
    }
    guide->items[guide->item_count++] = item;
}

void guide_group(struct guide *guide, uint32_t question, uint32_t group)
{
    guide->questions[question].group = group;
}

uint32_t guide_question_count(const struct guide *guide)
{
    return guide->question_count;
}

struct guide_run *guide_begin(struct arena *arena, struct arena *scratch, const struct guide *guide,
                              uint32_t states)
{
    ensure(arena != scratch);
    struct guide_run *run = arena_new(arena, struct guide_run);
    run->arena = arena;
    run->scratch = scratch;
    run->guide = guide;
    run->states = states;
    run->diagram = diagram_over(arena, guide->diagram, NODES_MAX);
    run->is_closed = arena_array(arena, uint8_t, guide->question_count);
    run->matters = arena_array(arena, uint8_t, guide->question_count);
    run->items = arena_array(arena, diagram_node, guide->item_count);
    return run;
}

void guide_settle(struct guide_run *run, const uint8_t *items)
{
    run->is_settled = items;
}

/* ---- walking ---- */

static void make_places(struct guide_run *run)
{
    uint32_t needed = diagram_count(run->diagram);
    if (needed <= run->place_room) {
        return;
    }
    uint32_t room = needed * 2;
    uint32_t *places = arena_room(run->arena, uint32_t, room);
    memset(places, 0xff, room * sizeof *places);
    run->place = places; /* between walks every place is NOT_SEEN */
    run->place_room = room;
}

struct walk {
    struct guide_run *run;
    diagram_node *nodes;
    uint32_t count;
    uint32_t room;
};

static void visit(struct walk *walk, diagram_node node)
{
    struct guide_run *run = walk->run;
    if (diagram_is_decided(node) || run->place[node] != NOT_SEEN) {
        return;
    }
    run->place[node] = 0;
    uint32_t outcomes = run->guide->outcomes[diagram_variable(run->diagram, node)];
    for (uint32_t i = 0; i < outcomes; i++) {
        visit(walk, diagram_child(run->diagram, node, i));
    }
    if (walk->count == walk->room) {
        walk->nodes = arena_grown(run->scratch, walk->nodes, &walk->room, sizeof *walk->nodes);
    }
    run->place[node] = walk->count;
    walk->nodes[walk->count++] = node;
}

struct guide_walk guide_walk(struct guide_run *run, diagram_node root)
{
    struct walk walk = {.run = run};
    make_places(run);
    visit(&walk, root);
    return (struct guide_walk){walk.nodes, walk.count};
}

void guide_walked(struct guide_run *run, const struct guide_walk *walk)
{
    for (uint32_t i = 0; i < walk->count; i++) {
        run->place[walk->nodes[i]] = NOT_SEEN;
    }
}

/* ---- putting answers in ---- */

/* Shell sort: lists are short, and nothing but numbers is compared. */
static void sort(diagram_node *nodes, uint32_t count)
{
    for (uint32_t gap = count / 2; gap > 0; gap /= 2) {
        for (uint32_t i = gap; i < count; i++) {
            diagram_node moved = nodes[i];
            uint32_t j = i;
            for (; j >= gap && nodes[j - gap] > moved; j -= gap) {
                nodes[j] = nodes[j - gap];
            }
            nodes[j] = moved;
        }
    }
}

static void keep_different(struct guide_roots *roots)
{
    uint32_t kept = 0;
    sort(roots->at, roots->count);
    for (uint32_t i = 0; i < roots->count; i++) {
        if (!diagram_is_decided(roots->at[i]) &&
            (kept == 0 || roots->at[kept - 1] != roots->at[i])) {
            roots->at[kept++] = roots->at[i];
        }
    }
    roots->count = kept;
}

static uint32_t outcome_in(const struct guide *guide, uint32_t variable, uint32_t *joint)
{
    uint32_t outcome = *joint % guide->outcomes[variable];
    *joint /= guide->outcomes[variable];
    return outcome;
}

struct guide_roots guide_put_each(struct guide_run *run, const struct guide_roots *roots,
                                  uint32_t question, const int16_t *answers)
{
    const struct guide_question *asked = &run->guide->questions[question];
    struct guide_roots put = {arena_room(run->scratch, diagram_node, roots->count), roots->count};
    memcpy(put.at, roots->at, roots->count * sizeof *put.at);
    for (uint32_t i = asked->first; i < asked->first + asked->count; i++) {
        for (uint32_t j = 0; j < put.count; j++) {
            put.at[j] = diagram_given(run->diagram, put.at[j], i, (uint32_t)answers[i]);
        }
    }
    keep_different(&put);
    return put;
}

struct guide_roots guide_put(struct guide_run *run, const struct guide_roots *roots,
                             uint32_t question, uint32_t outcome)
{
    const struct guide_question *asked = &run->guide->questions[question];
    int16_t *answers = arena_room(run->scratch, int16_t, run->guide->variable_count);
    for (uint32_t i = asked->first; i < asked->first + asked->count; i++) {
        answers[i] = (int16_t)outcome_in(run->guide, i, &outcome);
    }
    return guide_put_each(run, roots, question, answers);
}

double guide_prior(const struct guide *guide, uint32_t question, uint32_t outcome)
{
    const struct guide_question *asked = &guide->questions[question];
    double prior = 1;
    for (uint32_t i = 0; i < asked->count; i++) {
        uint32_t variable = asked->first + i;
        prior *= guide->variables[variable].priors[outcome_in(guide, variable, &outcome)];
    }
    return prior;
}

/* ---- parts ---- */

static uint32_t find_set(uint32_t *sets, uint32_t at)
{
    while (sets[at] != at) {
        sets[at] = sets[sets[at]];
        at = sets[at];
    }
    return at;
}

/* Which roots hang together: each takes the questions it may still be asked by, and with them all
 * roots that took them before. */
struct tie {
    uint32_t *of_root;     /* a set of roots, by its first */
    uint32_t *of_question; /* a root that reads it; NOT_SEEN */
};

static void tie_root(struct guide_run *run, const struct guide_roots *roots, uint32_t root,
                     const struct tie *tie)
{
    struct guide_walk walk = guide_walk(run, roots->at[root]);
    for (uint32_t i = 0; i < walk.count; i++) {
        uint32_t variable = diagram_variable(run->diagram, walk.nodes[i]);
        uint32_t question = run->guide->variables[variable].question;
        if (run->is_closed[question]) {
            continue;
        }
        if (tie->of_question[question] == NOT_SEEN) {
            tie->of_question[question] = root;
        }
        uint32_t one = find_set(tie->of_root, tie->of_question[question]);
        uint32_t other = find_set(tie->of_root, root);
        tie->of_root[one > other ? one : other] = one > other ? other : one;
    }
    guide_walked(run, &walk);
}

static void fill_parts(struct guide_run *run, const struct guide_roots *roots,
                       const struct tie *tie, struct guide_parts *out)
{
    uint32_t questions = run->guide->question_count;
    uint32_t *part_of = arena_array(run->scratch, uint32_t, roots->count);
    for (uint32_t i = 0; i < roots->count; i++) {
        uint32_t first = find_set(tie->of_root, i);
        part_of[i] = first == i ? out->count++ : part_of[first];
        struct guide_part *part = &out->items[part_of[i]];
        if (first == i) {
            part->roots.at = arena_room(run->scratch, diagram_node, roots->count);
            part->questions = arena_room(run->scratch, uint32_t, questions);
        }
        part->roots.at[part->roots.count++] = roots->at[i];
    }
    for (uint32_t i = 0; i < questions; i++) {
        if (tie->of_question[i] != NOT_SEEN) {
            struct guide_part *part = &out->items[part_of[tie->of_question[i]]];
            part->questions[part->count++] = i;
        }
    }
}

struct guide_parts guide_split(struct guide_run *run, const struct guide_roots *roots)
{
    uint32_t questions = run->guide->question_count;
    struct tie tie = {arena_room(run->scratch, uint32_t, roots->count),
                      arena_room(run->scratch, uint32_t, questions)};
    struct guide_parts parts = {arena_array(run->scratch, struct guide_part, roots->count), 0};
    memset(tie.of_question, 0xff, questions * sizeof *tie.of_question);
    for (uint32_t i = 0; i < roots->count; i++) {
        tie.of_root[i] = i;
    }
    for (uint32_t i = 0; i < roots->count; i++) {
        tie_root(run, roots, i, &tie);
    }
    fill_parts(run, roots, &tie, &parts);
    return parts;
}

/* ---- looking, and the next question ---- */

static void put_known(struct guide_run *run, const int16_t *answers)
{
    const struct guide *guide = run->guide;
    diagram_node *memo = arena_array(run->scratch, diagram_node, diagram_count(guide->diagram));
    for (uint32_t i = 0; i < guide->variable_count; i++) {
        run->is_closed[guide->variables[i].question] = answers[i] == GUIDE_CLOSED;
    }
    for (uint32_t i = 0; i < guide->item_count; i++) {
        bool is_settled = run->is_settled != NULL && run->is_settled[i];
        run->items[i] =
            is_settled ? DIAGRAM_YES : diagram_known(run->diagram, guide->items[i], answers, memo);
    }
}

void guide_look(struct guide_run *run, const int16_t *answers, struct guide_view *out)
{
    const struct guide *guide = run->guide;
    put_known(run, answers);
    *out = (struct guide_view){.items = run->items, .matters = run->matters};
    run->roots.at = arena_room(run->scratch, diagram_node, guide->item_count);
    run->roots.count = guide->item_count;
    memcpy(run->roots.at, run->items, guide->item_count * sizeof *run->items);
    for (uint32_t i = 0; i < guide->item_count; i++) {
        out->open_items += !diagram_is_decided(run->items[i]);
    }
    keep_different(&run->roots);
    run->parts = guide_split(run, &run->roots);
    memset(run->matters, 0, guide->question_count);
    for (uint32_t i = 0; i < run->parts.count; i++) {
        for (uint32_t j = 0; j < run->parts.items[i].count; j++) {
            run->matters[run->parts.items[i].questions[j]] = 1;
            out->open_questions++;
        }
    }
}

static const struct guide_part *part_with(const struct guide_parts *parts, uint32_t question)
{
    for (uint32_t i = 0; i < parts->count; i++) {
        for (uint32_t j = 0; j < parts->items[i].count; j++) {
            if (parts->items[i].questions[j] == question) {
                return &parts->items[i];
            }
        }
    }
    return NULL;
}

bool guide_next(struct guide_run *run, struct guide_choice *out)
{
    const struct guide *guide = run->guide;
    double *gains = arena_array(run->scratch, double, guide->question_count);
    const struct guide_part *part = NULL;
    guide_measure(run, &run->roots, gains);
    *out = (struct guide_choice){.question = guide_most_telling(run, gains)};
    if (out->question == UINT32_MAX) {
        return false;
    }
    part = part_with(&run->parts, out->question);
    if (guide_states(run, part) <= run->states) {
        out->question = guide_solve(run, part).question;
        out->is_optimal = true;
    }
    out->gain = gains[out->question];
    return true;
}

void guide_readers(struct guide_run *run, uint32_t question, uint8_t *items)
{
    const struct guide_question *asked = &run->guide->questions[question];
    for (uint32_t i = 0; i < run->guide->item_count; i++) {
        struct guide_walk walk = guide_walk(run, run->items[i]);
        items[i] = 0;
        for (uint32_t j = 0; j < walk.count; j++) {
            uint32_t variable = diagram_variable(run->diagram, walk.nodes[j]);
            items[i] |= variable >= asked->first && variable < asked->first + asked->count;
        }
        guide_walked(run, &walk);
    }
}
