#include "app/city.h"
#include "app/climbing.h"
#include "ground/account/account.h"
#include "pack/pack.h"
#include "room/coordination/coordination.h"

/* The city's rule on the day of the handing down. */
static const struct pack_record *rule_of(const struct command_run *run,
                                         const struct coordination *one)
{
    const struct pack_records *rules = &city_pack(run->city)->lists[PACK_HAND_DOWN_LADDER];
    for (uint32_t i = 0; i < rules->count; i++) {
        if (pack_in_force(&rules->items[i], one->on)) {
            return &rules->items[i];
        }
    }
    return NULL;
}

static bool emit(struct command_run *run, const struct coordination *one,
                 const struct event_kind *kind, const void *body, struct fault *fault)
{
    struct event_about about = {one->id, one->project, run->today};
    return run_emit(run, kind, about, body, fault);
}

/* `*acts`: grows by one when something happened. */
static bool move(struct command_run *run, const struct coordination *one, int64_t *acts,
                 struct fault *fault)
{
    const struct pack_record *rule = rule_of(run, one);
    struct climbing ladder = climbing_of(rule);
    int64_t step = 0;
    if (one->climbs >= ladder.steps) {
        return true;
    }
    struct account_ladder asked = {&ladder, one->climbs, one->district};
    if (!account_ladder_step(run->store, &asked, &step, fault)) {
        return false;
    }
    civil_date stays_until = climbing_stays_until(run->city, &ladder, one->due_on, one->climbs);
    civil_date first = city_due(run->city, stays_until, 1).day;
    struct climbing_next climb = {
        .to = step < ladder.steps ? climbing_role(&ladder, step) : TEXT_NONE,
        .left_days = city_working_days(run->city, run->today, first),
        .announce_days = jvalue_int(jvalue_get(rule->raw, "announce_days"), 1),
        .announced_to = one->climbs_to,
        .announced_for = one->climbs_on,
    };
    enum climbing_move next = climbing_move_of(&climb, run->today);
    *acts += next != CLIMBING_STAYS;
    if (next == CLIMBING_IS_ANNOUNCED) {
        civil_date soonest = city_due(run->city, run->today, (int)climb.announce_days).day;
        struct coordination_climb_announced body = {climb.to, first > soonest ? first : soonest};
        return emit(run, one, &coordination_climb_announced_event, &body, fault);
    }
    struct coordination_climbed body = {climb.to, one->due_on, step + 1};
    return next == CLIMBING_STAYS || emit(run, one, &coordination_climbed_event, &body, fault);
}

/* A page's worth of acts at a time, however many stay. */
bool coordination_perform_climb(struct command_run *run, const void *fields, struct fault *fault)
{
    struct coordination_climb_after after = {run->today, 0};
    struct coordinations due;
    int64_t acts = 0;
    (void)fields;
    do {
        if (!coordination_climb_due(run->arena, run->store, &after, &due, fault)) {
            return false;
        }
        for (size_t i = 0; i < due.count && acts < COORDINATION_CLIMB_PAGE; i++) {
            if (!move(run, &due.items[i], &acts, fault)) {
                return false;
            }
        }
        after.id = due.count > 0 ? due.items[due.count - 1].id : after.id;
    } while (due.count == COORDINATION_CLIMB_PAGE && acts < COORDINATION_CLIMB_PAGE);
    return true;
}
