#ifndef LIANDONG_FLOW_RATING_FLOW_H
#define LIANDONG_FLOW_RATING_FLOW_H

#include "flow/flow.h"

/* "ask_rating": a decided case is to be rated by the day of default; with the words of "notify". */
extern const struct flow_action flow_ask_rating;

#endif
