#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "ledger/format.h"
#include "ledger/testimony.h"
#include "signer/inside.h"

struct memory {
    int64_t size;
    unsigned char root[32];
};

/* May this be signed, after what was signed before? */
static bool follows(const struct memory *last, const struct signer_request *request)
{
    if (request->size == last->size && last->size > 0) {
        return memcmp(request->root, last->root, sizeof last->root) == 0;
    }
    return request->size > last->size;
}

/* The tag keeps the two apart: no document can be taken for a head, whatever its digest. */
static enum signer_verdict sign_document(struct sm2_key *key, const struct signer_request *request,
                                         unsigned char signature[SM2_SIGNATURE_SIZE])
{
    size_t tag = sizeof TESTIMONY_DOCUMENT_TAG - 1;
    unsigned char message[TESTIMONY_MESSAGE_SIZE];
    memcpy(message, TESTIMONY_DOCUMENT_TAG, tag);
    memcpy(message + tag, request->root, sizeof request->root);
    return sm2_sign(key, (struct text){(const char *)message, sizeof message}, signature)
               ? SIGNER_DONE
               : SIGNER_BROKEN;
}

static enum signer_verdict sign(struct sm2_key *key, struct memory *last,
                                const struct signer_request *request,
                                unsigned char signature[SM2_SIGNATURE_SIZE])
{
    if (request->what == SIGNER_DOCUMENT) {
        return sign_document(key, request, signature);
    }
    if (!follows(last, request)) {
        return SIGNER_REFUSED;
    }
    struct ledger_head head = {.size = request->size, .signed_at = request->signed_at};
    unsigned char message[FORMAT_HEAD_MESSAGE_SIZE];
    memcpy(head.root.bytes, request->root, sizeof request->root);
    format_head_message(&head, message);
    if (!sm2_sign(key, (struct text){(const char *)message, sizeof message}, signature)) {
        return SIGNER_BROKEN;
    }
    last->size = request->size;
    memcpy(last->root, request->root, sizeof last->root);
    return SIGNER_DONE;
}

/* Everything the library loads at its first signature (tables, random numbers) has to be loaded
 * while files can still be opened. */
static bool warm_up(struct sm2_key *key)
{
    unsigned char signature[SM2_SIGNATURE_SIZE];
    return sm2_sign(key, TEXT("warming up"), signature) &&
           sm2_is_signed(key, TEXT("warming up"), signature);
}

static bool send_answer(int socket, const struct signer_answer *answer)
{
    return write(socket, answer, sizeof *answer) == (ssize_t)sizeof *answer;
}

static void serve(int socket, struct sm2_key *key, struct signer_answer *answer)
{
    struct memory last = {0};
    struct signer_request request;
    ssize_t len = read(socket, &request, sizeof request);
    while (len == (ssize_t)sizeof request || (len < 0 && errno == EINTR)) {
        if (len > 0) {
            answer->verdict = (int32_t)sign(key, &last, &request, answer->signature);
            if (!send_answer(socket, answer)) {
                return;
            }
        }
        len = read(socket, &request, sizeof request);
    }
}

/* The parent's files are no business of ours: keeps the socket, as 3, and nothing else. */
static int keep_only(int socket)
{
    if (socket != 3 && dup2(socket, 3) != 3) {
        return -1;
    }
    return syscall(SYS_close_range, 4U, ~0U, 0U) == 0 ? 3 : -1;
}

_Noreturn void signer_live(int socket, const char *key_path)
{
    struct signer_answer answer = {.verdict = SIGNER_BROKEN};
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); /* never outlives the server */
    signal(SIGINT, SIG_IGN); /* Ctrl-C is for the server, which then closes the socket */
    signal(SIGTERM, SIG_IGN);
    socket = keep_only(socket);
    if (socket < 0) {
        _exit(1);
    }
    struct sm2_key *key = signer_key(key_path, answer.public_key);
    if (key != NULL && warm_up(key) && signer_lock_in()) {
        answer.verdict = SIGNER_DONE;
        if (send_answer(socket, &answer)) {
            serve(socket, key, &answer);
        }
        _exit(0); /* the key's memory goes with the process */
    }
    (void)send_answer(socket, &answer);
    _exit(1);
}
