#ifndef LIANDONG_ROOF_CONFINE_H
#define LIANDONG_ROOF_CONFINE_H

#include "base/fault.h"
#include "cage/cage.h"

/* What the server gives up when it has opened its database, keys and the processes of the signer
 * and the printer, and before there are threads (see cage/cage.h): it may write in its own folders
 * only, run no program, start no process, look into none, reach nothing but sockets of the
 * internet and of this machine. What it does not need is refused; what only an attacker needs ends
 * it. docs/decisions/0029 says why. */

#define CONFINE_FOLDERS_MAX 8

struct confine {
    const char
        *folders[CONFINE_FOLDERS_MAX]; /* below which it may write, beside the temporary one */
    size_t count;
};

/* CONFINE_FAILED: the kernel will not, and nothing was opened to strangers yet. */
MUST_USE bool confine_server(const struct confine *confine, struct fault *fault);

/* The rules of its system calls, to be shut with CAGE_REFUSED. Builds with the address sanitizer
 * lock themselves in with less: its search for leaks is what these forbid. */
void confine_cage(struct cage *cage);

/* Becomes that user, for good: before anything is opened. Nothing changes when it is that user
 * already; "" changes nothing. USER_UNKNOWN, USER_REFUSED. */
MUST_USE bool confine_become(struct text user, struct fault *fault);

#endif
