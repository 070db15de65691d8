#ifndef LIANDONG_ROOM_PROBLEM_H
#define LIANDONG_ROOM_PROBLEM_H

#include "room/problem/problem_kinds.h"

/* Problems and their three lists (问题清单-责任清单-销号清单), article 6 of the linkage mechanism:
 * what hinders a project is written down, given a responsible unit and a time limit, and struck off
 * only when the loop is closed (形成闭环管理).
 *
 *     raised --assign--> assigned --solve--> solved --verify--> solved, verified --confirm-->
 * closed ^                   |                      |                        |
 *                           +------ return -----+------ return --------+        reopen ---------+
 *
 * - Anyone concerned may raise a problem: the enterprise, its navigator, a department that takes
 * part, a coordinator, the promotion officer.
 * - It is pinned to the items of the plan that it holds up: what it costs in working days of
 * production follows from the plan, and lists sort by that.
 * - Coordinators assign it: lead unit, a person of that unit, helpers, measures, day due, whoever
 * shall verify. At district level those of the district and the city, once it is escalated (提级)
 * the city's alone.
 * - The responsible unit reports what was done, on which day, with evidence: files of the project,
 * or, where no document can be had, a statement that says why; that counts only once the verifier
 * has looked for himself and accepts it.
 * - The verifier looks: never the owner, never who reported it solved, nobody of the responsible
 * unit. None named: a coordinator.
 * - Who raised it confirms, and only that closes it (销号). Not satisfied: back to the unit.
 *
 * Nothing is without unit and time limit once it was assigned, nothing is closed without evidence,
 * verification and confirmation; silence never closes (problem_confirm is a limit for reminders).
 * What is left lying climbs by itself: problem_climb.h. Like ones are merged: problem_merge.h. What
 * leaders read of it is approved first: problem_upward.h.
 */
enum problem_state {
    PROBLEM_RAISED,
    PROBLEM_ASSIGNED,
    PROBLEM_SOLVED,
    PROBLEM_CLOSED,
    PROBLEM_MERGED, /* into another one, which speaks for it */
    PROBLEM_STATE_COUNT
};
/* In statements: states in which nothing is to be done about the problem itself. */
#define PROBLEM_OVER "('closed','merged')"
enum problem_level { PROBLEM_DISTRICT, PROBLEM_CITY, PROBLEM_LEADER, PROBLEM_LEVEL_COUNT };

const char *problem_state_code(enum problem_state state); /* "solved" */
const char *problem_level_code(enum problem_level level); /* "district" */
bool problem_state_find(struct text code, enum problem_state *out);
bool problem_level_find(struct text code, enum problem_level *out);

/* One that was merged into it. */
struct problem_part {
    int64_t id;
    struct text number, title, raised_name;
    struct text upward_title; /* approved for upward eyes; "" none */
    int64_t raised_by;
    enum role raised_role;
    bool agrees; /* its raiser has confirmed the solution of the one that it was merged into */
};
#define PROBLEM_PARTS_MAX 20

/* What it costs, by the plan and what really happened, as of a day (board/standing.h). */
struct problem_cost {
    bool is_known;        /* pinned to an item of a confirmed plan */
    bool is_provisional;  /* a year without a published calendar had a part in it */
    int64_t moves, spare; /* working days by which production comes later; left until it would */
    struct text item;     /* the pinned item that costs most */
};
/* The order of lists: dear first, then the least spare time, unknown ones, closed ones. */
#define PROBLEM_SPARE_MOST 99999
#define PROBLEM_RANK_UNKNOWN 100000
#define PROBLEM_RANK_CLOSED 200000
int64_t problem_cost_rank(const struct problem_cost *cost);

/* Its text for upward eyes (problem_upward.h). */
struct problem_upward {
    struct text title, body;             /* approved, shown; "": none */
    struct text draft_title, draft_body; /* waits, or was returned; "": none */
    struct text approved_name, drafted_name, return_reason;
    int64_t drafted_by;
    civil_date approved_on, drafted_on, returned_on;
    role_set drafters, approvers; /* by the city's table */
};

struct problem {
    int64_t id, version, project, application, whistle;
    struct text number, title, category, description;
    struct text cause; /* a code of the city's table, "": not said */
    enum problem_state state;
    enum problem_level level;
    struct text org; /* responsible unit; "" while raised */
    struct text_list helpers;
    struct text_list items;     /* with those of its parts */
    struct problem_part *parts; /* merged into it; at most PROBLEM_PARTS_MAX */
    size_t part_count;
    int64_t merged_into;
    struct text merged_number, merge_reason; /* of the one that it was merged into; why */
    civil_date agreed_on;    /* its raiser confirmed while that of a part has not yet */
    int64_t owner, verifier; /* accounts, 0 none named */
    struct text measures;
    civil_date raised_on, assigned_on, due_on, solved_on, done_on, verified_on, closed_on;
    int64_t raised_by;
    enum role raised_role;
    struct text solution, evidence, no_evidence; /* evidence: JSON array of file ids */
    bool accepts_statement;                      /* the verifier: instead of evidence */
    int64_t solved_by;
    struct text verify_note, close_note, return_reason, escalate_reason;
    int64_t returns, reopens;
    civil_date level_on;   /* the day it came to its level; CIVIL_DATE_NONE: it began there */
    civil_date climbs_on;  /* as announced, to climbs_to; CIVIL_DATE_NONE: not announced */
    struct text climbs_to; /* a level's code, "" */
    civil_date stuck_on;   /* since then it should have climbed and nobody stands above */

    /* of other tables, for showing */
    struct text project_number, project_name, project_district, project_enterprise;
    struct text owner_name, verifier_name, raised_name;
    bool city_coordinates; /* the project: then nothing of it is at the district's level */
    struct problem_cost cost;
    struct problem_upward upward;
    bool is_of_readers_unit; /* who asks has a post in the responsible unit, if another than this */
    bool is_pending;         /* the title is a line in place of words that are not approved */
};

/* The name of where it stands, finer than the state: 待验证 and 待确认 are both `solved`. */
struct text problem_state_name(const struct problem *problem, enum language language);
struct text problem_level_name(enum problem_level level, enum language language);
/* Where it stands now: what the city coordinates is with the city at least. */
enum problem_level problem_level_now(const struct problem *problem);
/* Who assigns it and sees to it: the district's coordinator at the district's level, unless the
 * city coordinates the project. */
enum role problem_coordinator(const struct problem *problem);
bool problem_is_of_level(const struct problem *problem, const struct actor *actor);

/* -- acts -- */

enum problem_act {
    PROBLEM_ASSIGN,
    PROBLEM_SOLVE,
    PROBLEM_VERIFY,
    PROBLEM_CONFIRM,
    PROBLEM_RETURN,
    PROBLEM_REOPEN,
    PROBLEM_ESCALATE,
    PROBLEM_PIN,
    PROBLEM_MERGE,
    PROBLEM_SPLIT,
    PROBLEM_DRAFT,
    PROBLEM_APPROVE,
    PROBLEM_REJECT,
    PROBLEM_ACT_COUNT
};

const char *problem_act_code(enum problem_act act); /* "assign", as in the path and in `may` */
/* The act is possible in this state and open to this actor. The project must be visible to him. */
bool problem_may(const struct problem *problem, const struct actor *actor, enum problem_act act);

/* What is needed to decide and does not stand in the command. */
struct problem_setting {
    const struct actor *actor;
    const struct calendar *calendar;
    civil_date today;
    civil_date new_due; /* of a reopened problem: today and the limit problem_resolve */
    bool owner_is_of_unit;
    bool verifier_is_known;   /* a live account that may see the project */
    bool verifier_is_of_unit; /* who is named as one: of the responsible unit, under any hat */
    bool unit_is_known;
};

/* -- decisions (problem.c): state + command + setting -> event or refusal -- */

MUST_USE bool problem_decide_assign(const struct problem *problem,
                                    const struct problem_assign *command,
                                    const struct problem_setting *setting,
                                    struct problem_assigned *out, struct fault *fault);
MUST_USE bool problem_decide_solve(const struct problem *problem,
                                   const struct problem_solve *command,
                                   const struct problem_setting *setting,
                                   struct problem_solved *out, struct fault *fault);
/* A statement instead of evidence is accepted expressly or not at all. */
MUST_USE bool problem_decide_verify(const struct problem *problem,
                                    const struct problem_verify *command,
                                    const struct problem_setting *setting,
                                    struct problem_verified *out, struct fault *fault);
/* Only with evidence, or a statement that the verifier accepted. It closes once all raisers have
 * confirmed, its own and those of its parts (problem_is_last_to_agree). */
MUST_USE bool problem_decide_confirm(const struct problem *problem,
                                     const struct problem_setting *setting, struct fault *fault);
/* return, pin: nothing but state and right is asked. */
MUST_USE bool problem_decide_act(const struct problem *problem, enum problem_act act,
                                 const struct problem_setting *setting, struct fault *fault);
MUST_USE bool problem_decide_reopen(const struct problem *problem,
                                    const struct problem_reopen *command,
                                    const struct problem_setting *setting,
                                    struct problem_reopened *out, struct fault *fault);
MUST_USE bool problem_decide_escalate(const struct problem *problem,
                                      const struct problem_escalate *command,
                                      const struct problem_setting *setting,
                                      struct problem_escalated *out, struct fault *fault);

/* Whole numbers of a JSON array, each once, at most `most`; false when it is anything else. */
MUST_USE bool problem_ids_read(struct arena *arena, struct text json, int64_t *out, size_t most,
                               size_t *out_count);

#define PROBLEM_EVIDENCE_MAX 20
#define PROBLEM_ITEMS_MAX 20

/* For flows (problem_door.c): raises it in the name of whoever acts; `whistle` 0: of none. */
struct problem_origin {
    int64_t project, whistle;
};
MUST_USE bool problem_raise_for(struct command_run *run, const struct problem_raise *fields,
                                const struct problem_origin *origin, struct fault *fault);

/* -- for boards (problem_store.c, problem_rows_door.c) -- */

struct access_scope;
struct scope;

struct problem_list {
    struct problem *items;
    size_t count;
};

/* As whoever asks may read it. The problem if the scope reaches its project, else NOT_FOUND. */
MUST_USE bool problem_load(const struct view_run *run, int64_t id, struct problem *out,
                           struct fault *fault);
/* Those of a project, open ones first, by day due; `open_only` leaves closed ones out. The caller
 * has made sure that the project may be seen. */
MUST_USE bool problem_of_project(const struct view_run *run, int64_t project, bool open_only,
                                 struct problem_list *out, struct fault *fault);
/* One row of a list as an object. */
void problem_row(struct json_writer *json, const struct view_run *run,
                 const struct problem *problem);

extern const struct room problem_room;

#endif
