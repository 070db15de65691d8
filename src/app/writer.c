#include "app/writer.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "app/meter.h"
#include "ledger/ledger.h"

/* Large enough that a burst shares one fsync, small enough that nobody waits long for it. */
#define GROUP_MAX 256

struct writer {
    struct writer_options options;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct writer_job *first;
    struct writer_job **last;
    size_t waiting;
    bool closing;
    int64_t size;
    int64_t idle_at; /* when idle() ran last, by the writer's clock */
    int64_t lost_at; /* since when the server is gone, monotonic ms; 0: it is there */
    bool has_tried;  /* the group that runs has tried once after that */
};

static struct timespec after(int milliseconds)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += milliseconds / 1000;
    until.tv_nsec += (long)(milliseconds % 1000) * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000L;
    }
    return until;
}

/* Takes up to GROUP_MAX jobs; waits for one at most idle_ms. Returns the number, 0 when idle. */
static size_t take(struct writer *writer, struct writer_job **out)
{
    struct timespec until = after(writer->options.idle_ms);
    size_t count = 0;
    pthread_mutex_lock(&writer->lock);
    while (writer->first == NULL && !writer->closing) {
        if (pthread_cond_timedwait(&writer->wake, &writer->lock, &until) == ETIMEDOUT) {
            break;
        }
    }
    while (writer->first != NULL && count < GROUP_MAX) {
        out[count] = writer->first;
        writer->first = writer->first->next;
        count++;
    }
    if (writer->first == NULL) {
        writer->last = &writer->first;
    }
    writer->waiting -= count;
    pthread_mutex_unlock(&writer->lock);
    return count;
}

/* -- a server that is gone -- */

/* Long enough for a standby to take over; whoever comes later is told at once, after one try. */
#define PATIENCE_MS 30000
#define PAUSE_MS 50

static bool wait_for_server(void *context)
{
    struct writer *writer = context;
    struct timespec pause = {.tv_sec = 0, .tv_nsec = PAUSE_MS * 1000000L};
    int64_t now = meter_clock() / 1000;
    bool is_first = writer->lost_at == 0;
    writer->lost_at = is_first ? now : writer->lost_at;
    if (now - writer->lost_at > PATIENCE_MS && writer->has_tried) {
        return false;
    }
    if (writer->has_tried) {
        nanosleep(&pause, NULL);
    }
    writer->has_tried = true;
    return true;
}

static bool is_any_done(struct job *const *jobs, size_t count)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        any = any || !fault_is_failure(jobs[i]->fault.code); /* a refusal is an answer too */
    }
    return any;
}

static void tell_meter(struct writer *writer, struct job *const *jobs, size_t count, int64_t begun)
{
    struct meter_group group = {.commands = count, .us = meter_clock() - begun};
    for (size_t i = 0; i < count; i++) {
        group.refused += !jobs[i]->done && !fault_is_failure(jobs[i]->fault.code);
    }
    pthread_mutex_lock(&writer->lock);
    group.waiting = writer->waiting;
    pthread_mutex_unlock(&writer->lock);
    meter_group_done(&group);
}

static void run_group(struct writer *writer, struct writer_job **group, size_t count)
{
    struct job *jobs[GROUP_MAX];
    for (size_t i = 0; i < count; i++) {
        jobs[i] = &group[i]->job;
    }
    int64_t now = writer->options.now(writer->options.clock);
    int64_t begun = meter_clock();
    writer->has_tried = false;
    int64_t size = pipeline_run(writer->options.pipeline, jobs, count, now);
    tell_meter(writer, jobs, count, begun);
    writer->lost_at = is_any_done(jobs, count) ? 0 : writer->lost_at;
    if (size != writer->size && writer->options.committed != NULL) {
        writer->options.committed(writer->options.context, size);
    }
    writer->size = size;
    for (size_t i = 0; i < count; i++) {
        group[i]->finished(group[i]);
    }
}

static bool is_over(struct writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    bool over = writer->closing && writer->first == NULL;
    pthread_mutex_unlock(&writer->lock);
    return over;
}

static void *work(void *context)
{
    struct writer *writer = context;
    struct writer_job *group[GROUP_MAX];
    while (!is_over(writer)) {
        size_t count = take(writer, group);
        if (count > 0) {
            run_group(writer, group, count);
        }
        int64_t now = writer->options.now(writer->options.clock);
        if (writer->options.idle != NULL && (count == 0 || now - writer->idle_at >= 1000)) {
            writer->idle_at = now;
            writer->options.idle(writer->options.context, now);
        }
    }
    return NULL;
}

bool writer_open(const struct writer_options *options, struct writer **out, struct fault *fault)
{
    struct writer *writer = calloc(1, sizeof *writer);
    ensure(writer != NULL);
    writer->options = *options;
    writer->last = &writer->first;
    pipeline_set_patience(options->pipeline, (struct patience){wait_for_server, writer});
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&writer->lock, NULL);
    pthread_cond_init(&writer->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&writer->thread, NULL, work, writer) != 0) {
        free(writer);
        return fault_raise(fault, FAULT_STORE_FAILED, TEXT_NONE, FAULT_ARGS(TEXT("no thread")));
    }
    *out = writer;
    return true;
}

bool writer_submit(struct writer *writer, struct writer_job *job)
{
    pthread_mutex_lock(&writer->lock);
    bool taken = !writer->closing && writer->waiting < writer->options.queue_max;
    if (taken) {
        job->next = NULL;
        *writer->last = job;
        writer->last = &job->next;
        writer->waiting++;
        pthread_cond_signal(&writer->wake);
    }
    pthread_mutex_unlock(&writer->lock);
    return taken;
}

void writer_close(struct writer *writer)
{
    if (writer == NULL) {
        return;
    }
    pthread_mutex_lock(&writer->lock);
    writer->closing = true;
    pthread_cond_signal(&writer->wake);
    pthread_mutex_unlock(&writer->lock);
    pthread_join(writer->thread, NULL);
    pthread_cond_destroy(&writer->wake);
    pthread_mutex_destroy(&writer->lock);
    free(writer);
}
