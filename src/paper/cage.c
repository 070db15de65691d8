#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "base/compiler.h"
#include "paper/printer.h"

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#else
#error "the seccomp filter must be told of this machine"
#endif

/* Ends the process: nothing that prints has a use for it. */
static const int deadly[] = {
    SYS_execve,           SYS_execveat, SYS_socket, SYS_socketpair,
    SYS_connect,          SYS_bind,     SYS_ptrace, SYS_kill,
    SYS_process_vm_readv, SYS_unshare,  SYS_mount,  SYS_process_vm_writev,
};

/* Is refused: a font library tries to keep a cache, and lives without. */
static const int refused[] = {
    SYS_unlinkat, SYS_mkdirat, SYS_renameat2, SYS_linkat,    SYS_symlinkat, SYS_fchmodat,
    SYS_fchownat, SYS_fchmod,  SYS_truncate,  SYS_ftruncate,
#ifdef SYS_unlink
    SYS_open,     SYS_creat,   SYS_unlink,    SYS_mkdir,     SYS_rmdir,     SYS_rename,
    SYS_link,     SYS_symlink, SYS_chmod,     SYS_fork,      SYS_vfork,
#endif
};

#define WRITES (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND)
#define LOAD_AT(offset) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned int)(offset))
#define IF_EQUAL(value, then, otherwise)                                                           \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned int)(value), (then), (otherwise))
#define IF_ANY_BIT(bits, then, otherwise)                                                          \
    BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (unsigned int)(bits), (then), (otherwise))
#define RETURN(action) BPF_STMT(BPF_RET | BPF_K, (unsigned int)(action))

static size_t add(struct sock_filter *code, size_t len, const int *calls, size_t count,
                  unsigned int action)
{
    for (size_t i = 0; i < count; i++) {
        code[len++] = (struct sock_filter)IF_EQUAL(calls[i], 0, 1);
        code[len++] = (struct sock_filter)RETURN(action);
    }
    return len;
}

bool printer_lock_in(void)
{
    struct sock_filter code[16 + 2 * (COUNT_OF(deadly) + COUNT_OF(refused))] = {
        LOAD_AT(offsetof(struct seccomp_data, arch)),
        IF_EQUAL(MACHINE, 1, 0),
        RETURN(SECCOMP_RET_KILL_PROCESS),
        LOAD_AT(offsetof(struct seccomp_data, nr)),
    };
    size_t len = 4;
    len = add(code, len, deadly, COUNT_OF(deadly), SECCOMP_RET_KILL_PROCESS);
    len = add(code, len, refused, COUNT_OF(refused), SECCOMP_RET_ERRNO | EACCES);
    code[len++] = (struct sock_filter)IF_EQUAL(SYS_openat, 0, 3);
    code[len++] = (struct sock_filter)LOAD_AT(offsetof(struct seccomp_data, args) + 2 * 8);
    code[len++] = (struct sock_filter)IF_ANY_BIT(WRITES, 0, 1);
    code[len++] = (struct sock_filter)RETURN(SECCOMP_RET_ERRNO | EACCES);
    code[len++] = (struct sock_filter)RETURN(SECCOMP_RET_ALLOW);
    struct sock_fprog program = {(unsigned short)len, code};
    struct rlimit no_core = {0, 0};
    struct rlimit seconds = {10, 12};
#ifndef __SANITIZE_ADDRESS__ /* whose shadow takes terabytes of addresses */
    struct rlimit memory = {(rlim_t)1 << 30, (rlim_t)1 << 30};
    if (setrlimit(RLIMIT_AS, &memory) != 0) {
        return false;
    }
#endif
    return setrlimit(RLIMIT_CORE, &no_core) == 0 && setrlimit(RLIMIT_CPU, &seconds) == 0 &&
           prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}
