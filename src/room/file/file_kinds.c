#include "room/file/file.h"

static const struct field keep_fields[] = {
    FIELD(file_keep, name, TEXT, .required = true, .max = FILE_NAME_MAX, .zh = "文件名",
          .en = "name"),
    FIELD(file_keep, media, TEXT, .required = true, .max = 100, .zh = "类型", .en = "media type"),
    FIELD(file_keep, digest, TEXT, .required = true, .max = FILE_DIGEST_HEX, .zh = "SM3 摘要",
          .en = "SM3 digest"),
    FIELD(file_keep, size, INT, .required = true, .min = 1, .zh = "字节数", .en = "size in bytes"),
    FIELD(file_keep, replaces, ID, .zh = "替换的文件", .en = "the file it replaces"),
    FIELD(file_keep, first, ID, .zh = "首个版本", .en = "first version"),
    FIELD(file_keep, version, INT, .min = 2, .max = 1000, .zh = "版本", .en = "version"),
    FIELD(file_keep, behalf, TEXT, .max = 200, .zh = "代为提交的企业",
          .en = "the enterprise it was handed in for"),
    FIELD(file_keep, scan, TEXT, .max = 20, .zh = "病毒查杀", .en = "virus scan"),
};
const struct field_table file_keep_table = FIELD_TABLE(file_keep, keep_fields);

/* The record function lives in file_store.c; the linker joins the two halves. */
record_function file_record_kept;

const struct event_kind file_kept_event = {"file.kept", &file_keep_table, file_record_kept,
                                           "上传文件",  "file uploaded",  false};
