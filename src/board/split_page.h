#ifndef LIANDONG_BOARD_SPLIT_PAGE_H
#define LIANDONG_BOARD_SPLIT_PAGE_H

#include "app/kind.h"

/* GET /projects/{id}/split-suspects (疑似拆分): other projects of the enterprise in the district,
 * registered within the rule's months, what a person has judged of each, and what all that are not
 * judged separate would be examined for as a whole: sums of the sizes that the rule names, and the
 * items that apply to the whole and to none of the parts. A sum of which one part is not known is
 * unknown (null), and no item is concluded from it. A hint, never a verdict. */
extern const struct room split_page_room;

#endif
