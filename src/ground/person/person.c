#include "ground/person/person.h"

#include "base/arena.h"
#include "vault/vault.h"

static const struct statement person_put = {
    "person_put", "insert into person_sealed(thing, id, sealed) values($1,$2,$3) on conflict(thing,"
                  " id) do update set sealed=excluded.sealed"};
static const struct statement person_drop = {"person_drop",
                                             "delete from person_sealed where thing=$1 and id=$2"};
static const struct statement person_of = {
    "person_of", "select sealed from person_sealed where thing=$1 and id=$2"};
static const struct statement *const person_statements[] = {&person_put, &person_drop, &person_of};
static const size_t person_statement_count = COUNT_OF(person_statements);

static struct text about(struct arena *arena, struct person_place place)
{
    return text_format(arena, "%s:%lld:person", place.thing, (long long)place.id);
}

bool person_keep(struct command_run *run, struct person_place place, struct text words,
                 struct fault *fault)
{
    struct text sealed;
    return vault_seal(run->arena, run->vault, about(run->arena, place), words, &sealed, fault) &&
           store_run(run->store, &person_put,
                     CELLS(cell_text(text_of(place.thing)), cell_int(place.id), cell_bytes(sealed)),
                     fault);
}

bool person_forget(struct command_run *run, struct person_place place, struct fault *fault)
{
    return store_run(run->store, &person_drop,
                     CELLS(cell_text(text_of(place.thing)), cell_int(place.id)), fault);
}

bool person_read(const struct view_run *run, struct person_place place, struct text *out,
                 struct fault *fault)
{
    struct store_rows rows;
    struct text sealed = TEXT_NONE;
    *out = TEXT_NONE;
    if (!store_query(run->store, &person_of,
                     CELLS(cell_text(text_of(place.thing)), cell_int(place.id)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        sealed = store_bytes(run->arena, &rows, 0);
    }
    return store_done(&rows, fault) &&
           (sealed.len == 0 ||
            vault_open(run->arena, run->vault, about(run->arena, place), sealed, out, fault));
}

const struct room person_room = {.name = "person", ROOM_STATEMENTS(person)};
