#include "ledger/cosign.h"

#include <string.h>

#include "ledger/sm2.h"

static unsigned char *put_i64(unsigned char *at, int64_t number)
{
    for (int i = 0; i < 8; i++) {
        at[i] = (unsigned char)((uint64_t)number >> (56 - 8 * i));
    }
    return at + 8;
}

void ledger_cosign_message(const struct ledger_cosign *cosign,
                           unsigned char out[COSIGN_MESSAGE_SIZE])
{
    size_t len = strlen(COSIGN_TAG);
    memcpy(out, COSIGN_TAG, len);
    unsigned char *at = put_i64(put_i64(out + len, cosign->size), cosign->signed_at);
    memcpy(at, cosign->root.bytes, LEDGER_HASH_SIZE);
}

bool ledger_cosign_holds(const struct ledger_cosign *cosign)
{
    unsigned char message[COSIGN_MESSAGE_SIZE];
    struct sm2_key *key = sm2_key_open(cosign->public_key, NULL);
    if (key == NULL) {
        return false;
    }
    ledger_cosign_message(cosign, message);
    bool holds =
        sm2_is_signed(key, (struct text){(const char *)message, sizeof message}, cosign->signature);
    sm2_key_close(key);
    return holds;
}

bool ledger_key_is_one(const unsigned char key[LEDGER_PUBLIC_KEY_SIZE])
{
    struct sm2_key *opened = sm2_key_open(key, NULL);
    sm2_key_close(opened);
    return opened != NULL;
}
