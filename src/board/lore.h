#ifndef LIANDONG_BOARD_LORE_H
#define LIANDONG_BOARD_LORE_H

#include "app/kind.h"
#include "engine/retrieve/suggest.h"
#include "pack/gleaning.h"
#include "pack/passages.h"
#include "pack/questionnaire.h"

/* What is made of the city's rules once a day and kept for all questions of that day: the index
 * that questions in one's own words are looked up in, the words that facts are said with, the
 * decision diagrams of the questionnaire. Another day or another snapshot of the city makes
 * another; each part is made when it is first asked for. Immutable once made, shared by threads:
 * taken, asked, given back. */
struct lore;

struct lore *lore_take(const struct view_run *run);
void lore_give(struct lore *lore);
void lore_forget(void); /* nothing is kept any more */

struct lore_passages {
    struct pack_passages passages;
    const struct retrieve_index *index;
    struct glean_words said; /* how facts are said in a sentence */
};
const struct lore_passages *lore_passages(struct lore *lore);

/* Names to be found while they are typed: items, policies, parks and units in force. */
struct lore_name {
    struct suggest_name name, name_en;
    struct text kind; /* "item", "policy", "park", "bundle", "package", "unit" */
    const struct pack_record *record;
};
struct lore_names {
    const struct pinyin *pinyin;
    const struct lore_name *items;
    uint32_t count;
};
const struct lore_names *lore_names(struct lore *lore);

/* The questionnaire of the day. */
MUST_USE bool lore_guide(struct lore *lore, const struct questionnaire **out, struct fault *fault);

#endif
