#include "ledger/format.h"

#include <string.h>

/* Small pieces are gathered, because a call of the library costs as much as hashing 50 bytes. */
struct gathering {
    struct sm3 *sm3;
    size_t len;
    unsigned char bytes[512];
};

static void flush(struct gathering *to)
{
    sm3_add(to->sm3, to->bytes, to->len);
    to->len = 0;
}

static void add(struct gathering *to, const void *bytes, size_t len)
{
    if (len > sizeof to->bytes - to->len) {
        flush(to);
    }
    if (len > sizeof to->bytes) {
        sm3_add(to->sm3, bytes, len);
        return;
    }
    memcpy(to->bytes + to->len, bytes, len);
    to->len += len;
}

static void put_i64(unsigned char *out, int64_t value)
{
    uint64_t bits = (uint64_t)value;
    for (int i = 7; i >= 0; i--) {
        out[i] = (unsigned char)bits;
        bits >>= 8;
    }
}

static void add_i64(struct gathering *to, int64_t value)
{
    unsigned char bytes[8];
    put_i64(bytes, value);
    add(to, bytes, sizeof bytes);
}

static void add_length(struct gathering *to, uint32_t len)
{
    unsigned char bytes[4] = {(unsigned char)(len >> 24), (unsigned char)(len >> 16),
                              (unsigned char)(len >> 8), (unsigned char)len};
    add(to, bytes, sizeof bytes);
}

static void add_text(struct gathering *to, struct text text)
{
    ensure(text.len < UINT32_MAX);
    add_length(to, (uint32_t)text.len);
    add(to, text.at, text.len);
}

static void add_date(struct gathering *to, civil_date date)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    if (date == CIVIL_DATE_NONE) {
        add_length(to, UINT32_MAX);
    } else {
        add_text(to, civil_date_write(date, day));
    }
}

struct ledger_hash format_leaf(struct sm3 *sm3, const struct ledger_entry *entry)
{
    struct gathering row;
    row.sm3 = sm3;
    row.len = 0;
    sm3_begin(sm3);
    add(&row, "\0" FORMAT_TAG, sizeof FORMAT_TAG);
    add_i64(&row, entry->seq);
    add_i64(&row, entry->recorded_at);
    add_date(&row, entry->happened_on);
    add_text(&row, entry->kind);
    add_i64(&row, entry->subject_id);
    add_i64(&row, entry->project_id);
    add_text(&row, entry->actor);
    add_text(&row, entry->command_id);
    add_text(&row, entry->pack_version);
    add_text(&row, entry->body);
    flush(&row);
    struct ledger_hash leaf;
    sm3_end(sm3, leaf.bytes);
    return leaf;
}

struct ledger_hash format_node(struct sm3 *sm3, const struct ledger_hash *left,
                               const struct ledger_hash *right)
{
    unsigned char bytes[1 + 2 * LEDGER_HASH_SIZE] = {1};
    memcpy(bytes + 1, left->bytes, LEDGER_HASH_SIZE);
    memcpy(bytes + 1 + LEDGER_HASH_SIZE, right->bytes, LEDGER_HASH_SIZE);
    struct ledger_hash node;
    sm3_begin(sm3);
    sm3_add(sm3, bytes, sizeof bytes);
    sm3_end(sm3, node.bytes);
    return node;
}

void format_head_message(const struct ledger_head *head,
                         unsigned char out[FORMAT_HEAD_MESSAGE_SIZE])
{
    memcpy(out, FORMAT_HEAD_TAG, 16);
    put_i64(out + 16, head->size);
    put_i64(out + 24, head->signed_at);
    memcpy(out + 32, head->root.bytes, LEDGER_HASH_SIZE);
}

bool ledger_hash_equal(const struct ledger_hash *a, const struct ledger_hash *b)
{
    return memcmp(a->bytes, b->bytes, LEDGER_HASH_SIZE) == 0;
}
