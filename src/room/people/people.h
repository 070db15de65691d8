#ifndef LIANDONG_ROOM_PEOPLE_H
#define LIANDONG_ROOM_PEOPLE_H

#include "ground/project/project.h"

/* The enterprise's own people (企业联系人) on a project: whom to ask about what, in a role of the
 * city's (navigation.json, contact_roles), from a day to a day. Name and telephone are sealed
 * (ground/person) and forgotten when somebody leaves; the ledger knows only that there was one in
 * the role. */
struct people_join {
    struct text role;
    struct text words; /* name and telephone: sealed, never in the ledger */
};
struct people_leave {
    struct text reason;
};
extern const struct field_table people_join_table, people_leave_table;

struct people_joined {
    struct text role;
};
extern const struct event_kind people_joined_event, people_left_event;
record_function people_record_joined, people_record_left;

struct people_member {
    int64_t id, version, project;
    struct text role;
    civil_date from, to;
};
struct people {
    struct people_member *items; /* those who are there first */
    size_t count;
};
/* At most 100. The caller has checked that the project may be seen. */
MUST_USE bool people_of(struct arena *arena, struct store *store, int64_t project,
                        struct people *out, struct fault *fault);
/* `out->id` 0: none. */
MUST_USE bool people_find(struct arena *arena, struct store *store, int64_t id,
                          struct people_member *out, struct fault *fault);

extern const struct statement *const people_statements[];
extern const size_t people_statement_count;
extern const char people_ddl[];
extern const struct room people_room;

#endif
