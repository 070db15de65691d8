#include "room/file/file.h"

#include <string.h>

/* A zip archive (PKWARE APPNOTE 6.3.3): members one behind another, each with a head; then the
 * directory, a line a member; then the end record. Three places tell of each member, and readers
 * differ in which they believe. Here all must agree and leave no byte over, so that there is one
 * way to read it: nothing in front, between or behind, no two members over the same bytes (the zip
 * bombs of overlapping members), no later edition of a member. Nothing is expanded: a member's
 * length is what all three places tell, and must be bearable for whoever opens it. */

#define MEMBERS_MAX 4000
#define EXPANDED_MAX ((uint64_t)300 << 20)
/* Office documents seldom reach 1:30; the format itself ends at 1:1032. */
#define RATIO_MAX 200
#define RATIO_FREE ((uint64_t)1 << 20) /* below this length any ratio is harmless */
#define HEAD_SIZE 30
#define LINE_SIZE 46
#define END_SIZE 22

static uint32_t number2(const char *at)
{
    const unsigned char *u = (const unsigned char *)at;
    return (uint32_t)u[0] | (uint32_t)u[1] << 8;
}

static uint32_t number4(const char *at)
{
    return number2(at) | number2(at + 2) << 16;
}

struct member {
    uint32_t flags, method, crc, packed, expanded, offset;
    struct text name;
};

struct directory {
    struct text bytes; /* of the whole file */
    uint32_t count;
    size_t from; /* where the directory begins: the members end there */
    size_t upto; /* where it ends: the end record begins there */
};

/* The end record stands at the very end, without a comment, of an archive in one piece. */
static bool find_directory(struct text bytes, struct directory *out)
{
    if (bytes.len < END_SIZE + LINE_SIZE + HEAD_SIZE) {
        return false;
    }
    const char *end = bytes.at + bytes.len - END_SIZE;
    *out = (struct directory){bytes, number2(end + 10), number4(end + 16), bytes.len - END_SIZE};
    bool is_whole = number4(end) == 0x06054b50 && number2(end + 4) == 0 && number2(end + 6) == 0 &&
                    number2(end + 8) == out->count && number2(end + 20) == 0;
    return is_whole && out->count > 0 && out->count <= MEMBERS_MAX && out->from < out->upto &&
           out->upto - out->from == number4(end + 12);
}

static bool read_line(const struct directory *directory, size_t *at, struct member *out)
{
    const char *line = directory->bytes.at + *at;
    if (directory->upto - *at < LINE_SIZE || number4(line) != 0x02014b50) {
        return false;
    }
    size_t name = number2(line + 28);
    size_t rest = name + number2(line + 30) + number2(line + 32);
    if (directory->upto - *at - LINE_SIZE < rest) {
        return false;
    }
    *out = (struct member){
        .flags = number2(line + 8),
        .method = number2(line + 10),
        .crc = number4(line + 16),
        .packed = number4(line + 20),
        .expanded = number4(line + 24),
        .offset = number4(line + 42),
        .name = {line + LINE_SIZE, name},
    };
    *at += LINE_SIZE + rest;
    return true;
}

/* -- what a member may be -- */

#define FLAG_ENCRYPTED 0x0041 /* also the strong kind */
#define FLAG_LENGTH_BEHIND 0x0008

static bool name_is_harmless(struct text name)
{
    struct text rest = name;
    bool is_plain = name.len > 0 && name.len <= 300 && name.at[0] != '/' && text_is_utf8(name) &&
                    !text_has_controls(name) && memchr(name.at, '\\', name.len) == NULL &&
                    memchr(name.at, ':', name.len) == NULL &&
                    memchr(name.at, '\n', name.len) == NULL;
    while (is_plain && rest.len > 0) {
        is_plain = !text_is(text_cut(&rest, '/'), "..");
    }
    return is_plain;
}

static bool ends_in_any_case(struct text name, const char *end)
{
    size_t len = strlen(end);
    bool same = name.len >= len;
    for (size_t i = 0; same && i < len; i++) {
        same = text_lower(name.at[name.len - len + i]) == end[i];
    }
    return same;
}

/* Programs, and archives within the archive. */
static bool carries_programs(struct text name)
{
    static const char *const ends[] = {
        "vbaproject.bin", ".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".jar", ".html",
        ".htm",           ".svg", ".zip", ".7z", ".rar", ".gz",  ".scr", ".lnk", ".hta"};
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        if (ends_in_any_case(name, ends[i])) {
            return true;
        }
    }
    return text_find(name, TEXT("activeX/")) != SIZE_MAX ||
           text_find(name, TEXT("oleObject")) != SIZE_MAX;
}

static bool is_bomb(const struct member *member)
{
    bool stores = member->method == 0 && member->packed != member->expanded;
    return stores || (member->expanded > RATIO_FREE &&
                      member->expanded / RATIO_MAX > (uint64_t)member->packed);
}

static bool member_is_fine(const struct member *member, struct fault *fault)
{
    if (!name_is_harmless(member->name)) {
        return file_damaged(fault, "压缩结构中的路径不安全",
                            "a path inside it leads out of it or is not plain");
    }
    if ((member->flags & FLAG_ENCRYPTED) != 0 || (member->method != 0 && member->method != 8)) {
        return file_damaged(fault, "文件已加密，或使用了不支持的压缩方式",
                            "it is encrypted, or packed in an unknown way");
    }
    if (carries_programs(member->name)) {
        return file_damaged(fault, "文件内含宏、程序或压缩包",
                            "it carries macros, programs or archives");
    }
    return !is_bomb(member) || file_damaged(fault, "展开后的大小与文件大小不成比例",
                                            "what it would expand to is out of proportion");
}

/* -- the member's own head, and what follows its bytes -- */

static bool head_agrees(struct text bytes, const struct member *member, size_t *end)
{
    size_t at = member->offset;
    const char *head = bytes.at + at;
    if (bytes.len - at < HEAD_SIZE || number4(head) != 0x04034b50) {
        return false;
    }
    size_t name = number2(head + 26), extra = number2(head + 28);
    if (bytes.len - at - HEAD_SIZE < name + extra + (uint64_t)member->packed) {
        return false;
    }
    struct text own = {head + HEAD_SIZE, name};
    bool is_behind = (member->flags & FLAG_LENGTH_BEHIND) != 0;
    bool same = number4(head + 14) == member->crc && number4(head + 18) == member->packed &&
                number4(head + 22) == member->expanded;
    bool open =
        is_behind && number4(head + 14) == 0 && number4(head + 18) == 0 && number4(head + 22) == 0;
    *end = at + HEAD_SIZE + name + extra + member->packed;
    return text_equal(own, member->name) && number2(head + 6) == member->flags &&
           number2(head + 8) == member->method && (same || open);
}

/* A data descriptor: checksum and lengths once more, with or without a mark of its own. */
static bool skip_descriptor(struct text bytes, const struct member *member, size_t *at)
{
    const char *behind = bytes.at + *at;
    size_t left = bytes.len - *at;
    size_t mark = left >= 4 && number4(behind) == 0x08074b50 ? 4 : 0;
    if (left < mark + 12 || number4(behind + mark) != member->crc ||
        number4(behind + mark + 4) != member->packed ||
        number4(behind + mark + 8) != member->expanded) {
        return false;
    }
    *at += mark + 12;
    return true;
}

/* Members stand in the directory's order and one begins where the one before ends. */
static bool follows(const struct directory *directory, const struct member *member, size_t *end)
{
    if (member->offset != *end || member->offset > directory->from) {
        return false;
    }
    if (!head_agrees(directory->bytes, member, end)) {
        return false;
    }
    return ((member->flags & FLAG_LENGTH_BEHIND) == 0 ||
            skip_descriptor(directory->bytes, member, end)) &&
           *end <= directory->from;
}

/* -- which format it is -- */

struct marks {
    bool has_types, has_document, has_workbook, has_ofd;
};

static void note(struct marks *marks, struct text name)
{
    marks->has_types |= text_is(name, "[Content_Types].xml");
    marks->has_document |= text_is(name, "word/document.xml");
    marks->has_workbook |= text_is(name, "xl/workbook.xml");
    marks->has_ofd |= text_is(name, "OFD.xml");
}

static bool tell(const struct marks *marks, enum file_media *out, struct fault *fault)
{
    int kinds = marks->has_document + marks->has_workbook + marks->has_ofd;
    if (kinds != 1 || marks->has_ofd == marks->has_types) {
        return fault_raise(fault, FAULT_FILE_KIND, TEXT_NONE,
                           FAULT_ARGS(TEXT("压缩包不在其中"), TEXT("an archive is none of them")));
    }
    *out = marks->has_ofd ? FILE_OFD : marks->has_document ? FILE_DOCX : FILE_XLSX;
    return true;
}

bool file_zip_check(struct text bytes, enum file_media *out, struct fault *fault)
{
    struct directory directory;
    struct marks marks = {false, false, false, false};
    struct member member;
    uint64_t expanded = 0;
    size_t end = 0;
    if (!find_directory(bytes, &directory)) {
        return file_damaged(fault, "压缩结构不完整，或首尾夹带了内容",
                            "the end of the archive is missing, or something stands beside it");
    }
    size_t at = directory.from;
    for (uint32_t i = 0; i < directory.count; i++) {
        if (!read_line(&directory, &at, &member) || !follows(&directory, &member, &end)) {
            return file_damaged(fault, "压缩结构前后不一致", "its parts do not fit together");
        }
        expanded += member.expanded;
        note(&marks, member.name);
        if (!member_is_fine(&member, fault)) {
            return false;
        }
    }
    if (at != directory.upto || end != directory.from) {
        return file_damaged(fault, "压缩结构前后不一致", "its parts do not fit together");
    }
    if (expanded > EXPANDED_MAX) {
        return file_damaged(fault, "展开后超过 300 MiB", "it would expand to more than 300 MiB");
    }
    return tell(&marks, out, fault);
}
