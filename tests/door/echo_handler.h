#ifndef LIANDONG_TESTS_ECHO_HANDLER_H
#define LIANDONG_TESTS_ECHO_HANDLER_H

#include <stdatomic.h>
#include <stdbool.h>

#include "door/http/server.h"

/* A small application for testing and measuring the HTTP server.
 *
 *   /hello          "hello"
 *   /json           about 4 KB of JSON, borrowed
 *   /echo           the body, copied
 *   /info           method, path, query, peer, number of headers
 *   /late?MS        "late", from another thread, after MS milliseconds
 *   /big?BYTES      that many bytes, released afterwards
 *   /split          a header made of the query, with what would split it
 *   /fault          a fault
 *   /stream         opens a stream; what is told with echo_tell() goes to all
 *   /quiet?MS       the handler itself sleeps
 */
struct echo;

struct echo *echo_open(void);
void echo_close(struct echo *echo); /* after the server has stopped */
void echo_handle(void *echo, struct http_exchange *exchange, const struct http_request *request);
size_t echo_body_limit(void *echo, struct text method, struct text path);

/* To all streams, from the caller's thread; returns how many took it. */
int echo_tell(struct echo *echo, struct text bytes);
void echo_end_streams(struct echo *echo);
int echo_released(struct echo *echo);       /* bodies given back */
int echo_streams_closed(struct echo *echo); /* `closed` calls */
int echo_waiting(struct echo *echo);        /* late answers not given yet */

#endif
