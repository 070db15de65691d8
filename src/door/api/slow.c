#include "door/api/slow.h"

#include <pthread.h>
#include <stdlib.h>

#define QUEUE_MAX 64

struct errand {
    void (*work)(void *context);
    void *context;
};

struct slow {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct errand queue[QUEUE_MAX];
    size_t first;
    size_t count;
    bool closing;
};

static bool take(struct slow *slow, struct errand *out)
{
    pthread_mutex_lock(&slow->lock);
    while (slow->count == 0 && !slow->closing) {
        pthread_cond_wait(&slow->wake, &slow->lock);
    }
    bool taken = slow->count > 0;
    if (taken) {
        *out = slow->queue[slow->first];
        slow->first = (slow->first + 1) % QUEUE_MAX;
        slow->count--;
    }
    pthread_mutex_unlock(&slow->lock);
    return taken;
}

static void *run(void *context)
{
    struct slow *slow = context;
    struct errand errand;
    while (take(slow, &errand)) {
        errand.work(errand.context);
    }
    return NULL;
}

bool slow_open(struct slow **out, struct fault *fault)
{
    struct slow *slow = calloc(1, sizeof *slow);
    ensure(slow != NULL);
    pthread_mutex_init(&slow->lock, NULL);
    pthread_cond_init(&slow->wake, NULL);
    if (pthread_create(&slow->thread, NULL, run, slow) != 0) {
        free(slow);
        return fault_raise(fault, FAULT_STORE_FAILED, TEXT_NONE, FAULT_ARGS(TEXT("no thread")));
    }
    *out = slow;
    return true;
}

bool slow_do(struct slow *slow, void (*work)(void *context), void *context)
{
    pthread_mutex_lock(&slow->lock);
    bool taken = slow->count < QUEUE_MAX && !slow->closing;
    if (taken) {
        slow->queue[(slow->first + slow->count) % QUEUE_MAX] = (struct errand){work, context};
        slow->count++;
        pthread_cond_signal(&slow->wake);
    }
    pthread_mutex_unlock(&slow->lock);
    return taken;
}

void slow_close(struct slow *slow)
{
    if (slow == NULL) {
        return;
    }
    pthread_mutex_lock(&slow->lock);
    slow->closing = true;
    pthread_cond_signal(&slow->wake);
    pthread_mutex_unlock(&slow->lock);
    pthread_join(slow->thread, NULL);
    pthread_cond_destroy(&slow->wake);
    pthread_mutex_destroy(&slow->lock);
    free(slow);
}
