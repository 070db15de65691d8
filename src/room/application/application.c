#include "room/application/application.h"

#include "base/arena.h"
#include "room/application/application_desk.h"
#include "room/application/application_stop.h"

struct words {
    const char *code;
    const char *zh;
    const char *en;
};

static const struct words states[APPLICATION_STATE_COUNT] = {
    [APPLICATION_SUBMITTED] = {"submitted", "待收件", "to be received"},
    [APPLICATION_RECEIVED] = {"received", "待受理", "to be accepted"},
    [APPLICATION_SUPPLEMENT] = {"supplement", "补正中", "supplements asked for"},
    [APPLICATION_ACCEPTED] = {"accepted", "审查中", "under examination"},
    [APPLICATION_SPECIAL] = {"special", "特别程序(计时暂停)", "special procedure (clock stopped)"},
    [APPLICATION_SUSPENDED] = {"suspended", "中止(计时暂停)", "suspended (clock stopped)"},
    [APPLICATION_GRANTED] = {"granted", "办结(通过)", "granted"},
    [APPLICATION_REFUSED] = {"refused", "办结(不通过)", "refused"},
    [APPLICATION_NOT_ACCEPTED] = {"not_accepted", "不予受理", "not accepted"},
    [APPLICATION_WITHDRAWN] = {"withdrawn", "撤件", "withdrawn"},
    [APPLICATION_DELIVERED] = {"delivered", "已送达", "delivered"},
    [APPLICATION_REVOKED] = {"revoked", "已撤销", "withdrawn by the authority"},
};

static struct text in(struct words words, enum language language)
{
    return text_of(language == LANGUAGE_ZH ? words.zh : words.en);
}

const char *application_state_code(enum application_state state)
{
    ensure(state < APPLICATION_STATE_COUNT);
    return states[state].code;
}

bool application_state_find(struct text code, enum application_state *out)
{
    for (int i = 0; i < APPLICATION_STATE_COUNT; i++) {
        if (text_is(code, states[i].code)) {
            *out = (enum application_state)i;
            return true;
        }
    }
    return false;
}

struct text application_state_name(enum application_state state, enum language language)
{
    ensure(state < APPLICATION_STATE_COUNT);
    return in(states[state], language);
}

#define STATE(name) (1u << APPLICATION_##name)
#define STATES_OPEN                                                                                \
    (STATE(SUBMITTED) | STATE(RECEIVED) | STATE(SUPPLEMENT) | STATE(ACCEPTED) | STATE(SPECIAL) |   \
     STATE(SUSPENDED))
#define STATES_UNANSWERED (STATE(SUBMITTED) | STATE(RECEIVED))

static bool is_one_of(enum application_state state, unsigned set)
{
    return (set & (1u << state)) != 0;
}

bool application_state_is_open(enum application_state state)
{
    return is_one_of(state, STATES_OPEN);
}

bool application_state_is_done(enum application_state state)
{
    return is_one_of(state, STATE(GRANTED) | STATE(DELIVERED));
}

/* -- who may do what, when -- */

enum party { PARTY_UNIT, PARTY_APPLICANT, PARTY_URGER, PARTY_VERIFIER };

struct act_line {
    struct words words;
    unsigned states;
    enum party party;
    bool is_of_unit_only; /* there is no such act where the enterprise organises the item itself */
    unsigned stages;      /* 0: any */
};

#define STAGE(name) (1u << APPLICATION_STAGE_##name)

static const struct act_line acts[APPLICATION_ACT_COUNT] = {
    [APPLICATION_OPEN] = {{"open", "打开", "open it"}, STATES_OPEN, PARTY_UNIT, true},
    [APPLICATION_RECEIVE] =
        {{"receive", "收件", "receive it"}, STATE(SUBMITTED), PARTY_UNIT, true, STAGE(INTAKE)},
    [APPLICATION_ACCEPT] =
        {{"accept", "受理", "accept it"}, STATE(RECEIVED), PARTY_UNIT, true, STAGE(ACCEPTANCE)},
    [APPLICATION_NOT_ACCEPT] = {{"not-accept", "不予受理", "decline to accept it"},
                                STATES_UNANSWERED,
                                PARTY_UNIT,
                                true},
    [APPLICATION_ASK] = {{"supplement", "要求补正", "ask for supplements"},
                         STATE(RECEIVED),
                         PARTY_UNIT,
                         true,
                         STAGE(ACCEPTANCE)},
    [APPLICATION_COMPLETE] = {{"supplement-complete", "提交补正", "hand in supplements"},
                              STATE(SUPPLEMENT),
                              PARTY_APPLICANT,
                              true},
    [APPLICATION_SPECIAL_START] = {{"special-start", "启动特别程序", "begin a special procedure"},
                                   STATE(ACCEPTED),
                                   PARTY_UNIT,
                                   true,
                                   STAGE(REVIEW) | STAGE(DECISION)},
    [APPLICATION_SPECIAL_END] = {{"special-end", "结束特别程序", "end the special procedure"},
                                 STATE(SPECIAL),
                                 PARTY_UNIT,
                                 true},
    [APPLICATION_EXTEND] = {{"extend", "延长办理期限", "extend the limit"},
                            STATE(ACCEPTED) | STATE(SPECIAL) | STATE(SUSPENDED),
                            PARTY_UNIT,
                            true},
    [APPLICATION_SUSPEND] = {{"suspend", "中止办理", "suspend it"},
                             STATE(ACCEPTED),
                             PARTY_UNIT,
                             true},
    [APPLICATION_RESUME] = {{"resume", "恢复办理", "resume it"},
                            STATE(SUSPENDED),
                            PARTY_UNIT,
                            true},
    [APPLICATION_RENEW] = {{"pause-renew", "重新说明暂停理由", "justify the pause anew"},
                           STATE(SPECIAL) | STATE(SUSPENDED),
                           PARTY_UNIT,
                           true},
    [APPLICATION_DECIDE] = {{"decide", "办结", "decide"},
                            STATE(ACCEPTED),
                            PARTY_UNIT,
                            false,
                            STAGE(REVIEW) | STAGE(DECISION)},
    [APPLICATION_DELIVER] = {{"deliver", "送达", "deliver"}, STATE(GRANTED), PARTY_UNIT, true},
    [APPLICATION_WITHDRAW] = {{"withdraw", "撤件", "withdraw it"},
                              STATES_OPEN,
                              PARTY_APPLICANT,
                              false},
    [APPLICATION_REMIND] = {{"remind", "催办", "send a reminder"},
                            STATES_OPEN | STATE(GRANTED),
                            PARTY_URGER,
                            true},
    [APPLICATION_VERIFY] = {{"verified", "核实现状", "verify the state"},
                            STATES_OPEN | STATE(GRANTED),
                            PARTY_VERIFIER,
                            false},
    [APPLICATION_HANDLE] = {{"handler", "指派经办人", "name a handler"},
                            STATES_OPEN,
                            PARTY_UNIT,
                            true},
    [APPLICATION_PROPOSE] = {{"propose", "报请决定", "propose a decision"},
                             STATE(ACCEPTED),
                             PARTY_UNIT,
                             true,
                             STAGE(REVIEW)},
    [APPLICATION_RETURN] = {{"return", "退回前面的环节", "return it to an earlier stage"},
                            STATE(RECEIVED) | STATE(ACCEPTED) | STATE(GRANTED),
                            PARTY_UNIT,
                            true,
                            STAGE(ACCEPTANCE) | STAGE(REVIEW) | STAGE(DECISION) | STAGE(DELIVERY)},
    [APPLICATION_FORWARD] = {{"forward", "转下一环节", "pass it on"},
                             STATE(RECEIVED) | STATE(ACCEPTED),
                             PARTY_UNIT,
                             true,
                             STAGE(INTAKE) | STAGE(ACCEPTANCE)},
    [APPLICATION_TRANSFER] = {{"transfer", "移送", "transfer it"}, STATES_OPEN, PARTY_UNIT, true},
    [APPLICATION_MEET] = {{"condition-met", "确认条件已落实", "confirm a condition"},
                          STATE(GRANTED) | STATE(DELIVERED),
                          PARTY_UNIT,
                          true},
};

const char *application_act_code(enum application_act act)
{
    ensure(act < APPLICATION_ACT_COUNT);
    return acts[act].words.code;
}

#define ROLES_APPLICANT (ROLE_BIT(ROLE_ENTERPRISE) | ROLE_BIT(ROLE_NAVIGATOR))

static bool is_of(role_set roles, const struct actor *actor)
{
    return (roles & ROLE_BIT(actor->role)) != 0;
}

static bool is_of_unit(const struct application *application, const struct actor *actor)
{
    return is_of(ROLES_WORK, actor) && actor->org.len > 0 &&
           text_equal(actor->org, application->org);
}

static bool is_ones_own(const struct application *application, enum application_act act,
                        const struct actor *actor)
{
    bool is_applicant = is_of(ROLES_APPLICANT, actor);
    if (actor->role == ROLE_SYSTEM) {
        return true;
    }
    switch (acts[act].party) {
    case PARTY_UNIT:
        /* A hall hands out for the units: of what is decided, nothing else. */
        if (act == APPLICATION_DELIVER && actor->role == ROLE_WINDOW) {
            return !application->is_own;
        }
        return application->is_own ? is_applicant : is_of_unit(application, actor);
    case PARTY_APPLICANT: return is_applicant;
    case PARTY_URGER: return is_applicant || is_of(ROLES_COORDINATORS | ROLES_WATCHERS, actor);
    case PARTY_VERIFIER:
        return actor->role == ROLE_NAVIGATOR || is_of_unit(application, actor) ||
               (application->is_own && is_applicant);
    }
    return false;
}

static bool refuse_party(enum party party, bool is_own, struct fault *fault)
{
    static const struct words who[] = {
        [PARTY_UNIT] = {"", "由该事项的办理单位人员操作", "people of the item's own unit do this"},
        [PARTY_APPLICANT] = {"", "由企业或其代办员操作",
                             "the enterprise or its navigator does this"},
        [PARTY_URGER] =
            {"", "由企业、代办员、服务中心协调员、领导或督查员催办",
             "the enterprise, its navigator, coordinators, leaders and supervisors may urge"},
        [PARTY_VERIFIER] = {"", "由办理单位人员或代办员核实", "the unit or the navigator verifies"},
    };
    struct words words = who[party == PARTY_UNIT && is_own ? PARTY_APPLICANT : party];
    return fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                       FAULT_ARGS(text_of(words.zh), text_of(words.en)));
}

/* -- state on a day -- */

/* Silence changes the state without an act. */
static enum application_state state_on(const struct application *application,
                                       const struct calendar *calendar, civil_date day)
{
    struct clock_reading reading;
    struct fault ignored = {.code = FAULT_NONE};
    bool is_unanswered = is_one_of(application->state, STATES_UNANSWERED);
    if (is_unanswered && application_clock(application, calendar, day, &reading, &ignored) &&
        reading.is_deemed) {
        return APPLICATION_ACCEPTED;
    }
    return application->state;
}

enum application_state application_state_on(const struct application *application,
                                            const struct application_setting *setting)
{
    return state_on(application, setting->calendar, setting->today);
}

/* An act belongs to a stage: what was returned is passed on first. */
static bool stage_allows(const struct application *application, enum application_act act,
                         enum application_state state)
{
    unsigned stages = acts[act].stages;
    enum application_stage stage = application_stage_of(application, state);
    bool is_behind = act != APPLICATION_FORWARD || application_stage_is_behind(application, state);
    return application->is_own || ((stages == 0 || (stages & (1u << stage)) != 0) && is_behind);
}

static bool is_possible(const struct application *application, enum application_act act,
                        enum application_state state)
{
    if (application->is_own && acts[act].is_of_unit_only) {
        return false;
    }
    bool is_repeated = act == APPLICATION_ASK && application->asked_on != CIVIL_DATE_NONE;
    return is_one_of(state, acts[act].states) && !is_repeated &&
           stage_allows(application, act, state);
}

static bool refuse_silence(const struct application *application, const struct act_line *line,
                           const struct application_setting *setting, struct fault *fault)
{
    struct clock_reading reading;
    char day[CIVIL_DATE_TEXT_SIZE];
    if (!application_clock(application, setting->calendar, setting->today, &reading, fault)) {
        return false;
    }
    struct text since = civil_date_write(reading.accepted_on, day);
    return fault_raise(fault, FAULT_ACCEPTED_BY_SILENCE, TEXT_NONE,
                       FAULT_ARGS(since, text_of(line->words.zh), text_of(line->words.en)));
}

static bool refuse_state(const struct application *application, enum application_act act,
                         enum application_state state, const struct application_setting *setting,
                         struct fault *fault)
{
    const struct act_line *line = &acts[act];
    enum language language = setting->actor->language;
    char day[CIVIL_DATE_TEXT_SIZE];
    if (act == APPLICATION_ASK && application->asked_on != CIVIL_DATE_NONE) {
        struct text asked = civil_date_write(application->asked_on, day);
        return fault_raise(fault, FAULT_SUPPLEMENT_TWICE, TEXT_NONE, FAULT_ARGS(asked));
    }
    if (state != application->state && (line->states & STATES_UNANSWERED) != 0) {
        return refuse_silence(application, line, setting, fault);
    }
    struct text advice = language == LANGUAGE_ZH ? TEXT("请刷新查看最新状态和下一步")
                                                 : TEXT("Reload to see what comes next");
    bool is_of_stage = is_one_of(state, line->states);
    struct text now =
        is_of_stage ? application_stage_name(application_stage_of(application, state), language)
                    : in(states[state], language);
    return fault_raise(fault, FAULT_WRONG_STATE, TEXT_NONE,
                       FAULT_ARGS(now, in(line->words, language), advice));
}

bool application_may(const struct application *application, enum application_act act,
                     const struct application_setting *setting)
{
    bool is_again =
        (act == APPLICATION_OPEN && application->opened_on != CIVIL_DATE_NONE) ||
        (act == APPLICATION_EXTEND && application_extended_on(application) != CIVIL_DATE_NONE);
    return is_ones_own(application, act, setting->actor) && !is_again &&
           is_possible(application, act, state_on(application, setting->calendar, setting->today));
}

static bool day_is_right(const struct application *application, civil_date on, civil_date today,
                         struct fault *fault)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    if (on > today) {
        fault_raise(fault, FAULT_DAY_IN_FUTURE, TEXT("on"), FAULT_NO_ARGS);
        fault_label(fault, "日期", "day");
        return false;
    }
    if (on < application->last_on) {
        fault_raise(fault, FAULT_DAY_BEFORE_LAST_ACT, TEXT("on"),
                    FAULT_ARGS(civil_date_write(application->last_on, day)));
        fault_label(fault, "日期", "day");
        return false;
    }
    return true;
}

bool application_decide_act(const struct application *application, enum application_act act,
                            const struct application_setting *setting, civil_date given,
                            civil_date *out_on, struct fault *fault)
{
    civil_date on = given == CIVIL_DATE_NONE ? setting->today : given;
    civil_date asked = on < application->last_on ? application->last_on : on;
    enum application_state state =
        state_on(application, setting->calendar, asked > setting->today ? setting->today : asked);
    if (!is_ones_own(application, act, setting->actor)) {
        return refuse_party(acts[act].party, application->is_own, fault);
    }
    if (!is_possible(application, act, state)) {
        return refuse_state(application, act, state, setting, fault);
    }
    if (!day_is_right(application, on, setting->today, fault)) {
        return false;
    }
    *out_on = on;
    return true;
}

/* -- acts that ask for more -- */

bool application_decide_ask(const struct application *application,
                            const struct application_ask *command,
                            const struct application_setting *setting, civil_date *out_on,
                            struct fault *fault)
{
    if (!application_decide_act(application, APPLICATION_ASK, setting, command->on, out_on,
                                fault)) {
        return false;
    }
    if (command->reasons.count == 0) {
        fault_raise(fault, FAULT_FIELD_REQUIRED, TEXT("reasons"), FAULT_NO_ARGS);
        fault_label(fault, "补正原因", "reasons");
        return false;
    }
    return true;
}

bool application_notice_is_right(const struct application *application, civil_date noticed_on,
                                 civil_date today, struct fault *fault)
{
    bool is_early = noticed_on < application->submitted_on;
    if (!is_early && noticed_on <= today) {
        return true;
    }
    if (is_early) {
        fault_raise(
            fault, FAULT_FIELD_INVALID, TEXT("noticed_on"),
            FAULT_ARGS(TEXT("早于提交申请的日期"), TEXT("it is before the application came in")));
    } else {
        fault_raise(fault, FAULT_DAY_IN_FUTURE, TEXT("noticed_on"), FAULT_NO_ARGS);
    }
    fault_label(fault, "告知日期", "day of the notice");
    return false;
}

bool application_decide_special(const struct application *application,
                                const struct application_special_start *command,
                                const struct application_setting *setting, civil_date *out_on,
                                struct fault *fault)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    civil_date on = CIVIL_DATE_NONE;
    if (!application_decide_act(application, APPLICATION_SPECIAL_START, setting, command->on, &on,
                                fault)) {
        return false;
    }
    if (command->noticed_on == CIVIL_DATE_NONE) {
        fault_raise(fault, FAULT_FIELD_REQUIRED, TEXT("noticed_on"), FAULT_NO_ARGS);
        fault_label(fault, "书面告知日期", "day of the written notice");
        return false;
    }
    if (!application_notice_is_right(application, command->noticed_on, setting->today, fault)) {
        return false;
    }
    if (on < command->noticed_on) {
        return fault_raise(fault, FAULT_DAY_BEFORE_NOTICE, TEXT("on"),
                           FAULT_ARGS(civil_date_write(command->noticed_on, day)));
    }
    *out_on = on;
    return true;
}

static bool refusal_is_founded(const struct application_decide *command, struct fault *fault)
{
    if (command->reason.len == 0) {
        fault_raise(fault, FAULT_REASON_REQUIRED, TEXT("reason"), FAULT_NO_ARGS);
        fault_label(fault, "理由", "reason");
        return false;
    }
    if (command->basis.len == 0) {
        fault_raise(fault, FAULT_FIELD_REQUIRED, TEXT("basis"), FAULT_NO_ARGS);
        fault_label(fault, "依据", "legal basis");
        return false;
    }
    return true;
}

/* A conditional grant says on what, and until when; another has nothing to say there. */
static bool conditions_are_right(const struct application_decide *command, civil_date on,
                                 struct fault *fault)
{
    struct arena *arena = arena_open((size_t)1 << 14, (size_t)1 << 22);
    struct application_conditions conditions;
    bool is_conditional = text_is(command->result, "conditional");
    bool right =
        application_conditions_read(arena, command->conditions, on, is_conditional, &conditions);
    arena_close(arena);
    if (!right) {
        fault_raise(
            fault, FAULT_FIELD_INVALID, TEXT("conditions"),
            FAULT_ARGS(
                TEXT("附条件许可须逐项写明条件和期限（晚于决定日期），最多 30 项；其他结果不填"),
                TEXT("a conditional grant names each condition with a day after the "
                     "decision, at most 30; other results name none")));
        fault_label(fault, "条件", "conditions");
    }
    return right;
}

bool application_decide_result(const struct application *application,
                               const struct application_decide *command,
                               const struct application_setting *setting, civil_date *out_on,
                               struct fault *fault)
{
    civil_date on = CIVIL_DATE_NONE;
    bool is_refusal = text_is(command->result, "refused");
    if (!application_decide_act(application, APPLICATION_DECIDE, setting, command->on, &on,
                                fault)) {
        return false;
    }
    if (is_refusal && !refusal_is_founded(command, fault)) {
        return false;
    }
    if (!conditions_are_right(command, on, fault)) {
        return false;
    }
    bool has_files = command->files.len > 2; /* "[]" */
    if (application->is_own && !is_refusal && command->document.len == 0 && !has_files) {
        return fault_raise(fault, FAULT_EVIDENCE_REQUIRED, TEXT("document"), FAULT_NO_ARGS);
    }
    if (command->valid_until != CIVIL_DATE_NONE && command->valid_until < on) {
        fault_raise(fault, FAULT_FIELD_INVALID, TEXT("valid_until"),
                    FAULT_ARGS(TEXT("早于作出决定的日期"), TEXT("it is before the decision")));
        fault_label(fault, "有效期至", "valid until");
        return false;
    }
    *out_on = on;
    return true;
}
