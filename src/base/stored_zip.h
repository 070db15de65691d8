#ifndef LIANDONG_BASE_STORED_ZIP_H
#define LIANDONG_BASE_STORED_ZIP_H

#include "base/buffer.h"

/* A zip archive (APPNOTE 6.3.3) whose members are stored as they are, written in one way only: no
 * time of day, no comment, nothing between or behind. Any unpacker opens it; whoever checks it here
 * writes it again in thought and compares, so that a byte that was changed anywhere is noticed and
 * nothing is read with a zip reader's leniency.
 *
 * Pure: a writer renders the head of each member, writes it and the member's bytes, and at the end
 * the directory. Less than 4 GiB and 65,535 members: no zip64. */
#define STORED_ZIP_SIZE_MAX ((int64_t)2 << 30)
#define STORED_ZIP_MEMBERS_MAX 16000
#define STORED_ZIP_NAME_MAX 1000 /* bytes, UTF-8 */

struct stored_member {
    struct text name;
    uint32_t crc;    /* CRC-32 of ISO 3309: stored_zip_crc */
    uint32_t size;   /* bytes */
    uint32_t offset; /* of its head in the archive */
};

uint32_t stored_zip_crc(struct text bytes);
void stored_zip_head(struct buffer *out, const struct stored_member *member);
/* `at`: where the directory begins. */
void stored_zip_directory(struct buffer *out, const struct stored_member *members, size_t count,
                          uint32_t at);

struct stored_found {
    struct text name, bytes;
};
struct stored_members {
    struct stored_found *items; /* in their order */
    size_t count;
};
/* Names and bytes are slices of `zip`. False for anything that is not what would be written. */
MUST_USE bool stored_zip_read(struct arena *arena, struct text zip, struct stored_members *out);

#endif
