#include "engine/retrieve/glean.h"

#include <stdlib.h>

#include "base/arena.h"

#define CARRY 8  /* characters over which "没有" still holds */
#define NEAR 24  /* bytes between a number and the word it belongs to */
#define BEHIND 3 /* a word behind the number counts as this much farther off */
#define MENTIONS_MAX 400

enum token_kind {
    TOKEN_RULE,
    TOKEN_YES,
    TOKEN_NO,
    TOKEN_DOUBT,
    TOKEN_IGNORE,
    TOKEN_BREAK,
    TOKEN_COUNT
};

enum polarity { SAID_NOTHING, SAID_YES, SAID_NO, SAID_BOTH };

struct mention {
    const struct glean_rule *rule;
    struct text words;
    struct text_list values;
    bool is_sure;
    bool is_bare; /* nothing said of it: what stands behind may deny it */
};

struct number {
    struct text words; /* with its unit */
    struct glean_number value;
    bool is_bound;
    bool is_low; /* of a range: the other end counts */
};

/* A word of a rule that wants a number. */
struct spot {
    const struct glean_rule *rule;
    struct text words;
    bool is_bound;
};

struct gleaning {
    struct arena *arena;
    const struct glean_words *words;
    struct text sentence;
    struct mention *mentions;
    uint32_t count;
    uint32_t first;            /* of this clause */
    struct number numbers[32]; /* of this clause */
    uint32_t number_count;
    struct spot spots[64]; /* of this clause */
    uint32_t spot_count;
    enum polarity polarity;
    const char *from; /* where it was said; NULL: nowhere near */
    uint32_t carried; /* characters since it was said */
    bool is_close;    /* nothing but words of the tables since it was said */
    bool has_doubt, has_denial;
    bool is_at_end; /* a bare mention, then 没有, then nothing else */
};

size_t glean_character(struct text text)
{
    unsigned char lead = (unsigned char)text.at[0];
    size_t bytes = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    return bytes < text.len ? bytes : text.len;
}

static struct text rest_of(const struct gleaning *gleaning, size_t at)
{
    return text_slice(gleaning->sentence, at, gleaning->sentence.len - at);
}

/* ---- words ---- */

static size_t longest_of(struct text_list list, struct text rest)
{
    size_t longest = 0;
    for (size_t i = 0; i < list.count; i++) {
        struct text word = list.items[i];
        longest = word.len > longest && text_starts_with(rest, word) ? word.len : longest;
    }
    return longest;
}

static size_t longest_rule(const struct glean_words *words, struct text rest)
{
    size_t longest = 0;
    for (uint32_t i = 0; i < words->rule_count; i++) {
        size_t len = longest_of(words->rules[i].words, rest);
        longest = len > longest ? len : longest;
    }
    return longest;
}

/* "不用海" is 不 and 用海, not 不用 and 海: a shorter word where a rule's word then reaches
 * further. */
static size_t shorter_of(const struct glean_words *words, struct text_list list, struct text rest,
                         size_t longest)
{
    size_t best = longest;
    size_t reach = longest;
    for (size_t i = 0; i < list.count; i++) {
        size_t len = list.items[i].len;
        if (len < longest && text_starts_with(rest, list.items[i])) {
            size_t end = len + longest_rule(words, text_slice(rest, len, rest.len - len));
            best = end > reach ? len : best;
            reach = end > reach ? end : reach;
        }
    }
    return best;
}

/* The longest word of any table that stands here; 0: none. */
static size_t find_token(const struct glean_words *words, struct text rest, enum token_kind *kind)
{
    const struct text_list lists[TOKEN_COUNT] = {
        [TOKEN_YES] = words->yes,       [TOKEN_NO] = words->no,        [TOKEN_DOUBT] = words->doubt,
        [TOKEN_IGNORE] = words->ignore, [TOKEN_BREAK] = words->breaks,
    };
    size_t longest = longest_rule(words, rest);
    *kind = TOKEN_RULE;
    for (uint32_t i = TOKEN_RULE + 1; i < TOKEN_COUNT; i++) {
        size_t len = longest_of(lists[i], rest);
        if (len > longest) {
            longest = len;
            *kind = (enum token_kind)i;
        }
    }
    bool may_be_shorter = *kind == TOKEN_YES || *kind == TOKEN_NO;
    return may_be_shorter && longest > 0 ? shorter_of(words, lists[*kind], rest, longest) : longest;
}

/* ---- what is said of a field ---- */

static struct text_list one_value(struct gleaning *gleaning, struct text value)
{
    struct text *items = arena_array(gleaning->arena, struct text, 1);
    items[0] = value;
    return (struct text_list){items, 1};
}

static struct text_list with_no(struct gleaning *gleaning, const struct glean_rule *rule)
{
    struct text *items = arena_array(gleaning->arena, struct text, rule->values.count + 1);
    struct text_list list = {items, 0};
    for (; list.count < rule->values.count; list.count++) {
        items[list.count] = rule->values.items[list.count];
    }
    items[list.count] = rule->no;
    list.count += rule->no.len > 0;
    return list;
}

static void say(struct gleaning *gleaning, struct mention *mention, enum polarity polarity)
{
    const struct glean_rule *rule = mention->rule;
    mention->is_bare = polarity == SAID_NOTHING;
    if (polarity == SAID_NO) {
        mention->values = one_value(gleaning, rule->no);
        mention->is_sure = true;
        return;
    }
    mention->values = polarity == SAID_BOTH ? with_no(gleaning, rule) : rule->values;
    mention->is_sure = rule->values.count == 1 && !rule->is_open &&
                       (polarity == SAID_YES || (polarity == SAID_NOTHING && rule->is_said));
}

/* With the word that says or denies it, where one does. */
static struct text whole(const struct gleaning *gleaning, struct text words)
{
    bool has_from = gleaning->polarity != SAID_NOTHING;
    const char *from = has_from ? gleaning->from : words.at;
    return (struct text){from, (size_t)(words.at - from) + words.len};
}

static void mention_rule(struct gleaning *gleaning, const struct glean_rule *rule,
                         struct text words)
{
    if (rule->values.count == 0) {
        if (gleaning->spot_count < COUNT_OF(gleaning->spots)) {
            gleaning->spots[gleaning->spot_count++] = (struct spot){rule, words, false};
        }
        return;
    }
    if (gleaning->count < MENTIONS_MAX) {
        struct mention *mention = &gleaning->mentions[gleaning->count++];
        *mention = (struct mention){.rule = rule, .words = whole(gleaning, words)};
        say(gleaning, mention, gleaning->polarity);
    }
}

/* Rules may share a word. */
static void mention_word(struct gleaning *gleaning, struct text words)
{
    for (uint32_t i = 0; i < gleaning->words->rule_count; i++) {
        const struct glean_rule *rule = &gleaning->words->rules[i];
        for (size_t j = 0; j < rule->words.count; j++) {
            if (text_equal(rule->words.items[j], words)) {
                mention_rule(gleaning, rule, words);
                break;
            }
        }
    }
    gleaning->carried = 0;
    gleaning->is_close = false;
    gleaning->is_at_end = false;
}

/* "不使用" denies; "有没有" asks. */
static void hear_yes(struct gleaning *gleaning, const char *at)
{
    gleaning->from = gleaning->is_close ? gleaning->from : at;
    if (!gleaning->is_close || gleaning->polarity != SAID_NO) {
        gleaning->polarity =
            gleaning->is_close && gleaning->polarity == SAID_BOTH ? SAID_BOTH : SAID_YES;
    }
    gleaning->carried = 0;
    gleaning->is_close = true;
}

static void hear_no(struct gleaning *gleaning, const char *at, bool is_behind)
{
    gleaning->from = gleaning->is_close ? gleaning->from : at;
    bool is_twice =
        gleaning->is_close && (gleaning->polarity == SAID_YES || gleaning->polarity == SAID_NO);
    gleaning->polarity = is_twice ? SAID_BOTH : SAID_NO;
    gleaning->carried = 0;
    gleaning->is_close = true;
    gleaning->has_denial = true;
    gleaning->is_at_end = is_behind;
}

static void pass_character(struct gleaning *gleaning)
{
    gleaning->is_close = false;
    gleaning->is_at_end = false;
    if (++gleaning->carried > CARRY) {
        gleaning->polarity = SAID_NOTHING;
    }
}

/* ---- numbers ---- */

/* The unit behind a number: that of the longest word; NULL where none fits. */
static const struct glean_unit *unit_behind(const struct glean_words *words, struct text rest,
                                            const struct number *number, struct text of_field)
{
    const struct glean_unit *best = NULL;
    size_t longest = 0;
    for (uint32_t i = 0; i < words->unit_count; i++) {
        const struct glean_unit *unit = &words->units[i];
        bool fits =
            unit->word.len > 0 ? text_starts_with(rest, unit->word) : number->value.has_scale;
        if (fits && (best == NULL || unit->word.len > longest ||
                     (unit->word.len == longest && text_equal(unit->unit, of_field)))) {
            best = unit;
            longest = unit->word.len;
        }
    }
    return best != NULL && text_equal(best->unit, of_field) && best->factor.count > 0 ? best : NULL;
}

static size_t end_of(struct text words, struct text sentence)
{
    return (size_t)(words.at - sentence.at) + words.len;
}

/* "3到5亿" is neither. */
static void mark_range(struct gleaning *gleaning, struct number *number)
{
    static const char *const marks[] = {"到", "至", "-", "~", "～", "—", "－"};
    struct number *before =
        gleaning->number_count > 0 ? &gleaning->numbers[gleaning->number_count - 1] : NULL;
    if (before == NULL) {
        return;
    }
    size_t from = end_of(before->words, gleaning->sentence);
    size_t to = (size_t)(number->words.at - gleaning->sentence.at);
    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        if (text_is(text_slice(gleaning->sentence, from, to - from), marks[i])) {
            before->is_low = true;
            number->value.is_loose = true;
        }
    }
}

static size_t take_number(struct gleaning *gleaning, size_t at)
{
    struct text rest = rest_of(gleaning, at);
    struct number number = {.is_bound = false};
    size_t len = glean_number(rest, &number.value);
    if (len == 0) { /* more digits than a person writes are none, from whichever one reads on */
        while (len < rest.len && rest.at[len] >= '0' && rest.at[len] <= '9') {
            len++;
        }
        return len;
    }
    number.words = text_slice(rest, 0, len);
    mark_range(gleaning, &number);
    if (gleaning->number_count < COUNT_OF(gleaning->numbers)) {
        gleaning->numbers[gleaning->number_count++] = number;
    }
    return len;
}

/* How far the word is from the number; SIZE_MAX: another number stands between, or too far. */
static size_t distance(const struct gleaning *gleaning, const struct spot *spot, uint32_t number)
{
    const struct text *words = &gleaning->numbers[number].words;
    size_t from = end_of(*words, gleaning->sentence);
    size_t to = (size_t)(spot->words.at - gleaning->sentence.at);
    bool is_behind = to >= from;
    if (!is_behind) {
        from = end_of(spot->words, gleaning->sentence);
        to = (size_t)(words->at - gleaning->sentence.at);
    }
    if (to < from || to - from > NEAR) {
        return SIZE_MAX;
    }
    for (uint32_t i = 0; i < gleaning->number_count; i++) {
        size_t other = (size_t)(gleaning->numbers[i].words.at - gleaning->sentence.at);
        if (i != number && !gleaning->numbers[i].is_low && other >= from && other < to) {
            return SIZE_MAX;
        }
    }
    return to - from + (is_behind ? BEHIND : 0);
}

static const struct glean_unit *unit_of(const struct gleaning *gleaning, const struct spot *spot,
                                        const struct number *number)
{
    size_t at = end_of(number->words, gleaning->sentence);
    return unit_behind(gleaning->words, rest_of(gleaning, at), number, spot->rule->unit);
}

static void bind(struct gleaning *gleaning, struct spot *spot, struct number *number)
{
    const struct glean_unit *unit = unit_of(gleaning, spot, number);
    struct decimal value;
    spot->is_bound = true;
    number->is_bound = true;
    if (spot->rule->is_sink || gleaning->count == MENTIONS_MAX ||
        !decimal_multiply(&number->value.value, &unit->factor, &value)) {
        return;
    }
    const char *from = spot->words.at < number->words.at ? spot->words.at : number->words.at;
    const char *to = number->words.at + number->words.len + unit->word.len;
    to = spot->words.at + spot->words.len > to ? spot->words.at + spot->words.len : to;
    gleaning->mentions[gleaning->count++] =
        (struct mention){.rule = spot->rule,
                         .words = {from, (size_t)(to - from)},
                         .values = one_value(gleaning, decimal_write(gleaning->arena, &value)),
                         .is_sure = !unit->is_open && !number->value.is_loose &&
                                    !spot->rule->is_open && !gleaning->has_denial};
}

/* "300万/亩", "每": a measure of something else. */
static bool is_rate(const struct gleaning *gleaning, const struct number *number,
                    const struct glean_unit *unit)
{
    struct text rest =
        rest_of(gleaning, end_of(number->words, gleaning->sentence) + unit->word.len);
    return text_starts_with(rest, TEXT("/")) || text_starts_with(rest, TEXT("／")) ||
           text_starts_with(rest, TEXT("每"));
}

/* The nearest pair first; of words as near, the longer. */
static bool bind_nearest(struct gleaning *gleaning)
{
    struct spot *best_spot = NULL;
    struct number *best_number = NULL;
    size_t nearest = SIZE_MAX;
    for (uint32_t i = 0; i < gleaning->number_count; i++) {
        struct number *number = &gleaning->numbers[i];
        for (uint32_t j = 0; j < gleaning->spot_count; j++) {
            struct spot *spot = &gleaning->spots[j];
            size_t far = number->is_bound || number->is_low || spot->is_bound
                             ? SIZE_MAX
                             : distance(gleaning, spot, i);
            const struct glean_unit *unit = far >= nearest ? NULL : unit_of(gleaning, spot, number);
            if (unit != NULL && !is_rate(gleaning, number, unit)) {
                nearest = far;
                best_spot = spot;
                best_number = number;
            }
        }
    }
    if (best_spot != NULL) {
        bind(gleaning, best_spot, best_number);
    }
    return best_spot != NULL;
}

/* ---- clauses ---- */

static void end_clause(struct gleaning *gleaning)
{
    if (gleaning->is_at_end && gleaning->count > gleaning->first) {
        struct mention *last = &gleaning->mentions[gleaning->count - 1];
        if (last->is_bare) {
            say(gleaning, last, SAID_NO);
        }
    }
    while (bind_nearest(gleaning)) {
    }
    for (uint32_t i = gleaning->first; i < gleaning->count; i++) {
        gleaning->mentions[i].is_sure = gleaning->mentions[i].is_sure && !gleaning->has_doubt;
    }
    gleaning->first = gleaning->count;
    gleaning->number_count = 0;
    gleaning->spot_count = 0;
    gleaning->polarity = SAID_NOTHING;
    gleaning->carried = 0;
    gleaning->is_close = false;
    gleaning->has_doubt = false;
    gleaning->has_denial = false;
    gleaning->is_at_end = false;
}

static void hear(struct gleaning *gleaning, enum token_kind kind, struct text words)
{
    bool is_after_mention = gleaning->count > gleaning->first &&
                            words.at == gleaning->mentions[gleaning->count - 1].words.at +
                                            gleaning->mentions[gleaning->count - 1].words.len;
    switch (kind) {
    case TOKEN_RULE: mention_word(gleaning, words); break;
    case TOKEN_YES: hear_yes(gleaning, words.at); break;
    case TOKEN_NO: hear_no(gleaning, words.at, is_after_mention); break;
    case TOKEN_DOUBT: gleaning->has_doubt = true; break;
    case TOKEN_BREAK:
        gleaning->has_doubt = gleaning->has_doubt || text_is(words, "?") || text_is(words, "？");
        end_clause(gleaning);
        break;
    default: break;
    }
}

static bool is_silent(struct text character)
{
    return text_is(character, " ") || text_is(character, "：") || text_is(character, ":") ||
           text_is(character, "、");
}

/* A word wins over a number that is no longer than it ("一期"). */
static size_t step(struct gleaning *gleaning, size_t at)
{
    struct text rest = rest_of(gleaning, at);
    struct glean_number number;
    enum token_kind kind = TOKEN_RULE;
    size_t len = find_token(gleaning->words, rest, &kind);
    size_t digits = glean_number(rest, &number);
    if (len > 0 && len >= digits) {
        hear(gleaning, kind, text_slice(rest, 0, len));
        return len;
    }
    if (digits > 0 || (rest.at[0] >= '0' && rest.at[0] <= '9')) {
        pass_character(gleaning);
        return take_number(gleaning, at);
    }
    len = glean_character(rest);
    if (!is_silent(text_slice(rest, 0, len))) {
        pass_character(gleaning);
    }
    return len;
}

/* ---- what is left of it ---- */

static bool are_among(struct text_list few, struct text_list many)
{
    for (size_t i = 0; i < few.count; i++) {
        if (!text_list_has(many, few.items[i])) {
            return false;
        }
    }
    return true;
}

static bool is_empty(const struct mention *mention)
{
    return mention->values.count == 1 && mention->values.items[0].len == 0;
}

/* A denial that says nothing is none; one field is one fact. */
static bool is_first(const struct gleaning *gleaning, uint32_t at)
{
    for (uint32_t i = 0; i < at; i++) {
        if (gleaning->mentions[i].rule->field == gleaning->mentions[at].rule->field &&
            !is_empty(&gleaning->mentions[i])) {
            return false;
        }
    }
    return !is_empty(&gleaning->mentions[at]);
}

/* The sure mention that all others of its field agree with, or NULL. */
static const struct mention *agreed(const struct gleaning *gleaning, uint32_t field)
{
    const struct mention *sure = NULL;
    for (uint32_t i = 0; i < gleaning->count; i++) {
        const struct mention *mention = &gleaning->mentions[i];
        sure =
            sure == NULL && mention->rule->field == field && mention->is_sure && !is_empty(mention)
                ? mention
                : sure;
    }
    for (uint32_t i = 0; sure != NULL && i < gleaning->count; i++) {
        const struct mention *mention = &gleaning->mentions[i];
        bool is_other = mention->rule->field == field && !is_empty(mention) &&
                        !are_among(sure->values, mention->values);
        sure = is_other ? NULL : sure;
    }
    return sure;
}

static struct text_list all_values(const struct gleaning *gleaning, uint32_t field)
{
    size_t most = 0;
    for (uint32_t i = 0; i < gleaning->count; i++) {
        most += gleaning->mentions[i].values.count;
    }
    struct text *items = arena_array(gleaning->arena, struct text, most);
    struct text_list list = {items, 0};
    for (uint32_t i = 0; i < gleaning->count; i++) {
        const struct mention *mention = &gleaning->mentions[i];
        bool counts = mention->rule->field == field && !is_empty(mention);
        for (size_t j = 0; counts && j < mention->values.count; j++) {
            if (!text_list_has(list, mention->values.items[j])) {
                items[list.count++] = mention->values.items[j];
            }
        }
    }
    return list;
}

static int by_place(const void *left, const void *right)
{
    const struct glean_fact *a = left;
    const struct glean_fact *b = right;
    return (a->words.at > b->words.at) - (a->words.at < b->words.at);
}

static struct glean_facts settle(const struct gleaning *gleaning)
{
    struct glean_fact *facts = arena_array(gleaning->arena, struct glean_fact, gleaning->count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < gleaning->count; i++) {
        if (!is_first(gleaning, i)) {
            continue;
        }
        const struct mention *mention = &gleaning->mentions[i];
        uint32_t field = mention->rule->field;
        const struct mention *sure = agreed(gleaning, field);
        facts[count++] =
            (struct glean_fact){.field = field,
                                .is_sure = sure != NULL,
                                .values = sure != NULL ? sure->values : all_values(gleaning, field),
                                .words = sure != NULL ? sure->words : mention->words};
    }
    if (count > 1) {
        qsort(facts, count, sizeof *facts, by_place);
    }
    return (struct glean_facts){facts, count};
}

struct glean_facts glean(struct arena *arena, const struct glean_words *words, struct text sentence)
{
    struct gleaning *gleaning = arena_new(arena, struct gleaning);
    size_t at = 0;
    gleaning->arena = arena;
    gleaning->words = words;
    gleaning->sentence = text_begin(sentence, GLEAN_SENTENCE_MAX);
    gleaning->mentions = arena_array(arena, struct mention, MENTIONS_MAX);
    while (at < gleaning->sentence.len) {
        at += step(gleaning, at);
    }
    end_clause(gleaning);
    return settle(gleaning);
}
