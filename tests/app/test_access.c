#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "chance.h"
#include "pack/pack.h"
#include "place.h"

/* The gate stands twice, in SQL for lists and pages and in C for streams. Both must let through the
 * same, whatever the data. */
#define PROJECTS 200

struct world {
    struct place place;
    struct store *store;
    const struct city *city;
    struct chance chance;
    struct project_facts projects[PROJECTS];
};

static const char *const districts[] = {"990101", "990102", "990103", ""};
static const char *const orgs[] = {"build", "power", "water", "centre"};
static const int64_t ranks[] = {-10, 0, 10, 20, 40, 60, 90};

static const struct statement add_project = {
    "add_project", "insert into project(id, district, navigator, stage_rank) values($1,$2,$3,$4)"};
static const struct statement add_party = {
    "add_party", "insert into project_party(project, org) values($1,$2) on conflict do nothing"};
static const struct statement add_desk = {
    "add_desk", "insert into project_desk(project, org) values($1,$2) on conflict do nothing"};
static const struct statement seen = {"seen", "select p.id from project p where " ACCESS_PROJECT
                                              " order by p.id"};
static const struct statement takes_part = {
    "takes_part", "select count(*) from project_party where project=$1 and org=$2"};
static const struct statement at_desk = {
    "at_desk", "select count(*) from project_desk where project=$1 and org=$2"};

static void fill(struct world *world)
{
    struct fault fault = {.code = FAULT_NONE};
    for (int i = 0; i < PROJECTS; i++) {
        struct project_facts *project = &world->projects[i];
        *project = (struct project_facts){
            .id = i + 1,
            .district = text_of(districts[chance_below(&world->chance, 4)]),
            .navigator = chance_below(&world->chance, 5),
            .stage_rank = ranks[chance_below(&world->chance, 7)],
        };
        assert_true(store_run(world->store, &add_project,
                              CELLS(cell_int(project->id), cell_text(project->district),
                                    cell_int(project->navigator), cell_int(project->stage_rank)),
                              &fault));
        for (int left = chance_below(&world->chance, 4); left > 0; left--) {
            struct text org = text_of(orgs[chance_below(&world->chance, 4)]);
            assert_true(store_run(world->store, &add_party,
                                  CELLS(cell_int(project->id), cell_text(org)), &fault));
        }
        for (int left = chance_below(&world->chance, 3); left > 0; left--) {
            struct text org = text_of(orgs[chance_below(&world->chance, 4)]);
            assert_true(store_run(world->store, &add_desk,
                                  CELLS(cell_int(project->id), cell_text(org)), &fault));
        }
    }
}

static int set_up(void **state)
{
    static struct world world;
    struct fault fault = {.code = FAULT_NONE};
    const struct pack_options options = {PACK_SCOPE_ALL, true};
    const struct pack *pack = NULL;
    memset(&world, 0, sizeof world);
    place_open(&world.place);
    world.chance = chance_from(404);
    world.store = place_store(&world.place, "access.db");
    assert_true(pack_load(world.place.arena, TEXT(SAMPLE_CITY), &options, &pack, &fault));
    world.city = city_open(world.place.arena, pack);
    assert_true(store_script(world.store,
                             "create table project (id bigint primary key, district text not null,"
                             " navigator bigint not null, stage_rank integer not null);"
                             "create table project_party (project bigint, org text,"
                             " primary key(project, org));"
                             "create table project_desk (project bigint, org text,"
                             " primary key(project, org));",
                             &fault));
    fill(&world);
    *state = &world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;
    store_close(world->store);
    place_close(&world->place);
    return 0;
}

static bool sees(struct world *world, const struct scope *scope, const struct project_facts *about)
{
    struct fault fault = {.code = FAULT_NONE};
    struct project_facts facts = *about;
    int64_t count = 0;
    assert_true(store_query_int(world->store, &takes_part,
                                CELLS(cell_int(facts.id), cell_text(scope->org_or_district)),
                                &count, &fault));
    facts.takes_part = count > 0;
    assert_true(store_query_int(world->store, &at_desk,
                                CELLS(cell_int(facts.id), cell_text(scope->org_or_district)),
                                &count, &fault));
    facts.at_desk = count > 0;
    return access_may_see(scope, &facts);
}

/* Returns how many are seen. */
static int compare(struct world *world, const struct scope *scope)
{
    bool by_sql[PROJECTS + 1] = {false};
    struct fault fault = {.code = FAULT_NONE};
    struct store_rows rows;
    int count = 0;
    assert_true(store_query(world->store, &seen, CELLS(ACCESS_CELLS(*scope)), &rows, &fault));
    while (store_next(&rows)) {
        by_sql[store_int(&rows, 0)] = true;
        count++;
    }
    assert_true(store_done(&rows, &fault));
    for (int i = 0; i < PROJECTS; i++) {
        if (sees(world, scope, &world->projects[i]) != by_sql[i + 1]) {
            fail_msg("scope %d, project %d: SQL says %d", (int)scope->kind, i + 1, by_sql[i + 1]);
        }
    }
    return count;
}

static void the_gate_in_sql_and_the_gate_in_c_let_through_the_same(void **state)
{
    struct world *world = *state;
    int64_t seen_by_all = 0;
    for (int round = 0; round < 400; round++) {
        bool is_org = chance_of(&world->chance, 50);
        struct scope scope = {
            .kind = (enum scope_kind)chance_below(&world->chance, 7),
            .org_or_district = text_of(is_org ? orgs[chance_below(&world->chance, 4)]
                                              : districts[chance_below(&world->chance, 4)]),
            .district = chance_of(&world->chance, 50)
                            ? TEXT_NONE
                            : text_of(districts[chance_below(&world->chance, 3)]),
            .id = chance_below(&world->chance, 6),
            .rank_min = ranks[chance_below(&world->chance, 7)],
        };
        seen_by_all += compare(world, &scope);
    }
    assert_true(seen_by_all > 1000);
}

static void every_role_sees_through_both_gates_alike(void **state)
{
    struct world *world = *state;
    for (int role = ROLE_NONE; role < ROLE_COUNT; role++) {
        for (int round = 0; round < 30; round++) {
            struct actor actor = {
                .account = chance_below(&world->chance, 5),
                .role = (enum role)role,
                .name = TEXT_NONE,
                .org = text_of(orgs[chance_below(&world->chance, 4)]),
                .district = chance_of(&world->chance, 30)
                                ? city_code(world->city)
                                : text_of(districts[chance_below(&world->chance, 4)]),
                .project = chance_below(&world->chance, 20),
            };
            struct scope scope = access_scope(world->city, &actor);
            (void)compare(world, &scope);
        }
    }
}

static int count_seen(struct world *world, struct actor actor)
{
    struct scope scope = access_scope(world->city, &actor);
    return compare(world, &scope);
}

static void who_has_no_business_sees_nothing(void **state)
{
    struct world *world = *state;
    static const enum role roles[] = {ROLE_NONE, ROLE_PUBLIC, ROLE_SYSTEM_ADMIN,
                                      ROLE_SECURITY_ADMIN, ROLE_AUDIT_ADMIN};
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        struct actor actor = {.account = 1,
                              .role = roles[i],
                              .name = TEXT_NONE,
                              .org = TEXT("centre"),
                              .district = city_code(world->city),
                              .project = 1};
        assert_int_equal(count_seen(world, actor), 0);
    }
}

static void a_window_sees_what_came_to_its_hall(void **state)
{
    struct world *world = *state;
    struct actor actor = {.account = 1,
                          .role = ROLE_WINDOW,
                          .name = TEXT_NONE,
                          .org = TEXT("centre"),
                          .district = city_code(world->city),
                          .project = 0};
    int seen_there = count_seen(world, actor);
    assert_true(seen_there > 0 && seen_there < PROJECTS);
    actor.org = TEXT("nowhere");
    assert_int_equal(count_seen(world, actor), 0);
    actor.org = TEXT_NONE;
    assert_int_equal(count_seen(world, actor), 0);
}

static void an_enterprise_sees_its_own_project_alone(void **state)
{
    struct world *world = *state;
    struct actor actor = {.account = 1,
                          .role = ROLE_ENTERPRISE,
                          .name = TEXT_NONE,
                          .org = TEXT_NONE,
                          .district = TEXT_NONE,
                          .project = 0};
    assert_int_equal(count_seen(world, actor), 0);
    for (actor.project = 1; actor.project <= PROJECTS; actor.project++) {
        bool is_past_its_lead = world->projects[actor.project - 1].stage_rank >= 0;
        assert_int_equal(count_seen(world, actor), is_past_its_lead ? 1 : 0);
    }
}

static void a_district_sees_nothing_of_another(void **state)
{
    struct world *world = *state;
    struct actor actor = {.account = 1,
                          .role = ROLE_DISTRICT_COORDINATOR,
                          .name = TEXT_NONE,
                          .org = TEXT_NONE,
                          .district = TEXT("990101")};
    struct scope scope = access_scope(world->city, &actor);
    for (int i = 0; i < PROJECTS; i++) {
        assert_false(sees(world, &scope, &world->projects[i]) &&
                     !text_is(world->projects[i].district, "990101"));
    }
}

static void a_project_that_is_not_there_loads_as_none(void **state)
{
    struct world *world = *state;
    struct fault fault = {.code = FAULT_NONE};
    struct access_project *project = arena_new(world->place.arena, struct access_project);
    assert_true(access_project_load(world->place.arena, world->store, 7, project, &fault));
    assert_int_equal(project->facts.id, 7);
    assert_true(access_project_load(world->place.arena, world->store, 9999, project, &fault));
    assert_int_equal(project->facts.id, 0);
    assert_int_equal(project->org_count, 0);
}

/* Of what belongs to no project: who is meant by an address. */
static void an_address_means_those_it_names(void **state)
{
    (void)state;
    const struct actor officer = {.account = 12,
                                  .role = ROLE_DEPARTMENT_OFFICER,
                                  .org = TEXT("power"),
                                  .district = TEXT("990101")};
    const struct actor firm = {.account = 13, .role = ROLE_ENTERPRISE, .org = TEXT("power")};
    const struct scope unit = {.kind = SCOPE_ORG, .org_or_district = TEXT("power")};
    const struct scope city = {.kind = SCOPE_CITY};
    const struct scope district = {.kind = SCOPE_DISTRICT, .org_or_district = TEXT("990101")};
    const struct scope own = {.kind = SCOPE_PROJECT, .id = 5};
    assert_true(access_is_addressed(&officer, &unit, TEXT("account:12")));
    assert_false(access_is_addressed(&officer, &unit, TEXT("account:1")));
    assert_false(access_is_addressed(&officer, &unit, TEXT("account:")));
    assert_true(access_is_addressed(&officer, &unit, TEXT("unit:power")));
    assert_false(access_is_addressed(&officer, &unit, TEXT("unit:water")));
    assert_false(access_is_addressed(&firm, &own, TEXT("unit:power")));
    assert_false(access_is_addressed(&officer, &unit, TEXT("unit:")));
    assert_true(access_is_addressed(&officer, &unit, TEXT("role:department_officer")));
    assert_true(access_is_addressed(&officer, &unit, TEXT("role:department_officer:990101")));
    assert_false(access_is_addressed(&officer, &unit, TEXT("role:department_officer:990102")));
    /* A desk is its district's, and the whole city's posts answer for all of them. */
    struct scope citys = unit;
    citys.is_citys = true;
    assert_true(access_is_addressed(&officer, &unit, TEXT("desk:department_officer:990101")));
    assert_true(access_is_addressed(&officer, &unit, TEXT("desk:department_officer:")));
    assert_false(access_is_addressed(&officer, &unit, TEXT("desk:department_officer:990102")));
    assert_true(access_is_addressed(&officer, &citys, TEXT("desk:department_officer:990102")));
    assert_false(access_is_addressed(&officer, &citys, TEXT("role:department_officer:990102")));
    assert_false(access_is_addressed(&officer, &citys, TEXT("desk:navigator:990101")));
    assert_false(access_is_addressed(&firm, &own, TEXT("desk:navigator:990101")));
    assert_false(access_is_addressed(&officer, &unit, TEXT("role:leader")));
    assert_false(access_is_addressed(&officer, &unit, TEXT("role:nobody")));
    assert_false(access_is_addressed(&officer, &unit, TEXT("district:990101")));
    assert_true(access_is_addressed(&officer, &city, TEXT("district:990102")));
    assert_true(access_is_addressed(&officer, &district, TEXT("district:990101")));
    assert_false(access_is_addressed(&officer, &district, TEXT("district:990102")));
    assert_false(access_is_addressed(&officer, &city, TEXT("sees:5")));
    assert_false(access_is_addressed(&officer, &city, TEXT("")));
    assert_int_equal(access_address_project(TEXT("sees:5")), 5);
    assert_int_equal(access_address_project(TEXT("sees:x")), 0);
    assert_int_equal(access_address_project(TEXT("account:5")), 0);
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_means_those_it_names),
        T(the_gate_in_sql_and_the_gate_in_c_let_through_the_same),
        T(every_role_sees_through_both_gates_alike),
        T(who_has_no_business_sees_nothing),
        T(an_enterprise_sees_its_own_project_alone),
        T(a_window_sees_what_came_to_its_hall),
        T(a_district_sees_nothing_of_another),
        T(a_project_that_is_not_there_loads_as_none),
    };
    return cmocka_run_group_tests_name("access", tests, NULL, NULL);
}
