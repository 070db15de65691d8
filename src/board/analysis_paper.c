#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "board/analysis_inside.h"

/* Papers of the analysis, composed of the answers alone. */

#define V(path) paper_value(desk, from, path)
#define SAY(zh, en) paper_say(desk, zh, en)

static struct text or_unknown(const struct paper_desk *desk, struct text value)
{
    return value.len > 0 ? value : SAY("未知", "unknown");
}

static struct text joined(const struct paper_desk *desk, const struct jvalue *from,
                          const char *const *paths)
{
    struct buffer out = buffer_open(desk->arena, 32);
    for (size_t i = 0; paths[i] != NULL; i++) {
        buffer_add(&out, i > 0 ? TEXT(" / ") : TEXT_NONE);
        buffer_add(&out, or_unknown(desk, V(paths[i])));
    }
    return buffer_text(&out);
}

/* The instant as the city's day and hour. */
static struct text moment(const struct paper_desk *desk, const struct jvalue *answer)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    int64_t at = jvalue_int(jvalue_get(answer, "as_of_at"), desk->now);
    int64_t minutes = at / 60000 + city_utc_offset_minutes(desk->city);
    struct text on = civil_date_write(city_today(desk->city, at), day);
    return text_format(desk->arena, "%.*s %02lld:%02lld", TEXT_ARG(on),
                       (long long)(minutes / 60 % 24), (long long)(minutes % 60));
}

static void open_paper(const struct paper_desk *desk, const struct jvalue *answer,
                       struct json_writer *out)
{
    const struct jvalue *from = answer;
    struct paper_head head = {.title = V("title"), .header = V("title")};
    bool is_over = jvalue_bool(jvalue_get(answer, "over"), false);
    paper_open(out, desk, &head);
    paper_pairs(out);
    paper_pair(
        out, SAY("统计期间", "Days counted"),
        text_format(desk->arena, "%.*s – %.*s%.*s", TEXT_ARG(V("from_on")), TEXT_ARG(V("until_on")),
                    TEXT_ARG(is_over ? TEXT_NONE : SAY("（期间未结束）", " (not over yet)"))));
    paper_pair(out, SAY("数据截至", "As of"), moment(desk, answer));
    paper_end(out);
}

/* -- the month -- */

static void figures_table(const struct paper_desk *desk, const struct jvalue *answer,
                          struct json_writer *out)
{
    const struct text columns[] = {SAY("指标", "Figure"), SAY("数值", "Value"),
                                   SAY("口径", "Definition")};
    uint32_t count = 0;
    const struct jvalue *figures = paper_items(answer, "figures", &count);
    paper_words(out, "heading", SAY("指标及口径", "Figures and their definitions"));
    paper_table(out, columns, COUNT_OF(columns));
    for (uint32_t i = 0; i < count; i++) {
        const struct jvalue *from = &figures[i];
        const struct text cells[] = {V("name"), V("value"), V("definition")};
        paper_row(out, cells, COUNT_OF(cells));
    }
    paper_end(out);
}

static void project_row(const struct paper_desk *desk, const struct jvalue *from,
                        struct json_writer *out)
{
    static const char *const days[] = {"planned_on", "expected_on", NULL};
    static const char *const cases[] = {"submitted", "accepted", "decided", "decided_late", NULL};
    static const char *const ahead[] = {"overdue", "due_next", NULL};
    static const char *const problems[] = {"problems_opened", "problems_closed", "problems_open",
                                           NULL};
    static const char *const promises[] = {"promises_kept", "promises_broken", NULL};
    static const char *const steps[] = {"milestones", "whistles", NULL};
    const struct text cells[] = {
        text_format(desk->arena, "%.*s %.*s", TEXT_ARG(V("project.number")),
                    TEXT_ARG(V("project.name"))),
        V("stage_name"),
        joined(desk, from, days),
        or_unknown(desk, V("moved_days")),
        joined(desk, from, cases),
        joined(desk, from, ahead),
        joined(desk, from, problems),
        V("cost_days"),
        joined(desk, from, promises),
        joined(desk, from, steps),
    };
    paper_row(out, cells, COUNT_OF(cells));
}

void analysis_compose_month(const struct paper_desk *desk, const struct jvalue *answer,
                            struct buffer *to)
{
    struct json_writer json = json_writer_open(to);
    struct json_writer *out = &json;
    const struct text columns[] = {
        SAY("项目", "Project"),
        SAY("阶段", "Stage"),
        SAY("计划 / 预估投产", "Production planned / estimated"),
        SAY("当月变动（工作日）", "Moved (days)"),
        SAY("办件：提交/受理/决定/逾期", "Cases: submitted / accepted / decided / late"),
        SAY("期末逾期 / 下月到期", "Overdue / due next"),
        SAY("问题：提出/销号/未销号", "Problems: raised / closed / open"),
        SAY("未销号影响（工作日）", "Open ones cost (days)"),
        SAY("承诺：兑现/未兑现", "Promises: kept / broken"),
        SAY("节点 / 吹哨", "Milestones / whistles"),
    };
    uint32_t count = 0;
    const struct jvalue *projects = paper_items(answer, "items", &count);
    const struct jvalue *from = answer;
    open_paper(desk, answer, out);
    figures_table(desk, answer, out);
    paper_words(out, "heading", SAY("各项目推进情况", "Project by project"));
    paper_table(out, columns, COUNT_OF(columns));
    for (uint32_t i = 0; i < count; i++) {
        project_row(desk, &projects[i], out);
    }
    paper_end(out);
    if (V("next").len > 0) {
        paper_words(out, "small",
                    SAY("后面还有项目，以上指标只计本件所列项目；全部项目请导出表格。",
                        "More projects follow; the figures above count those listed here. The "
                        "spreadsheet has all of them."));
    }
    paper_words(
        out, "small",
        SAY("计划投产为统计末日有效方案的投产日期，当月变动为其比月初有效方案推迟的工作日；阶段、"
            "预估投产和影响天数为数据截至时刻。未知不等于零。每个数字可按接口 rows "
            "地址查到所计明细。",
            "Planned production: of the plan in force on the last day counted; moved: "
            "working days later than by the plan in force before the month. Stage, estimate "
            "and cost are as of the moment given. Unknown is not zero. The rows behind each "
            "figure are at its address `rows`."));
    paper_close(out);
}

/* -- the quarter -- */

/* Per mille as per cent: "93.3%". */
static struct text percent(const struct paper_desk *desk, const struct jvalue *from,
                           const char *path, bool is_change)
{
    int64_t value = 0;
    struct text raw = V(path);
    if (!text_to_int(raw, &value)) {
        return SAY("未知", "unknown");
    }
    int64_t size = value < 0 ? -value : value;
    return text_format(desk->arena, "%s%lld.%lld%s",
                       value < 0            ? "-"
                       : is_change && value ? "+"
                                            : "",
                       (long long)(size / 10), (long long)(size % 10), is_change ? "" : "%");
}

static struct text reasons_of(const struct paper_desk *desk, const struct jvalue *group)
{
    struct buffer words = buffer_open(desk->arena, 128);
    uint32_t count = 0;
    const struct jvalue *reasons = paper_items(group, "reasons", &count);
    for (uint32_t i = 0; i < count; i++) {
        const struct jvalue *from = &reasons[i];
        buffer_add(&words, i > 0 ? SAY("；", "; ") : TEXT_NONE);
        buffer_addf(&words, "%.*s %.*s", TEXT_ARG(V("name")), TEXT_ARG(V("count")));
    }
    return buffer_text(&words);
}

static void group_row(const struct paper_desk *desk, const struct jvalue *from, struct text name,
                      struct json_writer *out)
{
    const struct text cells[] = {name,
                                 V("decided"),
                                 V("on_time"),
                                 V("late"),
                                 percent(desk, from, "on_time_permille", false),
                                 percent(desk, from, "before.on_time_permille", false),
                                 percent(desk, from, "change_permille", true),
                                 reasons_of(desk, from)};
    paper_row(out, cells, COUNT_OF(cells));
}

static void group_table(const struct paper_desk *desk, struct text first, struct json_writer *out)
{
    const struct text columns[] = {first,
                                   SAY("作出决定", "Decided"),
                                   SAY("按期", "On time"),
                                   SAY("逾期", "Late"),
                                   SAY("按期办结率", "On-time rate"),
                                   SAY("上季度", "Quarter before"),
                                   SAY("变动（百分点）", "Change (points)"),
                                   SAY("逾期原因", "Why late")};
    paper_table(out, columns, COUNT_OF(columns));
}

static void groups_of(const struct paper_desk *desk, const struct jvalue *answer,
                      const char *const names[2], struct json_writer *out)
{
    uint32_t count = 0;
    const struct jvalue *groups = paper_items(answer, names[0], &count);
    for (uint32_t i = 0; i < count; i++) {
        const struct jvalue *from = &groups[i];
        group_row(desk, from, V(names[1]), out);
    }
    paper_end(out);
}

static void ends(const struct paper_desk *desk, const struct jvalue *from, struct json_writer *out)
{
    if (V("best.org_name").len == 0) {
        return;
    }
    paper_pairs(out);
    paper_pair(out, SAY("按期办结率最高", "Highest rate"),
               text_format(desk->arena, "%.*s %.*s", TEXT_ARG(V("best.org_name")),
                           TEXT_ARG(percent(desk, from, "best.on_time_permille", false))));
    paper_pair(out, SAY("按期办结率最低", "Lowest rate"),
               text_format(desk->arena, "%.*s %.*s", TEXT_ARG(V("worst.org_name")),
                           TEXT_ARG(percent(desk, from, "worst.on_time_permille", false))));
    paper_end(out);
}

void analysis_compose_quarter(const struct paper_desk *desk, const struct jvalue *answer,
                              struct buffer *to)
{
    static const char *const units[] = {"units", "org_name"};
    static const char *const districts[] = {"districts", "district_name"};
    struct json_writer json = json_writer_open(to);
    struct json_writer *out = &json;
    const struct jvalue *from = answer;
    open_paper(desk, answer, out);
    paper_words(out, "heading", SAY("总体", "All"));
    group_table(desk, SAY("范围", "Of"), out);
    group_row(desk, jvalue_get(answer, "all"), SAY("全部", "all"), out);
    paper_end(out);
    ends(desk, answer, out);
    paper_words(out, "heading", SAY("按单位", "By unit"));
    group_table(desk, SAY("单位", "Unit"), out);
    groups_of(desk, answer, units, out);
    paper_words(out, "heading", SAY("按区县", "By district"));
    group_table(desk, SAY("区县", "District"), out);
    groups_of(desk, answer, districts, out);
    paper_words(out, "small", V("definition"));
    paper_close(out);
}
