#ifndef LIANDONG_ROOF_METRICS_H
#define LIANDONG_ROOF_METRICS_H

#include "door/http/server.h"

/* A door of its own for whoever watches over the program: GET /metrics gives its numbers in the
 * text format of Prometheus. Beside the platform's, so that no proxy leads the world to it. */
struct metrics;
struct arena;

/* In the arena, which must live as long. `address` is "127.0.0.1:9108", "[::1]:9108" or
 * "unix:/path"; `platform` is the server whose connections are counted. SETTING_WRONG or
 * HTTP_LISTEN. */
MUST_USE bool metrics_open(struct arena *arena, struct text address,
                           const struct http_server *platform, struct metrics **out,
                           struct fault *fault);
uint16_t metrics_port(const struct metrics *metrics);
void metrics_close(struct metrics *metrics); /* NULL is allowed */

#endif
