#ifndef LIANDONG_BOARD_PROCESS_PAGE_H
#define LIANDONG_BOARD_PROCESS_PAGE_H

#include "app/kind.h"

/* Where time goes (时间去哪了):
 *
 *     GET /process         what followed what, how often and after how many working days: of cases
 *                          by their acts, of projects by the items that were decided
 *     GET /process/rows    the cases that went one of its ways
 *
 * Both look at the cases that whoever asks may see (board/process_log); a department at its own. */
extern const struct room process_room;

#endif
