#ifndef LIANDONG_TESTS_LEDGER_BOOK_H
#define LIANDONG_TESTS_LEDGER_BOOK_H

#include "ledger/format.h"
#include "ledger/ledger.h"
#include "place.h"

/* A ledger in a folder of its own, with a key in memory instead of the signing process. */
struct book {
    struct place place;
    struct store *store;
    struct ledger *ledger;
    struct ledger_signer signer;
    struct fault fault;
};

void book_open(struct book *book);
void book_close(struct book *book);
void book_reopen(struct book *book); /* the store and the ledger, not the folder */

struct ledger_entry book_entry(struct book *book, int64_t n); /* differs for each n */
void book_fill(struct book *book, int64_t count);             /* appends, in one commit */
struct ledger_head book_sign(struct book *book, int64_t at);
void book_other_key(struct book *book); /* signs with a new key from here on */
const unsigned char *book_public_key(const struct book *book);

/* The root of the leaves first .. first+count-1, straight after the words of RFC 6962, 2.1. */
struct ledger_hash naive_root(struct sm3 *sm3, const struct ledger_hash *leaves, int64_t first,
                              int64_t count);

#endif
