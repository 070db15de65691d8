#include "echo_handler.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"

#define BIG_MAX ((size_t)64 << 20)
#define JSON_SIZE 4096
#define BODY_LIMIT ((size_t)1 << 20)

struct late {
    struct late *next;
    struct http_exchange *exchange;
    int64_t due;
};

struct live {
    struct live *next;
    struct http_stream *stream;
};

struct echo {
    pthread_t clerk; /* gives the late answers */
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct late *late;
    struct live *streams;
    bool ending;
    atomic_int waiting, released, closed;
    char *big;
    char json[JSON_SIZE];
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void nap(int64_t ms)
{
    struct timespec pause = {ms / 1000, (ms % 1000) * 1000000};
    nanosleep(&pause, NULL);
}

/* ---- late answers ---- */

static struct late *take_due(struct echo *echo)
{
    for (struct late **at = &echo->late; *at != NULL; at = &(*at)->next) {
        if (echo->ending || (*at)->due <= now_ms()) {
            struct late *due = *at;
            *at = due->next;
            return due;
        }
    }
    return NULL;
}

/* The body is made in the exchange's arena, which is the clerk's now. */
static void answer_late(struct echo *echo, struct late *late)
{
    const struct http_request *request = http_exchange_request(late->exchange);
    struct text body =
        text_format(request->arena, "late %.*s %zu", TEXT_ARG(request->query), request->body.len);
    http_reply(late->exchange, &(struct http_reply){.status = 200,
                                                    .content_type = "text/plain",
                                                    .body = body,
                                                    .body_life = HTTP_BODY_BORROWED});
    atomic_fetch_sub(&echo->waiting, 1);
    free(late);
}

static void *clerk_run(void *argument)
{
    struct echo *echo = argument;
    pthread_mutex_lock(&echo->lock);
    while (!echo->ending || echo->late != NULL) {
        struct late *due = take_due(echo);
        if (due == NULL && echo->late == NULL) {
            pthread_cond_wait(&echo->wake, &echo->lock);
            continue;
        }
        pthread_mutex_unlock(&echo->lock);
        if (due != NULL) {
            answer_late(echo, due);
        } else {
            nap(1);
        }
        pthread_mutex_lock(&echo->lock);
    }
    pthread_mutex_unlock(&echo->lock);
    return NULL;
}

/* ---- the paths ---- */

static int64_t query_number(const struct http_request *request)
{
    int64_t number = 0;
    return text_to_int(request->query, &number) && number > 0 ? number : 0;
}

static void answer(struct http_exchange *exchange, struct text body, enum http_body_life life)
{
    http_reply(exchange,
               &(struct http_reply){
                   .status = 200, .content_type = "text/plain", .body = body, .body_life = life});
}

static void say_hello(struct echo *echo, struct http_exchange *exchange,
                      const struct http_request *request)
{
    (void)echo;
    (void)request;
    answer(exchange, TEXT("hello"), HTTP_BODY_BORROWED);
}

static void say_json(struct echo *echo, struct http_exchange *exchange,
                     const struct http_request *request)
{
    (void)request;
    http_reply(exchange, &(struct http_reply){.status = 200,
                                              .content_type = "application/json",
                                              .body = {echo->json, sizeof echo->json},
                                              .body_life = HTTP_BODY_BORROWED});
}

static void say_echo(struct echo *echo, struct http_exchange *exchange,
                     const struct http_request *request)
{
    (void)echo;
    answer(exchange, request->body, HTTP_BODY_COPIED);
}

static void say_info(struct echo *echo, struct http_exchange *exchange,
                     const struct http_request *request)
{
    (void)echo;
    answer(exchange,
           text_format(request->arena, "%.*s %.*s|%.*s from %.*s, %zu headers, body %zu",
                       TEXT_ARG(request->method), TEXT_ARG(request->path), TEXT_ARG(request->query),
                       TEXT_ARG(request->peer), request->header_count, request->body.len),
           HTTP_BODY_BORROWED);
}

static void say_late(struct echo *echo, struct http_exchange *exchange,
                     const struct http_request *request)
{
    struct late *late = calloc(1, sizeof *late);
    late->exchange = exchange;
    late->due = now_ms() + query_number(request);
    atomic_fetch_add(&echo->waiting, 1);
    pthread_mutex_lock(&echo->lock);
    late->next = echo->late;
    echo->late = late;
    pthread_cond_signal(&echo->wake);
    pthread_mutex_unlock(&echo->lock);
}

static void count_release(void *echo)
{
    atomic_fetch_add(&((struct echo *)echo)->released, 1);
}

static void say_big(struct echo *echo, struct http_exchange *exchange,
                    const struct http_request *request)
{
    size_t len = (size_t)query_number(request);
    http_reply(exchange, &(struct http_reply){.status = 200,
                                              .body = {echo->big, len < BIG_MAX ? len : BIG_MAX},
                                              .body_life = HTTP_BODY_BORROWED,
                                              .release = count_release,
                                              .release_context = echo});
}

static void say_split(struct echo *echo, struct http_exchange *exchange,
                      const struct http_request *request)
{
    (void)echo;
    struct http_header header = {TEXT("X-Test"), TEXT("a\r\nInjected: b\0c")};
    http_reply(exchange,
               &(struct http_reply){.status = 204, .headers = &header, .header_count = 1});
    (void)request;
}

static void say_fault(struct echo *echo, struct http_exchange *exchange,
                      const struct http_request *request)
{
    (void)echo;
    (void)request;
    struct fault fault = {0};
    (void)fault_raise(&fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    http_reply_fault(exchange, &fault);
}

static void count_closed(void *echo)
{
    atomic_fetch_add(&((struct echo *)echo)->closed, 1);
}

static void open_stream(struct echo *echo, struct http_exchange *exchange,
                        const struct http_request *request)
{
    (void)request;
    struct live *live = calloc(1, sizeof *live);
    pthread_mutex_lock(&echo->lock);
    live->stream = http_stream_open(
        exchange, &(struct http_stream_options){.closed = count_closed, .context = echo});
    live->next = echo->streams;
    echo->streams = live;
    pthread_mutex_unlock(&echo->lock);
}

static void sleep_first(struct echo *echo, struct http_exchange *exchange,
                        const struct http_request *request)
{
    (void)echo;
    nap(query_number(request));
    answer(exchange, TEXT("slept"), HTTP_BODY_BORROWED);
}

static const struct {
    const char *path;
    void (*answer)(struct echo *echo, struct http_exchange *exchange,
                   const struct http_request *request);
} paths[] = {
    {"/json", say_json},      {"/hello", say_hello},   {"/echo", say_echo},   {"/info", say_info},
    {"/late", say_late},      {"/big", say_big},       {"/split", say_split}, {"/fault", say_fault},
    {"/stream", open_stream}, {"/quiet", sleep_first},
};

void echo_handle(void *context, struct http_exchange *exchange, const struct http_request *request)
{
    struct echo *echo = context;
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        if (text_is(request->path, paths[i].path)) {
            paths[i].answer(echo, exchange, request);
            return;
        }
    }
    say_info(echo, exchange, request);
}

size_t echo_body_limit(void *echo, struct text method, struct text path)
{
    (void)echo;
    (void)method;
    return text_is(path, "/small") ? 10 : BODY_LIMIT;
}

/* ---- streams ---- */

int echo_tell(struct echo *echo, struct text bytes)
{
    int took = 0;
    pthread_mutex_lock(&echo->lock);
    for (struct live *live = echo->streams; live != NULL; live = live->next) {
        took += http_stream_send(live->stream, bytes) ? 1 : 0;
    }
    pthread_mutex_unlock(&echo->lock);
    return took;
}

void echo_end_streams(struct echo *echo)
{
    pthread_mutex_lock(&echo->lock);
    struct live *row = echo->streams;
    echo->streams = NULL;
    pthread_mutex_unlock(&echo->lock);
    while (row != NULL) {
        struct live *gone = row;
        row = row->next;
        http_stream_close(gone->stream);
        free(gone);
    }
}

int echo_released(struct echo *echo)
{
    return atomic_load(&echo->released);
}

int echo_streams_closed(struct echo *echo)
{
    return atomic_load(&echo->closed);
}

int echo_waiting(struct echo *echo)
{
    return atomic_load(&echo->waiting);
}

/* ---- opening and ending ---- */

struct echo *echo_open(void)
{
    struct echo *echo = calloc(1, sizeof *echo);
    echo->big = malloc(BIG_MAX);
    memset(echo->big, 'b', BIG_MAX);
    memset(echo->json, 'x', sizeof echo->json);
    memcpy(echo->json, "{\"a\":\"", 6);
    memcpy(echo->json + sizeof echo->json - 2, "\"}", 2);
    pthread_mutex_init(&echo->lock, NULL);
    pthread_cond_init(&echo->wake, NULL);
    pthread_create(&echo->clerk, NULL, clerk_run, echo);
    return echo;
}

void echo_close(struct echo *echo)
{
    pthread_mutex_lock(&echo->lock);
    echo->ending = true;
    pthread_cond_signal(&echo->wake);
    pthread_mutex_unlock(&echo->lock);
    pthread_join(echo->clerk, NULL);
    echo_end_streams(echo);
    pthread_cond_destroy(&echo->wake);
    pthread_mutex_destroy(&echo->lock);
    free(echo->big);
    free(echo);
}
