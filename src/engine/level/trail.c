#include "engine/level/trail.h"

#include <string.h>

#include "base/arena.h"

#define NO_NEED INT32_MIN
#define WEIGHT_GROWTH 1.05
#define WEIGHT_MOST 1e100

struct trail *trail_open(struct arena *arena, uint32_t variables, size_t activities)
{
    struct trail *trail = arena_new(arena, struct trail);
    uint32_t sides = 2 * variables;
    trail->room = (uint32_t)(sides * 200 + 20000);
    trail->pool_room = (uint32_t)(activities < 200 ? activities * 20000 + 100000 : 4100000);
    trail->clause_room = 40000;
    trail->literal_room = 1 << 20;
    trail->at = arena_array(arena, int32_t, sides);
    trail->last = arena_array(arena, int32_t, sides);
    trail->entries = arena_array(arena, struct trail_entry, trail->room);
    trail->level_entries = arena_array(arena, uint32_t, trail->room + 1);
    trail->level_pool = arena_array(arena, uint32_t, trail->room + 1);
    trail->pool = arena_array(arena, struct literal, trail->pool_room);
    trail->clauses = arena_array(arena, struct clause, trail->clause_room);
    trail->literals = arena_array(arena, struct literal, trail->literal_room);
    trail->watches = arena_array(arena, struct watch, 2 * trail->clause_room);
    trail->heads = arena_array(arena, uint32_t, (size_t)sides * TRAIL_BUCKETS);
    trail->conflict = arena_array(arena, struct literal, sides * 4 + 64);
    trail->need = arena_array(arena, int32_t, sides);
    trail->needed = arena_array(arena, int32_t, sides);
    trail->noted = arena_array(arena, uint32_t, sides);
    trail->learnt = arena_array(arena, struct literal, sides + 1);
    trail->weights = arena_array(arena, double, variables);
    trail_reset(trail, variables);
    return trail;
}

static void clear_heads(struct trail *trail)
{
    memset(trail->heads, 0, (size_t)trail->side_count * TRAIL_BUCKETS * sizeof trail->heads[0]);
}

void trail_reset(struct trail *trail, uint32_t variables)
{
    trail->side_count = 2 * variables;
    trail->count = trail->done = trail->level = 0;
    trail->pool_count = trail->literal_count = 0;
    trail->clause_count = 1;
    trail->noted_count = 0;
    trail->conflicts = 0;
    trail->weight = 1.0;
    trail->is_full = false;
    for (uint32_t side = 0; side < trail->side_count; side++) {
        trail->last[side] = -1;
        trail->need[side] = NO_NEED;
    }
    clear_heads(trail);
    memset(trail->weights, 0, variables * sizeof trail->weights[0]);
}

/* ---- reasons ---- */

static void note_conflict(struct trail *trail, struct literal literal)
{
    uint32_t room = trail->side_count * 4 + 64;
    if (trail->conflict_count < room) {
        trail->conflict[trail->conflict_count++] = literal;
    } else {
        trail->is_full = true;
    }
}

/* What a reason asks for so that at[side] >= value; the literals one by one into `take`. */
typedef void (*literal_taker)(struct trail *trail, struct literal literal);

static void explain(struct trail *trail, struct literal what, struct trail_reason reason,
                    literal_taker take)
{
    if (reason.kind == TRAIL_SUM) {
        if (reason.other != TRAIL_NO_SIDE) {
            take(trail, (struct literal){reason.other, reason.add});
        }
        take(trail, (struct literal){reason.first, what.value - reason.add});
    } else if (reason.kind == TRAIL_CLAUSE) {
        const struct clause *clause = &trail->clauses[reason.first];
        for (uint32_t n = 0; n < clause->size; n++) {
            struct literal literal = trail->literals[clause->from + n];
            if (literal.side != what.side) {
                take(trail, trail_opposite(literal));
            }
        }
    } else if (reason.kind == TRAIL_LITERALS) {
        for (uint32_t n = 0; n < reason.other; n++) {
            take(trail, trail->pool[reason.first + n]);
        }
    }
}

bool trail_raise(struct trail *trail, struct literal to, struct trail_reason reason)
{
    if (to.value <= trail->at[to.side]) {
        return true;
    }
    int32_t most = -trail->at[to.side ^ 1];
    if (to.value > most) {
        /* As little above the other side as is needed. */
        trail->conflict_count = 0;
        struct literal least = {to.side, reason.kind == TRAIL_SUM ? most + 1 : to.value};
        explain(trail, least, reason, note_conflict);
        note_conflict(trail, (struct literal){to.side ^ 1, 1 - least.value});
        return false;
    }
    if (trail->count >= trail->room) {
        trail->is_full = true;
        return true;
    }
    trail->entries[trail->count] = (struct trail_entry){
        to.side, to.value, trail->at[to.side], trail->last[to.side], trail->level, reason};
    trail->last[to.side] = (int32_t)trail->count++;
    trail->at[to.side] = to.value;
    return true;
}

void trail_decide(struct trail *trail, struct literal to)
{
    trail->level_entries[trail->level] = trail->count;
    trail->level_pool[trail->level] = trail->pool_count;
    trail->level++;
    (void)trail_raise(trail, to, (struct trail_reason){.kind = TRAIL_DECISION});
}

void trail_undo(struct trail *trail, uint32_t level)
{
    if (level >= trail->level) {
        return;
    }
    uint32_t to = trail->level_entries[level];
    while (trail->count > to) {
        const struct trail_entry *entry = &trail->entries[--trail->count];
        trail->at[entry->side] = entry->old;
        trail->last[entry->side] = entry->previous;
    }
    trail->pool_count = trail->level_pool[level];
    trail->done = trail->count;
    trail->level = level;
}

/* ---- clauses ---- */

static uint32_t *head_of(struct trail *trail, uint32_t side, int32_t value)
{
    return &trail->heads[side * TRAIL_BUCKETS + ((uint32_t)value & (TRAIL_BUCKETS - 1))];
}

static void watch_literal(struct trail *trail, uint32_t watch, struct literal literal)
{
    int32_t falls_at = 1 - literal.value;
    uint32_t *head = head_of(trail, literal.side ^ 1, falls_at);
    trail->watches[watch] = (struct watch){falls_at, *head};
    *head = watch;
}

static uint32_t keep_clause(struct trail *trail, const struct literal *literals, uint32_t size,
                            uint32_t rank)
{
    if (trail->clause_count >= trail->clause_room ||
        trail->literal_count + size > trail->literal_room) {
        trail->is_full = true;
        return 0;
    }
    uint32_t number = trail->clause_count++;
    trail->clauses[number] =
        (struct clause){trail->literal_count, size, rank, (uint32_t)trail->conflicts};
    memcpy(trail->literals + trail->literal_count, literals, size * sizeof literals[0]);
    trail->literal_count += size;
    watch_literal(trail, 2 * number, literals[0]);
    watch_literal(trail, 2 * number + 1, literals[1]);
    return number;
}

bool trail_add_clause(struct trail *trail, const struct literal *literals, uint32_t size)
{
    struct trail_reason reason = {.kind = TRAIL_DECISION};
    if (size == 0) {
        return false;
    }
    if (size == 1) {
        return trail_raise(trail, literals[0], reason);
    }
    (void)keep_clause(trail, literals, size, 0);
    return true;
}

/* One clause whose watch has fallen: another literal is watched instead, or the last one is forced.
 * `*moved` says whether the watch went elsewhere. */
static bool wake(struct trail *trail, uint32_t watch, bool *moved)
{
    uint32_t number = watch / 2;
    const struct clause *clause = &trail->clauses[number];
    struct literal *literals = trail->literals + clause->from;
    uint32_t mine = watch & 1;
    struct literal other = literals[1 - mine];
    *moved = false;
    if (trail_holds(trail, other)) {
        return true;
    }
    for (uint32_t n = 2; n < clause->size; n++) {
        if (!trail_fails(trail, literals[n])) {
            struct literal found = literals[n];
            literals[n] = literals[mine];
            literals[mine] = found;
            *moved = true;
            return true;
        }
    }
    if (trail_fails(trail, other)) {
        trail->conflict_count = 0;
        for (uint32_t n = 0; n < clause->size; n++) {
            note_conflict(trail, trail_opposite(literals[n]));
        }
        trail->clauses[number].used = (uint32_t)trail->conflicts;
        return false;
    }
    return trail_raise(trail, other, (struct trail_reason){TRAIL_CLAUSE, number, 0, 0});
}

/* The watches in one bucket that fall between two values. */
static bool wake_bucket(struct trail *trail, uint32_t *link, int32_t from, int32_t to)
{
    while (*link != 0) {
        uint32_t watch = *link;
        int32_t falls_at = trail->watches[watch].falls_at;
        bool moved = false;
        if (falls_at > from && falls_at <= to && !wake(trail, watch, &moved)) {
            return false;
        }
        if (moved) {
            const struct clause *clause = &trail->clauses[watch / 2];
            *link = trail->watches[watch].next;
            watch_literal(trail, watch, trail->literals[clause->from + (watch & 1)]);
        } else {
            link = &trail->watches[watch].next;
        }
    }
    return true;
}

bool trail_wake_clauses(struct trail *trail, uint32_t entry)
{
    uint32_t side = trail->entries[entry].side;
    int32_t from = trail->entries[entry].old;
    int32_t to = trail->entries[entry].value;
    int32_t first = to - from > TRAIL_BUCKETS ? to - TRAIL_BUCKETS + 1 : from + 1;
    for (int32_t value = first; value <= to; value++) {
        uint32_t *head = head_of(trail, side, value);
        if (*head != 0 && !wake_bucket(trail, head, from, to)) {
            return false;
        }
    }
    return true;
}

/* ---- learning ---- */

/* Needs the literal; one that held from the beginning is no need. */
static void need(struct trail *trail, struct literal literal)
{
    int32_t at = trail->last[literal.side];
    if (literal.value <= trail->need[literal.side] || at < 0) {
        return;
    }
    while (trail->entries[at].old >= literal.value) {
        at = trail->entries[at].previous;
        if (at < 0) {
            return;
        }
    }
    if (trail->entries[at].level == 0) {
        return;
    }
    if (trail->need[literal.side] == NO_NEED) {
        trail->noted[trail->noted_count++] = literal.side;
    }
    trail->need[literal.side] = literal.value;
    trail->needed[literal.side] = at;
    trail->weights[literal.side / 2] += trail->weight;
}

static void use_clause(struct trail *trail, struct trail_reason reason)
{
    if (reason.kind == TRAIL_CLAUSE) {
        trail->clauses[reason.first].used = (uint32_t)trail->conflicts;
    }
}

static uint32_t count_needs(const struct trail *trail)
{
    uint32_t count = 0;
    for (uint32_t n = 0; n < trail->noted_count; n++) {
        uint32_t side = trail->noted[n];
        count += trail->need[side] != NO_NEED &&
                 trail->entries[trail->needed[side]].level == trail->level;
    }
    return count;
}

/* Follows the contradiction back; gives the entry through which all of it passes. */
static uint32_t find_implication_point(struct trail *trail)
{
    uint32_t at = trail->count;
    while (at-- > 0) {
        const struct trail_entry *entry = &trail->entries[at];
        if (trail->need[entry->side] == NO_NEED || trail->needed[entry->side] != (int32_t)at) {
            continue;
        }
        if (entry->reason.kind == TRAIL_DECISION || count_needs(trail) == 1) {
            break;
        }
        struct literal what = {entry->side, trail->need[entry->side]};
        trail->need[entry->side] = NO_NEED;
        for (uint32_t n = 0; n < trail->noted_count; n++) {
            if (trail->noted[n] == entry->side) {
                trail->noted[n] = trail->noted[--trail->noted_count];
                break;
            }
        }
        use_clause(trail, entry->reason);
        explain(trail, what, entry->reason, need);
    }
    return at;
}

/* For `is_implied`: whether all literals asked for are needed anyway. */
static void check_needed(struct trail *trail, struct literal literal)
{
    int32_t at = trail->last[literal.side];
    if (trail->need[literal.side] >= literal.value) {
        return;
    }
    while (at >= 0 && trail->entries[at].old >= literal.value) {
        at = trail->entries[at].previous;
    }
    if (at >= 0 && trail->entries[at].level > 0) {
        trail->conflict_count++; /* counts what is not */
    }
}

static bool is_implied(struct trail *trail, uint32_t side)
{
    const struct trail_entry *entry = &trail->entries[trail->needed[side]];
    if (entry->reason.kind == TRAIL_DECISION) {
        return false;
    }
    trail->conflict_count = 0;
    /* Its own side must not vouch for it. */
    int32_t own = trail->need[side];
    trail->need[side] = NO_NEED;
    explain(trail, (struct literal){side, own}, entry->reason, check_needed);
    trail->need[side] = own;
    return trail->conflict_count == 0;
}

/* The clause from the needs: the forced literal first, then the one of the highest level. */
static uint32_t collect_learnt(struct trail *trail, uint32_t point, uint32_t *back)
{
    uint32_t size = 1;
    *back = 0;
    for (uint32_t n = 0; n < trail->noted_count; n++) {
        uint32_t side = trail->noted[n];
        struct literal opposite = trail_opposite((struct literal){side, trail->need[side]});
        if (trail->needed[side] == (int32_t)point) {
            trail->learnt[0] = opposite;
            continue;
        }
        if (is_implied(trail, side)) {
            continue;
        }
        uint32_t level = trail->entries[trail->needed[side]].level;
        trail->learnt[size++] = opposite;
        if (level > *back) {
            *back = level;
            trail->learnt[size - 1] = trail->learnt[1];
            trail->learnt[1] = opposite;
        }
    }
    return size;
}

bool trail_learn(struct trail *trail)
{
    trail->noted_count = 0;
    for (uint32_t n = 0; n < trail->conflict_count; n++) {
        need(trail, trail->conflict[n]);
    }
    trail->conflicts++;
    uint32_t top = 0;
    for (uint32_t n = 0; n < trail->noted_count; n++) {
        uint32_t level = trail->entries[trail->needed[trail->noted[n]]].level;
        top = level > top ? level : top;
    }
    if (top == 0) {
        return false;
    }
    trail_undo(trail, top);
    uint32_t back = 0;
    uint32_t point = find_implication_point(trail);
    uint32_t size = collect_learnt(trail, point, &back);
    for (uint32_t n = 0; n < trail->noted_count; n++) {
        trail->need[trail->noted[n]] = NO_NEED;
    }
    trail->weight *= WEIGHT_GROWTH;
    if (trail->weight > WEIGHT_MOST) {
        for (uint32_t v = 0; v < trail->side_count / 2; v++) {
            trail->weights[v] /= WEIGHT_MOST;
        }
        trail->weight /= WEIGHT_MOST;
    }
    trail_undo(trail, back);
    struct trail_reason reason = {.kind = TRAIL_DECISION};
    if (size > 1) {
        uint32_t number = keep_clause(trail, trail->learnt, size, size);
        if (number == 0) {
            return true; /* full: the caller gives up */
        }
        reason = (struct trail_reason){TRAIL_CLAUSE, number, 0, 0};
    }
    return trail_raise(trail, trail->learnt[0], reason);
}

/* ---- forgetting ---- */

static bool is_worth_keeping(const struct clause *clause, uint32_t oldest)
{
    return clause->rank <= 3 || clause->used >= oldest;
}

void trail_flatten(struct trail *trail)
{
    for (uint32_t n = 0; n < trail->count; n++) {
        trail->last[trail->entries[n].side] = -1;
    }
    trail->count = trail->done = trail->pool_count = 0;
}

void trail_forget(struct trail *trail, uint32_t most)
{
    if (trail->clause_count <= most) {
        return;
    }
    /* The age at which half of them are older, roughly: a guess that is halved until it fits. */
    uint32_t now = (uint32_t)trail->conflicts;
    uint32_t age = now;
    uint32_t kept = trail->clause_count;
    while (age > 16 && kept > most / 2) {
        age = age * 3 / 4;
        kept = 0;
        for (uint32_t n = 1; n < trail->clause_count; n++) {
            kept += is_worth_keeping(&trail->clauses[n], now - age);
        }
    }
    clear_heads(trail);
    uint32_t old_count = trail->clause_count;
    trail->clause_count = 1;
    trail->literal_count = 0;
    for (uint32_t n = 1; n < old_count; n++) {
        struct clause clause = trail->clauses[n];
        if (!is_worth_keeping(&clause, now - age)) {
            continue;
        }
        uint32_t number = trail->clause_count++;
        memmove(trail->literals + trail->literal_count, trail->literals + clause.from,
                clause.size * sizeof trail->literals[0]);
        clause.from = trail->literal_count;
        trail->clauses[number] = clause;
        trail->literal_count += clause.size;
        watch_literal(trail, 2 * number, trail->literals[clause.from]);
        watch_literal(trail, 2 * number + 1, trail->literals[clause.from + 1]);
    }
}
