#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "board/public_page.h"
#include "ground/project/query_code.h"
#include "world.h"

/* The pages for everybody, on the sample city. */

static struct world world;

static int open_world(void **state)
{
    (void)state;
    static const unsigned char key[QUERY_CODE_KEY_SIZE] = {9};
    query_code_set_key(key);
    world_open(&world);
    return 0;
}

static int close_world(void **state)
{
    (void)state;
    world_close(&world);
    return 0;
}

static struct public_reply page(const char *path, const char *query)
{
    struct actor nobody = {
        .role = ROLE_PUBLIC, .name = TEXT_NONE, .org = TEXT_NONE, .district = TEXT_NONE};
    struct view_run run = world_view(&world, &nobody, 0);
    struct public_reply out = {.status = 0};
    world.fault = (struct fault){.code = FAULT_NONE};
    const struct public_question question = {text_of(path), text_of(query), NULL};
    (void)!public_page(&run, &question, &out, &world.fault);
    return out;
}

static const char *code(void)
{
    return query_code_of(world.arena, world.project).at;
}

static const char *path_of(const char *folder, const char *rest)
{
    return text_format(world.arena, "%s/%s", folder, rest).at;
}

static void the_forms_ask_for_a_code(void **state)
{
    (void)state;
    struct public_reply progress = page("/progress", "");
    assert_int_equal(progress.status, 200);
    assert_true(world_has(progress.body, "<html lang=\"zh-CN\">"));
    assert_true(world_has(progress.body, "<form action=\"/progress\" method=\"get\""));
    struct public_reply receipt = page("/receipt", "lang=en");
    assert_true(world_has(receipt.body, "<html lang=\"en\">"));
    assert_true(world_has(receipt.body, "Receipt code"));
}

static void a_genuine_code_shows_status_and_nothing_else(void **state)
{
    (void)state;
    struct public_reply reply = page(path_of("/progress", code()), "");
    assert_int_equal(reply.status, 200);
    assert_true(world_has(reply.body, "样例&lt;电池&gt;&amp;基地"));
    assert_false(world_has(reply.body, "<电池>"));
    assert_true(world_has(reply.body, "审批推进中"));
    static const char *const hidden[] = {"52800", "样例公司", "乙", "丁", "p2", "account"};
    for (size_t i = 0; i < COUNT_OF(hidden); i++) {
        assert_false(world_has(reply.body, hidden[i]));
    }
    assert_true(reply.body.len < 15 * 1024);
}

static void the_form_leads_to_the_same_page(void **state)
{
    (void)state;
    struct public_reply by_path = page(path_of("/progress", code()), "");
    struct public_reply by_form = page("/progress", text_format(world.arena, "code=%s", code()).at);
    assert_true(text_equal(by_path.body, by_form.body));
    struct public_reply english =
        page("/progress", text_format(world.arena, "code=%s&lang=en", code()).at);
    assert_true(world_has(english.body, "Whose turn"));
}

static void unknown_codes_give_one_answer_whatever_the_reason(void **state)
{
    (void)state;
    struct public_reply first = page("/progress/x", "");
    assert_int_equal(first.status, 404);
    const char *others[] = {path_of("/progress", query_code_of(world.arena, 999999).at),
                            "/progress/0000-0000-0000-0000-0000-0000",
                            "/progress/<script>alert(1)</script>", "/progress/../../etc/passwd",
                            "/progress/查询码"};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        struct public_reply reply = page(others[i], "");
        assert_int_equal(reply.status, 404);
        assert_true(text_equal(reply.body, first.body));
    }
}

static void steps_stand_with_their_states(void **state)
{
    (void)state;
    assert_true(store_script(
        world.store,
        text_c_string(
            world.arena,
            text_format(world.arena,
                        "insert into application values(900,%lld,'s-intro','granted','2026-11-20');"
                        "insert into application values(901,%lld,'s-nothing','supplement',null);",
                        (long long)world.project, (long long)world.project)),
        &world.fault));
    struct public_reply reply = page(path_of("/progress", code()), "");
    assert_true(world_has(reply.body, "项目接洽"));
    assert_true(world_has(reply.body, "2026-11-20"));
    assert_true(world_has(reply.body, "等企业补正材料"));
    assert_true(world_has(reply.body, "1 项，共 2 项"));
}

static void a_receipt_is_genuine_only_as_it_was_given(void **state)
{
    (void)state;
    public_page_set_origin("https://linkage.example");
    assert_int_not_equal(world_do(&world, NAVIGATOR, "problem.raise", world.project,
                                  "{\"title\":\"x\",\"category\":\"other\"}"),
                         0);
    struct text receipt = world.receipt;
    struct public_reply reply = page(path_of("/receipt", text_c_string(world.arena, receipt)), "");
    assert_int_equal(reply.status, 200);
    assert_true(world_has(reply.body, "回执真实"));
    assert_true(world_has(reply.body, "提出问题"));
    assert_true(world_has(reply.body, "<svg class=\"qr\""));
    assert_true(world_has(reply.body, "2026-11-23 10:00"));
    assert_true(reply.body.len < 15 * 1024);
    for (size_t i = 0; i < receipt.len; i++) {
        struct text other = text_copy(world.arena, receipt);
        char *at = (char *)(uintptr_t)other.at + i;
        *at = *at == '1' ? '2' : '1';
        struct public_reply wrong = page(path_of("/receipt", other.at), "");
        assert_int_equal(wrong.status, 404);
        assert_false(world_has(wrong.body, "提出问题"));
    }
}

static void a_changed_entry_is_no_longer_genuine(void **state)
{
    (void)state;
    assert_int_not_equal(world_do(&world, NAVIGATOR, "problem.raise", world.project,
                                  "{\"title\":\"y\",\"category\":\"other\"}"),
                         0);
    const char *path = path_of("/receipt", text_c_string(world.arena, world.receipt));
    assert_int_equal(page(path, "").status, 200);
    assert_true(store_script(
        world.store, "update ledger_event set body=replace(body,'\"y\"','\"z\"')", &world.fault));
    assert_int_equal(page(path, "").status, 404);
    assert_true(store_script(
        world.store, "update ledger_event set body=replace(body,'\"z\"','\"y\"')", &world.fault));
}

static void the_style_sheet_is_served_and_others_are_not(void **state)
{
    (void)state;
    struct public_reply css = page("/public.css", "");
    assert_string_equal(css.content_type, "text/css; charset=utf-8");
    assert_true(css.body.len > 1000);
    (void)page("/progressive", "");
    assert_int_equal(world.fault.code, FAULT_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_forms_ask_for_a_code),
        cmocka_unit_test(a_genuine_code_shows_status_and_nothing_else),
        cmocka_unit_test(the_form_leads_to_the_same_page),
        cmocka_unit_test(unknown_codes_give_one_answer_whatever_the_reason),
        cmocka_unit_test(steps_stand_with_their_states),
        cmocka_unit_test(a_receipt_is_genuine_only_as_it_was_given),
        cmocka_unit_test(a_changed_entry_is_no_longer_genuine),
        cmocka_unit_test(the_style_sheet_is_served_and_others_are_not),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
