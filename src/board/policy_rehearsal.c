#include "board/policy_rehearsal.h"

#include "app/city.h"
#include "base/arena.h"
#include "pack/policy_match.h"
#include "pack/read.h"
#include "room/matching/matching.h"
#include "room/profile/profile.h"

#define SHOWN 200
#define SCRATCH_SOFT ((size_t)4 << 20)
#define SCRATCH_HARD ((size_t)64 << 20)

enum move { GAINS, LOSES, COMES_NEAR, IS_NEAR_NO_MORE, GAP_MOVES, AMOUNT_MOVES, LACKS, MOVE_COUNT };
static const char *const move_names[MOVE_COUNT] = {
    "gains", "loses", "comes_near", "leaves_near", "gap_moves", "amount_moves", "lacks"};

/* Where a policy stands for an enterprise by one of the packs. */
struct stand {
    enum policy_group group;
    struct text gap;   /* "8000/9000" of a near miss */
    struct text money; /* of what is met, or would be */
};

struct touched { /* a policy that is another one; NULL: the pack has none */
    const struct policy *before, *after;
};

struct effect {
    int64_t id;
    struct text number, name, district;
    const struct touched *touched;
    enum move move;
    struct stand before, after;
};

struct rehearsal {
    const struct policy_rehearsing *asked;
    struct arena *arena;
    struct policies before, after;
    struct touched *touched;
    uint32_t touched_count;
    struct effect effects[SHOWN];
    size_t shown;
    int64_t enterprises, affected, counts[MOVE_COUNT];
};

/* -- which policies are others -- */

static const struct policy *find(const struct policies *policies, struct text id)
{
    for (uint32_t i = 0; i < policies->count; i++) {
        if (text_equal(policies->items[i].record->id, id)) {
            return &policies->items[i];
        }
    }
    return NULL;
}

static bool has_same_benefits(struct rehearsal *all, const struct touched *one)
{
    struct policy_benefits a = policy_benefits_of(all->arena, all->asked->before, one->before);
    struct policy_benefits b = policy_benefits_of(all->arena, all->asked->after, one->after);
    bool same = a.count == b.count;
    for (uint32_t i = 0; same && i < a.count; i++) {
        same = jvalue_equal(a.terms[i]->raw, b.terms[i]->raw);
    }
    return same;
}

static bool is_same(struct rehearsal *all, const struct touched *one)
{
    return one->before != NULL && one->after != NULL &&
           jvalue_equal(one->before->record->raw, one->after->record->raw) &&
           one->before->is_promisable == one->after->is_promisable && has_same_benefits(all, one);
}

static void add_touched(struct rehearsal *all, const struct policy *before,
                        const struct policy *after)
{
    struct touched one = {before, after};
    if (!is_same(all, &one)) {
        all->touched[all->touched_count++] = one;
    }
}

static void find_touched(struct rehearsal *all)
{
    const struct policy_rehearsing *asked = all->asked;
    all->before = policy_list(all->arena, asked->before, asked->from);
    all->after = policy_list(all->arena, asked->after, asked->from);
    all->touched =
        arena_array(all->arena, struct touched, (size_t)all->before.count + all->after.count + 1);
    for (uint32_t i = 0; i < all->before.count; i++) {
        const struct policy *one = &all->before.items[i];
        add_touched(all, one, find(&all->after, one->record->id));
    }
    for (uint32_t i = 0; i < all->after.count; i++) {
        const struct policy *one = &all->after.items[i];
        if (find(&all->before, one->record->id) == NULL) {
            add_touched(all, NULL, one);
        }
    }
}

/* -- where they stand -- */

static struct text money_of(struct arena *arena, const struct pack *pack,
                            const struct policy *policy, const struct facts *facts)
{
    struct policy_amount amount = policy_amount_of(arena, pack, policy, facts);
    return amount.benefits.count == 0 ? TEXT_NONE : policy_money_text(arena, &amount.total.money);
}

static struct stand stand_of(struct arena *arena, const struct pack *pack,
                             const struct policy *policy, const struct facts *facts)
{
    struct stand stand = {.group = POLICY_NOT_MET};
    struct match_near near;
    if (policy == NULL || !policy->is_promisable) {
        return stand;
    }
    switch (
        rule_evaluate(policy->condition.rule, (struct rule_view){facts, RULE_MISSING_UNKNOWN})) {
    case RULE_YES:
        stand.group = POLICY_MET;
        stand.money = money_of(arena, pack, policy, facts);
        break;
    case RULE_UNKNOWN: stand.group = POLICY_LACKING; break;
    case RULE_NO:
        if (match_find_near(arena, policy->condition.rule, facts, &near) && near.count == 1) {
            stand.group = POLICY_NEAR;
            stand.gap = text_format(arena, "%.*s/%.*s", TEXT_ARG(near.changes[0].gap.value),
                                    TEXT_ARG(near.changes[0].gap.threshold));
            stand.money = money_of(arena, pack, policy, near.facts);
        }
        break;
    }
    return stand;
}

/* False: nothing moves. */
static bool move_between(const struct stand *before, const struct stand *after, enum move *out)
{
    bool same = before->group == after->group;
    if (same && after->group == POLICY_NEAR && !text_equal(before->gap, after->gap)) {
        *out = GAP_MOVES;
    } else if (same && text_equal(before->money, after->money)) {
        return false;
    } else if (same) {
        *out = AMOUNT_MOVES;
    } else if (after->group == POLICY_MET || before->group == POLICY_MET) {
        *out = after->group == POLICY_MET ? GAINS : LOSES;
    } else if (after->group == POLICY_NEAR || before->group == POLICY_NEAR) {
        *out = after->group == POLICY_NEAR ? COMES_NEAR : IS_NEAR_NO_MORE;
    } else {
        *out = LACKS;
        return after->group == POLICY_LACKING;
    }
    return true;
}

/* -- each enterprise -- */

static struct stand kept(struct arena *arena, const struct stand *stand)
{
    return (struct stand){stand->group, text_copy(arena, stand->gap),
                          text_copy(arena, stand->money)};
}

static void keep(struct rehearsal *all, const struct project *project, const struct effect *found)
{
    if (all->shown == SHOWN) {
        return;
    }
    struct effect *one = &all->effects[all->shown++];
    *one = *found;
    one->id = project->id;
    one->number = text_copy(all->arena, project->number);
    one->name =
        text_copy(all->arena, project->enterprise.len > 0 ? project->enterprise : project->name);
    one->district = text_copy(all->arena, project->district);
    one->before = kept(all->arena, &found->before);
    one->after = kept(all->arena, &found->after);
}

static bool read_facts(struct arena *arena, const struct pack *pack, const struct jvalue *given,
                       struct facts **out, struct fault *fault)
{
    *out = facts_new(arena, pack->spaces[PACK_SPACE_POLICIES]);
    return facts_read(*out, given, NULL, fault);
}

static bool look_at(struct rehearsal *all, struct arena *scratch, const struct project *project,
                    struct fault *fault)
{
    const struct policy_rehearsing *asked = all->asked;
    struct profile_desk desk = {scratch, asked->run->store, asked->run->city};
    struct profile profile;
    struct facts *before, *after;
    if (!profile_load(&desk, project, &profile, fault)) {
        return false;
    }
    const struct jvalue *given = profile_object(scratch, asked->run->city, &profile);
    if (!read_facts(scratch, asked->before, given, &before, fault) ||
        !read_facts(scratch, asked->after, given, &after, fault)) {
        return false;
    }
    bool moves = false;
    for (uint32_t i = 0; i < all->touched_count; i++) {
        struct effect effect = {.touched = &all->touched[i]};
        effect.before = stand_of(scratch, asked->before, effect.touched->before, before);
        effect.after = stand_of(scratch, asked->after, effect.touched->after, after);
        if (move_between(&effect.before, &effect.after, &effect.move)) {
            all->counts[effect.move]++;
            moves = true;
            keep(all, project, &effect);
        }
    }
    all->enterprises++;
    all->affected += moves;
    return true;
}

/* One that the asker may not see is not there. */
static bool look_at_id(struct rehearsal *all, struct arena *scratch, int64_t id,
                       struct fault *fault)
{
    struct view_run run = *all->asked->run;
    struct project project;
    struct fault why = {.code = FAULT_NONE};
    run.arena = scratch;
    if (project_of_view(&run, id, &project, &why)) {
        return look_at(all, scratch, &project, fault);
    }
    if (why.code != FAULT_NOT_FOUND) {
        *fault = why;
    }
    return why.code == FAULT_NOT_FOUND;
}

static bool look_at_all(struct rehearsal *all, struct fault *fault)
{
    struct arena *scratch = arena_open(SCRATCH_SOFT, SCRATCH_HARD);
    int64_t ids[MATCHING_AT_ONCE];
    int64_t last = 0;
    size_t count = 0;
    bool looked = true;
    do {
        looked = matching_next(all->asked->run->store, last, ids, &count, fault);
        for (size_t i = 0; looked && i < count; i++) {
            looked = look_at_id(all, scratch, ids[i], fault);
            arena_reset(scratch);
            last = ids[i];
        }
    } while (looked && count == MATCHING_AT_ONCE);
    arena_close(scratch);
    return looked;
}

/* -- the answer -- */

static void write_stand(struct json_writer *json, const struct rehearsal *all, const char *name,
                        const struct stand *stand)
{
    json_name(json, name);
    json_object(json);
    json_member_text(json, "group", text_of(policy_group_code(stand->group)));
    json_member_text_or_null(json, "gap", all->asked->shows_gaps ? stand->gap : TEXT_NONE);
    json_member_text_or_null(json, "money", stand->money);
    json_end(json);
}

static void write_effect(struct json_writer *json, const struct rehearsal *all,
                         const struct effect *one)
{
    const struct policy *policy =
        one->touched->after != NULL ? one->touched->after : one->touched->before;
    json_object(json);
    json_member_int(json, "id", one->id);
    json_member_text(json, "number", one->number);
    json_member_text(json, "name", one->name);
    json_member_text(
        json, "district_name",
        city_district_name(all->asked->run->city, one->district, all->asked->run->actor->language));
    json_member_text(json, "policy", policy->record->id);
    json_member_text(json, "title", policy->record->name);
    json_member_text(json, "move", text_of(move_names[one->move]));
    write_stand(json, all, "before", &one->before);
    write_stand(json, all, "after", &one->after);
    json_end(json);
}

static void write_all(struct json_writer *json, const struct rehearsal *all)
{
    json_object(json);
    json_member_int(json, "changed", all->touched_count);
    json_member_int(json, "enterprises", all->enterprises);
    json_member_int(json, "affected", all->affected);
    for (int move = 0; move < MOVE_COUNT; move++) {
        json_member_int(json, move_names[move], all->counts[move]);
    }
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; all->asked->is_named && i < all->shown; i++) {
        write_effect(json, all, &all->effects[i]);
    }
    json_end(json);
    json_end(json);
}

bool policy_rehearse(const struct policy_rehearsing *asked, struct json_writer *json,
                     struct fault *fault)
{
    struct rehearsal *all = arena_new(asked->run->arena, struct rehearsal);
    *all = (struct rehearsal){.asked = asked, .arena = asked->run->arena};
    find_touched(all);
    json_name(json, "policies");
    if (all->touched_count == 0) {
        json_null(json);
        return true;
    }
    if (!look_at_all(all, fault)) {
        return false;
    }
    write_all(json, all);
    return true;
}
