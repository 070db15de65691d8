#ifndef LIANDONG_BOARD_TURN_H
#define LIANDONG_BOARD_TURN_H

#include "app/city.h"
#include "base/json_write.h"
#include "ground/project/project.h"

/* Whose turn it is (轮到谁): who must act, what is awaited, since when, until when. It stands on
 * every line of every list, because the places where nobody feels responsible lie between the
 * offices. Never stored: derived from state, day and the pack's limits whenever it is asked.
 *
 *     lead, screened   promotion department: screen, decide on admission     lead_screen
 *     listed           promotion department: hand over                       (no limit)
 *     handed_over      service centre: acknowledge                           handover_acknowledge
 *     accepted         service centre: appoint a navigator                   navigator_appoint
 *     served           navigator: draw up the plan                           plan_compile
 *       proposed       enterprise: confirm it                                plan_confirm
 *       objected       navigator: draw it up again                           plan_compile
 *     under_way        navigator: carry the approvals on; pages that know the applications say more
 *     deferred         promotion department: look again                      lead_defer_review
 *     production, refused, withdrawn   nobody */
enum turn_party {
    TURN_NOBODY,
    TURN_ENTERPRISE,
    TURN_NAVIGATOR,
    TURN_DEPARTMENT,
    TURN_PROMOTION,
    TURN_CENTRE,
    TURN_DISTRICT,
    TURN_LEADER,
    TURN_PARTY_COUNT
};

struct turn {
    enum turn_party party;
    struct text org;  /* of the pack, "" none */
    struct text name; /* who, in words */
    const char *act_zh;
    const char *act_en;
    civil_date since;
    civil_date until; /* CIVIL_DATE_NONE: no limit */
    int64_t overdue_days;
    bool is_provisional;
};

/* How the newest plan of the project stands. */
enum turn_plan { TURN_PLAN_NONE, TURN_PLAN_PROPOSED, TURN_PLAN_OBJECTED, TURN_PLAN_CONFIRMED };

struct turn_asked {
    const struct project *project;
    struct text navigator_name; /* "" when none or not to be told */
    enum turn_plan plan;
    civil_date plan_since; /* adopted, objected or confirmed on */
    civil_date today;
    enum language language;
};

/* Pure: city and the question give the same answer whenever asked. */
struct turn turn_of_project(const struct city *city, const struct turn_asked *asked);

/* `working_days` after `since`; overdue by today. For turns that other boards make. */
void turn_set_limit(const struct city *city, struct turn *turn, int working_days, civil_date today);
void turn_set_until(const struct city *city, struct turn *turn, civil_date until, civil_date today);

const char *turn_party_code(enum turn_party party); /* "enterprise" */
/* {"party","org","name","act","since","until","overdue_days","provisional"} */
void turn_write(struct json_writer *json, const struct turn *turn, enum language language);

#endif
