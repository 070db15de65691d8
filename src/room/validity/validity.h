#ifndef LIANDONG_ROOM_VALIDITY_H
#define LIANDONG_ROOM_VALIDITY_H

#include "app/access.h"
#include "app/kind.h"

/* Expiry watch (有效期): whatever holds for a time only. The result of an application (a
 * construction permit that nobody begins to build on is void after three months, 建筑法 Art. 9),
 * the assessment of a park that a project refers to (区域评估), a permit by stage.
 *
 *     running --ended--> ended      what it was waited for has happened: works began in time
 *        |  \--extended--> running  as often and by as much as the item's rule allows
 *        +--the day passes--> lapsed, by itself
 *
 * - How long, what ends the watch, how often it may be extended, how many days ahead somebody is
 *   told, and what a lapse means are rules of the pack (commitments.json, `expiries`).
 * - A notice is written down when it is given; a lapse is written down on the day after, by a
 * chore.
 * - A certificate of elsewhere that was registered with its last day is watched like a result, and
 * so is a commitment on which something was granted, where its rule says how long it holds; nothing
 * is that holds until it is revoked.
 * - What is told and what lapses carries the article it rests on, or says that none is known.
 * - An assessment is referred to by item, with its validity and terms: refused when it has run out
 * or when industry, size or height differ; when it runs out before use, the item is in the plan
 * again (special case 10). */
enum validity_state { VALIDITY_RUNNING, VALIDITY_ENDED, VALIDITY_LAPSED, VALIDITY_STATE_COUNT };
const char *validity_state_code(enum validity_state state);
bool validity_state_find(struct text code, enum validity_state *out);

struct validity {
    int64_t id, version, project;
    int64_t source;              /* application; 0: none */
    int64_t about;               /* certificate or commitment; 0: none */
    struct text kind;            /* result, assessment, certificate, commitment */
    struct text code, name, org; /* item; what holds; whose it is */
    struct text ends_with;       /* milestone, "" none */
    struct text lapse;           /* void, review, expire, reopen */
    struct text document;
    struct text notice_days; /* JSON array, calendar days ahead, falling */
    struct text law;         /* why it lapses; "" not known */
    enum validity_state state;
    civil_date from_on, until, noticed_on, lapsed_on, ended_on;
    civil_date next_on; /* when somebody must be told next, or the day after the last */
    int64_t extensions, extensions_most; /* -1: the rule does not say how often */
    int64_t extension_months;

    /* of other tables, for showing */
    struct text project_number, project_name;
};
struct validities {
    struct validity *items;
    size_t count;
};

/* -- commands -- */

struct validity_refer {
    struct text item, assessment, document;
    civil_date valid_until;
    int64_t within_terms; /* industry, size and height: yes, no, unknown */
};
struct validity_extend {
    struct text reason, document;
};
extern const struct field_table validity_refer_table, validity_extend_table;

/* -- events -- */

struct validity_watched {
    struct text kind, code, name, org, ends_with, lapse, document, notice_days;
    struct text topic; /* of an assessment: the member of the project's facts */
    struct text law;
    int64_t about, source, extensions_most, extension_months;
    civil_date until, next_on;
};
struct validity_noticed {
    int64_t left_days;
    int64_t source; /* application; 0: none */
    civil_date until, next_on;
    struct text name, code, kind, org, law;
};
struct validity_extended {
    struct text reason, document;
    civil_date until, next_on;
};
struct validity_lapsed {
    struct text kind, lapse, code, name, org, law;
    int64_t source, about;
    civil_date until; /* its last day */
};
struct validity_ended {
    struct text reason;
};
extern const struct event_kind validity_watched_event, validity_noticed_event,
    validity_extended_event, validity_lapsed_event, validity_ended_event;
record_function validity_record_watched, validity_record_noticed, validity_record_extended,
    validity_record_lapsed, validity_record_ended;

/* -- deciding (validity.c, pure) -- */

/* The next day on which somebody is told, after `today`: so many days ahead of `until` as the list
 * says; the day after `until` when none is left. */
civil_date validity_next(struct arena *arena, struct text notice_days, civil_date until,
                         civil_date today);
struct pack_record;
/* The watch over a result granted on `from`, by the rule of its item. False: nothing to watch. */
struct validity_granted {
    const struct pack_record *rule; /* of the item, or `other` */
    civil_date from, valid_until;   /* what the decision says; CIVIL_DATE_NONE: nothing */
    struct arena *arena;
};
bool validity_of_result(const struct validity_granted *granted, struct validity_watched *out);
MUST_USE bool validity_decide_refer(const struct validity_refer *command, civil_date today,
                                    struct fault *fault);
MUST_USE bool validity_decide_extend(const struct validity *validity, const struct actor *actor,
                                     civil_date today, struct fault *fault);

/* -- reading (validity_store.c) -- */

MUST_USE bool validity_find(const struct sight *sight, int64_t id, struct validity *out,
                            struct fault *fault);
struct validity_filter {
    struct text state, kind; /* "" any */
    int64_t project;
    civil_date until; /* CIVIL_DATE_NONE: any; else those that run out by then */
};
/* By the day they run out, at most 200. */
MUST_USE bool validity_select(const struct sight *sight, const struct validity_filter *filter,
                              struct validities *out, struct fault *fault);
/* Running ones of a project; whoever asks has the right. */
MUST_USE bool validity_running(struct arena *arena, struct store *store, int64_t project,
                               struct validities *out, struct fault *fault);
/* For which something is to be said or has lapsed, a bounded number. */
MUST_USE bool validity_due(struct arena *arena, struct store *store, civil_date today,
                           struct validities *out, struct fault *fault);

extern const struct statement *const validity_statements[];
extern const size_t validity_statement_count;
extern const char validity_ddl[];
extern const struct room validity_room;

#endif
