#include "paper/printer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"

#define PATIENCE_S 30 /* a letter takes 50 ms, two hundred pages a second */

struct printer {
    pid_t process;
    int socket;
    bool is_broken; /* what stands in the socket can no longer be told apart */
    pthread_mutex_t turn;
};

/* What goes over the socket before the bytes; both ends are one program. `code` is a fault's, or
 * FAULT_NONE; then the bytes are the PDF, else the fault itself. */
struct frame {
    uint32_t code;
    uint32_t len;
};

static bool write_all(int file, const void *bytes, size_t len)
{
    const char *at = bytes;
    while (len > 0) {
        ssize_t done = write(file, at, len);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            return false;
        }
        at += done;
        len -= (size_t)done;
    }
    return true;
}

static bool read_all(int file, void *bytes, size_t len)
{
    char *at = bytes;
    while (len > 0) {
        ssize_t done = read(file, at, len);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            return false;
        }
        at += done;
        len -= (size_t)done;
    }
    return true;
}

/* -- the child that prints one document -- */

static void send_fault(int out, const struct fault *fault)
{
    struct fault plain = *fault;
    plain.label_zh = plain.label_en = NULL; /* addresses mean nothing elsewhere */
    struct frame frame = {(uint32_t)fault->code, sizeof plain};
    (void)!(write_all(out, &frame, sizeof frame) && write_all(out, &plain, sizeof plain));
}

static _Noreturn void print_one(int out, struct text json)
{
    struct arena *arena = arena_open((size_t)64 << 20, (size_t)512 << 20);
    struct fault fault = {.code = FAULT_NONE};
    const struct paper *paper = NULL;
    struct text pdf = TEXT_NONE;
    if (!printer_lock_in()) {
        fault_raise(&fault, FAULT_PAPER_FAILED, TEXT_NONE,
                    FAULT_ARGS(TEXT("the printing process could not lock itself in")));
    }
    if (fault.code == FAULT_NONE && paper_read(arena, json, &paper, &fault) &&
        paper_render(arena, paper, &pdf, &fault) && pdf.len <= PRINTER_PDF_MAX) {
        struct frame frame = {FAULT_NONE, (uint32_t)pdf.len};
        _exit(write_all(out, &frame, sizeof frame) && write_all(out, pdf.at, pdf.len) ? 0 : 1);
    }
    send_fault(out, &fault);
    _exit(0);
}

/* -- the process that forks it -- */

/* The answer of the child, whole or not at all: what a crash leaves half written goes no further.
 */
static bool take_answer(struct arena *arena, int in, struct frame *frame, char **bytes)
{
    if (!read_all(in, frame, sizeof *frame) || frame->len > PRINTER_PDF_MAX) {
        return false;
    }
    *bytes = arena_alloc_raw(arena, frame->len + 1);
    return read_all(in, *bytes, frame->len);
}

static bool answer_one(struct arena *arena, int socket, struct text json)
{
    int ends[2];
    struct frame frame = {0, 0};
    char *bytes = NULL;
    struct fault failed = {.code = FAULT_NONE};
    fault_raise(&failed, FAULT_PAPER_FAILED, TEXT_NONE,
                FAULT_ARGS(TEXT("the printing process ended before its time")));
    if (pipe2(ends, O_CLOEXEC) != 0) {
        send_fault(socket, &failed);
        return true;
    }
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        close(socket);
        print_one(ends[1], json);
    }
    close(ends[1]);
    bool whole = child > 0 && take_answer(arena, ends[0], &frame, &bytes);
    close(ends[0]);
    while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR) {
    }
    if (!whole) {
        send_fault(socket, &failed);
        return true;
    }
    return write_all(socket, &frame, sizeof frame) && write_all(socket, bytes, frame.len);
}

static void serve(int socket)
{
    struct arena *arena = arena_open((size_t)1 << 20, (size_t)256 << 20);
    struct frame frame;
    while (read_all(socket, &frame, sizeof frame) && frame.len <= PAPER_JSON_MAX) {
        char *bytes = arena_alloc_raw(arena, frame.len + 1);
        bool fine = read_all(socket, bytes, frame.len) &&
                    answer_one(arena, socket, (struct text){bytes, frame.len});
        arena_reset(arena);
        if (!fine) {
            return;
        }
    }
}

/* The parent's files are no business of ours. 0 to 2 lead nowhere: libraries complain there. */
static int keep_only(int socket)
{
    int nowhere = open("/dev/null", O_RDWR);
    if (nowhere < 0 || dup2(socket, 3) != 3 || dup2(nowhere, 0) != 0 || dup2(nowhere, 1) != 1 ||
        dup2(nowhere, 2) != 2) {
        return -1;
    }
    return syscall(SYS_close_range, 4U, ~0U, 0U) == 0 ? 3 : -1;
}

static _Noreturn void live(int socket)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); /* never outlives the service */
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    signal(SIGINT, SIG_IGN); /* Ctrl-C is for the service, which then closes the socket */
    signal(SIGTERM, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    socket = keep_only(socket);
    if (socket < 0) {
        _exit(1);
    }
    serve(socket);
    _exit(0);
}

/* -- this side -- */

static bool failed(struct fault *fault, const char *why)
{
    return fault_raise(fault, FAULT_PAPER_FAILED, TEXT_NONE, FAULT_ARGS(text_of(why)));
}

static bool begin(struct printer *printer, struct fault *fault)
{
    int ends[2];
    struct timeval patience = {PATIENCE_S, 0};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        return failed(fault, strerror(errno));
    }
    printer->process = fork();
    if (printer->process == 0) {
        close(ends[0]);
        live(ends[1]);
    }
    close(ends[1]);
    printer->socket = ends[0];
    if (printer->process < 0 ||
        setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) != 0 ||
        setsockopt(ends[0], SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) != 0) {
        return failed(fault, strerror(errno));
    }
    return true;
}

bool printer_start(struct printer **out, struct fault *fault)
{
    struct printer *printer = calloc(1, sizeof *printer);
    ensure(printer != NULL);
    printer->socket = -1;
    pthread_mutex_init(&printer->turn, NULL);
    if (!begin(printer, fault)) {
        printer_stop(printer);
        return false;
    }
    *out = printer;
    return true;
}

void printer_stop(struct printer *printer)
{
    if (printer == NULL) {
        return;
    }
    if (printer->socket >= 0) {
        close(printer->socket); /* which ends the loop over there */
    }
    while (printer->process > 0 && waitpid(printer->process, NULL, 0) < 0 && errno == EINTR) {
    }
    pthread_mutex_destroy(&printer->turn);
    free(printer);
}

/* After half a frame nobody knows what comes next: then it stays broken until the next start. */
static bool exchange(struct printer *printer, struct arena *arena, struct text json,
                     struct text *out, struct fault *fault)
{
    struct frame frame = {0, (uint32_t)json.len};
    if (!write_all(printer->socket, &frame, sizeof frame) ||
        !write_all(printer->socket, json.at, json.len) ||
        !read_all(printer->socket, &frame, sizeof frame) || frame.len > PRINTER_PDF_MAX) {
        return false;
    }
    char *bytes = arena_alloc_raw(arena, (size_t)frame.len + 1);
    if (!read_all(printer->socket, bytes, frame.len)) {
        return false;
    }
    if (frame.code == FAULT_NONE) {
        *out = (struct text){bytes, frame.len};
    } else if (frame.len == sizeof(struct fault) && fault->code == FAULT_NONE) {
        memcpy(fault, bytes, sizeof *fault);
    }
    return true;
}

bool printer_print(struct printer *printer, struct arena *arena, struct text json, struct text *out,
                   struct fault *fault)
{
    struct text pdf = TEXT_NONE;
    if (printer == NULL) {
        return failed(fault, "there is no printing process");
    }
    if (json.len > PAPER_JSON_MAX) {
        return fault_raise(
            fault, FAULT_PAPER_INVALID, TEXT_NONE,
            FAULT_ARGS(TEXT("document"), TEXT("文档过大"), TEXT("the document is too large")));
    }
    pthread_mutex_lock(&printer->turn);
    bool fine = !printer->is_broken && exchange(printer, arena, json, &pdf, fault);
    printer->is_broken = !fine;
    pthread_mutex_unlock(&printer->turn);
    if (!fine) {
        return failed(fault, "the printing process does not answer");
    }
    if (fault->code != FAULT_NONE) {
        return false;
    }
    *out = pdf;
    return true;
}
