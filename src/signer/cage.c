#include <sys/prctl.h>
#include <sys/syscall.h>

#include "cage/cage.h"
#include "signer/inside.h"

/* What signing takes: the socket, memory, random numbers, time for reseeding (a preloaded clock, as
 * tests have one, masks signals around it), and an end (of which the address sanitizer tidies up a
 * stack for signals). Every other call kills the process. There is no open, no socket, no exec
 * among them. */
static const int allowed[] = {
    SYS_read,     SYS_write,       SYS_getrandom,      SYS_futex,       SYS_brk,
    SYS_mmap,     SYS_munmap,      SYS_mremap,         SYS_madvise,     SYS_clock_gettime,
    SYS_exit,     SYS_exit_group,  SYS_rt_sigreturn,   SYS_gettid,      SYS_getpid,
    SYS_mprotect, SYS_sched_yield, SYS_rt_sigprocmask, SYS_sigaltstack,
};

bool signer_lock_in(void)
{
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
        return false;
    }
    struct cage cage;
    cage_open(&cage);
    cage_calls(&cage, allowed, COUNT_OF(allowed), CAGE_ALLOWED);
    return cage_shut(&cage, CAGE_DEADLY);
}
