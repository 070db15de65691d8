#ifndef LIANDONG_BOARD_COCKPIT_INSIDE_H
#define LIANDONG_BOARD_COCKPIT_INSIDE_H

#include "board/standing_counter.h"

/* Between the files of the cockpit. */

#define ROLES_COCKPIT                                                                              \
    (ROLES_COORDINATORS | ROLES_WATCHERS | ROLE_BIT(ROLE_PROMOTION_OFFICER) |                      \
     ROLE_BIT(ROLE_DEPARTMENT_OFFICER))

/* By the rows that stand, or derived where there are none for the day. */
MUST_USE bool cockpit_counters(const struct view_run *run, struct standing_counters *out,
                               struct fault *fault);

/* A list of the record of who asks; empty where there is none. */
struct jvalue;
const struct jvalue *cockpit_list(const struct view_run *run, const char *key);
struct text cockpit_scope_name(const struct view_run *run);
/* Members of an open object. */
MUST_USE bool cockpit_write_needs(struct json_writer *json, const struct view_run *run,
                                  struct fault *fault);
void cockpit_write_stuck(struct json_writer *json, const struct view_run *run,
                         const struct standing_counters *counters);

/* -- the brief of a week (brief.c) -- */
struct brief_query {
    civil_date week; /* a day of it; CIVIL_DATE_NONE: this week */
};
extern const struct field_table brief_table;
bool brief_answer(const struct view_run *run, struct json_writer *json, struct fault *fault);
struct paper_desk;
struct buffer;
void brief_compose(const struct paper_desk *desk, const struct jvalue *answer, struct buffer *to);

/* -- what needs me (cockpit_needs_store.c) -- */

#define COCKPIT_NEEDS_MAX 100 /* no more are counted */
struct cockpit_need {
    int64_t id, project; /* project 0: of none */
    struct text number, org, title, project_number, project_name, district;
    civil_date due_on;
};
struct cockpit_needs {
    const char *kind, *link; /* where all of them stand */
    struct text name;
    struct cockpit_need *items;
    size_t count;
    bool is_more;
};
/* Of a kind: "problems", "whistles", "orders", "meetings", "drafts"; what an actor has none of for
 * want of a right is empty. False also for a kind that there is not. */
MUST_USE bool cockpit_needs_of(const struct view_run *run, struct text kind,
                               struct cockpit_needs *out, struct fault *fault);
extern const struct statement cockpit_problems, cockpit_whistles, cockpit_orders, cockpit_meetings,
    cockpit_drafts;

/* -- the projects behind a number (cockpit_rows.c) -- */

struct cockpit_rows_query {
    struct text what, district, stage, org, after;
    int64_t limit;
};
extern const struct field_table cockpit_rows_table;
bool cockpit_answer_rows(const struct view_run *run, struct json_writer *json, struct fault *fault);
extern const struct statement cockpit_places;

#endif
