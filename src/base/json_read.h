#ifndef LIANDONG_BASE_JSON_READ_H
#define LIANDONG_BASE_JSON_READ_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/text.h"

/* Strict JSON (RFC 8259, I-JSON) as a tree in an arena: no duplicate names, no lone surrogates, no
 * bytes after the end, no NUL in strings, integers exact within 64 bits, no number beyond a double.
 * A reader of our own, which reads into the arena at once: its memory has one of the four lifetimes
 * and a string costs no allocation (docs/decisions/0005). The tests hold it beside jansson. */
enum jvalue_kind {
    JVALUE_NULL,
    JVALUE_BOOL,
    JVALUE_INT,
    JVALUE_REAL,
    JVALUE_TEXT,
    JVALUE_ARRAY,
    JVALUE_OBJECT
};

struct jmember;

struct jvalue {
    enum jvalue_kind kind;
    uint32_t count; /* of items or members */
    union {
        bool truth;
        int64_t integer;
        double real;
        struct text text; /* NUL-terminated */
        const struct jvalue *items;
        const struct jmember *members; /* in the order of the text */
    };
};

struct jmember {
    struct text name;
    struct jvalue value;
};

#define JSON_DEPTH_MAX 64

struct arena;

/* A malformed text raises JSON_SYNTAX with line and column, JSON_TOO_DEEP or TEXT_NOT_UTF8. */
MUST_USE bool json_read(struct arena *arena, struct text source, const struct jvalue **out,
                        struct fault *fault);

/* The member of that name, or NULL: also when `object` is NULL or no object. */
const struct jvalue *jvalue_get(const struct jvalue *object, const char *name);

/* An object with the members of both; where both have one, that of `over`. */
const struct jvalue *jvalue_merge(struct arena *arena, const struct jvalue *base,
                                  const struct jvalue *over);

/* The value if it is of that kind, else the fallback. JSON null counts as absent everywhere. */
struct text jvalue_text(const struct jvalue *value, struct text fallback);
int64_t jvalue_int(const struct jvalue *value, int64_t fallback);
bool jvalue_bool(const struct jvalue *value, bool fallback);
bool jvalue_is_null(const struct jvalue *value); /* NULL or JSON null */
bool jvalue_is_number(const struct jvalue *value);
double jvalue_number(const struct jvalue *value); /* of a number, else 0 */

/* A JSON array of ids: whole numbers above 0, each once, at most `most`; false when it is anything
 * else. Empty text is an empty list. */
MUST_USE bool json_ids_read(struct arena *arena, struct text json, int64_t *out, size_t most,
                            size_t *out_count);

#endif
