#include "app/receipt.h"
#include "base/arena.h"
#include "ledger/ledger.h"
#include "room/certificate/certificate_inside.h"

/* A certificate on paper: the PDF that was made of it, and the code that is printed there. */

const struct statement certificate_paper_insert = {
    "certificate_paper_insert",
    "insert into certificate_paper(certificate, file, digest, printed_on) values($1,$2,$3,$4)"};
const struct statement certificate_paper_file = {
    "certificate_paper_file", "select file from certificate_paper where certificate=$1"};
const struct statement certificate_paper_digest = {
    "certificate_paper_digest", "select certificate from certificate_paper where digest=$1"};

bool certificate_record_printed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct certificate_printed *body = event->body;
    return store_run(store, &certificate_paper_insert,
                     CELLS(cell_int(event->subject), cell_int(body->file), cell_text(body->digest),
                           cell_date(event->happened_on)),
                     fault);
}

bool certificate_paper_of(struct store *store, int64_t id, int64_t *out_file, struct fault *fault)
{
    *out_file = 0;
    return store_query_int(store, &certificate_paper_file, CELLS(cell_int(id)), out_file, fault);
}

bool certificate_by_digest(struct arena *arena, struct store *store, struct text pdf_digest,
                           struct certificate *out, struct fault *fault)
{
    int64_t id = 0;
    *out = (struct certificate){.id = 0};
    return store_query_int(store, &certificate_paper_digest, CELLS(cell_text(pdf_digest)), &id,
                           fault) &&
           (id == 0 || certificate_by_id(arena, store, id, out, fault));
}

bool certificate_code(struct arena *arena, struct store *store, int64_t id, struct text *out,
                      struct fault *fault)
{
    struct ledger_cursor cursor;
    struct ledger_entry entry = {.seq = 0};
    if (!ledger_read_after(store, id - 1, 1, &cursor, fault)) {
        return false;
    }
    bool found = ledger_next(arena, &cursor, &entry) && entry.seq == id;
    if (!ledger_done(&cursor, fault)) {
        return false;
    }
    if (!found) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    *out = receipt_code(arena, entry.seq, &entry.leaf);
    return true;
}
