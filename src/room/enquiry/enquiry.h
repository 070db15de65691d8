#ifndef LIANDONG_ROOM_ENQUIRY_H
#define LIANDONG_ROOM_ENQUIRY_H

#include "ground/project/project.h"

/* The enquiry desk (咨询台): questions of enterprises that are no project yet, and of some that
 * never will be one. Each is somebody's from the beginning, is answered once, and can be linked to
 * the project that comes of it, before or after the answer.
 *
 *     open --answer--> answered
 *
 * It belongs to a district or to the whole city: who works there sees it. Who asked is sealed
 * (ground/person); question and answer must hold no personal data. */
struct enquiry_open {
    struct text subject, question, enterprise, district, channel;
    struct text contact; /* who asked: sealed, never in the ledger */
};
struct enquiry_answer {
    struct text answer;
};
struct enquiry_link {
    int64_t project_id;
};
extern const struct field_table enquiry_open_table, enquiry_answer_table, enquiry_link_table;

struct enquiry_opened {
    struct text subject, question, enterprise, district, channel;
    int64_t owner;
};
struct enquiry_taken {
    int64_t owner;
};
struct enquiry_linked {
    int64_t project;
};
extern const struct event_kind enquiry_opened_event, enquiry_taken_event, enquiry_answered_event,
    enquiry_linked_event;
record_function enquiry_record_opened, enquiry_record_taken, enquiry_record_answered,
    enquiry_record_linked;

struct enquiry {
    int64_t id, version, owner, project; /* project 0: none yet */
    struct text subject, question, enterprise, district, channel, answer;
    civil_date opened_on, answered_on;
};
struct enquiries {
    struct enquiry *items;
    size_t count;
};

/* -- deciding (enquiry.c, pure) -- */

/* The district an actor answers for; "" the whole city. */
struct text enquiry_reach(const struct actor *actor, struct text city_code);
MUST_USE bool enquiry_decide_answer(const struct enquiry *enquiry, struct fault *fault);
MUST_USE bool enquiry_decide_link(const struct enquiry *enquiry, int64_t project,
                                  struct fault *fault);

/* -- reading (enquiry_store.c) -- */

struct enquiry_question {
    struct text district; /* reach; "" the whole city */
    bool is_open_only;
    int64_t project; /* 0: any */
    int64_t before;  /* 0: from the newest */
};
#define ENQUIRY_PAGE 100
MUST_USE bool enquiry_list(struct arena *arena, struct store *store,
                           const struct enquiry_question *question, struct enquiries *out,
                           struct fault *fault);
/* NOT_FOUND beyond the reach. */
struct enquiry_wanted {
    struct text reach;
    int64_t id;
};
MUST_USE bool enquiry_find(struct arena *arena, struct store *store,
                           const struct enquiry_wanted *wanted, struct enquiry *out,
                           struct fault *fault);

extern const struct statement enquiry_hearers; /* the desks that it belongs to */
extern const struct statement *const enquiry_statements[];
extern const size_t enquiry_statement_count;
extern const char enquiry_ddl[];
extern const struct room enquiry_room;

#endif
