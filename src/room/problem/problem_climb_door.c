#include "app/city.h"
#include "ground/account/account.h"
#include "pack/office.h"
#include "room/problem/problem_climb.h"
#include "room/problem/problem_rows.h"
#include "room/problem/problem_upward.h"

static bool stands(struct command_run *run, const struct account_place *place, bool *out,
                   struct fault *fault)
{
    int64_t people = 0;
    bool read = account_people_at(run->store, place, &people, fault);
    *out = people > 0;
    return read;
}

static bool step_to(const struct command_run *run, int level, struct pack_problem_step *out)
{
    return pack_problem_step_to(city_pack(run->city), run->today,
                                text_of(problem_level_code((enum problem_level)level)), out);
}

/* How long it may stay says the step to the lowest level above that the city has. */
static bool rule_of(const struct command_run *run, const struct problem *problem,
                    struct pack_problem_step *out)
{
    for (int level = (int)problem_level_now(problem) + 1; level < PROBLEM_LEVEL_COUNT; level++) {
        if (step_to(run, level, out)) {
            return true;
        }
    }
    return false;
}

static bool find_target(struct command_run *run, const struct problem *problem,
                        struct problem_climb *climb, struct fault *fault)
{
    for (int level = (int)problem_level_now(problem) + 1;
         level < PROBLEM_LEVEL_COUNT && !climb->has_target; level++) {
        struct pack_problem_step step;
        if (!step_to(run, level, &step)) {
            continue;
        }
        struct account_place place = {step.role, TEXT_NONE, TEXT_NONE};
        if (!stands(run, &place, &climb->has_target, fault)) {
            return false;
        }
        climb->target = (enum problem_level)level;
    }
    return true;
}

bool problem_find_above(struct command_run *run, const struct problem *problem,
                        enum problem_level *out, struct fault *fault)
{
    static const char *const usual[] = {
        [PROBLEM_CITY] = "centre_coordinator", [PROBLEM_LEADER] = "leader"};
    for (int level = (int)problem_level_now(problem) + 1; level < PROBLEM_LEVEL_COUNT; level++) {
        struct pack_problem_step step;
        bool is_ruled = step_to(run, level, &step);
        struct account_place place = {is_ruled ? step.role : text_of(usual[level]), TEXT_NONE,
                                      TEXT_NONE};
        bool is_there = false;
        if (!stands(run, &place, &is_there, fault)) {
            return false;
        }
        if (is_there) {
            *out = (enum problem_level)level;
            return true;
        }
    }
    fault_raise(fault, FAULT_FIELD_INVALID, TEXT("level"),
                FAULT_ARGS(TEXT("上级没有在岗人员，提级后无人负责；请安全管理员先补上职务"),
                           TEXT("nobody stands at any level above, so nobody would have it; have "
                                "the security administrator grant a post first")));
    fault_label(fault, "提级", "level");
    return false;
}

/* Who has it now: its unit, else the coordinators of its level. */
struct holder {
    bool is_level_held;
    struct text who; /* as in notices; "": nobody */
};

static bool find_holder(struct command_run *run, const struct problem *problem, struct holder *out,
                        struct fault *fault)
{
    bool is_district = problem_level_now(problem) == PROBLEM_DISTRICT;
    struct account_place level = {is_district ? TEXT("district_coordinator")
                                              : TEXT("centre_coordinator"),
                                  TEXT_NONE, is_district ? problem->project_district : TEXT_NONE};
    struct account_place unit = {TEXT_NONE, problem->org, TEXT_NONE};
    bool is_with_unit = false;
    if (!stands(run, &level, &out->is_level_held, fault) ||
        (problem->state == PROBLEM_ASSIGNED && !stands(run, &unit, &is_with_unit, fault))) {
        return false;
    }
    out->who = is_with_unit          ? TEXT("unit")
               : !out->is_level_held ? TEXT_NONE
               : is_district         ? TEXT("district_coordinator")
                                     : TEXT("coordinator");
    return true;
}

static bool emit(struct command_run *run, const struct problem *problem,
                 const struct event_kind *kind, const void *body, struct fault *fault)
{
    struct event_about about = {problem->id, problem->project, run->today};
    return run_emit(run, kind, about, body, fault);
}

static bool announce(struct command_run *run, const struct problem *problem,
                     const struct problem_climb *climb, struct text held_by, struct fault *fault)
{
    civil_date soonest = city_due(run->city, run->today, climb->announce_days).day;
    struct problem_climb_announced body = {
        .name = problem_name(run->arena, run->city, problem),
        .org = problem->org,
        .level = text_of(problem_level_code(climb->target)),
        .held_by = held_by,
        .due_on = climb->first > soonest ? climb->first : soonest,
    };
    return emit(run, problem, &problem_climb_announced_event, &body, fault);
}

/* `*acts`: grows by one when something happened. */
static bool move(struct command_run *run, const struct problem *problem, int64_t *acts,
                 struct fault *fault)
{
    struct view_run view = run_view(run);
    struct problem_limits limits;
    struct pack_problem_step rule;
    struct holder holder;
    struct problem_climb climb = {.has_target = false};
    if (!rule_of(run, problem, &rule)) {
        return true;
    }
    if (!find_holder(run, problem, &holder, fault) || !find_target(run, problem, &climb, fault)) {
        return false;
    }
    problem_limits_of(&view, problem, &limits);
    civil_date deadline = problem_until(problem, &limits);
    int days = problem->state == PROBLEM_RAISED ? rule.unassigned_days : rule.overdue_days;
    climb.first =
        city_due(run->city, problem_climb_from(problem, deadline), holder.is_level_held ? days : 1)
            .day;
    climb.left_days = city_working_days(run->city, run->today, climb.first);
    climb.announce_days = rule.announce_days;
    enum problem_move next = problem_move_of(problem, &climb, run->today);
    struct text name = problem_name(run->arena, run->city, problem);
    *acts += next != PROBLEM_STAYS;
    switch (next) {
    case PROBLEM_IS_ANNOUNCED: return announce(run, problem, &climb, holder.who, fault);
    case PROBLEM_CLIMBS:
        return emit(run, problem, &problem_climbed_event,
                    &(struct problem_climbed){name, problem->org,
                                              text_of(problem_level_code(climb.target)), deadline},
                    fault);
    case PROBLEM_IS_STUCK:
        return emit(run, problem, &problem_climb_stuck_event,
                    &(struct problem_climb_stuck){name, problem->org, deadline}, fault);
    default: return true;
    }
}

/* A page's worth of acts at a time, however many stay. */
bool problem_perform_climb(struct command_run *run, const void *fields, struct fault *fault)
{
    struct problem_climb_after after = {run->today, 0};
    struct problem_list due;
    int64_t acts = 0;
    (void)fields;
    do {
        if (!problem_climb_due(run->arena, run->store, &after, &due, fault)) {
            return false;
        }
        for (size_t i = 0; i < due.count && acts < PROBLEM_CLIMB_PAGE; i++) {
            if (!move(run, &due.items[i], &acts, fault)) {
                return false;
            }
        }
        after.id = due.count > 0 ? due.items[due.count - 1].id : after.id;
    } while (due.count == PROBLEM_CLIMB_PAGE && acts < PROBLEM_CLIMB_PAGE);
    return true;
}
