#include "ground/project/query_code.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#include "base/arena.h"

#define LABEL "liandong-query-code-v1"
#define DIGITS 24
#define BYTES 15 /* 5 of the project, 10 of the check */

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static unsigned char secret[QUERY_CODE_KEY_SIZE];
static bool has_secret;

void query_code_set_key(const unsigned char key[QUERY_CODE_KEY_SIZE])
{
    memcpy(secret, key, sizeof secret);
    has_secret = true;
}

static void put_number(unsigned char *out, int bytes, uint64_t number)
{
    for (int i = bytes - 1; i >= 0; i--) {
        out[i] = (unsigned char)number;
        number >>= 8;
    }
}

static void bytes_of(uint64_t project, unsigned char out[BYTES])
{
    unsigned char message[sizeof LABEL - 1 + 8];
    unsigned char mac[EVP_MAX_MD_SIZE];
    unsigned int len = 0;
    ensure(has_secret);
    memcpy(message, LABEL, sizeof LABEL - 1);
    put_number(message + sizeof LABEL - 1, 8, project);
    ensure(HMAC(EVP_sm3(), secret, sizeof secret, message, sizeof message, mac, &len) != NULL &&
           len == 32);
    put_number(out, 5, project);
    memcpy(out + 5, mac, BYTES - 5);
}

struct text query_code_of(struct arena *arena, int64_t project)
{
    unsigned char bytes[BYTES];
    ensure(project > 0 && project < (int64_t)1 << 40);
    bytes_of((uint64_t)project, bytes);
    char *out = arena_alloc_raw(arena, QUERY_CODE_SIZE + 1);
    size_t len = 0;
    unsigned bits = 0;
    int have = 0;
    for (int i = 0, taken = 0; i < DIGITS; i++) {
        if (have < 5) {
            bits = bits << 8 | bytes[taken++];
            have += 8;
        }
        have -= 5;
        if (i > 0 && i % 4 == 0) {
            out[len++] = '-';
        }
        out[len++] = alphabet[bits >> have & 31];
    }
    out[len] = '\0';
    return (struct text){out, len};
}

/* The value of a character, -1 for one that is no digit, -2 for one that is passed over. */
static int digit_of(char c)
{
    if (c == '-' || c == ' ') {
        return -2;
    }
    char upper = c >= 'a' && c <= 'z' ? (char)(c & ~0x20) : c;
    upper = upper == 'O' ? '0' : upper == 'I' || upper == 'L' ? '1' : upper;
    const char *at = upper == '\0' ? NULL : strchr(alphabet, upper);
    return at == NULL ? -1 : (int)(at - alphabet);
}

/* False when it is not 24 digits; `out` is then zeroes, to be weighed all the same. */
static bool decode(struct text code, unsigned char out[BYTES])
{
    int count = 0;
    int written = 0;
    unsigned bits = 0;
    int have = 0;
    bool is_formed = code.len <= 64;
    memset(out, 0, BYTES);
    for (size_t i = 0; is_formed && i < code.len; i++) {
        int digit = digit_of(code.at[i]);
        if (digit == -2) {
            continue;
        }
        is_formed = digit >= 0 && count < DIGITS;
        if (is_formed) {
            count++;
            bits = (bits << 5 | (unsigned)digit) & 0xfff;
            have += 5;
        }
        if (is_formed && have >= 8) {
            have -= 8;
            out[written++] = (unsigned char)(bits >> have);
        }
    }
    return is_formed && count == DIGITS;
}

bool query_code_parse(struct text code, int64_t *out_project)
{
    unsigned char given[BYTES];
    unsigned char right[BYTES];
    bool is_formed = decode(code, given);
    if (!has_secret) { /* a house without keys has handed out no code */
        return false;
    }
    uint64_t project = 0;
    for (int i = 0; i < 5; i++) {
        project = project << 8 | given[i];
    }
    bytes_of(project, right);
    bool is_genuine = CRYPTO_memcmp(given, right, BYTES) == 0 && is_formed && project > 0;
    if (is_genuine) {
        *out_project = (int64_t)project;
    }
    return is_genuine;
}
