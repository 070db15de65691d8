#include "room/outside/outside.h"

#include "engine/calendar/calendar.h"
#include "pack/pack.h"

bool outside_is_ones_own(struct text org, const struct actor *actor, struct fault *fault)
{
    bool is_of_unit = (ROLES_WORK & ROLE_BIT(actor->role)) != 0 && actor->org.len > 0 &&
                      text_equal(actor->org, org);
    return is_of_unit || actor->role == ROLE_NAVIGATOR || actor->role == ROLE_SYSTEM ||
           fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                       FAULT_ARGS(TEXT("由办理单位人员或代办员核实"),
                                  TEXT("the unit or the navigator verifies")));
}

bool outside_has_ended(struct text status)
{
    return text_is(status, "granted") || text_is(status, "refused");
}

static bool names(const struct pack_record *rule, const char *field, struct text text)
{
    const struct jvalue *list = jvalue_get(rule->raw, field);
    for (uint32_t i = 0; list != NULL && i < list->count; i++) {
        if (text_equal(jvalue_text(&list->items[i], TEXT_NONE), text)) {
            return true;
        }
    }
    return false;
}

const struct pack_record *outside_result_rule(const struct pack *pack, struct text code,
                                              civil_date on)
{
    const struct pack_records *rules = &pack->lists[PACK_OUTSIDE_RESULTS];
    const struct pack_record *item = pack_find(pack, PACK_ITEMS, code, on);
    const struct jvalue *raw = item == NULL ? NULL : item->raw;
    struct text org = jvalue_text(jvalue_get(raw, "org"), TEXT_NONE);
    const struct pack_record *unit = pack_find(pack, PACK_UNITS, org, CIVIL_DATE_NONE);
    struct text type =
        unit == NULL ? TEXT_NONE : jvalue_text(jvalue_get(unit->raw, "type"), TEXT_NONE);
    for (uint32_t i = 0; i < rules->count; i++) {
        const struct pack_record *rule = &rules->items[i];
        if (pack_in_force(rule, on) && (names(rule, "items", code) || names(rule, "units", org) ||
                                        names(rule, "unit_types", type))) {
            return rule;
        }
    }
    return NULL;
}

bool outside_result_counts(const struct pack *pack, const struct outside_step *step,
                           struct text status, civil_date on, struct fault *fault)
{
    return !outside_has_ended(status) || !step->is_case_open ||
           outside_result_rule(pack, step->code, on) != NULL ||
           fault_raise(fault, FAULT_OUTSIDE_NO_RESULT, TEXT("status"), FAULT_ARGS(step->item_name));
}

civil_date outside_stale_on(const struct outside_step *step, const struct calendar *calendar,
                            int64_t stale_days)
{
    struct calendar_day last;
    struct fault ignored = {.code = FAULT_NONE};
    if (step->ended_on != CIVIL_DATE_NONE ||
        !calendar_add(calendar, step->verified_on, stale_days, &last, &ignored)) {
        return CIVIL_DATE_NONE;
    }
    return last.day + 1;
}

bool outside_decide_verify(const struct outside_step *step, const struct outside_verify *command,
                           civil_date today, struct fault *fault)
{
    civil_date on = command->verified_on == CIVIL_DATE_NONE ? today : command->verified_on;
    char day[CIVIL_DATE_TEXT_SIZE];
    if (step->ended_on != CIVIL_DATE_NONE) {
        return fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                           FAULT_ARGS(TEXT("该系统外事项已办结"), TEXT("this step has ended")));
    }
    if (on > today) {
        return fault_raise(fault, FAULT_DAY_IN_FUTURE, TEXT("verified_on"), FAULT_NO_ARGS);
    }
    if (on < step->verified_on) {
        return fault_raise(fault, FAULT_DAY_BEFORE_LAST_ACT, TEXT("verified_on"),
                           FAULT_ARGS(civil_date_write(step->verified_on, day)));
    }
    if (text_is(command->status, "granted") && command->document.len == 0) {
        return fault_raise(fault, FAULT_FIELD_REQUIRED, TEXT("document"), FAULT_NO_ARGS);
    }
    return true;
}
