#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/rebuild.h"
#include "base/arena.h"
#include "room/file/file.h"
#include "room/problem/problem.h"
#include "world.h"

/* A problem from raising to closing, through the pipeline, with evidence on the disk; what each may
 * see. */

static struct world world;

static int open_world(void **state)
{
    (void)state;
    world_open(&world);
    const char *folder = place_path(&world.place, "files").at;
    return file_set_directory(folder, &world.fault) ? 0 : -1;
}

static int close_world(void **state)
{
    (void)state;
    world_close(&world);
    return 0;
}

#define PDF                                                                                        \
    TEXT("%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\ntrailer<</Root 1 0 "                \
         "R>>\nstartxref\n9\n%%EOF\n")

static bool receive(enum person person, const char *name, struct text bytes, struct file_keep *out)
{
    struct actor actor = world_actor(&world, person);
    struct view_run run = world_view(&world, &actor, world.project);
    world.fault = (struct fault){.code = FAULT_NONE};
    return file_accept(&run, text_of(name), bytes, out, &world.fault);
}

static int64_t upload(enum person person, const char *name)
{
    struct file_keep *fields = arena_new(world.arena, struct file_keep);
    assert_true(receive(person, name, PDF, fields));
    return world_give(&world, person, "file.keep", world.project, fields);
}

static int64_t raise_one(void)
{
    return world_do(
        &world, ENTERPRISE, "problem.raise", world.project,
        "{\"title\":\"外线路由未定\",\"category\":\"site\",\"description\":\"第一行\\n第二行\"}");
}

#define ASSIGN                                                                                         \
    "{\"org\":\"build\",\"owner\":5,\"helpers\":[\"power\"],\"measures\":\"先定路由\",\"due_on\":" \
    "\"2026-11-27\",\"verifier\":3}"

static const char *show(int64_t id)
{
    return text_format(world.arena, "/problems/%lld", (long long)id).at;
}

static int64_t solved_one(void)
{
    int64_t id = raise_one();
    assert_int_not_equal(id, 0);
    assert_int_equal(world_do(&world, COORDINATOR, "problem.assign", id, ASSIGN), id);
    int64_t file = upload(BUILDER, "路由图.pdf");
    assert_int_not_equal(file, 0);
    const char *solution = text_format(world.arena,
                                       "{\"solution\":\"已定\",\"cause\":\"unclear\",\"done_on\":"
                                       "\"2026-11-23\",\"evidence\":[%lld]}",
                                       (long long)file)
                               .at;
    assert_int_equal(world_do(&world, BUILDER, "problem.solve", id, solution), id);
    return id;
}

static void a_problem_walks_from_raised_to_closed(void **state)
{
    (void)state;
    int64_t id = solved_one();
    struct text seen = world_see(&world, ENTERPRISE, show(id));
    assert_true(world_has(seen, "\"state\":\"solved\",\"state_name\":\"待验证\""));
    assert_true(world_has(seen, "\"name\":\"路由图.pdf\""));
    assert_true(world_has(seen, "\"owner\":null"));
    assert_int_equal(world_do(&world, ENTERPRISE, "problem.confirm", id, "{}"), 0);
    assert_int_equal(world.fault.code, FAULT_WRONG_STATE);
    assert_int_equal(world_do(&world, COORDINATOR, "problem.verify", id, "{\"note\":\"已核\"}"),
                     id);
    assert_int_equal(world_do(&world, ENTERPRISE, "problem.confirm", id, "{}"), id);
    seen = world_see(&world, COORDINATOR, show(id));
    assert_true(world_has(seen, "\"state\":\"closed\""));
    assert_true(world_has(seen, "\"light\":\"done\""));
    assert_true(world_has(seen, "\"may\":[\"reopen\",\"draft\"]"));
    assert_int_equal(world_do(&world, ENTERPRISE, "problem.reopen", id, "{\"reason\":\"又断了\"}"),
                     id);
    seen = world_see(&world, COORDINATOR, show(id));
    assert_true(world_has(seen, "\"due_on\":\"2026-12-"));
    assert_true(world_has(seen, "\"reopens\":1"));
}

static void evidence_must_be_the_projects_own(void **state)
{
    (void)state;
    int64_t id = raise_one();
    assert_int_equal(world_do(&world, COORDINATOR, "problem.assign", id, ASSIGN), id);
    assert_int_equal(world_do(&world, BUILDER, "problem.solve", id,
                              "{\"solution\":\"x\",\"evidence\":[999999]}"),
                     0);
    assert_int_equal(world.fault.code, FAULT_FIELD_INVALID);
    assert_int_equal(
        world_do(&world, BUILDER, "problem.solve", id, "{\"solution\":\"x\",\"evidence\":[]}"), 0);
    assert_int_equal(world.fault.code, FAULT_PROBLEM_EVIDENCE);
    assert_int_equal(world_do(&world, BUILDER, "problem.solve", id,
                              "{\"solution\":\"x\",\"evidence\":{\"a\":1}}"),
                     0);
    assert_int_equal(world.fault.code, FAULT_FIELD_INVALID);
}

static void units_take_part_once_they_are_named(void **state)
{
    (void)state;
    int64_t id = raise_one();
    assert_int_equal(world_do(&world, COORDINATOR, "problem.assign", id, ASSIGN), id);
    assert_true(world_has(world_see(&world, POWER, show(id)), "\"helpers\":[{\"org\":\"power\""));
}

static void a_stranger_does_not_learn_that_it_exists(void **state)
{
    (void)state;
    int64_t id = raise_one();
    struct actor stranger = world_actor(&world, ENTERPRISE);
    stranger.project = 777777;
    struct view_run run = world_view(&world, &stranger, id);
    struct file_download download;
    struct fault fault = {.code = FAULT_NONE};
    assert_false(file_open_for(&run, &download, &fault));
    assert_int_equal(fault.code, FAULT_NOT_FOUND);
}

static void the_list_is_paged_and_counted(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++) {
        assert_int_not_equal(raise_one(), 0);
    }
    struct text first = world_see(&world, COORDINATOR, "/problems?state=open&limit=2");
    const struct jvalue *json = NULL;
    assert_true(json_read(world.arena, first, &json, &world.fault));
    int64_t total = jvalue_int(jvalue_get(json, "total"), 0);
    assert_true(total >= 4);
    assert_int_equal(jvalue_get(json, "items")->count, 2);
    int64_t seen = 2;
    struct text next = jvalue_text(jvalue_get(json, "next"), TEXT_NONE);
    while (next.len > 0) {
        const char *target =
            text_format(world.arena, "/problems?state=open&limit=2&after=%.*s", TEXT_ARG(next)).at;
        assert_true(
            json_read(world.arena, world_see(&world, COORDINATOR, target), &json, &world.fault));
        seen += jvalue_get(json, "items")->count;
        next = jvalue_text(jvalue_get(json, "next"), TEXT_NONE);
    }
    assert_int_equal(seen, total);
    assert_true(world_has(world_see(&world, COORDINATOR, "/problems?q=100%25"), "\"total\":0"));
    assert_true(world_has(world_see(&world, COORDINATOR, "/problems?sort=-raised&limit=1"),
                          "\"next\":\"n."));
}

static void a_file_comes_back_byte_for_byte(void **state)
{
    (void)state;
    int64_t id = upload(NAVIGATOR, "意见.pdf");
    struct actor actor = world_actor(&world, ENTERPRISE);
    struct view_run run = world_view(&world, &actor, id);
    struct file_download download;
    struct fault fault = {.code = FAULT_NONE};
    assert_true(file_open_for(&run, &download, &fault));
    assert_true(text_equal(download.bytes, PDF));
    assert_string_equal(download.media.at, "application/pdf");
    assert_true(
        world_has(world_see(&world, ENTERPRISE,
                            text_format(world.arena, "/files/%lld/about", (long long)id).at),
                  "\"digest\":\""));
}

static void what_nothing_points_to_is_swept_away(void **state)
{
    (void)state;
    SKIP_ON_A_SERVER(); /* there contents are swept by age: test_file_content.c */
    struct file_keep orphan;
    struct text other = text_format(world.arena, "%.*s\n", TEXT_ARG(PDF));
    int64_t removed = -1;
    struct fault fault = {.code = FAULT_NONE};
    int64_t kept = upload(NAVIGATOR, "留.pdf");
    assert_true(receive(NAVIGATOR, "弃.pdf", other, &orphan));
    assert_true(file_sweep(world.store, &removed, &fault));
    assert_int_equal(removed, 1);
    assert_true(file_sweep(world.store, &removed, &fault));
    assert_int_equal(removed, 0);
    struct actor actor = world_actor(&world, NAVIGATOR);
    struct view_run run = world_view(&world, &actor, kept);
    struct file_download download;
    assert_true(file_open_for(&run, &download, &fault));
}

static void who_may_not_leaves_nothing_on_the_disk(void **state)
{
    (void)state;
    struct file_keep fields;
    int64_t removed = -1;
    struct text other = text_format(world.arena, "%.*s\n\n", TEXT_ARG(PDF));
    struct actor stranger = world_actor(&world, ENTERPRISE);
    stranger.project = 777777;
    struct view_run run = world_view(&world, &stranger, world.project);
    struct fault fault = {.code = FAULT_NONE};
    assert_false(file_accept(&run, TEXT("a.pdf"), other, &fields, &fault));
    assert_int_equal(fault.code, FAULT_NOT_FOUND);
    assert_false(receive(NAVIGATOR, "../a.pdf", other, &fields));
    fault.code = FAULT_NONE;
    assert_true(file_sweep(world.store, &removed, &fault));
    assert_int_equal(removed, 0);
}

static void the_history_tells_it_in_words(void **state)
{
    (void)state;
    int64_t id = solved_one();
    struct text seen = world_see(&world, COORDINATOR, show(id));
    assert_true(world_has(
        seen,
        "问题定责：责任单位 市建管局；配合单位 样例供电公司；解决期限 2026-11-27；措施 先定路由"));
    assert_true(world_has(seen, "\"actor_name\":\"丙\""));
    struct text theirs = world_see(&world, ENTERPRISE, show(id));
    assert_false(world_has(theirs, "\"actor_name\":\"丙\""));
    struct text all = world_see(
        &world, COORDINATOR,
        text_format(world.arena, "/projects/%lld/history?limit=200", (long long)world.project).at);
    assert_true(world_has(all, "单位参与项目"));
    struct text shown = world_see(
        &world, ENTERPRISE,
        text_format(world.arena, "/projects/%lld/history?limit=200", (long long)world.project).at);
    assert_false(world_has(shown, "单位参与项目"));
    assert_true(world_has(shown, "登记招商线索"));
}

static void the_tables_come_out_the_same_from_the_ledger(void **state)
{
    (void)state;
    int64_t id = solved_one();
    struct text before = world_see(&world, COORDINATOR, show(id));
    struct store *fresh = place_store(&world.place, "fresh.db");
    struct rebuild_difference difference = {.found = false};
    assert_true(store_migrate(fresh, store_facts, &world.fault));
    struct rebuild_check check = {world.store, fresh, world.registry};
    if (!rebuild_check(world.arena, &check, &difference, &world.fault)) {
        fail_msg("%s", world.fault.arguments[0]);
    }
    /* Compared in the order of the rooms: the people's, written by hand, come last. */
    assert_true(difference.found && text_starts_with(difference.table, TEXT("account")));
    store_close(fresh);
    assert_true(text_equal(before, world_see(&world, COORDINATOR, show(id))));
}

/* What is said in an event of a problem is not for upward eyes, save what was approved, names that
 * are made of it, and codes: a new field of an event has to say so. */
static void words_in_events_are_inside(void **state)
{
    (void)state;
    static const struct event_kind *const kinds[] = {
        &problem_raised_event,   &problem_assigned_event,  &problem_solved_event,
        &problem_verified_event, &problem_closed_event,    &problem_returned_event,
        &problem_reopened_event, &problem_escalated_event, &problem_merged_event,
        &problem_drafted_event,  &problem_rejected_event};
    static const char *const open[] = {"number",  "name",     "level", "told",
                                       "held_by", "approver", NULL};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        const struct field_table *table = kinds[i]->fields;
        for (size_t j = 0; j < table->count; j++) {
            const struct field *field = &table->fields[j];
            bool is_open = field->kind != FIELD_KIND_TEXT || field->names != NULL;
            for (size_t k = 0; open[k] != NULL; k++) {
                is_open = is_open || text_is(text_of(field->name), open[k]);
            }
            assert_true(is_open || field->inside);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_problem_walks_from_raised_to_closed),
        cmocka_unit_test(evidence_must_be_the_projects_own),
        cmocka_unit_test(units_take_part_once_they_are_named),
        cmocka_unit_test(a_stranger_does_not_learn_that_it_exists),
        cmocka_unit_test(the_list_is_paged_and_counted),
        cmocka_unit_test(a_file_comes_back_byte_for_byte),
        cmocka_unit_test(what_nothing_points_to_is_swept_away),
        cmocka_unit_test(who_may_not_leaves_nothing_on_the_disk),
        cmocka_unit_test(the_history_tells_it_in_words),
        cmocka_unit_test(words_in_events_are_inside),
        cmocka_unit_test(the_tables_come_out_the_same_from_the_ledger),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
