#ifndef LIANDONG_BOARD_SUGGESTIONS_H
#define LIANDONG_BOARD_SUGGESTIONS_H

#include "app/kind.h"

/* What may be meant by what is being typed (边输边找):
 *
 *     GET /suggestions?q=cldc
 *
 * Projects within the scope of whoever asks; what the city publishes: items with their guides,
 * bundles, policies, parks, packages, units; meetings and colleagues for those who may see their
 * lists. Characters, initials of their readings and whole readings fit (engine/retrieve/suggest.h).
 * At most ten, the nearest first, projects before the rest.
 *
 * However many projects there are, few are looked at: those that hold the characters, by the same
 * index and ceiling as the list of projects; those whose initials hold the rarest three letters
 * typed, the newest of them; and the hundred most pressing. */
struct suggestions_query {
    struct text q;
};

/* -- suggestions_store.c -- */
struct suggestions_project {
    int64_t id;
    struct text number, name, enterprise;
};
struct suggestions_projects {
    struct suggestions_project *items;
    size_t count;
};
#define SUGGESTIONS_FOUND_MAX 300
/* The newest of those that have the rarest three of the letters among their initials, as far as
 * whoever asks may see them; nothing for fewer than two letters. */
MUST_USE bool suggestions_by_initials(const struct view_run *run, struct text letters,
                                      struct suggestions_projects *out, struct fault *fault);
extern const struct statement *const suggestions_statements[];
extern const size_t suggestions_statement_count;

extern const struct room suggestions_room;

#endif
