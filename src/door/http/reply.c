#include "door/http/worker.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_write.h"

/* What goes out: composing an answer, by any thread, into the arena of the exchange. */

#define DATE_SIZE 29
#define COPY_IN_ARENA_MAX ((size_t)65536) /* larger copies are malloc'ed, so as not to fill it */

_Thread_local struct http_exchange *http_handling;

/* ---- the status line ---- */

struct status {
    int code;
    const char *reason;
};

static const struct status statuses[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {303, "See Other"},
    {304, "Not Modified"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
};

/* The reason phrase has no meaning (RFC 9112 4), so an unlisted status may go without. */
static const char *reason_of(int code)
{
    for (size_t i = 0; i < COUNT_OF(statuses); i++) {
        if (statuses[i].code == code) {
            return statuses[i].reason;
        }
    }
    return "";
}

/* ---- writing into a piece of memory known to be large enough ---- */

static char *put(char *at, const char *bytes, size_t len)
{
    memcpy(at, bytes, len);
    return at + len;
}

#define PUT(at, literal) put((at), (literal), sizeof(literal) - 1)

static char *put_number(char *at, uint64_t number)
{
    char digits[20];
    size_t first = sizeof digits;
    do {
        digits[--first] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    return put(at, digits + first, sizeof digits - first);
}

/* RFC 9110 5.5: what could end the line or the string becomes a space. */
static char *put_value(char *at, struct text value)
{
    for (size_t i = 0; i < value.len; i++) {
        char c = value.at[i];
        bool control = ((unsigned char)c < 0x20 && c != '\t') || c == 0x7f;
        *at++ = control ? ' ' : c;
    }
    return at;
}

static char *put_header(char *at, struct text name, struct text value)
{
    ensure(!http_name_is(name, "content-length") && !http_name_is(name, "date") &&
           !http_name_is(name, "connection") && !http_name_is(name, "transfer-encoding"));
    at = put_value(at, name);
    at = PUT(at, ": ");
    at = put_value(at, value);
    return PUT(at, "\r\n");
}

/* ---- the head of an answer ---- */

static size_t head_size(const struct http_reply *reply)
{
    size_t size = 256 + (reply->content_type == NULL ? 0 : strlen(reply->content_type));
    for (size_t i = 0; i < reply->header_count; i++) {
        size += reply->headers[i].name.len + reply->headers[i].value.len + 4;
    }
    return size;
}

static char *put_status(char *at, int status)
{
    const char *reason = reason_of(status);
    at = PUT(at, "HTTP/1.1 ");
    at = put_number(at, (uint64_t)status);
    at = PUT(at, " ");
    return put(at, reason, strlen(reason));
}

static char *put_connection(const struct http_exchange *exchange, char *at)
{
    if (exchange->out.close) {
        return PUT(at, "Connection: close\r\n");
    }
    return exchange->head.is_1_0 ? PUT(at, "Connection: keep-alive\r\n") : at;
}

static bool status_has_body(int status)
{
    return status != 204 && status != 304;
}

/* The date is the worker's to fill in: only there is it known cheaply. */
static void compose_head(struct http_exchange *exchange, const struct http_reply *reply)
{
    size_t room = head_size(reply);
    char *from = arena_alloc_raw(exchange->arena, room);
    char *at = put_status(from, reply->status);
    at = PUT(at, "\r\nDate: ");
    exchange->out.date_at = at;
    at = PUT(at + DATE_SIZE, "\r\n");
    if (reply->content_type != NULL) {
        at = put_header(at, TEXT("Content-Type"), text_of(reply->content_type));
    }
    if (exchange->stream == NULL && status_has_body(reply->status)) {
        at = PUT(at, "Content-Length: ");
        at = put_number(at, reply->body.len);
        at = PUT(at, "\r\n");
    }
    at = put_connection(exchange, at);
    for (size_t i = 0; i < reply->header_count; i++) {
        at = put_header(at, reply->headers[i].name, reply->headers[i].value);
    }
    at = PUT(at, "\r\n");
    ensure((size_t)(at - from) <= room);
    exchange->out.parts[0] = (struct iovec){from, (size_t)(at - from)};
}

/* ---- the body of an answer ---- */

static void set_body(struct http_exchange *exchange, const struct http_reply *reply)
{
    bool dropped = !status_has_body(reply->status) || text_is(exchange->request.method, "HEAD");
    struct text body = dropped || reply->body.at == NULL ? TEXT_NONE : reply->body;
    char *bytes = (char *)(uintptr_t)body.at; /* iovec knows no const; it is only read */
    if (reply->body_life == HTTP_BODY_COPIED && body.len > 0) {
        bool large = body.len > COPY_IN_ARENA_MAX;
        bytes = large ? malloc(body.len) : arena_alloc_raw(exchange->arena, body.len);
        ensure(bytes != NULL);
        memcpy(bytes, body.at, body.len);
        exchange->out.copy = large ? bytes : NULL;
    }
    exchange->out.parts[1] = (struct iovec){bytes, body.len};
    exchange->out.release = reply->release;
    exchange->out.release_context = reply->release_context;
}

void exchange_answer(struct http_exchange *exchange, const struct http_reply *reply)
{
    ensure(reply->status >= 200 && reply->status <= 599);
    exchange->out.close = reply->close || !exchange->head.keep_alive || exchange->stream != NULL;
    compose_head(exchange, reply);
    set_body(exchange, reply);
}

/* In the handler the worker goes on by itself when the handler returns; anywhere else it is told by
 * a letter. */
static void hand_back(struct http_exchange *exchange)
{
    if (exchange == http_handling) {
        ensure(!exchange->answered);
        exchange->answered = true;
    } else {
        exchange->letter.kind = LETTER_ANSWER;
        worker_post(exchange->connection->worker, &exchange->letter);
    }
}

void http_reply(struct http_exchange *exchange, const struct http_reply *reply)
{
    ensure(exchange->taken && exchange->stream == NULL);
    exchange_answer(exchange, reply);
    hand_back(exchange);
}

/* ---- faults ---- */

static void problem_member(struct json_writer *json, const char *name, struct text value)
{
    if (!text_is_empty(value)) {
        json_member_text(json, name, value);
    }
}

static struct text built_in_problem(struct arena *arena, const struct fault *fault,
                                    struct text accept_language)
{
    bool english =
        accept_language.len >= 2 && http_name_is(text_slice(accept_language, 0, 2), "en");
    enum language language = english ? LANGUAGE_EN : LANGUAGE_ZH;
    struct buffer out = buffer_open(arena, 512);
    struct json_writer json = json_writer_open(&out);
    json_object(&json);
    json_member_text(&json, "type", TEXT("about:blank"));
    json_member_text(&json, "title", fault_sentence(arena, fault, language));
    json_member_int(&json, "status", fault_http_status(fault->code));
    json_member_text(&json, "code", text_of(fault_code_name(fault->code)));
    problem_member(&json, "detail", fault_advice(arena, fault, language));
    json_end(&json);
    return buffer_text(&out);
}

struct text exchange_problem(struct http_exchange *exchange, const struct fault *fault)
{
    const struct http_options *options = &exchange->connection->worker->server->options;
    struct text language = http_request_header(&exchange->request, "accept-language");
    return options->problem != NULL
               ? options->problem(options->context, exchange->arena, fault, language)
               : built_in_problem(exchange->arena, fault, language);
}

void http_reply_fault(struct http_exchange *exchange, const struct fault *fault)
{
    const struct http_options *options = &exchange->connection->worker->server->options;
    http_reply(exchange, &(struct http_reply){
                             .status = fault_http_status(fault->code),
                             .content_type = "application/problem+json",
                             .headers = options->refusal_headers,
                             .header_count = options->refusal_header_count,
                             .body = exchange_problem(exchange, fault),
                             .body_life = HTTP_BODY_BORROWED,
                         });
}

/* ---- streams begin like an answer ---- */

struct http_stream *http_stream_open(struct http_exchange *exchange,
                                     const struct http_stream_options *options)
{
    ensure(exchange->taken && exchange->stream == NULL);
    struct http_stream *stream = stream_create(exchange->connection, options);
    exchange->stream = stream;
    exchange_answer(exchange,
                    &(struct http_reply){
                        .status = 200,
                        .content_type = options->content_type == NULL ? "text/event-stream"
                                                                      : options->content_type,
                        .headers = options->headers,
                        .header_count = options->header_count,
                    });
    hand_back(exchange);
    return stream;
}
