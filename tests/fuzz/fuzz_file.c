/* Any bytes as an uploaded file and as its name: refused with a reason, or told what they are, the
 * same each time; whatever size is announced, the parts of it add up. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "room/file/file_upload.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_content(struct text bytes)
{
    struct fault fault = {.code = FAULT_NONE};
    enum file_media media = FILE_MEDIA_COUNT, again = FILE_MEDIA_COUNT;
    bool taken = file_content_check(bytes, &media, &fault);
    ensure(taken == (fault.code == FAULT_NONE));
    ensure(taken == (media < FILE_MEDIA_COUNT));
    if (taken) {
        ensure(file_content_check(bytes, &again, &fault) && again == media);
        ensure(bytes.len > 0 && file_media_max(media) > 0);
    }
}

static void check_name(struct text name)
{
    struct fault fault = {.code = FAULT_NONE};
    if (file_name_check(name, &fault)) {
        ensure(name.len > 0 && text_is_utf8(name) && !text_has_controls(name));
        ensure(memchr(name.at, '/', name.len) == NULL && memchr(name.at, '\\', name.len) == NULL);
    } else {
        ensure(fault.code == FAULT_FILE_NAME);
    }
}

static void check_parts(const uint8_t *data, size_t size)
{
    int64_t told = 0;
    memcpy(&told, data, size < sizeof told ? size : sizeof told);
    int64_t whole = (int64_t)((uint64_t)told % FILE_SIZE_MAX) + 1;
    int64_t count = upload_part_count(whole);
    int64_t sum = 0;
    for (int64_t number = 1; number <= count; number++) {
        ensure(upload_part_size(whole, number) > 0);
        sum += upload_part_size(whole, number);
    }
    ensure(sum == whole && upload_part_size(whole, count + 1) == 0);
    ensure(upload_part_size(whole, told) >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text bytes = {size > 0 ? (const char *)data : "", size};
    check_content(bytes);
    check_name(bytes);
    check_parts(data, size);
    return 0;
}
