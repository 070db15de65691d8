#ifndef LIANDONG_ROOF_SIMULATE_LOOKS_H
#define LIANDONG_ROOF_SIMULATE_LOOKS_H

#include "base/civil_date.h"
#include "base/fault.h"
#include "base/text.h"
#include "store/store.h"

/* -- what there is to do (looks.c) -- */

enum look {
    LOOK_PROJECT,
    LOOK_PLAN,
    LOOK_CASE,
    LOOK_DONE, /* cases delivered in the last weeks */
    LOOK_PROBLEM,
    LOOK_LIKE,   /* open problems beside an older one of their project: second is that one */
    LOOK_UPWARD, /* texts for upward eyes that wait or were returned */
    LOOK_COMMITMENT,
    LOOK_PLEDGED, /* cases with a signed commitment that is not granted */
    LOOK_DEFERRAL,
    LOOK_CONSULTATION, /* for who asked */
    LOOK_ASKED,        /* for who is asked */
    LOOK_VISIT,
    LOOK_SIGNER,
    LOOK_PROMISE,
    LOOK_REQUEST,
    LOOK_OUTSIDE,
    LOOK_CHANGE,
    LOOK_TASK,
    LOOK_MARK,
    LOOK_VALIDITY,
    LOOK_CERTIFICATE,
    LOOK_TICKLER,
    LOOK_CONDITION,
    LOOK_AGENCY, /* agreements on agency that wait for a side */
    LOOK_SUCCESSION,
    LOOK_LEVEL, /* projects that the city coordinates */
    LOOK_WHISTLE,
    LOOK_CITY, /* nothing in particular: what is done from time to time */
    LOOK_MEETING,
    LOOK_POINT,
    LOOK_MINUTES, /* units that are asked about minutes */
    LOOK_DECIDED, /* what a meeting decided */
    LOOK_GUEST,   /* enterprises that could come to a briefing, or come */
    LOOK_QUESTION,
    LOOK_ORDER,     /* supervision orders */
    LOOK_RATE,      /* finished cases that nobody rated */
    LOOK_LOW,       /* low ratings that are followed up */
    LOOK_AGAIN,     /* those that were mended */
    LOOK_STAFF,     /* navigators: the id is the account's */
    LOOK_ASKED_FOR, /* what an enterprise asked a unit for that is no approval */
    LOOK_COUNT
};

/* One thing in somebody's hands. */
struct matter {
    int64_t id, project, second; /* second: the path's second parameter */
    struct text org, state, code;
    civil_date since, due; /* due: CIVIL_DATE_NONE where there is none */
    int64_t limit;         /* of a case: working days to decide */
};
struct matters {
    struct matter *items;
    size_t count;
};
struct world;
/* Indexes for the looks, and their end with the year. */
MUST_USE bool world_looks_open(struct store *store, struct fault *fault);
MUST_USE bool world_looks_close(struct store *store, struct fault *fault);
MUST_USE bool world_look(struct world *world, enum look look, struct matters *out,
                         struct fault *fault);

#endif
