#include "room/file/file.h"

/* JPEG (ISO/IEC 10918-1): SOI, marker segments with their lengths, a frame header with the size,
 * scans, EOI. Telephones append further pictures of the same shot behind the first one (CIPA
 * DC-007, MPF); these are walked through in the same way. Nothing else may follow but zero padding.
 */

static unsigned char byte_at(struct text bytes, size_t at)
{
    return (unsigned char)bytes.at[at];
}

static size_t length_at(struct text bytes, size_t at)
{
    return (size_t)byte_at(bytes, at) << 8 | byte_at(bytes, at + 1);
}

static bool is_frame(unsigned char marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static bool frame_is_right(struct text segment, struct fault *fault)
{
    int64_t height = segment.len >= 8 ? (int64_t)length_at(segment, 3) : 0;
    int64_t width = segment.len >= 8 ? (int64_t)length_at(segment, 5) : 0;
    if (height < 1 || width < 1) {
        return file_damaged(fault, "JPEG 帧头有误", "the frame header of the JPEG is wrong");
    }
    if (width * height > FILE_PIXELS_MAX) {
        return file_damaged(fault, "图片超过 1 亿像素",
                            "the picture has more than 100 million pixels");
    }
    return true;
}

/* Where the next marker that is neither stuffing nor restart begins, or the end. */
static size_t skip_scan(struct text bytes, size_t at)
{
    while (bytes.len - at >= 2) {
        unsigned char marker = byte_at(bytes, at + 1);
        if (byte_at(bytes, at) == 0xff && marker != 0 && marker != 0xff &&
            (marker < 0xd0 || marker > 0xd7)) {
            return at;
        }
        at++;
    }
    return bytes.len;
}

static bool broken(struct fault *fault)
{
    return file_damaged(fault, "JPEG 不完整", "the JPEG is not whole");
}

struct walk {
    size_t at;
    bool has_frame;
    bool has_scan;
};

/* One marker segment. False when the picture is broken. */
static bool step(struct text bytes, struct walk *walk, unsigned char marker, struct fault *fault)
{
    if (bytes.len - walk->at < 4) {
        return broken(fault);
    }
    size_t len = length_at(bytes, walk->at + 2);
    if (len < 2 || len > bytes.len - walk->at - 2) {
        return broken(fault);
    }
    struct text segment = text_slice(bytes, walk->at + 2, len);
    if (is_frame(marker)) {
        walk->has_frame = true;
        if (!frame_is_right(segment, fault)) {
            return false;
        }
    }
    bool is_note = marker == 0xfe || (marker >= 0xe0 && marker <= 0xef);
    if (is_note && file_has_markup(segment)) {
        return file_damaged(fault, "图片里夹带了网页内容", "a web page is hidden in the picture");
    }
    walk->at += 2 + len;
    if (marker == 0xda) {
        walk->has_scan = true;
        walk->at = skip_scan(bytes, walk->at);
    }
    return true;
}

/* One picture from SOI to EOI; `*at` moves behind it. */
static bool picture(struct text bytes, size_t *at, struct fault *fault)
{
    struct walk walk = {.at = *at + 2};
    while (bytes.len - walk.at >= 2 && byte_at(bytes, walk.at) == 0xff) {
        unsigned char marker = byte_at(bytes, walk.at + 1);
        if (marker == 0xff) {
            walk.at++; /* fill byte */
            continue;
        }
        if (marker == 0xd9) {
            *at = walk.at + 2;
            return (walk.has_frame && walk.has_scan) || broken(fault);
        }
        bool has_segment = marker >= 0xc0 && (marker < 0xd0 || marker > 0xd8);
        if (!has_segment) {
            return broken(fault);
        }
        if (!step(bytes, &walk, marker, fault)) {
            return false;
        }
    }
    return broken(fault);
}

bool file_jpeg_check(struct text bytes, struct fault *fault)
{
    size_t at = 0;
    for (int pictures = 0; pictures < 8; pictures++) {
        if (!picture(bytes, &at, fault)) {
            return false;
        }
        while (at < bytes.len && bytes.at[at] == '\0') {
            at++;
        }
        if (at == bytes.len) {
            return true;
        }
        bool is_next = bytes.len - at >= 3 && text_is(text_slice(bytes, at, 3), "\xff\xd8\xff");
        if (!is_next) {
            break;
        }
    }
    return file_damaged(fault, "JPEG 结尾之后还有其他内容",
                        "something else stands behind the JPEG's end");
}
