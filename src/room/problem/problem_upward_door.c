#include "room/problem/problem_upward.h"

#include "app/city.h"
#include "app/upward.h"
#include "base/arena.h"
#include "room/problem/problem_rows.h"
#include "room/problem/problem_store.h"

/* -- reading -- */

struct text problem_name(struct arena *arena, const struct city *city,
                         const struct problem *problem)
{
    struct text called = problem->upward.title.len > 0
                             ? problem->upward.title
                             : problem_category_name(city, problem->category, LANGUAGE_ZH);
    return text_format(arena, "%.*s %.*s", TEXT_ARG(problem->number), TEXT_ARG(called));
}

struct text problem_title_alone(struct arena *arena, const struct problem *problem)
{
    return !problem->is_pending ? problem->title
                                : text_format(arena, "%.*s %.*s", TEXT_ARG(problem->number),
                                              TEXT_ARG(problem->title));
}

void problem_set_people(const struct city *city, civil_date today, struct problem *problem)
{
    struct upward_terms terms;
    upward_terms_on(city, today, &terms);
    problem->upward.drafters = terms.drafters;
    problem->upward.approvers = terms.approvers;
}

static struct text items_of(const struct view_run *run, const struct problem *problem)
{
    struct text out = TEXT_NONE;
    for (size_t i = 0; i < problem->items.count; i++) {
        struct text name = problem_item_name(run, problem->items.items[i]);
        bool is_zh = run->actor->language == LANGUAGE_ZH;
        out = out.len == 0 ? name
                           : text_format(run->arena, "%.*s%s%.*s", TEXT_ARG(out),
                                         is_zh ? "、" : ", ", TEXT_ARG(name));
    }
    return out;
}

void problem_seen(const struct view_run *run, struct problem *problem)
{
    problem_set_people(run->city, run->today, problem);
    if (!upward_reads(run->city, run->actor, run->today)) {
        return;
    }
    civil_date until = problem->closed_on != CIVIL_DATE_NONE ? problem->closed_on : run->today;
    struct problem_line line = {
        .category = problem_category_name(run->city, problem->category, run->actor->language),
        .items = items_of(run, problem),
        .waiting_days = city_working_days(run->city, problem->raised_on, until),
        .is_cost_known = problem->cost.is_known,
        .cost_days = problem->cost.moves,
    };
    problem_put_upward(run->arena, problem, &line, run->actor->language);
}

void problem_list_seen(const struct view_run *run, struct problem_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        problem_seen(run, &list->items[i]);
    }
}

void problem_write_upward(struct json_writer *json, const struct view_run *run,
                          const struct problem *problem, bool is_whole)
{
    const struct problem_upward *upward = &problem->upward;
    json_name(json, "upward");
    if (run->actor->role == ROLE_ENTERPRISE) {
        json_null(json);
        return;
    }
    json_object(json);
    json_member_text(json, "state", text_of(problem_upward_state(upward)));
    json_member_bool(json, "pending", problem->is_pending);
    json_member_date(json, "approved_on", upward->approved_on);
    json_member_text_or_null(json, "approved_by_name", upward->approved_name);
    if (is_whole) {
        json_member_text_or_null(json, "title", upward->title);
        json_member_text_or_null(json, "body", upward->body);
        json_member_text_or_null(json, "draft_title", upward->draft_title);
        json_member_text_or_null(json, "draft_body", upward->draft_body);
        json_member_date(json, "drafted_on", upward->drafted_on);
        json_member_text_or_null(json, "drafted_by_name", upward->drafted_name);
        json_member_date(json, "returned_on", upward->returned_on);
        json_member_text_or_null(json, "return_reason", upward->return_reason);
    }
    json_end(json);
}

/* -- commands -- */

static bool load(struct command_run *run, enum problem_act act, struct problem *out,
                 struct fault *fault)
{
    struct sight sight = run_sight(run);
    struct problem_setting setting = {.actor = run->actor, .today = run->today};
    if (!problem_find(&sight, run->id, run->today, out, fault) ||
        !run_version_is(run, out->version, fault)) {
        return false;
    }
    problem_set_people(run->city, run->today, out);
    return problem_decide_act(out, act, &setting, fault);
}

static bool emit(struct command_run *run, const struct problem *problem,
                 const struct event_kind *kind, const void *body, struct fault *fault)
{
    struct event_about about = {problem->id, problem->project, run->today};
    run->answer.id = problem->id;
    run->answer.number = problem->number;
    return run_emit(run, kind, about, body, fault) &&
           problem_version(run->store, problem->id, &run->answer.version, fault);
}

bool problem_perform_draft(struct command_run *run, const void *given, struct fault *fault)
{
    const struct problem_draft *fields = given;
    struct problem problem;
    if (!load(run, PROBLEM_DRAFT, &problem, fault)) {
        return false;
    }
    struct problem_drafted body = {
        .name = problem_name(run->arena, run->city, &problem),
        .title = fields->title,
        .body = fields->body,
        .approver = problem_approver(&problem),
    };
    return emit(run, &problem, &problem_drafted_event, &body, fault);
}

bool problem_perform_approve(struct command_run *run, const void *given, struct fault *fault)
{
    struct problem problem;
    (void)given;
    if (!load(run, PROBLEM_APPROVE, &problem, fault)) {
        return false;
    }
    struct problem_approved body = {problem.upward.draft_title, problem.upward.draft_body,
                                    problem.upward.drafted_by};
    return emit(run, &problem, &problem_approved_event, &body, fault);
}

bool problem_perform_reject(struct command_run *run, const void *given, struct fault *fault)
{
    const struct problem_reject *fields = given;
    struct problem problem;
    if (!load(run, PROBLEM_REJECT, &problem, fault)) {
        return false;
    }
    struct problem_rejected body = {problem_name(run->arena, run->city, &problem), fields->reason,
                                    problem.upward.drafted_by};
    return emit(run, &problem, &problem_rejected_event, &body, fault);
}
