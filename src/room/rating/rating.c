#include "room/rating/rating.h"

struct words {
    const char *code, *zh, *en;
};

static const struct words states[RATING_STATE_COUNT] = {
    [RATING_COUNTED] = {"counted", "已计入", "counted"},
    [RATING_STRIKE_ASKED] = {"strike_asked", "提请不予采纳", "proposed to be struck"},
    [RATING_STRUCK] = {"struck", "不予采纳", "struck"},
};

const char *rating_state_code(enum rating_state state)
{
    ensure(state < RATING_STATE_COUNT);
    return states[state].code;
}

bool rating_state_find(struct text code, enum rating_state *out)
{
    for (int i = 0; i < RATING_STATE_COUNT; i++) {
        if (text_is(code, states[i].code)) {
            *out = (enum rating_state)i;
            return true;
        }
    }
    return false;
}

struct text rating_state_name(enum rating_state state, enum language language)
{
    return text_of(language == LANGUAGE_ZH ? states[state].zh : states[state].en);
}

bool rating_is_open(civil_date ended_on, civil_date until, civil_date today, struct fault *fault)
{
    if (ended_on == CIVIL_DATE_NONE) {
        return fault_raise(fault, FAULT_RATING_NOT_YET, TEXT_NONE, FAULT_NO_ARGS);
    }
    char day[CIVIL_DATE_TEXT_SIZE];
    return today <= until || fault_raise(fault, FAULT_RATING_OVER, TEXT_NONE,
                                         FAULT_ARGS(civil_date_write(until, day)));
}

/* -- striking -- */

static const struct {
    struct words words;
    enum rating_state from;
} acts[RATING_ACT_COUNT] = {
    [RATING_STRIKE] = {{"strike", "提请不予采纳", "propose to strike it"}, RATING_COUNTED},
    [RATING_JUDGE] = {{"judge", "决定是否采纳", "decide about it"}, RATING_STRIKE_ASKED},
};

const char *rating_act_code(enum rating_act act)
{
    ensure(act < RATING_ACT_COUNT);
    return acts[act].words.code;
}

static bool is_other(const struct rating *rating, const struct actor *actor, enum rating_act act)
{
    return act != RATING_JUDGE || actor->account != rating->strike_by;
}

bool rating_may(const struct rating *rating, const struct actor *actor, enum rating_act act)
{
    return actor->role == ROLE_SUPERVISOR && rating->state == acts[act].from &&
           is_other(rating, actor, act);
}

bool rating_decide(const struct rating *rating, const struct actor *actor, enum rating_act act,
                   struct fault *fault)
{
    bool is_zh = actor->language == LANGUAGE_ZH;
    if (rating->state != acts[act].from) {
        return fault_raise(fault, FAULT_WRONG_STATE, TEXT_NONE,
                           FAULT_ARGS(rating_state_name(rating->state, actor->language),
                                      text_of(is_zh ? acts[act].words.zh : acts[act].words.en),
                                      is_zh ? TEXT("请刷新查看最新状态和下一步")
                                            : TEXT("Reload to see what comes next")));
    }
    return is_other(rating, actor, act) ||
           fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                       FAULT_ARGS(TEXT("提请的人不能自己决定，由另一名督查员决定"),
                                  TEXT("another supervisor than who proposed it decides")));
}

bool rating_may_repeat(const struct rating *rating, bool is_answered, struct fault *fault)
{
    if (rating->again_on != CIVIL_DATE_NONE) {
        return fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                           FAULT_ARGS(TEXT("已追评一次"), TEXT("it was rated again once")));
    }
    return is_answered || fault_raise(fault, FAULT_RATING_NOT_MENDED, TEXT_NONE, FAULT_NO_ARGS);
}
