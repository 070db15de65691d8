#include "app/neighbours.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/meter.h"

#define JOBS_LOCK 0x4a4f4253 /* "JOBS" */
#define LOOK_MS 500
#define PAUSE_US 100000
#define CLOCK_MS 10000
#define SILENT_MS 3000 /* no answer for longer: the database counts as gone */

struct neighbours {
    struct neighbours_options options;
    struct store *store; /* NULL: an embedded database */
    pthread_t thread;
    atomic_bool closing;
    atomic_bool has_jobs;
    atomic_bool is_reached;
    _Atomic int64_t size;
    _Atomic int64_t answered_at; /* monotonic ms: when the database was last looked at */
    struct progress seen;
    int64_t looked_at; /* as the shared clock had it */
    int64_t clock_at;
};

static int64_t monotonic_ms(void)
{
    return meter_clock() / 1000;
}

static void tell(struct neighbours *neighbours, const struct progress *progress)
{
    if (progress->size != neighbours->seen.size || progress->heads != neighbours->seen.heads) {
        neighbours->seen = *progress;
        atomic_store(&neighbours->size, progress->size);
        viewer_forget(neighbours->options.viewer);
        publisher_wake(neighbours->options.publisher, progress->size);
    }
}

/* "size 1234", "session 17"; a word of a later version is left alone. */
static bool hear(struct neighbours *neighbours, struct text words, struct fault *fault)
{
    struct text rest = words;
    struct text word = text_cut(&rest, ' ');
    int64_t number = 0;
    if (!text_to_int(rest, &number)) {
        return true;
    }
    if (text_is(word, "session")) {
        return sessions_reload(neighbours->options.sessions, neighbours->store, number,
                               neighbours->options.now(neighbours->options.clock), fault);
    }
    if (text_is(word, "size") && number > neighbours->seen.size) {
        struct progress progress = {number, neighbours->seen.heads, 0};
        tell(neighbours, &progress);
    }
    return true;
}

/* Also keeps the session from being idle: the server ends one that has not asked for seconds, so
 * that a frozen node gives its jobs away. */
static bool look(struct neighbours *neighbours, struct fault *fault)
{
    struct progress progress;
    int64_t begin = monotonic_ms();
    bool held = atomic_load(&neighbours->has_jobs);
    if (!reader_progress(neighbours->store, &progress, fault) ||
        (!held && !store_hold(neighbours->store, JOBS_LOCK, &held, fault))) {
        return false;
    }
    tell(neighbours, &progress);
    atomic_store(&neighbours->answered_at, begin);
    atomic_store(&neighbours->has_jobs, held);
    atomic_store(&neighbours->is_reached, true);
    return true;
}

static bool look_now_and_then(struct neighbours *neighbours, struct fault *fault)
{
    const struct neighbours_options *options = &neighbours->options;
    int64_t now = options->now(options->clock);
    int64_t since = now - neighbours->looked_at;
    if (since >= 0 && since < LOOK_MS) { /* a clock that was set back looks at once */
        return true;
    }
    neighbours->looked_at = now;
    if (!look(neighbours, fault)) {
        return false;
    }
    if (now - neighbours->clock_at >= CLOCK_MS || now < neighbours->clock_at) {
        neighbours->clock_at = now;
        return options->set_clock(neighbours->store, fault);
    }
    return true;
}

/* Whatever was missed is taken in: rights first. */
static bool begin(struct neighbours *neighbours, struct fault *fault)
{
    const struct neighbours_options *options = &neighbours->options;
    return store_listen(neighbours->store, fault) && options->set_clock(neighbours->store, fault) &&
           sessions_reload(options->sessions, neighbours->store, 0, options->now(options->clock),
                           fault) &&
           look(neighbours, fault);
}

static bool listen_once(struct neighbours *neighbours, struct fault *fault)
{
    struct text words = TEXT_NONE;
    if (!store_heard(neighbours->store, LOOK_MS / 2, &words, fault)) {
        return false;
    }
    return (words.len == 0 || hear(neighbours, words, fault)) &&
           look_now_and_then(neighbours, fault);
}

static void *work(void *context)
{
    struct neighbours *neighbours = context;
    while (!atomic_load(&neighbours->closing)) {
        struct fault fault = {.code = FAULT_NONE};
        if (listen_once(neighbours, &fault)) {
            continue;
        }
        atomic_store(&neighbours->has_jobs, false); /* the lock went with the connection */
        atomic_store(&neighbours->is_reached, false);
        fault = (struct fault){.code = FAULT_NONE};
        neighbours->seen = (struct progress){-1, -1, 0};
        if (!store_renew(neighbours->store, &fault) || !begin(neighbours, &fault)) {
            usleep(PAUSE_US);
        }
    }
    return NULL;
}

bool neighbours_open(const struct neighbours_options *options, struct neighbours **out,
                     struct fault *fault)
{
    struct neighbours *neighbours = calloc(1, sizeof *neighbours);
    ensure(neighbours != NULL);
    neighbours->options = *options;
    *out = neighbours;
    if (!store_path_is_shared(options->database.path)) {
        neighbours->has_jobs = true;
        neighbours->is_reached = true;
        return true;
    }
    if (!store_open(&options->database, &neighbours->store, fault) || !begin(neighbours, fault)) {
        return false;
    }
    if (pthread_create(&neighbours->thread, NULL, work, neighbours) != 0) {
        store_close(neighbours->store);
        neighbours->store = NULL;
        return fault_raise(fault, FAULT_STORE_FAILED, TEXT_NONE, FAULT_ARGS(TEXT("no thread")));
    }
    return true;
}

void neighbours_close(struct neighbours *neighbours)
{
    if (neighbours == NULL) {
        return;
    }
    if (neighbours->thread != 0) {
        atomic_store(&neighbours->closing, true);
        pthread_join(neighbours->thread, NULL);
    }
    store_close(neighbours->store);
    free(neighbours);
}

int64_t neighbours_silence_ms(const struct neighbours *neighbours)
{
    return neighbours->store == NULL ? 0 : monotonic_ms() - atomic_load(&neighbours->answered_at);
}

/* What was true at the last look is believed for a while only: a process that was frozen, or whose
 * network swallows everything, must not go by it, for meanwhile another has the lock. */
static bool is_silent(const struct neighbours *neighbours)
{
    return neighbours_silence_ms(neighbours) > SILENT_MS;
}

bool neighbours_leave_jobs_to_us(const struct neighbours *neighbours)
{
    return atomic_load(&neighbours->has_jobs) && !is_silent(neighbours);
}

bool neighbours_are_reached(const struct neighbours *neighbours)
{
    return atomic_load(&neighbours->is_reached) && !is_silent(neighbours);
}

int64_t neighbours_size(const struct neighbours *neighbours)
{
    return atomic_load(&neighbours->size);
}
