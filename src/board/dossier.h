#ifndef LIANDONG_BOARD_DOSSIER_H
#define LIANDONG_BOARD_DOSSIER_H

#include "app/kind.h"
#include "board/turn.h"
#include "engine/plan/causes.h"
#include "room/milestone/milestone.h"
#include "room/planning/planning.h"
#include "room/problem/problem.h"

/* All that is known of one project, put together for a page: the plan in force with what really
 * happened laid over it, the applications, the open problems, the milestones; and what follows: how
 * late production will be, because of what, whose turn it is. Derived anew for each page, never
 * stored. */
struct application;

/* What pages need of an application, whatever the room keeps. */
struct dossier_application {
    const struct application *row; /* the room's own */
    int64_t id;
    struct text code;
    struct text org;
    struct text state_name;
    bool is_open; /* neither decided nor ended */
    bool is_granted;
    bool is_paused;    /* the clock stands: supplements or a special procedure */
    bool is_looked_at; /* the department has opened it */
    civil_date submitted_on, accepted_on, decided_on;
    civil_date due_on;       /* of the decision; CIVIL_DATE_NONE: not running */
    int32_t left_days;       /* of the promise; when paused, what will be left to run */
    int32_t supplement_days; /* working days that supplements took before it was accepted */
    int32_t special_days;    /* and special procedures after */
    const char *light;       /* of the promise */
    struct turn turn;
    int64_t reminded;
    civil_date last_reminded_on;
};

struct dossier_node {
    const struct planned_node *plan;
    const struct forecast_time *time;              /* NULL: no forecast */
    const struct dossier_application *application; /* the newest that counts; NULL: none */
    civil_date actual_start;
    civil_date actual_finish;
};

struct dossier {
    const struct project *project;
    struct text navigator_name;
    struct adopted_plans plans;
    const struct adopted_plan *latest;        /* NULL: none */
    const struct adopted_plan *in_force;      /* NULL: none */
    struct planned planned;                   /* with nodes; of in_force */
    struct dossier_node *nodes;               /* as planned.nodes */
    struct dossier_application *applications; /* newest first */
    size_t application_count;
    struct milestone_days milestones;
    struct problem_list problems; /* open ones, once dossier_load_problems was called */
    bool has_forecast;            /* a plan is confirmed */
    struct forecast_plan timing;  /* what the forecast was made from; nodes as planned.nodes */
    struct forecast forecast;
    bool has_problem_count; /* `open_problems` is known without looking */
    int64_t open_problems;
    int64_t effect_days; /* working days production comes later; 0: none */
    int64_t done, total; /* items of the plan in force */
    const char *light;   /* the worst promise among open applications */
    struct turn turn;
};

/* The caller has loaded the project within the actor's scope. Projects that have no navigator yet
 * cost no query. */
MUST_USE bool dossier_load(const struct view_run *run, const struct project *project,
                           struct dossier *out, struct fault *fault);

/* Refuses what needs a forecast: WRONG_STATE, `zh` and `en` being what was asked for. Always false.
 */
bool dossier_refuse_unconfirmed(const struct view_run *run, const struct project *project,
                                const char *zh, const char *en, struct fault *fault);

/* The open problems, which lists have no use for. */
MUST_USE bool dossier_load_problems(const struct view_run *run, struct dossier *dossier,
                                    struct fault *fault);

/* The promise light that weighs more. */
const char *light_worse(const char *a, const char *b);

/* The light of a node: of its application's promise, "done", or "none". */
const char *dossier_node_light(const struct dossier_node *node);
/* Working days it may still wait without moving anything; -1: not waiting, or nobody knows. */
int64_t dossier_may_wait(const struct dossier_node *node);
/* What its light says about production: none, green, yellow, red. */
const char *dossier_effect_light(const struct city *city, const struct forecast_time *time,
                                 civil_date today);
/* The node of an application; NULL: not in the plan. */
const struct dossier_node *dossier_node_of(const struct dossier *dossier,
                                           const struct dossier_application *application);

/* Of the items that a problem holds up (pinned, or of its case) the one that costs production most;
 * NULL: it holds up none of a plan that is confirmed. */
const struct dossier_node *dossier_node_of_problem(const struct dossier *dossier,
                                                   const struct problem *problem);

/* -- dossier_applications.c -- */
MUST_USE bool dossier_load_applications(const struct view_run *run, struct dossier *dossier,
                                        struct fault *fault);
/* "applications": the rows of the room, newest first. */
MUST_USE bool dossier_write_applications(struct json_writer *json, const struct view_run *run,
                                         const struct dossier *dossier, struct fault *fault);

#endif
