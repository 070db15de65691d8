#include <stdio.h>
#include <string.h>

#include "app/access.h"
#include "app/identity/session.h"
#include "app/pipeline.h"
#include "app/reader.h"
#include "claims.h"
#include "ground/project/lead_store.h"
#include "roof/rooms.h"
#include "statement_check.h"
#include "store/migrate.h"

/* Every statement of the house: prepared, named once, portable, and no reader of whole tables. The
 * names are printed too ("# statement x"), so that a statement that hangs nowhere can be found. */

/* What may read a whole table, and why that is no harm. */
static const struct {
    const char *name;
    const char *why;
} readers[] = {
    {"account_count", "accounts are few, and only the administrators' list counts them"},
    {"audit_list", "a page in the order of its key, from the newest"},
    {"application_filtered", "a list in the order of its key, from the newest, up to its limit"},
    {"figures_districts", "sums over all projects that one may see"},
    {"session_live", "whoever is signed in, read when rights change"},
    {"token_live", "whoever has a token, read when rights change"},
    {"session_prune", "sessions are few: older ones are what it takes away"},
    {"standing_touched_after", "the scan is of what the inner query gives: a group's entries"},
    {"portfolio_gram_count", "the scan is of the two thousand rows that the inner query gives"},
    {"lead_candidates", "the scan is of the twenty best that the inner query found"},
};

static bool may_scan(const struct statement *statement)
{
    for (size_t i = 0; i < COUNT_OF(readers); i++) {
        if (strcmp(readers[i].name, statement->name) == 0) {
            return true;
        }
    }
    return false;
}

struct listed {
    const struct statement *items[2000];
    size_t count;
};

static void list_all(struct listed *listed, const struct statement *const *statements, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ensure(listed->count < COUNT_OF(listed->items));
        listed->items[listed->count++] = statements[i];
    }
}

static void collect(struct listed *listed)
{
    static const struct statement *const gates[] = {&access_project_facts, &access_project_orgs};
    for (size_t i = 0; i < the_house.room_count; i++) {
        const struct room *room = the_house.rooms[i];
        if (room->statements != NULL) {
            list_all(listed, room->statements, *room->statement_count);
        }
    }
    list_all(listed, gates, COUNT_OF(gates));
    list_all(listed, pipeline_statements, pipeline_statement_count);
    list_all(listed, reader_statements, reader_statement_count);
    list_all(listed, session_statements, session_statement_count);
    list_all(listed, lead_statements, lead_statement_count);
}

static struct store *empty_house(struct claims *claims)
{
    struct store_options memory = {.path = TEXT(":memory:")};
    struct store *store = NULL;
    struct fault fault = {.code = FAULT_NONE};
    bool made = store_open(&memory, &store, &fault) && store_migrate(store, store_facts, &fault) &&
                store_begin_write(store, &fault);
    for (size_t i = 0; made && i < the_house.room_count; i++) {
        const struct store_schema *schema = &the_house.rooms[i]->schema;
        made = schema->ddl == NULL || store_schema_create(store, schema, &fault);
    }
    if (!made || !store_commit(store, &fault)) {
        claims_against(claims, "%s", fault_sentence(claims->arena, &fault, LANGUAGE_EN).at);
    }
    claims_end(claims, "all tables of the house can be made in an empty database");
    return store;
}

static void check_schemas(struct claims *claims)
{
    for (size_t i = 0; i < the_house.room_count; i++) {
        const struct room *room = the_house.rooms[i];
        if (room->schema.ddl == NULL) {
            continue;
        }
        if (strcmp(room->schema.name, room->name) != 0) {
            claims_against(claims, "room %s has the tables of %s", room->name, room->schema.name);
        }
        struct store_names names = store_schema_tables(claims->arena, &room->schema);
        struct text prefix = text_format(claims->arena, "%s_", room->name);
        for (size_t t = 0; t < names.count; t++) {
            if (!text_is(names.items[t], room->name) && !text_starts_with(names.items[t], prefix)) {
                claims_against(claims, "room %s makes table %.*s", room->name,
                               TEXT_ARG(names.items[t]));
            }
            if (text_find(names.items[t], TEXT("ledger")) != SIZE_MAX ||
                text_find(names.items[t], TEXT("event")) != SIZE_MAX) {
                claims_against(claims, "table %.*s is named like the ledger's",
                               TEXT_ARG(names.items[t]));
            }
        }
    }
    claims_end(claims, "a table carries the name of its room");
}

static void check_names(struct claims *claims, const struct listed *listed)
{
    for (size_t i = 0; i < listed->count; i++) {
        printf("# statement %s\n", listed->items[i]->name);
        for (size_t k = 0; k < i; k++) {
            if (strcmp(listed->items[i]->name, listed->items[k]->name) == 0) {
                claims_against(claims, "%s stands twice", listed->items[i]->name);
            }
        }
    }
    claims_end(claims, "a statement's name stands for one statement");
}

/* `with_plans`: the plan is looked at too, else only whether the statement is good SQL. */
static void check_statements(struct claims *claims, struct store *store,
                             const struct listed *listed, bool with_plans)
{
    for (size_t i = 0; i < listed->count; i++) {
        bool lenient = !with_plans || may_scan(listed->items[i]);
        struct text wrong = statement_check(claims->arena, store, listed->items[i], lenient);
        if (wrong.len > 0) {
            claims_against(claims, "%.*s", TEXT_ARG(wrong));
        }
    }
    claims_end(claims, with_plans ? "no statement reads a table from end to end unless it is named"
                                  : "every statement is good SQL of the portable subset");
}

static void check_readers(struct claims *claims, struct store *store, const struct listed *listed)
{
    for (size_t r = 0; r < COUNT_OF(readers); r++) {
        bool reads = false;
        for (size_t i = 0; i < listed->count; i++) {
            reads |= strcmp(readers[r].name, listed->items[i]->name) == 0 &&
                     statement_check(claims->arena, store, listed->items[i], false).len > 0;
        }
        if (!reads) {
            claims_against(claims, "%s no longer does: take it off the list", readers[r].name);
        }
    }
    claims_end(claims, "every statement that may read a whole table does");
}

int main(void)
{
    struct arena *arena = arena_open((size_t)64 << 20, (size_t)1 << 30);
    struct claims claims = claims_open(arena);
    struct listed *listed = arena_new(arena, struct listed);
    const struct registry *registry = register_open(arena, &the_house);
    collect(listed);
    struct store *store = empty_house(&claims);
    check_schemas(&claims);
    check_names(&claims, listed);
    check_statements(&claims, store, listed, false);
    check_statements(&claims, store, listed, true);
    check_readers(&claims, store, listed);
    store_close(store);
    house_texts(&claims, &the_house);
    house_documents(&claims, registry);
    house_tables(&claims, registry);
    printf("1..%d\n", claims.number);
    int status = claims.failed > 0;
    arena_close(arena);
    return status;
}
