#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/city.h"
#include "app/query.h"
#include "app/rebuild.h"
#include "board/history.h"
#include "board/ledger_view.h"
#include "board/problem_page.h"
#include "board/public_page.h"
#include "ground/account/account.h"
#include "ground/project/project.h"
#include "ledger/ledger.h"
#include "pack/pack.h"
#include "room/file/file.h"
#include "room/planning/planning.h"
#include "room/problem/problem.h"
#include "world.h"

/* -- a shortcut that only this test's house has: a registered lead becomes a project under way --
 */

static bool perform_carry(struct command_run *run, const void *fields, struct fault *fault)
{
    struct project project;
    struct project_served_by navigator = {.account = NAVIGATOR, .reason = TEXT_NONE};
    (void)fields;
    struct actor all = {
        .role = ROLE_SYSTEM, .name = TEXT_NONE, .org = TEXT_NONE, .district = TEXT_NONE};
    run->actor = &all;
    if (!project_of_run(run, 0, &project, fault)) {
        return false;
    }
    struct event_about about = {project.id, project.id, run->today};
    return project_move(run, &project, STAGE_UNDER_WAY, TEXT_NONE, fault) &&
           run_emit(run, &project_served_by_event, about, &navigator, fault);
}

static const struct command_kind shortcuts[] = {
    {"test.carry", "POST", "/test/{id}", NULL, ROLES_SIGNED_IN, 0, "", "", perform_carry},
};
static const struct room shortcut_room = {.name = "test", ROOM_COMMANDS(shortcuts)};

/* The people's room comes last: they are written by hand, so that a rebuild differs there, and
 * nowhere before. */
static const struct room *const rooms[] = {
    &project_room,     &planning_room,     &problem_room, &file_room,     &history_room,
    &ledger_view_room, &problem_page_room, &public_room,  &shortcut_room, &account_room};
static const struct house house = {rooms, COUNT_OF(rooms)};

struct actor world_actor(const struct world *world, enum person person)
{
    static const struct {
        enum role role;
        const char *org;
        const char *name;
    } people[PERSON_COUNT] = {
        [ENTERPRISE] = {ROLE_ENTERPRISE, "", "甲"},
        [NAVIGATOR] = {ROLE_NAVIGATOR, "centre", "乙"},
        [COORDINATOR] = {ROLE_CENTRE_COORDINATOR, "centre", "丙"},
        [PROMOTER] = {ROLE_PROMOTION_OFFICER, "promo", "丁"},
        [BUILDER] = {ROLE_DEPARTMENT_OFFICER, "build", "戊"},
        [BUILDER_TOO] = {ROLE_DEPARTMENT_OFFICER, "build", "己"},
        [POWER] = {ROLE_DEPARTMENT_OFFICER, "power", "庚"},
    };
    return (struct actor){.account = person,
                          .post = person,
                          .role = people[person].role,
                          .name = text_of(people[person].name),
                          .org = text_of(people[person].org),
                          .district = TEXT("990100"),
                          .project = person == ENTERPRISE ? world->project : 0,
                          .language = LANGUAGE_ZH};
}

static void open_house(struct world *world)
{
    const struct pack_options options = {PACK_SCOPE_ALL, true};
    const struct pack *pack = NULL;
    int64_t replayed = 0;
    struct fault *fault = &world->fault;
    assert_true(pack_load(world->arena, TEXT(SAMPLE_CITY), &options, &pack, fault));
    world->city = city_open(world->arena, pack);
    world->registry = register_open(world->arena, &house);
    history_set_registry(world->registry);
    assert_true(store_migrate(world->store, store_facts, fault));
    assert_true(rebuild_if_needed(world->store, world->registry, false, &replayed, fault));
    assert_true(ledger_open(world->store, &world->ledger, fault));
    const struct pipeline_options pipes = {world->store, world->ledger, world->city, NULL};
    assert_true(pipeline_open(&pipes, &world->pipeline, fault));
}

/* Of what costs stand written only the columns that neighbours read; so of the applications' room.
 */
static const char neighbours[] =
    "create table standing_problem (id bigint not null, day text not null, moves bigint not null,"
    " spare bigint not null, rank bigint not null, item text not null, is_provisional bigint not"
    " null, primary key(id, day));"
    "create table application (id bigint primary key, project bigint not null, code text not null,"
    " state text not null, decided_on text);";

static void open_people(struct world *world)
{
    for (int person = ENTERPRISE; person < PERSON_COUNT; person++) {
        struct actor actor = world_actor(world, (enum person)person);
        const char *script = text_c_string(
            world->arena,
            text_format(world->arena,
                        "insert into account(id, version, disabled, demo, opened_on) "
                        "values(%d,1,0,0,'2026-01-01');"
                        "insert into account_secret values(%d,'p%d','%.*s','',0,0,0,0);"
                        "insert into account_post(id, account, role, org, district, project, ended)"
                        " values(%d,%d,'%s','%.*s','990100',0,0);",
                        person, person, person, TEXT_ARG(actor.name), person, person,
                        role_name(actor.role), TEXT_ARG(actor.org)));
        if (!store_script(world->store, script, &world->fault)) {
            fail_msg("%s", world->fault.arguments[0]);
        }
    }
}

void world_open(struct world *world)
{
    memset(world, 0, sizeof *world);
    place_open(&world->place);
    world->arena = arena_open(64 << 20, 512 << 20);
    world->store = place_store(&world->place, "world.db");
    world->now = 1795399200000; /* 2026-11-23T10:00:00+08:00 */
    open_house(world);
    assert_true(store_script(world->store, neighbours, &world->fault));
    open_people(world);
    world->project = world_do(
        world, PROMOTER, "project.register", 0,
        "{\"name\":\"样例<电池>&基地\",\"enterprise\":\"样例公司\",\"district\":\"990102\","
        "\"total_investment_wanyuan\":\"52800\"}");
    assert_int_not_equal(world->project, 0);
    (void)world_do(world, PROMOTER, "test.carry", world->project, NULL);
    assert_int_equal(world->fault.code, FAULT_NONE);
}

void world_close(struct world *world)
{
    pipeline_close(world->pipeline);
    ledger_close(world->ledger);
    store_close(world->store);
    arena_close(world->arena);
    place_close(&world->place);
}

int64_t world_give(struct world *world, enum person person, const char *command, int64_t id,
                   const void *fields)
{
    const struct command_kind *kind = register_command(world->registry, text_of(command));
    struct actor actor = world_actor(world, person);
    const struct jvalue *answer = NULL;
    struct fault fault = {.code = FAULT_NONE};
    assert_non_null(kind);
    struct job job = {
        .kind = kind,
        .fields = fields,
        .actor = &actor,
        .parameters = {text_format(world->arena, "%lld", (long long)id), TEXT_NONE, TEXT_NONE},
        .key = TEXT_NONE,
        .fingerprint = TEXT_NONE,
        .arena = world->arena};
    struct job *jobs[] = {&job};
    world->now += 1000;
    world->fault = fault;
    if (!access_role_may(kind->roles, actor.role)) {
        fault_raise(&world->fault, FAULT_NOT_PERMITTED, TEXT_NONE, FAULT_NO_ARGS);
        return 0;
    }
    (void)pipeline_run(world->pipeline, jobs, 1, world->now);
    world->fault = job.fault;
    if (!job.done) {
        return 0;
    }
    world->answer = job.answer;
    assert_true(json_read(world->arena, job.answer, &answer, &fault));
    world->receipt = jvalue_text(jvalue_get(answer, "receipt"), TEXT_NONE);
    return jvalue_int(jvalue_get(answer, "id"), 0);
}

int64_t world_do(struct world *world, enum person person, const char *command, int64_t id,
                 const char *json)
{
    const struct command_kind *kind = register_command(world->registry, text_of(command));
    const struct jvalue *object = NULL;
    assert_non_null(kind);
    if (kind->fields == NULL) {
        return world_give(world, person, command, id, NULL);
    }
    void *fields = arena_alloc(world->arena, kind->fields->size);
    world->fault = (struct fault){.code = FAULT_NONE};
    if (!json_read(world->arena, text_of(json), &object, &world->fault) ||
        !field_read(world->arena, kind->fields, object, fields, &world->fault)) {
        return 0;
    }
    return world_give(world, person, command, id, fields);
}

struct view_run world_view(struct world *world, const struct actor *actor, int64_t id)
{
    return (struct view_run){
        .arena = world->arena,
        .store = world->store,
        .city = world->city,
        .actor = actor,
        .parameters = {text_format(world->arena, "%lld", (long long)id), TEXT_NONE, TEXT_NONE},
        .id = id,
        .now = world->now,
        .today = city_today(world->city, world->now)};
}

struct text world_see(struct world *world, enum person person, const char *target)
{
    struct text query = text_of(target);
    struct text path = text_cut(&query, '?');
    struct actor actor = world_actor(world, person);
    struct route_match match = {.view = NULL};
    struct buffer out = buffer_open(world->arena, 4096);
    struct json_writer json = json_writer_open(&out);
    world->fault = (struct fault){.code = FAULT_NONE};
    assert_int_equal(register_route(world->arena, world->registry, TEXT("GET"), path, &match),
                     ROUTE_FOUND);
    assert_non_null(match.view);
    struct view_run run = world_view(world, &actor, route_id(match.parameters[0]));
    run.parameters[0] = match.parameters[0];
    if (match.view->query != NULL) {
        void *asked = arena_alloc(world->arena, match.view->query->size);
        assert_true(query_read(world->arena, match.view->query, query, asked, &world->fault));
        run.query = asked;
    }
    if (!match.view->answer(&run, &json, &world->fault)) {
        return TEXT_NONE;
    }
    const struct jvalue *read_back = NULL;
    assert_true(json_read(world->arena, buffer_text(&out), &read_back, &world->fault));
    return buffer_text(&out);
}

bool world_has(struct text json, const char *part)
{
    return text_find(json, text_of(part)) != SIZE_MAX;
}
