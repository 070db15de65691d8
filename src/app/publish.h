#ifndef LIANDONG_APP_PUBLISH_H
#define LIANDONG_APP_PUBLISH_H

#include "app/identity/session.h"
#include "app/reader.h"
#include "app/register.h"

/* After the commit, and only then: whoever listens hears what happened, as far as he may see it. A
 * thread of its own reads the ledger's tail, so a slow listener never slows the writer, and nothing
 * is told that is not durable. */
struct publisher;

struct publisher_options {
    struct reader *reader; /* a reading connection, the publisher's */
    const struct registry *registry;
    const struct city *city;
    struct sessions *sessions;
    int64_t (*now)(void *clock);
    void *clock;
    int64_t from_seq; /* what came up to it is not told again */
};

struct listener {
    /* One event as the data of a server-sent event; without text: only whether it still listens.
     * False: the listener is gone and is dropped. In the publisher's thread; must not block. */
    bool (*hear)(void *context, struct text kind, struct text json);
    /* The listener's place is given up: its session ended or it said it was gone. */
    void (*dropped)(void *context);
    void *context;
    const struct actor *actor; /* copied */
    struct text session;       /* hash of its session or token, copied: it ends with that one */
};

MUST_USE bool publisher_open(const struct publisher_options *options, struct publisher **out,
                             struct fault *fault);
/* The writer's call: the ledger has this size now. */
void publisher_wake(struct publisher *publisher, int64_t ledger_size);
/* False when there are too many listeners. */
bool publisher_listen(struct publisher *publisher, const struct listener *listener);
void publisher_close(struct publisher *publisher);

/* Members of an open object: which entry it is, and what it is about. */
struct ledger_entry;
void publish_entry_members(struct json_writer *json, const struct ledger_entry *entry);

#endif
