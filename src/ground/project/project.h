#ifndef LIANDONG_GROUND_PROJECT_H
#define LIANDONG_GROUND_PROJECT_H

#include "app/access.h"
#include "app/kind.h"

/* The project (项目): what everything else belongs to. It begins as a lead (线索) of the promotion
 * department, is screened, entered on the linkage service list (联动服务清单), handed over to the
 * service centre, given a navigator, a plan, and carried to production; or refused, deferred,
 * withdrawn.
 *
 * This ground room owns the table of projects and the way through the stages. Rooms that move a
 * project (admission, handover, navigation, planning, milestone) emit project_moved beside their
 * own event, so that the stage has one owner. */
enum project_stage {
    STAGE_LEAD,
    STAGE_SCREENED,
    STAGE_LISTED,
    STAGE_HANDED_OVER, /* sent to the service centre, not yet acknowledged */
    STAGE_ACCEPTED,    /* acknowledged, no navigator yet */
    STAGE_SERVED,      /* has a navigator; facts and plan are being worked out */
    STAGE_UNDER_WAY,   /* the enterprise has confirmed a plan */
    STAGE_PRODUCTION,
    STAGE_REFUSED,
    STAGE_DEFERRED,
    STAGE_WITHDRAWN,
    STAGE_COUNT
};

const char *stage_code(enum project_stage stage); /* "handed_over" */
bool stage_find(struct text code, enum project_stage *out);
int stage_rank(enum project_stage stage); /* grows along the way; see access.h */
struct text stage_name(enum project_stage stage, enum language language);

struct project {
    int64_t id;
    int64_t version;
    struct text number;
    struct text name;
    struct text enterprise;
    struct text district;
    struct text industry_class;
    struct text direction;
    struct text industry_code;
    struct text investment; /* 万元, decimal text; "" not known */
    struct text land_mu;
    struct text source;
    struct text reference; /* of a public record, e.g. of the demonstration data */
    enum project_stage stage;
    civil_date stage_since;
    civil_date stage_until; /* deferred until */
    int64_t navigator;      /* account, 0 none */
    civil_date registered_on;
    struct text lead_facts; /* JSON object of the screening fields that were added */
    bool city_coordinates; /* 市级统筹: the city took it over; else its district coordinates it */
};

/* -- events -- */

struct project_registered {
    struct text number;
    int64_t serial;
    int64_t year;
    struct text name, enterprise, industry_class, direction, industry_code, district;
    struct text investment, land_mu, source, reference, facts;
    struct text origin; /* of an imported one: the spreadsheet's digest, sheet and row */
};
struct project_moved {
    struct text stage;
    struct text reason;
    civil_date until;
    struct text number; /* new number, when entered on the list */
    int64_t serial, year;
};
struct project_served_by {
    int64_t account;
    struct text reason;
    int64_t before; /* who served it so far; 0: nobody, or an old entry that does not say it */
};
struct project_party_joined {
    struct text org;
};
/* A window of a hall had to do with it: who sits at one sees it from now on (SCOPE_DESK). */
struct project_came_to_desk {
    struct text org; /* the hall's unit */
};
struct project_lead_facts {
    struct text facts; /* the whole object after the change */
};
/* Which level coordinates it from now on: "city" or "district". */
struct project_coordinated {
    struct text level;
};
/* What it is called, whose it is, what is built: from a day on. "" as before. */
struct project_renamed {
    struct text name, enterprise, scope, reason;
};

extern const struct event_kind project_registered_event;
extern const struct event_kind project_moved_event;
extern const struct event_kind project_served_by_event;
extern const struct event_kind project_party_joined_event;
extern const struct event_kind project_came_to_desk_event;
extern const struct event_kind project_lead_facts_event;
extern const struct event_kind project_renamed_event;
extern const struct event_kind project_coordinated_event;

/* -- reading (project_store.c) -- */

/* The project if the scope reaches it, else NOT_FOUND: the gate of every command and view. */
struct project_wanted {
    struct scope scope;
    int64_t id;
};
MUST_USE bool project_load(struct arena *arena, struct store *store,
                           const struct project_wanted *wanted, struct project *out,
                           struct fault *fault);
/* For a command: loads the run's subject (or `id` if not 0) within the actor's scope. */
MUST_USE bool project_of_run(struct command_run *run, int64_t id, struct project *out,
                             struct fault *fault);
MUST_USE bool project_of_view(const struct view_run *run, int64_t id, struct project *out,
                              struct fault *fault);
/* A page of them, each once, in the order of the ids; NOT_FOUND when one may not be seen. */
MUST_USE bool projects_of_view(const struct view_run *run, const int64_t *ids, size_t count,
                               struct project *out, struct fault *fault);
MUST_USE bool project_has_party(struct store *store, int64_t id, struct text org, bool *out,
                                struct fault *fault);
MUST_USE bool project_is_at_desk(struct store *store, int64_t id, struct text org, bool *out,
                                 struct fault *fault);
/* The project of exactly that number, 0 if there is none: whoever may see it asks first. */
MUST_USE bool project_by_exact_number(struct store *store, struct text number, int64_t *out,
                                      struct fault *fault);
/* The serial the next number of that kind and year takes: 1 after none. */
MUST_USE bool project_next_serial(struct store *store, bool listed, int64_t year, int64_t *out,
                                  struct fault *fault);

/* -- helpers for rooms -- */

/* Emits project_moved. */
MUST_USE bool project_move(struct command_run *run, const struct project *project,
                           enum project_stage stage, struct text reason, struct fault *fault);
/* Emits project_party_joined unless the unit takes part already. */
MUST_USE bool project_join(struct command_run *run, int64_t project, struct text org,
                           struct fault *fault);
/* Emits project_came_to_desk unless it was there before. `desk` is a window of the pack; "" and one
 * that the pack does not know lead nowhere. */
MUST_USE bool project_come_to_desk(struct command_run *run, int64_t project, struct text desk,
                                   struct fault *fault);
/* The unit whose hall a window of the pack belongs to, "" if there is no such window that day. */
struct text project_desk_unit(const struct city *city, struct text desk, civil_date on);
/* DESK_UNKNOWN when there is no such window that day; who sits at a window names one of the own
 * hall's. */
MUST_USE bool project_desk_is_ones(const struct command_run *run, struct text desk, civil_date on,
                                   struct fault *fault);
/* Emits project_coordinated: one level coordinates a project at a time, and this says which. */
MUST_USE bool project_coordinate(struct command_run *run, const struct project *project,
                                 bool by_city, struct fault *fault);
/* CITY_COORDINATES when a district's coordinator would coordinate what the city has taken over. The
 * city's may in any project: they guide the districts. */
MUST_USE bool project_coordinator_may(const struct command_run *run, const struct project *project,
                                      struct fault *fault);
/* WRONG_STATE, in words: "the state is X: not possible now". Always false. */
bool project_refuse_stage(struct command_run *run, const struct project *project, const char *zh,
                          const char *en, struct fault *fault);
/* Sets the answer's id, number and version after the events of this command (version read anew). */
MUST_USE bool project_answer(struct command_run *run, int64_t id, struct fault *fault);

/* The members id, number, name, district_name of {"project":{...}} in other rooms' rows. */
void project_brief(struct json_writer *json, const struct city *city, const struct project *project,
                   enum language language);

extern const struct room project_room;
extern const struct room project_past_room; /* what was so from when until when */

#endif
