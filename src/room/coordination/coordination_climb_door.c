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

/* The next step where somebody stands; `ladder->steps`: there is none. */
static bool find_step(struct command_run *run, const struct climbing *ladder,
                      const struct coordination *one, int64_t *out, struct fault *fault)
{
    for (*out = one->climbs; *out < ladder->steps; ++*out) {
        struct text role = climbing_role(ladder, *out);
        bool is_district = text_is(role, "district_coordinator");
        struct account_place place = {role, TEXT_NONE, is_district ? one->district : TEXT_NONE};
        int64_t people = 0;
        if (!account_people_at(run->store, &place, &people, fault)) {
            return false;
        }
        if (people > 0) {
            return true;
        }
    }
    return true;
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
    if (!find_step(run, &ladder, one, &step, fault)) {
        return false;
    }
    civil_date stays_until = climbing_stays_until(run->city, &ladder, one->due_on, one->climbs);
    civil_date first = city_due(run->city, stays_until, 1).day;
    struct coordination_climb climb = {
        .to = step < ladder.steps ? climbing_role(&ladder, step) : TEXT_NONE,
        .left_days = city_working_days(run->city, run->today, first),
        .announce_days = jvalue_int(jvalue_get(rule->raw, "announce_days"), 1),
    };
    enum coordination_move next = coordination_move_of(one, &climb, run->today);
    *acts += next != COORDINATION_STAYS;
    if (next == COORDINATION_IS_ANNOUNCED) {
        civil_date soonest = city_due(run->city, run->today, (int)climb.announce_days).day;
        struct coordination_climb_announced body = {climb.to, first > soonest ? first : soonest};
        return emit(run, one, &coordination_climb_announced_event, &body, fault);
    }
    struct coordination_climbed body = {climb.to, one->due_on, step + 1};
    return next == COORDINATION_STAYS || emit(run, one, &coordination_climbed_event, &body, fault);
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
