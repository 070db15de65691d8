#ifndef LIANDONG_FLOW_FLOW_H
#define LIANDONG_FLOW_FLOW_H

#include "app/kind.h"

/* What follows of an event (后续动作): a letter is issued when an application is decided, a check
 * is opened when something was granted on a commitment, somebody is told. Which event leads to
 * which action is the city's table (triggers.json), not code:
 *
 *     {"id": "refused-letter", "event": "application.decided", "where": {"result": "refused"},
 *      "action": "issue_letter", "with": {"kind": "refusal"}, ...}
 *
 * `where` names members of the event's body: each must equal the value, or one of the values of an
 * array; a member that is absent equals null alone. `with` is the action's own.
 *
 * What follows happens in the transaction of the act itself, under the name of whoever acted: both
 * are durable, or neither is; a refusal of an action refuses the act. It is in the ledger as events
 * of its own, so a rebuild runs no trigger. Rooms know nothing of it: a flow is the one place where
 * the act of one room leads to an act of another. What must not be lost, but may happen later or
 * take long (a message to another system, a PDF), is not done here: it reads the ledger's tail. */
struct pack_record;
struct pack_records;
struct registry;

struct flow_step {
    struct command_run *run; /* of what follows: its answer and receipt are nobody's */
    const struct event *event;
    const struct jvalue *body; /* of the event, as JSON */
    const struct pack_record *trigger;
    const struct jvalue *with; /* the trigger's object for the action */
};

struct flow_action {
    const char *name; /* as in triggers.json */
    const char *zh;   /* one line of help */
    const char *en;
    bool (*follow)(const struct flow_step *step, struct fault *fault);
};

/* Ends with NULL; in actions.c. */
extern const struct flow_action *const the_flow_actions[];

/* For pipeline_options.follow: the triggers of the run's own city, in force on its day, in the
 * order of the file. */
follow_function flow_follow;

/* The same with a table and actions of one's own. */
MUST_USE bool flow_follow_by(const struct pack_records *triggers,
                             const struct flow_action *const *actions, const struct flow_step *step,
                             struct fault *fault);

/* Who asks where the gate was passed by whoever acts, and the answer is the same for all. */
extern const struct actor flow_platform;
/* What the platform itself would ask in the middle of a command: of no path, all projects. */
struct view_run flow_view(const struct command_run *run);

/* A text of the row's `with`, empty where there is none. */
struct text flow_text_with(const struct flow_step *step, const char *name);

/* Whether a body fulfils `where`. */
bool flow_where_holds(const struct jvalue *where, const struct jvalue *body);

/* Every trigger names an event that the house has and an action that there is, and asks for members
 * that the event's body can have. TRIGGER_WRONG otherwise; at the start and in `pack check`'s
 * place, since a pack alone knows no program. */
MUST_USE bool flow_check(struct arena *arena, const struct pack_records *triggers,
                         const struct flow_action *const *actions, const struct registry *registry,
                         struct fault *fault);

#endif
