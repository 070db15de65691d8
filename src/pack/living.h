#ifndef LIANDONG_PACK_LIVING_H
#define LIANDONG_PACK_LIVING_H

#include "pack/check.h"
#include "pack/read.h"

/* The living pack (活数据包): the files of a pack with the city's published changes laid into them.
 *
 * A change replaces one record from a day on (or ends it): what was in force before that day stays
 * in force for the days before, so that an old date is computed by the old record for good. Where
 * records carry their validity, several versions of one record stand beside each other. Gates of
 * milestones and years of the calendar carry none: a change of one of them holds from its day on,
 * and until then the pack is composed without it. Hence a living pack is composed for a day, and
 * composed anew when the day of such a change has come (pack_next_day).
 *
 * Everything here works on the parsed files and shares what it leaves alone; nothing is written
 * back. What comes out is built by the same code as any pack, checked by the same code as any pack,
 * and written as a folder it is a pack. */

/* What is read of a pack before anything is made of it. */
struct pack_sources {
    struct text directory;
    const struct jvalue *files[PACK_FILE_COUNT]; /* NULL: not read */
};

/* The files that the options ask for, with the records of corrections/ laid in where they say so:
 * one record becomes one a span of time. */
MUST_USE bool pack_read_sources(struct arena *arena, struct text directory,
                                const struct pack_options *options, struct pack_sources *out,
                                struct fault *fault);

/* A pack of parsed files. Strict, as pack_load. The sources must live as long as the pack. */
MUST_USE bool pack_build(struct arena *arena, const struct pack_sources *sources,
                         const struct pack_options *options, const struct pack **out,
                         struct fault *fault);

/* Everything wrong with parsed files, as pack_check. */
struct pack_findings pack_check_sources(struct arena *arena, const struct pack_sources *sources);

/* -- what can be changed -- */

enum pack_kind {
    PACK_KIND_ITEM,
    PACK_KIND_GUIDE,
    PACK_KIND_BUNDLE,
    PACK_KIND_VARIANT,
    PACK_KIND_LIMIT,
    PACK_KIND_LETTER,
    PACK_KIND_LADDER,
    PACK_KIND_UNIT,
    PACK_KIND_POLICY,
    PACK_KIND_BENEFIT,
    PACK_KIND_STACKING,
    PACK_KIND_PARK,
    PACK_KIND_PACKAGE,
    PACK_KIND_GATE,
    PACK_KIND_CALENDAR,
    PACK_KIND_COUNT
};

struct pack_kind_row {
    const char *name; /* "item" */
    const char *zh;
    const char *en;
    enum pack_list list; /* PACK_LIST_COUNT: no list, an object of `file` by key */
    enum pack_file file;
    const char *member; /* of the file, where it is no list */
};
extern const struct pack_kind_row pack_kinds[PACK_KIND_COUNT];

bool pack_kind_find(struct text name, enum pack_kind *out);
/* Versions with days of their own stand beside each other. */
bool pack_kind_is_dated(enum pack_kind kind);
/* The last day is the record's own affair, later than before too (the window of a policy). Of other
 * kinds an end that is published stays, whatever a later version says. */
bool pack_kind_says_its_end(enum pack_kind kind);

struct pack_change {
    enum pack_kind kind;
    struct text key;             /* of the record */
    const struct jvalue *record; /* the whole new record, an object; NULL: it ends */
    civil_date from;             /* the first day */
    int64_t set;                 /* with what it was published; 0: it is not */
};

struct pack_changes {
    const struct pack_change *items; /* in the order in which they were published */
    uint32_t count;
    uint32_t turns; /* how often something was published or withdrawn: never runs backwards */
};

/* The change on its own: a key, an object that calls itself by that key, no end before its
 * beginning. The rest is asked of the whole pack by pack_check_sources. */
MUST_USE bool pack_change_is_sound(const struct pack_change *change, struct fault *fault);

/* -- composing -- */

/* The files with the changes laid in as they hold on `on`, one after the other. `out->files` of
 * pack.json says the version: that of the base, "+" the turns, "~" how many of the changes have not
 * yet come into force. */
void pack_compose(struct arena *arena, const struct pack_sources *base,
                  const struct pack_changes *changes, civil_date on, struct pack_sources *out);

/* Composed and built. Base and changes must live as long as the pack, which keeps them. */
struct pack_law {
    const struct pack_sources *base;
    const struct pack_changes *changes;
    civil_date on;
};
MUST_USE bool pack_live(struct arena *arena, const struct pack_law *law, const struct pack **out,
                        struct fault *fault);
/* The same pack with more changes on top, as a candidate: what would be if they were published. */
void pack_with(struct arena *arena, const struct pack *pack, const struct pack_changes *more,
               civil_date on, struct pack_sources *out);

/* The first day after `on` on which a change comes into force; CIVIL_DATE_NONE: none does. */
civil_date pack_next_day(const struct pack_changes *changes, civil_date on);

/* The record of that kind and key that holds on a day: for comparing. NULL: none. For a gate or a
 * year of the calendar, an object as it stands in a change. */
const struct jvalue *pack_record_on(struct arena *arena, const struct pack_sources *sources,
                                    enum pack_kind kind, struct text key, civil_date on);

/* How many days of a year work, its days off and its make-up days laid over Monday to Friday. */
int pack_year_days(int year, const struct jvalue *record);

/* -- writing -- */

/* The files as a folder that pack_check accepts; corrections are in the records, so that their
 * folder is empty. The directory must not exist. */
MUST_USE bool pack_write(struct arena *arena, const struct pack_sources *sources,
                         struct text directory, struct fault *fault);

/* -- shared by the files of this -- */

/* A copy of an object with one member set, or added at the end. */
const struct jvalue *jvalue_with(struct arena *arena, const struct jvalue *object, const char *name,
                                 const struct jvalue *value);
/* The day as a JSON text; CIVIL_DATE_NONE: null. */
struct jvalue pack_day_value(struct arena *arena, civil_date day);

#endif
