#include "ground/project/project_store.h"

#include <string.h>

/* Length in bytes of the character that begins here; the text is valid UTF-8. */
static size_t character(const char *at)
{
    unsigned char first = (unsigned char)*at;
    return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

static bool is_letter(const char *at, size_t len)
{
    unsigned char c = (unsigned char)*at;
    if (len == 1) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    /* U+3000..303F and U+FF00..FF0F: Chinese punctuation and brackets, which people type at will.
     */
    return !(len == 3 && c == 0xe3 && (unsigned char)at[1] == 0x80) &&
           !(len == 3 && c == 0xef && (unsigned char)at[1] == 0xbc && (unsigned char)at[2] < 0x90);
}

static bool holds(const struct grams *grams, const char *at, size_t len)
{
    for (size_t i = 0; i < grams->count; i++) {
        if (grams->items[i].len == len && memcmp(grams->items[i].at, at, len) == 0) {
            return true;
        }
    }
    return false;
}

void grams_of(struct text name, struct grams *out)
{
    memset(out, 0, sizeof *out);
    char pair[8];
    size_t previous = 0;
    for (size_t i = 0; i < name.len && out->count < GRAMS_MAX;) {
        size_t len = character(name.at + i);
        if (is_letter(name.at + i, len)) {
            char *slot = out->bytes + out->count * 8;
            memcpy(pair + previous, name.at + i, len);
            if (previous > 0 && !holds(out, pair, previous + len)) {
                memcpy(slot, pair, previous + len);
                out->items[out->count++] = (struct text){slot, previous + len};
            }
            memcpy(pair, name.at + i, len);
            previous = len;
        }
        i += len;
    }
}

int grams_similarity(const struct grams *a, const struct grams *b)
{
    size_t shared = 0;
    for (size_t i = 0; i < a->count; i++) {
        shared += holds(b, a->items[i].at, a->items[i].len);
    }
    size_t all = a->count + b->count;
    return all == 0 ? 0 : (int)(200 * shared / all);
}
