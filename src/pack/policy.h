#ifndef LIANDONG_PACK_POLICY_H
#define LIANDONG_PACK_POLICY_H

#include "base/json_write.h"
#include "engine/match/match.h"
#include "pack/pack.h"

/* The policies of a pack as they stand on a day: each identifier once, with its condition and what
 * may be said of it. */

enum policy_window {
    POLICY_WINDOW_UNKNOWN, /* the day from which it holds is not known */
    POLICY_WINDOW_NOT_YET,
    POLICY_WINDOW_OPEN,
    POLICY_WINDOW_OVER
};

struct policy {
    const struct pack_record *record;
    struct match_condition condition;
    struct text valid_from; /* its own days as the pack has them, "2022-11" too; may be empty */
    struct text valid_to;
    enum policy_window window;
    civil_date on;      /* the day of which all this is said */
    struct text status; /* legal status, a word of the pack's status_vocabulary */
    /* Legally in force by its status (有效) and neither before nor behind its window: only then may
     * anything be promised. All other amounts are for the record. */
    bool is_promisable;
};

struct policies {
    const struct policy *items; /* in the order of the pack */
    uint32_t count;
};

/* Of several records of one identifier the one in force on the day; where none is, the last. */
struct policies policy_list(struct arena *arena, const struct pack *pack, civil_date on);

const char *
policy_window_name(enum policy_window window); /* "unknown", "not-yet", "open", "over" */

/* The members `title`, `level`, `status`, `status_note`, `promisable` and `window` {valid_from,
 * valid_to, state, deadline} of an object that is open; days and notes as the pack has them. */
void policy_write_standing(struct json_writer *json, const struct policy *policy);

#endif
