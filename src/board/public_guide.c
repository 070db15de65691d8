#include "board/public_guide.h"

#include <string.h>

#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "board/public_words.h"
#include "engine/plan/planner.h"
#include "pack/pack.h"

/* The guide of one item (办事指南) as everybody may read it. What nobody has said is told as
 * unknown, never left out: a citizen must be able to see that a question was asked and has no
 * answer yet. */

struct guide {
    struct public_view *view;
    const struct pack *pack;
    const struct pack_record *item;
    const struct jvalue *own;     /* its own record of guides.json; NULL */
    const struct jvalue *general; /* that of all items; NULL */
    civil_date on;
};

static bool is_english(const struct guide *guide)
{
    return guide->view->language == LANGUAGE_EN;
}

static struct text say(const struct guide *guide, const char *zh, const char *en)
{
    return public_words(guide->view, zh, en);
}

static struct text unknown(const struct guide *guide)
{
    return public_unknown(guide->view);
}

static struct text text_of_item(const struct guide *guide, const char *key)
{
    return jvalue_text(jvalue_get(guide->item->raw, key), TEXT_NONE);
}

/* Its own guide's, else that of all items. */
static const struct jvalue *member(const struct guide *guide, const char *key)
{
    const struct jvalue *own = jvalue_get(guide->own, key);
    return jvalue_is_null(own) ? jvalue_get(guide->general, key) : own;
}

static struct text name_in(const struct guide *guide, enum pack_list list, struct text id)
{
    const struct pack_record *record = pack_find(guide->pack, list, id, guide->on);
    record = record != NULL ? record : pack_find(guide->pack, list, id, CIVIL_DATE_NONE);
    bool english = record != NULL && is_english(guide) && record->name_en.len > 0;
    return record == NULL ? id : english ? record->name_en : record->name;
}

/* -- pieces -- */

static void heading(const struct guide *guide, const char *zh, const char *en)
{
    public_heading(guide->view, zh, en);
}

static void row(const struct guide *guide, const char *zh, const char *en, struct text value)
{
    public_row(guide->view, zh, en, value);
}

static void list_of(const struct guide *guide, const struct jvalue *texts)
{
    public_list(guide->view, texts);
}

/* -- who and what -- */

static void write_about(const struct guide *guide)
{
    struct text org = text_of_item(guide, "org");
    html_raw(guide->view->out, "<dl>\n");
    row(guide, "事项编码", "Code", guide->item->id);
    row(guide, "事项类型", "Kind", name_in(guide, PACK_KINDS, text_of_item(guide, "kind")));
    row(guide, "所属阶段", "Stage", name_in(guide, PACK_STAGES, text_of_item(guide, "stage")));
    row(guide, "办理单位", "Handled by", name_in(guide, PACK_UNITS, org));
    row(guide, "办理层级", "Level", name_in(guide, PACK_LEVELS, text_of_item(guide, "level")));
    row(guide, "法律依据", "Legal basis", text_of_item(guide, "legal_basis"));
    row(guide, "收费", "Fee", text_of_item(guide, "fee"));
    html_raw(guide->view->out, "</dl>\n");
}

/* -- limits -- */

static struct text days_text(const struct guide *guide, const char *key)
{
    struct arena *arena = guide->view->run->arena;
    const struct jvalue *days = jvalue_get(guide->item->raw, key);
    bool is_law = strcmp(key, "statutory_days") == 0;
    struct text type = is_law ? text_of_item(guide, "statutory_day_type") : TEXT_NONE;
    if (!jvalue_is_number(days)) {
        return TEXT_NONE;
    }
    if (jvalue_number(days) == 0) {
        return say(guide, "当场办结", "at once");
    }
    struct text unit = type.len > 0 ? type : say(guide, "工作日", "working days");
    return text_format(arena, "%.*s %.*s", TEXT_ARG(public_number(arena, days)), TEXT_ARG(unit));
}

static void write_special(const struct guide *guide)
{
    const struct jvalue *list = jvalue_get(guide->item->raw, "special_procedure");
    struct arena *arena = guide->view->run->arena;
    for (uint32_t i = 0; list != NULL && list->kind == JVALUE_ARRAY && i < list->count; i++) {
        const struct jvalue *one = &list->items[i];
        const struct jvalue *days = jvalue_get(one, "days");
        struct text type = jvalue_text(jvalue_get(one, "day_type"), TEXT_NONE);
        struct text length = jvalue_is_number(days)
                                 ? text_format(arena, "%.*s %.*s",
                                               TEXT_ARG(public_number(arena, days)), TEXT_ARG(type))
                                 : unknown(guide);
        html_add(guide->view->out, "<div><dt>%</dt><dd>% (%)</dd></div>\n",
                 say(guide, "特别程序（不计入时限）", "Outside the limit"),
                 jvalue_text(jvalue_get(one, "name"), TEXT_NONE), length);
    }
}

static void write_limits(const struct guide *guide)
{
    heading(guide, "办理时限", "Time limits");
    html_raw(guide->view->out, "<dl>\n");
    row(guide, "法定时限", "By law", days_text(guide, "statutory_days"));
    row(guide, "承诺时限", "Promised", days_text(guide, "promised_days"));
    write_special(guide);
    html_raw(guide->view->out, "</dl>\n");
}

/* -- conditions -- */

static void write_conditions(const struct guide *guide)
{
    const struct jvalue *when = jvalue_get(guide->item->raw, "applies_when");
    const struct jvalue *all = jvalue_get(when, "all");
    heading(guide, "适用范围", "Who needs it");
    if (all != NULL && all->count == 0) {
        html_add(guide->view->out, "<p>%</p>\n", say(guide, "所有项目", "every project"));
    } else {
        html_raw(guide->view->out, "<ul class=\"path\">\n");
        public_condition(guide->view, PACK_SPACE_FACTS, when);
        html_raw(guide->view->out, "</ul>\n");
    }
    heading(guide, "申请条件", "Conditions");
    list_of(guide, member(guide, "conditions"));
}

/* -- materials -- */

static struct text provider(const struct guide *guide, struct text source)
{
    if (text_is(source, "applicant")) {
        return say(guide, "申请人提供", "by the applicant");
    }
    if (text_is(source, "data_sharing")) {
        return say(guide, "免提交：部门共享", "not asked for: shared by government");
    }
    return text_format(guide->view->run->arena, "%.*s%.*s",
                       TEXT_ARG(say(guide, "免提交：来自 ", "not asked for: result of ")),
                       TEXT_ARG(name_in(guide, PACK_ITEMS, source)));
}

static struct text sample_of(const struct guide *guide, struct text material)
{
    const struct jvalue *samples = member(guide, "samples");
    for (uint32_t i = 0; samples != NULL && samples->kind == JVALUE_ARRAY && i < samples->count;
         i++) {
        if (text_equal(jvalue_text(jvalue_get(&samples->items[i], "material"), TEXT_NONE),
                       material)) {
            return jvalue_text(jvalue_get(&samples->items[i], "url"), TEXT_NONE);
        }
    }
    return TEXT_NONE;
}

static bool is_deferrable(const struct guide *guide, struct text material)
{
    const struct jvalue *list = jvalue_get(guide->item->raw, "deferrable_materials");
    for (uint32_t i = 0; list != NULL && list->kind == JVALUE_ARRAY && i < list->count; i++) {
        if (text_equal(jvalue_text(&list->items[i], TEXT_NONE), material)) {
            return true;
        }
    }
    return false;
}

static void write_material(const struct guide *guide, const struct jvalue *material)
{
    struct text name = jvalue_text(jvalue_get(material, "name"), TEXT_NONE);
    struct text url = sample_of(guide, name);
    bool required = jvalue_bool(jvalue_get(material, "required"), false);
    html_add(guide->view->out, "<tr><th scope=\"row\">%</th><td>%</td><td>%%</td><td>", name,
             provider(guide, jvalue_text(jvalue_get(material, "source"), TEXT_NONE)),
             required ? say(guide, "必要", "required") : say(guide, "涉及时", "where it applies"),
             is_deferrable(guide, name) ? say(guide, "，可容缺后补", ", may follow later")
                                        : TEXT_NONE);
    if (url.len > 0) {
        html_add(guide->view->out, "<a href=\"%\">%</a>", url, say(guide, "示范文本", "sample"));
    } else {
        html_add(guide->view->out, "%", say(guide, "暂无示范文本", "no sample yet"));
    }
    html_raw(guide->view->out, "</td></tr>\n");
}

static void write_materials(const struct guide *guide)
{
    const struct jvalue *list = jvalue_get(guide->item->raw, "materials");
    heading(guide, "申请材料", "Materials");
    if (list == NULL || list->kind != JVALUE_ARRAY || list->count == 0) {
        html_add(guide->view->out, "<p>%</p>\n", unknown(guide));
        return;
    }
    html_add(guide->view->out,
             "<table>\n<thead><tr><th scope=\"col\">%</th><th scope=\"col\">%</th><th "
             "scope=\"col\">%</th><th scope=\"col\">%</th></tr></thead>\n<tbody>\n",
             say(guide, "材料", "Material"), say(guide, "来源", "From"),
             say(guide, "要求", "Needed"), say(guide, "示范文本", "Sample"));
    for (uint32_t i = 0; i < list->count; i++) {
        write_material(guide, &list->items[i]);
    }
    html_raw(guide->view->out, "</tbody>\n</table>\n");
}

/* -- results, ways, whom to turn to -- */

static void write_rest(const struct guide *guide)
{
    const struct jvalue *validity = jvalue_get(guide->item->raw, "validity");
    const struct jvalue *n = jvalue_get(validity, "n");
    struct text lasts =
        jvalue_is_number(n)
            ? text_format(guide->view->run->arena, "%.*s %.*s",
                          TEXT_ARG(public_number(guide->view->run->arena, n)),
                          TEXT_ARG(jvalue_text(jvalue_get(validity, "unit"), TEXT_NONE)))
            : jvalue_text(jvalue_get(validity, "rule"), TEXT_NONE);
    heading(guide, "办理流程", "Process");
    list_of(guide, member(guide, "process"));
    heading(guide, "办理结果", "Results");
    list_of(guide, jvalue_get(guide->item->raw, "outputs"));
    html_raw(guide->view->out, "<dl>\n");
    row(guide, "结果有效期", "Valid for", lasts);
    html_raw(guide->view->out, "</dl>\n");
    heading(guide, "到哪里办、找谁", "Where and whom");
    html_raw(guide->view->out, "<dl>\n");
    row(guide, "办理地点", "Place", jvalue_text(member(guide, "place"), TEXT_NONE));
    row(guide, "办理时间", "Hours", jvalue_text(member(guide, "hours"), TEXT_NONE));
    row(guide, "网上办理", "Online",
        pack_is_online_only(guide->pack, guide->item->id, guide->on)
            ? say(guide, "只在网上办理，不用到窗口", "online only; nobody has to come")
            : jvalue_text(member(guide, "online"), TEXT_NONE));
    row(guide, "咨询方式", "Questions", jvalue_text(member(guide, "contact"), TEXT_NONE));
    row(guide, "监督投诉", "Supervision", jvalue_text(member(guide, "supervision"), TEXT_NONE));
    row(guide, "救济途径", "Remedies", jvalue_text(member(guide, "remedy"), TEXT_NONE));
    html_raw(guide->view->out, "</dl>\n");
}

/* -- versions -- */

static struct text day_or(const struct guide *guide, civil_date day, const char *zh, const char *en)
{
    char written[CIVIL_DATE_TEXT_SIZE];
    return day == CIVIL_DATE_NONE
               ? say(guide, zh, en)
               : text_copy(guide->view->run->arena, civil_date_write(day, written));
}

static void write_version(const struct guide *guide, const struct pack_record *version)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    civil_date shown = version->valid_from != CIVIL_DATE_NONE ? version->valid_from
                       : version->valid_to != CIVIL_DATE_NONE ? version->valid_to
                                                              : guide->on;
    bool is_here = version == guide->item;
    civil_date today = guide->view->run->today;
    struct text state = pack_in_force(version, today) ? say(guide, "现行", "in force")
                        : version->valid_from != CIVIL_DATE_NONE && version->valid_from > today
                            ? say(guide, "尚未生效", "to come")
                            : say(guide, "已失效", "no longer in force");
    html_add(guide->view->out, "<tr><td>%</td><td>%</td><td>%</td><td>",
             day_or(guide, version->valid_from, "不限", "always"),
             day_or(guide, version->valid_to, "未定", "open"), state);
    if (is_here) {
        html_add(guide->view->out, "%", say(guide, "本页所示", "shown here"));
    } else {
        html_add(guide->view->out, "<a href=\"/guide/%?on=%%\">%</a>", version->id,
                 civil_date_write(shown, day), is_english(guide) ? TEXT("&lang=en") : TEXT_NONE,
                 say(guide, "查看", "show"));
    }
    html_raw(guide->view->out, "</td></tr>\n");
}

static void write_versions(const struct guide *guide)
{
    const struct pack_records *items = &guide->pack->lists[PACK_ITEMS];
    heading(guide, "版本", "Versions");
    html_add(guide->view->out,
             "<table>\n<thead><tr><th scope=\"col\">%</th><th scope=\"col\">%</th><th "
             "scope=\"col\">%</th><th scope=\"col\">%</th></tr></thead>\n<tbody>\n",
             say(guide, "生效日", "From"), say(guide, "失效日", "To"), say(guide, "状态", "State"),
             say(guide, "内容", "Content"));
    for (uint32_t i = 0; i < items->count; i++) {
        if (text_equal(items->items[i].id, guide->item->id)) {
            write_version(guide, &items->items[i]);
        }
    }
    html_raw(guide->view->out, "</tbody>\n</table>\n<dl>\n");
    row(guide, "来源", "Source", text_of_item(guide, "source"));
    row(guide, "证据等级", "Evidence", text_of_item(guide, "evidence"));
    row(guide, "数据版本", "Data", city_version(guide->view->run->city));
    html_raw(guide->view->out, "</dl>\n");
}

/* -- the page -- */

static const struct jvalue *guide_record(const struct pack *pack, struct text id, civil_date on)
{
    const struct pack_record *record = pack_find(pack, PACK_GUIDES, id, on);
    return record == NULL ? NULL : record->raw;
}

bool public_guide(struct public_view *view, struct text code, struct fault *fault)
{
    (void)fault;
    const struct pack *pack = city_pack(view->run->city);
    civil_date on = view->run->today;
    (void)!civil_date_parse(public_parameter(view, "on"), &on);
    struct guide guide = {.view = view, .pack = pack, .on = on};
    guide.item = pack_find(pack, PACK_ITEMS, code, on);
    if (guide.item == NULL) {
        html_add(view->out, "<p class=\"notice\">%</p>\n",
                 public_words(view, "没有这个事项，或者它在这一天没有生效。",
                              "There is no such item, or none was in force on that day."));
        view->status = 404;
        return true;
    }
    guide.own = guide_record(pack, code, on);
    guide.general = guide_record(pack, TEXT("*"), on);
    struct text name =
        is_english(&guide) && guide.item->name_en.len > 0 ? guide.item->name_en : guide.item->name;
    view->title = name;
    if (!pack_in_force(guide.item, view->run->today)) {
        html_add(view->out, "<p class=\"notice\">%</p>\n",
                 say(&guide, "本页不是现行版本，请见页末的版本表。",
                     "This is not the version in force: see the versions below."));
    }
    write_about(&guide);
    write_limits(&guide);
    write_conditions(&guide);
    write_materials(&guide);
    write_rest(&guide);
    write_versions(&guide);
    return true;
}

/* -- the list -- */

static bool is_wanted(const struct pack_record *item, struct text word)
{
    return word.len == 0 || public_has_word(item->name, word) ||
           public_has_word(item->name_en, word) || public_has_word(item->id, word) ||
           public_has_word(jvalue_text(jvalue_get(item->raw, "department"), TEXT_NONE), word);
}

static size_t write_stage(struct public_view *view, const struct pack_record *stage,
                          struct text word)
{
    const struct pack *pack = city_pack(view->run->city);
    const struct pack_records *items = &pack->lists[PACK_ITEMS];
    bool english = view->language == LANGUAGE_EN;
    size_t count = 0;
    for (uint32_t i = 0; i < items->count; i++) {
        const struct pack_record *item = &items->items[i];
        struct text of = jvalue_text(jvalue_get(item->raw, "stage"), TEXT_NONE);
        if (!text_equal(of, stage->id) || !pack_in_force(item, view->run->today) ||
            !is_wanted(item, word)) {
            continue;
        }
        if (count++ == 0) {
            html_add(view->out, "<h2>%</h2>\n<ul class=\"path\">\n",
                     english && stage->name_en.len > 0 ? stage->name_en : stage->name);
        }
        html_add(view->out, "<li><a href=\"/guide/%%\">%</a></li>\n", item->id,
                 english ? TEXT("?lang=en") : TEXT_NONE,
                 english && item->name_en.len > 0 ? item->name_en : item->name);
    }
    html_raw(view->out, count > 0 ? "</ul>\n" : "");
    return count;
}

void public_guides(struct public_view *view)
{
    const struct pack_records *stages = &city_pack(view->run->city)->lists[PACK_STAGES];
    size_t count = 0;
    struct text word = public_find_form(view, "/guide", "按事项名称、编码或部门查找",
                                        "Find by name, code or department");
    for (uint32_t i = 0; i < stages->count; i++) {
        count += write_stage(view, &stages->items[i], word);
    }
    if (count == 0) {
        public_nothing_found(view);
    }
}
