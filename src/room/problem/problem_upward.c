#include "room/problem/problem_upward.h"

#include "base/arena.h"

bool problem_may_be_put_upward(const struct problem *problem)
{
    return problem->state != PROBLEM_MERGED;
}

static bool has_draft(const struct problem_upward *upward)
{
    return upward->draft_title.len > 0;
}

bool problem_draft_waits(const struct problem *problem)
{
    return problem_may_be_put_upward(problem) && has_draft(&problem->upward) &&
           problem->upward.returned_on == CIVIL_DATE_NONE;
}

/* By his role, and of those who have to do with this very problem. */
static bool is_one_of(role_set roles, const struct problem *problem, const struct actor *actor)
{
    bool is_coordinator = (ROLES_COORDINATORS & ROLE_BIT(actor->role)) != 0;
    bool is_of_department = actor->role == ROLE_DEPARTMENT_OFFICER;
    bool is_of_unit = actor->org.len > 0 && text_equal(actor->org, problem->org);
    return (roles & ROLE_BIT(actor->role)) != 0 && (!is_of_department || is_of_unit) &&
           (!is_coordinator || problem_is_of_level(problem, actor));
}

bool problem_is_drafter(const struct problem *problem, const struct actor *actor)
{
    return is_one_of(problem->upward.drafters, problem, actor);
}

bool problem_is_approver(const struct problem *problem, const struct actor *actor)
{
    return actor->account != problem->upward.drafted_by &&
           is_one_of(problem->upward.approvers, problem, actor);
}

struct text problem_approver(const struct problem *problem)
{
    return problem_coordinator(problem) == ROLE_DISTRICT_COORDINATOR ? TEXT("district_coordinator")
                                                                     : TEXT("coordinator");
}

const char *problem_upward_state(const struct problem_upward *upward)
{
    return has_draft(upward)       ? (upward->returned_on != CIVIL_DATE_NONE ? "returned" : "waits")
           : upward->title.len > 0 ? "approved"
                                   : "none";
}

/* "用地与选址：卡住施工许可，已等 12 个工作日，影响投产 5 个工作日（文字待审）" */
static struct text line_of(struct arena *arena, const struct problem_line *line, bool is_zh)
{
    struct text held =
        line->items.len == 0
            ? TEXT_NONE
            : text_format(arena, is_zh ? "卡住%.*s，" : "holds up %.*s, ", TEXT_ARG(line->items));
    struct text cost = !line->is_cost_known
                           ? TEXT_NONE
                           : text_format(arena,
                                         is_zh ? "，影响投产 %lld 个工作日"
                                               : ", costs %lld working days of production",
                                         (long long)line->cost_days);
    return text_format(arena,
                       is_zh ? "%.*s：%.*s已等 %lld 个工作日%.*s（文字待审）"
                             : "%.*s: %.*swaiting %lld working days%.*s (text awaits approval)",
                       TEXT_ARG(line->category), TEXT_ARG(held), (long long)line->waiting_days,
                       TEXT_ARG(cost));
}

void problem_put_upward(struct arena *arena, struct problem *problem,
                        const struct problem_line *line, enum language language)
{
    bool is_zh = language == LANGUAGE_ZH;
    struct text *const words[] = {&problem->measures,           &problem->solution,
                                  &problem->no_evidence,        &problem->verify_note,
                                  &problem->close_note,         &problem->return_reason,
                                  &problem->merge_reason,       &problem->escalate_reason,
                                  &problem->evidence,           &problem->upward.return_reason,
                                  &problem->upward.draft_title, &problem->upward.draft_body};
    problem->is_pending = problem->upward.title.len == 0;
    problem->title = problem->is_pending ? line_of(arena, line, is_zh) : problem->upward.title;
    problem->description = problem->upward.body;
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        *words[i] = TEXT_NONE;
    }
    for (size_t i = 0; i < problem->part_count; i++) {
        struct problem_part *part = &problem->parts[i];
        part->title = part->upward_title.len > 0 ? part->upward_title
                      : is_zh                    ? TEXT("（文字待审）")
                                                 : TEXT("(text awaits approval)");
    }
}
