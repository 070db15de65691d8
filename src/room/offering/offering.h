#ifndef LIANDONG_ROOM_OFFERING_H
#define LIANDONG_ROOM_OFFERING_H

#include "app/access.h"
#include "app/kind.h"
#include "base/field.h"

/* A service package (服务包): by the class of its industry a project is offered what matters to it,
 * as one named set of items, policies, units and roles (packages.json): R&D and intellectual
 * property for emerging industries, land and technical upgrade for manufacturing, registration and
 * talent for services.
 *
 *     offered --adopted--> adopted
 *        \--declined--> declined     with a reason; it may be offered again
 *
 * What was offered is kept as the pack had it that day. It promises nothing: each policy in it
 * stands on its own conditions, each item on its own law. Which packages suit a project is worked
 * out when asked (board/offering_page). */
enum offering_state { OFFERING_OFFERED, OFFERING_ADOPTED, OFFERING_DECLINED, OFFERING_STATE_COUNT };
const char *offering_state_code(enum offering_state state);

struct offering {
    int64_t id, version, project;
    struct text package, name;
    struct text_list items, policies, units, roles;
    struct text reason, answer;
    enum offering_state state;
    civil_date offered_on, answered_on;
};
struct offerings {
    struct offering *items;
    size_t count;
};

/* -- commands -- */

struct offering_offer {
    struct text package, reason;
};
struct offering_adopt {
    struct text note;
};
struct offering_decline {
    struct text reason;
};
extern const struct field_table offering_offer_table, offering_adopt_table, offering_decline_table;

/* -- events -- */

struct offering_offered {
    struct text package, name, reason;
    struct text_list items, policies, units, roles;
};
extern const struct event_kind offering_offered_event, offering_adopted_event,
    offering_declined_event;
record_function offering_record_offered, offering_record_adopted, offering_record_declined;

/* -- deciding (offering.c, pure) -- */

/* Not while the same package is offered or adopted. */
MUST_USE bool offering_decide_offer(const struct offerings *before, struct text package,
                                    struct fault *fault);
/* Once. */
MUST_USE bool offering_decide_answer(const struct offering *offering, struct fault *fault);

/* -- reading (offering_store.c) -- */

/* Of a project, the newest first, at most 100; the caller has made sure that it may be seen. */
MUST_USE bool offering_of_project(struct arena *arena, struct store *store, int64_t project,
                                  struct offerings *out, struct fault *fault);
MUST_USE bool offering_find(const struct sight *sight, int64_t id, struct offering *out,
                            struct fault *fault);

extern const struct statement *const offering_statements[];
extern const size_t offering_statement_count;
extern const char offering_ddl[];
extern const struct room offering_room;

#endif
