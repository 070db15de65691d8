#ifndef LIANDONG_BOARD_TESTIMONY_VIEW_H
#define LIANDONG_BOARD_TESTIMONY_VIEW_H

#include "app/kind.h"

/* Letters and certificates as files that prove themselves (证明文件, ledger/testimony.h): what
 * `liandong verify` checks without a network.
 *
 *     /letters/{id}/testimony         the letter as it was issued, the digest of its PDF, its
 * withdrawal /certificates/{id}/testimony    the certificate, and its revocation or replacement
 *
 * Made when asked for: it leads to the newest signed head, and is signed by the process that holds
 * the key. A second after the act there is a head that covers it; before, the answer is to try
 * again. */
struct signer;

/* Once, at the start. NULL: nothing can be signed, and the answer says so. */
void testimony_view_set_signer(struct signer *signer);

extern const struct room testimony_view_room;

#endif
