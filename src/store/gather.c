#include "store/gather.h"

#include "base/arena.h"

bool store_gather(struct arena *arena, struct store_rows *rows, const struct store_shape *shape,
                  struct store_list *out, struct fault *fault)
{
    uint32_t room = 0;
    *out = (struct store_list){.items = NULL};
    while (out->count < shape->most && store_next(rows)) {
        if (out->count == room) {
            out->items = arena_grown(arena, out->items, &room, shape->size);
        }
        shape->read(arena, rows, (char *)out->items + out->count * shape->size);
        out->count++;
    }
    return store_done(rows, fault);
}

bool store_gather_one(struct arena *arena, struct store_rows *rows, const struct store_shape *shape,
                      void *out, struct fault *fault)
{
    bool found = store_next(rows);
    if (found) {
        shape->read(arena, rows, out);
    }
    return store_done(rows, fault) &&
           (found || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS));
}
