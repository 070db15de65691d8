#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "paper/printer.h"

struct fixture {
    struct arena *arena;
    struct printer *printer;
    struct fault fault;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture = (struct fixture){.arena = arena_open(8 << 20, 256 << 20)};
    assert_true(printer_start(&fixture.printer, &fixture.fault));
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    printer_stop(f->printer);
    arena_close(f->arena);
    return 0;
}

static struct text document(struct fixture *f, struct text blocks)
{
    return text_format(f->arena,
                       "{\"title\":\"受理通知书\",\"author\":\"联动\",\"created\":\"2026-11-29\","
                       "\"header\":\"福州市\",\"blocks\":[%.*s]}",
                       TEXT_ARG(blocks));
}

static struct text printed(struct fixture *f, struct text blocks)
{
    struct text pdf = TEXT_NONE;
    if (!printer_print(f->printer, f->arena, document(f, blocks), &pdf, &f->fault)) {
        print_message("%s: %s\n", fault_code_name(f->fault.code), f->fault.arguments[0]);
        fail();
    }
    return pdf;
}

static void refused(struct fixture *f, struct text json, enum fault_code code)
{
    struct text pdf = TEXT("before");
    f->fault.code = FAULT_NONE;
    assert_false(printer_print(f->printer, f->arena, json, &pdf, &f->fault));
    assert_int_equal(f->fault.code, code);
    assert_true(text_is(pdf, "before"));
    f->fault = (struct fault){.code = FAULT_NONE};
}

static int pages_of(struct text pdf)
{
    int count = 0;
    struct text page = TEXT("/Type /Page %");
    size_t at = 0;
    while ((at = text_find(pdf, page)) != SIZE_MAX) {
        count++;
        pdf = text_slice(pdf, at + page.len, pdf.len - at - page.len);
    }
    return count;
}

static void the_same_document_gives_the_same_bytes(void **state)
{
    struct fixture *f = *state;
    struct text blocks =
        TEXT("{\"is\":\"title\",\"text\":\"准予行政许可决定书\"},"
             "{\"is\":\"text\",\"text\":\"经审查，符合法定条件。\"},"
             "{\"is\":\"qr\",\"data\":\"https://a.test/verify/1-0\",\"text\":\"核验\"}");
    struct text first = printed(f, blocks);
    struct text second = printed(f, blocks);
    assert_true(text_starts_with(first, TEXT("%PDF-1.")));
    assert_true(text_equal(first, second));
    struct printer *other = NULL;
    struct text third = TEXT_NONE;
    assert_true(printer_start(&other, &f->fault));
    assert_true(printer_print(other, f->arena, document(f, blocks), &third, &f->fault));
    printer_stop(other);
    assert_true(text_equal(first, third));
}

static void long_text_goes_on_over_pages(void **state)
{
    struct fixture *f = *state;
    struct buffer blocks = buffer_open(f->arena, 1 << 16);
    buffer_add(&blocks, TEXT("{\"is\":\"text\",\"text\":\""));
    for (int i = 0; i < 1000; i++) {
        buffer_add(&blocks, TEXT("一项目一方案并联审批"));
    }
    buffer_add(&blocks, TEXT("\"}"));
    int pages = pages_of(printed(f, buffer_text(&blocks)));
    assert_in_range(pages, 8, 20); /* 10,000 characters, some 800 a page */
}

/* A row that is taller than a page is broken, and a table of many rows too. */
static void tables_go_on_over_pages(void **state)
{
    struct fixture *f = *state;
    struct buffer blocks = buffer_open(f->arena, 1 << 16);
    buffer_add(&blocks,
               TEXT("{\"is\":\"table\",\"columns\":[\"序号\",\"事项\"],\"rows\":[[\"1\",\""));
    for (int i = 0; i < 300; i++) {
        buffer_add(&blocks, TEXT("建设用地规划许可"));
    }
    buffer_add(&blocks, TEXT("\"]"));
    for (int i = 2; i <= 200; i++) {
        buffer_addf(&blocks, ",[\"%d\",\"建筑工程施工许可证核发\"]", i);
    }
    buffer_add(&blocks, TEXT("]}"));
    int pages = pages_of(printed(f, buffer_text(&blocks)));
    assert_in_range(pages, 7, 20);
}

static void what_is_no_document_is_refused_and_the_next_one_prints(void **state)
{
    struct fixture *f = *state;
    refused(f, TEXT("{"), FAULT_JSON_SYNTAX);
    refused(f, TEXT("{}"), FAULT_PAPER_INVALID);
    refused(f, document(f, TEXT("")), FAULT_PAPER_INVALID);
    refused(f, document(f, TEXT("{\"is\":\"poem\",\"text\":\"a\"}")), FAULT_PAPER_INVALID);
    refused(f, document(f, TEXT("{\"is\":\"pairs\",\"rows\":[[\"a\"]]}")), FAULT_PAPER_INVALID);
    refused(f, document(f, TEXT("{\"is\":\"qr\",\"data\":\"\"}")), FAULT_PAPER_INVALID);
    refused(f,
            TEXT("{\"title\":\"a\",\"created\":\"2026-02-30\",\"blocks\":[{\"is\":\"text\","
                 "\"text\":\"a\"}]}"),
            FAULT_PAPER_INVALID);
    assert_int_equal(pages_of(printed(f, TEXT("{\"is\":\"text\",\"text\":\"a\"}"))), 1);
}

static void too_many_pages_are_refused(void **state)
{
    struct fixture *f = *state;
    struct buffer blocks = buffer_open(f->arena, 1 << 16);
    buffer_add(&blocks, TEXT("{\"is\":\"table\",\"columns\":[\"a\"],\"rows\":[[\"1\"]"));
    for (int i = 0; i < 1900; i++) {
        buffer_add(
            &blocks,
            TEXT(",[\"1\\n2\\n3\\n4\\n5\\n6\\n7\\n8\\n9\\n1\\n2\\n3\\n4\\n5\\n6\\n7\\n8\\n9\"]"));
    }
    buffer_add(&blocks, TEXT("]}"));
    refused(f, document(f, buffer_text(&blocks)), FAULT_PAPER_FAILED);
}

static void without_a_printer_nothing_is_printed(void **state)
{
    struct fixture *f = *state;
    struct text pdf = TEXT_NONE;
    struct fault fault = {.code = FAULT_NONE};
    assert_false(printer_print(NULL, f->arena, document(f, TEXT("")), &pdf, &fault));
    assert_int_equal(fault.code, FAULT_PAPER_FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_document_gives_the_same_bytes),
        cmocka_unit_test(long_text_goes_on_over_pages),
        cmocka_unit_test(tables_go_on_over_pages),
        cmocka_unit_test(what_is_no_document_is_refused_and_the_next_one_prints),
        cmocka_unit_test(too_many_pages_are_refused),
        cmocka_unit_test(without_a_printer_nothing_is_printed),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
