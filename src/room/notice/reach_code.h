#ifndef LIANDONG_ROOM_NOTICE_REACH_CODE_H
#define LIANDONG_ROOM_NOTICE_REACH_CODE_H

#include "room/notice/reach.h"

/* The code that confirms an address of e-mail (OWASP, Input Validation, "Email Address
 * Validation"): whoever reads what was sent there types it in. Until then nothing else is sent to
 * the address, so that a slip of the pen tells no stranger of a project. A code is made when the
 * mail is about to leave, never before, and only its keyed hash is kept: a second try to send it
 * makes another one, and the newest counts. It belongs to the address it was sent to.
 *
 * These bounds are the program's, not the city's: they keep somebody from guessing, and from having
 * strangers written to. */
#define REACH_CODE_DIGITS 6
#define REACH_CODE_MINUTES 30
#define REACH_CODE_TRIES 5
#define REACH_CODES_A_DAY 5
#define REACH_CODE_PAUSE_MS ((int64_t)60000)

struct reach_confirm {
    struct text code;
};
extern const struct field_table reach_confirm_table;

/* -- as it is kept -- */
struct reach_code {
    int64_t account;
    struct text hash;            /* "": none is out */
    int64_t sent_at;             /* UTC ms */
    int64_t tries;               /* wrong ones */
    int64_t asked_at;            /* the last time one was asked for */
    int64_t counted_from, count; /* how many were asked for in a day */
};

/* -- deciding (reach_code.c, pure) -- */

/* How many seconds until one may be asked for, 0: now. Not more than so many a day; to the same
 * address again not within a minute. */
int64_t reach_code_wait_s(const struct reach_code *code, bool is_again, int64_t now);
/* Counts one that is asked for. What was out is out no more. */
void reach_code_count(struct reach_code *code, int64_t now);
enum reach_code_end {
    REACH_CODE_RIGHT,
    REACH_CODE_WRONG,
    REACH_CODE_OVER /* none is out, it is too old, or was tried too often: a new one is needed */
};
/* Of the typed code's hash; a wrong one is counted. */
enum reach_code_end reach_code_try(struct reach_code *code, struct text hash, int64_t now);

/* -- reach_code_store.c -- */
MUST_USE bool reach_code_read(struct arena *arena, struct store *store, int64_t account,
                              struct reach_code *out, struct fault *fault);
MUST_USE bool reach_code_keep(struct store *store, const struct reach_code *code,
                              struct fault *fault);
extern const struct statement reach_code_of, reach_code_put;

/* -- reach_code_door.c -- */

/* A new code for the address, kept as its hash: for the mail that is about to leave. */
MUST_USE bool reach_code_make(struct command_run *run, const struct reach *reach, struct text *out,
                              struct fault *fault);
/* Has a code sent to the actor's address, where there is mail at all; else it waits until there is.
 * TOO_MANY_REQUESTS says when the next may be. */
MUST_USE bool reach_code_send(struct command_run *run, bool is_again, struct fault *fault);
MUST_USE bool reach_code_perform_ask(struct command_run *run, const void *fields,
                                     struct fault *fault);
MUST_USE bool reach_code_perform_confirm(struct command_run *run, const void *fields,
                                         struct fault *fault);

#endif
