#ifndef LIANDONG_ROOM_APPLICATION_STOP_H
#define LIANDONG_ROOM_APPLICATION_STOP_H

#include "app/city.h"
#include "room/application/application_kinds.h"

/* What stops a clock or gives it more days, with all that a lawyer asks for: the coded reason, the
 * article, the written notice, who approved it, and each time a pause was justified anew.
 *
 * - A stop (暂停) is a special procedure (特别程序, Administrative Licensing Law, Art. 45) or a
 *   suspension (中止). Its reason is one of the city's list (clock.json, `stops`). A reason that
 * has no article there needs one in the command: without a basis the clock is not stopped.
 * - A pause is justified anew each period (limit `pause_renewal`). Who misses it does not start the
 *   clock by that, but each missed period is a record of its own, made by a chore, and is counted.
 * - An extension (延长, Art. 42 (1)) is approved by the head of the organ before the limit ends,
 * once. That of a joint limit (Art. 42 (2)) by the head of the government.
 *
 * The course of the application keeps what the clock needs; this table what people need. */

/* -- commands -- */

struct application_extend {
    int64_t days;
    struct text approver, document, reason; /* approver: the post, never a person's name */
    civil_date noticed_on, on;
};
struct application_suspend {
    struct text code, basis, reason;
    int64_t days;
    civil_date noticed_on, on;
};
struct application_renew {
    struct text reason;
    civil_date on;
};
extern const struct field_table application_extend_table, application_suspend_table,
    application_renew_table;

/* -- events -- */

struct application_extended {
    int64_t days;
    struct text approver, document, reason, law;
    civil_date noticed_on;
};
struct application_suspended {
    struct text code, law, reason;
    int64_t days;
    civil_date noticed_on;
    bool applicants; /* at the applicant's own request */
};
struct application_renewed {
    struct text reason;
};
struct application_pause_missed {
    civil_date due_on;
    int64_t times; /* missed in this pause, this one included */
};
extern const struct event_kind application_extended_event, application_suspended_event,
    application_resumed_event, application_renewed_event, application_pause_missed_event,
    application_joint_extended_event;
record_function application_record_extended, application_record_suspended,
    application_record_resumed, application_record_renewed, application_record_pause_missed,
    application_record_joint_extended;

/* -- deciding (application_stop.c, pure) -- */

struct application_stop_setting {
    struct application_setting act;
    int64_t extension_most; /* days: decide_single_extension */
};
MUST_USE bool application_decide_extend(const struct application *application,
                                        const struct application_extend *command,
                                        const struct application_stop_setting *setting,
                                        civil_date *out_on, struct fault *fault);
MUST_USE bool application_decide_suspend(const struct application *application,
                                         const struct application_suspend *command,
                                         const struct application_setting *setting,
                                         civil_date *out_on, struct fault *fault);
/* A written notice about an application is not older than it, nor of a day to come. */
MUST_USE bool application_notice_is_right(const struct application *application,
                                          civil_date noticed_on, civil_date today,
                                          struct fault *fault);
/* Days within the law's, notice not in the future. */
/* Approved, and the applicant told, while the limit still ran; `due` CIVIL_DATE_NONE: it stands
 * still, and nothing is late. Refused: EXTENSION_TOO_LATE, EXTENSION_NOTICE_LATE. */
MUST_USE bool application_extension_is_in_time(civil_date due, civil_date on, civil_date noticed_on,
                                               struct fault *fault);
MUST_USE bool application_extension_is_right(const struct application_extend *command, int64_t most,
                                             civil_date today, struct fault *fault);

/* -- the table (application_stop_store.c) -- */

enum application_stop_kind { APPLICATION_STOP_SPECIAL, APPLICATION_STOP_SUSPENSION };
struct application_stop {
    int64_t id, application, project;
    enum application_stop_kind kind;
    struct text code, name, law, reason, renewal_reason;
    int64_t days;                        /* that it was said to take */
    civil_date noticed_on, since, until; /* until: CIVIL_DATE_NONE while it lasts */
    civil_date justified_on;             /* last; the day it began when never anew */
    civil_date missed_on;                /* the last period's end that was missed since then */
    int64_t renewals, missed;
};
struct application_extension {
    int64_t days; /* 0: none */
    struct text approver, document, reason, law;
    civil_date noticed_on, on;
};
#define APPLICATION_STOPS_MAX 32
struct application_stops {
    struct application_stop items[APPLICATION_STOPS_MAX]; /* oldest first */
    size_t count;
    struct application_extension extension;
};
/* For the record functions of the two kinds of stop. */
MUST_USE bool application_stop_begin(struct store *store, const struct event *event,
                                     const struct application_stop *stop, struct fault *fault);
MUST_USE bool application_stop_close(struct store *store, const struct event *event,
                                     enum application_stop_kind kind, struct fault *fault);
/* The caller has made sure that the application may be seen. */
MUST_USE bool application_stops_of(struct arena *arena, struct store *store, int64_t application,
                                   struct application_stops *out, struct fault *fault);
MUST_USE bool application_joint_extension_of(struct arena *arena, struct store *store,
                                             int64_t intake, struct application_extension *out,
                                             struct fault *fault);
/* Open pauses last justified on that day or before, of which that is not recorded yet; at most
 * APPLICATION_STOPS_MAX. */
MUST_USE bool application_stops_unrenewed(struct arena *arena, struct store *store,
                                          civil_date justified_by, struct application_stops *out,
                                          struct fault *fault);

/* The day by which a pause must be justified anew. */
civil_date application_renewal_due(const struct city *city, const struct application_stop *stop);

/* -- the door (application_stop_door.c) -- */

bool application_perform_extend(struct command_run *run, const void *given, struct fault *fault);
bool application_perform_suspend(struct command_run *run, const void *given, struct fault *fault);
bool application_perform_resume(struct command_run *run, const void *given, struct fault *fault);
bool application_perform_renew(struct command_run *run, const void *given, struct fault *fault);
bool application_perform_joint_extend(struct command_run *run, const void *given,
                                      struct fault *fault);
/* The chore: each period that a pause was not justified anew becomes a record, once. */
bool application_perform_missed(struct command_run *run, const void *given, struct fault *fault);

/* Which reason is asked for, and as what. */
struct application_reason_asked {
    struct text code, name, basis;
    bool is_suspension;
};
/* The city's reason by its code, or by its name where the code was left out; its article, or the
 * one given. Refused: no such reason of that kind, no article at all. */
struct application_basis {
    struct text code, law;
    bool is_applicants;
};
MUST_USE bool application_basis_of(const struct command_run *run,
                                   const struct application_reason_asked *asked,
                                   struct application_basis *out, struct fault *fault);

extern const struct statement application_special_start_update, application_special_end_update,
    application_extend_update, application_suspend_update, application_resume_update,
    application_extension_insert, application_extension_get, application_stop_insert,
    application_stop_end, application_stop_renew, application_stop_miss, application_stop_list,
    application_stop_unrenewed, application_joint_extension_insert, application_joint_extension_get,
    application_renew_update, application_intake_project;

#endif
