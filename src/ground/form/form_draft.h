#ifndef LIANDONG_GROUND_FORM_DRAFT_H
#define LIANDONG_GROUND_FORM_DRAFT_H

#include "base/arena.h"
#include "base/fault.h"
#include "base/field.h"
#include "base/json_read.h"

/* The draft of a project's form, as several people write it. Its content is
 *
 *     {"items":["inv-filing"],"channel":"online","desk":"",
 *      "answers":{"site_address":{"value":"...","version":3,"by":12}},
 *      "materials":{"公司章程":{"value":[7],"version":4,"by":12}}}
 *
 * Each answer knows in which version it was changed last. Pure. */

struct form_draft_change {
    struct text_list items;         /* none: as before */
    struct text channel, desk;      /* empty: as before */
    const struct jvalue *answers;   /* changed ones, null: taken back; or NULL */
    const struct jvalue *materials; /* the same */
    int64_t seen;    /* the version that the writer had before him; 0: whatever it is */
    int64_t version; /* that this makes */
    int64_t by;
};

/* The content with the change in it. Refused with VERSION_MOVED of the field where an answer that
 * was changed after `seen` would be replaced by another: nobody's words are lost unseen. `current`
 * NULL: there is no draft yet. */
MUST_USE bool form_draft_merge(struct arena *arena, const struct jvalue *current,
                               const struct form_draft_change *change, struct text *out,
                               struct fault *fault);

/* {"id": value} of a draft's answers or materials. */
const struct jvalue *form_draft_values(struct arena *arena, const struct jvalue *written);

#endif
