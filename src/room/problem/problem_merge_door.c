#include "app/city.h"
#include "base/arena.h"
#include "room/problem/problem_merge.h"
#include "room/problem/problem_rows.h"
#include "room/problem/problem_store.h"
#include "room/problem/problem_upward.h"

/* -- commands -- */

static bool emit(struct command_run *run, const struct problem *problem,
                 const struct event_kind *kind, struct problem_merged *body, struct fault *fault)
{
    struct event_about about = {problem->id, problem->project, run->today};
    run->answer.id = problem->id;
    run->answer.number = problem->number;
    return run_emit(run, kind, about, body, fault) &&
           problem_version(run->store, problem->id, &run->answer.version, fault);
}

static bool load(struct command_run *run, int64_t id, struct problem *out, struct fault *fault)
{
    struct sight sight = run_sight(run);
    return problem_find(&sight, id, run->today, out, fault);
}

static bool load_main(struct command_run *run, int64_t into, struct problem *out,
                      struct fault *fault)
{
    if (load(run, into, out, fault) || fault->code != FAULT_NOT_FOUND) {
        return fault->code == FAULT_NONE;
    }
    *fault = (struct fault){.code = FAULT_NONE};
    return fault_refuse_field(fault, "into", "没有这个问题", "there is no such problem");
}

static struct problem_setting setting_of(const struct command_run *run)
{
    return (struct problem_setting){.actor = run->actor, .today = run->today};
}

/* Its raiser, by the part he has in the project, and the units that had it in hand. */
static struct problem_merged body_of(struct command_run *run, const struct problem *problem,
                                     struct text reason)
{
    bool is_own = problem->raised_by == run->actor->account;
    struct text *units = arena_array(run->arena, struct text, problem->helpers.count + 1);
    size_t count = 0;
    if (problem->org.len > 0) {
        units[count++] = problem->org;
        for (size_t i = 0; i < problem->helpers.count; i++) {
            units[count++] = problem->helpers.items[i];
        }
    }
    return (struct problem_merged){
        .raiser = problem->raised_by,
        .name = problem_name(run->arena, run->city, problem),
        .reason = reason,
        .told = is_own                                    ? TEXT_NONE
                : problem->raised_role == ROLE_ENTERPRISE ? TEXT("enterprise")
                : problem->raised_role == ROLE_NAVIGATOR  ? TEXT("navigator")
                : problem->raised_by != 0                 ? TEXT("person")
                                                          : TEXT_NONE,
        .held_by = count > 0 ? TEXT("unit") : TEXT_NONE,
        .units = {units, count},
    };
}

bool problem_perform_merge(struct command_run *run, const void *given, struct fault *fault)
{
    const struct problem_merge *fields = given;
    struct problem_setting setting = setting_of(run);
    struct problem problem;
    struct problem main;
    if (!load(run, run->id, &problem, fault) || !run_version_is(run, problem.version, fault) ||
        !load_main(run, fields->into, &main, fault) ||
        !problem_decide_merge(&problem, &main, &setting, fault)) {
        return false;
    }
    struct problem_merged body = body_of(run, &problem, fields->reason);
    body.into = main.id;
    body.number = main.number;
    return emit(run, &problem, &problem_merged_event, &body, fault);
}

bool problem_perform_split(struct command_run *run, const void *given, struct fault *fault)
{
    const struct problem_split *fields = given;
    struct problem_setting setting = setting_of(run);
    struct problem problem;
    if (!load(run, run->id, &problem, fault) || !run_version_is(run, problem.version, fault) ||
        !problem_decide_act(&problem, PROBLEM_SPLIT, &setting, fault)) {
        return false;
    }
    struct problem_merged body = body_of(run, &problem, fields->reason);
    body.into = problem.merged_into;
    body.number = problem.merged_number;
    return emit(run, &problem, &problem_split_event, &body, fault);
}

/* -- views -- */

static struct text why_like(struct arena *arena, const struct problem_likeness *like,
                            enum language language)
{
    const struct {
        bool holds;
        const char *zh, *en;
    } reasons[] = {{like->shared_items > 0, "卡住同一事项", "holds up the same item"},
                   {like->same_category, "同类", "same category"},
                   {like->shared_words > 0 && !like->same_category, "用词相近", "like words"}};
    struct text out = TEXT_NONE;
    for (size_t i = 0; like->is_like && i < COUNT_OF(reasons); i++) {
        if (reasons[i].holds) {
            struct text reason = text_of(language == LANGUAGE_ZH ? reasons[i].zh : reasons[i].en);
            out = out.len == 0
                      ? reason
                      : text_format(arena, "%.*s%s%.*s", TEXT_ARG(out),
                                    language == LANGUAGE_ZH ? "、" : ", ", TEXT_ARG(reason));
        }
    }
    return out;
}

struct alike {
    const struct problem *problem;
    struct problem_likeness like;
};

/* Those that could take it in, the likest first; returns how many. */
static size_t find_alike(const struct problem *problem, const struct problem_list *others,
                         struct alike *out)
{
    size_t count = 0;
    for (size_t i = 0; i < others->count; i++) {
        struct fault fault = {.code = FAULT_NONE};
        struct alike one = {.problem = &others->items[i]};
        if (!problem_takes_in(one.problem, problem, &fault)) {
            continue;
        }
        problem_liken(one.problem, problem, &one.like);
        size_t at = count++;
        for (; at > 0 && out[at - 1].like.rank < one.like.rank; at--) {
            out[at] = out[at - 1];
        }
        out[at] = one;
    }
    return count;
}

bool problem_write_alike(struct json_writer *json, const struct view_run *run,
                         const struct problem *problem, struct fault *fault)
{
    struct problem_list others;
    if (!problem_may(problem, run->actor, PROBLEM_MERGE)) {
        return true;
    }
    if (!problem_of_project(run, problem->project, true, &others, fault)) {
        return false;
    }
    struct alike *alike = arena_array(run->arena, struct alike, others.count + 1);
    size_t count = find_alike(problem, &others, alike);
    json_name(json, "alike");
    json_array(json);
    for (size_t i = 0; i < count; i++) {
        json_object(json);
        json_member_int(json, "id", alike[i].problem->id);
        json_member_text(json, "number", alike[i].problem->number);
        json_member_text(json, "title", alike[i].problem->title);
        json_member_text(json, "why", why_like(run->arena, &alike[i].like, run->actor->language));
        json_end(json);
    }
    json_end(json);
    return true;
}

void problem_write_merging(struct json_writer *json, const struct problem *problem)
{
    json_name(json, "merged_into");
    if (problem->merged_into == 0) {
        json_null(json);
    } else {
        json_object(json);
        json_member_int(json, "id", problem->merged_into);
        json_member_text(json, "number", problem->merged_number);
        json_member_text(json, "reason", problem->merge_reason);
        json_end(json);
    }
    json_name(json, "parts");
    json_array(json);
    for (size_t i = 0; i < problem->part_count; i++) {
        json_object(json);
        json_member_int(json, "id", problem->parts[i].id);
        json_member_text(json, "number", problem->parts[i].number);
        json_member_text(json, "title", problem->parts[i].title);
        json_member_bool(json, "agrees", problem->parts[i].agrees);
        json_end(json);
    }
    json_end(json);
}
