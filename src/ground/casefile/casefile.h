#ifndef LIANDONG_GROUND_CASEFILE_H
#define LIANDONG_GROUND_CASEFILE_H

#include "ground/project/project.h"

/* The head of a case (办件卷首), as far as every room must know it that hangs something on a case:
 * a consultation, a visit, a countersigning, a promise. It is read from the table of the
 * application room, which alone writes it; those rooms therefore need not know that room.
 *
 * What hangs on a case stops nothing: the law's clock is the application's, and runs on whatever
 * other units are asked. It can only hold the decision back. */

struct casefile {
    int64_t id, version, project, handler;
    struct text number, name, code, org;
    struct text state; /* a code of the application room, as recorded: silence is not in it */
    bool is_own;       /* organised by the enterprise itself: it has no inner life of a unit */
};

/* From submission to the decision: what a unit does about it is still to be done. */
bool casefile_is_open(const struct casefile *casefile);
/* The actor works in the unit that handles the case. */
bool casefile_is_of_unit(const struct casefile *casefile, const struct actor *actor);

/* The case if the actor's scope reaches its project, else NOT_FOUND. `id` 0: the run's subject. */
MUST_USE bool casefile_of_run(struct command_run *run, int64_t id, struct casefile *out,
                              struct fault *fault);
MUST_USE bool casefile_of_view(const struct view_run *run, int64_t id, struct casefile *out,
                               struct fault *fault);

/* What every inner act asks first: the case is open, is a unit's, and the actor is of that unit.
 * `zh` and `en` name the act in the refusal. */
MUST_USE bool casefile_may_work(const struct casefile *casefile, const struct actor *actor,
                                const char *zh, const char *en, struct fault *fault);

/* What who sits at a window knows of a project's cases: those that a window of the hall took in,
 * and results, which are handed out there. `desk` of the intake, "" none; `state` as in casefile.
 */
bool casefile_is_at_window(const struct view_run *run, struct text state, struct text desk);
/* The same of a case by its id: NOT_FOUND for a window that has nothing to do with it, also for 0.
 * True for whoever sits at none. */
MUST_USE bool casefile_lets_window(const struct view_run *run, int64_t application,
                                   struct fault *fault);

/* A command's "application_id": 0, or a case of that project; else refused. */
MUST_USE bool casefile_is_of(struct command_run *run, int64_t project, int64_t application,
                             struct fault *fault);
/* "files": ids of files of that project, at most 50, each once. */
MUST_USE bool casefile_files_are_of(struct command_run *run, int64_t project, struct text files,
                                    struct fault *fault);
#define CASEFILE_FILES_MAX 50

/* A live account with a post in that unit. */
MUST_USE bool casefile_has_person(struct command_run *run, struct text org, int64_t account,
                                  bool *out, struct fault *fault);

/* The case itself, as {"application_id","application_number","item_name",
 * "org","org_name","project_id"} into an open object. */
void casefile_write(struct json_writer *json, const struct view_run *run,
                    const struct casefile *casefile);

extern const struct statement *const casefile_statements[];
extern const size_t casefile_statement_count;
extern const struct room casefile_room; /* has no tables: it is there for its statements */

#endif
