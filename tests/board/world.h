#ifndef LIANDONG_TESTS_BOARD_WORLD_H
#define LIANDONG_TESTS_BOARD_WORLD_H

#include "app/pipeline.h"
#include "app/register.h"
#include "place.h"

/* The sample city with a handful of people and one project under way, in a database of its own: for
 * tests that walk through the pipeline and read the pages. It is Monday, 2026-11-23, 10:00. */
struct world {
    struct place place;
    struct arena *arena;
    struct store *store;
    struct ledger *ledger;
    struct registry *registry;
    struct pipeline *pipeline;
    const struct city *city;
    int64_t now;
    int64_t project;
    struct fault fault; /* of the last act */
    struct text receipt;
    struct text answer;
};

enum person {
    ENTERPRISE = 1,
    NAVIGATOR,
    COORDINATOR,
    PROMOTER,
    BUILDER,
    BUILDER_TOO,
    POWER,
    PERSON_COUNT
};

void world_open(struct world *world);
void world_close(struct world *world);

struct actor world_actor(const struct world *world, enum person person);

/* Runs a command with JSON fields; the id of the answer, or 0 with world->fault set. */
int64_t world_do(struct world *world, enum person person, const char *command, int64_t id,
                 const char *json);
/* Runs a command with the kind's own struct. */
int64_t world_give(struct world *world, enum person person, const char *command, int64_t id,
                   const void *fields);
/* The JSON of a view; empty with world->fault set. `target`: "/problems?state=open". */
struct text world_see(struct world *world, enum person person, const char *target);
struct view_run world_view(struct world *world, const struct actor *actor, int64_t id);
/* The receipt of the last act. */
bool world_has(struct text json, const char *part);

#endif
