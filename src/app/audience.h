#ifndef LIANDONG_APP_AUDIENCE_H
#define LIANDONG_APP_AUDIENCE_H

#include "app/kind.h"
#include "ledger/ledger.h"

/* Whom an event may reach: those who may see one of the projects, and those who are named. Of an
 * event that belongs to a project it is that one alone; of another its room says who is concerned
 * (event_kind.hearers). For streams, and for partners who ask what happened. */
struct audience {
    struct access_project *projects;
    size_t project_count;
    const struct text *addresses;
    size_t address_count;
};

struct audience_of {
    const struct event_kind *kind;
    const struct ledger_entry *entry;
};
/* Texts and projects are in the arena. */
MUST_USE bool audience_load(struct arena *arena, struct store *store, const struct audience_of *of,
                            struct audience *out, struct fault *fault);
bool audience_has(const struct audience *audience, const struct event_kind *kind,
                  const struct actor *actor, const struct scope *scope);
/* The enterprise and the window hear nothing internal of a project. */
bool audience_is_outside(enum role role);

#endif
