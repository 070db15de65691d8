#ifndef LIANDONG_ROOM_NAVIGATOR_H
#define LIANDONG_ROOM_NAVIGATOR_H

#include "ground/project/project.h"

/* The navigator (代办员): one named person of the service centre for each project, free of charge,
 * from filing to completion (mechanism section 5). The centre's coordinators appoint; a change
 * needs a reason and is kept. What a navigator can do and has learned is in navigator_profile.h. */
struct navigator_appoint {
    int64_t account_id;
    struct text reason;
};
extern const struct field_table navigator_appoint_table;

/* Whether a navigator may be named now, or another one instead. */
MUST_USE bool navigator_may_be_appointed(struct command_run *run, const struct project *project,
                                         const struct navigator_appoint *command,
                                         struct fault *fault);

/* A person who can be appointed, what he carries, and what is noted of him. */
struct navigator_row {
    int64_t account;
    struct text name;
    struct text org;
    struct text district;                          /* of the post */
    int64_t projects;                              /* under way */
    int64_t version;                               /* of the profile; 0: none was noted */
    struct text_list skills, languages, districts; /* ids of the pack; codes of districts */
    int64_t full_load;                             /* projects; 0: the city's figure */
    struct text note;
};
struct navigator_rows {
    struct navigator_row *items;
    size_t count;
};
#define NAVIGATOR_LIST_MAX 200
/* `district` "": all. At most 200, who carries least first. */
MUST_USE bool navigator_list(struct arena *arena, struct store *store, struct text district,
                             struct navigator_rows *out, struct fault *fault);
/* One of them; `out->account` 0: no navigator. */
MUST_USE bool navigator_find(struct arena *arena, struct store *store, int64_t account,
                             struct navigator_row *out, struct fault *fault);

extern const struct statement *const navigator_statements[];
extern const size_t navigator_statement_count;
extern const char navigator_ddl[];
extern const struct room navigator_room;

#endif
