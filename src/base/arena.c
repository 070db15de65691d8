#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"

/* Small enough that an idle connection costs little, large enough that a project page needs two. */
#define FIRST_CHUNK ((size_t)8192)
#define LARGEST_CHUNK ((size_t)1 << 20)
#define ALIGNMENT ((size_t)16)

struct chunk {
    struct chunk *previous;
    size_t size;
    size_t used;
    size_t unused_padding; /* keeps the payload aligned to 16 */
};

struct arena {
    struct chunk *current;
    size_t total;
    size_t soft;
    size_t hard;
};

static struct chunk *chunk_open(size_t size, struct chunk *previous)
{
    struct chunk *chunk = malloc(sizeof *chunk + size);
    ensure(chunk != NULL);
    chunk->previous = previous;
    chunk->size = size;
    chunk->used = 0;
    return chunk;
}

struct arena *arena_open(size_t soft, size_t hard)
{
    ensure(soft <= hard);
    struct arena *arena = malloc(sizeof *arena);
    ensure(arena != NULL);
    arena->current = chunk_open(FIRST_CHUNK, NULL);
    arena->total = 0;
    arena->soft = soft;
    arena->hard = hard;
    return arena;
}

void arena_reset(struct arena *arena)
{
    while (arena->current->previous != NULL) {
        struct chunk *gone = arena->current;
        arena->current = gone->previous;
        free(gone);
    }
    arena->current->used = 0;
    arena->total = 0;
}

void arena_close(struct arena *arena)
{
    if (arena == NULL) {
        return;
    }
    arena_reset(arena);
    free(arena->current);
    free(arena);
}

static void arena_grow(struct arena *arena, size_t size)
{
    size_t next = arena->current->size * 2;
    if (next > LARGEST_CHUNK) {
        next = LARGEST_CHUNK;
    }
    if (next < size) {
        next = size;
    }
    arena->current = chunk_open(next, arena->current);
}

void *arena_alloc_raw(struct arena *arena, size_t size)
{
    ensure(size <= arena->hard);
    size_t rounded = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
    ensure(arena->total + rounded <= arena->hard);
    if (arena->current->size - arena->current->used < rounded) {
        arena_grow(arena, rounded);
    }
    char *at = (char *)(arena->current + 1) + arena->current->used;
    arena->current->used += rounded;
    arena->total += rounded;
    return at;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    void *at = arena_alloc_raw(arena, size);
    memset(at, 0, size);
    return at;
}

void *arena_alloc_room(struct arena *arena, size_t count, size_t size)
{
    ensure(size == 0 || count <= SIZE_MAX / size);
    return arena_alloc_raw(arena, count * size);
}

void *arena_alloc_array(struct arena *arena, size_t count, size_t size)
{
    ensure(size == 0 || count <= SIZE_MAX / size);
    return arena_alloc(arena, count * size);
}

void *arena_grown(struct arena *arena, const void *list, uint32_t *capacity, size_t size)
{
    uint32_t larger = *capacity * 2 + 64;
    void *copy = arena_alloc_array(arena, larger, size);
    if (*capacity > 0) {
        memcpy(copy, list, *capacity * size);
    }
    *capacity = larger;
    return copy;
}

bool arena_is_exhausted(const struct arena *arena, struct arena_mark since)
{
    return arena->total - since.total > arena->soft;
}

size_t arena_bytes(const struct arena *arena)
{
    return arena->total;
}

struct arena_mark arena_mark(struct arena *arena)
{
    return (struct arena_mark){arena->current, arena->current->used, arena->total};
}

void arena_rewind(struct arena *arena, struct arena_mark mark)
{
    while (arena->current != mark.chunk) {
        struct chunk *gone = arena->current;
        ensure(gone->previous != NULL);
        arena->current = gone->previous;
        free(gone);
    }
    arena->current->used = mark.used;
    arena->total = mark.total;
}
