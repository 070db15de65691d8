#include "room/validity/validity.h"

#include "base/arena.h"
#include "base/json_read.h"
#include "pack/pack.h"

static const char *const states[VALIDITY_STATE_COUNT] = {"running", "ended", "lapsed"};

const char *validity_state_code(enum validity_state state)
{
    ensure(state < VALIDITY_STATE_COUNT);
    return states[state];
}

bool validity_state_find(struct text code, enum validity_state *out)
{
    for (int i = 0; i < VALIDITY_STATE_COUNT; i++) {
        if (text_is(code, states[i])) {
            *out = (enum validity_state)i;
            return true;
        }
    }
    return false;
}

civil_date validity_next(struct arena *arena, struct text notice_days, civil_date until,
                         civil_date today)
{
    const struct jvalue *list = NULL;
    struct fault ignored = {.code = FAULT_NONE};
    civil_date next = until + 1;
    if (!json_read(arena, notice_days, &list, &ignored) || list->kind != JVALUE_ARRAY) {
        return next;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        civil_date day = until - (civil_date)jvalue_int(&list->items[i], 0);
        next = day > today && day < next ? day : next;
    }
    return next;
}

/* -- results -- */

static struct text days_json(struct arena *arena, const struct jvalue *list)
{
    struct text out = TEXT("[");
    for (uint32_t i = 0; list != NULL && i < list->count; i++) {
        out = text_format(arena, "%.*s%s%lld", TEXT_ARG(out), i > 0 ? "," : "",
                          (long long)jvalue_int(&list->items[i], 0));
    }
    return text_format(arena, "%.*s]", TEXT_ARG(out));
}

/* What the decision itself says goes before the rule. */
bool validity_of_result(const struct validity_granted *granted, struct validity_watched *out)
{
    const struct jvalue *rule = granted->rule == NULL ? NULL : granted->rule->raw;
    int64_t months = jvalue_int(jvalue_get(rule, "months"), 0);
    if (rule == NULL || (granted->valid_until == CIVIL_DATE_NONE && months == 0)) {
        return false;
    }
    out->until = granted->valid_until != CIVIL_DATE_NONE
                     ? granted->valid_until
                     : civil_date_months_after(granted->from, months);
    out->ends_with = jvalue_text(jvalue_get(rule, "ends_with"), TEXT_NONE);
    out->lapse = jvalue_text(jvalue_get(rule, "lapse"), TEXT("expire"));
    out->law = jvalue_text(jvalue_get(rule, "legal_basis"), TEXT_NONE);
    out->extensions_most = jvalue_int(jvalue_get(rule, "extensions"), -1);
    out->extension_months = jvalue_int(jvalue_get(rule, "extension_months"), 0);
    out->notice_days = days_json(granted->arena, jvalue_get(rule, "notice_days"));
    out->next_on = validity_next(granted->arena, out->notice_days, out->until, granted->from);
    return true;
}

/* -- commands -- */

bool validity_decide_refer(const struct validity_refer *command, civil_date today,
                           struct fault *fault)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    if (command->valid_until < today) {
        return fault_raise(fault, FAULT_ASSESSMENT_EXPIRED, TEXT("valid_until"),
                           FAULT_ARGS(civil_date_write(command->valid_until, day)));
    }
    return command->within_terms == 1 ||
           fault_raise(fault, FAULT_ASSESSMENT_TERMS, TEXT("within_terms"), FAULT_NO_ARGS);
}

static bool is_of_unit(const struct validity *validity, const struct actor *actor)
{
    return actor->role == ROLE_SYSTEM ||
           ((ROLES_WORK & ROLE_BIT(actor->role)) != 0 && actor->org.len > 0 &&
            text_equal(actor->org, validity->org));
}

bool validity_decide_extend(const struct validity *validity, const struct actor *actor,
                            civil_date today, struct fault *fault)
{
    if (!is_of_unit(validity, actor)) {
        return fault_raise(
            fault, FAULT_NOT_PERMITTED, TEXT_NONE,
            FAULT_ARGS(TEXT("由作出决定的单位准予延期"), TEXT("the unit that decided extends it")));
    }
    if (validity->state != VALIDITY_RUNNING || validity->until < today) {
        return fault_raise(fault, FAULT_VALIDITY_OVER, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (validity->extension_months == 0 || validity->extensions_most < 0) {
        return fault_raise(fault, FAULT_VALIDITY_FIXED, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (validity->extensions >= validity->extensions_most) {
        return fault_raise(fault, FAULT_VALIDITY_EXTENDED, TEXT_NONE, FAULT_NO_ARGS);
    }
    return true;
}
