#include "room/rating/mend.h"

struct words {
    const char *code, *zh, *en;
};

static const struct words states[MEND_STATE_COUNT] = {
    [MEND_OPEN] = {"open", "待回访", "to be contacted"},
    [MEND_CONTACTED] = {"contacted", "已回访，待整改", "contacted, to be mended"},
    [MEND_ANSWERED] = {"answered", "已整改，待核实", "mended, to be verified"},
    [MEND_CLOSED] = {"closed", "已了结", "closed"},
};

const char *mend_state_code(enum mend_state state)
{
    ensure(state < MEND_STATE_COUNT);
    return states[state].code;
}

bool mend_state_find(struct text code, enum mend_state *out)
{
    for (int i = 0; i < MEND_STATE_COUNT; i++) {
        if (text_is(code, states[i].code)) {
            *out = (enum mend_state)i;
            return true;
        }
    }
    return false;
}

struct text mend_state_name(enum mend_state state, enum language language)
{
    return text_of(language == LANGUAGE_ZH ? states[state].zh : states[state].en);
}

/* -- who may do what, when -- */

static bool is_unit(const struct mend *mend, const struct actor *actor)
{
    return actor->role == ROLE_DEPARTMENT_OFFICER && text_equal(actor->org, mend->org);
}

static bool is_verifier(const struct mend *mend, const struct actor *actor)
{
    return (actor->role == ROLE_SUPERVISOR || actor->role == ROLE_CENTRE_COORDINATOR) &&
           actor->account != mend->answered_by;
}

static const struct {
    struct words words;
    enum mend_state from;
    bool (*is_ones_own)(const struct mend *mend, const struct actor *actor);
    const char *who_zh, *who_en;
} acts[MEND_ACT_COUNT] = {
    [MEND_CONTACT] = {{"contact", "回访", "contact the rater"},
                      MEND_OPEN,
                      is_unit,
                      "由被评单位回访",
                      "the unit that was rated"},
    [MEND_ANSWER] = {{"answer", "整改或说明理由", "mend or explain"},
                     MEND_CONTACTED,
                     is_unit,
                     "由被评单位整改",
                     "the unit that was rated"},
    [MEND_VERIFY] = {{"verify", "核实", "verify it"},
                     MEND_ANSWERED,
                     is_verifier,
                     "由整改人以外的督查员或市级协调员核实",
                     "a supervisor or city coordinator, not who answered"},
    [MEND_RETURN] = {{"return", "退回", "return it"},
                     MEND_ANSWERED,
                     is_verifier,
                     "由整改人以外的督查员或市级协调员退回",
                     "a supervisor or city coordinator, not who answered"},
};

const char *mend_act_code(enum mend_act act)
{
    ensure(act < MEND_ACT_COUNT);
    return acts[act].words.code;
}

bool mend_may(const struct mend *mend, const struct actor *actor, enum mend_act act)
{
    return mend->state == acts[act].from && acts[act].is_ones_own(mend, actor);
}

bool mend_decide(const struct mend *mend, const struct actor *actor, enum mend_act act,
                 struct fault *fault)
{
    bool is_zh = actor->language == LANGUAGE_ZH;
    if (!acts[act].is_ones_own(mend, actor)) {
        return fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                           FAULT_ARGS(text_of(acts[act].who_zh), text_of(acts[act].who_en)));
    }
    return mend->state == acts[act].from ||
           fault_raise(fault, FAULT_WRONG_STATE, TEXT_NONE,
                       FAULT_ARGS(mend_state_name(mend->state, actor->language),
                                  text_of(is_zh ? acts[act].words.zh : acts[act].words.en),
                                  is_zh ? TEXT("请刷新查看最新状态和下一步")
                                        : TEXT("Reload to see what comes next")));
}
