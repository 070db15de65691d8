#include "room/request/request.h"

struct words {
    const char *code, *zh, *en;
};

static const struct {
    struct words words;
    const char *owner;
} states[REQUEST_STATE_COUNT] = {
    [REQUEST_WAITING] = {{"waiting", "待交办", "to be assigned"}, "coordinator"},
    [REQUEST_ASSIGNED] = {{"assigned", "待接办", "to be taken"}, "unit"},
    [REQUEST_TAKEN] = {{"taken", "办理中", "in hand"}, "unit"},
    [REQUEST_ANSWERED] = {{"answered", "已答复待确认", "answered, to be closed"}, "enterprise"},
    [REQUEST_CLOSED] = {{"closed", "已办结", "closed"}, ""},
    [REQUEST_WITHDRAWN] = {{"withdrawn", "已撤回", "withdrawn"}, ""},
};

const char *request_state_code(enum request_state state)
{
    ensure(state < REQUEST_STATE_COUNT);
    return states[state].words.code;
}

bool request_state_find(struct text code, enum request_state *out)
{
    for (int i = 0; i < REQUEST_STATE_COUNT; i++) {
        if (text_is(code, states[i].words.code)) {
            *out = (enum request_state)i;
            return true;
        }
    }
    return false;
}

struct text request_state_name(enum request_state state, enum language language)
{
    return text_of(language == LANGUAGE_ZH ? states[state].words.zh : states[state].words.en);
}

const char *request_owner(enum request_state state)
{
    return states[state].owner;
}

/* -- who may do what, when -- */

static bool is_of_unit(const struct request *request, const struct actor *actor)
{
    return (ROLES_WORK & ROLE_BIT(actor->role)) != 0 && request->org.len > 0 &&
           text_equal(actor->org, request->org);
}

static bool may_assign(const struct request *request, const struct actor *actor)
{
    return is_of_unit(request, actor) || (ROLES_COORDINATORS & ROLE_BIT(actor->role)) != 0;
}

/* The enterprise, or who asked for it; nobody closes what his own unit answered. */
static bool is_asker(const struct request *request, const struct actor *actor)
{
    return actor->role == ROLE_ENTERPRISE ||
           (actor->account != 0 && actor->account == request->asked_by &&
            !is_of_unit(request, actor));
}

static bool is_assigned(const struct request *request)
{
    return request->state == REQUEST_ASSIGNED;
}

static bool is_units(const struct request *request)
{
    return is_assigned(request) || request->state == REQUEST_TAKEN;
}

static bool is_not_answered(const struct request *request)
{
    return is_units(request) || request->state == REQUEST_WAITING;
}

static bool is_answered(const struct request *request)
{
    return request->state == REQUEST_ANSWERED;
}

static const struct {
    struct words words;
    bool (*is_time)(const struct request *request);
    bool (*is_ones_own)(const struct request *request, const struct actor *actor);
    const char *who_zh, *who_en;
} acts[REQUEST_ACT_COUNT] = {
    [REQUEST_ASSIGN] = {{"assign", "交办", "assign it"},
                        is_not_answered,
                        may_assign,
                        "由协调员交办，或由承办单位转出",
                        "a coordinator assigns it, or the unit that has it passes it on"},
    [REQUEST_TAKE] = {{"take", "接办", "take it"},
                      is_assigned,
                      is_of_unit,
                      "由承办单位接办",
                      "the unit that has it takes it"},
    [REQUEST_ANSWER] = {{"answer", "答复", "answer it"},
                        is_units,
                        is_of_unit,
                        "由承办单位答复",
                        "the unit that has it answers it"},
    [REQUEST_CLOSE] = {{"close", "确认办结", "close it"},
                       is_answered,
                       is_asker,
                       "由提出诉求的一方确认",
                       "the side that asked closes it"},
    [REQUEST_REOPEN] = {{"reopen", "退回重办", "send it back"},
                        is_answered,
                        is_asker,
                        "由提出诉求的一方退回",
                        "the side that asked sends it back"},
    [REQUEST_WITHDRAW] = {{"withdraw", "撤回", "withdraw it"},
                          is_not_answered,
                          is_asker,
                          "由提出诉求的一方撤回",
                          "the side that asked withdraws it"},
};

const char *request_act_code(enum request_act act)
{
    ensure(act < REQUEST_ACT_COUNT);
    return acts[act].words.code;
}

bool request_may(const struct request *request, const struct actor *actor, enum request_act act)
{
    return acts[act].is_time(request) && acts[act].is_ones_own(request, actor);
}

bool request_decide(const struct request *request, const struct actor *actor, enum request_act act,
                    struct fault *fault)
{
    bool is_zh = actor->language == LANGUAGE_ZH;
    if (!acts[act].is_ones_own(request, actor)) {
        return fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                           FAULT_ARGS(text_of(acts[act].who_zh), text_of(acts[act].who_en)));
    }
    if (!acts[act].is_time(request)) {
        return fault_raise(fault, FAULT_WRONG_STATE, TEXT_NONE,
                           FAULT_ARGS(request_state_name(request->state, actor->language),
                                      text_of(is_zh ? acts[act].words.zh : acts[act].words.en),
                                      is_zh ? TEXT("请刷新查看最新状态和下一步")
                                            : TEXT("Reload to see what comes next")));
    }
    return true;
}
