#ifndef LIANDONG_BOARD_FLEET_H
#define LIANDONG_BOARD_FLEET_H

#include "board/dossier.h"

/* All projects under way that an actor may see, as planning across them needs them: the confirmed
 * plan's network with what has happened, and where it leads. Two thousand of them take half a
 * second to load and ten milliseconds to forecast, so what was loaded is kept for the next question
 * of the same scope and day; of what the ledger says was touched since, the projects are loaded
 * anew.
 *
 * A fleet is immutable and shared by threads: taken, read, given back. */
struct fleet_node {
    struct text code;
    struct text stage; /* of the pack; "" for a milestone */
    struct text org;
    bool is_milestone;
};

struct fleet_project {
    int64_t id;
    struct text number, name, district;
    struct forecast_plan timing;    /* nodes with what has happened */
    const struct fleet_node *nodes; /* as timing.nodes */
    const struct forecast_time *times;
    enum plan_basis basis;          /* by which days it was planned */
    civil_date planned, production; /* as promised, as forecast */
    int32_t late_days;
    bool is_provisional;
};

struct fleet {
    const struct fleet_project *items; /* by id */
    size_t count;
    bool is_cut; /* there are more than are looked at at a time */
    civil_date today;
};

MUST_USE bool fleet_take(const struct view_run *run, const struct fleet **out, struct fault *fault);
void fleet_give(const struct fleet *fleet);
/* Nothing is kept any more: at the end, and where tests want it loaded anew. */
void fleet_forget(void);

#endif
