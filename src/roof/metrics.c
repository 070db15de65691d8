#include "roof/metrics.h"

#include <string.h>

#include "app/meter.h"
#include "base/arena.h"

struct metrics {
    const struct http_server *platform;
    struct http_server *server;
    char host[128]; /* as long as the server */
};

static void write_counted(struct buffer *out, const char *name, const char *type, uint64_t value)
{
    buffer_addf(out, "# TYPE %s %s\n%s %llu\n", name, type, name, (unsigned long long)value);
}

static void write_connections(struct buffer *out, const struct http_server *platform)
{
    const struct http_figures figures = http_server_figures(platform);
    write_counted(out, "liandong_connections_total", "counter", figures.accepted);
    write_counted(out, "liandong_connections_open", "gauge", figures.open);
    write_counted(out, "liandong_streams_open", "gauge", figures.streams_open);
    write_counted(out, "liandong_requests_total", "counter", figures.requests);
    write_counted(out, "liandong_requests_refused_total", "counter", figures.refused);
    write_counted(out, "liandong_connections_timed_out_total", "counter", figures.timed_out);
    write_counted(out, "liandong_streams_cut_total", "counter", figures.streams_cut);
    write_counted(out, "liandong_connections_pushed_out_total", "counter", figures.pushed_out);
}

static void handle(void *context, struct http_exchange *exchange,
                   const struct http_request *request)
{
    const struct metrics *metrics = context;
    if (!text_is(request->path, "/metrics") ||
        !(text_is(request->method, "GET") || text_is(request->method, "HEAD"))) {
        struct fault fault = {.code = FAULT_NONE};
        fault_raise(&fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
        http_reply_fault(exchange, &fault);
        return;
    }
    struct buffer out = buffer_open(request->arena, 16384);
    meter_write(&out);
    write_connections(&out, metrics->platform);
    http_reply(exchange, &(struct http_reply){
                             .status = 200,
                             .content_type = "text/plain; version=0.0.4; charset=utf-8",
                             .body = buffer_text(&out),
                             .body_life = HTTP_BODY_BORROWED,
                         });
}

/* "127.0.0.1:9108" is split at its last colon; a path of a socket is not. */
static bool split(struct metrics *metrics, struct text address, uint16_t *out_port)
{
    size_t end = address.len;
    int64_t port = 0;
    bool is_socket = text_starts_with(address, TEXT("unix:"));
    while (!is_socket && end > 0 && address.at[end - 1] != ':') {
        end--;
    }
    if (!is_socket &&
        (end < 2 || !text_to_int(text_slice(address, end, address.len - end), &port) || port < 0 ||
         port > 65535)) {
        return false;
    }
    struct text host = is_socket ? address : text_slice(address, 0, end - 1);
    if (host.len > 2 && host.at[0] == '[' && host.at[host.len - 1] == ']') {
        host = text_slice(host, 1, host.len - 2);
    }
    if (host.len >= sizeof metrics->host) {
        return false;
    }
    memcpy(metrics->host, host.at, host.len);
    metrics->host[host.len] = '\0';
    *out_port = (uint16_t)port;
    return true;
}

bool metrics_open(struct arena *arena, struct text address, const struct http_server *platform,
                  struct metrics **out, struct fault *fault)
{
    uint16_t port = 0;
    struct metrics *metrics = arena_new(arena, struct metrics);
    metrics->platform = platform;
    *out = metrics;
    if (!split(metrics, address, &port)) {
        return fault_raise(fault, FAULT_SETTING_WRONG, TEXT_NONE,
                           FAULT_ARGS(TEXT("metrics"), TEXT("127.0.0.1:9108")));
    }
    struct http_options options = {.address = metrics->host,
                                   .port = port,
                                   .workers = 1,
                                   .connections_max = 16,
                                   .context = metrics,
                                   .handle = handle};
    return http_server_open(&options, &metrics->server, fault);
}

uint16_t metrics_port(const struct metrics *metrics)
{
    return http_server_port(metrics->server);
}

void metrics_close(struct metrics *metrics)
{
    if (metrics != NULL && metrics->server != NULL) {
        http_server_stop(metrics->server, 0);
        http_server_close(metrics->server);
    }
}
