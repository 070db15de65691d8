#ifndef LIANDONG_BASE_ARENA_H
#define LIANDONG_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Memory with four lifetimes and no others: process, connection, request (or command), scratch.
 *
 * An arena hands out memory and takes it back all at once. Allocation never fails and is never
 * checked: past the `soft` ceiling the arena goes on, but says so (arena_is_exhausted), which the
 * pipeline turns into a refusal of that one request; past `hard`, or when the machine has no memory
 * left, it is a bug and the process stops.
 *
 * What is allocated is zeroed and aligned for any type. Nothing allocated in an arena may be kept
 * by something that lives longer than the arena.
 *
 *     struct arena *request = arena_open(1 << 20, 64 << 20);
 *     struct problem *problem = arena_new(request, struct problem);
 *     arena_close(request);
 *
 * An arena belongs to one thread at a time. */
struct arena;

struct arena_mark {
    void *chunk;
    size_t used;
    size_t total;
};

struct arena *arena_open(size_t soft, size_t hard);
void arena_close(struct arena *arena);

/* Gives everything back but the first chunk, so that a reused arena does not call malloc again. */
void arena_reset(struct arena *arena);

void *arena_alloc(struct arena *arena, size_t size);

/* The same memory without the zeroing, for buffers that are about to be overwritten. */
void *arena_alloc_raw(struct arena *arena, size_t size);

#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define arena_array(arena, type, count) ((type *)arena_alloc_array((arena), (count), sizeof(type)))

/* Room for a list that is filled one after the other and may stay nearly empty: not zeroed, so that
 * what stays empty costs nothing. */
#define arena_room(arena, type, count) ((type *)arena_alloc_room((arena), (count), sizeof(type)))
void *arena_alloc_room(struct arena *arena, size_t count, size_t size);

/* `count * size` bytes; an overflow of the product is a bug. */
void *arena_alloc_array(struct arena *arena, size_t count, size_t size);

/* A larger place for a list that is full: its `*capacity` elements of `size` bytes copied, and
 * `*capacity` what it has room for now. */
void *arena_grown(struct arena *arena, const void *list, uint32_t *capacity, size_t size);

/* More than the soft ceiling was allocated since the mark: what lay in the arena before is not
 * counted. */
bool arena_is_exhausted(const struct arena *arena, struct arena_mark since);
size_t arena_bytes(const struct arena *arena);

/* Scratch: what was allocated after the mark is given back by the rewind. */
struct arena_mark arena_mark(struct arena *arena);
void arena_rewind(struct arena *arena, struct arena_mark mark);

#endif
