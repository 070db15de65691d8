#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "engine/retrieve/pinyin.h"
#include "engine/retrieve/suggest.h"
#include "ground/project/project_store.h"

/* Searching by initials: see project_store.h. */

/* As long as the process. */
static struct arena *arena;
static const struct pinyin *pinyin;
static pthread_once_t is_read = PTHREAD_ONCE_INIT;

static void forget_pinyin(void)
{
    arena_close(arena);
}

static void read_pinyin(void)
{
    arena = arena_open((size_t)1 << 20, (size_t)1 << 22);
    pinyin = pinyin_open(arena);
    (void)atexit(forget_pinyin);
}

/* The letters that a character may begin with when it is read; a letter or digit stands for itself.
 */
static size_t letters_of(uint32_t character, char letters[INITIALS_WAYS])
{
    struct pinyin_readings readings = pinyin_of(pinyin, character);
    size_t count = 0;
    if (character < 0x80) {
        letters[count++] = (char)character;
    }
    for (uint32_t i = 0; i < readings.count && count < INITIALS_WAYS; i++) {
        char first = pinyin_syllable(readings.syllables[i]).at[0];
        if (memchr(letters, first, count) == NULL) {
            letters[count++] = first;
        }
    }
    return count;
}

/* Every way so far is gone on with by every letter, as long as there is room. */
static void go_on(struct initials *all, const char *letters, size_t count)
{
    size_t before = all->count;
    for (size_t i = 1; i < count; i++) {
        for (size_t j = 0; j < before && all->count < INITIALS_WAYS; j++) {
            all->items[all->count] = all->items[j];
            all->items[all->count].bytes[all->len] = letters[i];
            all->count++;
        }
    }
    for (size_t j = 0; j < before; j++) {
        all->items[j].bytes[all->len] = letters[0];
    }
    all->len++;
}

void initials_of(const struct suggest_name *name, uint32_t at, struct initials *out)
{
    pthread_once(&is_read, read_pinyin);
    *out = (struct initials){.count = 1};
    for (uint32_t i = at; i < name->count && out->len < INITIALS_LEN; i++) {
        char letters[INITIALS_WAYS];
        size_t count = letters_of(name->characters[i], letters);
        if (count > 0) {
            go_on(out, letters, count);
        } else if (i == at) {
            return; /* it begins with no letter */
        }
    }
}
