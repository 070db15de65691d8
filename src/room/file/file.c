#include "room/file/file.h"

#include <string.h>

#define MIB ((size_t)1 << 20)
#define OPEN_XML "application/vnd.openxmlformats-officedocument."

struct media_line {
    const char *type;
    size_t max; /* bytes */
    struct text
        signature; /* what the file begins with; empty: a zip archive, told by its members */
    const char *extensions[3];
    bool (*check)(struct text bytes, struct fault *fault);
};

static const struct media_line media_lines[FILE_MEDIA_COUNT] = {
    [FILE_PDF] = {"application/pdf", 50 * MIB, {"%PDF-", 5}, {".pdf", NULL}, file_pdf_check},
    [FILE_PNG] = {"image/png", 20 * MIB, {"\x89PNG\r\n\x1a\n", 8}, {".png", NULL}, file_png_check},
    [FILE_JPEG] =
        {"image/jpeg", 20 * MIB, {"\xff\xd8\xff", 3}, {".jpg", ".jpeg", NULL}, file_jpeg_check},
    [FILE_DOCX] = {OPEN_XML "wordprocessingml.document", 20 * MIB, {"", 0}, {".docx", NULL}, NULL},
    [FILE_XLSX] = {OPEN_XML "spreadsheetml.sheet", 20 * MIB, {"", 0}, {".xlsx", NULL}, NULL},
    [FILE_OFD] = {"application/ofd", 50 * MIB, {"", 0}, {".ofd", NULL}, NULL},
};

const char *file_media_type(enum file_media media)
{
    ensure(media < FILE_MEDIA_COUNT);
    return media_lines[media].type;
}

size_t file_media_max(enum file_media media)
{
    ensure(media < FILE_MEDIA_COUNT);
    return media_lines[media].max;
}

bool file_damaged(struct fault *fault, const char *zh, const char *en)
{
    return fault_raise(fault, FAULT_FILE_DAMAGED, TEXT_NONE, FAULT_ARGS(text_of(zh), text_of(en)));
}

/* -- names -- */

static bool refuse_name(struct fault *fault, const char *zh, const char *en)
{
    return fault_raise(fault, FAULT_FILE_NAME, TEXT("X-File-Name"),
                       FAULT_ARGS(text_of(zh), text_of(en)));
}

/* The code point that begins at `at` of valid UTF-8. */
static uint32_t code_point(const char *at)
{
    const unsigned char *u = (const unsigned char *)at;
    if (u[0] < 0x80) {
        return u[0];
    }
    if (u[0] < 0xe0) {
        return (uint32_t)(u[0] & 0x1f) << 6 | (u[1] & 0x3f);
    }
    if (u[0] < 0xf0) {
        return (uint32_t)(u[0] & 0x0f) << 12 | (uint32_t)(u[1] & 0x3f) << 6 | (u[2] & 0x3f);
    }
    return (uint32_t)(u[0] & 0x07) << 18 | (uint32_t)(u[1] & 0x3f) << 12 |
           (uint32_t)(u[2] & 0x3f) << 6 | (u[3] & 0x3f);
}

/* Characters that make a name look like another one, or like none: C1 controls, zero width,
 * direction marks and overrides (U+202E turns "fdp.exe" round), line separators, byte order mark.
 */
static bool misleads(uint32_t c)
{
    return (c >= 0x80 && c < 0xa0) || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
           c == 0xad || (c >= 0xfff0 && c <= 0xfffd);
}

static bool characters_are_plain(struct text name)
{
    for (size_t i = 0; i < name.len; i++) {
        unsigned char byte = (unsigned char)name.at[i];
        bool begins = (byte & 0xc0) != 0x80;
        if (byte < 0x20 || byte == 0x7f ||
            (begins && byte >= 0x80 && misleads(code_point(name.at + i)))) {
            return false;
        }
    }
    return true;
}

bool file_name_check(struct text name, struct fault *fault)
{
    if (name.len == 0) {
        return refuse_name(fault, "没有文件名", "there is none");
    }
    if (!text_is_utf8(name) || !characters_are_plain(name)) {
        return refuse_name(fault, "含有不可见或无效的字符",
                           "it holds invisible or invalid characters");
    }
    if (text_length(name) > FILE_NAME_MAX) {
        return refuse_name(fault, "超过 120 个字", "it is longer than 120 characters");
    }
    if (memchr(name.at, '/', name.len) != NULL || memchr(name.at, '\\', name.len) != NULL ||
        memchr(name.at, ':', name.len) != NULL) {
        return refuse_name(fault, "不能含有路径", "it holds a path");
    }
    bool edges = name.at[0] == '.' || name.at[0] == ' ' || name.at[name.len - 1] == '.' ||
                 name.at[name.len - 1] == ' ';
    if (edges) {
        return refuse_name(fault, "不能以点或空格开头或结尾",
                           "it begins or ends with a dot or a space");
    }
    return true;
}

static bool ends_with_extension(struct text name, const char *extension)
{
    size_t len = strlen(extension);
    if (name.len <= len) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        char c = name.at[name.len - len + i];
        char lower = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
        if (lower != extension[i]) {
            return false;
        }
    }
    return true;
}

static bool is_named_as(struct text name, enum file_media media)
{
    const struct media_line *line = &media_lines[media];
    for (int i = 0; line->extensions[i] != NULL; i++) {
        if (ends_with_extension(name, line->extensions[i])) {
            return true;
        }
    }
    return false;
}

bool file_extension_check(struct text name, enum file_media media, struct fault *fault)
{
    return is_named_as(name, media) ||
           refuse_name(fault, "扩展名与内容不符", "its extension does not say what the content is");
}

bool file_media_of_name(struct text name, enum file_media *out, struct fault *fault)
{
    for (int media = 0; media < FILE_MEDIA_COUNT; media++) {
        if (is_named_as(name, (enum file_media)media)) {
            *out = (enum file_media)media;
            return true;
        }
    }
    return fault_raise(fault, FAULT_FILE_KIND, TEXT("name"),
                       FAULT_ARGS(TEXT("扩展名不在其中"), TEXT("the extension is none of theirs")));
}

/* -- content -- */

static bool starts_in_any_case(const char *at, size_t left, const char *word)
{
    size_t len = strlen(word);
    if (left < len) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        char lower = at[i] >= 'A' && at[i] <= 'Z' ? (char)(at[i] | 0x20) : at[i];
        if (lower != word[i]) {
            return false;
        }
    }
    return true;
}

bool file_has_markup(struct text bytes)
{
    static const char *const words[] = {"<script", "<html", "<!doctype", "<svg",    "<iframe",
                                        "<body",   "<?php", "<%@",       "<object", "<embed"};
    const char *at = bytes.at;
    const char *end = bytes.at + bytes.len;
    while ((at = memchr(at, '<', (size_t)(end - at))) != NULL) {
        for (size_t i = 0; i < COUNT_OF(words); i++) {
            if (starts_in_any_case(at, (size_t)(end - at), words[i])) {
                return true;
            }
        }
        at++;
    }
    return false;
}

/* The end record of a zip archive stands within the last 65,557 bytes; whoever looks for archives
 * from the end finds it there, whatever the beginning says. */
static bool has_archive_tail(struct text bytes)
{
    size_t from = bytes.len > 65557 ? bytes.len - 65557 : 0;
    return text_find(text_slice(bytes, from, bytes.len - from), TEXT("PK\x05\x06")) != SIZE_MAX;
}

bool file_content_check(struct text bytes, enum file_media *out, struct fault *fault)
{
    if (bytes.len == 0) {
        return file_damaged(fault, "文件是空的", "it is empty");
    }
    if (text_starts_with(bytes, TEXT("PK\x03\x04"))) {
        return file_zip_check(bytes, out, fault);
    }
    for (int media = 0; media < FILE_MEDIA_COUNT; media++) {
        const struct media_line *line = &media_lines[media];
        if (line->signature.len == 0 || !text_starts_with(bytes, line->signature)) {
            continue;
        }
        if (has_archive_tail(bytes)) {
            return file_damaged(fault, "文件尾部夹带了压缩包", "an archive is hidden at its end");
        }
        if (!line->check(bytes, fault)) {
            return false;
        }
        *out = (enum file_media)media;
        return true;
    }
    return fault_raise(fault, FAULT_FILE_KIND, TEXT_NONE,
                       FAULT_ARGS(TEXT("内容都不是"), TEXT("the content is none of them")));
}

bool file_too_large(struct fault *fault, size_t max)
{
    struct text mib = max == 20 * MIB ? TEXT("20") : TEXT("50");
    ensure(max == 20 * MIB || max == FILE_SIZE_MAX);
    return fault_raise(fault, FAULT_FILE_TOO_LARGE, TEXT_NONE, FAULT_ARGS(mib));
}

bool file_check(struct text name, struct text bytes, enum file_media *out, struct fault *fault)
{
    enum file_media media = FILE_PDF;
    if (!file_name_check(name, fault)) {
        return false;
    }
    if (bytes.len > FILE_SIZE_MAX) {
        return file_too_large(fault, FILE_SIZE_MAX);
    }
    if (!file_content_check(bytes, &media, fault) || !file_extension_check(name, media, fault)) {
        return false;
    }
    if (bytes.len > file_media_max(media)) {
        return file_too_large(fault, file_media_max(media));
    }
    *out = media;
    return true;
}
