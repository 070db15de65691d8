#ifndef LIANDONG_BOARD_PARK_PAGE_H
#define LIANDONG_BOARD_PARK_PAGE_H

#include "app/kind.h"

/* Parks and projects.
 *
 *     GET /projects/{id}/parks (园区匹配)
 *         the project against every park (pack/parks.h), in the order of the match: result, score
 *         and its parts, what would have to be known, the park that is chosen, the one the lead
 *         named, and `brings`: facts of the plan that the park would make so (standard land,
 *         regional assessments still valid), which the page puts to facts-effect. An estimate.
 *     GET /clusters?park=&direction= (产业集群)
 *         which projects are meant for which park and are of which industry, within what one may
 *         see: numbers and sums; with `park` or `direction` the projects themselves, 100 at most.
 */
struct cluster_query {
    struct text park, direction;
};

extern const struct room park_page_room;

#endif
