#ifndef LIANDONG_TESTS_ROOF_INSTALLATION_H
#define LIANDONG_TESTS_ROOF_INSTALLATION_H

#include "place.h"
#include "roof/move.h"

/* An installation of the sample city in a file "from/liandong.db" of the place, and a database
 * called `to` into which it is moved: another file, or a schema of the server that
 * LIANDONG_TEST_DB names. */
struct installation {
    struct place place;
    struct arena *arena;
    struct text from, from_home, to, to_home;
    struct fault fault; /* of the last move */
    struct move_report report;
};

/* A demonstration, or three administrators and two files. */
void installation_open(struct installation *all, bool is_demo);
void installation_close(struct installation *all);

/* `to` becomes another, empty database; at most seven a place. */
void installation_new_target(struct installation *all, const char *name);

struct move_options installation_options(const struct installation *all);
bool installation_move(struct installation *all, const struct move_options *options);

/* A connection to either, closed by the caller. */
struct store *installation_store(const struct installation *all, struct text database);
void installation_script(struct installation *all, struct text database, const char *sql);
/* How the target stands: STORE_NEW also where nothing is. */
enum store_standing installation_standing(struct installation *all);

#endif
