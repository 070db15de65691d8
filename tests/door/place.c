#include "place.h"

#include <stdlib.h>
#include <time.h>

struct place *place_open(struct http_options options)
{
    struct place *place = calloc(1, sizeof *place);
    struct fault fault = {0};
    place->echo = echo_open();
    options.context = place->echo;
    options.handle = echo_handle;
    options.body_limit = echo_body_limit;
    ensure(http_server_open(&options, &place->server, &fault));
    place->port = http_server_port(place->server);
    return place;
}

void place_close(struct place *place)
{
    http_server_stop(place->server, 1000);
    echo_close(place->echo);
    http_server_close(place->server);
    free(place);
}

int64_t place_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
