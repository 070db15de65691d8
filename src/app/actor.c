#include "app/actor.h"

#include <string.h>

#include "base/json_read.h"

static const char *const names[ROLE_COUNT] = {
    [ROLE_NONE] = "none",
    [ROLE_ENTERPRISE] = "enterprise",
    [ROLE_NAVIGATOR] = "navigator",
    [ROLE_PROMOTION_OFFICER] = "promotion_officer",
    [ROLE_CENTRE_COORDINATOR] = "centre_coordinator",
    [ROLE_DISTRICT_COORDINATOR] = "district_coordinator",
    [ROLE_DEPARTMENT_OFFICER] = "department_officer",
    [ROLE_WINDOW] = "window",
    [ROLE_LEADER] = "leader",
    [ROLE_SUPERVISOR] = "supervisor",
    [ROLE_SYSTEM_ADMIN] = "system_admin",
    [ROLE_SECURITY_ADMIN] = "security_admin",
    [ROLE_AUDIT_ADMIN] = "audit_admin",
    [ROLE_BUSINESS_ADMIN] = "business_admin",
    [ROLE_PUBLIC] = "public",
    [ROLE_SYSTEM] = "system",
};

const char *role_name(enum role role)
{
    ensure(role < ROLE_COUNT);
    return names[role];
}

enum role role_from_name(struct text name)
{
    for (int role = ROLE_ENTERPRISE; role < ROLE_COUNT; role++) {
        if (text_is(name, names[role])) {
            return (enum role)role;
        }
    }
    return ROLE_NONE;
}

role_set roles_from_names(const struct jvalue *list)
{
    role_set roles = 0;
    for (uint32_t i = 0; list != NULL && i < list->count; i++) {
        enum role role = role_from_name(jvalue_text(&list->items[i], TEXT_NONE));
        roles |= role == ROLE_NONE ? 0 : ROLE_BIT(role);
    }
    return roles;
}

struct text actor_label(struct arena *arena, const struct actor *actor)
{
    if (actor->account == 0) {
        return text_of(names[actor->role]);
    }
    return text_format(arena, "account:%lld:%s", (long long)actor->account, names[actor->role]);
}

int64_t actor_label_account(struct text label)
{
    struct text rest = label;
    struct text kind = text_cut(&rest, ':');
    struct text number = text_cut(&rest, ':');
    int64_t account = 0;
    bool found = text_is(kind, "account") && text_to_int(number, &account);
    return found ? account : 0;
}

enum role actor_label_role(struct text label)
{
    struct text rest = label;
    struct text kind = text_cut(&rest, ':');
    if (!text_is(kind, "account")) {
        return role_from_name(kind);
    }
    (void)text_cut(&rest, ':');
    return role_from_name(rest);
}
