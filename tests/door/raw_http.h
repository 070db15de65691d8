#ifndef LIANDONG_TESTS_RAW_HTTP_H
#define LIANDONG_TESTS_RAW_HTTP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* A client that sends exactly the bytes it is told and keeps what comes, for asking a server
 * wrong questions. Waits are bounded: what takes longer than RAW_PATIENCE_MS counts as never. */
#define RAW_PATIENCE_MS 5000

struct raw {
    int fd;
    bool ended; /* the server has closed */
    char *at;   /* what came, NUL-terminated */
    size_t len, capacity;
};

struct raw raw_open(uint16_t port);
/* With a small receive buffer: a slow reader. */
struct raw raw_open_narrow(uint16_t port);
struct raw raw_open_unix(const char *path);
/* A socket file that nobody listens at, as a crash leaves it. */
void raw_leave_stale(const char *path);
void raw_close(struct raw *raw);
void raw_reset(struct raw *raw);  /* closes with RST */
void raw_finish(struct raw *raw); /* sends nothing more, still reads */
bool raw_send(struct raw *raw, struct text bytes);
bool raw_say(struct raw *raw, const char *bytes);

/* Reads until the server closes, or patience ends; true when it closed. */
bool raw_read_all(struct raw *raw, int patience_ms);
/* Reads until `part` has come. */
bool raw_read_until(struct raw *raw, const char *part);
/* Reads until `len` bytes have come in all. */
bool raw_read_len(struct raw *raw, size_t len);

int raw_status(const struct raw *raw); /* of the first answer; 0: none */
int raw_count(const struct raw *raw, const char *part);
/* One request on a connection of its own; returns what came, up to the close. */
struct raw raw_ask(uint16_t port, struct text bytes);

void raw_nap(int ms);

#endif
