#ifndef LIANDONG_APP_MARK_H
#define LIANDONG_APP_MARK_H

#include "app/kind.h"

/* A page that ends among things its reader may not see (a search that was ended by its ceiling)
 * must say where to go on without saying what is there: not even that a number exists. Such a mark
 * is sealed with the vault's keys, for one list, and reads "~" and base64url (RFC 4648, section 5)
 * without padding. Marks that name a line the reader saw need none of this.
 *
 * `list` is a constant name of the list; a mark of one list opens in no other. */
MUST_USE bool mark_seal(const struct view_run *run, const char *list, struct text place,
                        struct text *out, struct fault *fault);
bool mark_is_sealed(struct text mark);
/* False: not a mark of this list, altered, or sealed with a key that is gone. */
bool mark_open(const struct view_run *run, const char *list, struct text mark, struct text *out);

#endif
