#include "ledger/testimony.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json_read.h"
#include "base/json_write.h"
#include "ledger/inside_testimony.h"
#include "ledger/paper.h"
#include "ledger/sm2.h"
#include "ledger/sm3.h"

/* -- taking -- */

bool testimony_take_entry(struct arena *arena, struct store *store, int64_t seq,
                          struct ledger_entry *out, struct fault *fault)
{
    struct ledger_cursor cursor;
    if (!ledger_read_after(store, seq - 1, 1, &cursor, fault)) {
        return false;
    }
    bool found = ledger_next(arena, &cursor, out) && out->seq == seq;
    if (!ledger_done(&cursor, fault)) {
        return false;
    }
    return found || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}

bool testimony_take(struct arena *arena, struct store *store, const struct testimony_asked *asked,
                    struct testimony *out, struct fault *fault)
{
    ensure(asked->count > 0 && asked->count <= TESTIMONY_ENTRIES_MAX);
    *out = (struct testimony){.count = asked->count};
    if (!ledger_head_current(store, &out->head, fault)) {
        return false;
    }
    for (int i = 0; i < asked->count; i++) {
        struct ledger_proof proof;
        if (asked->seqs[i] > out->head.size) {
            return fault_raise(fault, FAULT_LEDGER_NOT_SIGNED_YET, TEXT_NONE, FAULT_NO_ARGS);
        }
        if (!testimony_take_entry(arena, store, asked->seqs[i], &out->entries[i], fault) ||
            !ledger_prove(store, asked->seqs[i], out->head.size, &proof, fault)) {
            return false;
        }
        out->paths[i] = proof.path;
    }
    return true;
}

void testimony_message(struct text document, unsigned char out[TESTIMONY_MESSAGE_SIZE])
{
    size_t tag = sizeof TESTIMONY_DOCUMENT_TAG - 1;
    memcpy(out, TESTIMONY_DOCUMENT_TAG, tag);
    sm3_of(document, out + tag);
}

/* -- writing -- */

void testimony_write_hex(struct json_writer *json, const unsigned char *bytes, size_t len)
{
    static const char digits[] = "0123456789abcdef";
    char hex[2 * LEDGER_PUBLIC_KEY_SIZE];
    ensure(len <= sizeof hex / 2);
    for (size_t i = 0; i < len; i++) {
        hex[2 * i] = digits[bytes[i] >> 4];
        hex[2 * i + 1] = digits[bytes[i] & 15];
    }
    json_text(json, (struct text){hex, 2 * len});
}

void testimony_write_path(struct json_writer *json, const struct ledger_path *path)
{
    json_name(json, "path");
    json_array(json);
    for (int i = 0; i < path->count; i++) {
        testimony_write_hex(json, path->hashes[i].bytes, LEDGER_HASH_SIZE);
    }
    json_end(json);
}

void testimony_write_entry(struct json_writer *json, const struct ledger_entry *entry,
                           const struct ledger_path *path)
{
    json_object(json);
    json_member_int(json, "seq", entry->seq);
    json_member_int(json, "recorded_at", entry->recorded_at);
    json_member_date(json, "happened_on", entry->happened_on);
    json_member_text(json, "kind", entry->kind);
    json_member_int(json, "subject_id", entry->subject_id);
    json_member_int(json, "project_id", entry->project_id);
    json_member_text(json, "actor", entry->actor);
    json_member_text(json, "command_id", entry->command_id);
    json_member_text(json, "pack_version", entry->pack_version);
    json_name(json, "body");
    json_raw(json, entry->body);
    testimony_write_path(json, path);
    json_end(json);
}

/* Told for a reader's sake, and said by the entry: nothing in the file goes unproved. */
static struct text kind_of(const struct testimony *testimony)
{
    struct text kind = testimony->entries[0].kind;
    return text_cut(&kind, '.');
}

struct text testimony_json(struct arena *arena, const struct testimony *testimony)
{
    struct buffer out = buffer_open(arena, 8192);
    struct json_writer json = json_writer_open(&out);
    json_object(&json);
    json_member_text(&json, "format", TEXT(TESTIMONY_FORMAT));
    json_member_text(&json, "kind", kind_of(testimony));
    json_name(&json, "entries");
    json_array(&json);
    for (int i = 0; i < testimony->count; i++) {
        testimony_write_entry(&json, &testimony->entries[i], &testimony->paths[i]);
    }
    json_end(&json);
    json_name(&json, "head");
    json_raw(&json, ledger_head_json(arena, &testimony->head));
    json_name(&json, "signature");
    testimony_write_hex(&json, testimony->signature, LEDGER_SIGNATURE_SIZE);
    json_end(&json);
    return buffer_text(&out);
}

/* -- reading -- */

bool testimony_wrong(struct fault *fault, const char *zh, const char *en)
{
    return fault_raise(fault, FAULT_TESTIMONY_WRONG, TEXT_NONE,
                       FAULT_ARGS(text_of(zh), text_of(en)));
}

bool testimony_bad_form(struct fault *fault)
{
    return testimony_wrong(fault, "格式不符，或者有字节被改动",
                           "it has not the form of one, or a byte of it was changed");
}

static struct text as_json(struct arena *arena, const struct jvalue *value)
{
    struct buffer out = buffer_open(arena, 1024);
    struct json_writer json = json_writer_open(&out);
    json_value(&json, value);
    return buffer_text(&out);
}

bool testimony_read_entry(struct arena *arena, const struct jvalue *from, struct ledger_entry *out,
                          struct ledger_path *path)
{
    struct text day = jvalue_text(jvalue_get(from, "happened_on"), TEXT_NONE);
    const struct jvalue *body = jvalue_get(from, "body");
    *out = (struct ledger_entry){
        .seq = jvalue_int(jvalue_get(from, "seq"), 0),
        .recorded_at = jvalue_int(jvalue_get(from, "recorded_at"), 0),
        .happened_on = CIVIL_DATE_NONE,
        .kind = jvalue_text(jvalue_get(from, "kind"), TEXT_NONE),
        .subject_id = jvalue_int(jvalue_get(from, "subject_id"), 0),
        .project_id = jvalue_int(jvalue_get(from, "project_id"), 0),
        .actor = jvalue_text(jvalue_get(from, "actor"), TEXT_NONE),
        .command_id = jvalue_text(jvalue_get(from, "command_id"), TEXT_NONE),
        .pack_version = jvalue_text(jvalue_get(from, "pack_version"), TEXT_NONE),
    };
    if (body == NULL || body->kind != JVALUE_OBJECT ||
        (day.len > 0 && !civil_date_parse(day, &out->happened_on))) {
        return false;
    }
    out->body = as_json(arena, body);
    return paper_path(jvalue_get(from, "path"), path);
}

static bool read_form(struct arena *arena, const struct jvalue *from, struct testimony *out)
{
    const struct jvalue *entries = jvalue_get(from, "entries");
    const struct jvalue *head = jvalue_get(from, "head");
    struct fault unused = {.code = FAULT_NONE};
    if (entries == NULL || entries->kind != JVALUE_ARRAY || entries->count == 0 ||
        entries->count > TESTIMONY_ENTRIES_MAX || head == NULL || head->kind != JVALUE_OBJECT ||
        !paper_hex(jvalue_get(from, "signature"), out->signature, LEDGER_SIGNATURE_SIZE) ||
        !ledger_head_from_json(arena, as_json(arena, head), &out->head, &unused)) {
        return false;
    }
    out->count = (int)entries->count;
    for (int i = 0; i < out->count; i++) {
        if (!testimony_read_entry(arena, &entries->items[i], &out->entries[i], &out->paths[i])) {
            return false;
        }
    }
    return true;
}

/* -- what must hold -- */

static bool entries_hold(struct testimony *testimony, struct fault *fault)
{
    for (int i = 0; i < testimony->count; i++) {
        struct ledger_entry *entry = &testimony->entries[i];
        struct ledger_proof proof = {.seq = entry->seq,
                                     .size = testimony->head.size,
                                     .root = testimony->head.root,
                                     .path = testimony->paths[i]};
        entry->leaf = ledger_leaf(entry);
        proof.leaf = entry->leaf;
        if (entry->seq < 1 || entry->seq > proof.size || !ledger_proof_holds(&proof)) {
            return testimony_wrong(fault, "所载内容与签名的台账不符",
                                   "what it says does not stand in the ledger that was signed");
        }
    }
    return true;
}

bool testimony_is_signed(struct text document, const unsigned char *public_key,
                         const unsigned char *signature)
{
    unsigned char message[TESTIMONY_MESSAGE_SIZE];
    struct sm2_key *key = sm2_key_open(public_key, NULL);
    testimony_message(document, message);
    bool fine = key != NULL &&
                sm2_is_signed(key, (struct text){(const char *)message, sizeof message}, signature);
    sm2_key_close(key);
    return fine;
}

bool testimony_read(struct arena *arena, struct text json, const unsigned char *key,
                    struct testimony *out, struct fault *fault)
{
    const struct jvalue *from = NULL;
    struct fault unused = {.code = FAULT_NONE};
    struct testimony *read = arena_new(arena, struct testimony);
    if (json.len > TESTIMONY_SIZE_MAX || !json_read(arena, json, &from, &unused) ||
        !text_is(jvalue_text(jvalue_get(from, "format"), TEXT_NONE), TESTIMONY_FORMAT) ||
        !read_form(arena, from, read) || !text_equal(testimony_json(arena, read), json)) {
        return testimony_bad_form(fault);
    }
    if (!entries_hold(read, fault)) {
        return false;
    }
    if (!ledger_head_is_signed(&read->head)) {
        return testimony_wrong(fault, "台账签名不成立",
                               "the ledger's head is not signed by its key");
    }
    if (!testimony_is_signed(read->entries[0].body, read->head.public_key, read->signature)) {
        return testimony_wrong(fault, "文件签名不成立", "the document is not signed by that key");
    }
    if (key != NULL && memcmp(key, read->head.public_key, LEDGER_PUBLIC_KEY_SIZE) != 0) {
        return fault_raise(fault, FAULT_TESTIMONY_OTHER_KEY, TEXT_NONE, FAULT_NO_ARGS);
    }
    *out = *read;
    return true;
}
