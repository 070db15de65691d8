#include <errno.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cage/cage.h"

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#else
#error "the seccomp filter must be told of this machine"
#endif

#define LOAD(offset) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned int)(offset))
#define LOAD_CALL LOAD(offsetof(struct seccomp_data, nr))
#define MASK(bits) BPF_STMT(BPF_ALU | BPF_AND | BPF_K, (bits))
#define IF_EQUAL(value, then, otherwise)                                                           \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned int)(value), (then), (otherwise))
#define IF_ANY_BIT(bits, then, otherwise)                                                          \
    BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bits), (then), (otherwise))

static struct sock_filter answer(enum cage_word word)
{
    static const unsigned int actions[] = {
        [CAGE_ALLOWED] = SECCOMP_RET_ALLOW,
        [CAGE_REFUSED] = SECCOMP_RET_ERRNO | EPERM,
        [CAGE_UNKNOWN] = SECCOMP_RET_ERRNO | ENOSYS,
        [CAGE_NO_FAMILY] = SECCOMP_RET_ERRNO | EAFNOSUPPORT,
        [CAGE_DEADLY] = SECCOMP_RET_KILL_PROCESS,
    };
    return (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, actions[word]);
}

static void add(struct cage *cage, struct sock_filter step)
{
    ensure(cage->len < CAGE_CODE_MAX);
    cage->code[cage->len++] = step;
}

void cage_open(struct cage *cage)
{
    cage->len = 0;
    add(cage, (struct sock_filter)LOAD(offsetof(struct seccomp_data, arch)));
    add(cage, (struct sock_filter)IF_EQUAL(MACHINE, 1, 0));
    add(cage, answer(CAGE_DEADLY));
    add(cage, (struct sock_filter)LOAD_CALL);
}

void cage_calls(struct cage *cage, const int *calls, size_t count, enum cage_word word)
{
    for (size_t i = 0; i < count; i++) {
        add(cage, (struct sock_filter)IF_EQUAL(calls[i], 0, 1));
        add(cage, answer(word));
    }
}

void cage_argument(struct cage *cage, const struct cage_argument *rule, enum cage_word word)
{
    size_t at = offsetof(struct seccomp_data, args) + rule->argument * sizeof(__u64);
    bool masks = rule->test == CAGE_ALL_BITS;
    add(cage, (struct sock_filter)IF_EQUAL(rule->call, 0, (unsigned char)(masks ? 5 : 4)));
    add(cage, (struct sock_filter)LOAD(at));
    if (masks) {
        add(cage, (struct sock_filter)MASK(rule->value));
    }
    if (rule->test == CAGE_ANY_BIT) {
        add(cage, (struct sock_filter)IF_ANY_BIT(rule->value, 0, 1));
    } else {
        add(cage, (struct sock_filter)IF_EQUAL(rule->value, 0, 1));
    }
    add(cage, answer(word));
    add(cage, (struct sock_filter)LOAD_CALL);
}

bool cage_shut(struct cage *cage, enum cage_word otherwise)
{
    add(cage, answer(otherwise));
    struct sock_fprog program = {(unsigned short)cage->len, cage->code};
    struct rlimit no_core = {0, 0};
    return setrlimit(RLIMIT_CORE, &no_core) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0;
}
