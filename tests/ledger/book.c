#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "book.h"
#include "ledger/sm2.h"

struct pair {
    unsigned char private_key[SM2_PRIVATE_SIZE];
    unsigned char public_key[SM2_PUBLIC_SIZE];
};

static bool sign(void *context, struct ledger_head *head, struct fault *fault)
{
    struct pair *pair = context;
    unsigned char message[FORMAT_HEAD_MESSAGE_SIZE];
    (void)fault;
    struct sm2_key *key = sm2_key_open(pair->public_key, pair->private_key);
    assert_non_null(key);
    format_head_message(head, message);
    bool fine =
        sm2_sign(key, (struct text){(const char *)message, sizeof message}, head->signature);
    memcpy(head->public_key, pair->public_key, SM2_PUBLIC_SIZE);
    sm3_of((struct text){(const char *)pair->public_key, SM2_PUBLIC_SIZE}, head->key_id.bytes);
    sm2_key_close(key);
    return fine;
}

void book_other_key(struct book *book)
{
    struct pair *pair = arena_new(book->place.arena, struct pair);
    sm2_generate(pair->private_key, pair->public_key);
    book->signer = (struct ledger_signer){pair, sign};
}

const unsigned char *book_public_key(const struct book *book)
{
    const struct pair *pair = book->signer.context;
    return pair->public_key;
}

void book_open(struct book *book)
{
    memset(book, 0, sizeof *book);
    place_open(&book->place);
    book->store = place_store(&book->place, "book.db");
    assert_true(store_migrate(book->store, store_facts, &book->fault));
    assert_true(ledger_open(book->store, &book->ledger, &book->fault));
    book_other_key(book);
}

void book_close(struct book *book)
{
    ledger_close(book->ledger);
    store_close(book->store);
    place_close(&book->place);
}

void book_reopen(struct book *book)
{
    ledger_close(book->ledger);
    store_close(book->store);
    book->store = place_store(&book->place, "book.db");
    assert_true(ledger_open(book->store, &book->ledger, &book->fault));
}

struct ledger_entry book_entry(struct book *book, int64_t n)
{
    return (struct ledger_entry){
        .recorded_at = 1767225600000 + n,
        .happened_on = n % 3 == 0 ? CIVIL_DATE_NONE : (civil_date)(20454 + n % 1000),
        .kind = TEXT("note.made"),
        .subject_id = n * 7,
        .project_id = n % 5,
        .actor = n % 2 == 0 ? TEXT("system") : TEXT("account:12"),
        .command_id = text_format(book->place.arena, "c%lld", (long long)n),
        .pack_version = TEXT("p1"),
        .body = text_format(book->place.arena, "{\"n\":%lld,\"说明\":\"并联\"}", (long long)n),
    };
}

void book_fill(struct book *book, int64_t count)
{
    struct arena_mark mark = arena_mark(book->place.arena);
    assert_true(store_begin_write(book->store, &book->fault));
    assert_true(ledger_begin(book->ledger, &book->fault));
    for (int64_t i = 0; i < count; i++) {
        struct ledger_entry entry = book_entry(book, ledger_size(book->ledger) + 1);
        assert_true(ledger_append(book->ledger, &entry, &book->fault));
        arena_rewind(book->place.arena, mark);
    }
    assert_true(store_commit(book->store, &book->fault));
    ledger_commit_done(book->ledger);
}

struct ledger_head book_sign(struct book *book, int64_t at)
{
    struct ledger_head head;
    assert_true(ledger_sign_head(book->ledger, &book->signer, at, &head, &book->fault));
    return head;
}

struct ledger_hash naive_root(struct sm3 *sm3, const struct ledger_hash *leaves, int64_t first,
                              int64_t count)
{
    struct ledger_hash out;
    if (count == 0) {
        sm3_begin(sm3);
        sm3_end(sm3, out.bytes);
        return out;
    }
    if (count == 1) {
        return leaves[first];
    }
    int64_t k = 1;
    while (k * 2 < count) {
        k *= 2;
    }
    struct ledger_hash left = naive_root(sm3, leaves, first, k);
    struct ledger_hash right = naive_root(sm3, leaves, first + k, count - k);
    sm3_begin(sm3);
    sm3_add(sm3, "\1", 1);
    sm3_add(sm3, left.bytes, sizeof left.bytes);
    sm3_add(sm3, right.bytes, sizeof right.bytes);
    sm3_end(sm3, out.bytes);
    return out;
}
