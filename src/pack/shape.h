#ifndef LIANDONG_PACK_SHAPE_H
#define LIANDONG_PACK_SHAPE_H

#include "pack/pack.h"

/* The format of a pack as tables: which lists stand in which file, what their records carry, and
 * which list a code points into. Loading reads from it where things are; checking reads all of it.
 * The prose is data/README.md; where both say something, they must say the same. */
enum key_kind {
    KEY_ANY,
    KEY_TEXT,   /* not empty */
    KEY_NUMBER, /* >= 0 */
    KEY_WHOLE,  /* >= 0 */
    KEY_BOOL,
    KEY_DAY,   /* YYYY-MM-DD, or shorter where the source gives less */
    KEY_LIST,  /* of anything */
    KEY_TEXTS, /* distinct */
    KEY_OBJECT,
    KEY_RULE, /* a condition over the list's space */
    KEY_CODE, /* of a record of `target` */
    KEY_CODES
};

enum { KEY_NULL = 1, KEY_OPTIONAL = 2 };

#define KEY_NO_TARGET PACK_LIST_COUNT

struct key_shape {
    const char *name;
    enum key_kind kind;
    unsigned flags; /* KEY_NULL: may be null; KEY_OPTIONAL: may be left out */
    enum pack_list target;
};

struct list_shape {
    enum pack_file file;
    const char *array; /* its key in the file */
    const char *id;    /* the key that identifies a record */
    const char *rule;  /* the key with the condition, or NULL */
    enum pack_space space;
    enum pack_scope scope;
    const struct key_shape *keys;
    size_t key_count;
    bool is_optional; /* the list may be left out */
};

struct file_shape {
    const char *kind; /* in pack.json's `files`; NULL for pack.json itself */
    enum pack_scope scope;
    const char *const *keys; /* top level, NULL-terminated */
    bool is_optional;        /* pack.json need not name it */
};

extern const struct list_shape pack_list_shapes[PACK_LIST_COUNT];
extern const struct file_shape pack_file_shapes[PACK_FILE_COUNT];

/* Which list fills which space with fields. */
extern const enum pack_list pack_space_fields[PACK_SPACE_COUNT];

#endif
