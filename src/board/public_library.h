#ifndef LIANDONG_BOARD_PUBLIC_LIBRARY_H
#define LIANDONG_BOARD_PUBLIC_LIBRARY_H

#include "board/public_page.h"

/* The libraries for everybody (政策库、园区), beside the guide to items, one page a record:
 *
 *     /library/policies          all policies by level; ?q=... those with a word, ?now=1 those that
 *                                hold today
 *     /library/policies/{id}     what it asks for in words, what it gives, its status and window
 *     /library/parks             all parks by district; ?q=...
 *     /library/parks/{id}        what it leads in, what it says of itself, what it has not said
 *
 *     /library/packages          the service packages in force, by class of industry
 *     /library/packages/{id}     its items, policies and units, each with its own page
 *
 * Works without script, prints. Nothing is promised: what is not in force by its status and its
 * days says so, and what is not known is said to be not known. */
MUST_USE bool public_policy(struct public_view *view, struct text id, struct fault *fault);
void public_policies(struct public_view *view);
MUST_USE bool public_park(struct public_view *view, struct text id, struct fault *fault);
void public_parks(struct public_view *view);
MUST_USE bool public_package(struct public_view *view, struct text id, struct fault *fault);
void public_packages(struct public_view *view);

#endif
