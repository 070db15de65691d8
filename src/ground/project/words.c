#include <string.h>

#include "ground/project/project_store.h"

/* Searching by words: see project_store.h. */

static size_t character(struct text text, size_t at)
{
    unsigned char first = (unsigned char)text.at[at];
    size_t len = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    return at + len <= text.len ? len : text.len - at;
}

static char folded(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

#define NARROW 4 /* characters of a gram that are all ASCII */

size_t search_gram(struct text text, size_t at, struct search_gram *out)
{
    size_t next = at + character(text, at);
    size_t end = at;
    int characters = 0;
    bool is_narrow = true;
    *out = (struct search_gram){.is_whole = false};
    while (end < text.len && !out->is_whole) {
        size_t len = character(text, end);
        for (size_t i = 0; i < len; i++) {
            out->bytes[end - at + i] = folded(text.at[end + i]);
        }
        is_narrow = is_narrow && len == 1;
        end += len;
        characters++;
        out->is_whole = characters == NARROW || (characters >= 2 && !is_narrow);
    }
    out->len = end - at;
    return next;
}

bool search_holds(struct text text, struct text words)
{
    for (size_t at = 0; at + words.len <= text.len; at++) {
        size_t i = 0;
        while (i < words.len && folded(text.at[at + i]) == folded(words.at[i])) {
            i++;
        }
        if (i == words.len) {
            return true;
        }
    }
    return words.len == 0;
}
