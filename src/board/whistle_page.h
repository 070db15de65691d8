#ifndef LIANDONG_BOARD_WHISTLE_PAGE_H
#define LIANDONG_BOARD_WHISTLE_PAGE_H

#include "app/kind.h"

/* The page of one whistle: the room's row and, across rooms, its history. */
extern const struct room whistle_page_room;

#endif
