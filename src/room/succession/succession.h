#ifndef LIANDONG_ROOM_SUCCESSION_H
#define LIANDONG_ROOM_SUCCESSION_H

#include "ground/project/project.h"

/* The hand-over between navigators (工作交接): whenever a project gets another navigator, for good
 * or for the time of an absence, what is open in it is written down as a list, and the successor
 * acknowledges each item, or all at once. Nothing is lost in between: an item stays open, and on
 * the successor's workbench, until he has; what he does not take before yet another one follows
 * goes onto that one's list. The list is made by src/flow/succession_flow.c, which looks into the
 * rooms.
 *
 * Not to be confused with the hand-over of a project to the service centre (room/handover). */
struct succession_item {
    int64_t nth;      /* 1, 2, ... */
    struct text kind; /* application, problem, promise, deferral, task, agency, reminder */
    int64_t ref;      /* its id */
    struct text title;
    civil_date due_on;
    civil_date acknowledged_on;
};
struct succession {
    int64_t id, version, project, from_account, to_account;
    civil_date opened_on;
    civil_date closed_on; /* all acknowledged, or on another list */
    struct succession_item *items;
    size_t count;
};
#define SUCCESSION_ITEMS_MAX 200

/* -- commands and events -- */

struct succession_acknowledge {
    struct text_list items; /* numbers of items; none: all */
    struct text note;
};
extern const struct field_table succession_acknowledge_table;

struct succession_opened {
    int64_t from_account, to_account;
    struct text items; /* JSON array of {"kind","ref","title","due_on"?} */
};
struct succession_acknowledged {
    struct text_list items;
    bool is_all; /* nothing is left */
    struct text note;
};
extern const struct event_kind succession_opened_event, succession_acknowledged_event;
record_function succession_record_opened, succession_record_acknowledged;

/* -- deciding (succession.c, pure) -- */

/* Only the successor, only what is on the list; `out`: the items and whether all are done then. */
MUST_USE bool succession_decide(struct arena *arena, const struct succession *succession,
                                const struct succession_acknowledge *command,
                                struct succession_acknowledged *out, struct fault *fault);
/* An acknowledged item of that kind among the event's: for what follows of it. */
bool succession_takes(const struct succession *succession, struct text_list items, size_t at);

/* -- reading (succession_store.c) -- */

/* With its items; `out->id` 0: none. */
MUST_USE bool succession_find(struct arena *arena, struct store *store, int64_t id,
                              struct succession *out, struct fault *fault);
struct successions {
    struct succession *items; /* oldest first, without their items but with `count` of open ones */
    size_t count;
};
/* Open ones within the scope, at most 200; `account` not 0: those it has to acknowledge. */
MUST_USE bool succession_open(const struct sight *sight, int64_t account, struct successions *out,
                              struct fault *fault);

extern const struct statement *const succession_statements[];
extern const size_t succession_statement_count;
extern const char succession_ddl[];
extern const struct room succession_room;

#endif
