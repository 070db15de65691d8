#ifndef LIANDONG_STORE_PAGE_H
#define LIANDONG_STORE_PAGE_H

#include "store/store.h"

/* A page of rows by their keys, in one question instead of one a row: to a server fifty questions
 * cost milliseconds, even when they are sent together. A statement says
 *
 *     "select ... from project p where " ACCESS_PROJECT " and p.id in " STORE_PAGE_IDS
 *
 * where $1 to $5 are the scope's; its own parameters begin with $56. The rows come in any order:
 * whoever asks puts them back into his own by their keys. */
#define STORE_PAGE 50
#define STORE_PAGE_FIRST 5 /* cells before the keys */
#define STORE_PAGE_IDS                                                                             \
    "($6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25,$26,$27,$28,$"   \
    "29,"                                                                                          \
    "$30,$31,$32,$33,$34,$35,$36,$37,$38,$39,$40,$41,$42,$43,$44,$45,$46,$47,$48,$49,$50,$51,$52," \
    "$53,$54,$55)"
#define STORE_PAGE_CELLS (STORE_PAGE_FIRST + STORE_PAGE)

/* Sets the cells of the keys behind the scope's: at most STORE_PAGE; what is left over gets 0,
 * which is nobody's key. */
void store_page_ids(struct cell cells[STORE_PAGE_CELLS], const int64_t *ids, size_t count);

/* Where `id` stands among the keys; each of them is there once. */
size_t store_page_place(const int64_t *ids, size_t count, int64_t id);

#endif
