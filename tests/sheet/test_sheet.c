#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "sheet/sheet.h"

/* What goes out comes in again; numbers stay what they were; what is broken is refused. */

static struct arena *arena;
static struct fault fault;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open((size_t)64 << 20, (size_t)512 << 20);
    fault = (struct fault){.code = FAULT_NONE};
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static const struct sheet_column columns[] = {
    {"name", SHEET_TEXT, 20, "项目名称", "name"},
    {"day", SHEET_DATE, 12, "日期", "day"},
    {"money", SHEET_DECIMAL, 12, "金额", "amount"},
    {"count", SHEET_INT, 8, "数量", "count"},
};
static const struct sheet_table table = {"清单", "List", columns, COUNT_OF(columns)};

static struct text written(enum sheet_format format, const struct text rows[][4], size_t count)
{
    struct sheet_out *out = NULL;
    struct text bytes = TEXT_NONE;
    assert_true(
        sheet_begin(arena, &table, &(struct sheet_wish){format, LANGUAGE_ZH}, &out, &fault));
    for (size_t i = 0; i < count; i++) {
        sheet_row(out, rows[i]);
    }
    assert_true(sheet_end(out, &bytes, &fault));
    return bytes;
}

static const struct text samples[][4] = {
    {TEXT("福州 <&\"> 项目"), TEXT("2026-03-02"), TEXT("52000.55"), TEXT("7")},
    {TEXT("=HYPERLINK(\"http://x\")"), TEXT_NONE, TEXT_NONE, TEXT_NONE},
    {TEXT("+1"), TEXT("2024-02-29"), TEXT("0"), TEXT("0")},
    {TEXT("𠮷_x0041_\nzwei"), TEXT("1999-12-31"), TEXT("0.1"), TEXT("-3")},
};

static const struct sheet_cell *at(const struct sheet_book *book, size_t row, size_t column)
{
    const struct sheet_grid *grid = &book->items[0];
    assert_true(row < grid->rows && column < grid->columns);
    return &grid->cells[row * grid->columns + column];
}

static void what_goes_out_comes_in_again(void **state)
{
    (void)state;
    struct sheet_book book;
    struct text bytes = written(SHEET_XLSX, samples, COUNT_OF(samples));
    assert_true(sheet_read(arena, bytes, &book, &fault));
    assert_int_equal(book.count, 1);
    assert_true(text_is(book.items[0].name, "清单"));
    assert_int_equal(book.items[0].rows, 1 + COUNT_OF(samples));
    assert_true(text_is(at(&book, 0, 0)->text, "项目名称"));
    static const enum sheet_cell_kind kinds[] = {CELL_IS_TEXT, CELL_IS_DATE, CELL_IS_NUMBER,
                                                 CELL_IS_NUMBER};
    for (size_t row = 0; row < COUNT_OF(samples); row++) {
        for (size_t column = 0; column < 4; column++) {
            const struct sheet_cell *cell = at(&book, row + 1, column);
            assert_int_equal(cell->kind,
                             samples[row][column].len == 0 ? CELL_IS_EMPTY : kinds[column]);
            assert_true(text_equal(cell->text, samples[row][column]));
        }
    }
}

static void a_text_is_never_a_formula(void **state)
{
    (void)state;
    struct text csv = written(SHEET_CSV, samples, COUNT_OF(samples));
    assert_true(text_starts_with(csv, TEXT("\xef\xbb\xbf\"项目名称\",\"日期\"")));
    assert_int_not_equal(text_find(csv, TEXT("\"'=HYPERLINK(\"\"http://x\"\")\"")), SIZE_MAX);
    assert_int_not_equal(text_find(csv, TEXT("\"'+1\"")), SIZE_MAX);
    assert_int_not_equal(text_find(csv, TEXT("\"-3\"\r\n")), SIZE_MAX); /* a number is no formula */
}

static void a_long_list_costs_no_memory(void **state)
{
    (void)state;
    struct sheet_out *out = NULL;
    struct text bytes = TEXT_NONE;
    assert_true(
        sheet_begin(arena, &table, &(struct sheet_wish){SHEET_XLSX, LANGUAGE_EN}, &out, &fault));
    size_t before = arena_bytes(arena);
    for (size_t i = 0; i < SHEET_ROWS_MAX; i++) {
        sheet_row(out, samples[i % COUNT_OF(samples)]);
    }
    assert_int_equal(arena_bytes(arena), before);
    assert_true(sheet_end(out, &bytes, &fault));
    assert_true(bytes.len > 100000);
}

/* -- numbers -- */

static void numbers_become_plain_and_exact(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"0", "0"},
        {"-0", "0"},
        {"12", "12"},
        {"0012.50", "12.5"},
        {"5.2E4", "52000"},
        {"1e-3", "0.001"},
        {"12.340000000000002", "12.34"},
        {"0.30000000000000004", "0.3"},
        {"99999999999999.99", "100000000000000"},
        {"9999999999999.99", "9999999999999.99"},
        {"123456789012345678", "123456789012346000"},
        {"-1.5E+2", "-150"},
        {".5", "0.5"},
        {"0.000000000000000000000000000001", "0.000000000000000000000000000001"},
        {"9.9999999999999999", "10"},
    };
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        struct text plain = TEXT_NONE;
        assert_true(sheet_decimal(arena, text_of(pairs[i][0]), &plain));
        assert_string_equal(plain.at, pairs[i][1]);
    }
    static const char *const wrong[] = {"",  "-",   ".",   "1e",   "1e999", "abc", "1.2.3",
                                        "٣", "1,2", "NaN", "0x10", "1e--1", "+1"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct text plain = TEXT_NONE;
        assert_false(sheet_decimal(arena, text_of(wrong[i]), &plain));
    }
}

/* What a spreadsheet shows as fifteen digits it stores as the nearest double, in seventeen. */
static void any_number_is_rounded_as_a_spreadsheet_shows_it(void **state)
{
    (void)state;
    uint64_t seed = 88172645463325252u;
    for (int i = 0; i < 20000; i++) {
        char raw[64], shown[64];
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        double value = (double)(seed % 1000000007u) / (double)(1 + (seed >> 40) % 100000);
        struct text plain = TEXT_NONE;
        snprintf(shown, sizeof shown, "%.15g", value);
        snprintf(raw, sizeof raw, "%.17g", strtod(shown, NULL));
        struct text again = TEXT_NONE;
        assert_true(sheet_decimal(arena, text_of(raw), &plain));
        assert_true(sheet_decimal(arena, text_of(shown), &again));
        assert_string_equal(plain.at, again.at);
    }
}

static void serial_numbers_are_days(void **state)
{
    (void)state;
    civil_date day = CIVIL_DATE_NONE;
    assert_true(civil_date_parse(TEXT("2026-03-02"), &day));
    assert_int_equal(sheet_day(TEXT("46083"), false), day);
    assert_int_equal(sheet_day(TEXT("46083.75"), false), day);
    assert_int_equal(sheet_day(TEXT("44621"), true), day);
    assert_int_equal(sheet_day(TEXT("60"), false), CIVIL_DATE_NONE);
    assert_int_equal(sheet_day(TEXT("-5"), false), CIVIL_DATE_NONE);
    assert_int_equal(sheet_day(TEXT("9999999"), false), CIVIL_DATE_NONE);
}

static void formats_that_show_days_are_known(void **state)
{
    (void)state;
    static const char *const days[] = {"yyyy-mm-dd", "d/m/yy", "[$-804]yyyy\"年\"m\"月\"d\"日\";@",
                                       "yyyy\\-mm\\-dd;@"};
    static const char *const others[] = {"General",  "0.00",   "#,##0", "h:mm",
                                         "\"day\"0", "[Red]0", "@",     ""};
    for (size_t i = 0; i < COUNT_OF(days); i++) {
        assert_true(sheet_format_is_date(text_of(days[i])));
    }
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        assert_false(sheet_format_is_date(text_of(others[i])));
    }
}

static void cells_are_named_as_in_a_spreadsheet(void **state)
{
    (void)state;
    assert_true(text_is(sheet_address(arena, 0, 0), "A1"));
    assert_true(text_is(sheet_address(arena, 9, 25), "Z10"));
    assert_true(text_is(sheet_address(arena, 0, 26), "AA1"));
    assert_true(text_is(sheet_address(arena, 99, 701), "ZZ100"));
    assert_true(text_is(sheet_address(arena, 99, 702), "AAA100"));
}

/* -- broken -- */

static void what_is_cut_or_changed_never_crashes(void **state)
{
    (void)state;
    struct text good = written(SHEET_XLSX, samples, COUNT_OF(samples));
    uint32_t seed = 7;
    for (int i = 0; i < 3000; i++) {
        struct arena_mark mark = arena_mark(arena);
        char *bytes = arena_alloc_raw(arena, good.len);
        struct sheet_book book;
        memcpy(bytes, good.at, good.len);
        for (int k = 0; k < 3; k++) {
            seed = seed * 1664525u + 1013904223u;
            bytes[(seed >> 8) % good.len] = (char)(seed >> 24);
        }
        size_t len = (i & 1) != 0 ? good.len : (seed >> 4) % good.len;
        fault = (struct fault){.code = FAULT_NONE};
        if (!sheet_read(arena, (struct text){bytes, len}, &book, &fault)) {
            assert_int_equal(fault.code, FAULT_SHEET_UNREADABLE);
        }
        arena_rewind(arena, mark);
    }
}

static void what_is_no_workbook_is_refused(void **state)
{
    (void)state;
    static const char *const others[] = {"", "PK\x03\x04", "name,day\r\n", "<html>"};
    struct sheet_book book;
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        fault = (struct fault){.code = FAULT_NONE};
        assert_false(sheet_read(arena, text_of(others[i]), &book, &fault));
        assert_int_equal(fault.code, FAULT_SHEET_UNREADABLE);
    }
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, open_arena, close_arena)
    const struct CMUnitTest tests[] = {
        T(what_goes_out_comes_in_again),
        T(a_text_is_never_a_formula),
        T(a_long_list_costs_no_memory),
        T(numbers_become_plain_and_exact),
        T(any_number_is_rounded_as_a_spreadsheet_shows_it),
        T(serial_numbers_are_days),
        T(formats_that_show_days_are_known),
        T(cells_are_named_as_in_a_spreadsheet),
        T(what_is_cut_or_changed_never_crashes),
        T(what_is_no_workbook_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
