#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "roof/demo_scene.h"

/* Problems of a scene that is not smooth: one cleared, one being worked on, one just raised; and
 * whistles: one answered and closed, one that waits for the department; and supervision orders. */

static struct text category(struct director *director, uint32_t at)
{
    const struct pack_records *categories = &director->boot->pack->lists[PACK_PROBLEM_CATEGORIES];
    return categories->items[at % categories->count].id;
}

/* "" where the city has no table of causes. */
static struct text cause(struct director *director, uint32_t at)
{
    const struct pack_records *causes = &director->boot->pack->lists[PACK_PROBLEM_CAUSES];
    return causes->count == 0 ? TEXT_NONE : causes->items[at % causes->count].id;
}

struct trouble {
    const char *title;
    const char *description;
};

static bool raise(struct director *director, const struct scene *scene, struct trouble trouble,
                  int64_t *out_id, struct fault *fault)
{
    struct text fields = text_format(
        director->boot->arena, "{\"title\":\"%s\",\"category\":\"%.*s\",\"description\":\"%s\"}",
        trouble.title, TEXT_ARG(category(director, (uint32_t)text_length(text_of(trouble.title)))),
        trouble.description);
    struct act act = {"problem.raise",
                      director_actor(director, scene->enterprise),
                      director->day,
                      scene->project,
                      0,
                      fields};
    return director_play(director, &act, out_id, fault);
}

/* The unit of the longest item that is a department's: it has most to do with the project. */
static struct text responsible(const struct scene *scene)
{
    const struct scene_item *longest = NULL;
    for (size_t i = 0; i < scene->item_count; i++) {
        const struct scene_item *item = &scene->items[i];
        bool is_department = !item->is_own && !item->is_milestone;
        if (is_department && (longest == NULL || item->days > longest->days)) {
            longest = item;
        }
    }
    return longest == NULL ? TEXT_NONE : longest->org;
}

static bool assign(struct director *director, const struct scene *scene, int64_t problem,
                   int within, struct fault *fault)
{
    char due[CIVIL_DATE_TEXT_SIZE];
    struct city_due day = city_due(director->boot->city, director->day, within);
    struct actor officer;
    if (!scene_officer(director, responsible(scene), &officer, fault)) {
        return false;
    }
    struct text fields = text_format(
        director->boot->arena,
        "{\"org\":\"%.*s\",\"owner\":%lld,\"measures\":\"现场踏勘后给出可行方案，限期答复企业\","
        "\"due_on\":\"%s\"}",
        TEXT_ARG(officer.org), (long long)officer.account, civil_date_write(day.day, due).at);
    struct act act = {
        "problem.assign", director_actor(director, "centre"), director->day, problem, 0, fields};
    return director_play(director, &act, NULL, fault);
}

static bool clear(struct director *director, const struct scene *scene, int64_t problem,
                  struct fault *fault)
{
    int64_t file = 0;
    struct actor officer;
    if (!scene_officer(director, responsible(scene), &officer, fault) ||
        !scene_file(director, scene->project, "问题办理证据", &file, fault)) {
        return false;
    }
    struct text solved = text_format(
        director->boot->arena,
        "{\"solution\":\"已协调完成，结果书面告知企业\",\"cause\":\"%.*s\",\"evidence\":[%lld]}",
        TEXT_ARG(cause(director, (uint32_t)problem)), (long long)file);
    struct act solve = {"problem.solve", officer, director->day, problem, 0, solved};
    struct act verify = {"problem.verify",
                         director_actor(director, "centre"),
                         director->day,
                         problem,
                         0,
                         TEXT("{\"note\":\"已核实，措施到位\"}")};
    struct act agree = {"problem.confirm",
                        director_actor(director, scene->enterprise),
                        director->day,
                        problem,
                        0,
                        TEXT("{\"note\":\"问题已解决\"}")};
    return director_play(director, &solve, NULL, fault) &&
           director_play(director, &verify, NULL, fault) &&
           director_play(director, &agree, NULL, fault);
}

static bool whistle(struct director *director, const struct scene *scene, const char *said,
                    int64_t *out_id, struct fault *fault)
{
    struct text fields = text_format(director->boot->arena, "{\"said\":\"%s\",\"org\":\"%.*s\"}",
                                     said, TEXT_ARG(responsible(scene)));
    struct act act = {"whistle.sound",
                      director_actor(director, scene->enterprise),
                      director->day,
                      scene->project,
                      0,
                      fields};
    return director_play(director, &act, out_id, fault);
}

static bool answer(struct director *director, const struct scene *scene, int64_t id,
                   struct fault *fault)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    struct actor officer;
    struct city_due next = city_due(director->boot->city, director->day, 1);
    if (!scene_officer(director, responsible(scene), &officer, fault)) {
        return false;
    }
    struct text said =
        text_format(director->boot->arena,
                    "{\"said\":\"由窗口负责人当面说明所需材料，次日办好\",\"next_on\":\"%s\"}",
                    civil_date_write(next.day, day).at);
    struct act report = {"whistle.report_in", officer, director->day, id, 0, said};
    struct act close = {"whistle.close",
                        director_actor(director, scene->enterprise),
                        director->day,
                        id,
                        0,
                        TEXT("{\"note\":\"已说明清楚\"}")};
    return director_play(director, &report, NULL, fault) &&
           director_play(director, &close, NULL, fault);
}

static bool scene_whistles(struct director *director, const struct scene *scene, civil_date day,
                           struct fault *fault)
{
    int64_t id = 0;
    if (day == director_days_ago(director, 12)) {
        return whistle(director, scene, "施工图审查意见看不懂，请部门派人说明", &id, fault) &&
               answer(director, scene, id, fault);
    }
    if (scene->started > 40 && day == director_days_ago(director, 0)) {
        return whistle(director, scene, "现场放线等了三天没有人来，请部门报到", &id, fault);
    }
    return true;
}

/* The supervisor orders the unit in charge; one order was answered and accepted, one runs. */
static bool order(struct director *director, const struct scene *scene, const char *asked,
                  int64_t *out_id, struct fault *fault)
{
    struct text fields =
        text_format(director->boot->arena,
                    "{\"org\":\"%.*s\",\"asked\":\"%s\",\"days\":5,\"source\":\"supervision\"}",
                    TEXT_ARG(responsible(scene)), asked);
    struct act act = {"supervision.issue",
                      director_actor(director, "supervisor"),
                      director->day,
                      scene->project,
                      0,
                      fields};
    return director_play(director, &act, out_id, fault);
}

static bool scene_orders(struct director *director, const struct scene *scene, civil_date day,
                         struct fault *fault)
{
    int64_t id = 0;
    struct actor officer;
    if (day == director_days_ago(director, 3)) {
        return order(director, scene, "项目多个办件接近期限，请书面说明各件进度和办结日期", &id,
                     fault);
    }
    if (scene->started <= 40 || day != director_days_ago(director, 20)) {
        return true;
    }
    if (!scene_officer(director, responsible(scene), &officer, fault) ||
        !order(director, scene, "企业反映审查意见反复，请核实并书面答复", &id, fault)) {
        return false;
    }
    struct act answer = {"supervision.answer",
                         officer,
                         director->day,
                         id,
                         0,
                         TEXT("{\"answer\":\"已核实，意见一次性书面告知，指定专人跟进\"}")};
    struct act accept = {
        "supervision.accept",       director_actor(director, "supervisor"), director->day, id, 0,
        TEXT("{\"note\":\"同意\"}")};
    return director_play(director, &answer, NULL, fault) &&
           director_play(director, &accept, NULL, fault);
}

bool scene_trouble(struct director *director, struct scene *scene, civil_date day,
                   struct fault *fault)
{
    int64_t problem = 0;
    if (scene->smooth || scene->item_count == 0) {
        return true;
    }
    bool is_long = scene->started > 40; /* a longer way meets more trouble */
    if (!scene_whistles(director, scene, day, fault) ||
        !scene_orders(director, scene, day, fault)) {
        return false;
    }
    if (day == director_days_ago(director, 15)) {
        return raise(director, scene,
                     (struct trouble){"厂区临时用电接入点位不明确",
                                      "施工单位需在开工前确认临时用电接入点，供电方案未定"},
                     &problem, fault) &&
               assign(director, scene, problem, 5, fault) && clear(director, scene, problem, fault);
    }
    if (is_long && day == director_days_ago(director, 8)) {
        return raise(director, scene,
                     (struct trouble){"110kV 外线路由与规划道路绿化带冲突，需市区两级统筹确定走廊",
                                      "外线路由跨越规划道路，涉及多个权属单位，企业无法自行协调"},
                     &problem, fault) &&
               assign(director, scene, problem, 5, fault);
    }
    if (is_long && day == director_days_ago(director, 1)) {
        return raise(director, scene,
                     (struct trouble){"雨污水接驳口标高与现状管网不一致",
                                      "请主管部门现场核对后给出接驳方案"},
                     &problem, fault);
    }
    return true;
}
