#include "room/application/application_desk.h"

#include "base/arena.h"
#include "base/json_read.h"

/* -- stages -- */

static const struct {
    const char *code;
    const char *zh;
    const char *en;
} stages[APPLICATION_STAGE_COUNT] = {
    [APPLICATION_STAGE_NONE] = {"", "", ""},
    [APPLICATION_STAGE_INTAKE] = {"intake", "收件", "intake"},
    [APPLICATION_STAGE_ACCEPTANCE] = {"acceptance", "受理", "acceptance"},
    [APPLICATION_STAGE_REVIEW] = {"review", "审查", "review"},
    [APPLICATION_STAGE_DECISION] = {"decision", "决定", "decision"},
    [APPLICATION_STAGE_DELIVERY] = {"delivery", "送达", "delivery"},
    [APPLICATION_STAGE_ENDED] = {"ended", "办结", "ended"},
};

const char *application_stage_code(enum application_stage stage)
{
    ensure(stage < APPLICATION_STAGE_COUNT);
    return stages[stage].code;
}

struct text application_stage_name(enum application_stage stage, enum language language)
{
    ensure(stage < APPLICATION_STAGE_COUNT);
    return text_of(language == LANGUAGE_ZH ? stages[stage].zh : stages[stage].en);
}

bool application_stage_find(struct text code, enum application_stage *out)
{
    for (int i = 0; i < APPLICATION_STAGE_COUNT; i++) {
        if (text_is(code, stages[i].code)) {
            *out = (enum application_stage)i;
            return true;
        }
    }
    return false;
}

static enum application_stage natural_stage(const struct application *application,
                                            enum application_state state)
{
    switch (state) {
    case APPLICATION_SUBMITTED: return APPLICATION_STAGE_INTAKE;
    case APPLICATION_RECEIVED:
    case APPLICATION_SUPPLEMENT: return APPLICATION_STAGE_ACCEPTANCE;
    case APPLICATION_ACCEPTED:
    case APPLICATION_SPECIAL:
    case APPLICATION_SUSPENDED: return APPLICATION_STAGE_REVIEW;
    case APPLICATION_GRANTED:
        return application->is_own ? APPLICATION_STAGE_ENDED : APPLICATION_STAGE_DELIVERY;
    default: return APPLICATION_STAGE_ENDED;
    }
}

enum application_stage application_stage_of(const struct application *application,
                                            enum application_state state)
{
    bool is_set = application->desk.stage != APPLICATION_STAGE_NONE &&
                  application_state_is_open(state) && state != APPLICATION_SUPPLEMENT;
    return is_set ? application->desk.stage : natural_stage(application, state);
}

/* -- returning, passing on -- */

static bool refuse_stage(struct fault *fault, const struct application *application)
{
    (void)application;
    fault_raise(fault, FAULT_FIELD_INVALID, TEXT("to"),
                FAULT_ARGS(TEXT("只能退回到当前环节以前的环节"),
                           TEXT("only a stage before the one it is in")));
    fault_label(fault, "退回到", "returned to");
    return false;
}

bool application_decide_return(const struct application *application,
                               const struct application_return *command,
                               const struct application_setting *setting,
                               struct application_returned *out, struct fault *fault)
{
    enum application_stage to = APPLICATION_STAGE_NONE;
    civil_date on = CIVIL_DATE_NONE;
    if (!application_decide_act(application, APPLICATION_RETURN, setting, CIVIL_DATE_NONE, &on,
                                fault)) {
        return false;
    }
    enum application_stage from =
        application_stage_of(application, application_state_on(application, setting));
    bool is_stage = application_stage_find(command->to, &to) && to != APPLICATION_STAGE_NONE;
    if (!is_stage || to >= from) {
        return refuse_stage(fault, application);
    }
    *out = (struct application_returned){
        .from = text_of(application_stage_code(from)),
        .to = command->to,
        .code = command->code,
        .reason = command->reason,
        .undone = application->state == APPLICATION_GRANTED,
    };
    return true;
}

bool application_decide_forward(const struct application *application,
                                const struct application_setting *setting, struct text *out_to,
                                struct fault *fault)
{
    civil_date on = CIVIL_DATE_NONE;
    if (!application_decide_act(application, APPLICATION_FORWARD, setting, CIVIL_DATE_NONE, &on,
                                fault)) {
        return false;
    }
    enum application_state state = application_state_on(application, setting);
    enum application_stage next =
        (enum application_stage)(application_stage_of(application, state) + 1);
    bool is_natural = next >= natural_stage(application, state);
    *out_to = is_natural ? TEXT_NONE : text_of(application_stage_code(next));
    return true;
}

bool application_stage_is_behind(const struct application *application,
                                 enum application_state state)
{
    return application_stage_of(application, state) < natural_stage(application, state);
}

bool application_decide_transfer(const struct application_move *waiting, bool takes,
                                 const struct actor *actor, bool *out_withdrawn,
                                 struct fault *fault)
{
    bool is_work = (ROLES_WORK & ROLE_BIT(actor->role)) != 0 && actor->org.len > 0;
    bool is_target = is_work && text_equal(actor->org, waiting->to);
    bool is_source = is_work && text_equal(actor->org, waiting->from);
    if (waiting->id == 0) {
        bool is_zh = actor->language == LANGUAGE_ZH;
        return fault_raise(
            fault, FAULT_WRONG_STATE, TEXT_NONE,
            FAULT_ARGS(is_zh ? TEXT("没有等待确认的移送") : TEXT("no transfer waits"),
                       is_zh ? TEXT("确认或退回移送") : TEXT("answer a transfer"),
                       is_zh ? TEXT("请刷新查看") : TEXT("Reload to see it")));
    }
    if (!is_target && (takes || !is_source)) {
        return fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                           FAULT_ARGS(TEXT("由接收移送的单位确认"),
                                      TEXT("the unit it is transferred to answers")));
    }
    *out_withdrawn = is_source;
    return true;
}

/* -- conditions -- */

static bool read_condition(const struct jvalue *from, civil_date on,
                           struct application_condition *out)
{
    struct text words = text_trim(jvalue_text(jvalue_get(from, "text"), TEXT_NONE));
    struct text day = jvalue_text(jvalue_get(from, "due_on"), TEXT_NONE);
    *out = (struct application_condition){.words = words, .due_on = CIVIL_DATE_NONE};
    return words.len > 0 && text_length(words) <= 500 && !text_has_controls(words) &&
           civil_date_parse(day, &out->due_on) && out->due_on > on;
}

bool application_conditions_read(struct arena *arena, struct text json, civil_date on,
                                 bool is_conditional, struct application_conditions *out)
{
    const struct jvalue *array = NULL;
    struct fault unread = {.code = FAULT_NONE};
    *out = (struct application_conditions){NULL, 0};
    if (json.len == 0) {
        return !is_conditional;
    }
    if (!json_read(arena, json, &array, &unread) || array->kind != JVALUE_ARRAY ||
        array->count > APPLICATION_CONDITIONS_MAX || (array->count > 0) != is_conditional) {
        return false;
    }
    out->items = arena_array(arena, struct application_condition, array->count + 1);
    for (uint32_t i = 0; i < array->count; i++) {
        if (!read_condition(&array->items[i], on, &out->items[i])) {
            return false;
        }
        out->items[i].position = i + 1;
    }
    out->count = array->count;
    return true;
}
