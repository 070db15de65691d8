#include "room/file/file_upload.h"

static const struct field open_fields[] = {
    FIELD(upload_open, name, TEXT, .required = true, .max = FILE_NAME_MAX, .zh = "文件名",
          .en = "name"),
    FIELD(upload_open, size, INT, .required = true, .min = 1, .max = INT64_MAX, .zh = "字节数",
          .en = "size in bytes"),
    FIELD(upload_open, digest, TEXT, .max = FILE_DIGEST_HEX, .zh = "SM3 摘要", .en = "SM3 digest"),
    FIELD(upload_open, replaces, ID, .zh = "替换的文件", .en = "the file it replaces"),
};
const struct field_table upload_open_table = FIELD_TABLE(upload_open, open_fields);

static const struct field part_fields[] = {
    FIELD(upload_part, upload, ID, .required = true, .zh = "上传", .en = "upload"),
    FIELD(upload_part, number, INT, .required = true, .min = 1, .max = 1000, .zh = "分片",
          .en = "part"),
    FIELD(upload_part, size, INT, .required = true, .min = 1, .zh = "字节数",
          .en = "size in bytes"),
    FIELD(upload_part, digest, TEXT, .required = true, .max = FILE_DIGEST_HEX, .zh = "SM3 摘要",
          .en = "SM3 digest"),
};
const struct field_table upload_part_table = FIELD_TABLE(upload_part, part_fields);

bool upload_digest_is_valid(struct text digest)
{
    for (size_t i = 0; i < digest.len; i++) {
        char c = digest.at[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            return false;
        }
    }
    return digest.len == FILE_DIGEST_HEX;
}

bool upload_may_open(const struct upload_open *wanted, const struct upload_load *load,
                     struct fault *fault)
{
    enum file_media media = FILE_PDF;
    if (!file_name_check(wanted->name, fault) || !file_media_of_name(wanted->name, &media, fault)) {
        return false;
    }
    if (wanted->size > (int64_t)file_media_max(media)) {
        return file_too_large(fault, file_media_max(media));
    }
    if (wanted->digest.len > 0 && !upload_digest_is_valid(wanted->digest)) {
        return fault_raise(fault, FAULT_UPLOAD_DIGEST, TEXT("digest"), FAULT_NO_ARGS);
    }
    bool has_share =
        load->count < UPLOAD_COUNT_MAX && load->bytes + wanted->size <= UPLOAD_BYTES_MAX;
    return has_share || fault_raise(fault, FAULT_UPLOAD_TOO_MANY, TEXT_NONE,
                                    FAULT_ARGS(TEXT("20"), TEXT("300")));
}

int64_t upload_part_count(int64_t size)
{
    return (size + UPLOAD_PART_SIZE - 1) / UPLOAD_PART_SIZE;
}

int64_t upload_part_size(int64_t size, int64_t number)
{
    int64_t count = upload_part_count(size);
    if (number < 1 || number > count) {
        return 0;
    }
    return number < count ? UPLOAD_PART_SIZE : size - (count - 1) * UPLOAD_PART_SIZE;
}

bool upload_is_over(const struct upload *upload, int64_t now)
{
    return upload->file != 0 || now - upload->touched_at > UPLOAD_LIFE_MS;
}
