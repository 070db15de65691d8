#include "room/commitment/commitment_kinds.h"

#include "pack/pack.h"
#include "pack/variants.h"

struct words {
    const char *code;
    const char *zh;
    const char *en;
};

static const struct words states[COMMITMENT_STATE_COUNT] = {
    [COMMITMENT_SIGNED] = {"signed", "已承诺,待决定", "signed, decision to come"},
    [COMMITMENT_CHECKING] = {"checking", "待核查", "to be checked"},
    [COMMITMENT_RECTIFYING] = {"rectifying", "限期整改", "to be corrected"},
    [COMMITMENT_RECHECKING] = {"rechecking", "待复查", "to be checked again"},
    [COMMITMENT_PASSED] = {"passed", "核查通过", "passed"},
    [COMMITMENT_REVOKED] = {"revoked", "已撤销", "withdrawn"},
    [COMMITMENT_BREACHED] = {"breached", "违诺,依法处理", "broken, dealt with by law"},
    [COMMITMENT_VOID] = {"void", "未采用", "not used"},
};

static const char *const offers[COMMITMENT_OFFER_COUNT] = {
    "open", "not_in_force", "no_rule", "barred", "credit", "closed", "unknown"};
static const char *const acts[COMMITMENT_ACT_COUNT] = {"check", "rectified"};

const char *commitment_state_code(enum commitment_state state)
{
    ensure(state < COMMITMENT_STATE_COUNT);
    return states[state].code;
}

bool commitment_state_find(struct text code, enum commitment_state *out)
{
    for (int i = 0; i < COMMITMENT_STATE_COUNT; i++) {
        if (text_is(code, states[i].code)) {
            *out = (enum commitment_state)i;
            return true;
        }
    }
    return false;
}

struct text commitment_state_name(enum commitment_state state, enum language language)
{
    ensure(state < COMMITMENT_STATE_COUNT);
    return text_of(language == LANGUAGE_ZH ? states[state].zh : states[state].en);
}

const char *commitment_offer_code(enum commitment_offer offer)
{
    ensure(offer < COMMITMENT_OFFER_COUNT);
    return offers[offer];
}

const char *commitment_act_code(enum commitment_act act)
{
    ensure(act < COMMITMENT_ACT_COUNT);
    return acts[act];
}

/* -- offers -- */

static bool lists(const struct jvalue *record, const char *field, struct text word)
{
    const struct jvalue *list = jvalue_get(record, field);
    for (uint32_t i = 0; list != NULL && list->kind == JVALUE_ARRAY && i < list->count; i++) {
        if (text_equal(jvalue_text(&list->items[i], TEXT_NONE), word)) {
            return true;
        }
    }
    return false;
}

bool credit_mark_closes(const struct pack *pack, const struct credit_mark *mark, struct text class)
{
    const struct pack_record *kind =
        pack_find(pack, PACK_CREDIT_KINDS, mark->kind, CIVIL_DATE_NONE);
    return mark->repaired_on == CIVIL_DATE_NONE && kind != NULL &&
           lists(kind->raw, "closes", class);
}

static struct text class_of(const struct pack_record *variant)
{
    return jvalue_text(jvalue_get(jvalue_get(variant->raw, "commitment"), "class"), TEXT_NONE);
}

static const struct credit_mark *closing_mark(const struct commitment_ground *ground)
{
    for (size_t i = 0; i < ground->marks->count; i++) {
        if (credit_mark_closes(ground->pack, &ground->marks->items[i], class_of(ground->variant))) {
            return &ground->marks->items[i];
        }
    }
    return NULL;
}

static enum commitment_offer by_facts(const struct commitment_ground *ground)
{
    struct rule_view view = {ground->facts, RULE_MISSING_UNKNOWN};
    switch (rule_evaluate(ground->variant->rule, view)) {
    case RULE_YES: return COMMITMENT_OFFER_OPEN;
    case RULE_NO: return COMMITMENT_OFFER_CLOSED;
    case RULE_UNKNOWN: break;
    }
    return COMMITMENT_OFFER_UNKNOWN;
}

enum commitment_offer commitment_offered(const struct commitment_ground *ground,
                                         const struct credit_mark **closing)
{
    struct text item = TEXT_NONE;
    const struct jvalue *lines =
        jvalue_get(ground->pack->files[PACK_FILE_VARIANTS], "bottom_lines");
    *closing = NULL;
    if (!pack_in_force(ground->variant, ground->on)) {
        return COMMITMENT_OFFER_NOT_IN_FORCE;
    }
    if (pack_bottom_line(lines, ground->variant->raw, &item) != NULL) {
        return COMMITMENT_OFFER_BARRED;
    }
    if (ground->rule == NULL || ground->text == NULL) {
        return COMMITMENT_OFFER_NO_RULE;
    }
    *closing = closing_mark(ground);
    return *closing != NULL ? COMMITMENT_OFFER_CREDIT : by_facts(ground);
}

/* -- acts -- */

#define STATE(name) (1u << COMMITMENT_##name)

static bool is_in(const struct commitment *commitment, unsigned states_set)
{
    return (states_set & (1u << commitment->state)) != 0;
}

/* While something is being corrected the checker may look again: it may be late. */
#define STATES_CHECKED (STATE(CHECKING) | STATE(RECTIFYING) | STATE(RECHECKING))

static bool is_of_work(const struct actor *actor)
{
    return (ROLES_WORK & ROLE_BIT(actor->role)) != 0;
}

static bool is_checker(const struct commitment *commitment, const struct actor *actor)
{
    return actor->role == ROLE_SYSTEM ||
           (is_of_work(actor) && actor->org.len > 0 && text_equal(actor->org, commitment->checker));
}

static bool has_decided(const struct commitment *commitment, const struct actor *actor)
{
    return commitment->decider != 0 && commitment->decider == actor->account;
}

bool commitment_may(const struct commitment *commitment, enum commitment_act act,
                    const struct actor *actor)
{
    if (act == COMMITMENT_RECTIFY) {
        return is_in(commitment, STATE(RECTIFYING)) && actor->role == ROLE_ENTERPRISE;
    }
    return is_in(commitment, STATES_CHECKED) && is_checker(commitment, actor) &&
           !has_decided(commitment, actor);
}

static bool refuse(struct fault *fault, const char *zh, const char *en)
{
    return fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE, FAULT_ARGS(text_of(zh), text_of(en)));
}

static bool refuse_state(const struct commitment *commitment, const struct actor *actor,
                         const char *zh, const char *en, struct fault *fault)
{
    enum language language = actor->language;
    struct text advice = language == LANGUAGE_ZH ? TEXT("请刷新查看最新状态和下一步")
                                                 : TEXT("Reload to see what comes next");
    return fault_raise(fault, FAULT_WRONG_STATE, TEXT_NONE,
                       FAULT_ARGS(commitment_state_name(commitment->state, language),
                                  text_of(language == LANGUAGE_ZH ? zh : en), advice));
}

static bool check_is_open(const struct commitment *commitment, const struct actor *actor,
                          struct fault *fault)
{
    if (!is_checker(commitment, actor)) {
        return refuse(fault, "由核查单位人员核查", "people of the unit that checks do this");
    }
    if (has_decided(commitment, actor)) {
        return refuse(fault, "作出决定的人不能核查自己的决定",
                      "who decided may not check the decision");
    }
    return is_in(commitment, STATES_CHECKED) ||
           refuse_state(commitment, actor, "核查", "check it", fault);
}

/* -- what a check leads to -- */

static const char *consequences_now(const struct commitment *commitment, bool is_false)
{
    bool was_corrected =
        commitment->state == COMMITMENT_RECTIFYING || commitment->state == COMMITMENT_RECHECKING;
    return was_corrected ? "on_unmended" : is_false ? "on_false" : "on_failed";
}

size_t commitment_consequences(const struct commitment *commitment, const struct pack_record *rule,
                               bool is_false, struct text out[COMMITMENT_CONSEQUENCES_MAX])
{
    size_t count = 0;
    const struct jvalue *list =
        rule == NULL ? NULL : jvalue_get(rule->raw, consequences_now(commitment, is_false));
    for (uint32_t i = 0; list != NULL && i < list->count && count < COMMITMENT_CONSEQUENCES_MAX;
         i++) {
        out[count++] = jvalue_text(&list->items[i], TEXT_NONE);
    }
    return count;
}

static bool consequence_is_right(const struct commitment *commitment,
                                 const struct commitment_check *command,
                                 const struct commitment_setting *setting, struct fault *fault)
{
    struct text open[COMMITMENT_CONSEQUENCES_MAX];
    size_t count = commitment_consequences(commitment, setting->rule, command->is_false, open);
    for (size_t i = 0; i < count; i++) {
        if (text_equal(open[i], command->consequence)) {
            return true;
        }
    }
    return fault_raise(fault, FAULT_COMMITMENT_CONSEQUENCE, TEXT("consequence"), FAULT_NO_ARGS);
}

/* A false promise marks as such; one that was not kept marks where the rule says so. */
static struct text mark_of(const struct commitment_check *command, const struct pack_record *rule)
{
    if (command->is_false && lists(rule->raw, "marks", TEXT("false"))) {
        return TEXT("false_commitment");
    }
    return lists(rule->raw, "marks", command->consequence) ? TEXT("broken_commitment") : TEXT_NONE;
}

civil_date commitment_due(const struct calendar *calendar, civil_date from, int64_t days)
{
    struct calendar_day due;
    struct fault ignored = {.code = FAULT_NONE};
    return calendar_add(calendar, from, days, &due, &ignored) ? due.day : CIVIL_DATE_NONE;
}

bool commitment_decide_check(const struct commitment *commitment,
                             const struct commitment_check *command,
                             const struct commitment_setting *setting,
                             struct commitment_checked *out, struct fault *fault)
{
    bool passed = text_is(command->result, "passed");
    if (!check_is_open(commitment, setting->actor, fault)) {
        return false;
    }
    if (commitment->state == COMMITMENT_RECTIFYING && passed) {
        return refuse_state(commitment, setting->actor, "核查通过", "pass it", fault);
    }
    if (commitment->state == COMMITMENT_RECTIFYING && setting->today <= commitment->rectify_by) {
        char day[CIVIL_DATE_TEXT_SIZE];
        return fault_raise(fault, FAULT_COMMITMENT_RECTIFY_RUNS, TEXT_NONE,
                           FAULT_ARGS(civil_date_write(commitment->rectify_by, day)));
    }
    *out = (struct commitment_checked){.result = command->result,
                                       .note = command->note,
                                       .consequence = TEXT_NONE,
                                       .mark = TEXT_NONE,
                                       .rectify_by = CIVIL_DATE_NONE};
    if (passed) {
        return true;
    }
    if (command->note.len == 0) {
        fault_raise(fault, FAULT_REASON_REQUIRED, TEXT("note"), FAULT_NO_ARGS);
        fault_label(fault, "核查情况", "what was found");
        return false;
    }
    if (!consequence_is_right(commitment, command, setting, fault)) {
        return false;
    }
    out->consequence = command->consequence;
    out->is_false = command->is_false;
    out->mark = mark_of(command, setting->rule);
    if (text_is(command->consequence, "rectify")) {
        out->rectify_by =
            commitment_due(setting->calendar, setting->today,
                           jvalue_int(jvalue_get(setting->rule->raw, "rectify_days"), 0));
    }
    return true;
}

bool commitment_decide_rectify(const struct commitment *commitment,
                               const struct commitment_setting *setting, struct fault *fault)
{
    if (setting->actor->role != ROLE_ENTERPRISE) {
        return refuse(fault, "由承诺人报告整改情况", "the promisor reports the correction");
    }
    return is_in(commitment, STATE(RECTIFYING)) ||
           refuse_state(commitment, setting->actor, "报告整改", "report a correction", fault);
}

bool commitment_decide_repair(const struct credit_mark *mark, const struct actor *actor,
                              struct fault *fault)
{
    bool is_of_unit = is_of_work(actor) && actor->org.len > 0 && text_equal(actor->org, mark->org);
    if (!is_of_unit && actor->role != ROLE_SYSTEM) {
        return refuse(fault, "由认定该记录的单位核准修复", "the unit that recorded it repairs it");
    }
    if (mark->repaired_on != CIVIL_DATE_NONE) {
        return fault_raise(
            fault, FAULT_ALREADY_DONE, TEXT_NONE,
            FAULT_ARGS(TEXT("该信用记录已修复"), TEXT("this mark is repaired already")));
    }
    return true;
}
