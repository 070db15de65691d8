#include "room/problem/problem_rows.h"

#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "room/problem/problem_cause.h"
#include "room/problem/problem_merge.h"
#include "room/problem/problem_upward.h"

void problem_limits_of(const struct view_run *run, const struct problem *problem,
                       struct problem_limits *out)
{
    const struct city *city = run->city;
    struct city_due assign =
        city_due(city, problem->raised_on, city_limit(city, "problem_assign", problem->raised_on));
    civil_date waits_since =
        problem->verified_on != CIVIL_DATE_NONE ? problem->verified_on : problem->solved_on;
    int confirm_days = city_limit(city, "problem_confirm", run->today);
    struct city_due confirm = city_due(city, waits_since, confirm_days);
    *out = (struct problem_limits){
        .assign_by = assign.day,
        .confirm_by = confirm.day,
        .yellow_days = city_limit(city, "light_yellow_remaining", run->today),
    };
    civil_date until = problem_until(problem, out);
    if (until != CIVIL_DATE_NONE) {
        out->left_days = city_working_days(city, run->today, until);
        out->is_provisional = city_due(city, until, 0).is_provisional;
    }
    bool is_done = problem->state == PROBLEM_SOLVED || problem->state == PROBLEM_CLOSED;
    if (is_done && problem->due_on != CIVIL_DATE_NONE && problem->done_on > problem->due_on) {
        out->late_days = city_working_days(city, problem->due_on, problem->done_on);
    }
}

/* A person's name is for colleagues; the enterprise reads the part he has. */
static struct text person(const struct view_run *run, struct text name, enum role role)
{
    bool is_staff = run->actor->role != ROLE_ENTERPRISE && run->actor->role != ROLE_PUBLIC;
    if (is_staff && name.len > 0) {
        return name;
    }
    return city_role_name(run->city, text_of(role_name(role)), run->actor->language);
}

static struct text turn_name(const struct view_run *run, const struct problem *problem,
                             const struct problem_turn *turn)
{
    enum language language = run->actor->language;
    if (turn->names_unit) {
        return city_org_name(run->city, problem->org, language);
    }
    if (problem->state == PROBLEM_CLOSED || problem->state == PROBLEM_MERGED) {
        return TEXT_NONE;
    }
    bool waits_for_raiser =
        problem->state == PROBLEM_SOLVED && problem->verified_on != CIVIL_DATE_NONE;
    struct problem_waits waits = problem_waits_for(problem);
    if (waits_for_raiser && waits.role == ROLE_ENTERPRISE) {
        return problem->project_enterprise.len > 0 ? problem->project_enterprise
                                                   : person(run, TEXT_NONE, ROLE_ENTERPRISE);
    }
    if (waits_for_raiser) {
        return person(run, waits.name, waits.role);
    }
    enum role role = problem_coordinator(problem);
    return person(run, problem->state == PROBLEM_SOLVED ? problem->verifier_name : TEXT_NONE, role);
}

static void write_turn(struct json_writer *json, const struct view_run *run,
                       const struct problem *problem, const struct problem_limits *limits)
{
    struct problem_turn turn;
    problem_turn_of(problem, limits, run->actor->language, &turn);
    json_object(json);
    json_member_text(json, "party", text_of(turn.party));
    json_member_text_or_null(json, "org", turn.names_unit ? problem->org : TEXT_NONE);
    json_member_text(json, "name", turn_name(run, problem, &turn));
    json_member_text(json, "act", turn.act);
    json_member_date(json, "since", turn.since);
    json_member_date(json, "until", turn.until);
    json_member_int(json, "overdue_days", turn.overdue_days);
    json_member_bool(json, "provisional", limits->is_provisional);
    json_end(json);
}

static void write_project(struct json_writer *json, const struct view_run *run,
                          const struct problem *problem)
{
    json_name(json, "project");
    json_object(json);
    json_member_int(json, "id", problem->project);
    json_member_text(json, "number", problem->project_number);
    json_member_text(json, "name", problem->project_name);
    json_member_text(
        json, "district_name",
        city_district_name(run->city, problem->project_district, run->actor->language));
    json_end(json);
}

static void write_units(struct json_writer *json, const struct view_run *run,
                        const struct problem *problem)
{
    enum language language = run->actor->language;
    json_member_text_or_null(json, "org", problem->org);
    json_member_text(json, "org_name",
                     problem->org.len > 0 ? city_org_name(run->city, problem->org, language)
                                          : TEXT_NONE);
    json_name(json, "helpers");
    json_array(json);
    for (size_t i = 0; i < problem->helpers.count; i++) {
        json_object(json);
        json_member_text(json, "org", problem->helpers.items[i]);
        json_member_text(json, "org_name",
                         city_org_name(run->city, problem->helpers.items[i], language));
        json_end(json);
    }
    json_end(json);
    json_name(json, "owner");
    if (problem->owner == 0 || run->actor->role == ROLE_ENTERPRISE) {
        json_null(json);
    } else {
        json_object(json);
        json_member_int(json, "id", problem->owner);
        json_member_text(json, "name", problem->owner_name);
        json_end(json);
    }
}

struct text problem_category_name(const struct city *city, struct text code, enum language language)
{
    const struct pack_record *category =
        pack_find(city_pack(city), PACK_PROBLEM_CATEGORIES, code, CIVIL_DATE_NONE);
    if (category == NULL) {
        return code;
    }
    bool in_english = language == LANGUAGE_EN && category->name_en.len > 0;
    return in_english ? category->name_en : category->name;
}

struct text problem_item_name(const struct view_run *run, struct text code)
{
    const struct pack_record *milestone =
        pack_find(city_pack(run->city), PACK_MILESTONES, code, CIVIL_DATE_NONE);
    bool in_english = run->actor->language == LANGUAGE_EN;
    return milestone == NULL ? city_item_name(run->city, code, run->actor->language)
           : in_english && milestone->name_en.len > 0 ? milestone->name_en
                                                      : milestone->name;
}

/* "items": what it holds up; "cost": what that costs, null while nobody knows. */
static void write_cost(struct json_writer *json, const struct view_run *run,
                       const struct problem *problem)
{
    const struct problem_cost *cost = &problem->cost;
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < problem->items.count; i++) {
        json_object(json);
        json_member_text(json, "code", problem->items.items[i]);
        json_member_text(json, "name", problem_item_name(run, problem->items.items[i]));
        json_end(json);
    }
    json_end(json);
    json_name(json, "cost");
    if (!cost->is_known) {
        json_null(json);
        return;
    }
    json_object(json);
    json_member_int(json, "days", cost->moves);
    json_member_int_if(json, "spare_days", cost->spare < PROBLEM_SPARE_MOST, cost->spare);
    json_member_text(json, "item_name", problem_item_name(run, cost->item));
    json_member_bool(json, "provisional", cost->is_provisional);
    json_end(json);
}

void problem_row_members(struct json_writer *json, const struct view_run *run,
                         const struct problem *problem)
{
    enum language language = run->actor->language;
    struct problem_limits limits;
    problem_limits_of(run, problem, &limits);
    json_member_int(json, "id", problem->id);
    json_member_text(json, "number", problem->number);
    json_member_int(json, "version", problem->version);
    write_project(json, run, problem);
    json_member_text(json, "title", problem->title);
    json_member_text(json, "category", problem->category);
    json_member_text(json, "category_name",
                     problem_category_name(run->city, problem->category, language));
    json_member_text_or_null(json, "cause", problem->cause);
    json_member_text_or_null(json, "cause_name", problem_cause_name(run, problem->cause));
    json_member_text(json, "state", text_of(problem_state_code(problem->state)));
    json_member_text(json, "state_name", problem_state_name(problem, language));
    json_member_text(json, "level", text_of(problem_level_code(problem->level)));
    json_member_text(json, "level_name", problem_level_name(problem->level, language));
    write_units(json, run, problem);
    json_member_text(json, "raised_by_name",
                     person(run, problem->raised_name, problem->raised_role));
    json_member_date(json, "raised_on", problem->raised_on);
    json_member_date(json, "due_on", problem->due_on);
    json_member_text(json, "light", text_of(problem_light(problem, &limits)));
    json_member_int(json, "overdue_days", problem_overdue_days(problem, &limits));
    json_member_date(json, "climbs_on", problem->climbs_on);
    json_member_text_or_null(json, "climbs_to", problem->climbs_to);
    json_member_date(json, "stuck_on", problem->stuck_on);
    json_member_int_if(json, "application_id", problem->application != 0, problem->application);
    json_member_int_if(json, "whistle_id", problem->whistle != 0, problem->whistle);
    write_cost(json, run, problem);
    problem_write_merging(json, problem);
    json_name(json, "may");
    problem_may_write(json, problem, run->actor);
    json_name(json, "turn");
    write_turn(json, run, problem, &limits);
}

void problem_row(struct json_writer *json, const struct view_run *run,
                 const struct problem *problem)
{
    json_object(json);
    problem_row_members(json, run, problem);
    problem_write_upward(json, run, problem, false);
    json_end(json);
}

void problem_may_write(struct json_writer *json, const struct problem *problem,
                       const struct actor *actor)
{
    json_array(json);
    for (int act = 0; act < PROBLEM_ACT_COUNT; act++) {
        if (problem_may(problem, actor, (enum problem_act)act)) {
            json_text(json, text_of(problem_act_code((enum problem_act)act)));
        }
    }
    json_end(json);
}
