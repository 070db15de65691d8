#ifndef LIANDONG_ROOF_JOBS_H
#define LIANDONG_ROOF_JOBS_H

#include "app/neighbours.h"
#include "roof/boot.h"
#include "roof/chores.h"

/* Timed jobs (定时任务): what the program does by itself between commands, in the writer's thread:
 * looks for published changes of the pack, does the chores that are due (chores.h), signs the
 * newest size of the ledger (once a second at most), makes the lists' rows for tomorrow, or anew
 * where the pack has changed, and once an hour forgets old answers, sweeps contents that nothing
 * points to, and makes room in the tables that grow. On a database that several nodes share one
 * node does them, the others wait for its lock (app/neighbours.h). Each may be done twice without
 * harm. */
struct jobs {
    struct boot *boot;
    const struct neighbours *neighbours;
    struct viewer *viewer;      /* told of a new head: receipts lead to it */
    struct store *checkpointer; /* of SQLite's log; NULL on a server */
    struct chores chores;
    int64_t signed_size;
    int64_t checkpoint_at, hourly_at; /* UTC ms, of the last time */
    struct standing_renewal renewal;
};

/* For writer_options.idle. */
void jobs_do(struct jobs *jobs, int64_t now);

#endif
