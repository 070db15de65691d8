#ifndef LIANDONG_BOARD_GUIDE_PAGE_H
#define LIANDONG_BOARD_GUIDE_PAGE_H

#include "app/kind.h"

/* The guided questionnaire (智能问卷): one question at a time, the one that decides most, until it
 * is decided for every item whether it applies (engine/guide).
 *
 *     GET /guide?facts={...}&unsure=a,b
 *     GET /projects/{id}/guide?facts={...}&unsure=a,b
 *         the same over what is known of the project already; what a unit has said of whether an
 *         item is needed goes before its condition
 *
 * `facts`: what was answered so far, `unsure`: what those asked do not know. Nothing is kept: the
 * page keeps the answers and sends them when the person is done (POST /projects/{id}/facts,
 * /projects/{id}/unsure-facts). */
struct guide_query {
    struct text facts, unsure;
};

extern const struct room guide_page_room;

#endif
