#ifndef LIANDONG_ROOM_DEFERRAL_H
#define LIANDONG_ROOM_DEFERRAL_H

#include "app/access.h"
#include "app/kind.h"

/* Deferred material (容缺受理): the main papers are there, a named one that matters less is not,
 * and the applicant promises in writing the day by which it will be. The application goes on
 * meanwhile: its clock is not touched.
 *
 *     promised --fulfil--> fulfilled
 *        |
 *        +--the day passes, certificate not out--> withdrawn (the application with it)
 *        +--the day passes, certificate out------> breached --extend--> promised
 *        |                                                  --revoke--> revoked
 *        +--the application ends otherwise--> void (breached likewise)
 *
 * - Only what a variant in force (deferred_materials) lists for the item may follow, where the
 * facts meet its condition and no mark on the credit record closes the way.
 * - The latest day that may be promised, and whether the certificate waits, are the item's rule in
 *   commitments.json. A held certificate cannot be delivered before the material is there.
 * - The lapse happens by itself on the day after the promised one (a chore); nobody need look.
 * - Granted while something was owed is counted apart: 办结(容缺通过), code 12 of the national data
 *   standard, beside 11. A grant that is undone before it was delivered counts no more.
 * - What is refused, not accepted, withdrawn or revoked needs no material: the promise is void with
 *   it, and does not lapse. */
enum deferral_state {
    DEFERRAL_PROMISED,
    DEFERRAL_FULFILLED,
    DEFERRAL_WITHDRAWN,
    DEFERRAL_BREACHED,
    DEFERRAL_REVOKED,
    DEFERRAL_VOID,
    DEFERRAL_STATE_COUNT
};
const char *deferral_state_code(enum deferral_state state);
bool deferral_state_find(struct text code, enum deferral_state *out);
struct text deferral_state_name(enum deferral_state state, enum language language);

struct deferral {
    int64_t id, version, project, application;
    struct text variant, code, item_name, org;
    struct text materials; /* JSON array of names */
    bool is_held;          /* the certificate waits for them */
    enum deferral_state state;
    civil_date promised_on; /* the day on which it was promised ... */
    civil_date due_on;      /* ... to be there */
    civil_date granted_on;  /* while it was owed */
    civil_date fulfilled_on, lapsed_on;
    struct text note;

    /* of other tables, for showing */
    struct text number, application_state, project_number, project_name, enterprise;
};
struct deferrals {
    struct deferral *items;
    size_t count;
};

/* -- commands -- */

struct deferral_promise {
    struct text_list materials;
    civil_date due_on;
};
struct deferral_fulfil {
    struct text files, note;
};
struct deferral_conclude {
    struct text consequence, reason; /* extend, revoke */
    civil_date due_on;               /* of an extension */
};
extern const struct field_table deferral_promise_table, deferral_fulfil_table,
    deferral_conclude_table;

/* -- events -- */

struct deferral_promised {
    int64_t application;
    struct text variant, code, item_name, org;
    struct text_list materials;
    bool held;
    civil_date due_on;
};
struct deferral_granted {
    struct text result;
};
struct deferral_ended { /* the grant undone, or the application ended */
    struct text reason;
};
struct deferral_fulfilled {
    struct text files, note;
};
struct deferral_lapsed {
    struct text outcome; /* withdrawn, breached */
    int64_t application;
    struct text org, item_name, code, enterprise;
};
struct deferral_concluded {
    struct text consequence, reason;
    int64_t application;
    civil_date due_on;
};
extern const struct event_kind deferral_promised_event, deferral_granted_event,
    deferral_fulfilled_event, deferral_lapsed_event, deferral_concluded_event,
    deferral_ungranted_event, deferral_voided_event;
record_function deferral_record_promised, deferral_record_granted, deferral_record_fulfilled,
    deferral_record_lapsed, deferral_record_concluded, deferral_record_ungranted,
    deferral_record_voided;

/* -- deciding (deferral.c, pure) -- */

struct pack;
struct pack_record;
struct facts;

struct deferral_ground {
    const struct pack *pack;
    const struct facts *facts;
    struct text code;              /* of the item */
    struct text application_state; /* as recorded */
    bool is_closed_by_record;      /* a mark that is not repaired */
    const struct deferrals *owed;  /* promised already for this application */
    civil_date today;
};
/* What may follow later, with the variant that lists it, by facts and validity; returns how many.
 */
struct deferral_offer {
    struct text material;
    const struct pack_record *variant;
};
#define DEFERRAL_OFFERS_MAX 32
size_t deferral_offers(const struct deferral_ground *ground,
                       struct deferral_offer out[DEFERRAL_OFFERS_MAX]);
/* The item's rule, NULL: none, then nothing may be deferred. */
const struct pack_record *deferral_rule(const struct pack *pack, struct text code);
MUST_USE bool deferral_decide_promise(const struct deferral_ground *ground,
                                      const struct deferral_promise *command,
                                      struct deferral_promised *out, struct fault *fault);
/* What a lapse leads to, by what has become of the application: with the certificate out it is a
 * promise not kept, before that the application counts as withdrawn. Where the certificate waits
 * for nothing it is out with the grant, delivered or not. */
const char *deferral_outcome(const struct deferral *deferral);
/* The last day that an extension on `today` may set, by the item's rule (`extend_days` working
 * days); CIVIL_DATE_NONE: it is not extended. */
civil_date deferral_latest_extension(const struct pack *pack, struct text code, civil_date today);
struct deferral_conclude_terms {
    const struct actor *actor;
    civil_date today, latest; /* latest: deferral_latest_extension */
};
MUST_USE bool deferral_decide_conclude(const struct deferral *deferral,
                                       const struct deferral_conclude *command,
                                       const struct deferral_conclude_terms *terms,
                                       struct fault *fault);

/* -- reading (deferral_store.c) -- */

MUST_USE bool deferral_find(const struct sight *sight, int64_t id, struct deferral *out,
                            struct fault *fault);
struct deferral_filter {
    struct text state; /* a code, "open", "granted" (while owed), or "" */
    struct text org;
    int64_t project, application;
};
/* By the day promised, at most 200. */
MUST_USE bool deferral_select(const struct sight *sight, const struct deferral_filter *filter,
                              struct deferrals *out, struct fault *fault);
/* Those of an application that are still owed; whoever asks has the right. */
MUST_USE bool deferral_owed(struct arena *arena, struct store *store, int64_t application,
                            struct deferrals *out, struct fault *fault);
/* Those of an application in any state. */
MUST_USE bool deferral_of_application(struct arena *arena, struct store *store, int64_t application,
                                      struct deferrals *out, struct fault *fault);
/* Whose day has passed, at most `most`. */
MUST_USE bool deferral_due(struct arena *arena, struct store *store, civil_date today,
                           struct deferrals *out, struct fault *fault);

extern const struct statement *const deferral_statements[];
extern const size_t deferral_statement_count;
extern const char deferral_ddl[];
extern const struct room deferral_room;

#endif
