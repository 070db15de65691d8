/* Any bytes as JSON: refused with a place, or read; what is written from it reads back to the same text. */
#include <stdint.h>

#include "base/arena.h"
#include "base/json_read.h"
#include "base/json_write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct text written(struct arena *arena, const struct jvalue *value)
{
    struct buffer buffer = buffer_open(arena, 256);
    struct json_writer json = json_writer_open(&buffer);
    json_value(&json, value);
    return buffer_text(&buffer);
}

/* The writer's stack is shallower than what the reader takes: deeper trees are for reading only. */
static int depth(const struct jvalue *value)
{
    int deepest = 0;
    for (uint32_t i = 0; (value->kind == JVALUE_ARRAY || value->kind == JVALUE_OBJECT) && i < value->count; i++) {
        const struct jvalue *inner =
            value->kind == JVALUE_ARRAY ? &value->items[i] : &value->members[i].value;
        int below = depth(inner);
        deepest = below > deepest ? below : deepest;
    }
    return deepest + 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_open((size_t)1 << 24, (size_t)1 << 28);
    struct fault fault = {.code = FAULT_NONE};
    const struct jvalue *first = NULL;
    const struct jvalue *second = NULL;
    if (!json_read(arena, (struct text){(const char *)data, size}, &first, &fault)) {
        ensure(fault.code != FAULT_NONE && first == NULL);
        ensure(fault_sentence(arena, &fault, LANGUAGE_ZH).len > 0);
    } else if (depth(first) < JSON_WRITER_DEPTH) {
        struct text text = written(arena, first);
        ensure(text_is_utf8(text));
        ensure(json_read(arena, text, &second, &fault));
        ensure(text_equal(text, written(arena, second)));
    }
    arena_close(arena);
    return 0;
}
