#ifndef LIANDONG_BOARD_HALL_DESK_H
#define LIANDONG_BOARD_HALL_DESK_H

#include "app/kind.h"

/* The window's page: what has come to a hall, and of a project what a window has to do with.
 *
 * GET /hall/desk                the projects, the newest that came first
 * GET /projects/{id}/desk       one: the agreement, the cases that the hall took in and the results
 *                               that are handed out, with their certificates
 *
 * Of the cases that others took in nothing is told before there is a result, and of the project
 * nothing but its name: see casefile_is_at_window. */
extern const struct statement *const hall_desk_statements[];
extern const size_t hall_desk_statement_count;
extern const struct room hall_desk_room;

#endif
