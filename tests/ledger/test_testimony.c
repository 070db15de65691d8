#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "book.h"
#include "ledger/testimony.h"
#include "signer/signer.h"

#define CERTIFICATES 20

struct fixture {
    struct book book;
    struct signer *signer;
};

static int set_up(void **state)
{
    static struct fixture f;
    book_open(&f.book);
    struct signer_options options = {place_path(&f.book.place, "keys/ledger.pem")};
    assert_true(signer_start(&options, &f.signer, &f.book.fault));
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    signer_stop(f->signer);
    book_close(&f->book);
    return 0;
}

static void sign(struct fixture *f, int64_t at)
{
    struct ledger_signer signer = signer_for_ledger(f->signer);
    assert_true(ledger_sign_head(f->book.ledger, &signer, at, NULL, &f->book.fault));
}

static struct text file_of(struct fixture *f, int64_t seq)
{
    struct testimony *testimony = arena_new(f->book.place.arena, struct testimony);
    const int64_t seqs[] = {seq, seq + 1};
    struct testimony_asked asked = {seqs, 2};
    assert_true(
        testimony_take(f->book.place.arena, f->book.store, &asked, testimony, &f->book.fault));
    assert_true(signer_sign_testimony(f->signer, testimony, &f->book.fault));
    return testimony_json(f->book.place.arena, testimony);
}

static bool reads(struct fixture *f, struct text file, const unsigned char *key,
                  struct fault *fault)
{
    struct testimony *out = arena_new(f->book.place.arena, struct testimony);
    return testimony_read(f->book.place.arena, file, key, out, fault);
}

static void what_is_taken_reads_with_the_key_and_with_no_other(void **state)
{
    struct fixture *f = *state;
    struct fault fault = {.code = FAULT_NONE};
    book_fill(&f->book, 30);
    sign(f, 1767225600000);
    struct text file = file_of(f, 7);
    assert_true(reads(f, file, signer_public_key(f->signer), &fault));
    assert_true(reads(f, file, NULL, &fault));
    assert_false(reads(f, file, book_public_key(&f->book), &fault));
    assert_int_equal(fault.code, FAULT_TESTIMONY_OTHER_KEY);
}

static void an_entry_after_the_head_waits_for_the_next_one(void **state)
{
    struct fixture *f = *state;
    struct testimony *testimony = arena_new(f->book.place.arena, struct testimony);
    struct fault fault = {.code = FAULT_NONE};
    book_fill(&f->book, 30);
    sign(f, 1767225600000);
    book_fill(&f->book, 1);
    const int64_t seqs[] = {31};
    struct testimony_asked asked = {seqs, 1};
    assert_false(testimony_take(f->book.place.arena, f->book.store, &asked, testimony, &fault));
    assert_int_equal(fault.code, FAULT_LEDGER_NOT_SIGNED_YET);
}

/* One bit that changes a letter's case too: hexadecimal in capitals would mean the same bytes. */
static size_t taken_with_a_changed_byte(struct fixture *f, struct text file, size_t changes)
{
    static const char bits[] = {1, 0x20, (char)0x80};
    const unsigned char *key = signer_public_key(f->signer);
    char *bytes = arena_alloc(f->book.place.arena, file.len);
    size_t taken = 0;
    memcpy(bytes, file.at, file.len);
    for (size_t at = 0; at < file.len; at++) {
        for (size_t i = 0; i < changes && i < sizeof bits; i++) {
            struct arena_mark mark = arena_mark(f->book.place.arena);
            struct fault fault = {.code = FAULT_NONE};
            bytes[at] = (char)(bytes[at] ^ bits[i]);
            taken += reads(f, (struct text){bytes, file.len}, key, &fault);
            bytes[at] = file.at[at];
            arena_rewind(f->book.place.arena, mark);
        }
    }
    return taken;
}

static void each_byte_of_twenty_certificates_counts(void **state)
{
    struct fixture *f = *state;
    book_fill(&f->book, 2 * CERTIFICATES + 5);
    sign(f, 1767225600000);
    for (int64_t i = 0; i < CERTIFICATES; i++) {
        assert_int_equal(taken_with_a_changed_byte(f, file_of(f, 2 * i + 1), i == 0 ? 3 : 1), 0);
    }
}

static void cut_off_and_padded_files_are_refused(void **state)
{
    struct fixture *f = *state;
    book_fill(&f->book, 9);
    sign(f, 1767225600000);
    struct text file = file_of(f, 3);
    for (size_t len = 0; len < file.len; len += 7) {
        struct fault fault = {.code = FAULT_NONE};
        assert_false(reads(f, text_slice(file, 0, len), NULL, &fault));
        assert_int_equal(fault.code, FAULT_TESTIMONY_WRONG);
    }
    struct fault fault = {.code = FAULT_NONE};
    struct text longer = text_format(f->book.place.arena, "%.*s\n", TEXT_ARG(file));
    assert_false(reads(f, longer, NULL, &fault));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_taken_reads_with_the_key_and_with_no_other, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_entry_after_the_head_waits_for_the_next_one, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(each_byte_of_twenty_certificates_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cut_off_and_padded_files_are_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
