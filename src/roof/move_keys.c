#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "roof/move_files.h"

/* Small files with secrets in them: read into memory that is wiped, written beside and renamed. */

#define SECRET_MAX 65536

static const struct carried {
    const char *name;
    mode_t mode;
    bool must_exist;
} carried[] = {
    {"keys/vault.keys", 0600, true},
    {"keys/ledger.pem", 0600, true},
    {"keys/ledger.pem.pub", 0644, false},
    {"demo-accounts.json", 0600, false},
};

struct secret {
    bool is_there;
    size_t len;
    char bytes[SECRET_MAX];
};

static bool path_in(struct text home, const char *name, char out[PATH_MAX])
{
    int len = snprintf(out, PATH_MAX, "%.*s/%s", TEXT_ARG(home), name);
    return len > 0 && len < PATH_MAX;
}

static bool unreadable(const char *path, struct fault *fault)
{
    return fault_raise(fault, FAULT_FILE_UNREADABLE, TEXT_NONE,
                       FAULT_ARGS(text_of(path), text_of(strerror(errno))));
}

/* A file that is not there is no failure. */
static bool read_secret(const char *path, struct secret *out, struct fault *fault)
{
    out->is_there = false;
    out->len = 0;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return errno == ENOENT || errno == ENOTDIR || unreadable(path, fault);
    }
    ssize_t got = 1;
    while (got > 0 && out->len < SECRET_MAX) {
        got = read(file, out->bytes + out->len, SECRET_MAX - out->len);
        out->len += got > 0 ? (size_t)got : 0;
    }
    out->is_there = got == 0;
    errno = got > 0 ? EFBIG : errno;
    bool fine = out->is_there || unreadable(path, fault);
    (void)close(file);
    return fine;
}

static bool sync_folder_of(const char *path)
{
    char folder[PATH_MAX];
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    ensure(slash != NULL);
    *slash = '\0';
    int handle = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = handle >= 0 && fsync(handle) == 0;
    if (handle >= 0) {
        (void)close(handle);
    }
    return synced;
}

static bool write_secret(const char *path, mode_t mode, const struct secret *secret,
                         struct fault *fault)
{
    char beside[PATH_MAX + 8];
    snprintf(beside, sizeof beside, "%s.new", path);
    (void)unlink(beside); /* left by a move that broke off */
    int file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    bool written = file >= 0 && write(file, secret->bytes, secret->len) == (ssize_t)secret->len &&
                   fsync(file) == 0;
    if (file >= 0) {
        written = close(file) == 0 && written;
    }
    if (!written || rename(beside, path) != 0 || !sync_folder_of(path)) {
        (void)unreadable(path, fault);
        (void)unlink(beside);
        return false;
    }
    return true;
}

struct pair {
    struct secret from, to;
    char from_path[PATH_MAX], to_path[PATH_MAX];
};

/* Looks at one file on both sides; with `writes` also copies it where the target has none. */
static bool carry(struct pair *pair, const struct carried *what, bool writes, struct fault *fault)
{
    if (!read_secret(pair->from_path, &pair->from, fault)) {
        return false;
    }
    if (!pair->from.is_there) {
        return !what->must_exist || fault_raise(fault, FAULT_KEYS_MISSING, TEXT_NONE,
                                                FAULT_ARGS(text_of(pair->from_path)));
    }
    if (!read_secret(pair->to_path, &pair->to, fault)) {
        return false;
    }
    if (!pair->to.is_there) {
        return !writes || write_secret(pair->to_path, what->mode, &pair->from, fault);
    }
    bool is_same = pair->from.len == pair->to.len &&
                   memcmp(pair->from.bytes, pair->to.bytes, pair->from.len) == 0;
    return is_same || fault_raise(fault, FAULT_MOVE_KEYS_DIFFER, TEXT_NONE,
                                  FAULT_ARGS(text_of(pair->to_path)));
}

static bool carry_all(struct text from_home, struct text to_home, bool writes, struct fault *fault)
{
    static struct pair pair; /* too large for a stack; a move is run by one thread */
    bool fine = true;
    for (size_t i = 0; fine && i < COUNT_OF(carried); i++) {
        errno = ENAMETOOLONG;
        fine = (path_in(from_home, carried[i].name, pair.from_path) &&
                path_in(to_home, carried[i].name, pair.to_path)) ||
               unreadable(carried[i].name, fault);
        fine = fine && carry(&pair, &carried[i], writes, fault);
    }
    explicit_bzero(&pair, sizeof pair);
    return fine;
}

static bool make_folder(struct text home, const char *name, struct fault *fault)
{
    char path[PATH_MAX];
    errno = ENAMETOOLONG;
    return (path_in(home, name, path) && (mkdir(path, 0700) == 0 || errno == EEXIST)) ||
           unreadable(path, fault);
}

bool move_copy_keys(struct text from_home, struct text to_home, struct fault *fault)
{
    return carry_all(from_home, to_home, false, fault) && make_folder(to_home, "", fault) &&
           make_folder(to_home, "keys", fault) && carry_all(from_home, to_home, true, fault);
}
