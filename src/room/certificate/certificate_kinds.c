#include "room/certificate/certificate_inside.h"

/* The fields of commands and events. */

#define LONG .max = 2000, .multiline = true

static const struct field issued_fields[] = {
    FIELD(certificate_issued, type, TEXT, .required = true, .max = 60, .zh = "证照种类",
          .en = "type"),
    FIELD(certificate_issued, name, TEXT, .required = true, .zh = "证照名称", .en = "name"),
    FIELD(certificate_issued, number, TEXT, .required = true, .zh = "证照编号", .en = "number"),
    FIELD(certificate_issued, series, TEXT, .required = true, .max = 60, .zh = "编号系列",
          .en = "series of numbers"),
    FIELD(certificate_issued, year, INT, .required = true, .min = 1, .zh = "编号年份",
          .en = "year of the number"),
    FIELD(certificate_issued, serial, INT, .required = true, .min = 1, .zh = "编号序号",
          .en = "serial of the number"),
    FIELD(certificate_issued, identifier, TEXT, .zh = "电子证照标识",
          .en = "identifier after GB/T 36904"),
    FIELD(certificate_issued, holder, TEXT, .required = true, .zh = "持证主体", .en = "holder"),
    FIELD(certificate_issued, holder_code, TEXT, .max = 18, .zh = "持证主体统一社会信用代码",
          .en = "holder's unified social credit code"),
    FIELD(certificate_issued, unit, TEXT, .required = true, .max = 60, .zh = "颁发单位",
          .en = "issuing unit"),
    FIELD(certificate_issued, item, TEXT, .required = true, .max = 60, .zh = "事项", .en = "item"),
    FIELD(certificate_issued, application, ID, .required = true, .zh = "办件", .en = "application"),
    FIELD(certificate_issued, previous, ID, .zh = "换发前的证照", .en = "version before"),
    FIELD(certificate_issued, edition, INT, .required = true, .min = 1, .zh = "版本",
          .en = "version"),
    FIELD(certificate_issued, valid_from, DATE, .required = true, .zh = "生效日期",
          .en = "valid from"),
    FIELD(certificate_issued, valid_until, DATE, .zh = "有效期至", .en = "valid until"),
    FIELD(certificate_issued, conditions, TEXT, LONG, .zh = "附加条件", .en = "conditions"),
    FIELD(certificate_issued, data, JSON, .zh = "照面信息", .en = "what it says"),
};
const struct field_table certificate_issued_table = FIELD_TABLE(certificate_issued, issued_fields);

static const struct field import_fields[] = {
    FIELD(certificate_import, type, TEXT, .max = 60, .zh = "证照种类", .en = "type"),
    FIELD(certificate_import, name, TEXT, .required = true, .max = 100, .zh = "证照名称",
          .en = "name"),
    FIELD(certificate_import, number, TEXT, .required = true, .max = 100, .zh = "证照编号",
          .en = "number"),
    FIELD(certificate_import, issuer, TEXT, .required = true, .max = 100, .zh = "颁发机关",
          .en = "issued by"),
    FIELD(certificate_import, source, TEXT, .required = true, .max = 300,
          .zh = "查验方式（原件、哪个系统）", .en = "what was looked at"),
    FIELD(certificate_import, holder_code, TEXT, .max = 18, .zh = "持证主体统一社会信用代码",
          .en = "holder's credit code"),
    FIELD(certificate_import, project_code, TEXT, .max = 40, .zh = "投资项目统一代码",
          .en = "code of the investment project"),
    FIELD(certificate_import, issued_on, DATE, .required = true, .zh = "颁发日期",
          .en = "issued on"),
    FIELD(certificate_import, valid_until, DATE, .zh = "有效期至", .en = "valid until"),
    FIELD(certificate_import, verified_on, DATE, .required = true, .zh = "查验日期",
          .en = "looked at on"),
};
const struct field_table certificate_import_table = FIELD_TABLE(certificate_import, import_fields);

static const struct field imported_fields[] = {
    FIELD(certificate_imported, holder_code, TEXT, .max = 18, .zh = "持证主体统一社会信用代码",
          .en = "holder's credit code"),
    FIELD(certificate_imported, project_code, TEXT, .max = 40, .zh = "投资项目统一代码",
          .en = "code of the investment project"),
    FIELD(certificate_imported, type, TEXT, .max = 60, .zh = "证照种类", .en = "type"),
    FIELD(certificate_imported, name, TEXT, .required = true, .max = 100, .zh = "证照名称",
          .en = "name"),
    FIELD(certificate_imported, number, TEXT, .required = true, .max = 100, .zh = "证照编号",
          .en = "number"),
    FIELD(certificate_imported, issuer, TEXT, .required = true, .max = 100, .zh = "颁发机关",
          .en = "issued by"),
    FIELD(certificate_imported, source, TEXT, .required = true, .max = 300, .zh = "查验方式",
          .en = "what was looked at"),
    FIELD(certificate_imported, registered_by, TEXT, .max = 60, .zh = "登记单位",
          .en = "registered by the unit"),
    FIELD(certificate_imported, holder, TEXT, .zh = "持证主体", .en = "holder"),
    FIELD(certificate_imported, valid_from, DATE, .required = true, .zh = "颁发日期",
          .en = "issued on"),
    FIELD(certificate_imported, valid_until, DATE, .zh = "有效期至", .en = "valid until"),
    FIELD(certificate_imported, verified_on, DATE, .required = true, .zh = "查验日期",
          .en = "looked at on"),
};
const struct field_table certificate_imported_table =
    FIELD_TABLE(certificate_imported, imported_fields);

static const struct field revoke_fields[] = {
    FIELD(certificate_revoke, reason, TEXT, .required = true, LONG, .zh = "撤销理由",
          .en = "why it is revoked"),
    FIELD(certificate_revoke, basis, TEXT, .required = true, .max = 500, .zh = "法律依据",
          .en = "legal basis"),
};
const struct field_table certificate_revoke_table = FIELD_TABLE(certificate_revoke, revoke_fields);

static const struct field use_fields[] = {
    FIELD(certificate_use, certificate_id, ID, .required = true, .zh = "证照", .en = "certificate"),
    FIELD(certificate_use, material, TEXT, .required = true, .max = 200, .zh = "代替的材料",
          .en = "material it stands for"),
    FIELD(certificate_use, purpose, TEXT, .required = true, .max = 300, .zh = "用途",
          .en = "purpose"),
};
const struct field_table certificate_use_table = FIELD_TABLE(certificate_use, use_fields);

static const struct field used_fields[] = {
    FIELD(certificate_used, application, ID, .required = true, .zh = "办件", .en = "application"),
    FIELD(certificate_used, material, TEXT, .required = true, .max = 200, .zh = "代替的材料",
          .en = "material it stands for"),
    FIELD(certificate_used, purpose, TEXT, .required = true, .max = 300, .zh = "用途",
          .en = "purpose"),
    FIELD(certificate_used, unit, TEXT, .required = true, .max = 60, .zh = "使用单位",
          .en = "used by the unit"),
};
const struct field_table certificate_used_table = FIELD_TABLE(certificate_used, used_fields);

const struct event_kind certificate_issued_event = {
    "certificate.issued", &certificate_issued_table,  certificate_record_issued,
    "颁发证照",           "a certificate was issued", false};
const struct event_kind certificate_imported_event = {
    "certificate.imported",
    &certificate_imported_table,
    certificate_record_imported,
    "登记他处颁发的证照",
    "a certificate issued elsewhere was registered",
    false};
const struct event_kind certificate_revoked_event = {
    "certificate.revoked",       &certificate_revoke_table,
    certificate_record_revoked,  "撤销证照",
    "a certificate was revoked", false};
const struct event_kind certificate_used_event = {"certificate.used",
                                                  &certificate_used_table,
                                                  certificate_record_used,
                                                  "调用证照代替材料",
                                                  "a certificate was used in place of a material",
                                                  false};

static const struct field printed_fields[] = {
    FIELD(certificate_printed, file, ID, .required = true, .zh = "文件", .en = "file"),
    FIELD(certificate_printed, digest, TEXT, .required = true, .max = 64, .zh = "文件摘要",
          .en = "digest of the file"),
    FIELD(certificate_printed, size, INT, .required = true, .min = 1, .zh = "字节数",
          .en = "bytes"),
};
static const struct field_table printed_table = FIELD_TABLE(certificate_printed, printed_fields);
const struct event_kind certificate_printed_event = {"certificate.printed",
                                                     &printed_table,
                                                     certificate_record_printed,
                                                     "生成证照的 PDF",
                                                     "the PDF of a certificate was made",
                                                     false};
