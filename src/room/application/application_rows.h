#ifndef LIANDONG_ROOM_APPLICATION_ROWS_H
#define LIANDONG_ROOM_APPLICATION_ROWS_H

#include "room/application/application_intake.h"

/* The JSON of an application and its lists, for this room's pages and for boards. */

struct application_list {
    struct application *items;
    size_t count;
};

/* The pack's thresholds and the run's day. */
void application_terms_of(const struct view_run *run, struct application_terms *out);

/* All applications of a project, newest first. The caller has made sure that it may be seen. */
MUST_USE bool application_of_project(const struct view_run *run, int64_t project,
                                     struct application_list *out, struct fault *fault);
/* The application if the actor's scope reaches its project, else NOT_FOUND. */
MUST_USE bool application_load(const struct view_run *run, int64_t id, struct application *out,
                               struct fault *fault);
/* A page of them, each once, in the order of the ids; NOT_FOUND when one may not be seen. */
MUST_USE bool application_load_page(const struct view_run *run, const int64_t *ids, size_t count,
                                    struct application *out, struct fault *fault);

/* The adopted plans and the states of the items of the projects that a page is about, each read
 * once. */
struct application_context {
    struct application_project *projects;
    size_t count, capacity;
    struct application_terms terms;
};
struct application_project {
    int64_t id;
    struct application_plan plan;
    struct application_briefs briefs;
};
struct application_context *application_context_open(const struct view_run *run);
MUST_USE bool application_context_project(const struct view_run *run,
                                          struct application_context *context, int64_t project,
                                          const struct application_project **out,
                                          struct fault *fault);
/* What is derived of one application today, its place in the plan included. */
MUST_USE bool application_now_of(const struct view_run *run, struct application_context *context,
                                 const struct application *application, struct application_now *out,
                                 struct fault *fault);

/* What a row says beyond the application and its clock: its place in the plan, its materials. */
struct application_beside {
    bool has_node, is_critical;
    struct light_effect effect;
    int64_t materials_have, materials_need;
};
MUST_USE bool application_beside_of(const struct view_run *run, struct application_context *context,
                                    const struct application *application,
                                    struct application_beside *out, struct fault *fault);
/* The same of what was derived already. */
struct application_today {
    const struct application *application;
    const struct application_now *now;
};
MUST_USE bool application_beside_now(const struct view_run *run,
                                     struct application_context *context,
                                     const struct application_today *today,
                                     struct application_beside *out, struct fault *fault);
/* The row as an object where this is known already: no look at the plan. */
MUST_USE bool application_row_with(struct json_writer *json, const struct view_run *run,
                                   const struct application *application,
                                   const struct application_beside *beside, struct fault *fault);

/* One row of a list as an object; its members alone, into an open object. */
MUST_USE bool application_row(struct json_writer *json, const struct view_run *run,
                              struct application_context *context,
                              const struct application *application, struct fault *fault);
MUST_USE bool application_row_members(struct json_writer *json, const struct view_run *run,
                                      struct application_context *context,
                                      const struct application *application, struct fault *fault);
/* "may": the acts open to the actor now, as an array. */
void application_may_write(struct json_writer *json, const struct view_run *run,
                           const struct application *application);

/* A page of applications that are filtered and put in order by what is derived. */
/* What a unit still has in its hands: open, or granted and not yet delivered. */
#define APPLICATION_AT_UNIT "at_unit"
enum application_order { APPLICATION_BY_LEFT, APPLICATION_BY_EFFECT, APPLICATION_NEWEST };
struct application_question {
    struct text state; /* a code, "open", APPLICATION_AT_UNIT or "" */
    struct text light, org, district, q;
    int64_t project;
    enum application_order order;
    int64_t limit;
    struct text after; /* the "next" of the page before */
    bool by_handler;   /* `handler`, an account or 0 for nobody, is asked for */
    int64_t handler;
    struct text codes, needed; /* as application_filter */
    bool is_counted;           /* `unfiltered` is wanted whole, whatever `state` says */
};
struct application_entry {
    int64_t id, project, urgency;
    int32_t production_moves, float_left;
    enum application_state state;
    const char *light;
    struct application_turn turn;
};
struct application_answer {
    struct application_entry *items; /* all that answer the question, in order */
    size_t count;
    struct application_entry
        *unfiltered; /* all before `state` and `light` were asked: for counts */
    size_t unfiltered_count;
};
MUST_USE bool application_ask_for(const struct view_run *run, struct application_context *context,
                                  const struct application_question *question,
                                  struct application_answer *out, struct fault *fault);
/* "items":[row...],"total":n,"next":text|null into an open object. */
MUST_USE bool application_write_page(struct json_writer *json, const struct view_run *run,
                                     struct application_context *context,
                                     const struct application_question *question,
                                     const struct application_answer *answer, struct fault *fault);

/* -- parallel cases (并联办件): what one intake opened side by side -- */

struct application_case {
    int64_t id, project;
    struct text number, channel, desk, bundle, note, by; /* number "": of before forms */
    civil_date taken_on;
    int64_t joint_days, joint_extension_days, joint_promised_days; /* 0: none */
};
struct application_cases {
    struct application_case *items; /* newest first */
    size_t count;
};
/* NOT_FOUND where the scope does not reach its project. */
MUST_USE bool application_case_load(const struct view_run *run, int64_t id,
                                    struct application_case *out, struct fault *fault);
MUST_USE bool application_cases_of(const struct view_run *run, int64_t project,
                                   struct application_cases *out, struct fault *fault);

/* The item's guide (办事指南) as it stands in the pack today; NULL: no longer there. */
struct pack_record;
const struct pack_record *application_item(const struct view_run *run, struct text code);
/* How a material of the guide stands: "have", "missing", "shared". `application` NULL: not handed
 * in. */
struct jvalue;
const char *application_material_state(const struct view_run *run,
                                       const struct application *application,
                                       const struct application_briefs *briefs,
                                       const struct jvalue *material);
/* [{"name","source","required","state"}...] */
void application_materials_write(struct json_writer *json, const struct view_run *run,
                                 const struct application *application,
                                 const struct application_briefs *briefs, struct text code);

#endif
