#include "door/http/worker.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* The life of a connection: read, understand, hand over, write, and again. All in its worker's
 * thread and never waiting: what cannot go on returns, and is called again when epoll says so.
 *
 * epoll is edge-triggered and told about a socket once, so an ordinary request costs three system
 * calls: its share of an epoll_wait, one recv, one sendmsg. A recv that brings less than was asked
 * for has emptied the socket (epoll(7)), so no second one is needed to find out. */

#define ROUNDS_MAX 64              /* requests in a row before others get their turn */
#define DROPPED_MAX (1024U * 1024) /* bytes a peer may send into a closed ear */

/* ---- opening and ending ---- */

struct connection *connection_open(struct worker *worker, int fd, const char *peer)
{
    struct connection *connection = calloc(1, sizeof *connection);
    ensure(connection != NULL);
    connection->letter.kind = LETTER_ADOPT;
    connection->worker = worker;
    connection->fd = fd;
    connection->phase = PHASE_HEAD;
    connection->list = LIST_COUNT;
    strncpy(connection->peer, peer, sizeof connection->peer - 1);
    return connection;
}

void connection_give_back_input(struct connection *connection)
{
    struct worker *worker = connection->worker;
    struct input *input = connection->input;
    connection->input = NULL;
    if (input == NULL) {
        return;
    }
    if (worker->free_input_count >= 64) {
        free(input);
        return;
    }
    input->next_free = worker->free_inputs;
    worker->free_inputs = input;
    worker->free_input_count++;
}

static struct input *take_input(struct worker *worker)
{
    struct input *input = worker->free_inputs;
    if (input != NULL) {
        worker->free_inputs = input->next_free;
        worker->free_input_count--;
    } else {
        input = malloc(sizeof *input);
        ensure(input != NULL);
    }
    input->len = input->at = 0;
    http_parser_start(&input->parser);
    return input;
}

static void give_back_exchange(struct connection *connection)
{
    if (connection->exchange != NULL) {
        struct http_exchange *exchange = connection->exchange;
        connection->exchange = NULL;
        exchange_give_back(connection->worker, exchange);
    }
}

/* Into the row of those that are freed at the end of the round. */
static void bury(struct connection *connection)
{
    give_back_exchange(connection);
    connection_give_back_input(connection);
    worker_list(connection, LIST_COUNT);
    connection->behind = connection->worker->dead;
    connection->worker->dead = connection;
}

/* Who has the exchange may still read the request, so a connection that dies meanwhile stays, with
 * its input, until the answer has come. */
void connection_kill(struct connection *connection)
{
    if (connection->phase == PHASE_DEAD) {
        return;
    }
    bool somebody_has_it = connection->phase == PHASE_HANDLING;
    close(connection->fd);
    connection->fd = -1;
    connection->phase = PHASE_DEAD;
    atomic_fetch_sub(&connection->worker->load, 1);
    if (!somebody_has_it) {
        if (connection->exchange != NULL && connection->exchange->stream != NULL) {
            connection->stream = connection->exchange->stream; /* died before its head was sent */
        }
        stream_lost(connection);
        bury(connection);
    }
}

/* A close with unread bytes in the socket makes the kernel send a reset, which can overtake the
 * answer: so say that no more will come, and listen until the peer has understood. */
void connection_finish(struct connection *connection)
{
    give_back_exchange(connection);
    connection_give_back_input(connection);
    if (shutdown(connection->fd, SHUT_WR) != 0) {
        connection_kill(connection);
        return;
    }
    connection->phase = PHASE_LINGER;
    connection->dropped = 0;
    worker_list(connection, LIST_LINGER);
}

/* ---- bytes in, bytes out ---- */

static void received(struct connection *connection, size_t len, size_t room)
{
    connection->moved += len;
    if (len < room && !connection->half_closed) {
        connection->readable = false;
    }
}

/* recv with the rest decided: > 0 bytes, or 0 when there is nothing now or the connection ended. */
static size_t receive(struct connection *connection, char *to, size_t room)
{
    while (connection->readable) {
        ssize_t got = recv(connection->fd, to, room, 0);
        if (got > 0) {
            received(connection, (size_t)got, room);
            return (size_t)got;
        }
        if (got < 0 && errno == EINTR) {
            continue;
        }
        connection->readable = false;
        if (got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) {
            connection_kill(connection);
        }
    }
    return 0;
}

bool connection_fill(struct connection *connection)
{
    if (!connection->readable) {
        return false;
    }
    if (connection->input == NULL) {
        connection->input = take_input(connection->worker);
    }
    struct input *input = connection->input;
    ensure(input->len < sizeof input->bytes);
    size_t got = receive(connection, input->bytes + input->len, sizeof input->bytes - input->len);
    if (got > 0) {
        input->len += got; /* with 0 the connection may be dead, and its input given back */
    }
    return got > 0;
}

/* The parts from `sent` on. */
static int parts_left(const struct iovec *parts, int count, size_t sent, struct iovec *left)
{
    int used = 0;
    for (int i = 0; i < count; i++) {
        if (sent >= parts[i].iov_len) {
            sent -= parts[i].iov_len;
            continue;
        }
        left[used].iov_base = (char *)parts[i].iov_base + sent;
        left[used].iov_len = parts[i].iov_len - sent;
        sent = 0;
        used++;
    }
    return used;
}

#define PARTS_MAX 16

bool connection_send(struct connection *connection, const struct iovec *parts, int count,
                     size_t *sent)
{
    struct iovec left[PARTS_MAX];
    ensure(count <= PARTS_MAX);
    while (connection->writable) {
        struct msghdr message = {.msg_iov = left};
        message.msg_iovlen = (size_t)parts_left(parts, count, *sent, left);
        if (message.msg_iovlen == 0) {
            return true;
        }
        ssize_t gone = sendmsg(connection->fd, &message, MSG_NOSIGNAL);
        if (gone >= 0) {
            *sent += (size_t)gone;
            connection->moved += (size_t)gone;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            connection->writable = false;
        } else if (errno != EINTR) {
            connection_kill(connection);
            return false;
        }
    }
    return false;
}

/* ---- writing the answer ---- */

void connection_start_writing(struct connection *connection)
{
    struct http_exchange *exchange = connection->exchange;
    memcpy(exchange->out.date_at, worker_date(connection->worker), 29);
    connection->phase = PHASE_WRITING;
}

static void become_stream(struct connection *connection)
{
    connection->stream = connection->exchange->stream;
    bool head_only = text_is(connection->exchange->request.method, "HEAD");
    give_back_exchange(connection);
    connection_give_back_input(connection);
    if (head_only) {
        stream_lost(connection);
        connection_finish(connection);
    } else {
        stream_begin(connection);
    }
}

/* Behind the answer: the next request, or the end. */
static bool answer_is_out(struct connection *connection)
{
    struct http_exchange *exchange = connection->exchange;
    if (exchange->stream != NULL) {
        become_stream(connection);
        return false;
    }
    bool close = exchange->out.close || connection->worker->stopping;
    if (close) {
        bool unread = exchange->out.refused || connection->readable ||
                      connection->input->at < connection->input->len;
        if (unread) {
            connection_finish(connection);
            return connection->phase == PHASE_LINGER;
        }
        connection_kill(connection);
        return false;
    }
    give_back_exchange(connection);
    http_parser_start(&connection->input->parser);
    connection->phase = PHASE_HEAD;
    worker_list(connection, LIST_IDLE);
    return true;
}

static bool step_write(struct connection *connection)
{
    struct http_exchange *exchange = connection->exchange;
    if (connection_send(connection, exchange->out.parts, 2, &exchange->out.sent)) {
        return answer_is_out(connection);
    }
    if (connection->phase == PHASE_WRITING && connection->list != LIST_WRITE) {
        worker_list(connection, LIST_WRITE);
    }
    return false;
}

/* ---- a late answer ---- */

void connection_answered(struct http_exchange *exchange)
{
    struct connection *connection = exchange->connection;
    if (connection->phase == PHASE_DEAD) {
        connection->stream = exchange->stream;
        stream_lost(connection);
        bury(connection);
        return;
    }
    connection_start_writing(connection);
    connection_run(connection);
}

/* ---- the round ---- */

/* What comes when nothing is asked for any more is thrown away, within reason. */
static void step_drop(struct connection *connection)
{
    char nowhere[4096];
    size_t got = 0;
    while ((got = receive(connection, nowhere, sizeof nowhere)) > 0) {
        connection->dropped += (uint32_t)got;
        if (connection->dropped > DROPPED_MAX) {
            connection_kill(connection);
            return;
        }
    }
}

/* One step; false when nothing more can be done now. */
static bool step(struct connection *connection)
{
    switch ((enum phase)connection->phase) {
    case PHASE_HEAD: return connection_step_head(connection);
    case PHASE_BODY: return connection_step_body(connection);
    case PHASE_WRITING: return step_write(connection);
    case PHASE_STREAM: stream_write(connection); break;
    case PHASE_HANDLING:
    case PHASE_LINGER:
    case PHASE_DEAD: break;
    }
    if (connection->phase == PHASE_STREAM || connection->phase == PHASE_LINGER) {
        step_drop(connection);
    }
    return false;
}

void connection_run(struct connection *connection)
{
    for (int round = 0; round < 3 * ROUNDS_MAX; round++) {
        if (!step(connection)) {
            return;
        }
    }
    worker_again(connection);
}

void connection_event(struct connection *connection, uint32_t events)
{
    if (connection->phase == PHASE_DEAD) {
        return;
    }
    if (events & (EPOLLERR | EPOLLHUP)) {
        connection_kill(connection);
        return;
    }
    connection->readable |= (events & (EPOLLIN | EPOLLRDHUP)) != 0;
    connection->half_closed |= (events & EPOLLRDHUP) != 0;
    connection->writable |= (events & EPOLLOUT) != 0;
    connection_run(connection);
}

/* ---- deadlines ---- */

static bool kept_the_rate(const struct connection *connection)
{
    const struct http_server *server = connection->worker->server;
    int64_t window = server->lives[connection->list];
    uint64_t wanted = (uint64_t)server->options.body_rate_min * (uint64_t)window / 1000;
    return connection->moved >= wanted && connection->moved > 0;
}

void connection_timeout(struct connection *connection)
{
    bool transfer = connection->list == LIST_BODY || connection->list == LIST_WRITE;
    if (transfer && kept_the_rate(connection)) {
        worker_list(connection, connection->list);
        return;
    }
    if (connection->list == LIST_STREAM) {
        stream_heartbeat(connection);
        return;
    }
    if (connection->list != LIST_LINGER) {
        COUNT_ONE(connection->worker, timed_out);
    }
    bool begun = connection->list == LIST_BODY ||
                 (connection->list == LIST_FIRST && connection->input != NULL);
    if (!begun) {
        connection_kill(connection);
        return;
    }
    connection_refuse_code(connection, FAULT_HTTP_TOO_SLOW);
    worker_list(connection, LIST_WRITE);
    connection_run(connection);
}
