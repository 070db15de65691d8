#include "base/arena.h"
#include "board/portfolio.h"
#include "board/workbench.h"
#include "ground/project/query_code.h"

/* GET /home-enterprise: flat, for a telephone. What is asked of me and by when, how far it is, who
 * serves me; nothing that is another's to do. */

static bool write_asks(struct json_writer *json, const struct view_run *run,
                       const struct dossier *dossier, struct fault *fault)
{
    struct task_list tasks = {NULL, 0, 0};
    tasks_of(run, dossier, &tasks);
    if (!tasks_of_commitments(run, dossier, &tasks, fault)) {
        return false;
    }
    tasks_sort(&tasks);
    json_name(json, "asks");
    json_array(json);
    for (size_t i = 0; i < tasks.count; i++) {
        const struct task *task = &tasks.items[i];
        if (!task_is_mine(run->actor, task)) {
            continue;
        }
        json_object(json);
        json_member_text(json, "title", task->title);
        json_member_date(json, "due", task->due);
        json_member_text(json, "why", task->detail);
        json_name(json, "action");
        task_write_action(json, task);
        json_member_text(json, "light", text_of(task->light));
        json_end(json);
    }
    json_end(json);
    return true;
}

static struct text state_words(const struct dossier_node *node, enum language language)
{
    bool is_zh = language == LANGUAGE_ZH;
    if (node->application != NULL) {
        return node->application->state_name;
    }
    if (node->actual_finish != CIVIL_DATE_NONE) {
        return is_zh ? TEXT("已到达") : TEXT("reached");
    }
    return is_zh ? TEXT("未开始") : TEXT("not started");
}

static void write_progress(struct json_writer *json, const struct view_run *run,
                           const struct dossier *dossier)
{
    json_name(json, "progress");
    json_array(json);
    for (size_t i = 0; i < dossier->planned.count; i++) {
        const struct dossier_node *node = &dossier->nodes[i];
        json_object(json);
        json_member_text(json, "name",
                         planning_node_name(run->city, node->plan, run->actor->language));
        json_member_text(json, "light", text_of(dossier_node_light(node)));
        json_member_text(json, "state_name", state_words(node, run->actor->language));
        json_member_date(json, "finish",
                         node->time != NULL ? node->time->finish : node->plan->earliest_finish);
        json_end(json);
    }
    json_end(json);
}

static bool write_project(struct json_writer *json, const struct view_run *run,
                          const struct project *project, struct fault *fault)
{
    struct dossier dossier;
    if (!dossier_load(run, project, &dossier, fault) ||
        !dossier_load_problems(run, &dossier, fault)) {
        return false;
    }
    json_object(json);
    if (!portfolio_write_row(json, run, &dossier, fault)) {
        return false;
    }
    json_member_text(json, "query_code", query_code_of(run->arena, project->id));
    if (!write_asks(json, run, &dossier, fault)) {
        return false;
    }
    write_progress(json, run, &dossier);
    json_end(json);
    return true;
}

static bool answer_home(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct project_list projects;
    if (!portfolio_all(run, 0, stage_rank(STAGE_PRODUCTION), &projects, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "projects");
    json_array(json);
    for (size_t i = 0; i < projects.count; i++) {
        if (!write_project(json, run, &projects.items[i], fault)) {
            return false;
        }
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"enterprise_home", "/home-enterprise", NULL, ROLE_BIT(ROLE_ENTERPRISE), 0,
     "企业首页：我的项目", "the enterprise's own page", answer_home},
};

const struct room enterprise_home_room = {
    .name = "enterprise_home",
    ROOM_VIEWS(views),
};
