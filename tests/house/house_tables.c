#include <stdio.h>
#include <string.h>

#include "app/city.h"
#include "base/field.h"
#include "claims.h"
#include "ledger/ledger.h"
#include "place.h"
#include "roof/boot.h"
#include "roof/rooms.h"
#include "roof/setup.h"

/* One table, one owner. The demonstration is played into a database, then its ledger is replayed
 * event by event with the store's guard set to the room of the event: a record function that writes
 * a table of another room fails. And views are asked with every write forbidden. */

struct replay {
    struct claims *claims;
    const struct registry *registry;
    struct store *live;
    struct store *fresh;
    int64_t events;
};

/* The room that lists the kind. */
static const char *owner_of(const struct registry *registry, const struct event_kind *kind)
{
    const struct house *house = register_house(registry);
    for (size_t r = 0; r < house->room_count; r++) {
        for (size_t i = 0; i < house->rooms[r]->event_count; i++) {
            if (house->rooms[r]->events[i] == kind) {
                return house->rooms[r]->name;
            }
        }
    }
    return "";
}

static bool record(struct replay *replay, struct arena *arena, const struct ledger_entry *entry,
                   struct fault *fault)
{
    const struct event_kind *kind = register_event(replay->registry, entry->kind);
    const struct jvalue *object = NULL;
    if (kind == NULL) {
        claims_against(replay->claims, "%.*s is no kind of the register", TEXT_ARG(entry->kind));
        return true;
    }
    void *body = arena_alloc(arena, kind->fields->size);
    if (!json_read(arena, entry->body, &object, fault) ||
        !field_read(arena, kind->fields, object, body, fault)) {
        return false;
    }
    struct event event = {
        .kind = kind,
        .seq = entry->seq,
        .subject = entry->subject_id,
        .project = entry->project_id,
        .recorded_at = entry->recorded_at,
        .happened_on = entry->happened_on,
        .actor = entry->actor,
        .body = body,
    };
    return store_guard(replay->fresh, owner_of(replay->registry, kind), fault) &&
           kind->record(replay->fresh, &event, fault);
}

static bool replay_all(struct replay *replay, struct fault *fault)
{
    struct ledger_cursor cursor;
    struct ledger_entry entry;
    struct arena *arena = arena_open((size_t)64 << 20, (size_t)1 << 30);
    bool done = ledger_read_after(replay->live, 0, 0, &cursor, fault);
    while (done && ledger_next(arena, &cursor, &entry)) {
        struct fault refusal = {.code = FAULT_NONE};
        if (!record(replay, arena, &entry, &refusal)) {
            claims_against(replay->claims, "%.*s (entry %lld): %s", TEXT_ARG(entry.kind),
                           (long long)entry.seq, fault_sentence(arena, &refusal, LANGUAGE_EN).at);
            break; /* the transaction takes nothing more */
        }
        replay->events++;
    }
    if (done) {
        done = ledger_done(&cursor, fault);
    }
    arena_close(arena);
    return done;
}

static void guard_replay(struct claims *claims, const struct registry *registry, struct store *live)
{
    struct fault fault = {.code = FAULT_NONE};
    struct store_options memory = {.path = TEXT(":memory:")};
    struct replay replay = {.claims = claims, .registry = registry, .live = live};
    const struct house *house = register_house(registry);
    bool done = store_open(&memory, &replay.fresh, &fault) &&
                store_migrate(replay.fresh, store_facts, &fault) &&
                store_begin_write(replay.fresh, &fault);
    for (size_t i = 0; done && i < house->room_count; i++) {
        const struct store_schema *schema = &house->rooms[i]->schema;
        done = schema->ddl == NULL || store_schema_create(replay.fresh, schema, &fault);
    }
    if (!done || !replay_all(&replay, &fault)) {
        claims_against(claims, "%s", fault_sentence(claims->arena, &fault, LANGUAGE_EN).at);
    }
    if (replay.events < 500) {
        claims_against(claims, "only %lld events were played", (long long)replay.events);
    }
    printf("# %lld events replayed under guard\n", (long long)replay.events);
    store_close(replay.fresh);
    claims_end(claims, "an event writes only tables of its own room");
}

/* The words of a statement that was stopped by the guard. */
static bool was_stopped(const struct fault *fault)
{
    return fault->code == FAULT_STORE_FAILED;
}

static void ask(struct claims *claims, const struct boot *boot, const struct view_kind *kind,
                int64_t id)
{
    struct arena *arena = arena_open((size_t)16 << 20, (size_t)256 << 20);
    struct fault fault = {.code = FAULT_NONE};
    struct actor system = {.role = ROLE_SYSTEM,
                           .name = TEXT_NONE,
                           .org = TEXT_NONE,
                           .district = city_code(boot->city)};
    void *query = kind->query == NULL ? NULL : arena_alloc(arena, kind->query->size);
    if (query != NULL) {
        field_clear(kind->query, query);
    }
    struct text number = text_format(arena, "%lld", (long long)id);
    struct view_run run = {
        .arena = arena,
        .store = boot->store,
        .city = boot->city,
        .vault = boot->vault,
        .actor = &system,
        .parameters = {number, number, number},
        .id = id,
        .query = query,
        .now = boot_now(NULL),
        .today = city_today(boot->city, boot_now(NULL)),
    };
    struct buffer buffer = buffer_open(arena, 4096);
    struct json_writer json = json_writer_open(&buffer);
    if (!kind->answer(&run, &json, &fault) && was_stopped(&fault)) {
        claims_against(claims, "%s: %s", kind->name, fault.arguments[0]);
    }
    arena_close(arena);
}

static void guard_views(struct claims *claims, const struct boot *boot)
{
    static const struct statement some_project = {
        "house_some_project", "select max(id) from project where stage_rank>=60"};
    struct fault fault = {.code = FAULT_NONE};
    int64_t project = 0;
    const struct house *house = register_house(boot->registry);
    if (!store_query_int(boot->store, &some_project, NO_CELLS, &project, &fault) || project == 0 ||
        !store_guard(boot->store, "", &fault)) {
        claims_against(claims, "no project to ask about");
    }
    for (size_t r = 0; r < house->room_count; r++) {
        for (size_t i = 0; i < house->rooms[r]->view_count; i++) {
            ask(claims, boot, &house->rooms[r]->views[i], project);
        }
    }
    if (!store_guard(boot->store, NULL, &fault)) {
        claims_against(claims, "the guard can't be lifted");
    }
    claims_end(claims, "views and boards are answered with every write forbidden");
}

void house_tables(struct claims *claims, const struct registry *registry)
{
    struct place place;
    struct boot *boot = NULL;
    struct fault fault = {.code = FAULT_NONE};
    place_open(&place);
    const char *database = place_path(&place, "house.db").at;
    struct setup_options making = {.database = text_of(database),
                                   .home = text_of(place.folder),
                                   .pack = PACK,
                                   .is_demo = true,
                                   .today = CIVIL_DATE_NONE};
    struct boot_options booting = {.database = text_of(database),
                                   .home = text_of(place.folder),
                                   .pack = PACK,
                                   .must_exist = true};
    /* The accounts that setup prints are of no interest here. */
    FILE *out = stdout;
    stdout = fopen("/dev/null", "w");
    bool made = setup(&making, &fault);
    fclose(stdout);
    stdout = out;
    if (!made || !boot_open(&booting, &boot, &fault)) {
        claims_against(claims, "%s", fault_sentence(claims->arena, &fault, LANGUAGE_EN).at);
    }
    claims_end(claims, "the demonstration can be played");
    if (boot != NULL) {
        guard_replay(claims, registry, boot->store);
        guard_views(claims, boot);
        boot_close(boot);
    }
    place_close(&place);
}
