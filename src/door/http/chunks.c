#include "door/http/parser.h"

#include <string.h>

#include "door/http/bytes.h"

/* A chunked body, byte by byte but for the data, which moves in blocks. Nothing is looked back at,
 * so the bytes may come cut anywhere. */
enum state {
    STATE_SIZE,
    STATE_EXTENSION,
    STATE_SIZE_LF,
    STATE_DATA,
    STATE_DATA_CR,
    STATE_DATA_LF,
    STATE_TRAILER,
    STATE_TRAILER_NAME,
    STATE_TRAILER_VALUE,
    STATE_TRAILER_LF,
    STATE_END_LF,
    STATE_DONE,
    STATE_FLAWED
};

static void flawed(struct http_chunks *chunks, enum http_flaw flaw)
{
    chunks->flaw = flaw;
    chunks->state = STATE_FLAWED;
}

static void expect(struct http_chunks *chunks, bool right, enum state next, enum http_flaw flaw)
{
    if (right) {
        chunks->state = (uint8_t)next;
    } else {
        flawed(chunks, flaw);
    }
}

static void size_digit(struct http_chunks *chunks, char c)
{
    if (chunks->digits == 16) {
        flawed(chunks, HTTP_FLAW_CHUNK_SIZE);
        return;
    }
    chunks->digits++;
    chunks->left = chunks->left << 4 | http_hex_value(c);
}

static void eat_size(struct http_chunks *chunks, char c)
{
    if (http_byte_is(c, HTTP_BYTE_HEX)) {
        size_digit(chunks, c);
    } else if (chunks->digits == 0 || (c != ';' && c != '\r')) {
        flawed(chunks, HTTP_FLAW_CHUNK_SIZE);
    } else if (chunks->left > chunks->limit - chunks->total) {
        flawed(chunks, HTTP_FLAW_BODY_LARGE);
    } else {
        chunks->total += chunks->left;
        chunks->extension = 0;
        chunks->state = c == ';' ? STATE_EXTENSION : STATE_SIZE_LF;
    }
}

/* Extensions are nowhere used, so they are only bounded, one by one and together. */
static void eat_extension(struct http_chunks *chunks, char c)
{
    if (c == '\r') {
        chunks->state = STATE_SIZE_LF;
        return;
    }
    bool fits = ++chunks->extension <= HTTP_CHUNK_EXTENSION_MAX &&
                ++chunks->extras <= HTTP_CHUNK_EXTRAS_MAX;
    if (!fits || !http_byte_is(c, HTTP_BYTE_VALUE)) {
        flawed(chunks, HTTP_FLAW_CHUNK_EXTENSION);
    }
}

static void eat_data_lf(struct http_chunks *chunks, char c)
{
    chunks->digits = 0;
    chunks->left = 0;
    expect(chunks, c == '\n', STATE_SIZE, HTTP_FLAW_CHUNK_END);
}

static void eat_trailer(struct http_chunks *chunks, char c)
{
    bool name = http_byte_is(c, HTTP_BYTE_TOKEN);
    expect(chunks, name || c == '\r', name ? STATE_TRAILER_NAME : STATE_END_LF, HTTP_FLAW_TRAILER);
}

static void eat_trailer_name(struct http_chunks *chunks, char c)
{
    bool name = http_byte_is(c, HTTP_BYTE_TOKEN);
    expect(chunks, name || c == ':', name ? STATE_TRAILER_NAME : STATE_TRAILER_VALUE,
           HTTP_FLAW_TRAILER);
}

static void eat_trailer_value(struct http_chunks *chunks, char c)
{
    bool value = http_byte_is(c, HTTP_BYTE_VALUE);
    expect(chunks, value || c == '\r', value ? STATE_TRAILER_VALUE : STATE_TRAILER_LF,
           HTTP_FLAW_TRAILER);
}

static void eat_in_trailer(struct http_chunks *chunks, char c)
{
    if (++chunks->extras > HTTP_CHUNK_EXTRAS_MAX) {
        flawed(chunks, HTTP_FLAW_TRAILER);
        return;
    }
    switch ((enum state)chunks->state) {
    case STATE_TRAILER: eat_trailer(chunks, c); break;
    case STATE_TRAILER_NAME: eat_trailer_name(chunks, c); break;
    case STATE_TRAILER_VALUE: eat_trailer_value(chunks, c); break;
    case STATE_TRAILER_LF: expect(chunks, c == '\n', STATE_TRAILER, HTTP_FLAW_TRAILER); break;
    default: expect(chunks, c == '\n', STATE_DONE, HTTP_FLAW_TRAILER); break;
    }
}

static void eat(struct http_chunks *chunks, char c)
{
    enum state after_size = chunks->left > 0 ? STATE_DATA : STATE_TRAILER;
    switch ((enum state)chunks->state) {
    case STATE_SIZE: eat_size(chunks, c); break;
    case STATE_EXTENSION: eat_extension(chunks, c); break;
    case STATE_SIZE_LF: expect(chunks, c == '\n', after_size, HTTP_FLAW_CHUNK_SIZE); break;
    case STATE_DATA_CR: expect(chunks, c == '\r', STATE_DATA_LF, HTTP_FLAW_CHUNK_END); break;
    case STATE_DATA_LF: eat_data_lf(chunks, c); break;
    default: eat_in_trailer(chunks, c); break;
    }
}

static size_t move_data(struct http_chunks *chunks, char *to, const char *from, size_t len)
{
    size_t part = len < chunks->left ? len : (size_t)chunks->left;
    memmove(to, from, part);
    chunks->left -= part;
    if (chunks->left == 0) {
        chunks->state = STATE_DATA_CR;
    }
    return part;
}

void http_chunks_start(struct http_chunks *chunks, uint64_t limit)
{
    *chunks = (struct http_chunks){.limit = limit};
}

enum http_step http_chunks_feed(struct http_chunks *chunks, char *bytes, size_t len, size_t *used,
                                size_t *out_len)
{
    size_t at = 0;
    size_t out = 0;
    while (at < len && chunks->state < STATE_DONE) {
        if (chunks->state == STATE_DATA) {
            size_t part = move_data(chunks, bytes + out, bytes + at, len - at);
            at += part;
            out += part;
        } else {
            eat(chunks, bytes[at++]);
        }
    }
    *used = at;
    *out_len = out;
    return chunks->state == STATE_DONE     ? HTTP_STEP_DONE
           : chunks->state == STATE_FLAWED ? HTTP_STEP_FLAWED
                                           : HTTP_STEP_MORE;
}
