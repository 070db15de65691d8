#ifndef LIANDONG_LEDGER_PAPER_H
#define LIANDONG_LEDGER_PAPER_H

#include "base/json_read.h"
#include "ledger/ledger.h"

/* Only for the files of this folder: bytes and paths read back from JSON. False for anything but
 * lower-case hexadecimal of just that length. */
bool paper_hex(const struct jvalue *value, unsigned char *out, size_t len);
bool paper_path(const struct jvalue *array, struct ledger_path *out);

#endif
