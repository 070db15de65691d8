/* The server over real sockets: what it answers to wrong questions, what it bounds, in what order,
 * and that answers from other threads find their way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "place.h"
#include "raw_http.h"

#define HOST "Host: a\r\n"

/* ---- the battery ---- */

struct probe {
    const char *claim;
    struct text bytes;
    int status;
    bool closes;      /* says `Connection: close` */
    const char *part; /* stands in the answer; NULL: anything */
};

#define PROBE(claim, bytes, ...)                                                                   \
    {                                                                                              \
        claim, {bytes, sizeof(bytes) - 1}, __VA_ARGS__                                             \
    }
#define POST "POST /echo HTTP/1.1\r\n" HOST

static const struct probe probes[] = {
    PROBE("a request is answered", "GET /hello HTTP/1.1\r\n" HOST "\r\n", 200, false,
          "\r\n\r\nhello"),
    PROBE("no header tells a name or version", "GET /hello HTTP/1.1\r\n" HOST "\r\n", 200, false,
          "HTTP/1.1 200 OK\r\nDate: "),
    PROBE("HTTP/1.0 closes", "GET /hello HTTP/1.0\r\n\r\n", 200, true, "hello"),
    PROBE("HTTP/1.0 may stay", "GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 200, false,
          "Connection: keep-alive"),
    PROBE("close is obeyed", "GET /hello HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n", 200, true,
          "hello"),
    PROBE("HEAD has the length and no body", "HEAD /json HTTP/1.1\r\n" HOST "\r\n", 200, false,
          "Content-Length: 4096\r\n\r\n"),
    PROBE("a path is decoded", "GET /%E4%B8%AD?q=%20 HTTP/1.1\r\n" HOST "\r\n", 200, false,
          "GET /\xe4\xb8\xad|q=%20 from 127.0.0.1"),
    PROBE("a body of known length", POST "Content-Length: 5\r\n\r\nhello", 200, false, "hello"),
    PROBE("a chunked body",
          POST "Transfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nT: v\r\n\r\n", 200, false,
          "hello"),
    PROBE("an empty chunked body", POST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 200, false,
          "Content-Length: 0"),
    PROBE("two lengths", POST "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400, true,
          NULL),
    PROBE("two equal lengths", POST "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400,
          true, NULL),
    PROBE("a length with plus", POST "Content-Length: +5\r\n\r\nhello", 400, true, NULL),
    PROBE("a length with junk", POST "Content-Length: 5abc\r\n\r\nhello", 400, true, NULL),
    PROBE("a length and chunked",
          POST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, true, NULL),
    PROBE("gzip, chunked", POST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400, true,
          NULL),
    PROBE("chunked twice",
          POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
          true, NULL),
    PROBE("chunked in 1.0",
          "POST /echo HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, true,
          NULL),
    PROBE("no Host", "GET /hello HTTP/1.1\r\n\r\n", 400, true, NULL),
    PROBE("two Hosts", "GET /hello HTTP/1.1\r\n" HOST HOST "\r\n", 400, true, NULL),
    PROBE("an invalid Host", "GET /hello HTTP/1.1\r\nHost: a/b\r\n\r\n", 400, true, NULL),
    PROBE("a space before the colon", "GET /hello HTTP/1.1\r\n" HOST "A : b\r\n\r\n", 400, true,
          NULL),
    PROBE("folding", "GET /hello HTTP/1.1\r\n" HOST "A: b\r\n c\r\n\r\n", 400, true, NULL),
    PROBE("a bare CR", "GET /hello HTTP/1.1\r\n" HOST "A: b\rc\r\n\r\n", 400, true, NULL),
    PROBE("a bare LF", "GET /hello HTTP/1.1\n" HOST "\n", 400, true, NULL),
    PROBE("a NUL in a value", "GET /hello HTTP/1.1\r\n" HOST "A: b\0c\r\n\r\n", 400, true, NULL),
    PROBE("a NUL in a name", "GET /hello HTTP/1.1\r\n" HOST "A\0: b\r\n\r\n", 400, true, NULL),
    PROBE("a NUL in the target", "GET /he\0llo HTTP/1.1\r\n" HOST "\r\n", 400, true, NULL),
    PROBE("an encoded NUL", "GET /he%00llo HTTP/1.1\r\n" HOST "\r\n", 400, true, NULL),
    PROBE("an empty name", "GET /hello HTTP/1.1\r\n" HOST ": b\r\n\r\n", 400, true, NULL),
    PROBE("a method that is no token", "G(T /hello HTTP/1.1\r\n" HOST "\r\n", 400, true, NULL),
    PROBE("a lower-case version", "GET /hello http/1.1\r\n" HOST "\r\n", 400, true, NULL),
    PROBE("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, true, NULL),
    PROBE("HTTP/0.9", "GET /hello\r\n", 400, true, NULL),
    PROBE("an absolute target of this host", "GET http://a/hello HTTP/1.1\r\n" HOST "\r\n", 200,
          false, "hello"),
    PROBE("an absolute target of another host", "GET http://b/hello HTTP/1.1\r\n" HOST "\r\n", 400,
          true, NULL),
    PROBE("an authority as target", "GET a:80 HTTP/1.1\r\n" HOST "\r\n", 400, true, NULL),
    PROBE("CONNECT", "CONNECT a:80 HTTP/1.1\r\n" HOST "\r\n", 501, true, NULL),
    PROBE("TRACE", "TRACE /hello HTTP/1.1\r\n" HOST "\r\n", 405, true, "Allow: GET, "),
    PROBE("OPTIONS *", "OPTIONS * HTTP/1.1\r\n" HOST "\r\n", 405, true, "Allow: GET, "),
    PROBE("* for GET", "GET * HTTP/1.1\r\n" HOST "\r\n", 400, true, NULL),
    PROBE("an unknown method", "BREW /hello HTTP/1.1\r\n" HOST "\r\n", 501, true, NULL),
    PROBE("garbage behind the request line", "GET /hello HTTP/1.1 x\r\n" HOST "\r\n", 400, true,
          NULL),
    PROBE("dot segments", "GET /../etc/passwd HTTP/1.1\r\n" HOST "\r\n", 400, true, NULL),
    PROBE("encoded dot segments", "GET /%2e%2e/x HTTP/1.1\r\n" HOST "\r\n", 400, true, NULL),
    PROBE("one empty line first", "\r\nGET /hello HTTP/1.1\r\n" HOST "\r\n", 200, false, "hello"),
    PROBE("two empty lines first", "\r\n\r\nGET /hello HTTP/1.1\r\n" HOST "\r\n", 400, true, NULL),
    PROBE("a chunk size with 0x",
          POST "Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n", 400, true, NULL),
    PROBE("a chunk size that overflows",
          POST "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n", 400,
          true, NULL),
    PROBE("a chunk beyond the limit", POST "Transfer-Encoding: chunked\r\n\r\n100001\r\nhello", 413,
          true, NULL),
    PROBE("1 TB announced", POST "Content-Length: 1099511627776\r\n\r\n", 413, true, "1048576"),
    PROBE("one byte beyond a path's limit",
          "POST /small HTTP/1.1\r\n" HOST "Content-Length: 11\r\n\r\n12345678901", 413, true, NULL),
    PROBE("just a path's limit",
          "POST /small HTTP/1.1\r\n" HOST "Content-Length: 10\r\n\r\n1234567890", 200, false,
          "body 10"),
    PROBE("an unknown expectation", POST "Expect: cake\r\nContent-Length: 5\r\n\r\nhello", 417,
          true, NULL),
    PROBE("a body too large is not continued",
          POST "Expect: 100-continue\r\nContent-Length: 1099511627776\r\n\r\n", 413, true, NULL),
    PROBE("an answer in English when the head was understood",
          "GET /fault HTTP/1.1\r\n" HOST "Accept-Language: en-GB\r\n\r\n", 404, false, "Not found"),
    PROBE("a fault in Chinese", "GET /fault HTTP/1.1\r\n" HOST "\r\n", 404, false,
          "application/problem+json"),
    PROBE("headers cannot be split", "GET /split HTTP/1.1\r\n" HOST "\r\n", 204, false,
          "X-Test: a  Injected: b c\r\n\r\n"),
    PROBE("TLS on a plain port", "\x16\x03\x01\x02\x00\x01\x00\x01", 400, true, NULL),
};

static void check_probe(uint16_t port, const struct probe *probe)
{
    struct raw raw = raw_ask(port, probe->bytes);
    bool closes = strstr(raw.at, "\r\nConnection: close\r\n") != NULL;
    bool part = probe->part == NULL || strstr(raw.at, probe->part) != NULL;
    bool bodyless = strncmp(probe->bytes.at, "HEAD", 4) != 0 || strstr(raw.at, "xxxx") == NULL;
    if (raw_status(&raw) != probe->status || closes != probe->closes || !part || !bodyless ||
        !raw.ended || raw_count(&raw, "HTTP/1.1 ") != 1) {
        fail_msg("%s: wanted %d, got: %s", probe->claim, probe->status, raw.at);
    }
    raw_close(&raw);
}

static void wrong_questions_get_the_right_answer(void **state)
{
    struct place *place = *state;
    for (size_t i = 0; i < COUNT_OF(probes); i++) {
        check_probe(place->port, &probes[i]);
    }
}

/* The same, a byte at a time: the answer does not depend on how the bytes travel. */
static void wrong_questions_get_it_also_byte_by_byte(void **state)
{
    struct place *place = *state;
    for (size_t i = 0; i < COUNT_OF(probes); i++) {
        struct raw raw = raw_open(place->port);
        for (size_t at = 0; at < probes[i].bytes.len; at++) {
            if (!raw_send(&raw, text_slice(probes[i].bytes, at, 1))) {
                break;
            }
        }
        raw_finish(&raw);
        assert_true(raw_read_all(&raw, RAW_PATIENCE_MS));
        const char *final =
            strstr(raw.at, "HTTP/1.1 100 Continue\r\n\r\n") == raw.at ? raw.at + 25 : raw.at;
        if (strncmp(final, "HTTP/1.1 ", 9) != 0 || atoi(final + 9) != probes[i].status) {
            fail_msg("%s, byte by byte: %s", probes[i].claim, raw.at);
        }
        raw_close(&raw);
    }
}

static void nothing_behind_a_refused_request_is_read_as_one(void **state)
{
    struct place *place = *state;
    struct raw raw = raw_ask(place->port, TEXT("POST /echo HTTP/1.1\r\n" HOST
                                               "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n"
                                               "\r\n0\r\n\r\nGET /hello HTTP/1.1\r\n" HOST "\r\n"));
    assert_int_equal(raw_status(&raw), 400);
    assert_int_equal(raw_count(&raw, "HTTP/1.1"), 1);
    raw_close(&raw);
}

/* ---- limits ---- */

static struct raw ask_long(uint16_t port, size_t target, size_t value, int fields)
{
    char *bytes = malloc(target + value + (size_t)fields * 10 + 200);
    size_t len = (size_t)sprintf(bytes, "GET /");
    memset(bytes + len, 'a', target);
    len += target;
    len += (size_t)sprintf(bytes + len, " HTTP/1.1\r\n" HOST "V: ");
    memset(bytes + len, 'b', value);
    len += value;
    for (int i = 0; i < fields; i++) {
        len += (size_t)sprintf(bytes + len, "\r\nF: %d", i % 10);
    }
    len += (size_t)sprintf(bytes + len, "\r\n\r\n");
    struct raw raw = raw_ask(port, (struct text){bytes, len});
    free(bytes);
    return raw;
}

static void check_long(uint16_t port, size_t target, size_t value, int fields, int status)
{
    struct raw raw = ask_long(port, target, value, fields);
    assert_int_equal(raw_status(&raw), status);
    assert_true(raw.ended);
    raw_close(&raw);
}

static void long_heads_are_refused(void **state)
{
    struct place *place = *state;
    check_long(place->port, 8000, 0, 0, 200);
    check_long(place->port, 8192, 0, 0, 414);
    check_long(place->port, 1000000, 0, 0, 414);
    check_long(place->port, 1, 16000, 0, 200);
    check_long(place->port, 1, 17000, 0, 431);
    check_long(place->port, 1, 500000, 0, 431);
    check_long(place->port, 1, 0, 98, 200);
    check_long(place->port, 1, 0, 2000, 431);
}

static void an_acceptable_body_is_continued(void **state)
{
    struct place *place = *state;
    struct raw raw = raw_open(place->port);
    raw_say(&raw, POST "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    assert_true(raw_read_until(&raw, "HTTP/1.1 100 Continue\r\n\r\n"));
    raw_say(&raw, "hello");
    assert_true(raw_read_until(&raw, "\r\n\r\nhello"));
    raw_close(&raw);
}

static void large_bodies_come_back_whole(void **state)
{
    struct place *place = *state;
    size_t size = 1 << 20;
    char *body = malloc(size);
    for (size_t i = 0; i < size; i++) {
        body[i] = (char)('a' + i * 7 % 26);
    }
    struct raw raw = raw_open(place->port);
    raw_say(&raw, POST "Content-Length: 1048576\r\n\r\n");
    assert_true(raw_send(&raw, (struct text){body, size}));
    assert_true(raw_read_until(&raw, "\r\n\r\n"));
    size_t head = (size_t)(strstr(raw.at, "\r\n\r\n") - raw.at) + 4;
    assert_true(raw_read_len(&raw, head + size));
    assert_memory_equal(raw.at + head, body, size);
    raw_say(&raw, POST "Transfer-Encoding: chunked\r\n\r\nFFFFF\r\n");
    assert_true(raw_send(&raw, (struct text){body, size - 1}));
    raw_say(&raw, "\r\n1\r\nz\r\n0\r\n\r\n");
    size_t before = head + size;
    assert_true(raw_read_len(&raw, before + head + size));
    assert_memory_equal(raw.at + before + head, body, size - 1);
    raw_close(&raw);
    free(body);
}

static void all_bodies_together_have_a_ceiling(void **state)
{
    (void)state;
    struct place *place = place_open((struct http_options){.body_memory_max = 200000});
    char block[60000];
    memset(block, 'a', sizeof block);
    struct raw first = raw_open(place->port);
    raw_say(&first, POST "Content-Length: 150000\r\n\r\n");
    raw_send(&first, (struct text){block, sizeof block});
    raw_send(&first, (struct text){block, sizeof block});
    raw_nap(50);
    struct raw second = raw_open(place->port);
    raw_say(&second, POST "Content-Length: 150000\r\n\r\n");
    raw_send(&second, (struct text){block, sizeof block});
    raw_send(&second, (struct text){block, sizeof block});
    assert_true(raw_read_until(&second, "Retry-After: 1\r\n"));
    assert_int_equal(raw_status(&second), 503);
    raw_nap(50); /* its memory is given back behind the answer */
    raw_send(&first, (struct text){block, 30000});
    assert_true(raw_read_len(&first, 150000));
    raw_close(&first);
    raw_close(&second);
    struct raw third = raw_open(place->port); /* and all of it was given back */
    raw_say(&third, POST "Content-Length: 150000\r\n\r\n");
    raw_send(&third, (struct text){block, sizeof block});
    raw_send(&third, (struct text){block, sizeof block});
    raw_send(&third, (struct text){block, 30000});
    assert_true(raw_read_len(&third, 150000));
    raw_close(&third);
    place_close(place);
}

/* ---- order ---- */

static void pipelined_requests_are_answered_in_order(void **state)
{
    struct place *place = *state;
    struct raw raw = raw_open(place->port);
    char all[64000];
    size_t len = 0;
    for (int i = 0; i < 300; i++) {
        const char *path = i % 100 == 50 ? "/late" : "/info";
        len += (size_t)sprintf(all + len,
                               "POST %s?%d HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc", path,
                               i % 100 == 50 ? 20 : i);
    }
    assert_true(raw_send(&raw, (struct text){all, len}));
    raw_finish(&raw);
    assert_true(raw_read_all(&raw, RAW_PATIENCE_MS));
    assert_int_equal(raw_count(&raw, "HTTP/1.1 200 OK"), 300);
    const char *at = raw.at;
    for (int i = 0; i < 300; i++) {
        char wanted[40];
        sprintf(wanted, i % 100 == 50 ? "late 20 3" : "POST /info|%d from", i);
        at = strstr(at, wanted);
        if (at == NULL) {
            fail_msg("answer %d is missing or out of order", i);
        }
    }
    raw_close(&raw);
}

/* ---- answers from another thread ---- */

static void late_answers_find_their_connection(void **state)
{
    struct place *place = *state;
    struct raw raws[50];
    for (int i = 0; i < 50; i++) {
        char request[100];
        raws[i] = raw_open(place->port);
        sprintf(request, "GET /late?%d HTTP/1.1\r\n" HOST "\r\n", 1 + i % 7 * 10 + i);
        raw_say(&raws[i], request);
    }
    for (int i = 0; i < 50; i++) {
        char wanted[100];
        sprintf(wanted, "late %d 0", 1 + i % 7 * 10 + i);
        assert_true(raw_read_until(&raws[i], wanted));
        raw_close(&raws[i]);
    }
}

static void a_client_may_be_gone_before_the_late_answer(void **state)
{
    struct place *place = *state;
    for (int i = 0; i < 60; i++) {
        struct raw raw = raw_open(place->port);
        raw_say(&raw, "POST /late?60 HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc");
        raw_nap(i % 3);
        if (i % 2 == 0) {
            raw_reset(&raw);
        } else {
            raw_close(&raw);
        }
    }
    for (int i = 0; i < 100 && echo_waiting(place->echo) > 0; i++) {
        raw_nap(10);
    }
    assert_int_equal(echo_waiting(place->echo), 0);
    struct raw raw = raw_ask(place->port, TEXT("GET /hello HTTP/1.1\r\n" HOST "\r\n"));
    assert_int_equal(raw_status(&raw), 200);
    raw_close(&raw);
}

static void a_half_closed_client_still_gets_its_late_answer(void **state)
{
    struct place *place = *state;
    struct raw raw = raw_ask(place->port, TEXT("GET /late?50 HTTP/1.1\r\n" HOST "\r\n"));
    assert_non_null(strstr(raw.at, "late 50"));
    assert_true(raw.ended);
    raw_close(&raw);
}

/* ---- big answers ---- */

static void a_big_answer_passes_a_small_socket(void **state)
{
    (void)state;
    struct place *place = place_open((struct http_options){.socket_send_buffer = 4096});
    struct raw raw = raw_open_narrow(place->port);
    raw_say(&raw, "GET /big?3000000 HTTP/1.1\r\n" HOST "\r\n");
    assert_true(raw_read_until(&raw, "\r\n\r\n"));
    size_t head = (size_t)(strstr(raw.at, "\r\n\r\n") - raw.at) + 4;
    assert_true(raw_read_len(&raw, head + 3000000));
    assert_int_equal(strspn(raw.at + head, "b"), 3000000);
    raw_nap(20);
    assert_int_equal(echo_released(place->echo), 1);
    raw_close(&raw);
    place_close(place);
}

static void a_body_is_released_when_the_reader_goes(void **state)
{
    struct place *place = *state;
    int before = echo_released(place->echo);
    struct raw raw = raw_open_narrow(place->port);
    raw_say(&raw, "GET /big?60000000 HTTP/1.1\r\n" HOST "\r\n");
    assert_true(raw_read_until(&raw, "\r\n\r\n"));
    raw_reset(&raw);
    for (int i = 0; i < 200 && echo_released(place->echo) == before; i++) {
        raw_nap(10);
    }
    assert_int_equal(echo_released(place->echo), before + 1);
}

static int open_common(void **state)
{
    *state = place_open((struct http_options){0});
    return 0;
}

static int close_common(void **state)
{
    place_close(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_questions_get_the_right_answer),
        cmocka_unit_test(wrong_questions_get_it_also_byte_by_byte),
        cmocka_unit_test(nothing_behind_a_refused_request_is_read_as_one),
        cmocka_unit_test(long_heads_are_refused),
        cmocka_unit_test(an_acceptable_body_is_continued),
        cmocka_unit_test(large_bodies_come_back_whole),
        cmocka_unit_test(pipelined_requests_are_answered_in_order),
        cmocka_unit_test(late_answers_find_their_connection),
        cmocka_unit_test(a_client_may_be_gone_before_the_late_answer),
        cmocka_unit_test(a_half_closed_client_still_gets_its_late_answer),
        cmocka_unit_test(a_big_answer_passes_a_small_socket),
        cmocka_unit_test(a_body_is_released_when_the_reader_goes),
        cmocka_unit_test(all_bodies_together_have_a_ceiling),
    };
    return cmocka_run_group_tests(tests, open_common, close_common);
}
