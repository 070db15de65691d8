#ifndef LIANDONG_ENGINE_FACTS_H
#define LIANDONG_ENGINE_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/field.h"
#include "base/json_read.h"
#include "base/text.h"

/* Facts: what is known of a project (or a lead, or an enterprise), in the form in which conditions
 * read them.
 *
 * A fact space is a namespace of fields. It is filled while a pack is loaded: fields first, then
 * the conditions, which add the values they compare with. After fact_space_seal it is immutable,
 * and `struct facts` can be made for it. Projects, leads and policies have a space each.
 *
 * How values are kept, so that a condition needs no strings:
 *   bool            one atom: 0 no, 1 not given, 3 yes
 *   set             one atom for each member that a condition or the field's list names
 *   number, integer, date (day number)   a double and a mark that it is given
 *   enum, text      the id of the text in its field: 0 not given, 2 none of the named, 3.. a named
 *                   one; and the text itself, for prefixes
 * A text that no condition names equals nothing. An enum's or set's list of values is there for
 * warnings and for finding conditions that can never hold; it does not change an answer. */
enum fact_type {
    FACT_BOOL,
    FACT_NUMBER,
    FACT_INTEGER, /* a whole number >= 0 */
    FACT_ENUM,
    FACT_SET,
    FACT_TEXT,
    FACT_DATE,
    FACT_TYPE_COUNT
};

#define FACT_ID_NONE 0u     /* not given */
#define FACT_ID_NEGATIVE 1u /* not given, and that counts as "equals nothing" */
#define FACT_ID_OTHER 2u    /* given, but none of the named ones */
#define FACT_ID_FIRST 3u

struct fact_field {
    struct text name;
    enum fact_type type;
    struct text_list values; /* of enum and set; may be empty: any value */
    bool has_min;
    double min;
    uint32_t slot; /* set by the space: atom, number or id, by type */
};

struct arena;
struct fact_space;

/* The space and all its names live in the arena. */
struct fact_space *fact_space_open(struct arena *arena);

/* False when there is a field of that name already. `slot` of the argument is ignored; name and
 * values must live as long as the space. */
MUST_USE bool fact_space_add(struct fact_space *space, const struct fact_field *field);
void fact_space_seal(struct fact_space *space);

struct arena *fact_space_arena(const struct fact_space *space);
uint32_t fact_space_count(const struct fact_space *space);
const struct fact_field *fact_space_field(const struct fact_space *space, uint32_t field);
MUST_USE bool fact_space_find(const struct fact_space *space, struct text name, uint32_t *field);

/* How many atoms, numbers and ids facts of this space have. */
struct fact_sizes {
    uint32_t atoms;
    uint32_t numbers;
    uint32_t ids;
};

struct fact_sizes fact_space_sizes(const struct fact_space *space);

/* Names a value of an enum or text field, or a member of a set; the same one gives the same id.
 * Before the seal unknown ones are added, afterwards FACT_ID_OTHER (text) or UINT32_MAX (member)
 * answers. */
uint32_t fact_space_value(struct fact_space *space, uint32_t field, struct text value);
/* How many ids a field of text has, the three reserved ones among them. */
uint32_t fact_space_value_count(const struct fact_space *space, uint32_t field);

/* Parallel arrays, by slot unless said otherwise. */
struct facts {
    const struct fact_space *space;
    uint8_t *given; /* by field: 1 given */
    uint8_t *atoms;
    double *numbers;
    uint8_t *number_given; /* 1: given */
    uint16_t *ids;
    struct text *texts; /* by id slot; not copied */
};

struct facts *facts_new(struct arena *arena, const struct fact_space *space);
void facts_clear(struct facts *facts);
bool facts_has(const struct facts *facts, uint32_t field);

/* The same facts to be changed for a what-if; texts are shared. */
struct facts *facts_copy(struct arena *arena, const struct facts *facts);

/* Whether a truth is given as true, or a set as having `member`. No other type holds. */
bool facts_hold(const struct facts *facts, uint32_t field, struct text member);
/* Makes it so, or makes it not so: true or false, member in or out. The fact is then given. */
void facts_suppose(struct facts *facts, uint32_t field, struct text member, bool holds);

/* Sets one fact from JSON; null makes it absent. Refused: a value of the wrong JSON type, an
 * integer that is negative or has a fraction, a date that is none. Texts are kept by reference, so
 * the JSON tree must live as long as the facts. */
MUST_USE bool facts_set(struct facts *facts, uint32_t field, const struct jvalue *value,
                        struct fault *fault);

/* Something odd about facts that is no reason to refuse them. */
enum fact_oddity { FACT_UNKNOWN_NAME, FACT_OUTSIDE_LIST, FACT_BELOW_MIN, FACT_CONTRADICTION };

struct fact_warning {
    enum fact_oddity oddity;
    struct text field; /* of a contradiction: its name */
    struct text value; /* the value outside the list; else empty */
    struct text zh;    /* of a contradiction: what it says; else empty */
    struct text en;
};

struct fact_warnings {
    struct fact_warning items[32]; /* the first ones; `count` goes on counting */
    size_t count;
};

void fact_warnings_add(struct fact_warnings *warnings, const struct fact_warning *warning);

/* Clears and sets all facts of a JSON object. `warnings` is added to and may be NULL. */
MUST_USE bool facts_read(struct facts *facts, const struct jvalue *object,
                         struct fact_warnings *warnings, struct fault *fault);

const char *fact_type_name(enum fact_type type); /* "bool", "number", ... as in fields.json */
MUST_USE bool fact_type_find(struct text name, enum fact_type *out);

#endif
