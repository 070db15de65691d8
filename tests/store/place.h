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
    struct text schemas[8]; /* on a server: the databases of this test */
    size_t schema_count;
};

void place_open(struct place *place);
void place_close(struct place *place);
struct text place_path(struct place *place, const char *name); /* NUL-terminated */

/* Where the database of that name is: a file in the folder; or, when the environment names a server
 * (LIANDONG_TEST_DB, the address of an empty database), a schema on it that is gone with the place.
 */
struct text place_database(struct place *place, const char *name);
const char *place_server(void); /* NULL: files */
/* How many tables there are beside the store's own, asked of either catalogue. */
const struct statement *place_tables(void);
/* Bytes as the database writes them in SQL: as they are, or as text, which a server refuses when
 * they are no UTF-8. For tampering by store_script. */
struct text place_bytes(struct arena *arena, struct text bytes);
struct text place_text(struct arena *arena, struct text bytes);

/* For a claim that is about files, or about what only SQLite does. */
#define SKIP_ON_A_SERVER()                                                                         \
    do {                                                                                           \
        if (place_server() != NULL) {                                                              \
            skip();                                                                                \
        }                                                                                          \
    } while (0)

/* That database; a failure fails the test. */
struct store *place_store(struct place *place, const char *name);
/* The same with faults, or NULL and `*fault` set. */
struct store *place_faulty_store(struct place *place, const char *name, struct store_faults *faults,
                                 struct fault *fault);

/* The first column of the only row. */
int64_t number_in(struct store *store, const struct statement *statement);

#define assert_fault(fault, expected)                                                              \
    assert_string_equal(fault_code_name((fault).code), fault_code_name(expected))

#endif
