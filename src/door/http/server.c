#include "door/http/worker.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* Opening, accepting and ending. All workers wait at one listening socket (EPOLLEXCLUSIVE wakes
 * one); whoever accepts gives the connection to the worker that has the fewest, because the kernel
 * would leave most of them with whoever is awake. */

#define WORKERS_MAX 64
#define BACKLOG 4096
#define ACCEPTS_AT_ONCE 64

/* ---- options ---- */

#define DEFAULT(member, value)                                                                     \
    if (!(options->member)) {                                                                      \
        options->member = (value);                                                                 \
    }

static void fill_options(struct http_options *options)
{
    DEFAULT(address, "127.0.0.1")
    DEFAULT(workers, 2)
    DEFAULT(connections_max, 16384)
    DEFAULT(head_ms, 10000)
    DEFAULT(body_ms, 30000)
    DEFAULT(write_ms, 30000)
    DEFAULT(idle_ms, 60000)
    DEFAULT(heartbeat_ms, 20000)
    DEFAULT(body_rate_min, 256)
    DEFAULT(body_memory_max, (size_t)256 << 20)
    DEFAULT(stream_queue_max, (size_t)256 << 10)
    DEFAULT(arena_soft, (size_t)4 << 20)
    DEFAULT(arena_hard, (size_t)256 << 20)
    ensure(options->handle != NULL && options->workers > 0 && options->workers <= WORKERS_MAX);
}

#undef DEFAULT

static void fill_lives(struct http_server *server)
{
    const struct http_options *options = &server->options;
    server->lives[LIST_IDLE] = options->idle_ms;
    server->lives[LIST_FIRST] = options->head_ms;
    server->lives[LIST_BODY] = options->body_ms;
    server->lives[LIST_WRITE] = options->write_ms;
    server->lives[LIST_LINGER] = 2000;
    server->lives[LIST_STREAM] = options->heartbeat_ms < 0 ? 0 : options->heartbeat_ms;
    server->connections_each = (options->connections_max + options->workers - 1) / options->workers;
}

/* ---- listening ---- */

union address {
    struct sockaddr any;
    struct sockaddr_in ip4;
    struct sockaddr_in6 ip6;
    struct sockaddr_un unix_path;
};

static socklen_t address_read(const char *name, uint16_t port, union address *out)
{
    memset(out, 0, sizeof *out);
    if (strncmp(name, "unix:", 5) == 0) {
        size_t len = strlen(name + 5);
        if (len == 0 || len >= sizeof out->unix_path.sun_path) {
            return 0;
        }
        out->unix_path.sun_family = AF_UNIX;
        memcpy(out->unix_path.sun_path, name + 5, len + 1);
        return sizeof out->unix_path;
    }
    if (inet_pton(AF_INET, name, &out->ip4.sin_addr) == 1) {
        out->ip4.sin_family = AF_INET;
        out->ip4.sin_port = htons(port);
        return sizeof out->ip4;
    }
    if (inet_pton(AF_INET6, name, &out->ip6.sin6_addr) == 1) {
        out->ip6.sin6_family = AF_INET6;
        out->ip6.sin6_port = htons(port);
        return sizeof out->ip6;
    }
    return 0;
}

/* A socket file that nobody listens at is what a crash leaves behind. */
static void remove_stale(const union address *address, socklen_t size)
{
    if (address->any.sa_family != AF_UNIX) {
        return;
    }
    int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (probe >= 0 && connect(probe, &address->any, size) != 0 && errno == ECONNREFUSED) {
        unlink(address->unix_path.sun_path);
    }
    if (probe >= 0) {
        close(probe);
    }
}

static bool socket_listen(int listener, const union address *address, socklen_t size)
{
    int on = 1;
    bool is_unix = address->any.sa_family == AF_UNIX;
    bool ready = is_unix || setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0;
    ready = ready && bind(listener, &address->any, size) == 0;
    ready = ready && (!is_unix || chmod(address->unix_path.sun_path, 0660) == 0);
    return ready && listen(listener, BACKLOG) == 0;
}

static uint16_t bound_port(int listener)
{
    union address bound;
    socklen_t size = sizeof bound;
    memset(&bound, 0, sizeof bound);
    getsockname(listener, &bound.any, &size);
    return bound.any.sa_family == AF_INET    ? ntohs(bound.ip4.sin_port)
           : bound.any.sa_family == AF_INET6 ? ntohs(bound.ip6.sin6_port)
                                             : 0;
}

static bool is_listening(int listener)
{
    int on = 0;
    socklen_t size = sizeof on;
    return getsockopt(listener, SOL_SOCKET, SO_ACCEPTCONN, &on, &size) == 0 && on != 0 &&
           fcntl(listener, F_SETFD, FD_CLOEXEC) == 0 && fcntl(listener, F_SETFL, O_NONBLOCK) == 0;
}

static bool server_take(struct http_server *server, struct fault *fault)
{
    server->listener = server->options.listener;
    server->port = bound_port(server->listener);
    return is_listening(server->listener) ||
           fault_raise(fault, FAULT_HTTP_LISTEN, TEXT_NONE,
                       FAULT_ARGS(TEXT("LISTEN_FDS"), text_of(strerror(errno))));
}

static bool server_listen(struct http_server *server, struct fault *fault)
{
    union address address;
    const char *name = server->options.address;
    socklen_t size = address_read(name, server->options.port, &address);
    errno = EINVAL;
    if (size != 0) {
        remove_stale(&address, size);
        server->listener =
            socket(address.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    }
    if (server->listener < 0 || !socket_listen(server->listener, &address, size)) {
        char where[160];
        snprintf(where, sizeof where, "%s:%u", name, (unsigned)server->options.port);
        return fault_raise(fault, FAULT_HTTP_LISTEN, TEXT_NONE,
                           FAULT_ARGS(text_of(where), text_of(strerror(errno))));
    }
    server->port = bound_port(server->listener);
    server->unix_path = address.any.sa_family == AF_UNIX ? name + 5 : NULL;
    return true;
}

/* ---- accepting ---- */

static void peer_name(const union address *address, char out[46])
{
    const struct in6_addr *ip6 = &address->ip6.sin6_addr;
    out[0] = '\0';
    if (address->any.sa_family == AF_INET) {
        inet_ntop(AF_INET, &address->ip4.sin_addr, out, 46);
    } else if (address->any.sa_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(ip6)) {
        inet_ntop(AF_INET, &ip6->s6_addr[12], out, 46);
    } else if (address->any.sa_family == AF_INET6) {
        inet_ntop(AF_INET6, ip6, out, 46);
    } else {
        memcpy(out, "unix", 5);
    }
}

static struct worker *least_loaded(struct http_server *server)
{
    struct worker *best = &server->workers[0];
    for (int i = 1; i < server->worker_count; i++) {
        if (atomic_load_explicit(&server->workers[i].load, memory_order_relaxed) <
            atomic_load_explicit(&best->load, memory_order_relaxed)) {
            best = &server->workers[i];
        }
    }
    return best;
}

static void set_up_socket(const struct http_server *server, int fd)
{
    int on = 1;
    int size = server->options.socket_send_buffer;
    if (server->unix_path == NULL) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    if (size > 0) {
        setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    }
}

static void deal(struct worker *worker, int fd, const union address *address)
{
    char peer[46];
    peer_name(address, peer);
    set_up_socket(worker->server, fd);
    struct worker *owner = least_loaded(worker->server);
    atomic_fetch_add(&owner->load, 1);
    COUNT_ONE(worker, accepted);
    struct connection *connection = connection_open(owner, fd, peer);
    if (owner == worker) {
        connection_adopt(owner, connection);
    } else {
        worker_post(owner, &connection->letter);
    }
}

/* Without a descriptor left the connection can't even be refused, and the listener would stay
 * readable for ever: the spare one makes room to take it and drop it. */
static void drop_one(struct worker *worker)
{
    close(worker->spare);
    int fd = accept4(worker->server->listener, NULL, NULL, SOCK_CLOEXEC);
    if (fd >= 0) {
        close(fd);
    }
    worker->spare = open("/dev/null", O_RDONLY | O_CLOEXEC);
}

void worker_accept(struct worker *worker)
{
    if (worker->stopping) {
        return;
    }
    for (int i = 0; i < ACCEPTS_AT_ONCE; i++) {
        union address address;
        socklen_t size = sizeof address;
        memset(&address, 0, sizeof address);
        int fd =
            accept4(worker->server->listener, &address.any, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            deal(worker, fd, &address);
        } else if (errno == EMFILE || errno == ENFILE) {
            drop_one(worker);
        } else if (errno != EINTR && errno != ECONNABORTED) {
            return;
        }
    }
}

/* The one that has been silent longest since it came, among those that came first. */
static struct connection *longest_silent(const struct worker *worker)
{
    enum { LOOKED_AT = 64 };
    struct connection *each = worker->lists[LIST_FIRST].first;
    for (int i = 0; i < LOOKED_AT && each != NULL && each->input != NULL; i++) {
        each = each->behind;
    }
    return each != NULL && each->input == NULL ? each : NULL;
}

/* Too many: the one that is idle longest goes, else who has said nothing yet; if all are at work,
 * the new one does. */
static bool make_room(struct worker *worker, const struct connection *newest)
{
    if (atomic_load(&worker->load) <= worker->server->connections_each) {
        return true;
    }
    struct connection *oldest = worker->lists[LIST_IDLE].first;
    if (oldest == NULL) {
        oldest = longest_silent(worker);
    }
    if (oldest == NULL || oldest == newest) {
        return false;
    }
    COUNT_ONE(worker, pushed_out);
    connection_kill(oldest);
    return true;
}

void connection_adopt(struct worker *worker, struct connection *connection)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
                                .data.ptr = connection};
    worker_list(connection, LIST_FIRST);
    bool room =
        make_room(worker, connection) && (!worker->stopping || worker->now < worker->silent_due);
    if (!room || epoll_ctl(worker->epoll, EPOLL_CTL_ADD, connection->fd, &event) != 0) {
        connection_kill(connection);
    }
}

/* ---- opening ---- */

static bool worker_open(struct http_server *server, int number)
{
    struct worker *worker = &server->workers[number];
    worker->server = server;
    worker->number = number;
    worker->stop_letter.kind = LETTER_STOP;
    worker->epoll = epoll_create1(EPOLL_CLOEXEC);
    worker->bell = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    worker->spare = open("/dev/null", O_RDONLY | O_CLOEXEC);
    struct epoll_event bell = {.events = EPOLLIN, .data.ptr = worker};
    struct epoll_event door = {.events = EPOLLIN | EPOLLEXCLUSIVE, .data.ptr = server};
    return worker->epoll >= 0 && worker->bell >= 0 &&
           epoll_ctl(worker->epoll, EPOLL_CTL_ADD, worker->bell, &bell) == 0 &&
           epoll_ctl(worker->epoll, EPOLL_CTL_ADD, server->listener, &door) == 0;
}

/* The usual soft limit of 1,024 descriptors is below what we are asked to hold. How many
 * connections there is room for, beside what the program itself opens. */
static int raise_descriptor_limit(int connections)
{
    enum { OUR_OWN = 256, LEAST = 16 };
    struct rlimit limit;
    rlim_t wanted = (rlim_t)connections + OUR_OWN;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return connections;
    }
    if (limit.rlim_cur < wanted) {
        limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
    return limit.rlim_cur >= wanted           ? connections
           : limit.rlim_cur > OUR_OWN + LEAST ? (int)(limit.rlim_cur - OUR_OWN)
                                              : LEAST;
}

static bool server_start(struct http_server *server, struct fault *fault)
{
    if (!(server->options.listener > 0 ? server_take(server, fault)
                                       : server_listen(server, fault))) {
        return false;
    }
    for (int i = 0; i < server->options.workers; i++) {
        server->worker_count++;
        if (!worker_open(server, i)) {
            return fault_raise(
                fault, FAULT_HTTP_LISTEN, TEXT_NONE,
                FAULT_ARGS(text_of(server->options.address), text_of(strerror(errno))));
        }
    }
    for (int i = 0; i < server->worker_count; i++) {
        struct worker *worker = &server->workers[i];
        ensure(pthread_create(&worker->thread, NULL, worker_run, worker) == 0);
    }
    return true;
}

bool http_server_open(const struct http_options *options, struct http_server **out,
                      struct fault *fault)
{
    struct http_options filled = *options;
    fill_options(&filled);
    struct http_server *server =
        calloc(1, sizeof *server + (size_t)filled.workers * sizeof(struct worker));
    ensure(server != NULL);
    server->options = filled;
    server->listener = -1;
    server->options.connections_max = raise_descriptor_limit(filled.connections_max);
    fill_lives(server);
    if (!server_start(server, fault)) {
        server->stopped = true;
        http_server_close(server);
        return false;
    }
    *out = server;
    return true;
}

uint16_t http_server_port(const struct http_server *server)
{
    return server->port;
}

/* ---- ending ---- */

void http_server_stop(struct http_server *server, int drain_ms)
{
    if (server->stopped) {
        return;
    }
    server->stopped = true;
    atomic_store(&server->drain_ms, drain_ms);
    for (int i = 0; i < server->worker_count; i++) {
        worker_post(&server->workers[i], &server->workers[i].stop_letter);
    }
    for (int i = 0; i < server->worker_count; i++) {
        pthread_join(server->workers[i].thread, NULL);
    }
    if (server->unix_path != NULL) {
        unlink(server->unix_path);
    }
}

static void close_if_open(int fd)
{
    if (fd >= 0) {
        close(fd);
    }
}

void http_server_close(struct http_server *server)
{
    if (server == NULL) {
        return;
    }
    ensure(server->stopped);
    for (int i = 0; i < server->worker_count; i++) {
        struct worker *worker = &server->workers[i];
        worker_close_all(worker);
        close_if_open(worker->epoll);
        close_if_open(worker->bell);
        close_if_open(worker->spare);
    }
    close_if_open(server->listener);
    free(server);
}

struct http_figures http_server_figures(const struct http_server *server)
{
    struct http_figures sum = {0};
    for (int i = 0; i < server->worker_count; i++) {
        const struct worker *worker = &server->workers[i];
        sum.accepted += atomic_load(&worker->figures.accepted);
        sum.requests += atomic_load(&worker->figures.requests);
        sum.refused += atomic_load(&worker->figures.refused);
        sum.timed_out += atomic_load(&worker->figures.timed_out);
        sum.streams_cut += atomic_load(&worker->figures.streams_cut);
        sum.pushed_out += atomic_load(&worker->figures.pushed_out);
        sum.streams_open += atomic_load(&worker->figures.streams_open);
        sum.open += (uint64_t)atomic_load(&worker->load);
    }
    return sum;
}
