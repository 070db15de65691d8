#ifndef LIANDONG_ROOM_SITING_H
#define LIANDONG_ROOM_SITING_H

#include "app/access.h"
#include "app/kind.h"

/* The park a project is meant for (意向园区): chosen by whoever looks after it or by the
 * enterprise, with a reason, and chosen anew when things change. An intention, no promise of the
 * park: whether it takes the project in, its management committee says. Which parks suit it is
 * worked out when asked (board/park_page). */
struct siting {
    int64_t project; /* 0: none is chosen */
    struct text park, reason, by;
    civil_date on;
};

struct siting_choose {
    struct text park, reason;
};
struct siting_chosen {
    struct text park, name; /* as the pack called it that day */
    struct text reason;
    struct text before; /* the park chosen so far; "" none */
};
extern const struct field_table siting_choose_table;
extern const struct event_kind siting_chosen_event;
record_function siting_record_chosen;

struct project;
/* Not once it produces or has left the list, and not the same park again (siting.c, pure). */
bool siting_takes_park(const struct project *project);
MUST_USE bool siting_decide(const struct siting *now, struct text park, struct fault *fault);

/* The caller has made sure that the project may be seen. */
MUST_USE bool siting_of_project(struct arena *arena, struct store *store, int64_t project,
                                struct siting *out, struct fault *fault);

extern const struct statement *const siting_statements[];
extern const size_t siting_statement_count;
extern const char siting_ddl[];
extern const struct room siting_room;

#endif
