#ifndef LIANDONG_ROOM_APPLICATION_LAW_H
#define LIANDONG_ROOM_APPLICATION_LAW_H

#include "app/city.h"
#include "room/application/application.h"

/* Which article each stretch and each day of a clock stands on, as the city's table says
 * (clock.json, `laws`): a lawyer must be able to check every date. The program knows the kinds of
 * stretches, never the text of a law. */

/* The `laws` record that the day of this state's turn stands on: "received", "supplement",
 * "decision_promised", "special", "suspension", "delivery". */
const char *application_law_of_turn(const struct application *application,
                                    enum application_state state);
/* Of the decision's limit: "decision_statutory", "decision_promised", "decision_planning". */
const char *application_law_of_limit(const struct application *application);

/* The article in a language, "" when the pack cites none; with what it says, for a line of a
 * derivation. In force on the day. */
struct application_article {
    struct text name;
    struct text meaning;
};
struct application_article application_article(const struct city *city, const char *id,
                                               civil_date on, enum language language);

#endif
