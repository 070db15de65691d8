#include <string.h>

#include "base/arena.h"
#include "ledger/format.h"
#include "ledger/handle.h"
#include "ledger/head_row.h"
#include "ledger/sm2.h"
#include "ledger/tables.h"
#include "ledger/tree.h"

static const struct statement ledger_head_add = {
    "ledger_head_add",
    "insert into ledger_head (number, size, root, signed_at, key_id, public_key, signature)"
    " values ($1, $2, $3, $4, $5, $6, $7)"};

static const struct statement ledger_head_last = {"ledger_head_last",
                                                  "select max(number) from ledger_head"};

static const struct statement ledger_head_newest = {
    "ledger_head_newest",
    "select number, size, root, signed_at, key_id, public_key, signature from ledger_head"
    " order by number desc limit 1"};

static const struct statement ledger_head_by_number = {
    "ledger_head_by_number",
    "select number, size, root, signed_at, key_id, public_key, signature from ledger_head"
    " where number=$1"};

static struct cell bytes_cell(const unsigned char *bytes, size_t len)
{
    return cell_bytes((struct text){(const char *)bytes, len});
}

static bool take_bytes(const struct store_rows *rows, int column, unsigned char *out, size_t len)
{
    struct cell cell = store_cell(rows, column);
    if (cell.kind != CELL_BYTES || cell.text.len != len) {
        return false;
    }
    memcpy(out, cell.text.at, len);
    return true;
}

const char *head_row_read(const struct store_rows *rows, struct ledger_head *out)
{
    struct cell size = store_cell(rows, 1);
    struct cell signed_at = store_cell(rows, 3);
    if (size.kind != CELL_INT || size.integer < 1) {
        return "size";
    }
    if (signed_at.kind != CELL_INT) {
        return "signed_at";
    }
    out->size = size.integer;
    out->signed_at = signed_at.integer;
    if (!take_bytes(rows, 2, out->root.bytes, LEDGER_HASH_SIZE)) {
        return "root";
    }
    if (!take_bytes(rows, 4, out->key_id.bytes, LEDGER_HASH_SIZE)) {
        return "key_id";
    }
    if (!take_bytes(rows, 5, out->public_key, LEDGER_PUBLIC_KEY_SIZE)) {
        return "public_key";
    }
    return take_bytes(rows, 6, out->signature, LEDGER_SIGNATURE_SIZE) ? NULL : "signature";
}

static bool add_head(struct store *store, const struct ledger_head *head, struct fault *fault)
{
    int64_t last = 0;
    return store_query_int(store, &ledger_head_last, NO_CELLS, &last, fault) &&
           store_run(store, &ledger_head_add,
                     CELLS(cell_int(last + 1), cell_int(head->size),
                           bytes_cell(head->root.bytes, LEDGER_HASH_SIZE),
                           cell_int(head->signed_at),
                           bytes_cell(head->key_id.bytes, LEDGER_HASH_SIZE),
                           bytes_cell(head->public_key, LEDGER_PUBLIC_KEY_SIZE),
                           bytes_cell(head->signature, LEDGER_SIGNATURE_SIZE)),
                     fault);
}

/* Behind the lock, so that what others appended meanwhile is in it and no two heads get one number.
 */
static bool sign_and_add(struct ledger *ledger, const struct ledger_signer *signer,
                         struct ledger_head *head, struct fault *fault)
{
    if (!ledger_begin(ledger, fault)) {
        return false;
    }
    head->size = ledger->tree.size;
    if (head->size == 0) {
        return fault_raise(fault, FAULT_LEDGER_EMPTY, TEXT_NONE, FAULT_NO_ARGS);
    }
    head->root = tree_root(ledger->sm3, &ledger->tree);
    return signer->sign(signer->context, head, fault) && add_head(ledger->store, head, fault);
}

bool ledger_sign_head(struct ledger *ledger, const struct ledger_signer *signer, int64_t signed_at,
                      struct ledger_head *out, struct fault *fault)
{
    struct ledger_head head = {.signed_at = signed_at};
    if (!store_begin_write(ledger->store, fault)) {
        return false;
    }
    if (!sign_and_add(ledger, signer, &head, fault)) {
        store_rollback(ledger->store);
        return false;
    }
    if (!store_commit(ledger->store, fault)) {
        return false;
    }
    if (out != NULL) {
        *out = head;
    }
    return true;
}

static bool raise_unreadable(const char *column, struct fault *fault)
{
    return fault_raise(fault, FAULT_LEDGER_BROKEN, TEXT_NONE,
                       FAULT_ARGS(TEXT("head"), text_of(column)));
}

/* The one head that the statement finds; size 0 when there is none. */
static bool read_head(struct store *store, const struct statement *statement, struct cells cells,
                      struct ledger_head *out, struct fault *fault)
{
    struct store_rows rows;
    struct ledger_head head = {0};
    const char *wrong = NULL;
    if (!store_query(store, statement, cells, &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        wrong = head_row_read(&rows, &head);
    }
    if (!store_done(&rows, fault)) {
        return false;
    }
    if (wrong != NULL) {
        return raise_unreadable(wrong, fault);
    }
    *out = head;
    return true;
}

bool ledger_head_current(struct store *store, struct ledger_head *out, struct fault *fault)
{
    return read_head(store, &ledger_head_newest, NO_CELLS, out, fault);
}

bool ledger_head_before(struct store *store, int64_t utc_ms, struct ledger_head *out,
                        struct fault *fault)
{
    int64_t after = 0; /* that many are before it */
    int64_t left = 0;
    *out = (struct ledger_head){0};
    if (!store_query_int(store, &ledger_head_last, NO_CELLS, &left, fault)) {
        return false;
    }
    while (left > 0) {
        int64_t half = left / 2;
        struct ledger_head head;
        if (!read_head(store, &ledger_head_by_number, CELLS(cell_int(after + half + 1)), &head,
                       fault)) {
            return false;
        }
        if (head.size > 0 && head.signed_at < utc_ms) {
            *out = head;
            after += half + 1;
            left -= half + 1;
        } else {
            left = half;
        }
    }
    return true;
}

const char *head_wrong_column(const struct ledger_head *head)
{
    struct ledger_hash key_id;
    sm3_of((struct text){(const char *)head->public_key, LEDGER_PUBLIC_KEY_SIZE}, key_id.bytes);
    if (!ledger_hash_equal(&key_id, &head->key_id)) {
        return "key_id";
    }
    struct sm2_key *key = sm2_key_open(head->public_key, NULL);
    if (key == NULL) {
        return "public_key";
    }
    unsigned char message[FORMAT_HEAD_MESSAGE_SIZE];
    format_head_message(head, message);
    bool fine =
        sm2_is_signed(key, (struct text){(const char *)message, sizeof message}, head->signature);
    sm2_key_close(key);
    return fine ? NULL : "signature";
}

bool ledger_head_is_signed(const struct ledger_head *head)
{
    return head_wrong_column(head) == NULL;
}
