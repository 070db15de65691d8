#ifndef LIANDONG_BOARD_SHEETS_H
#define LIANDONG_BOARD_SHEETS_H

#include "app/kind.h"

/* The columns of every list that goes out as a spreadsheet, in one table: a list that gets a row
 * here can be exported, with the rights and filters that it has, and needs no code for it. What a
 * column shows is a member of the list's own answer, so that nothing can stand in a spreadsheet
 * that its reader may not see on the page. */
#define BOARD_SHEET_COUNT 34
extern const struct view_sheet board_sheets[BOARD_SHEET_COUNT];

#endif
