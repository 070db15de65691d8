#ifndef LIANDONG_BOARD_ANSWERS_H
#define LIANDONG_BOARD_ANSWERS_H

#include "app/kind.h"

/* Questions in one's own words (问一问):
 *
 *     GET /answers?q=技改补助怎么申请
 *
 * The items, bundles, policies and parks of the city that speak of it, best first, each with what
 * it says and where that comes from (engine/retrieve). Nothing but what the city publishes is
 * looked through, so everybody who is signed in gets the same. Beside them `facts`: what of the
 * questionnaire the question says itself (engine/retrieve/glean.h). */
struct answers_query {
    struct text q;
};

extern const struct room answers_room;

#endif
