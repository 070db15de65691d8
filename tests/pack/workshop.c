#include "workshop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buffer.h"

struct text source_path(struct arena *arena, const char *path)
{
    const char *root = getenv("SOURCE_ROOT");
    return text_format(arena, "%s/%s", root == NULL ? "." : root, path);
}

static void run(struct arena *arena, struct text command)
{
    assert_int_equal(system(text_c_string(arena, command)), 0);
}

struct workshop workshop_open(const char *pack)
{
    char folder[] = "/tmp/pack-workshop-XXXXXX";
    struct workshop workshop = {.arena = arena_open((size_t)64 << 20, (size_t)256 << 20)};
    assert_non_null(mkdtemp(folder));
    workshop.folder = text_copy(workshop.arena, text_of(folder));
    struct text from = source_path(workshop.arena, "data");
    run(workshop.arena,
        text_format(workshop.arena, "cp -r %.*s/%s/. %s", TEXT_ARG(from), pack, folder));
    return workshop;
}

void workshop_close(struct workshop *workshop)
{
    run(workshop->arena, text_format(workshop->arena, "rm -r %.*s", TEXT_ARG(workshop->folder)));
    arena_close(workshop->arena);
}

struct text workshop_read(struct arena *arena, const char *path)
{
    struct buffer bytes = buffer_open(arena, 1 << 16);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t got = 1;
    while (got > 0) {
        char *at = buffer_reserve(&bytes, 1 << 16);
        got = fread(at, 1, 1 << 16, file);
        buffer_commit(&bytes, got);
    }
    fclose(file);
    return text_copy(arena, buffer_text(&bytes));
}

void workshop_write(struct workshop *workshop, const char *file, struct text content)
{
    struct text path = text_format(workshop->arena, "%.*s/%s", TEXT_ARG(workshop->folder), file);
    FILE *stream = fopen(path.at, "wb");
    assert_non_null(stream);
    assert_int_equal(fwrite(content.at, 1, content.len, stream), content.len);
    assert_int_equal(fclose(stream), 0);
}

void workshop_change(struct workshop *workshop, const char *file, const char *from, const char *to)
{
    struct text path = text_format(workshop->arena, "%.*s/%s", TEXT_ARG(workshop->folder), file);
    struct text old = workshop_read(workshop->arena, path.at);
    size_t at = text_find(old, text_of(from));
    if (at == SIZE_MAX) {
        fail_msg("%s does not contain: %s", file, from);
    }
    struct buffer changed = buffer_open(workshop->arena, old.len + 256);
    size_t rest = at + text_of(from).len;
    buffer_add(&changed, text_slice(old, 0, at));
    buffer_add(&changed, text_of(to));
    buffer_add(&changed, text_slice(old, rest, old.len - rest));
    workshop_write(workshop, file, buffer_text(&changed));
}
