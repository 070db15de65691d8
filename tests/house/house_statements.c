#include <stdio.h>
#include <string.h>

#include "app/access.h"
#include "app/identity/session.h"
#include "app/past.h"
#include "app/pipeline.h"
#include "app/reader.h"
#include "claims.h"
#include "ground/project/lead_store.h"
#include "place.h"
#include "roof/rooms.h"
#include "room/file/file_upload.h"
#include "statement_check.h"
#include "store/migrate.h"

/* Every statement of the house: prepared, named once, portable, and no reader of whole tables. The
 * names are printed too ("# statement x"), so that a statement that hangs nowhere can be found.
 *
 * All of it on SQLite, and when the environment names a server (LIANDONG_TEST_DB) on PostgreSQL as
 * well: there preparing also proves that each parameter and column is of a type the driver knows.
 */

enum { ON_SQLITE = 1, ON_POSTGRES = 2, ON_BOTH = ON_SQLITE | ON_POSTGRES };

/* What may read a whole table, where it does, and why that is no harm. */
static const struct {
    const char *name;
    int where;
    const char *why;
} readers[] = {
    {"account_count", ON_BOTH, "accounts are few, and only the administrators' list counts them"},
    {"audit_list", ON_BOTH, "a page in the order of its key, from the newest"},
    {"application_filtered", ON_BOTH,
     "a list in the order of its key, from the newest, up to its limit"},
    {"course_cases", ON_BOTH, "the newest twenty thousand, in the order of their key"},
    {"course_late", ON_BOTH,
     "the scan is of the newest fifty thousand entries that the inner query gives"},
    {"indicator_act_rows", ON_BOTH,
     "the scan is of the newest fifty thousand entries that the inner query gives"},
    {"meeting_task_all", ON_BOTH,
     "a list in the order of its key, from the newest, up to its limit"},
    {"meeting_flow_problems", ON_SQLITE,
     "open problems in the order of their key, from the newest, when an agenda is made"},
    {"meeting_flow_whistles", ON_BOTH,
     "open whistles in the order of their key, from the newest, when an agenda is made"},
    {"notice_unread", ON_SQLITE, "the scan is of the ninety-nine rows that the inner query gives"},
    {"ladder_people_of", ON_SQLITE,
     "posts are few, and only who looks after the ladder counts them"},
    {"standing_counter_fold", ON_SQLITE,
     "a city's sums, whose past changes become one each night, in the order of their key"},
    {"standing_counter_old_delete", ON_POSTGRES, "the same sums: what became one is thrown away"},
    {"cockpit_drafts", ON_BOTH, "texts that wait for approval are few: by the index of them alone"},
    {"clusters_projects", ON_SQLITE,
     "a list in the order of its key, from the newest, up to its limit"},
    {"witness_all", ON_BOTH, "witnesses are few: the newest two hundred"},
    {"appraisal_seen", ON_BOTH,
     "appraisals are a few a year: the newest hundred, in the order of their key"},
    {"rating_bursts", ON_SQLITE,
     "the scan is of the newest twenty thousand that the inner query gives"},
    {"rating_typed", ON_SQLITE,
     "the scan is of the newest twenty thousand that the inner query gives"},
    {"rating_of_staff", ON_SQLITE,
     "the scan is of the newest twenty thousand that the inner query gives"},
    {"rating_of_source", ON_SQLITE,
     "the scan is of the newest twenty thousand that the inner query gives"},
    {"exchange_xmspsxblxxxxb", ON_POSTGRES,
     "a table for partners, project by project, from where the page before ended"},
    {"exchange_xmspsxbltbcxxxb", ON_BOTH, "special procedures are few beside the cases"},
    {"exchange_xmspsxpfwjxxb", ON_POSTGRES,
     "a table for partners, project by project, from where the page before ended"},
    {"exchange_document", ON_POSTGRES,
     "a table for partners, project by project, from where the page before ended"},
    {"past_count", ON_SQLITE, "counts what it found by the index, up to its limit"},
    {"past_names", ON_BOTH, "names of all accounts, once for a project as it was"},
    {"session_live", ON_SQLITE, "whoever is signed in, read when rights change"},
    {"token_live", ON_SQLITE, "whoever has a token, read when rights change"},
    {"session_prune", ON_BOTH, "sessions are few: older ones are what it takes away"},
    {"standing_touched_after", ON_SQLITE,
     "the scan is of what the inner query gives: a group's entries"},
    {"suggestions_initial_count", ON_SQLITE,
     "the scan is of the three hundred rows that the inner query gives"},
    {"suggestions_meetings", ON_BOTH, "the newest two thousand, in the order of their key"},
    {"suggestions_of_initial", ON_SQLITE,
     "the scan is of the three hundred rows that the inner query gives"},
    {"portfolio_gram_count", ON_SQLITE,
     "the scan is of the fifteen hundred rows that the inner query gives"},
    {"portfolio_of_grams", ON_SQLITE,
     "the scan is of the four hundred rows that the inner query gives"},
    {"chance_cases", ON_BOTH, "the newest twenty thousand, in the order of their key, once a day"},
    {"staffing_list", ON_BOTH,
     "what the units said of their reviewers, two thousand lines at most"},
    {"navigator_training_all", ON_BOTH,
     "the training of the city's navigators, in the order of its index, five thousand steps"},
    {"lead_candidates", ON_SQLITE, "the scan is of the twenty best that the inner query found"},
    {"commitment_task_filtered", ON_BOTH, "tasks of withdrawn results are few: by the day due"},
    {"commitment_filtered", ON_POSTGRES,
     "a list in the order of its key, from where the page before ended, up to its limit"},
    {"outside_filtered", ON_BOTH, "steps elsewhere are few: the longest not verified first"},
    {"deferral_filtered", ON_BOTH, "materials that are owed are few: two hundred by the day due"},
    {"credit_filtered", ON_BOTH, "marks on a credit record are few: the newest two hundred"},
    {"account_people_at_place", ON_SQLITE, "posts are few, and only what climbs counts them"},
    {"promise_counted", ON_BOTH, "promises that one may see, counted by state for their register"},
    {"devolution_filtered", ON_BOTH,
     "a list in the order of its key, from the newest, up to its limit"},
    {"coordination_projects", ON_POSTGRES,
     "the index holds nothing but the hand-downs that wait, which are few"},
    {"claim_summed", ON_BOTH, "claims that one may see, summed by policy: policies are few"},
    {"supervision_counted", ON_POSTGRES, "orders that one may see: they are few, and counted"},
    {"problem_list_due", ON_BOTH,
     "problems that one may see, by their day: a page, from where the page before ended"},
    {"problem_list_cost", ON_POSTGRES,
     "problems that one may see: a server begins with them, a file with projects by stage"},
    {"problem_total", ON_POSTGRES,
     "problems that one may see: a server begins with them, a file with projects by stage"},
};

static int where_of(const struct store *store)
{
    return store_is_shared(store) ? ON_POSTGRES : ON_SQLITE;
}

static bool may_scan(const struct store *store, const struct statement *statement)
{
    for (size_t i = 0; i < COUNT_OF(readers); i++) {
        if (strcmp(readers[i].name, statement->name) == 0 &&
            (readers[i].where & where_of(store)) != 0) {
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
    static const struct statement *const gates[] = {&access_project_facts, &access_project_orgs,
                                                    &access_project_desks};
    for (size_t i = 0; i < the_house.room_count; i++) {
        const struct room *room = the_house.rooms[i];
        if (room->statements != NULL) {
            list_all(listed, room->statements, *room->statement_count);
        }
    }
    list_all(listed, gates, COUNT_OF(gates));
    list_all(listed, pipeline_statements, pipeline_statement_count);
    list_all(listed, reader_statements, reader_statement_count);
    list_all(listed, past_statements, past_statement_count);
    list_all(listed, session_statements, session_statement_count);
    list_all(listed, lead_statements, lead_statement_count);
    list_all(listed, upload_statements, upload_statement_count);
}

/* A claim, with the database where it is not the usual one. */
static const char *said(struct claims *claims, struct text path, const char *claim)
{
    return store_path_is_shared(path) ? text_format(claims->arena, "on PostgreSQL %s", claim).at
                                      : claim;
}

static struct store *empty_house(struct claims *claims, struct text path)
{
    struct store_options options = {.path = path};
    struct store *store = NULL;
    struct fault fault = {.code = FAULT_NONE};
    bool made = store_open(&options, &store, &fault) && store_migrate(store, store_facts, &fault) &&
                store_begin_write(store, &fault);
    for (size_t i = 0; made && i < the_house.room_count; i++) {
        const struct store_schema *schema = &the_house.rooms[i]->schema;
        made = schema->ddl == NULL || store_schema_create(store, schema, &fault);
    }
    if (!made || !store_commit(store, &fault)) {
        claims_against(claims, "%s", fault_sentence(claims->arena, &fault, LANGUAGE_EN).at);
    }
    claims_end(claims,
               said(claims, path, "all tables of the house can be made in an empty database"));
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
        bool lenient = !with_plans || may_scan(store, listed->items[i]);
        struct text wrong = statement_check(claims->arena, store, listed->items[i], lenient);
        if (wrong.len > 0) {
            claims_against(claims, "%.*s", TEXT_ARG(wrong));
        }
    }
}

static void check_readers(struct claims *claims, struct store *store, const struct listed *listed)
{
    for (size_t r = 0; r < COUNT_OF(readers); r++) {
        bool reads = (readers[r].where & where_of(store)) == 0;
        for (size_t i = 0; i < listed->count; i++) {
            reads |= strcmp(readers[r].name, listed->items[i]->name) == 0 &&
                     statement_check(claims->arena, store, listed->items[i], false).len > 0;
        }
        if (!reads) {
            claims_against(claims, "%s no longer does: take it off the list", readers[r].name);
        }
    }
}

static void check_on(struct claims *claims, struct text path, const struct listed *listed)
{
    struct store *store = empty_house(claims, path);
    check_statements(claims, store, listed, false);
    claims_end(claims, said(claims, path, "every statement is good SQL of the portable subset"));
    check_statements(claims, store, listed, true);
    claims_end(claims,
               said(claims, path, "no statement reads a table from end to end unless it is named"));
    check_readers(claims, store, listed);
    claims_end(claims, said(claims, path, "every statement that may read a whole table does"));
    store_close(store);
}

static void check_on_server(struct claims *claims, const struct listed *listed)
{
    struct place place;
    if (place_server() != NULL) {
        place_open(&place);
        check_on(claims, place_database(&place, "house"), listed);
        place_close(&place);
    }
}

int main(void)
{
    struct arena *arena = arena_open((size_t)64 << 20, (size_t)1 << 30);
    struct claims claims = claims_open(arena);
    struct listed *listed = arena_new(arena, struct listed);
    const struct registry *registry = register_open(arena, &the_house);
    collect(listed);
    check_schemas(&claims);
    check_names(&claims, listed);
    check_on(&claims, TEXT(":memory:"), listed);
    check_on_server(&claims, listed);
    house_texts(&claims, &the_house);
    house_documents(&claims, registry);
    house_tables(&claims, registry);
    printf("1..%d\n", claims.number);
    int status = claims.failed > 0;
    arena_close(arena);
    return status;
}
