#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/receipt.h"
#include "base/arena.h"
#include "ledger/sm3.h"
#include "room/file/file.h"

/* <directory>/ab/cdef...: the first two digits of the digest name the folder. A file is written
 * under a temporary name in its folder, synced, renamed, and the folder synced: after that it is
 * there whole, or not at all. Names on the disk are made of the digest alone; what a user calls a
 * file never gets near a path. */

#define TEMPORARY ".part-"

static int root = -1; /* of the directory; open for the life of the process */

static bool fail(struct fault *fault)
{
    enum fault_code code =
        errno == ENOSPC || errno == EDQUOT ? FAULT_STORE_FULL : FAULT_STORE_FAILED;
    return fault_raise(fault, code, TEXT_NONE, FAULT_ARGS(text_of(strerror(errno))));
}

bool file_set_directory(const char *directory, struct fault *fault)
{
    if (mkdir(directory, 0700) != 0 && errno != EEXIST) {
        return fault_raise(fault, FAULT_FILE_UNREADABLE, TEXT_NONE,
                           FAULT_ARGS(text_of(directory), text_of(strerror(errno))));
    }
    int opened = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0) {
        return fault_raise(fault, FAULT_FILE_UNREADABLE, TEXT_NONE,
                           FAULT_ARGS(text_of(directory), text_of(strerror(errno))));
    }
    if (root >= 0) {
        (void)close(root);
    }
    root = opened;
    return true;
}

struct text file_digest(struct arena *arena, struct text bytes)
{
    unsigned char hash[SM3_SIZE];
    sm3_of(bytes, hash);
    return hex_of(arena, hash, sizeof hash);
}

static bool is_hex(struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            return false;
        }
    }
    return true;
}

/* Where a digest lies: folder and name, NUL-terminated. */
struct place {
    char folder[3];
    char name[FILE_DIGEST_HEX - 2 + 1];
};

static struct place place_of(struct text digest)
{
    struct place place;
    ensure(digest.len == FILE_DIGEST_HEX && is_hex(digest));
    memcpy(place.folder, digest.at, 2);
    place.folder[2] = '\0';
    memcpy(place.name, digest.at + 2, FILE_DIGEST_HEX - 2);
    place.name[FILE_DIGEST_HEX - 2] = '\0';
    return place;
}

/* -1 with the fault set when the folder can't be opened. A new folder is synced into the root. */
static int open_folder(const struct place *place, bool make, struct fault *fault)
{
    ensure(root >= 0);
    if (make && mkdirat(root, place->folder, 0700) == 0 && fsync(root) != 0) {
        fail(fault);
        return -1;
    }
    int folder = openat(root, place->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (folder < 0) {
        fail(fault);
    }
    return folder;
}

static bool write_all(int file, struct text bytes)
{
    while (bytes.len > 0) {
        ssize_t written = write(file, bytes.at, bytes.len);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        bytes = text_slice(bytes, (size_t)written, bytes.len - (size_t)written);
    }
    return true;
}

/* A name that no other upload under way has, also of the same content. */
static void temporary_name(const struct place *place, char out[96])
{
    static int64_t counter;
    int64_t number = __atomic_add_fetch(&counter, 1, __ATOMIC_RELAXED);
    int len = snprintf(out, 96, TEMPORARY "%lld-%s", (long long)number, place->name);
    ensure(len > 0 && len < 96);
}

static bool write_in(int folder, const struct place *place, struct text bytes, struct fault *fault)
{
    char temporary[96];
    temporary_name(place, temporary);
    int file =
        openat(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) {
        return fail(fault);
    }
    bool done = write_all(file, bytes) && fsync(file) == 0;
    if (!done) {
        fail(fault);
    }
    (void)close(file);
    if (done && renameat(folder, temporary, folder, place->name) != 0) {
        done = fail(fault);
    }
    if (!done) {
        (void)unlinkat(folder, temporary, 0);
        return false;
    }
    return fsync(folder) == 0 || fail(fault);
}

bool file_disk_write(struct text digest, struct text bytes, struct fault *fault)
{
    struct place place = place_of(digest);
    int folder = open_folder(&place, true, fault);
    if (folder < 0) {
        return false;
    }
    bool done = write_in(folder, &place, bytes, fault);
    (void)close(folder);
    return done;
}

static bool read_all(int file, char *at, size_t size)
{
    size_t have = 0;
    while (have < size) {
        ssize_t got = read(file, at + have, size - have);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return false;
        }
        have += (size_t)got;
    }
    return true;
}

bool file_disk_read(struct arena *arena, struct text digest, int64_t size, struct text *out,
                    struct fault *fault)
{
    struct place place = place_of(digest);
    struct fault missing = {.code = FAULT_NONE};
    ensure(size >= 0 && size <= (int64_t)FILE_SIZE_MAX);
    int folder = open_folder(&place, false, &missing);
    int file = folder < 0 ? -1 : openat(folder, place.name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (folder >= 0) {
        (void)close(folder);
    }
    if (file < 0) {
        return fault_raise(fault, FAULT_FILE_GONE, TEXT_NONE, FAULT_NO_ARGS);
    }
    char *bytes = arena_alloc_raw(arena, (size_t)size + 1);
    bool whole = read_all(file, bytes, (size_t)size);
    (void)close(file);
    struct text content = {bytes, (size_t)size};
    if (!whole || !text_equal(file_digest(arena, content), digest)) {
        return fault_raise(fault, FAULT_FILE_GONE, TEXT_NONE, FAULT_NO_ARGS);
    }
    *out = content;
    return true;
}

bool file_disk_has(struct text digest)
{
    char path[FILE_DIGEST_HEX + 2];
    struct place place = place_of(digest);
    ensure(root >= 0);
    int len = snprintf(path, sizeof path, "%s/%s", place.folder, place.name);
    ensure(len == FILE_DIGEST_HEX + 1);
    return faccessat(root, path, R_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

void file_disk_forget(struct text digest, int64_t before)
{
    char path[FILE_DIGEST_HEX + 2];
    struct place place = place_of(digest);
    struct stat found;
    ensure(root >= 0);
    int len = snprintf(path, sizeof path, "%s/%s", place.folder, place.name);
    ensure(len == FILE_DIGEST_HEX + 1);
    if (fstatat(root, path, &found, AT_SYMLINK_NOFOLLOW) == 0 &&
        (int64_t)found.st_mtim.tv_sec * 1000 < before) {
        (void)unlinkat(root, path, 0);
    }
}

/* -- sweeping -- */

/* Whether it lies there since before the sweeper's moment. */
static bool is_old(int folder, const char *name, const struct file_sweeper *sweeper)
{
    struct stat found;
    return sweeper->before == 0 || (fstatat(folder, name, &found, AT_SYMLINK_NOFOLLOW) == 0 &&
                                    (int64_t)found.st_mtim.tv_sec * 1000 < sweeper->before);
}

static bool sweep_one(int folder, const char *prefix, const char *name,
                      const struct file_sweeper *sweeper, int64_t *removed)
{
    char digest[FILE_DIGEST_HEX + 1];
    bool is_wanted = false;
    bool is_ours = strlen(name) == FILE_DIGEST_HEX - 2 && is_hex(text_of(name));
    if (is_ours) {
        memcpy(digest, prefix, 2);
        memcpy(digest + 2, name, FILE_DIGEST_HEX - 2);
        digest[FILE_DIGEST_HEX] = '\0';
        if (!sweeper->is_wanted(sweeper->context, text_of(digest), &is_wanted)) {
            return false;
        }
    }
    bool is_left_over = is_ours || strncmp(name, TEMPORARY, strlen(TEMPORARY)) == 0;
    if (!is_wanted && is_left_over && is_old(folder, name, sweeper) &&
        (sweeper->looks_only || unlinkat(folder, name, 0) == 0)) {
        (*removed)++;
    }
    return true;
}

static bool sweep_folder(const char *prefix, const struct file_sweeper *sweeper, int64_t *removed,
                         struct fault *fault)
{
    int folder = openat(root, prefix, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR *list = folder < 0 ? NULL : fdopendir(folder);
    if (list == NULL) {
        fail(fault);
        if (folder >= 0) {
            (void)close(folder);
        }
        return false;
    }
    bool done = true;
    for (struct dirent *entry = readdir(list); done && entry != NULL; entry = readdir(list)) {
        done = sweep_one(folder, prefix, entry->d_name, sweeper, removed);
    }
    (void)closedir(list);
    return done;
}

bool file_disk_sweep(const struct file_sweeper *sweeper, int64_t *out_removed, struct fault *fault)
{
    ensure(root >= 0);
    int copy = openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = copy < 0 ? NULL : fdopendir(copy);
    if (list == NULL) {
        fail(fault);
        if (copy >= 0) {
            (void)close(copy);
        }
        return false;
    }
    int64_t removed = 0;
    bool done = true;
    for (struct dirent *entry = readdir(list); done && entry != NULL; entry = readdir(list)) {
        struct text name = text_of(entry->d_name);
        done =
            name.len != 2 || !is_hex(name) || sweep_folder(entry->d_name, sweeper, &removed, fault);
    }
    (void)closedir(list);
    *out_removed = removed;
    return done;
}
