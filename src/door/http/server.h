#ifndef LIANDONG_DOOR_HTTP_SERVER_H
#define LIANDONG_DOOR_HTTP_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/text.h"

/* An HTTP/1.1 server (RFC 9110, RFC 9112) that knows no word of the trade: bytes with limits in,
 * a request in its own arena, one answer out.
 *
 * A few worker threads, each with its own epoll, share one listening socket. A connection belongs
 * to one worker for life. The handler runs in the worker once head and body are there whole and
 * valid; it answers at once, or keeps the exchange and answers later from any thread (the writer,
 * after its commit). Answers of a connection leave in the order of its requests: the next pipelined
 * request is not looked at before the present one is answered.
 *
 *     static void hello(void *context, struct http_exchange *exchange,
 *                       const struct http_request *request)
 *     {
 *         http_reply(exchange, &(struct http_reply){.status = 200, .content_type = "text/plain",
 *                                                   .body = request->path});
 *     }
 *     struct http_server *server;
 *     struct http_options options = {.port = 8080, .handle = hello};
 *     if (!http_server_open(&options, &server, &fault)) { ... }
 *     ...
 *     http_server_stop(server, 5000);
 *     http_server_close(server);
 *
 * Whatever breaks the framing rules is answered 400 with `Connection: close` and never reaches the
 * handler; parser.h lists the rules. No header tells the program's name or version. */
struct http_server;
struct http_exchange;
struct http_stream;
struct arena;

/* ---- what came in ---- */

struct http_header {
    struct text name;
    struct text value;
};

/* All texts live as long as the request: until the answer's bytes have left or the connection has
 * died, but never before http_reply() or http_stream_open() was called for it. */
struct http_request {
    struct text method; /* GET HEAD POST PUT PATCH DELETE; all others are refused by the server */
    struct text target; /* as it stood in the request line, for logs */
    /* Begins with '/'. Percent-decoded, valid UTF-8, without control characters; an encoded '/', a
     * "." or ".." segment or a malformed escape has been refused with 400. */
    struct text path;
    struct text query; /* behind the '?', still encoded (see http_decode in parser.h), or empty */
    struct text host;  /* valid host[:port]; empty only in HTTP/1.0 */
    struct text peer;  /* "203.0.113.7", "::1", or "unix" */
    struct text body;  /* without transfer coding; any bytes: not checked for UTF-8 */
    const struct http_header *headers; /* in their order; names as sent */
    size_t header_count;
    int worker; /* 0 .. workers - 1: for what the handler keeps one of per thread */
    /* Paid by the server, reset when the answer has left. It belongs to the thread that has the
     * exchange: the worker during the handler, afterwards whoever was handed the exchange. */
    struct arena *arena;
};

/* The value of the first field of that name (lower or upper case alike), or empty text. */
struct text http_request_header(const struct http_request *request, const char *name);

const struct http_request *http_exchange_request(const struct http_exchange *exchange);

/* ---- what goes out ---- */

enum http_body_life {
    HTTP_BODY_COPIED, /* copied before http_reply returns: always right */
    /* Not copied. The bytes stay unchanged until release() is called; without a release() they are
     * the request's arena's or the process's. */
    HTTP_BODY_BORROWED
};

/* The server adds Date, Content-Length (not for 204 and 304) and Connection by itself; giving one
 * of these here is a bug. A control character in a value leaves as a space, so that no header can
 * be split by what a user typed. */
struct http_reply {
    int status;               /* 200 .. 599 */
    const char *content_type; /* NULL: none */
    const struct http_header *headers;
    size_t header_count;
    struct text body; /* dropped for HEAD, 204 and 304 */
    enum http_body_life body_life;
    void (*release)(void *release_context); /* once, in the worker's thread, also if nobody reads */
    void *release_context;
    bool close; /* end the connection behind this answer */
};

/* Answers, once, from any thread. Every exchange must be answered (or turned into a stream) exactly
 * once, also when the peer has gone meanwhile: then the bytes are dropped quietly. After the call
 * the exchange, its request and its arena are no longer the caller's. */
void http_reply(struct http_exchange *exchange, const struct http_reply *reply);

/* Answers with the problem document of a fault (see `problem` below) and its HTTP status. */
void http_reply_fault(struct http_exchange *exchange, const struct fault *fault);

/* ---- streams: server-sent events and the like ---- */

struct http_stream_options {
    const char *content_type; /* NULL: text/event-stream */
    const struct http_header *headers;
    size_t header_count;
    /* Called once in the worker's thread when the connection is over, for whatever reason: the peer
     * went, was too slow, http_stream_close(), the server stops. May be NULL. */
    void (*closed)(void *context);
    void *context;
};

/* Answers 200 and keeps the connection open for what follows; the body ends with the connection.
 * Consumes the exchange as http_reply does. Any thread. The caller owns the handle until its
 * http_stream_close(), even if the peer has gone before. */
struct http_stream *http_stream_open(struct http_exchange *exchange,
                                     const struct http_stream_options *options);

/* Queues a copy of the bytes; never blocks, any thread. False when the peer has gone or was cut off
 * because more than options.stream_queue_max bytes were waiting for it. */
bool http_stream_send(struct http_stream *stream, struct text bytes);

/* Ends the stream behind what is queued and gives the handle back. Exactly once. May be called in
 * `closed`, or before it. */
void http_stream_close(struct http_stream *stream);

/* ---- the server ---- */

/* 0 or NULL takes the default in brackets. Times in milliseconds, sizes in bytes. */
struct http_options {
    const char *address; /* ["127.0.0.1"] IPv4 or IPv6 literal, or "unix:/path" */
    uint16_t port;       /* 0: any free one, see http_server_port */
    int workers;         /* [2], at most 64 */
    int connections_max; /* [16384, or what open files are allowed] beyond it the connection that is
                            idle longest is closed, else who has come and said nothing */

    int head_ms;       /* [10000] first byte to the end of the head; also accept to first byte */
    int body_ms;       /* [30000] window in which body_rate_min must be kept */
    int write_ms;      /* [30000] the same for a peer that reads */
    int idle_ms;       /* [60000] between two requests */
    int heartbeat_ms;  /* [20000] a ":" line on quiet event streams; negative: never */
    int body_rate_min; /* [256] bytes a second on average over a window, both directions */
    int socket_send_buffer; /* [the system's] SO_SNDBUF, for tests of slow readers */

    size_t body_memory_max;  /* [256 MiB] all request bodies together; beyond it 503 */
    size_t stream_queue_max; /* [256 KiB] a stream */
    size_t arena_soft;       /* [4 MiB] ceilings of a request's arena, see base/arena.h */
    size_t arena_hard;       /* [256 MiB] */

    /* Peer address ("127.0.0.1", "unix") whose X-Forwarded-For is believed: its last element, if it
     * is an IP literal, becomes request->peer. NULL: nobody's. */
    const char *trusted_proxy;

    /* A socket that listens already (systemd's, say), its number; address and port are then where
     * it is. 0: one is made. A unix socket's file is its maker's to remove. */
    int listener;

    void *context; /* handed to the three functions below */

    /* Runs in the worker, so it must not wait for anything but memory and short reads. */
    void (*handle)(void *context, struct http_exchange *exchange,
                   const struct http_request *request);

    /* Asked before a body is read: how many bytes may it have? Beyond it 413, from the
     * announcement alone if there is one. NULL: 1 MiB for all. */
    size_t (*body_limit)(void *context, struct text method, struct text path);

    /* The application/problem+json document of a refusal. `accept_language` is the request's field,
     * empty when the head could not be read. The result lives in the arena. NULL: a built-in one,
     * Chinese unless the field begins with "en". */
    struct text (*problem)(void *context, struct arena *arena, const struct fault *fault,
                           struct text accept_language);
    /* Put on every answer the server makes by itself (security headers); process lifetime. */
    const struct http_header *refusal_headers;
    size_t refusal_header_count;
};

/* Binds, listens and starts the workers; takes a few milliseconds. `options` is copied, what it
 * points to must live as long as the server. Refuses with HTTP_LISTEN. */
MUST_USE bool http_server_open(const struct http_options *options, struct http_server **out,
                               struct fault *fault);

uint16_t http_server_port(const struct http_server *server); /* 0 for a unix socket */

/* Accepts nothing more, closes idle connections and streams, lets requests under way be answered
 * for at most `drain_ms`, then ends the threads. Exchanges may still be answered afterwards (into
 * nothing), until http_server_close. Call it from a thread that is no worker. */
void http_server_stop(struct http_server *server, int drain_ms);

/* After http_server_stop; frees all. No exchange may be used any more; stream handles may still be
 * closed. */
void http_server_close(struct http_server *server);

/* Counted since the start, for the page of operation and for tests. */
struct http_figures {
    uint64_t accepted;     /* connections */
    uint64_t requests;     /* handed to the handler */
    uint64_t refused;      /* answered 4xx or 5xx by the server itself */
    uint64_t timed_out;    /* connections ended by a deadline */
    uint64_t streams_cut;  /* too slow to read */
    uint64_t pushed_out;   /* idle connections closed for newer ones */
    uint64_t open;         /* connections now */
    uint64_t streams_open; /* of these, streams */
};
struct http_figures http_server_figures(const struct http_server *server);

#endif
