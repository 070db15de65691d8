#include <fcntl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "base/compiler.h"
#include "cage/cage.h"
#include "paper/printer.h"

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

static const struct cage_argument writing = {SYS_openat, 2, CAGE_ANY_BIT,
                                             O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND};

bool printer_lock_in(void)
{
    struct rlimit seconds = {10, 12};
#ifndef __SANITIZE_ADDRESS__ /* whose shadow takes terabytes of addresses */
    struct rlimit memory = {(rlim_t)1 << 30, (rlim_t)1 << 30};
    if (setrlimit(RLIMIT_AS, &memory) != 0) {
        return false;
    }
#endif
    if (setrlimit(RLIMIT_CPU, &seconds) != 0) {
        return false;
    }
    struct cage cage;
    cage_open(&cage);
    cage_calls(&cage, deadly, COUNT_OF(deadly), CAGE_DEADLY);
    cage_calls(&cage, refused, COUNT_OF(refused), CAGE_REFUSED);
    cage_argument(&cage, &writing, CAGE_REFUSED);
    return cage_shut(&cage, CAGE_ALLOWED);
}
