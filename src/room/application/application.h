#ifndef LIANDONG_ROOM_APPLICATION_H
#define LIANDONG_ROOM_APPLICATION_H

#include "app/kind.h"
#include "engine/clock/clock.h"
#include "engine/clock/light.h"

/* The application (办件): one item of a project's plan before one department. One intake (一窗受理)
 * opens several of them side by side (并联审批), article 4 of the linkage mechanism.
 *
 *     submitted --receive--> received --accept--> accepted --decide--> granted --deliver-->
 * delivered |                  |  ^  |                |   ^         \--> refused |       supplement
 * |  |  | not-accept     |   | special-end |                  v  | complete          v   | |
 * supplement             special
 *         +--> not_accepted, withdrawn (from any open state)
 *
 * - The law's clock is never stored. The table keeps what happened on which day (`course`), the
 * clock is replayed from it on the city's calendar (engine/clock) with the limits that were in
 * force on the day of submission: a later change of the pack moves no old application.
 * - Silence is an answer: five working days after the materials came in without acceptance or a
 *   request for supplements, the application counts as accepted (视为受理, Administrative Licensing
 *   Law, Art. 32). No act is needed for it and none undoes it. Materials handed in through the
 *   platform came in on the day of submission, unless their reception (收件) was recorded in time.
 * - Supplements are asked for once, all of them (一次性告知); a second request is refused.
 * - A special procedure (特别程序) stops the clock only with the day of the written notice (Art.
 * 45).
 * - A suspension (中止) stops it like a special procedure; an extension (延长, Art. 42) adds its
 * days, once. Both with reason, article and notice: application_stop.h.
 * - Only the item's own unit acts for it. Where the enterprise organises an item itself
 *   (`is_own`), it or its navigator records begin and end, with evidence (线下已办).
 * - What ended without a grant may be applied for again; each time is a new round, and the first
 *   submission stays known. */
enum application_state {
    APPLICATION_SUBMITTED,
    APPLICATION_RECEIVED,
    APPLICATION_SUPPLEMENT,
    APPLICATION_ACCEPTED,
    APPLICATION_SPECIAL,
    APPLICATION_SUSPENDED,
    APPLICATION_GRANTED,
    APPLICATION_REFUSED,
    APPLICATION_NOT_ACCEPTED,
    APPLICATION_WITHDRAWN,
    APPLICATION_DELIVERED,
    APPLICATION_REVOKED, /* 撤销: granted once, the result is no longer there; may be applied for
                            again */
    APPLICATION_STATE_COUNT
};

const char *application_state_code(enum application_state state); /* "not_accepted" */
bool application_state_find(struct text code, enum application_state *out);
struct text application_state_name(enum application_state state, enum language language);
bool application_state_is_open(enum application_state state);
bool application_state_is_done(enum application_state state); /* granted: its result may be used */

#define APPLICATION_PROMISED "promised"
/* The stage of its handling (环节), apart from the state: see application_desk.h. */
enum application_stage {
    APPLICATION_STAGE_NONE, /* as a mark of a desk: the stage is the state's own */
    APPLICATION_STAGE_INTAKE,
    APPLICATION_STAGE_ACCEPTANCE,
    APPLICATION_STAGE_REVIEW,
    APPLICATION_STAGE_DECISION,
    APPLICATION_STAGE_DELIVERY,
    APPLICATION_STAGE_ENDED,
    APPLICATION_STAGE_COUNT
};
const char *application_stage_code(enum application_stage stage); /* "review" */
struct text application_stage_name(enum application_stage stage, enum language language);
bool application_stage_find(struct text code, enum application_stage *out);

/* What few cases have: a proposal, returns. */
struct application_desk {
    enum application_stage stage; /* set by an act of the unit, or NONE */
    civil_date since;
    struct text returned_from, code, reason; /* of the last return */
    int64_t returns;
    struct text proposal, opinion;
};

/* Days without an event are CIVIL_DATE_NONE. */
struct application {
    int64_t id, version, project, intake;
    struct text number, code, name, org; /* name: of the item, as it was on submission */
    enum application_state state;        /* as recorded; see application_now for silence */
    bool is_own;                         /* organised by the enterprise itself */
    int64_t limit_days, notify_days, deliver_days;
    struct text limit_basis; /* APPLICATION_PROMISED, "statutory", "planning" */
    struct text course; /* the clock's events: "R2026-05-07 S2026-05-12": see application_clock */
    int64_t round, previous; /* id of the application of the round before, or 0 */
    civil_date first_submitted_on, submitted_on, opened_on, received_on, accepted_on, decided_on,
        delivered_on, closed_on, verified_on, last_on; /* last_on: of the last act on the course */
    int64_t handler, reminders;
    civil_date reminded_on;
    civil_date asked_on, completed_on;                                 /* supplements */
    struct text reasons, materials, ask_note, reply_note, reply_files; /* JSON arrays, and notes */
    struct text special_name, special_reason;
    civil_date special_on, special_noticed_on, special_ended_on;
    int64_t special_days;
    struct text reason, basis, document, files; /* of the decision, or why it was not accepted */
    civil_date valid_until;
    struct application_desk desk;
    struct text transfer_to, needed; /* a unit that has yet to take it; as said in room/need; "" */

    /* of other tables, for showing */
    struct text project_number, project_name, project_district, project_enterprise, handler_name;
};

/* -- acts -- */

enum application_act {
    APPLICATION_OPEN,
    APPLICATION_RECEIVE,
    APPLICATION_ACCEPT,
    APPLICATION_NOT_ACCEPT,
    APPLICATION_ASK, /* supplement */
    APPLICATION_COMPLETE,
    APPLICATION_SPECIAL_START,
    APPLICATION_SPECIAL_END,
    APPLICATION_EXTEND,
    APPLICATION_SUSPEND,
    APPLICATION_RESUME,
    APPLICATION_RENEW, /* a pause is justified anew */
    APPLICATION_DECIDE,
    APPLICATION_DELIVER,
    APPLICATION_WITHDRAW,
    APPLICATION_REMIND,
    APPLICATION_VERIFY,
    APPLICATION_HANDLE,
    APPLICATION_PROPOSE,
    APPLICATION_RETURN,
    APPLICATION_FORWARD,
    APPLICATION_TRANSFER,
    APPLICATION_MEET, /* a condition of a grant */
    APPLICATION_ACT_COUNT
};

/* As in the path and in `may`: "special-start". */
const char *application_act_code(enum application_act act);

/* What is needed to decide and stands neither in the command nor in the application. */
struct application_setting {
    const struct actor *actor;
    const struct calendar *calendar;
    civil_date today;
};

enum application_stage application_stage_of(const struct application *application,
                                            enum application_state state);
enum application_state application_state_on(const struct application *application,
                                            const struct application_setting *setting);
/* The act is possible today and open to this actor, who can see the project. */
bool application_may(const struct application *application, enum application_act act,
                     const struct application_setting *setting);

/* Right, state and day, in this order. `given` is the day the act is said to have happened
 * (CIVIL_DATE_NONE: today): not in the future, not before the act it follows, and the state is
 * asked as it was on that day, since silence changes it. */
MUST_USE bool application_decide_act(const struct application *application,
                                     enum application_act act,
                                     const struct application_setting *setting, civil_date given,
                                     civil_date *out_on, struct fault *fault);

struct application_ask;
struct application_special_start;
struct application_decide;
/* The same and what the act asks for besides. */
MUST_USE bool application_decide_ask(const struct application *application,
                                     const struct application_ask *command,
                                     const struct application_setting *setting, civil_date *out_on,
                                     struct fault *fault);
MUST_USE bool application_decide_special(const struct application *application,
                                         const struct application_special_start *command,
                                         const struct application_setting *setting,
                                         civil_date *out_on, struct fault *fault);
MUST_USE bool application_decide_result(const struct application *application,
                                        const struct application_decide *command,
                                        const struct application_setting *setting,
                                        civil_date *out_on, struct fault *fault);

/* -- the clock and what follows from it (application_clock.c) -- */

/* What the city's pack says on lights and reminders, and the day it is asked. */
struct application_terms {
    const struct calendar *calendar;
    civil_date today;
    int32_t yellow_left;  /* light_yellow_remaining */
    int32_t yellow_float; /* effect_yellow_float */
    int32_t reply_days;   /* supplement_reply */
    int32_t stale_days;   /* idle_warning */
};

#define APPLICATION_EVENTS_MAX 64

/* The day on which its limit was extended, CIVIL_DATE_NONE: it was not. */
civil_date application_extended_on(const struct application *application);

/* The course as the clock's events. Returns how many; 0 when the course is not one. */
size_t application_events(const struct application *application, const struct calendar *calendar,
                          struct clock_event out[APPLICATION_EVENTS_MAX]);
MUST_USE bool application_clock(const struct application *application,
                                const struct calendar *calendar, civil_date as_of,
                                struct clock_reading *out, struct fault *fault);

struct application_turn {
    const char *party; /* "department", see the API */
    struct text act;
    civil_date since, until;
    int64_t overdue_days;
};

/* Everything derived of one application on one day. */
struct application_now {
    struct clock_reading clock;
    enum application_state state; /* silence taken into account */
    enum application_stage stage;
    struct text state_name;
    const char *light;
    struct application_turn turn;
    bool has_node; /* it stands in the adopted plan: the next three are known */
    bool is_critical;
    struct light_effect effect;
    bool has_left; /* the decision clock has begun and has not ended */
    bool is_stale;
    int64_t
        urgency; /* working days to the day that counts next; what waits for others comes last */
};

struct application_node;
/* `node` NULL: the item is in no adopted plan. */
MUST_USE bool application_read_now(const struct application *application,
                                   const struct application_node *node,
                                   const struct application_terms *terms, enum language language,
                                   struct application_now *out, struct fault *fault);

/* One line of the clock's derivation: a stretch of days and how many of them worked. */
struct application_leg {
    const char *kind; /* received, supplement, accepted, paused, decided, delivered, due */
    civil_date from, to;
    int64_t days;
    bool is_silence;
};
#define APPLICATION_LEGS_MAX (APPLICATION_EVENTS_MAX + 2)
size_t application_legs(const struct application *application, const struct application_now *now,
                        const struct application_terms *terms,
                        struct application_leg out[APPLICATION_LEGS_MAX]);

extern const struct room application_room;

#endif
