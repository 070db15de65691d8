/* The server and time: the slow, the many, streams, starting and stopping. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "place.h"
#include "raw_http.h"

#define HOST "Host: a\r\n"

#define POST "POST /echo HTTP/1.1\r\n" HOST

/* ---- the slow ---- */

static const struct http_options hurried = {
    .head_ms = 300, .body_ms = 300, .idle_ms = 400, .write_ms = 300, .socket_send_buffer = 4096};

static void dribble(struct raw *raw, const char *bytes, int pause)
{
    for (size_t i = 0; bytes[i] != '\0'; i++) {
        if (!raw_send(raw, (struct text){bytes + i, 1})) {
            return;
        }
        raw_nap(pause);
    }
}

static void a_dribbled_head_is_cut_off(void **state)
{
    (void)state;
    struct place *place = place_open(hurried);
    struct raw raw = raw_open(place->port);
    int64_t from = place_now_ms();
    dribble(&raw, "GET /hello HTTP/1.1\r\n", 50);
    assert_true(raw_read_all(&raw, RAW_PATIENCE_MS));
    assert_int_equal(raw_status(&raw), 408);
    assert_in_range(place_now_ms() - from, 250, 3500);
    raw_close(&raw);
    place_close(place);
}

static void a_silent_connection_is_closed(void **state)
{
    (void)state;
    struct place *place = place_open(hurried);
    struct raw silent = raw_open(place->port);
    struct raw idle = raw_open(place->port);
    raw_say(&idle, "GET /hello HTTP/1.1\r\n" HOST "\r\n");
    assert_true(raw_read_until(&idle, "hello"));
    assert_true(raw_read_all(&silent, RAW_PATIENCE_MS));
    assert_int_equal(silent.len, 0);
    assert_true(raw_read_all(&idle, RAW_PATIENCE_MS));
    assert_int_equal(http_server_figures(place->server).timed_out, 2);
    raw_close(&silent);
    raw_close(&idle);
    place_close(place);
}

static void a_dribbled_body_is_cut_off(void **state)
{
    (void)state;
    struct place *place = place_open(hurried);
    struct raw raw = raw_open(place->port);
    raw_say(&raw, POST "Content-Length: 100000\r\n\r\n");
    dribble(&raw, "aaaaaaaaaaaaaaaaaaaa", 40);
    assert_true(raw_read_all(&raw, RAW_PATIENCE_MS));
    assert_int_equal(raw_status(&raw), 408);
    raw_close(&raw);
    place_close(place);
}

/* Slower than one window, but above the least rate: it is let finish. */
static void a_steady_body_may_take_longer_than_a_window(void **state)
{
    (void)state;
    struct place *place = place_open(hurried);
    struct raw raw = raw_open(place->port);
    char block[2000];
    memset(block, 'a', sizeof block);
    raw_say(&raw, POST "Content-Length: 20000\r\n\r\n");
    for (int i = 0; i < 10; i++) {
        raw_nap(90);
        raw_send(&raw, (struct text){block, sizeof block});
    }
    assert_true(raw_read_len(&raw, 20000));
    assert_int_equal(raw_status(&raw), 200);
    raw_close(&raw);
    place_close(place);
}

static void a_reader_that_stalls_is_cut_off(void **state)
{
    (void)state;
    struct place *place = place_open(hurried);
    struct raw raw = raw_open_narrow(place->port);
    raw_say(&raw, "GET /big?60000000 HTTP/1.1\r\n" HOST "\r\n");
    for (int i = 0; i < 300 && echo_released(place->echo) == 0; i++) {
        raw_nap(10);
    }
    assert_int_equal(echo_released(place->echo), 1);
    raw_close(&raw);
    place_close(place);
}

static void the_slow_hold_up_nobody(void **state)
{
    struct place *place = *state;
    struct raw slow[200];
    for (int i = 0; i < 200; i++) {
        slow[i] = raw_open(place->port);
        raw_say(&slow[i], i % 2 == 0 ? "GET /hel" : POST "Content-Length: 500000\r\n\r\nab");
    }
    int64_t from = place_now_ms();
    for (int i = 0; i < 100; i++) {
        struct raw raw = raw_ask(place->port, TEXT("GET /hello HTTP/1.1\r\n" HOST "\r\n"));
        assert_int_equal(raw_status(&raw), 200);
        raw_close(&raw);
    }
    assert_in_range(place_now_ms() - from, 0, 3000);
    for (int i = 0; i < 200; i++) {
        raw_close(&slow[i]);
    }
}

/* ---- many ---- */

static void a_thousand_idle_connections_are_all_answered(void **state)
{
    struct place *place = *state;
    static struct raw raws[1000];
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 1000; i++) {
            if (round == 0) {
                raws[i] = raw_open(place->port);
            }
            raw_say(&raws[i], "GET /hello HTTP/1.1\r\n" HOST "\r\n");
        }
        for (int i = 0; i < 1000; i++) {
            raws[i].len = 0;
            raws[i].at[0] = '\0';
            assert_true(raw_read_until(&raws[i], "hello"));
        }
    }
    assert_in_range(http_server_figures(place->server).open, 1000, 1300);
    for (int i = 0; i < 1000; i++) {
        raw_close(&raws[i]);
    }
}

static void beyond_the_most_the_longest_idle_goes(void **state)
{
    (void)state;
    struct place *place = place_open((struct http_options){.workers = 1, .connections_max = 10});
    struct raw raws[15];
    for (int i = 0; i < 15; i++) {
        raws[i] = raw_open(place->port);
        raw_say(&raws[i], "GET /hello HTTP/1.1\r\n" HOST "\r\n");
        assert_true(raw_read_until(&raws[i], "hello"));
        raw_nap(2);
    }
    for (int i = 0; i < 5; i++) {
        assert_true(raw_read_all(&raws[i], RAW_PATIENCE_MS));
    }
    for (int i = 5; i < 15; i++) {
        assert_false(raw_read_all(&raws[i], 1));
    }
    assert_int_equal(http_server_figures(place->server).pushed_out, 5);
    for (int i = 0; i < 15; i++) {
        raw_close(&raws[i]);
    }
    place_close(place);
}

/* ---- streams ---- */

static void wait_streams(struct place *place, uint64_t count)
{
    for (int i = 0; i < 300 && http_server_figures(place->server).streams_open != count; i++) {
        raw_nap(10);
    }
    assert_int_equal(http_server_figures(place->server).streams_open, count);
}

static void streams_carry_what_is_sent(void **state)
{
    (void)state;
    struct place *place = place_open((struct http_options){0});
    struct raw raws[100];
    for (int i = 0; i < 100; i++) {
        raws[i] = raw_open(place->port);
        raw_say(&raws[i], "GET /stream HTTP/1.1\r\n" HOST "\r\n");
        assert_true(raw_read_until(&raws[i], "text/event-stream\r\n"));
    }
    wait_streams(place, 100);
    for (int n = 0; n < 20; n++) {
        char event[40];
        sprintf(event, "data: %d\n\n", n);
        assert_int_equal(echo_tell(place->echo, text_of(event)), 100);
    }
    for (int i = 0; i < 100; i++) {
        assert_true(raw_read_until(&raws[i], "data: 18\n\ndata: 19\n\n"));
        assert_int_equal(raw_count(&raws[i], "data: "), 20);
    }
    for (int i = 0; i < 50; i++) {
        raw_close(&raws[i]);
    }
    wait_streams(place, 50);
    assert_int_equal(echo_streams_closed(place->echo), 50);
    assert_int_equal(echo_tell(place->echo, TEXT("data: x\n\n")), 50);
    echo_end_streams(place->echo);
    for (int i = 50; i < 100; i++) {
        assert_true(raw_read_all(&raws[i], RAW_PATIENCE_MS));
        raw_close(&raws[i]);
    }
    assert_int_equal(echo_streams_closed(place->echo), 100);
    place_close(place);
}

static void a_slow_stream_reader_is_cut_off_and_blocks_nobody(void **state)
{
    (void)state;
    struct place *place =
        place_open((struct http_options){.socket_send_buffer = 4096, .stream_queue_max = 65536});
    struct raw slow = raw_open_narrow(place->port);
    raw_say(&slow, "GET /stream HTTP/1.1\r\n" HOST "\r\n");
    assert_true(raw_read_until(&slow, "event-stream"));
    wait_streams(place, 1);
    char event[1000];
    memset(event, 'e', sizeof event);
    int64_t from = place_now_ms();
    int sent = 0;
    while (sent < 5000 && echo_tell(place->echo, (struct text){event, sizeof event}) == 1) {
        sent++;
    }
    assert_in_range(sent, 64, 4999);
    assert_in_range(place_now_ms() - from, 0, 2000);
    wait_streams(place, 0);
    assert_int_equal(http_server_figures(place->server).streams_cut, 1);
    assert_int_equal(echo_streams_closed(place->echo), 1);
    raw_close(&slow);
    place_close(place);
}

static void quiet_streams_get_a_heartbeat(void **state)
{
    (void)state;
    struct place *place = place_open((struct http_options){.heartbeat_ms = 100});
    struct raw raw = raw_open(place->port);
    raw_say(&raw, "GET /stream HTTP/1.1\r\n" HOST "\r\n");
    assert_true(raw_read_until(&raw, "\r\n\r\n:\n\n:\n\n"));
    raw_close(&raw);
    place_close(place);
}

/* ---- the end ---- */

static void stopping_lets_work_under_way_finish(void **state)
{
    (void)state;
    struct place *place = place_open((struct http_options){0});
    struct raw late = raw_open(place->port);
    struct raw stream = raw_open(place->port);
    struct raw idle = raw_open(place->port);
    raw_say(&stream, "GET /stream HTTP/1.1\r\n" HOST "\r\n");
    assert_true(raw_read_until(&stream, "event-stream"));
    wait_streams(place, 1);
    raw_say(&late, "GET /late?200 HTTP/1.1\r\n" HOST "\r\n");
    raw_nap(50);
    int64_t from = place_now_ms();
    http_server_stop(place->server, 3000);
    assert_in_range(place_now_ms() - from, 50, 1500);
    assert_true(raw_read_all(&late, RAW_PATIENCE_MS));
    assert_non_null(strstr(late.at, "late 200"));
    assert_true(raw_read_all(&stream, RAW_PATIENCE_MS));
    assert_true(raw_read_all(&idle, RAW_PATIENCE_MS));
    raw_close(&late);
    raw_close(&stream);
    raw_close(&idle);
    place_close(place);
}

static void stopping_does_not_wait_for_ever(void **state)
{
    (void)state;
    struct place *place = place_open((struct http_options){0});
    struct raw late = raw_open(place->port);
    raw_say(&late, "GET /late?1500 HTTP/1.1\r\n" HOST "\r\n");
    raw_nap(50);
    int64_t from = place_now_ms();
    http_server_stop(place->server, 100);
    assert_in_range(place_now_ms() - from, 50, 1000);
    assert_true(raw_read_all(&late, RAW_PATIENCE_MS));
    place_close(place); /* the clerk answers into nothing */
    raw_close(&late);
}

static void an_address_in_use_is_refused_with_a_reason(void **state)
{
    struct place *place = *state;
    struct http_server *server = NULL;
    struct fault fault = {0};
    struct http_options options = {.port = place->port, .handle = echo_handle};
    assert_false(http_server_open(&options, &server, &fault));
    assert_int_equal(fault.code, FAULT_HTTP_LISTEN);
    options.address = "not an address";
    fault = (struct fault){0};
    assert_false(http_server_open(&options, &server, &fault));
    assert_null(server);
}

static void a_trusted_proxy_tells_the_peer(void **state)
{
    struct place *place = *state;
    struct text request =
        TEXT("GET /info HTTP/1.1\r\n" HOST "X-Forwarded-For: 1.1.1.1, 203.0.113.7\r\n\r\n");
    struct raw raw = raw_ask(place->port, request);
    assert_non_null(strstr(raw.at, "from 127.0.0.1"));
    raw_close(&raw);
    struct place *behind = place_open((struct http_options){.trusted_proxy = "127.0.0.1"});
    raw = raw_ask(behind->port, request);
    assert_non_null(strstr(raw.at, "from 203.0.113.7"));
    raw_close(&raw);
    raw = raw_ask(behind->port, TEXT("GET /info HTTP/1.1\r\n" HOST "X-Forwarded-For: x\r\n\r\n"));
    assert_non_null(strstr(raw.at, "from 127.0.0.1"));
    raw_close(&raw);
    place_close(behind);
}

static void a_unix_socket_serves_too_and_leaves_no_file(void **state)
{
    (void)state;
    char path[] = "/tmp/liandong-http-XXXXXX";
    assert_non_null(mkdtemp(path));
    char address[80];
    snprintf(address, sizeof address, "unix:%s/socket", path);
    for (int round = 0; round < 2; round++) { /* the second finds a stale file */
        struct place *place = place_open((struct http_options){.address = address});
        assert_int_equal(place->port, 0);
        struct raw raw = raw_open_unix(address + 5);
        raw_say(&raw, "GET /info HTTP/1.1\r\n" HOST "\r\n");
        assert_true(raw_read_until(&raw, "from unix"));
        raw_close(&raw);
        place_close(place);
        assert_int_not_equal(access(address + 5, F_OK), 0);
        if (round == 0) {
            raw_leave_stale(address + 5);
        }
    }
    assert_int_equal(rmdir(path), 0);
}

static void a_head_request_opens_no_stream(void **state)
{
    (void)state;
    struct place *place = place_open((struct http_options){0});
    struct raw raw = raw_ask(place->port, TEXT("HEAD /stream HTTP/1.1\r\n" HOST "\r\n"));
    assert_int_equal(raw_status(&raw), 200);
    assert_true(raw.ended);
    raw_close(&raw);
    assert_int_equal(echo_streams_closed(place->echo), 1);
    assert_int_equal(echo_tell(place->echo, TEXT("x")), 0);
    place_close(place);
}

static void starting_is_quick(void **state)
{
    (void)state;
    struct echo *echo = echo_open();
    struct http_options options = {.handle = echo_handle, .context = echo};
    struct http_server *server = NULL;
    struct fault fault = {0};
    int64_t from = place_now_ms();
    assert_true(http_server_open(&options, &server, &fault));
    assert_in_range(place_now_ms() - from, 0, 20);
    http_server_stop(server, 0);
    echo_close(echo);
    http_server_close(server);
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
        cmocka_unit_test(a_dribbled_head_is_cut_off),
        cmocka_unit_test(a_silent_connection_is_closed),
        cmocka_unit_test(a_dribbled_body_is_cut_off),
        cmocka_unit_test(a_steady_body_may_take_longer_than_a_window),
        cmocka_unit_test(a_reader_that_stalls_is_cut_off),
        cmocka_unit_test(the_slow_hold_up_nobody),
        cmocka_unit_test(a_thousand_idle_connections_are_all_answered),
        cmocka_unit_test(beyond_the_most_the_longest_idle_goes),
        cmocka_unit_test(streams_carry_what_is_sent),
        cmocka_unit_test(a_slow_stream_reader_is_cut_off_and_blocks_nobody),
        cmocka_unit_test(quiet_streams_get_a_heartbeat),
        cmocka_unit_test(stopping_lets_work_under_way_finish),
        cmocka_unit_test(stopping_does_not_wait_for_ever),
        cmocka_unit_test(an_address_in_use_is_refused_with_a_reason),
        cmocka_unit_test(a_trusted_proxy_tells_the_peer),
        cmocka_unit_test(a_unix_socket_serves_too_and_leaves_no_file),
        cmocka_unit_test(a_head_request_opens_no_stream),
        cmocka_unit_test(starting_is_quick),
    };
    return cmocka_run_group_tests(tests, open_common, close_common);
}
