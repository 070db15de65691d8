#include <string.h>

#include "room/file/file.h"

/* PDF (ISO 32000): "%PDF-1.x" or "%PDF-2.x" at the very first byte, a cross-reference that
 * "startxref" points to, "%%EOF" at the end with nothing but white space behind it. Documents that
 * carry programs or other files are refused as far as their names stand in the open; what is
 * compressed is not looked into: downloads are attachments, and the pages' own viewer runs no
 * scripts. */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\0';
}

static bool is_delimiter(char c)
{
    return is_space(c) || memchr("()<>[]{}/%", c, 10) != NULL;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* Whether the name behind a slash is `word`, with #XX for any character (7.3.5). */
static bool name_is(const char *at, const char *end, const char *word)
{
    for (; *word != '\0'; word++) {
        if (at == end) {
            return false;
        }
        char c = *at++;
        if (c == '#' && end - at >= 2 && hex(at[0]) >= 0 && hex(at[1]) >= 0) {
            c = (char)(hex(at[0]) * 16 + hex(at[1]));
            at += 2;
        }
        if (c != *word) {
            return false;
        }
    }
    return at == end || is_delimiter(*at);
}

static bool carries_programs(struct text bytes)
{
    /* Long names only: in 20 MiB of compressed bytes "/JS" would turn up by chance. */
    static const char *const names[] = {"JavaScript",    "Launch",    "EmbeddedFile",
                                        "EmbeddedFiles", "RichMedia", "GoToE"};
    const char *end = bytes.at + bytes.len;
    const char *at = bytes.at;
    while ((at = memchr(at, '/', (size_t)(end - at))) != NULL) {
        at++;
        for (size_t i = 0; i < COUNT_OF(names); i++) {
            if (name_is(at, end, names[i])) {
                return true;
            }
        }
    }
    return false;
}

bool file_pdf_check(struct text bytes, struct fault *fault)
{
    bool has_version = bytes.len > 8 && (bytes.at[5] == '1' || bytes.at[5] == '2') &&
                       bytes.at[6] == '.' && bytes.at[7] >= '0' && bytes.at[7] <= '9' &&
                       is_space(bytes.at[8]);
    if (!has_version) {
        return file_damaged(fault, "PDF 版本行有误", "the version line of the PDF is wrong");
    }
    size_t end = bytes.len;
    while (end > 0 && is_space(bytes.at[end - 1])) {
        end--;
    }
    struct text body = text_slice(bytes, 0, end);
    if (!text_ends_with(body, TEXT("%%EOF")) || bytes.len - end > 1024) {
        return file_damaged(fault, "PDF 没有结束标记，或其后还有内容",
                            "the PDF does not end with its end mark");
    }
    size_t tail = body.len > 2048 ? body.len - 2048 : 0;
    if (text_find(text_slice(body, tail, body.len - tail), TEXT("startxref")) == SIZE_MAX) {
        return file_damaged(fault, "PDF 缺少交叉引用表", "the PDF has no cross-reference");
    }
    size_t head = body.len < 1024 ? body.len : 1024;
    if (file_has_markup(text_slice(body, 0, head))) {
        return file_damaged(fault, "PDF 开头夹带了网页内容",
                            "a web page is hidden at its beginning");
    }
    if (carries_programs(body)) {
        return file_damaged(fault, "PDF 内含脚本或附件", "the PDF carries scripts or other files");
    }
    return true;
}
