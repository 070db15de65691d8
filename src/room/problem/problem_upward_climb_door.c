#include "app/city.h"
#include "app/climbing.h"
#include "app/upward.h"
#include "ground/account/account.h"
#include "pack/pack.h"
#include "room/problem/problem_upward.h"

static bool emit(struct command_run *run, const struct problem *problem,
                 const struct event_kind *kind, const void *body, struct fault *fault)
{
    struct event_about about = {problem->id, problem->project, run->today};
    return run_emit(run, kind, about, body, fault);
}

static civil_date due_of(const struct city *city, const struct problem *problem)
{
    civil_date since = problem->upward.drafted_on;
    return city_due(city, since, city_limit(city, "problem_upward", since)).day;
}

/* `*acts`: grows by one when something happened. */
static bool move(struct command_run *run, const struct pack_record *rule,
                 const struct problem_waiting *one, int64_t *acts, struct fault *fault)
{
    const struct problem *problem = &one->problem;
    struct climbing ladder = climbing_of(rule);
    struct account_ladder asked = {&ladder, one->climbs, problem->project_district};
    civil_date due_on = due_of(run->city, problem);
    civil_date stays_until = climbing_stays_until(run->city, &ladder, due_on, one->climbs);
    civil_date first = city_due(run->city, stays_until, 1).day;
    int64_t step = 0;
    struct climbing_next next = {
        .left_days = city_working_days(run->city, run->today, first),
        .announce_days = jvalue_int(jvalue_get(rule->raw, "announce_days"), 1),
        .announced_to = one->climbs_to,
        .announced_for = one->climbs_on,
    };
    if (next.left_days > next.announce_days) {
        return true;
    }
    if (!account_ladder_step(run->store, &asked, &step, fault)) {
        return false;
    }
    next.to = step < ladder.steps ? climbing_role(&ladder, step) : TEXT_NONE;
    enum climbing_move becomes = climbing_move_of(&next, run->today);
    struct text name = problem_name(run->arena, run->city, problem);
    *acts += becomes != CLIMBING_STAYS;
    if (becomes == CLIMBING_IS_ANNOUNCED) {
        civil_date soonest = city_due(run->city, run->today, (int)next.announce_days).day;
        struct problem_draft_climb_announced body = {
            .name = name,
            .approver = problem_approver(problem),
            .to = next.to,
            .due_on = first > soonest ? first : soonest,
        };
        return emit(run, problem, &problem_draft_climb_announced_event, &body, fault);
    }
    struct problem_draft_climbed body = {name, next.to, due_on, step + 1};
    return becomes == CLIMBING_STAYS ||
           emit(run, problem, &problem_draft_climbed_event, &body, fault);
}

/* A page's worth of acts at a time, however many stay. */
bool problem_perform_climb_drafts(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct pack_record *rule = upward_rule_on(run->city, run->today);
    struct problem_waiting_after after = {run->today, climbing_of(rule).steps, 0};
    struct problem_waiting_list waiting = {.count = 0};
    int64_t acts = 0;
    (void)fields;
    if (after.steps == 0) {
        return true;
    }
    do {
        if (!problem_drafts_waiting(run->arena, run->store, &after, &waiting, fault)) {
            return false;
        }
        for (size_t i = 0; i < waiting.count && acts < PROBLEM_WAITING_PAGE; i++) {
            if (!move(run, rule, &waiting.items[i], &acts, fault)) {
                return false;
            }
        }
        after.problem = waiting.count > 0 ? waiting.items[waiting.count - 1].problem.id : 0;
    } while (waiting.count == PROBLEM_WAITING_PAGE && acts < PROBLEM_WAITING_PAGE);
    return true;
}
