#include "roof/demo.h"

#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "roof/demo_scene.h"

static struct text get(const struct jvalue *object, const char *name)
{
    return jvalue_text(jvalue_get(object, name), TEXT_NONE);
}

/* -- the accounts: one for every role, named by it -- */

static const char *unit_with(const struct director *director, const char *function, const char *district)
{
    const struct pack_records *units = &director->boot->pack->lists[PACK_UNITS];
    for (uint32_t i = 0; i < units->count; i++) {
        const struct jvalue *raw = units->items[i].raw;
        if (text_is(get(raw, "function"), function) && text_is(get(raw, "district_code"), district)) {
            return units->items[i].id.at;
        }
    }
    return "";
}

static bool cast_staff(struct director *director, const char *district, struct fault *fault)
{
    const char *city = text_c_string(director->boot->arena, city_code(director->boot->city));
    const char *promotion = unit_with(director, "promotion", city);
    const char *centre = unit_with(director, "service_centre", city);
    const char *local = unit_with(director, "service_centre", district);
    const struct cast staff[] = {
        {"sysadmin", "系统管理员（演示）", "system_admin", "", "", 0},
        {"secadmin", "安全管理员（演示）", "security_admin", "", "", 0},
        {"auditadmin", "审计管理员（演示）", "audit_admin", "", "", 0},
        {"invest", "招商专员（演示）", "promotion_officer", promotion, city, 0},
        {"centre", "市服务中心协调员（演示）", "centre_coordinator", centre, city, 0},
        {"district", "区县服务中心协调员（演示）", "district_coordinator", local, district, 0},
        {"navigator", "代办员甲（演示）", "navigator", centre, city, 0},
        {"navigator2", "代办员乙（演示）", "navigator", local, district, 0},
        {"leader", "市领导（演示）", "leader", "", city, 0},
        {"supervisor", "监督员（演示）", "supervisor", "", city, 0},
    };
    for (size_t i = 0; i < COUNT_OF(staff); i++) {
        int64_t account = 0;
        if (!director_cast(director, &staff[i], &account, fault)) {
            return false;
        }
    }
    return true;
}

/* -- the public projects -- */

static bool is_known(const struct jvalue *record, const char *name)
{
    return get(record, name).len > 0;
}

/* What the source tells is enough for the list: class, district and an amount that reaches the pack's
 * threshold are for the criteria to judge; here only whether there is anything to judge. */
static bool may_be_listed(const struct jvalue *record)
{
    return is_known(record, "industry_class") && is_known(record, "district_code") &&
           is_known(record, "total_investment_wanyuan") &&
           money_is_valid(get(record, "total_investment_wanyuan")) &&
           money_hundredths(get(record, "total_investment_wanyuan")) >= 5000000;
}

static bool play_public(struct director *director, const struct jvalue *records, struct fault *fault)
{
    for (uint32_t i = 0; i < records->count; i++) {
        const struct jvalue *record = &records->items[i];
        int ago = 60 - (int)(i % 40);
        int64_t project = 0;
        if (!scene_register(director, record, director_days_ago(director, ago), get(record, "source"), &project,
                            fault)) {
            return false;
        }
        /* Every third one that can be judged is on the list; the others wait as leads. */
        if (i % 3 == 0 && may_be_listed(record) &&
            !scene_list(director, project, director_days_ago(director, ago - 3), false, fault)) {
            return false;
        }
    }
    return true;
}

/* -- the worked samples -- */

static bool play_worked(struct director *director, const char *pack, const struct jvalue *files,
                        struct fault *fault)
{
    static const struct scene scenes[] = {
        {NULL, TEXT_NONE, "enterprise1", 62, 55, true},
        {NULL, TEXT_NONE, "enterprise2", 24, 40, true},
        {NULL, TEXT_NONE, "enterprise3", 60, 100, true},
        {NULL, TEXT_NONE, "enterprise4", 0, 0, false},
    };
    for (uint32_t i = 0; i < files->count && i < COUNT_OF(scenes); i++) {
        struct scene scene = scenes[i];
        int64_t project = 0;
        if (!director_read_json(director, pack, files->items[i].text, &scene.record, fault)) {
            return false;
        }
        scene.source = get(scene.record, "source");
        if (!scene_open(director, &scene, &project, fault) ||
            (scene.confirmed && !scene_advance(director, &scene, project, fault))) {
            return false;
        }
    }
    return true;
}

bool demo_play(struct director *director, const char *pack, struct fault *fault)
{
    const struct jvalue *demo = jvalue_get(director->boot->pack->files[PACK_FILE_PACK], "demo");
    const struct jvalue *worked = jvalue_get(demo, "worked");
    const struct jvalue *projects = NULL;
    const struct jvalue *first = NULL;
    if (worked == NULL || worked->kind != JVALUE_ARRAY || worked->count == 0) {
        return fault_raise(fault, FAULT_PACK_INVALID, TEXT_NONE, FAULT_ARGS(TEXT("pack.json"), TEXT("demo")));
    }
    if (!director_read_json(director, pack, get(demo, "projects"), &projects, fault) ||
        !director_read_json(director, pack, worked->items[0].text, &first, fault)) {
        return false;
    }
    const struct jvalue *records = jvalue_get(projects, "projects");
    return cast_staff(director, get(first, "district_code").at, fault) &&
           play_public(director, records, fault) && play_worked(director, pack, worked, fault);
}
