#ifndef LIANDONG_APP_CITY_H
#define LIANDONG_APP_CITY_H

#include "base/civil_date.h"
#include "base/fault.h"
#include "base/text.h"

/* The city whose pack is loaded: what rooms and doors ask of it, by name, in a language. Immutable;
 * shared by all threads. The pack itself is there for those who need its records.
 *
 * A city that lives (its pack has published changes, src/pack/living.h) is a row of snapshots, each
 * immutable and counted. Whoever answers a request or runs a command takes the newest one, keeps to
 * it until he is done and gives it back; the last one to give back an old snapshot frees it. So
 * nothing changes under anybody's hands, and nothing is started anew. */
struct pack;
struct calendar;
struct city;
struct arena;

/* A city with one snapshot for good, in the caller's arena: for the terminal and for tests. */
struct city *city_open(struct arena *arena, const struct pack *pack);

/* A living city as of `on`; `arena` holds the pack, belongs to the snapshot from now on and is
 * closed with it. `out` is also the handle for the calls below, until city_close. */
struct city *city_live(struct arena *arena, const struct pack *pack, civil_date on);
/* The next snapshot; what is asked from now on is asked of it. Any thread. */
void city_succeed(const struct city *city, struct arena *arena, const struct pack *pack,
                  civil_date on);
void city_close(const struct city *city); /* the handle; NULL is allowed */

/* The newest snapshot, held; of a city with one snapshot, itself. Any thread. */
const struct city *city_hold(const struct city *city);
/* This very snapshot, held once more. */
const struct city *city_keep(const struct city *city);
void city_give(const struct city *city);
/* Which of the snapshots it is: 1, 2, ...; for what is cached beside it. */
int64_t city_serial(const struct city *city);

const struct pack *city_pack(const struct city *city);
const struct calendar *city_calendar(const struct city *city);

struct text city_code(const struct city *city);    /* "350100" */
struct text city_version(const struct city *city); /* of the pack, for the ledger */
struct text city_title(const struct city *city, enum language language);
int city_utc_offset_minutes(const struct city *city);
civil_date city_today(const struct city *city, int64_t now_utc_ms);

/* A limit of the mechanism in force on a day ("handover_acknowledge"): working days. A code that
 * the pack lacks is a bug: pack check refuses such a pack. */
int city_limit(const struct city *city, const char *code, civil_date on);

/* The last working day of a limit that begins after `from`, and whether a year without a published
 * calendar had a part in it. `from` CIVIL_DATE_NONE gives CIVIL_DATE_NONE. */
struct city_due {
    civil_date day;
    bool is_provisional;
};
struct city_due city_due(const struct city *city, civil_date from, int working_days);
/* Working days from `from` to `to` (negative when `to` is earlier). */
int64_t city_working_days(const struct city *city, civil_date from, civil_date to);

/* Names as they are now, or were last; an unknown code gives the code itself, so that nothing on a
 * page is ever blank. */
struct text city_org_name(const struct city *city, struct text org, enum language language);
struct text city_district_name(const struct city *city, struct text code, enum language language);
struct text city_direction_name(const struct city *city, struct text id, enum language language);
/* The industry class a direction belongs to, "" when it is seen with several. */
struct text city_direction_class(const struct city *city, struct text id);
struct text city_role_name(const struct city *city, struct text role, enum language language);
struct text city_item_name(const struct city *city, struct text code, enum language language);
struct text city_stage_name(const struct city *city, struct text id, enum language language);
bool city_has_org(const struct city *city, struct text org);
/* Of those, one that can be asked for something: "enterprise" stands among them only as who
 * organises some items itself. */
bool city_is_unit(const struct city *city, struct text org);
bool city_has_district(const struct city *city,
                       struct text code); /* one of the city's, not the city */
bool city_has_direction(const struct city *city, struct text id);
bool city_has_class(const struct city *city, struct text id);

struct jvalue;
/* Facts of a lead against the pack's screening fields: names and types. */
MUST_USE bool city_lead_facts_are_valid(struct arena *arena, const struct city *city,
                                        const struct jvalue *facts, struct fault *fault);

/* "榕联2026-0001" from the pack's pattern for `kind` (project, lead, application, problem). */
struct text city_number(struct arena *arena, const struct city *city, const char *kind, int year,
                        int64_t n);

#endif
