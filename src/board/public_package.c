#include "app/city.h"
#include "base/arena.h"
#include "base/field.h"
#include "board/public_library.h"
#include "board/public_words.h"
#include "pack/policy.h"

#define PATH "/library/packages"

/* The name of a record of the list as it is today, else as it ever was. */
static struct text name_in(const struct public_view *view, enum pack_list list, struct text id)
{
    const struct pack *pack = city_pack(view->run->city);
    const struct pack_record *record = pack_find(pack, list, id, view->run->today);
    record = record != NULL ? record : pack_find(pack, list, id, CIVIL_DATE_NONE);
    return record == NULL ? id : public_name(view, record);
}

static struct text_list texts_in(const struct public_view *view, const struct pack_record *record,
                                 const char *name)
{
    return text_list_of(view->run->arena, jvalue_get(record->raw, name));
}

/* ---- one package ---- */

static void write_items(const struct public_view *view, struct text_list items)
{
    public_heading(view, "事项", "Items");
    html_raw(view->out, "<ul class=\"path\">\n");
    for (size_t i = 0; i < items.count; i++) {
        html_add(view->out, "<li><a href=\"/guide/%%\">%</a></li>\n", items.items[i],
                 public_lang(view), name_in(view, PACK_ITEMS, items.items[i]));
    }
    html_raw(view->out, "</ul>\n");
}

static void write_policies(const struct public_view *view, struct text_list ids)
{
    struct policies all =
        policy_list(view->run->arena, city_pack(view->run->city), view->run->today);
    public_heading(view, "政策", "Policies");
    html_raw(view->out, "<ul class=\"path\">\n");
    for (uint32_t i = 0; i < all.count; i++) {
        const struct policy *policy = &all.items[i];
        if (text_list_has(ids, policy->record->id)) {
            html_add(view->out,
                     "<li><a href=\"/library/policies/%%\">%</a> <span class=\"%\">%</span></li>\n",
                     policy->record->id, public_lang(view), policy->record->name,
                     policy->is_promisable ? TEXT("now") : TEXT("todo"), policy->status);
        }
    }
    html_raw(view->out, "</ul>\n");
}

static void write_names(const struct public_view *view, enum pack_list list, struct text_list ids)
{
    html_raw(view->out, "<ul class=\"path\">\n");
    for (size_t i = 0; i < ids.count; i++) {
        html_add(view->out, "<li>%</li>\n", name_in(view, list, ids.items[i]));
    }
    html_raw(view->out, "</ul>\n");
}

static void write_for_whom(const struct public_view *view, const struct pack_record *package)
{
    const struct jvalue *when = jvalue_get(package->raw, "when");
    const struct jvalue *all = jvalue_get(when, "all");
    html_raw(view->out, "<dl>\n");
    public_row(view, "面向", "For",
               name_in(view, PACK_INDUSTRY_CLASSES,
                       jvalue_text(jvalue_get(package->raw, "class"), TEXT_NONE)));
    public_row(view, "用途", "Purpose", public_text(view, package, "purpose_zh", "purpose_en"));
    html_raw(view->out, "</dl>\n");
    if (all == NULL || all->count > 0) {
        public_heading(view, "适用情形", "When");
        html_raw(view->out, "<ul class=\"path\">\n");
        public_condition(view, PACK_SPACE_FACTS, when);
        html_raw(view->out, "</ul>\n");
    }
}

bool public_package(struct public_view *view, struct text id, struct fault *fault)
{
    (void)fault;
    const struct pack_record *package =
        pack_find(city_pack(view->run->city), PACK_PACKAGES, id, view->run->today);
    if (package == NULL) {
        public_not_there(view);
        return true;
    }
    view->title = public_name(view, package);
    html_add(view->out, "<p>%</p>\n",
             public_words(
                 view,
                 "服务包把有关的事项、政策和单位放在一起，不作承诺：各项政策按其自身条件，以主管"
                 "部门审核为准。",
                 "A package puts together items, policies and units; it promises nothing. "
                 "Each policy stands on its own conditions, and the department in charge "
                 "decides."));
    write_for_whom(view, package);
    write_items(view, texts_in(view, package, "items"));
    write_policies(view, texts_in(view, package, "policies"));
    public_heading(view, "由谁服务", "Who serves");
    write_names(view, PACK_UNITS, texts_in(view, package, "units"));
    public_heading(view, "出处", "Source");
    html_raw(view->out, "<dl>\n");
    public_origin_rows(view, package);
    html_raw(view->out, "</dl>\n");
    return true;
}

/* ---- the list ---- */

static bool is_wanted(const struct public_view *view, const struct pack_record *package,
                      struct text word)
{
    return word.len == 0 || public_has_word(public_name(view, package), word) ||
           public_has_word(public_text(view, package, "purpose_zh", "purpose_en"), word);
}

static size_t write_class(const struct public_view *view, const struct pack_record *class,
                          struct text word)
{
    const struct pack_records *packages = &city_pack(view->run->city)->lists[PACK_PACKAGES];
    size_t count = 0;
    for (uint32_t i = 0; i < packages->count; i++) {
        const struct pack_record *package = &packages->items[i];
        struct text of = jvalue_text(jvalue_get(package->raw, "class"), TEXT_NONE);
        if (!text_equal(of, class->id) || !pack_in_force(package, view->run->today) ||
            !is_wanted(view, package, word)) {
            continue;
        }
        if (count++ == 0) {
            html_add(view->out, "<h2>%</h2>\n<ul class=\"path\">\n", public_name(view, class));
        }
        html_add(view->out, "<li><a href=\"" PATH "/%%\">%</a> %</li>\n", package->id,
                 public_lang(view), public_name(view, package),
                 public_text(view, package, "purpose_zh", "purpose_en"));
    }
    html_raw(view->out, count > 0 ? "</ul>\n" : "");
    return count;
}

void public_packages(struct public_view *view)
{
    const struct pack_records *classes = &city_pack(view->run->city)->lists[PACK_INDUSTRY_CLASSES];
    size_t count = 0;
    struct text word =
        public_find_form(view, PATH, "按服务包名称或用途查找", "Find by name or purpose");
    for (uint32_t i = 0; i < classes->count; i++) {
        count += write_class(view, &classes->items[i], word);
    }
    if (count == 0) {
        public_nothing_found(view);
    }
}
