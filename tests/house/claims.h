#ifndef LIANDONG_TESTS_HOUSE_CLAIMS_H
#define LIANDONG_TESTS_HOUSE_CLAIMS_H

#include "app/register.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "store/store.h"

/* TAP with all that speaks against a claim below it, since a house test that stops at the first
 * offence is run as often as there are offences. */
struct claims {
    struct arena *arena;
    struct buffer against; /* of the claim in progress, a sentence a line */
    int number;
    int failed;
};

struct claims claims_open(struct arena *arena);
/* One more thing that speaks against the claim in progress. */
void claims_against(struct claims *claims, const char *format, ...) PRINTF_LIKE(2, 3);
/* Prints the claim with what was found since the last one. */
void claims_end(struct claims *claims, const char *claim);

/* The parts of the test, each over the whole register. */
void house_texts(struct claims *claims, const struct house *house);
void house_documents(struct claims *claims, const struct registry *registry);
/* Plays the demonstration and replays it under guard. */
void house_tables(struct claims *claims, const struct registry *registry);

#endif
