#include "room/appraisal/appraisal.h"

struct words {
    const char *code, *zh, *en;
};
static const struct words states[APPRAISAL_STATE_COUNT] = {
    [APPRAISAL_PROVISIONAL] = {"provisional", "公示中（未公布）", "provisional"},
    [APPRAISAL_PUBLISHED] = {"published", "已公布", "published"},
    [APPRAISAL_WITHDRAWN] = {"withdrawn", "已撤回", "withdrawn"},
};

const char *appraisal_state_code(enum appraisal_state state)
{
    return states[state].code;
}

bool appraisal_state_find(struct text code, enum appraisal_state *out)
{
    for (int i = 0; i < APPRAISAL_STATE_COUNT; i++) {
        if (text_is(code, states[i].code)) {
            *out = (enum appraisal_state)i;
            return true;
        }
    }
    return false;
}

struct text appraisal_state_name(enum appraisal_state state, enum language language)
{
    return text_of(language == LANGUAGE_ZH ? states[state].zh : states[state].en);
}

bool appraisal_is_ones_own(const struct actor *actor, struct text who, struct text key)
{
    int64_t account = 0;
    return text_is(who, "navigator")
               ? actor->role == ROLE_NAVIGATOR && text_to_int(key, &account) &&
                     account == actor->account
               : actor->role == ROLE_DEPARTMENT_OFFICER && text_equal(actor->org, key);
}

static bool refuse(struct fault *fault, enum fault_code code, const char *zh, const char *en)
{
    return fault_raise(fault, code, TEXT_NONE, FAULT_ARGS(text_of(zh), text_of(en)));
}

static bool is_provisional(const struct appraisal *appraisal, struct fault *fault)
{
    return appraisal->state == APPRAISAL_PROVISIONAL ||
           refuse(fault, FAULT_APPRAISAL_NOT_NOW, "结果已公布或已撤回",
                  "it is published or withdrawn");
}

bool appraisal_may_withdraw(const struct appraisal *appraisal, struct fault *fault)
{
    return is_provisional(appraisal, fault);
}

static bool is_somebody_else(const struct appraisal *appraisal, const struct actor *actor,
                             struct fault *fault)
{
    return appraisal->drawn_by == 0 || appraisal->drawn_by != actor->account ||
           refuse(fault, FAULT_NOT_PERMITTED, "由计算者以外的人办理",
                  "somebody else than who drew it up does it");
}

bool appraisal_may_publish(const struct appraisal *appraisal, const struct actor *actor,
                           civil_date today, struct fault *fault)
{
    if (!is_provisional(appraisal, fault) || !is_somebody_else(appraisal, actor, fault)) {
        return false;
    }
    if (appraisal->cut <
        civil_date_from_parts((struct civil_parts){(int32_t)appraisal->year, 12, 31})) {
        return refuse(fault, FAULT_APPRAISAL_NOT_NOW, "计算时年度尚未结束，年度结束后须重新计算",
                      "it was drawn up before the year was over: draw it up again afterwards");
    }
    if (today <= appraisal->objections_until) {
        return refuse(fault, FAULT_APPRAISAL_NOT_NOW, "异议期未满",
                      "the days to object have not passed");
    }
    return appraisal->objections_open == 0 ||
           refuse(fault, FAULT_APPRAISAL_NOT_NOW, "还有异议未处理", "an objection waits");
}

bool appraisal_may_object(const struct appraisal *appraisal, const struct appraisal_result *result,
                          const struct actor *actor, civil_date today, struct fault *fault)
{
    if (!appraisal_is_ones_own(actor, appraisal->who, result->key)) {
        return refuse(fault, FAULT_NOT_PERMITTED, "由被考评者提出异议",
                      "the one appraised objects");
    }
    if (!is_provisional(appraisal, fault)) {
        return false;
    }
    if (today > appraisal->objections_until) {
        return refuse(fault, FAULT_APPRAISAL_NOT_NOW, "异议期已过",
                      "the days to object have passed");
    }
    return result->objections_open == 0 || refuse(fault, FAULT_ALREADY_DONE, "已提出的异议还在处理",
                                                  "an objection to it waits to be decided");
}

bool appraisal_may_decide(const struct appraisal *appraisal,
                          const struct appraisal_objection *objection, const struct actor *actor,
                          struct fault *fault)
{
    if (!is_provisional(appraisal, fault) || !is_somebody_else(appraisal, actor, fault)) {
        return false;
    }
    if (objection->by > 0 && objection->by == actor->account) {
        return refuse(fault, FAULT_NOT_PERMITTED, "由提出异议者以外的人处理",
                      "somebody else than who objected decides it");
    }
    return objection->outcome.len == 0 ||
           refuse(fault, FAULT_ALREADY_DONE, "异议已处理", "the objection is decided");
}
