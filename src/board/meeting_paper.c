#include "base/arena.h"
#include "base/json_read.h"
#include "board/meeting_inside.h"

/* Papers of a meeting, composed of the answers of meeting_pack.c alone. */

#define V(path) paper_value(desk, from, path)
#define SAY(zh, en) paper_say(desk, zh, en)
#define PAIR(zh, en, path) paper_pair(out, SAY(zh, en), V(path))

static struct text days(const struct paper_desk *desk, const struct jvalue *from, const char *path)
{
    struct text number = V(path);
    bool is_past = text_starts_with(number, TEXT("-"));
    if (number.len == 0) {
        return SAY("未知", "unknown");
    }
    if (is_past) {
        number = text_slice(number, 1, number.len - 1);
        return text_format(desk->arena, "%.*s%.*s %.*s", TEXT_ARG(SAY("已超 ", "")),
                           TEXT_ARG(number), TEXT_ARG(SAY("个工作日", "working days past")));
    }
    return text_format(desk->arena, "%.*s %.*s", TEXT_ARG(number),
                       TEXT_ARG(SAY("个工作日", "working days")));
}

static struct text when(const struct paper_desk *desk, const struct jvalue *from)
{
    return text_format(desk->arena, "%.*s %.*s–%.*s", TEXT_ARG(V("held_on")), TEXT_ARG(V("starts")),
                       TEXT_ARG(V("ends")));
}

static void head_pairs(const struct paper_desk *desk, const struct jvalue *from,
                       struct json_writer *out)
{
    paper_pairs(out);
    PAIR("会议类型", "Kind", "kind_name");
    PAIR("范围", "Of", "district_name");
    paper_pair(out, SAY("时间", "Time"), when(desk, from));
    PAIR("地点", "Place", "place");
    PAIR("状态", "State", "state_name");
    if (V("short_notice").len > 0) {
        PAIR("临时召集的理由", "Why on short notice", "short_notice");
    }
    if (V("reason").len > 0) {
        PAIR("变更理由", "Why it was changed", "reason");
    }
    paper_end(out);
}

/* -- tables -- */

static void units_table(const struct paper_desk *desk, const struct jvalue *answer,
                        struct json_writer *out)
{
    const struct text columns[] = {SAY("单位", "Unit"), SAY("应到", "Must come"),
                                   SAY("邀请日期", "Invited on")};
    uint32_t count = 0;
    const struct jvalue *units = paper_items(answer, "units", &count);
    paper_words(out, "heading", SAY("邀请单位", "Units invited"));
    paper_table(out, columns, COUNT_OF(columns));
    for (uint32_t i = 0; i < count; i++) {
        const struct jvalue *from = &units[i];
        const struct text cells[] = {
            V("org_name"),
            jvalue_bool(jvalue_get(from, "must_come"), false) ? SAY("应到", "yes") : TEXT_NONE,
            V("invited_on")};
        paper_row(out, cells, COUNT_OF(cells));
    }
    paper_end(out);
}

static void agenda_table(const struct paper_desk *desk, const struct jvalue *answer,
                         struct json_writer *out)
{
    const struct text columns[] = {SAY("序号", "No."), SAY("议题", "Point"),
                                   SAY("应到单位", "Units"),
                                   SAY("延误影响投产", "What delay costs production")};
    uint32_t count = 0;
    const struct jvalue *points = paper_items(answer, "points", &count);
    paper_words(out, "heading",
                SAY("议程（按延误影响投产的天数排序）",
                    "Agenda, in the order of what delay costs production"));
    paper_table(out, columns, COUNT_OF(columns));
    for (uint32_t i = 0; i < count; i++) {
        const struct jvalue *from = &points[i];
        const struct text cells[] = {text_format(desk->arena, "%u", i + 1), V("title"),
                                     paper_names(desk, jvalue_get(from, "orgs"), "org_name"),
                                     days(desk, from, "cost_days")};
        paper_row(out, cells, COUNT_OF(cells));
    }
    paper_end(out);
    paper_words(
        out, "small",
        SAY("天数按项目已确认的计划推算，为所涉办件使投产推迟的工作日；“未知”指该议题不对应计划中"
            "的办件，不是零。手工调整过顺序的议题排在最前。",
            "Days are computed from the confirmed plan of the project: working days by which "
            "production comes later for the case concerned. Unknown: the point hangs on no "
            "case of a plan; that is not zero. Points put in order by hand come first."));
}

static void task_table(const struct paper_desk *desk, const struct jvalue *answer, const char *name,
                       struct json_writer *out)
{
    const struct text columns[] = {SAY("责任事项", "Task"), SAY("责任单位", "Unit"),
                                   SAY("期限", "Due"), SAY("状态", "State"),
                                   SAY("逾期记录", "Missed on")};
    uint32_t count = 0;
    const struct jvalue *tasks = paper_items(answer, name, &count);
    if (count == 0) {
        paper_words(out, "text", SAY("无。", "None."));
        return;
    }
    paper_table(out, columns, COUNT_OF(columns));
    for (uint32_t i = 0; i < count; i++) {
        const struct jvalue *from = &tasks[i];
        const struct text cells[] = {V("what"), V("org_name"), V("due_on"), V("state_name"),
                                     V("missed_on")};
        paper_row(out, cells, COUNT_OF(cells));
    }
    paper_end(out);
}

/* -- the facts of a point -- */

static void project_pairs(const struct paper_desk *desk, const struct jvalue *from,
                          struct json_writer *out)
{
    if (from == NULL || from->kind != JVALUE_OBJECT) {
        return;
    }
    paper_pair(out, SAY("项目", "Project"),
               text_format(desk->arena, "%.*s %.*s", TEXT_ARG(V("number")), TEXT_ARG(V("name"))));
    PAIR("项目单位", "Enterprise", "enterprise");
    PAIR("总投资（万元）", "Investment (10,000 yuan)", "investment_wanyuan");
    PAIR("阶段", "Stage", "stage_name");
    PAIR("代办员", "Navigator", "navigator");
    paper_pair(out, SAY("计划事项办结", "Items of the plan done"),
               text_format(desk->arena, "%.*s / %.*s", TEXT_ARG(V("done")), TEXT_ARG(V("total"))));
    paper_pair(out, SAY("投产比计划推迟", "Production later than planned by"),
               days(desk, from, "effect_days"));
    paper_pair(out, SAY("现在轮到", "Whose turn"),
               text_format(desk->arena, "%.*s %.*s %.*s", TEXT_ARG(V("turn_name")),
                           TEXT_ARG(V("turn_act")), TEXT_ARG(V("turn_until"))));
}

static void case_pairs(const struct paper_desk *desk, const struct jvalue *from,
                       struct json_writer *out)
{
    if (from == NULL || from->kind != JVALUE_OBJECT) {
        return;
    }
    paper_pair(out, SAY("卡在的办件", "What blocks"),
               text_format(desk->arena, "%.*s %.*s", TEXT_ARG(V("number")), TEXT_ARG(V("name"))));
    PAIR("审批部门", "Unit", "org_name");
    PAIR("办件状态", "State", "state_name");
    PAIR("受理日期", "Accepted on", "accepted_on");
    PAIR("应作出决定的日期", "Decision due", "due_on");
    paper_pair(out, SAY("已用 / 时限", "Used / limit"),
               text_format(desk->arena, "%.*s / %.*s", TEXT_ARG(V("used_days")),
                           TEXT_ARG(V("limit_days"))));
    paper_pair(out, SAY("剩余", "Left"), days(desk, from, "left_days"));
    paper_pair(out, SAY("轮到", "Whose turn"),
               text_format(desk->arena, "%.*s %.*s %.*s", TEXT_ARG(V("turn.name")),
                           TEXT_ARG(V("turn.act")), TEXT_ARG(V("turn.until"))));
}

static void problem_pairs(const struct paper_desk *desk, const struct jvalue *from,
                          struct json_writer *out)
{
    if (from == NULL || from->kind != JVALUE_OBJECT) {
        return;
    }
    paper_pair(out, SAY("问题", "Problem"),
               text_format(desk->arena, "%.*s %.*s", TEXT_ARG(V("number")), TEXT_ARG(V("title"))));
    PAIR("情况", "What it is", "description");
    PAIR("提出日期", "Raised on", "raised_on");
    PAIR("责任单位", "Responsible unit", "org_name");
    PAIR("措施", "Measures", "measures");
    PAIR("期限", "Due", "due_on");
    PAIR("问题状态", "State", "state_name");
}

static void whistle_pairs(const struct paper_desk *desk, const struct jvalue *from,
                          struct json_writer *out)
{
    if (from == NULL || from->kind != JVALUE_OBJECT) {
        return;
    }
    paper_pair(out, SAY("吹哨", "Whistle"),
               text_format(desk->arena, "%.*s %.*s", TEXT_ARG(V("number")), TEXT_ARG(V("said"))));
    PAIR("吹哨日期", "Blown on", "sounded_on");
    PAIR("责任单位", "Unit", "org_name");
    PAIR("吹哨状态", "State", "state_name");
    PAIR("报到日期", "Reported in on", "reported_on");
    PAIR("部门说明", "What the unit said", "answer");
    PAIR("约定办好日期", "Day it named", "next_on");
}

/* The ways there are, side by side; nothing where the point is about none. */
static void routes_table(const struct paper_desk *desk, const struct jvalue *point,
                         struct json_writer *out)
{
    const struct text columns[] = {SAY("办理方式", "Way"),
                                   SAY("预计投产", "Production"),
                                   SAY("工作日", "Working days"),
                                   SAY("可省（工作日）", "Saves (days)"),
                                   SAY("风险", "Risk"),
                                   SAY("少跑（次）", "Visits spared"),
                                   SAY("可后补材料（份）", "Materials that may follow")};
    uint32_t count = 0;
    const struct jvalue *routes = paper_items(point, "routes_facts", &count);
    if (count == 0) {
        return;
    }
    paper_words(out, "small", SAY("可选的办理方式比较", "The ways there are, compared"));
    paper_table(out, columns, COUNT_OF(columns));
    for (uint32_t i = 0; i < count; i++) {
        const struct jvalue *from = &routes[i];
        struct text english = V("name_en");
        const struct text cells[] = {desk->language == LANGUAGE_EN && english.len > 0 ? english
                                                                                      : V("name"),
                                     V("production"),
                                     V("working_days"),
                                     V("saves_days"),
                                     V("risk"),
                                     V("visits_saved"),
                                     V("materials_saved")};
        paper_row(out, cells, COUNT_OF(cells));
    }
    paper_end(out);
    paper_words(out, "small",
                SAY("按企业现有情况和现行规则推算；风险为该方式所带风险的合计，越小越好。",
                    "By what is known of the enterprise and the rules in force. Risk is the sum of "
                    "what the way carries: the smaller the better."));
}

static void point_blocks(const struct paper_desk *desk, const struct jvalue *from, uint32_t nth,
                         struct json_writer *out)
{
    uint32_t earlier = 0;
    (void)paper_items(from, "earlier", &earlier);
    paper_words(out, "heading",
                text_format(desk->arena,
                            desk->language == LANGUAGE_ZH ? "议题 %u：%.*s" : "Point %u: %.*s", nth,
                            TEXT_ARG(V("title"))));
    paper_pairs(out);
    paper_pair(out, SAY("应到单位", "Units"),
               paper_names(desk, jvalue_get(from, "orgs"), "org_name"));
    paper_pair(out, SAY("延误影响投产", "What delay costs production"),
               days(desk, from, "cost_days"));
    case_pairs(desk, jvalue_get(from, "case_facts"), out);
    problem_pairs(desk, jvalue_get(from, "problem_facts"), out);
    whistle_pairs(desk, jvalue_get(from, "whistle_facts"), out);
    project_pairs(desk, jvalue_get(from, "project_facts"), out);
    paper_end(out);
    routes_table(desk, from, out);
    if (earlier > 0) {
        paper_words(out, "small",
                    SAY("以往会议就该项目议定、尚未办结的事项",
                        "Decided for this project in earlier meetings, not done"));
        task_table(desk, from, "earlier", out);
    }
}

static struct paper_head head_of(const struct paper_desk *desk, const struct jvalue *from,
                                 struct text name)
{
    return (struct paper_head){
        .title = text_format(desk->arena, "%.*s%s%.*s", TEXT_ARG(V("title")),
                             desk->language == LANGUAGE_ZH ? "" : ": ", TEXT_ARG(name)),
        .header =
            text_format(desk->arena, "%.*s %.*s", TEXT_ARG(V("title")), TEXT_ARG(V("held_on"))),
        .watermark = text_is(V("state"), "cancelled") ? SAY("已取消", "CANCELLED") : TEXT_NONE};
}

void meeting_compose_pack(const struct paper_desk *desk, const struct jvalue *answer,
                          struct buffer *to)
{
    struct json_writer json = json_writer_open(to);
    struct json_writer *out = &json;
    struct paper_head head = head_of(desk, answer, SAY("会议材料", "papers"));
    uint32_t count = 0;
    const struct jvalue *points = paper_items(answer, "points", &count);
    paper_open(out, desk, &head);
    head_pairs(desk, answer, out);
    units_table(desk, answer, out);
    agenda_table(desk, answer, out);
    paper_words(out, "heading",
                SAY("以往会议未办结的责任事项", "Tasks of earlier meetings, not done"));
    task_table(desk, answer, "left", out);
    for (uint32_t i = 0; i < count; i++) {
        point_blocks(desk, &points[i], i + 1, out);
    }
    paper_close(out);
}

/* -- minutes -- */

static void decided(const struct paper_desk *desk, const struct jvalue *from, uint32_t nth,
                    struct json_writer *out)
{
    paper_words(out, "heading", text_format(desk->arena, "%u. %.*s", nth, TEXT_ARG(V("title"))));
    paper_pairs(out);
    PAIR("结果", "Outcome", "state_name");
    paper_pair(out,
               text_is(V("state"), "decided") ? SAY("结论", "Decision") : SAY("理由", "Reason"),
               V("words"));
    if (V("org_name").len > 0) {
        PAIR("责任单位", "Responsible unit", "org_name");
        PAIR("期限", "Due", "due_on");
    }
    if (V("basis").len > 0) {
        PAIR("依据", "Basis", "basis");
    }
    if (V("plan").len > 0) {
        PAIR("采纳的审批方案（版本）", "Plan adopted (version)", "plan");
    }
    paper_end(out);
}

static struct text answer_name(const struct paper_desk *desk, const struct jvalue *from)
{
    struct text code = V("answer");
    if (text_is(code, "confirmed")) {
        return SAY("确认", "confirmed");
    }
    if (text_is(code, "objected")) {
        return SAY("有不同意见", "objected");
    }
    if (text_is(code, "no_objection")) {
        return SAY("逾期未答复，视为无意见", "silent: taken as no objection");
    }
    return text_is(code, "unanswered") ? SAY("逾期未答复", "no answer in time")
                                       : SAY("尚未答复", "not answered yet");
}

static void confirmations(const struct paper_desk *desk, const struct jvalue *answer,
                          struct json_writer *out)
{
    const struct text columns[] = {SAY("单位", "Unit"), SAY("到会", "Came"),
                                   SAY("对纪要的答复", "Answer"), SAY("日期", "Day"),
                                   SAY("意见", "Words")};
    uint32_t count = 0;
    const struct jvalue *units = paper_items(answer, "units", &count);
    paper_words(out, "heading", SAY("到会与确认", "Attendance and confirmation"));
    paper_table(out, columns, COUNT_OF(columns));
    for (uint32_t i = 0; i < count; i++) {
        const struct jvalue *from = &units[i];
        const struct text cells[] = {V("org_name"),
                                     jvalue_bool(jvalue_get(from, "attended"), false)
                                         ? SAY("到会", "yes")
                                         : SAY("未到会", "no"),
                                     answer_name(desk, from), V("answered_on"), V("words")};
        paper_row(out, cells, COUNT_OF(cells));
    }
    paper_end(out);
}

void meeting_compose_minutes(const struct paper_desk *desk, const struct jvalue *answer,
                             struct buffer *to)
{
    struct json_writer json = json_writer_open(to);
    struct json_writer *out = &json;
    struct paper_head head = head_of(desk, answer, SAY("会议纪要", "minutes"));
    const struct jvalue *from = answer;
    uint32_t count = 0;
    const struct jvalue *points = paper_items(answer, "points", &count);
    if (V("minuted_on").len == 0 && head.watermark.len == 0) {
        head.watermark = SAY("草稿", "DRAFT");
    }
    paper_open(out, desk, &head);
    head_pairs(desk, answer, out);
    paper_pairs(out);
    PAIR("印发日期", "Issued on", "minuted_on");
    PAIR("第几次印发", "Issue no.", "round");
    PAIR("确认期限", "To be confirmed by", "confirm_by");
    paper_end(out);
    paper_words(out, "text", V("summary"));
    for (uint32_t i = 0; i < count; i++) {
        decided(desk, &points[i], i + 1, out);
    }
    paper_words(out, "heading", SAY("责任事项清单", "Task list"));
    task_table(desk, answer, "tasks", out);
    confirmations(desk, answer, out);
    paper_close(out);
}
