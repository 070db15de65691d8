#include "app/city.h"
#include "base/arena.h"
#include "board/public_library.h"
#include "board/public_words.h"
#include "pack/policy.h"

#define PATH "/library/policies"

static const struct policy *find(const struct policies *all, struct text id)
{
    for (uint32_t i = 0; i < all->count; i++) {
        if (text_equal(all->items[i].record->id, id)) {
            return &all->items[i];
        }
    }
    return NULL;
}

static struct text window_of(const struct public_view *view, const struct policy *policy)
{
    static const char *const words[][2] = {
        [POLICY_WINDOW_UNKNOWN] = {"起始日不明", "start unknown"},
        [POLICY_WINDOW_NOT_YET] = {"尚未开始", "not yet begun"},
        [POLICY_WINDOW_OPEN] = {"有效期内", "within its days"},
        [POLICY_WINDOW_OVER] = {"已过期", "over"}};
    return public_words(view, words[policy->window][0], words[policy->window][1]);
}

static struct text text_in(const struct policy *policy, const char *name)
{
    return jvalue_text(jvalue_get(policy->record->raw, name), TEXT_NONE);
}

/* "有效 · 有效期内" */
static struct text standing_of(const struct public_view *view, const struct policy *policy)
{
    return text_format(view->run->arena, "%.*s · %.*s", TEXT_ARG(policy->status),
                       TEXT_ARG(window_of(view, policy)));
}

/* ---- one policy ---- */

static void write_promise(const struct public_view *view, const struct policy *policy)
{
    if (policy->is_promisable) {
        html_add(view->out, "<p class=\"verdict\">%</p>\n",
                 public_words(view, "这项政策在有效期内。能否享受、金额多少，以主管部门审核为准。",
                              "This policy is in force. Whether and how much one gets, the "
                              "department in charge decides."));
        return;
    }
    html_add(view->out, "<p class=\"notice\">%% (%)</p>\n",
             public_words(view, "仅供查阅，不作承诺：这项政策目前不能确认有效。",
                          "For reading only, nothing is promised: it is not established that this "
                          "policy is in force."),
             text_in(policy, "status_note"), standing_of(view, policy));
}

static void write_about(const struct public_view *view, const struct policy *policy)
{
    const struct jvalue *raw = policy->record->raw;
    struct text number = text_in(policy, "document_number");
    bool is_remembered = text_is(text_in(policy, "document_number_basis"), "knowledge");
    html_raw(view->out, "<dl>\n");
    public_row(view, "层级", "Level", text_in(policy, "level"));
    html_add(view->out, "<div><dt>%</dt><dd>%%</dd></div>\n", public_words(view, "文号", "Number"),
             number.len > 0 ? number : public_unknown(view),
             number.len > 0 && is_remembered
                 ? public_words(view, "（未核对原文）", " (not compared with the text)")
                 : TEXT_NONE);
    public_row(view, "发文单位", "Issued by", text_in(policy, "issuer"));
    public_row(view, "发文日期", "Issued on", text_in(policy, "issue_date"));
    public_row(view, "法律状态", "Legal status", standing_of(view, policy));
    public_row(view, "有效期自", "In force from", policy->valid_from);
    public_row(view, "有效期至", "In force until", policy->valid_to);
    public_row(view, "申报期限", "To be applied for", text_in(policy, "deadline"));
    public_row(view, "类别", "Kinds", public_joined(view, jvalue_get(raw, "policy_type")));
    public_row(view, "面向行业", "Industries",
               public_joined(view, jvalue_get(raw, "target_industries")));
    html_raw(view->out, "</dl>\n");
}

static void write_conditions(const struct public_view *view, const struct policy *policy)
{
    const struct jvalue *left = jvalue_get(policy->record->raw, "conditions_not_established");
    public_heading(view, "申请条件", "Conditions");
    html_raw(view->out, "<ul class=\"path\">\n");
    public_condition(view, PACK_SPACE_POLICIES, policy->condition.source);
    html_raw(view->out, "</ul>\n");
    if (!text_is_empty(jvalue_text(left, TEXT_NONE))) {
        html_add(view->out, "<p>%%</p>\n",
                 public_words(view, "尚未查明的条件：", "Conditions not established: "),
                 jvalue_text(left, TEXT_NONE));
    }
}

static void write_amount(const struct public_view *view, const struct jvalue *benefit,
                         const char *key, const char *words)
{
    const struct jvalue *value = jvalue_get(benefit, key);
    if (jvalue_is_number(value)) {
        html_add(view->out, "<br>%%%", text_of(words), public_number(view->run->arena, value),
                 public_words(view, " 万元", " × 10,000 yuan"));
    }
}

static void write_benefits(const struct public_view *view, const struct policy *policy)
{
    const struct jvalue *benefits = jvalue_get(policy->record->raw, "benefits");
    bool is_zh = view->language == LANGUAGE_ZH;
    public_heading(view, "政策内容", "What it gives");
    if (benefits == NULL || benefits->count == 0) {
        html_add(view->out, "<p>%</p>\n", public_unknown(view));
        return;
    }
    html_add(view->out,
             "<table>\n<thead><tr><th scope=\"col\">%</th><th scope=\"col\">%</th><th "
             "scope=\"col\">%</th></tr></thead>\n<tbody>\n",
             public_words(view, "方式", "Kind"), public_words(view, "内容", "Content"),
             public_words(view, "适用对象", "For whom"));
    for (uint32_t i = 0; i < benefits->count; i++) {
        const struct jvalue *one = &benefits->items[i];
        struct text base = jvalue_text(jvalue_get(one, "base"), TEXT_NONE);
        html_add(view->out, "<tr><th scope=\"row\">%</th><td>%",
                 jvalue_text(jvalue_get(one, "kind"), TEXT_NONE),
                 jvalue_text(jvalue_get(one, "text"), TEXT_NONE));
        if (base.len > 0) {
            html_add(view->out, "<br>%%", public_words(view, "计算基数：", "reckoned on: "), base);
        }
        write_amount(view, one, "amount_wanyuan", is_zh ? "金额：" : "amount: ");
        write_amount(view, one, "cap_wanyuan", is_zh ? "封顶：" : "at most: ");
        struct text clawback = jvalue_text(jvalue_get(one, "clawback"), TEXT_NONE);
        if (clawback.len > 0) {
            html_add(view->out, "<br>%%", public_words(view, "收回情形：", "paid back: "),
                     clawback);
        }
        html_add(view->out, "</td><td>%</td></tr>\n",
                 jvalue_text(jvalue_get(one, "applies_to"),
                             public_words(view, "符合条件者", "who meets the conditions")));
    }
    html_raw(view->out, "</tbody>\n</table>\n");
}

static void write_rest(const struct public_view *view, const struct policy *policy)
{
    const struct jvalue *how = jvalue_get(policy->record->raw, "how_to_apply");
    public_heading(view, "怎么申请", "How to apply");
    html_raw(view->out, "<dl>\n");
    public_row(view, "方式", "Way", jvalue_text(jvalue_get(how, "mode"), TEXT_NONE));
    public_row(view, "说明", "Explanation", jvalue_text(jvalue_get(how, "text"), TEXT_NONE));
    public_row(view, "叠加", "With others", text_in(policy, "stacking"));
    html_raw(view->out, "</dl>\n");
    public_heading(view, "出处", "Source");
    html_raw(view->out, "<dl>\n");
    public_row(view, "原文地址", "Address", text_in(policy, "source_url"));
    public_row(view, "备注", "Note", text_in(policy, "note"));
    public_origin_rows(view, policy->record);
    html_raw(view->out, "</dl>\n");
}

bool public_policy(struct public_view *view, struct text id, struct fault *fault)
{
    (void)fault;
    struct policies all =
        policy_list(view->run->arena, city_pack(view->run->city), view->run->today);
    const struct policy *policy = find(&all, id);
    if (policy == NULL) {
        public_not_there(view);
        return true;
    }
    view->title = policy->record->name;
    write_promise(view, policy);
    write_about(view, policy);
    write_conditions(view, policy);
    write_benefits(view, policy);
    write_rest(view, policy);
    return true;
}

/* ---- the list ---- */

static bool has_word_in(const struct jvalue *texts, struct text word)
{
    for (uint32_t i = 0; texts != NULL && texts->kind == JVALUE_ARRAY && i < texts->count; i++) {
        if (public_has_word(jvalue_text(&texts->items[i], TEXT_NONE), word)) {
            return true;
        }
    }
    return false;
}

static bool is_wanted(const struct policy *policy, struct text word, bool now)
{
    const struct jvalue *raw = policy->record->raw;
    return (!now || policy->is_promisable) &&
           (word.len == 0 || public_has_word(policy->record->name, word) ||
            public_has_word(text_in(policy, "issuer"), word) ||
            public_has_word(text_in(policy, "document_number"), word) ||
            has_word_in(jvalue_get(raw, "policy_type"), word) ||
            has_word_in(jvalue_get(raw, "target_industries"), word));
}

struct choosing {
    struct public_view *view;
    struct policies all;
    struct text word;
    bool now;
};

/* Whether a policy before it has the same level: its heading stands already. */
static bool is_first_of_level(const struct policies *all, uint32_t at)
{
    struct text level = text_in(&all->items[at], "level");
    for (uint32_t i = 0; i < at; i++) {
        if (text_equal(text_in(&all->items[i], "level"), level)) {
            return false;
        }
    }
    return true;
}

static size_t write_level(const struct choosing *choosing, struct text level)
{
    const struct public_view *view = choosing->view;
    size_t count = 0;
    for (uint32_t i = 0; i < choosing->all.count; i++) {
        const struct policy *policy = &choosing->all.items[i];
        if (!text_equal(text_in(policy, "level"), level) ||
            !is_wanted(policy, choosing->word, choosing->now)) {
            continue;
        }
        if (count++ == 0) {
            html_add(view->out, "<h2>%</h2>\n<ul class=\"path\">\n", level);
        }
        html_add(view->out, "<li><a href=\"" PATH "/%%\">%</a> <span class=\"%\">%</span></li>\n",
                 policy->record->id, public_lang(view), policy->record->name,
                 policy->is_promisable ? TEXT("now") : TEXT("todo"), standing_of(view, policy));
    }
    html_raw(view->out, count > 0 ? "</ul>\n" : "");
    return count;
}

/* All, or those that hold today: a link, so that it needs no script. */
static void write_switch(const struct choosing *choosing)
{
    const struct public_view *view = choosing->view;
    struct text lang = view->language == LANGUAGE_EN ? TEXT("&lang=en") : TEXT_NONE;
    html_add(view->out, "<p><a href=\"" PATH "?now=%%\">%</a></p>\n",
             choosing->now ? TEXT("0") : TEXT("1"), lang,
             choosing->now ? public_words(view, "查看全部政策", "Show all policies")
                           : public_words(view, "只看目前有效的", "Only those in force"));
}

void public_policies(struct public_view *view)
{
    struct choosing choosing = {
        .view = view,
        .all = policy_list(view->run->arena, city_pack(view->run->city), view->run->today),
        .now = text_is(public_parameter(view, "now"), "1")};
    size_t count = 0;
    choosing.word = public_find_form(view, PATH, "按政策名称、文号、发文单位、类别或行业查找",
                                     "Find by title, number, issuer, kind or industry");
    write_switch(&choosing);
    for (uint32_t i = 0; i < choosing.all.count; i++) {
        if (is_first_of_level(&choosing.all, i)) {
            count += write_level(&choosing, text_in(&choosing.all.items[i], "level"));
        }
    }
    if (count == 0) {
        public_nothing_found(view);
    }
}
