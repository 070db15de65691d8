#ifndef LIANDONG_ROOM_MATCHING_H
#define LIANDONG_ROOM_MATCHING_H

#include "ground/project/project.h"

/* Policies find their enterprise (政策找企业): what the last matching of an enterprise came to,
 * kept until something changes, and what it was told.
 *
 * - An enterprise is matched when its profile or what is known of its project changes (a trigger),
 *   and all of them, in slices, when policies change, begin or end (a chore; see
 * flow/match_flow.h).
 * - What is kept are policies that are met, nearly met, or lack facts; of one that is not met
 *   nothing is. It is what a full recount of that day gives.
 * - The enterprise is told when a policy that may be promised is newly met, is missed by one
 * number, or is met and its window is about to close: of each once, until that is no longer so.
 * - Amounts are estimates (预估) and bind nobody. */

/* -- what is kept -- */

struct matching_row {
    struct text policy;
    struct text group; /* "met", "near", "lacking" (pack/policy_match.h) */
    int64_t from, to;  /* fen: what is had, or of a near one would be */
    bool is_open;      /* no upper end is known */
    struct text gap;   /* of a near one: "headcount 180/200"; else "" */
    civil_date since;  /* the day since which the group is that */
};
struct matching_rows {
    struct matching_row *items; /* by policy */
    size_t count;
};
MUST_USE bool matching_kept(struct arena *arena, struct store *store, int64_t project,
                            struct matching_rows *out, struct fault *fault);
const struct matching_row *matching_find(const struct matching_rows *rows, struct text policy);

/* What was told and still holds: "met", "near", or "closing" with the window's last day. */
struct matching_told {
    struct text policy, what, by;
};
struct matching_tolds {
    struct matching_told *items;
    size_t count;
};
MUST_USE bool matching_told_of(struct arena *arena, struct store *store, int64_t project,
                               struct matching_tolds *out, struct fault *fault);
bool matching_was_told(const struct matching_tolds *tolds, const struct matching_told *one);

/* -- the pass over all enterprises -- */

struct matching_pass {
    struct text version; /* of the city's data; "" : there was none yet */
    civil_date day;
    int64_t through; /* projects up to this id are matched */
    bool is_done;
};
MUST_USE bool matching_pass_load(struct arena *arena, struct store *store,
                                 struct matching_pass *out, struct fault *fault);
/* The next projects above `after` that the service centre has taken on, by id: so few that what is
 * known of them and what comes of it fit into the memory that a command may take. */
#define MATCHING_AT_ONCE 10
MUST_USE bool matching_next(struct store *store, int64_t after, int64_t out[MATCHING_AT_ONCE],
                            size_t *count, struct fault *fault);

/* -- events -- */

struct matching_changed {
    struct text rows; /* [{"policy","group","from","to","open","gap"}]; group "not_met": none */
};
struct matching_found {
    struct text what;     /* "met", "near", "closing" */
    struct text policies; /* JSON list of ids */
    struct text name;     /* of them, for people */
    struct text law;      /* the first one's document, and that there are more */
    civil_date by;        /* the last day of the first window to close; else the day itself */
};
struct matching_passed {
    struct text version;
    int64_t through;
    bool done;
};
extern const struct event_kind matching_changed_event, matching_found_event, matching_passed_event;
record_function matching_record_changed, matching_record_found, matching_record_passed;

extern const struct statement *const matching_statements[];
extern const size_t matching_statement_count;
extern const char matching_ddl[];
extern const struct room matching_room;

#endif
