#ifndef LIANDONG_ENGINE_GLEAN_H
#define LIANDONG_ENGINE_GLEAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/decimal.h"
#include "base/field.h"
#include "base/text.h"

/* What of the questionnaire does a sentence say? "我要在长乐建一个电池厂，投5亿，没有危化品" says
 * where, how much, and one thing that is not.
 *
 * The sentence is cut into clauses; in each the longest words of the city's tables are found. A
 * word of a field counts as said where a word of having (有, 涉及) stands before it, as denied
 * where one of not having does (没有, 不占), also along a list ("没有危化品、危废"). Some words say
 * the field alone (新建厂房). Numbers, in digits or in Chinese, go to the nearest word of a field
 * that is counted in their unit, exactly, as decimals.
 *
 * What is only mentioned, asked about ("有没有"), said with a word of doubt ("大概") or said in two
 * ways is not sure: it is there to be confirmed, with what it may be. */
struct glean_rule {
    uint32_t field; /* the caller's number of it; rules of one field are taken together */
    bool is_sink;   /* takes its number, and nothing is made of it (注册资本) */
    bool is_said;   /* to mention it is to say it */
    bool is_open;   /* never sure: the word leaves room */
    struct text_list words;
    struct text_list values; /* what is said; several: one of them. None: a number */
    struct text no;          /* what is said where it is denied; empty: nothing */
    struct text unit;        /* of a number, as the table of units calls it */
};

/* "亿元" needs no row: a number takes 万 and 亿 with it. */
struct glean_unit {
    struct text unit; /* what the field is counted in: 万元 */
    struct text word; /* as it is written behind the number: 元; empty: with 万 or 亿 alone */
    struct decimal factor; /* one of `word` in `unit`; 0: another measure, of no use (美元) */
    bool is_open;          /* about as much (亩) */
};

struct glean_words {
    struct text_list yes, no, doubt, ignore, breaks;
    const struct glean_rule *rules;
    uint32_t rule_count;
    const struct glean_unit *units;
    uint32_t unit_count;
};

struct arena;

struct glean_fact {
    uint32_t field;
    bool is_sure;            /* said once or in one way, without doubt: exactly one value */
    struct text_list values; /* the value, or what it may be; numbers as decimal text */
    struct text words;       /* the part of the sentence that says it */
};

struct glean_facts {
    const struct glean_fact *items; /* in the order of the sentence, each field once */
    uint32_t count;
};

#define GLEAN_SENTENCE_MAX 600 /* bytes; what is longer is cut */

/* `sentence` is valid UTF-8; the facts point into it. */
struct glean_facts glean(struct arena *arena, const struct glean_words *words,
                         struct text sentence);

/* A number at the beginning of a text: "5,000", "1.5亿", "三千五百万", "５０". How many bytes it
 * takes; 0: none, or more digits than a person writes. */
struct glean_number {
    struct decimal value;
    bool has_scale; /* 万 or 亿 was said */
    bool is_loose;  /* "千万": may be a way of speaking */
};
size_t glean_number(struct text text, struct glean_number *out);

/* Bytes of the first character of valid UTF-8 that is not empty. */
size_t glean_character(struct text text);

#endif
