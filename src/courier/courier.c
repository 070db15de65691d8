#include "courier/courier.h"

#include <curl/curl.h>
#include <openssl/rand.h>
#include <openssl/x509_vfy.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "courier/near.h"

#define ANSWER_MOST 4096
#define TROUBLE_MOST 200

bool courier_begin(struct fault *fault)
{
    return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ||
           fault_raise(fault, FAULT_SETTING_WRONG, TEXT_NONE,
                       FAULT_ARGS(TEXT("libcurl"), TEXT("curl_global_init")));
}

void courier_end(void)
{
    curl_global_cleanup();
}

/* -- settings that are right -- */

static bool is_this_machine(struct text url, const char *scheme)
{
    static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};
    struct text rest = text_slice(url, strlen(scheme), url.len - strlen(scheme));
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct text name = text_of(names[i]);
        bool is_begun = text_starts_with(rest, name);
        char next = is_begun && rest.len > name.len ? rest.at[name.len] : '/';
        if (is_begun && (next == ':' || next == '/')) {
            return true;
        }
    }
    return false;
}

/* No name and password in it, no white space, and something after the scheme. */
static bool is_plain(struct text url)
{
    for (size_t i = 0; i < url.len; i++) {
        if ((unsigned char)url.at[i] <= ' ' || (unsigned char)url.at[i] >= 0x7f ||
            url.at[i] == '@' || url.at[i] == '\\') {
            return false;
        }
    }
    size_t scheme = text_find(url, TEXT("://"));
    return scheme != SIZE_MAX && url.len > scheme + 3 && url.len <= 500;
}

bool courier_server_is_valid(struct text server)
{
    return is_plain(server) && (text_starts_with(server, TEXT("smtp://")) ||
                                text_starts_with(server, TEXT("smtps://")));
}

bool courier_url_is_valid(const struct courier_hook *hook)
{
    bool is_local = text_starts_with(hook->url, TEXT("http://")) && hook->may_be_near &&
                    is_this_machine(hook->url, "http://");
    return is_plain(hook->url) && (text_starts_with(hook->url, TEXT("https://")) || is_local);
}

/* -- what both ways share -- */

struct carrying {
    struct text content;
    size_t given;
    char answer[ANSWER_MOST];
    size_t answered;
    bool may_be_near;
    bool is_handed_over; /* all of the content was taken by the library */
};

static size_t give(char *to, size_t size, size_t count, void *context)
{
    struct carrying *carrying = context;
    size_t left = carrying->content.len - carrying->given;
    size_t len = left < size * count ? left : size * count;
    memcpy(to, carrying->content.at + carrying->given, len);
    carrying->given += len;
    carrying->is_handed_over = carrying->given == carrying->content.len;
    return len;
}

/* What is answered beyond a little is not read: the carrying ends there. */
static size_t take(char *from, size_t size, size_t count, void *context)
{
    struct carrying *carrying = context;
    if (size * count > ANSWER_MOST - carrying->answered) {
        return 0;
    }
    memcpy(carrying->answer + carrying->answered, from, size * count);
    carrying->answered += size * count;
    return size * count;
}

/* Asked with the very address that is about to be spoken to: a name that leads elsewhere the second
 * time leads nowhere. */
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    const struct carrying *carrying = context;
    (void)purpose;
    if (!carrying->may_be_near && courier_is_near(&address->addr)) {
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static void set_common(CURL *curl, struct carrying *carrying, char *words)
{
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)COURIER_CONNECT_S);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)COURIER_MOST_S);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, carrying);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, carrying);
}

static void set_text(struct arena *arena, CURL *curl, CURLoption option, struct text value)
{
    if (value.len > 0) {
        curl_easy_setopt(curl, option, text_c_string(arena, value));
    }
}

/* One line, not long, without controls: it is shown to administrators and kept. */
static struct text one_line(struct arena *arena, struct text words)
{
    char *line = arena_array(arena, char, TROUBLE_MOST);
    size_t len = 0;
    for (size_t i = 0; i < words.len && len < TROUBLE_MOST; i++) {
        unsigned char c = (unsigned char)words.at[i];
        line[len++] = c < ' ' || c >= 0x7f ? '?' : (char)c;
    }
    return (struct text){line, len};
}

static struct text said(struct arena *arena, CURLcode code, const char *words, long status)
{
    const char *what = words[0] != '\0' ? words : curl_easy_strerror(code);
    return one_line(arena, code == CURLE_OK ? text_format(arena, "%ld", status)
                                            : text_format(arena, "%s (%ld)", what, status));
}

/* The names are looked at last, and leave no verdict on the certificate: X509_V_OK, or none yet. */
static enum courier_cause cause_of_certificate(long verdict)
{
    switch (verdict) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID: return COURIER_CAUSE_EXPIRED;
    case X509_V_OK:
    case X509_V_ERR_UNSPECIFIED:
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH: return COURIER_CAUSE_NAME;
    default: return COURIER_CAUSE_UNTRUSTED;
    }
}

static enum courier_cause cause_of(CURL *curl, CURLcode code)
{
    long verdict = X509_V_OK;
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT: return COURIER_CAUSE_UNREACHABLE;
    case CURLE_USE_SSL_FAILED: return COURIER_CAUSE_OPEN;
    case CURLE_LOGIN_DENIED: return COURIER_CAUSE_LOGIN;
    case CURLE_PEER_FAILED_VERIFICATION:
        curl_easy_getinfo(curl, CURLINFO_SSL_VERIFYRESULT, &verdict);
        return cause_of_certificate(verdict);
    default: return COURIER_CAUSE_OTHER;
    }
}

/* -- mail -- */

/* What the server said last is the answer to what was sent last. 354 is its invitation to send the
 * text: when that is the last word though all was given, nobody knows whether it has it. */
static enum courier_end end_of_mail(CURLcode code, long status, bool is_handed_over)
{
    if (code == CURLE_OK) {
        return COURIER_TAKEN;
    }
    if (is_handed_over && status == 354) {
        return COURIER_UNSURE;
    }
    /* About this mailbox (5.1.x, too large, not wanted), not about who sends or how. */
    bool is_final = status == 550 || status == 551 || status == 552 || status == 553 ||
                    status == 501 || (status == 554 && is_handed_over);
    return is_final && code != CURLE_LOGIN_DENIED ? COURIER_REFUSED : COURIER_LATER;
}

static void set_server(struct arena *arena, CURL *curl, const struct courier_mailbox *from)
{
    bool is_open =
        text_starts_with(from->server, TEXT("smtp://")) && is_this_machine(from->server, "smtp://");
    set_text(arena, curl, CURLOPT_URL, from->server);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_USE_SSL, is_open ? (long)CURLUSESSL_TRY : (long)CURLUSESSL_ALL);
    set_text(arena, curl, CURLOPT_CAINFO, from->authority);
    if (from->user.len > 0) {
        set_text(arena, curl, CURLOPT_USERNAME, from->user);
        set_text(arena, curl, CURLOPT_PASSWORD, from->password);
    }
}

static void set_mail(struct arena *arena, CURL *curl, const struct courier_mailbox *from,
                     struct curl_slist *to)
{
    set_text(arena, curl, CURLOPT_MAIL_FROM, text_format(arena, "<%.*s>", TEXT_ARG(from->from)));
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
}

void courier_mail(struct arena *arena, const struct courier_mailbox *from,
                  const struct courier_mail *mail, struct courier_report *out)
{
    char words[CURL_ERROR_SIZE] = "";
    long status = 0;
    struct carrying carrying = {.content = courier_compose(arena, from, mail), .may_be_near = true};
    CURL *curl = curl_easy_init();
    struct text to = text_format(arena, "<%.*s>", TEXT_ARG(mail->to));
    struct curl_slist *list = curl_slist_append(NULL, to.at);
    ensure(curl != NULL && list != NULL);
    set_common(curl, &carrying, words);
    set_server(arena, curl, from);
    set_mail(arena, curl, from, list);
    curl_easy_setopt(curl, CURLOPT_READDATA, &carrying);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    out->end = end_of_mail(code, status, carrying.is_handed_over);
    out->cause = cause_of(curl, code);
    out->trouble = out->end == COURIER_TAKEN ? TEXT_NONE : said(arena, code, words, status);
    curl_slist_free_all(list);
    curl_easy_cleanup(curl);
}

void courier_greet(struct arena *arena, const struct courier_mailbox *from,
                   struct courier_report *out)
{
    char words[CURL_ERROR_SIZE] = "";
    long status = 0;
    struct carrying carrying = {.may_be_near = true};
    CURL *curl = curl_easy_init();
    ensure(curl != NULL);
    set_common(curl, &carrying, words);
    set_server(arena, curl, from);
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, "NOOP");
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    out->end = code == CURLE_OK ? COURIER_TAKEN : COURIER_LATER;
    out->cause = cause_of(curl, code);
    out->trouble = code == CURLE_OK ? TEXT_NONE : said(arena, code, words, status);
    curl_easy_cleanup(curl);
}

/* -- webhooks -- */

/* The receiver takes one id once, so whatever is not a plain yes is tried again. What it will never
 * take (the request itself is wrong for it) is not. */
static enum courier_end end_of_post(CURLcode code, long status)
{
    bool is_answered = code == CURLE_OK || code == CURLE_WRITE_ERROR;
    if (is_answered && status >= 200 && status < 300) {
        return COURIER_TAKEN;
    }
    bool is_final = is_answered && (status == 400 || status == 410 || status == 422);
    return is_final ? COURIER_REFUSED : COURIER_LATER;
}

static struct curl_slist *headers_of(struct arena *arena, const struct courier_hook *hook,
                                     const struct courier_note *note)
{
    const struct text lines[] = {
        TEXT("Content-Type: application/json; charset=utf-8"),
        TEXT("User-Agent: liandong"),
        TEXT("Expect:"),
        text_format(arena, "Idempotency-Key: %.*s", TEXT_ARG(note->id)),
        text_format(arena, "Liandong-Signature: %.*s",
                    TEXT_ARG(courier_signature(arena, hook, note))),
    };
    struct curl_slist *list = NULL;
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        list = curl_slist_append(list, text_c_string(arena, lines[i]));
        ensure(list != NULL);
    }
    return list;
}

/* With what the endpoint answered. */
static struct text post(struct arena *arena, const struct courier_hook *hook,
                        const struct courier_note *note, struct courier_report *out)
{
    char words[CURL_ERROR_SIZE] = "";
    long status = 0;
    struct carrying carrying = {.may_be_near = hook->may_be_near};
    CURL *curl = curl_easy_init();
    struct curl_slist *headers = headers_of(arena, hook, note);
    ensure(curl != NULL);
    set_common(curl, &carrying, words);
    set_text(arena, curl, CURLOPT_URL, hook->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR,
                     text_starts_with(hook->url, TEXT("http://")) ? "http" : "https");
    set_text(arena, curl, CURLOPT_CAINFO, hook->authority);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)note->json.len);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, note->json.at);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    out->end = end_of_post(code, status);
    out->cause = cause_of(curl, code);
    out->trouble = out->end == COURIER_TAKEN ? TEXT_NONE : said(arena, code, words, status);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return text_copy(arena, (struct text){carrying.answer, carrying.answered});
}

void courier_post(struct arena *arena, const struct courier_hook *hook,
                  const struct courier_note *note, struct courier_report *out)
{
    (void)post(arena, hook, note, out);
}

static struct text chance(struct arena *arena)
{
    unsigned char random[16];
    struct buffer out = buffer_open(arena, 2 * sizeof random);
    ensure(RAND_bytes(random, sizeof random) == 1);
    for (size_t i = 0; i < sizeof random; i++) {
        buffer_addf(&out, "%02x", random[i]);
    }
    return buffer_text(&out);
}

void courier_prove(struct arena *arena, const struct courier_hook *hook, int64_t now,
                   struct courier_report *out)
{
    struct text challenge = chance(arena);
    struct courier_note note = {
        .id = text_format(arena, "challenge.%.*s", TEXT_ARG(challenge)),
        .json = text_format(arena, "{\"challenge\":\"%.*s\"}", TEXT_ARG(challenge)),
        .at = now,
    };
    struct text answer = post(arena, hook, &note, out);
    if (out->end == COURIER_TAKEN && !courier_proof_is_right(arena, hook, challenge, answer)) {
        *out = (struct courier_report){
            COURIER_LATER, COURIER_CAUSE_UNPROVEN,
            TEXT("the endpoint did not answer the challenge with the key (docs/api.md)")};
    } else if (out->end != COURIER_TAKEN) {
        out->end = COURIER_LATER;
    }
}

/* -- looking -- */

bool courier_source_is_valid(const struct courier_source *source)
{
    return is_plain(source->url) && (text_starts_with(source->url, TEXT("https://")) ||
                                     text_starts_with(source->url, TEXT("http://")));
}

void courier_fetch(struct arena *arena, const struct courier_source *source,
                   struct courier_report *out, struct text *answer)
{
    char words[CURL_ERROR_SIZE] = "";
    long status = 0;
    struct carrying carrying = {.may_be_near = true};
    CURL *curl = curl_easy_init();
    ensure(curl != NULL);
    set_common(curl, &carrying, words);
    set_text(arena, curl, CURLOPT_URL, source->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    set_text(arena, curl, CURLOPT_CAINFO, source->authority);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    out->end = code == CURLE_OK && status == 200 ? COURIER_TAKEN : COURIER_LATER;
    out->cause = cause_of(curl, code);
    out->trouble = out->end == COURIER_TAKEN ? TEXT_NONE : said(arena, code, words, status);
    *answer = text_copy(arena, (struct text){carrying.answer, carrying.answered});
    curl_easy_cleanup(curl);
}
