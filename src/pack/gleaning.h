#ifndef LIANDONG_PACK_GLEANING_H
#define LIANDONG_PACK_GLEANING_H

#include "engine/retrieve/glean.h"
#include "pack/pack.h"

/* How the city's people say facts in a sentence (words.json, member facts), for engine/retrieve:
 * the fields of the questionnaire by their number in the space of facts, and the districts by name.
 */

/* The fact that a district was named; its value is the district's code. */
#define PACK_GLEAN_DISTRICT UINT32_MAX

/* Without a rule where the pack has no such table. The pack must live as long as `out`. */
void pack_gleaning(struct arena *arena, const struct pack *pack, struct glean_words *out);

/* Writes a value as the field takes it: truth, number or text. */
struct json_writer;
void pack_glean_value(struct json_writer *json, const struct pack *pack, uint32_t field,
                      struct text value);
/* "total_investment_wanyuan"; "district". */
struct text pack_glean_field(const struct pack *pack, uint32_t field);

#endif
