#ifndef LIANDONG_FLOW_LETTER_VALUES_H
#define LIANDONG_FLOW_LETTER_VALUES_H

#include "app/kind.h"
#include "room/letter/letter.h"

/* What a letter's text may name, gathered from project, application, plan and the event that the
 * letter belongs to. The same for the letter that is issued and for its preview. */

struct letter_case {
    const struct view_run *run; /* as the system: whoever acts has been let in already */
    int64_t project;
    int64_t application;        /* 0: none */
    civil_date on;              /* the day of the letter */
    civil_date event_on;        /* the day of what it tells */
    const struct jvalue *event; /* body of the event: its members are values by their names */
    int64_t extends_by;         /* working days that the act will add, before it is done; else 0 */
};

struct letter_facts {
    const struct pack_record *text; /* the city's text that fits the item; NULL: no letter for it */
    struct letter_values values;
    struct text unit, unit_name, enterprise;
    civil_date due;
    int64_t days_left;
    bool is_provisional;
};

/* `code` of letters.json. An item that the enterprise organises itself gets no letter: `out->text`
 * is NULL. */
MUST_USE bool letter_gather(const struct letter_case *about, struct text code,
                            struct letter_facts *out, struct fault *fault);

#endif
