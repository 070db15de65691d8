#ifndef LIANDONG_ROOM_APPLICATION_DESK_H
#define LIANDONG_ROOM_APPLICATION_DESK_H

#include "room/application/application_kinds.h"

/* A case inside its unit (部门内部办理): on whose desk it lies. Three things are kept apart:
 * whether the item is needed at all, the stage of its handling, and its state, which says whose
 * turn it is and what the law's clock does.
 *
 *     intake -> acceptance -> review -> decision -> delivery -> (ended)
 *
 * The stage follows from the state, save in two cases. Who examined proposes a decision (拟办), and
 * it lies with whoever decides. And whoever finds something amiss returns it (退回) to any earlier
 * stage, with a coded reason; the desk it went to passes it on again (转下一步), stage by stage.
 *
 * A return is the unit's own affair. It stops no clock, it takes away no acceptance, it loses
 * neither the handler nor a reminder; the case stays the unit's task with the same last day. A
 * decision that was not delivered is no decision yet: returned, it is undone, and the clock stands
 * where it would stand had nobody decided. Both acts stay in the ledger. */

/* It was returned to a stage before the one its state stands for. */
bool application_stage_is_behind(const struct application *application,
                                 enum application_state state);

/* -- commands -- */

struct application_propose {
    struct text result, opinion; /* result: granted, conditional, refused */
};
struct application_return {
    struct text to, code, reason; /* to: a stage; code: of the pack's return_reasons */
};
struct application_transfer {
    struct text org;    /* to another unit, which acknowledges it; or */
    int64_t account_id; /* to another person of one's own unit, at once */
    struct text reason;
};
struct application_transfer_answer {
    struct text reason;
};
struct application_assign {
    struct text ids; /* JSON array of applications, at most 200 */
    int64_t account_id;
};
struct application_meet {
    struct text note, files;
    civil_date on;
};
extern const struct field_table application_propose_table, application_return_table,
    application_transfer_table, application_transfer_take_table, application_transfer_return_table,
    application_assign_table, application_meet_table;

#define APPLICATION_ASSIGN_MAX 200

/* -- events -- */

struct application_returned {
    struct text from, to, code, reason;
    bool undone; /* a decision that was not delivered */
};
struct application_forwarded {
    struct text to, note; /* to: "" where the stage is the state's own again */
};
struct application_transfer_asked {
    struct text from, to, reason;
};
struct application_transfer_answered {
    int64_t transfer;
    struct text org, note;
    bool withdrawn; /* by the unit that had asked */
};
struct application_condition_met {
    int64_t position;
    struct text note, files;
};
struct application_condition_missed {
    int64_t position;
    civil_date due_on;
};
extern const struct event_kind application_proposed_event, application_returned_event,
    application_forwarded_event, application_transfer_asked_event, application_transfer_taken_event,
    application_transfer_declined_event, application_condition_met_event,
    application_condition_missed_event;
record_function application_record_proposed, application_record_returned,
    application_record_forwarded, application_record_transfer_asked,
    application_record_transfer_taken, application_record_transfer_declined,
    application_record_condition_met, application_record_condition_missed;

/* -- deciding (application_desk.c, pure) -- */

/* `to` is a stage before the one it is in. */
MUST_USE bool application_decide_return(const struct application *application,
                                        const struct application_return *command,
                                        const struct application_setting *setting,
                                        struct application_returned *out, struct fault *fault);
/* The stage that follows: "" where that is the state's own. */
MUST_USE bool application_decide_forward(const struct application *application,
                                         const struct application_setting *setting,
                                         struct text *out_to, struct fault *fault);

/* A transfer to another unit that waits for its acknowledgement; id 0: none. */
struct application_move {
    int64_t id;
    struct text from, to, reason;
    civil_date asked_on;
};
/* The unit it goes to takes it or returns it; the unit it comes from may take it back. */
MUST_USE bool application_decide_transfer(const struct application_move *waiting, bool takes,
                                          const struct actor *actor, bool *out_withdrawn,
                                          struct fault *fault);

/* What a grant was tied to (附条件): a task with a day each. */
#define APPLICATION_CONDITIONS_MAX 30
struct application_condition {
    int64_t application, project, position;
    struct text words, state, note, files; /* state: open, met, missed */
    civil_date due_on, met_on;
};
struct application_conditions {
    struct application_condition *items;
    size_t count;
};
/* From a JSON array of {"text", "due_on"}: at least one where the grant is conditional, none where
 * it is not; each with words, and a day after the decision's. */
MUST_USE bool application_conditions_read(struct arena *arena, struct text json, civil_date on,
                                          bool is_conditional, struct application_conditions *out);

/* -- the tables (application_desk_store.c) -- */

MUST_USE bool application_waiting_move(struct arena *arena, struct store *store,
                                       int64_t application, struct application_move *out,
                                       struct fault *fault);
MUST_USE bool application_conditions_of(struct arena *arena, struct store *store,
                                        int64_t application, struct application_conditions *out,
                                        struct fault *fault);
/* Open ones whose day is before that one; at most 100. */
MUST_USE bool application_conditions_past(struct arena *arena, struct store *store,
                                          civil_date before, struct application_conditions *out,
                                          struct fault *fault);
/* How a case was delivered, "" not said. */
struct application_way {
    struct text way, number;
};
MUST_USE bool application_way_of(struct arena *arena, struct store *store, int64_t application,
                                 struct application_way *out, struct fault *fault);
/* What holds a decision back, as far as other rooms' tables say: required consultations that may
 * still be answered, planned visits, countersignings that are open or were declined last. */
struct application_held {
    int64_t consultations, visits, countersigns, transfers;
};
MUST_USE bool application_held_by(struct store *store, int64_t application,
                                  struct application_held *out, struct fault *fault);
/* Used by the record functions of the acts that end a stage; and of those that end the case without
 * a decision, with which a transfer that waits falls away. */
MUST_USE bool application_desk_leave(struct store *store, int64_t application, struct fault *fault);
MUST_USE bool application_desk_clear(struct store *store, int64_t application, struct fault *fault);
MUST_USE bool application_conditions_keep(struct store *store, int64_t application,
                                          struct text conditions, struct fault *fault);

extern const struct statement application_desk_return, application_desk_undo,
    application_desk_drop_conditions, application_desk_propose, application_desk_forward,
    application_desk_end, application_transfer_void, application_transfer_insert,
    application_transfer_close, application_transfer_move, application_transfer_waits,
    application_condition_insert, application_condition_meet, application_condition_miss,
    application_condition_list, application_condition_due, application_delivery_insert,
    application_delivery_of, application_holds, application_desk_touch;

/* -- commands (application_desk_door.c) -- */

bool application_perform_propose(struct command_run *run, const void *fields, struct fault *fault);
bool application_perform_return(struct command_run *run, const void *fields, struct fault *fault);
bool application_perform_forward(struct command_run *run, const void *fields, struct fault *fault);
bool application_perform_transfer(struct command_run *run, const void *fields, struct fault *fault);
bool application_perform_transfer_take(struct command_run *run, const void *fields,
                                       struct fault *fault);
bool application_perform_transfer_return(struct command_run *run, const void *fields,
                                         struct fault *fault);
bool application_perform_assign(struct command_run *run, const void *fields, struct fault *fault);
bool application_perform_meet(struct command_run *run, const void *fields, struct fault *fault);
bool application_perform_lapse(struct command_run *run, const void *fields, struct fault *fault);
/* Refuses while something is open that the decision waits for. */
MUST_USE bool application_is_free(struct command_run *run, const struct application *application,
                                  struct fault *fault);

#endif
