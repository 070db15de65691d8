/* Any bytes as a document to be printed: read within its bounds, or refused. */
#include <stdint.h>

#include "base/arena.h"
#include "paper/paper.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_open((size_t)1 << 22, (size_t)1 << 26);
    const struct paper *paper = NULL;
    struct fault fault = {.code = FAULT_NONE};
    if (paper_read(arena, (struct text){(const char *)data, size}, &paper, &fault)) {
        ensure(paper->block_count > 0 && paper->block_count <= PAPER_BLOCKS_MAX);
    } else {
        ensure(fault.code != FAULT_NONE && paper == NULL);
    }
    arena_close(arena);
    return 0;
}
