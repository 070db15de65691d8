#ifndef LIANDONG_GROUND_FORM_H
#define LIANDONG_GROUND_FORM_H

#include "base/arena.h"
#include "base/civil_date.h"
#include "base/fault.h"
#include "base/field.h"
#include "base/json_read.h"
#include "pack/pack.h"

/* The one form (一张表单) for all that is applied for together. The pack's library of fields says
 * which items ask for which field; the form of several items is the union of their fields, each
 * asked once (国办发〔2019〕11号: 一张表单). It is filled from what the platform knows: the
 * project, its facts, answers given before, results of items already granted.
 *
 * Pure: no SQL, no clock. Used by the room that takes applications in, by the one that corrects
 * them, and by the pages. No field holds personal data: pack check knows no such kind. */

enum form_type {
    FORM_TEXT,    /* one line */
    FORM_AREA,    /* several lines */
    FORM_NUMBER,  /* decimal text, at most four decimals, not negative: "68000.5" */
    FORM_MONEY,   /* decimal text in 万元, at most two decimals */
    FORM_INTEGER, /* whole number */
    FORM_DATE,    /* "2026-05-07" */
    FORM_BOOL,
    FORM_ENUM, /* text, one of `values` */
    FORM_TYPE_COUNT
};
const char *form_type_code(enum form_type type); /* "area", as in the pack */

struct form_field {
    struct text id, section, name, name_en, unit; /* texts end with a NUL and live as the pack */
    enum form_type type;
    bool required;
    struct text guidance_zh, guidance_en; /* may be empty */
    struct text check;                    /* "uscc", "project_code", ...; may be empty */
    int64_t min, max;             /* of a number; `max` of a text: characters; -1: none said */
    struct text not_before;       /* the field whose day comes first; may be empty */
    struct text_list values;      /* of FORM_ENUM */
    const struct jvalue *sources; /* as in the pack, in the order of trust; may be NULL */
    struct text_list asked_by;    /* those of the chosen items that ask for it */
};

struct form {
    const struct form_field *fields; /* in the order of the pack */
    size_t count;
};

/* The items applied for together, and the day whose library and guides hold. */
struct form_asked {
    const struct pack *pack;
    struct text_list items;
    civil_date on;
};
/* The union of what the items ask for. */
void form_open(struct arena *arena, const struct form_asked *asked, struct form *out);
const struct form_field *form_find(const struct form *form, struct text id);
struct text form_field_name(const struct form_field *field, enum language language);
/* Whether the item is among those that ask for it. */
bool form_field_concerns(const struct form_field *field, struct text item);

/* -- what is known already -- */

enum form_origin {
    FORM_FROM_PROJECT,     /* name: a member of the project */
    FORM_FROM_FACT,        /* name: of a fact */
    FORM_FROM_ANSWER,      /* name: of a field, answered with an earlier application */
    FORM_FROM_CERTIFICATE, /* name: the item whose result says so */
    FORM_ORIGIN_COUNT
};
const char *form_origin_code(enum form_origin origin); /* "certificate", as in the pack */

struct form_known {
    enum form_origin origin;
    struct text name;
    const struct jvalue *value;
    civil_date on;      /* the day it was known, CIVIL_DATE_NONE: always */
    struct text note;   /* for a person: the application's number, who said so; may be empty */
    struct text member; /* of a certificate: number, holder, holder_code, project_code; else "" */
};
struct form_world {
    struct form_known *items;
    size_t count;
};

/* What a field begins with. Of all that its sources and earlier answers to it say, the newest
 * holds; on one day, what stands first among its sources. What does not fit its kind says nothing.
 */
struct form_filled {
    const struct form_known *from;  /* NULL: nothing is known */
    const struct jvalue *value;     /* of `from`, in the field's kind */
    const struct form_known *other; /* the newest that says otherwise, or NULL */
    const struct jvalue *other_value;
};
void form_fill(struct arena *arena, const struct form_field *field, const struct form_world *world,
               struct form_filled *out);

/* -- checks -- */

/* The value in the field's kind ("68000" of 68000), or NULL when it is none. */
const struct jvalue *form_value_of(struct arena *arena, const struct form_field *field,
                                   const struct jvalue *given);
/* The first thing wrong with an answer, as a refusal of "answers.<id>" with the field's label:
 * required and not there, wrong kind, outside its bounds, against its form, before the day it
 * follows. `answers`: the whole object. */
MUST_USE bool form_field_check(struct arena *arena, const struct form_field *field,
                               const struct jvalue *answers, struct fault *fault);
/* Each member names a field of the form: what nobody asked for is refused. */
MUST_USE bool form_answers_are_asked(const struct form *form, const struct jvalue *answers,
                                     struct fault *fault);
/* All of it; the first thing wrong refuses. */
MUST_USE bool form_check(struct arena *arena, const struct form *form, const struct jvalue *answers,
                         struct fault *fault);
/* Odd, but no reason to refuse. GB 32100: numbers exist whose check character does not fit. */
bool form_uscc_fits(struct text number);

/* {"id": value, ...} of those answers that concern the item, in the form's order. */
struct text form_answers_of_item(struct arena *arena, const struct form *form,
                                 const struct jvalue *answers, struct text item);

#endif
