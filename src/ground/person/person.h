#ifndef LIANDONG_GROUND_PERSON_H
#define LIANDONG_GROUND_PERSON_H

#include "app/kind.h"

/* A person who is no user of the platform: name, telephone, in one text. It is sealed record by
 * record (src/vault) in a table of facts and never stands in the ledger; forgetting it breaks no
 * proof. `thing` and `id` say what it belongs to: "people" 55, "enquiry" 12. */
struct person_place {
    const char *thing;
    int64_t id;
};
MUST_USE bool person_keep(struct command_run *run, struct person_place place, struct text words,
                          struct fault *fault);
MUST_USE bool person_forget(struct command_run *run, struct person_place place,
                            struct fault *fault);
/* "" when nothing is kept. The caller has checked who may read it. */
MUST_USE bool person_read(const struct view_run *run, struct person_place place, struct text *out,
                          struct fault *fault);

extern const struct room person_room;

#endif
