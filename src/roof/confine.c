#include "roof/confine.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "app/journal.h"
#include "cage/cage.h"
#include "roof/boot.h"

/* All of it was seen under the test suites (strace), on both databases, with mail, messages and a
 * scanner; the last group is what a library may do one day. */
static const int needed[] = {
    /* memory, threads, time */
    SYS_futex,
    SYS_mmap,
    SYS_mprotect,
    SYS_munmap,
    SYS_mremap,
    SYS_brk,
    SYS_madvise,
    SYS_set_robust_list,
    SYS_rseq,
    SYS_prctl,
    SYS_gettid,
    SYS_getpid,
    SYS_exit,
    SYS_exit_group,
    SYS_rt_sigaction,
    SYS_rt_sigprocmask,
    SYS_rt_sigreturn,
    SYS_rt_sigtimedwait,
    SYS_sigaltstack,
    SYS_tgkill,
    SYS_clock_gettime,
    SYS_clock_nanosleep,
    SYS_getrandom,
    SYS_sysinfo,
    SYS_prlimit64,
    SYS_sched_getaffinity,
    SYS_sched_yield,
    SYS_restart_syscall,
    SYS_wait4,
    /* files */
    SYS_openat,
    SYS_close,
    SYS_read,
    SYS_write,
    SYS_pread64,
    SYS_pwrite64,
    SYS_readv,
    SYS_writev,
    SYS_lseek,
    SYS_fsync,
    SYS_fdatasync,
    SYS_ftruncate,
    SYS_fcntl,
    SYS_fstat,
    SYS_newfstatat,
    SYS_statx,
    SYS_faccessat,
    SYS_faccessat2,
    SYS_getdents64,
    SYS_readlinkat,
    SYS_mkdirat,
    SYS_unlinkat,
    SYS_renameat,
    SYS_fchown,
    SYS_fchmod,
    SYS_fchmodat,
    SYS_statfs,
    SYS_fstatfs,
    SYS_fadvise64,
    SYS_ioctl,
    SYS_dup,
    SYS_dup3,
    SYS_pipe2,
    SYS_memfd_create,
    SYS_getcwd,
    SYS_umask,
    /* sockets */
    SYS_connect,
    SYS_bind,
    SYS_listen,
    SYS_accept4,
    SYS_sendto,
    SYS_recvfrom,
    SYS_sendmsg,
    SYS_recvmsg,
    SYS_sendmmsg,
    SYS_shutdown,
    SYS_getsockname,
    SYS_getpeername,
    SYS_setsockopt,
    SYS_getsockopt,
    SYS_epoll_create1,
    SYS_epoll_ctl,
    SYS_epoll_pwait,
    SYS_eventfd2,
    SYS_ppoll,
    /* who one is */
    SYS_getuid,
    SYS_geteuid,
    SYS_getgid,
    SYS_getegid,
    SYS_uname,
#ifdef __x86_64__ /* the old names of the same */
    SYS_poll,
    SYS_epoll_wait,
    SYS_unlink,
    SYS_mkdir,
    SYS_rename,
    SYS_readlink,
    SYS_access,
    SYS_dup2,
    SYS_stat,
    SYS_lstat,
    SYS_chmod,
#endif
};

/* Nothing in the server has a use for these. */
static const int deadly[] = {
    SYS_execve,
    SYS_execveat,
    SYS_clone,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_unshare,
    SYS_setns,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_kexec_load,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    SYS_userfaultfd,
    SYS_io_uring_setup,
    SYS_open_by_handle_at,
    SYS_reboot,
    SYS_swapon,
    SYS_swapoff,
    SYS_clock_settime,
    SYS_settimeofday,
    SYS_setuid,
    SYS_setgid,
    SYS_setresuid,
    SYS_setresgid,
    SYS_setgroups,
    SYS_capset,
#ifdef __x86_64__
    SYS_fork,
    SYS_vfork,
    SYS_iopl,
    SYS_ioperm,
    SYS_modify_ldt,
#endif
};

/* glibc asks for a thread by clone3 first, whose flags a filter cannot see, and by clone then. */
static const int without_flags[] = {SYS_clone3};

static const int pages[] = {SYS_mmap, SYS_mprotect};
static const int families[] = {AF_UNIX, AF_INET, AF_INET6};
static const int sockets[] = {SYS_socket, SYS_socketpair};

void confine_cage(struct cage *cage)
{
    cage_open(cage);
    const struct cage_argument thread = {SYS_clone, 0, CAGE_ALL_BITS, CLONE_THREAD | CLONE_VM};
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        const struct cage_argument both = {pages[i], 2, CAGE_ALL_BITS, PROT_WRITE | PROT_EXEC};
        cage_argument(cage, &both, CAGE_REFUSED);
    }
    for (size_t i = 0; i < COUNT_OF(families); i++) {
        const struct cage_argument family = {SYS_socket, 0, CAGE_EQUAL, (unsigned int)families[i]};
        cage_argument(cage, &family, CAGE_ALLOWED);
    }
    const struct cage_argument pair = {SYS_socketpair, 0, CAGE_EQUAL, AF_UNIX};
    cage_argument(cage, &pair, CAGE_ALLOWED);
    cage_argument(cage, &thread, CAGE_ALLOWED);
    cage_calls(cage, sockets, COUNT_OF(sockets), CAGE_NO_FAMILY);
    cage_calls(cage, without_flags, COUNT_OF(without_flags), CAGE_UNKNOWN);
    cage_calls(cage, needed, COUNT_OF(needed), CAGE_ALLOWED);
    cage_calls(cage, deadly, COUNT_OF(deadly), CAGE_DEADLY);
}

#ifdef __SANITIZE_ADDRESS__
/* Whose search for leaks stops the process from a process of its own. */
static bool shut(void)
{
    static const int programs[] = {SYS_execve, SYS_execveat};
    struct cage cage;
    cage_open(&cage);
    cage_calls(&cage, programs, COUNT_OF(programs), CAGE_DEADLY);
    return cage_shut(&cage, CAGE_ALLOWED);
}
#else
static bool shut(void)
{
    struct cage cage;
    confine_cage(&cage);
    return cage_shut(&cage, CAGE_REFUSED);
}
#endif

static bool refuse(struct fault *fault)
{
    return fault_raise(fault, FAULT_CONFINE_FAILED, TEXT_NONE,
                       FAULT_ARGS(text_of(strerror(errno))));
}

static void tell(const char *what)
{
    journal_write(&(struct journal_line){boot_now(NULL), "warning", what, TEXT_NONE});
}

bool confine_server(const struct confine *confine, struct fault *fault)
{
    const char *temporary = getenv("TMPDIR");
    const char *folders[CONFINE_FOLDERS_MAX + 3] = {"/dev/null", "/var/tmp",
                                                    temporary != NULL ? temporary : "/tmp"};
    bool held = false;
    if (getenv("LD_PRELOAD") != NULL) {
        tell("not-confined"); /* what is put into the process from outside has needs of its own */
        return true;
    }
    memcpy(folders + 3, confine->folders, confine->count * sizeof *folders);
    if (!cage_write_below(folders, confine->count + 3, &held)) {
        return refuse(fault);
    }
    if (!held) {
        tell("landlock-missing");
    }
    return shut() || refuse(fault);
}

bool confine_become(struct text user, struct fault *fault)
{
    char name[64];
    if (user.len == 0) {
        return true;
    }
    if (user.len >= sizeof name) {
        return fault_raise(fault, FAULT_USER_UNKNOWN, TEXT_NONE, FAULT_ARGS(user));
    }
    memcpy(name, user.at, user.len);
    name[user.len] = '\0';
    const struct passwd *found = getpwnam(name);
    if (found == NULL) {
        return fault_raise(fault, FAULT_USER_UNKNOWN, TEXT_NONE, FAULT_ARGS(user));
    }
    if (getuid() == found->pw_uid && geteuid() == found->pw_uid) {
        return true;
    }
    bool became = initgroups(name, found->pw_gid) == 0 &&
                  setresgid(found->pw_gid, found->pw_gid, found->pw_gid) == 0 &&
                  setresuid(found->pw_uid, found->pw_uid, found->pw_uid) == 0 &&
                  (found->pw_uid == 0 || setuid(0) != 0);
    return became || fault_raise(fault, FAULT_USER_REFUSED, TEXT_NONE,
                                 FAULT_ARGS(user, text_of(strerror(errno))));
}
