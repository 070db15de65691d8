#ifndef LIANDONG_BOARD_PROCESS_INSIDE_H
#define LIANDONG_BOARD_PROCESS_INSIDE_H

#include "board/process_log.h"

/* Between the files of the map of where time goes. */

struct process_query {
    struct text grain, item, org, district, direction, way, after;
    int64_t project, limit;
    civil_date from, to;
};

/* What is asked, and the log that it is asked of; given back with process_log_give. */
struct process_asked {
    const struct view_run *run;
    const struct process_query *query;
    const struct process_log *log;
    struct text org; /* "" all */
    bool is_projects;
    int32_t today;
};

MUST_USE bool process_begin(const struct view_run *run, struct process_asked *out,
                            struct fault *fault);
bool process_has_project(const struct process_asked *asked, const struct process_project *project);
bool process_has_case(const struct process_asked *asked, const struct process_case *one);
struct process_course process_course_of(const struct process_asked *asked,
                                        const struct process_case *one);

/* A project's decisions in the order of days; each mark's activity is its item. */
#define PROCESS_DECISIONS_MAX 400 /* of one project; later ones are not looked at */
struct process_decision {
    struct process_mark mark;
    uint8_t org;
    const struct process_case *one;
};
struct process_decisions {
    struct process_decision items[PROCESS_DECISIONS_MAX];
    uint32_t count;
    bool is_open;
};
void process_decisions_of(const struct process_asked *asked, const struct process_project *project,
                          struct process_decisions *out);

/* Keys and names of activities: acts or items, as the map is of cases or projects; or units. */
enum process_names_of { PROCESS_NAMES_OF_MAP, PROCESS_NAMES_OF_UNITS };
struct text process_key_of(const struct process_asked *asked, enum process_names_of names,
                           uint8_t activity);
struct text process_name_of(const struct process_asked *asked, enum process_names_of names,
                            uint8_t activity);
bool process_activity_of(const struct process_asked *asked, struct text key, uint8_t *out);

/* GET /process/rows (process_rows.c) */
MUST_USE bool process_answer_rows(const struct view_run *run, struct json_writer *json,
                                  struct fault *fault);

#endif
