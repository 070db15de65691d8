#include "door/http/worker.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* A stream's bytes wait in pieces, one per send, in two rows: `fresh` is filled by any thread under
 * the lock, `going` is the worker's, which takes over all that is fresh in one go and writes
 * without the lock. `queued` counts both, so that a slow peer is noticed by the sender at once.
 *
 * A quiet stream holds no buffer at all. */

struct piece {
    struct piece *next;
    size_t len;
    char bytes[];
};

struct row {
    struct piece *first, *last;
};

struct http_stream {
    struct letter letter; /* LETTER_STREAM */
    pthread_mutex_t lock; /* for the members down to `refs` */
    struct row fresh;
    bool posted;     /* the letter is in the box */
    bool ending;     /* http_stream_close was called */
    bool gone;       /* the connection is over */
    bool cut;        /* too slow */
    atomic_int refs; /* the caller, the connection, a posted letter */
    atomic_size_t queued;
    /* the worker's */
    struct worker *worker;
    struct connection *connection;
    struct row going;
    size_t sent;     /* of the first piece going */
    bool heartbeats; /* only event streams have comment lines */
    void (*closed)(void *context);
    void *context;
};

#define PIECES_AT_ONCE 16

/* ---- rows ---- */

static void row_add(struct row *row, struct piece *piece)
{
    piece->next = NULL;
    if (row->last == NULL) {
        row->first = piece;
    } else {
        row->last->next = piece;
    }
    row->last = piece;
}

static void row_append(struct row *row, struct row *more)
{
    if (more->first == NULL) {
        return;
    }
    if (row->last == NULL) {
        row->first = more->first;
    } else {
        row->last->next = more->first;
    }
    row->last = more->last;
    *more = (struct row){0};
}

static void row_drop_first(struct row *row)
{
    struct piece *gone = row->first;
    row->first = gone->next;
    if (row->first == NULL) {
        row->last = NULL;
    }
    free(gone);
}

static void row_empty(struct row *row)
{
    while (row->first != NULL) {
        row_drop_first(row);
    }
}

/* ---- any thread ---- */

struct http_stream *stream_create(struct connection *connection,
                                  const struct http_stream_options *options)
{
    struct http_stream *stream = calloc(1, sizeof *stream);
    ensure(stream != NULL);
    ensure(pthread_mutex_init(&stream->lock, NULL) == 0);
    stream->letter.kind = LETTER_STREAM;
    stream->worker = connection->worker;
    stream->connection = connection;
    stream->heartbeats =
        options->content_type == NULL ||
        text_starts_with(text_of(options->content_type), TEXT("text/event-stream"));
    stream->closed = options->closed;
    stream->context = options->context;
    atomic_init(&stream->refs, 2);
    return stream;
}

static void let_go(struct http_stream *stream)
{
    if (atomic_fetch_sub(&stream->refs, 1) == 1) {
        row_empty(&stream->fresh);
        row_empty(&stream->going);
        pthread_mutex_destroy(&stream->lock);
        free(stream);
    }
}

/* Under the lock, so that a stream that is not gone has a worker that still reads letters. */
static void post(struct http_stream *stream)
{
    if (!stream->posted && !stream->gone) {
        stream->posted = true;
        atomic_fetch_add(&stream->refs, 1);
        worker_post(stream->worker, &stream->letter);
    }
}

static bool queue(struct http_stream *stream, struct text bytes)
{
    if (stream->gone || stream->cut || stream->ending) {
        return false;
    }
    size_t most = stream->worker->server->options.stream_queue_max;
    if (atomic_load(&stream->queued) + bytes.len > most) {
        stream->cut = true;
        post(stream);
        return false;
    }
    struct piece *piece = malloc(sizeof *piece + bytes.len);
    ensure(piece != NULL);
    piece->len = bytes.len;
    memcpy(piece->bytes, bytes.at, bytes.len);
    atomic_fetch_add(&stream->queued, bytes.len);
    row_add(&stream->fresh, piece);
    post(stream);
    return true;
}

bool http_stream_send(struct http_stream *stream, struct text bytes)
{
    pthread_mutex_lock(&stream->lock);
    bool queued = text_is_empty(bytes) ? !stream->gone && !stream->cut : queue(stream, bytes);
    pthread_mutex_unlock(&stream->lock);
    return queued;
}

void http_stream_close(struct http_stream *stream)
{
    pthread_mutex_lock(&stream->lock);
    ensure(!stream->ending);
    stream->ending = true;
    post(stream);
    pthread_mutex_unlock(&stream->lock);
    let_go(stream);
}

/* ---- the worker ---- */

struct orders {
    bool ending, cut;
};

static struct orders take_fresh(struct http_stream *stream)
{
    pthread_mutex_lock(&stream->lock);
    struct orders orders = {.ending = stream->ending, .cut = stream->cut};
    row_append(&stream->going, &stream->fresh);
    pthread_mutex_unlock(&stream->lock);
    return orders;
}

static int gather(const struct http_stream *stream, struct iovec parts[PIECES_AT_ONCE])
{
    int count = 0;
    for (struct piece *piece = stream->going.first; piece != NULL && count < PIECES_AT_ONCE;
         piece = piece->next) {
        parts[count++] = (struct iovec){piece->bytes, piece->len};
    }
    return count;
}

/* Drops what is sent wholly. */
static void settle(struct http_stream *stream)
{
    while (stream->going.first != NULL && stream->sent >= stream->going.first->len) {
        stream->sent -= stream->going.first->len;
        atomic_fetch_sub(&stream->queued, stream->going.first->len);
        row_drop_first(&stream->going);
    }
}

static bool write_going(struct connection *connection)
{
    struct http_stream *stream = connection->stream;
    while (stream->going.first != NULL) {
        struct iovec parts[PIECES_AT_ONCE];
        int count = gather(stream, parts);
        bool all = connection_send(connection, parts, count, &stream->sent);
        if (connection->phase == PHASE_DEAD) {
            return false; /* and the stream may be freed */
        }
        settle(stream);
        if (!all) {
            return false;
        }
    }
    return true;
}

void stream_write(struct connection *connection)
{
    struct orders orders = take_fresh(connection->stream);
    if (orders.cut) {
        COUNT_ONE(connection->worker, streams_cut);
        connection_kill(connection);
        return;
    }
    bool empty = write_going(connection);
    if (connection->phase == PHASE_DEAD) {
        return;
    }
    if (empty && (orders.ending || connection->worker->stopping)) {
        stream_lost(connection);
        connection_finish(connection);
        return;
    }
    enum list_kind list = empty ? LIST_STREAM : LIST_WRITE;
    if (connection->list != list) {
        worker_list(connection, list);
    }
}

void stream_begin(struct connection *connection)
{
    COUNT_ONE(connection->worker, streams_open);
    connection->streaming = true;
    connection->phase = PHASE_STREAM;
    connection->dropped = 0;
    worker_list(connection, LIST_STREAM);
    connection_run(connection);
}

void stream_letter(struct letter *letter)
{
    struct http_stream *stream = (struct http_stream *)letter;
    pthread_mutex_lock(&stream->lock);
    stream->posted = false;
    bool gone = stream->gone;
    pthread_mutex_unlock(&stream->lock);
    if (!gone && stream->connection->phase == PHASE_STREAM) {
        stream_write(stream->connection);
    }
    let_go(stream);
}

/* A comment line (WHATWG, server-sent events): it keeps proxies from giving up, and finds peers
 * that are gone without a word. */
void stream_heartbeat(struct connection *connection)
{
    worker_list(connection, LIST_STREAM);
    if (connection->stream->heartbeats) {
        (void)http_stream_send(connection->stream, TEXT(":\n\n"));
    }
}

void stream_stop(struct connection *connection)
{
    stream_write(connection); /* worker->stopping is set */
}

void stream_lost(struct connection *connection)
{
    struct http_stream *stream = connection->stream;
    if (stream == NULL) {
        return;
    }
    connection->stream = NULL;
    if (connection->streaming) {
        connection->streaming = false;
        atomic_fetch_sub(&connection->worker->figures.streams_open, 1);
    }
    pthread_mutex_lock(&stream->lock);
    stream->gone = true;
    pthread_mutex_unlock(&stream->lock);
    if (stream->closed != NULL) {
        stream->closed(stream->context);
    }
    let_go(stream);
}
