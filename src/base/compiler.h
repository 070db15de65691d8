#ifndef LIANDONG_BASE_COMPILER_H
#define LIANDONG_BASE_COMPILER_H

/* What we ask of the compiler, under names that say what for. gcc 12 and clang 14 know them all. */

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(format_at, arguments_at)                                                       \
    __attribute__((format(printf, format_at, arguments_at)))
/* For a loop that is compiled once for each kind of processor. */
#define ALWAYS_INLINE inline __attribute__((always_inline))
#define TARGET(features) __attribute__((target(features)))
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* A claim that only a bug in this program can break. It stays on in release: the process prints
 * where and what, and aborts; the next start recovers from the ledger. Never use it on input. */
#define ensure(claim) ((claim) ? (void)0 : ensure_failed(#claim, __FILE__, __LINE__))

__attribute__((noreturn, cold)) void ensure_failed(const char *claim, const char *file, int line);

#endif
