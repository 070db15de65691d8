#ifndef LIANDONG_BOARD_MEETING_INSIDE_H
#define LIANDONG_BOARD_MEETING_INSIDE_H

#include "board/papers.h"
#include "room/meeting/meeting_task.h"

/* Between the pages and papers of a meeting. */

/* A point, and what its delay costs by the plan of its case. */
struct meeting_costed {
    const struct meeting_point *point;
    struct project project; /* id 0: none */
    struct text title;      /* as its reader may read it */
    bool is_known;
    int64_t days; /* working days by which production comes later */
};

/* All that its page shows of a meeting, as far as its reader may see. */
struct meeting_sheaf {
    struct meeting meeting;
    struct meeting_units units;
    struct meeting_points points;
    struct meeting_tasks left;           /* of earlier meetings */
    const struct meeting_costed *agenda; /* the points in their order */
    /* What a paper says of a point beyond its page, as members of it; NULL: nothing. */
    bool (*facts)(struct json_writer *json, const struct view_run *run,
                  const struct meeting_costed *point, struct fault *fault);
};
/* The meeting of the run's path; keeps `facts`. */
MUST_USE bool meeting_sheaf_load(const struct view_run *run, struct meeting_sheaf *out,
                                 struct fault *fault);
MUST_USE bool meeting_sheaf_members(struct json_writer *json, const struct view_run *run,
                                    const struct meeting_sheaf *sheaf, struct fault *fault);
/* A task's title as whoever asks may read it now (room/problem/problem_upward.h). */
MUST_USE bool meeting_task_called(const struct view_run *run, const struct meeting_task *task,
                                  struct text *out, struct fault *fault);
MUST_USE bool meeting_write_tasks(struct json_writer *json, const struct view_run *run,
                                  const char *name, const struct meeting_tasks *tasks,
                                  struct fault *fault);

#define ROLES_MEET (ROLES_WORK | ROLES_WATCHERS)

/* meeting_paper.c */
void meeting_compose_pack(const struct paper_desk *desk, const struct jvalue *answer,
                          struct buffer *out);
void meeting_compose_minutes(const struct paper_desk *desk, const struct jvalue *answer,
                             struct buffer *out);

/* meeting_calendar.c */
void meeting_compose_invitation(const struct paper_desk *desk, const struct jvalue *answer,
                                struct buffer *out);

#endif
