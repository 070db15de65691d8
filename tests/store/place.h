#ifndef LIANDONG_TESTS_STORE_PLACE_H
#define LIANDONG_TESTS_STORE_PLACE_H

#include "base/arena.h"
#include "store/migrate.h"
#include "store/store.h"

/* An empty folder for one test, gone afterwards with all that is in it, and an arena that lives as
 * long. */
struct place {
    char folder[128];
    struct arena *arena;
};

void place_open(struct place *place);
void place_close(struct place *place);
struct text place_path(struct place *place, const char *name); /* NUL-terminated */

/* A database in the folder; a failure fails the test. */
struct store *place_store(struct place *place, const char *name);
/* The same with faults, or NULL and `*fault` set. */
struct store *place_faulty_store(struct place *place, const char *name, struct store_faults *faults,
                                 struct fault *fault);

/* The first column of the only row. */
int64_t number_in(struct store *store, const struct statement *statement);

#define assert_fault(fault, expected)                                                              \
    assert_string_equal(fault_code_name((fault).code), fault_code_name(expected))

#endif
