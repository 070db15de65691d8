#ifndef LIANDONG_COURIER_COURIER_H
#define LIANDONG_COURIER_COURIER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/text.h"

/* The courier carries a message out of the house, by libcurl: a mail to a mail server (SMTP, RFC
 * 5321), or a signed message to a configured endpoint (a webhook). It knows no word of the trade
 * and keeps nothing: what is to be carried, when, and whether again is its caller's.
 *
 * Where it goes is said by the operator's settings alone, never by a user: a name in them, and of
 * an endpoint a network address that is public, unless the settings allow a near one. No redirect
 * is followed, no proxy of the environment is used, of an answer 4 KiB are read. Each carrying ends
 * within COURIER_MOST_S.
 *
 * Any thread, each message by one thread at a time. */
struct arena;

#define COURIER_MOST_S 30
#define COURIER_CONNECT_S 10

/* What became of a message. */
enum courier_end {
    COURIER_TAKEN,   /* the other side has acknowledged it */
    COURIER_LATER,   /* it was not taken; another try may be better */
    COURIER_REFUSED, /* it was not taken and never will be: there is no such mailbox */
    COURIER_UNSURE   /* all of it was handed over, and the acknowledgement never came */
};
/* Why it was not taken, as far as an operator mends each in another way. */
enum courier_cause {
    COURIER_CAUSE_OTHER,       /* see `trouble` */
    COURIER_CAUSE_UNREACHABLE, /* no such name, nobody listens, no answer in time */
    COURIER_CAUSE_OPEN,        /* the server offers no encryption */
    COURIER_CAUSE_NAME,        /* its certificate is for another host name */
    COURIER_CAUSE_EXPIRED,     /* its certificate is over, or not in force yet */
    COURIER_CAUSE_UNTRUSTED,   /* its certificate is self-signed, or of an unknown authority */
    COURIER_CAUSE_LOGIN,       /* user or password were not accepted */
    COURIER_CAUSE_UNPROVEN,    /* the endpoint did not show that it has the key */
    COURIER_CAUSES
};
struct courier_report {
    enum courier_end end;
    enum courier_cause cause;
    struct text trouble; /* what the other side, or the library, said; one line, "" when taken */
};

/* Once, before any thread and before the first message; and at the end. */
MUST_USE bool courier_begin(struct fault *fault);
void courier_end(void);

/* -- mail -- */

struct courier_mailbox {
    struct text server;         /* "smtp://mail.example.gov.cn:587" (STARTTLS) or "smtps://..." */
    struct text from;           /* address */
    struct text name;           /* shown beside it */
    struct text user, password; /* user "": no authentication */
    struct text authority;      /* file of certificates; "": the machine's */
};
struct courier_mail {
    struct text to;
    struct text id;      /* of the Message-ID, before the @: the same at each try */
    struct text subject; /* one line of UTF-8 */
    struct text body;
    struct text language; /* "zh-CN", "en" */
    int64_t at;           /* UTC ms */
};

/* Whether it is an address that mail is sent to: ASCII, name@host, nothing that could end a line or
 * begin another field or command. */
bool courier_address_is_valid(struct text address);
/* Encrypted, or to this very machine: false for all else. */
bool courier_server_is_valid(struct text server);
/* The message as it is sent (RFC 5322, MIME): headers in ASCII, the body as base64 of UTF-8 in
 * lines of 76. mime.c, pure. */
struct text courier_compose(struct arena *arena, const struct courier_mailbox *from,
                            const struct courier_mail *mail);
void courier_mail(struct arena *arena, const struct courier_mailbox *from,
                  const struct courier_mail *mail, struct courier_report *out);
/* Up to the point where a mail would be handed over, encrypted and signed in: TAKEN when all of
 * that holds. */
void courier_greet(struct arena *arena, const struct courier_mailbox *from,
                   struct courier_report *out);

/* -- webhooks -- */

struct courier_hook {
    struct text url;       /* https://...; http: only to this very machine */
    struct text key;       /* signs; at least 16 bytes */
    struct text old_key;   /* signs too, while receivers change over; "" none */
    struct text authority; /* as above */
    bool may_be_near;      /* a private or loopback address is allowed */
};
struct courier_note {
    struct text id; /* the same at each try: the receiver takes it once */
    struct text json;
    int64_t at; /* UTC ms, of this try */
};
bool courier_url_is_valid(const struct courier_hook *hook);
/* The header that proves where a note comes from (docs/api.md has the receiver's side):
 *
 *     t=1764500000,sm3=<64 hexadecimal digits>,sha256=<64>[,sm3=..,sha256=.. of the old key]
 *
 * each the HMAC, with the key, of "<t>.<id>.<body>". sign.c, pure. */
struct text courier_signature(struct arena *arena, const struct courier_hook *hook,
                              const struct courier_note *note);
/* What an endpoint answers to a challenge, and nothing else: the HMAC, with the key, of
 * "challenge.<challenge>" in hexadecimal. sign.c, pure. */
bool courier_proof_is_right(struct arena *arena, const struct courier_hook *hook,
                            struct text challenge, struct text answer);
/* An endpoint shows that it has the key before anything is told to it: whoever answers 200 to all
 * that comes is not it. TAKEN when it did, else LATER. */
void courier_prove(struct arena *arena, const struct courier_hook *hook, int64_t now,
                   struct courier_report *out);
void courier_post(struct arena *arena, const struct courier_hook *hook,
                  const struct courier_note *note, struct courier_report *out);

/* -- looking -- */

/* What another service publishes, for those who watch it: a GET of at most 4 KiB. Near addresses
 * are allowed, since whoever watches says himself whom. */
struct courier_source {
    struct text url;       /* http:// or https:// */
    struct text authority; /* as above */
};
bool courier_source_is_valid(const struct courier_source *source);
/* TAKEN when it was answered 200: then `answer` is the body. */
void courier_fetch(struct arena *arena, const struct courier_source *source,
                   struct courier_report *out, struct text *answer);

/* -- secrets -- */

/* The first line of a file that nobody but its owner may read: a password, a key. A name without a
 * slash is a credential of the service manager (systemd, LoadCredential). SETTING_WRONG. */
MUST_USE bool courier_secret(struct arena *arena, struct text file, struct text *out,
                             struct fault *fault);

#endif
