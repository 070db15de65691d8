#ifndef LIANDONG_GROUND_PROJECT_STORE_H
#define LIANDONG_GROUND_PROJECT_STORE_H

#include "engine/retrieve/suggest.h"
#include "ground/project/project.h"

/* Between the files of this room, and for boards that list projects. */

/* The overlapping pairs of characters of a name, its spaces and punctuation dropped, each once:
 * what two names of the same project have in common. "闽航电池" gives 闽航 航电 电池. */
#define GRAMS_MAX 64
struct grams {
    struct text items[GRAMS_MAX];
    size_t count;
    char bytes[GRAMS_MAX * 8]; /* where the items point to */
};
void grams_of(struct text name, struct grams *out);
/* Dice's coefficient of two names in percent: 100 = the same pairs. */
int grams_similarity(const struct grams *a, const struct grams *b);

/* What is searched for by words (搜索): at each place of a text a gram begins, of two characters,
 * or of four where all are ASCII; fewer at the end of the text. ASCII letters count as small ones.
 * Each text that holds some words holds every whole gram of these words, and a gram that begins
 * with the one that is not whole. So the rarest gram of what was typed finds all candidates, whose
 * texts are then looked at. "Abc电池" gives abc电 bc电 c电 电池 池. */
struct search_gram {
    char bytes[16];
    size_t len;
    bool is_whole; /* no longer one begins with it */
};
/* The gram that begins at `at`; returns where the next one begins. */
size_t search_gram(struct text text, size_t at, struct search_gram *out);
/* True when the words stand in the text, capital ASCII letters or small ones. */
bool search_holds(struct text text, struct text words);

/* Searching by initials (拼音首字母): from each place of a name on, the letters that up to three
 * characters begin with, every way they are read (长 is c and z). Letters and digits stand for
 * themselves; what has no letter is passed over, and nothing begins there. */
#define INITIALS_LEN 3
#define INITIALS_WAYS 8
struct initials {
    struct {
        char bytes[INITIALS_LEN];
    } items[INITIALS_WAYS];
    size_t count, len; /* len: fewer than three at the end of the name; 0: nothing */
};
void initials_of(const struct suggest_name *name, uint32_t at, struct initials *out);

void project_read_row(struct arena *arena, const struct store_rows *rows, struct project *out);

record_function project_record_registered, project_record_moved, project_record_served_by,
    project_record_party_joined, project_record_came_to_desk, project_record_lead_facts,
    project_record_renamed, project_record_coordinated;

/* What was so from a day to a day (project_past_store.c): `what` is name, enterprise, scope or
 * navigator (then `value` is the account's number). A value of the first two that never changed has
 * no row: it is the project's own since it was registered. */
struct project_span {
    struct text what, value, reason;
    civil_date from,
        to; /* to: the first day on which it was otherwise; CIVIL_DATE_NONE: it is so */
};
struct project_spans {
    struct project_span *items; /* newest first */
    size_t count;
};
MUST_USE bool project_spans_of(struct arena *arena, struct store *store, int64_t project,
                               struct project_spans *out, struct fault *fault);
/* From that day on it is `value`. */
struct project_turn {
    int64_t project;
    const char *what;
    struct text value, reason;
    civil_date on;
    int64_t id; /* of the event */
};
MUST_USE bool project_turns(struct store *store, const struct project_turn *turn,
                            struct fault *fault);
extern const struct statement project_past_close, project_past_first_name, project_past_first_owner,
    project_past_open, project_past_of;

extern const struct statement *const project_statements[];
extern const size_t project_statement_count;
extern const char project_ddl[];

#endif
