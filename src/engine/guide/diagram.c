#include "engine/guide/diagram.h"

#include <string.h>

#include "base/arena.h"

/* Nodes lie in the order in which they were made, children before parents. A hash of variable and
 * children finds the node that is there already; a small table of results that forgets (a later
 * one takes the place of an earlier) keeps the work of and, or, not, given from being done again.
 */

#define NONE UINT32_MAX
/* Powers of two. What stands over another is soon thrown away, so that clearing it costs more. */
#define RESULTS_ALONE 16384u
#define RESULTS_OVER 2048u

enum operation { OP_AND = 1, OP_OR, OP_NOT, OP_GIVEN };

struct vertex {
    uint32_t variable;
    uint32_t children; /* where they begin in `children` */
    uint32_t next;     /* in the same bucket; NONE */
};

struct result {
    uint32_t operation; /* 0: empty */
    diagram_node a;
    uint32_t b;
    uint32_t c;
    diagram_node value;
};

struct diagram {
    struct arena *arena;
    const struct diagram *base; /* NULL */
    const uint8_t *outcomes;
    uint32_t variables;
    uint32_t first; /* number of the first node of its own */
    uint32_t count; /* of its own */
    uint32_t most;
    bool is_full;
    struct vertex *vertices;
    uint32_t vertices_room;
    diagram_node *children;
    uint32_t children_count;
    uint32_t children_room;
    uint32_t *buckets;
    uint32_t bucket_count; /* a power of two */
    struct result *results;
    uint32_t result_count;
};

static struct diagram *open_empty(struct arena *arena, uint32_t first, uint32_t most,
                                  uint32_t results)
{
    struct diagram *diagram = arena_new(arena, struct diagram);
    diagram->arena = arena;
    diagram->first = first;
    diagram->most = most;
    diagram->bucket_count = 256;
    diagram->buckets = arena_array(arena, uint32_t, diagram->bucket_count);
    memset(diagram->buckets, 0xff, diagram->bucket_count * sizeof *diagram->buckets);
    diagram->results = arena_array(arena, struct result, results);
    diagram->result_count = results;
    return diagram;
}

struct diagram *diagram_open(struct arena *arena, const uint8_t *outcomes, uint32_t variables,
                             uint32_t most)
{
    struct diagram *diagram = open_empty(arena, DIAGRAM_YES + 1, most, RESULTS_ALONE);
    diagram->outcomes = outcomes;
    diagram->variables = variables;
    return diagram;
}

struct diagram *diagram_over(struct arena *arena, const struct diagram *base, uint32_t most)
{
    struct diagram *diagram = open_empty(arena, diagram_count(base), most, RESULTS_OVER);
    diagram->base = base;
    diagram->outcomes = base->outcomes;
    diagram->variables = base->variables;
    return diagram;
}

bool diagram_is_full(const struct diagram *diagram)
{
    return diagram->is_full;
}

uint32_t diagram_count(const struct diagram *diagram)
{
    return diagram->first + diagram->count;
}

static const struct diagram *holder(const struct diagram *diagram, diagram_node node)
{
    while (node < diagram->first) {
        diagram = diagram->base;
    }
    return diagram;
}

uint32_t diagram_variable(const struct diagram *diagram, diagram_node node)
{
    const struct diagram *own = holder(diagram, node);
    return own->vertices[node - own->first].variable;
}

static const diagram_node *children_of(const struct diagram *diagram, diagram_node node)
{
    const struct diagram *own = holder(diagram, node);
    return own->children + own->vertices[node - own->first].children;
}

diagram_node diagram_child(const struct diagram *diagram, diagram_node node, uint32_t outcome)
{
    return children_of(diagram, node)[outcome];
}

/* ---- equal functions are one node ---- */

static uint32_t mixed(uint32_t hash, uint32_t value)
{
    hash = (hash ^ value) * 0x9e3779b1u;
    return hash ^ (hash >> 15);
}

uint32_t diagram_hash(const diagram_node *nodes, uint32_t count)
{
    uint32_t hash = 0x811c9dc5u;
    for (uint32_t i = 0; i < count; i++) {
        hash = mixed(hash, nodes[i]);
    }
    return hash;
}

static uint32_t hash_of(uint32_t variable, const diagram_node *children, uint32_t outcomes)
{
    return mixed(diagram_hash(children, outcomes), variable);
}

static diagram_node find(const struct diagram *diagram, uint32_t variable,
                         const diagram_node *children, uint32_t hash)
{
    size_t bytes = diagram->outcomes[variable] * sizeof *children;
    uint32_t at = diagram->buckets[hash & (diagram->bucket_count - 1)];
    while (at != NONE &&
           (diagram->vertices[at].variable != variable ||
            memcmp(diagram->children + diagram->vertices[at].children, children, bytes) != 0)) {
        at = diagram->vertices[at].next;
    }
    return at == NONE ? NONE : diagram->first + at;
}

static void hang(struct diagram *diagram, uint32_t at)
{
    struct vertex *vertex = &diagram->vertices[at];
    uint32_t hash = hash_of(vertex->variable, diagram->children + vertex->children,
                            diagram->outcomes[vertex->variable]);
    uint32_t *bucket = &diagram->buckets[hash & (diagram->bucket_count - 1)];
    vertex->next = *bucket;
    *bucket = at;
}

static void make_room(struct diagram *diagram, uint32_t outcomes)
{
    if (diagram->count == diagram->vertices_room) {
        diagram->vertices = arena_grown(diagram->arena, diagram->vertices, &diagram->vertices_room,
                                        sizeof *diagram->vertices);
    }
    while (diagram->children_count + outcomes > diagram->children_room) {
        diagram->children = arena_grown(diagram->arena, diagram->children, &diagram->children_room,
                                        sizeof *diagram->children);
    }
    if (diagram->count == diagram->bucket_count) {
        diagram->bucket_count *= 4;
        diagram->buckets = arena_array(diagram->arena, uint32_t, diagram->bucket_count);
        memset(diagram->buckets, 0xff, diagram->bucket_count * sizeof *diagram->buckets);
        for (uint32_t i = 0; i < diagram->count; i++) {
            hang(diagram, i);
        }
    }
}

static diagram_node node_of(struct diagram *diagram, uint32_t variable,
                            const diagram_node *children)
{
    uint32_t outcomes = diagram->outcomes[variable];
    bool is_same = true;
    for (uint32_t i = 1; i < outcomes && is_same; i++) {
        is_same = children[i] == children[0];
    }
    if (is_same) {
        return children[0];
    }
    uint32_t hash = hash_of(variable, children, outcomes);
    for (const struct diagram *at = diagram; at != NULL; at = at->base) {
        diagram_node found = find(at, variable, children, hash);
        if (found != NONE) {
            return found;
        }
    }
    if (diagram->count >= diagram->most) {
        diagram->is_full = true;
        return DIAGRAM_NO;
    }
    make_room(diagram, outcomes);
    uint32_t at = diagram->count++;
    diagram->vertices[at] = (struct vertex){variable, diagram->children_count, NONE};
    memcpy(diagram->children + diagram->children_count, children, outcomes * sizeof *children);
    diagram->children_count += outcomes;
    hang(diagram, at);
    return diagram->first + at;
}

diagram_node diagram_leaf(struct diagram *diagram, uint32_t variable, uint64_t mask)
{
    diagram_node children[DIAGRAM_OUTCOMES_MAX];
    for (uint32_t i = 0; i < diagram->outcomes[variable]; i++) {
        children[i] = (mask >> i & 1) != 0 ? DIAGRAM_YES : DIAGRAM_NO;
    }
    return node_of(diagram, variable, children);
}

/* ---- working with them ---- */

static struct result *result_of(struct diagram *diagram, const struct result *asked)
{
    uint32_t hash = mixed(mixed(mixed(asked->operation, asked->a), asked->b), asked->c);
    return &diagram->results[hash & (diagram->result_count - 1)];
}

static bool is_known(const struct result *there, const struct result *asked)
{
    return there->operation == asked->operation && there->a == asked->a && there->b == asked->b &&
           there->c == asked->c;
}

/* Both at once by the first variable of either. */
static diagram_node combine(struct diagram *diagram, enum operation operation, diagram_node a,
                            diagram_node b);

static diagram_node combine_children(struct diagram *diagram, enum operation operation,
                                     diagram_node a, diagram_node b)
{
    uint32_t of_a = diagram_variable(diagram, a);
    uint32_t of_b = diagram_variable(diagram, b);
    uint32_t variable = of_a < of_b ? of_a : of_b;
    diagram_node children[DIAGRAM_OUTCOMES_MAX];
    for (uint32_t i = 0; i < diagram->outcomes[variable]; i++) {
        diagram_node left = of_a == variable ? diagram_child(diagram, a, i) : a;
        diagram_node right = of_b == variable ? diagram_child(diagram, b, i) : b;
        children[i] = combine(diagram, operation, left, right);
    }
    return node_of(diagram, variable, children);
}

static diagram_node combine(struct diagram *diagram, enum operation operation, diagram_node a,
                            diagram_node b)
{
    diagram_node absorbs = operation == OP_AND ? DIAGRAM_NO : DIAGRAM_YES;
    if (a == absorbs || b == absorbs) {
        return absorbs;
    }
    if (diagram_is_decided(a) || a == b) {
        return b;
    }
    if (diagram_is_decided(b)) {
        return a;
    }
    struct result asked = {operation, a < b ? a : b, a < b ? b : a, 0, 0};
    struct result *there = result_of(diagram, &asked);
    if (is_known(there, &asked)) {
        return there->value;
    }
    asked.value = combine_children(diagram, operation, asked.a, asked.b);
    *there = asked;
    return asked.value;
}

diagram_node diagram_and(struct diagram *diagram, diagram_node a, diagram_node b)
{
    return combine(diagram, OP_AND, a, b);
}

diagram_node diagram_or(struct diagram *diagram, diagram_node a, diagram_node b)
{
    return combine(diagram, OP_OR, a, b);
}

diagram_node diagram_not(struct diagram *diagram, diagram_node node)
{
    if (diagram_is_decided(node)) {
        return node == DIAGRAM_NO ? DIAGRAM_YES : DIAGRAM_NO;
    }
    struct result asked = {OP_NOT, node, 0, 0, 0};
    struct result *there = result_of(diagram, &asked);
    if (is_known(there, &asked)) {
        return there->value;
    }
    uint32_t variable = diagram_variable(diagram, node);
    diagram_node children[DIAGRAM_OUTCOMES_MAX];
    for (uint32_t i = 0; i < diagram->outcomes[variable]; i++) {
        children[i] = diagram_not(diagram, diagram_child(diagram, node, i));
    }
    asked.value = node_of(diagram, variable, children);
    *there = asked;
    return asked.value;
}

diagram_node diagram_given(struct diagram *diagram, diagram_node node, uint32_t variable,
                           uint32_t outcome)
{
    if (diagram_is_decided(node)) {
        return node;
    }
    uint32_t first = diagram_variable(diagram, node);
    if (first >= variable) {
        return first > variable ? node : diagram_child(diagram, node, outcome);
    }
    struct result asked = {OP_GIVEN, node, variable, outcome, 0};
    struct result *there = result_of(diagram, &asked);
    if (is_known(there, &asked)) {
        return there->value;
    }
    diagram_node children[DIAGRAM_OUTCOMES_MAX];
    for (uint32_t i = 0; i < diagram->outcomes[first]; i++) {
        children[i] = diagram_given(diagram, diagram_child(diagram, node, i), variable, outcome);
    }
    asked.value = node_of(diagram, first, children);
    *there = asked;
    return asked.value;
}

diagram_node diagram_known(struct diagram *diagram, diagram_node node, const int16_t *answers,
                           diagram_node *memo)
{
    if (diagram_is_decided(node)) {
        return node;
    }
    if (memo[node] != 0) {
        return memo[node] - 1;
    }
    uint32_t variable = diagram_variable(diagram, node);
    diagram_node known = DIAGRAM_NO;
    if (answers[variable] >= 0) {
        diagram_node child = diagram_child(diagram, node, (uint32_t)answers[variable]);
        known = diagram_known(diagram, child, answers, memo);
    } else {
        diagram_node children[DIAGRAM_OUTCOMES_MAX];
        for (uint32_t i = 0; i < diagram->outcomes[variable]; i++) {
            diagram_node child = diagram_child(diagram, node, i);
            children[i] = diagram_known(diagram, child, answers, memo);
        }
        known = node_of(diagram, variable, children);
    }
    memo[node] = known + 1;
    return known;
}
