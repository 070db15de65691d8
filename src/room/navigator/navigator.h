#ifndef LIANDONG_ROOM_NAVIGATOR_H
#define LIANDONG_ROOM_NAVIGATOR_H

#include "ground/project/project.h"

/* The navigator (代办员): one named person of the service centre for each project, free of charge,
 * from filing to completion (mechanism section 5). The centre's coordinators appoint; a change
 * needs a reason and is kept. */
struct navigator_appoint {
    int64_t account_id;
    struct text reason;
};
extern const struct field_table navigator_appoint_table;

/* Whether a navigator may be named now, or another one instead. */
MUST_USE bool navigator_may_be_appointed(struct command_run *run, const struct project *project,
                                         const struct navigator_appoint *command,
                                         struct fault *fault);

/* A person who can be appointed, and how much he carries already. */
struct navigator_row {
    int64_t account;
    struct text name;
    struct text org;
    struct text district;
    int64_t projects; /* under way */
};
struct navigator_rows {
    struct navigator_row *items;
    size_t count;
};
/* `district` "": all. At most 200. */
MUST_USE bool navigator_list(struct arena *arena, struct store *store, struct text district,
                             struct navigator_rows *out, struct fault *fault);
MUST_USE bool navigator_exists(struct store *store, int64_t account, bool *out,
                               struct fault *fault);

extern const struct statement *const navigator_statements[];
extern const size_t navigator_statement_count;
extern const struct room navigator_room;

#endif
