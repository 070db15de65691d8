#ifndef LIANDONG_BOARD_REFERENCE_H
#define LIANDONG_BOARD_REFERENCE_H

#include "app/kind.h"

/* GET /pack: what forms and pages need of the city's pack, in the reader's language: districts,
 * units, industries, parks, stages, facts with their questions, and the item guide (办事指南).
 * Changes only with the pack. */
extern const struct room reference_room;

#endif
