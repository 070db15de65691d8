#ifndef LIANDONG_BOARD_PROBLEM_PAGE_H
#define LIANDONG_BOARD_PROBLEM_PAGE_H

#include "app/kind.h"

/* The page of one problem: the room's row, and across rooms its evidence and its history. */
extern const struct room problem_page_room;

#endif
