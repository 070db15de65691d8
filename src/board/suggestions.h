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
 * typed, from the newest until enough fit; and, where these have not filled the list, the hundred
 * most pressing. A navigator's own are all looked at.
 * Colleagues and the newest two thousand meetings are kept between keystrokes
 * (suggestions_known.h); each meeting that fits is asked for whether he may see it. */
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
#define SUGGESTIONS_AT_ONCE 50
struct suggestions_initials {
    struct text letters; /* the rarest three of those typed, or two */
    int64_t looked;      /* at so many of the newest that have them */
    int64_t most; /* are looked at: all that have them, three hundred, none of fewer letters */
};
MUST_USE bool suggestions_find_initials(const struct view_run *run, struct text letters,
                                        struct suggestions_initials *out, struct fault *fault);
/* Of the next fifty that have the letters among their initials, from the newest, those that whoever
 * asks may see. */
MUST_USE bool suggestions_by_initials(const struct view_run *run,
                                      struct suggestions_initials *initials,
                                      struct suggestions_projects *out, struct fault *fault);
/* All that a navigator serves; the newest thousand. */
#define SUGGESTIONS_OWN_MAX 1000
MUST_USE bool suggestions_own_projects(const struct view_run *run, struct suggestions_projects *out,
                                       struct fault *fault);
extern const struct statement *const suggestions_statements[];
extern const size_t suggestions_statement_count;

extern const struct room suggestions_room;

#endif
