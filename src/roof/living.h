#ifndef LIANDONG_ROOF_LIVING_H
#define LIANDONG_ROOF_LIVING_H

#include "app/city.h"
#include "pack/living.h"
#include "store/store.h"

/* The city's pack while the program runs: the folder it was started with, and the changes that the
 * room `catalog` knows to be published. Every node arrives at the same pack from the same ledger.
 *
 * living_look is called in the writer's thread only: before each group of commands, and between
 * them. It costs one row when nothing has changed. */
struct living {
    struct pack_sources base;         /* in the process's arena */
    const struct city *city;          /* the handle; NULL before living_open */
    int64_t turn;                     /* what the newest snapshot was composed of */
    civil_date next_day;              /* when it must be composed anew; CIVIL_DATE_NONE: never */
    bool has_failed;                  /* said already that what is published can't be composed */
    void (*succeeded)(void *context); /* a new snapshot is there: NULL, nobody is told */
    void *context;
};

/* Reads the folder. */
MUST_USE bool living_read(struct arena *arena, const char *directory, struct living *out,
                          struct fault *fault);
/* The first snapshot, by what the database says is published. Refused where what is published does
 * not go with the folder: it was exchanged for one that it does not fit. */
MUST_USE bool living_open(struct living *living, struct store *store, int64_t now,
                          struct fault *fault);
/* Whether something was published or its day has come; then a new snapshot. For
 * pipeline_options.look. */
MUST_USE bool living_look(void *living, struct store *store, int64_t now, struct fault *fault);
void living_close(struct living *living);

#endif
