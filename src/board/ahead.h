#ifndef LIANDONG_BOARD_AHEAD_H
#define LIANDONG_BOARD_AHEAD_H

#include "app/kind.h"

/* What lies ahead, from the confirmed plans with what has happened (board/fleet):
 *
 *     GET /look-ahead            steps and milestones that should be finished within 30, 60, 90
 * days GET /navigators/forecast   for each navigator: projects now, and open steps that run in each
 * of the coming three spells of 30 days GET /trips-saved           visits to the hall that
 * enterprises were spared in a year, counted by the city's rules (navigation.json, trip_rules) */
extern const struct room ahead_room;

#endif
