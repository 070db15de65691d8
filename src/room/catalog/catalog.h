#ifndef LIANDONG_ROOM_CATALOG_H
#define LIANDONG_ROOM_CATALOG_H

#include "app/kind.h"
#include "pack/living.h"

/* The catalog (规则库): changes of the city's items, guides, bundles, gates, time limits, calendar,
 * policies, parks and service packages, from the draft to the day they come into force, without a
 * new program and without a restart.
 *
 *     opened --put, take, describe--> draft --publish--> published --(its day)--> in force
 *                                       |                    |
 *                                       +--discard           +--withdraw (before its day only)
 *
 * - A change set (变更单) holds whole new records, one a kind and key. A record is drafted against
 *   what was published then; where the same record was published anew meanwhile, the draft is stale
 *   and must be looked at again before it is published.
 * - It is compared with what is in force, checked by the code of `pack check`, rehearsed on all
 *   projects under way (board/rehearsal), and published by another person than those who wrote it
 *   (两人复核), with a day from today on: the past is never computed anew by a new rule.
 * - A policy is published with trial cases: one at least that matches and one that does not
 *   (pack/policy_trial.h). What was in force before, word for word, is put back without.
 * - The event of publication carries the records. What is published is laid over the pack's folder
 *   in the order of publication (pack/living.h); the rebuild and every node arrive at the same
 * pack.
 * - Before its day a set can be withdrawn and is gone. Afterwards there is only a new change:
 * revert drafts the records that were in force before.
 *
 * The one who keeps the rules (业务管理员) sees no project. */
enum catalog_state {
    CATALOG_DRAFT,
    CATALOG_PUBLISHED,
    CATALOG_WITHDRAWN,
    CATALOG_DISCARDED,
    CATALOG_STATE_COUNT
};
const char *catalog_state_code(enum catalog_state state);
bool catalog_state_find(struct text code, enum catalog_state *out);

#define CATALOG_CHANGES_MAX 100 /* of one set */
#define CATALOG_AHEAD_MAX 1100  /* days: three years; more is a slip of the pen */
#define ROLES_WRITE_RULES ROLE_BIT(ROLE_BUSINESS_ADMIN)
#define ROLES_PUBLISH_RULES (ROLES_WRITE_RULES | ROLE_BIT(ROLE_LEADER))
#define ROLES_READ_RULES                                                                           \
    (ROLES_PUBLISH_RULES | ROLE_BIT(ROLE_SUPERVISOR) | ROLE_BIT(ROLE_CENTRE_COORDINATOR))

/* -- commands -- */

struct catalog_describe { /* also opens */
    struct text title, reason;
    civil_date from; /* CIVIL_DATE_NONE: not yet decided */
};
struct catalog_put {
    struct text kind, key;
    struct text record;  /* the whole record, or */
    struct text members; /* only the members that become others */
    bool ends;           /* or: the record ends */
    struct text source;  /* by what document */
};
struct catalog_take {
    struct text kind, key;
};
struct catalog_why {
    struct text reason;
};
struct catalog_publish {
    civil_date from; /* CIVIL_DATE_NONE: that of the draft */
    struct text note;
};
extern const struct field_table catalog_describe_table, catalog_put_table, catalog_take_table,
    catalog_why_table, catalog_publish_table;

/* -- events -- */

struct catalog_opened {
    struct text title, reason;
    civil_date from;
    int64_t reverts; /* the set whose records it puts back, or 0 */
};
struct catalog_was_put {
    struct text kind, key, record;
    bool ends;
    struct text source;
    int64_t base; /* the newest publication that it was drafted against */
};
struct catalog_published {
    civil_date from;
    struct text note;
    struct text changes; /* [{"kind","key","record"}...]; record null: it ends */
};
extern const struct event_kind catalog_opened_event, catalog_described_event, catalog_put_event,
    catalog_taken_event, catalog_discarded_event, catalog_published_event, catalog_withdrawn_event;
record_function catalog_record_opened, catalog_record_described, catalog_record_put,
    catalog_record_taken, catalog_record_discarded, catalog_record_published,
    catalog_record_withdrawn;

/* -- what is there -- */

struct catalog_change {
    struct text kind, key, record, source;
    bool ends;
    int64_t base, seq;
    struct text by; /* actor_label */
    civil_date on;
    int64_t newer; /* the same record was published anew by this entry since; 0: not */
};
struct catalog_set {
    int64_t id, version, reverts; /* id 0: none */
    enum catalog_state state;
    struct text title, reason, note, why;
    civil_date from, opened_on, published_on, withdrawn_on;
    struct text opened_by, published_by, withdrawn_by;
    int64_t change_count;
};
struct catalog_sets {
    struct catalog_set *items;
    size_t count;
};
struct catalog_changes {
    struct catalog_change *items; /* in the order in which they were put */
    size_t count;
};

/* -- deciding (catalog.c); pure -- */

struct catalog_asked {
    const struct actor *actor;
    civil_date today;
    const struct catalog_set *set;
    const struct catalog_changes *changes;
};
MUST_USE bool catalog_is_draft(const struct catalog_set *set, struct fault *fault);
MUST_USE bool catalog_day_is_sound(civil_date from, civil_date today, struct fault *fault);
/* State, two pairs of eyes, something to publish, nothing stale, a day. */
MUST_USE bool catalog_may_publish(const struct catalog_asked *asked, civil_date given,
                                  civil_date *out_from, struct fault *fault);
MUST_USE bool catalog_may_withdraw(const struct catalog_asked *asked, struct fault *fault);
/* Whether this actor wrote any of it. */
bool catalog_is_own(const struct catalog_asked *asked);

/* -- the changes as the pack knows them (catalog_pack.c) -- */

/* Of a draft, as of `from`; what is no JSON was refused before it was kept. */
void catalog_as_pack(struct arena *arena, const struct catalog_changes *changes, civil_date from,
                     struct pack_changes *out);
/* All that would be wrong with the pack if these were published: on their day and on each day after
 * it on which it becomes another one. */
struct pack_findings catalog_check(struct arena *arena, const struct pack *pack,
                                   const struct pack_changes *changes, civil_date from);
/* The record that holds on a day, by all that is published. */
const struct jvalue *catalog_record_on(struct arena *arena, const struct pack *pack,
                                       enum pack_kind kind, struct text key, civil_date on);

/* The record as it was before a set that is published. */
const struct jvalue *catalog_record_without(struct arena *arena, const struct pack *pack,
                                            const struct catalog_set *set,
                                            const struct pack_change *change);

/* -- reading (catalog_store.c) -- */

MUST_USE bool catalog_sets_of(struct arena *arena, struct store *store, struct catalog_sets *out,
                              struct fault *fault);
MUST_USE bool catalog_set_of(struct arena *arena, struct store *store, int64_t id,
                             struct catalog_set *out, struct fault *fault);
MUST_USE bool catalog_changes_of(struct arena *arena, struct store *store, int64_t set,
                                 struct catalog_changes *out, struct fault *fault);
/* The entry of the newest publication or withdrawal: 0, none. One row. */
MUST_USE bool catalog_turn(struct store *store, int64_t *out, struct fault *fault);
/* All that is published and not withdrawn, in the order of publication. */
MUST_USE bool catalog_in_law(struct arena *arena, struct store *store, struct pack_changes *out,
                             struct fault *fault);

/* -- JSON (catalog_view_door.c) -- */

MUST_USE bool catalog_answer_sets(const struct view_run *run, struct json_writer *json,
                                  struct fault *fault);
MUST_USE bool catalog_answer_set(const struct view_run *run, struct json_writer *json,
                                 struct fault *fault);
struct catalog_query {
    struct text kind, key;
    civil_date on;
};
extern const struct field_table catalog_query_table;
MUST_USE bool catalog_answer_kinds(const struct view_run *run, struct json_writer *json,
                                   struct fault *fault);
MUST_USE bool catalog_answer_records(const struct view_run *run, struct json_writer *json,
                                     struct fault *fault);
MUST_USE bool catalog_answer_record(const struct view_run *run, struct json_writer *json,
                                    struct fault *fault);

/* -- conditions and trial cases (catalog_trial_door.c) -- */

struct catalog_trial_query {
    struct text policy; /* {"conditions": ..., "trials": [...]} */
};
extern const struct field_table catalog_trial_table;
MUST_USE bool catalog_answer_fields(const struct view_run *run, struct json_writer *json,
                                    struct fault *fault);
MUST_USE bool catalog_answer_trial(const struct view_run *run, struct json_writer *json,
                                   struct fault *fault);

extern const struct statement *const catalog_statements[];
extern const size_t catalog_statement_count;
extern const char catalog_ddl[];
extern const struct room catalog_room;

#endif
