#include "room/claim/claim.h"

#include "base/arena.h"
#include "engine/match/benefit.h"

/* -- states -- */

static const struct {
    const char *code, *zh, *en, *owner;
} states[CLAIM_STATE_COUNT] = {
    [CLAIM_OFFERED] = {"offered", "免申即享，待企业同意", "offered, the enterprise consents",
                       "enterprise"},
    [CLAIM_SUBMITTED] = {"submitted", "待受理", "to be taken on", "unit"},
    [CLAIM_CORRECTING] = {"correcting", "待企业补正", "to be corrected", "enterprise"},
    [CLAIM_ACCEPTED] = {"accepted", "审核中", "being reviewed", "unit"},
    [CLAIM_REVIEWED] = {"reviewed", "已审核，待公示或决定", "reviewed", "unit"},
    [CLAIM_ANNOUNCED] = {"announced", "公示中", "announced publicly", "unit"},
    [CLAIM_APPROVED] = {"approved", "已核定，待兑付", "granted, to be paid", "unit"},
    [CLAIM_PAID] = {"paid", "已兑付", "paid", ""},
    [CLAIM_REFUSED] = {"refused", "不予支持", "refused", ""},
    [CLAIM_DECLINED] = {"declined", "企业不同意享受", "declined by the enterprise", ""},
    [CLAIM_WITHDRAWN] = {"withdrawn", "已撤回", "withdrawn", ""},
    [CLAIM_LAPSED] = {"lapsed", "逾期未同意，已失效", "lapsed without consent", ""},
};

const char *claim_state_code(enum claim_state state)
{
    ensure(state < CLAIM_STATE_COUNT);
    return states[state].code;
}

bool claim_state_find(struct text code, enum claim_state *out)
{
    for (int i = 0; i < CLAIM_STATE_COUNT; i++) {
        if (text_is(code, states[i].code)) {
            *out = (enum claim_state)i;
            return true;
        }
    }
    return false;
}

struct text claim_state_name(enum claim_state state, enum language language)
{
    return text_of(language == LANGUAGE_ZH ? states[state].zh : states[state].en);
}

const char *claim_owner(enum claim_state state)
{
    return states[state].owner;
}

/* -- who may do what, when -- */

#define IN(state) (1U << CLAIM_##state)
#define UNDECIDED (IN(SUBMITTED) | IN(CORRECTING) | IN(ACCEPTED) | IN(REVIEWED) | IN(ANNOUNCED))
#define GRANTED (IN(APPROVED) | IN(PAID))

static const struct {
    const char *code;
    bool is_enterprises; /* else the unit's that decides */
    unsigned when;
    const char *zh, *en;
} acts[CLAIM_ACT_COUNT] = {
    [CLAIM_CONSENT] = {"consent", true, IN(OFFERED), "同意享受", "consent"},
    [CLAIM_DECLINE] = {"decline", true, IN(OFFERED), "不同意享受", "decline"},
    [CLAIM_CORRECT] = {"correct", true, IN(CORRECTING), "补正", "correct it"},
    [CLAIM_WITHDRAW] = {"withdraw", true, UNDECIDED, "撤回", "withdraw it"},
    [CLAIM_ACCEPT] = {"accept", false, IN(SUBMITTED), "受理", "take it on"},
    [CLAIM_ASK_CORRECTION] = {"ask_correction", false, IN(SUBMITTED) | IN(ACCEPTED), "要求补正",
                              "ask for corrections"},
    [CLAIM_REVIEW] = {"review", false, IN(ACCEPTED), "审核", "review it"},
    [CLAIM_ANNOUNCE] = {"announce", false, IN(REVIEWED), "公示", "announce it"},
    [CLAIM_OBJECT] = {"object", false, IN(ANNOUNCED), "登记异议", "note an objection"},
    [CLAIM_ANSWER_OBJECTION] = {"answer_objection", false, IN(ANNOUNCED), "处理异议",
                                "answer an objection"},
    [CLAIM_DECIDE] = {"decide", false, IN(REVIEWED) | IN(ANNOUNCED), "作出决定", "decide it"},
    [CLAIM_SCHEDULE] = {"schedule", false, IN(APPROVED), "定兑付日期", "say when it is paid"},
    [CLAIM_PAY] = {"pay", false, IN(APPROVED), "登记兑付", "note a payment"},
    [CLAIM_ADD_CONDITION] = {"add_condition", false, GRANTED, "登记后续条件", "note a condition"},
    [CLAIM_CHECK_CONDITION] = {"check_condition", false, GRANTED, "核查后续条件",
                               "check a condition"},
    [CLAIM_DEMAND] = {"demand", false, GRANTED, "追回资金", "demand money back"},
    [CLAIM_TAKE_BACK] = {"take_back", false, GRANTED, "登记退回", "note what was paid back"},
};

const char *claim_act_code(enum claim_act act)
{
    ensure(act < CLAIM_ACT_COUNT);
    return acts[act].code;
}

static bool is_ones_own(const struct claim *claim, const struct actor *actor, enum claim_act act)
{
    return acts[act].is_enterprises
               ? actor->role == ROLE_ENTERPRISE && actor->project == claim->project
               : actor->role == ROLE_DEPARTMENT_OFFICER && text_equal(actor->org, claim->org);
}

/* Beside the state: is there anything of the kind to do, and by this person? */
static bool is_there(const struct claim *claim, const struct actor *actor, enum claim_act act)
{
    switch (act) {
    case CLAIM_ANNOUNCE: return claim->would_grant;
    case CLAIM_ANSWER_OBJECTION: return claim->open_objections > 0;
    case CLAIM_DECIDE: return actor->account != claim->reviewer;
    case CLAIM_CHECK_CONDITION: return claim->conditions > 0;
    case CLAIM_DEMAND: return claim->paid > claim->demanded;
    case CLAIM_TAKE_BACK: return claim->demanded > claim->returned;
    default: return true;
    }
}

static bool is_time(const struct claim *claim, enum claim_act act)
{
    return (acts[act].when & (1U << claim->state)) != 0;
}

bool claim_may(const struct claim *claim, const struct actor *actor, enum claim_act act)
{
    return is_time(claim, act) && is_ones_own(claim, actor, act) && is_there(claim, actor, act);
}

static bool refuse_state(const struct claim *claim, const struct actor *actor, enum claim_act act,
                         struct fault *fault)
{
    bool is_zh = actor->language == LANGUAGE_ZH;
    return fault_raise(fault, FAULT_WRONG_STATE, TEXT_NONE,
                       FAULT_ARGS(claim_state_name(claim->state, actor->language),
                                  text_of(is_zh ? acts[act].zh : acts[act].en),
                                  is_zh ? TEXT("请刷新查看最新状态和下一步")
                                        : TEXT("Reload to see what comes next")));
}

bool claim_decide(const struct claim *claim, const struct actor *actor, enum claim_act act,
                  struct fault *fault)
{
    if (!is_ones_own(claim, actor, act)) {
        return fault_raise(
            fault, FAULT_NOT_PERMITTED, TEXT_NONE,
            acts[act].is_enterprises
                ? FAULT_ARGS(TEXT("由申领的企业办理"), TEXT("the enterprise that claims does it"))
                : FAULT_ARGS(TEXT("由该政策的经办单位办理"),
                             TEXT("the unit that decides on the policy does it")));
    }
    if (!is_time(claim, act)) {
        return refuse_state(claim, actor, act, fault);
    }
    if (act == CLAIM_DECIDE && !is_there(claim, actor, act)) {
        return fault_raise(fault, FAULT_CLAIM_SAME_PERSON, TEXT_NONE, FAULT_NO_ARGS);
    }
    return is_there(claim, actor, act) || refuse_state(claim, actor, act, fault);
}

/* -- what may be granted -- */

static bool is_announced(const struct claim *claim, const struct claim_grant *grant,
                         struct fault *fault)
{
    const char *zh = NULL;
    const char *en = NULL;
    if (claim->state != CLAIM_ANNOUNCED) {
        if (grant->notice_days == 0) {
            return true;
        }
        zh = "还没有公示";
        en = "it was not announced";
    } else if (claim->open_objections > 0) {
        zh = "有异议尚未处理";
        en = "an objection is not answered";
    } else if (claim->due_on >= grant->today) {
        zh = "公示期未满";
        en = "its days are not over";
    }
    return zh == NULL || fault_raise(fault, FAULT_CLAIM_NOT_ANNOUNCED, TEXT_NONE,
                                     FAULT_ARGS(text_of(zh), text_of(en)));
}

bool claim_amount_is_within(struct arena *arena, int64_t amount, int64_t most, struct fault *fault)
{
    return (amount > 0 && amount <= most) ||
           fault_raise(fault, FAULT_CLAIM_AMOUNT, TEXT("amount"),
                       FAULT_ARGS(benefit_write_fen(arena, most)));
}

bool claim_grant_is_lawful(struct arena *arena, const struct claim *claim,
                           const struct claim_grant *grant, struct fault *fault)
{
    int64_t most = claim->would_grant ? claim->proposed : 0;
    return claim_amount_is_within(arena, grant->amount, most, fault) &&
           is_announced(claim, grant, fault) &&
           (grant->left < 0 || grant->amount <= grant->left ||
            fault_raise(fault, FAULT_CLAIM_QUOTA, TEXT("amount"),
                        FAULT_ARGS(benefit_write_fen(arena, grant->left))));
}

bool claim_part_is_open(const struct claim_part *part, const char *field, struct fault *fault)
{
    return (part->claim != 0 && part->done_on == CIVIL_DATE_NONE) ||
           fault_raise(fault, FAULT_CLAIM_PART_DONE, text_of(field), FAULT_NO_ARGS);
}
