#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "room/file/file_upload.h"

/* Documents that are zip archives, and what a hostile hand makes of one; what an upload in parts
 * may be. */

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

/* -- archives, member by member -- */

struct member {
    const char *name;
    struct text packed;
    uint32_t method, flags, expanded;
    bool behind;     /* its lengths follow its bytes */
    const char *own; /* the name its own head tells; NULL: the same */
};

static void put2(struct buffer *out, uint32_t number)
{
    buffer_add_char(out, (char)number);
    buffer_add_char(out, (char)(number >> 8));
}

static void put4(struct buffer *out, uint32_t number)
{
    put2(out, number & 0xffff);
    put2(out, number >> 16);
}

static uint32_t flags_of(const struct member *member)
{
    return member->flags | (member->behind ? 8u : 0u);
}

static void put_member(struct buffer *out, const struct member *member)
{
    const char *name = member->own != NULL ? member->own : member->name;
    put4(out, 0x04034b50);
    put2(out, 20);
    put2(out, flags_of(member));
    put2(out, member->method);
    put4(out, 0);
    put4(out, member->behind ? 0 : 7);
    put4(out, member->behind ? 0 : (uint32_t)member->packed.len);
    put4(out, member->behind ? 0 : member->expanded);
    put2(out, (uint32_t)strlen(name));
    put2(out, 0);
    buffer_add(out, text_of(name));
    buffer_add(out, member->packed);
    if (member->behind) {
        put4(out, 0x08074b50);
        put4(out, 7);
        put4(out, (uint32_t)member->packed.len);
        put4(out, member->expanded);
    }
}

static void put_line(struct buffer *out, const struct member *member, size_t offset)
{
    put4(out, 0x02014b50);
    put2(out, 20);
    put2(out, 20);
    put2(out, flags_of(member));
    put2(out, member->method);
    put4(out, 0);
    put4(out, 7);
    put4(out, (uint32_t)member->packed.len);
    put4(out, member->expanded);
    put2(out, (uint32_t)strlen(member->name));
    for (int i = 0; i < 4; i++) {
        put2(out, 0);
    }
    put4(out, 0);
    put4(out, (uint32_t)offset);
    buffer_add(out, text_of(member->name));
}

static void put_end(struct buffer *out, size_t count, size_t from, size_t upto)
{
    put4(out, 0x06054b50);
    put4(out, 0);
    put2(out, (uint32_t)count);
    put2(out, (uint32_t)count);
    put4(out, (uint32_t)(upto - from));
    put4(out, (uint32_t)from);
    put2(out, 0);
}

static struct text archive(const struct member *members, size_t count)
{
    struct buffer out = buffer_open(arena, 4096);
    size_t *offsets = arena_array(arena, size_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        offsets[i] = out.len;
        put_member(&out, &members[i]);
    }
    size_t from = out.len;
    for (size_t i = 0; i < count; i++) {
        put_line(&out, &members[i], offsets[i]);
    }
    put_end(&out, count, from, out.len);
    return buffer_text(&out);
}

#define STORED(name_, words)                                                                       \
    {                                                                                              \
        .name = name_, .packed = TEXT(words), .expanded = sizeof(words) - 1                        \
    }
#define TYPES STORED("[Content_Types].xml", "<Types/>")

static enum fault_code check_bytes(struct text bytes, enum file_media *media)
{
    struct fault fault = {.code = FAULT_NONE};
    return file_content_check(bytes, media, &fault) ? FAULT_NONE : fault.code;
}

/* A document with one more member. */
static enum fault_code with(struct member more)
{
    enum file_media media = FILE_PDF;
    const struct member members[] = {TYPES, STORED("word/document.xml", "<w/>"), more};
    return check_bytes(archive(members, 3), &media);
}

static void documents_are_told_apart_by_their_members(void **state)
{
    (void)state;
    enum file_media media = FILE_PDF;
    const struct member docx[] = {TYPES, STORED("word/document.xml", "<w/>")};
    const struct member xlsx[] = {TYPES, STORED("xl/workbook.xml", "<x/>")};
    const struct member ofd[] = {STORED("OFD.xml", "<o/>"), STORED("Doc_0/Document.xml", "<d/>")};
    assert_int_equal(check_bytes(archive(docx, 2), &media), FAULT_NONE);
    assert_int_equal(media, FILE_DOCX);
    assert_int_equal(check_bytes(archive(xlsx, 2), &media), FAULT_NONE);
    assert_int_equal(media, FILE_XLSX);
    assert_int_equal(check_bytes(archive(ofd, 2), &media), FAULT_NONE);
    assert_int_equal(media, FILE_OFD);
}

static void an_archive_that_is_no_document_is_refused(void **state)
{
    (void)state;
    enum file_media media = FILE_PDF;
    const struct member plain[] = {STORED("a.txt", "a"), STORED("b.txt", "b")};
    const struct member both[] = {TYPES, STORED("xl/workbook.xml", "x"),
                                  STORED("word/document.xml", "w")};
    const struct member untyped[] = {STORED("word/document.xml", "w")};
    assert_int_equal(check_bytes(archive(plain, 2), &media), FAULT_FILE_KIND);
    assert_int_equal(check_bytes(archive(both, 3), &media), FAULT_FILE_KIND);
    assert_int_equal(check_bytes(archive(untyped, 1), &media), FAULT_FILE_KIND);
}

static void lengths_behind_the_bytes_are_read(void **state)
{
    (void)state;
    struct member behind = STORED("word/styles.xml", "<styles/>");
    behind.behind = true;
    assert_int_equal(with(behind), FAULT_NONE);
}

static void members_that_lead_astray_are_refused(void **state)
{
    (void)state;
    static const char *const names[] = {"../evil.xml", "/etc/passwd",  "a/../../b.xml",
                                        "C:/x.xml",    "a\\b.xml",     "..",
                                        "a/..",        "word/a\x01.x", "\xff.xml"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct member more = STORED("x", "x");
        more.name = names[i];
        assert_int_equal(with(more), FAULT_FILE_DAMAGED);
    }
}

static void programs_and_archives_inside_are_refused(void **state)
{
    (void)state;
    static const char *const names[] = {"word/vbaProject.bin",
                                        "word/embeddings/oleObject1.bin",
                                        "word/media/a.ZIP",
                                        "a.exe",
                                        "x.html",
                                        "word/activeX/activeX1.xml"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct member more = STORED("x", "x");
        more.name = names[i];
        assert_int_equal(with(more), FAULT_FILE_DAMAGED);
    }
}

static void bombs_are_refused_unexpanded(void **state)
{
    (void)state;
    struct member steep = {
        .name = "word/a.xml", .packed = TEXT("packed"), .method = 8, .expanded = 50u << 20};
    struct member lying = {.name = "word/a.xml", .packed = TEXT("stored"), .expanded = 5};
    struct member fair = {
        .name = "word/a.xml", .packed = TEXT("packed"), .method = 8, .expanded = 500000};
    assert_int_equal(with(steep), FAULT_FILE_DAMAGED);
    assert_int_equal(with(lying), FAULT_FILE_DAMAGED);
    assert_int_equal(with(fair), FAULT_NONE);
}

static void what_is_encrypted_or_packed_strangely_is_refused(void **state)
{
    (void)state;
    struct member secret = STORED("word/a.xml", "x");
    struct member strange = STORED("word/a.xml", "x");
    secret.flags = 1;
    strange.method = 12;
    assert_int_equal(with(secret), FAULT_FILE_DAMAGED);
    assert_int_equal(with(strange), FAULT_FILE_DAMAGED);
}

static void a_head_that_tells_another_name_is_refused(void **state)
{
    (void)state;
    struct member two_faced = STORED("word/a.xml", "x");
    two_faced.own = "word/b.xml";
    assert_int_equal(with(two_faced), FAULT_FILE_DAMAGED);
}

/* Members over the same bytes: each line of the directory points at the first one. */
static void overlapping_members_are_refused(void **state)
{
    (void)state;
    enum file_media media = FILE_PDF;
    struct buffer out = buffer_open(arena, 4096);
    const struct member types = TYPES;
    const struct member word = STORED("word/document.xml", "<w/>");
    put_member(&out, &types);
    size_t at = out.len;
    put_member(&out, &word);
    size_t from = out.len;
    put_line(&out, &types, 0);
    for (int i = 0; i < 3; i++) {
        put_line(&out, &word, at);
    }
    put_end(&out, 4, from, out.len);
    assert_int_equal(check_bytes(buffer_text(&out), &media), FAULT_FILE_DAMAGED);
}

static struct text joined(struct text a, struct text b)
{
    struct buffer out = buffer_open(arena, a.len + b.len);
    buffer_add(&out, a);
    buffer_add(&out, b);
    return buffer_text(&out);
}

static void nothing_stands_in_front_or_behind(void **state)
{
    (void)state;
    enum file_media media = FILE_PDF;
    const struct member docx[] = {TYPES, STORED("word/document.xml", "<w/>")};
    struct text good = archive(docx, 2);
    assert_int_not_equal(check_bytes(joined(TEXT("MZ"), good), &media), FAULT_NONE);
    assert_int_not_equal(check_bytes(joined(TEXT("PK\x03\x04"), good), &media), FAULT_NONE);
    assert_int_not_equal(check_bytes(joined(good, TEXT("x")), &media), FAULT_NONE);
    assert_int_not_equal(check_bytes(joined(good, good), &media), FAULT_NONE);
}

/* Whatever byte of the structure is changed: never a crash, and what is still taken is told apart
 * as before. A cut file is never whole. */
static void a_byte_more_or_less_never_makes_another_document(void **state)
{
    (void)state;
    const struct member docx[] = {TYPES, STORED("word/document.xml", "<w/>")};
    struct text good = archive(docx, 2);
    char *bytes = arena_alloc_raw(arena, good.len);
    for (size_t i = 0; i < good.len; i++) {
        for (int value = 0; value < 256; value++) {
            enum file_media media = FILE_DOCX;
            memcpy(bytes, good.at, good.len);
            bytes[i] = (char)value;
            if (check_bytes((struct text){bytes, good.len}, &media) == FAULT_NONE) {
                assert_int_equal(media, FILE_DOCX);
            }
        }
        enum file_media cut = FILE_PDF;
        assert_int_not_equal(check_bytes(text_slice(good, 0, i), &cut), FAULT_NONE);
    }
}

/* -- uploads in parts -- */

static enum fault_code may_open(const char *name, int64_t size, struct upload_load load)
{
    struct fault fault = {.code = FAULT_NONE};
    struct upload_open wanted = {text_of(name), size, TEXT_NONE, 0};
    return upload_may_open(&wanted, &load, &fault) ? FAULT_NONE : fault.code;
}

static void what_is_too_large_is_refused_before_a_byte_is_sent(void **state)
{
    (void)state;
    struct upload_load none = {0, 0};
    assert_int_equal(may_open("a.pdf", (int64_t)FILE_SIZE_MAX, none), FAULT_NONE);
    assert_int_equal(may_open("a.pdf", (int64_t)FILE_SIZE_MAX + 1, none), FAULT_FILE_TOO_LARGE);
    assert_int_equal(may_open("a.pdf", (int64_t)10 << 30, none), FAULT_FILE_TOO_LARGE);
    assert_int_equal(may_open("a.pdf", INT64_MAX, none), FAULT_FILE_TOO_LARGE);
    assert_int_equal(may_open("a.png", (int64_t)30 << 20, none), FAULT_FILE_TOO_LARGE);
    assert_int_equal(may_open("a.zip", 10, none), FAULT_FILE_KIND);
    assert_int_equal(may_open("../a.pdf", 10, none), FAULT_FILE_NAME);
}

static void an_account_has_a_share(void **state)
{
    (void)state;
    assert_int_equal(may_open("a.pdf", 1, (struct upload_load){UPLOAD_COUNT_MAX, 0}),
                     FAULT_UPLOAD_TOO_MANY);
    assert_int_equal(may_open("a.pdf", 1, (struct upload_load){1, UPLOAD_BYTES_MAX}),
                     FAULT_UPLOAD_TOO_MANY);
    assert_int_equal(may_open("a.pdf", 1, (struct upload_load){1, UPLOAD_BYTES_MAX - 1}),
                     FAULT_NONE);
}

static void parts_add_up_to_the_whole(void **state)
{
    (void)state;
    static const int64_t sizes[] = {1,
                                    UPLOAD_PART_SIZE - 1,
                                    UPLOAD_PART_SIZE,
                                    UPLOAD_PART_SIZE + 1,
                                    7 * UPLOAD_PART_SIZE,
                                    (int64_t)FILE_SIZE_MAX};
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        int64_t sum = 0, count = 0;
        while (upload_part_size(sizes[i], count + 1) > 0) {
            sum += upload_part_size(sizes[i], ++count);
        }
        assert_int_equal(sum, sizes[i]);
        assert_int_equal(count, upload_part_count(sizes[i]));
        assert_int_equal(upload_part_size(sizes[i], 0), 0);
    }
}

static void an_upload_ends_or_expires(void **state)
{
    (void)state;
    struct upload upload = {.touched_at = 1000};
    assert_false(upload_is_over(&upload, 1000 + UPLOAD_LIFE_MS));
    assert_true(upload_is_over(&upload, 1001 + UPLOAD_LIFE_MS));
    upload.file = 7;
    assert_true(upload_is_over(&upload, 1000));
    upload.file = UPLOAD_DROPPED;
    assert_true(upload_is_over(&upload, 1000));
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, open_arena, close_arena)
    const struct CMUnitTest tests[] = {
        T(documents_are_told_apart_by_their_members),
        T(an_archive_that_is_no_document_is_refused),
        T(lengths_behind_the_bytes_are_read),
        T(members_that_lead_astray_are_refused),
        T(programs_and_archives_inside_are_refused),
        T(bombs_are_refused_unexpanded),
        T(what_is_encrypted_or_packed_strangely_is_refused),
        T(a_head_that_tells_another_name_is_refused),
        T(overlapping_members_are_refused),
        T(nothing_stands_in_front_or_behind),
        T(a_byte_more_or_less_never_makes_another_document),
        T(what_is_too_large_is_refused_before_a_byte_is_sent),
        T(an_account_has_a_share),
        T(parts_add_up_to_the_whole),
        T(an_upload_ends_or_expires),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
