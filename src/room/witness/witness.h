#ifndef LIANDONG_ROOM_WITNESS_H
#define LIANDONG_ROOM_WITNESS_H

#include "app/kind.h"
#include "ledger/cosign.h"

/* Witnesses of the ledger (台账见证人): organisations outside the operator's (an audit office, a
 * district, a chamber, an enterprise) that sign heads with keys of their own. Whoever trusts one of
 * them need not trust the operator.
 *
 * - The security administrator names one by its public key, which it hands over by itself; the key
 *   is published, so that everybody sees who may sign. Another key is another witness.
 * - What it signs may be brought in by anybody at work: the signature says whose it is.
 * - A head is taken that was really signed here, later than the last one of that witness, and one
 *   an hour at most: each is an entry, which is in the next head.
 * - A witness that is retired signs no more; what it signed stays.
 */
#define WITNESSES_MAX 20
#define WITNESS_PAUSE_MS ((int64_t)3600000)

struct witness {
    int64_t id;
    struct text name;
    struct text key; /* 130 hexadecimal digits */
    civil_date since;
    civil_date until;     /* CIVIL_DATE_NONE: still one */
    int64_t last_head_at; /* signed_at of the last head it signed; 0: none */
    int64_t last_at;      /* when that was recorded, UTC ms */
};
struct witnesses {
    struct witness *items; /* the newest first, at most 200 */
    size_t count;
};

struct witness_name {
    struct text name, public_key;
};
struct witness_retire {
    struct text reason;
};
/* A signature as ledger_cosign_json writes it. */
struct witness_sign {
    int64_t size, signed_at;
    struct text root, public_key, signature;
};
extern const struct field_table witness_name_table, witness_retire_table, witness_sign_table;

/* -- deciding (witness.c, pure but for the arithmetic of the signature) -- */

/* `own`: the key of the ledger's newest head, or NULL. */
MUST_USE bool witness_may_be_named(const struct witnesses *all, const struct witness_name *command,
                                   const unsigned char *own, struct fault *fault);
/* NULL: there is none with that key. */
const struct witness *witness_of_key(const struct witnesses *all, struct text key);
/* `head`: the one that was signed here at that moment; size 0: none. */
struct witness_ground {
    const struct witness *witness; /* NULL: the key is nobody's */
    const struct ledger_head *head;
    int64_t now;
};
MUST_USE bool witness_may_sign(const struct witness_ground *ground,
                               const struct witness_sign *command, struct fault *fault);

/* -- the tables (witness_store.c) -- */

MUST_USE bool witness_list(struct arena *arena, struct store *store, struct witnesses *out,
                           struct fault *fault);

struct witness_mark {
    struct text name;
    struct witness_sign signed_one;
    int64_t recorded_at;
};
struct witness_marks {
    struct witness_mark *items; /* by size */
    size_t count;
};
/* What was signed of heads above one size and up to another, at most 100. */
struct witness_span {
    int64_t above, up_to;
};
MUST_USE bool witness_marks_in(struct arena *arena, struct store *store,
                               const struct witness_span *span, struct witness_marks *out,
                               struct fault *fault);
/* The members of one, in an open object. */
void witness_mark_members(struct json_writer *json, const struct witness_mark *mark);

record_function witness_record_named, witness_record_retired, witness_record_signed;
extern const char witness_ddl[];
extern const struct statement *const witness_statements[];
extern const size_t witness_statement_count;
extern const struct room witness_room;

#endif
