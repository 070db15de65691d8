#include "door/http/worker.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

/* The round of a worker: what epoll has, what other threads left in the box, whose time is up, and
 * those whose turn was cut short. Whoever died in the round is freed at its end, because a later
 * event of the same round may still point at him. */

#define EVENTS_AT_ONCE 256
#define ROUND_MS_MAX 1000

/* ---- lists ---- */

static void unlink_from_list(struct connection *connection)
{
    if (connection->list == LIST_COUNT) {
        return;
    }
    struct worker *worker = connection->worker;
    if (connection->before != NULL) {
        connection->before->behind = connection->behind;
    } else {
        worker->lists[connection->list].first = connection->behind;
    }
    if (connection->behind != NULL) {
        connection->behind->before = connection->before;
    } else {
        worker->lists[connection->list].last = connection->before;
    }
    connection->before = connection->behind = NULL;
}

/* A stop need not wait long for peers that have had their whole answer. */
#define LINGER_AT_STOP_MS 100

static int64_t life_in(const struct worker *worker, enum list_kind kind)
{
    bool hurry = worker->stopping && kind == LIST_LINGER;
    return hurry ? LINGER_AT_STOP_MS : worker->server->lives[kind];
}

void worker_list(struct connection *connection, enum list_kind kind)
{
    struct worker *worker = connection->worker;
    unlink_from_list(connection);
    connection->list = (uint8_t)kind;
    connection->moved = 0;
    if (kind == LIST_COUNT) {
        return;
    }
    connection->due = worker->now + life_in(worker, kind);
    connection->before = worker->lists[kind].last;
    if (connection->before != NULL) {
        connection->before->behind = connection;
    } else {
        worker->lists[kind].first = connection;
    }
    worker->lists[kind].last = connection;
}

void worker_again(struct connection *connection)
{
    if (!connection->again) {
        connection->again = true;
        connection->next_again = connection->worker->again;
        connection->worker->again = connection;
    }
}

/* ---- time ---- */

static int64_t milliseconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* IMF-fixdate (RFC 9110 5.6.7), made once a second. strftime would ask the locale for the names. */
const char *worker_date(struct worker *worker)
{
    static const char days[7][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int64_t second = milliseconds(CLOCK_REALTIME_COARSE) / 1000;
    if (second != worker->date_second) {
        time_t now = (time_t)second;
        struct tm tm;
        gmtime_r(&now, &tm);
        char text[64];
        snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[tm.tm_wday],
                 tm.tm_mday, months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min,
                 tm.tm_sec);
        memcpy(worker->date, text, 29);
        worker->date_second = second;
    }
    return worker->date;
}

static bool is_due(const struct worker *worker, int list)
{
    const struct connection *oldest = worker->lists[list].first;
    return oldest != NULL && worker->server->lives[list] > 0 && oldest->due <= worker->now;
}

static void run_deadlines(struct worker *worker)
{
    for (int list = 0; list < LIST_COUNT; list++) {
        while (is_due(worker, list)) {
            connection_timeout(worker->lists[list].first);
        }
    }
}

/* How long epoll may wait: to the first deadline, and at most a second. */
static int patience(const struct worker *worker)
{
    if (worker->again != NULL) {
        return 0;
    }
    int64_t wait = worker->stopping ? 10 : ROUND_MS_MAX;
    for (int list = 0; list < LIST_COUNT; list++) {
        const struct connection *oldest = worker->lists[list].first;
        if (oldest != NULL && worker->server->lives[list] > 0 && oldest->due - worker->now < wait) {
            wait = oldest->due - worker->now;
        }
    }
    return wait < 0 ? 0 : (int)wait;
}

/* ---- letters ---- */

/* A stack that anyone may push on and that the worker takes whole. Only the first push rings: until
 * the worker has emptied the box, it need not be told again. */
void worker_post(struct worker *worker, struct letter *letter)
{
    struct letter *newest = atomic_load_explicit(&worker->letters, memory_order_relaxed);
    do {
        letter->next = newest;
    } while (!atomic_compare_exchange_weak_explicit(&worker->letters, &newest, letter,
                                                    memory_order_release, memory_order_relaxed));
    if (newest == NULL) {
        uint64_t one = 1;
        ssize_t written = write(worker->bell, &one, sizeof one);
        ensure(written == (ssize_t)sizeof one || errno == EAGAIN);
    }
}

struct letter *worker_letters(struct worker *worker)
{
    struct letter *letter = atomic_exchange_explicit(&worker->letters, NULL, memory_order_acquire);
    struct letter *oldest_first = NULL;
    while (letter != NULL) {
        struct letter *next = letter->next;
        letter->next = oldest_first;
        oldest_first = letter;
        letter = next;
    }
    return oldest_first;
}

/* Who has come and said nothing yet has its first words under way: it is heard for that long, or
 * each restart would cut off some. */
#define SILENT_AT_STOP_MS 200

static void end_silent(struct worker *worker)
{
    struct connection *next = NULL;
    if (!worker->stopping || worker->now < worker->silent_due) {
        return;
    }
    for (struct connection *each = worker->lists[LIST_FIRST].first; each != NULL; each = next) {
        next = each->behind;
        if (each->input == NULL) {
            connection_kill(each);
        }
    }
}

static void begin_stop(struct worker *worker)
{
    worker->stopping = true;
    worker->stop_due = worker->now + atomic_load(&worker->server->drain_ms);
    epoll_ctl(worker->epoll, EPOLL_CTL_DEL, worker->server->listener, NULL);
    while (worker->lists[LIST_IDLE].first != NULL) {
        connection_kill(worker->lists[LIST_IDLE].first);
    }
    worker->silent_due = worker->now + SILENT_AT_STOP_MS;
    struct connection *next = NULL;
    for (struct connection *each = worker->lists[LIST_STREAM].first; each != NULL; each = next) {
        next = each->behind;
        stream_stop(each);
    }
    for (struct connection *each = worker->lists[LIST_LINGER].first; each != NULL;
         each = each->behind) {
        each->due = worker->now + LINGER_AT_STOP_MS;
    }
}

static void read_letter(struct worker *worker, struct letter *letter)
{
    switch (letter->kind) {
    case LETTER_ADOPT: connection_adopt(worker, (struct connection *)letter); break;
    case LETTER_ANSWER: connection_answered((struct http_exchange *)letter); break;
    case LETTER_STREAM: stream_letter(letter); break;
    case LETTER_STOP: begin_stop(worker); break;
    }
}

static void read_letters(struct worker *worker)
{
    struct letter *next = NULL;
    for (struct letter *letter = worker_letters(worker); letter != NULL; letter = next) {
        next = letter->next; /* the letter may be freed or posted anew while it is read */
        read_letter(worker, letter);
    }
}

/* ---- the round ---- */

/* But for those that still stand in the row of run_again; they go one round later. */
static void free_dead(struct worker *worker)
{
    struct connection *row = worker->dead;
    worker->dead = NULL;
    while (row != NULL) {
        struct connection *gone = row;
        row = row->behind;
        if (gone->again) {
            gone->behind = worker->dead;
            worker->dead = gone;
        } else {
            free(gone);
        }
    }
}

static void run_again(struct worker *worker)
{
    struct connection *row = worker->again;
    worker->again = NULL;
    while (row != NULL) {
        struct connection *connection = row;
        row = row->next_again;
        connection->again = false;
        connection_run(connection);
    }
}

static void silence_bell(struct worker *worker)
{
    uint64_t rings = 0;
    ssize_t got = read(worker->bell, &rings, sizeof rings);
    (void)got; /* EAGAIN: it has not rung */
}

static void handle_event(struct worker *worker, const struct epoll_event *event)
{
    if (event->data.ptr == worker) {
        silence_bell(worker);
    } else if (event->data.ptr == worker->server) {
        worker_accept(worker);
    } else {
        connection_event(event->data.ptr, event->events);
    }
}

static void round_of(struct worker *worker)
{
    struct epoll_event events[EVENTS_AT_ONCE];
    int count = epoll_wait(worker->epoll, events, EVENTS_AT_ONCE, patience(worker));
    worker->now = milliseconds(CLOCK_MONOTONIC_COARSE);
    for (int i = 0; i < count; i++) {
        handle_event(worker, &events[i]);
    }
    read_letters(worker);
    run_again(worker);
    run_deadlines(worker);
    end_silent(worker);
    free_dead(worker);
}

static bool is_drained(const struct worker *worker)
{
    return worker->stopping && (atomic_load(&worker->load) == 0 || worker->now >= worker->stop_due);
}

/* Whoever is with a handler stays as a dead connection, for http_server_close to free. */
static void kill_all(struct worker *worker)
{
    for (int list = 0; list < LIST_BUSY; list++) {
        while (worker->lists[list].first != NULL) {
            connection_kill(worker->lists[list].first);
        }
    }
    struct connection *next = NULL;
    for (struct connection *each = worker->lists[LIST_BUSY].first; each != NULL; each = next) {
        next = each->behind;
        connection_kill(each);
    }
    run_again(worker);
    free_dead(worker);
}

void *worker_run(void *argument)
{
    struct worker *worker = argument;
    worker->now = milliseconds(CLOCK_MONOTONIC_COARSE);
    while (!is_drained(worker)) {
        round_of(worker);
    }
    kill_all(worker);
    return NULL;
}

/* ---- after the end ---- */

static void read_last_letters(struct worker *worker)
{
    struct letter *next = NULL;
    for (struct letter *letter = worker_letters(worker); letter != NULL; letter = next) {
        next = letter->next;
        if (letter->kind == LETTER_ADOPT) {
            struct connection *connection = (struct connection *)letter;
            close(connection->fd);
            free(connection);
        } else {
            read_letter(worker, letter);
        }
    }
}

void worker_close_all(struct worker *worker)
{
    read_last_letters(worker);
    while (worker->lists[LIST_BUSY].first != NULL) {
        struct connection *unanswered = worker->lists[LIST_BUSY].first;
        worker_list(unanswered, LIST_COUNT);
        exchange_give_back(worker, unanswered->exchange);
        free(unanswered->input);
        free(unanswered);
    }
    free_dead(worker);
    while (worker->free_inputs != NULL) {
        struct input *gone = worker->free_inputs;
        worker->free_inputs = gone->next_free;
        free(gone);
    }
    while (worker->free_exchanges != NULL) {
        struct http_exchange *gone = worker->free_exchanges;
        worker->free_exchanges = gone->next_free;
        exchange_free(gone);
    }
}
