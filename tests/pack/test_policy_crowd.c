#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "pack/policy_crowd.h"
#include "workshop.h"

/* Whole passes beside one profile at a time, on the real policies: random profiles whose values lie
 * at, just below and just above what the conditions ask for. */

#define PROFILES 200 /* not a whole block */
#define ROUNDS 3

static uint64_t seed = 20261130;

static uint32_t below(uint32_t most)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % most;
}

#define LEAVES_MAX 4000
struct world {
    struct arena *arena;
    const struct pack *pack;
    const struct fact_space *space;
    const struct rule_leaf *leaves[LEAVES_MAX];
    size_t leaf_count;
    civil_date on;
};

static void gather(struct world *world, const struct rule *rule)
{
    if (rule->kind == RULE_LEAF) {
        assert_true(world->leaf_count < LEAVES_MAX);
        world->leaves[world->leaf_count++] = &rule->leaf;
        return;
    }
    for (uint32_t i = 0; i < rule->count; i++) {
        gather(world, &rule->children[i]);
    }
}

static struct world open_world(void)
{
    struct world world = {.arena = arena_open((size_t)512 << 20, (size_t)1 << 30)};
    struct pack_options options = {.scope = PACK_SCOPE_ALL, .is_corrected = true};
    struct fault fault = {0};
    assert_true(pack_load(world.arena, source_path(world.arena, "data/fuzhou"), &options,
                          &world.pack, &fault));
    world.space = world.pack->spaces[PACK_SPACE_POLICIES];
    world.on = civil_date_from_parts((struct civil_parts){2026, 11, 30});
    struct policies policies = policy_list(world.arena, world.pack, world.on);
    for (uint32_t i = 0; i < policies.count; i++) {
        gather(&world, policies.items[i].condition.rule);
    }
    assert_true(policies.count > 50 && world.leaf_count > 200);
    return world;
}

static void add_value(struct buffer *out, enum fact_type type, const struct rule_value *value)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    switch (type) {
    case FACT_BOOL: buffer_addf(out, below(2) == 0 ? "true" : "false"); break;
    case FACT_INTEGER: buffer_addf(out, "%.0f", value->number + (double)below(3) - 1); break;
    case FACT_NUMBER:
        buffer_addf(out, "%.4f", value->number * (0.5 + 0.25 * (double)below(4)));
        break;
    case FACT_DATE:
        buffer_addf(out, "\"%s\"",
                    civil_date_write((civil_date)value->number + (civil_date)below(3) - 1, day).at);
        break;
    case FACT_SET: buffer_addf(out, "[\"%.*s\"]", TEXT_ARG(value->text)); break;
    default: buffer_addf(out, "\"%.*s\"", TEXT_ARG(value->text)); break;
    }
}

/* Of each field that a condition reads, some value that a condition names, or nothing. */
static struct policy_profile some_profile(struct world *world, struct arena *arena)
{
    uint32_t known = 20 + below(80);
    uint8_t *seen = arena_array(arena, uint8_t, fact_space_count(world->space));
    struct buffer out = buffer_open(arena, 4096);
    struct policy_profile profile;
    struct fault fault = {0};
    buffer_add(&out, TEXT("{"));
    for (size_t i = 0, from = below((uint32_t)world->leaf_count); i < world->leaf_count; i++) {
        const struct rule_leaf *leaf = world->leaves[(from + i * 7) % world->leaf_count];
        const struct fact_field *field = fact_space_field(world->space, leaf->field);
        if (seen[leaf->field] || leaf->count == 0 || below(100) >= known) {
            continue;
        }
        buffer_addf(&out, "%s\"%.*s\":", buffer_text(&out).len > 1 ? "," : "",
                    TEXT_ARG(field->name));
        add_value(&out, field->type, &leaf->values[below(leaf->count)]);
        seen[leaf->field] = 1;
    }
    buffer_add(&out, TEXT("}"));
    struct facts *facts = facts_new(arena, world->space);
    assert_true(json_read(arena, text_copy(arena, buffer_text(&out)), &profile.given, &fault));
    assert_true(facts_read(facts, profile.given, NULL, &fault));
    profile.facts = facts;
    return profile;
}

static void same_amount(const struct policy_amount *one, const struct policy_amount *other)
{
    assert_int_equal(one->benefits.count, other->benefits.count);
    assert_int_equal(one->total.money.from, other->total.money.from);
    assert_int_equal(one->total.money.to, other->total.money.to);
    assert_int_equal(one->total.money.is_open, other->total.money.is_open);
}

/* Counts by group, so that the test sees itself meet all of them. */
static void compare(const struct policy_matched *crowd, const struct policy_matched *pair,
                    uint32_t counts[POLICY_GROUP_COUNT])
{
    assert_int_equal(crowd->policies.count, pair->policies.count);
    for (uint32_t i = 0; i < pair->policies.count; i++) {
        enum policy_group group = policy_group_of(pair, i);
        assert_ptr_equal(crowd->policies.items[i].record, pair->policies.items[i].record);
        assert_int_equal(policy_group_of(crowd, i), group);
        assert_int_equal(crowd->matches[i].answer, pair->matches[i].answer);
        assert_int_equal(crowd->nears[i].is_near, pair->nears[i].is_near);
        counts[group]++;
        if (group == POLICY_NEAR) {
            const struct match_change *one = &crowd->nears[i].change.changes[0];
            const struct match_change *other = &pair->nears[i].change.changes[0];
            assert_int_equal(one->field, other->field);
            assert_true(text_equal(one->gap.value, other->gap.value));
            assert_true(text_equal(one->gap.threshold, other->gap.threshold));
            same_amount(&crowd->nears[i].amount, &pair->nears[i].amount);
        } else if (group != POLICY_NOT_MET) {
            same_amount(&crowd->amounts[i], &pair->amounts[i]);
        }
    }
}

static void test_pairs(void **state)
{
    (void)state;
    struct world world = open_world();
    uint32_t counts[POLICY_GROUP_COUNT] = {0};
    for (int round = 0; round < ROUNDS; round++) {
        struct arena *arena = arena_open((size_t)256 << 20, (size_t)1 << 30);
        struct policy_crowd *crowd = policy_crowd_open(arena, world.pack, world.on);
        struct policy_profile profiles[PROFILES];
        for (uint32_t i = 0; i < PROFILES; i++) {
            profiles[i] = some_profile(&world, arena);
            assert_int_equal(policy_crowd_add(crowd, &profiles[i]), i);
        }
        policy_crowd_match(world.arena, crowd);
        for (uint32_t i = 0; i < PROFILES; i++) {
            struct arena_mark mark = arena_mark(arena);
            struct policy_matched one, other;
            policy_crowd_of(arena, crowd, i, &one);
            policy_match_all(arena, world.pack, &profiles[i], world.on, &other);
            compare(&one, &other, counts);
            arena_rewind(arena, mark);
        }
        arena_close(arena);
    }
    for (int group = 0; group < POLICY_GROUP_COUNT; group++) {
        assert_true(counts[group] > 20);
    }
    arena_close(world.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_pairs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
