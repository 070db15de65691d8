#ifndef LIANDONG_PACK_SHAPE_WORDS_H
#define LIANDONG_PACK_SHAPE_WORDS_H

#include "base/fault.h"

/* What the keys of a pack's records are called by those who keep them, in both languages: said once
 * for pages, comparisons and the terminal. A key without words is shown as it is. */
struct key_words {
    const char *key;
    const char *zh;
    const char *en;
};

struct text key_word(struct text key, enum language language);

#endif
