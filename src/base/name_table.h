#ifndef LIANDONG_BASE_NAME_TABLE_H
#define LIANDONG_BASE_NAME_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct arena;

/* Names to small numbers: codes of items, names of fields, values of an enumeration.
 *
 * Open addressing over text_hash(), never more than half full; it grows in its arena and never
 * forgets a name. The texts are not copied: they must live as long as the table. It is filled while
 * something is loaded and read by many threads afterwards.
 *
 *     struct name_table codes = name_table_open(arena, 200);
 *     if (!name_table_put(&codes, code, index)) { ... the code was there already ... }
 *     if (name_table_find(&codes, TEXT("inv-filing"), &index)) { ... } */
struct name_slot {
    struct text name;
    uint64_t hash; /* 0: the slot is free */
    uint32_t value;
};

struct name_table {
    struct arena *arena;
    struct name_slot *slots;
    uint32_t capacity; /* a power of two */
    uint32_t count;
};

struct name_table name_table_open(struct arena *arena, uint32_t expected);

/* False when the name is there already; the table is then unchanged. */
bool name_table_put(struct name_table *table, struct text name, uint32_t value);

/* False and `*out` untouched when there is no such name. */
bool name_table_find(const struct name_table *table, struct text name, uint32_t *out);

#endif
