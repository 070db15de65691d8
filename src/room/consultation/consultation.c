#include "room/consultation/consultation.h"

const char *consultation_state_code(enum consultation_state state)
{
    static const char *const codes[] = {"open", "concluded", "cancelled"};
    return codes[state];
}

static bool refuse_field(struct fault *fault, const char *field, const char *zh, const char *en)
{
    fault_raise(fault, FAULT_FIELD_INVALID, text_of(field), FAULT_ARGS(text_of(zh), text_of(en)));
    if (text_is(text_of(field), "orgs")) {
        fault_label(fault, "征求单位", "units");
    } else {
        fault_label(fault, "答复期限(工作日)", "working days to answer");
    }
    return false;
}

bool consultation_decide_ask(const struct consultation_ask *command,
                             const struct consultation_rule *rule, struct text by_org,
                             int64_t *out_days, struct fault *fault)
{
    int64_t days = command->days != 0 ? command->days : rule->days;
    if (command->orgs.count == 0) {
        return refuse_field(fault, "orgs", "至少选择一个单位", "name at least one unit");
    }
    if (text_list_has(command->orgs, by_org)) {
        return refuse_field(fault, "orgs", "不能征求本单位自己的意见",
                            "a unit does not consult itself");
    }
    if (days > rule->longest_days) {
        return refuse_field(fault, "days", "超过此种征求方式的最长期限",
                            "longer than this kind of consultation allows");
    }
    *out_days = days;
    return true;
}

bool consultation_is_open(const struct consultation *consultation, const char *zh, const char *en,
                          enum language language, struct fault *fault)
{
    static const char *const names_zh[] = {"征求中", "已归并", "已撤销"};
    static const char *const names_en[] = {"open", "concluded", "cancelled"};
    if (consultation->state == CONSULTATION_OPEN) {
        return true;
    }
    bool is_zh = language == LANGUAGE_ZH;
    const char *const *names = is_zh ? names_zh : names_en;
    return fault_raise(fault, FAULT_WRONG_STATE, TEXT_NONE,
                       FAULT_ARGS(text_of(names[consultation->state]), text_of(is_zh ? zh : en),
                                  is_zh ? TEXT("请刷新查看") : TEXT("Reload to see it")));
}

static const struct consultation_unit *unit_of(const struct consultation *consultation,
                                               struct text org)
{
    for (size_t i = 0; i < consultation->unit_count; i++) {
        if (text_equal(consultation->units[i].org, org)) {
            return &consultation->units[i];
        }
    }
    return NULL;
}

bool consultation_decide_reply(const struct consultation *consultation,
                               const struct consultation_reply *command, const struct actor *actor,
                               struct fault *fault)
{
    const struct consultation_unit *unit = unit_of(consultation, actor->org);
    bool has_ground = text_is(command->opinion, "agree") || text_is(command->opinion, "none");
    if (unit == NULL) {
        return fault_raise(
            fault, FAULT_NOT_PERMITTED, TEXT_NONE,
            FAULT_ARGS(TEXT("由被征求意见的单位答复"), TEXT("the units that were asked answer")));
    }
    if (!consultation_is_open(consultation, "答复", "answer it", actor->language, fault)) {
        return false;
    }
    if (unit->opinion.len > 0) {
        return fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                           FAULT_ARGS(TEXT("本单位已答复"), TEXT("your unit has answered")));
    }
    if (!has_ground && command->reason.len == 0) {
        fault_raise(fault, FAULT_REASON_REQUIRED, TEXT("reason"), FAULT_NO_ARGS);
        fault_label(fault, "理由或条件", "reason or condition");
        return false;
    }
    return true;
}

size_t consultation_unanswered(const struct consultation *consultation,
                               struct text out[CONSULTATION_UNITS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < consultation->unit_count; i++) {
        if (consultation->units[i].opinion.len == 0) {
            out[count++] = consultation->units[i].org;
        }
    }
    return count;
}

bool consultation_decide_conclude(const struct consultation *consultation, bool is_past,
                                  struct text unanswered_names, enum language language,
                                  struct fault *fault)
{
    if (!consultation_is_open(consultation, "归并", "conclude it", language, fault)) {
        return false;
    }
    if (consultation->holds && !is_past && unanswered_names.len > 0) {
        return fault_raise(fault, FAULT_CONSULTATION_WAITS, TEXT_NONE,
                           FAULT_ARGS(unanswered_names, unanswered_names));
    }
    return true;
}
