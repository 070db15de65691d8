#ifndef LIANDONG_PACK_READ_H
#define LIANDONG_PACK_READ_H

#include "pack/shape.h"

/* Reading shared by the loader, which stops at the first thing wrong, and the checker, which goes
 * on. */

/* The file of that kind as pack.json names it, as JSON. The fault names the file. For
 * PACK_FILE_PACK `pack_json` may be NULL. */
MUST_USE bool pack_read_file(struct arena *arena, struct text directory,
                             const struct jvalue *pack_json, enum pack_file file,
                             const struct jvalue **out, struct fault *fault);
/* The name of that file below the directory: "items.json"; empty when pack.json does not say. */
struct text pack_file_name(const struct jvalue *pack_json, enum pack_file file);

/* False for a file that a pack may do without and this one does not name. */
bool pack_has_file(const struct jvalue *pack_json, enum pack_file file);

/* All corrections of the pack, in the order of their file names; an array of JSON objects. */
struct pack_corrections {
    const struct jvalue *const *items;
    const struct text *names; /* of the files */
    uint32_t count;
};

MUST_USE bool pack_read_corrections(struct arena *arena, struct text directory,
                                    const struct jvalue *pack_json, struct pack_corrections *out,
                                    struct fault *fault);

/* YYYY-MM-DD, or YYYY-MM or YYYY: then the first day of it, or the last one if `is_end`. */
MUST_USE bool pack_parse_day(struct text text, bool is_end, civil_date *out);

/* A validity bound of a record: null or absent gives CIVIL_DATE_NONE. */
MUST_USE bool pack_validity(const struct jvalue *record, const char *key, civil_date *out);

/* A field of a namespace from its record in the pack; the texts stay the record's. `zh` and `en`
 * say what is wrong when the answer is false. */
struct pack_why {
    const char *zh;
    const char *en;
};

MUST_USE bool pack_read_field(struct arena *arena, const struct jvalue *record,
                              struct fact_field *out, struct pack_why *why);

/* The published years of calendar.json as a calendar. */
MUST_USE bool pack_read_calendar(struct arena *arena, const struct jvalue *file,
                                 const struct calendar **out, struct fault *fault);

/* Days of an item under a basis, rounded up to whole days. False: not a number from 0 to
 * PLAN_DAYS_MAX. */
MUST_USE bool pack_read_days(const struct jvalue *item, enum plan_basis basis, int32_t *out);

bool jvalue_equal(const struct jvalue *a, const struct jvalue *b);

#endif
