#include "engine/retrieve/suggest.h"

#include "base/arena.h"
#include "engine/retrieve/glean.h"

#define GAP 1000
#define GAPS_MAX 2
#define LATE 200 /* not from the beginning */
#define FAR (SUGGEST_NONE / 2)

static uint32_t decode(struct text text)
{
    unsigned char lead = (unsigned char)text.at[0];
    size_t bytes = glean_character(text);
    uint32_t code = bytes == 1 ? lead : lead & (0x7fu >> bytes);
    for (size_t i = 1; i < bytes; i++) {
        code = code << 6 | ((unsigned char)text.at[i] & 0x3fu);
    }
    return code < 0x80 ? (unsigned char)text_lower((char)code) : code;
}

struct suggest_name suggest_name(struct arena *arena, struct text text)
{
    size_t most = text.len < SUGGEST_NAME_MAX ? text.len : SUGGEST_NAME_MAX;
    uint32_t *characters = arena_array(arena, uint32_t, most);
    struct suggest_name name = {characters, 0};
    while (text.len > 0 && name.count < most) {
        uint32_t code = decode(text);
        size_t bytes = glean_character(text);
        if (code > ' ' && code != 0x3000) {
            characters[name.count++] = code;
        }
        text = text_slice(text, bytes, text.len - bytes);
    }
    return name;
}

/* How near, by how many characters typed have been found. */
struct line {
    int32_t of[SUGGEST_TYPED_MAX + 1];
};

static void clear(struct line *line, uint32_t count)
{
    for (uint32_t i = 0; i <= count; i++) {
        line->of[i] = FAR;
    }
}

static void lower(int32_t *value, int32_t to)
{
    *value = to < *value ? to : *value;
}

static bool has_letter(const struct suggest_name *typed, uint32_t at, struct text reading,
                       uint32_t place)
{
    return at < typed->count && typed->characters[at] == (unsigned char)reading.at[place];
}

/* One character of the name, from `at` typed characters on. */
static void take_reading(const struct suggest_name *typed, uint32_t at, struct text reading,
                         int32_t base, struct line *out)
{
    uint32_t len = 0;
    while (len < reading.len && has_letter(typed, at + len, reading, len)) {
        len++;
    }
    bool is_rest = len > 0 && at + len == typed->count; /* unfinished */
    if (len > 0) {
        lower(&out->of[at + 1], base);
    }
    if (len >= 2 && reading.at[1] == 'h') {
        lower(&out->of[at + 2], base);
    }
    if (len == reading.len || is_rest) {
        lower(&out->of[at + len], base);
    }
}

static void take_character(const struct pinyin *pinyin, uint32_t character,
                           const struct suggest_name *typed, const struct line *from,
                           struct line *out)
{
    struct pinyin_readings readings = pinyin_of(pinyin, character);
    for (uint32_t at = 0; at < typed->count; at++) {
        if (from->of[at] >= FAR) {
            continue;
        }
        if (typed->characters[at] == character) {
            lower(&out->of[at + 1], from->of[at]);
        }
        for (uint32_t i = 0; typed->characters[at] < 0x80 && i < readings.count; i++) {
            take_reading(typed, at, pinyin_syllable(readings.syllables[i]), from->of[at], out);
        }
    }
}

int32_t suggest_distance(const struct pinyin *pinyin, const struct suggest_name *name,
                         const struct suggest_name *typed)
{
    struct line before; /* the last character found is the one before this */
    struct line ever;   /* or any before */
    struct line from;
    struct line now;
    uint32_t count = typed->count;
    if (count == 0 || count > SUGGEST_TYPED_MAX) {
        return SUGGEST_NONE;
    }
    clear(&before, count);
    clear(&ever, count);
    int32_t best = FAR;
    for (uint32_t i = 0; i < name->count; i++) {
        for (uint32_t j = 1; j <= count; j++) {
            from.of[j] = before.of[j] < ever.of[j] + GAP ? before.of[j] : ever.of[j] + GAP;
            from.of[j] = from.of[j] < GAP * (GAPS_MAX + 1) ? from.of[j] : FAR;
        }
        from.of[0] = i == 0 ? 0 : LATE;
        clear(&now, count);
        take_character(pinyin, name->characters[i], typed, &from, &now);
        lower(&best, now.of[count]);
        for (uint32_t j = 1; j <= count; j++) {
            lower(&ever.of[j], now.of[j]);
        }
        before = now;
    }
    return best >= FAR ? SUGGEST_NONE : best + (int32_t)name->count;
}

/* ---- initials ---- */

static bool is_letter(uint32_t character)
{
    return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
}

/* How many of the letters from `at` on are the syllable, or its unfinished beginning where nothing
 * follows; 0: they are not. */
static uint32_t length_as(const struct suggest_name *typed, uint32_t at, struct text syllable)
{
    uint32_t len = 0;
    while (len < syllable.len && has_letter(typed, at + len, syllable, len)) {
        len++;
    }
    return len == syllable.len || at + len == typed->count ? len : 0;
}

static uint32_t longest_syllable(const struct suggest_name *typed, uint32_t at)
{
    uint32_t longest = 1;
    for (uint16_t i = 0; i < pinyin_syllable_count(); i++) {
        uint32_t len = length_as(typed, at, pinyin_syllable(i));
        longest = len > longest ? len : longest;
    }
    return longest;
}

enum way { LETTER_BY_LETTER, BY_SYLLABLES, BY_OTHER_READINGS };

static void go(const struct pinyin *pinyin, const struct suggest_name *typed, enum way way,
               char *out)
{
    uint32_t count = 0;
    uint32_t step = 1;
    for (uint32_t at = 0; at < typed->count; at += step) {
        uint32_t character = typed->characters[at];
        struct pinyin_readings readings = pinyin_of(pinyin, character);
        step = 1;
        if (is_letter(character)) {
            out[count++] = (char)character;
            step = way == LETTER_BY_LETTER ? 1 : longest_syllable(typed, at);
        } else if (readings.count > 0) {
            uint32_t which = way == BY_OTHER_READINGS ? readings.count - 1 : 0;
            out[count++] = pinyin_syllable(readings.syllables[which]).at[0];
        }
    }
    out[count] = '\0';
}

uint32_t suggest_initials(const struct pinyin *pinyin, const struct suggest_name *typed,
                          char ways[SUGGEST_WAYS][SUGGEST_TYPED_MAX + 1])
{
    uint32_t count = 0;
    for (int way = LETTER_BY_LETTER; way <= BY_OTHER_READINGS && typed->count <= SUGGEST_TYPED_MAX;
         way++) {
        bool is_new = true;
        go(pinyin, typed, (enum way)way, ways[count]);
        for (uint32_t i = 0; i < count; i++) {
            is_new = is_new && !text_equal(text_of(ways[i]), text_of(ways[count]));
        }
        count += is_new;
    }
    return count;
}
