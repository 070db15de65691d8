/* Any bytes as a file of proof: refused in words, or whole; nothing that was made up is ever taken.
 */
#include <stdint.h>

#include "base/arena.h"
#include "ledger/testimony.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_open((size_t)1 << 22, (size_t)1 << 26);
    struct text file = {(const char *)data, size};
    struct testimony *testimony = arena_new(arena, struct testimony);
    struct fault fault = {.code = FAULT_NONE};
    if (testimony_read(arena, file, NULL, testimony, &fault)) {
        ensure(text_equal(testimony_json(arena, testimony), file));
    } else {
        ensure(fault.code == FAULT_TESTIMONY_WRONG);
    }
    arena_close(arena);
    return 0;
}
