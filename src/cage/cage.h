#ifndef LIANDONG_CAGE_H
#define LIANDONG_CAGE_H

#include <linux/filter.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"

/* What a process gives up for good, so that whoever takes it over gains little: system calls (a
 * seccomp filter, seccomp(2)), writing outside its folders and running programs (Landlock,
 * landlock(7)), gaining rights (no new privileges), a core dump. Which calls a process needs is
 * said by whoever locks itself in: the signer, the printer, the server.
 *
 * The filter is made of rules, each asked in turn, the first that fits decides; what none names
 * meets the last word of cage_shut. Another machine's calls (32 bits) end the process. Linux on
 * x86-64 and ARM64. */

enum cage_word {
    CAGE_ALLOWED,
    CAGE_REFUSED, /* the call fails with EPERM, the process goes on */
    CAGE_UNKNOWN, /* the call fails with ENOSYS: libraries have another way, looked at by a rule */
    CAGE_NO_FAMILY, /* the call fails with EAFNOSUPPORT */
    CAGE_DEADLY,    /* the process ends (SIGSYS), the kernel's log says at which call */
};

/* A rule of a call's argument. */
enum cage_test {
    CAGE_ANY_BIT,  /* one of these bits is set */
    CAGE_ALL_BITS, /* all of them are */
    CAGE_EQUAL,
};

struct cage_argument {
    int call;
    unsigned int argument; /* 0 to 5; its lower 32 bits are looked at */
    enum cage_test test;
    unsigned int value;
};

#define CAGE_CODE_MAX 512

/* Its owner's; only for cage_* to look into. */
struct cage {
    struct sock_filter code[CAGE_CODE_MAX];
    size_t len;
};

void cage_open(struct cage *cage);
void cage_calls(struct cage *cage, const int *calls, size_t count, enum cage_word word);
void cage_argument(struct cage *cage, const struct cage_argument *rule, enum cage_word word);

/* Locks every thread of the process in; no core dump, no new privileges from
 * here on. False, with errno, when the kernel will not: nothing holds then. */
MUST_USE bool cage_shut(struct cage *cage, enum cage_word otherwise);

/* Files are made, written, renamed and removed below these folders (or are these files) only, and
 * no program is run: for the calling thread and those it starts. Folders that are not there are
 * passed over. What is open stays open; reading is as before. `out_held`: false on a kernel
 * without Landlock, where nothing changes. */
MUST_USE bool cage_write_below(const char *const *folders, size_t count, bool *out_held);

#endif
