#ifndef LIANDONG_LEDGER_INSIDE_TESTIMONY_H
#define LIANDONG_LEDGER_INSIDE_TESTIMONY_H

#include "base/json_read.h"
#include "base/json_write.h"
#include "ledger/ledger.h"

/* Only for the files of this folder: what a testimony and an archive's proof have in common. */
MUST_USE bool testimony_take_entry(struct arena *arena, struct store *store, int64_t seq,
                                   struct ledger_entry *out, struct fault *fault);
void testimony_write_hex(struct json_writer *json, const unsigned char *bytes, size_t len);
void testimony_write_path(struct json_writer *json, const struct ledger_path *path);
void testimony_write_entry(struct json_writer *json, const struct ledger_entry *entry,
                           const struct ledger_path *path);
/* False: not the form of one. That it is well written says nothing of whether it holds. */
bool testimony_read_entry(struct arena *arena, const struct jvalue *from, struct ledger_entry *out,
                          struct ledger_path *path);
/* TESTIMONY_WRONG: why, in both languages; that a byte of it was changed. Always false. */
bool testimony_wrong(struct fault *fault, const char *zh, const char *en);
bool testimony_bad_form(struct fault *fault);
/* Of a document (TESTIMONY_DOCUMENT_TAG). */
bool testimony_is_signed(struct text document, const unsigned char *public_key,
                         const unsigned char *signature);

#endif
