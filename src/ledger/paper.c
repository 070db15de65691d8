#include "ledger/paper.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json_write.h"
#include "ledger/cosign.h"

/* Heads and proofs as JSON: what leaves the house. Bytes are lower-case hexadecimal. */

static void member_hex(struct json_writer *json, const char *name, const unsigned char *bytes,
                       size_t len)
{
    static const char digits[] = "0123456789abcdef";
    char hex[2 * LEDGER_PUBLIC_KEY_SIZE];
    ensure(len <= sizeof hex / 2);
    for (size_t i = 0; i < len; i++) {
        hex[2 * i] = digits[bytes[i] >> 4];
        hex[2 * i + 1] = digits[bytes[i] & 15];
    }
    struct text text = {hex, 2 * len};
    if (name == NULL) {
        json_text(json, text);
    } else {
        json_member_text(json, name, text);
    }
}

static void member_hash(struct json_writer *json, const char *name, const struct ledger_hash *hash)
{
    member_hex(json, name, hash->bytes, LEDGER_HASH_SIZE);
}

static void member_path(struct json_writer *json, const struct ledger_path *path)
{
    json_name(json, "path");
    json_array(json);
    for (int i = 0; i < path->count; i++) {
        member_hash(json, NULL, &path->hashes[i]);
    }
    json_end(json);
}

static void write_head(struct json_writer *json, const struct ledger_head *head)
{
    json_object(json);
    json_member_int(json, "size", head->size);
    member_hash(json, "root", &head->root);
    json_member_int(json, "signed_at", head->signed_at);
    member_hash(json, "key_id", &head->key_id);
    member_hex(json, "public_key", head->public_key, LEDGER_PUBLIC_KEY_SIZE);
    member_hex(json, "signature", head->signature, LEDGER_SIGNATURE_SIZE);
    json_end(json);
}

struct text ledger_head_json(struct arena *arena, const struct ledger_head *head)
{
    struct buffer out = buffer_open(arena, 640);
    struct json_writer json = json_writer_open(&out);
    write_head(&json, head);
    return buffer_text(&out);
}

struct text ledger_cosign_json(struct arena *arena, const struct ledger_cosign *cosign)
{
    struct buffer out = buffer_open(arena, 640);
    struct json_writer json = json_writer_open(&out);
    json_object(&json);
    json_member_int(&json, "size", cosign->size);
    json_member_int(&json, "signed_at", cosign->signed_at);
    member_hash(&json, "root", &cosign->root);
    member_hex(&json, "public_key", cosign->public_key, LEDGER_PUBLIC_KEY_SIZE);
    member_hex(&json, "signature", cosign->signature, LEDGER_SIGNATURE_SIZE);
    json_end(&json);
    return buffer_text(&out);
}

struct text ledger_proof_json(struct arena *arena, const struct ledger_proof *proof,
                              const struct ledger_head *head)
{
    struct buffer out = buffer_open(arena, 3072);
    struct json_writer json = json_writer_open(&out);
    json_object(&json);
    json_member_int(&json, "seq", proof->seq);
    member_hash(&json, "leaf", &proof->leaf);
    json_member_int(&json, "size", proof->size);
    member_hash(&json, "root", &proof->root);
    member_path(&json, &proof->path);
    json_name(&json, "head");
    if (head == NULL) {
        json_null(&json);
    } else {
        write_head(&json, head);
    }
    json_end(&json);
    return buffer_text(&out);
}

struct text ledger_consistency_json(struct arena *arena, const struct ledger_consistency *proof)
{
    struct buffer out = buffer_open(arena, 3072);
    struct json_writer json = json_writer_open(&out);
    json_object(&json);
    json_member_int(&json, "old_size", proof->old_size);
    member_hash(&json, "old_root", &proof->old_root);
    json_member_int(&json, "new_size", proof->new_size);
    member_hash(&json, "new_root", &proof->new_root);
    member_path(&json, &proof->path);
    json_end(&json);
    return buffer_text(&out);
}

static int digit_of(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool ledger_bytes_of_hex(struct text hex, unsigned char *out, size_t len)
{
    if (hex.len != 2 * len) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        int high = digit_of(hex.at[2 * i]);
        int low = digit_of(hex.at[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        out[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

bool paper_hex(const struct jvalue *value, unsigned char *out, size_t len)
{
    return ledger_bytes_of_hex(jvalue_text(value, TEXT_NONE), out, len);
}

static bool take_hex(const struct jvalue *object, const char *name, unsigned char *out, size_t len)
{
    return paper_hex(jvalue_get(object, name), out, len);
}

bool ledger_head_from_json(struct arena *arena, struct text json, struct ledger_head *out,
                           struct fault *fault)
{
    const struct jvalue *object = NULL;
    if (!json_read(arena, json, &object, fault)) {
        return false;
    }
    struct ledger_head head = {.size = jvalue_int(jvalue_get(object, "size"), 0),
                               .signed_at = jvalue_int(jvalue_get(object, "signed_at"), 0)};
    bool fine = head.size > 0 && take_hex(object, "root", head.root.bytes, LEDGER_HASH_SIZE) &&
                take_hex(object, "key_id", head.key_id.bytes, LEDGER_HASH_SIZE) &&
                take_hex(object, "public_key", head.public_key, LEDGER_PUBLIC_KEY_SIZE) &&
                take_hex(object, "signature", head.signature, LEDGER_SIGNATURE_SIZE);
    if (!fine) {
        return fault_raise(fault, FAULT_LEDGER_HEAD_INVALID, TEXT_NONE, FAULT_NO_ARGS);
    }
    *out = head;
    return true;
}

bool paper_path(const struct jvalue *array, struct ledger_path *out)
{
    if (array == NULL || array->kind != JVALUE_ARRAY || array->count > LEDGER_PATH_MAX) {
        return false;
    }
    out->count = (int)array->count;
    for (uint32_t i = 0; i < array->count; i++) {
        if (!paper_hex(&array->items[i], out->hashes[i].bytes, LEDGER_HASH_SIZE)) {
            return false;
        }
    }
    return true;
}

bool ledger_consistency_from_json(struct arena *arena, struct text json,
                                  struct ledger_consistency *out, struct fault *fault)
{
    const struct jvalue *object = NULL;
    if (!json_read(arena, json, &object, fault)) {
        return false;
    }
    out->old_size = jvalue_int(jvalue_get(object, "old_size"), 0);
    out->new_size = jvalue_int(jvalue_get(object, "new_size"), 0);
    bool fine = out->old_size > 0 && out->new_size >= out->old_size &&
                take_hex(object, "old_root", out->old_root.bytes, LEDGER_HASH_SIZE) &&
                take_hex(object, "new_root", out->new_root.bytes, LEDGER_HASH_SIZE) &&
                paper_path(jvalue_get(object, "path"), &out->path);
    return fine || fault_raise(fault, FAULT_LEDGER_PROOF_INVALID, TEXT_NONE, FAULT_NO_ARGS);
}
