#ifndef LIANDONG_BOARD_TASK_H
#define LIANDONG_BOARD_TASK_H

#include "board/dossier.h"

/* What must be done now (要办的事), one line a thing: the next step of a project, the rows of a
 * navigator's workbench and what is asked of an enterprise are all chosen from the same tasks, so
 * that no two pages ever disagree.
 *
 * Sorted by what it does to production, not by its due day: first what makes production later, then
 * what has least float, then what is due first. An item that nobody has applied for and that may
 * wait is no task: a list full of red that does not matter teaches people to overlook red. */
struct task {
    struct text key;  /* stable from one day to the next: "application:12" */
    const char *kind; /* of the action, see the API */
    const char *light;
    civil_date due;
    bool has_left;
    int64_t left_days; /* working days to `due`; negative: over */
    struct text title;
    struct text detail;
    const struct project *project;
    int64_t effect_days;
    bool critical;
    int64_t float_days;    /* INT64_MAX: not known */
    enum turn_party party; /* who must act */
    struct text org;
    struct text who; /* in words */
    civil_date since;
    const char *action; /* what the reader of the page can do about it */
    struct text label;
    int64_t application_id, problem_id, bring_forward_id;
    struct text item;
};

struct task_list {
    struct task *items;
    size_t count;
    size_t capacity;
};

/* Adds the tasks of one project. */
void tasks_of(const struct view_run *run, const struct dossier *dossier, struct task_list *list);
/* Adds what the enterprise has to put right because a check found that a promise of its does not
 * hold: a task of its alone, so not of pages that show whose turn a project is. Reads the store. */
MUST_USE bool tasks_of_commitments(const struct view_run *run, const struct dossier *dossier,
                                   struct task_list *list, struct fault *fault);
/* Adds the texts for upward eyes that wait for this reader's approval. */
void tasks_of_upward(const struct view_run *run, const struct dossier *dossier,
                     struct task_list *list);
struct task *task_add(struct arena *arena, struct task_list *list);
void tasks_sort(struct task_list *list);

/* True when the task is the reader's own to do. */
bool task_is_mine(const struct actor *actor, const struct task *task);
/* {"kind","label","project_id","application_id"?,"problem_id"?,"item"?,"org_name"?} */
void task_write_action(struct json_writer *json, const struct task *task);
/* "next_step" of the project page. */
void task_write_next_step(struct json_writer *json, const struct task *task,
                          enum language language);

/* "11月25日" / "25 Nov"; the year too when it is not this one. */
struct text day_words(struct arena *arena, civil_date day, civil_date today,
                      enum language language);
/* "还剩 2 个工作日", "已超期 3 个工作日", "今天到期". */
struct text left_words(struct arena *arena, int64_t left, enum language language);

#endif
