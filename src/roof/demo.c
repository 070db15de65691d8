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

static const char *unit_with(const struct director *director, const char *function,
                             const char *district)
{
    const struct pack_records *units = &director->boot->pack->lists[PACK_UNITS];
    for (uint32_t i = 0; i < units->count; i++) {
        const struct jvalue *raw = units->items[i].raw;
        if (text_is(get(raw, "function"), function) &&
            text_is(get(raw, "district_code"), district)) {
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
        {"rules", "业务管理员（演示）", "business_admin", "", "", 0},
        {"window", "窗口受理员（演示）", "window", centre, city, 0},
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

/* What the source tells is enough for the list: class, district and an amount that reaches the
 * pack's threshold are for the criteria to judge; here only whether there is anything to judge. */
static bool may_be_listed(const struct jvalue *record)
{
    return is_known(record, "industry_class") && is_known(record, "district_code") &&
           is_known(record, "total_investment_wanyuan") &&
           money_is_valid(get(record, "total_investment_wanyuan")) &&
           money_hundredths(get(record, "total_investment_wanyuan")) >= 5000000;
}

struct public_lead {
    const struct jvalue *record;
    int ago; /* working days before today of its registration */
    bool is_listed;
    bool is_screened;
    int64_t project;
};

static bool lead_day(struct director *director, struct public_lead *lead, civil_date day,
                     struct fault *fault)
{
    if (day == director_days_ago(director, lead->ago)) {
        return scene_register(director, lead->record, day, &lead->project, fault);
    }
    if (lead->is_listed && day == director_days_ago(director, lead->ago - 3)) {
        return scene_list(director, lead->project, day, false, fault);
    }
    struct act screen = {
        "admission.screen", director_actor(director, "invest"), day, lead->project, 0, TEXT("{}")};
    return !lead->is_screened || day != director_days_ago(director, lead->ago - 1) ||
           director_play(director, &screen, NULL, fault);
}

struct play {
    struct public_lead *leads;
    size_t lead_count;
    struct scene scenes[DEMO_SCENES];
    size_t scene_count;
    struct demo_meetings meetings;
};

static void prepare_leads(struct director *director, const struct jvalue *records,
                          struct play *play)
{
    play->leads = arena_array(director->boot->arena, struct public_lead, records->count);
    play->lead_count = records->count;
    for (uint32_t i = 0; i < records->count; i++) {
        /* Every third one that can be judged is on the list; of the others some are screened, the
         * rest came in these days and wait for it. */
        bool is_listed = i % 3 == 0 && may_be_listed(&records->items[i]);
        play->leads[i] = (struct public_lead){
            .record = &records->items[i],
            .ago = is_listed ? 8 + (int)(i % 12) : 1 + (int)(i % 6),
            .is_listed = is_listed,
            .is_screened = !is_listed && i % 4 == 1,
        };
    }
}

static bool prepare_scenes(struct director *director, const char *pack, const struct jvalue *files,
                           struct play *play, struct fault *fault)
{
    static const struct scene stages[DEMO_SCENES] = {
        {.enterprise = "enterprise1", .started = 62, .confirmed = true},
        {.enterprise = "enterprise2", .started = 24, .confirmed = true},
        {.enterprise = "enterprise3", .started = 40, .confirmed = true, .smooth = true},
        {.enterprise = "enterprise4", .started = 0},
    };
    for (uint32_t i = 0; i < files->count && i < COUNT_OF(stages); i++) {
        play->scenes[i] = stages[i];
        if (!director_read_json(director, pack, files->items[i].text, &play->scenes[i].record,
                                fault)) {
            return false;
        }
        play->scene_count++;
    }
    return true;
}

static bool play_day(struct director *director, struct play *play, civil_date day,
                     struct fault *fault)
{
    director->day = day;
    for (size_t i = 0; i < play->lead_count; i++) {
        if (!lead_day(director, &play->leads[i], day, fault)) {
            return false;
        }
    }
    for (size_t i = 0; i < play->scene_count; i++) {
        if (!scene_day(director, &play->scenes[i], day, fault)) {
            return false;
        }
    }
    struct demo_cast cast = {play->scenes, play->scene_count};
    return demo_meetings_day(director, &cast, &play->meetings, fault);
}

/* The year so far, by the city's formula: provisional, since the year is not over. */
static bool appraise_all(struct director *director, struct fault *fault)
{
    static const char *const whos[] = {"department", "navigator"};
    for (size_t i = 0; i < COUNT_OF(whos); i++) {
        struct text fields = text_format(director->boot->arena, "{\"year\":%d,\"who\":\"%s\"}",
                                         (int)civil_date_parts(director->day).year, whos[i]);
        struct act act = {
            "appraisal.draw", director_actor(director, "centre"), director->day, 0, 0, fields};
        if (!director_play(director, &act, NULL, fault)) {
            return false;
        }
    }
    return true;
}

#define LONGEST_AGO 80

bool demo_play(struct director *director, const char *pack, struct fault *fault)
{
    const struct jvalue *demo = jvalue_get(director->boot->pack->files[PACK_FILE_PACK], "demo");
    const struct jvalue *worked = jvalue_get(demo, "worked");
    const struct jvalue *projects = NULL;
    struct play play = {.lead_count = 0};
    if (worked == NULL || worked->kind != JVALUE_ARRAY || worked->count == 0) {
        return fault_raise(fault, FAULT_PACK_INVALID, TEXT_NONE,
                           FAULT_ARGS(TEXT("pack.json"), TEXT("demo")));
    }
    director->day = director_days_ago(director, LONGEST_AGO);
    if (!director_read_json(director, pack, get(demo, "projects"), &projects, fault) ||
        !prepare_scenes(director, pack, worked, &play, fault) ||
        !cast_staff(director, get(play.scenes[0].record, "district_code").at, fault)) {
        return false;
    }
    prepare_leads(director, jvalue_get(projects, "projects"), &play);
    for (int ago = LONGEST_AGO; ago >= 0; ago--) {
        if (!play_day(director, &play, director_days_ago(director, ago), fault)) {
            return false;
        }
    }
    return appraise_all(director, fault);
}
