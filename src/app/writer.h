#ifndef LIANDONG_APP_WRITER_H
#define LIANDONG_APP_WRITER_H

#include "app/pipeline.h"

/* The one thread that writes. Whoever has a command hands it over and is called back when it is
 * acknowledged or refused; what has gathered meanwhile goes into one commit. */
struct writer;

struct writer_job {
    struct job job;
    /* In the writer's thread, after the commit. The job and its arena are the callee's again. */
    void (*finished)(struct writer_job *job);
    void *context;
    struct writer_job *next; /* the writer's */
};

struct writer_options {
    struct pipeline *pipeline;
    int64_t (*now)(void *clock); /* UTC ms */
    void *clock;
    size_t queue_max; /* waiting jobs beyond which STORE_BUSY is answered */
    /* After each commit with events, before the callbacks: the ledger's new size. */
    void (*committed)(void *context, int64_t ledger_size);
    /* When nothing has happened for `idle_ms` and after each second of work: signing heads, timers.
     */
    void (*idle)(void *context, int64_t now);
    void *context;
    int idle_ms;
};

MUST_USE bool writer_open(const struct writer_options *options, struct writer **out,
                          struct fault *fault);
/* False (and nothing is called back) when too many wait. */
MUST_USE bool writer_submit(struct writer *writer, struct writer_job *job);
/* Runs what waits, then ends the thread. */
void writer_close(struct writer *writer);

#endif
