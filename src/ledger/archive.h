#ifndef LIANDONG_LEDGER_ARCHIVE_H
#define LIANDONG_LEDGER_ARCHIVE_H

#include "ledger/ledger.h"

/* The proof of a project's archive (项目卷宗): what its members are, to the byte, and that the acts
 * and documents in it stand in the ledger. It is the last member of the archive.
 *
 *     {"format":"liandong-archive-1","project":12,"number":"..","made_at":n,
 *      "head":{...as in testimony.h...},
 *      "members":[{"path":"..","size":n,"digest":"..","entry":n|null},...],
 *      "documents":[{an entry as in testimony.h, "path":["..",...]},...],
 *      "acts":[{"seq":n,"leaf":"..","path":["..",...]},...],
 *      "signature":".."}
 *
 * Digests are SM3, lower-case hexadecimal. A member with an entry is a document: the entry
 * (file.kept) says its digest, hashes to a leaf, and its path leads to the head's root. Acts are
 * what the register tells of, by their leaves: what an act says is not in the file, for not
 * everybody may see all of it, but whoever has its content can compare. `signature` is that of a
 * document (testimony.h), over all bytes before `,"signature"`, with the key of the head. */
#define ARCHIVE_FORMAT "liandong-archive-1"
#define ARCHIVE_PROOF "proof.json"
#define ARCHIVE_PROOF_MAX ((size_t)32 << 20)

struct archive_member {
    struct text path, digest;
    int64_t size;
    int64_t entry; /* 0: none, a member that was made for the archive */
};

struct archive {
    int64_t project;
    struct text number;
    int64_t made_at; /* UTC ms */
    struct ledger_head head;
    struct archive_member *members;
    size_t member_count;
    int64_t *acts; /* numbers of entries */
    size_t act_count;
};

/* The file up to its signature. Proves against `archive->head`: LEDGER_NOT_SIGNED_YET when that
 * does not cover all. */
MUST_USE bool archive_write(struct arena *arena, struct store *store, const struct archive *archive,
                            struct text *out, struct fault *fault);
struct text archive_signed(struct arena *arena, struct text unsigned_proof,
                           const unsigned char signature[LEDGER_SIGNATURE_SIZE]);

/* Reads a proof, and refuses with TESTIMONY_WRONG, saying what does not hold; TESTIMONY_OTHER_KEY
 * when all of it holds, but under another key than `key` (NULL: any). */
MUST_USE bool archive_read(struct arena *arena, struct text json, const unsigned char *key,
                           struct archive *out, struct fault *fault);

/* A whole archive (base/stored_zip.h): its members are those that its proof tells of, to the byte,
 * and the proof holds. Refused as by archive_read. */
MUST_USE bool archive_open(struct arena *arena, struct text zip, const unsigned char *key,
                           struct archive *out, struct fault *fault);

#endif
