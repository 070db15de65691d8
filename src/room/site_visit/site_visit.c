#include "room/site_visit/site_visit.h"

#define AHEAD_MAX 366

bool site_visit_day_is_right(civil_date on, civil_date today, struct fault *fault)
{
    if (on >= today && on <= today + AHEAD_MAX) {
        return true;
    }
    fault_raise(
        fault, FAULT_FIELD_INVALID, TEXT("on"),
        FAULT_ARGS(TEXT("应为今天或以后一年内的日期"), TEXT("a day from today on, within a year")));
    fault_label(fault, "踏勘日期", "day of the visit");
    return false;
}

bool site_visit_decide_report(const struct site_visit_report *command, civil_date today,
                              struct fault *fault)
{
    civil_date on = command->on == CIVIL_DATE_NONE ? today : command->on;
    bool must_rectify = text_is(command->result, "to_rectify");
    if (on > today) {
        fault_raise(fault, FAULT_DAY_IN_FUTURE, TEXT("on"), FAULT_NO_ARGS);
        fault_label(fault, "踏勘日期", "day of the visit");
        return false;
    }
    if (must_rectify && command->rectify_by == CIVIL_DATE_NONE) {
        fault_raise(fault, FAULT_FIELD_REQUIRED, TEXT("rectify_by"), FAULT_NO_ARGS);
        fault_label(fault, "整改期限", "to be put right by");
        return false;
    }
    if (command->rectify_by != CIVIL_DATE_NONE && (!must_rectify || command->rectify_by < on)) {
        fault_raise(
            fault, FAULT_FIELD_INVALID, TEXT("rectify_by"),
            FAULT_ARGS(TEXT("只在需要整改时填写，且不早于踏勘日期"),
                       TEXT("only where something must be put right, not before the visit")));
        fault_label(fault, "整改期限", "to be put right by");
        return false;
    }
    return true;
}

bool site_visit_is_planned(const struct site_visit *visit, const char *zh, const char *en,
                           enum language language, struct fault *fault)
{
    static const char *const names_zh[] = {"已安排", "已踏勘", "已取消"};
    static const char *const names_en[] = {"planned", "done", "cancelled"};
    if (visit->state == SITE_VISIT_PLANNED) {
        return true;
    }
    bool is_zh = language == LANGUAGE_ZH;
    return fault_raise(fault, FAULT_WRONG_STATE, TEXT_NONE,
                       FAULT_ARGS(text_of((is_zh ? names_zh : names_en)[visit->state]),
                                  text_of(is_zh ? zh : en),
                                  is_zh ? TEXT("请刷新查看") : TEXT("Reload to see it")));
}
