#ifndef LIANDONG_ROOM_TEAM_H
#define LIANDONG_ROOM_TEAM_H

#include "ground/project/project.h"

/* The team of a project (项目团队): who on the government's side helps to carry it, each in a role
 * of the city's (navigation.json, team_roles), from a day to a day. The navigator is not on it: he
 * is appointed. Being on a team opens no door: what somebody may see follows from his post. */
struct team_join {
    int64_t account_id;
    struct text role;
    civil_date from;
};
struct team_leave {
    civil_date on;
    struct text reason;
};
extern const struct field_table team_join_table, team_leave_table;

struct team_joined {
    int64_t account;
    struct text role;
};
extern const struct event_kind team_joined_event, team_left_event;
record_function team_record_joined, team_record_left;

struct team_member {
    int64_t id, version, project, account;
    struct text role, reason;
    civil_date from, to; /* to: the day he left, or CIVIL_DATE_NONE */
};
struct team {
    struct team_member *items; /* those who are there first, then who was there, newest first */
    size_t count;
};

/* -- deciding (team.c, pure) -- */

/* Nobody is there twice in one role. */
MUST_USE bool team_decide_join(const struct team *team, const struct team_join *command,
                               struct fault *fault);
MUST_USE bool team_decide_leave(const struct team_member *member, civil_date on,
                                struct fault *fault);

/* -- reading (team_store.c) -- */

/* At most 200. The caller has checked that the project may be seen. */
MUST_USE bool team_of_project(struct arena *arena, struct store *store, int64_t project,
                              struct team *out, struct fault *fault);
/* `out->id` 0: none. */
MUST_USE bool team_find(struct arena *arena, struct store *store, int64_t id,
                        struct team_member *out, struct fault *fault);

extern const struct statement *const team_statements[];
extern const size_t team_statement_count;
extern const char team_ddl[];
extern const struct room team_room;

#endif
