#ifndef LIANDONG_ENGINE_GUIDE_READ_H
#define LIANDONG_ENGINE_GUIDE_READ_H

#include "base/fault.h"
#include "base/json_read.h"
#include "engine/guide/guide.h"

/* A bare problem (docs/guide.md):
 *
 *     {"fields": [{"name": "a", "prior": 0.3}, ...],
 *      "items": [{"name": "x", "dnf": [[["a", true], ["b", false]], ...]}, ...]}
 *
 * A field is true with its prior, whatever the others are. An item holds when one of its terms
 * does, a term when all of its literals do: no term is never, an empty term always. Outcome 1 of a
 * field's variable is true; variable and question have the field's number.
 *
 * Refused with the place ("items[3].dnf[0][1]"): what has another form, a name that is missing or
 * stands twice, a prior outside 0..1, more than 4,096 fields, a problem whose functions are too
 * large to be written down. */
MUST_USE bool guide_read(struct arena *arena, const struct jvalue *problem, struct guide **out,
                         struct fault *fault);

/* The field's name, of a guide that guide_read made of the same problem. */
struct text guide_read_name(const struct jvalue *problem, uint32_t field);

#endif
