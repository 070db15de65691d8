#include <stdlib.h>
#include <string.h>

#include "app/identity/password.h"
#include "app/publish.h"
#include "base/arena.h"
#include "door/api/inside.h"

/* One page's live events. Two sides hold it: the publisher, which speaks and hangs up when the
 * session is over, and the connection, which ends; the second to let go frees it. */
struct stream {
    struct http_stream *http;
    _Atomic int holders;
    _Atomic bool ended;
};

static void let_go(struct stream *stream)
{
    if (__atomic_sub_fetch(&stream->holders, 1, __ATOMIC_ACQ_REL) == 0) {
        free(stream);
    }
}

static bool hear(void *context, struct text kind, struct text json)
{
    (void)kind;
    struct stream *stream = context;
    if (stream->ended) {
        return false;
    }
    if (json.len == 0) {
        return true;
    }
    char message[512];
    size_t len = 0;
    struct text parts[] = {TEXT("event: change\ndata: "), json, TEXT("\n\n")};
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (len + parts[i].len > sizeof message) {
            return true;
        }
        for (size_t b = 0; b < parts[i].len; b++) {
            message[len++] = parts[i].at[b];
        }
    }
    return http_stream_send(stream->http, (struct text){message, len});
}

/* In the publisher's thread, once: the handle is given back here and nowhere else. */
static void dropped(void *context)
{
    struct stream *stream = context;
    http_stream_close(stream->http);
    let_go(stream);
}

static void closed(void *context)
{
    struct stream *stream = context;
    stream->ended = true;
    let_go(stream);
}

/* What is needed when the call and its arena are gone. */
static struct text keep(char *out, size_t size, struct text text)
{
    size_t len = text.len < size - 1 ? text.len : size - 1;
    memcpy(out, text.at, len);
    out[len] = '\0';
    return (struct text){out, len};
}

void call_stream(struct call *call)
{
    struct fault fault = {.code = FAULT_NONE};
    if (!call->signed_in) {
        fault_raise(&fault, FAULT_NOT_SIGNED_IN, TEXT_NONE, FAULT_NO_ARGS);
        call_fault(call, &fault);
        return;
    }
    struct stream *stream = calloc(1, sizeof *stream);
    ensure(stream != NULL);
    stream->holders = 2;
    struct http_header headers[16];
    size_t count = 0;
    for (size_t i = 0; i < api_security_header_count; i++) {
        headers[count++] = api_security_headers[i];
    }
    headers[count++] = (struct http_header){TEXT("Cache-Control"), TEXT("no-store")};
    headers[count++] = (struct http_header){TEXT("X-Accel-Buffering"), TEXT("no")};
    struct actor actor = call->session.actor;
    char org[96], district[8], session[65];
    actor.org = keep(org, sizeof org, actor.org);
    actor.district = keep(district, sizeof district, actor.district);
    struct text hash = keep(session, sizeof session, token_hash(call->arena, call->token));
    struct api *api = call->api;
    stream->http = http_stream_open(call->exchange, &(struct http_stream_options){
                                                        .headers = headers,
                                                        .header_count = count,
                                                        .closed = closed,
                                                        .context = stream,
                                                    });
    /* The call and its arena are gone from here on. */
    (void)http_stream_send(stream->http, TEXT("event: hello\ndata: {}\n\n"));
    struct listener listener = {
        .hear = hear, .dropped = dropped, .context = stream, .actor = &actor, .session = hash};
    if (!publisher_listen(api->options.publisher, &listener)) {
        dropped(stream);
    }
}
