#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "courier/courier.h"

static void add_mac(struct buffer *out, const char *name, struct text key, struct text signed_text)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char mac[EVP_MAX_MD_SIZE];
    unsigned int len = 0;
    const EVP_MD *digest = text_is(text_of(name), "sm3") ? EVP_sm3() : EVP_sha256();
    ensure(HMAC(digest, key.at, (int)key.len, (const unsigned char *)signed_text.at,
                signed_text.len, mac, &len) != NULL);
    buffer_addf(out, ",%s=", name);
    for (unsigned int i = 0; i < len; i++) {
        buffer_add_char(out, digits[mac[i] >> 4]);
        buffer_add_char(out, digits[mac[i] & 15]);
    }
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
