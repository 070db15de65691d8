#ifndef LIANDONG_BASE_FIELD_H
#define LIANDONG_BASE_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/civil_date.h"
#include "base/fault.h"
#include "base/json_read.h"
#include "base/json_write.h"
#include "base/text.h"

/* A field table: what is said once about the members of a struct, and read by all who need it:
 * parsing and bounds at the door, JSON out, the canonical body of an event and its way back at a
 * rebuild, the OpenAPI document, the CLI's flags.
 *
 *     struct problem_close { struct text solution; civil_date closed_on; };
 *     static const struct field close_fields[] = {
 *         FIELD(problem_close, solution,  TEXT, .max = 2000, .required = true, .zh = "解决情况",
 * .en = "what was done"), FIELD(problem_close, closed_on, DATE, .required = true, .zh = "办结日期",
 * .en = "the day it was done"),
 *     };
 *
 * Type of the struct member for each kind:
 *   TEXT     struct text; `max` counts characters (default 200); absent = empty text
 *   INT, ID  int64_t; `min`..`max` (ID: 1..2^53); absent = 0
 *   BOOL     bool; absent = false
 *   DATE     civil_date; absent = CIVIL_DATE_NONE
 *   MONEY    struct text, decimal text in 万元, at most two decimals (`max` MONEY_FEN_DECIMALS:
 * six, to the fen), not negative: kept as text, never as floating point; absent = empty text CHOICE
 * struct text, one of `choices` (NULL-terminated); absent = empty text TEXTS    struct text_list of
 * distinct texts, at most `max` (default 50) of 200 characters; absent = empty JSON     struct
 * text: any JSON object or array, kept as canonical JSON text; absent = empty text TRUTH int64_t: 1
 * yes, 0 no, -1 unknown (absent or null) — where unknown is not no
 */
struct arena;

enum field_kind {
    FIELD_KIND_TEXT,
    FIELD_KIND_INT,
    FIELD_KIND_ID,
    FIELD_KIND_BOOL,
    FIELD_KIND_DATE,
    FIELD_KIND_MONEY,
    FIELD_KIND_CHOICE,
    FIELD_KIND_TEXTS,
    FIELD_KIND_JSON,
    FIELD_KIND_TRUTH
};

struct text_list {
    const struct text *items;
    size_t count;
};
bool text_list_has(struct text_list list, struct text item);
/* The texts of a JSON array; what is none is "", what is no array has none. */
struct text_list text_list_of(struct arena *arena, const struct jvalue *array);
/* As one text for a column, an item a line, and back. Items hold no line break (see TEXTS). */
struct text text_list_join(struct arena *arena, struct text_list list);
struct text_list text_list_split(struct arena *arena, struct text joined);

struct field {
    const char *name;
    enum field_kind kind;
    size_t offset;
    bool required;
    bool multiline; /* TEXT: newlines allowed */
    int64_t min;
    int64_t max; /* 0: the kind's default */
    const char *const *choices;
    /* {Chinese, English} for each of `choices`, in their order; NULL: no person chooses among them
     */
    const char *const (*words)[2];
    /* What an ID, TEXT, TEXTS or a JSON list of ids names: "account", "navigator", "project",
     * "application", "claimable", "requestable", "file", or a list of the city's data by its name
     * in its file ("courses"); NULL: nothing. For whoever draws a form (roof/form_page.c); that the
     * thing exists is checked by the command. */
    const char *names;
    /* Of an event: words between those at work, which whoever reads upward does not read
     * (app/upward.h). */
    bool inside;
    const char *zh; /* label for a person */
    const char *en;
};

struct field_table {
    const struct field *fields;
    size_t count;
    size_t size; /* of the struct */
};

#define FIELD(type, member, field_kind, ...)                                                       \
    {                                                                                              \
        .name = #member, .kind = FIELD_KIND_##field_kind, .offset = offsetof(struct type, member), \
        __VA_ARGS__                                                                                \
    }
#define FIELD_TABLE(type, array)                                                                   \
    {                                                                                              \
        (array), sizeof(array) / sizeof((array)[0]), sizeof(struct type)                           \
    }

/* Fills `out` (table->size bytes) from a JSON object. Unknown names, wrong types, broken bounds and
 * missing required fields are refused with the field's name and label; then `out` is untouched. */
MUST_USE bool field_read(struct arena *arena, const struct field_table *table,
                         const struct jvalue *object, void *out, struct fault *fault);

/* Sets every member to its absent value. */
void field_clear(const struct field_table *table, void *out);

/* Writes the members, in the table's order, into an open object. Absent ones are left out, so that
 * the canonical form of a struct is unique. */
void field_write(struct json_writer *json, const struct field_table *table, const void *from);

/* The same as a whole object in the arena. */
struct text field_json(struct arena *arena, const struct field_table *table, const void *from);

/* JSON Schema of the table as an object value (for OpenAPI). */
void field_schema(struct json_writer *json, const struct field_table *table);

#define MONEY_DECIMALS 2
#define MONEY_FEN_DECIMALS 6

/* True for decimal text of 万元: digits, optionally '.' and one or two digits; no sign, no leading
 * zeros, at most 13 digits before the point. */
bool money_is_valid(struct text text);
/* Valid money as whole fen-of-万元 (hundredths of 万元 = 100 yuan): exact, for comparing and
 * adding. */
int64_t money_hundredths(struct text text);
/* Money of a field that goes to the fen, in fen: at most nine digits before the point. */
int64_t money_fen(struct text text);

#endif
