#include "roof/move_files.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "room/file/file.h"

static const struct statement move_wanted = {
    "move_wanted", "select digest, max(size) from file group by digest order by digest", true};

/* Where the files of this end lie, if they lie in a folder. */
static bool use_folder(struct store *store, struct text home, struct fault *fault)
{
    char path[4096];
    if (store_is_shared(store)) {
        return true;
    }
    int len = snprintf(path, sizeof path, "%.*s/files", TEXT_ARG(home));
    ensure(len > 0 && (size_t)len < sizeof path);
    return file_set_directory(path, fault);
}

struct end {
    struct store *store;
    struct text home;
    const char *zh, *en;
};

static bool read_at(struct arena *arena, const struct end *end, const struct file_asked *asked,
                    struct text *out, struct fault *fault)
{
    struct fault why = {.code = FAULT_NONE};
    if (!use_folder(end->store, end->home, fault)) {
        return false;
    }
    if (file_content_read(arena, end->store, asked, out, &why)) {
        return true;
    }
    if (why.code == FAULT_FILE_GONE) {
        return fault_raise(fault, FAULT_MOVE_FILE_GONE, TEXT_NONE,
                           FAULT_ARGS(asked->digest, text_of(end->zh), text_of(end->en)));
    }
    *fault = why;
    return false;
}

typedef bool each_file(const struct move_ends *ends, const struct file_asked *asked,
                       struct fault *fault);

static bool copy_one(const struct move_ends *ends, const struct file_asked *asked,
                     struct fault *fault)
{
    struct end source = {ends->from, ends->from_home, "来源", "source"};
    struct arena *arena = arena_open((size_t)64 << 20, (size_t)256 << 20);
    struct file_content content = {asked->digest, TEXT_NONE, ends->now};
    bool copied = read_at(arena, &source, asked, &content.bytes, fault) &&
                  use_folder(ends->to, ends->to_home, fault) &&
                  file_content_write(ends->to, &content, fault);
    arena_close(arena);
    return copied;
}

static bool check_one(const struct move_ends *ends, const struct file_asked *asked,
                      struct fault *fault)
{
    struct end target = {ends->to, ends->to_home, "目标", "target"};
    struct arena *arena = arena_open((size_t)64 << 20, (size_t)256 << 20);
    struct text bytes;
    bool read = read_at(arena, &target, asked, &bytes, fault);
    arena_close(arena);
    return read;
}

static bool each(const struct move_ends *ends, each_file *act, struct move_files *out,
                 struct fault *fault)
{
    struct store_rows rows;
    struct move_files done = {0, 0};
    bool fine = true;
    if (!store_query(ends->from, &move_wanted, NO_CELLS, &rows, fault)) {
        return false;
    }
    while (fine && store_next(&rows)) {
        char digest[FILE_DIGEST_HEX + 1];
        struct text shown = store_cell(&rows, 0).text;
        fine = shown.len == FILE_DIGEST_HEX;
        if (fine) {
            memcpy(digest, shown.at, FILE_DIGEST_HEX);
            digest[FILE_DIGEST_HEX] = '\0';
            struct file_asked asked = {{digest, FILE_DIGEST_HEX}, store_int(&rows, 1)};
            fine = act(ends, &asked, fault);
            done.count++;
            done.bytes += asked.size;
        } else {
            fault_raise(fault, FAULT_MOVE_FILE_GONE, TEXT_NONE,
                        FAULT_ARGS(shown, TEXT("来源"), TEXT("source")));
        }
    }
    if (!store_done(&rows, fault) || !fine) {
        return false;
    }
    *out = done;
    return true;
}

bool move_copy_files(const struct move_ends *ends, struct move_files *out, struct fault *fault)
{
    return each(ends, copy_one, out, fault);
}

bool move_check_files(const struct move_ends *ends, struct fault *fault)
{
    struct move_files checked;
    return each(ends, check_one, &checked, fault);
}
