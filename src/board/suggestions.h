#ifndef LIANDONG_BOARD_SUGGESTIONS_H
#define LIANDONG_BOARD_SUGGESTIONS_H

#include "app/kind.h"

/* What may be meant by what is being typed (边输边找):
 *
 *     GET /suggestions?q=cldc
 *
 * Projects within the scope of whoever asks, and what the city publishes: items, policies, parks,
 * units. Characters, initials of their readings and whole readings fit (engine/retrieve/suggest.h).
 * At most ten, the nearest first, projects before the rest.
 *
 * However many projects there are, few are looked at: those that hold the characters, by the same
 * index and ceiling as the list of projects; and by their readings the hundred most pressing. */
struct suggestions_query {
    struct text q;
};

extern const struct room suggestions_room;

#endif
