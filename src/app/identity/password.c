#include "app/identity/password.h"

#include <sodium.h>
#include <string.h>

#include "app/receipt.h"
#include "base/arena.h"

#define PASSES 3
#define MEMORY ((size_t)64 << 20)

bool password_hash(struct text password, char out[PASSWORD_HASH_SIZE], struct fault *fault)
{
    char hash[crypto_pwhash_STRBYTES];
    _Static_assert(crypto_pwhash_STRBYTES <= PASSWORD_HASH_SIZE, "room for the hash");
    if (crypto_pwhash_str_alg(hash, password.at, password.len, PASSES, MEMORY,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return fault_raise(fault, FAULT_STORE_BUSY, TEXT_NONE, FAULT_NO_ARGS);
    }
    memcpy(out, hash, sizeof hash);
    return true;
}

bool password_matches(struct text password, const char *hash)
{
    return crypto_pwhash_str_verify(hash, password.at, password.len) == 0;
}

void password_pretend(struct text password)
{
    unsigned char key[32];
    static const unsigned char salt[crypto_pwhash_SALTBYTES] = "no such account";
    /* The result does not matter; the time it takes does. */
    int done = crypto_pwhash(key, sizeof key, password.at, password.len, salt, PASSES, MEMORY,
                             crypto_pwhash_ALG_ARGON2ID13);
    (void)done;
    sodium_memzero(key, sizeof key);
}

/* What is tried first by whoever guesses, in this product's surroundings too. */
static const char *const common[] = {
    "1234567890",    "0123456789",   "12345678910", "123456789a",   "a123456789",   "password123",
    "password12",    "password1234", "qwertyuiop",  "1q2w3e4r5t",   "1qaz2wsx3edc", "qwerty123456",
    "liandong123",   "liandong2026", "fuzhou2026",  "fuzhou123456", "admin12345",   "admin123456",
    "administrator", "1111111111",   "0000000000",  "8888888888",   "6666666666",   "aaaaaaaaaa",
    "abcdefghij",    "abc1234567",   "iloveyou123", "5201314520",   "woaini1314",   "zxcvbnm123",
};

static bool refuse(struct fault *fault, const char *zh, const char *en)
{
    fault_raise(fault, FAULT_FIELD_INVALID, TEXT("password"), FAULT_ARGS(text_of(zh), text_of(en)));
    fault_label(fault, "密码", "password");
    return false;
}

bool password_is_allowed(struct text password, struct text login, struct fault *fault)
{
    size_t length = text_length(password);
    if (length < 10 || length > 128) {
        return refuse(fault, "长度应为 10 至 128 个字", "it must have 10 to 128 characters");
    }
    if (login.len > 0 && text_find(password, login) != SIZE_MAX) {
        return refuse(fault, "不能包含账号", "it must not contain the login");
    }
    for (size_t i = 0; i < COUNT_OF(common); i++) {
        if (text_is(password, common[i])) {
            return refuse(fault, "过于常见，容易被猜到", "it is too common");
        }
    }
    return true;
}

struct text password_random(struct arena *arena, size_t bytes)
{
    unsigned char random[64];
    ensure(bytes <= sizeof random);
    randombytes_buf(random, bytes);
    size_t size = sodium_base64_encoded_len(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *out = arena_alloc_raw(arena, size);
    sodium_bin2base64(out, size, random, bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(random, sizeof random);
    return text_of(out);
}

struct text password_random_digits(struct arena *arena, int count)
{
    char *out = arena_array(arena, char, (size_t)count);
    for (int i = 0; i < count; i++) {
        out[i] = (char)('0' + randombytes_uniform(10));
    }
    return (struct text){out, (size_t)count};
}

struct text token_hash(struct arena *arena, struct text token)
{
    unsigned char hash[32];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)token.at, token.len, NULL, 0);
    return hex_of(arena, hash, sizeof hash);
}
