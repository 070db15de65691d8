#ifndef LIANDONG_TESTS_DOOR_PLACE_H
#define LIANDONG_TESTS_DOOR_PLACE_H

#include "echo_handler.h"

/* A server with the test application in it, on a free port. */
struct place {
    struct echo *echo;
    struct http_server *server;
    uint16_t port;
};

/* The application's own members of `options` are filled in. */
struct place *place_open(struct http_options options);
/* Stops the server if it still runs. */
void place_close(struct place *place);

int64_t place_now_ms(void);

#endif
