#include "base/stored_zip.h"
#include "room/file/file.h"

/* PNG (ISO/IEC 15948): signature, then chunks of length, type, data, CRC-32; IHDR first, IDAT, IEND
 * last and empty, nothing behind it. */

static uint32_t number(struct text bytes, size_t at)
{
    const unsigned char *u = (const unsigned char *)bytes.at + at;
    return (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 | (uint32_t)u[2] << 8 | u[3];
}

struct chunk {
    struct text type;
    struct text data;
    size_t next;
};

static bool read_chunk(struct text bytes, size_t at, struct chunk *out)
{
    if (bytes.len - at < 12) {
        return false;
    }
    uint32_t len = number(bytes, at);
    if (len > bytes.len - at - 12) {
        return false;
    }
    out->type = text_slice(bytes, at + 4, 4);
    out->data = text_slice(bytes, at + 8, len);
    out->next = at + 12 + len;
    return stored_zip_crc(text_slice(bytes, at + 4, (size_t)len + 4)) ==
           number(bytes, at + 8 + len);
}

static bool has_letters(struct text type)
{
    for (size_t i = 0; i < type.len; i++) {
        char lower = (char)(type.at[i] | 0x20);
        if (lower < 'a' || lower > 'z') {
            return false;
        }
    }
    return true;
}

static bool header_is_right(const struct chunk *chunk, struct fault *fault)
{
    bool is_header = text_is(chunk->type, "IHDR") && chunk->data.len == 13;
    int64_t width = is_header ? number(chunk->data, 0) : 0;
    int64_t height = is_header ? number(chunk->data, 4) : 0;
    if (width < 1 || height < 1 || width > INT32_MAX || height > INT32_MAX) {
        return file_damaged(fault, "PNG 头部有误", "the header of the PNG is wrong");
    }
    if (width * height > FILE_PIXELS_MAX) {
        return file_damaged(fault, "图片超过 1 亿像素",
                            "the picture has more than 100 million pixels");
    }
    return true;
}

bool file_png_check(struct text bytes, struct fault *fault)
{
    struct chunk chunk;
    size_t at = 8;
    bool has_data = false;
    bool is_first = true;
    while (read_chunk(bytes, at, &chunk) && has_letters(chunk.type)) {
        if (is_first && !header_is_right(&chunk, fault)) {
            return false;
        }
        is_first = false;
        bool is_pixels = text_is(chunk.type, "IDAT");
        has_data = has_data || is_pixels;
        if (!is_pixels && file_has_markup(chunk.data)) {
            return file_damaged(fault, "图片里夹带了网页内容",
                                "a web page is hidden in the picture");
        }
        at = chunk.next;
        if (text_is(chunk.type, "IEND")) {
            bool ends = has_data && chunk.data.len == 0 && at == bytes.len;
            return ends ||
                   file_damaged(fault, "PNG 结尾之后还有内容，或没有图像数据",
                                "something stands behind the PNG's end, or it has no pixels");
        }
    }
    return file_damaged(fault, "PNG 数据块不完整", "a chunk of the PNG is broken");
}
