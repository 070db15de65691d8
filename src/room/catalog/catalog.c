#include "room/catalog/catalog.h"

#include "app/actor.h"

static const char *const state_codes[CATALOG_STATE_COUNT] = {
    [CATALOG_DRAFT] = "draft",
    [CATALOG_PUBLISHED] = "published",
    [CATALOG_WITHDRAWN] = "withdrawn",
    [CATALOG_DISCARDED] = "discarded",
};

const char *catalog_state_code(enum catalog_state state)
{
    return state_codes[state];
}

bool catalog_state_find(struct text code, enum catalog_state *out)
{
    for (int state = 0; state < CATALOG_STATE_COUNT; state++) {
        if (text_is(code, state_codes[state])) {
            *out = (enum catalog_state)state;
            return true;
        }
    }
    return false;
}

bool catalog_is_draft(const struct catalog_set *set, struct fault *fault)
{
    return set->state == CATALOG_DRAFT ||
           fault_raise(fault, FAULT_CATALOG_NOT_DRAFT, TEXT_NONE, FAULT_NO_ARGS);
}

static bool refuse_day(struct fault *fault, const char *zh, const char *en)
{
    fault_raise(fault, FAULT_FIELD_INVALID, TEXT("from"), FAULT_ARGS(text_of(zh), text_of(en)));
    fault_label(fault, "生效日期", "effective from");
    return false;
}

bool catalog_day_is_sound(civil_date from, civil_date today, struct fault *fault)
{
    if (from == CIVIL_DATE_NONE) {
        return refuse_day(fault, "请给出生效日期", "say from which day it holds");
    }
    if (from < today) {
        return refuse_day(fault, "不得早于今天：过去的日期仍按当时的规定计算",
                          "not before today: what is past is computed by the rules of its time");
    }
    return from <= today + CATALOG_AHEAD_MAX ||
           refuse_day(fault, "应在三年以内", "within three years");
}

bool catalog_is_own(const struct catalog_asked *asked)
{
    int64_t account = asked->actor->account;
    bool own = actor_label_account(asked->set->opened_by) == account;
    for (size_t i = 0; i < asked->changes->count; i++) {
        own = own || actor_label_account(asked->changes->items[i].by) == account;
    }
    return own;
}

static bool nothing_is_stale(const struct catalog_changes *changes, struct fault *fault)
{
    for (size_t i = 0; i < changes->count; i++) {
        if (changes->items[i].newer != 0) {
            return fault_raise(fault, FAULT_CATALOG_STALE, TEXT_NONE,
                               FAULT_ARGS(changes->items[i].key));
        }
    }
    return true;
}

bool catalog_may_publish(const struct catalog_asked *asked, civil_date given, civil_date *out_from,
                         struct fault *fault)
{
    civil_date from = given != CIVIL_DATE_NONE ? given : asked->set->from;
    if (!catalog_is_draft(asked->set, fault)) {
        return false;
    }
    if (asked->changes->count == 0) {
        return fault_raise(fault, FAULT_CATALOG_EMPTY, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (catalog_is_own(asked)) {
        return fault_raise(fault, FAULT_CATALOG_OWN, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!nothing_is_stale(asked->changes, fault) ||
        !catalog_day_is_sound(from, asked->today, fault)) {
        return false;
    }
    *out_from = from;
    return true;
}

bool catalog_may_withdraw(const struct catalog_asked *asked, struct fault *fault)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    if (asked->set->state != CATALOG_PUBLISHED) {
        return fault_raise(fault, FAULT_CATALOG_NOT_PUBLISHED, TEXT_NONE, FAULT_NO_ARGS);
    }
    return asked->set->from > asked->today ||
           fault_raise(fault, FAULT_CATALOG_IN_FORCE, TEXT_NONE,
                       FAULT_ARGS(civil_date_write(asked->set->from, day)));
}
