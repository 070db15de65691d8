#include "app/city.h"
#include "app/identity/password.h"
#include "base/json_write.h"
#include "pack/pack.h"
#include "roof/simulate/world.h"

/* The people of the simulated city: each is named by the role, none is anybody. */

/* Nobody but the platform itself opens accounts here. */
static struct actor system_of(const struct world *world)
{
    return (struct actor){.role = ROLE_SYSTEM,
                          .name = TEXT_NONE,
                          .org = TEXT_NONE,
                          .district = city_code(world->boot->city)};
}

static struct text account_json(struct world *world, struct text login, struct text name)
{
    struct buffer buffer = buffer_open(world->day_arena, 256);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    json_member_text(&json, "login", login);
    json_member_text(&json, "name", name);
    json_member_text(&json, "password_hash", text_of(world->hash));
    json_member_bool(&json, "demo", true);
    json_end(&json);
    return buffer_text(&buffer);
}

static struct text post_json(struct world *world, const struct actor *actor)
{
    struct buffer buffer = buffer_open(world->day_arena, 256);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    json_member_text(&json, "role", text_of(role_name(actor->role)));
    json_member_text_or_null(&json, "org", actor->org);
    json_member_text_or_null(&json, "district", actor->district);
    if (actor->project != 0) {
        json_member_int(&json, "project_id", actor->project);
    }
    json_end(&json);
    return buffer_text(&buffer);
}

/* Account and post; `person->actor` says which, and gets its account. */
static bool open_person(struct world *world, struct person *person, struct fault *fault)
{
    struct deed open = {.command = "account.open",
                        .actor = system_of(world),
                        .fields = account_json(world, person->login, person->actor.name)};
    if (!world_must(world, &open, &person->actor.account, fault)) {
        return false;
    }
    struct deed grant = {.command = "account.grant",
                         .actor = system_of(world),
                         .id = person->actor.account,
                         .fields = post_json(world, &person->actor)};
    return world_must(world, &grant, NULL, fault);
}

static bool add(struct world *world, struct person *person, struct fault *fault)
{
    ensure(world->people_count < PEOPLE_MAX);
    person->login = text_copy(world->arena, person->login);
    person->actor.name = text_copy(world->arena, person->actor.name);
    person->actor.org = text_copy(world->arena, person->actor.org);
    person->actor.district = text_copy(world->arena, person->actor.district);
    if (!open_person(world, person, fault)) {
        return false;
    }
    world->people[world->people_count++] = *person;
    return true;
}

static const struct person *find(const struct world *world, struct text login)
{
    for (size_t i = 0; i < world->people_count; i++) {
        if (text_equal(world->people[i].login, login)) {
            return &world->people[i];
        }
    }
    return NULL;
}

struct actor world_named(const struct world *world, const char *login)
{
    const struct person *person = find(world, text_of(login));
    ensure(person != NULL);
    return person->actor;
}

bool world_clerk(const struct world *world, struct text org, struct actor *out)
{
    const struct person *person =
        find(world, text_format(world->day_arena, "window-%.*s", TEXT_ARG(org)));
    *out = person == NULL ? (struct actor){.role = ROLE_NONE} : person->actor;
    return person != NULL;
}

/* -- the staff -- */

static struct text unit_with(const struct world *world, const char *function)
{
    const struct pack_records *units = &world->boot->pack->lists[PACK_UNITS];
    struct text city = city_code(world->boot->city);
    for (uint32_t i = 0; i < units->count; i++) {
        const struct jvalue *raw = units->items[i].raw;
        if (text_is(jvalue_text(jvalue_get(raw, "function"), TEXT_NONE), function) &&
            text_equal(jvalue_text(jvalue_get(raw, "district_code"), TEXT_NONE), city)) {
            return units->items[i].id;
        }
    }
    return TEXT_NONE;
}

static bool open_navigators(struct world *world, struct fault *fault)
{
    struct text centre = unit_with(world, "service_centre");
    for (int i = 0; i < NAVIGATORS; i++) {
        struct person person = {.login = text_format(world->arena, "navigator%d", i + 1),
                                .actor = {.role = ROLE_NAVIGATOR,
                                          .name = text_format(world->arena, "代办员%d", i + 1),
                                          .org = centre,
                                          .district = city_code(world->boot->city)}};
        if (!add(world, &person, fault)) {
            return false;
        }
    }
    return true;
}

/* One coordinator for each district, so that what climbs to a district finds somebody there. */
static bool open_districts(struct world *world, struct fault *fault)
{
    const struct pack_records *districts = &world->boot->pack->lists[PACK_DISTRICTS];
    for (uint32_t i = 0; i < districts->count; i++) {
        struct person person = {
            .login = text_format(world->arena, "district-%.*s", TEXT_ARG(districts->items[i].id)),
            .actor = {.role = ROLE_DISTRICT_COORDINATOR,
                      .name = text_format(world->arena, "%.*s服务中心协调员",
                                          TEXT_ARG(districts->items[i].name)),
                      .org = TEXT_NONE,
                      .district = districts->items[i].id}};
        if (!text_equal(districts->items[i].id, city_code(world->boot->city)) &&
            !add(world, &person, fault)) {
            return false;
        }
    }
    return true;
}

/* One clerk for the windows of each hall. */
static bool open_halls(struct world *world, struct fault *fault)
{
    const struct pack_records *desks = &world->boot->pack->lists[PACK_DESKS];
    for (uint32_t i = 0; i < desks->count; i++) {
        struct actor known;
        struct text org = jvalue_text(jvalue_get(desks->items[i].raw, "org"), TEXT_NONE);
        struct person person = {
            .login = text_format(world->arena, "window-%.*s", TEXT_ARG(org)),
            .actor = {.role = ROLE_WINDOW,
                      .name =
                          text_format(world->arena, "%.*s窗口受理员",
                                      TEXT_ARG(city_org_name(world->boot->city, org, LANGUAGE_ZH))),
                      .org = org,
                      .district = city_code(world->boot->city)}};
        if (!world_clerk(world, org, &known) && !add(world, &person, fault)) {
            return false;
        }
    }
    return true;
}

bool world_open_staff(struct world *world, struct fault *fault)
{
    struct text city = city_code(world->boot->city);
    const struct {
        const char *login, *name;
        enum role role;
        const char *function;
    } staff[] = {
        {"sysadmin", "系统管理员", ROLE_SYSTEM_ADMIN, NULL},
        {"secadmin", "安全管理员", ROLE_SECURITY_ADMIN, NULL},
        {"auditadmin", "审计管理员", ROLE_AUDIT_ADMIN, NULL},
        {"invest", "招商专员", ROLE_PROMOTION_OFFICER, "promotion"},
        {"centre", "市服务中心协调员甲", ROLE_CENTRE_COORDINATOR, "service_centre"},
        {"centre2", "市服务中心协调员乙", ROLE_CENTRE_COORDINATOR, "service_centre"},
        {"leader", "市领导", ROLE_LEADER, NULL},
        {"supervisor", "监督员", ROLE_SUPERVISOR, NULL},
        {"rules", "业务管理员", ROLE_BUSINESS_ADMIN, NULL},
    };
    for (size_t i = 0; i < COUNT_OF(staff); i++) {
        bool is_admin =
            (ROLE_BIT(staff[i].role) & (ROLES_ADMINS | ROLE_BIT(ROLE_BUSINESS_ADMIN))) != 0;
        struct person person = {.login = text_of(staff[i].login),
                                .actor = {.role = staff[i].role,
                                          .name = text_of(staff[i].name),
                                          .org = staff[i].function == NULL
                                                     ? TEXT_NONE
                                                     : unit_with(world, staff[i].function),
                                          .district = is_admin ? TEXT_NONE : city}};
        if (!add(world, &person, fault)) {
            return false;
        }
    }
    return open_navigators(world, fault) && open_districts(world, fault) &&
           open_halls(world, fault);
}

/* -- those who come when they are needed -- */

bool world_officer(struct world *world, struct text org, int nth, struct actor *out,
                   struct fault *fault)
{
    struct text login = text_format(world->day_arena, "dept-%.*s-%d", TEXT_ARG(org), nth);
    const struct person *known = find(world, login);
    if (known == NULL) {
        struct text unit = city_org_name(world->boot->city, org, LANGUAGE_ZH);
        struct person person = {
            .login = login,
            .actor = {.role = ROLE_DEPARTMENT_OFFICER,
                      .name = text_format(world->day_arena, "%.*s经办人%d", TEXT_ARG(unit), nth),
                      .org = org,
                      .district = city_code(world->boot->city)}};
        if (!add(world, &person, fault)) {
            return false;
        }
        known = &world->people[world->people_count - 1];
    }
    *out = known->actor;
    return true;
}

bool world_open_enterprise(struct world *world, struct venture *venture, struct fault *fault)
{
    struct person person = {.login = text_format(world->arena, "enterprise%d", venture->nth),
                            .actor = {.role = ROLE_ENTERPRISE,
                                      .name = text_format(world->arena, "项目单位%d", venture->nth),
                                      .org = TEXT_NONE,
                                      .district = TEXT_NONE,
                                      .project = venture->id}};
    bool opened = open_person(world, &person, fault);
    venture->enterprise = person.actor;
    return opened;
}

/* -- who acts -- */

#define AWAY_WEEKS 40 /* of a thousand: an officer is away */

/* Away for whole weeks: leave, training, illness. */
static bool is_away(const struct world *world, const struct actor *actor)
{
    uint64_t week = (uint64_t)(world->day / 7);
    return world_draw(world, "away", (uint64_t)actor->account, week) % 1000 < AWAY_WEEKS;
}

static bool one_of_unit(struct world *world, struct text org, int nth, struct actor *out,
                        struct fault *fault)
{
    if (org.len == 0 || text_is(org, "enterprise") || !world_officer(world, org, nth, out, fault)) {
        return false;
    }
    return !is_away(world, out);
}

static bool navigator_of(struct world *world, const struct venture *venture, struct actor *out)
{
    static const struct statement navigator_now = {"simulate_navigator",
                                                   "select navigator from project where id=$1"};
    int64_t account = 0;
    struct fault none = {.code = FAULT_NONE};
    if (!store_query_int(world->boot->store, &navigator_now, CELLS(cell_int(venture->id)), &account,
                         &none)) {
        return false;
    }
    for (size_t i = 0; i < world->people_count; i++) {
        if (world->people[i].actor.account == account) {
            *out = world->people[i].actor;
            return true;
        }
    }
    return false;
}

/* Who coordinates the district in which the project lies. */
static bool district_of(struct world *world, int64_t project, struct actor *out)
{
    static const struct statement district = {"simulate_district",
                                              "select district from project where id=$1"};
    struct store_rows rows;
    struct fault none = {.code = FAULT_NONE};
    struct text code = TEXT_NONE;
    if (!store_query(world->boot->store, &district, CELLS(cell_int(project)), &rows, &none)) {
        return false;
    }
    while (store_next(&rows)) {
        code = store_text(world->day_arena, &rows, 0);
    }
    const struct person *person =
        find(world, text_format(world->day_arena, "district-%.*s", TEXT_ARG(code)));
    *out = person == NULL ? (struct actor){.role = ROLE_NONE} : person->actor;
    return store_done(&rows, &none) && person != NULL;
}

bool world_who(struct world *world, enum who who, const struct matter *matter, struct actor *out,
               struct fault *fault)
{
    const struct venture *venture = world_venture(world, matter->project);
    switch (who) {
    case WHO_UNIT:
        /* Whoever is away is stood in for; when both are, it waits. */
        return one_of_unit(world, matter->org, 1, out, fault) ||
               (fault->code == FAULT_NONE && one_of_unit(world, matter->org, 2, out, fault));
    case WHO_MATE: return one_of_unit(world, matter->org, 2, out, fault);
    case WHO_NAVIGATOR: return venture != NULL && navigator_of(world, venture, out);
    case WHO_ENTERPRISE:
        *out = venture == NULL ? (struct actor){.role = ROLE_NONE} : venture->enterprise;
        return out->account != 0;
    case WHO_CENTRE: *out = world_named(world, "centre"); return true;
    case WHO_CENTRE_TOO: *out = world_named(world, "centre2"); return true;
    case WHO_INVEST: *out = world_named(world, "invest"); return true;
    case WHO_DISTRICT: return district_of(world, matter->project, out);
    case WHO_LEADER: *out = world_named(world, "leader"); return true;
    case WHO_SUPERVISOR: *out = world_named(world, "supervisor"); return true;
    }
    return false;
}
