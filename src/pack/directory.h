#ifndef LIANDONG_PACK_DIRECTORY_H
#define LIANDONG_PACK_DIRECTORY_H

#include "base/civil_date.h"
#include "base/fault.h"
#include "base/json_read.h"
#include "base/text.h"

/* The pack's directory: who and what there is in the city, by code, with names in two languages, and
 * the mechanism's parameters. What rules and plans need (items, facts, calendar, criteria) is in
 * pack.h. Immutable; lives in the arena it was loaded into.
 *
 * Format: data/README.md. */
struct names {
    struct text zh;
    struct text en;
};

struct directory_unit {
    struct text id;
    struct names name;
    struct text type;
    struct text level;    /* city, district, province, nation, enterprise */
    struct text district; /* GB/T 2260 code, "" none */
    struct text function; /* "promotion", "service_centre" or "" */
};

struct directory_district {
    struct text code;
    struct names name;
    struct text service_centre_org;
    struct text promotion_org;
};

/* Anything that is only a code and a name: roles, industry classes, stages. */
struct directory_term {
    struct text id;
    struct names name;
};

struct directory_direction {
    struct text id;
    struct names name;
    struct text first_class; /* the class it is usually seen with, "" none */
    bool is_listed;          /* named by the mechanism as a priority */
};

struct directory_park {
    struct text id;
    struct names name;
    struct text district; /* "" where it spans several */
};

struct directory_category {
    struct text code;
    struct names name;
    struct text default_org;
    int resolve_days;
};

struct directory_reason {
    struct text code;
    struct names name;
    struct names sentence; /* for the notice */
};

struct directory_limit {
    struct text code;
    int value;
    bool calendar_days;
    struct names meaning;
    struct text basis;
    struct text basis_kind;
    civil_date valid_from; /* CIVIL_DATE_NONE: always */
    civil_date valid_to;
};

struct directory {
    struct text id, version, city_code;
    struct names title;
    int utc_offset_minutes;
    const struct jvalue *numbers; /* kind -> pattern */
    const struct jvalue *demo;    /* NULL: none */

    const struct directory_unit *units;
    const struct directory_district *districts;
    const struct directory_term *classes;
    const struct directory_direction *directions;
    const struct directory_term *roles;
    const struct directory_park *parks;
    const struct directory_category *categories;
    const struct directory_reason *reasons;
    const struct directory_limit *limits;
    size_t unit_count, district_count, class_count, direction_count, role_count, park_count,
        category_count, reason_count, limit_count;
};

/* Reads pack.json and the files of the directory. Raises FILE_UNREADABLE, JSON_SYNTAX, PACK_INVALID
 * with the file's name. */
MUST_USE bool directory_load(struct arena *arena, const char *pack_directory, struct directory *out,
                             struct fault *fault);

/* Reads one JSON file of a pack: path is "<pack_directory>/<file>". */
MUST_USE bool directory_read_json(struct arena *arena, const char *pack_directory, struct text file,
                                  const struct jvalue **out, struct fault *fault);

/* NULL when there is none. */
const struct directory_unit *directory_unit_find(const struct directory *directory, struct text id);
const struct directory_district *directory_district_find(const struct directory *directory, struct text code);
const struct directory_direction *directory_direction_find(const struct directory *directory, struct text id);
const struct directory_category *directory_category_find(const struct directory *directory, struct text code);
const struct directory_reason *directory_reason_find(const struct directory *directory, struct text code);
/* The limit in force on that day. */
const struct directory_limit *directory_limit_find(const struct directory *directory, struct text code,
                                                   civil_date on);
struct text names_in(struct names names, enum language language);

#endif
