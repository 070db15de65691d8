#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "courier/courier.h"

static void add_hex(struct buffer *out, const char *name, struct text key, struct text signed_text)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char mac[EVP_MAX_MD_SIZE];
    unsigned int len = 0;
    const EVP_MD *digest = text_is(text_of(name), "sm3") ? EVP_sm3() : EVP_sha256();
    ensure(HMAC(digest, key.at, (int)key.len, (const unsigned char *)signed_text.at,
                signed_text.len, mac, &len) != NULL);
    for (unsigned int i = 0; i < len; i++) {
        buffer_add_char(out, digits[mac[i] >> 4]);
        buffer_add_char(out, digits[mac[i] & 15]);
    }
}

static void add_mac(struct buffer *out, const char *name, struct text key, struct text signed_text)
{
    buffer_addf(out, ",%s=", name);
    add_hex(out, name, key, signed_text);
}

static bool is_mac(struct arena *arena, struct text key, struct text signed_text, struct text given)
{
    static const char *const names[] = {"sm3", "sha256"};
    bool is_one = false;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct buffer mac = buffer_open(arena, 2 * EVP_MAX_MD_SIZE);
        add_hex(&mac, names[i], key, signed_text);
        struct text right = buffer_text(&mac);
        is_one =
            is_one || (right.len == given.len && CRYPTO_memcmp(right.at, given.at, given.len) == 0);
    }
    return is_one;
}

bool courier_proof_is_right(struct arena *arena, const struct courier_hook *hook,
                            struct text challenge, struct text answer)
{
    struct text signed_text = text_format(arena, "challenge.%.*s", TEXT_ARG(challenge));
    struct text given = text_trim(answer);
    return is_mac(arena, hook->key, signed_text, given) ||
           (hook->old_key.len > 0 && is_mac(arena, hook->old_key, signed_text, given));
}

struct text courier_signature(struct arena *arena, const struct courier_hook *hook,
                              const struct courier_note *note)
{
    const struct text keys[] = {hook->key, hook->old_key};
    struct buffer out = buffer_open(arena, 512);
    struct buffer whole = buffer_open(arena, note->json.len + note->id.len + 32);
    buffer_addf(&whole, "%lld.", (long long)(note->at / 1000));
    buffer_add(&whole, note->id);
    buffer_add_char(&whole, '.');
    buffer_add(&whole, note->json);
    buffer_addf(&out, "t=%lld", (long long)(note->at / 1000));
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        if (keys[i].len > 0) {
            add_mac(&out, "sm3", keys[i], buffer_text(&whole));
            add_mac(&out, "sha256", keys[i], buffer_text(&whole));
        }
    }
    return buffer_text(&out);
}
