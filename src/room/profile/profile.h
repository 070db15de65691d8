#ifndef LIANDONG_ROOM_PROFILE_H
#define LIANDONG_ROOM_PROFILE_H

#include "engine/rules/fact_change.h"
#include "ground/project/project.h"

/* The profile of an enterprise (企业画像): what is known of it, in the fields that policies ask
 * for.
 *
 * - The enterprise, its navigator, a coordinator or the promotion officer states facts; who said
 * it, when, and where it is from stay visible. A fact may be said anew or taken back to unknown;
 * what was said before stays. A fact is never guessed.
 * - What is known of the project already, in a field that means the same, needs not be said again:
 *   which fields these are is data (profile.json, `fact`). What is said of the enterprise itself
 * goes before it.
 * - An enterprise is known by its project. What was said with another project of the same
 * enterprise may be taken over by whoever may see both.
 * - It is confidential business information (商业秘密): whoever serves the project reads it, units
 *   that take part in its approvals do not. */

/* Who states and reads facts of enterprises, of the projects each may see. */
#define ROLES_PROFILE (ROLES_SERVICE | ROLE_BIT(ROLE_PROMOTION_OFFICER) | ROLE_BIT(ROLE_ENTERPRISE))

/* -- commands and events -- */

struct profile_state {
    struct text facts;
    struct text source;
};
struct profile_take_over {
    int64_t from;
};
struct profile_changed {
    struct text facts; /* the changed members; null: taken back */
    struct text source;
    int64_t from; /* the project they were taken over from; 0: they were said */
};
extern const struct field_table profile_state_table, profile_take_over_table;
extern const struct event_kind profile_changed_event;
record_function profile_record_changed;

/* -- reading (profile_store.c); the caller has made sure that the project may be seen -- */

struct profile_fact {
    struct text name;
    struct text value;  /* JSON; of what was said before also "null" */
    struct text source; /* as it was given; may be empty */
    struct text by;     /* actor_label; "" for what the project's facts tell */
    civil_date on;      /* CIVIL_DATE_NONE for those */
    int64_t from;       /* project it was taken over from, else 0 */
};
struct profile {
    const struct profile_fact *items;
    size_t count;
    int64_t version; /* 1 before anything was said */
};
/* What was said, by name, and what the project tells of fields of which nothing was said. */
struct profile_desk {
    struct arena *arena;
    struct store *store;
    const struct city *city;
};
MUST_USE bool profile_load(const struct profile_desk *desk, const struct project *project,
                           struct profile *out, struct fault *fault);
/* One object, as policies are matched with it; names that the pack has no longer are left out. */
const struct jvalue *profile_object(struct arena *arena, const struct city *city,
                                    const struct profile *profile);
const struct profile_fact *profile_find(const struct profile *profile, struct text name);

/* -- JSON (profile_door.c) -- */

/* The members `field`, `name`, `unit` (or null), `type`, `options` (or null) of an open object:
 * what a person needs to say such a fact. */
void profile_write_field(struct json_writer *json, const struct view_run *run, struct text name);

/* The members `source`, `by_role` (null: the project's facts tell it), `on` of an open object: from
 * where a fact is known. */
void profile_write_said(struct json_writer *json, const struct view_run *run,
                        const struct profile_fact *fact);

/* -- inside -- */

/* What the facts of a project tell of an enterprise (profile.c): `known` the project's and the
 * lead's facts as one object. */
struct pack;
void profile_prefill(struct arena *arena, const struct pack *pack, const struct jvalue *known,
                     struct profile *profile);
/* What was said of a field, newest first, at most 50. */
MUST_USE bool profile_history(const struct profile_desk *desk, int64_t project, struct text name,
                              struct profile *out, struct fault *fault);
/* Projects of the same enterprise in its district of which something was said, as far as one may
 * see, at most 20. */
struct profile_other {
    int64_t id;
    struct text number, name;
};
struct profile_others {
    struct profile_other *items;
    size_t count;
};
MUST_USE bool profile_others_of(const struct sight *sight, const struct project *project,
                                struct profile_others *out, struct fault *fault);

extern const struct statement *const profile_statements[];
extern const size_t profile_statement_count;
extern const char profile_ddl[];
extern const struct room profile_room;

#endif
