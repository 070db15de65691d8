#include "ground/project/represent.h"

static const struct field agree_fields[] = {
    FIELD(represent_agree, desk, TEXT, .names = "desks", .required = true, .max = 60, .zh = "窗口",
          .en = "window"),
    FIELD(represent_agree, until, DATE, .required = true, .zh = "有效期至", .en = "until"),
    FIELD(represent_agree, file_id, ID, .names = "file", .zh = "签署的授权书",
          .en = "the signed paper"),
};
const struct field_table represent_agree_table = FIELD_TABLE(represent_agree, agree_fields);

static const struct field end_fields[] = {
    FIELD(represent_end, reason, TEXT, .required = true, .max = 500, .multiline = true,
          .zh = "原因", .en = "reason"),
};
const struct field_table represent_end_table = FIELD_TABLE(represent_end, end_fields);

static const struct field represented_fields[] = {
    FIELD(represent_agreed, org, TEXT, .required = true, .max = 60, .zh = "大厅单位", .en = "hall"),
    FIELD(represent_agreed, until, DATE, .required = true, .zh = "有效期至", .en = "until"),
    FIELD(represent_agreed, file, ID, .zh = "签署的授权书", .en = "the signed paper"),
};
static const struct field_table represented_table =
    FIELD_TABLE(represent_agreed, represented_fields);

static const struct field ended_fields[] = {
    FIELD(represent_ended, reason, TEXT, .required = true, .max = 500, .multiline = true,
          .zh = "原因", .en = "reason"),
};
static const struct field_table ended_table = FIELD_TABLE(represent_ended, ended_fields);

const struct event_kind represent_agreed_event = {"represent.agreed",
                                                  &represented_table,
                                                  represent_record_agreed,
                                                  "企业同意大厅窗口代为提交",
                                                  "the enterprise lets a hall submit for it",
                                                  false};
const struct event_kind represent_ended_event = {"represent.ended",
                                                 &ended_table,
                                                 represent_record_ended,
                                                 "企业终止大厅窗口代为提交",
                                                 "the enterprise lets the hall no longer",
                                                 false};

bool represent_may_agree(const struct represent_agree *command, enum role role, civil_date today,
                         struct fault *fault)
{
    if (command->until < today) {
        fault_raise(fault, FAULT_FIELD_INVALID, TEXT("until"),
                    FAULT_ARGS(TEXT("不能早于今天"), TEXT("not before today")));
        fault_label(fault, "有效期至", "until");
        return false;
    }
    if (role == ROLE_WINDOW && command->file_id == 0) {
        fault_raise(fault, FAULT_FIELD_REQUIRED, TEXT("file_id"), FAULT_NO_ARGS);
        fault_label(fault, "签署的授权书", "the signed paper");
        return false;
    }
    return true;
}

bool represent_holds(const struct representation *one, civil_date today)
{
    return one->ended_on == CIVIL_DATE_NONE && one->until >= today;
}
