#ifndef LIANDONG_DOOR_HTTP_WORKER_H
#define LIANDONG_DOOR_HTTP_WORKER_H

#include <pthread.h>
#include <stdatomic.h>
#include <sys/uio.h>

#include "door/http/parser.h"
#include "door/http/server.h"

/* The inside of the server; only files of this folder include it.
 *
 * Who may touch what: a connection, its input and its place in the lists belong to its worker's
 * thread alone. An exchange belongs to the worker until the handler has returned without an answer;
 * from then on to whoever answers it, until the letter with the answer is in the worker's box.
 * A stream's queue has a lock. Nothing else is shared but atomics.
 *
 * Memory: a connection at rest is a struct connection (about 200 bytes) and nothing more. Input
 * buffers and exchanges (with their arenas) are borrowed from the worker while a request is under
 * way. */

/* ---- letters: what other threads ask of a worker ---- */

enum letter_kind {
    LETTER_ADOPT,  /* a connection accepted by another worker */
    LETTER_ANSWER, /* an exchange was answered late */
    LETTER_STREAM, /* a stream has something to send, or is to end */
    LETTER_STOP
};

struct letter {
    struct letter *next;
    enum letter_kind kind;
};

/* ---- connections ---- */

enum phase {
    PHASE_HEAD,     /* waits for a head, or the rest of it */
    PHASE_BODY,     /* the head is understood, the body is coming */
    PHASE_HANDLING, /* somebody has the exchange */
    PHASE_WRITING,  /* an answer is on its way out */
    PHASE_STREAM,
    PHASE_LINGER, /* everything is said; waits for the peer to see it (RFC 9112 9.6) */
    PHASE_DEAD    /* no socket any more; kept until the end of the round or the late answer */
};

/* Every connection stands in one list. All in a list have the same time to live, so that the oldest
 * is the first and its deadline the list's. */
enum list_kind {
    LIST_IDLE,  /* between requests: nothing of the next one is here */
    LIST_FIRST, /* just accepted, or a head has begun */
    LIST_BODY,
    LIST_WRITE,
    LIST_LINGER,
    LIST_STREAM,
    LIST_BUSY, /* with a handler: no deadline */
    LIST_COUNT
};

#define INPUT_SIZE 32768 /* a whole head, and half a buffer for what follows it */

struct input {
    struct input *next_free;
    size_t len; /* bytes here */
    size_t at;  /* where the request under way begins */
    struct http_parser parser;
    char bytes[INPUT_SIZE - sizeof(struct http_parser) - 3 * sizeof(size_t)];
};

struct connection {
    struct letter letter; /* LETTER_ADOPT */
    struct worker *worker;
    struct connection *before, *behind; /* in its list */
    struct connection *next_again;      /* in the worker's row of those to go on with */
    struct input *input;                /* NULL at rest */
    struct http_exchange *exchange;
    struct http_stream *stream;
    int64_t due;      /* when its time in the list ends */
    uint64_t moved;   /* bytes since it entered the list */
    uint32_t dropped; /* bytes read and thrown away in PHASE_LINGER and PHASE_STREAM */
    int fd;
    uint8_t phase;
    uint8_t list;
    bool readable; /* since the last EAGAIN */
    bool writable;
    bool half_closed; /* the peer sends nothing more */
    bool again;
    bool streaming; /* counted in figures.streams_open */
    char peer[46];
};

/* ---- exchanges: a request and its answer ---- */

struct http_exchange {
    struct letter letter; /* LETTER_ANSWER */
    struct http_exchange *next_free;
    struct connection *connection;
    struct arena *arena;
    struct http_request request;
    struct http_head head;
    struct http_chunks chunks;
    size_t body_limit;
    size_t head_end; /* in the input: where the body's bytes begin */
    struct {         /* a body that did not come in one piece with its head; malloc'ed */
        char *at;
        size_t len, capacity;
    } body;
    struct {           /* the answer */
        char *date_at; /* 29 bytes to be filled by the worker */
        struct iovec parts[2];
        size_t sent;
        void (*release)(void *context);
        void *release_context;
        char *copy; /* malloc'ed copy of a large body, or NULL */
        bool close;
        bool refused; /* the server's own answer: the peer may still be sending */
    } out;
    struct http_stream *stream; /* the answer is a stream */
    bool answered;              /* inside the handler */
    bool taken;                 /* from the free row; for the claim that one answers once */
};

struct http_exchange *exchange_take(struct worker *worker, struct connection *connection);
void exchange_give_back(struct worker *worker, struct http_exchange *exchange);
void exchange_free(struct http_exchange *exchange);
/* Composes the answer; any thread that has the exchange. */
void exchange_answer(struct http_exchange *exchange, const struct http_reply *reply);
struct text exchange_problem(struct http_exchange *exchange, const struct fault *fault);
/* Room for `len` more body bytes; false when the server's body memory is used up. */
bool exchange_body_add(struct http_exchange *exchange, const char *bytes, size_t len);

void forwarded_read(const struct http_options *options, struct http_request *request);

/* ---- workers ---- */

struct worker {
    struct http_server *server;
    pthread_t thread;
    int number;
    int epoll;
    int bell;                         /* eventfd: there are letters */
    int spare;                        /* a descriptor to give up when there are no more */
    _Atomic(struct letter *) letters; /* newest first */
    struct letter stop_letter;
    atomic_int load; /* connections, and those on their way here */
    int64_t now;     /* monotonic milliseconds */
    int64_t date_second;
    char date[30];
    struct {
        struct connection *first, *last;
    } lists[LIST_COUNT];
    struct connection *again;
    struct connection *dead; /* freed at the end of a round: events may still name them */
    struct input *free_inputs;
    int free_input_count;
    struct http_exchange *free_exchanges;
    int free_exchange_count;
    bool stopping;
    int64_t silent_due; /* of a stop: until when the first words of a connection are waited for */
    int64_t stop_due;
    struct {
        atomic_uint_fast64_t accepted, requests, refused, timed_out, streams_cut, pushed_out,
            streams_open;
    } figures;
};

struct http_server {
    struct http_options options;
    int listener;
    uint16_t port;
    const char *unix_path; /* NULL: TCP */
    int connections_each;
    int64_t lives[LIST_COUNT]; /* how long one may stay in a list; 0: for ever */
    atomic_size_t body_memory;
    atomic_int drain_ms;
    bool stopped;
    int worker_count;
    struct worker workers[];
};

/* The exchange whose handler runs in this thread now, or NULL. */
extern _Thread_local struct http_exchange *http_handling;

void *worker_run(void *worker);
void worker_post(struct worker *worker, struct letter *letter);
struct letter *worker_letters(struct worker *worker); /* all, oldest first */
void worker_accept(struct worker *worker);
void worker_close_all(struct worker *worker); /* after its thread has ended */
/* Puts the connection behind all others of that list; 0: takes it out of its list. */
void worker_list(struct connection *connection, enum list_kind kind);
void worker_again(struct connection *connection);
const char *worker_date(struct worker *worker);

#define COUNT_ONE(worker, figure)                                                                  \
    atomic_fetch_add_explicit(&(worker)->figures.figure, 1, memory_order_relaxed)

/* ---- what a connection does (connection.c) ---- */

struct connection *connection_open(struct worker *worker, int fd, const char *peer);
void connection_adopt(struct worker *worker, struct connection *connection);
void connection_event(struct connection *connection, uint32_t events);
void connection_run(struct connection *connection);
void connection_timeout(struct connection *connection);
void connection_answered(struct http_exchange *exchange); /* by a letter */
void connection_kill(struct connection *connection);
/* Sends the rest of what is in `parts`; `*sent` counts over all. False: the socket is full or dead,
 * see connection->phase. */
bool connection_send(struct connection *connection, const struct iovec *parts, int count,
                     size_t *sent);
void connection_finish(struct connection *connection); /* closes politely */

void connection_start_writing(struct connection *connection);
void connection_give_back_input(struct connection *connection);
/* Reads what there is behind what is in the input; false: nothing now, or the connection died. */
bool connection_fill(struct connection *connection);

/* ---- how bytes become a request (request.c) ---- */

/* One step each; false when nothing more can be done now. */
bool connection_step_head(struct connection *connection);
bool connection_step_body(struct connection *connection);
/* Answers with a fault of the server's own and ends the connection behind it. */
void connection_refuse(struct connection *connection, const struct fault *fault);
void connection_refuse_code(struct connection *connection, enum fault_code code);

/* ---- streams (stream.c), all but the first in the worker's thread ---- */

struct http_stream *stream_create(struct connection *connection,
                                  const struct http_stream_options *options);
void stream_begin(struct connection *connection);
void stream_letter(struct letter *letter);
void stream_write(struct connection *connection);
void stream_heartbeat(struct connection *connection);
void stream_lost(struct connection *connection); /* the connection is over */
void stream_stop(struct connection *connection); /* the server ends it */

#endif
