#ifndef LIANDONG_BOARD_COCKPIT_H
#define LIANDONG_BOARD_COCKPIT_H

#include "app/kind.h"

/* The cockpit (驾驶舱): what needs me, where is it stuck, how are we doing.
 *
 *     GET /cockpit         the three questions in the order of who asks (`cockpits` of
 *                          indicators.json), of what he may see
 *     GET /cockpit/rows    the projects behind one of its numbers
 *     GET /brief?week=     a week of it on one page, as a paper too
 *
 * The same figures for everybody, each within his own scope. */
extern const struct room cockpit_room;

#endif
