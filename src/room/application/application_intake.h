#ifndef LIANDONG_ROOM_APPLICATION_INTAKE_H
#define LIANDONG_ROOM_APPLICATION_INTAKE_H

#include "room/application/application.h"

/* What an intake (一窗受理) is decided by: the project's adopted plan, and how its items stand.
 * Results of items feed later ones: an item can be applied for when what stands before it is
 * granted. */

/* A node of the project's adopted plan, as far as applications ask for it. */
struct application_node {
    struct text code, name;
    struct text_list after;
    bool is_item, is_critical;
    bool leads; /* to production */
    int32_t days, float_days;
    civil_date latest_finish;
};
struct application_plan {
    int64_t number; /* 0: no plan */
    struct application_node *nodes;
    size_t count;
};

struct application_brief {
    int64_t id, round;
    struct text code, number;
    enum application_state state;
    bool is_outdated; /* granted, and its design has changed since (room/change) */
    civil_date first_submitted_on;
};
struct application_briefs {
    struct application_brief *items; /* oldest first */
    size_t count;
};

const struct application_node *application_plan_find(const struct application_plan *plan,
                                                     struct text code);
/* Marks the nodes that lead to the node `production`. */
void application_plan_mark(const struct application_plan *plan, struct text production);
/* The newest application of an item, or NULL. */
const struct application_brief *application_latest(const struct application_briefs *briefs,
                                                   struct text code);
bool application_item_is_done(const struct application_briefs *briefs, struct text code);
/* It can't be opened a second time: one is open or granted. */
bool application_item_is_taken(const struct application_briefs *briefs, struct text code);
/* The items of `node->after` without a granted result; at most `most`, returns how many. */
size_t application_missing(const struct application_plan *plan,
                           const struct application_briefs *briefs,
                           const struct application_node *node, const struct application_node **out,
                           size_t most);
#define APPLICATION_MISSING_MAX 32
/* What the items' unit is called where the project's own enterprise acts (data/README.md). */
#define APPLICATION_OWN_UNIT "enterprise"

/* The channel (渠道) an intake came by: the enterprise itself (online), its navigator, or a window
 * of the hall (a visit). An enterprise takes in online only, a window clerk at a window only; a
 * window is named, and by itself implied for who sits there. */
MUST_USE bool application_decide_channel(enum role role, struct text channel, struct text desk,
                                         struct text *out, struct fault *fault);

struct application_wish {
    struct text code, name;
};
struct application_wishes {
    const struct application_wish *items;
    size_t count;
    bool is_bundle; /* one thing: what one of them needs may come along with it */
};
/* Each item stands in the plan, is not taken yet, and the results it needs are there. */
MUST_USE bool application_decide_intake(struct arena *arena, const struct application_plan *plan,
                                        const struct application_briefs *briefs,
                                        const struct application_wishes *wishes,
                                        struct fault *fault);
/* The items of `node->after` that are neither granted nor, in one bundle (一件事), taken in beside
 * it: as application_missing. */
size_t application_missing_beside(const struct application_plan *plan,
                                  const struct application_briefs *briefs,
                                  const struct application_node *node,
                                  const struct application_wishes *wishes,
                                  const struct application_node *out[APPLICATION_MISSING_MAX]);

#endif
