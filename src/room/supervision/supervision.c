#include "room/supervision/supervision.h"

struct words {
    const char *code, *zh, *en;
};

static const struct words states[SUPERVISION_STATE_COUNT] = {
    [SUPERVISION_ISSUED] = {"issued", "待签收", "to be acknowledged"},
    [SUPERVISION_ACKNOWLEDGED] = {"acknowledged", "办理中", "being done"},
    [SUPERVISION_ANSWERED] = {"answered", "已答复待认可", "answered, to be judged"},
    [SUPERVISION_ACCEPTED] = {"accepted", "已办结", "accepted"},
    [SUPERVISION_WITHDRAWN] = {"withdrawn", "已撤回", "withdrawn"},
};

const char *supervision_state_code(enum supervision_state state)
{
    ensure(state < SUPERVISION_STATE_COUNT);
    return states[state].code;
}

bool supervision_state_find(struct text code, enum supervision_state *out)
{
    for (int i = 0; i < SUPERVISION_STATE_COUNT; i++) {
        if (text_is(code, states[i].code)) {
            *out = (enum supervision_state)i;
            return true;
        }
    }
    return false;
}

struct text supervision_state_name(enum supervision_state state, enum language language)
{
    return text_of(language == LANGUAGE_ZH ? states[state].zh : states[state].en);
}

/* -- who may do what, when -- */

static bool is_of_unit(const struct supervision *order, const struct actor *actor)
{
    return (ROLES_WORK & ROLE_BIT(actor->role)) != 0 && actor->org.len > 0 &&
           text_equal(actor->org, order->org);
}

/* Whoever holds the part now has taken it over, with a project the city from its district; nobody
 * judges what his own unit answered. */
static bool is_issuer(const struct supervision *order, const struct actor *actor)
{
    if (order->issued_role == ROLE_DISTRICT_COORDINATOR && order->city_coordinates) {
        return actor->role == ROLE_CENTRE_COORDINATOR;
    }
    bool is_same = actor->account != 0 && actor->account == order->issued_by;
    bool holds_it =
        actor->role == order->issued_role && text_equal(actor->district, order->issued_district);
    return is_same || holds_it;
}

static bool may_judge(const struct supervision *order, const struct actor *actor)
{
    return is_issuer(order, actor) && !is_of_unit(order, actor) &&
           (actor->account == 0 || actor->account != order->answered_by);
}

static bool is_new(const struct supervision *order)
{
    return order->state == SUPERVISION_ISSUED;
}

bool supervision_is_open(const struct supervision *order)
{
    return order->state == SUPERVISION_ISSUED || order->state == SUPERVISION_ACKNOWLEDGED;
}

static bool is_answered(const struct supervision *order)
{
    return order->state == SUPERVISION_ANSWERED;
}

static bool is_not_over(const struct supervision *order)
{
    return supervision_is_open(order) || is_answered(order);
}

static const struct {
    struct words words;
    bool (*is_time)(const struct supervision *order);
    bool (*is_ones_own)(const struct supervision *order, const struct actor *actor);
    const char *who_zh, *who_en;
} acts[SUPERVISION_ACT_COUNT] = {
    [SUPERVISION_ACKNOWLEDGE] = {{"acknowledge", "签收", "acknowledge it"},
                                 is_new,
                                 is_of_unit,
                                 "由被督办单位签收",
                                 "the unit that was ordered acknowledges it"},
    [SUPERVISION_ANSWER] = {{"answer", "答复", "answer it"},
                            supervision_is_open,
                            is_of_unit,
                            "由被督办单位答复",
                            "the unit that was ordered answers it"},
    [SUPERVISION_ACCEPT] = {{"accept", "认可办结", "accept the answer"},
                            is_answered,
                            may_judge,
                            "由发督办的一方认可，被督办单位不得自行认可",
                            "whoever issued it accepts the answer, never the unit itself"},
    [SUPERVISION_RETURN] = {{"return", "退回续办", "send it back"},
                            is_answered,
                            may_judge,
                            "由发督办的一方退回，被督办单位不得自行退回",
                            "whoever issued it sends it back, never the unit itself"},
    [SUPERVISION_WITHDRAW] = {{"withdraw", "撤回", "withdraw it"},
                              is_not_over,
                              may_judge,
                              "由发督办的一方撤回",
                              "whoever issued it withdraws it"},
};

const char *supervision_act_code(enum supervision_act act)
{
    ensure(act < SUPERVISION_ACT_COUNT);
    return acts[act].words.code;
}

bool supervision_may(const struct supervision *order, const struct actor *actor,
                     enum supervision_act act)
{
    return acts[act].is_time(order) && acts[act].is_ones_own(order, actor);
}

bool supervision_decide(const struct supervision *order, const struct actor *actor,
                        enum supervision_act act, struct fault *fault)
{
    bool is_zh = actor->language == LANGUAGE_ZH;
    if (!acts[act].is_ones_own(order, actor)) {
        return fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                           FAULT_ARGS(text_of(acts[act].who_zh), text_of(acts[act].who_en)));
    }
    if (!acts[act].is_time(order)) {
        return fault_raise(fault, FAULT_WRONG_STATE, TEXT_NONE,
                           FAULT_ARGS(supervision_state_name(order->state, actor->language),
                                      text_of(is_zh ? acts[act].words.zh : acts[act].words.en),
                                      is_zh ? TEXT("请刷新查看最新状态和下一步")
                                            : TEXT("Reload to see what comes next")));
    }
    return true;
}
