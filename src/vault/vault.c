#include "vault/vault.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "vault/key_file.h"

#define FORMAT 0x01
#define HEADER_SIZE 5
#define NONCE_SIZE 16
#define TAG_SIZE 32
#define PLAIN_MAX ((size_t)64 * 1024)

struct vault {
    struct vault_keys keys;
    EVP_CIPHER *cipher;
    EVP_MAC *mac;
};

static bool raise_record(struct fault *fault)
{
    return fault_raise(fault, FAULT_VAULT_RECORD, TEXT_NONE, FAULT_NO_ARGS);
}

bool vault_unlock(struct text key_path, struct vault **out, struct fault *fault)
{
    struct vault *vault = OPENSSL_zalloc(sizeof *vault);
    ensure(vault != NULL);
    if (!vault_keys_load(key_path, &vault->keys, fault)) {
        vault_lock(vault);
        return false;
    }
    vault->cipher = EVP_CIPHER_fetch(NULL, "SM4-CTR", NULL);
    vault->mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    ensure(vault->cipher != NULL && vault->mac != NULL);
    *out = vault;
    return true;
}

void vault_lock(struct vault *vault)
{
    if (vault != NULL) {
        EVP_CIPHER_free(vault->cipher);
        EVP_MAC_free(vault->mac);
        OPENSSL_clear_free(vault, sizeof *vault);
    }
}

uint32_t vault_key_version(const struct vault *vault)
{
    return (uint32_t)vault->keys.count;
}

static void put_u32(unsigned char out[4], uint32_t value)
{
    for (int i = 0; i < 4; i++) {
        out[i] = (unsigned char)(value >> (24 - 8 * i));
    }
}

uint32_t vault_record_version(struct text sealed)
{
    const unsigned char *at = (const unsigned char *)sealed.at;
    if (sealed.len < HEADER_SIZE + NONCE_SIZE + TAG_SIZE || at[0] != FORMAT) {
        return 0;
    }
    return (uint32_t)at[1] << 24 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 8 | at[4];
}

/* Encrypts or decrypts, which in counter mode is the same. */
static void apply_stream(const struct vault *vault, const struct vault_key *key,
                         const unsigned char *nonce, struct text from, unsigned char *to)
{
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int len = 0;
    ensure(context != NULL && from.len <= PLAIN_MAX);
    ensure(EVP_EncryptInit_ex2(context, vault->cipher, key->cipher, nonce, NULL) == 1);
    ensure(EVP_EncryptUpdate(context, to, &len, (const unsigned char *)from.at, (int)from.len) ==
           1);
    ensure((size_t)len == from.len);
    EVP_CIPHER_CTX_free(context);
}

static void authenticate(const struct vault *vault, const struct vault_key *key,
                         struct vault_item record, unsigned char tag[TAG_SIZE])
{
    unsigned char about_len[4];
    size_t len = 0;
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char[]){"SM3"}, 0),
        OSSL_PARAM_construct_end()};
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(vault->mac);
    put_u32(about_len, (uint32_t)record.about.len);
    ensure(context != NULL);
    ensure(EVP_MAC_init(context, key->mac, sizeof key->mac, parameters) == 1);
    ensure(EVP_MAC_update(context, about_len, sizeof about_len) == 1);
    ensure(EVP_MAC_update(context, (const unsigned char *)record.about.at, record.about.len) == 1);
    ensure(EVP_MAC_update(context, (const unsigned char *)record.text.at, record.text.len) == 1);
    ensure(EVP_MAC_final(context, tag, &len, TAG_SIZE) == 1 && len == TAG_SIZE);
    EVP_MAC_CTX_free(context);
}

bool vault_seal_item(struct arena *arena, const struct vault *vault, struct vault_item plain,
                     struct text *out, struct fault *fault)
{
    if (plain.text.len > PLAIN_MAX) {
        return raise_record(fault);
    }
    size_t len = HEADER_SIZE + NONCE_SIZE + plain.text.len + TAG_SIZE;
    unsigned char *record = arena_alloc_raw(arena, len);
    const struct vault_key *key = &vault->keys.items[vault->keys.count - 1];
    unsigned char *nonce = record + HEADER_SIZE;
    record[0] = FORMAT;
    put_u32(record + 1, vault_key_version(vault));
    ensure(RAND_bytes(nonce, NONCE_SIZE) == 1);
    apply_stream(vault, key, nonce, plain.text, nonce + NONCE_SIZE);
    authenticate(vault, key, (struct vault_item){plain.about, {(char *)record, len - TAG_SIZE}},
                 record + len - TAG_SIZE);
    *out = (struct text){(const char *)record, len};
    return true;
}

bool vault_open_item(struct arena *arena, const struct vault *vault, struct vault_item sealed,
                     struct text *out, struct fault *fault)
{
    struct text record = sealed.text;
    uint32_t version = vault_record_version(record);
    if (version == 0 || version > vault->keys.count ||
        record.len > HEADER_SIZE + NONCE_SIZE + PLAIN_MAX + TAG_SIZE) {
        return raise_record(fault);
    }
    const struct vault_key *key = &vault->keys.items[version - 1];
    size_t body = record.len - TAG_SIZE;
    unsigned char tag[TAG_SIZE];
    authenticate(vault, key, (struct vault_item){sealed.about, text_slice(record, 0, body)}, tag);
    if (CRYPTO_memcmp(tag, record.at + body, TAG_SIZE) != 0) {
        return raise_record(fault);
    }
    size_t begin = HEADER_SIZE + NONCE_SIZE;
    char *plain = arena_alloc(arena, body - begin + 1); /* and a NUL */
    apply_stream(vault, key, (const unsigned char *)record.at + HEADER_SIZE,
                 text_slice(record, begin, body - begin), (unsigned char *)plain);
    *out = (struct text){plain, body - begin};
    return true;
}

bool vault_derive(const struct vault *vault, struct text label, unsigned char out[32],
                  struct fault *fault)
{
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(vault->mac);
    char digest[] = "SM3";
    OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                               OSSL_PARAM_construct_end()};
    size_t len = 0;
    bool made = context != NULL &&
                EVP_MAC_init(context, vault->keys.items[0].mac, sizeof vault->keys.items[0].mac,
                             parameters) == 1 &&
                EVP_MAC_update(context, (const unsigned char *)"derive\n", 7) == 1 &&
                EVP_MAC_update(context, (const unsigned char *)label.at, label.len) == 1 &&
                EVP_MAC_final(context, out, &len, 32) == 1 && len == 32;
    EVP_MAC_CTX_free(context);
    return made || raise_record(fault);
}
