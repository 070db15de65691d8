#ifndef LIANDONG_ROOF_OUTBOX_H
#define LIANDONG_ROOF_OUTBOX_H

#include "app/neighbours.h"
#include "app/writer.h"
#include "courier/settings.h"
#include "roof/boot.h"

/* The outbox (发件箱): sends what the room `notice` has put down to be sent. A thread for each way
 * out of the house, so that one that fails or is slow holds up no other, and none of them the
 * writer: a thread looks with a reading connection of its own, asks the writer for the next message
 * (which marks it, durably), hands it to the courier, and tells the writer what became of it. The
 * order is always that one; delivery.h says what it promises.
 *
 * On a database that several nodes share the node that does the timed jobs sends, the others look
 * on. A way that fails as a whole pauses for growing times, up to a minute. */
struct outbox;

/* Says which ways there are (delivery_set_channels) and makes the library ready: before there are
 * threads. `origin` may be NULL. */
MUST_USE bool outbox_prepare(const struct courier_settings *settings, const char *origin,
                             struct fault *fault);

struct outbox_options {
    const struct courier_settings *settings; /* lives as long as the outbox */
    const struct boot *boot;
    struct writer *writer;
    const struct neighbours *neighbours;
    int64_t (*now)(void *clock);
};
MUST_USE bool outbox_open(const struct outbox_options *options, struct outbox **out,
                          struct fault *fault);
/* What is under way is finished, for up to COURIER_MOST_S. Before the writer is closed. NULL is
 * allowed. */
void outbox_close(struct outbox *outbox);

#endif
