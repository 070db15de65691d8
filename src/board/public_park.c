#include "app/city.h"
#include "base/arena.h"
#include "base/field.h"
#include "board/public_library.h"
#include "board/public_words.h"
#include "pack/parks.h"

#define PATH "/library/parks"

static struct text text_in(const struct pack_record *park, const char *name)
{
    return jvalue_text(jvalue_get(park->raw, name), TEXT_NONE);
}

/* ---- one park ---- */

/* A fact as a person reads it: a truth as yes or no, a number with its unit. */
static struct text fact_text(const struct public_view *view, const struct jvalue *value,
                             struct text unit)
{
    if (value == NULL) {
        return TEXT_NONE;
    }
    if (value->kind == JVALUE_BOOL) {
        return value->truth ? public_words(view, "是", "yes") : public_words(view, "否", "no");
    }
    if (jvalue_is_number(value)) {
        struct text number = public_number(view->run->arena, value);
        return text_format(view->run->arena, "%.*s %.*s", TEXT_ARG(number), TEXT_ARG(unit));
    }
    if (value->kind == JVALUE_ARRAY) {
        return value->count > 0 ? public_joined(view, value) : public_words(view, "无", "none");
    }
    return jvalue_text(value, TEXT_NONE);
}

static void write_facts(const struct public_view *view, const struct pack_record *park)
{
    const struct pack_records *facts = &city_pack(view->run->city)->lists[PACK_PARK_FACTS];
    public_heading(view, "园区条件", "What it offers");
    html_raw(view->out, "<dl>\n");
    for (uint32_t i = 0; i < facts->count; i++) {
        const struct pack_record *fact = &facts->items[i];
        struct text value = fact_text(view, park_fact(view->run->arena, park, fact),
                                      jvalue_text(jvalue_get(fact->raw, "unit"), TEXT_NONE));
        html_add(view->out, "<div><dt>%</dt><dd>%</dd></div>\n",
                 public_text(view, fact, "meaning", "meaning_en"),
                 value.len > 0 ? value
                               : public_words(view, "未知，待园区填报",
                                              "not known, to be filled in by the park"));
    }
    html_raw(view->out, "</dl>\n");
}

static void write_assessments(const struct public_view *view, const struct pack_record *park)
{
    const struct jvalue *all = jvalue_get(park->raw, "assessments");
    public_heading(view, "区域评估", "Regional assessments");
    if (all == NULL || all->kind != JVALUE_ARRAY) {
        html_add(view->out, "<p>%</p>\n",
                 public_words(view, "完成情况未知，待园区填报。",
                              "What has been done is not known, to be filled in by the park."));
        return;
    }
    html_raw(view->out, "<dl>\n");
    for (uint32_t i = 0; i < all->count; i++) {
        struct text day = jvalue_text(jvalue_get(&all->items[i], "valid_to"), TEXT_NONE);
        civil_date until = CIVIL_DATE_NONE;
        bool is_over = civil_date_parse(day, &until) && until < view->run->today;
        html_add(view->out, "<div><dt>%</dt><dd>%%%</dd></div>\n",
                 jvalue_text(jvalue_get(&all->items[i], "topic"), TEXT_NONE),
                 public_words(view, "有效期至 ", "valid until "),
                 day.len > 0 ? day : public_unknown(view),
                 is_over ? public_words(view, "，已过期", ", over") : TEXT_NONE);
    }
    html_raw(view->out, "</dl>\n");
}

bool public_park(struct public_view *view, struct text id, struct fault *fault)
{
    (void)fault;
    const struct pack_record *park =
        pack_find(city_pack(view->run->city), PACK_PARKS, id, view->run->today);
    if (park == NULL) {
        public_not_there(view);
        return true;
    }
    view->title = public_name(view, park);
    html_raw(view->out, "<dl>\n");
    struct text aliases = public_joined(view, jvalue_get(park->raw, "aliases"));
    public_row(view, "又称", "Also called",
               aliases.len > 0 ? aliases : public_words(view, "无", "none"));
    public_row(view, "级别", "Level", text_in(park, "level"));
    public_row(view, "所在区县", "District", text_in(park, "district"));
    public_row(view, "主导产业", "Leads in",
               public_joined(view, jvalue_get(park->raw, "leading_industries")));
    public_row(view, "面积口径", "What the area is", text_in(park, "area_basis"));
    public_row(view, "概况", "Besides",
               jvalue_text(jvalue_get(jvalue_get(park->raw, "features"), "other"), TEXT_NONE));
    public_row(view, "备注", "Note", text_in(park, "note"));
    html_raw(view->out, "</dl>\n");
    write_facts(view, park);
    write_assessments(view, park);
    public_heading(view, "出处", "Source");
    html_raw(view->out, "<dl>\n");
    public_origin_rows(view, park);
    html_raw(view->out, "</dl>\n");
    return true;
}

/* ---- the list ---- */

static bool is_wanted(const struct public_view *view, const struct pack_record *park,
                      struct text word)
{
    struct text industries = public_joined(view, jvalue_get(park->raw, "leading_industries"));
    struct text aliases = public_joined(view, jvalue_get(park->raw, "aliases"));
    return word.len == 0 || public_has_word(park->name, word) ||
           public_has_word(park->name_en, word) || public_has_word(industries, word) ||
           public_has_word(aliases, word) || public_has_word(text_in(park, "district"), word) ||
           public_has_word(text_in(park, "level"), word);
}

void public_parks(struct public_view *view)
{
    const struct pack_records *parks = &city_pack(view->run->city)->lists[PACK_PARKS];
    size_t count = 0;
    struct text word = public_find_form(view, PATH, "按园区名称、产业、级别或区县查找",
                                        "Find by name, industry, level or district");
    for (uint32_t i = 0; i < parks->count; i++) {
        const struct pack_record *park = &parks->items[i];
        if (!pack_in_force(park, view->run->today) || !is_wanted(view, park, word)) {
            continue;
        }
        html_raw(view->out, count++ == 0 ? "<ul class=\"path\">\n" : "");
        html_add(view->out, "<li><a href=\"" PATH "/%%\">%</a> % · %</li>\n", park->id,
                 public_lang(view), public_name(view, park), text_in(park, "district"),
                 public_joined(view, jvalue_get(park->raw, "leading_industries")));
    }
    html_raw(view->out, count > 0 ? "</ul>\n" : "");
    if (count == 0) {
        public_nothing_found(view);
    }
}
