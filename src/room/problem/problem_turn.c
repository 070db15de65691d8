#include "room/problem/problem_turn.h"

#include "room/problem/problem_merge.h"

/* Whose turn it is, by when, and with which light. */

static bool is_verified(const struct problem *problem)
{
    return problem->verified_on != CIVIL_DATE_NONE;
}

civil_date problem_until(const struct problem *problem, const struct problem_limits *limits)
{
    switch (problem->state) {
    case PROBLEM_RAISED: return limits->assign_by;
    case PROBLEM_ASSIGNED: return problem->due_on;
    case PROBLEM_SOLVED: return limits->confirm_by;
    default: return CIVIL_DATE_NONE;
    }
}

/* The unit's clock runs while it is assigned. Before, nobody is late but the coordinator;
 * afterwards the wait for verification and confirmation is a reminder (▲), never the unit's overdue
 * (■). */
const char *problem_light(const struct problem *problem, const struct problem_limits *limits)
{
    bool is_over = limits->left_days < 0;
    switch (problem->state) {
    case PROBLEM_RAISED: return is_over ? "red" : "none";
    case PROBLEM_ASSIGNED:
        return is_over ? "red" : limits->left_days <= limits->yellow_days ? "yellow" : "green";
    case PROBLEM_SOLVED: return is_over ? "yellow" : "green";
    default: return "done";
    }
}

int64_t problem_overdue_days(const struct problem *problem, const struct problem_limits *limits)
{
    if (problem->state == PROBLEM_ASSIGNED || problem->state == PROBLEM_RAISED) {
        return limits->left_days < 0 ? -limits->left_days : 0;
    }
    return limits->late_days > 0 ? limits->late_days : 0;
}

static const char *coordinators(const struct problem *problem)
{
    return problem_coordinator(problem) == ROLE_DISTRICT_COORDINATOR ? "district" : "centre";
}

static const char *raiser(const struct problem *problem)
{
    switch (problem_waits_for(problem).role) {
    case ROLE_ENTERPRISE: return "enterprise";
    case ROLE_NAVIGATOR: return "navigator";
    case ROLE_PROMOTION_OFFICER: return "promotion";
    case ROLE_DISTRICT_COORDINATOR: return "district";
    case ROLE_DEPARTMENT_OFFICER: return "department";
    default: return "centre";
    }
}

void problem_turn_of(const struct problem *problem, const struct problem_limits *limits,
                     enum language language, struct problem_turn *out)
{
    bool is_zh = language == LANGUAGE_ZH;
    *out = (struct problem_turn){.party = "nobody",
                                 .act = TEXT_NONE,
                                 .since = problem->closed_on,
                                 .until = problem_until(problem, limits)};
    switch (problem->state) {
    case PROBLEM_RAISED:
        out->party = coordinators(problem);
        out->act = is_zh ? TEXT("定责：明确责任单位和期限") : TEXT("assign: unit and day due");
        out->since = problem->raised_on;
        break;
    case PROBLEM_ASSIGNED:
        out->party = "department";
        out->names_unit = true;
        out->act = is_zh ? TEXT("解决问题并提交证据") : TEXT("solve it and give evidence");
        out->since = problem->assigned_on;
        break;
    case PROBLEM_SOLVED:
        out->party = is_verified(problem) ? raiser(problem) : coordinators(problem);
        out->act = is_verified(problem)
                       ? (is_zh ? TEXT("确认销号或退回") : TEXT("confirm it, or send it back"))
                       : (is_zh ? TEXT("验证解决情况") : TEXT("verify what was done"));
        out->since = is_verified(problem) ? problem->verified_on : problem->solved_on;
        break;
    default: break;
    }
    out->overdue_days =
        out->until != CIVIL_DATE_NONE && limits->left_days < 0 ? -limits->left_days : 0;
}
