#include "room/staffing/staffing.h"

#include "app/city.h"
#include "pack/pack.h"

#define AHEAD_MAX 1100 /* three years: more is a slip of the pen */

static bool refuse(struct fault *fault, const char *field, struct text zh, struct text en)
{
    return fault_raise(fault, FAULT_FIELD_INVALID, text_of(field), FAULT_ARGS(zh, en));
}

static bool is_days(const struct staffing_said *said, civil_date today, struct fault *fault)
{
    bool ends = said->to != CIVIL_DATE_NONE;
    if (said->from < today || said->from > today + AHEAD_MAX) {
        refuse(fault, "from", TEXT("应为今天或以后三年内的日期"),
               TEXT("a day from today on, within three years"));
        fault_label(fault, "起始日期", "first day");
        return false;
    }
    if (ends && (said->to < said->from || said->to > today + AHEAD_MAX)) {
        refuse(fault, "to", TEXT("不得早于起始日期，且在三年以内"),
               TEXT("not before the first day, within three years"));
        fault_label(fault, "截止日期", "last day");
        return false;
    }
    return true;
}

bool staffing_decide(const struct staffing_asked *asked, const struct staffing_set *command,
                     struct staffing_said *out, struct fault *fault)
{
    const struct actor *actor = asked->actor;
    const struct city *city = asked->city;
    civil_date today = asked->today;
    bool own = actor->role != ROLE_DEPARTMENT_OFFICER || text_equal(actor->org, command->org);
    if (!city_is_unit(city, command->org) || !own) {
        refuse(fault, "org", own ? TEXT("没有这个单位") : TEXT("只能填写本单位的审批力量"),
               own ? TEXT("there is no such unit") : TEXT("only your own unit's"));
        fault_label(fault, "单位", "unit");
        return false;
    }
    if (command->stage.len > 0 &&
        pack_find(city_pack(city), PACK_STAGES, command->stage, today) == NULL) {
        refuse(fault, "stage", TEXT("没有这个阶段"), TEXT("there is no such stage"));
        fault_label(fault, "阶段", "stage");
        return false;
    }
    *out = (struct staffing_said){
        .org = command->org,
        .stage = command->stage,
        .reviewers = command->unknown ? STAFFING_UNKNOWN : command->reviewers,
        .from = command->from == CIVIL_DATE_NONE ? today : command->from,
        .to = command->to,
        .note = command->note,
    };
    return is_days(out, today, fault);
}

static bool holds(const struct staffing *one, struct text org, struct text stage, civil_date day)
{
    return text_equal(one->org, org) && text_equal(one->stage, stage) && one->from <= day &&
           (one->to == CIVIL_DATE_NONE || one->to >= day);
}

static const struct staffing *last_of(const struct staffings *all, struct text org,
                                      struct text stage, civil_date day)
{
    const struct staffing *found = NULL;
    for (size_t i = 0; i < all->count; i++) {
        if (holds(&all->items[i], org, stage, day)) {
            found = &all->items[i];
        }
    }
    return found;
}

int64_t staffing_on(const struct staffings *all, struct text org, struct text stage, civil_date day)
{
    const struct staffing *own = stage.len > 0 ? last_of(all, org, stage, day) : NULL;
    if (own != NULL && own->reviewers != STAFFING_UNKNOWN) {
        return own->reviewers;
    }
    const struct staffing *any = last_of(all, org, TEXT_NONE, day);
    return any != NULL ? any->reviewers : STAFFING_UNKNOWN;
}

bool staffing_is_apart(const struct staffings *all, struct text org, struct text stage)
{
    for (size_t i = 0; i < all->count; i++) {
        if (text_equal(all->items[i].org, org) && text_equal(all->items[i].stage, stage)) {
            return stage.len > 0;
        }
    }
    return false;
}
