#ifndef LIANDONG_BOARD_INDICATOR_H
#define LIANDONG_BOARD_INDICATOR_H

#include "app/kind.h"

/* Indicators (指标): what the city's data (indicators.json) says is counted, counted from the rows
 * that whoever asks may see.
 *
 *     GET /indicators                  which there are, each with its definition; the steps that
 *                                      projects are followed through; what others ask for
 *     GET /indicators/{id}?by=org      the whole and its groups, with intervals
 *     GET /indicators/{id}/rows        the rows behind it; by= and key= those of one group
 *
 *     GET /funnel?step=listed          of the same projects, how many reached each step
 *
 * Figures and rows come from one gathering. A figure says its query, the size of the ledger and the
 * day of cut-off, and a digest over its numbers, so that it can be derived again. What is not known
 * is not counted and not zero. A department counts its own cases only. */
extern const struct room indicator_room, indicator_funnel_room;

#endif
