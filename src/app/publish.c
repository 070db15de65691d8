#include "app/publish.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/access.h"
#include "app/audience.h"
#include "app/city.h"
#include "base/arena.h"
#include "ledger/ledger.h"

#define LISTENERS_MAX 4000
#define TAIL_MAX 200 /* events read at once */
#define LOOK_MS 1000
#define AGAIN_MS 100 /* after a database that did not answer */

struct ear {
    struct ear *next;
    struct listener listener;
    struct actor actor;
    struct scope scope;
    char org[96];
    char district[8];
    char session[65];
};

struct publisher {
    struct publisher_options options;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct ear *ears;    /* the thread's own */
    struct ear *arrived; /* under the lock, taken over by the thread */
    size_t count;
    int64_t size;
    bool closing;
    int64_t told;
};

static struct text keep(char *out, size_t size, struct text text)
{
    size_t len = text.len < size - 1 ? text.len : size - 1;
    memcpy(out, text.at, len);
    out[len] = '\0';
    return (struct text){out, len};
}

bool publisher_listen(struct publisher *publisher, const struct listener *listener)
{
    struct ear *ear = calloc(1, sizeof *ear);
    if (ear == NULL) {
        return false;
    }
    ear->listener = *listener;
    ear->actor = *listener->actor;
    ear->actor.name = TEXT_NONE;
    ear->actor.org = keep(ear->org, sizeof ear->org, listener->actor->org);
    ear->actor.district = keep(ear->district, sizeof ear->district, listener->actor->district);
    ear->listener.session = keep(ear->session, sizeof ear->session, listener->session);
    const struct city *city = city_hold(publisher->options.city);
    ear->scope = access_scope(city, &ear->actor); /* its texts are the ear's own */
    city_give(city);
    pthread_mutex_lock(&publisher->lock);
    bool taken = !publisher->closing && publisher->count < LISTENERS_MAX;
    if (taken) {
        publisher->count++;
        ear->next = publisher->arrived;
        publisher->arrived = ear;
        pthread_cond_signal(&publisher->wake);
    }
    pthread_mutex_unlock(&publisher->lock);
    if (!taken) {
        free(ear);
    }
    return taken;
}

static void drop(struct publisher *publisher, struct ear **link)
{
    struct ear *gone = *link;
    *link = gone->next;
    gone->listener.dropped(gone->listener.context);
    free(gone);
    pthread_mutex_lock(&publisher->lock);
    publisher->count--;
    pthread_mutex_unlock(&publisher->lock);
}

static void member_id(struct json_writer *json, const char *name, bool is_it, int64_t id)
{
    json_name(json, name);
    if (is_it) {
        json_int(json, id);
    } else {
        json_null(json);
    }
}

void publish_entry_members(struct json_writer *json, const struct ledger_entry *entry)
{
    json_member_int(json, "seq", entry->seq);
    json_member_text(json, "kind", entry->kind);
    member_id(json, "project_id", entry->project_id != 0, entry->project_id);
    member_id(json, "application_id", text_starts_with(entry->kind, TEXT("application.")),
              entry->subject_id);
    member_id(json, "problem_id", text_starts_with(entry->kind, TEXT("problem.")),
              entry->subject_id);
}

static struct text entry_json(struct arena *arena, const struct ledger_entry *entry)
{
    struct buffer buffer = buffer_open(arena, 192);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    publish_entry_members(&json, entry);
    json_end(&json);
    return buffer_text(&buffer);
}

/* False: who may hear it could not be asked; nobody has heard it yet. */
static bool tell(struct publisher *publisher, struct arena *arena, const struct ledger_entry *entry)
{
    const struct event_kind *kind = register_event(publisher->options.registry, entry->kind);
    struct store *store = publisher->options.reader->store;
    struct fault fault = {.code = FAULT_NONE};
    struct audience audience;
    if (kind == NULL || (entry->project_id == 0 && kind->hearers == NULL)) {
        return true;
    }
    if (!audience_load(arena, store, &(struct audience_of){kind, entry}, &audience, &fault)) {
        return false;
    }
    struct text json = entry_json(arena, entry);
    for (struct ear **link = &publisher->ears; *link != NULL;) {
        struct ear *ear = *link;
        bool stays = !audience_has(&audience, kind, &ear->actor, &ear->scope) ||
                     ear->listener.hear(ear->listener.context, entry->kind, json);
        if (stays) {
            link = &ear->next;
        } else {
            drop(publisher, link);
        }
    }
    return true;
}

/* Reads what came since. False: not all of it could be read now, and the rest is told later. */
static bool tell_tail(struct publisher *publisher, int64_t size)
{
    bool told = true;
    while (publisher->told < size && told) {
        struct arena *arena = arena_open(8 << 20, 256 << 20);
        struct ledger_entry *entries = arena_array(arena, struct ledger_entry, TAIL_MAX);
        struct fault fault = {.code = FAULT_NONE};
        struct ledger_cursor cursor;
        size_t count = 0;
        struct store *store = reader_ready(publisher->options.reader,
                                           publisher->options.now(publisher->options.clock));
        if (ledger_read_after(store, publisher->told, TAIL_MAX, &cursor, &fault)) {
            while (count < TAIL_MAX && ledger_next(arena, &cursor, &entries[count])) {
                count++;
            }
            count = ledger_done(&cursor, &fault) ? count : 0;
        }
        told = count > 0;
        for (size_t i = 0; i < count && told; i++) {
            told = tell(publisher, arena, &entries[i]);
            publisher->told = told ? entries[i].seq : publisher->told;
        }
        arena_close(arena);
    }
    return told;
}

static bool is_listening(struct publisher *publisher, const struct ear *ear, int64_t now)
{
    const struct listener *listener = &ear->listener;
    return sessions_is_live(publisher->options.sessions, listener->session, ear->actor.post, now) &&
           listener->hear(listener->context, TEXT_NONE, TEXT_NONE);
}

/* A session that ended takes its stream along, within a second; who went away makes room. */
static void drop_ended(struct publisher *publisher)
{
    int64_t now = publisher->options.now(publisher->options.clock);
    for (struct ear **link = &publisher->ears; *link != NULL;) {
        if (is_listening(publisher, *link, now)) {
            link = &(*link)->next;
        } else {
            drop(publisher, link);
        }
    }
}

static void take_arrived(struct publisher *publisher)
{
    while (publisher->arrived != NULL) {
        struct ear *ear = publisher->arrived;
        publisher->arrived = ear->next;
        ear->next = publisher->ears;
        publisher->ears = ear;
    }
}

static struct timespec after(int64_t milliseconds)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    int64_t nanoseconds = until.tv_nsec + milliseconds * 1000000;
    until.tv_sec += nanoseconds / 1000000000;
    until.tv_nsec = (long)(nanoseconds % 1000000000);
    return until;
}

static void *work(void *context)
{
    struct publisher *publisher = context;
    bool over = false;
    bool told = true;
    while (!over) {
        struct timespec until = after(told ? LOOK_MS : AGAIN_MS);
        pthread_mutex_lock(&publisher->lock);
        if ((publisher->size <= publisher->told || !told) && publisher->arrived == NULL &&
            !publisher->closing) {
            pthread_cond_timedwait(&publisher->wake, &publisher->lock, &until);
        }
        take_arrived(publisher);
        int64_t size = publisher->size;
        over = publisher->closing;
        pthread_mutex_unlock(&publisher->lock);
        told = tell_tail(publisher, size);
        drop_ended(publisher);
    }
    while (publisher->ears != NULL) {
        drop(publisher, &publisher->ears);
    }
    return NULL;
}

bool publisher_open(const struct publisher_options *options, struct publisher **out,
                    struct fault *fault)
{
    struct publisher *publisher = calloc(1, sizeof *publisher);
    ensure(publisher != NULL);
    publisher->options = *options;
    publisher->told = options->from_seq;
    publisher->size = options->from_seq;
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&publisher->lock, NULL);
    pthread_cond_init(&publisher->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&publisher->thread, NULL, work, publisher) != 0) {
        free(publisher);
        return fault_raise(fault, FAULT_STORE_FAILED, TEXT_NONE, FAULT_ARGS(TEXT("no thread")));
    }
    *out = publisher;
    return true;
}

void publisher_wake(struct publisher *publisher, int64_t ledger_size)
{
    pthread_mutex_lock(&publisher->lock);
    if (ledger_size > publisher->size) {
        publisher->size = ledger_size;
        pthread_cond_signal(&publisher->wake);
    }
    pthread_mutex_unlock(&publisher->lock);
}

void publisher_close(struct publisher *publisher)
{
    if (publisher == NULL) {
        return;
    }
    pthread_mutex_lock(&publisher->lock);
    publisher->closing = true;
    pthread_cond_signal(&publisher->wake);
    pthread_mutex_unlock(&publisher->lock);
    pthread_join(publisher->thread, NULL);
    pthread_cond_destroy(&publisher->wake);
    pthread_mutex_destroy(&publisher->lock);
    free(publisher);
}
