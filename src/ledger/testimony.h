#ifndef LIANDONG_LEDGER_TESTIMONY_H
#define LIANDONG_LEDGER_TESTIMONY_H

#include "ledger/ledger.h"

/* A testimony (证明文件): entries of the ledger as a file that proves itself. Whoever has it and
 * the published key can tell, without this program's server and without a network, that these
 * entries stand in a ledger whose head was signed, unchanged to the last byte.
 *
 *     {"format":"liandong-testimony-1","kind":"certificate",
 *      "entries":[{"seq":n,"recorded_at":n,"happened_on":"YYYY-MM-DD"|null,"kind":"..","subject_id":n,
 *                  "project_id":n,"actor":"..","command_id":"..","pack_version":"..","body":{...},
 *                  "path":["..",...]},...],
 *      "head":{"size":n,"root":"..","signed_at":n,"key_id":"..","public_key":"..","signature":".."},
 *      "signature":".."}
 *
 * Without white space, in this order, bytes as lower-case hexadecimal: there is one way to write a
 * testimony, and a file that is written otherwise, by a single byte, is refused. format.h says how
 * an entry is hashed and the head signed; `path` leads from the entry's leaf to the root (RFC
 * 6962, 2.1.1). `kind` is the first entry's, before the dot. `signature` is SM2 over
 * "liandong-document-v1" || SM3(body of the first entry), with the key of the head: the document
 * signed for its own sake.
 *
 * It says what was true when the head was signed. That a certificate was revoked later only the
 * service knows; the reader is told so. */
#define TESTIMONY_FORMAT "liandong-testimony-1"
#define TESTIMONY_DOCUMENT_TAG "liandong-document-v1"
#define TESTIMONY_MESSAGE_SIZE 52
#define TESTIMONY_ENTRIES_MAX 8
#define TESTIMONY_SIZE_MAX ((size_t)4 << 20)

struct testimony {
    struct ledger_entry entries[TESTIMONY_ENTRIES_MAX];
    struct ledger_path paths[TESTIMONY_ENTRIES_MAX];
    int count;
    struct ledger_head head;
    unsigned char signature[LEDGER_SIGNATURE_SIZE];
};

/* The entries of `seqs` with their paths to the newest head. LEDGER_NOT_SIGNED_YET while that head
 * does not cover all of them: a second later it does. The signature is left to the caller. */
struct testimony_asked {
    const int64_t *seqs;
    int count;
};
MUST_USE bool testimony_take(struct arena *arena, struct store *store,
                             const struct testimony_asked *asked, struct testimony *out,
                             struct fault *fault);

/* What is signed of a document; a testimony's is the body of its first entry. */
void testimony_message(struct text document, unsigned char out[TESTIMONY_MESSAGE_SIZE]);

struct text testimony_json(struct arena *arena, const struct testimony *testimony);

/* Reads a file, and refuses with TESTIMONY_WRONG, saying what does not hold: the form, a leaf, a
 * path, the head, the signature; TESTIMONY_OTHER_KEY when all of it holds, but under another key
 * than `key` (NULL: any key). */
MUST_USE bool testimony_read(struct arena *arena, struct text json, const unsigned char *key,
                             struct testimony *out, struct fault *fault);

#endif
