#ifndef LIANDONG_GROUND_PROJECT_LEAD_STORE_H
#define LIANDONG_GROUND_PROJECT_LEAD_STORE_H

#include "ground/project/project_store.h"

/* A project whose name is much like another's: probably the same one, registered twice. */
struct lead_likeness {
    int64_t id;
    struct text number, name, enterprise, district;
    civil_date registered_on;
    enum project_stage stage;
    int percent;
};

#define LIKENESS_MAX 8
#define LIKENESS_LEAST 55 /* percent: below it people found the hints a nuisance */

struct lead_likenesses {
    struct lead_likeness items[LIKENESS_MAX]; /* most alike first */
    size_t count;
};

struct lead_names {
    struct text name;
    struct text enterprise; /* "" not known */
};
MUST_USE bool lead_likely_duplicates(struct arena *arena, struct store *store,
                                     const struct lead_names *asked, struct lead_likenesses *out,
                                     struct fault *fault);

MUST_USE bool lead_keep_contact(struct store *store, int64_t project, struct text sealed,
                                struct fault *fault);
/* What the vault binds the record to. */
struct text lead_contact_about(struct arena *arena, int64_t project);
/* The sealed bytes, or empty. */
MUST_USE bool lead_contact(struct arena *arena, struct store *store, int64_t project,
                           struct text *out, struct fault *fault);

extern const struct statement *const lead_statements[];
extern const size_t lead_statement_count;

#endif
