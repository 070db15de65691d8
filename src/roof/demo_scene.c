#include "roof/demo_scene.h"

#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"

static struct text get(const struct jvalue *object, const char *name)
{
    return jvalue_text(jvalue_get(object, name), TEXT_NONE);
}

static void member(struct json_writer *json, const char *name, struct text value)
{
    if (value.len > 0) {
        json_member_text(json, name, value);
    }
}

bool scene_register(struct director *director, const struct jvalue *record, civil_date day,
                    int64_t *out_id, struct fault *fault)
{
    const struct city *city = director->boot->city;
    struct text district = get(record, "district_code");
    struct text class = get(record, "industry_class");
    struct text direction = get(record, "industry_direction");
    struct buffer buffer = buffer_open(director->boot->arena, 512);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    member(&json, "name", get(record, "name"));
    member(&json, "enterprise", get(record, "owner"));
    member(&json, "industry_class", city_has_class(city, class) ? class : TEXT_NONE);
    member(&json, "industry_direction",
           city_has_direction(city, direction) ? direction : TEXT_NONE);
    member(&json, "total_investment_wanyuan", get(record, "total_investment_wanyuan"));
    member(&json, "land_area_mu", get(record, "land_area_mu"));
    member(&json, "district", city_has_district(city, district) ? district : city_code(city));
    member(&json, "source", get(record, "source"));
    member(&json, "reference", get(record, "id"));
    json_end(&json);
    struct act act = {"project.register",  director_actor(director, "invest"), day, 0, 0,
                      buffer_text(&buffer)};
    return director_play(director, &act, out_id, fault);
}

/* Required criteria that the city's coordinator may set aside, with the reason: a sample whose
 * amount is not known is entered this way. */
static struct text set_aside(struct director *director)
{
    const struct pack_records *criteria = &director->boot->pack->lists[PACK_CRITERIA];
    struct buffer buffer = buffer_open(director->boot->arena, 256);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    json_name(&json, "overrides");
    json_array(&json);
    for (uint32_t i = 0; i < criteria->count; i++) {
        const struct jvalue *raw = criteria->items[i].raw;
        if (text_is(get(raw, "kind"), "required") &&
            text_is(get(raw, "override_by"), "centre_coordinator")) {
            json_object(&json);
            json_member_text(&json, "code", criteria->items[i].id);
            json_member_text(&json, "reason",
                             TEXT("投资额待企业披露，具有产业链带动作用，按优先支持条件先行纳入"));
            json_end(&json);
        }
    }
    json_end(&json);
    json_end(&json);
    return buffer_text(&buffer);
}

/* What a promotion officer would look up: the yes-or-no facts that required criteria ask for. */
static struct text looked_up(struct director *director)
{
    const struct pack_records *criteria = &director->boot->pack->lists[PACK_CRITERIA];
    struct buffer buffer = buffer_open(director->boot->arena, 256);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    json_name(&json, "facts");
    json_object(&json);
    for (uint32_t i = 0; i < criteria->count; i++) {
        const struct jvalue *raw = criteria->items[i].raw;
        const struct jvalue *condition = jvalue_get(raw, "condition");
        bool is_plain = text_is(get(raw, "kind"), "required") &&
                        text_is(get(condition, "op"), "eq") &&
                        jvalue_bool(jvalue_get(condition, "value"), false);
        if (is_plain) {
            json_name_text(&json, get(condition, "field"));
            json_bool(&json, true);
        }
    }
    json_end(&json);
    json_end(&json);
    return buffer_text(&buffer);
}

bool scene_list(struct director *director, int64_t project, civil_date day, bool with_exception,
                struct fault *fault)
{
    struct actor invest = director_actor(director, "invest");
    struct act exception = {"admission.screen", director_actor(director, "centre"), day, project, 0,
                            set_aside(director)};
    struct act facts = {"project.lead_facts", invest, day, project, 0, looked_up(director)};
    struct act screen = {"admission.screen", invest, day, project, 0, TEXT("{}")};
    struct act list = {"admission.decide",
                       invest,
                       day,
                       project,
                       0,
                       TEXT("{\"decision\":\"list\",\"reason\":"
                            "\"符合重点服务领域、产业规划和投资额标准，纳入联动服务清单\"}")};
    return director_play(director, &facts, NULL, fault) &&
           director_play(director, &screen, NULL, fault) &&
           (!with_exception || director_play(director, &exception, NULL, fault)) &&
           director_play(director, &list, NULL, fault);
}

static bool hand_over(struct director *director, int64_t project, civil_date day,
                      struct fault *fault)
{
    struct act send = {"handover.send",
                       director_actor(director, "invest"),
                       day,
                       project,
                       0,
                       TEXT("{\"note\":\"投资协议要点、企业联系方式已在平台登记，请组建专班\"}")};
    struct act take = {"handover.acknowledge",
                       director_actor(director, "centre"),
                       day,
                       project,
                       0,
                       TEXT("{\"note\":\"已签收，纳入代办\"}")};
    struct actor navigator = director_actor(director, "navigator");
    struct act appoint = {
        "navigator.appoint",
        director_actor(director, "centre"),
        day,
        project,
        0,
        text_format(director->boot->arena, "{\"account_id\":%lld}", (long long)navigator.account)};
    return director_play(director, &send, NULL, fault) &&
           director_play(director, &take, NULL, fault) &&
           director_play(director, &appoint, NULL, fault);
}

static bool plan(struct director *director, const struct scene *scene, int64_t project,
                 civil_date day, struct fault *fault)
{
    struct arena *arena = director->boot->arena;
    struct buffer facts = buffer_open(arena, 2048);
    struct json_writer json = json_writer_open(&facts);
    char start[CIVIL_DATE_TEXT_SIZE];
    json_object(&json);
    json_name(&json, "facts");
    json_value(&json, jvalue_get(scene->record, "facts"));
    json_member_text(&json, "source", TEXT("企业填报，代办员核对"));
    json_end(&json);
    struct actor navigator = director_actor(director, "navigator");
    struct act set = {"planning.set_facts", navigator, day, project, 0, buffer_text(&facts)};
    struct act adopt = {
        "planning.adopt",
        navigator,
        day,
        project,
        0,
        text_format(
            arena,
            "{\"start\":\"%s\",\"basis\":\"planning\",\"note\":\"按企业现有信息编制的首版方案\"}",
            civil_date_write(director_days_ago(director, scene->started), start).at)};
    return director_play(director, &set, NULL, fault) &&
           director_play(director, &adopt, NULL, fault);
}

static bool meet_enterprise(struct director *director, const struct scene *scene,
                            struct fault *fault)
{
    struct cast cast = {scene->enterprise, "项目单位（演示）", "enterprise", "", "",
                        scene->project};
    int64_t account = 0;
    return director_cast(director, &cast, &account, fault);
}

static bool confirm(struct director *director, const struct scene *scene, civil_date day,
                    struct fault *fault)
{
    struct act agree = {"planning.confirm",
                        director_actor(director, scene->enterprise),
                        day,
                        scene->project,
                        1,
                        TEXT("{\"note\":\"同意按此方案办理\"}")};
    return !scene->confirmed || director_play(director, &agree, NULL, fault);
}

/* The enterprise entrusts the centre with all stages; both sign. */
static bool entrust(struct director *director, const struct scene *scene, civil_date day,
                    struct fault *fault)
{
    const struct pack_records *stages = &director->boot->pack->lists[PACK_STAGES];
    struct buffer body = buffer_open(director->boot->arena, 512);
    struct json_writer json = json_writer_open(&body);
    int64_t id = 0;
    json_object(&json);
    json_name(&json, "stages");
    json_array(&json);
    for (uint32_t i = 0; i < stages->count; i++) {
        json_text(&json, stages->items[i].id);
    }
    json_end(&json);
    json_end(&json);
    struct actor navigator = director_actor(director, "navigator");
    struct act draft = {"agency.draft", navigator, day, scene->project, 0, buffer_text(&body)};
    if (!director_play(director, &draft, &id, fault)) {
        return false;
    }
    struct act sign = {"agency.sign", navigator, day, id, 0, TEXT("{}")};
    struct actor enterprise = director_actor(director, scene->enterprise);
    enterprise.project = scene->project; /* its post in this project; it may have others */
    struct act agree = {"agency.sign", enterprise, day, id, 0, TEXT("{}")};
    return director_play(director, &sign, NULL, fault) &&
           director_play(director, &agree, NULL, fault);
}

bool scene_day(struct director *director, struct scene *scene, civil_date day, struct fault *fault)
{
    bool no_amount = get(scene->record, "total_investment_wanyuan").len == 0;
    if (day == director_days_ago(director, scene->started + 12)) {
        return scene_register(director, scene->record, day, &scene->project, fault);
    }
    if (day == director_days_ago(director, scene->started + 8)) {
        return scene_list(director, scene->project, day, no_amount, fault);
    }
    if (day == director_days_ago(director, scene->started + 5)) {
        return hand_over(director, scene->project, day, fault) &&
               meet_enterprise(director, scene, fault) && entrust(director, scene, day, fault);
    }
    if (day == director_days_ago(director, scene->started + 2)) {
        return plan(director, scene, scene->project, day, fault);
    }
    if (day == director_days_ago(director, scene->started + 1)) {
        return confirm(director, scene, day, fault);
    }
    bool is_under_way = scene->confirmed && day >= director_days_ago(director, scene->started);
    return !is_under_way || (scene_advance(director, scene, day, fault) &&
                             scene_trouble(director, scene, day, fault));
}

/* -- officers, as they are needed -- */

bool scene_officer(struct director *director, struct text org, struct actor *out,
                   struct fault *fault)
{
    struct arena *arena = director->boot->arena;
    const char *login = text_format(arena, "dept-%.*s", TEXT_ARG(org)).at;
    for (size_t i = 0; i < director->count; i++) {
        if (text_is(text_of(login), director->members[i].cast.login)) {
            *out = director_actor(director, login);
            return true;
        }
    }
    struct text name = city_org_name(director->boot->city, org, LANGUAGE_ZH);
    struct cast cast = {login,
                        text_format(arena, "%.*s经办人（演示）", TEXT_ARG(name)).at,
                        "department_officer",
                        text_c_string(arena, org),
                        text_c_string(arena, city_code(director->boot->city)),
                        0};
    int64_t account = 0;
    if (!director_cast(director, &cast, &account, fault)) {
        return false;
    }
    *out = director_actor(director, login);
    return true;
}
