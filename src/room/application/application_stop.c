#include "room/application/application_stop.h"

#define ON(type) FIELD(type, on, DATE, .zh = "日期", .en = "day")
#define LONG .max = 2000, .multiline = true

/* -- commands -- */

static const struct field extend_fields[] = {
    FIELD(application_extend, days, INT, .required = true, .min = 1, .max = 1000, .zh = "延长天数",
          .en = "days more"),
    FIELD(application_extend, approver, TEXT, .required = true, .max = 100, .zh = "批准人职务",
          .en = "post of who approved it"),
    FIELD(application_extend, document, TEXT, .required = true, .max = 200, .zh = "批准文号",
          .en = "number of the approval"),
    FIELD(application_extend, reason, TEXT, .required = true, LONG, .zh = "延长理由",
          .en = "reason"),
    FIELD(application_extend, noticed_on, DATE, .required = true, .zh = "告知申请人日期",
          .en = "day on which the applicant was told"),
    ON(application_extend),
};
const struct field_table application_extend_table = FIELD_TABLE(application_extend, extend_fields);

static const struct field suspend_fields[] = {
    FIELD(application_suspend, code, TEXT, .required = true, .max = 60, .zh = "中止原因",
          .en = "reason's code"),
    FIELD(application_suspend, basis, TEXT, .max = 300, .zh = "依据", .en = "legal basis"),
    FIELD(application_suspend, reason, TEXT, .required = true, LONG, .zh = "中止理由",
          .en = "reason"),
    FIELD(application_suspend, days, INT, .required = true, .min = 1, .max = 1000,
          .zh = "预计工作日", .en = "working days expected"),
    FIELD(application_suspend, noticed_on, DATE, .required = true, .zh = "书面告知日期",
          .en = "day of the written notice"),
    ON(application_suspend),
};
const struct field_table application_suspend_table =
    FIELD_TABLE(application_suspend, suspend_fields);

static const struct field renew_fields[] = {
    FIELD(application_renew, reason, TEXT, .required = true, LONG, .zh = "继续暂停的理由",
          .en = "why it goes on"),
    ON(application_renew),
};
const struct field_table application_renew_table = FIELD_TABLE(application_renew, renew_fields);

/* -- events -- */

static const struct field extended_fields[] = {
    FIELD(application_extended, days, INT, .required = true, .min = 1, .max = 1000,
          .zh = "延长天数", .en = "days more"),
    FIELD(application_extended, approver, TEXT, .required = true, .max = 100, .zh = "批准人职务",
          .en = "approved by"),
    FIELD(application_extended, document, TEXT, .max = 200, .zh = "批准文号", .en = "approval"),
    FIELD(application_extended, reason, TEXT, .required = true, LONG, .zh = "延长理由",
          .en = "reason"),
    FIELD(application_extended, law, TEXT, .max = 300, .zh = "依据", .en = "legal basis"),
    FIELD(application_extended, noticed_on, DATE, .zh = "告知日期", .en = "told on"),
};
static const struct field_table extended_table = FIELD_TABLE(application_extended, extended_fields);

static const struct field suspended_fields[] = {
    FIELD(application_suspended, code, TEXT, .required = true, .max = 60, .zh = "中止原因",
          .en = "reason's code"),
    FIELD(application_suspended, law, TEXT, .max = 300, .zh = "依据", .en = "legal basis"),
    FIELD(application_suspended, reason, TEXT, .required = true, LONG, .zh = "中止理由",
          .en = "reason"),
    FIELD(application_suspended, days, INT, .min = 1, .max = 1000, .zh = "预计工作日",
          .en = "working days expected"),
    FIELD(application_suspended, noticed_on, DATE, .zh = "书面告知日期",
          .en = "day of the written notice"),
    FIELD(application_suspended, applicants, BOOL, .zh = "申请人提出",
          .en = "at the applicant's request"),
};
static const struct field_table suspended_table =
    FIELD_TABLE(application_suspended, suspended_fields);

static const struct field renewed_fields[] = {
    FIELD(application_renewed, reason, TEXT, .required = true, LONG, .zh = "继续暂停的理由",
          .en = "why it goes on"),
};
static const struct field_table renewed_table = FIELD_TABLE(application_renewed, renewed_fields);

static const struct field resumed_fields[] = {
    FIELD(application_noted, note, TEXT, LONG, .zh = "说明", .en = "note"),
};
static const struct field_table resumed_table = FIELD_TABLE(application_noted, resumed_fields);

static const struct field missed_fields[] = {
    FIELD(application_pause_missed, due_on, DATE, .required = true, .zh = "应说明日期",
          .en = "due on"),
    FIELD(application_pause_missed, times, INT, .min = 1, .zh = "第几次", .en = "how often"),
};
static const struct field_table missed_table = FIELD_TABLE(application_pause_missed, missed_fields);

const struct event_kind application_extended_event = {"application.extended",      &extended_table,
                                                      application_record_extended, "延长办理期限",
                                                      "the limit was extended",    false};
const struct event_kind application_suspended_event = {"application.suspended",
                                                       &suspended_table,
                                                       application_record_suspended,
                                                       "中止办理",
                                                       "suspended",
                                                       false};
const struct event_kind application_resumed_event = {"application.resumed",
                                                     &resumed_table,
                                                     application_record_resumed,
                                                     "恢复办理",
                                                     "resumed",
                                                     false};
const struct event_kind application_renewed_event = {
    "application.pause_renewed",    &renewed_table, application_record_renewed, "重新说明暂停理由",
    "the pause was justified anew", false};
const struct event_kind application_pause_missed_event = {
    "application.pause_missed",         &missed_table,
    application_record_pause_missed,    "暂停期满未重新说明理由",
    "the pause was not justified anew", false};
const struct event_kind application_joint_extended_event = {
    "application.joint_extended",      &extended_table,
    application_record_joint_extended, "延长联合办理期限",
    "the joint limit was extended",    false};

/* -- deciding -- */

static bool not_in_future(civil_date noticed_on, civil_date today, struct fault *fault)
{
    if (noticed_on <= today) {
        return true;
    }
    fault_raise(fault, FAULT_DAY_IN_FUTURE, TEXT("noticed_on"), FAULT_NO_ARGS);
    fault_label(fault, "告知日期", "day of the notice");
    return false;
}

bool application_extension_is_right(const struct application_extend *command, int64_t most,
                                    civil_date today, struct fault *fault)
{
    if (command->days > most) {
        char digits[8];
        size_t first = sizeof digits;
        for (int64_t rest = most; first > 0 && (rest > 0 || first == sizeof digits); rest /= 10) {
            digits[--first] = (char)('0' + rest % 10);
        }
        fault_raise(fault, FAULT_FIELD_TOO_LARGE, TEXT("days"),
                    FAULT_ARGS(((struct text){digits + first, sizeof digits - first})));
        fault_label(fault, "延长天数", "days more");
        return false;
    }
    return not_in_future(command->noticed_on, today, fault);
}

bool application_extension_is_in_time(civil_date due, civil_date on, civil_date noticed_on,
                                      struct fault *fault)
{
    char last[CIVIL_DATE_TEXT_SIZE];
    char told[CIVIL_DATE_TEXT_SIZE];
    if (due == CIVIL_DATE_NONE) {
        return true;
    }
    if (due < on) {
        return fault_raise(fault, FAULT_EXTENSION_TOO_LATE, TEXT_NONE,
                           FAULT_ARGS(civil_date_write(due, last)));
    }
    return noticed_on <= due ||
           fault_raise(fault, FAULT_EXTENSION_NOTICE_LATE, TEXT("noticed_on"),
                       FAULT_ARGS(civil_date_write(due, last), civil_date_write(noticed_on, told)));
}

bool application_decide_extend(const struct application *application,
                               const struct application_extend *command,
                               const struct application_stop_setting *setting, civil_date *out_on,
                               struct fault *fault)
{
    struct clock_reading reading;
    char day[CIVIL_DATE_TEXT_SIZE];
    civil_date on = CIVIL_DATE_NONE;
    civil_date before = application_extended_on(application);
    if (!application_decide_act(application, APPLICATION_EXTEND, &setting->act, command->on, &on,
                                fault)) {
        return false;
    }
    if (before != CIVIL_DATE_NONE) {
        return fault_raise(fault, FAULT_EXTENDED_ALREADY, TEXT_NONE,
                           FAULT_ARGS(civil_date_write(before, day)));
    }
    if (!application_extension_is_right(command, setting->extension_most, setting->act.today,
                                        fault) ||
        !application_notice_is_right(application, command->noticed_on, setting->act.today, fault) ||
        !application_clock(application, setting->act.calendar, on, &reading, fault)) {
        return false;
    }
    if (!application_extension_is_in_time(reading.decision_due, on, command->noticed_on, fault)) {
        return false;
    }
    *out_on = on;
    return true;
}

bool application_decide_suspend(const struct application *application,
                                const struct application_suspend *command,
                                const struct application_setting *setting, civil_date *out_on,
                                struct fault *fault)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    civil_date on = CIVIL_DATE_NONE;
    if (!application_decide_act(application, APPLICATION_SUSPEND, setting, command->on, &on,
                                fault) ||
        !application_notice_is_right(application, command->noticed_on, setting->today, fault)) {
        return false;
    }
    if (on < command->noticed_on) {
        return fault_raise(fault, FAULT_DAY_BEFORE_NOTICE, TEXT("on"),
                           FAULT_ARGS(civil_date_write(command->noticed_on, day)));
    }
    *out_on = on;
    return true;
}
