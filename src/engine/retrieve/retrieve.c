#include "engine/retrieve/retrieve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"

/* BM25: how soon a term that comes again counts no more, and how much long passages lose. */
#define SATURATION 1.2
#define LENGTH_SHARE 0.6
#define HEAD_WEIGHT 4.0
#define BODY_WEIGHT 1.0
/* Another word of the trade counts a little less than the one that was said. */
#define SAME_FACTOR 0.7
#define KIND_FACTOR 1.35
/* Of the question's terms, weighed by rarity, a passage must have this share; a pair that nobody
 * ever wrote is as often two words side by side as a thing that is not there. */
#define COVER_LEAST 0.25
#define STRANGE_SHARE 0.4

typedef uint64_t term; /* two characters, or the hash of a word with the top bit set */

struct posting {
    term term;
    uint32_t passage;
    float weight;
};

struct entry {
    term term;
    uint32_t first; /* of its postings */
    uint32_t count;
};

struct retrieve_index {
    const struct passage *passages;
    uint32_t passage_count;
    const struct retrieve_words *words;
    struct posting *postings; /* by term, then passage */
    struct entry *entries;    /* by term */
    uint32_t entry_count;
    double *lengths; /* by passage */
    double mean_length;
};

/* ---- characters and terms ---- */

static uint32_t next_character(struct text text, size_t *at)
{
    unsigned char lead = (unsigned char)text.at[*at];
    size_t more = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    uint32_t character = more == 0 ? lead : lead & (0x3fu >> more);
    for (size_t i = 1; i <= more && *at + i < text.len; i++) {
        character = character << 6 | ((unsigned char)text.at[*at + i] & 0x3fu);
    }
    *at += more + 1;
    return character;
}

static bool is_letter(uint32_t character)
{
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
           (character >= 'A' && character <= 'Z');
}

static bool is_ideograph(uint32_t character)
{
    return (character >= 0x3400 && character <= 0x9fff) ||
           (character >= 0x20000 && character <= 0x3ffff);
}

struct terms {
    struct arena *arena;
    term *items;
    uint32_t count;
    uint32_t room;
};

static void add_term(struct terms *terms, term one)
{
    if (terms->count == terms->room) {
        terms->items = arena_grown(terms->arena, terms->items, &terms->room, sizeof *terms->items);
    }
    terms->items[terms->count++] = one;
}

static size_t add_word(struct terms *terms, struct text text, size_t from)
{
    char word[64];
    size_t len = 0;
    size_t at = from;
    while (at < text.len && is_letter((unsigned char)text.at[at])) {
        if (len < sizeof word) {
            word[len++] = text_lower(text.at[at]);
        }
        at++;
    }
    add_term(terms, text_hash((struct text){word, len}) | (term)1 << 63);
    return at;
}

/* A single ideograph between other things stands for itself. */
static void cut(struct terms *terms, struct text text)
{
    uint32_t before = 0;
    bool is_paired = false;
    size_t at = 0;
    while (at < text.len) {
        size_t here = at;
        uint32_t character = next_character(text, &at);
        if (is_ideograph(character)) {
            if (before != 0) {
                add_term(terms, (term)before << 32 | character);
            }
            is_paired = before != 0;
            before = character;
            continue;
        }
        if (before != 0 && !is_paired) {
            add_term(terms, before);
        }
        before = 0;
        is_paired = false;
        if (is_letter((unsigned char)text.at[here])) { /* as a byte: no overlong form is one */
            at = add_word(terms, text, here);
        }
    }
    if (before != 0 && !is_paired) {
        add_term(terms, before);
    }
}

/* ---- the index ---- */

struct building {
    struct arena *arena;
    struct posting *postings;
    uint32_t count;
    uint32_t room;
};

static void post(struct building *building, struct text text, uint32_t passage, double weight,
                 double *length)
{
    struct terms terms = {.arena = building->arena};
    cut(&terms, text);
    for (uint32_t i = 0; i < terms.count; i++) {
        if (building->count == building->room) {
            building->postings = arena_grown(building->arena, building->postings, &building->room,
                                             sizeof *building->postings);
        }
        building->postings[building->count++] =
            (struct posting){terms.items[i], passage, (float)weight};
    }
    *length += weight * terms.count;
}

static int by_term(const void *left, const void *right)
{
    const struct posting *a = left;
    const struct posting *b = right;
    return a->term != b->term ? (a->term < b->term ? -1 : 1)
                              : (a->passage > b->passage) - (a->passage < b->passage);
}

static void merge(struct retrieve_index *index, struct building *building)
{
    uint32_t kept = 0;
    if (building->count > 0) {
        qsort(building->postings, building->count, sizeof *building->postings, by_term);
    }
    for (uint32_t i = 0; i < building->count; i++) {
        struct posting *last = kept > 0 ? &building->postings[kept - 1] : NULL;
        if (last != NULL && by_term(last, &building->postings[i]) == 0) {
            last->weight += building->postings[i].weight;
        } else {
            building->postings[kept++] = building->postings[i];
        }
    }
    index->postings = building->postings;
    index->entries = arena_array(building->arena, struct entry, kept);
    for (uint32_t i = 0; i < kept; i++) {
        if (i == 0 || index->postings[i].term != index->postings[i - 1].term) {
            index->entries[index->entry_count++] = (struct entry){index->postings[i].term, i, 0};
        }
        index->entries[index->entry_count - 1].count++;
    }
}

struct retrieve_index *retrieve_open(struct arena *arena, const struct passage *passages,
                                     uint32_t count, const struct retrieve_words *words)
{
    struct retrieve_index *index = arena_new(arena, struct retrieve_index);
    struct building building = {.arena = arena};
    index->passages = passages;
    index->passage_count = count;
    index->words = words;
    index->lengths = arena_array(arena, double, count);
    double sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        post(&building, passages[i].head, i, HEAD_WEIGHT, &index->lengths[i]);
        post(&building, passages[i].body, i, BODY_WEIGHT, &index->lengths[i]);
        sum += index->lengths[i];
    }
    index->mean_length = count > 0 && sum > 0 ? sum / count : 1;
    merge(index, &building);
    return index;
}

static int by_entry(const void *left, const void *right)
{
    const term *wanted = left;
    const struct entry *entry = right;
    return (*wanted > entry->term) - (*wanted < entry->term);
}

static const struct entry *entry_of(const struct retrieve_index *index, term wanted)
{
    return index->entry_count == 0 ? NULL
                                   : bsearch(&wanted, index->entries, index->entry_count,
                                             sizeof *index->entries, by_entry);
}

/* ---- a question ---- */

/* The question with every word that says nothing cut out; what stood beside it does not become a
 * pair. */
static struct text without_stops(struct arena *arena, const struct retrieve_words *words,
                                 struct text question)
{
    struct buffer out = buffer_open(arena, question.len + 1);
    size_t at = 0;
    while (at < question.len) {
        struct text rest = {question.at + at, question.len - at};
        size_t longest = 0;
        for (size_t i = 0; i < words->stop.count; i++) {
            struct text stop = words->stop.items[i];
            longest = stop.len > longest && text_starts_with(rest, stop) ? stop.len : longest;
        }
        if (longest > 0) {
            buffer_add(&out, TEXT(" "));
            at += longest;
            continue;
        }
        size_t next = at;
        next_character(question, &next);
        next = next < question.len ? next : question.len;
        buffer_add(&out, (struct text){question.at + at, next - at});
        at = next;
    }
    return buffer_text(&out);
}

struct asked {
    struct arena *arena;
    const struct retrieve_index *index;
    double *scores; /* by passage */
    double *covers; /* by passage: rarity of the said terms it has */
    double all;     /* rarity of all said terms */
};

static double rarity_of(const struct retrieve_index *index, const struct entry *entry)
{
    double has = entry == NULL ? 0 : entry->count;
    return log(1 + (index->passage_count - has + 0.5) / (has + 0.5));
}

static void score(struct asked *asked, const struct terms *terms, double factor, bool is_said)
{
    const struct retrieve_index *index = asked->index;
    for (uint32_t i = 0; i < terms->count; i++) {
        const struct entry *entry = entry_of(index, terms->items[i]);
        double rarity = rarity_of(index, entry);
        asked->all += !is_said ? 0 : entry == NULL ? rarity * STRANGE_SHARE : rarity;
        for (uint32_t j = 0; entry != NULL && j < entry->count; j++) {
            const struct posting *posting = &index->postings[entry->first + j];
            double length = index->lengths[posting->passage] / index->mean_length;
            double often = posting->weight;
            double counts = often * (SATURATION + 1) /
                            (often + SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length));
            asked->scores[posting->passage] += factor * rarity * counts;
            asked->covers[posting->passage] += factor * rarity;
        }
    }
}

/* What else the trade calls a thing that was said. */
static void score_same(struct asked *asked, struct text question)
{
    const struct retrieve_words *words = asked->index->words;
    for (uint32_t i = 0; i < words->same_count; i++) {
        const struct text_list *same = &words->same[i].words;
        bool is_said = false;
        for (size_t j = 0; j < same->count && !is_said; j++) {
            is_said = text_find(question, same->items[j]) != SIZE_MAX;
        }
        for (size_t j = 0; is_said && j < same->count; j++) {
            struct terms terms = {.arena = asked->arena};
            if (text_find(question, same->items[j]) == SIZE_MAX) {
                cut(&terms, same->items[j]);
                score(asked, &terms, SAME_FACTOR, false);
            }
        }
    }
}

static bool is_wanted(const struct retrieve_kind *kind, struct text question)
{
    for (size_t i = 0; i < kind->words.count; i++) {
        if (text_find(question, kind->words.items[i]) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

static void prefer_kinds(struct asked *asked, struct text question)
{
    const struct retrieve_words *words = asked->index->words;
    for (uint32_t i = 0; i < words->kind_count; i++) {
        if (!is_wanted(&words->kinds[i], question)) {
            continue;
        }
        for (uint32_t j = 0; j < asked->index->passage_count; j++) {
            if (text_equal(asked->index->passages[j].kind, words->kinds[i].kind)) {
                asked->scores[j] *= KIND_FACTOR;
            }
        }
    }
}

static int by_score(const void *left, const void *right)
{
    const struct retrieve_hit *a = left;
    const struct retrieve_hit *b = right;
    return a->score != b->score ? (a->score > b->score ? -1 : 1)
                                : (a->passage > b->passage) - (a->passage < b->passage);
}

struct retrieve_answer retrieve_ask(struct arena *arena, const struct retrieve_index *index,
                                    struct text question, uint32_t most)
{
    uint32_t count = index->passage_count;
    struct asked asked = {.arena = arena, .index = index};
    struct terms terms = {.arena = arena};
    question = text_begin(question, RETRIEVE_QUESTION_MAX);
    asked.scores = arena_array(arena, double, count);
    asked.covers = arena_array(arena, double, count);
    cut(&terms, without_stops(arena, index->words, question));
    score(&asked, &terms, 1, true);
    score_same(&asked, question);
    prefer_kinds(&asked, question);
    struct retrieve_hit *hits = arena_array(arena, struct retrieve_hit, count);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (asked.scores[i] > 0 && asked.covers[i] >= COVER_LEAST * asked.all) {
            hits[kept++] = (struct retrieve_hit){i, asked.scores[i]};
        }
    }
    qsort(hits, kept, sizeof *hits, by_score);
    return (struct retrieve_answer){hits, kept < most ? kept : most};
}
