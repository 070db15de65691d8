#ifndef LIANDONG_ENGINE_PINYIN_H
#define LIANDONG_ENGINE_PINYIN_H

#include <stdint.h>

#include "base/text.h"

/* How Chinese characters are read, without tones: 长 is "chang" and "zhang". The table is
 * pinyin.def; what source and licence it has stands in docs/decisions/0018-pinyin.md. */
struct arena;
struct pinyin;

/* Immutable once made; some 200 KB in the arena. */
const struct pinyin *pinyin_open(struct arena *arena);

struct pinyin_readings {
    const uint16_t *syllables; /* for pinyin_syllable */
    uint32_t count;            /* 0: no character of the table */
};
struct pinyin_readings pinyin_of(const struct pinyin *pinyin, uint32_t character);
struct text pinyin_syllable(uint16_t syllable); /* "zhang"; u with two dots is v */
uint16_t pinyin_syllable_count(void);

#endif
