#ifndef LIANDONG_BOARD_ANALYSIS_H
#define LIANDONG_BOARD_ANALYSIS_H

#include "app/kind.h"

/* The monthly analysis of every project's advance (月度推进分析) and the quarterly evaluation
 * (季度评估), for those who coordinate and oversee.
 *
 *     GET /analysis/months/2026-10          projects of the list, one by one, with their figures
 *     GET /analysis/months/2026-10/rows     what each figure was counted from
 *     GET /analysis/quarters/2026-Q3        on-time rates by unit and by district
 *     GET /analysis/quarters/2026-Q3/rows   the decisions they were counted from
 *
 * Figures and rows come from one and the same gathering, so that a figure is the number of its
 * rows. Whole months of the city's calendar; of one that still runs, up to today. The clock of a
 * case is replayed as it stood on the last day that is counted; what no ledger keeps for a past day
 * (stage, expected production, what a problem costs) is of the moment of asking, and says so. */
extern const struct room analysis_month_room, analysis_quarter_room;

#endif
