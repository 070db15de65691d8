#ifndef LIANDONG_ENGINE_SUGGEST_H
#define LIANDONG_ENGINE_SUGGEST_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/retrieve/pinyin.h"

/* Which names fit what is being typed? "长乐电池", "cldc", "changledianchi", "长ldc" all fit
 * 长乐区动力电池项目: characters stand for themselves, letters for the beginning of a reading or a
 * whole one, any of a character that has several; the last reading may be unfinished. A name may be
 * left out of in at most two places. */

#define SUGGEST_TYPED_MAX 40 /* characters; what is longer fits nothing */
#define SUGGEST_NAME_MAX 100 /* characters looked at */

struct suggest_name {
    const uint32_t *characters; /* letters in lower case, blanks left out */
    uint32_t count;
};

struct arena;

/* Of valid UTF-8; lives in the arena. */
struct suggest_name suggest_name(struct arena *arena, struct text text);

#define SUGGEST_NONE INT32_MAX

/* How far what is typed is from the name, 0 best: gaps first, then where it begins, then how long
 * the name is. SUGGEST_NONE: it doesn't fit, or nothing is typed. */
int32_t suggest_distance(const struct pinyin *pinyin, const struct suggest_name *name,
                         const struct suggest_name *typed);

/* The first letters of what is typed, in the ways it can be meant: each letter for itself, or
 * syllable by syllable (the last may be unfinished), a character typed by its first or its last
 * reading. "cldc" gives cldc, "changledian" changledian and cld. Different ones; gives how many. */
#define SUGGEST_WAYS 3
uint32_t suggest_initials(const struct pinyin *pinyin, const struct suggest_name *typed,
                          char ways[SUGGEST_WAYS][SUGGEST_TYPED_MAX + 1]);

#endif
