#ifndef LIANDONG_BASE_FAULT_H
#define LIANDONG_BASE_FAULT_H

#include <stdbool.h>

#include "base/text.h"

/* What went wrong, in words for a person: fact, field, what to do, in Chinese and English.
 *
 * Two of the three kinds of errors travel here: a refusal (the domain says no) and a failure (disk,
 * network). A bug does not: see ensure().
 *
 * A function that can refuse returns bool and takes the fault last. Success leaves the fault
 * untouched; failure leaves the outputs untouched. The first cause is kept: raising over a fault
 * that is already set changes nothing. Sentences live in faults.def. */
enum fault_code {
    FAULT_NONE,
#define FAULT(name, status, code, zh, en, hint_zh, hint_en) FAULT_##name,
#include "base/faults.def"
#undef FAULT
    FAULT_COUNT
};

enum language { LANGUAGE_ZH, LANGUAGE_EN };

struct fault {
    enum fault_code code;
    char field[96];       /* machine path of the field: "facts.land_area_sqm"; "" if none */
    const char *label_zh; /* static; NULL: the path itself is shown */
    const char *label_en;
    char arguments[3][192]; /* {1} {2} {3}; longer ones are cut at a character's end */
};

/* Up to three arguments, each a struct text; the rest is empty. */
#define FAULT_ARGS(...) ((const struct text[3]){__VA_ARGS__})
#define FAULT_NO_ARGS ((const struct text *)0)

/* Always returns false, so that a refusal is one line:  return fault_raise(fault, ...); */
bool fault_raise(struct fault *fault, enum fault_code code, struct text field,
                 const struct text *arguments);

/* FIELD_INVALID with what is wrong of the field; the words are static. */
bool fault_refuse_field(struct fault *fault, const char *field, const char *zh, const char *en);

/* Adds the label that a person reads for the field. */
void fault_label(struct fault *fault, const char *zh, const char *en);

int fault_http_status(enum fault_code code);
const char *fault_code_name(enum fault_code code); /* "field-required" */
/* True for what may go well at another time (storage, load), false for a refusal. */
bool fault_is_failure(enum fault_code code);

struct arena;
struct text fault_sentence(struct arena *arena, const struct fault *fault, enum language language);
struct text fault_advice(struct arena *arena, const struct fault *fault, enum language language);

#endif
