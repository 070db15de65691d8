#ifndef LIANDONG_APP_METER_H
#define LIANDONG_APP_METER_H

#include "base/buffer.h"

/* What the program counts of itself, for whoever watches over it: a handful of numbers, added up
 * without a lock from any thread and written in the text format of Prometheus (version 0.0.4). No
 * label carries a person, a project or a path. */

enum meter_what { METER_VIEW, METER_COMMAND, METER_PAGE, METER_OTHER, METER_WHAT_COUNT };

/* Microseconds of a clock that only goes forward. */
int64_t meter_clock(void);

/* A request was answered with this HTTP status, so long after it was there. */
void meter_answered(enum meter_what what, int status, int64_t us);

/* A group of commands was committed, or failed to be; `refused` of them with a reason. */
struct meter_group {
    size_t commands, refused;
    size_t waiting; /* commands that came meanwhile */
    int64_t us;
};
void meter_group_done(const struct meter_group *group);

/* A statement took longer than it should. */
void meter_slow_statement(void);

/* The newest number of its kind; -1: not known yet, and not written. */
enum meter_gauge { METER_LEDGER_SIZE, METER_HEAD_SIZE, METER_GAUGE_COUNT };
void meter_set(enum meter_gauge gauge, int64_t value);

/* All of it, and what the system knows of the process (memory, open files). */
void meter_write(struct buffer *out);

#endif
