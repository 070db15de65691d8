#ifndef LIANDONG_ROOM_LETTER_INSIDE_H
#define LIANDONG_ROOM_LETTER_INSIDE_H

#include "app/access.h"
#include "room/letter/letter.h"

/* Between the files of this room. */

record_function letter_record_issued, letter_record_printed, letter_record_withdrawn;

struct text letter_state_name(enum letter_state state, enum language language);
/* The acts that end a letter: by the unit that issued it (coordinators may for it), once. */
MUST_USE bool letter_may_end(const struct letter *letter, const struct actor *actor,
                             struct fault *fault);

/* The letter if the scope reaches its project, else NOT_FOUND. */
struct letter_wanted {
    struct scope scope;
    int64_t id;
};
MUST_USE bool letter_find(struct arena *arena, struct store *store,
                          const struct letter_wanted *wanted, struct letter *out,
                          struct fault *fault);
/* Newest first, at most LETTER_PAGE_MAX + 1; `id` of the project, or of the application, which must
 * be seen (NOT_FOUND else). */
#define LETTER_PAGE_MAX 100
MUST_USE bool letter_of_project(struct arena *arena, struct store *store,
                                const struct letter_wanted *wanted, struct letters *out,
                                struct fault *fault);
MUST_USE bool letter_of_application(struct arena *arena, struct store *store,
                                    const struct letter_wanted *wanted, struct letters *out,
                                    struct fault *fault);
/* The next number of a series in a year: 1 after none. */
MUST_USE bool letter_next_serial(struct store *store, struct text series, int64_t year,
                                 int64_t *out, struct fault *fault);

extern const struct statement *const letter_statements[];
extern const size_t letter_statement_count;
extern const char letter_ddl[];

#endif
