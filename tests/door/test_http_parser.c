/* The rules of parser.h, one claim a row. Every row is also fed cut at every byte, and one byte at
 * a time: the result must be the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "door/http/parser.h"

#define H "Host: a.example\r\n"

struct head_case {
    const char *claim;
    struct text bytes;
    enum http_flaw flaw;
};

#define CASE(claim, bytes, flaw)                                                                   \
    {                                                                                              \
        claim, {bytes, sizeof(bytes) - 1}, HTTP_FLAW_##flaw                                        \
    }

static const struct head_case head_cases[] = {
    CASE("a plain request is read", "GET / HTTP/1.1\r\n" H "\r\n", NONE),
    CASE("HTTP/1.0 needs no Host", "GET / HTTP/1.0\r\n\r\n", NONE),
    CASE("one empty line may come first", "\r\nGET / HTTP/1.1\r\n" H "\r\n", NONE),
    CASE("two empty lines may not", "\r\n\r\nGET / HTTP/1.1\r\n" H "\r\n", EMPTY_LINES),
    CASE("a bare LF may not come first", "\nGET / HTTP/1.1\r\n" H "\r\n", BARE_LF),
    CASE("a bare CR may not come first", "\rGET / HTTP/1.1\r\n" H "\r\n", BARE_CR),
    CASE("white space may not come first", " GET / HTTP/1.1\r\n" H "\r\n", METHOD),
    /* request line */
    CASE("a method is a token", "G@T / HTTP/1.1\r\n" H "\r\n", METHOD),
    CASE("a method holds no NUL", "G\0T / HTTP/1.1\r\n" H "\r\n", METHOD),
    CASE("a method is not empty", " / HTTP/1.1\r\n" H "\r\n", METHOD),
    CASE("a lower-case method is another method", "get / HTTP/1.1\r\n" H "\r\n", METHOD_UNKNOWN),
    CASE("an unknown method is 501", "BREW / HTTP/1.1\r\n" H "\r\n", METHOD_UNKNOWN),
    CASE("a very long method is 501",
         "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA / HTTP/1.1\r\n" H "\r\n", METHOD_LONG),
    CASE("OPTIONS is not served", "OPTIONS * HTTP/1.1\r\n" H "\r\n", METHOD_REFUSED),
    CASE("TRACE is not served", "TRACE / HTTP/1.1\r\n" H "\r\n", METHOD_REFUSED),
    CASE("CONNECT is not known", "CONNECT a.example:443 HTTP/1.1\r\n" H "\r\n", METHOD_UNKNOWN),
    CASE("two spaces before the target", "GET  / HTTP/1.1\r\n" H "\r\n", REQUEST_LINE),
    CASE("two spaces before the version", "GET /  HTTP/1.1\r\n" H "\r\n", VERSION_FORM),
    CASE("a tab is no separator", "GET\t/ HTTP/1.1\r\n" H "\r\n", METHOD),
    CASE("a tab after the target", "GET /\tHTTP/1.1\r\n" H "\r\n", TARGET_BYTES),
    CASE("HTTP/0.9 is refused", "GET /\r\n", REQUEST_LINE),
    CASE("HTTP/0.9 with a bare LF", "GET /\n", REQUEST_LINE),
    CASE("garbage after the version", "GET / HTTP/1.1 x\r\n" H "\r\n", REQUEST_LINE),
    CASE("a space after the version", "GET / HTTP/1.1 \r\n" H "\r\n", REQUEST_LINE),
    CASE("a bare LF after the version", "GET / HTTP/1.1\n" H "\r\n", BARE_LF),
    CASE("a bare CR after the version", "GET / HTTP/1.1\rX" H "\r\n", BARE_CR),
    CASE("a lower-case version", "GET / http/1.1\r\n" H "\r\n", VERSION_FORM),
    CASE("a version of two digits", "GET / HTTP/1.10\r\n" H "\r\n", REQUEST_LINE),
    CASE("a version without a dot", "GET / HTTP/11\r\n" H "\r\n", VERSION_FORM),
    CASE("another protocol", "GET / HTTPS/1.1\r\n" H "\r\n", VERSION_FORM),
    CASE("HTTP/1.2 is not spoken", "GET / HTTP/1.2\r\n" H "\r\n", VERSION),
    CASE("HTTP/0.9 by name", "GET / HTTP/0.9\r\n" H "\r\n", VERSION),
    CASE("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", VERSION),
    /* target */
    CASE("a control byte in the target", "GET /\x01 HTTP/1.1\r\n" H "\r\n", TARGET_BYTES),
    CASE("a NUL in the target", "GET /a\0b HTTP/1.1\r\n" H "\r\n", TARGET_BYTES),
    CASE("a DEL in the target", "GET /\x7f HTTP/1.1\r\n" H "\r\n", TARGET_BYTES),
    CASE("a raw byte above 127", "GET /\xe4\xb8\xad HTTP/1.1\r\n" H "\r\n", TARGET_BYTES),
    CASE("a fragment", "GET /a#b HTTP/1.1\r\n" H "\r\n", TARGET_BYTES),
    CASE("a backslash", "GET /a\\b HTTP/1.1\r\n" H "\r\n", TARGET_BYTES),
    CASE("a quote in the query", "GET /a?\"b HTTP/1.1\r\n" H "\r\n", TARGET_BYTES),
    CASE("an encoded path", "GET /%E4%B8%AD%20x HTTP/1.1\r\n" H "\r\n", NONE),
    CASE("an encoded NUL", "GET /a%00b HTTP/1.1\r\n" H "\r\n", TARGET_ESCAPE),
    CASE("an encoded line feed", "GET /a%0Ab HTTP/1.1\r\n" H "\r\n", TARGET_ESCAPE),
    CASE("an encoded slash", "GET /a%2Fb HTTP/1.1\r\n" H "\r\n", TARGET_ESCAPE),
    CASE("an encoded slash in lower case", "GET /a%2fb HTTP/1.1\r\n" H "\r\n", TARGET_ESCAPE),
    CASE("an escape of one digit", "GET /a%4 HTTP/1.1\r\n" H "\r\n", TARGET_ESCAPE),
    CASE("an escape without digits", "GET /a%zz HTTP/1.1\r\n" H "\r\n", TARGET_ESCAPE),
    CASE("an encoded byte that is no UTF-8", "GET /%ff HTTP/1.1\r\n" H "\r\n", TARGET_ESCAPE),
    CASE("an overlong encoding", "GET /%c0%af HTTP/1.1\r\n" H "\r\n", TARGET_ESCAPE),
    CASE("dot segments", "GET /a/../b HTTP/1.1\r\n" H "\r\n", TARGET_DOTS),
    CASE("a dot segment at the end", "GET /a/.. HTTP/1.1\r\n" H "\r\n", TARGET_DOTS),
    CASE("a single dot", "GET /./a HTTP/1.1\r\n" H "\r\n", TARGET_DOTS),
    CASE("encoded dot segments", "GET /a/%2e%2E/b HTTP/1.1\r\n" H "\r\n", TARGET_DOTS),
    CASE("three dots are a name", "GET /a/.../b HTTP/1.1\r\n" H "\r\n", NONE),
    CASE("a hidden name is a name", "GET /.well-known/x HTTP/1.1\r\n" H "\r\n", NONE),
    CASE("the asterisk is for OPTIONS only", "GET * HTTP/1.1\r\n" H "\r\n", TARGET_FORM),
    CASE("a relative target", "GET a HTTP/1.1\r\n" H "\r\n", TARGET_FORM),
    CASE("the authority form", "GET a.example:80 HTTP/1.1\r\n" H "\r\n", TARGET_FORM),
    CASE("an absolute target of this host", "GET http://A.example/x?y HTTP/1.1\r\n" H "\r\n", NONE),
    CASE("an absolute target without path", "GET http://a.example HTTP/1.1\r\n" H "\r\n", NONE),
    CASE("an absolute target of another host", "GET http://b.example/ HTTP/1.1\r\n" H "\r\n",
         TARGET_HOST),
    CASE("an absolute target with another port", "GET http://a.example:1/ HTTP/1.1\r\n" H "\r\n",
         TARGET_HOST),
    CASE("an absolute target with user", "GET http://u@a.example/ HTTP/1.1\r\n" H "\r\n",
         TARGET_HOST),
    CASE("an absolute target without host", "GET http:///x HTTP/1.1\r\n" H "\r\n", TARGET_HOST),
    CASE("another scheme", "GET ftp://a.example/ HTTP/1.1\r\n" H "\r\n", TARGET_FORM),
    /* Host */
    CASE("HTTP/1.1 needs a Host", "GET / HTTP/1.1\r\n\r\n", HOST_MISSING),
    CASE("two Hosts", "GET / HTTP/1.1\r\n" H "Host: b.example\r\n\r\n", HOST_TWICE),
    CASE("two equal Hosts", "GET / HTTP/1.1\r\n" H H "\r\n", HOST_TWICE),
    CASE("an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", HOST_INVALID),
    CASE("a Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", HOST_INVALID),
    CASE("a Host with a space", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", HOST_INVALID),
    CASE("a Host with a user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", HOST_INVALID),
    CASE("a Host list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", HOST_INVALID),
    CASE("a Host with a port", "GET / HTTP/1.1\r\nHost: a:8080\r\n\r\n", NONE),
    CASE("a Host with a port too high", "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n", HOST_INVALID),
    CASE("a Host with a port of letters", "GET / HTTP/1.1\r\nHost: a:8x\r\n\r\n", HOST_INVALID),
    CASE("a Host of IPv6", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", NONE),
    CASE("a Host of IPv6 cut off", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", HOST_INVALID),
    CASE("a Host of IPv6 with junk", "GET / HTTP/1.1\r\nHost: [::1]x\r\n\r\n", HOST_INVALID),
    /* fields */
    CASE("a space before the colon", "GET / HTTP/1.1\r\n" H "A : b\r\n\r\n", FIELD_COLON),
    CASE("a tab before the colon", "GET / HTTP/1.1\r\n" H "A\t: b\r\n\r\n", FIELD_COLON),
    CASE("no colon", "GET / HTTP/1.1\r\n" H "A\r\n\r\n", FIELD_NAME),
    CASE("an empty field name", "GET / HTTP/1.1\r\n" H ": b\r\n\r\n", FIELD_NAME),
    CASE("a NUL in a field name", "GET / HTTP/1.1\r\n" H "A\0: b\r\n\r\n", FIELD_NAME),
    CASE("a control byte in a field name", "GET / HTTP/1.1\r\n" H "A\x01: b\r\n\r\n", FIELD_NAME),
    CASE("a high byte in a field name", "GET / HTTP/1.1\r\n" H "A\xe9: b\r\n\r\n", FIELD_NAME),
    CASE("a bracket in a field name", "GET / HTTP/1.1\r\n" H "A[]: b\r\n\r\n", FIELD_NAME),
    CASE("folding with a space", "GET / HTTP/1.1\r\n" H "A: b\r\n c\r\n\r\n", FIELD_FOLDED),
    CASE("folding with a tab", "GET / HTTP/1.1\r\n" H "A: b\r\n\tc\r\n\r\n", FIELD_FOLDED),
    CASE("white space before the first field", "GET / HTTP/1.1\r\n " H "\r\n", FIELD_FOLDED),
    CASE("a NUL in a value", "GET / HTTP/1.1\r\n" H "A: b\0c\r\n\r\n", FIELD_VALUE),
    CASE("a control byte in a value", "GET / HTTP/1.1\r\n" H "A: b\x0b\r\n\r\n", FIELD_VALUE),
    CASE("a DEL in a value", "GET / HTTP/1.1\r\n" H "A: b\x7f\r\n\r\n", FIELD_VALUE),
    CASE("a tab in a value", "GET / HTTP/1.1\r\n" H "A: b\tc\r\n\r\n", NONE),
    CASE("an empty value", "GET / HTTP/1.1\r\n" H "A:\r\n\r\n", NONE),
    CASE("a value of spaces", "GET / HTTP/1.1\r\n" H "A:  \t \r\n\r\n", NONE),
    CASE("UTF-8 in a value", "GET / HTTP/1.1\r\n" H "A: \xe4\xb8\xad\r\n\r\n", NONE),
    CASE("Latin-1 in a value", "GET / HTTP/1.1\r\n" H "A: \xe9\r\n\r\n", FIELD_VALUE),
    CASE("a bare CR in a value", "GET / HTTP/1.1\r\n" H "A: b\rc\r\n\r\n", BARE_CR),
    CASE("a bare LF after a value", "GET / HTTP/1.1\r\n" H "A: b\nC: d\r\n\r\n", BARE_LF),
    CASE("two CR after a value", "GET / HTTP/1.1\r\n" H "A: b\r\r\n\r\n", BARE_CR),
    CASE("a bare LF at the end", "GET / HTTP/1.1\r\n" H "\n", BARE_LF),
    CASE("a bare CR at the end", "GET / HTTP/1.1\r\n" H "\rx", BARE_CR),
    /* framing */
    CASE("a length", "POST / HTTP/1.1\r\n" H "Content-Length: 5\r\n\r\n", NONE),
    CASE("a length twice", "POST / HTTP/1.1\r\n" H "Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
         LENGTH_TWICE),
    CASE("an equal length twice",
         "POST / HTTP/1.1\r\n" H "Content-Length: 5\r\ncontent-length: 5\r\n\r\n", LENGTH_TWICE),
    CASE("a list of lengths", "POST / HTTP/1.1\r\n" H "Content-Length: 5, 5\r\n\r\n",
         LENGTH_INVALID),
    CASE("a length with plus", "POST / HTTP/1.1\r\n" H "Content-Length: +5\r\n\r\n",
         LENGTH_INVALID),
    CASE("a negative length", "POST / HTTP/1.1\r\n" H "Content-Length: -5\r\n\r\n", LENGTH_INVALID),
    CASE("a length with junk", "POST / HTTP/1.1\r\n" H "Content-Length: 5a\r\n\r\n",
         LENGTH_INVALID),
    CASE("a length in hex", "POST / HTTP/1.1\r\n" H "Content-Length: 0x5\r\n\r\n", LENGTH_INVALID),
    CASE("a length with a space", "POST / HTTP/1.1\r\n" H "Content-Length: 5 0\r\n\r\n",
         LENGTH_INVALID),
    CASE("an empty length", "POST / HTTP/1.1\r\n" H "Content-Length:\r\n\r\n", LENGTH_INVALID),
    CASE("a fraction as length", "POST / HTTP/1.1\r\n" H "Content-Length: 5.0\r\n\r\n",
         LENGTH_INVALID),
    CASE("a length beyond 64 bits",
         "POST / HTTP/1.1\r\n" H "Content-Length: 18446744073709551621\r\n\r\n", LENGTH_INVALID),
    CASE("a length of 1 TB is well-formed",
         "POST / HTTP/1.1\r\n" H "Content-Length: 1099511627776\r\n\r\n", NONE),
    CASE("chunked", "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n", NONE),
    CASE("chunked in capitals", "POST / HTTP/1.1\r\n" H "Transfer-Encoding: Chunked\r\n\r\n", NONE),
    CASE("a length beside chunked",
         "POST / HTTP/1.1\r\n" H "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
         LENGTH_AND_CODING),
    CASE("chunked beside a length",
         "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
         LENGTH_AND_CODING),
    CASE("gzip, chunked", "POST / HTTP/1.1\r\n" H "Transfer-Encoding: gzip, chunked\r\n\r\n",
         CODING_INVALID),
    CASE("chunked, chunked", "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked, chunked\r\n\r\n",
         CODING_INVALID),
    CASE("chunked with a parameter",
         "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked;a=b\r\n\r\n", CODING_INVALID),
    CASE("chunked with a comma", "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked,\r\n\r\n",
         CODING_INVALID),
    CASE("identity", "POST / HTTP/1.1\r\n" H "Transfer-Encoding: identity\r\n\r\n", CODING_INVALID),
    CASE("xchunked", "POST / HTTP/1.1\r\n" H "Transfer-Encoding: xchunked\r\n\r\n", CODING_INVALID),
    CASE("an empty coding", "POST / HTTP/1.1\r\n" H "Transfer-Encoding:\r\n\r\n", CODING_INVALID),
    CASE("a vertical tab before chunked",
         "POST / HTTP/1.1\r\n" H "Transfer-Encoding: \x0b"
         "chunked\r\n\r\n",
         FIELD_VALUE),
    CASE("chunked twice",
         "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
         CODING_TWICE),
    CASE("chunked in 1.0", "POST / HTTP/1.0\r\n" H "Transfer-Encoding: chunked\r\n\r\n",
         CODING_IN_1_0),
    CASE("expecting 100-continue", "POST / HTTP/1.1\r\n" H "Expect: 100-Continue\r\n\r\n", NONE),
    CASE("expecting something else", "POST / HTTP/1.1\r\n" H "Expect: cake\r\n\r\n", EXPECTATION),
    CASE("expecting in 1.0 is ignored", "POST / HTTP/1.0\r\n" H "Expect: cake\r\n\r\n", NONE),
};

/* A result in one line, so that two can be compared. */
static struct text result_of(struct arena *arena, struct http_parser *parser, enum http_step step,
                             const char *bytes)
{
    struct buffer out = buffer_open(arena, 256);
    struct http_head head;
    enum http_flaw flaw = parser->flaw;
    if (step == HTTP_STEP_MORE) {
        return TEXT("more");
    }
    if (step == HTTP_STEP_FLAWED || !http_head_read(parser, bytes, arena, &head, &flaw)) {
        buffer_addf(&out, "%s", http_flaw_name(flaw));
        return buffer_text(&out);
    }
    buffer_addf(&out, "NONE at %u: %.*s %.*s|%.*s host %.*s framing %d length %llu keep %d",
                parser->at, TEXT_ARG(head.method), TEXT_ARG(head.path), TEXT_ARG(head.query),
                TEXT_ARG(head.host), (int)head.framing, (unsigned long long)head.content_length,
                (int)head.keep_alive);
    for (size_t i = 0; i < head.header_count; i++) {
        buffer_addf(&out, " %.*s=%.*s", TEXT_ARG(head.headers[i].name),
                    TEXT_ARG(head.headers[i].value));
    }
    return buffer_text(&out);
}

/* Fed in two parts (cut < len), or byte by byte (cut == 0). The bytes are copied to a place of
 * exactly their size, so that a sanitizer sees a look behind the end. */
static struct text fed(struct arena *arena, struct text bytes, size_t cut)
{
    struct http_parser parser;
    http_parser_start(&parser);
    enum http_step step = HTTP_STEP_MORE;
    size_t len = cut == 0 ? 1 : cut;
    char *last = NULL;
    for (; step == HTTP_STEP_MORE; len = cut == 0 ? len + 1 : bytes.len) {
        free(last);
        last = malloc(len);
        memcpy(last, bytes.at, len);
        step = http_parser_feed(&parser, last, len);
        if (len == bytes.len) {
            break;
        }
    }
    struct text result = text_copy(arena, result_of(arena, &parser, step, last));
    free(last);
    return result;
}

static void check_head(struct arena *arena, const struct head_case *each)
{
    struct text whole = fed(arena, each->bytes, each->bytes.len);
    struct text wanted = text_of(http_flaw_name(each->flaw));
    bool right = text_equal(text_cut(&(struct text){whole.at, whole.len}, ' '), wanted);
    if (!right) {
        fail_msg("%s: wanted %.*s, got %.*s", each->claim, TEXT_ARG(wanted), TEXT_ARG(whole));
    }
    for (size_t cut = 0; cut < each->bytes.len; cut++) {
        struct text again = fed(arena, each->bytes, cut);
        if (!text_equal(again, whole)) {
            fail_msg("%s, cut at %zu: got %.*s, whole %.*s", each->claim, cut, TEXT_ARG(again),
                     TEXT_ARG(whole));
        }
    }
}

static void heads_are_read_strictly_however_they_are_cut(void **state)
{
    (void)state;
    struct arena *arena = arena_open(1 << 20, 64 << 20);
    for (size_t i = 0; i < COUNT_OF(head_cases); i++) {
        check_head(arena, &head_cases[i]);
        arena_reset(arena);
    }
    arena_close(arena);
}

static void a_head_is_understood_field_by_field(void **state)
{
    (void)state;
    struct arena *arena = arena_open(1 << 20, 64 << 20);
    struct text bytes = TEXT("PATCH /%e4%b8%ad?a=%20 HTTP/1.1\r\nHost: h:1\r\nA: \t b c \t\r\n"
                             "Content-Length: 007\r\nConnection: x, Close\r\n\r\nREST");
    struct text result = fed(arena, bytes, bytes.len);
    assert_string_equal(text_c_string(arena, result),
                        "NONE at 101: PATCH /\xe4\xb8\xad|a=%20 host h:1 framing 1 length 7 keep 0 "
                        "Host=h:1 A=b c Content-Length=007 Connection=x, Close");
    arena_close(arena);
}

/* ---- bounds ---- */

static struct text long_head(struct arena *arena, size_t target, size_t value, int fields)
{
    struct buffer out = buffer_open(arena, 65536);
    buffer_addf(&out, "GET /");
    for (size_t i = 1; i < target; i++) {
        buffer_add_char(&out, 'a');
    }
    buffer_addf(&out, " HTTP/1.1\r\n" H "V: ");
    for (size_t i = 0; i < value; i++) {
        buffer_add_char(&out, 'b');
    }
    buffer_addf(&out, "\r\n");
    for (int i = 2; i < fields; i++) {
        buffer_addf(&out, "F: %d\r\n", i);
    }
    buffer_addf(&out, "\r\n");
    return buffer_text(&out);
}

static void check_bound(struct text head, const char *flaw)
{
    struct arena *arena = arena_open(1 << 20, 64 << 20);
    struct text whole = fed(arena, head, head.len);
    assert_true(text_starts_with(whole, text_of(flaw)));
    static const size_t cuts[] = {1, 100, 8191, 8192, 8193, 8200, 16383, 16384, 16385};
    for (size_t i = 0; i < COUNT_OF(cuts); i++) {
        if (cuts[i] < head.len) {
            assert_true(text_equal(fed(arena, head, cuts[i]), whole));
        }
    }
    arena_close(arena);
}

static void heads_are_bounded(void **state)
{
    (void)state;
    struct arena *arena = arena_open(8 << 20, 64 << 20);
    check_bound(long_head(arena, HTTP_TARGET_MAX, 0, 2), "NONE");
    check_bound(long_head(arena, HTTP_TARGET_MAX + 1, 0, 2), "TARGET_LONG");
    check_bound(long_head(arena, 100000, 0, 2), "TARGET_LONG");
    size_t rest = long_head(arena, 1, 0, 2).len;
    check_bound(long_head(arena, 1, HTTP_HEAD_MAX - rest, 2), "NONE");
    check_bound(long_head(arena, 1, HTTP_HEAD_MAX - rest + 1, 2), "HEAD_LONG");
    check_bound(long_head(arena, 1, 60000, 2), "HEAD_LONG");
    check_bound(long_head(arena, 1, 0, HTTP_FIELDS_MAX), "NONE");
    check_bound(long_head(arena, 1, 0, HTTP_FIELDS_MAX + 1), "FIELDS_MANY");
    arena_close(arena);
}

/* ---- chunked bodies ---- */

struct chunk_case {
    const char *claim;
    struct text bytes;
    enum http_flaw flaw;
    const char *body; /* NULL: not finished */
};

#define CHUNKS(claim, bytes, flaw, body)                                                           \
    {                                                                                              \
        claim, {bytes, sizeof(bytes) - 1}, HTTP_FLAW_##flaw, body                                  \
    }

static const struct chunk_case chunk_cases[] = {
    CHUNKS("nothing", "0\r\n\r\n", NONE, ""),
    CHUNKS("one chunk", "5\r\nhello\r\n0\r\n\r\n", NONE, "hello"),
    CHUNKS("three chunks", "1\r\na\r\n2\r\nbc\r\n3\r\ndef\r\n0\r\n\r\n", NONE, "abcdef"),
    CHUNKS("hex in either case", "A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n", NONE,
           "01234567890123456789"),
    CHUNKS("leading zeros", "0005\r\nhello\r\n000\r\n\r\n", NONE, "hello"),
    CHUNKS("an extension", "5;a=b;c=\"d\"\r\nhello\r\n0;x\r\n\r\n", NONE, "hello"),
    CHUNKS("a trailer", "0\r\nA: b\r\nC:\r\n\r\n", NONE, ""),
    CHUNKS("unfinished data", "5\r\nhel", NONE, NULL),
    CHUNKS("unfinished size", "5", NONE, NULL),
    CHUNKS("what follows is left alone", "0\r\n\r\nGET / HTTP/1.1\r\n", NONE, ""),
    CHUNKS("0x", "0x5\r\nhello\r\n0\r\n\r\n", CHUNK_SIZE, NULL),
    CHUNKS("plus", "+5\r\nhello\r\n0\r\n\r\n", CHUNK_SIZE, NULL),
    CHUNKS("minus", "-5\r\nhello\r\n0\r\n\r\n", CHUNK_SIZE, NULL),
    CHUNKS("underscore", "5_0\r\nhello\r\n0\r\n\r\n", CHUNK_SIZE, NULL),
    CHUNKS("a space before the size", " 5\r\nhello\r\n0\r\n\r\n", CHUNK_SIZE, NULL),
    CHUNKS("a space behind the size", "5 \r\nhello\r\n0\r\n\r\n", CHUNK_SIZE, NULL),
    CHUNKS("a NUL in the size", "5\0\r\nhello\r\n0\r\n\r\n", CHUNK_SIZE, NULL),
    CHUNKS("no size", "\r\nhello\r\n0\r\n\r\n", CHUNK_SIZE, NULL),
    CHUNKS("only an extension", ";a\r\nhello\r\n0\r\n\r\n", CHUNK_SIZE, NULL),
    CHUNKS("letters", "zz\r\n", CHUNK_SIZE, NULL),
    CHUNKS("a bare LF behind the size", "5\nhello\r\n0\r\n\r\n", CHUNK_SIZE, NULL),
    CHUNKS("a bare CR behind the size", "5\rxhello\r\n0\r\n\r\n", CHUNK_SIZE, NULL),
    CHUNKS("a size of 17 digits", "00000000000000005\r\nhello\r\n", CHUNK_SIZE, NULL),
    CHUNKS("a size that overflows", "FFFFFFFFFFFFFFFF\r\nhello\r\n", BODY_LARGE, NULL),
    CHUNKS("sizes that overflow together", "5\r\nhello\r\nFFFFFFFFFFFFFFFB\r\n", BODY_LARGE, NULL),
    CHUNKS("more than the limit", "3E9\r\n", BODY_LARGE, NULL),
    CHUNKS("an LF in an extension", "5;a\nb\r\nhello\r\n", CHUNK_EXTENSION, NULL),
    CHUNKS("a NUL in an extension", "5;a\0\r\nhello\r\n", CHUNK_EXTENSION, NULL),
    CHUNKS("data longer than said", "5\r\nhellox\r\n0\r\n\r\n", CHUNK_END, NULL),
    CHUNKS("data ended by LF", "5\r\nhello\n0\r\n\r\n", CHUNK_END, NULL),
    CHUNKS("data ended by CR", "5\r\nhello\r0\r\n\r\n", CHUNK_END, NULL),
    CHUNKS("a bare LF at the end", "0\r\n\n", TRAILER, NULL),
    CHUNKS("a bare CR at the end", "0\r\n\rx", TRAILER, NULL),
    CHUNKS("a folded trailer", "0\r\nA: b\r\n c\r\n\r\n", TRAILER, NULL),
    CHUNKS("a trailer without colon", "0\r\nA\r\n\r\n", TRAILER, NULL),
    CHUNKS("a trailer with a space before the colon", "0\r\nA : b\r\n\r\n", TRAILER, NULL),
    CHUNKS("a trailer with NUL", "0\r\nA: \0\r\n\r\n", TRAILER, NULL),
    CHUNKS("a trailer with a bare LF", "0\r\nA: b\nC: d\r\n\r\n", TRAILER, NULL),
};

#define CHUNK_LIMIT 1000

struct chunk_result {
    enum http_step step;
    enum http_flaw flaw;
    size_t used;
    char body[CHUNK_LIMIT];
    size_t len;
};

static bool feed_part(struct http_chunks *chunks, struct chunk_result *result, struct text part)
{
    char *bytes = malloc(part.len == 0 ? 1 : part.len);
    memcpy(bytes, part.at, part.len);
    size_t used = 0;
    size_t len = 0;
    result->step = http_chunks_feed(chunks, bytes, part.len, &used, &len);
    assert_true(result->len + len <= CHUNK_LIMIT);
    memcpy(result->body + result->len, bytes, len);
    result->len += len;
    result->used += used;
    free(bytes);
    return result->step == HTTP_STEP_MORE;
}

/* In parts of `size` bytes, the first of them of `first` bytes. */
static struct chunk_result chunked(struct text bytes, size_t first, size_t size)
{
    struct chunk_result result = {0};
    struct http_chunks chunks;
    http_chunks_start(&chunks, CHUNK_LIMIT);
    size_t at = 0;
    size_t part = first;
    do {
        part = part < bytes.len - at ? part : bytes.len - at;
        if (!feed_part(&chunks, &result, text_slice(bytes, at, part))) {
            break;
        }
        at += part;
        part = size;
    } while (at < bytes.len);
    result.flaw = chunks.flaw;
    return result;
}

static void assert_same_chunks(const char *claim, struct chunk_result a, struct chunk_result b)
{
    if (a.step != b.step || a.flaw != b.flaw || a.used != b.used || a.len != b.len ||
        memcmp(a.body, b.body, a.len) != 0) {
        fail_msg("%s: depends on where it is cut", claim);
    }
}

static void check_chunks(const struct chunk_case *each)
{
    struct chunk_result whole = chunked(each->bytes, each->bytes.len, 1);
    if (whole.flaw != each->flaw) {
        fail_msg("%s: wanted %s, got %s", each->claim, http_flaw_name(each->flaw),
                 http_flaw_name(whole.flaw));
    }
    assert_int_equal(whole.step == HTTP_STEP_DONE, each->body != NULL);
    if (each->body != NULL) {
        assert_int_equal(whole.len, strlen(each->body));
        assert_memory_equal(whole.body, each->body, whole.len);
    }
    for (size_t cut = 0; cut < each->bytes.len; cut++) {
        assert_same_chunks(each->claim, whole, chunked(each->bytes, cut, each->bytes.len));
    }
    assert_same_chunks(each->claim, whole, chunked(each->bytes, 1, 1));
}

static void chunks_are_read_strictly_however_they_are_cut(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(chunk_cases); i++) {
        check_chunks(&chunk_cases[i]);
    }
}

static void what_follows_a_chunked_body_is_not_consumed(void **state)
{
    (void)state;
    struct chunk_result result = chunked(TEXT("1\r\na\r\n0\r\n\r\nGET"), 100, 1);
    assert_int_equal(result.step, HTTP_STEP_DONE);
    assert_int_equal(result.used, 11);
}

static struct text repeated(struct arena *arena, const char *first, const char *each, int count)
{
    struct buffer out = buffer_open(arena, 32768);
    buffer_addf(&out, "%s", first);
    for (int i = 0; i < count; i++) {
        buffer_addf(&out, "%s", each);
    }
    return buffer_text(&out);
}

static void chunk_extensions_and_trailers_are_bounded(void **state)
{
    (void)state;
    struct arena *arena = arena_open(8 << 20, 64 << 20);
    struct text one = repeated(arena, "1;", "x", HTTP_CHUNK_EXTENSION_MAX + 1);
    assert_int_equal(chunked(one, one.len, 1).flaw, HTTP_FLAW_CHUNK_EXTENSION);
    struct text many = repeated(arena, "", "1;xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\na\r\n", 300);
    assert_int_equal(chunked(many, many.len, 1).flaw, HTTP_FLAW_CHUNK_EXTENSION);
    struct text trailers = repeated(arena, "0\r\n", "Name: value\r\n", 1000);
    assert_int_equal(chunked(trailers, trailers.len, 1).flaw, HTTP_FLAW_TRAILER);
    arena_close(arena);
}

/* ---- helpers ---- */

static void decoding_refuses_what_is_no_text(void **state)
{
    (void)state;
    struct arena *arena = arena_open(1 << 20, 64 << 20);
    struct text out;
    assert_true(http_decode(arena, TEXT("a+b%2B"), true, &out) && text_is(out, "a b+"));
    assert_true(http_decode(arena, TEXT("a+b"), false, &out) && text_is(out, "a+b"));
    assert_true(http_decode(arena, TEXT_NONE, true, &out) && out.len == 0);
    assert_false(http_decode(arena, TEXT("%"), true, &out));
    assert_false(http_decode(arena, TEXT("%4"), true, &out));
    assert_false(http_decode(arena, TEXT("%4g"), true, &out));
    assert_false(http_decode(arena, TEXT("%00"), true, &out));
    assert_false(http_decode(arena, TEXT("%ed%a0%80"), true, &out));
    arena_close(arena);
}

static void every_flaw_has_its_words_and_a_status(void **state)
{
    (void)state;
    for (int i = 1; i < HTTP_FLAW_COUNT; i++) {
        int status = fault_http_status(http_flaw_fault((enum http_flaw)i));
        assert_true(status >= 400 && status < 600);
        assert_true(strlen(http_flaw_zh((enum http_flaw)i)) > 0);
        assert_true(strlen(http_flaw_en((enum http_flaw)i)) > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heads_are_read_strictly_however_they_are_cut),
        cmocka_unit_test(a_head_is_understood_field_by_field),
        cmocka_unit_test(heads_are_bounded),
        cmocka_unit_test(chunks_are_read_strictly_however_they_are_cut),
        cmocka_unit_test(what_follows_a_chunked_body_is_not_consumed),
        cmocka_unit_test(chunk_extensions_and_trailers_are_bounded),
        cmocka_unit_test(decoding_refuses_what_is_no_text),
        cmocka_unit_test(every_flaw_has_its_words_and_a_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
