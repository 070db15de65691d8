#ifndef LIANDONG_BOARD_INTAKE_CASE_H
#define LIANDONG_BOARD_INTAKE_CASE_H

#include "app/kind.h"

/* The parallel case (并联办件) as a whole: what one intake opened in several departments, side by
 * side, each with its own clock, the limit that holds for all of them together, and on whom it
 * hangs.
 *
 * GET /projects/{id}/intakes        those of a project
 * GET /intakes/{id}                 one, with its applications
 *
 * The joint limit (Administrative Licensing Law, Art. 42, second paragraph) and on whom it hangs
 * come from the joint clock of the application room, so that every page says the same day. */
extern const struct room intake_case_room;

#endif
