#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "engine/match/match.h"

/* Which absent facts can still change an unknown answer?
 *
 * What is decided falls away; the leaves that are left ask absent fields. Each field gets one
 * candidate for every class of values that these leaves tell apart. A field matters when some of
 * the others can be given candidates so that the answer is still unknown, and one of its own
 * candidates then ends that. Where every field stands in one leaf only, and each leaf can go either
 * way, all of them matter and nothing has to be searched. */

#define STEPS_MAX 1000000
#define MEMBERS_MAX 12 /* of one set: 4,096 candidates */

struct unknown {
    uint32_t field;
    const struct rule_leaf **leaves;
    uint32_t leaf_count;
    struct rule_value *candidates; /* of a set: `id` is the choice of members, bit by bit */
    uint32_t count;
    uint32_t *members; /* atoms */
    uint32_t member_count;
};

struct search {
    struct arena *arena;
    const struct rule *rule;
    struct facts *facts;
    struct unknown *unknowns;
    uint32_t count;
    uint32_t leaf_most;
    uint32_t steps;
};

static enum rule_answer answer_of(const struct search *search, const struct rule *rule)
{
    return rule_evaluate(rule, (struct rule_view){search->facts, RULE_MISSING_UNKNOWN});
}

/* ---- what is left to ask ---- */

static void add_leaf(struct search *search, const struct rule_leaf *leaf)
{
    struct unknown *at = search->unknowns;
    while (at < search->unknowns + search->count && at->field != leaf->field) {
        at++;
    }
    if (at == search->unknowns + search->count) {
        search->count++;
        at->field = leaf->field;
        at->leaves = arena_array(search->arena, const struct rule_leaf *, search->leaf_most);
    }
    at->leaves[at->leaf_count++] = leaf;
}

static void collect(struct search *search, const struct rule *rule)
{
    if (answer_of(search, rule) != RULE_UNKNOWN) {
        return;
    }
    if (rule->kind == RULE_LEAF) {
        add_leaf(search, &rule->leaf);
        return;
    }
    for (uint32_t i = 0; i < rule->count; i++) {
        collect(search, &rule->children[i]);
    }
}

/* ---- candidates ---- */

static void add_number(struct unknown *unknown, double number)
{
    if (isfinite(number)) {
        unknown->candidates[unknown->count++] = (struct rule_value){.number = number};
    }
}

static void add_numbers(struct unknown *unknown, enum fact_type type, double value)
{
    bool is_whole = type != FACT_NUMBER;
    if (type == FACT_INTEGER && value <= 0) { /* nothing lies below */
        add_number(unknown, 0);
    } else {
        add_number(unknown, is_whole ? ceil(value) - 1 : nextafter(value, -INFINITY));
    }
    if (!is_whole || floor(value) == value) {
        add_number(unknown, value);
    }
    add_number(unknown, is_whole ? floor(value) + 1 : nextafter(value, INFINITY));
}

/* Itself, the smallest text behind it, and the smallest behind all that begin with it; and the
 * empty one, which is before all. */
static void add_texts(struct search *search, struct unknown *unknown, struct text text)
{
    struct rule_value *at = &unknown->candidates[unknown->count];
    *at++ = (struct rule_value){.text = text};
    *at++ = (struct rule_value){.text = text_format(search->arena, "%.*s\001", TEXT_ARG(text))};
    unknown->count += 2;
    if (text.len > 0 && (unsigned char)text.at[text.len - 1] < 0xff) {
        char *behind = arena_alloc(search->arena, text.len + 1);
        memcpy(behind, text.at, text.len);
        behind[text.len - 1]++;
        *at = (struct rule_value){.text = {behind, text.len}};
        unknown->count++;
    }
}

static void add_members(struct unknown *unknown, const struct rule_leaf *leaf)
{
    for (uint32_t i = 0; i < leaf->count; i++) {
        uint32_t k = 0;
        while (k < unknown->member_count && unknown->members[k] != leaf->values[i].id) {
            k++;
        }
        unknown->members[k] = leaf->values[i].id;
        unknown->member_count += k == unknown->member_count;
    }
}

static uint32_t count_values(const struct unknown *unknown)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < unknown->leaf_count; i++) {
        count += unknown->leaves[i]->count;
    }
    return count;
}

/* False: a set of which more members are asked than can be tried. */
static bool add_candidates(struct search *search, struct unknown *unknown)
{
    enum fact_type type = fact_space_field(search->facts->space, unknown->field)->type;
    uint32_t values = count_values(unknown);
    unknown->members = arena_array(search->arena, uint32_t, values + 1);
    unknown->candidates = arena_array(search->arena, struct rule_value, (size_t)values * 3 + 2);
    if (type == FACT_BOOL) {
        add_number(unknown, 0);
        add_number(unknown, 1);
        return true;
    }
    for (uint32_t i = 0; i < unknown->leaf_count; i++) {
        const struct rule_leaf *leaf = unknown->leaves[i];
        if (type == FACT_SET) {
            add_members(unknown, leaf);
        }
        for (uint32_t k = 0; type != FACT_SET && k < leaf->count; k++) {
            if (type == FACT_ENUM || type == FACT_TEXT) {
                add_texts(search, unknown, leaf->values[k].text);
            } else {
                add_numbers(unknown, type, leaf->values[k].number);
            }
        }
    }
    if (type != FACT_SET) {
        unknown->candidates[unknown->count++] = (struct rule_value){.text = TEXT_NONE};
        return true;
    }
    if (unknown->member_count > MEMBERS_MAX) {
        return false;
    }
    unknown->count = 1u << unknown->member_count;
    unknown->candidates = arena_array(search->arena, struct rule_value, unknown->count);
    for (uint32_t i = 0; i < unknown->count; i++) {
        unknown->candidates[i].id = i;
    }
    return true;
}

/* ---- trying ---- */

/* NULL: absent again. The tree evaluator compares texts, not ids, so that FACT_ID_OTHER does. */
static void choose(struct search *search, const struct unknown *unknown,
                   const struct rule_value *candidate)
{
    struct facts *facts = search->facts;
    const struct fact_field *field = fact_space_field(facts->space, unknown->field);
    bool is_given = candidate != NULL;
    facts->given[unknown->field] = is_given;
    switch (field->type) {
    case FACT_SET:
        for (uint32_t i = 0; i < unknown->member_count; i++) {
            bool is_in = is_given && (candidate->id >> i & 1) != 0;
            facts->atoms[unknown->members[i]] = !is_given ? 1 : is_in ? 3 : 0;
        }
        break;
    case FACT_BOOL:
        facts->atoms[field->slot] = !is_given ? 1 : candidate->number == 1 ? 3 : 0;
        break;
    case FACT_NUMBER:
    case FACT_INTEGER:
    case FACT_DATE:
        facts->numbers[field->slot] = is_given ? candidate->number : 0;
        facts->number_given[field->slot] = is_given;
        break;
    case FACT_ENUM:
    case FACT_TEXT:
        facts->ids[field->slot] = is_given ? FACT_ID_OTHER : FACT_ID_NONE;
        facts->texts[field->slot] = is_given ? candidate->text : TEXT_NONE;
        break;
    case FACT_TYPE_COUNT: break;
    }
}

/* The answer is unknown as things stand: does one candidate of the field end that? */
static bool decides_now(struct search *search, const struct unknown *unknown)
{
    bool decides = false;
    for (uint32_t i = 0; i < unknown->count && !decides; i++) {
        search->steps++;
        choose(search, unknown, &unknown->candidates[i]);
        decides = answer_of(search, search->rule) != RULE_UNKNOWN;
    }
    choose(search, unknown, NULL);
    return decides;
}

/* With further choices for the others from `at` on. Answers are monotone: once one is decided,
 * further knowledge leaves it, and that branch is dead. */
static bool can_decide(struct search *search, const struct unknown *unknown, uint32_t at)
{
    if (search->steps >= STEPS_MAX || decides_now(search, unknown)) {
        return true;
    }
    bool decides = false;
    for (uint32_t i = at; i < search->count && !decides; i++) {
        const struct unknown *other = &search->unknowns[i];
        for (uint32_t k = 0; other != unknown && k < other->count && !decides; k++) {
            search->steps++;
            choose(search, other, &other->candidates[k]);
            decides = answer_of(search, search->rule) == RULE_UNKNOWN &&
                      can_decide(search, unknown, i + 1);
        }
        if (other != unknown) {
            choose(search, other, NULL);
        }
    }
    return decides;
}

/* One leaf asks it, and the leaf can go either way. */
static bool is_free(struct search *search, const struct unknown *unknown)
{
    struct rule leaf = {.kind = RULE_LEAF, .leaf = *unknown->leaves[0]};
    unsigned seen = 0;
    for (uint32_t i = 0; i < unknown->count; i++) {
        choose(search, unknown, &unknown->candidates[i]);
        seen |= 1u << answer_of(search, &leaf);
    }
    choose(search, unknown, NULL);
    return unknown->leaf_count == 1 && seen == (1u << RULE_NO | 1u << RULE_YES);
}

void match_missing(struct arena *arena, const struct rule *rule, const struct facts *facts,
                   uint8_t *fields)
{
    struct arena_mark mark = arena_mark(arena);
    struct search search = {.arena = arena, .rule = rule};
    bool is_searched = true;
    bool are_free = true;
    search.leaf_most = match_count_leaves(rule);
    search.facts = facts_copy(arena, facts);
    search.unknowns = arena_array(arena, struct unknown, (size_t)search.leaf_most + 1);
    collect(&search, rule);
    for (uint32_t i = 0; i < search.count && is_searched; i++) {
        is_searched = add_candidates(&search, &search.unknowns[i]);
        are_free = are_free && is_searched && is_free(&search, &search.unknowns[i]);
    }
    for (uint32_t i = 0; i < search.count; i++) {
        search.steps = 0;
        fields[search.unknowns[i].field] =
            !is_searched || are_free || can_decide(&search, &search.unknowns[i], 0);
    }
    arena_rewind(arena, mark);
}
