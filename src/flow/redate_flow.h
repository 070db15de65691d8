#ifndef LIANDONG_FLOW_REDATE_H
#define LIANDONG_FLOW_REDATE_H

#include "flow/flow.h"

/* Of catalog.published with a year of the calendar in it: each case in hand whose day that counts
 * is another one by the new calendar is told of, with the old day ({name}) and the new ({due},
 * {left} by the new calendar). `with`: `tell` (as of the ladder), `kind`, `text_zh`, `text_en`. The
 * first REDATE_TOLD_MOST in the order of their day; all of them are in the list of what moved. */
#define REDATE_TOLD_MOST 200
extern const struct flow_action flow_tell_redated;

/* The look into the boards' rows of the day: registered with those of the ladder. */
extern const struct statement redate_flow_cases;

#endif
