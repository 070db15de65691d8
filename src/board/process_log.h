#ifndef LIANDONG_BOARD_PROCESS_LOG_H
#define LIANDONG_BOARD_PROCESS_LOG_H

#include "app/kind.h"
#include "engine/process/process.h"

/* What happened to all cases that an actor may see, as the map of where time goes needs it: each
 * act with its day and in whose hands the case was before. Four hundred thousand cases take
 * seconds to read and some twenty milliseconds to look through, so what was read is kept for the
 * next question of the same scope; of what the ledger says was touched since, projects are read
 * anew. Days are ranks of working days.
 *
 * A log is immutable and shared by threads: taken, read, given back. */

/* Activities of a case; the acts of its clock (engine/clock) and how it ended. */
enum process_act {
    PROCESS_RECEIVED,
    PROCESS_RESUBMITTED, /* received again after a refusal */
    PROCESS_ASKED,
    PROCESS_COMPLETED,
    PROCESS_ACCEPTED,
    PROCESS_SPECIAL,
    PROCESS_SPECIAL_OVER,
    PROCESS_SUSPENDED,
    PROCESS_RESUMED,
    PROCESS_EXTENDED,
    PROCESS_GRANTED,
    PROCESS_REFUSED,
    PROCESS_DELIVERED,
    PROCESS_NOT_ACCEPTED,
    PROCESS_WITHDRAWN,
    PROCESS_ACT_COUNT
};

struct process_case {
    int64_t id;
    uint32_t first; /* of its marks */
    uint8_t count;
    uint8_t item, org; /* places in the log's names; the last one stands for all beyond */
    bool is_open;
    civil_date begun;
};

struct process_project {
    int64_t id;
    struct text number, name, district, direction;
    uint32_t first, count; /* of its cases */
};

struct process_names {
    struct text names[PROCESS_ACTIVITIES_MAX]; /* the last one is "": all beyond */
    uint8_t count;
};

struct process_log {
    const struct process_project *projects; /* by id; those with cases */
    size_t project_count;
    const struct process_case *cases;
    size_t case_count;
    const struct process_mark *marks;
    struct process_names items, orgs;
};

/* Working days up to and with that day, from a day long ago. */
int32_t process_rank(const struct view_run *run, civil_date day);

MUST_USE bool process_log_take(const struct view_run *run, const struct process_log **out,
                               struct fault *fault);
void process_log_give(const struct process_log *log);
/* Nothing is kept any more: at the end, and where tests want it read anew. */
void process_log_forget(void);

extern const struct statement process_cases_after, process_cases_of, process_number_of;

#endif
