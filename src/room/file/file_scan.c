#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "room/file/file.h"

/* A client of a ClamAV daemon, so that no scanner is part of the program: its protocol is a word,
 * then the content in pieces with their length before them (four bytes, the highest first), an
 * empty piece at the end, and one line as the answer:
 *
 *     stream: OK
 *     stream: Eicar-Test-Signature FOUND
 *     INSTREAM size limit exceeded. ERROR
 *
 * A scanner that is asked for and does not answer is no clean bill: nothing is kept then. */

#define PIECE ((size_t)64 << 10)
#define PATIENCE_S 60

static union {
    struct sockaddr any;
    struct sockaddr_un local;
    struct sockaddr_in net;
} where;
static socklen_t where_size; /* 0: there is none */

static bool read_local(struct text path)
{
    if (path.len == 0 || path.len >= sizeof where.local.sun_path) {
        return false;
    }
    where.local.sun_family = AF_UNIX;
    memcpy(where.local.sun_path, path.at, path.len);
    where_size = sizeof where.local;
    return true;
}

/* Digits alone: a name would be looked up while an upload waits. */
static bool read_net(struct text address)
{
    char host[48] = "";
    struct text port = address;
    struct text name = text_cut(&port, ':');
    int64_t number = 0;
    if (name.len == 0 || name.len >= sizeof host || !text_to_int(port, &number) || number < 1 ||
        number > 65535) {
        return false;
    }
    memcpy(host, name.at, name.len);
    where.net.sin_family = AF_INET;
    where.net.sin_port = htons((uint16_t)number);
    where_size = sizeof where.net;
    return inet_pton(AF_INET, host, &where.net.sin_addr) == 1;
}

bool file_set_scanner(struct text address, struct fault *fault)
{
    struct text prefix = TEXT("unix:");
    memset(&where, 0, sizeof where);
    where_size = 0;
    if (address.len == 0) {
        return true;
    }
    bool read = text_starts_with(address, prefix)
                    ? read_local(text_slice(address, prefix.len, address.len - prefix.len))
                    : read_net(address);
    return read || fault_raise(fault, FAULT_SCANNER_ADDRESS, TEXT_NONE, FAULT_ARGS(address));
}

bool file_has_scanner(void)
{
    return where_size != 0;
}

static bool silent(struct fault *fault)
{
    return fault_raise(fault, FAULT_SCANNER_SILENT, TEXT_NONE, FAULT_NO_ARGS);
}

/* -1 when nobody listens. */
static int reach(void)
{
    struct timeval patience = {.tv_sec = PATIENCE_S};
    int link = socket(where.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (link < 0) {
        return -1;
    }
    (void)setsockopt(link, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    (void)setsockopt(link, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (connect(link, &where.any, where_size) != 0) {
        (void)close(link);
        return -1;
    }
    return link;
}

static bool send_all(int link, const void *bytes, size_t len)
{
    const char *at = bytes;
    while (len > 0) {
        ssize_t sent = send(link, at, len, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent <= 0) {
            return false;
        }
        at += sent;
        len -= (size_t)sent;
    }
    return true;
}

static bool send_piece(int link, struct text piece)
{
    uint32_t len = htonl((uint32_t)piece.len);
    return send_all(link, &len, sizeof len) && send_all(link, piece.at, piece.len);
}

/* A daemon that has found something may answer before all is sent: what it says counts. */
static void send_content(int link, struct text bytes)
{
    bool sent = send_all(link, "zINSTREAM", sizeof "zINSTREAM");
    for (size_t at = 0; sent && at < bytes.len; at += PIECE) {
        size_t left = bytes.len - at;
        sent = send_piece(link, text_slice(bytes, at, left < PIECE ? left : PIECE));
    }
    if (sent) {
        (void)send_piece(link, TEXT_NONE);
    }
}

static struct text hear(int link, char *line, size_t size)
{
    size_t have = 0;
    while (have < size) {
        ssize_t got = recv(link, line + have, size - have, 0);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            break;
        }
        have += (size_t)got;
        if (memchr(line, '\0', have) != NULL) {
            break;
        }
    }
    return (struct text){line, strnlen(line, have)};
}

bool file_scanner_answers(struct fault *fault)
{
    char line[64];
    int link = file_has_scanner() ? reach() : -1;
    if (link < 0) {
        return silent(fault);
    }
    bool asked = send_all(link, "zPING", sizeof "zPING");
    struct text answer = hear(link, line, sizeof line);
    (void)close(link);
    return (asked && text_is(text_trim(answer), "PONG")) || silent(fault);
}

bool file_scan(struct text bytes, bool *out_clean, struct fault *fault)
{
    char line[512];
    *out_clean = false;
    if (!file_has_scanner()) {
        return true;
    }
    int link = reach();
    if (link < 0) {
        return silent(fault);
    }
    send_content(link, bytes);
    struct text answer = text_trim(hear(link, line, sizeof line));
    (void)close(link);
    struct text found = TEXT(" FOUND");
    if (text_ends_with(answer, found)) {
        struct text name = text_slice(answer, 0, answer.len - found.len);
        (void)text_cut(&name, ' ');
        return fault_raise(fault, FAULT_FILE_INFECTED, TEXT_NONE, FAULT_ARGS(text_trim(name)));
    }
    *out_clean = text_ends_with(answer, TEXT(": OK"));
    return *out_clean || silent(fault);
}
