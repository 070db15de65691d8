#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "room/file/file.h"

/* What may be uploaded, and what a hostile hand may try. */

static struct arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open(8 << 20, 64 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

/* -- small whole files -- */

static void put_number(struct buffer *out, uint32_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8) {
        buffer_add_char(out, (char)(number >> shift));
    }
}

static uint32_t slow_crc(const char *at, size_t len)
{
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i < len; i++) {
        crc ^= (unsigned char)at[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = (crc & 1) != 0 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
        }
    }
    return ~crc;
}

static void put_chunk(struct buffer *out, const char *type, struct text data)
{
    put_number(out, (uint32_t)data.len);
    size_t from = out->len;
    buffer_add(out, text_of(type));
    buffer_add(out, data);
    put_number(out, slow_crc(out->at + from, out->len - from));
}

static struct text header(uint32_t width, uint32_t height)
{
    struct buffer out = buffer_open(arena, 32);
    put_number(&out, width);
    put_number(&out, height);
    buffer_add(&out, (struct text){"\x08\x02\0\0\0", 5});
    return buffer_text(&out);
}

static struct text png_with(struct text head, struct text comment, struct text behind)
{
    struct buffer out = buffer_open(arena, 256);
    buffer_add(&out, TEXT("\x89PNG\r\n\x1a\n"));
    put_chunk(&out, "IHDR", head);
    if (comment.len > 0) {
        put_chunk(&out, "tEXt", comment);
    }
    put_chunk(&out, "IDAT", TEXT("pixels"));
    put_chunk(&out, "IEND", TEXT_NONE);
    buffer_add(&out, behind);
    return buffer_text(&out);
}

static struct text png(void)
{
    return png_with(header(4, 3), TEXT_NONE, TEXT_NONE);
}

static struct text jpeg_with(const char *height_and_width, struct text comment, struct text behind)
{
    struct buffer out = buffer_open(arena, 256);
    buffer_add(&out, TEXT("\xff\xd8\xff\xe0"));
    buffer_add(&out, (struct text){"\0\x07JFIF\0", 7});
    if (comment.len > 0) {
        buffer_add(&out, TEXT("\xff\xfe"));
        buffer_add_char(&out, 0);
        buffer_add_char(&out, (char)(comment.len + 2));
        buffer_add(&out, comment);
    }
    buffer_add(&out, (struct text){"\xff\xc0\0\x0b\x08", 5});
    buffer_add(&out, (struct text){height_and_width, 4});
    buffer_add(&out, (struct text){"\x01\x01\x11\0", 4});
    buffer_add(&out, (struct text){"\xff\xda\0\x08\x01\x01\0\0\x3f\0", 10});
    buffer_add(&out, (struct text){"ab\xff\0cd\xff\xd0"
                                   "ef",
                                   10});
    buffer_add(&out, TEXT("\xff\xd9"));
    buffer_add(&out, behind);
    return buffer_text(&out);
}

static struct text jpeg(void)
{
    return jpeg_with("\0\x10\0\x10", TEXT_NONE, TEXT_NONE);
}

static struct text pdf_with(const char *inside, const char *behind)
{
    return text_format(arena,
                       "%%PDF-1.7\n1 0 obj<</Type/Catalog%s>>endobj\nxref\n0 1\ntrailer<</Root 1 0 "
                       "R>>\nstartxref\n9\n%%%%EOF%s",
                       inside, behind);
}

static enum fault_code check(const char *name, struct text bytes)
{
    struct fault fault = {.code = FAULT_NONE};
    enum file_media media = FILE_PDF;
    bool done = file_check(text_of(name), bytes, &media, &fault);
    assert_int_equal(done, fault.code == FAULT_NONE);
    return fault.code;
}

static struct text cat(struct text a, struct text b)
{
    struct buffer out = buffer_open(arena, a.len + b.len + 1);
    buffer_add(&out, a);
    buffer_add(&out, b);
    return buffer_text(&out);
}

/* -- claims -- */

static void whole_files_of_the_three_kinds_are_accepted(void **state)
{
    (void)state;
    assert_int_equal(check("交评意见.pdf", pdf_with("", "\r\n")), FAULT_NONE);
    assert_int_equal(check("现场.PNG", png()), FAULT_NONE);
    assert_int_equal(check("a.jpg", jpeg()), FAULT_NONE);
    assert_int_equal(check("a b (2).v1.jpeg", jpeg()), FAULT_NONE);
}

static void pictures_of_one_shot_behind_each_other_are_one_file(void **state)
{
    (void)state;
    assert_int_equal(check("a.jpg", cat(jpeg(), jpeg())), FAULT_NONE);
    assert_int_equal(check("a.jpg", cat(jpeg(), (struct text){"\0\0\0\0", 4})), FAULT_NONE);
    assert_int_equal(check("a.jpg", cat(jpeg(), TEXT("tail"))), FAULT_FILE_DAMAGED);
    assert_int_equal(check("a.jpg", cat(jpeg(), pdf_with("", ""))), FAULT_FILE_DAMAGED);
}

static void the_extension_must_say_what_the_content_is(void **state)
{
    (void)state;
    assert_int_equal(check("a.pdf", png()), FAULT_FILE_NAME);
    assert_int_equal(check("a.png", jpeg()), FAULT_FILE_NAME);
    assert_int_equal(check("a.pdf.exe", pdf_with("", "")), FAULT_FILE_NAME);
    assert_int_equal(check("a", png()), FAULT_FILE_NAME);
    assert_int_equal(check(".png", png()), FAULT_FILE_NAME);
}

static void other_kinds_are_refused_whatever_their_name(void **state)
{
    (void)state;
    static const struct text hostile[] = {
        {"MZ\x90\0\x03", 5},
        {"\x7f"
         "ELF\x02\x01",
         6},
        {"<html><script>x</script>", 24},
        {"<svg xmlns='http://www.w3.org/2000/svg'/>", 41},
        {"GIF89a", 6},
        {"RIFF....WEBP", 12},
        {"Rar!\x1a\x07\0", 7},
        {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8},
        {" %PDF-1.7\n", 10},
        {"\xef\xbb\xbf%PDF-1.7\n", 13},
        {"%!PS-Adobe", 10},
        {"#!/bin/sh\n", 10},
        {"x", 1},
    };
    for (size_t i = 0; i < COUNT_OF(hostile); i++) {
        assert_int_equal(check("a.pdf", hostile[i]), FAULT_FILE_KIND);
    }
    assert_int_equal(check("a.pdf", TEXT_NONE), FAULT_FILE_DAMAGED);
}

static void what_is_cut_anywhere_is_not_whole(void **state)
{
    (void)state;
    struct text files[] = {png(), jpeg()};
    const char *names[] = {"a.png", "a.jpg"};
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        for (size_t len = 0; len < files[i].len; len++) {
            assert_int_not_equal(check(names[i], text_slice(files[i], 0, len)), FAULT_NONE);
        }
    }
    struct text pdf = pdf_with("", "");
    for (size_t len = 0; len < pdf.len; len++) {
        assert_int_not_equal(check("a.pdf", text_slice(pdf, 0, len)), FAULT_NONE);
    }
}

static void a_changed_byte_of_a_png_is_noticed(void **state)
{
    (void)state;
    struct text whole = png();
    for (size_t i = 0; i < whole.len; i++) {
        struct text copy = text_copy(arena, whole);
        ((char *)(uintptr_t)copy.at)[i] ^= 0x41;
        assert_int_not_equal(check("a.png", copy), FAULT_NONE);
    }
}

static void a_page_in_a_picture_is_refused(void **state)
{
    (void)state;
    struct text page = TEXT("Comment <ScRipt>alert(1)</script>");
    assert_int_equal(check("a.png", png_with(header(4, 3), page, TEXT_NONE)), FAULT_FILE_DAMAGED);
    assert_int_equal(check("a.jpg", jpeg_with("\0\x10\0\x10", page, TEXT_NONE)),
                     FAULT_FILE_DAMAGED);
    assert_int_equal(check("a.png", png_with(header(4, 3), TEXT("Comment a < b"), TEXT_NONE)),
                     FAULT_NONE);
    assert_int_equal(check("a.png", png_with(header(4, 3), TEXT_NONE, TEXT("<html>"))),
                     FAULT_FILE_DAMAGED);
}

static void an_archive_behind_a_document_is_refused(void **state)
{
    (void)state;
    struct text end = {"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22};
    assert_int_equal(check("a.pdf", cat(pdf_with("", "\n"), end)), FAULT_FILE_DAMAGED);
    assert_int_equal(check("a.png", cat(png(), end)), FAULT_FILE_DAMAGED);
    assert_int_equal(check("a.jpg", cat(jpeg(), end)), FAULT_FILE_DAMAGED);
    /* hidden in a comment before the end mark */
    assert_int_equal(check("a.pdf", pdf_with("", "\n%PK\x05\x06 comment\nstartxref\n9\n%%EOF")),
                     FAULT_FILE_DAMAGED);
    assert_int_equal(check("a.png", png_with(header(4, 3), TEXT("PK\x05\x06"), TEXT_NONE)),
                     FAULT_FILE_DAMAGED);
}

static void a_document_that_carries_programs_is_refused(void **state)
{
    (void)state;
    assert_int_equal(check("a.pdf", pdf_with("/OpenAction<</S/JavaScript/JS(x)>>", "")),
                     FAULT_FILE_DAMAGED);
    assert_int_equal(check("a.pdf", pdf_with("/A<</S/J#61vaScript/JS(x)>>", "")),
                     FAULT_FILE_DAMAGED);
    assert_int_equal(check("a.pdf", pdf_with("/A<</S/Launch>>", "")), FAULT_FILE_DAMAGED);
    assert_int_equal(check("a.pdf", pdf_with("/Names<</EmbeddedFiles 3 0 R>>", "")),
                     FAULT_FILE_DAMAGED);
    assert_int_equal(check("a.pdf", pdf_with("/Title(JavaScript)/Launched 1", "")), FAULT_NONE);
    assert_int_equal(check("a.pdf", pdf_with("/Title(<script>)", "")), FAULT_FILE_DAMAGED);
}

static void pictures_are_bounded_in_pixels(void **state)
{
    (void)state;
    assert_int_equal(check("a.png", png_with(header(10000, 10000), TEXT_NONE, TEXT_NONE)),
                     FAULT_NONE);
    assert_int_equal(check("a.png", png_with(header(10000, 10001), TEXT_NONE, TEXT_NONE)),
                     FAULT_FILE_DAMAGED);
    assert_int_equal(check("a.png", png_with(header(0xffffffff, 0xffffffff), TEXT_NONE, TEXT_NONE)),
                     FAULT_FILE_DAMAGED);
    assert_int_equal(check("a.png", png_with(header(0, 5), TEXT_NONE, TEXT_NONE)),
                     FAULT_FILE_DAMAGED);
    assert_int_equal(check("a.jpg", jpeg_with("\xff\xff\xff\xff", TEXT_NONE, TEXT_NONE)),
                     FAULT_FILE_DAMAGED);
    assert_int_equal(check("a.jpg", jpeg_with("\0\0\0\x10", TEXT_NONE, TEXT_NONE)),
                     FAULT_FILE_DAMAGED);
}

static void a_file_is_at_most_20_MiB(void **state)
{
    (void)state;
    struct text big = {arena_alloc(arena, FILE_SIZE_MAX + 1), FILE_SIZE_MAX + 1};
    assert_int_equal(check("a.pdf", big), FAULT_FILE_TOO_LARGE);
}

static bool name_is_right(struct text name)
{
    struct fault fault = {.code = FAULT_NONE};
    return file_name_check(name, &fault);
}

static void a_name_is_no_path_and_hides_nothing(void **state)
{
    (void)state;
    static const struct text wrong[] = {
        {"", 0},
        {"../a.pdf", 8},
        {"..\\a.pdf", 8},
        {"/etc/a.pdf", 10},
        {"C:a.pdf", 7},
        {"a.pdf\0.png", 10},
        {"a\n.pdf", 6},
        {"a\x7f.pdf", 6},
        {"a\xc2\x85.pdf", 7},
        {"a\xe2\x80\xaegpj.pdf", 11},
        {"a\xe2\x80\x8b.pdf", 8},
        {"\xef\xbb\xbf"
         "a.pdf",
         8},
        {"a\xff.pdf", 6},
        {"a\xc0\xaf.pdf", 7},
        {".htaccess", 9},
        {".", 1},
        {"..", 2},
        {"a.pdf ", 6},
        {" a.pdf", 6},
        {"a.pdf.", 6},
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_false(name_is_right(wrong[i]));
    }
    assert_true(name_is_right(TEXT("福州 关于《意见》的函（2026）1号 <final> & 'x'.pdf")));
}

static void a_name_has_at_most_120_characters(void **state)
{
    (void)state;
    struct buffer out = buffer_open(arena, 512);
    for (int i = 0; i < 116; i++) {
        buffer_add(&out, TEXT("长"));
    }
    buffer_add(&out, TEXT(".pdf"));
    assert_true(name_is_right(buffer_text(&out)));
    assert_false(name_is_right(cat(TEXT("长"), buffer_text(&out))));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_files_of_the_three_kinds_are_accepted),
        cmocka_unit_test(pictures_of_one_shot_behind_each_other_are_one_file),
        cmocka_unit_test(the_extension_must_say_what_the_content_is),
        cmocka_unit_test(other_kinds_are_refused_whatever_their_name),
        cmocka_unit_test(what_is_cut_anywhere_is_not_whole),
        cmocka_unit_test(a_changed_byte_of_a_png_is_noticed),
        cmocka_unit_test(a_page_in_a_picture_is_refused),
        cmocka_unit_test(an_archive_behind_a_document_is_refused),
        cmocka_unit_test(a_document_that_carries_programs_is_refused),
        cmocka_unit_test(pictures_are_bounded_in_pixels),
        cmocka_unit_test(a_file_is_at_most_20_MiB),
        cmocka_unit_test(a_name_is_no_path_and_hides_nothing),
        cmocka_unit_test(a_name_has_at_most_120_characters),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
