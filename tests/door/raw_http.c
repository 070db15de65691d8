#include "raw_http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static struct raw open_with(uint16_t port, int receive_buffer)
{
    struct raw raw = {.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), .capacity = 4096};
    ensure(raw.fd >= 0);
    if (receive_buffer > 0) {
        setsockopt(raw.fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ensure(connect(raw.fd, (struct sockaddr *)&address, sizeof address) == 0);
    raw.at = calloc(1, raw.capacity);
    return raw;
}

struct raw raw_open(uint16_t port)
{
    return open_with(port, 0);
}

struct raw raw_open_narrow(uint16_t port)
{
    return open_with(port, 4096);
}

static struct sockaddr_un unix_address(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    ensure(strlen(path) < sizeof address.sun_path);
    memcpy(address.sun_path, path, strlen(path));
    return address;
}

struct raw raw_open_unix(const char *path)
{
    struct raw raw = {.fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), .capacity = 4096};
    struct sockaddr_un address = unix_address(path);
    ensure(connect(raw.fd, (struct sockaddr *)&address, sizeof address) == 0);
    raw.at = calloc(1, raw.capacity);
    return raw;
}

void raw_leave_stale(const char *path)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_un address = unix_address(path);
    ensure(bind(fd, (struct sockaddr *)&address, sizeof address) == 0);
    close(fd);
}

void raw_close(struct raw *raw)
{
    close(raw->fd);
    free(raw->at);
    *raw = (struct raw){.fd = -1};
}

void raw_reset(struct raw *raw)
{
    struct linger now = {.l_onoff = 1, .l_linger = 0};
    setsockopt(raw->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    raw_close(raw);
}

void raw_finish(struct raw *raw)
{
    shutdown(raw->fd, SHUT_WR);
}

bool raw_send(struct raw *raw, struct text bytes)
{
    while (bytes.len > 0) {
        ssize_t sent = send(raw->fd, bytes.at, bytes.len, MSG_NOSIGNAL);
        if (sent < 0) {
            return false;
        }
        bytes.at += sent;
        bytes.len -= (size_t)sent;
    }
    return true;
}

bool raw_say(struct raw *raw, const char *bytes)
{
    return raw_send(raw, text_of(bytes));
}

static bool read_some(struct raw *raw, int patience_ms)
{
    struct pollfd ready = {.fd = raw->fd, .events = POLLIN};
    if (raw->ended || poll(&ready, 1, patience_ms) != 1) {
        return false;
    }
    if (raw->len + 65536 + 1 > raw->capacity) {
        raw->capacity = raw->capacity * 2 + 65536 + 1;
        raw->at = realloc(raw->at, raw->capacity);
        ensure(raw->at != NULL);
    }
    ssize_t got = recv(raw->fd, raw->at + raw->len, 65536, 0);
    raw->ended = got <= 0;
    raw->len += got > 0 ? (size_t)got : 0;
    raw->at[raw->len] = '\0';
    return got > 0;
}

bool raw_read_all(struct raw *raw, int patience_ms)
{
    while (read_some(raw, patience_ms)) {
    }
    return raw->ended;
}

bool raw_read_until(struct raw *raw, const char *part)
{
    do {
        if (strstr(raw->at, part) != NULL) {
            return true;
        }
    } while (read_some(raw, RAW_PATIENCE_MS));
    return false;
}

bool raw_read_len(struct raw *raw, size_t len)
{
    while (raw->len < len && read_some(raw, RAW_PATIENCE_MS)) {
    }
    return raw->len >= len;
}

int raw_status(const struct raw *raw)
{
    return strncmp(raw->at, "HTTP/1.1 ", 9) == 0 ? atoi(raw->at + 9) : 0;
}

int raw_count(const struct raw *raw, const char *part)
{
    int count = 0;
    for (const char *at = strstr(raw->at, part); at != NULL; at = strstr(at + 1, part)) {
        count++;
    }
    return count;
}

struct raw raw_ask(uint16_t port, struct text bytes)
{
    struct raw raw = raw_open(port);
    (void)raw_send(&raw, bytes);
    raw_finish(&raw);
    (void)raw_read_all(&raw, RAW_PATIENCE_MS);
    return raw;
}

void raw_nap(int ms)
{
    struct timespec pause = {ms / 1000, (long)(ms % 1000) * 1000000};
    nanosleep(&pause, NULL);
}
