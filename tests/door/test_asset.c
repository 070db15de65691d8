/* Embedded files: the table that tools/embed_assets.py makes of assets/, and how they are served.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "door/http/asset.h"
#include "door/http/server.h"
#include "raw_http.h"

extern const struct asset_table test_assets;
extern const struct asset_table no_assets;

static void handle(void *context, struct http_exchange *exchange,
                   const struct http_request *request)
{
    (void)context;
    static const struct http_header security = {TEXT("X-Content-Type-Options"), TEXT("nosniff")};
    const struct asset *asset = asset_find(&test_assets, request->path);
    if (asset == NULL) {
        http_reply(exchange, &(struct http_reply){.status = 404});
    } else {
        asset_reply(exchange, asset, &security, 1);
    }
}

struct place {
    struct http_server *server;
    uint16_t port;
};

static int open_place(void **state)
{
    static struct place place;
    struct fault fault = {0};
    struct http_options options = {.handle = handle, .workers = 1};
    assert_true(http_server_open(&options, &place.server, &fault));
    place.port = http_server_port(place.server);
    *state = &place;
    return 0;
}

static int close_place(void **state)
{
    struct place *place = *state;
    http_server_stop(place->server, 100);
    http_server_close(place->server);
    return 0;
}

static struct raw get(void **state, const char *path, const char *fields)
{
    struct place *place = *state;
    char request[500];
    int len =
        snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: a\r\n%s\r\n", path, fields);
    return raw_ask(place->port, (struct text){request, (size_t)len});
}

static void check(void **state, const char *path, const char *fields, int status, const char *part)
{
    struct raw raw = get(state, path, fields);
    if (raw_status(&raw) != status || (part != NULL && strstr(raw.at, part) == NULL)) {
        fail_msg("%s with %s: wanted %d and %s, got %s", path, fields, status, part, raw.at);
    }
    raw_close(&raw);
}

static void a_directory_that_is_not_there_gives_an_empty_table(void **state)
{
    (void)state;
    assert_int_equal(no_assets.count, 0);
    assert_null(asset_find(&no_assets, TEXT("/")));
}

static void the_table_is_sorted_and_complete(void **state)
{
    (void)state;
    for (size_t i = 1; i < test_assets.count; i++) {
        assert_true(strcmp(test_assets.assets[i - 1].path, test_assets.assets[i].path) < 0);
    }
    static const char *const paths[] = {
        "/",       "/assets/menu-BS4T.js", "/index.html",       "/main-4f3a9b2c.js",
        "/notes/", "/notes/index.html",    "/user-document.css"};
    assert_int_equal(test_assets.count, COUNT_OF(paths));
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        const struct asset *asset = asset_find(&test_assets, text_of(paths[i]));
        assert_non_null(asset);
        assert_true(asset->plain.len > 0);
    }
    assert_null(asset_find(&test_assets, TEXT("/main-4f3a9b2c.js.br")));
    assert_null(asset_find(&test_assets, TEXT("/none")));
}

static void files_come_with_their_type_and_cache_rule(void **state)
{
    check(state, "/", "", 200, "Content-Type: text/html; charset=utf-8");
    check(state, "/", "", 200, "Cache-Control: no-cache");
    check(state, "/", "", 200, "X-Content-Type-Options: nosniff");
    check(state, "/", "", 200, "Vary: Accept-Encoding");
    check(state, "/", "", 200, "</html>");
    check(state, "/main-4f3a9b2c.js", "", 200, "immutable");
    check(state, "/assets/menu-BS4T.js", "", 200, "immutable");
    check(state, "/main-4f3a9b2c.js", "", 200, "text/javascript");
    check(state, "/user-document.css", "", 200, "Cache-Control: no-cache");
    check(state, "/none", "", 404, NULL);
}

static void the_smallest_accepted_form_is_sent(void **state)
{
    const char *js = "/main-4f3a9b2c.js";
    check(state, js, "Accept-Encoding: gzip, deflate, br\r\n", 200, "Content-Encoding: br");
    check(state, js, "Accept-Encoding: gzip\r\n", 200, "Content-Encoding: gzip");
    check(state, js, "Accept-Encoding: br;q=0, gzip;q=0.5\r\n", 200, "Content-Encoding: gzip");
    check(state, js, "Accept-Encoding: br;q=0.2, gzip;q=0.8\r\n", 200, "Content-Encoding: gzip");
    check(state, js, "Accept-Encoding: *\r\n", 200, "Content-Encoding: br");
    struct raw raw = get(state, js, "Accept-Encoding: identity\r\n");
    assert_null(strstr(raw.at, "Content-Encoding"));
    raw_close(&raw);
    raw = get(state, js, "Accept-Encoding: gzip;q=bad\r\n");
    assert_null(strstr(raw.at, "Content-Encoding"));
    raw_close(&raw);
}

static void what_the_client_has_is_not_sent_again(void **state)
{
    const struct asset *asset = asset_find(&test_assets, TEXT("/"));
    char fields[300];
    snprintf(fields, sizeof fields, "If-None-Match: \"x\", %s\r\n", asset->etag);
    check(state, "/", fields, 304, asset->etag);
    struct raw raw = get(state, "/", fields);
    assert_null(strstr(raw.at, "</html>"));
    assert_null(strstr(raw.at, "Content-Length"));
    raw_close(&raw);
    snprintf(fields, sizeof fields, "If-None-Match: W/%s\r\n", asset->etag);
    check(state, "/", fields, 304, NULL);
    check(state, "/", "If-None-Match: *\r\n", 304, NULL);
    check(state, "/", "If-None-Match: \"other\"\r\n", 200, "</html>");
    snprintf(fields, sizeof fields, "Accept-Encoding: gzip\r\nIf-None-Match: %s\r\n", asset->etag);
    check(state, "/", fields, 200, asset->etag_gzip);
}

static void weights_are_read_as_written(void **state)
{
    (void)state;
    assert_int_equal(asset_coding_weight(TEXT("gzip"), "gzip"), 1000);
    assert_int_equal(asset_coding_weight(TEXT("GZIP;Q=0.25"), "gzip"), 250);
    assert_int_equal(asset_coding_weight(TEXT("gzip; q=1.000"), "gzip"), 1000);
    assert_int_equal(asset_coding_weight(TEXT("gzip;q=1.5"), "gzip"), 0);
    assert_int_equal(asset_coding_weight(TEXT("gzip;q="), "gzip"), 0);
    assert_int_equal(asset_coding_weight(TEXT("br, *;q=0.1"), "gzip"), 100);
    assert_int_equal(asset_coding_weight(TEXT_NONE, "gzip"), 0);
    assert_int_equal(asset_coding_weight(TEXT(",,;,"), "gzip"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_directory_that_is_not_there_gives_an_empty_table),
        cmocka_unit_test(the_table_is_sorted_and_complete),
        cmocka_unit_test(files_come_with_their_type_and_cache_rule),
        cmocka_unit_test(the_smallest_accepted_form_is_sent),
        cmocka_unit_test(what_the_client_has_is_not_sent_again),
        cmocka_unit_test(weights_are_read_as_written),
    };
    return cmocka_run_group_tests(tests, open_place, close_place);
}
