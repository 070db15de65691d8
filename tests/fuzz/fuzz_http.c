/* Fuzzing the HTTP parser: head, target, fields, chunked body. Each input is read twice, whole and
 * cut in two at a place taken from the input; the two readings must agree, or the server could be
 * made to see a request where another program sees none. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "door/http/parser.h"

struct reading {
    enum http_step step;
    enum http_flaw flaw;
    size_t used;
    struct http_head head;
    uint64_t digest; /* of all texts */
};

static void mix(struct reading *reading, struct text text)
{
    reading->digest = reading->digest * 1099511628211u ^ text_hash(text) ^ text.len;
}

static void digest_head(struct reading *reading)
{
    const struct http_head *head = &reading->head;
    mix(reading, head->method);
    mix(reading, head->target);
    mix(reading, head->path);
    mix(reading, head->query);
    mix(reading, head->host);
    for (size_t i = 0; i < head->header_count; i++) {
        mix(reading, head->headers[i].name);
        mix(reading, head->headers[i].value);
    }
}

/* What the application relies on. */
static void check_head(const struct http_head *head)
{
    ensure(head->path.len > 0 && head->path.at[0] == '/');
    ensure(text_is_utf8(head->path) && memchr(head->path.at, 0, head->path.len) == NULL);
    ensure(text_find(head->path, TEXT("/../")) == SIZE_MAX);
    ensure(head->is_1_0 || http_host_is_valid(head->host));
    int lengths = 0;
    for (size_t i = 0; i < head->header_count; i++) {
        lengths += http_name_is(head->headers[i].name, "content-length") ? 1 : 0;
        ensure(memchr(head->headers[i].value.at, '\n', head->headers[i].value.len) == NULL);
    }
    ensure(lengths <= 1 && (lengths == 0 || head->framing == HTTP_FRAMING_LENGTH));
}

/* The bytes stand at the very end of their memory, so that reading behind them is seen. */
static struct reading read_head(struct arena *arena, struct text bytes, size_t cut)
{
    struct http_parser parser;
    struct reading reading = {.digest = 1};
    http_parser_start(&parser);
    reading.step = http_parser_feed(&parser, bytes.at, cut);
    if (reading.step == HTTP_STEP_MORE) {
        reading.step = http_parser_feed(&parser, bytes.at, bytes.len);
    }
    reading.flaw = parser.flaw;
    reading.used = parser.at;
    if (reading.step == HTTP_STEP_DONE &&
        http_head_read(&parser, bytes.at, arena, &reading.head, &reading.flaw)) {
        check_head(&reading.head);
        digest_head(&reading);
    }
    return reading;
}

static struct reading read_chunks(struct text bytes, size_t cut)
{
    struct http_chunks chunks;
    struct reading reading = {.digest = 1};
    char *copy = malloc(bytes.len + 1);
    memcpy(copy, bytes.at, bytes.len);
    http_chunks_start(&chunks, 4096);
    size_t used = 0;
    size_t len = 0;
    size_t more = 0;
    reading.step = http_chunks_feed(&chunks, copy, cut, &used, &len);
    reading.used = used;
    if (reading.step == HTTP_STEP_MORE) {
        reading.step = http_chunks_feed(&chunks, copy + cut, bytes.len - cut, &used, &more);
        memmove(copy + len, copy + cut, more);
        reading.used += used;
    }
    ensure(len + more <= 4096 && len + more <= bytes.len);
    reading.flaw = chunks.flaw;
    mix(&reading, (struct text){copy, len + more});
    free(copy);
    return reading;
}

static void agree(const struct reading *a, const struct reading *b)
{
    ensure(a->step == b->step && a->flaw == b->flaw && a->used == b->used &&
           a->digest == b->digest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) {
        return 0;
    }
    struct arena *arena = arena_open(1 << 20, 64 << 20);
    struct text bytes = {(const char *)data + 2, size - 2};
    size_t cut = bytes.len == 0 ? 0 : (size_t)(data[0] << 8 | data[1]) % bytes.len;
    struct reading whole = read_head(arena, bytes, bytes.len);
    struct reading parts = read_head(arena, bytes, cut);
    agree(&whole, &parts);
    whole = read_chunks(bytes, bytes.len);
    parts = read_chunks(bytes, cut);
    agree(&whole, &parts);
    struct text decoded;
    if (http_decode(arena, bytes, true, &decoded)) {
        ensure(decoded.len <= bytes.len && text_is_utf8(decoded));
    }
    arena_close(arena);
    return 0;
}
