/* What the server may no longer do once it is locked in, each tried by a child of its own: the
 * rules are those of the released program (confine_cage), whatever build this is. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "roof/confine.h"

#define LOCK_FAILED 99

/* What became of the child: what `deed` gave, or minus the signal that ended it. */
static int done_by(int (*deed)(const char *folder), const char *folder)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        bool held = false;
        if (folder != NULL && (!cage_write_below(&folder, 1, &held) || !held)) {
            _exit(LOCK_FAILED);
        }
        struct cage cage;
        confine_cage(&cage);
        _exit(cage_shut(&cage, CAGE_REFUSED) ? deed(folder) : LOCK_FAILED);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static int error_of(long result)
{
    return result < 0 ? errno : 0;
}

static int run_a_program(const char *folder)
{
    (void)folder;
    char *const none[] = {NULL};
    return error_of(execve("/bin/true", none, none));
}

static int start_a_process(const char *folder)
{
    (void)folder;
    return error_of(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
}

static int look_into_the_parent(const char *folder)
{
    (void)folder;
    return error_of(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL));
}

static int become_somebody(const char *folder)
{
    (void)folder;
    return error_of(syscall(SYS_setuid, 0));
}

static int take_a_name_space(const char *folder)
{
    (void)folder;
    return error_of(unshare(CLONE_NEWUSER));
}

static void what_only_an_attacker_needs_ends_it(void **state)
{
    (void)state;
    assert_int_equal(done_by(run_a_program, NULL), -SIGSYS);
    assert_int_equal(done_by(start_a_process, NULL), -SIGSYS);
    assert_int_equal(done_by(look_into_the_parent, NULL), -SIGSYS);
    assert_int_equal(done_by(become_somebody, NULL), -SIGSYS);
    assert_int_equal(done_by(take_a_name_space, NULL), -SIGSYS);
}

static int ask_for_a_raw_socket(const char *folder)
{
    (void)folder;
    return error_of(socket(AF_PACKET, SOCK_RAW, 0));
}

static int ask_the_kernel_by_netlink(const char *folder)
{
    (void)folder;
    return error_of(socket(AF_NETLINK, SOCK_RAW, 0));
}

static int write_and_run_a_page(const char *folder)
{
    (void)folder;
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                0) == MAP_FAILED
               ? errno
               : 0;
}

static int kill_the_parent(const char *folder)
{
    (void)folder;
    return error_of(kill(getppid(), SIGKILL));
}

static int link_a_file(const char *folder)
{
    (void)folder;
    return error_of(syscall(SYS_linkat, AT_FDCWD, "/etc/passwd", AT_FDCWD, "/tmp/linked", 0));
}

static void what_it_does_not_need_is_refused(void **state)
{
    (void)state;
    assert_int_equal(done_by(ask_for_a_raw_socket, NULL), EAFNOSUPPORT);
    assert_int_equal(done_by(ask_the_kernel_by_netlink, NULL), EAFNOSUPPORT);
    assert_int_equal(done_by(write_and_run_a_page, NULL), EPERM);
    assert_int_equal(done_by(kill_the_parent, NULL), EPERM);
    assert_int_equal(done_by(link_a_file, NULL), EPERM);
}

static void *idle(void *context)
{
    return context;
}

static int work_as_ever(const char *folder)
{
    char path[256];
    pthread_t thread;
    int ends[2];
    snprintf(path, sizeof path, "%s/one", folder);
    int file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    bool works = file >= 0 && write(file, "x", 1) == 1 && fsync(file) == 0 &&
                 ftruncate(file, 0) == 0 && close(file) == 0 && unlink(path) == 0;
    works = works && mkdir(path, 0700) == 0 && rmdir(path) != 0 && errno == EPERM;
    works = works && socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0 &&
            socket(AF_INET6, SOCK_STREAM, 0) >= 0 && open("/etc/passwd", O_RDONLY) >= 0;
    return works && pthread_create(&thread, NULL, idle, NULL) == 0 &&
                   pthread_join(thread, NULL) == 0
               ? 0
               : 1;
}

static int write_elsewhere(const char *folder)
{
    (void)folder;
    return error_of(open("/var/tmp/liandong-elsewhere", O_CREAT | O_WRONLY, 0600));
}

static int write_over_a_file_of_the_system(const char *folder)
{
    (void)folder;
    return error_of(open("/etc/hostname", O_WRONLY));
}

static int make_a_device(const char *folder)
{
    (void)folder;
    return error_of(syscall(SYS_mknodat, AT_FDCWD, "/tmp/device", S_IFCHR | 0600, 1));
}

static void it_works_and_writes_below_its_folder_only(void **state)
{
    (void)state;
    char folder[] = "/tmp/liandong-confine-XXXXXX", left[sizeof folder + 8];
    assert_non_null(mkdtemp(folder));
    assert_int_equal(done_by(work_as_ever, folder), 0);
    assert_int_equal(done_by(write_elsewhere, folder), EACCES);
    assert_int_equal(done_by(write_over_a_file_of_the_system, folder), EACCES);
    assert_int_equal(done_by(make_a_device, folder), EPERM);
    snprintf(left, sizeof left, "%s/one", folder);
    rmdir(left);
    rmdir(folder);
}

static int tell_of_locks(const char *folder)
{
    char line[256];
    int found = 0;
    (void)folder;
    FILE *file = fopen("/proc/self/status", "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        found += strcmp(line, "Seccomp:\t2\n") == 0;
        found += strcmp(line, "NoNewPrivs:\t1\n") == 0;
    }
    return found;
}

static void the_kernel_says_so(void **state)
{
    (void)state;
    assert_int_equal(done_by(tell_of_locks, NULL), 2);
}

static void only_a_user_of_the_machine_can_be_become(void **state)
{
    (void)state;
    struct fault fault = {.code = FAULT_NONE};
    assert_true(confine_become(TEXT_NONE, &fault));
    assert_false(confine_become(TEXT("nobody-of-that-name"), &fault));
    assert_int_equal(fault.code, FAULT_USER_UNKNOWN);
    if (getuid() != 0) {
        return;
    }
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        bool became = confine_become(TEXT("nobody"), &fault);
        _exit(became && getuid() != 0 && getgid() != 0 && setuid(0) != 0 &&
                      open("/etc/shadow", O_RDONLY) < 0
                  ? 0
                  : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_only_an_attacker_needs_ends_it),
        cmocka_unit_test(what_it_does_not_need_is_refused),
        cmocka_unit_test(it_works_and_writes_below_its_folder_only),
        cmocka_unit_test(the_kernel_says_so),
        cmocka_unit_test(only_a_user_of_the_machine_can_be_become),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
