/* Preloaded into the program under test (cc -shared -fPIC): lets one call to the disk fail.
 *   FAULT_CALL   write, sync, read or open
 *   FAULT_NTH    which one, from 1; counted over the files below FAULT_PATH since the file
 * FAULT_ARMED is there FAULT_EVER   1: all from there on, until FAULT_ARMED is gone FAULT_SHORT  1:
 * half of what was asked for is written and said to be FAULT_ERRNO  its number (5: EIO, 28: ENOSPC)
 *   FAULT_HIT    a file that is made when it happens */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_long count;
static pid_t first;

/* The signer and the printer are processes of their own, locked in: nothing is looked at there. */
__attribute__((constructor)) static void begin(void)
{
    first = getpid();
}

static long number(const char *name)
{
    const char *word = getenv(name);
    return word == NULL ? 0 : atol(word);
}

static bool is_ours(int file)
{
    char link[64], path[512];
    const char *below = getenv("FAULT_PATH");
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t len = readlink(link, path, sizeof path - 1);
    if (len <= 0 || below == NULL) {
        return false;
    }
    path[len] = '\0';
    return strstr(path, below) == path;
}

static bool fails_now(const char *call)
{
    const char *wanted = getenv("FAULT_CALL"), *armed = getenv("FAULT_ARMED"),
               *hit = getenv("FAULT_HIT");
    if (wanted == NULL || armed == NULL || strcmp(wanted, call) != 0 || access(armed, F_OK) != 0) {
        return false;
    }
    long mine = atomic_fetch_add(&count, 1) + 1, nth = number("FAULT_NTH");
    if (mine != nth && !(number("FAULT_EVER") && mine > nth)) {
        return false;
    }
    int file = hit == NULL ? -1 : (int)syscall(SYS_openat, AT_FDCWD, hit, O_CREAT | O_WRONLY, 0600);
    if (file >= 0) {
        close(file);
    }
    errno = (int)number("FAULT_ERRNO");
    return true;
}

static bool file_fails(const char *call, int file)
{
    int before = errno;
    if (getpid() == first && is_ours(file) && fails_now(call)) {
        return true;
    }
    errno = before;
    return false;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define CUT(len) (number("FAULT_SHORT") && (len) > 1)

ssize_t write(int file, const void *bytes, size_t len)
{
    bool fails = file_fails("write", file);
    return fails && !CUT(len) ? -1 : REAL(write)(file, bytes, fails ? len / 2 : len);
}

ssize_t pwrite(int file, const void *bytes, size_t len, off_t at)
{
    bool fails = file_fails("write", file);
    return fails && !CUT(len) ? -1 : REAL(pwrite)(file, bytes, fails ? len / 2 : len, at);
}

ssize_t pwrite64(int file, const void *bytes, size_t len, off64_t at)
{
    bool fails = file_fails("write", file);
    return fails && !CUT(len) ? -1 : REAL(pwrite64)(file, bytes, fails ? len / 2 : len, at);
}

ssize_t pread64(int file, void *bytes, size_t len, off64_t at)
{
    return file_fails("read", file) ? -1 : REAL(pread64)(file, bytes, len, at);
}

ssize_t pread(int file, void *bytes, size_t len, off_t at)
{
    return file_fails("read", file) ? -1 : REAL(pread)(file, bytes, len, at);
}

int fsync(int file)
{
    return file_fails("sync", file) ? -1 : REAL(fsync)(file);
}

int fdatasync(int file)
{
    return file_fails("sync", file) ? -1 : REAL(fdatasync)(file);
}

int ftruncate64(int file, off64_t size)
{
    return file_fails("write", file) ? -1 : REAL(ftruncate64)(file, size);
}

int openat(int folder, const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    int mode = (flags & O_CREAT) != 0 ? va_arg(rest, int) : 0;
    va_end(rest);
    if (getpid() == first && is_ours(folder) && fails_now("open")) {
        return -1;
    }
    return REAL(openat)(folder, path, flags, mode);
}
