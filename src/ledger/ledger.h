#ifndef LIANDONG_LEDGER_LEDGER_H
#define LIANDONG_LEDGER_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/civil_date.h"
#include "base/fault.h"
#include "base/text.h"
#include "store/store.h"

/* The ledger (台账): what happened, in order, never changed. It is the truth of the program; every
 * other table can be made from it.
 *
 * Its entries are the leaves of a Merkle tree after RFC 6962, hashed with SM3 (GB/T 32905-2016);
 * heads of the tree are signed with SM2 (GB/T 32918-2016). format.h says which bytes are hashed and
 * signed, so that a stranger can check all of it without this program.
 *
 * Invariants: sequence numbers run 1..n without gaps; an entry's leaf is the hash of all its other
 * columns; the frontier in memory is that of the rows of the transaction in progress.
 *
 * The order of calls of a writer:
 *
 *     store_begin_write -> ledger_begin
 *         store_savepoint; mark = ledger_mark
 *             ledger_append ...
 *         store_release                       or  store_rollback_to; ledger_rewind(mark)
 *     store_commit      -> ledger_commit_done or  (it failed) ledger_rollback_done
 *
 * Who forgets ledger_rewind or ledger_rollback_done is found out at the next ledger_begin, which
 * compares the frontier with the table and reads it anew where they differ. */
struct ledger;

#define LEDGER_HASH_SIZE 32
#define LEDGER_SIGNATURE_SIZE 64  /* r || s, each 32 bytes big-endian */
#define LEDGER_PUBLIC_KEY_SIZE 65 /* 04 || x || y */

struct ledger_hash {
    unsigned char bytes[LEDGER_HASH_SIZE];
};

struct ledger_entry {
    int64_t seq;              /* given by ledger_append: 1, 2, 3 ... */
    int64_t recorded_at;      /* when it was written down: UTC milliseconds */
    civil_date happened_on;   /* when it was done: the city's day, or CIVIL_DATE_NONE */
    struct text kind;         /* "problem.closed" */
    int64_t subject_id;       /* the thing it is about; 0: none */
    int64_t project_id;       /* 0: none */
    struct text actor;        /* "account:12", "system" */
    struct text command_id;   /* what caused it: idempotency and correlation */
    struct text pack_version; /* the rules in force */
    struct text body;         /* canonical JSON */
    struct ledger_hash leaf;  /* given by ledger_append */
};

/* Reads size and frontier: a few hundred rows, whatever the size. */
MUST_USE bool ledger_open(struct store *store, struct ledger **out, struct fault *fault);
void ledger_close(struct ledger *ledger); /* NULL is allowed; the store stays open */

/* -- writing -- */

/* Keeps all other writers of this database off until the end of the transaction in progress: for
 * those that append nothing but must not write beside one that does. */
MUST_USE bool ledger_lock(struct store *store, struct fault *fault);
/* First thing in every write transaction: keeps other writers off the ledger until its end, takes
 * in what they appended since. */
MUST_USE bool ledger_begin(struct ledger *ledger, struct fault *fault);
/* What is in memory may no longer be what is in the database, since the connection is another one:
 * the next ledger_begin reads it anew. */
void ledger_forget(struct ledger *ledger);
/* Writes the entry and sets its seq and leaf. On failure nothing in memory has changed; what the
 * failed statement left in the database goes with the caller's rollback. */
MUST_USE bool ledger_append(struct ledger *ledger, struct ledger_entry *entry, struct fault *fault);

/* The frontier at this moment, for going back to a savepoint. */
struct ledger_mark {
    int64_t size;
    struct ledger_hash nodes[64];
};
void ledger_mark(const struct ledger *ledger, struct ledger_mark *out);
void ledger_rewind(struct ledger *ledger, const struct ledger_mark *mark);

/* Reads the entries after `seq` back from the database and hashes them again: what is about to be
 * acknowledged is what was meant. LEDGER_BROKEN when not. */
MUST_USE bool ledger_recheck(struct ledger *ledger, int64_t after_seq, struct fault *fault);

void ledger_commit_done(struct ledger *ledger);
void ledger_rollback_done(struct ledger *ledger);

int64_t ledger_size(const struct ledger *ledger);            /* with what is not yet committed */
struct ledger_hash ledger_root(const struct ledger *ledger); /* the same */
struct ledger_hash ledger_leaf(const struct ledger_entry *entry); /* its hash, by all but leaf */

/* -- heads: a claim about the whole, signed -- */

struct ledger_head {
    int64_t size;
    struct ledger_hash root;
    int64_t signed_at;         /* UTC milliseconds */
    struct ledger_hash key_id; /* SM3 of the public key's 65 bytes */
    unsigned char public_key[LEDGER_PUBLIC_KEY_SIZE];
    unsigned char signature[LEDGER_SIGNATURE_SIZE];
};

/* Whoever holds the key (signer/): is given size, root and signed_at, fills in the rest. */
struct ledger_signer {
    void *context;
    MUST_USE bool (*sign)(void *context, struct ledger_head *head, struct fault *fault);
};

/* Signs the ledger as it is committed, with what other processes appended, and records the head, in
 * a transaction of its own; also when the newest head has that size already. `out` may be NULL. Not
 * for an empty ledger. */
MUST_USE bool ledger_sign_head(struct ledger *ledger, const struct ledger_signer *signer,
                               int64_t signed_at, struct ledger_head *out, struct fault *fault);

/* The newest recorded head; `out->size` 0 when there is none. */
MUST_USE bool ledger_head_current(struct store *store, struct ledger_head *out,
                                  struct fault *fault);
/* The last head that was signed before that instant; `out->size` 0 when there is none. Looked for
 * by halves, since heads are signed one after the other: some twenty rows. */
MUST_USE bool ledger_head_before(struct store *store, int64_t utc_ms, struct ledger_head *out,
                                 struct fault *fault);
bool ledger_head_is_signed(const struct ledger_head *head); /* key id and signature hold */

/* A head as JSON and back: what is printed, published and kept outside. */
struct text ledger_head_json(struct arena *arena, const struct ledger_head *head);
MUST_USE bool ledger_head_from_json(struct arena *arena, struct text json, struct ledger_head *out,
                                    struct fault *fault);

/* Lower-case hexadecimal of exactly `len` bytes; false for anything else, `out` is then undefined.
 */
bool ledger_bytes_of_hex(struct text hex, unsigned char *out, size_t len);

/* -- proofs (RFC 6962, 2.1.1 and 2.1.2) -- */

#define LEDGER_PATH_MAX 64

struct ledger_path {
    int count;
    struct ledger_hash hashes[LEDGER_PATH_MAX];
};

struct ledger_proof {
    int64_t seq;
    int64_t size; /* of the tree the path leads to */
    struct ledger_hash leaf;
    struct ledger_hash root;
    struct ledger_path path; /* from the leaf's sibling up */
};

/* That entry `seq` is in the tree of the first `size` entries: reads at most 256 rows for every
 * 8 levels of the tree. 1 <= seq <= size <= entries stored, else NOT_FOUND. */
MUST_USE bool ledger_prove(struct store *store, int64_t seq, int64_t size, struct ledger_proof *out,
                           struct fault *fault);
bool ledger_proof_holds(const struct ledger_proof *proof);

struct ledger_consistency {
    int64_t old_size;
    int64_t new_size;
    struct ledger_hash old_root;
    struct ledger_hash new_root;
    struct ledger_path path;
};

/* That the tree of `new_size` begins with the tree of `old_size`. */
MUST_USE bool ledger_prove_consistency(struct store *store, int64_t old_size, int64_t new_size,
                                       struct ledger_consistency *out, struct fault *fault);
bool ledger_consistency_holds(const struct ledger_consistency *proof);

struct text ledger_proof_json(struct arena *arena, const struct ledger_proof *proof,
                              const struct ledger_head *head); /* head may be NULL */
struct text ledger_consistency_json(struct arena *arena, const struct ledger_consistency *proof);
/* And back. That it is written well says nothing of whether it holds. LEDGER_PROOF_INVALID. */
MUST_USE bool ledger_consistency_from_json(struct arena *arena, struct text json,
                                           struct ledger_consistency *out, struct fault *fault);

/* -- reading the tail: publishing, rebuilding -- */

struct ledger_cursor {
    struct store_rows rows;
};

/* Entries with a seq above `seq`, in order, at most `limit` (0: all). Closed by ledger_done,
 * always, exactly once. */
MUST_USE bool ledger_read_after(struct store *store, int64_t seq, int64_t limit,
                                struct ledger_cursor *cursor, struct fault *fault);
/* The same of one project and of what belongs to none, up to an entry; at most `limit`. */
struct ledger_part {
    int64_t project, up_to, limit;
};
MUST_USE bool ledger_read_part(struct store *store, const struct ledger_part *part,
                               struct ledger_cursor *cursor, struct fault *fault);
bool ledger_next(struct arena *arena, struct ledger_cursor *cursor, struct ledger_entry *out);
/* Writes an entry that was read elsewhere, as it is, into a database that is thrown away. */
MUST_USE bool ledger_copy(struct store *into, const struct ledger_entry *entry,
                          struct fault *fault);
MUST_USE bool ledger_done(struct ledger_cursor *cursor, struct fault *fault);

/* -- checking all of it -- */

struct ledger_verify_options {
    const struct ledger_head *outside; /* a head kept elsewhere, or NULL: finds a cut-off tail */
    const unsigned char *pinned_key; /* LEDGER_PUBLIC_KEY_SIZE bytes, or NULL: any key that signs */
};

struct ledger_report {
    bool is_sound;
    int64_t entries;
    int64_t tiles;
    int64_t heads;
    struct ledger_hash root;
    /* the first thing found wrong */
    const char *table;                    /* "ledger_event" ...; "" when sound */
    const char *column;                   /* "" when it can't be told */
    int64_t row;                          /* seq, number of the tile or of the head */
    const char *what;                     /* an English sentence */
    char database_says[STORE_WORDS_SIZE]; /* of damage that the database finds by itself, else "" */
};

/* Reads every column of every row of the ledger's tables in one snapshot. False only when the
 * database can't be read; what is wrong with the ledger is in the report. */
MUST_USE bool ledger_verify(struct store *store, const struct ledger_verify_options *options,
                            struct ledger_report *report, struct fault *fault);

#endif
