#include "door/api/limiter.h"

#include <pthread.h>
#include <stdlib.h>

#define SLOTS 4096

struct bucket {
    int64_t thousandths; /* of a permit */
    int64_t at;
};

struct limiter {
    pthread_mutex_t lock;
    int burst;
    int per_minute;
    struct bucket buckets[SLOTS];
};

struct limiter *limiter_open(int burst, int per_minute)
{
    struct limiter *limiter = calloc(1, sizeof *limiter);
    ensure(limiter != NULL);
    pthread_mutex_init(&limiter->lock, NULL);
    limiter->burst = burst;
    limiter->per_minute = per_minute;
    return limiter;
}

void limiter_close(struct limiter *limiter)
{
    if (limiter != NULL) {
        pthread_mutex_destroy(&limiter->lock);
        free(limiter);
    }
}

bool limiter_allows(struct limiter *limiter, struct text peer, int64_t now_ms, int64_t *retry_s)
{
    struct bucket *bucket = &limiter->buckets[text_hash(peer) % SLOTS];
    int64_t full = (int64_t)limiter->burst * 1000;
    pthread_mutex_lock(&limiter->lock);
    if (bucket->at == 0) {
        bucket->thousandths = full;
    } else if (now_ms > bucket->at) {
        int64_t passed = now_ms - bucket->at < 3600000 ? now_ms - bucket->at : 3600000;
        bucket->thousandths += passed * limiter->per_minute / 60;
        bucket->thousandths = bucket->thousandths < full ? bucket->thousandths : full;
    }
    bucket->at = now_ms;
    bool allowed = bucket->thousandths >= 1000;
    if (allowed) {
        bucket->thousandths -= 1000;
    }
    *retry_s = allowed ? 0 : 1 + (1000 - bucket->thousandths) * 60 / (limiter->per_minute * 1000);
    pthread_mutex_unlock(&limiter->lock);
    return allowed;
}
