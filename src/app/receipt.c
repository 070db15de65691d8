#include "app/receipt.h"

#include "base/arena.h"

struct text hex_of(struct arena *arena, const unsigned char *bytes, size_t count)
{
    static const char digits[] = "0123456789abcdef";
    char *out = arena_alloc_raw(arena, count * 2 + 1);
    for (size_t i = 0; i < count; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[count * 2] = '\0';
    return (struct text){out, count * 2};
}

struct text receipt_code(struct arena *arena, int64_t seq, const struct ledger_hash *leaf)
{
    struct text hex = hex_of(arena, leaf->bytes, RECEIPT_HEX / 2);
    return text_format(arena, "%lld-%.*s", (long long)seq, TEXT_ARG(hex));
}

bool receipt_parse(struct text code, int64_t *out_seq, struct text *out_hex)
{
    struct text hex = code;
    struct text number = text_cut(&hex, '-');
    int64_t seq = 0;
    if (!text_to_int(number, &seq) || seq < 1 || hex.len != RECEIPT_HEX) {
        return false;
    }
    for (size_t i = 0; i < hex.len; i++) {
        bool is_hex =
            (hex.at[i] >= '0' && hex.at[i] <= '9') || (hex.at[i] >= 'a' && hex.at[i] <= 'f');
        if (!is_hex) {
            return false;
        }
    }
    *out_seq = seq;
    *out_hex = hex;
    return true;
}
