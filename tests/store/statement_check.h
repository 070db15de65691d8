#ifndef LIANDONG_TESTS_STORE_STATEMENT_CHECK_H
#define LIANDONG_TESTS_STORE_STATEMENT_CHECK_H

#include "store/store.h"

/* What is wrong with a statement, found without running it: the SQL does not compile, a word
 * outside the portable subset (src/store/README.md) stands in it, or its plan reads a whole table.
 * Empty text: nothing. The store must hold the tables.
 *
 * `may_scan`: for the few statements that have to read everything, such as a rebuild. */
struct text statement_check(struct arena *arena, struct store *store,
                            const struct statement *statement, bool may_scan);

#endif
