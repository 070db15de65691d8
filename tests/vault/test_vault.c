#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>
#include <openssl/evp.h>

#include "place.h"
#include "vault/vault.h"

struct fixture {
    struct place place;
    struct vault *vault;
    struct fault fault;
};

static bool unlock(struct fixture *f)
{
    return vault_unlock(place_path(&f->place, "keys/vault.keys"), &f->vault, &f->fault);
}

static int set_up(void **state)
{
    static struct fixture fixture;
    memset(&fixture, 0, sizeof fixture);
    place_open(&fixture.place);
    assert_true(unlock(&fixture));
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    vault_lock(fixture->vault);
    place_close(&fixture->place);
    return 0;
}

static struct text seal(struct fixture *f, struct text about, struct text plain)
{
    struct text sealed = TEXT_NONE;
    assert_true(vault_seal(f->place.arena, f->vault, about, plain, &sealed, &f->fault));
    return sealed;
}

static bool opens(struct fixture *f, struct text about, struct text sealed, struct text *plain)
{
    f->fault = (struct fault){0};
    return vault_open(f->place.arena, f->vault, about, sealed, plain, &f->fault);
}

static void sm4_is_that_of_gbt_32907(void **state)
{
    (void)state;
    static const unsigned char key[16] = {0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef,
                                          0xfe, 0xdc, 0xba, 0x98, 0x76, 0x54, 0x32, 0x10};
    static const unsigned char expected[16] = {0x68, 0x1e, 0xdf, 0x34, 0xd2, 0x06, 0x96, 0x5e,
                                               0x86, 0xb3, 0xe9, 0x4f, 0x53, 0x6e, 0x42, 0x46};
    unsigned char out[32];
    int len = 0;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, "SM4-ECB", NULL);
    assert_int_equal(EVP_EncryptInit_ex2(context, cipher, key, NULL, NULL), 1);
    assert_int_equal(EVP_EncryptUpdate(context, out, &len, key, sizeof key), 1);
    assert_memory_equal(out, expected, sizeof expected);
    EVP_CIPHER_CTX_free(context);
    EVP_CIPHER_free(cipher);
}

static void what_is_sealed_opens_again(void **state)
{
    struct fixture *f = *state;
    struct text plain = TEXT_NONE;
    static const struct text texts[] = {
        {"", 0}, {"1", 1}, {"350102199001011234", 18}, {"姓名", 6}, {"sixteen bytes ok", 16}};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct text sealed = seal(f, TEXT("person:12:phone"), texts[i]);
        assert_int_equal(sealed.len, 53 + texts[i].len);
        assert_true(opens(f, TEXT("person:12:phone"), sealed, &plain));
        assert_true(text_equal(plain, texts[i]));
    }
}

static void the_plain_text_is_not_to_be_seen_and_no_two_seals_are_alike(void **state)
{
    struct fixture *f = *state;
    struct text one = seal(f, TEXT("a"), TEXT("350102199001011234"));
    struct text two = seal(f, TEXT("a"), TEXT("350102199001011234"));
    assert_false(text_equal(one, two));
    assert_true(text_find(one, TEXT("3501")) == SIZE_MAX);
}

static void every_changed_byte_is_refused(void **state)
{
    struct fixture *f = *state;
    struct text sealed = seal(f, TEXT("person:1:name"), TEXT("姓名"));
    struct text plain = TEXT("untouched");
    char altered[128];
    for (size_t i = 0; i < sealed.len; i++) {
        memcpy(altered, sealed.at, sealed.len);
        altered[i] = (char)(altered[i] ^ 0x20);
        assert_false(opens(f, TEXT("person:1:name"), (struct text){altered, sealed.len}, &plain));
        assert_fault(f->fault, FAULT_VAULT_RECORD);
    }
    for (size_t len = 0; len < sealed.len; len++) {
        assert_false(opens(f, TEXT("person:1:name"), text_slice(sealed, 0, len), &plain));
    }
    assert_true(text_is(plain, "untouched"));
}

static void a_record_moved_to_another_person_is_refused(void **state)
{
    struct fixture *f = *state;
    struct text plain = TEXT_NONE;
    struct text sealed = seal(f, TEXT("person:1:name"), TEXT("姓名"));
    assert_false(opens(f, TEXT("person:2:name"), sealed, &plain));
    assert_false(opens(f, TEXT(""), sealed, &plain));
}

static void a_new_key_seals_and_the_old_ones_still_open(void **state)
{
    struct fixture *f = *state;
    struct text plain = TEXT_NONE;
    struct text old = seal(f, TEXT("a"), TEXT("old"));
    assert_true(vault_add_key(place_path(&f->place, "keys/vault.keys"), &f->fault));
    vault_lock(f->vault);
    f->vault = NULL;
    assert_true(unlock(f));
    assert_int_equal(vault_key_version(f->vault), 2);
    struct text new = seal(f, TEXT("a"), TEXT("new"));
    assert_int_equal(vault_record_version(old), 1);
    assert_int_equal(vault_record_version(new), 2);
    assert_true(opens(f, TEXT("a"), old, &plain) && text_is(plain, "old"));
    assert_true(opens(f, TEXT("a"), new, &plain) && text_is(plain, "new"));
}

static void the_keys_are_private_or_refused(void **state)
{
    struct fixture *f = *state;
    struct vault *second = NULL;
    struct stat stat_of;
    struct text path = place_path(&f->place, "keys/vault.keys");
    assert_int_equal(stat(path.at, &stat_of), 0);
    assert_int_equal(stat_of.st_mode & 0777, 0600);
    assert_int_equal(chmod(path.at, 0640), 0);
    assert_false(vault_unlock(path, &second, &f->fault));
    assert_fault(f->fault, FAULT_VAULT_KEYS);
}

static void a_damaged_key_file_is_refused_not_replaced(void **state)
{
    struct fixture *f = *state;
    struct vault *second = NULL;
    struct text path = place_path(&f->place, "keys/vault.keys");
    FILE *file = fopen(path.at, "r+");
    fputs("x", file);
    fclose(file);
    assert_false(vault_unlock(path, &second, &f->fault));
    assert_fault(f->fault, FAULT_VAULT_KEYS);
}

static void a_record_beyond_the_limit_is_refused(void **state)
{
    static char big[65537];
    struct fixture *f = *state;
    struct text sealed = TEXT_NONE;
    assert_false(vault_seal_item(f->place.arena, f->vault,
                                 (struct vault_item){TEXT("a"), {big, sizeof big}}, &sealed,
                                 &f->fault));
    f->fault = (struct fault){0};
    assert_true(vault_seal_item(f->place.arena, f->vault,
                                (struct vault_item){TEXT("a"), {big, sizeof big - 1}}, &sealed,
                                &f->fault));
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(sm4_is_that_of_gbt_32907),
        T(what_is_sealed_opens_again),
        T(the_plain_text_is_not_to_be_seen_and_no_two_seals_are_alike),
        T(every_changed_byte_is_refused),
        T(a_record_moved_to_another_person_is_refused),
        T(a_new_key_seals_and_the_old_ones_still_open),
        T(the_keys_are_private_or_refused),
        T(a_damaged_key_file_is_refused_not_replaced),
        T(a_record_beyond_the_limit_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
