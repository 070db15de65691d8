#include "door/http/worker.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* Exchanges are borrowed from the worker and given back, so that a request costs no malloc. */

#define FREE_EXCHANGES_MAX 64

struct http_exchange *exchange_take(struct worker *worker, struct connection *connection)
{
    struct http_exchange *exchange = worker->free_exchanges;
    if (exchange != NULL) {
        worker->free_exchanges = exchange->next_free;
        worker->free_exchange_count--;
    } else {
        const struct http_options *options = &worker->server->options;
        exchange = calloc(1, sizeof *exchange);
        ensure(exchange != NULL);
        exchange->arena = arena_open(options->arena_soft, options->arena_hard);
    }
    exchange->connection = connection;
    exchange->taken = true;
    return exchange;
}

static void drop_body(struct http_exchange *exchange)
{
    if (exchange->body.at != NULL) {
        atomic_fetch_sub(&exchange->connection->worker->server->body_memory,
                         exchange->body.capacity);
        free(exchange->body.at);
    }
}

static void drop_answer(struct http_exchange *exchange)
{
    if (exchange->out.release != NULL) {
        exchange->out.release(exchange->out.release_context);
    }
    free(exchange->out.copy);
}

void exchange_free(struct http_exchange *exchange)
{
    arena_close(exchange->arena);
    free(exchange);
}

void exchange_give_back(struct worker *worker, struct http_exchange *exchange)
{
    drop_answer(exchange);
    drop_body(exchange);
    if (worker->free_exchange_count >= FREE_EXCHANGES_MAX) {
        exchange_free(exchange);
        return;
    }
    struct arena *arena = exchange->arena;
    arena_reset(arena);
    *exchange = (struct http_exchange){.arena = arena, .next_free = worker->free_exchanges};
    worker->free_exchanges = exchange;
    worker->free_exchange_count++;
}

/* Grows by doubling, never past what was announced or allowed: what a peer announces is not memory
 * yet, only what it sends. */
static bool body_grow(struct http_exchange *exchange, size_t needed)
{
    atomic_size_t *used = &exchange->connection->worker->server->body_memory;
    size_t capacity = exchange->body.capacity == 0 ? 16384 : exchange->body.capacity * 2;
    size_t most_needed = exchange->head.framing == HTTP_FRAMING_LENGTH
                             ? (size_t)exchange->head.content_length
                             : exchange->body_limit;
    if (capacity > most_needed) {
        capacity = most_needed;
    }
    if (capacity < needed) {
        capacity = needed;
    }
    size_t more = capacity - exchange->body.capacity;
    size_t most = exchange->connection->worker->server->options.body_memory_max;
    if (atomic_fetch_add(used, more) + more > most) {
        atomic_fetch_sub(used, more);
        return false;
    }
    char *at = realloc(exchange->body.at, capacity);
    ensure(at != NULL);
    exchange->body.at = at;
    exchange->body.capacity = capacity;
    return true;
}

bool exchange_body_add(struct http_exchange *exchange, const char *bytes, size_t len)
{
    size_t needed = exchange->body.len + len;
    ensure(needed <= exchange->body_limit);
    if (needed > exchange->body.capacity && !body_grow(exchange, needed)) {
        return false;
    }
    if (len > 0) {
        memcpy(exchange->body.at + exchange->body.len, bytes, len);
    }
    exchange->body.len = needed;
    return true;
}

/* ---- the request, as the handler sees it ---- */

struct text http_request_header(const struct http_request *request, const char *name)
{
    size_t len = strlen(name);
    for (size_t i = 0; i < request->header_count; i++) {
        if (request->headers[i].name.len == len && http_name_is(request->headers[i].name, name)) {
            return request->headers[i].value;
        }
    }
    return TEXT_NONE;
}

const struct http_request *http_exchange_request(const struct http_exchange *exchange)
{
    return &exchange->request;
}
