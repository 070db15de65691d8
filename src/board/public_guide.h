#ifndef LIANDONG_BOARD_PUBLIC_GUIDE_H
#define LIANDONG_BOARD_PUBLIC_GUIDE_H

#include "board/public_page.h"

/* The public guide (办事指南), one page an item:
 *
 *     /guide                    all items in force, by stage; /guide?q=... those with a word
 *     /guide/{code}             the item as it is today, and which versions there were and will be
 *     /guide/{code}?on=DAY      the version of that day
 *
 * Conditions, materials with samples, limits of the law and promised ones, legal basis, fee,
 * process, results, whom to ask, to whom to complain, remedies, version. Works without script,
 * prints. What is not known is said to be not known. */
MUST_USE bool public_guide(struct public_view *view, struct text code, struct fault *fault);
void public_guides(struct public_view *view);

#endif
