#ifndef LIANDONG_DOOR_CLI_PLAN_REQUEST_H
#define LIANDONG_DOOR_CLI_PLAN_REQUEST_H

#include "door/cli/cli_common.h"
#include "engine/plan/planner.h"
#include "pack/pack.h"

/* What `plan` and `portfolio` have in common: the same flags, the same pack, the same reading of
 * facts. */
struct plan_request {
    struct text pack;
    struct text start;
    struct text missing;
    struct text basis;
    struct text corrected;
    bool needs_all; /* of the pack, not only what a plan needs */
};

#define PLAN_REQUEST_FLAGS(request)                                                                \
    {"--pack", true, &(request).pack}, {"--start", true, &(request).start},                        \
        {"--missing", true, &(request).missing}, {"--basis", true, &(request).basis},              \
    {                                                                                              \
        "--corrected", false, &(request).corrected                                                 \
    }

struct plan_desk {
    const struct pack *pack;
    const struct plan_network *network;
    struct plan_options options;
    struct planner *planner;
    struct plan *plan;
    struct facts *facts;
};

/* Loads the pack, settles the options and makes all that planning needs. */
MUST_USE bool plan_desk_open(struct cli *cli, const struct plan_request *request,
                             struct plan_desk *out);

/* The facts object of {name, facts} or of bare facts, with the name if there is one. */
MUST_USE bool plan_desk_facts(struct arena *arena, struct text source, const struct jvalue **facts,
                              struct text *name, struct fault *fault);

#endif
