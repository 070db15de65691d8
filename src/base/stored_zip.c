#include "base/stored_zip.h"

#include <string.h>

#include "base/arena.h"

#define HEAD_SIZE 30
#define HEAD_MARK 0x04034b50
#define ROW_MARK 0x02014b50
#define END_MARK 0x06054b50
#define VERSION 20
#define MADE_BY                                                                                    \
    (3 << 8 | VERSION) /* Unix: an unpacker of the time of DOS takes names as they are */
#define PLAIN_FILE (0100644u << 16) /* what it then gives it for rights */
#define NAMES_ARE_UTF8 0x0800
#define FIRST_DAY 0x0021 /* 1980-01-01: it has no time of its own */

/* Four bits at a time: the table fits a line, 20 MiB take 60 ms. */
uint32_t stored_zip_crc(struct text bytes)
{
    static const uint32_t table[16] = {0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac,
                                       0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
                                       0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
                                       0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i < bytes.len; i++) {
        crc ^= (unsigned char)bytes.at[i];
        crc = crc >> 4 ^ table[crc & 15];
        crc = crc >> 4 ^ table[crc & 15];
    }
    return ~crc;
}

/* -- writing -- */

static void add(struct buffer *out, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++) {
        buffer_add_char(out, (char)(value >> (8 * i) & 255));
    }
}

/* What head and row say alike: version, flags, no packing, day, sum, sizes, length of the name. */
static void add_common(struct buffer *out, const struct stored_member *member)
{
    add(out, VERSION, 2);
    add(out, NAMES_ARE_UTF8, 2);
    add(out, 0, 2);
    add(out, 0, 2);
    add(out, FIRST_DAY, 2);
    add(out, member->crc, 4);
    add(out, member->size, 4);
    add(out, member->size, 4);
    add(out, (uint32_t)member->name.len, 2);
    add(out, 0, 2);
}

void stored_zip_head(struct buffer *out, const struct stored_member *member)
{
    add(out, HEAD_MARK, 4);
    add_common(out, member);
    buffer_add(out, member->name);
}

void stored_zip_directory(struct buffer *out, const struct stored_member *members, size_t count,
                          uint32_t at)
{
    size_t before = out->len;
    for (size_t i = 0; i < count; i++) {
        add(out, ROW_MARK, 4);
        add(out, MADE_BY, 2);
        add_common(out, &members[i]);
        add(out, 0, 4); /* no comment, first disk */
        add(out, 0, 2);
        add(out, PLAIN_FILE, 4);
        add(out, members[i].offset, 4);
        buffer_add(out, members[i].name);
    }
    uint32_t size = (uint32_t)(out->len - before);
    add(out, END_MARK, 4);
    add(out, 0, 4);
    add(out, (uint32_t)count, 2);
    add(out, (uint32_t)count, 2);
    add(out, size, 4);
    add(out, at, 4);
    add(out, 0, 2);
}

/* -- reading -- */

static uint32_t number(struct text bytes, size_t at, int count)
{
    uint32_t value = 0;
    for (int i = 0; i < count; i++) {
        value |= (uint32_t)(unsigned char)bytes.at[at + (size_t)i] << (8 * i);
    }
    return value;
}

/* The member whose head stands at `*at`; moves on behind its bytes. */
static bool read_member(struct buffer *scratch, struct text zip, size_t *at,
                        struct stored_member *member, struct stored_found *out)
{
    if (zip.len - *at < HEAD_SIZE || number(zip, *at, 4) != HEAD_MARK) {
        return false;
    }
    size_t size = number(zip, *at + 18, 4);
    size_t name_len = number(zip, *at + 26, 2);
    if (name_len == 0 || name_len > STORED_ZIP_NAME_MAX ||
        zip.len - *at - HEAD_SIZE < name_len + size) {
        return false;
    }
    out->name = text_slice(zip, *at + HEAD_SIZE, name_len);
    out->bytes = text_slice(zip, *at + HEAD_SIZE + name_len, size);
    *member = (struct stored_member){out->name, stored_zip_crc(out->bytes), (uint32_t)size,
                                     (uint32_t)*at};
    buffer_clear(scratch);
    stored_zip_head(scratch, member);
    if (memcmp(scratch->at, zip.at + *at, scratch->len) != 0) {
        return false;
    }
    *at += HEAD_SIZE + name_len + size;
    return true;
}

bool stored_zip_read(struct arena *arena, struct text zip, struct stored_members *out)
{
    struct stored_member *members = arena_room(arena, struct stored_member, STORED_ZIP_MEMBERS_MAX);
    struct buffer scratch = buffer_open(arena, 4096);
    size_t at = 0;
    *out =
        (struct stored_members){arena_room(arena, struct stored_found, STORED_ZIP_MEMBERS_MAX), 0};
    if ((int64_t)zip.len > STORED_ZIP_SIZE_MAX) {
        return false;
    }
    while (out->count < STORED_ZIP_MEMBERS_MAX &&
           read_member(&scratch, zip, &at, &members[out->count], &out->items[out->count])) {
        out->count++;
    }
    buffer_clear(&scratch);
    stored_zip_directory(&scratch, members, out->count, (uint32_t)at);
    return out->count > 0 && scratch.len == zip.len - at &&
           memcmp(scratch.at, zip.at + at, scratch.len) == 0;
}
