#ifndef LIANDONG_LEDGER_HEAD_ROW_H
#define LIANDONG_LEDGER_HEAD_ROW_H

#include "ledger/ledger.h"

/* Only for the files of this folder. */

/* Takes the row "number, size, root, signed_at, key_id, public_key, signature". Returns NULL, or
 * the name of the column whose type or length is wrong. */
const char *head_row_read(const struct store_rows *rows, struct ledger_head *out);

/* NULL when key id, key and signature belong together, else the column where they part. */
const char *head_wrong_column(const struct ledger_head *head);

#endif
