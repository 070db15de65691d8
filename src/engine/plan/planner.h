#ifndef LIANDONG_ENGINE_PLAN_PLANNER_H
#define LIANDONG_ENGINE_PLAN_PLANNER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/civil_date.h"
#include "base/fault.h"
#include "engine/calendar/calendar.h"
#include "engine/plan/network.h"

/* From the facts of a project to its dated plan.
 *
 * Time is counted in working days from the start, the first working day on or after the day asked
 * for. A node of d days accepted on working day k is decided on working day k + d (the day of
 * acceptance is not counted: Civil Code, Art. 201); d = 0 is decided the same day, and a successor
 * may be accepted on the day its last predecessor is decided. Only items that apply (yes) are in
 * the plan, and all milestones; an edge counts where both its ends are in.
 *
 * Latest days are counted back: a node takes the least of what its successors in the plan allow;
 * one without successors may slip to the end of the whole plan (the latest earliest finish), the
 * production milestone (投产) may not slip at all. Critical is what leads to production and has no
 * float.
 *
 * planner_run allocates nothing and branches on no fact but the rare ones, so that every plan costs
 * the same: about a microsecond for the 131 items of Fuzhou. A planner belongs to one thread; the
 * network and the calendar may be shared. */
/* What somebody in charge has said of an item, whatever its condition answers. */
struct plan_said {
    struct text code;
    enum rule_answer answer;
};

struct plan_options {
    enum rule_missing missing;
    enum plan_basis basis;
    civil_date start;
    const struct plan_said *said; /* codes that the network lacks say nothing */
    size_t said_count;
};

/* The four times of a node, as offsets in working days from the start or as days. */
enum plan_time {
    PLAN_EARLIEST_START,
    PLAN_EARLIEST_FINISH,
    PLAN_LATEST_START,
    PLAN_LATEST_FINISH,
    PLAN_TIME_COUNT
};

/* Arrays by position of the network (network->position, network->node); only what is in the plan
 * means anything. `present` is -1 for what is in, 0 for what is not; `leads` likewise for what
 * leads to production. */
struct plan {
    const struct plan_network *network;
    const struct calendar *calendar;
    struct plan_options options;
    civil_date start;
    int32_t end;      /* offset of the end of the whole plan */
    uint8_t *applies; /* enum rule_answer by item */
    int32_t *present;
    uint16_t *in; /* the positions that are in, predecessors first */
    uint32_t in_count;
    int32_t *leads;
    int32_t *days; /* durations in use */
    int32_t *offsets[PLAN_TIME_COUNT];
    civil_date *dates[PLAN_TIME_COUNT];
};

struct planner;
struct arena;

struct planner *planner_open(struct arena *arena, const struct plan_network *network,
                             const struct calendar *calendar);

/* An empty plan that planner_run fills, as often as one likes. */
struct plan *plan_new(struct arena *arena, const struct plan_network *network);

/* Refused: a lag or an end that leads past the year 9999. `out` is then not a plan. */
MUST_USE bool planner_run(struct planner *planner, const struct facts *facts,
                          const struct plan_options *options, struct plan *out,
                          struct fault *fault);

MUST_USE bool plan_basis_find(struct text name, enum plan_basis *out);
const char *plan_basis_name(enum plan_basis basis);

/* ---- reading a plan ---- */

/* One node as people see it. */
struct plan_node {
    uint32_t node; /* number in the network; plan_network_code() names it */
    int32_t days;
    int32_t offsets[PLAN_TIME_COUNT];
    civil_date dates[PLAN_TIME_COUNT];
    int32_t float_days;
    bool is_critical;
    const uint32_t *after; /* direct predecessors in the plan, sorted by code */
    uint32_t after_count;
};

struct plan_nodes {
    const struct plan_node *items;
    uint32_t count;
};

/* By earliest start; at equal starts predecessors come first. */
struct plan_nodes plan_read(struct arena *arena, const struct plan *plan);

civil_date plan_production(const struct plan *plan);
int32_t plan_working_days(const struct plan *plan); /* offset of production */

/* True when any day from the start to the end of the whole plan lies in a year whose list of
 * working days is not published. */
bool plan_is_provisional(const struct plan *plan);

/* What to ask: every absent fact that can still decide whether an unknown item applies, with these
 * items, most items first, then in the order of the fields. */
struct plan_question {
    uint32_t field;
    const uint32_t *items;
    uint32_t item_count;
};

struct plan_questions {
    const struct plan_question *items;
    uint32_t count;
};

struct plan_questions plan_ask(struct arena *arena, const struct plan *plan,
                               const struct facts *facts);

#endif
