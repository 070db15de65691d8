#ifndef LIANDONG_APP_ASK_H
#define LIANDONG_APP_ASK_H

#include "app/register.h"

/* What a view answers, as values: for papers, spreadsheets and archives, which are made of the same
 * answers as the pages. `run` says who asks, of which database, when; the path's parameters and the
 * query are filled in here. That the role may ask is the caller's to look at. */
MUST_USE bool view_ask(const struct view_run *run, const struct route_match *match,
                       struct text query, const struct jvalue **out, struct fault *fault);

#endif
