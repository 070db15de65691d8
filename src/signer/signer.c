#include "signer/signer.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ledger/cosign.h"
#include "ledger/sm3.h"
#include "ledger/testimony.h"
#include "signer/inside.h"

#define PATIENCE_S 10 /* a signature takes a quarter of a millisecond */

struct signer {
    pid_t process;
    int socket;
    pthread_mutex_t turn;
    unsigned char public_key[LEDGER_PUBLIC_KEY_SIZE];
};

static bool raise_failed(struct fault *fault, const char *why)
{
    return fault_raise(fault, FAULT_SIGNER_FAILED, TEXT_NONE, FAULT_ARGS(text_of(why)));
}

static bool read_answer(const struct signer *signer, struct signer_answer *answer)
{
    ssize_t len;
    do {
        len = recv(signer->socket, answer, sizeof *answer, 0);
    } while (len < 0 && errno == EINTR);
    return len == (ssize_t)sizeof *answer;
}

/* Forks, and waits until the other side has its key and has locked itself in. */
static bool begin(struct signer *signer, const char *key_path, struct fault *fault)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        return raise_failed(fault, strerror(errno));
    }
    signer->process = fork();
    if (signer->process == 0) {
        close(ends[0]);
        signer_live(ends[1], key_path);
    }
    close(ends[1]);
    signer->socket = ends[0];
    if (signer->process < 0) {
        return raise_failed(fault, strerror(errno));
    }
    struct timeval patience = {PATIENCE_S, 0};
    setsockopt(signer->socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(signer->socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    struct signer_answer hello;
    if (!read_answer(signer, &hello) || hello.verdict != SIGNER_DONE) {
        return raise_failed(fault, "no usable key, or the process could not lock itself in");
    }
    memcpy(signer->public_key, hello.public_key, LEDGER_PUBLIC_KEY_SIZE);
    return true;
}

bool signer_start(const struct signer_options *options, struct signer **out, struct fault *fault)
{
    char path[4096];
    if (options->key_path.len == 0 || options->key_path.len >= sizeof path - 8) {
        return raise_failed(fault, "the path of the key is empty or too long");
    }
    memcpy(path, options->key_path.at, options->key_path.len);
    path[options->key_path.len] = '\0';
    struct signer *signer = calloc(1, sizeof *signer);
    ensure(signer != NULL);
    signer->socket = -1;
    pthread_mutex_init(&signer->turn, NULL);
    if (!begin(signer, path, fault)) {
        signer_stop(signer);
        return false;
    }
    *out = signer;
    return true;
}

void signer_stop(struct signer *signer)
{
    if (signer == NULL) {
        return;
    }
    if (signer->socket >= 0) {
        close(signer->socket); /* which ends the loop over there */
    }
    while (signer->process > 0 && waitpid(signer->process, NULL, 0) < 0 && errno == EINTR) {
    }
    pthread_mutex_destroy(&signer->turn);
    free(signer);
}

const unsigned char *signer_public_key(const struct signer *signer)
{
    return signer->public_key;
}

int signer_process_id(const struct signer *signer)
{
    return (int)signer->process;
}

/* One question and its answer at a time: two threads would take each other's. */
static bool ask(struct signer *signer, const struct signer_request *request,
                struct signer_answer *answer, struct fault *fault)
{
    pthread_mutex_lock(&signer->turn);
    bool fine =
        send(signer->socket, request, sizeof *request, MSG_NOSIGNAL) == (ssize_t)sizeof *request &&
        read_answer(signer, answer);
    pthread_mutex_unlock(&signer->turn);
    if (!fine) {
        return raise_failed(fault, "the signing process does not answer");
    }
    if (answer->verdict == SIGNER_REFUSED) {
        return raise_failed(fault, "it has signed another truth of this ledger before");
    }
    return answer->verdict == SIGNER_DONE || raise_failed(fault, "the signature could not be made");
}

bool signer_sign(struct signer *signer, struct ledger_head *head, struct fault *fault)
{
    struct signer_request request = {
        .what = SIGNER_HEAD, .size = head->size, .signed_at = head->signed_at};
    struct signer_answer answer;
    memcpy(request.root, head->root.bytes, sizeof request.root);
    if (!ask(signer, &request, &answer, fault)) {
        return false;
    }
    sm3_of((struct text){(const char *)signer->public_key, LEDGER_PUBLIC_KEY_SIZE},
           head->key_id.bytes);
    memcpy(head->public_key, signer->public_key, LEDGER_PUBLIC_KEY_SIZE);
    memcpy(head->signature, answer.signature, LEDGER_SIGNATURE_SIZE);
    return true;
}

bool signer_sign_testimony(struct signer *signer, struct testimony *testimony, struct fault *fault)
{
    return signer_sign_document(signer, testimony->entries[0].body, testimony->signature, fault);
}

bool signer_sign_document(struct signer *signer, struct text document,
                          unsigned char out[LEDGER_SIGNATURE_SIZE], struct fault *fault)
{
    struct signer_request request = {.what = SIGNER_DOCUMENT};
    struct signer_answer answer;
    unsigned char message[TESTIMONY_MESSAGE_SIZE];
    if (signer == NULL) {
        return raise_failed(fault, "there is no signing process");
    }
    testimony_message(document, message);
    memcpy(request.root, message + sizeof message - sizeof request.root, sizeof request.root);
    if (!ask(signer, &request, &answer, fault)) {
        return false;
    }
    memcpy(out, answer.signature, LEDGER_SIGNATURE_SIZE);
    return true;
}

static bool sign_for_ledger(void *context, struct ledger_head *head, struct fault *fault)
{
    return signer_sign(context, head, fault);
}

struct ledger_signer signer_for_ledger(struct signer *signer)
{
    return (struct ledger_signer){signer, sign_for_ledger};
}

static bool parse_key(const char *hex, unsigned char out[LEDGER_PUBLIC_KEY_SIZE])
{
    if (strspn(hex, "0123456789abcdef") != 2 * (size_t)LEDGER_PUBLIC_KEY_SIZE) {
        return false;
    }
    for (int i = 0; i < LEDGER_PUBLIC_KEY_SIZE; i++) {
        char digits[3] = {hex[2 * i], hex[2 * i + 1], '\0'};
        out[i] = (unsigned char)strtoul(digits, NULL, 16);
    }
    return true;
}

bool signer_read_public_key(struct text path, unsigned char out[LEDGER_PUBLIC_KEY_SIZE],
                            struct fault *fault)
{
    char name[4096];
    char hex[2 * LEDGER_PUBLIC_KEY_SIZE + 1] = "";
    unsigned char key[LEDGER_PUBLIC_KEY_SIZE];
    snprintf(name, sizeof name, "%.*s", TEXT_ARG(path));
    FILE *file = fopen(name, "re");
    if (file == NULL) {
        return fault_raise(fault, FAULT_FILE_UNREADABLE, TEXT_NONE,
                           FAULT_ARGS(path, text_of(strerror(errno))));
    }
    bool fine = fread(hex, 1, sizeof hex - 1, file) == sizeof hex - 1 && parse_key(hex, key);
    fclose(file);
    if (!fine) {
        return fault_raise(fault, FAULT_FILE_UNREADABLE, TEXT_NONE,
                           FAULT_ARGS(path, TEXT("not 130 hexadecimal digits")));
    }
    memcpy(out, key, sizeof key);
    return true;
}

bool signer_cosign(struct text key_path, struct ledger_cosign *cosign, struct fault *fault)
{
    char path[4096];
    unsigned char message[COSIGN_MESSAGE_SIZE];
    struct ledger_cosign signed_one = *cosign;
    snprintf(path, sizeof path, "%.*s", TEXT_ARG(key_path));
    errno = 0;
    struct sm2_key *key = signer_key(path, signed_one.public_key);
    if (key == NULL) {
        return raise_failed(fault, errno == 0 ? "no SM2 key in the file" : strerror(errno));
    }
    ledger_cosign_message(&signed_one, message);
    bool fine =
        sm2_sign(key, (struct text){(const char *)message, sizeof message}, signed_one.signature);
    sm2_key_close(key);
    if (!fine) {
        return raise_failed(fault, "the key does not sign");
    }
    *cosign = signed_one;
    return true;
}
