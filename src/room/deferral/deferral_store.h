#ifndef LIANDONG_ROOM_DEFERRAL_STORE_H
#define LIANDONG_ROOM_DEFERRAL_STORE_H

#include "room/deferral/deferral.h"

/* Between the files of this room: what it looks at in its neighbours' tables. */

struct deferral_case {
    int64_t id, project;
    struct text code, name, org, state, enterprise; /* of the application */
    bool is_own;
};
/* If the scope reaches its project, else NOT_FOUND. */
MUST_USE bool deferral_case_find(const struct sight *sight, int64_t id, struct deferral_case *out,
                                 struct fault *fault);
MUST_USE bool deferral_facts(struct arena *arena, struct store *store, int64_t project,
                             const struct jvalue **out, struct fault *fault);
/* Kinds of the marks that are not repaired, of the project and its enterprise. */
MUST_USE bool deferral_marks_of(struct arena *arena, struct store *store,
                                const struct deferral_case *about, struct text_list *out,
                                struct fault *fault);
/* At least one file, and all of the project; refuses else. */
MUST_USE bool deferral_files_are_of(struct arena *arena, struct store *store, int64_t project,
                                    struct text files, struct fault *fault);

#endif
