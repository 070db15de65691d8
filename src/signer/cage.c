#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "signer/inside.h"

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#else
#error "the seccomp filter must be told of this machine"
#endif

/* What signing takes: the socket, memory, random numbers, time for reseeding, and an end. Every
 * other call kills the process. There is no open, no socket, no exec among them. */
static const int allowed[] = {
    SYS_read,         SYS_write,  SYS_getrandom, SYS_futex,         SYS_brk,         SYS_mmap,
    SYS_munmap,       SYS_mremap, SYS_madvise,   SYS_clock_gettime, SYS_exit,        SYS_exit_group,
    SYS_rt_sigreturn, SYS_gettid, SYS_getpid,    SYS_mprotect,      SYS_sched_yield,
};

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define IF_EQUAL(value, then, otherwise)                                                           \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned int)(value), (then), (otherwise))
#define RETURN(action) BPF_STMT(BPF_RET | BPF_K, (action))

bool signer_lock_in(void)
{
    struct sock_filter code[4 + 2 * COUNT_OF(allowed) + 1] = {
        LOAD(arch),
        IF_EQUAL(MACHINE, 1, 0),
        RETURN(SECCOMP_RET_KILL_PROCESS),
        LOAD(nr),
    };
    size_t len = 4;
    for (size_t i = 0; i < COUNT_OF(allowed); i++) {
        code[len++] = (struct sock_filter)IF_EQUAL(allowed[i], 0, 1);
        code[len++] = (struct sock_filter)RETURN(SECCOMP_RET_ALLOW);
    }
    code[len++] = (struct sock_filter)RETURN(SECCOMP_RET_KILL_PROCESS);
    struct sock_fprog program = {(unsigned short)len, code};
    struct rlimit no_core = {0, 0};
    return setrlimit(RLIMIT_CORE, &no_core) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
           prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}
