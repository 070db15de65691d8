#include "ledger/archive.h"

#include <string.h>

#include "base/arena.h"
#include "base/json_read.h"
#include "base/json_write.h"
#include "base/stored_zip.h"
#include "ledger/inside_testimony.h"
#include "ledger/paper.h"
#include "ledger/sm3.h"

#define TAIL_BEGIN ",\"signature\":\""
#define TAIL_SIZE (sizeof TAIL_BEGIN - 1 + 2 * (size_t)LEDGER_SIGNATURE_SIZE + 2)

/* -- writing -- */

static bool prove(struct store *store, const struct archive *archive, int64_t seq,
                  struct ledger_proof *out, struct fault *fault)
{
    return seq <= archive->head.size
               ? ledger_prove(store, seq, archive->head.size, out, fault)
               : fault_raise(fault, FAULT_LEDGER_NOT_SIGNED_YET, TEXT_NONE, FAULT_NO_ARGS);
}

static void write_members(struct json_writer *json, const struct archive *archive)
{
    json_name(json, "members");
    json_array(json);
    for (size_t i = 0; i < archive->member_count; i++) {
        const struct archive_member *member = &archive->members[i];
        json_object(json);
        json_member_text(json, "path", member->path);
        json_member_int(json, "size", member->size);
        json_member_text(json, "digest", member->digest);
        json_member_int_if(json, "entry", member->entry != 0, member->entry);
        json_end(json);
    }
    json_end(json);
}

static bool write_documents(struct arena *arena, struct store *store, const struct archive *archive,
                            struct json_writer *json, struct fault *fault)
{
    json_name(json, "documents");
    json_array(json);
    for (size_t i = 0; i < archive->member_count; i++) {
        int64_t seq = archive->members[i].entry;
        struct ledger_entry entry;
        struct ledger_proof proof;
        if (seq == 0) {
            continue;
        }
        if (!testimony_take_entry(arena, store, seq, &entry, fault) ||
            !prove(store, archive, seq, &proof, fault)) {
            return false;
        }
        testimony_write_entry(json, &entry, &proof.path);
    }
    json_end(json);
    return true;
}

static bool write_acts(struct store *store, const struct archive *archive, struct json_writer *json,
                       struct fault *fault)
{
    json_name(json, "acts");
    json_array(json);
    for (size_t i = 0; i < archive->act_count; i++) {
        struct ledger_proof proof;
        if (!prove(store, archive, archive->acts[i], &proof, fault)) {
            return false;
        }
        json_object(json);
        json_member_int(json, "seq", proof.seq);
        json_name(json, "leaf");
        testimony_write_hex(json, proof.leaf.bytes, LEDGER_HASH_SIZE);
        testimony_write_path(json, &proof.path);
        json_end(json);
    }
    json_end(json);
    return true;
}

bool archive_write(struct arena *arena, struct store *store, const struct archive *archive,
                   struct text *out, struct fault *fault)
{
    struct buffer buffer = buffer_open(arena, 64 << 10);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    json_member_text(&json, "format", TEXT(ARCHIVE_FORMAT));
    json_member_int(&json, "project", archive->project);
    json_member_text(&json, "number", archive->number);
    json_member_int(&json, "made_at", archive->made_at);
    json_name(&json, "head");
    json_raw(&json, ledger_head_json(arena, &archive->head));
    write_members(&json, archive);
    if (!write_documents(arena, store, archive, &json, fault) ||
        !write_acts(store, archive, &json, fault)) {
        return false;
    }
    *out = buffer_text(&buffer); /* the signature follows, and the end */
    return true;
}

struct text archive_signed(struct arena *arena, struct text unsigned_proof,
                           const unsigned char signature[LEDGER_SIGNATURE_SIZE])
{
    struct buffer out = buffer_open(arena, unsigned_proof.len + TAIL_SIZE);
    buffer_add(&out, unsigned_proof);
    buffer_add(&out, TEXT(TAIL_BEGIN));
    for (size_t i = 0; i < LEDGER_SIGNATURE_SIZE; i++) {
        buffer_addf(&out, "%02x", signature[i]);
    }
    buffer_add(&out, TEXT("\"}"));
    return buffer_text(&out);
}

/* -- reading -- */

static const struct jvalue *list_of(const struct jvalue *from, const char *name)
{
    static const struct jvalue none = {.kind = JVALUE_NULL};
    const struct jvalue *list = jvalue_get(from, name);
    return list != NULL && list->kind == JVALUE_ARRAY ? list : &none;
}

static bool read_members(struct arena *arena, const struct jvalue *from, struct archive *out)
{
    const struct jvalue *list = list_of(from, "members");
    out->members = arena_array(arena, struct archive_member, list->count + 1);
    out->member_count = list->kind == JVALUE_ARRAY ? list->count : 0;
    for (size_t i = 0; i < out->member_count; i++) {
        const struct jvalue *one = &list->items[i];
        out->members[i] = (struct archive_member){jvalue_text(jvalue_get(one, "path"), TEXT_NONE),
                                                  jvalue_text(jvalue_get(one, "digest"), TEXT_NONE),
                                                  jvalue_int(jvalue_get(one, "size"), -1),
                                                  jvalue_int(jvalue_get(one, "entry"), 0)};
    }
    return out->member_count > 0;
}

static bool holds(const struct archive *archive, int64_t seq, const struct ledger_hash *leaf,
                  const struct ledger_path *path)
{
    /* By assignment: of an initializer that names every member gcc 12 clears what it takes for
     * padding (-ftrivial-auto-var-init), the path's hashes among it. */
    struct ledger_proof proof = {.seq = seq, .size = archive->head.size};
    proof.leaf = *leaf;
    proof.root = archive->head.root;
    proof.path = *path;
    return seq >= 1 && seq <= proof.size && ledger_proof_holds(&proof);
}

/* The documents stand in the order of the members that have an entry. */
static bool documents_hold(struct arena *arena, const struct jvalue *from,
                           const struct archive *archive)
{
    const struct jvalue *list = list_of(from, "documents");
    uint32_t next = 0;
    for (size_t i = 0; i < archive->member_count; i++) {
        const struct archive_member *member = &archive->members[i];
        const struct jvalue *body = NULL;
        struct fault unused = {.code = FAULT_NONE};
        struct ledger_entry entry;
        struct ledger_path path;
        if (member->entry == 0) {
            continue;
        }
        if (list->kind != JVALUE_ARRAY || next >= list->count ||
            !testimony_read_entry(arena, &list->items[next++], &entry, &path)) {
            return false;
        }
        struct ledger_hash leaf = ledger_leaf(&entry);
        if (entry.seq != member->entry || entry.project_id != archive->project ||
            !text_is(entry.kind, "file.kept") || !holds(archive, entry.seq, &leaf, &path) ||
            !json_read(arena, entry.body, &body, &unused) ||
            jvalue_int(jvalue_get(body, "size"), -1) != member->size ||
            !text_equal(jvalue_text(jvalue_get(body, "digest"), TEXT_NONE), member->digest)) {
            return false;
        }
    }
    return next == list->count;
}

static bool acts_hold(struct arena *arena, const struct jvalue *from, struct archive *out)
{
    const struct jvalue *list = list_of(from, "acts");
    out->acts = arena_array(arena, int64_t, list->count + 1);
    out->act_count = list->kind == JVALUE_ARRAY ? list->count : 0;
    for (size_t i = 0; i < out->act_count; i++) {
        struct ledger_hash leaf;
        struct ledger_path path;
        const struct jvalue *one = &list->items[i];
        out->acts[i] = jvalue_int(jvalue_get(one, "seq"), 0);
        if (!paper_hex(jvalue_get(one, "leaf"), leaf.bytes, LEDGER_HASH_SIZE) ||
            !paper_path(jvalue_get(one, "path"), &path) ||
            !holds(out, out->acts[i], &leaf, &path)) {
            return false;
        }
    }
    return true;
}

/* Cuts the signature off. */
static bool cut_tail(struct text json, struct text *out_signed, unsigned char *signature)
{
    if (json.len <= TAIL_SIZE || json.len > ARCHIVE_PROOF_MAX) {
        return false;
    }
    struct text tail = text_slice(json, json.len - TAIL_SIZE, TAIL_SIZE);
    struct text hex = text_slice(tail, sizeof TAIL_BEGIN - 1, 2 * (size_t)LEDGER_SIGNATURE_SIZE);
    *out_signed = text_slice(json, 0, json.len - TAIL_SIZE);
    return text_starts_with(tail, TEXT(TAIL_BEGIN)) && text_ends_with(tail, TEXT("\"}")) &&
           ledger_bytes_of_hex(hex, signature, LEDGER_SIGNATURE_SIZE);
}

static bool read_head(struct arena *arena, const struct jvalue *from, struct ledger_head *out)
{
    const struct jvalue *head = jvalue_get(from, "head");
    struct fault unused = {.code = FAULT_NONE};
    struct buffer json = buffer_open(arena, 1024);
    struct json_writer writer = json_writer_open(&json);
    if (head == NULL || head->kind != JVALUE_OBJECT) {
        return false;
    }
    json_value(&writer, head);
    return ledger_head_from_json(arena, buffer_text(&json), out, &unused);
}

bool archive_read(struct arena *arena, struct text json, const unsigned char *key,
                  struct archive *out, struct fault *fault)
{
    unsigned char signature[LEDGER_SIGNATURE_SIZE];
    const struct jvalue *from = NULL;
    struct fault unused = {.code = FAULT_NONE};
    struct text body;
    if (!cut_tail(json, &body, signature) || !json_read(arena, json, &from, &unused) ||
        !text_is(jvalue_text(jvalue_get(from, "format"), TEXT_NONE), ARCHIVE_FORMAT)) {
        return testimony_bad_form(fault);
    }
    *out = (struct archive){.project = jvalue_int(jvalue_get(from, "project"), 0),
                            .number = jvalue_text(jvalue_get(from, "number"), TEXT_NONE),
                            .made_at = jvalue_int(jvalue_get(from, "made_at"), 0)};
    if (!read_head(arena, from, &out->head) || !read_members(arena, from, out)) {
        return testimony_bad_form(fault);
    }
    if (!ledger_head_is_signed(&out->head)) {
        return testimony_wrong(fault, "台账签名不成立",
                               "the ledger's head is not signed by its key");
    }
    if (!testimony_is_signed(body, out->head.public_key, signature)) {
        return testimony_wrong(fault, "卷宗签名不成立，或者有字节被改动",
                               "the archive is not signed by that key, or a byte was changed");
    }
    if (!documents_hold(arena, from, out) || !acts_hold(arena, from, out)) {
        return testimony_wrong(fault, "所载内容与签名的台账不符",
                               "what it says does not stand in the ledger that was signed");
    }
    if (key != NULL && memcmp(key, out->head.public_key, LEDGER_PUBLIC_KEY_SIZE) != 0) {
        return fault_raise(fault, FAULT_TESTIMONY_OTHER_KEY, TEXT_NONE, FAULT_NO_ARGS);
    }
    return true;
}

/* -- the whole -- */

static bool is_its_member(const struct archive_member *member, const struct stored_found *found)
{
    unsigned char told[SM3_SIZE];
    unsigned char digest[SM3_SIZE];
    sm3_of(found->bytes, digest);
    return text_equal(member->path, found->name) && member->size == (int64_t)found->bytes.len &&
           ledger_bytes_of_hex(member->digest, told, sizeof told) &&
           memcmp(told, digest, sizeof told) == 0;
}

bool archive_open(struct arena *arena, struct text zip, const unsigned char *key,
                  struct archive *out, struct fault *fault)
{
    struct stored_members found;
    if (!stored_zip_read(arena, zip, &found) ||
        !text_is(found.items[found.count - 1].name, ARCHIVE_PROOF)) {
        return testimony_bad_form(fault);
    }
    if (!archive_read(arena, found.items[found.count - 1].bytes, key, out, fault)) {
        return false;
    }
    bool fine = out->member_count == found.count - 1;
    for (size_t i = 0; fine && i < out->member_count; i++) {
        fine = is_its_member(&out->members[i], &found.items[i]);
    }
    return fine || testimony_wrong(fault, "卷宗里的文件与证明不符",
                                   "a file in the archive is not the one that its proof tells of");
}
