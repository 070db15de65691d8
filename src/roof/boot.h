#ifndef LIANDONG_ROOF_BOOT_H
#define LIANDONG_ROOF_BOOT_H

#include "app/pipeline.h"
#include "app/reader.h"
#include "app/register.h"
#include "board/standing.h"
#include "paper/printer.h"
#include "roof/living.h"
#include "signer/signer.h"

/* The start, for all commands that work on a database: serve, setup, rebuild, bench. */
struct boot_options {
    struct text database; /* a file, or the address of a server */
    struct text home;     /* folder of keys/, and of files/ where the database is a file */
    struct text replica;  /* where views that may be a little old are read; empty: nowhere */
    const char *pack;     /* directory of the city's pack */
    bool must_exist;
    bool with_signer;        /* start the process that signs heads; before any thread */
    bool with_printer;       /* and the one that prints letters */
    follow_function *follow; /* what follows of events; NULL: what the city's table says */
    bool is_lazy;            /* as of a store: nobody is told that a commit is done */
    bool settles_later; /* lists are not settled with each group: the caller does it (standing.h) */
};

struct boot {
    struct arena *arena; /* the process's */
    struct text folder;  /* home */
    struct living living;
    const struct pack *pack; /* as it was at the start */
    const struct city *city; /* the handle: city_hold gives the newest snapshot */
    const struct registry *registry;
    struct vault *vault;
    struct signer *signer;
    struct printer *printer; /* NULL: nothing is printed */
    struct store *store;     /* the writing connection */
    struct ledger *ledger;
    struct pipeline *pipeline;
    struct text database;
    struct text replica;
    struct standing_desk standing; /* what settles derived rows needs */
};

/* Held (store_hold) by whoever makes or mends the tables of a database: a start, or a move. */
#define BOOT_START_LOCK 0x53545254 /* "STRT" */

/* Opens all of it, migrates, makes missing tables and replays the ledger into them where a room's
 * tables are of another version. */
MUST_USE bool boot_open(const struct boot_options *options, struct boot **out, struct fault *fault);
void boot_close(struct boot *boot);

/* One more reading connection. */
MUST_USE bool boot_reader(const struct boot *boot, struct reader *out, struct fault *fault);

/* The connection of the thread that takes in files: it writes where they go into the database. */
MUST_USE bool boot_slow(const struct boot *boot, struct reader *out, struct fault *fault);

/* Whether the database was made with demonstration data. */
MUST_USE bool boot_is_demo(const struct boot *boot, bool *out, struct fault *fault);

/* UTC milliseconds; `clock` is ignored. The one place that asks. Nodes whose machines' clocks
 * differ share the database's: boot_set_clock, now and then, takes the difference. Any thread. */
int64_t boot_now(void *clock);
MUST_USE bool boot_set_clock(struct store *store, struct fault *fault);

#endif
