#ifndef LIANDONG_BOARD_SUBMISSION_PAGE_H
#define LIANDONG_BOARD_SUBMISSION_PAGE_H

#include "app/kind.h"

/* GET /applications/{id}/submission: what an application says (申请内容), for both sides alike.
 *
 * "fields": the form of its item on the day it was submitted, field by field, with guidance and the
 * answer that stands: what a unit may ask to be corrected, and what the applicant is asked anew.
 * "versions", newest first: each as it was handed in, by which role, on which day, and "changes",
 * what it says otherwise than the version before it, field by field and material by material. What
 * was taken in without a form has no first version: the first correction is all new. Of people only
 * the part they have is said. */
extern const struct room submission_page_room;

#endif
