#ifndef LIANDONG_PACK_PARKS_H
#define LIANDONG_PACK_PARKS_H

#include "base/json_write.h"
#include "engine/site/site.h"
#include "pack/read.h"

/* The parks of a pack and the criteria by which a project is matched to them, as they hold on a day
 * (parks.json; docs/parks.md). What a park has not said is unknown; so is all that a park's record
 * says while it is not verified (evidence `unverified`). */
struct park_criterion {
    const struct pack_record *record;
    struct text offer; /* the park's fact it reads */
};

struct parks {
    const struct pack *pack;
    civil_date on;
    struct site_criteria criteria;
    const struct park_criterion *sources; /* by criterion */
    const struct pack_record *const *items;
    const struct site_offer *const *offers; /* by park, then by criterion */
    uint32_t count;
};

/* Refused: a criterion that the program does not understand. */
MUST_USE bool parks_of(struct arena *arena, const struct pack *pack, civil_date on,
                       struct parks *out, struct fault *fault);

#define PARK_WEIGHT_MAX 1000
/* Whether a record of `match_criteria` says something that can be worked out; else why not. */
MUST_USE bool park_criterion_is_sound(const struct fact_space *space, const struct jvalue *raw,
                                      struct pack_why *why);

/* The value at "offers.gas", a member of a member; NULL: null, or not there. */
const struct jvalue *park_value_at(struct arena *arena, const struct jvalue *at, struct text path);
/* What a park says of a fact of `park_facts`: the JSON value, NULL while it is not known. */
const struct jvalue *park_fact(struct arena *arena, const struct pack_record *park,
                               const struct pack_record *fact);

/* All parks for one project, in the order in which they are shown. */
struct park_matches {
    const struct site_match *items; /* by park */
    const uint32_t *order;
};
struct park_matches parks_match(struct arena *arena, const struct parks *parks,
                                const struct site_project *project);
/* The project of these facts; `direction` is an id of industries.json, or "". */
struct site_project parks_project(const struct parks *parks, const struct facts *facts,
                                  struct text direction);

/* The facts of the plan that the park would make so and that are not so in `now` (a JSON object),
 * as the text of a JSON object: what its facts set (`sets`), and the topics of its assessments that
 * are surely valid on the day, with the first day on which one of them ends. "" nothing. */
struct text parks_brings(struct arena *arena, const struct parks *parks, uint32_t at,
                         const struct jvalue *now);

/* `criteria` [...] and `max` of an object that is open. */
void parks_write_criteria(struct json_writer *json, struct arena *arena, const struct parks *parks,
                          bool is_english);
/* What one park came to: `result`, `score`, `place`, `parts`, `unmet`, `missing`, `park_missing` of
 * an object that is open. */
void parks_write_match(struct json_writer *json, struct arena *arena, const struct parks *parks,
                       const struct park_matches *matches, uint32_t at);

/* Thousandths as decimal text without zeros at the end. */
struct text parks_points(struct arena *arena, uint64_t thousandths);

#endif
