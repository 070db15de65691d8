#include "board/ledger_view.h"

#include "app/city.h"
#include "app/receipt.h"
#include "base/arena.h"
#include "board/history.h"
#include "pack/pack.h"

static const struct statement ledger_view_size = {"ledger_view_size",
                                                  "select max(seq) from ledger_event"};
static const struct statement *const ledger_view_statements[] = {&ledger_view_size};
static const size_t ledger_view_statement_count = COUNT_OF(ledger_view_statements);

static bool read_entry(const struct view_run *run, int64_t seq, struct ledger_entry *out,
                       bool *found, struct fault *fault)
{
    struct ledger_cursor cursor;
    if (!ledger_read_after(run->store, seq - 1, 1, &cursor, fault)) {
        return false;
    }
    *found = ledger_next(run->arena, &cursor, out) && out->seq == seq;
    return ledger_done(&cursor, fault);
}

/* The entry's hash is computed anew, so that an altered row does not pass for genuine. */
static bool is_the_one(const struct view_run *run, const struct ledger_entry *entry,
                       struct text digits)
{
    struct ledger_hash leaf = ledger_leaf(entry);
    struct text hex = hex_of(run->arena, leaf.bytes, LEDGER_HASH_SIZE);
    return text_starts_with(hex, digits) &&
           text_equal(hex, hex_of(run->arena, entry->leaf.bytes, LEDGER_HASH_SIZE));
}

static bool prove(const struct view_run *run, struct receipt_check *out, struct fault *fault)
{
    int64_t size = 0;
    if (!ledger_head_current(run->store, &out->head, fault)) {
        return false;
    }
    out->is_signed = out->head.size >= out->entry.seq && ledger_head_is_signed(&out->head);
    if (out->is_signed) {
        size = out->head.size;
    } else if (!store_query_int(run->store, &ledger_view_size, NO_CELLS, &size, fault)) {
        return false;
    }
    if (!ledger_prove(run->store, out->entry.seq, size, &out->proof, fault)) {
        return false;
    }
    out->is_genuine = ledger_proof_holds(&out->proof);
    if (out->is_signed) {
        struct text signed_root = hex_of(run->arena, out->head.root.bytes, LEDGER_HASH_SIZE);
        out->is_genuine &=
            text_equal(signed_root, hex_of(run->arena, out->proof.root.bytes, LEDGER_HASH_SIZE));
    }
    return true;
}

bool receipt_look_up(const struct view_run *run, struct text code, struct receipt_check *out,
                     struct fault *fault)
{
    int64_t seq = 0;
    struct text digits = TEXT_NONE;
    bool found = false;
    *out = (struct receipt_check){.is_genuine = false, .kind_name = TEXT_NONE};
    if (!receipt_parse(text_trim(code), &seq, &digits)) {
        return true;
    }
    if (!read_entry(run, seq, &out->entry, &found, fault)) {
        return false;
    }
    if (!found || !is_the_one(run, &out->entry, digits)) {
        return true;
    }
    const struct event_kind *kind = history_kind(out->entry.kind);
    if (kind != NULL) {
        out->kind_name = text_of(run->actor->language == LANGUAGE_ZH ? kind->zh : kind->en);
    }
    return prove(run, out, fault);
}

/* -- JSON -- */

static void member_hex(const struct view_run *run, struct json_writer *json, const char *name,
                       const unsigned char *bytes, size_t size)
{
    json_member_text(json, name, hex_of(run->arena, bytes, size));
}

static void write_proof(const struct view_run *run, struct json_writer *json,
                        const struct receipt_check *check)
{
    json_member_int(json, "seq", check->entry.seq);
    json_member_int(json, "recorded_at", check->entry.recorded_at);
    json_member_text(json, "kind_name", check->kind_name);
    member_hex(run, json, "leaf", check->proof.leaf.bytes, LEDGER_HASH_SIZE);
    json_member_int(json, "size", check->proof.size);
    member_hex(run, json, "root", check->proof.root.bytes, LEDGER_HASH_SIZE);
    json_name(json, "path");
    json_array(json);
    for (int i = 0; i < check->proof.path.count; i++) {
        json_text(json, hex_of(run->arena, check->proof.path.hashes[i].bytes, LEDGER_HASH_SIZE));
    }
    json_end(json);
    if (check->is_signed) {
        member_hex(run, json, "signature", check->head.signature, LEDGER_SIGNATURE_SIZE);
        member_hex(run, json, "key", check->head.public_key, LEDGER_PUBLIC_KEY_SIZE);
        json_member_int(json, "head_signed_at", check->head.signed_at);
    } else {
        json_member_text_or_null(json, "signature", TEXT_NONE);
        json_member_text_or_null(json, "key", TEXT_NONE);
        json_member_text_or_null(json, "head_signed_at", TEXT_NONE);
    }
}

static bool answer_receipt(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    struct receipt_check *check = arena_new(run->arena, struct receipt_check);
    if (!receipt_look_up(run, run->parameters[0], check, fault)) {
        return false;
    }
    json_object(json);
    json_member_bool(json, "genuine", check->is_genuine);
    if (check->is_genuine) {
        write_proof(run, json, check);
    }
    json_end(json);
    return true;
}

static bool answer_head(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct ledger_head head;
    if (!ledger_head_current(run->store, &head, fault)) {
        return false;
    }
    if (head.size > 0) {
        json_raw(json, ledger_head_json(run->arena, &head));
        return true;
    }
    json_object(json);
    json_member_int(json, "size", 0);
    json_end(json);
    return true;
}

/* What a watcher outside needs, to believe nobody (ledger/watch.h). */
struct consistency_query {
    int64_t old_size, new_size;
};
static const struct field consistency_fields[] = {
    FIELD(consistency_query, old_size, INT, .required = true, .min = 1, .max = INT64_MAX,
          .zh = "原条数", .en = "old size"),
    FIELD(consistency_query, new_size, INT, .required = true, .min = 1, .max = INT64_MAX,
          .zh = "新条数", .en = "new size"),
};
static const struct field_table consistency_table =
    FIELD_TABLE(consistency_query, consistency_fields);

static bool answer_consistency(const struct view_run *run, struct json_writer *json,
                               struct fault *fault)
{
    const struct consistency_query *query = run->query;
    struct ledger_consistency *proof = arena_new(run->arena, struct ledger_consistency);
    if (!ledger_prove_consistency(run->store, query->old_size, query->new_size, proof, fault)) {
        return false;
    }
    json_raw(json, ledger_consistency_json(run->arena, proof));
    return true;
}

/* -- the heads that are published: the last of each day on the city's clock (每日签名头) -- */

struct heads_query {
    civil_date until;
    int64_t limit;
};
static const struct field heads_fields[] = {
    FIELD(heads_query, until, DATE, .zh = "截止日", .en = "until"),
    FIELD(heads_query, limit, INT, .min = 1, .max = LEDGER_DAYS_MAX, .zh = "每页", .en = "a page"),
};
static const struct field_table heads_table = FIELD_TABLE(heads_query, heads_fields);

/* The day of the last head before that instant; NONE: there is no earlier one. */
static bool day_before(const struct view_run *run, int64_t instant, struct ledger_day *out,
                       struct fault *fault)
{
    *out = (struct ledger_day){.day = CIVIL_DATE_NONE};
    if (!ledger_head_before(run->store, instant, &out->head, fault)) {
        return false;
    }
    if (out->head.size > 0) {
        out->day =
            civil_date_of_instant(out->head.signed_at, city_pack(run->city)->utc_offset_minutes);
    }
    return true;
}

bool ledger_days(const struct view_run *run, civil_date until, int limit, struct ledger_days *out,
                 struct fault *fault)
{
    int offset = city_pack(run->city)->utc_offset_minutes;
    int64_t before = until == CIVIL_DATE_NONE ? INT64_MAX : civil_date_instant(until + 1, offset);
    struct ledger_day next;
    ensure(limit > 0 && limit <= LEDGER_DAYS_MAX);
    *out = (struct ledger_days){arena_array(run->arena, struct ledger_day, (size_t)limit), 0,
                                CIVIL_DATE_NONE};
    if (!day_before(run, before, &next, fault)) {
        return false;
    }
    while (out->count < limit && next.day != CIVIL_DATE_NONE) {
        struct ledger_day *day = &out->items[out->count++];
        *day = next;
        if (!day_before(run, civil_date_instant(day->day, offset), &next, fault)) {
            return false;
        }
        struct witness_span span = {next.head.size, day->head.size};
        if (!witness_marks_in(run->arena, run->store, &span, &day->marks, fault)) {
            return false;
        }
    }
    out->next = next.day;
    return true;
}

static void write_day(const struct view_run *run, struct json_writer *json,
                      const struct ledger_day *day)
{
    json_object(json);
    json_member_date(json, "day", day->day);
    json_name(json, "head");
    json_raw(json, ledger_head_json(run->arena, &day->head));
    json_name(json, "witnesses");
    json_array(json);
    for (size_t i = 0; i < day->marks.count; i++) {
        json_object(json);
        witness_mark_members(json, &day->marks.items[i]);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

static bool answer_heads(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct heads_query *query = run->query;
    struct ledger_days days;
    int limit = query->limit > 0 ? (int)query->limit : LEDGER_DAYS_MAX;
    if (!ledger_days(run, query->until, limit, &days, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (int i = 0; i < days.count; i++) {
        write_day(run, json, &days.items[i]);
    }
    json_end(json);
    json_member_date(json, "next", days.next);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"ledger.receipt", "/ledger/receipts/{code}", NULL, ROLES_ANYBODY,
     VIEW_UNCACHED | VIEW_SAME_FOR_ALL, "核验回执", "Check a receipt", answer_receipt},
    {"ledger.head", "/ledger/head", NULL, ROLES_ANYBODY, VIEW_UNCACHED | VIEW_SAME_FOR_ALL,
     "台账最新签名头", "Newest signed head of the ledger", answer_head},
    {"ledger.heads", "/ledger/heads", &heads_table, ROLES_ANYBODY,
     VIEW_UNCACHED | VIEW_SAME_FOR_ALL, "台账每日签名头及其见证，新的在前",
     "The last signed head of each day with its witnesses, newest first", answer_heads},
    {"ledger.consistency", "/ledger/consistency", &consistency_table, ROLES_ANYBODY,
     VIEW_UNCACHED | VIEW_SAME_FOR_ALL, "证明台账只增未改：新头以旧头为开头",
     "Proof that the newer ledger begins with the older one", answer_consistency},
};

const struct room ledger_view_room = {
    .name = "ledger_view",
    ROOM_VIEWS(views),
    ROOM_STATEMENTS(ledger_view),
};
