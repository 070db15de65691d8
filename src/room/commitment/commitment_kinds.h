#ifndef LIANDONG_ROOM_COMMITMENT_KINDS_H
#define LIANDONG_ROOM_COMMITMENT_KINDS_H

#include "room/commitment/commitment.h"

/* The commands' fields and the events' bodies. For src/flow too, which makes some of these events
 * follow from others: a grant on a promise, a check, tasks about what relied on it, marks. */

/* `text_version` and `digest` are those of the text that the enterprise had before it. */
struct commitment_sign {
    struct text variant, digest;
    int64_t text_version;
    bool agreed;
};
struct commitment_check {
    struct text result, consequence, note; /* result: passed, failed; consequence of a failure */
    bool is_false;
};
struct commitment_rectify {
    struct text note, files; /* files: JSON array of ids */
};
struct commitment_task_finish {
    struct text outcome, note; /* outcome: kept, stopped, redone */
};
struct credit_repair {
    struct text document, note;
};
extern const struct field_table commitment_sign_table, commitment_check_table,
    commitment_rectify_table, commitment_task_finish_table, credit_repair_table;

/* -- events -- */

struct commitment_signed {
    struct text variant, class, code, item_name, org, checker, title, promise, liability, digest;
    int64_t application, text_version, check_days;
    bool at_once; /* the decision follows at once, by the law or the reform it rests on */
};
/* `application`, `checker`, `name` of these: for who is told of it; 0 and "" in old entries. */
struct commitment_check_set {
    civil_date check_by;
    int64_t decider, application;
    struct text checker, name;
};
struct commitment_missed {
    civil_date check_by;
    int64_t application;
    struct text checker, name;
};
struct commitment_checked {
    struct text result, consequence, note;
    struct text mark; /* kind of the mark that follows; "" none */
    bool is_false;
    civil_date rectify_by;
    int64_t application;
};
struct commitment_rectified {
    struct text note, files;
    civil_date check_by;
};
struct commitment_voided {
    struct text reason;
};
/* What relied on a result that is gone (级联): somebody has to look at it. */
struct commitment_task_set {
    int64_t source, application;           /* source: the commitment or deferral that failed */
    struct text code, item_name, org, why; /* why: granted, open, milestone, project */
    civil_date due_on;
};
struct commitment_task_done {
    struct text outcome, note;
};
struct credit_marked {
    struct text enterprise, kind, org, reason;
    int64_t source;
};
struct credit_repaired {
    struct text document, note;
};
extern const struct event_kind commitment_signed_event, commitment_check_set_event,
    commitment_missed_event, commitment_checked_event, commitment_rectified_event,
    commitment_voided_event, commitment_task_set_event, commitment_task_done_event,
    credit_marked_event, credit_repaired_event;

record_function commitment_record_signed, commitment_record_check_set, commitment_record_missed,
    commitment_record_checked, commitment_record_rectified, commitment_record_voided,
    commitment_record_task_set, commitment_record_task_done, credit_record_marked,
    credit_record_repaired;

#endif
