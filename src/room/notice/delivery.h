#ifndef LIANDONG_ROOM_NOTICE_DELIVERY_H
#define LIANDONG_ROOM_NOTICE_DELIVERY_H

#include "room/notice/notice.h"
#include "room/notice/reach.h"

/* Deliveries (送达): who is told of a notice, and by which way. The rows are made in the
 * transaction of the notice's event, one for each person and way, and never again: so none is lost,
 * and none is there twice. What is sent is sent by roof/outbox.c, outside the writer; what became
 * of it comes back as a command.
 *
 * What is promised: a delivery whose acknowledgement was recorded is never sent again. A row is
 * marked as being sent, durably, before a byte leaves. Where it is still marked so when nobody
 * sends it any more (a killed process, a lost connection after all was handed over), nobody knows
 * whether it arrived: a mail is then left alone and stands among the gaps as unsure; a webhook is
 * sent again under the same id, by which its receiver knows it.
 *
 * The page is a way too: its rows say who was to be told when the notice was made. Whether he
 * opened it is the notice's own (notice_reader), for all ways. */

enum delivery_way {
    DELIVERY_BY_PAGE,
    DELIVERY_BY_MAIL,
    DELIVERY_BY_MESSAGE, /* an endpoint that reaches persons by telephone */
    DELIVERY_BY_SYSTEM   /* an endpoint that is told for itself */
};
#define DELIVERY_PAGE "page"
#define DELIVERY_MAIL "mail"

/* The ways that this installation has beside the page, by the operator's settings; said once,
 * before there are threads. Without, people are told in the page alone. */
#define DELIVERY_WAYS_MAX 9
struct delivery_channel {
    enum delivery_way way;
    struct text name; /* "mail", or the endpoint's */
};
struct delivery_channels {
    struct delivery_channel items[DELIVERY_WAYS_MAX];
    size_t count;
    struct text origin; /* of links: "https://linkage.example.gov.cn"; "" none */
};
void delivery_set_channels(const struct delivery_channels *channels);
const struct delivery_channels *delivery_get_channels(void);
const struct delivery_channel *delivery_channel_of(struct text name); /* NULL: no such one */
bool delivery_has_way(enum delivery_way way);

/* -- the city's rules: clock.json, notice_times -- */
struct delivery_rules {
    int digest_at;                       /* minute of each working day; -1: there is no digest */
    int quiet_from, quiet_to;            /* nothing leaves then; -1: there are no quiet hours */
    int unopened_days;                   /* working days after which what nobody opened is a gap */
    const struct jvalue *critical_kinds; /* at once when they are about a critical item */
    const struct jvalue *urgent_kinds;   /* at once always: what law or rule wants told */
    const struct jvalue *urgent_rules;   /* the same, of single triggers */
    int urgent_days; /* at once when the day it is about is no more than so many working days off */
};
struct delivery_rules delivery_rules_on(const struct city *city, civil_date day);

/* -- deciding (delivery.c, pure) -- */

struct delivery_asked {
    const struct delivery_rules *rules;
    struct text kind, rule;
    bool is_critical;  /* an item it touches holds up production by its project's plan */
    civil_date due_on; /* the day that the notice is about */
    civil_date near_until, digest_on; /* `urgent_days` from today on; the day of the next digest */
    civil_date today;
};
/* At once: it is about the critical path, a rule wants it told, or the day it is about is near, or
 * would be over before the digest is read. */
bool delivery_is_urgent(const struct delivery_asked *asked);

/* The first moment, from `now` on, at which something may leave: after quiet hours. UTC ms. */
struct delivery_hours {
    int quiet_from, quiet_to;
    int offset_minutes;
};
int64_t delivery_after_quiet(const struct delivery_hours *hours, int64_t now);

/* How long after the n-th failure it is tried again, growing; 0: not any more, a day is over. */
int64_t delivery_pause_ms(int64_t attempts, int64_t waited_ms);
#define DELIVERY_PATIENCE_MS ((int64_t)24 * 3600 * 1000)

/* -- as it is kept; stored under these words -- */
#define DELIVERY_WAITING "waiting"         /* until its due_at */
#define DELIVERY_SENDING "sending"         /* now; or nobody knows, see above */
#define DELIVERY_SENT "sent"               /* acknowledged by the other side */
#define DELIVERY_UNSURE "unsure"           /* handed over, never acknowledged */
#define DELIVERY_GIVEN_UP "given_up"       /* refused, or tried for a day */
#define DELIVERY_NO_CONTACT "no_contact"   /* he has left no address, or a wrong one */
#define DELIVERY_UNCONFIRMED "unconfirmed" /* he has not typed in the code sent to his address */
#define DELIVERY_OPTED_OUT "opted_out"
#define DELIVERY_READ "read" /* he had opened it before the digest left */
#define DELIVERY_GONE "gone" /* no longer his: another post, another project */

/* In the place of a notice: a trial of a way; the code that confirms an address. */
#define DELIVERY_TRIAL ((int64_t)0)
#define DELIVERY_CODE ((int64_t)-1)

struct delivery {
    int64_t notice, account, project, made_at, due_at, attempts, claimed_at, done_at;
    struct text channel, state, trouble;
    bool is_digest;
};
/* As it is shown: "held" (quiet hours) and "failed" (will be tried again) are kinds of waiting;
 * "opened" where he has read it. */
struct text delivery_shown(const struct delivery *delivery, bool is_opened, int64_t now);

/* -- making them (delivery_make.c) -- */
MUST_USE bool delivery_make(struct command_run *run, int64_t notice,
                            const struct notice_message *message, struct fault *fault);

/* -- sending them (delivery_send.c): commands of roof/outbox.c -- */

struct delivery_claim {
    struct text channel;
};
struct delivery_settle {
    struct text channel;
    int64_t batch, account; /* the first notice's, or DELIVERY_TRIAL, _CODE. Account 0: a system */
    struct text end;        /* one of DELIVERY_ENDS */
    struct text trouble;
};
#define DELIVERY_ENDS "taken", "later", "refused", "unsure"
/* Longer than any sending: what is marked as being sent before that is sent by nobody. */
#define DELIVERY_STALE_MS ((int64_t)120000)
extern const struct field_table delivery_claim_table, delivery_settle_table;
MUST_USE bool delivery_perform_claim(struct command_run *run, const void *fields,
                                     struct fault *fault);
MUST_USE bool delivery_perform_settle(struct command_run *run, const void *fields,
                                      struct fault *fault);
/* Of the system administrator: a trial message, to himself or to the endpoint. */
MUST_USE bool delivery_perform_test(struct command_run *run, const void *fields,
                                    struct fault *fault);
/* Whether something of that channel is due or stale; for a thread that looks often. */
MUST_USE bool delivery_is_due(struct store *store, struct text channel, int64_t now, bool *out,
                              struct fault *fault);

/* -- words (delivery_words.c) -- */

struct delivery_letter {
    struct text id, subject, body, language;
};
/* Of what is told together: a digest, or one. From the events alone. */
struct delivery_telling {
    const struct notices *notices;
    enum language language;
    bool is_digest;
    struct text id;
    struct text code; /* not "": a mail with the code, and nothing else */
};
void delivery_write_mail(struct arena *arena, const struct delivery_telling *telling,
                         struct delivery_letter *out);
/* The body of a webhook: its format is in docs/api.md. */
void delivery_write_note(struct json_writer *json, const struct delivery_telling *telling,
                         const struct reach *to, int64_t at);

#endif
