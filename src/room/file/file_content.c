#include "room/file/file_store.h"

/* Where the bytes of a file are: in the folder of the one program that works on a database in a
 * file, or in the database where several nodes share it and have no disk in common. */

bool file_content_write(struct store *store, const struct file_content *content,
                        struct fault *fault)
{
    return store_is_shared(store) ? file_store_keep(store, content, fault)
                                  : file_disk_write(content->digest, content->bytes, fault);
}

bool file_content_is_there(struct store *store, struct text digest, bool *out, struct fault *fault)
{
    if (store_is_shared(store)) {
        return file_store_has(store, digest, out, fault);
    }
    *out = file_disk_has(digest);
    return true;
}

bool file_content_read(struct arena *arena, struct store *store, const struct file_asked *asked,
                       struct text *out, struct fault *fault)
{
    struct text bytes = TEXT_NONE;
    if (!store_is_shared(store)) {
        return file_disk_read(arena, asked->digest, asked->size, out, fault);
    }
    if (!file_store_find(arena, store, asked->digest, &bytes, fault)) {
        return false;
    }
    if ((int64_t)bytes.len != asked->size ||
        !text_equal(file_digest(arena, bytes), asked->digest)) {
        return fault_raise(fault, FAULT_FILE_GONE, TEXT_NONE, FAULT_NO_ARGS);
    }
    *out = bytes;
    return true;
}
