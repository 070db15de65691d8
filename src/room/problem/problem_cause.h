#ifndef LIANDONG_ROOM_PROBLEM_CAUSE_H
#define LIANDONG_ROOM_PROBLEM_CAUSE_H

#include "room/problem/problem.h"

/* Why problems come up: a cause of the city's table is given with the measures or with the
 * solution, the later one holds. Counted over a period it shows what recurs, across projects and
 * units. What was merged counts with the one it was merged into. */

/* GET /problem-causes?from=&until= : by the day raised; left out, the year so far. */
extern const struct field_table problem_causes_table;
MUST_USE bool problem_answer_causes(const struct view_run *run, struct json_writer *json,
                                    struct fault *fault);
/* In the reader's language; "" of "". */
struct text problem_cause_name(const struct view_run *run, struct text code);

/* -- problem_cause_store.c -- */

struct problem_cause_count {
    struct text cause; /* "": not said */
    int64_t problems, projects, units, open;
};
struct problem_cause_counts {
    struct problem_cause_count *items;
    size_t count;
};
#define PROBLEM_CAUSES_MAX 100
/* The most projects first. Days included. */
MUST_USE bool problem_count_causes(const struct view_run *run, civil_date from, civil_date until,
                                   struct problem_cause_counts *out, struct fault *fault);

#endif
