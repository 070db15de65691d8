#include "base/name_table.h"

#include "base/arena.h"

struct name_table name_table_open(struct arena *arena, uint32_t expected)
{
    ensure(expected < UINT32_MAX / 8);
    uint32_t capacity = 16;
    while (capacity < expected * 2) {
        capacity *= 2;
    }
    return (struct name_table){.arena = arena,
                               .slots = arena_array(arena, struct name_slot, capacity),
                               .capacity = capacity};
}

/* Zero marks a free slot, so a hash that happens to be zero is moved. */
static uint64_t hash_of(struct text name)
{
    uint64_t hash = text_hash(name);
    return hash == 0 ? 1 : hash;
}

/* The slot of the name, or the free one where it belongs. FNV-1a is weak in its low bits for short
 * names that differ at the end only; folding the high half in mends that. */
static struct name_slot *slot_of(const struct name_table *table, struct text name, uint64_t hash)
{
    uint32_t mask = table->capacity - 1;
    uint32_t at = (uint32_t)(hash ^ (hash >> 32)) & mask;
    while (table->slots[at].hash != 0) {
        if (table->slots[at].hash == hash && text_equal(table->slots[at].name, name)) {
            break;
        }
        at = (at + 1) & mask;
    }
    return &table->slots[at];
}

static void grow(struct name_table *table)
{
    struct name_table larger = name_table_open(table->arena, table->capacity);
    for (uint32_t i = 0; i < table->capacity; i++) {
        const struct name_slot *old = &table->slots[i];
        if (old->hash != 0) {
            *slot_of(&larger, old->name, old->hash) = *old;
        }
    }
    larger.count = table->count;
    *table = larger;
}

bool name_table_put(struct name_table *table, struct text name, uint32_t value)
{
    uint64_t hash = hash_of(name);
    struct name_slot *slot = slot_of(table, name, hash);
    if (slot->hash != 0) {
        return false;
    }
    *slot = (struct name_slot){name, hash, value};
    table->count++;
    if (table->count * 2 > table->capacity) {
        grow(table);
    }
    return true;
}

bool name_table_find(const struct name_table *table, struct text name, uint32_t *out)
{
    const struct name_slot *slot = slot_of(table, name, hash_of(name));
    if (slot->hash == 0) {
        return false;
    }
    *out = slot->value;
    return true;
}
