#ifndef TESTS_PACK_WORKSHOP_H
#define TESTS_PACK_WORKSHOP_H

#include "base/arena.h"
#include "base/text.h"

/* A copy of a pack in a temporary folder, to be broken in one place and looked at. */
struct workshop {
    struct arena *arena;
    struct text folder;
};

/* Copies data/<pack> of the source tree. */
struct workshop workshop_open(const char *pack);
void workshop_close(struct workshop *workshop);

/* Replaces the first occurrence of `from` in a file of the copy; it must occur. */
void workshop_change(struct workshop *workshop, const char *file, const char *from, const char *to);

/* Writes a whole file of the copy. */
void workshop_write(struct workshop *workshop, const char *file, struct text content);

struct text workshop_read(struct arena *arena, const char *path);

/* "<source root>/<path>" */
struct text source_path(struct arena *arena, const char *path);

#endif
