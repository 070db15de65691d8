#ifndef LIANDONG_APP_NEIGHBOURS_H
#define LIANDONG_APP_NEIGHBOURS_H

#include "app/publish.h"
#include "app/reader.h"
#include "app/viewer.h"

/* What several nodes on one database must know of each other. A thread with a connection of its own
 * hears what the others committed (a notification, within milliseconds), looks for itself twice a
 * second (a lost notification is a delay, never a gap), and after a lost connection takes in all
 * that it missed. It also holds the lock of the timed jobs for this node, or waits for it: the node
 * that has it does them; when it dies, or no longer answers, another has it within seconds.
 *
 * On an embedded database there are no neighbours: no thread, and the jobs are this node's. */
struct neighbours;

struct neighbours_options {
    struct store_options database;
    struct viewer *viewer;
    struct publisher *publisher;
    struct sessions *sessions;
    int64_t (*now)(void *clock);
    void *clock;
    /* Called now and then with the connection: to take the difference of the clocks. */
    bool (*set_clock)(struct store *store, struct fault *fault);
};

MUST_USE bool neighbours_open(const struct neighbours_options *options, struct neighbours **out,
                              struct fault *fault);
void neighbours_close(struct neighbours *neighbours); /* NULL is allowed */

/* Whether this node does the timed jobs. Any thread. */
bool neighbours_leave_jobs_to_us(const struct neighbours *neighbours);
/* Since when the database has not answered: what is known of the others is as old. Any thread. */
int64_t neighbours_silence_ms(const struct neighbours *neighbours);
/* Whether the database answers. Any thread. */
bool neighbours_are_reached(const struct neighbours *neighbours);
/* The ledger's size as last heard of or looked at. Any thread. */
int64_t neighbours_size(const struct neighbours *neighbours);

#endif
