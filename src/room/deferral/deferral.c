#include "room/deferral/deferral.h"

#include "base/arena.h"
#include "base/json_read.h"
#include "pack/pack.h"
#include "pack/variants.h"

struct words {
    const char *code;
    const char *zh;
    const char *en;
};

static const struct words states[DEFERRAL_STATE_COUNT] = {
    [DEFERRAL_PROMISED] = {"promised", "待补齐", "to follow"},
    [DEFERRAL_FULFILLED] = {"fulfilled", "已补齐", "handed in"},
    [DEFERRAL_WITHDRAWN] = {"withdrawn", "逾期未补,视为撤回", "not in time, counts as withdrawn"},
    [DEFERRAL_BREACHED] = {"breached", "逾期未补,按违诺处理", "not in time, a promise not kept"},
    [DEFERRAL_REVOKED] = {"revoked", "已撤销", "result withdrawn"},
    [DEFERRAL_VOID] = {"void", "已作废,随案终止", "void, the application has ended"},
};

const char *deferral_state_code(enum deferral_state state)
{
    ensure(state < DEFERRAL_STATE_COUNT);
    return states[state].code;
}

bool deferral_state_find(struct text code, enum deferral_state *out)
{
    for (int i = 0; i < DEFERRAL_STATE_COUNT; i++) {
        if (text_is(code, states[i].code)) {
            *out = (enum deferral_state)i;
            return true;
        }
    }
    return false;
}

struct text deferral_state_name(enum deferral_state state, enum language language)
{
    ensure(state < DEFERRAL_STATE_COUNT);
    return text_of(language == LANGUAGE_ZH ? states[state].zh : states[state].en);
}

/* -- what may follow later -- */

const struct pack_record *deferral_rule(const struct pack *pack, struct text code)
{
    return pack_find(pack, PACK_DEFERRALS, code, CIVIL_DATE_NONE);
}

static bool is_open(const struct deferral_ground *ground, const struct pack_record *variant)
{
    struct rule_view view = {ground->facts, RULE_MISSING_UNKNOWN};
    struct text item = TEXT_NONE;
    const struct jvalue *lines =
        jvalue_get(ground->pack->files[PACK_FILE_VARIANTS], "bottom_lines");
    bool is_deferral =
        text_is(jvalue_text(jvalue_get(variant->raw, "kind"), TEXT_NONE), "deferred_materials");
    return is_deferral && pack_in_force(variant, ground->today) &&
           pack_bottom_line(lines, variant->raw, &item) == NULL &&
           rule_evaluate(variant->rule, view) == RULE_YES;
}

static size_t add_effect(const struct jvalue *effect, const struct deferral_offer *of,
                         struct deferral_offer *out, size_t room)
{
    const struct jvalue *materials = jvalue_get(effect, "materials");
    size_t count = 0;
    for (uint32_t i = 0; materials != NULL && i < materials->count && count < room; i++) {
        out[count++] =
            (struct deferral_offer){jvalue_text(&materials->items[i], TEXT_NONE), of->variant};
    }
    return count;
}

size_t deferral_offers(const struct deferral_ground *ground,
                       struct deferral_offer out[DEFERRAL_OFFERS_MAX])
{
    const struct pack_records *all = &ground->pack->lists[PACK_VARIANTS];
    size_t count = 0;
    if (deferral_rule(ground->pack, ground->code) == NULL) {
        return 0;
    }
    for (uint32_t i = 0; i < all->count; i++) {
        const struct jvalue *effects = jvalue_get(all->items[i].raw, "effects");
        struct deferral_offer of = {TEXT_NONE, &all->items[i]};
        for (uint32_t k = 0; is_open(ground, &all->items[i]) && k < effects->count; k++) {
            bool is_this =
                text_is(jvalue_text(jvalue_get(&effects->items[k], "do"), TEXT_NONE), "defer") &&
                text_equal(jvalue_text(jvalue_get(&effects->items[k], "item"), TEXT_NONE),
                           ground->code);
            count += is_this ? add_effect(&effects->items[k], &of, out + count,
                                          DEFERRAL_OFFERS_MAX - count)
                             : 0;
        }
    }
    return count;
}

/* -- promising -- */

static bool refuse(struct fault *fault, const char *zh, const char *en)
{
    return fault_raise(fault, FAULT_DEFERRAL_NOT_OPEN, TEXT("materials"),
                       FAULT_ARGS(text_of(zh), text_of(en)));
}

static const struct deferral_offer *find(const struct deferral_offer *offers, size_t count,
                                         struct text material)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(offers[i].material, material)) {
            return &offers[i];
        }
    }
    return NULL;
}

static bool materials_are_offered(const struct deferral_ground *ground,
                                  const struct deferral_promise *command,
                                  struct deferral_offer *first, struct fault *fault)
{
    struct deferral_offer offers[DEFERRAL_OFFERS_MAX];
    size_t count = deferral_offers(ground, offers);
    for (size_t i = 0; i < command->materials.count; i++) {
        const struct deferral_offer *offer = find(offers, count, command->materials.items[i]);
        if (offer == NULL) {
            return refuse(fault, "所列材料不在可容缺的范围内,或项目情况不符合条件",
                          "the material is none that may follow, or the facts do not meet the "
                          "condition");
        }
        *first = *offer;
    }
    return command->materials.count > 0 ||
           refuse(fault, "请列出承诺后补的材料", "say which material will follow");
}

static bool names(struct text json, struct text material)
{
    struct arena *arena = arena_open((size_t)1 << 12, (size_t)1 << 20);
    const struct jvalue *list = NULL;
    struct fault unread = {.code = FAULT_NONE};
    bool found = false;
    if (json_read(arena, json, &list, &unread) && list->kind == JVALUE_ARRAY) {
        for (uint32_t i = 0; i < list->count; i++) {
            found |= text_equal(jvalue_text(&list->items[i], TEXT_NONE), material);
        }
    }
    arena_close(arena);
    return found;
}

/* A material is promised once: a second promise would give it a second day. */
static bool is_promised_once(const struct deferral_ground *ground,
                             const struct text_list *materials, struct fault *fault)
{
    bool is_twice = false;
    for (size_t i = 0; i < materials->count; i++) {
        for (size_t j = 0; j < ground->owed->count; j++) {
            is_twice |= names(ground->owed->items[j].materials, materials->items[i]);
        }
    }
    return !is_twice || refuse(fault, "所列材料已承诺后补，不能重复承诺",
                               "a material that is promised already is not promised again");
}

static bool day_is_right(const struct deferral_ground *ground,
                         const struct deferral_promise *command, const struct pack_record *rule,
                         struct fault *fault)
{
    int64_t days = jvalue_int(jvalue_get(rule->raw, "promise_days"), 0);
    struct calendar_day latest;
    char day[CIVIL_DATE_TEXT_SIZE];
    if (!calendar_add(ground->pack->calendar, ground->today, days, &latest, fault)) {
        return false;
    }
    if (command->due_on <= ground->today || command->due_on > latest.day) {
        return fault_raise(fault, FAULT_DEFERRAL_DAY, TEXT("due_on"),
                           FAULT_ARGS(civil_date_write(latest.day, day)));
    }
    return true;
}

bool deferral_decide_promise(const struct deferral_ground *ground,
                             const struct deferral_promise *command, struct deferral_promised *out,
                             struct fault *fault)
{
    const struct pack_record *rule = deferral_rule(ground->pack, ground->code);
    struct deferral_offer first = {TEXT_NONE, NULL};
    bool is_early = text_is(ground->application_state, "submitted") ||
                    text_is(ground->application_state, "received") ||
                    text_is(ground->application_state, "supplement");
    if (!is_early) {
        return refuse(fault, "只有在受理之前才能承诺后补", "only before it is accepted");
    }
    if (ground->is_closed_by_record) {
        return refuse(fault, "信用记录尚未修复,不能容缺受理",
                      "a mark on the credit record is not repaired");
    }
    if (rule == NULL) {
        return refuse(fault, "该事项没有可容缺的材料", "nothing of the item may follow later");
    }
    if (!materials_are_offered(ground, command, &first, fault) ||
        !is_promised_once(ground, &command->materials, fault) ||
        !day_is_right(ground, command, rule, fault)) {
        return false;
    }
    out->variant = first.variant->id;
    out->materials = command->materials;
    out->held = text_is(jvalue_text(jvalue_get(rule->raw, "certificate"), TEXT_NONE), "held");
    out->due_on = command->due_on;
    return true;
}

/* -- afterwards -- */

const char *deferral_outcome(const struct deferral *deferral)
{
    bool is_out = text_is(deferral->application_state, "delivered") ||
                  (text_is(deferral->application_state, "granted") && !deferral->is_held);
    return is_out ? "breached" : "withdrawn";
}

civil_date deferral_latest_extension(const struct pack *pack, struct text code, civil_date today)
{
    const struct pack_record *rule = deferral_rule(pack, code);
    int64_t days = rule == NULL ? 0 : jvalue_int(jvalue_get(rule->raw, "extend_days"), 0);
    struct calendar_day latest;
    struct fault ignored = {.code = FAULT_NONE};
    return days > 0 && calendar_add(pack->calendar, today, days, &latest, &ignored)
               ? latest.day
               : CIVIL_DATE_NONE;
}

static bool extension_is_right(const struct deferral_conclude *command,
                               const struct deferral_conclude_terms *terms, struct fault *fault)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    if (terms->latest == CIVIL_DATE_NONE) {
        return fault_raise(fault, FAULT_FIELD_INVALID, TEXT("consequence"),
                           FAULT_ARGS(TEXT("该事项的容缺不能延期"),
                                      TEXT("a deferral of this item is not extended")));
    }
    return (command->due_on > terms->today && command->due_on <= terms->latest) ||
           fault_raise(fault, FAULT_DEFERRAL_DAY, TEXT("due_on"),
                       FAULT_ARGS(civil_date_write(terms->latest, day)));
}

bool deferral_decide_conclude(const struct deferral *deferral,
                              const struct deferral_conclude *command,
                              const struct deferral_conclude_terms *terms, struct fault *fault)
{
    const struct actor *actor = terms->actor;
    bool is_of_unit = (ROLES_WORK & ROLE_BIT(actor->role)) != 0 && actor->org.len > 0 &&
                      text_equal(actor->org, deferral->org);
    if (!is_of_unit && actor->role != ROLE_SYSTEM) {
        return fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                           FAULT_ARGS(TEXT("由该事项的办理单位人员操作"),
                                      TEXT("people of the item's own unit do this")));
    }
    if (deferral->state != DEFERRAL_BREACHED) {
        enum language language = actor->language;
        return fault_raise(fault, FAULT_WRONG_STATE, TEXT_NONE,
                           FAULT_ARGS(deferral_state_name(deferral->state, language),
                                      language == LANGUAGE_ZH ? TEXT("处理") : TEXT("conclude it"),
                                      language == LANGUAGE_ZH ? TEXT("请刷新") : TEXT("Reload")));
    }
    return !text_is(command->consequence, "extend") || extension_is_right(command, terms, fault);
}
