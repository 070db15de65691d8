#include "door/http/worker.h"

#include <string.h>

#include "base/arena.h"

/* From bytes in the input to a request with the handler, or to a refusal. */

#define MOVE_ABOVE 8192 /* a head standing further behind is moved to the front */

/* ---- refusing ---- */

static void clear_request(struct http_exchange *exchange)
{
    exchange->request = (struct http_request){
        .method = TEXT_NONE,
        .target = TEXT_NONE,
        .path = TEXT_NONE,
        .query = TEXT_NONE,
        .host = TEXT_NONE,
        .peer = TEXT_NONE,
        .body = TEXT_NONE,
        .arena = exchange->arena,
    };
}

static struct http_exchange *own_exchange(struct connection *connection)
{
    if (connection->exchange == NULL) {
        connection->exchange = exchange_take(connection->worker, connection);
        clear_request(connection->exchange);
    }
    return connection->exchange;
}

/* The application's fields and the one that the status asks for. */
static void refusal_headers(struct http_exchange *exchange, struct http_reply *reply)
{
    const struct http_options *options = &exchange->connection->worker->server->options;
    struct http_header *headers = arena_alloc_raw(
        exchange->arena, (options->refusal_header_count + 1) * sizeof(struct http_header));
    for (size_t i = 0; i < options->refusal_header_count; i++) {
        headers[i] = options->refusal_headers[i];
    }
    size_t count = options->refusal_header_count;
    if (reply->status == 405) {
        headers[count++] =
            (struct http_header){TEXT("Allow"), TEXT("GET, HEAD, POST, PUT, PATCH, DELETE")};
    } else if (reply->status == 503) {
        headers[count++] = (struct http_header){TEXT("Retry-After"), TEXT("1")};
    }
    reply->headers = headers;
    reply->header_count = count;
}

void connection_refuse(struct connection *connection, const struct fault *fault)
{
    struct http_exchange *exchange = own_exchange(connection);
    struct http_reply reply = {
        .status = fault_http_status(fault->code),
        .content_type = "application/problem+json",
        .body = exchange_problem(exchange, fault),
        .body_life = HTTP_BODY_BORROWED,
        .close = true,
    };
    refusal_headers(exchange, &reply);
    exchange_answer(exchange, &reply);
    exchange->out.refused = true;
    COUNT_ONE(connection->worker, refused);
    connection_start_writing(connection);
}

static void refuse_flaw(struct connection *connection, enum http_flaw flaw)
{
    struct http_exchange *exchange = own_exchange(connection);
    struct arena *arena = exchange->arena;
    struct fault fault = {0};
    struct text zh = text_of(http_flaw_zh(flaw));
    struct text en = text_of(http_flaw_en(flaw));
    if (flaw == HTTP_FLAW_BODY_LARGE) {
        zh = text_format(arena, "%zu", exchange->body_limit);
    } else if (flaw == HTTP_FLAW_TARGET_LONG) {
        zh = text_format(arena, "%d", HTTP_TARGET_MAX);
    } else if (flaw == HTTP_FLAW_METHOD_REFUSED) {
        zh = exchange->head.method;
        en = TEXT("GET, HEAD, POST, PUT, PATCH, DELETE");
    }
    (void)fault_raise(&fault, http_flaw_fault(flaw), TEXT_NONE, FAULT_ARGS(zh, en));
    connection_refuse(connection, &fault);
}

void connection_refuse_code(struct connection *connection, enum fault_code code)
{
    struct fault fault = {0};
    (void)fault_raise(&fault, code, TEXT_NONE, FAULT_NO_ARGS);
    connection_refuse(connection, &fault);
}

/* ---- handing over ---- */

static bool hand_over(struct connection *connection)
{
    struct http_exchange *exchange = connection->exchange;
    const struct http_options *options = &connection->worker->server->options;
    COUNT_ONE(connection->worker, requests);
    connection->phase = PHASE_HANDLING;
    http_handling = exchange;
    options->handle(options->context, exchange, &exchange->request);
    http_handling = NULL;
    if (!exchange->answered) {
        worker_list(connection, LIST_BUSY);
        return false;
    }
    connection_start_writing(connection);
    return true;
}

/* ---- the body ---- */

static bool body_is_here(struct connection *connection, struct text body, size_t next)
{
    connection->exchange->request.body = body;
    connection->input->at = next;
    return hand_over(connection);
}

/* Small bodies stay in the input where they came in; others are gathered aside. */
static bool step_length(struct connection *connection)
{
    struct http_exchange *exchange = connection->exchange;
    struct input *input = connection->input;
    size_t length = (size_t)exchange->head.content_length;
    char *from = input->bytes + exchange->head_end;
    size_t here = input->len - exchange->head_end;
    if (exchange->body.len == 0 && here >= length) {
        return body_is_here(connection, (struct text){from, length}, exchange->head_end + length);
    }
    if (length <= sizeof input->bytes - exchange->head_end && exchange->body.len == 0) {
        return connection_fill(connection);
    }
    size_t missing = length - exchange->body.len;
    size_t part = here < missing ? here : missing;
    if (!exchange_body_add(exchange, from, part)) {
        connection_refuse_code(connection, FAULT_HTTP_OVERLOADED);
        return true;
    }
    if (exchange->body.len == length) {
        return body_is_here(connection, (struct text){exchange->body.at, length},
                            exchange->head_end + part);
    }
    input->len = exchange->head_end;
    return connection_fill(connection);
}

static bool step_chunked(struct connection *connection)
{
    struct http_exchange *exchange = connection->exchange;
    struct input *input = connection->input;
    char *from = input->bytes + exchange->head_end;
    size_t used = 0;
    size_t data = 0;
    enum http_step step =
        http_chunks_feed(&exchange->chunks, from, input->len - exchange->head_end, &used, &data);
    if (step == HTTP_STEP_FLAWED) {
        refuse_flaw(connection, exchange->chunks.flaw);
        return true;
    }
    if (!exchange_body_add(exchange, from, data)) {
        connection_refuse_code(connection, FAULT_HTTP_OVERLOADED);
        return true;
    }
    if (step == HTTP_STEP_DONE) {
        struct text body = {exchange->body.at == NULL ? "" : exchange->body.at, exchange->body.len};
        return body_is_here(connection, body, exchange->head_end + used);
    }
    input->len = exchange->head_end;
    return connection_fill(connection);
}

bool connection_step_body(struct connection *connection)
{
    bool chunked = connection->exchange->head.framing == HTTP_FRAMING_CHUNKED;
    return chunked ? step_chunked(connection) : step_length(connection);
}

/* ---- the head ---- */

static void set_request(struct connection *connection)
{
    struct http_exchange *exchange = connection->exchange;
    const struct http_head *head = &exchange->head;
    exchange->request = (struct http_request){
        .method = head->method,
        .target = head->target,
        .path = head->path,
        .query = head->query,
        .host = head->host,
        .peer = text_of(connection->peer),
        .body = TEXT_NONE,
        .headers = head->headers,
        .header_count = head->header_count,
        .worker = connection->worker->number,
        .arena = exchange->arena,
    };
    forwarded_read(&connection->worker->server->options, &exchange->request);
}

/* 100 is left out when the body is coming anyway (RFC 9110 10.1.1). The socket is empty then, so a
 * 100 that does not fit means a peer that reads nothing. */
static bool say_continue(struct connection *connection)
{
    static const char line[] = "HTTP/1.1 100 Continue\r\n\r\n";
    struct iovec part = {(char *)(uintptr_t)line, sizeof line - 1};
    size_t sent = 0;
    if (!connection_send(connection, &part, 1, &sent)) {
        connection_kill(connection);
        return false;
    }
    return true;
}

static bool begin_body(struct connection *connection)
{
    struct http_exchange *exchange = connection->exchange;
    const struct http_options *options = &connection->worker->server->options;
    const struct http_head *head = &exchange->head;
    exchange->body_limit = options->body_limit == NULL
                               ? (size_t)1 << 20
                               : options->body_limit(options->context, head->method, head->path);
    if (head->framing == HTTP_FRAMING_LENGTH && head->content_length > exchange->body_limit) {
        refuse_flaw(connection, HTTP_FLAW_BODY_LARGE);
        return true;
    }
    http_chunks_start(&exchange->chunks, exchange->body_limit);
    connection->phase = PHASE_BODY;
    worker_list(connection, LIST_BODY);
    bool waits = head->expects_continue && connection->input->len == exchange->head_end;
    return !waits || say_continue(connection);
}

/* Nothing may point into the input yet. */
static void move_to_front(struct input *input)
{
    memmove(input->bytes, input->bytes + input->at, input->len - input->at);
    input->len -= input->at;
    input->at = 0;
}

static bool begin_request(struct connection *connection)
{
    struct input *input = connection->input;
    if (input->at > MOVE_ABOVE) {
        move_to_front(input);
    }
    struct http_exchange *exchange = own_exchange(connection);
    enum http_flaw flaw = HTTP_FLAW_NONE;
    bool valid = http_head_read(&input->parser, input->bytes + input->at, exchange->arena,
                                &exchange->head, &flaw);
    exchange->head_end = input->at + input->parser.at;
    input->at = exchange->head_end;
    if (!valid) {
        exchange->request.method = exchange->head.method;
        refuse_flaw(connection, flaw);
        return true;
    }
    set_request(connection);
    bool has_body =
        exchange->head.framing == HTTP_FRAMING_CHUNKED || exchange->head.content_length > 0;
    return has_body ? begin_body(connection) : hand_over(connection);
}

/* Nothing of a next request is here. */
static bool rest(struct connection *connection)
{
    if (connection->input != NULL) {
        connection->input->at = connection->input->len = 0;
    }
    if (connection->readable && connection_fill(connection)) {
        return true;
    }
    if (connection->phase != PHASE_HEAD) {
        return false;
    }
    if (connection->worker->stopping) {
        connection_kill(connection);
        return false;
    }
    connection_give_back_input(connection);
    return false;
}

bool connection_step_head(struct connection *connection)
{
    struct input *input = connection->input;
    if (input == NULL || input->at == input->len) {
        return rest(connection);
    }
    enum http_step step =
        http_parser_feed(&input->parser, input->bytes + input->at, input->len - input->at);
    if (step == HTTP_STEP_DONE) {
        return begin_request(connection);
    }
    if (step == HTTP_STEP_FLAWED) {
        refuse_flaw(connection, input->parser.flaw);
        return true;
    }
    if (input->at > 0) {
        move_to_front(input);
    }
    if (connection->list != LIST_FIRST) {
        worker_list(connection, LIST_FIRST);
    }
    return connection_fill(connection);
}
