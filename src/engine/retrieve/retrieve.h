#ifndef LIANDONG_ENGINE_RETRIEVE_H
#define LIANDONG_ENGINE_RETRIEVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/field.h"
#include "base/text.h"

/* Which passages answer a question put in one's own words?
 *
 * Chinese is cut into overlapping pairs of characters, which needs no dictionary and forgives what
 * one leaves out; letters and digits are kept as words. Passages are ranked by Okapi BM25 over two
 * fields (Robertson, Zaragoza & Taylor, Simple BM25 Extension to Multiple Weighted Fields, CIKM
 * 2004), the head counting several times. Before that the question loses the words that say nothing
 * (怎么, 需要), and gains the trade's other words for what it says (技改: 技术改造).
 *
 * Nothing is made up: what comes out is which passages, with how well they fit. A question of which
 * too little is found anywhere has no answer. */
struct passage {
    struct text id;   /* code of an item, id of a policy or park */
    struct text kind; /* "item", "policy", "park" ... */
    struct text head; /* its name, other names */
    struct text body;
};

/* Words that mean the same in the trade. */
struct retrieve_same {
    struct text_list words;
};
/* Words that say which kind of passage is asked for. */
struct retrieve_kind {
    struct text kind;
    struct text_list words;
};
struct retrieve_words {
    struct text_list stop;
    const struct retrieve_same *same;
    uint32_t same_count;
    const struct retrieve_kind *kinds;
    uint32_t kind_count;
};

struct arena;
struct retrieve_index;

/* Passages and words must live as long as the index, which may be used by several at once. */
struct retrieve_index *retrieve_open(struct arena *arena, const struct passage *passages,
                                     uint32_t count, const struct retrieve_words *words);

struct retrieve_hit {
    uint32_t passage;
    double score; /* comparable within one question only */
};
struct retrieve_answer {
    const struct retrieve_hit *hits; /* best first */
    uint32_t count;
};

#define RETRIEVE_QUESTION_MAX 400 /* bytes; what is longer is cut */

/* The `most` best; none where what is found covers too little of the question. */
struct retrieve_answer retrieve_ask(struct arena *arena, const struct retrieve_index *index,
                                    struct text question, uint32_t most);

#endif
