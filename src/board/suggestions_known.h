#ifndef LIANDONG_BOARD_SUGGESTIONS_KNOWN_H
#define LIANDONG_BOARD_SUGGESTIONS_KNOWN_H

#include "board/suggestions.h"
#include "engine/retrieve/suggest.h"

/* Colleagues and meetings by name, kept between keystrokes: read once, and anew when the ledger has
 * an entry about accounts or meetings that was not there. What is kept says nothing of who may see
 * it: whoever asks for meetings asks for each that fits whether he may. Immutable, shared by
 * threads: taken, read, given back. */
struct suggestions_person {
    struct suggest_name fits;
    int64_t account;
    struct text name, role;
};
struct suggestions_meeting {
    struct suggest_name fits;
    int64_t id;
    struct text title;
    civil_date held_on;
};
struct suggestions_known {
    struct suggestions_person *people; /* at most COLLEAGUES_MAX */
    size_t person_count;
    struct suggestions_meeting *meetings; /* the newest; at most SUGGESTIONS_MEETINGS_MAX */
    size_t meeting_count;
};
#define SUGGESTIONS_MEETINGS_MAX 2000

MUST_USE bool suggestions_known_take(const struct view_run *run,
                                     const struct suggestions_known **out, struct fault *fault);
void suggestions_known_give(const struct suggestions_known *known);
void suggestions_known_forget(void); /* nothing is kept any more */

/* -- suggestions_store.c -- */

MUST_USE bool suggestions_read_meetings(struct arena *arena, struct store *store,
                                        struct suggestions_known *out, struct fault *fault);
#endif
