#ifndef LIANDONG_APP_ACTOR_H
#define LIANDONG_APP_ACTOR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/text.h"

/* Who acts. An account may hold several posts (职务): a role in a unit and a district, for an
 * enterprise a role in one project. A session acts in one post at a time, shown in the page's head
 * and kept in the ledger with everything done. */
enum role {
    ROLE_NONE,
    ROLE_ENTERPRISE,
    ROLE_NAVIGATOR,            /* 代办员 */
    ROLE_PROMOTION_OFFICER,    /* 招商专员 */
    ROLE_CENTRE_COORDINATOR,   /* 服务中心协调员（市） */
    ROLE_DISTRICT_COORDINATOR, /* 服务中心协调员（区县） */
    ROLE_DEPARTMENT_OFFICER,   /* 部门经办人 */
    ROLE_WINDOW, /* 窗口受理员: at a window of the hall; sees what has come to it, decides nothing
                  */
    ROLE_LEADER,
    ROLE_SUPERVISOR,
    ROLE_SYSTEM_ADMIN, /* the three administrators (三员) are three persons */
    ROLE_SECURITY_ADMIN,
    ROLE_AUDIT_ADMIN,
    ROLE_BUSINESS_ADMIN, /* 业务管理员: keeps the rules, sees no project */
    ROLE_PUBLIC,         /* not signed in */
    ROLE_SYSTEM,         /* the platform itself: timers, first start, demonstration data */
    ROLE_COUNT
};

typedef uint32_t role_set;

#define ROLE_BIT(role) ((role_set)1 << (role))

/* Sets that many kinds share; compile-time constants, so that tables can name them. */
#define ROLES_COORDINATORS (ROLE_BIT(ROLE_CENTRE_COORDINATOR) | ROLE_BIT(ROLE_DISTRICT_COORDINATOR))
#define ROLES_SERVICE (ROLES_COORDINATORS | ROLE_BIT(ROLE_NAVIGATOR))
#define ROLES_WATCHERS (ROLE_BIT(ROLE_LEADER) | ROLE_BIT(ROLE_SUPERVISOR))
#define ROLES_WORK                                                                                 \
    (ROLES_SERVICE | ROLE_BIT(ROLE_PROMOTION_OFFICER) | ROLE_BIT(ROLE_DEPARTMENT_OFFICER))
#define ROLES_BUSINESS (ROLES_WORK | ROLES_WATCHERS | ROLE_BIT(ROLE_ENTERPRISE))
/* Who looks after a case as it goes, and the window that takes in and hands out. */
#define ROLES_HALL (ROLES_BUSINESS | ROLE_BIT(ROLE_WINDOW))
#define ROLES_ADMINS                                                                               \
    (ROLE_BIT(ROLE_SYSTEM_ADMIN) | ROLE_BIT(ROLE_SECURITY_ADMIN) | ROLE_BIT(ROLE_AUDIT_ADMIN))
#define ROLES_SIGNED_IN (ROLES_HALL | ROLES_ADMINS | ROLE_BIT(ROLE_BUSINESS_ADMIN))
#define ROLES_ANYBODY (ROLES_SIGNED_IN | ROLE_BIT(ROLE_PUBLIC))

struct actor {
    int64_t account; /* 0: nobody or the system */
    int64_t post;
    enum role role;
    struct text name;     /* for the answers to this actor only; never written to the ledger */
    struct text org;      /* the post's unit (pack code), "" if none */
    struct text district; /* six digits; the city's own code means the whole city; "" none */
    int64_t project;      /* of an enterprise's post, else 0 */
    enum language language;
    int64_t looks_back_at; /* the project whose past is asked, and nothing else; 0: the present */
};

const char *role_name(enum role role);      /* "centre_coordinator", as in the pack */
enum role role_from_name(struct text name); /* ROLE_NONE if there is none such */
/* Of a list of names in the city's pack: NULL and unknown names are none. */
struct jvalue;
role_set roles_from_names(const struct jvalue *list);

/* "account:12:navigator", "system": how the ledger names who acted. */
struct arena;
struct text actor_label(struct arena *arena, const struct actor *actor);
/* The account in such a label, or 0. */
int64_t actor_label_account(struct text label);
enum role actor_label_role(struct text label);

#endif
