#include "engine/retrieve/pinyin.h"

#include "base/arena.h"

/* Characters U+4E00 to U+9FFF, three bytes each in the table. */
#define FIRST 0x4e00u
#define COUNT (0x9fffu - FIRST + 1)
#define BYTES 3

static const struct {
    const char *reading;
    const char *characters;
} syllables[] = {
#define SYLLABLE(reading, characters) {reading, characters},
#include "engine/retrieve/pinyin.def"
#undef SYLLABLE
};

struct pinyin {
    uint32_t *first; /* by character, and one more: where its readings begin */
    uint16_t *readings;
};

static uint32_t place_of(const char *character)
{
    const unsigned char *bytes = (const unsigned char *)character;
    uint32_t code = (bytes[0] & 0x0fu) << 12 | (bytes[1] & 0x3fu) << 6 | (bytes[2] & 0x3fu);
    return code - FIRST;
}

const struct pinyin *pinyin_open(struct arena *arena)
{
    struct pinyin *pinyin = arena_new(arena, struct pinyin);
    uint32_t *next = arena_array(arena, uint32_t, COUNT + 1);
    pinyin->first = arena_array(arena, uint32_t, COUNT + 1);
    for (uint32_t i = 0; i < COUNT_OF(syllables); i++) {
        for (const char *at = syllables[i].characters; *at != '\0'; at += BYTES) {
            pinyin->first[place_of(at) + 1]++;
        }
    }
    for (uint32_t i = 0; i < COUNT; i++) {
        pinyin->first[i + 1] += pinyin->first[i];
        next[i] = pinyin->first[i];
    }
    pinyin->readings = arena_array(arena, uint16_t, pinyin->first[COUNT]);
    for (uint32_t i = 0; i < COUNT_OF(syllables); i++) {
        for (const char *at = syllables[i].characters; *at != '\0'; at += BYTES) {
            pinyin->readings[next[place_of(at)]++] = (uint16_t)i;
        }
    }
    return pinyin;
}

struct pinyin_readings pinyin_of(const struct pinyin *pinyin, uint32_t character)
{
    if (character < FIRST || character >= FIRST + COUNT) {
        return (struct pinyin_readings){NULL, 0};
    }
    uint32_t from = pinyin->first[character - FIRST];
    return (struct pinyin_readings){pinyin->readings + from,
                                    pinyin->first[character - FIRST + 1] - from};
}

struct text pinyin_syllable(uint16_t syllable)
{
    return text_of(syllables[syllable].reading);
}

uint16_t pinyin_syllable_count(void)
{
    return (uint16_t)COUNT_OF(syllables);
}
