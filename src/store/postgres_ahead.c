#include <string.h>

#include "store/postgres.h"

/* A page of fifty rows that each take a question costs fifty round trips; sent ahead they cost one.
 * What is ahead belongs to one statement and is forgotten as soon as another one is run, so that no
 * answer is ever older than the page it was asked for. A failure among what is ahead ends it: the
 * next question is told, and nothing that was sent with it is taken for an answer. */

uint64_t pg_ahead_key(struct cells cells)
{
    uint64_t key = 0xcbf29ce484222325u;
    for (size_t i = 0; i < cells.count; i++) {
        const struct cell *cell = &cells.at[i];
        uint64_t value = cell->kind == CELL_TEXT || cell->kind == CELL_BYTES
                             ? text_hash(cell->text)
                             : (uint64_t)cell->integer;
        key = (key ^ (value + (uint64_t)cell->kind)) * 0x100000001b3u;
    }
    return key;
}

void pg_ahead_sent(struct pg *pg, const void *whose, uint64_t key)
{
    ensure(pg->ahead.sent < PG_AHEAD_MAX && pg->pending > 0);
    pg->keeps[pg->pending - 1] = true;
    pg->ahead.whose = whose;
    pg->ahead.keys[pg->ahead.sent++] = key;
}

void pg_ahead_keep(struct pg *pg, PGresult **result)
{
    ensure(pg->ahead.taken < pg->ahead.sent);
    pg->ahead.results[pg->ahead.taken++] = *result;
    *result = NULL;
}

void pg_ahead_drop(struct pg *pg)
{
    struct store_error error = {TROUBLE_FAILED, ""};
    if (pg->ahead.whose == NULL) {
        return;
    }
    if (pg->ahead.taken < pg->ahead.sent && PQstatus(pg->conn) == CONNECTION_OK &&
        !pg_take(pg, NULL, &error)) {
        pg->has_late = true; /* told by whoever waits next */
        pg->late = error;
    }
    for (int i = pg->ahead.given; i < pg->ahead.taken; i++) {
        PQclear(pg->ahead.results[i]);
    }
    memset(&pg->ahead, 0, sizeof pg->ahead);
}

bool pg_ahead_give(struct pg *pg, const void *whose, uint64_t key, PGresult **out,
                   struct store_error *error)
{
    struct pg_ahead *ahead = &pg->ahead;
    bool is_next =
        ahead->whose == whose && ahead->given < ahead->sent && ahead->keys[ahead->given] == key;
    error->words[0] = '\0';
    if (!is_next) {
        pg_ahead_drop(pg);
        return false;
    }
    if (pg->has_late || ahead->given == ahead->taken) {
        if (!pg_take(pg, NULL, error)) {
            pg_ahead_drop(pg);
            return false;
        }
    }
    *out = ahead->results[ahead->given++];
    return true;
}
