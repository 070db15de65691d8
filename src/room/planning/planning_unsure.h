#ifndef LIANDONG_ROOM_PLANNING_UNSURE_H
#define LIANDONG_ROOM_PLANNING_UNSURE_H

#include "room/planning/planning.h"

/* What those who were asked do not know (不清楚): handed to the navigator, who is told and finds it
 * out. It stays marked until somebody gives the fact. Unknown is not "no": no item goes by it. */
struct planning_say_unsure {
    struct text_list fields;
};
extern const struct field_table planning_say_unsure_table;

struct planning_unsure_said {
    struct text fields; /* ["eia_class"] */
    struct text name;   /* for people, as the city's data named them then: the first, how many */
};
extern const struct event_kind planning_unsure_event;
record_function planning_record_unsure;

#define PLANNING_UNSURE_MAX 100

struct planning_unsure {
    struct text name;
    struct text by; /* actor_label */
    civil_date on;
};
struct planning_unsures {
    struct planning_unsure *items; /* by name, up to PLANNING_UNSURE_MAX */
    size_t count;
};
/* The caller has made sure that the project may be seen. */
MUST_USE bool planning_unsure_of(struct arena *arena, struct store *store, int64_t project,
                                 struct planning_unsures *out, struct fault *fault);

/* What is known of the project: its facts and what is marked. */
struct planning_unsure_known {
    const struct fact_space *space;
    const struct jvalue *facts;
    struct planning_unsures marked;
};
/* The fields that are neither given nor marked already, each once; refused by a name that the
 * city's data has not. */
MUST_USE bool planning_decide_unsure(struct arena *arena, const struct planning_say_unsure *command,
                                     const struct planning_unsure_known *known,
                                     struct text_list *out, struct fault *fault);

/* The fact is given now. */
MUST_USE bool planning_unsure_given(struct store *store, int64_t project, struct text name,
                                    struct fault *fault);

extern const struct statement planning_unsure_insert, planning_unsure_delete,
    planning_unsure_by_project;

#endif
