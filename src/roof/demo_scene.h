#ifndef LIANDONG_ROOF_DEMO_SCENE_H
#define LIANDONG_ROOF_DEMO_SCENE_H

#include "roof/director.h"

/* One worked sample of the pack on its way. The play goes day by day over all scenes together, as
 * the pipeline's clock only runs forwards; each scene does on a day what is due on it. */
enum scene_item_state { SCENE_WAITING, SCENE_OPEN, SCENE_DONE };

struct scene_item {
    struct text code;
    struct text org;
    struct text_list after;
    bool is_milestone;
    civil_date earliest_start;
    civil_date earliest_finish;
    int64_t days;
    int64_t float_days;
    enum scene_item_state state;
    int64_t application;
    bool is_own;
    bool is_late;           /* held back: a case that is overdue today */
    civil_date complete_on; /* supplements come in; NONE: none were asked for */
    civil_date decide_on;   /* NONE: not accepted yet */
    civil_date deliver_on;  /* NONE: nothing to deliver */
};

struct scene {
    const struct jvalue *record; /* demo/worked-*.json */
    const char *enterprise;      /* login of its enterprise */
    int started;                 /* working days before today that the plan begins */
    bool confirmed;
    bool smooth; /* nothing is late and no supplement is asked for: it reaches production */
    int64_t project;
    struct scene_item *items;
    size_t item_count;
};

/* What is due on that day. */
MUST_USE bool scene_day(struct director *director, struct scene *scene, civil_date day,
                        struct fault *fault);

/* demo_advance.c: approvals and milestones of the day, once the plan is confirmed. */
MUST_USE bool scene_advance(struct director *director, struct scene *scene, civil_date day,
                            struct fault *fault);
/* demo_trouble.c: problems and whistles of a scene, on fixed days before today. */
MUST_USE bool scene_trouble(struct director *director, struct scene *scene, civil_date day,
                            struct fault *fault);

/* An officer of that unit; the account is made when the unit is needed first. */
MUST_USE bool scene_officer(struct director *director, struct text org, struct actor *out,
                            struct fault *fault);

/* Registers a lead from a record of the pack's demonstration data. */
MUST_USE bool scene_register(struct director *director, const struct jvalue *record, civil_date day,
                             int64_t *out_id, struct fault *fault);
/* Screens, sets the plan-conformity fact, enters on the list; `with_exception`: the city's
 * coordinator sets aside what he may. */
MUST_USE bool scene_list(struct director *director, int64_t project, civil_date day,
                         bool with_exception, struct fault *fault);
/* A small document of the project, as evidence, put in on the play's day. `*out_id` is the file's
 * id. */
MUST_USE bool scene_file(struct director *director, int64_t project, const char *title,
                         int64_t *out_id, struct fault *fault);

/* demo_meetings.c: a joint meeting, the next one, and a briefing, on fixed days before today. */
#define DEMO_SCENES 4
struct demo_cast {
    const struct scene *scenes;
    size_t scene_count; /* DEMO_SCENES at most */
};
struct demo_meetings {
    int64_t joint, briefing, guests[DEMO_SCENES], questions[2];
    struct actor asking[DEMO_SCENES]; /* who asks for each guest */
    size_t guest_count;
    struct text units[2]; /* of the briefing */
    size_t unit_count;
};
MUST_USE bool demo_meetings_day(struct director *director, const struct demo_cast *cast,
                                struct demo_meetings *meetings, struct fault *fault);

#endif
